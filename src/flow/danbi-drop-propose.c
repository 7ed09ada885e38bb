/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the files that were dropped fits the case, and so is chosen before anybody chooses. A
 * patient is never guessed. */
#include "config.h"

#include <string.h>

#include "danbi-drop-private.h"
#include "danbi-identity.h"
#include "danbi-roc-date.h"

typedef struct
{
  const DanbiDropQuestion *question;
  const char *patient_id; /* F8; NULL while it is no identity number */
  DanbiRocDate birth_date;
  gboolean has_birth_date;
  DanbiRocDate newborn_birth_date;
  gboolean has_newborn_birth_date;
  DanbiRocDate exam_day;
  gboolean has_exam_day;
} Form;

static gboolean
read_day (const DanbiRecord *record,
          DanbiField         field,
          DanbiRocPrecision  precision,
          DanbiRocDate      *date)
{
  return danbi_roc_date_parse (danbi_record_get (record, field), precision, date) == DANBI_ROC_OK;
}

static void
read_form (Form                    *form,
           const DanbiDropQuestion *question)
{
  const DanbiRecord *record = question->record;
  const char *id = danbi_record_get (record, DANBI_FIELD_PATIENT_ID);

  form->question = question;
  form->patient_id = danbi_identity_get_kind (id) != DANBI_IDENTITY_MALFORMED ? id : NULL;
  form->has_exam_day = read_day (record, DANBI_FIELD_EXAM_TIME, DANBI_ROC_MINUTE,
                                 &form->exam_day);
  form->has_birth_date = read_day (record, DANBI_FIELD_BIRTH_DATE, DANBI_ROC_DAY,
                                   &form->birth_date);
  form->has_newborn_birth_date = read_day (record, DANBI_FIELD_NEWBORN_BIRTH_DATE, DANBI_ROC_DAY,
                                           &form->newborn_birth_date);
}

static DanbiDropNode *
get_top (GListStore *top,
         guint       index)
{
  g_autoptr (DanbiDropNode) node = g_list_model_get_item (G_LIST_MODEL (top), index);

  return node;
}

/* What may not be chosen at all */

static const DanbiImage *
find_present (GPtrArray     *present,
              DanbiImageKind kind)
{
  for (guint i = 0; i < present->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (present, i);

      if (image->kind == kind && danbi_image_is_readable (image) && image->file_id)
        return image;
    }
  return NULL;
}

static const DanbiImage *
get_face (DanbiDropNode *patient)
{
  DanbiDropNode *study = danbi_drop_node_get_child (patient, 0);

  return g_ptr_array_index (danbi_drop_node_get_child (study, 0)->files, 0);
}

/* Whether the case that has @present may have what stands in @top, too (IMG.patients, IMG.kind). */
DanbiDropRefusal
danbi_drop_judge (DanbiDropNode *top,
                  GPtrArray     *present)
{
  const DanbiImage *dicom = find_present (present, DANBI_IMAGE_DICOM);
  const DanbiImage *jpeg = find_present (present, DANBI_IMAGE_JPEG);

  if (top->kind == DANBI_DROP_PICTURES)
    return dicom ? DANBI_DROP_OTHER_KIND_IN_CASE : DANBI_DROP_ALLOWED;
  if (top->kind != DANBI_DROP_PATIENT)
    return DANBI_DROP_ALLOWED;
  if (dicom)
    return danbi_drop_same_patient (get_face (top), dicom) ? DANBI_DROP_ALLOWED
                                                           : DANBI_DROP_OTHER_PATIENT_IN_CASE;
  return jpeg ? DANBI_DROP_OTHER_KIND_IN_CASE : DANBI_DROP_ALLOWED;
}

/* What fits, of each */

static DanbiDropFits
fit_patient (const Form           *form,
             const DanbiDropFacts *facts)
{
  g_autofree char *id = facts->patient_id ? g_ascii_strup (facts->patient_id, -1) : NULL;
  DanbiIdentityKind kind = danbi_identity_get_kind (id ? id : "");
  DanbiDropFits fits = DANBI_DROP_FITS_NOTHING;
  DanbiRocDate birth;

  if (form->patient_id && id && strcmp (id, form->patient_id) == 0)
    fits |= DANBI_DROP_FITS_ID;
  else if (form->patient_id && kind != DANBI_IDENTITY_MALFORMED && kind != DANBI_IDENTITY_OTHER)
    fits |= DANBI_DROP_DIFFERS_ID;

  if (!form->has_birth_date || !danbi_roc_date_from_dicom (facts->birth_date, NULL, &birth))
    return fits;
  if (danbi_roc_date_compare_days (&birth, &form->birth_date) == 0
      || (form->has_newborn_birth_date
          && danbi_roc_date_compare_days (&birth, &form->newborn_birth_date) == 0))
    return fits | DANBI_DROP_FITS_BIRTH;
  return fits | DANBI_DROP_DIFFERS_BIRTH;
}

static gboolean
is_study_present (const Form    *form,
                  DanbiDropNode *study)
{
  for (guint i = 0; study->uid && i < form->question->present->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (form->question->present, i);

      if (g_strcmp0 (image->study_uid, study->uid) == 0)
        return TRUE;
    }
  return FALSE;
}

/* How many days a study lies from F12; -1 where either is not known. */
static int
get_days_apart (const Form    *form,
                DanbiDropNode *study)
{
  DanbiRocDate day;

  if (!form->has_exam_day || !danbi_roc_date_from_dicom (study->facts.study_date, NULL, &day))
    return -1;
  return ABS (danbi_roc_date_days_between (&day, &form->exam_day));
}

static DanbiDropFits
fit_study (const Form    *form,
           DanbiDropNode *study)
{
  DanbiDropFits fits = DANBI_DROP_FITS_NOTHING;
  int apart = get_days_apart (form, study);

  if (is_study_present (form, study))
    fits |= DANBI_DROP_FITS_PRESENT;
  if (apart == 0)
    fits |= DANBI_DROP_FITS_DAY;
  else if (apart > 0)
    fits |= DANBI_DROP_DIFFERS_DAY;
  return fits;
}

static gboolean
is_capture_only (DanbiDropNode *series)
{
  for (guint i = 0; i < series->files->len; i++)
    if (!danbi_image_is_secondary_capture (g_ptr_array_index (series->files, i)))
      return FALSE;
  return TRUE;
}

/* IMG.modality: SC and OT say nothing of what is seen. */
static DanbiDropFits
fit_series (const Form    *form,
            DanbiDropNode *series)
{
  const DanbiOrderCode *order = form->question->order;
  const char *modality = series->facts.modality;
  const char *const unspecific[] = { "SC", "OT", NULL };

  if (series->facts.n_images == 0 || is_capture_only (series)
      || (modality && g_strv_contains (unspecific, modality)))
    return DANBI_DROP_FOLLOWS;
  if (!order || !modality)
    return DANBI_DROP_FITS_NOTHING;
  return g_strv_contains ((const char *const *) order->image_class->modalities, modality)
           ? DANBI_DROP_FITS_MODALITY
           : DANBI_DROP_DIFFERS_MODALITY;
}

static void
fit_all (const Form    *form,
         DanbiDropNode *patient)
{
  guint n_studies = danbi_drop_node_get_n_children (patient);

  patient->facts.fits |= fit_patient (form, &patient->facts);
  for (guint i = 0; i < n_studies; i++)
    {
      DanbiDropNode *study = danbi_drop_node_get_child (patient, i);
      guint n_series = danbi_drop_node_get_n_children (study);

      study->facts.fits |= fit_study (form, study);
      for (guint j = 0; j < n_series; j++)
        {
          DanbiDropNode *series = danbi_drop_node_get_child (study, j);

          series->facts.fits |= fit_series (form, series);
          study->facts.fits |= series->facts.fits & DANBI_DROP_FITS_MODALITY;
        }
      if (study->facts.fits & DANBI_DROP_FITS_PRESENT)
        patient->facts.fits |= DANBI_DROP_FITS_PRESENT;
    }
}

/* Choosing */

/* Everything in it that is of the kind that the order code asks for; reports and the like go with
 * the study. Where nothing is of that kind, all of it: the rules will tell. */
static void
choose_study (DanbiDropNode *study)
{
  gboolean fits = (study->facts.fits & DANBI_DROP_FITS_MODALITY) != 0;
  guint n = danbi_drop_node_get_n_children (study);

  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *series = danbi_drop_node_get_child (study, i);

      if (!fits || (series->facts.fits & DANBI_DROP_DIFFERS_MODALITY) == 0)
        series->chosen = DANBI_DROP_ALL;
    }
}

/* The studies of a patient that hold anything to be taken; of these the ones of the class of the
 * order code, where there are any, otherwise the ones with pictures. */
static GPtrArray *
gather_studies (DanbiDropNode *patient)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();
  guint n = danbi_drop_node_get_n_children (patient);

  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *study = danbi_drop_node_get_child (patient, i);

      if (!danbi_drop_node_has_content (study))
        continue;
      g_ptr_array_add (all, study);
      if (study->facts.n_images > 0)
        g_ptr_array_add (pictures, study);
      if (study->facts.fits & DANBI_DROP_FITS_MODALITY)
        g_ptr_array_add (fitting, study);
    }
  if (all->len == 1)
    ((DanbiDropNode *) all->pdata[0])->facts.fits |= DANBI_DROP_FITS_ALONE;
  if (fitting->len > 0)
    return g_steal_pointer (&fitting);
  return pictures->len > 0 ? g_steal_pointer (&pictures) : g_steal_pointer (&all);
}

/* Chooses every study that fits in all of @wanted. */
static gboolean
choose_fitting (GPtrArray    *studies,
                DanbiDropFits wanted)
{
  gboolean any = FALSE;

  for (guint i = 0; i < studies->len; i++)
    {
      DanbiDropNode *study = g_ptr_array_index (studies, i);

      if ((study->facts.fits & wanted) != wanted)
        continue;
      choose_study (study);
      any = TRUE;
    }
  return any;
}

/* A clock that is wrong around midnight, or an examination that was read in the next day. */
static void
mark_near_day (const Form *form,
               GPtrArray  *studies)
{
  DanbiDropNode *near = NULL;

  for (guint i = 0; i < studies->len; i++)
    {
      DanbiDropNode *study = g_ptr_array_index (studies, i);

      if (get_days_apart (form, study) != 1)
        continue;
      if (near)
        return;
      near = study;
    }
  if (near)
    near->facts.fits |= DANBI_DROP_FITS_NEAR_DAY;
}

/* Studies stand newest first. An examination time that nobody confirmed does not speak against a
 * study of another day; one that was typed does. */
static void
choose_studies (const Form    *form,
                DanbiDropNode *patient)
{
  g_autoptr (GPtrArray) studies = gather_studies (patient);
  DanbiDropNode *newest = studies->len > 0 ? g_ptr_array_index (studies, 0) : NULL;

  if (!newest || choose_fitting (studies, DANBI_DROP_FITS_ALONE)
      || choose_fitting (studies, DANBI_DROP_FITS_PRESENT)
      || choose_fitting (studies, DANBI_DROP_FITS_DAY))
    return;
  mark_near_day (form, studies);
  if (choose_fitting (studies, DANBI_DROP_FITS_NEAR_DAY)
      || (form->has_exam_day && form->question->exam_time_is_firm))
    return;
  newest->facts.fits |= DANBI_DROP_FITS_NEWEST;
  choose_study (newest);
}

static int
score_patient (const DanbiDropNode *patient)
{
  DanbiDropFits fits = patient->facts.fits;

  if (fits & DANBI_DROP_FITS_PRESENT)
    return 4;
  if (fits & (DANBI_DROP_DIFFERS_ID | DANBI_DROP_DIFFERS_BIRTH))
    return 0;
  return (fits & DANBI_DROP_FITS_ID ? 2 : 0) + (fits & DANBI_DROP_FITS_BIRTH ? 1 : 0);
}

/* The only patient, or the one that fits better than each other. */
static DanbiDropNode *
find_patient (GListStore *top)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (top));
  DanbiDropNode *best = NULL;
  guint n_patients = 0;
  int most = 0;

  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *node = get_top (top, i);
      int score = score_patient (node);

      if (node->kind != DANBI_DROP_PATIENT || !danbi_drop_node_has_content (node))
        continue;
      n_patients++;
      if (n_patients == 1 || score > most)
        best = node;
      else if (score == most)
        best = NULL;
      most = MAX (most, score);
    }
  if (n_patients == 1)
    best->facts.fits |= DANBI_DROP_FITS_ALONE;
  if (!best || best->refusal != DANBI_DROP_ALLOWED)
    return NULL;
  return n_patients == 1 || most > 0 ? best : NULL;
}

static guint
count_content (GListStore *top)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (top));
  guint n_content = 0;

  for (guint i = 0; i < n; i++)
    n_content += danbi_drop_node_has_content (get_top (top, i));
  return n_content;
}

static void
choose_whole (DanbiDropNode *node)
{
  guint n = danbi_drop_node_get_n_children (node);

  for (guint i = 0; i < n; i++)
    choose_whole (danbi_drop_node_get_child (node, i));
  if (!node->children)
    node->chosen = DANBI_DROP_ALL;
}

/* JPG files where there is no DICOM to be taken. What could not be read is put down in the case
 * where it can only be of one patient. */
static void
choose_rest (GListStore *top)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (top));
  guint n_content = count_content (top);
  guint n_allowed = 0;

  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *node = get_top (top, i);

      n_allowed += node->kind == DANBI_DROP_PATIENT && danbi_drop_node_has_content (node)
                   && node->refusal == DANBI_DROP_ALLOWED;
    }
  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *node = get_top (top, i);

      if (node->refusal != DANBI_DROP_ALLOWED)
        continue;
      if (n_content == 0 || (node->kind == DANBI_DROP_PICTURES && n_allowed == 0)
          || (node->kind == DANBI_DROP_PROBLEMS && n_content == 1))
        choose_whole (node);
    }
}

static int
compare_best_first_cb (gconstpointer a,
                       gconstpointer b,
                       gpointer      user_data)
{
  const DanbiDropNode *x = a;
  const DanbiDropNode *y = b;

  if (x->kind != y->kind)
    return (int) x->kind - (int) y->kind;
  if ((x->refusal == DANBI_DROP_ALLOWED) != (y->refusal == DANBI_DROP_ALLOWED))
    return x->refusal == DANBI_DROP_ALLOWED ? -1 : 1;
  return score_patient (y) - score_patient (x);
}

/**
 * danbi_drop_propose:
 * @top: what danbi_drop_tree_build() gave
 * @question: the case
 *
 * Notes what fits the case, refuses at the top what the case may not have, and chooses the leaves
 * that fit: of one patient only. Sorts the patients: those that fit stand first.
 */
void
danbi_drop_propose (GListStore              *top,
                    const DanbiDropQuestion *question)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (top));
  guint n_content = count_content (top);
  Form form = { 0 };
  DanbiDropNode *patient;

  read_form (&form, question);
  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *node = get_top (top, i);

      node->refusal = danbi_drop_judge (node, question->present);
      if (node->kind == DANBI_DROP_PATIENT)
        fit_all (&form, node);
      if (node->kind == DANBI_DROP_PATIENT && node->refusal == DANBI_DROP_ALLOWED
          && n_content > 0 && !danbi_drop_node_has_content (node))
        node->refusal = DANBI_DROP_NOTHING_TO_TAKE;
      if (find_present (question->present, DANBI_IMAGE_DICOM)
          && node->kind == DANBI_DROP_PATIENT && node->refusal == DANBI_DROP_ALLOWED)
        node->facts.fits |= DANBI_DROP_FITS_PRESENT;
    }
  g_list_store_sort (top, compare_best_first_cb, NULL);
  patient = find_patient (top);
  if (patient)
    choose_studies (&form, patient);
  choose_rest (top);
}

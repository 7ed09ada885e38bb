/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the images and of their DICOMDIR (RULEBOOK section 3), from the facts that were read
 * of each file. IMG.reused needs the other cases and is not judged here. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-check-private.h"
#include "danbi-identity.h"

typedef struct
{
  const DanbiCheckInput *input;
  const DanbiLimits *limits;
  const DanbiOrderCode *order; /* NULL while the order code is none of the table */
  const char *patient_id;      /* F8; NULL while it is no identity number */
  DanbiSex sex;                /* of F8 */
  DanbiRocDate exam_day;
  gboolean has_exam_day;
  DanbiRocDate birth_date;
  gboolean has_birth_date;
  DanbiRocDate newborn_birth_date;
  gboolean has_newborn_birth_date;
  DanbiSex newborn_sex;
  GHashTable *seen; /* what was reported once and need not be for every slice of a series */
  GPtrArray *findings;
} Check;

/* Absent, or beside a DICOMDIR that does not refer to it: named by a finding and never sent. */
static gboolean
is_left_out (const DanbiImage *image)
{
  return (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_EXTRA)) != 0;
}

static gboolean
is_dicom (const DanbiImage *image)
{
  return image->kind == DANBI_IMAGE_DICOM && danbi_image_is_readable (image)
         && !is_left_out (image);
}

/* A picture in the file, whether or not the rest of the file is in order. */
static gboolean
claims_pixels (const DanbiImage *image)
{
  return (image->kind == DANBI_IMAGE_DICOM || image->kind == DANBI_IMAGE_JPEG)
         && !is_left_out (image) && image->rows > 0 && image->columns > 0;
}

static gboolean
is_primary (const DanbiImage *image)
{
  return is_dicom (image) && danbi_image_has_pixels (image) && !danbi_image_is_localizer (image)
         && !danbi_image_is_secondary_capture (image);
}

static const DanbiImage *
get_image (const Check *self,
           guint        place)
{
  return g_ptr_array_index (self->input->images, place);
}

/* Whether @test holds for some file. */
static gboolean
any (const Check *self,
     gboolean   (*test) (const DanbiImage *image))
{
  for (guint i = 0; i < self->input->images->len; i++)
    if (test (get_image (self, i)))
      return TRUE;
  return FALSE;
}

static gboolean
has_kind (const Check   *self,
          DanbiImageKind kind)
{
  for (guint i = 0; i < self->input->images->len; i++)
    if (get_image (self, i)->kind == kind && !is_left_out (get_image (self, i)))
      return TRUE;
  return FALSE;
}

/* DICOM pads texts with spaces. Empty where the attribute is absent. */
static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text ? text : ""));
}

/* Whether @value of @what is met for the first time. */
static gboolean
is_first (Check      *self,
          const char *what,
          const char *value)
{
  return g_hash_table_add (self->seen, g_strconcat (what, ":", value, NULL));
}

static void
report (Check            *self,
        DanbiReason       reason,
        const DanbiImage *image,
        const char       *first,
        const char       *second,
        const char       *third)
{
  const char *path = image ? danbi_image_get_display_path (image) : NULL;

  g_ptr_array_add (self->findings, danbi_finding_new (reason, DANBI_FIELD_NONE, path, first, second,
                                                      third, NULL));
}

/* The last part of its path: what a person calls the file. */
static char *
dup_name (const DanbiImage *image)
{
  return g_path_get_basename (danbi_image_get_display_path (image));
}

/* IMG.none, IMG.kind, IMG.jpg-not-allowed */
static void
check_kinds (Check *self)
{
  gboolean jpeg = has_kind (self, DANBI_IMAGE_JPEG);

  if (!any (self, claims_pixels))
    report (self, DANBI_REASON_IMAGE_NONE, NULL, NULL, NULL, NULL);
  if (jpeg && has_kind (self, DANBI_IMAGE_DICOM))
    report (self, DANBI_REASON_IMAGE_KINDS, NULL, NULL, NULL, NULL);
  if (jpeg && self->order && !self->order->jpg_allowed)
    report (self, DANBI_REASON_IMAGE_JPG, NULL, self->order->code, NULL, NULL);
}

/* IMG.size: what travels; viewers and the like beside the images do not. */
static void
check_size (Check *self)
{
  guint64 total = 0;
  char found[24];
  char allowed[24];

  for (guint i = 0; i < self->input->images->len; i++)
    if (get_image (self, i)->kind != DANBI_IMAGE_OTHER)
      total += get_image (self, i)->bytes;
  if (total <= self->limits->max_archive_bytes)
    return;

  g_snprintf (found, sizeof found, "%" G_GUINT64_FORMAT, total);
  g_snprintf (allowed, sizeof allowed, "%" G_GUINT64_FORMAT, self->limits->max_archive_bytes);
  report (self, DANBI_REASON_IMAGE_TOO_BIG, NULL, found, allowed, NULL);
}

/* IMG.damaged */
static void
check_damage (Check            *self,
              const DanbiImage *image)
{
  g_autofree char *name = dup_name (image);

  if (image->error && !is_left_out (image))
    report (self, DANBI_REASON_IMAGE_DAMAGED, image, name, image->error, NULL);
}

/* DIR.missing, DIR.extra, DIR.mismatch, DIR.names */
static void
check_dicomdir (Check            *self,
                const DanbiImage *image)
{
  g_autofree char *name = image->file_id ? g_strdup (image->file_id) : dup_name (image);
  const char *detail = image->dir_detail ? image->dir_detail : name;

  if (image->dir_faults & DANBI_DIR_MISSING)
    report (self, DANBI_REASON_DIR_MISSING, image, name, NULL, NULL);
  if (image->dir_faults & DANBI_DIR_EXTRA)
    report (self, DANBI_REASON_DIR_EXTRA, image, name, NULL, NULL);
  if (image->dir_faults & DANBI_DIR_MISMATCH)
    report (self, DANBI_REASON_DIR_MISMATCH, image, name, detail, NULL);
  if (image->dir_faults & DANBI_DIR_NAME)
    report (self, DANBI_REASON_DIR_NAMES, image, name, NULL, NULL);
}

/* The arguments of these sentences: file, its size, the minimum, and what each side lacks. */
static void
report_small (Check            *self,
              DanbiReason       reason,
              const DanbiImage *image,
              guint             missing_columns,
              guint             missing_rows)
{
  const DanbiOrderClass *least = self->order->image_class;
  g_autofree char *name = dup_name (image);
  g_autofree char *size = g_strdup_printf ("%u×%u", image->columns, image->rows);
  g_autofree char *minimum = g_strdup_printf ("%u×%u", least->min_long, least->min_short);
  g_autofree char *columns = g_strdup_printf ("%u", missing_columns);
  g_autofree char *rows = g_strdup_printf ("%u", missing_rows);

  g_ptr_array_add (self->findings,
                   danbi_finding_new (reason, DANBI_FIELD_NONE,
                                      danbi_image_get_display_path (image), name, size, minimum,
                                      columns, rows, NULL));
}

/* IMG.resolution, IMG.localizer */
static void
check_resolution (Check            *self,
                  const DanbiImage *image,
                  gboolean          beside_primary)
{
  DanbiReason reason = DANBI_REASON_IMAGE_SMALL;
  guint missing_columns;
  guint missing_rows;

  if (!danbi_image_has_pixels (image)
      || danbi_image_meets_minimum (image, self->order->image_class, &missing_columns,
                                    &missing_rows))
    return;
  if (danbi_image_is_localizer (image))
    reason = DANBI_REASON_IMAGE_LOCALIZER;
  else if (danbi_image_is_secondary_capture (image) && beside_primary)
    reason = DANBI_REASON_IMAGE_CAPTURE;
  report_small (self, reason, image, missing_columns, missing_rows);
}

/* IMG.resolution of all pictures; where NHI published no minimum, once that it did not. */
static void
check_resolutions (Check *self)
{
  const DanbiOrderClass *least = self->order ? self->order->image_class : NULL;
  gboolean beside_primary = any (self, is_primary);

  if (!least || !any (self, danbi_image_has_pixels))
    return;
  if (least->min_long == 0)
    {
      report (self, DANBI_REASON_IMAGE_NO_MINIMUM, NULL, least->name_zh, least->name_en, NULL);
      return;
    }
  for (guint i = 0; i < self->input->images->len; i++)
    if (!is_left_out (get_image (self, i)))
      check_resolution (self, get_image (self, i), beside_primary);
}

/* IMG.modality: a statement about each modality, not about each slice. */
static void
check_modality (Check            *self,
                const DanbiImage *image)
{
  g_autofree char *modality = dup_stripped (image->modality);
  g_autofree char *name = dup_name (image);
  g_autofree char *wanted = NULL;
  const char *const unspecific[] = { "SC", "OT", NULL };

  if (!self->order || *modality == '\0'
      || g_strv_contains ((const char *const *) self->order->image_class->modalities, modality)
      || !is_first (self, "modality", modality))
    return;
  if (g_strv_contains (unspecific, modality))
    {
      report (self, DANBI_REASON_IMAGE_MODALITY_OTHER, image, name, modality, self->order->code);
      return;
    }
  wanted = g_strjoinv (", ", self->order->image_class->modalities);
  g_ptr_array_add (self->findings,
                   danbi_finding_new (DANBI_REASON_IMAGE_MODALITY, DANBI_FIELD_NONE,
                                      danbi_image_get_display_path (image), name, modality,
                                      self->order->code, wanted, NULL));
}

/* IMG.identity, the PatientID: only one that looks like an identity number can be held against
 * F8, most clinics write their own chart number there. */
static void
check_patient_id (Check            *self,
                  const DanbiImage *image)
{
  g_autofree char *stripped = dup_stripped (image->patient_id);
  g_autofree char *id = g_ascii_strup (stripped, -1);
  DanbiIdentityKind kind = danbi_identity_get_kind (id);

  if (self->patient_id && kind != DANBI_IDENTITY_MALFORMED && kind != DANBI_IDENTITY_OTHER
      && strcmp (id, self->patient_id) != 0 && is_first (self, "id", id))
    report (self, DANBI_REASON_IMAGE_OTHER_ID, image, id, self->patient_id, NULL);
}

/* IMG.identity, the birth date. The images of a newborn under a parent's card are the newborn's,
 * so F15 will do as well as F9. */
static void
check_birth_date (Check            *self,
                  const DanbiImage *image)
{
  g_autofree char *text = dup_stripped (image->birth_date);
  g_autofree char *in_image = NULL;
  g_autofree char *in_form = NULL;
  DanbiRocDate birth;

  if (!self->has_birth_date || !danbi_roc_date_from_dicom (text, NULL, &birth)
      || danbi_roc_date_compare_days (&birth, &self->birth_date) == 0
      || (self->has_newborn_birth_date
          && danbi_roc_date_compare_days (&birth, &self->newborn_birth_date) == 0))
    return;
  in_image = danbi_check_format_date (&birth, DANBI_ROC_DAY);
  in_form = danbi_check_format_date (&self->birth_date, DANBI_ROC_DAY);
  if (is_first (self, "birth", in_image))
    report (self, DANBI_REASON_IMAGE_OTHER_BIRTH, image, in_image, in_form, NULL);
}

/* IMG.identity, the sex: M or F in the image (O says nothing) and the one in the number of F8, or
 * in the newborn's mark. */
static void
check_sex (Check            *self,
           const DanbiImage *image)
{
  g_autofree char *text = dup_stripped (image->sex);
  DanbiSex sex = DANBI_SEX_UNKNOWN;

  if (g_ascii_strcasecmp (text, "M") == 0)
    sex = DANBI_SEX_MALE;
  else if (g_ascii_strcasecmp (text, "F") == 0)
    sex = DANBI_SEX_FEMALE;
  if (sex == DANBI_SEX_UNKNOWN || self->sex == DANBI_SEX_UNKNOWN || sex == self->sex
      || sex == self->newborn_sex || !is_first (self, "sex", text))
    return;
  report (self, DANBI_REASON_IMAGE_OTHER_SEX, image,
          sex == DANBI_SEX_MALE ? _("male") : _("female"), NULL, NULL);
}

static gboolean
read_study_day (const DanbiImage *image,
                DanbiRocDate     *day)
{
  g_autofree char *study = dup_stripped (image->study_date);
  g_autofree char *acquisition = dup_stripped (image->acquisition_date);

  return danbi_roc_date_from_dicom (study, NULL, day)
         || danbi_roc_date_from_dicom (acquisition, NULL, day);
}

/* IMG.study-date */
static void
check_study_date (Check            *self,
                  const DanbiImage *image)
{
  g_autofree char *in_image = NULL;
  g_autofree char *in_form = NULL;
  g_autofree char *days = NULL;
  DanbiRocDate study;
  int apart;

  if (!self->has_exam_day || !read_study_day (image, &study))
    return;
  apart = ABS (danbi_roc_date_days_between (&study, &self->exam_day));
  if (apart == 0)
    return;
  in_image = danbi_check_format_date (&study, DANBI_ROC_DAY);
  in_form = danbi_check_format_date (&self->exam_day, DANBI_ROC_DAY);
  days = g_strdup_printf ("%d", apart);
  if (is_first (self, "study-date", in_image))
    report (self,
            apart > (int) self->limits->study_date_error_days ? DANBI_REASON_IMAGE_FAR_DAY
                                                              : DANBI_REASON_IMAGE_OTHER_DAY,
            image, in_image, in_form, days);
}

/* Both filled and not the same. */
static gboolean
contradict (const char *a,
            const char *b)
{
  g_autofree char *x = dup_stripped (a);
  g_autofree char *y = dup_stripped (b);

  return *x != '\0' && *y != '\0' && g_ascii_strcasecmp (x, y) != 0;
}

/* IMG.patients: another PatientID, an empty one beside a filled one included. Where no file has
 * one, name and birth date must not contradict. */
static gboolean
is_other_patient (const DanbiImage *a,
                  const DanbiImage *b)
{
  g_autofree char *x = dup_stripped (a->patient_id);
  g_autofree char *y = dup_stripped (b->patient_id);

  if (*x != '\0' || *y != '\0')
    return strcmp (x, y) != 0;
  return contradict (a->birth_date, b->birth_date) || contradict (a->patient_name, b->patient_name);
}

/* The file that the others are held against: the first that names a patient. */
static const DanbiImage *
find_patient (const Check *self)
{
  const DanbiImage *first = NULL;

  for (guint i = 0; i < self->input->images->len; i++)
    {
      const DanbiImage *image = get_image (self, i);
      g_autofree char *id = dup_stripped (image->patient_id);
      g_autofree char *name = dup_stripped (image->patient_name);

      if (is_dicom (image) && (*id != '\0' || *name != '\0'))
        return image;
      if (is_dicom (image) && !first)
        first = image;
    }
  return first;
}

/* IMG.patients */
static void
check_patients (Check *self)
{
  const DanbiImage *patient = find_patient (self);

  for (guint i = 0; patient && i < self->input->images->len; i++)
    {
      const DanbiImage *image = get_image (self, i);
      g_autofree char *id = dup_stripped (image->patient_id);

      if (is_dicom (image) && is_other_patient (image, patient) && is_first (self, "patient", id))
        {
          g_autofree char *name = dup_name (image);
          g_autofree char *other = dup_name (patient);

          report (self, DANBI_REASON_IMAGE_PATIENTS, image, name, other, NULL);
        }
    }
}

/* The rules of one DICOM file. What holds no picture belongs to the patient all the same, but its
 * modality and date say nothing about the examination. */
static void
check_dicom (Check            *self,
             const DanbiImage *image)
{
  g_autofree char *name = dup_name (image);

  check_patient_id (self, image);
  check_birth_date (self, image);
  check_sex (self, image);
  if (!danbi_image_has_pixels (image))
    {
      report (self, DANBI_REASON_IMAGE_NO_PIXELS, image, name, NULL, NULL);
      return;
    }
  check_modality (self, image);
  check_study_date (self, image);
}

static gboolean
read_day (const DanbiRecord *record,
          DanbiField         field,
          DanbiRocPrecision  precision,
          DanbiRocDate      *date)
{
  return danbi_roc_date_parse (danbi_record_get (record, field), precision, date) == DANBI_ROC_OK;
}

/* What of the form the images are held against; a value that is wrong by itself is left out. */
static void
read_form (Check             *self,
           const DanbiRecord *record)
{
  const char *id = danbi_record_get (record, DANBI_FIELD_PATIENT_ID);
  const char *mark = danbi_record_get (record, DANBI_FIELD_NEWBORN_MARK);

  if (danbi_identity_get_kind (id) != DANBI_IDENTITY_MALFORMED)
    self->patient_id = id;
  self->sex = danbi_identity_get_sex (id);
  if (*mark != '\0')
    self->newborn_sex = g_ascii_isupper (*mark) ? DANBI_SEX_MALE : DANBI_SEX_FEMALE;
  self->has_exam_day = read_day (record, DANBI_FIELD_EXAM_TIME, DANBI_ROC_MINUTE, &self->exam_day);
  self->has_birth_date = read_day (record, DANBI_FIELD_BIRTH_DATE, DANBI_ROC_DAY,
                                   &self->birth_date);
  self->has_newborn_birth_date = read_day (record, DANBI_FIELD_NEWBORN_BIRTH_DATE, DANBI_ROC_DAY,
                                           &self->newborn_birth_date);
}

/**
 * danbi_image_meets_minimum:
 * @image: a picture
 * @image_class: what images of its order code must be like
 * @missing_columns: (out) (optional): how many pixels its width lacks
 * @missing_rows: (out) (optional): how many pixels its height lacks
 *
 * The longer side is held against the larger number and the shorter side against the smaller one,
 * so the orientation does not matter (IMG.resolution). A class without a published minimum is
 * always met; whoever shows a verdict asks min_long first.
 *
 * Returns: whether nothing is missing
 */
gboolean
danbi_image_meets_minimum (const DanbiImage      *image,
                           const DanbiOrderClass *image_class,
                           guint                 *missing_columns,
                           guint                 *missing_rows)
{
  gboolean wide = image->columns >= image->rows;
  guint columns = wide ? image_class->min_long : image_class->min_short;
  guint rows = wide ? image_class->min_short : image_class->min_long;
  guint columns_lacking = image->columns < columns ? columns - image->columns : 0;
  guint rows_lacking = image->rows < rows ? rows - image->rows : 0;

  if (missing_columns)
    *missing_columns = columns_lacking;
  if (missing_rows)
    *missing_rows = rows_lacking;
  return columns_lacking == 0 && rows_lacking == 0;
}

/**
 * danbi_check_images:
 * @input: what is to be checked; its images are not %NULL
 * @rules: the rules in force
 * @findings: (element-type DanbiFinding): where to add what is found
 *
 * Holds the images against the rules of RULEBOOK section 3. Files that are neither DICOM nor JPEG
 * and came without an error, such as the viewer of a disc, are passed over. What depends on the
 * order code is silent while that is not known.
 */
void
danbi_check_images (const DanbiCheckInput *input,
                    const DanbiRules      *rules,
                    GPtrArray             *findings)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Check check = {
    .input = input,
    .limits = danbi_rules_get_limits (rules),
    .order = danbi_rules_find_order (rules,
                                     danbi_record_get (input->record, DANBI_FIELD_ORDER_CODE)),
    .seen = seen,
    .findings = findings,
  };

  read_form (&check, input->record);
  check_kinds (&check);
  check_size (&check);
  check_resolutions (&check);
  check_patients (&check);
  for (guint i = 0; i < input->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (input->images, i);

      check_damage (&check, image);
      check_dicomdir (&check, image);
      if (is_dicom (image))
        check_dicom (&check, image);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files become a tree: whose they are, of which study and series, and what is said of them. */
#include "config.h"

#include <string.h>

#include "danbi-check.h"
#include "danbi-drop-private.h"

/* What cannot stand in any of the texts that a key is made of. */
#define KEY_SEPARATOR "\x1f"

typedef struct
{
  const DanbiDropQuestion *question;
  GListStore *top;
  GHashTable *patients; /* key of patient: DanbiDropNode, not owned */
  GHashTable *studies;  /* address of the patient, UID: DanbiDropNode, not owned */
  GHashTable *series;   /* address of the study, UID: DanbiDropNode, not owned */
  GHashTable *readable; /* UID of a series: DanbiDropNode that has files of it, not owned */
  DanbiDropNode *pictures;
  DanbiDropNode *problems;
} Builder;

/* DICOM pads texts with spaces. */
static char *
dup_stripped (const char *text)
{
  char *stripped = text ? g_strstrip (g_strdup (text)) : NULL;

  if (stripped && *stripped == '\0')
    g_clear_pointer (&stripped, g_free);
  return stripped;
}

static gboolean
same_text (const char *a,
           const char *b)
{
  g_autofree char *x = dup_stripped (a);
  g_autofree char *y = dup_stripped (b);

  return g_strcmp0 (x, y) == 0;
}

/* Both filled and not the same. */
static gboolean
contradict (const char *a,
            const char *b)
{
  g_autofree char *x = dup_stripped (a);
  g_autofree char *y = dup_stripped (b);

  return x && y && g_ascii_strcasecmp (x, y) != 0;
}

/* A name in unknown characters is a guess, and a guess proves nothing. */
static gboolean
names_contradict (const DanbiImage *a,
                  const DanbiImage *b)
{
  return !a->name_is_guess && !b->name_is_guess && contradict (a->patient_name, b->patient_name);
}

/**
 * danbi_drop_same_patient:
 * @a: a DICOM file
 * @b: another
 *
 * IMG.patients. Two different PatientIDs, one of which may be empty, are two patients. With the
 * same PatientID, only a name and a birth date that both contradict speak of two: the chart number
 * of one hospital belongs to somebody else in the next. Without one, name and birth date must be
 * the same; files of one study may leave them out.
 *
 * Returns: whether both are of one patient
 */
gboolean
danbi_drop_same_patient (const DanbiImage *a,
                         const DanbiImage *b)
{
  g_autofree char *id = dup_stripped (a->patient_id);

  if (!same_text (a->patient_id, b->patient_id))
    return FALSE;
  if (id)
    return !(contradict (a->birth_date, b->birth_date) && names_contradict (a, b));
  if (a->study_uid && g_strcmp0 (a->study_uid, b->study_uid) == 0)
    return !contradict (a->birth_date, b->birth_date) && !names_contradict (a, b);
  return !a->name_is_guess && !b->name_is_guess && same_text (a->patient_name, b->patient_name)
         && same_text (a->birth_date, b->birth_date);
}

/* Damaged, absent, or beside a DICOMDIR that does not know it: named and never taken. */
gboolean
danbi_drop_is_left_out (const DanbiImage *image)
{
  return !danbi_image_is_readable (image)
         || (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_EXTRA)) != 0;
}

/* Finding a file's place */

static DanbiDropNode *
add_node (GListStore    *list,
          DanbiDropKind  kind,
          DanbiDropNode *parent)
{
  g_autoptr (DanbiDropNode) node = danbi_drop_node_new (kind, parent);

  g_list_store_append (list, node);
  return node;
}

/* The first file that was put below a patient: what further ones are held against. */
static const DanbiImage *
get_face (DanbiDropNode *patient)
{
  DanbiDropNode *study = danbi_drop_node_get_child (patient, 0);

  return g_ptr_array_index (danbi_drop_node_get_child (study, 0)->files, 0);
}

static DanbiDropNode *
search_patient (Builder          *self,
                const DanbiImage *image)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->top));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiDropNode) node = g_list_model_get_item (G_LIST_MODEL (self->top), i);

      if (node->kind == DANBI_DROP_PATIENT && danbi_drop_same_patient (get_face (node), image))
        return node;
    }
  return NULL;
}

static DanbiDropNode *
find_patient (Builder          *self,
              const DanbiImage *image)
{
  g_autofree char *key
    = g_strjoin (KEY_SEPARATOR, image->patient_id ? image->patient_id : "",
                 image->patient_name ? image->patient_name : "",
                 image->birth_date ? image->birth_date : "",
                 image->study_uid ? image->study_uid : "", NULL);
  DanbiDropNode *node = g_hash_table_lookup (self->patients, key);

  if (node)
    return node;
  node = search_patient (self, image);
  if (!node)
    node = add_node (self->top, DANBI_DROP_PATIENT, NULL);
  g_hash_table_insert (self->patients, g_steal_pointer (&key), node);
  return node;
}

static DanbiDropNode *
find_child (GHashTable    *known,
            DanbiDropNode *parent,
            DanbiDropKind  kind,
            const char    *uid)
{
  g_autofree char *key = g_strdup_printf ("%p%s", (void *) parent, uid ? uid : "");
  DanbiDropNode *node = g_hash_table_lookup (known, key);

  if (!node)
    {
      node = add_node (parent->children, kind, parent);
      node->uid = g_strdup (uid);
      g_hash_table_insert (known, g_steal_pointer (&key), node);
    }
  return node;
}

static DanbiDropNode *
find_top (Builder        *self,
          DanbiDropNode **node,
          DanbiDropKind   kind)
{
  if (!*node)
    *node = add_node (self->top, kind, NULL);
  return *node;
}

/* What is to be said of a leaf */

static void
fill (char      **text,
      const char *found)
{
  if (!*text)
    *text = dup_stripped (found);
}

static void
note_size (DanbiDropFacts   *facts,
           const DanbiImage *image)
{
  guint64 area = (guint64) image->columns * image->rows;

  if (facts->min_columns == 0 || area < (guint64) facts->min_columns * facts->min_rows)
    {
      facts->min_columns = image->columns;
      facts->min_rows = image->rows;
    }
  if (area > (guint64) facts->max_columns * facts->max_rows)
    {
      facts->max_columns = image->columns;
      facts->max_rows = image->rows;
    }
}

static void
note_modality (DanbiDropFacts *facts,
               const char     *modalities)
{
  g_auto (GStrv) added = g_strsplit (modalities ? modalities : "", ", ", -1);

  for (guint i = 0; added[i]; i++)
    {
      g_autofree char *modality = dup_stripped (added[i]);
      g_auto (GStrv) known = g_strsplit (facts->modality ? facts->modality : "", ", ", -1);
      g_autofree char *before = NULL;

      if (!modality || g_strv_contains ((const char *const *) known, modality))
        continue;
      before = g_steal_pointer (&facts->modality);
      facts->modality = before ? g_strconcat (before, ", ", modality, NULL) : g_strdup (modality);
    }
}

static void
note_file (DanbiDropFacts   *facts,
           const DanbiImage *image)
{
  fill (&facts->patient_id, image->patient_id);
  if (!facts->patient_name)
    facts->name_is_guess = image->name_is_guess;
  fill (&facts->patient_name, image->patient_name);
  fill (&facts->birth_date, image->birth_date);
  fill (&facts->sex, image->sex);
  fill (&facts->study_date, image->study_date ? image->study_date : image->acquisition_date);
  fill (&facts->study_time, image->study_time);
  fill (&facts->description, image->series_description);
  if (danbi_drop_is_left_out (image))
    {
      facts->n_left_out++;
      return;
    }
  note_modality (facts, image->modality);
  facts->bytes += image->bytes;
  if (!danbi_image_has_pixels (image))
    {
      facts->n_others++;
      return;
    }
  facts->n_images++;
  note_size (facts, image);
}

/* Putting each file in its place */

static DanbiDropNode *
find_series (Builder          *self,
             const DanbiImage *image)
{
  DanbiDropNode *patient = find_patient (self, image);
  DanbiDropNode *study = find_child (self->studies, patient, DANBI_DROP_STUDY, image->study_uid);

  return find_child (self->series, study, DANBI_DROP_SERIES, image->series_uid);
}

static DanbiDropNode *
place_file (Builder          *self,
            const DanbiImage *image)
{
  DanbiDropNode *leaf;

  if (image->kind == DANBI_IMAGE_JPEG)
    return find_top (self, &self->pictures, DANBI_DROP_PICTURES);
  leaf = find_series (self, image);
  if (image->series_uid && !g_hash_table_contains (self->readable, image->series_uid))
    g_hash_table_insert (self->readable, image->series_uid, leaf);
  return leaf;
}

/* A file that could not be read belongs to a series all the same where its header, or the DICOMDIR,
 * tells so much. */
static DanbiDropNode *
place_left_out (Builder          *self,
                const DanbiImage *image)
{
  DanbiDropNode *leaf
    = image->series_uid ? g_hash_table_lookup (self->readable, image->series_uid) : NULL;

  if (leaf)
    return leaf;
  if (image->kind == DANBI_IMAGE_DICOM && image->patient_id && image->series_uid)
    return find_series (self, image);
  return find_top (self, &self->problems, DANBI_DROP_PROBLEMS);
}

/* First what can be taken, and then, beside it, what cannot. */
static void
place_all (Builder   *self,
           GPtrArray *files,
           GPtrArray *leaves,
           gboolean   left_out)
{
  for (guint i = 0; i < files->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (files, i);
      DanbiDropNode *leaf;

      if (danbi_drop_is_left_out (image) != left_out)
        continue;
      leaf = left_out ? place_left_out (self, image) : place_file (self, image);
      note_file (&leaf->facts, image);
      g_ptr_array_add (leaf->files, g_object_ref (image));
      leaves->pdata[i] = g_object_ref (leaf);
    }
}

/* How large its pictures are, and which stands for it */

static gboolean
is_excused (const DanbiImage *image,
            gboolean          beside_primary)
{
  return danbi_image_is_localizer (image)
         || (beside_primary && danbi_image_is_secondary_capture (image));
}

/* IMG.resolution and IMG.localizer, as danbi_check_images() judges them. */
static void
judge_size (DanbiDropNode         *leaf,
            const DanbiOrderClass *least,
            gboolean               beside_primary)
{
  DanbiDropFacts *facts = &leaf->facts;
  gboolean excused = FALSE;

  if (!least || least->min_long == 0 || facts->n_images == 0)
    return;
  for (guint i = 0; i < leaf->files->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (leaf->files, i);
      guint columns, rows;

      if (danbi_drop_is_left_out (image) || !danbi_image_has_pixels (image)
          || danbi_image_meets_minimum (image, least, &columns, &rows))
        continue;
      if (is_excused (image, beside_primary))
        {
          excused = TRUE;
          continue;
        }
      facts->n_small++;
      facts->lacking_columns = MAX (facts->lacking_columns, columns);
      facts->lacking_rows = MAX (facts->lacking_rows, rows);
    }
  facts->size = facts->n_small > 0 ? DANBI_DROP_SIZE_SMALL
                : excused          ? DANBI_DROP_SIZE_EXCUSED
                                   : DANBI_DROP_SIZE_MET;
}

/* The picture in the middle tells a series best: its ends show air. */
static void
choose_representative (DanbiDropNode *leaf)
{
  guint wanted = leaf->facts.n_images / 2;

  for (guint i = 0; i < leaf->files->len && !leaf->representative; i++)
    {
      DanbiImage *image = g_ptr_array_index (leaf->files, i);

      if (!danbi_drop_is_left_out (image) && danbi_image_has_pixels (image) && wanted-- == 0)
        leaf->representative = g_object_ref (image);
    }
}

static gboolean
holds_primary (DanbiDropNode *leaf)
{
  for (guint i = 0; i < leaf->files->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (leaf->files, i);

      if (!danbi_drop_is_left_out (image) && danbi_image_has_pixels (image)
          && !danbi_image_is_localizer (image) && !danbi_image_is_secondary_capture (image))
        return TRUE;
    }
  return FALSE;
}

static void
describe_leaf (Builder       *self,
               DanbiDropNode *leaf,
               gboolean       beside_primary)
{
  const DanbiOrderCode *order = self->question->order;

  judge_size (leaf, order ? order->image_class : NULL, beside_primary);
  choose_representative (leaf);
}

/* What is to be said of what has children */

static void
add_facts (DanbiDropFacts       *facts,
           const DanbiDropFacts *part)
{
  fill (&facts->patient_id, part->patient_id);
  if (!facts->patient_name)
    facts->name_is_guess = part->name_is_guess;
  fill (&facts->patient_name, part->patient_name);
  fill (&facts->birth_date, part->birth_date);
  fill (&facts->sex, part->sex);
  fill (&facts->study_date, part->study_date);
  fill (&facts->study_time, part->study_time);
  note_modality (facts, part->modality);
  facts->n_images += part->n_images;
  facts->n_others += part->n_others;
  facts->n_left_out += part->n_left_out;
  facts->bytes += part->bytes;
  facts->n_small += part->n_small;
  facts->lacking_columns = MAX (facts->lacking_columns, part->lacking_columns);
  facts->lacking_rows = MAX (facts->lacking_rows, part->lacking_rows);
  facts->size = MAX (facts->size, part->size);
}

static void
describe_study (Builder       *self,
                DanbiDropNode *study)
{
  const DanbiImage *first = g_ptr_array_index (danbi_drop_node_get_child (study, 0)->files, 0);
  guint n = danbi_drop_node_get_n_children (study);
  gboolean primary = FALSE;

  for (guint i = 0; i < n; i++)
    primary |= holds_primary (danbi_drop_node_get_child (study, i));
  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *leaf = danbi_drop_node_get_child (study, i);

      describe_leaf (self, leaf, primary);
      add_facts (&study->facts, &leaf->facts);
    }
  fill (&study->facts.description, first->study_description);
}

static int
compare_newest_first_cb (gconstpointer a,
                         gconstpointer b,
                         gpointer      user_data)
{
  const DanbiDropFacts *x = &((const DanbiDropNode *) a)->facts;
  const DanbiDropFacts *y = &((const DanbiDropNode *) b)->facts;
  int by_date = g_strcmp0 (y->study_date, x->study_date);

  return by_date != 0 ? by_date : g_strcmp0 (y->study_time, x->study_time);
}

static void
describe_patient (Builder       *self,
                  DanbiDropNode *patient)
{
  guint n = danbi_drop_node_get_n_children (patient);

  for (guint i = 0; i < n; i++)
    {
      DanbiDropNode *study = danbi_drop_node_get_child (patient, i);

      describe_study (self, study);
      add_facts (&patient->facts, &study->facts);
    }
  g_list_store_sort (patient->children, compare_newest_first_cb, NULL);
}

static void
describe_all (Builder *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->top));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiDropNode) node = g_list_model_get_item (G_LIST_MODEL (self->top), i);

      if (node->kind == DANBI_DROP_PATIENT)
        describe_patient (self, node);
      else
        describe_leaf (self, node, FALSE);
    }
}

/* Patients as they stand on the disc, then the JPG files, then what could not be read. */
static int
compare_kinds_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  return (int) ((const DanbiDropNode *) a)->kind - (int) ((const DanbiDropNode *) b)->kind;
}

/**
 * danbi_drop_tree_build:
 * @files: (element-type DanbiImage): files of danbi_intake_select() without a DICOMDIR
 * @question: the case
 * @leaves: (element-type DanbiDropNode): filled with the leaf of each of @files, in their order
 *
 * Returns: (transfer full): a list of #DanbiDropNode: patients, JPG files, problems
 */
GListStore *
danbi_drop_tree_build (GPtrArray               *files,
                       const DanbiDropQuestion *question,
                       GPtrArray               *leaves)
{
  g_autoptr (GHashTable) patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) studies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) readable = g_hash_table_new (g_str_hash, g_str_equal);
  Builder self = {
    .question = question,
    .top = g_list_store_new (DANBI_TYPE_DROP_NODE),
    .patients = patients,
    .studies = studies,
    .series = series,
    .readable = readable,
  };

  g_ptr_array_set_size (leaves, (int) files->len);
  place_all (&self, files, leaves, FALSE);
  place_all (&self, files, leaves, TRUE);
  describe_all (&self);
  g_list_store_sort (self.top, compare_kinds_cb, NULL);
  return self.top;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was dropped becomes the files of a case: inspected, chosen, named, and given a DICOMDIR. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "danbi-archive-name.h"
#include "danbi-bystander.h"
#include "danbi-file-problem.h"
#include "danbi-image-json.h"
#include "danbi-inspection.h"
#include "danbi-intake.h"
#include "danbi-listing.h"

#define DICOMDIR_NAME "DICOMDIR"

/* Too long for a File ID, so that none can meet it. */
#define ORIGINALS_NAME "ORIGINALS"

/* Files that stand in a case only so that a finding can name them: they are neither copied nor
 * packed. */
static gboolean
is_only_named (const DanbiImage *image)
{
  return !danbi_image_is_readable (image)
         || (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_EXTRA)) != 0;
}

static gboolean
is_content (const DanbiImage *image)
{
  return (image->kind == DANBI_IMAGE_DICOM || image->kind == DANBI_IMAGE_JPEG)
         && !is_only_named (image);
}

/* A viewer or a text file on a disc: passed over without alarm. */
static gboolean
is_bystander (const DanbiImage *image)
{
  return image->kind == DANBI_IMAGE_OTHER && image->error == NULL
         && (image->dir_faults & DANBI_DIR_MISSING) == 0;
}

/* Its name with each digit as '#': the slices of a series are alike but for their numbers. */
static char *
dup_name_shape (const DanbiImage *image)
{
  char *shape = g_strdup (danbi_image_get_display_path (image));

  for (char *at = strrchr (shape, '/'); at && *at; at++)
    if (g_ascii_isdigit (*at))
      *at = '#';
  return shape;
}

/* The shapes of the names of all DICOM files, with the folders they stand in. */
static GHashTable *
gather_name_shapes (const DanbiIntake *self)
{
  GHashTable *shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (self->images, i);

      if (image->kind == DANBI_IMAGE_DICOM)
        g_hash_table_add (shapes, dup_name_shape (image));
    }
  return shapes;
}

/* A file without an ending that was dropped by itself, or that is called like the images around it,
 * is one that should have been read: a slice that a disc lost, say. */
static gboolean
should_be_an_image (const DanbiIntake *self,
                    const DanbiImage  *image,
                    GHashTable        *shapes)
{
  g_autofree char *name = g_path_get_basename (danbi_image_get_display_path (image));
  g_autofree char *shape = dup_name_shape (image);

  if (image->other_format)
    return danbi_bystander_was_meant (self, image);
  if (strchr (name, '.') || self->dicomdir_root)
    return FALSE;
  return g_strv_contains ((const char *const *) self->paths, danbi_image_get_display_path (image))
         || (strchr (shape, '#') && g_hash_table_contains (shapes, shape));
}

static DanbiImage *
copy_as_unread (const DanbiImage *image)
{
  DanbiImage *copy = danbi_image_copy (image);

  if (image->other_format)
    copy->error = danbi_file_problem_dup_sentence (DANBI_FILE_FOREIGN, image->other_format);
  else
    copy->error = g_strdup (
      _("The file is neither DICOM nor JPG. Export the image again, or leave the file out."));
  return copy;
}

/* The DICOMDIR may travel as it is when it refers to exactly what is there, lawfully: also not
 * beside it, in what else was dropped. */
static gboolean
dicomdir_is_whole (const DanbiIntake *self)
{
  if (!self->dicomdir_root)
    return FALSE;

  for (guint i = 0; i < self->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (self->images, i);

      if (is_bystander (image))
        continue;
      /* Without a File ID: it came from elsewhere, such as an archive beside the disc. */
      if (image->error || (image->dir_faults & ~DANBI_DIR_EXTRA) != 0
          || image->kind == DANBI_IMAGE_JPEG || (is_content (image) && !image->file_id))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_root_dicomdir (const DanbiIntake *self,
                  const DanbiImage  *image)
{
  g_autofree char *dir = g_path_get_dirname (image->path);

  return image->kind == DANBI_IMAGE_DICOMDIR && g_strcmp0 (dir, self->dicomdir_root) == 0;
}

static DanbiImage *
copy_with_file_id (const DanbiImage *image,
                   const char       *file_id)
{
  DanbiImage *copy = danbi_image_copy (image);

  g_free (copy->file_id);
  copy->file_id = g_strdup (file_id);
  return copy;
}

/* The original stands in the case's folder and never in the archive: only its number is needed. */
static void
name_original (DanbiImage *image,
               guint       number)
{
  const char *from = image->converted_from;
  const char *ending = !from || g_str_has_prefix (from, "jpeg") ? "jpg" : from;

  g_clear_pointer (&image->original_id, g_free);
  if (from && image->file_id)
    image->original_id = g_strdup_printf (ORIGINALS_NAME "/%04u.%s", number, ending);
}

static char *
new_file_id (const DanbiImage *image,
             guint             index,
             GHashTable       *taken)
{
  g_autofree char *original = NULL;

  if (image->kind == DANBI_IMAGE_DICOM)
    return g_strdup_printf ("IM%06u", index);
  original = g_path_get_basename (danbi_image_get_display_path (image));
  return danbi_jpg_name_new (original, index - 1, taken);
}

/* Where what was dropped stands, whatever was made of it. */
static const char *
get_dropped_path (const DanbiImage *image)
{
  return image->original_path ? image->original_path : image->path;
}

static char *
dup_dropped_sha256 (const DanbiImage *image)
{
  return image->sha256 && !image->converted_from
           ? g_strdup (image->sha256) : danbi_file_sha256 (get_dropped_path (image), NULL, NULL);
}

static gboolean
same_size (const DanbiImage *a,
           const DanbiImage *b)
{
  GStatBuf status_a, status_b;

  return g_stat (get_dropped_path (a), &status_a) == 0
         && g_stat (get_dropped_path (b), &status_b) == 0 && status_a.st_size == status_b.st_size;
}

static gboolean
same_content (const DanbiImage *a,
              const DanbiImage *b)
{
  g_autofree char *hash_a = NULL, *hash_b = NULL;

  if (a->kind != b->kind || !same_size (a, b))
    return FALSE;
  if (a->kind == DANBI_IMAGE_DICOM)
    return a->sop_instance_uid && g_strcmp0 (a->sop_instance_uid, b->sop_instance_uid) == 0;

  hash_a = dup_dropped_sha256 (a);
  hash_b = dup_dropped_sha256 (b);
  return hash_a && g_strcmp0 (hash_a, hash_b) == 0;
}

static gboolean
contains_content (GPtrArray        *images,
                  const DanbiImage *wanted)
{
  for (guint i = 0; i < images->len; i++)
    if (same_content (g_ptr_array_index (images, i), wanted))
      return TRUE;
  return FALSE;
}

/**
 * danbi_intake_free:
 * @self: (nullable): an intake; the files that came out of archives are removed
 */
void
danbi_intake_free (DanbiIntake *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->images);
  g_free (self->dicomdir_root);
  g_strfreev (self->paths);
  danbi_file_set_free (self->set);
  g_free (self);
}

/* As the files that are found there are named: a link that was dropped is what it leads to. */
static GStrv
dup_absolute (const char *const *paths)
{
  guint n_paths = g_strv_length ((GStrv) paths);
  GStrv absolute = g_new0 (char *, n_paths + 1);

  for (guint i = 0; i < n_paths; i++)
    {
      g_autofree char *real = realpath (paths[i], NULL);

      absolute[i] = real ? g_strdup (real) : g_canonicalize_filename (paths[i], NULL);
    }
  return absolute;
}

/**
 * danbi_intake_inspect:
 * @paths: files, folders and archives
 * @options: (nullable): what is wanted of it
 * @cancellable: (nullable): stops the inspection
 * @error: the reason of a failure
 *
 * Reads the header of every file at @paths in the confined inspector. A file that cannot be read is
 * no failure: it is an image with an error.
 *
 * Returns: (transfer full) (nullable): what stands there
 */
DanbiIntake *
danbi_intake_inspect (const char *const         *paths,
                      const DanbiIntakeOptions  *options,
                      GCancellable              *cancellable,
                      GError                   **error)
{
  DanbiInspectionOptions own = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  DanbiIntake *self;

  if (options)
    own = (DanbiInspectionOptions) {
      .on_image = options->on_image,
      .image_data = options->image_data,
      .on_progress = options->on_progress,
      .progress_data = options->progress_data,
      .on_bytes = options->on_bytes,
      .bytes_data = options->bytes_data,
      .ask_password = options->ask_password,
      .password_data = options->password_data,
    };
  set = danbi_inspection_run (paths, &own, cancellable, error);
  if (!set)
    return NULL;

  self = g_new0 (DanbiIntake, 1);
  self->images = g_ptr_array_ref (set->images);
  self->dicomdir_root = g_strdup (set->dicomdir_root);
  self->n_referenced = set->n_referenced;
  self->n_read = set->n_read;
  self->paths = dup_absolute (paths);
  self->set = g_steal_pointer (&set);
  danbi_bystander_pass_over (self);
  return self;
}

/**
 * danbi_intake_needs_folder:
 * @self: what was dropped
 *
 * A sandbox hands over the one file that was dropped, and not the folder that it stands in.
 *
 * Returns: whether only a DICOMDIR was dropped, and nothing that it refers to can be reached
 */
gboolean
danbi_intake_needs_folder (const DanbiIntake *self)
{
  guint n_missing = 0;

  if (g_strv_length (self->paths) != 1)
    return FALSE;
  for (guint i = 0; i < self->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (self->images, i);
      gboolean is_it = image->kind == DANBI_IMAGE_DICOMDIR && !image->error
                       && strcmp (danbi_image_get_display_path (image), self->paths[0]) == 0;

      n_missing += (image->dir_faults & DANBI_DIR_MISSING) != 0;
      if (!is_it && (image->dir_faults & DANBI_DIR_MISSING) == 0)
        return FALSE;
    }
  return n_missing > 0;
}

/**
 * danbi_intake_select:
 * @self: what was dropped
 *
 * Chooses what belongs into the case: every image and every file that a finding must name. The
 * DICOMDIR stays only where it refers to exactly what is there; otherwise, also where its offsets
 * are wrong, a new one is written (RULEBOOK section 3), which can list an instance only once.
 *
 * Returns: (transfer full) (element-type DanbiImage): the files of the case
 */
GPtrArray *
danbi_intake_select (const DanbiIntake *self)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) shapes = gather_name_shapes (self);
  gboolean keep_dicomdir = dicomdir_is_whole (self);

  for (guint i = 0; i < self->images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (self->images, i);

      if (is_bystander (image) && should_be_an_image (self, image, shapes))
        g_ptr_array_add (chosen, copy_as_unread (image));
      if (is_bystander (image))
        continue;
      if (image->kind != DANBI_IMAGE_DICOMDIR || image->error)
        g_ptr_array_add (chosen, g_object_ref (image));
      else if (keep_dicomdir && is_root_dicomdir (self, image))
        g_ptr_array_add (chosen, copy_with_file_id (image, DICOMDIR_NAME));
    }
  if (!keep_dicomdir)
    danbi_listing_settle (chosen);
  return chosen;
}

/**
 * danbi_intake_has_dicomdir:
 * @named: (element-type DanbiImage): files of a case
 *
 * Returns: whether a DICOMDIR that travels with them is among them
 */
gboolean
danbi_intake_has_dicomdir (GPtrArray *named)
{
  for (guint i = 0; i < named->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (named, i);

      if (image->kind == DANBI_IMAGE_DICOMDIR && image->file_id)
        return TRUE;
    }
  return FALSE;
}

/**
 * danbi_intake_needs_dicomdir:
 * @named: (element-type DanbiImage): files of a case
 *
 * Returns: whether there is DICOM among them and no DICOMDIR yet
 */
gboolean
danbi_intake_needs_dicomdir (GPtrArray *named)
{
  for (guint i = 0; i < named->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (named, i);

      if (image->kind == DANBI_IMAGE_DICOM && image->file_id)
        return !danbi_intake_has_dicomdir (named);
    }
  return FALSE;
}

/**
 * danbi_intake_name_files:
 * @images: (element-type DanbiImage): files of a case, of danbi_intake_select()
 *
 * Gives each file its name in the archive: the File IDs of the DICOMDIR that stays, else `IM000001`
 * and on for DICOM and lawful `.JPG` names. Files that only a finding names get none. Originals of
 * what is converted get theirs beside it.
 *
 * Returns: (transfer full) (element-type DanbiImage): the files with their names
 */
GPtrArray *
danbi_intake_name_files (GPtrArray *images)
{
  GPtrArray *named = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean keep = danbi_intake_has_dicomdir (images);
  guint index = 0;

  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);
      g_autofree char *file_id = NULL;

      if (image->kind == DANBI_IMAGE_DICOMDIR && keep)
        file_id = g_strdup (image->file_id);
      else if (is_content (image))
        file_id = keep ? g_strdup (image->file_id) : new_file_id (image, ++index, taken);
      g_ptr_array_add (named, copy_with_file_id (image, file_id));
      name_original (g_ptr_array_index (named, i), i + 1);
    }
  return named;
}

/**
 * danbi_intake_merge:
 * @present: (element-type DanbiImage): the files that the case has
 * @added: (element-type DanbiImage): the files that were dropped on it
 *
 * Joins the two. A file that the case has already is not taken twice, and a DICOMDIR of only one
 * of the two does not stay.
 *
 * Returns: (transfer full) (element-type DanbiImage): all files of the case
 */
GPtrArray *
danbi_intake_merge (GPtrArray *present,
                    GPtrArray *added)
{
  GPtrArray *all;

  if (present->len == 0)
    return g_ptr_array_ref (added);

  all = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < present->len + added->len; i++)
    {
      DanbiImage *image = i < present->len ? g_ptr_array_index (present, i)
                                           : g_ptr_array_index (added, i - present->len);

      if (image->kind == DANBI_IMAGE_DICOMDIR && image->dir_faults == DANBI_DIR_OK && !image->error)
        continue;
      if (i < present->len || !contains_content (present, image))
        g_ptr_array_add (all, g_object_ref (image));
    }
  danbi_listing_settle (all);
  return all;
}

/* What stands in the way has a name that the user never saw. */
static void
name_as_dropped (GPtrArray  *images,
                 GError    **error)
{
  for (guint i = 0; error && *error && i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);
      const char *rest = image->file_id && g_str_has_prefix ((*error)->message, image->file_id)
                           ? (*error)->message + strlen (image->file_id) : "";

      if (g_str_has_prefix (rest, ": "))
        {
          g_autofree char *name = g_path_get_basename (danbi_image_get_display_path (image));
          g_autofree char *readable = g_filename_display_name (name);
          g_autoptr (GError) old = g_steal_pointer (error);

          g_set_error (error, old->domain, old->code, "%s%s", readable,
                       old->message + strlen (image->file_id));
          return;
        }
    }
}

/**
 * danbi_intake_write_dicomdir:
 * @images: (element-type DanbiImage): named files; the new DICOMDIR is added to them
 * @root: the folder in which they stand under their names
 * @cancellable: (nullable): stops the work
 * @error: the reason of a failure
 *
 * Writes a DICOMDIR that refers to exactly the DICOM files of the case. Blocks.
 *
 * Returns: whether it stands at @root
 */
gboolean
danbi_intake_write_dicomdir (GPtrArray    *images,
                             const char   *root,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_autoptr (GPtrArray) file_ids = g_ptr_array_new ();
  g_autofree char *path = g_build_filename (root, DICOMDIR_NAME, NULL);
  DanbiImage *dicomdir;

  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);

      if (image->kind == DANBI_IMAGE_DICOM && image->file_id)
        g_ptr_array_add (file_ids, image->file_id);
    }
  g_ptr_array_add (file_ids, NULL);

  if (!danbi_inspection_write_dicomdir (root, (const char *const *) file_ids->pdata, cancellable,
                                        error))
    {
      name_as_dropped (images, error);
      return FALSE;
    }

  dicomdir = danbi_image_new (path);
  dicomdir->kind = DANBI_IMAGE_DICOMDIR;
  dicomdir->file_id = g_strdup (DICOMDIR_NAME);
  g_ptr_array_insert (images, 0, dicomdir);
  dicomdir->sha256 = danbi_file_sha256 (path, cancellable, error);
  return dicomdir->sha256 != NULL;
}

/**
 * danbi_intake_count:
 * @images: (element-type DanbiImage): files of a case
 * @n_referenced: (out): how many files the case refers to
 * @n_read: (out): how many of these were read
 */
void
danbi_intake_count (GPtrArray *images,
                    guint     *n_referenced,
                    guint     *n_read)
{
  *n_referenced = 0;
  *n_read = 0;
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (image->kind == DANBI_IMAGE_DICOMDIR || (image->dir_faults & DANBI_DIR_EXTRA) != 0)
        continue;
      (*n_referenced)++;
      *n_read += is_content (image);
    }
}

/**
 * danbi_intake_get_kind:
 * @images: (element-type DanbiImage): files of a case
 *
 * Returns: (nullable): `DICOM`, `JPG`, `mixed`, or %NULL where there is no image
 */
const char *
danbi_intake_get_kind (GPtrArray *images)
{
  gboolean dicom = FALSE, jpg = FALSE;

  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      dicom |= image->kind == DANBI_IMAGE_DICOM;
      jpg |= image->kind == DANBI_IMAGE_JPEG;
    }
  if (dicom && jpg)
    return "mixed";
  return dicom ? "DICOM" : jpg ? "JPG" : NULL;
}

/**
 * danbi_intake_get_bytes:
 * @images: (element-type DanbiImage): files of a case
 *
 * Returns: the size of the images together, in bytes, without the DICOMDIR
 */
guint64
danbi_intake_get_bytes (GPtrArray *images)
{
  guint64 bytes = 0;

  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (is_content (image))
        bytes += image->bytes;
    }
  return bytes;
}

/**
 * danbi_intake_describe:
 * @image: one file
 *
 * Returns: (transfer full): the line of `danbictl inspect` (CONTRACT)
 */
json_t *
danbi_intake_describe (DanbiImage *image)
{
  return danbi_image_to_json (image);
}

/* One entry of the summary's "studies", made when the first image of the study is met. */
static json_t *
find_study (json_t           *studies,
            const DanbiImage *image)
{
  json_t *study;
  gsize i;

  json_array_foreach (studies, i, study)
    if (g_strcmp0 (danbi_json_get_string (study, "study_uid"), image->study_uid) == 0)
      return study;

  study = json_object ();
  json_object_set_new (study, "study_uid", danbi_json_string_or_null (image->study_uid));
  json_object_set_new (study, "patient_id", danbi_json_string_or_null (image->patient_id));
  json_object_set_new (study, "patient_name", danbi_json_string_or_null (image->patient_name));
  json_object_set_new (study, "study_date", danbi_json_string_or_null (image->study_date));
  json_object_set_new (study, "modalities", json_array ());
  json_object_set_new (study, "series", json_array ());
  json_object_set_new (study, "images", json_integer (0));
  json_array_append_new (studies, study);
  return study;
}

static void
add_once (json_t     *array,
          const char *text)
{
  json_t *present;
  gsize i;

  json_array_foreach (array, i, present)
    if (g_strcmp0 (json_string_value (present), text) == 0)
      return;
  if (text)
    json_array_append_new (array, json_string (text));
}

/**
 * danbi_intake_summarise:
 * @self: what was inspected
 *
 * Returns: (transfer full): the last line of `danbictl inspect` (CONTRACT)
 */
json_t *
danbi_intake_summarise (const DanbiIntake *self)
{
  json_t *summary = json_object ();
  json_t *studies = json_array ();
  guint n_images = 0, n_errors = 0;

  for (guint i = 0; i < self->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (self->images, i);
      json_t *study;

      n_errors += image->error != NULL
                  || (image->kind != DANBI_IMAGE_DICOMDIR
                      && (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_MISMATCH)) != 0);
      n_images += is_content (image) && danbi_image_has_pixels (image);
      if (image->kind != DANBI_IMAGE_DICOM || !danbi_image_is_readable (image)
          || (image->dir_faults & DANBI_DIR_MISSING) != 0)
        continue;
      study = find_study (studies, image);
      add_once (json_object_get (study, "modalities"), image->modality);
      add_once (json_object_get (study, "series"), image->series_uid);
      json_object_set_new (study, "images",
                           json_integer (json_integer_value (json_object_get (study, "images"))
                                         + danbi_image_has_pixels (image)));
    }

  json_object_set_new (summary, "summary", json_true ());
  json_object_set_new (summary, "files", json_integer (self->images->len));
  json_object_set_new (summary, "images", json_integer (n_images));
  json_object_set_new (summary, "errors", json_integer (n_errors));
  json_object_set_new (summary, "referenced", json_integer (self->n_referenced));
  json_object_set_new (summary, "read", json_integer (self->n_read));
  json_object_set_new (summary, "studies", studies);
  return summary;
}

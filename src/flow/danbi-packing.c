/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the files of a case to a verified archive and the CSV that names it. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "danbi-conversion.h"
#include "danbi-intake.h"
#include "danbi-packing.h"
#include "danbi-roc-date.h"

static DanbiImageKind
kind_of (GPtrArray *images)
{
  return g_strcmp0 (danbi_intake_get_kind (images), "JPG") == 0 ? DANBI_IMAGE_JPEG
                                                                : DANBI_IMAGE_DICOM;
}

static char *
gregorian_day (gint64 now_s)
{
  DanbiRocDate day;

  danbi_roc_date_from_unix (now_s, &day);
  return g_strdup_printf ("%04d%02d%02d", day.year, day.month, day.day);
}

static gboolean
copy_under_name (DanbiImage   *image,
                 const char   *dir,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autofree char *target = g_build_filename (dir, image->file_id, NULL);
  g_autofree char *folder = g_path_get_dirname (target);

  if (!danbi_dir_create (folder, error)
      || !danbi_file_copy (image->path, target, NULL, cancellable, error))
    return FALSE;

  if (!image->source_path)
    image->source_path = g_steal_pointer (&image->path);
  g_free (image->path);
  image->path = g_steal_pointer (&target);
  return TRUE;
}

/**
 * danbi_packed_free:
 * @self: (nullable): a packed case; its files stay
 */
void
danbi_packed_free (DanbiPacked *self)
{
  if (!self)
    return;
  danbi_record_free (self->record);
  g_free (self->path);
  danbi_package_result_clear (&self->package);
  g_free (self);
}

/* A case with its archive's name, and where that shall stand. */
static DanbiPacked *
packed_new (DanbiStore        *store,
            const DanbiRecord *record,
            GPtrArray         *images,
            const char        *dir,
            DanbiFormat        format,
            GError           **error)
{
  DanbiPacked *self;
  g_autofree char *number = NULL;
  char *name;
  guint32 installation;
  guint64 n;

  if (!danbi_store_allocate_case_number (store, &n, &installation, error))
    return NULL;
  number = danbi_case_number_format (n, installation);
  name = danbi_archive_name_new (kind_of (images),
                                 danbi_record_get (record, DANBI_FIELD_PROVIDER_ID), number,
                                 format);

  self = g_new0 (DanbiPacked, 1);
  self->path = g_build_filename (dir, name, NULL);
  self->record = danbi_record_copy (record);
  danbi_record_take (self->record, DANBI_FIELD_ARCHIVE_NAME, name);
  danbi_intake_count (images, &self->n_referenced, &self->n_read);
  return self;
}

/* A case with damaged files is not packed, so an error here has come with the conversion. */
static gboolean
are_all_converted (GPtrArray  *images,
                   GError    **error)
{
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (!image->converted_from || !image->error)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s",
                   danbi_image_get_display_path (image), image->error);
      return FALSE;
    }
  return TRUE;
}

/* One that stands beside a DICOMDIR, or is no image, does not travel. */
static gboolean
is_left_out (const DanbiImage *image)
{
  return (image->dir_faults & DANBI_DIR_EXTRA) != 0
         || (image->kind == DANBI_IMAGE_OTHER && !image->file_id);
}

static gboolean
is_undamaged (const DanbiImage *image)
{
  return !image->error && !danbi_image_needs_conversion (image)
         && (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_MISMATCH)) == 0;
}

/**
 * danbi_packing_is_complete:
 * @images: (element-type DanbiImage): the files of a stored case
 *
 * An archive depends on the images alone, so it can be packed while the form is being filled.
 *
 * Returns: whether every file is undamaged and has its name in the archive, all are of one kind,
 *   and DICOM files have their DICOMDIR
 */
gboolean
danbi_packing_is_complete (GPtrArray *images)
{
  const char *kind = danbi_intake_get_kind (images);

  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (!is_undamaged (image) || (!image->file_id && !is_left_out (image)))
        return FALSE;
    }
  return g_strcmp0 (kind, "JPG") == 0
         || (g_strcmp0 (kind, "DICOM") == 0 && danbi_intake_has_dicomdir (images));
}

/**
 * danbi_packing_get_format_nick:
 * @format: how archives are written
 *
 * Returns: (transfer none): the store's word for it
 */
const char *
danbi_packing_get_format_nick (DanbiFormat format)
{
  return format == DANBI_FORMAT_CAB ? "cab" : "7z";
}

/**
 * danbi_packing_make_plan:
 * @images: (element-type DanbiImage): the named files of a case
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): what goes into the archive; a file whose SHA-256 is known
 *   must still have it when it is packed
 */
DanbiPackagePlan *
danbi_packing_make_plan (GPtrArray *images,
                         GError   **error)
{
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (kind_of (images));

  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (image->file_id
          && !danbi_package_plan_add (plan, image->path, image->file_id, image->sha256, error))
        return NULL;
    }
  return g_steal_pointer (&plan);
}

/**
 * danbi_packing_stage:
 * @images: (element-type DanbiImage): files of a case, of danbi_intake_select()
 * @dir: an empty folder
 * @cancellable: (nullable): stops the work
 * @error: the reason of a failure
 *
 * Names the files and, where they need a new DICOMDIR, copies them into @dir and writes it there.
 * Files that have a DICOMDIR, and JPGs, stay where they are; what is to be a JPG becomes one in
 * @dir.
 *
 * Returns: (transfer full) (nullable) (element-type DanbiImage): files ready to be packed
 */
GPtrArray *
danbi_packing_stage (GPtrArray    *images,
                     const char   *dir,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (GPtrArray) named = danbi_intake_name_files (images);

  if (!danbi_conversion_run (named, dir, cancellable, error) || !are_all_converted (named, error))
    return NULL;
  if (!danbi_intake_needs_dicomdir (named))
    return g_steal_pointer (&named);

  for (guint i = 0; i < named->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (named, i);

      if (image->file_id && !image->converted_from
          && !copy_under_name (image, dir, cancellable, error))
        return NULL;
    }
  if (!danbi_intake_write_dicomdir (named, dir, cancellable, error))
    return NULL;
  return g_steal_pointer (&named);
}

/* By the method with which it is packed and sent soonest. */
static gboolean
write_archive (const DanbiPackagePlan *plan,
               DanbiFormat             format,
               guint64                 line_bytes_per_s,
               guint64                 max_bytes,
               DanbiPacked            *packed,
               DanbiProgressFunc       on_progress,
               gpointer                progress_data,
               GCancellable           *cancellable,
               GError                **error)
{
  DanbiPackageSample sample;

  return danbi_package_sample (plan, format, &sample, cancellable, error)
         && danbi_package_write (plan, format,
                                 danbi_package_sample_choose (&sample, line_bytes_per_s),
                                 packed->path, max_bytes, &packed->package, on_progress,
                                 progress_data, cancellable, error);
}

/**
 * danbi_packing_pack:
 * @store: where the case number is drawn
 * @record: the case
 * @images: (element-type DanbiImage): its named files
 * @dir: where the archive shall stand
 * @format: `.7z` or `.CAB`
 * @line_bytes_per_s: the line to the receiver as last measured; 0: not known
 * @max_bytes: the largest archive that may be sent
 * @on_progress: (nullable) (scope call): told of bytes, in this thread
 * @progress_data: handed to @on_progress
 * @cancellable: (nullable): stops the work; nothing is left behind
 * @error: the reason of a failure
 *
 * Draws a case number, which is never used again whatever happens, writes the archive and reads it
 * again. An archive that does not hold exactly the files that were read is a failure.
 *
 * Returns: (transfer full) (nullable): the packed case
 */
DanbiPacked *
danbi_packing_pack (DanbiStore        *store,
                    const DanbiRecord *record,
                    GPtrArray         *images,
                    const char        *dir,
                    DanbiFormat        format,
                    guint64            line_bytes_per_s,
                    guint64            max_bytes,
                    DanbiProgressFunc  on_progress,
                    gpointer           progress_data,
                    GCancellable      *cancellable,
                    GError           **error)
{
  g_autoptr (DanbiPackagePlan) plan = danbi_packing_make_plan (images, error);
  g_autoptr (DanbiPacked) packed = NULL;

  if (!plan)
    return NULL;
  packed = packed_new (store, record, images, dir, format, error);
  if (!packed)
    return NULL;
  if (!write_archive (plan, format, line_bytes_per_s, max_bytes, packed, on_progress,
                      progress_data, cancellable, error))
    return NULL;
  return g_steal_pointer (&packed);
}

/* A link where the file system has them: the archive never changes, and goes from where it stood
 * ready without a trace here. A copy is compared with what was packed. */
static gboolean
link_or_copy (const DanbiReadyArchive *ready,
              const char              *path,
              GError                 **error)
{
  g_autofree char *sha256 = NULL;
  g_autofree char *dir = g_path_get_dirname (path);

  if (link (ready->path, path) == 0)
    return danbi_dir_sync (dir, error);
  if (!danbi_file_copy (ready->path, path, &sha256, NULL, error))
    return FALSE;
  if (g_strcmp0 (sha256, ready->sha256) == 0)
    return danbi_dir_sync (dir, error);
  g_unlink (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s", ready->path);
  return FALSE;
}

static void
describe_ready (const DanbiReadyArchive *ready,
                DanbiPackageResult      *package)
{
  package->bytes = ready->bytes;
  package->sha256 = g_strdup (ready->sha256);
  package->n_files = ready->n_files;
  package->method = g_intern_string (ready->method);
}

/**
 * danbi_packing_take_ready:
 * @store: the store
 * @case_id: a case whose images cannot be replaced now
 * @record: the case
 * @images: (element-type DanbiImage): its named files
 * @dir: where the archive shall stand
 * @format: `.7z` or `.CAB`
 * @error: the reason of a failure
 *
 * Takes the archive that was packed before anybody asked, under a case number of its own. It stays
 * ready. One that cannot be taken, perhaps because a smaller one took its place at this moment, is
 * as none: the case can be packed afresh.
 *
 * Returns: (transfer full) (nullable): the packed case; %NULL without @error: nothing is ready
 */
DanbiPacked *
danbi_packing_take_ready (DanbiStore        *store,
                          gint64             case_id,
                          const DanbiRecord *record,
                          GPtrArray         *images,
                          const char        *dir,
                          DanbiFormat        format,
                          GError           **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (DanbiPacked) packed = NULL;
  g_autoptr (DanbiReadyArchive) ready
    = danbi_store_dup_ready (store, case_id, danbi_packing_get_format_nick (format), &failure);

  if (failure)
    g_propagate_error (error, g_steal_pointer (&failure));
  if (!ready)
    return NULL;
  packed = packed_new (store, record, images, dir, format, error);
  if (!packed)
    return NULL;
  if (!link_or_copy (ready, packed->path, &failure))
    {
      g_info ("A ready archive was not taken: %s", failure->message);
      return NULL;
    }
  describe_ready (ready, &packed->package);
  return g_steal_pointer (&packed);
}

/**
 * danbi_packing_write_csv:
 * @store: where the serial is drawn
 * @records: (element-type DanbiRecord): the rows, with their archive names
 * @dir: where the CSV shall stand
 * @now_s: the time, for the name
 * @error: the reason of a failure
 *
 * Writes the CSV of a batch.
 *
 * Returns: (transfer full) (nullable): its path
 */
char *
danbi_packing_write_csv (DanbiStore *store,
                         GPtrArray  *records,
                         const char *dir,
                         gint64      now_s,
                         GError    **error)
{
  const DanbiRecord *first = g_ptr_array_index (records, 0);
  g_autofree char *text = danbi_csv_format (records, error);
  g_autofree char *name = NULL, *path = NULL, *today = NULL;
  guint serial;

  if (!text)
    return NULL;
  today = gregorian_day (now_s);
  if (!danbi_store_allocate_serial (store, today, &serial, error))
    return NULL;

  name = danbi_csv_name_new (danbi_record_get (first, DANBI_FIELD_PROVIDER_ID), now_s, serial);
  path = g_build_filename (dir, name, NULL);
  return danbi_file_write (path, text, strlen (text), error) ? g_steal_pointer (&path) : NULL;
}

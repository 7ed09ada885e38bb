/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch as a folder for the VPN batch-upload page: it appears whole, or not at all. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "danbi-batch-folder.h"
#include "danbi-desk.h"
#include "danbi-file.h"

#define PART_SUFFIX ".part"
#define NAME_MAX_BYTES 200

static gboolean G_GNUC_PRINTF (2, 3)
fail (GError    **error,
      const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED, format,
                                                arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
check_name (const char *name,
            GError    **error)
{
  gsize length = strlen (name);

  if (length > 0 && length <= NAME_MAX_BYTES && *name != '.' && !strchr (name, G_DIR_SEPARATOR))
    return TRUE;
  return fail (error, _("A batch cannot be written under the name “%s”."), name);
}

/* A folder that is absent is not made: where a drive is not connected, the batch would stand on the
 * wrong one. */
static gboolean
check_folder (const char *folder,
              GError    **error)
{
  if (g_path_is_absolute (folder) && g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  return fail (error, _("The folder %s is not there. Connect its drive, or choose another folder "
                        "in the preferences."), folder);
}

static GPtrArray *
list_files (const char *csv_path,
            GPtrArray  *archive_paths)
{
  GPtrArray *files = g_ptr_array_new ();

  for (guint i = 0; i < archive_paths->len; i++)
    g_ptr_array_add (files, g_ptr_array_index (archive_paths, i));
  g_ptr_array_add (files, (gpointer) csv_path);
  return files;
}

static char *
dup_part_path (const char *folder,
               const char *name)
{
  g_autofree char *part = g_strconcat (".", name, PART_SUFFIX, NULL);

  return g_build_filename (folder, part, NULL);
}

/* The folder may lie on a network drive, and not every one can be asked for this. */
static gboolean
sync_names (const char *path,
            GError    **error)
{
  g_autoptr (GError) failure = NULL;

  if (danbi_dir_sync (path, &failure)
      || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT)
      || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
is_same_file (const char   *source,
              const char   *copy,
              gboolean     *same,
              GCancellable *cancellable,
              GError      **error)
{
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;
  GStatBuf a, b;

  *same = FALSE;
  if (g_stat (source, &a) < 0 || g_lstat (copy, &b) < 0 || !S_ISREG (b.st_mode)
      || a.st_size != b.st_size)
    return TRUE;
  wanted = danbi_file_sha256 (source, cancellable, error);
  found = wanted ? danbi_file_sha256 (copy, cancellable, error) : NULL;
  *same = g_strcmp0 (wanted, found) == 0;
  return found != NULL;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

/* Whether what stands there is this batch: cut off after the last step, before it was written down,
 * it is wanted once more. */
static gboolean
is_this_batch (const char   *path,
               GPtrArray    *files,
               gboolean     *same,
               GCancellable *cancellable,
               GError      **error)
{
  *same = count_entries (path) == files->len;
  for (guint i = 0; *same && i < files->len; i++)
    {
      const char *source = g_ptr_array_index (files, i);
      g_autofree char *name = g_path_get_basename (source);
      g_autofree char *copy = g_build_filename (path, name, NULL);

      if (!is_same_file (source, copy, same, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
copy_files (const char   *part,
            GPtrArray    *files,
            GCancellable *cancellable,
            GError      **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      const char *source = g_ptr_array_index (files, i);
      g_autofree char *name = g_path_get_basename (source);
      g_autofree char *target = g_build_filename (part, name, NULL);

      if (!danbi_file_copy (source, target, NULL, cancellable, error))
        return FALSE;
    }
  return sync_names (part, error);
}

static gboolean
set_errno (const char *path,
           GError    **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/* Without its parents: these were there. */
static gboolean
make_dir (const char *path,
          GError    **error)
{
  return g_mkdir (path, 0700) == 0 || set_errno (path, error);
}

/* A folder takes the place of nothing but an empty one, whoever made it in the meantime. */
static gboolean
publish (const char *part,
         const char *folder,
         const char *path,
         GError    **error)
{
  if (g_rename (part, path) < 0)
    return set_errno (path, error);
  return sync_names (folder, error);
}

static gboolean
write_part (const char   *folder,
            const char   *part,
            const char   *path,
            GPtrArray    *files,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GError) untidy = NULL;

  /* What stands there is what an earlier attempt left when it was killed. */
  if (danbi_dir_remove (part, error) && make_dir (part, error)
      && copy_files (part, files, cancellable, error) && publish (part, folder, path, error))
    return TRUE;
  g_prefix_error (error, _("The batch was not written to the folder: "));
  if (!danbi_dir_remove (part, &untidy))
    g_warning ("%s", untidy->message);
  return FALSE;
}

/**
 * danbi_batch_folder_write:
 * @folder: an absolute path of a folder that is there
 * @name: the name of the batch's own folder in it
 * @csv_path: the CSV
 * @archive_paths: (element-type filename): the archives that it names
 * @path: (out) (optional): where the batch stands
 * @cancellable: (nullable): stops the copying; nothing is left behind
 * @error: the reason of a failure; nothing is left behind
 *
 * Copies a batch into a folder `<folder>/<name>/` (mode 0700, its files 0600), which gets its name
 * when everything in it is on disk. Killed before that it leaves `<folder>/.<name>.part`, which the
 * next call for the same name, or danbi_batch_folder_discard(), removes. What stands under that
 * name already is never touched: it is this batch itself, byte for byte, or the call fails.
 *
 * Returns: whether the batch stands there
 */
gboolean
danbi_batch_folder_write (const char   *folder,
                          const char   *name,
                          const char   *csv_path,
                          GPtrArray    *archive_paths,
                          char        **path,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_autoptr (GPtrArray) files = list_files (csv_path, archive_paths);
  g_autofree char *part = NULL;
  g_autofree char *target = NULL;
  GStatBuf status;
  gboolean same;

  if (!check_name (name, error) || !check_folder (folder, error))
    return FALSE;

  target = g_build_filename (folder, name, NULL);
  part = dup_part_path (folder, name);
  if (g_lstat (target, &status) == 0)
    {
      if (!is_this_batch (target, files, &same, cancellable, error))
        return FALSE;
      if (!same)
        return fail (error, _("%s is there already and is not this batch. Move it away and try "
                              "again."), target);
    }
  else if (!write_part (folder, part, target, files, cancellable, error))
    return FALSE;

  if (path)
    *path = g_steal_pointer (&target);
  return TRUE;
}

/**
 * danbi_batch_folder_discard:
 * @folder: the folder
 * @name: the name of a batch that is given up
 * @error: the reason of a failure
 *
 * Removes what danbi_batch_folder_write() left when it was killed. A batch that stands there whole
 * stays: a person may have carried it on.
 *
 * Returns: whether nothing unfinished is left
 */
gboolean
danbi_batch_folder_discard (const char *folder,
                            const char *name,
                            GError    **error)
{
  g_autofree char *part = NULL;

  if (!check_name (name, error))
    return FALSE;
  part = dup_part_path (folder, name);
  return danbi_dir_remove (part, error);
}

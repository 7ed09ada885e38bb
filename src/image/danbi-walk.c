/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files below what was dropped, by name only: nothing is opened but folders. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-inspection.h"
#include "danbi-name-text.h"
#include "danbi-walk.h"

typedef struct
{
  GPtrArray *files;
  GHashTable *known; /* DanbiWalkFile by path: the same file may be dropped twice */
  gboolean if_referenced;
  GCancellable *cancellable;
} Walk;

static void
file_free (DanbiWalkFile *file)
{
  g_free (file->path);
  g_free (file->failure);
  g_free (file);
}

static gboolean
add_file (Walk       *walk,
          const char *path,
          guint64     size,
          const char *failure,
          GError    **error)
{
  DanbiWalkFile *file = g_hash_table_lookup (walk->known, path);

  if (file)
    {
      file->if_referenced = file->if_referenced && walk->if_referenced;
      return TRUE;
    }
  if (walk->files->len >= DANBI_WALK_MAX_FILES)
    {
      g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_TOO_MUCH,
                   _("There are more than %d files here. Choose the folder of one examination."),
                   DANBI_WALK_MAX_FILES);
      return FALSE;
    }
  file = g_new0 (DanbiWalkFile, 1);
  file->path = g_strdup (path);
  file->size = size;
  file->failure = g_strdup (failure);
  file->if_referenced = walk->if_referenced;
  g_ptr_array_add (walk->files, file);
  g_hash_table_insert (walk->known, file->path, file);
  return TRUE;
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted by their bytes, so that the same disc gives the same list everywhere. */
static GPtrArray *
list_names (const char *path)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;
  int saved = errno;

  if (!dir)
    {
      if (fd >= 0)
        close (fd);
      errno = saved;
      return NULL;
    }
  while (names->len <= DANBI_WALK_MAX_FILES && (errno = 0, entry = readdir (dir)))
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  saved = errno;
  closedir (dir);
  errno = saved;
  /* A list that breaks off, of a scratched disc say, is no shorter list. */
  if (saved != 0)
    return NULL;
  g_ptr_array_sort (names, compare_names_cb);
  return g_steal_pointer (&names);
}

static gboolean
walk_folder (Walk       *walk,
             const char *path,
             guint       depth,
             GError    **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (depth > DANBI_WALK_MAX_DEPTH)
    {
      g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_TOO_MUCH,
                   _("The folders here are more than %d levels deep. Choose the folder of one "
                     "examination."),
                   DANBI_WALK_MAX_DEPTH);
      return FALSE;
    }
  names = list_names (path);
  if (!names)
    return add_file (walk, path, 0, g_strerror (errno), error);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      struct stat status;

      if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
        return FALSE;
      if (lstat (child, &status) < 0)
        {
          /* Gone since the folder was listed, or there and out of reach. */
          if (errno != ENOENT && !add_file (walk, child, 0, g_strerror (errno), error))
            return FALSE;
          continue;
        }
      /* Symbolic links, devices and pipes are not files of a disc. */
      if (!S_ISREG (status.st_mode) && !S_ISDIR (status.st_mode))
        continue;
      if (S_ISDIR (status.st_mode) ? !walk_folder (walk, child, depth + 1, error)
                                   : !add_file (walk, child, (guint64) status.st_size, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Who drops a DICOMDIR means the files that it refers to. */
static gboolean
walk_dicomdir (Walk       *walk,
               const char *path,
               guint64     size,
               GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean ok = add_file (walk, path, size, NULL, error);

  walk->if_referenced = TRUE;
  ok = ok && walk_folder (walk, folder, 0, error);
  walk->if_referenced = FALSE;
  return ok;
}

static gboolean
walk_dropped (Walk       *walk,
              const char *path,
              GError    **error)
{
  g_autofree char *real = realpath (path, NULL);
  struct stat status;

  if (!real || stat (real, &status) < 0)
    {
      int saved = errno;
      g_autofree char *shown = danbi_name_to_text (path);

      g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED,
                   _("Could not read %s: %s"), shown, g_strerror (saved));
      return FALSE;
    }
  if (S_ISDIR (status.st_mode))
    return walk_folder (walk, real, 0, error);
  if (danbi_walk_is_dicomdir_name (real))
    return walk_dicomdir (walk, real, (guint64) status.st_size, error);
  return add_file (walk, real, (guint64) status.st_size, NULL, error);
}

/**
 * danbi_walk_run:
 * @paths: files and folders that were dropped
 * @cancellable: (nullable): stops the walk
 * @error: %DANBI_INSPECTION_ERROR_TOO_MUCH beyond the bounds
 *
 * Lists files, each once, the entries of a folder in the order of their bytes. Symbolic links are
 * followed where they were dropped, not inside folders.
 *
 * Returns: (transfer full) (element-type DanbiWalkFile) (nullable): the files
 */
GPtrArray *
danbi_walk_run (const char *const *paths,
                GCancellable      *cancellable,
                GError           **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  Walk walk = { .files = files, .known = known, .cancellable = cancellable };

  for (guint i = 0; paths[i]; i++)
    if (!walk_dropped (&walk, paths[i], error))
      return NULL;
  return g_steal_pointer (&files);
}

/**
 * danbi_walk_fold_name:
 * @relative: a path below the folder of a DICOMDIR
 *
 * A disc may show its names in lower case, with a version (`;1`) or with the dot of an empty
 * extension, according to who mounts it.
 *
 * Returns: (transfer full): @relative as the DICOMDIR would write it
 */
char *
danbi_walk_fold_name (const char *relative)
{
  g_autofree char *folded = g_ascii_strup (relative, -1);
  char *version = strrchr (folded, ';');

  if (version && version[1] != '\0' && strspn (version + 1, "0123456789") == strlen (version + 1))
    *version = '\0';
  if (g_str_has_suffix (folded, "."))
    folded[strlen (folded) - 1] = '\0';
  return g_steal_pointer (&folded);
}

/**
 * danbi_walk_is_dicomdir_name:
 * @path: a file
 *
 * Returns: whether the file is named as a DICOMDIR
 */
gboolean
danbi_walk_is_dicomdir_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folded = danbi_walk_fold_name (name);

  return strcmp (folded, "DICOMDIR") == 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A private folder for what comes out of archives: names that are safe, and no trace afterwards. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-file.h"
#include "danbi-inspection.h"
#include "danbi-name-text.h"
#include "danbi-spool.h"
#include "danbi-walk.h"

#define NAME_PREFIX "danbi-unpack-"
#define MAX_NAME_BYTES 255
#define MAX_PATH_BYTES 3500
#define N_ATTEMPTS 8

struct _DanbiSpool
{
  char *path;
  int lock_fd;           /* of the folder itself: who holds the lock lives */
  GHashTable *shown;     /* what the user sees by path, where the path itself does not say it */
  GHashTable *generated; /* path by folder and odd name */
  guint n_roots;
  guint n_generated;
  guint n_folders;
};

/**
 * danbi_spool_set_error:
 * @error: (out) (nullable): %DANBI_INSPECTION_ERROR_FAILED
 *
 * Says that something could not be written to the spool, with the reason in errno.
 */
void
danbi_spool_set_error (GError **error)
{
  g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED,
               _("The archive could not be unpacked: %s. Check that the disk has room."),
               g_strerror (errno));
}

static gboolean
fail (GError **error)
{
  danbi_spool_set_error (error);
  return FALSE;
}

/* A folder counts as in use while someone holds a lock on it; the lock goes with its process. */
static int
lock_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status;

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &status) == 0
      && status.st_uid == geteuid () && status.st_nlink > 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Not g_get_tmp_dir(), which remembers what the variable said when it was first asked. */
static const char *
get_parent (void)
{
  const char *dir = g_getenv ("TMPDIR");

  return dir && *dir ? dir : g_get_tmp_dir ();
}

/* Who tidies up at this moment may take the new folder before it is locked: then another one. */
static gboolean
make_folder (DanbiSpool  *self,
             GError     **error)
{
  g_autofree char *pattern = g_build_filename (get_parent (), NAME_PREFIX "XXXXXX", NULL);

  for (guint i = 0; i < N_ATTEMPTS && self->lock_fd < 0; i++)
    {
      g_autofree char *made = g_strdup (pattern);

      if (!mkdtemp (made))
        return fail (error);
      self->lock_fd = lock_folder (made);
      g_free (self->path);
      self->path = realpath (made, NULL);
    }
  return (self->lock_fd >= 0 && self->path) || fail (error);
}

/**
 * danbi_spool_new:
 * @error: why there is no room
 *
 * Makes a private folder in the folder for temporary files: what the environment variable TMPDIR
 * says at this moment, else the system's.
 *
 * Returns: (transfer full) (nullable): an empty folder that goes with danbi_spool_free()
 */
DanbiSpool *
danbi_spool_new (GError **error)
{
  g_autoptr (DanbiSpool) self = g_new0 (DanbiSpool, 1);

  self->lock_fd = -1;
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->generated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  danbi_spool_sweep (get_parent ());
  return make_folder (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * danbi_spool_free:
 * @self: (nullable): a spool; its folder and all that is in it is removed
 */
void
danbi_spool_free (DanbiSpool *self)
{
  g_autoptr (GError) error = NULL;

  if (!self)
    return;
  if (self->lock_fd >= 0 && !danbi_dir_remove (self->path, &error))
    g_warning ("Unpacked files stay behind: %s", error->message);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->generated);
  free (self->path);
  g_free (self);
}

/**
 * danbi_spool_get_path:
 * @self: a spool
 *
 * Returns: (transfer none): its folder
 */
const char *
danbi_spool_get_path (const DanbiSpool *self)
{
  return self->path;
}

/**
 * danbi_spool_get_n_folders:
 * @self: a spool
 *
 * Returns: how many folders were made in it
 */
guint
danbi_spool_get_n_folders (const DanbiSpool *self)
{
  return self->n_folders;
}

/**
 * danbi_spool_add_root:
 * @self: a spool
 * @shown: what stands before the names of its files where the user sees them: the archive's path
 * @error: why there is no room
 *
 * Returns: (transfer full) (nullable): a new folder for the files of one archive
 */
char *
danbi_spool_add_root (DanbiSpool  *self,
                      const char  *shown,
                      GError     **error)
{
  g_autofree char *name = g_strdup_printf ("%06u", ++self->n_roots);
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  if (g_mkdir (path, 0700) < 0)
    {
      fail (error);
      return NULL;
    }
  g_hash_table_insert (self->shown, g_strdup (path), danbi_name_to_text (shown));
  return g_steal_pointer (&path);
}

static gboolean
is_drive (const char *component)
{
  return g_ascii_isalpha (component[0]) && component[1] == ':';
}

/* Whether a name can stand on a disk and on a screen as it is. Generated names begin with '~'. */
static gboolean
is_plain (const char *component)
{
  if (*component == '~' || strlen (component) > MAX_NAME_BYTES
      || !g_utf8_validate (component, -1, NULL))
    return FALSE;
  for (const char *c = component; *c; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      return FALSE;
  return TRUE;
}

/* The names of an entry from the outside in, or %NULL where it wants out. A backslash parts names
 * too: programs on Windows write it. */
static GStrv
split_name (const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *slashed = g_strdelimit (g_strdup (name), "\\", '/');
  g_auto (GStrv) all = g_strsplit (slashed, "/", -1);
  gboolean empty = TRUE;

  if (*slashed == '/' || is_drive (slashed))
    return NULL;
  for (guint i = 0; all[i]; i++)
    {
      if (strcmp (all[i], "..") == 0)
        return NULL;
      if (*all[i] == '\0' || strcmp (all[i], ".") == 0)
        continue;
      g_strv_builder_add (builder, all[i]);
      empty = FALSE;
    }
  return empty ? NULL : g_strv_builder_end (builder);
}

static char *
make_shown (const DanbiSpool *self,
            const char       *folder,
            const char       *component)
{
  g_autofree char *before = danbi_spool_dup_shown (self, folder);
  g_autofree char *text = danbi_name_to_text (component);

  return g_strconcat (before, "/", text, NULL);
}

static char *
generate_path (DanbiSpool *self,
               const char *folder)
{
  g_autofree char *name = g_strdup_printf ("~%06u", ++self->n_generated);

  return g_build_filename (folder, name, NULL);
}

static char *
join (DanbiSpool *self,
      const char *folder,
      const char *component)
{
  g_autofree char *plain = g_build_filename (folder, component, NULL);
  char *path = g_hash_table_lookup (self->generated, plain);

  if (is_plain (component))
    return g_steal_pointer (&plain);
  if (path)
    return g_strdup (path);
  path = generate_path (self, folder);
  g_hash_table_insert (self->shown, g_strdup (path), make_shown (self, folder, component));
  g_hash_table_insert (self->generated, g_steal_pointer (&plain), g_strdup (path));
  return path;
}

static guint
count_levels (const DanbiSpool *self,
              const char       *path)
{
  guint n = 0;

  for (const char *c = path + strlen (self->path); *c; c++)
    n += *c == '/';
  return n;
}

static gboolean
make_level (DanbiSpool        *self,
            const char        *path,
            DanbiFileProblem  *problem,
            GError           **error)
{
  if (g_mkdir (path, 0700) == 0)
    self->n_folders++;
  else if (errno == ENOTDIR || errno == ENAMETOOLONG)
    *problem = DANBI_FILE_UNSAFE_NAME;
  else if (errno != EEXIST)
    return fail (error);
  return TRUE;
}

/**
 * danbi_spool_place:
 * @self: a spool
 * @root: one of its folders
 * @name: what an archive calls one of its files; bytes of a stranger
 * @path: (out) (nullable): where the file shall stand, somewhere below @root
 * @problem: (out): %DANBI_FILE_UNSAFE_NAME where the name leads out, or too deep; then @path is
 *   %NULL
 * @error: why there is no room
 *
 * Makes the folders above the file. A name that cannot stand on a disk is replaced by a generated
 * one, and kept for danbi_spool_dup_shown().
 *
 * Returns: whether there was room
 */
gboolean
danbi_spool_place (DanbiSpool        *self,
                   const char        *root,
                   const char        *name,
                   char             **path,
                   DanbiFileProblem  *problem,
                   GError           **error)
{
  g_auto (GStrv) components = split_name (name);
  g_autofree char *at = g_strdup (root);

  *path = NULL;
  *problem = components && count_levels (self, root) + g_strv_length (components)
                             <= DANBI_WALK_MAX_DEPTH ? DANBI_FILE_OK : DANBI_FILE_UNSAFE_NAME;
  for (guint i = 0; *problem == DANBI_FILE_OK && components[i]; i++)
    {
      char *next = join (self, at, components[i]);

      g_free (at);
      at = next;
      if (strlen (at) > MAX_PATH_BYTES)
        *problem = DANBI_FILE_UNSAFE_NAME;
      else if (components[i + 1] && !make_level (self, at, problem, error))
        return FALSE;
    }
  if (*problem == DANBI_FILE_OK)
    *path = g_steal_pointer (&at);
  return TRUE;
}

/**
 * danbi_spool_dup_other_path:
 * @self: a spool
 * @path: where a file of that name stands already
 *
 * Returns: (transfer full): a path beside it, which the user sees under the same name
 */
char *
danbi_spool_dup_other_path (DanbiSpool *self,
                            const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  char *other = generate_path (self, folder);

  g_hash_table_insert (self->shown, g_strdup (other), danbi_spool_dup_shown (self, path));
  return other;
}

/**
 * danbi_spool_dup_path_for:
 * @self: a spool
 * @root: one of its folders
 * @shown: what the user shall see
 *
 * Returns: (transfer full): a path in @root for a file whose own name cannot be used
 */
char *
danbi_spool_dup_path_for (DanbiSpool *self,
                          const char *root,
                          const char *shown)
{
  char *path = generate_path (self, root);

  g_hash_table_insert (self->shown, g_strdup (path), danbi_name_to_text (shown));
  return path;
}

/**
 * danbi_spool_dup_spare_path:
 * @self: a spool
 *
 * Returns: (transfer full): a path in it at which nothing stands, apart from all archives
 */
char *
danbi_spool_dup_spare_path (DanbiSpool *self)
{
  return generate_path (self, self->path);
}

/**
 * danbi_spool_dup_shown:
 * @self: a spool
 * @path: a file or folder
 *
 * Returns: (transfer full) (nullable): what the user sees for it: the archive, then the name in it;
 *   %NULL where it is not in the spool
 */
char *
danbi_spool_dup_shown (const DanbiSpool *self,
                       const char       *path)
{
  g_autofree char *at = g_strdup (path);
  gsize n = strlen (self->path);

  if (strncmp (path, self->path, n) != 0 || path[n] != '/')
    return NULL;
  while (strlen (at) > n)
    {
      const char *shown = g_hash_table_lookup (self->shown, at);

      if (shown)
        return g_strconcat (shown, path + strlen (at), NULL);
      *strrchr (at, '/') = '\0';
    }
  return NULL;
}

/**
 * danbi_spool_sweep:
 * @dir: a folder for temporary files
 *
 * Removes what programs left there that were killed while they unpacked. Folders of those that
 * still run are locked and stay.
 */
void
danbi_spool_sweep (const char *dir)
{
  g_autoptr (GDir) names = g_dir_open (dir, 0, NULL);
  const char *name;

  while (names && (name = g_dir_read_name (names)))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      int fd = g_str_has_prefix (name, NAME_PREFIX) ? lock_folder (path) : -1;

      if (fd < 0)
        continue;
      danbi_dir_remove (path, NULL);
      close (fd);
    }
}

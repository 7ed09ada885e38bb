/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was uploaded, on disk alone: the receiver may be killed and knows everything again. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-file.h"
#include "danbi-json.h"
#include "danbi-tus-store.h"
#include "danbi-wire.h"

#define ID_CHARACTERS 32
#define MAX_FACTS_BYTES 4096

struct _DanbiTusStore
{
  char *dir;
  GHashTable *locked; /* ids that something works on in this process */
};

static gboolean
id_is_lawful (const char *id)
{
  return strlen (id) == ID_CHARACTERS && strspn (id, "0123456789abcdef") == ID_CHARACTERS;
}

static char *
new_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_auto (GStrv) parts = g_strsplit (uuid, "-", -1);

  return g_strjoinv ("", parts);
}

static char *
dup_facts_path (DanbiTusStore *self,
                const char    *id)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);

  return g_build_filename (self->dir, name, NULL);
}

static gboolean
write_facts (DanbiTusStore *self,
             const char    *id,
             guint64        length,
             const char    *filename,
             const char    *sha256,
             GError       **error)
{
  g_autofree char *path = dup_facts_path (self, id);
  g_autoptr (json_t) facts = json_pack ("{s:I, s:o, s:o}", "length", (json_int_t) length,
                                        "filename", danbi_json_string_or_null (filename), "sha256",
                                        danbi_json_string_or_null (sha256));
  g_autofree char *line = danbi_json_to_line (facts);

  return danbi_file_write (path, line, strlen (line), error);
}

static gboolean
make_empty_file (const char *path,
                 GError    **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Could not make an upload: %s",
                   g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

/**
 * danbi_tus_upload_free:
 * @self: (nullable): an upload
 */
void
danbi_tus_upload_free (DanbiTusUpload *self)
{
  if (!self)
    return;
  g_free (self->id);
  g_free (self->filename);
  g_free (self->sha256);
  g_free (self);
}

/**
 * danbi_tus_upload_is_complete:
 * @self: an upload
 *
 * Returns: whether all its bytes are on disk
 */
gboolean
danbi_tus_upload_is_complete (const DanbiTusUpload *self)
{
  return self->offset == self->length;
}

/**
 * danbi_tus_store_new:
 * @dir: a folder, made where it is absent
 * @error: why it cannot be used
 *
 * Returns: (transfer full) (nullable): the store of the uploads in that folder
 */
DanbiTusStore *
danbi_tus_store_new (const char *dir,
                     GError    **error)
{
  DanbiTusStore *self;

  if (!danbi_dir_create (dir, error))
    return NULL;
  self = g_new0 (DanbiTusStore, 1);
  self->dir = g_strdup (dir);
  self->locked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * danbi_tus_store_free:
 * @self: (nullable): a store
 *
 * The uploads stay on disk.
 */
void
danbi_tus_store_free (DanbiTusStore *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->locked);
  g_free (self->dir);
  g_free (self);
}

/**
 * danbi_tus_store_create:
 * @self: a store
 * @length: how many bytes the upload shall have
 * @filename: (nullable): its file name
 * @sha256: (nullable): its SHA-256
 * @error: why it could not be made
 *
 * Makes an empty upload. The facts are written last: without them there is no upload.
 *
 * Returns: (transfer full) (nullable): its id
 */
char *
danbi_tus_store_create (DanbiTusStore *self,
                        guint64        length,
                        const char    *filename,
                        const char    *sha256,
                        GError       **error)
{
  g_autofree char *id = new_id ();
  g_autofree char *path = danbi_tus_store_dup_path (self, id);

  if (!make_empty_file (path, error))
    return NULL;
  if (!write_facts (self, id, length, filename, sha256, error))
    {
      unlink (path);
      return NULL;
    }
  return g_steal_pointer (&id);
}

/**
 * danbi_tus_store_find:
 * @self: a store
 * @id: what a client says is an id
 *
 * Returns: (transfer full) (nullable): the upload as it is on disk now
 */
DanbiTusUpload *
danbi_tus_store_find (DanbiTusStore *self,
                      const char    *id)
{
  g_autofree char *facts_path = NULL;
  g_autofree char *path = NULL;
  g_autoptr (json_t) facts = NULL;
  DanbiTusUpload *upload;
  struct stat info;

  if (!id_is_lawful (id))
    return NULL;
  facts_path = dup_facts_path (self, id);
  path = danbi_tus_store_dup_path (self, id);
  facts = danbi_json_load_file (facts_path, MAX_FACTS_BYTES, NULL);
  if (!facts || stat (path, &info) < 0)
    return NULL;

  upload = g_new0 (DanbiTusUpload, 1);
  upload->id = g_strdup (id);
  upload->length = (guint64) json_integer_value (json_object_get (facts, "length"));
  upload->offset = (guint64) info.st_size;
  upload->filename = g_strdup (danbi_json_get_string (facts, "filename"));
  upload->sha256 = g_strdup (danbi_json_get_string (facts, "sha256"));
  return upload;
}

/**
 * danbi_tus_store_remove:
 * @self: a store
 * @id: an upload
 * @error: why it is still there
 *
 * Removes an upload; the facts go first, so that it is gone for good at once.
 *
 * Returns: whether it is gone
 */
gboolean
danbi_tus_store_remove (DanbiTusStore *self,
                        const char    *id,
                        GError       **error)
{
  g_autofree char *facts_path = dup_facts_path (self, id);
  g_autofree char *path = danbi_tus_store_dup_path (self, id);

  if ((g_unlink (facts_path) < 0 && errno != ENOENT) || (g_unlink (path) < 0 && errno != ENOENT))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "Could not remove an upload: %s", g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

static void
expire_one (DanbiTusStore *self,
            const char    *id,
            gint64         before_s)
{
  g_autofree char *path = danbi_tus_store_dup_path (self, id);
  struct stat info;

  if (!id_is_lawful (id) || g_hash_table_contains (self->locked, id) || stat (path, &info) < 0)
    return;
  if (info.st_mtim.tv_sec < before_s)
    danbi_tus_store_remove (self, id, NULL);
}

/**
 * danbi_tus_store_expire:
 * @self: a store
 * @before_s: a time by the system's clock, seconds since the epoch
 *
 * Removes the uploads that nothing was written to since @before_s and that nothing works on.
 */
void
danbi_tus_store_expire (DanbiTusStore *self,
                        gint64         before_s)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    expire_one (self, name, before_s);
}

/**
 * danbi_tus_store_dup_path:
 * @self: a store
 * @id: an upload
 *
 * Returns: (transfer full): where its bytes are
 */
char *
danbi_tus_store_dup_path (DanbiTusStore *self,
                          const char    *id)
{
  return g_build_filename (self->dir, id, NULL);
}

/**
 * danbi_tus_store_lock:
 * @self: a store
 * @id: an upload
 *
 * Takes an upload for one request, or for a batch; while it is taken nobody else may change it.
 * Locks end with the process, as does all work on an upload.
 *
 * Returns: whether it was free
 */
gboolean
danbi_tus_store_lock (DanbiTusStore *self,
                      const char    *id)
{
  return g_hash_table_add (self->locked, g_strdup (id));
}

/**
 * danbi_tus_store_unlock:
 * @self: a store
 * @id: an upload that was locked
 */
void
danbi_tus_store_unlock (DanbiTusStore *self,
                        const char    *id)
{
  g_hash_table_remove (self->locked, id);
}

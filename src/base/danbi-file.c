/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of patients: made with mode 0600, on disk before they count, removed without a trace. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-file.h"

#define COPY_BUFFER_BYTES (256 * 1024)

static gboolean
fail (GError    **error,
      const char *what,
      const char *path)
{
  int saved = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s %s: %s", what, path,
               g_strerror (saved));
  return FALSE;
}

/**
 * danbi_file_write_all:
 * @fd: an open file
 * @data: bytes
 * @length: how many
 *
 * Writes all of @data, whatever the kernel takes at a time.
 *
 * Returns: whether it was written; errno says why not
 */
gboolean
danbi_file_write_all (int         fd,
                      const void *data,
                      gsize       length)
{
  const char *next = data;

  while (length > 0)
    {
      gssize written = write (fd, next, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      next += written;
      length -= (gsize) written;
    }
  return TRUE;
}

static gssize
read_some (int    fd,
           char  *buffer,
           gsize  size)
{
  gssize got;

  do
    got = read (fd, buffer, size);
  while (got < 0 && errno == EINTR);
  return got;
}

/* What passes by is hashed whole, and once more where it lies in the range that was asked for. */
typedef struct
{
  GChecksum *whole;
  GChecksum *range; /* NULL where none was asked for */
  guint64 position;
  guint64 first;    /* of the range */
  guint64 end;
  int tone;         /* the one value that all bytes of the range had so far; -1: they differ */
} Hashing;

#define NO_TONE_YET 256

static void
hashing_init (Hashing              *self,
              const DanbiFileDigest *wanted)
{
  *self = (Hashing) { .whole = g_checksum_new (G_CHECKSUM_SHA256), .tone = NO_TONE_YET };
  if (wanted->range_bytes == 0 || wanted->range_bytes > G_MAXUINT64 - wanted->range_offset)
    return;
  self->range = g_checksum_new (G_CHECKSUM_SHA256);
  self->first = wanted->range_offset;
  self->end = wanted->range_offset + wanted->range_bytes;
}

static void
hashing_clear (Hashing *self)
{
  g_checksum_free (self->whole);
  g_clear_pointer (&self->range, g_checksum_free);
}

/* Looks no further once two bytes differ. */
static void
watch_tone (Hashing      *self,
            const guchar *data,
            gsize         length)
{
  if (self->tone == NO_TONE_YET)
    self->tone = data[0];
  if (self->tone >= 0
      && (data[0] != self->tone || memcmp (data, data + 1, length - 1) != 0))
    self->tone = -1;
}

static void
hashing_update (Hashing      *self,
                const guchar *data,
                gsize         length)
{
  guint64 from = MAX (self->first, self->position);
  guint64 to = MIN (self->end, self->position + length);

  g_checksum_update (self->whole, data, (gssize) length);
  if (self->range && from < to)
    {
      g_checksum_update (self->range, data + (from - self->position), (gssize) (to - from));
      watch_tone (self, data + (from - self->position), to - from);
    }
  self->position += length;
}

static void
hashing_tell (Hashing         *self,
              DanbiFileDigest *digest)
{
  digest->sha256 = g_strdup (g_checksum_get_string (self->whole));
  if (self->range && self->tone < 0 && self->position >= self->end)
    digest->range_sha256 = g_strdup (g_checksum_get_string (self->range));
}

/* Copies until the end of @in, or to nowhere where @out is -1, and hashes what passes by. */
static gboolean
pump (int           in,
      int           out,
      const char   *source,
      const char   *target,
      Hashing      *hashing,
      GCancellable *cancellable,
      GError      **error)
{
  g_autofree char *buffer = g_malloc (COPY_BUFFER_BYTES);
  gssize got;

  while ((got = read_some (in, buffer, COPY_BUFFER_BYTES)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      hashing_update (hashing, (const guchar *) buffer, (gsize) got);
      if (out >= 0 && !danbi_file_write_all (out, buffer, (gsize) got))
        return fail (error, "Could not write", target);
    }
  return got == 0 || fail (error, "Could not read", source);
}

/**
 * danbi_file_read:
 * @path: a file
 * @max_bytes: a larger file is refused
 * @contents: (out): its bytes, followed by a NUL
 * @length: (out) (optional): how many bytes
 * @error: the reason of a failure; names the file
 *
 * Reads a whole file of bounded size.
 *
 * Returns: whether it was read
 */
gboolean
danbi_file_read (const char *path,
                 gsize       max_bytes,
                 char      **contents,
                 gsize      *length,
                 GError    **error)
{
  struct stat status;

  if (stat (path, &status) < 0)
    return fail (error, "Could not read", path);
  if (S_ISREG (status.st_mode) && (guint64) status.st_size > max_bytes)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   "Could not read %s: it has %" G_GUINT64_FORMAT " bytes, at most %" G_GSIZE_FORMAT
                   " are expected",
                   path, (guint64) status.st_size, max_bytes);
      return FALSE;
    }
  return g_file_get_contents (path, contents, length, error);
}

/**
 * danbi_file_write:
 * @path: where the file shall stand
 * @data: its bytes
 * @length: how many
 * @error: the reason of a failure
 *
 * Replaces @path in one step, mode 0600: after a power cut it is the old file or the new one.
 *
 * Returns: whether the file is on disk
 */
gboolean
danbi_file_write (const char *path,
                  const void *data,
                  gsize       length,
                  GError    **error)
{
  g_autofree char *dir = g_path_get_dirname (path);

  return g_file_set_contents_full (path, data, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error)
         && danbi_dir_sync (dir, error);
}

/**
 * danbi_file_digest_clear:
 * @self: a digest; what was asked for stays
 */
void
danbi_file_digest_clear (DanbiFileDigest *self)
{
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->range_sha256, g_free);
}

/* Copies what is open as @in into a new file, down to the disk. */
static gboolean
copy_to (int           in,
         const char   *source,
         const char   *target,
         Hashing      *hashing,
         GCancellable *cancellable,
         GError      **error)
{
  gboolean ok;
  int out = open (target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (out < 0)
    return fail (error, "Could not write", target);
  ok = pump (in, out, source, target, hashing, cancellable, error);
  if (ok && fsync (out) < 0)
    ok = fail (error, "Could not write", target);
  if (close (out) < 0 && ok)
    ok = fail (error, "Could not write", target);
  if (!ok)
    unlink (target);
  return ok;
}

/* Reads @source to its end: into @target, or only for its digest where that is %NULL. */
static gboolean
read_through (const char      *source,
              const char      *target,
              DanbiFileDigest *digest,
              GCancellable    *cancellable,
              GError         **error)
{
  Hashing hashing;
  gboolean ok;
  int in = open (source, O_RDONLY | O_CLOEXEC);

  if (in < 0)
    return fail (error, "Could not read", source);
  hashing_init (&hashing, digest);
  ok = target ? copy_to (in, source, target, &hashing, cancellable, error)
              : pump (in, -1, source, NULL, &hashing, cancellable, error);
  if (ok)
    hashing_tell (&hashing, digest);
  hashing_clear (&hashing);
  close (in);
  return ok;
}

/**
 * danbi_file_copy_digest:
 * @source: the file to copy
 * @target: a path at which no file stands yet
 * @digest: (inout): says which range of the file to hash beside the whole; its hashes are set
 * @cancellable: (nullable): stops the copy
 * @error: the reason of a failure; the target is removed then
 *
 * Copies a file into one of mode 0600 and waits until its bytes are on disk; the source is read
 * once. The name is on disk after danbi_dir_sync() of its folder.
 *
 * Returns: whether it was copied whole
 */
gboolean
danbi_file_copy_digest (const char      *source,
                        const char      *target,
                        DanbiFileDigest *digest,
                        GCancellable    *cancellable,
                        GError         **error)
{
  return read_through (source, target, digest, cancellable, error);
}

/**
 * danbi_file_digest:
 * @path: a file
 * @digest: (inout): says which range of the file to hash beside the whole; its hashes are set
 * @cancellable: (nullable): stops the reading
 * @error: the reason of a failure
 *
 * Hashes a file as danbi_file_copy_digest() does, without copying it.
 *
 * Returns: whether it was read whole
 */
gboolean
danbi_file_digest (const char      *path,
                   DanbiFileDigest *digest,
                   GCancellable    *cancellable,
                   GError         **error)
{
  return read_through (path, NULL, digest, cancellable, error);
}

/**
 * danbi_file_copy:
 * @source: the file to copy
 * @target: a path at which no file stands yet
 * @sha256: (out) (optional): the SHA-256 of what was copied, lower-case hexadecimal
 * @cancellable: (nullable): stops the copy
 * @error: the reason of a failure; the target is removed then
 *
 * Like danbi_file_copy_digest(), where no range of the file matters.
 *
 * Returns: whether it was copied whole
 */
gboolean
danbi_file_copy (const char   *source,
                 const char   *target,
                 char        **sha256,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_auto (DanbiFileDigest) digest = { 0 };

  if (!danbi_file_copy_digest (source, target, &digest, cancellable, error))
    return FALSE;
  if (sha256)
    *sha256 = g_steal_pointer (&digest.sha256);
  return TRUE;
}

/**
 * danbi_file_sha256:
 * @path: a file
 * @cancellable: (nullable): stops the reading
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the file's SHA-256 in lower-case hexadecimal
 */
char *
danbi_file_sha256 (const char   *path,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_auto (DanbiFileDigest) digest = { 0 };

  if (!danbi_file_digest (path, &digest, cancellable, error))
    return NULL;
  return g_steal_pointer (&digest.sha256);
}

/**
 * danbi_dir_create:
 * @path: a folder that shall exist, with its parents
 * @error: the reason of a failure
 *
 * Makes a folder that only its owner may enter (mode 0700).
 *
 * Returns: whether it exists now
 */
gboolean
danbi_dir_create (const char *path,
                  GError    **error)
{
  return g_mkdir_with_parents (path, 0700) == 0 || fail (error, "Could not make", path);
}

/**
 * danbi_dir_sync:
 * @path: a folder
 * @error: the reason of a failure
 *
 * Waits until the names in a folder are on disk.
 *
 * Returns: whether they are
 */
gboolean
danbi_dir_sync (const char *path,
                GError    **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    fail (error, "Could not write", path);
  if (fd >= 0)
    close (fd);
  return ok;
}

static int
remove_entry_cb (const char        *path,
                 const struct stat *status,
                 int                kind,
                 struct FTW        *walk)
{
  return remove (path);
}

/**
 * danbi_dir_remove:
 * @path: a folder, which may be absent
 * @error: the reason of a failure
 *
 * Removes a folder with all that is in it. Symbolic links are removed, not followed.
 *
 * Returns: whether nothing stands at @path any more
 */
gboolean
danbi_dir_remove (const char *path,
                  GError    **error)
{
  return nftw (path, remove_entry_cb, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT
         || fail (error, "Could not remove", path);
}

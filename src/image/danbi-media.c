/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow and removable media: known as such, and read once, in the order in which files lie there. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "danbi-file.h"
#include "danbi-inspection.h"
#include "danbi-media.h"
#include "danbi-name-text.h"

#define SLOW_VARIABLE "DANBI_SLOW_MEDIA"
#define PEEK_BYTES 4096
#define COPY_BYTES (1024 * 1024)
#define SPARE_BYTES (64 * 1024 * 1024) /* what is left to everything else on the disk */
#define WAIT_US (G_USEC_PER_SEC / 10)
#define MAX_FAILED_IN_A_ROW 8 /* more, and it is the medium and not its files */

/* Types of file systems (magic numbers of statfs(2)). */
static const guint SLOW_TYPES[] = {
  0x9660,     /* ISO 9660 */
  0x15013346, /* UDF */
  0x6969,     /* NFS */
  0x517b,     /* SMB */
  0xfe534d42, /* SMB 2 */
  0xff534d42, /* CIFS */
  0x65735546, /* FUSE: phones, cameras and network drives of the desktop */
};

struct _DanbiMedia
{
  char *root;
  GPtrArray *files; /* DanbiMediaFile */
  GCancellable *cancellable;
  GThread *thread;
  guint64 total;
  dev_t device;
  guint8 *buffer;
  guint n_failed_in_a_row;
  guint64 n_bytes_before; /* the sizes of the files that are done */

  GMutex mutex; /* from here on */
  GCond cond;
  guint n_done;
  guint64 n_bytes;
  gboolean ended;
  gboolean stop;
  GError *error;
};

/**
 * danbi_media_file_new:
 * @source: a file on a slow medium
 * @copy: where it shall go
 * @size: its bytes
 *
 * Returns: (transfer full): a file that waits to be copied
 */
DanbiMediaFile *
danbi_media_file_new (const char *source,
                      const char *copy,
                      guint64     size)
{
  DanbiMediaFile *self = g_new0 (DanbiMediaFile, 1);

  self->source = g_strdup (source);
  self->copy = g_strdup (copy);
  self->size = size;
  return self;
}

/**
 * danbi_media_file_free:
 * @self: (nullable): a file of a slow medium; its copy stays
 */
void
danbi_media_file_free (DanbiMediaFile *self)
{
  if (!self)
    return;
  g_free (self->source);
  g_free (self->copy);
  g_free (self->failure);
  g_free (self);
}

/* Order */

/* The number of an inode on a CD or DVD follows its place; others tell where the first bytes lie.
 * 0 where nothing is known. */
static guint64
find_position (const char *path)
{
  /* A map with room for one extent, which the kernel writes behind it. */
  union
  {
    struct fiemap map;
    guint8 room[sizeof (struct fiemap) + sizeof (struct fiemap_extent)];
  } first = { .map = { .fm_length = 1, .fm_extent_count = 1 } };
  struct statfs system;
  struct stat status;
  guint64 position = 0;
  int fd;

  if (statfs (path, &system) == 0
      && ((guint) system.f_type == SLOW_TYPES[0] || (guint) system.f_type == SLOW_TYPES[1]))
    return lstat (path, &status) == 0 ? status.st_ino : 0;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
  if (fd < 0)
    return 0;
  if (ioctl (fd, FS_IOC_FIEMAP, &first) == 0 && first.map.fm_mapped_extents == 1)
    position = first.map.fm_extents[0].fe_physical;
  close (fd);
  return position;
}

static int
compare_positions_cb (gconstpointer a,
                      gconstpointer b)
{
  const DanbiMediaFile *first = *(const DanbiMediaFile *const *) a;
  const DanbiMediaFile *second = *(const DanbiMediaFile *const *) b;

  if (first->position != second->position)
    return first->position < second->position ? -1 : 1;
  return strcmp (first->source, second->source);
}

/**
 * danbi_media_sort:
 * @files: (element-type DanbiMediaFile): files of a medium
 *
 * Puts them into the order in which they lie there, as far as that can be known, and of their names
 * otherwise: a drive that need not go to and fro is ten times as fast.
 */
void
danbi_media_sort (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      DanbiMediaFile *file = g_ptr_array_index (files, i);

      file->position = find_position (file->source);
    }
  g_ptr_array_sort (files, compare_positions_cb);
}

/* Kind */

static gboolean
read_flag (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;

  return g_file_get_contents (path, &content, NULL, NULL) && *content == '1';
}

/**
 * danbi_media_is_removable:
 * @sys_block: `/sys/dev/block`, or what a test has made of it
 * @major: of the device
 * @minor: of the device
 *
 * Returns: whether the block device, or the one it is a part of, can be taken out, or hangs on USB
 */
gboolean
danbi_media_is_removable (const char *sys_block,
                          guint       major,
                          guint       minor)
{
  g_autofree char *name = g_strdup_printf ("%u:%u", major, minor);
  g_autofree char *path = g_build_filename (sys_block, name, NULL);
  char *real = realpath (path, NULL);
  g_autofree char *disk = real ? g_path_get_dirname (real) : NULL;
  gboolean removable = FALSE;

  if (real)
    removable = read_flag (real, "removable") || read_flag (disk, "removable")
                || strstr (real, "/usb") != NULL;
  free (real);
  return removable;
}

/**
 * danbi_media_is_slow:
 * @path: what was dropped
 *
 * Reads the type of the file system and what the kernel says of the device, no file. The
 * environment variable DANBI_SLOW_MEDIA (for tests) names a folder below which everything is slow.
 *
 * Returns: whether it lies on a disc, a stick, a card or a network drive, where reading is slow and
 *   may end at any moment
 */
gboolean
danbi_media_is_slow (const char *path)
{
  const char *prefix = g_getenv (SLOW_VARIABLE);
  struct statfs system;
  struct stat status;

  if (prefix && *prefix && g_str_has_prefix (path, prefix))
    return TRUE;
  if (statfs (path, &system) < 0 || stat (path, &status) < 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (SLOW_TYPES); i++)
    if ((guint) system.f_type == SLOW_TYPES[i])
      return TRUE;
  return danbi_media_is_removable ("/sys/dev/block", major (status.st_dev), minor (status.st_dev));
}

/**
 * danbi_media_has_room:
 * @folder: where the copies shall go
 * @n_bytes: how much there is to copy
 * @error: a sentence with the numbers
 *
 * Returns: whether there is room
 */
gboolean
danbi_media_has_room (const char  *folder,
                      guint64      n_bytes,
                      GError     **error)
{
  struct statvfs system;
  guint64 free_bytes;
  g_autofree char *needed = NULL;
  g_autofree char *available = NULL;

  if (statvfs (folder, &system) < 0)
    return TRUE;
  free_bytes = (guint64) system.f_bavail * system.f_frsize;
  if (free_bytes >= n_bytes && free_bytes - n_bytes >= SPARE_BYTES)
    return TRUE;
  needed = g_format_size (n_bytes + SPARE_BYTES);
  available = g_format_size (free_bytes);
  g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED,
               _("Reading what was dropped needs %s on this computer's disk, and only %s are free. "
                 "Make room, or drop only the folder of the examination."),
               needed, available);
  return FALSE;
}

/* Copying */

/* A text has no byte that no text has; a DICOM file without a preamble begins with such bytes. */
static gboolean
is_text (const guint8 *head,
         gsize         length)
{
  for (gsize i = 0; i < length; i++)
    if ((head[i] < 0x20 && !strchr ("\t\n\v\f\r\033", head[i])) || head[i] == 0 || head[i] == 0x7f)
      return FALSE;
  return length > 0;
}

/* Only what is no image for certain: what is unknown is copied and left to the inspector. */
static gboolean
is_bystander (const guint8 *head,
              gsize         length)
{
  static const struct
  {
    gsize at;
    const char *bytes;
  } marks[] = {
    { 0, "MZ" },       { 0, "\177ELF" },           { 0, "%PDF" },       { 0, "Rar!" },
    { 0, "\037\213" }, { 0, "\320\317\021\340" },  { 0, "OggS" },       { 0, "ID3" },
    { 0, "GIF8" },     { 0, "SQLite format" },     { 0, "\312\376\272\276" },
    { 4, "ftyp" },     { 0, "\032E\337\243" },     { 8, "AVI " },       { 8, "WAVE" },
  };

  if (length >= 132 && memcmp (head + 128, "DICM", 4) == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      gsize n = strlen (marks[i].bytes);

      if (length >= marks[i].at + n && memcmp (head + marks[i].at, marks[i].bytes, n) == 0)
        return TRUE;
    }
  return is_text (head, length);
}

static gssize
read_some (int     fd,
           guint8 *buffer,
           gsize   wanted)
{
  gssize n;

  do
    n = read (fd, buffer, wanted);
  while (n < 0 && errno == EINTR);
  return n;
}

static gboolean
should_stop (DanbiMedia *self)
{
  gboolean stop;

  g_mutex_lock (&self->mutex);
  stop = self->stop || g_cancellable_is_cancelled (self->cancellable);
  g_mutex_unlock (&self->mutex);
  return stop;
}

static void
count_bytes (DanbiMedia           *self,
             const DanbiMediaFile *file,
             guint64               n_copied)
{
  g_mutex_lock (&self->mutex);
  self->n_bytes = self->n_bytes_before + MIN (n_copied, file->size);
  g_mutex_unlock (&self->mutex);
}

static void
fail_file (DanbiMediaFile *file)
{
  file->state = DANBI_MEDIA_FAILED;
  file->failure = g_strdup (g_strerror (errno));
}

static gboolean
fail_write (GError **error)
{
  g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED,
               _("What was dropped could not be copied to this computer: %s. Check that the disk "
                 "has room."),
               g_strerror (errno));
  return FALSE;
}

/* From the first bytes on, each read once. @error is of the copy: what is wrong with the source
 * stands in @file. */
static gboolean
copy_bytes (DanbiMedia      *self,
            DanbiMediaFile  *file,
            int              source,
            int             *target,
            GError         **error)
{
  gsize wanted = PEEK_BYTES;
  guint64 n_copied = 0;
  gssize n;

  while ((n = read_some (source, self->buffer, wanted)) > 0 && !should_stop (self))
    {
      gboolean first = *target < 0;

      if (first)
        *target = open (file->copy, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
      if (*target < 0 || !danbi_file_write_all (*target, self->buffer, (gsize) n))
        return fail_write (error);
      if (first && is_bystander (self->buffer, (gsize) n))
        {
          file->state = DANBI_MEDIA_PASSED_OVER;
          return TRUE;
        }
      n_copied += (guint64) n;
      count_bytes (self, file, n_copied);
      wanted = COPY_BYTES;
    }
  if (n < 0)
    fail_file (file);
  else
    file->state = DANBI_MEDIA_COPIED;
  return TRUE;
}

/* An empty file gives an empty copy, about which the inspector says so. */
static gboolean
copy_file (DanbiMedia      *self,
           DanbiMediaFile  *file,
           GError         **error)
{
  int source = open (file->source, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
  int target = -1;
  gboolean ok;

  if (source < 0)
    {
      fail_file (file);
      return TRUE;
    }
  posix_fadvise (source, 0, 0, POSIX_FADV_SEQUENTIAL);
  ok = copy_bytes (self, file, source, &target, error);
  close (source);
  if (ok && file->state == DANBI_MEDIA_COPIED && target < 0)
    target = open (file->copy, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (target >= 0 && close (target) < 0 && ok)
    ok = fail_write (error);
  if (!ok || file->state == DANBI_MEDIA_FAILED)
    unlink (file->copy);
  return ok;
}

/* Whether what was dropped is still there. A drive that is gone may go on to answer from memory, so
 * many failures in a row count too. */
static gboolean
is_gone (DanbiMedia *self)
{
  struct stat status;

  return stat (self->root, &status) < 0 || status.st_dev != self->device
         || self->n_failed_in_a_row > MAX_FAILED_IN_A_ROW;
}

static gboolean
check_medium (DanbiMedia            *self,
              const DanbiMediaFile  *file,
              guint                  n_read,
              GError               **error)
{
  g_autofree char *base = NULL;
  g_autofree char *root = NULL;
  g_autofree char *name = NULL;

  self->n_failed_in_a_row = file->state == DANBI_MEDIA_FAILED ? self->n_failed_in_a_row + 1 : 0;
  if (file->state != DANBI_MEDIA_FAILED || !is_gone (self))
    return TRUE;
  base = g_path_get_basename (file->source);
  root = danbi_name_to_text (self->root);
  name = danbi_name_to_text (base);
  g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED,
               _("%s stopped answering at the file %s, after %u of %u files. Nothing of it was "
                 "taken. Check the disc or the connection and drop it again."),
               root, name, n_read, self->files->len);
  return FALSE;
}

static gpointer
copy_in_thread (gpointer user_data)
{
  DanbiMedia *self = user_data;
  GError *error = NULL;
  guint n_read = 0;

  for (guint i = 0; i < self->files->len && !error && !should_stop (self); i++)
    {
      DanbiMediaFile *file = g_ptr_array_index (self->files, i);

      if (!copy_file (self, file, &error) || !check_medium (self, file, n_read, &error)
          || should_stop (self))
        break;
      n_read += file->state != DANBI_MEDIA_FAILED;
      self->n_bytes_before += file->size;
      count_bytes (self, file, 0);
      g_mutex_lock (&self->mutex);
      self->n_done = i + 1;
      g_cond_signal (&self->cond);
      g_mutex_unlock (&self->mutex);
    }
  g_mutex_lock (&self->mutex);
  self->error = error;
  self->ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * danbi_media_new:
 * @root: what was dropped; when it is gone, so is the medium
 * @files: (element-type DanbiMediaFile): what to copy, in this order; to be left alone up to where
 *   danbi_media_wait() says that it is done
 * @cancellable: (nullable): stops it
 *
 * Begins to copy, in a thread of its own.
 *
 * Returns: (transfer full): the copying
 */
DanbiMedia *
danbi_media_new (const char   *root,
                 GPtrArray    *files,
                 GCancellable *cancellable)
{
  DanbiMedia *self = g_new0 (DanbiMedia, 1);
  struct stat status = { 0 };

  self->root = g_strdup (root);
  self->device = stat (root, &status) == 0 ? status.st_dev : 0;
  self->files = g_ptr_array_ref (files);
  self->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  self->buffer = g_malloc (COPY_BYTES);
  for (guint i = 0; i < files->len; i++)
    self->total += ((const DanbiMediaFile *) g_ptr_array_index (files, i))->size;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("danbi-media", copy_in_thread, self);
  return self;
}

/**
 * danbi_media_free:
 * @self: (nullable): the copying; it ends after the read that is under way. Copies stay.
 */
void
danbi_media_free (DanbiMedia *self)
{
  if (!self)
    return;
  g_mutex_lock (&self->mutex);
  self->stop = TRUE;
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->files);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->buffer);
  g_free (self->root);
  g_free (self);
}

/**
 * danbi_media_wait:
 * @self: the copying
 * @n_done: (inout): how many files the caller knows to be done; more of them on return, or as many
 *   where there is only progress to tell
 * @n_bytes: (out): how many bytes were read
 * @error: the medium is gone, the disk is full, or %G_IO_ERROR_CANCELLED; nothing of what was
 *   dropped may be taken then
 *
 * Waits for more files, not longer than a tenth of a second.
 *
 * Returns: whether it goes on well
 */
gboolean
danbi_media_wait (DanbiMedia  *self,
                  guint       *n_done,
                  guint64     *n_bytes,
                  GError     **error)
{
  gint64 until_us = g_get_monotonic_time () + WAIT_US;

  g_mutex_lock (&self->mutex);
  while (self->n_done <= *n_done && !self->ended)
    if (!g_cond_wait_until (&self->cond, &self->mutex, until_us))
      break;
  *n_done = self->n_done;
  *n_bytes = self->n_bytes;
  if (self->error && error)
    *error = g_error_copy (self->error);
  g_mutex_unlock (&self->mutex);
  return self->error == NULL && !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/**
 * danbi_media_get_total:
 * @self: the copying
 *
 * Returns: how many bytes all files together have
 */
guint64
danbi_media_get_total (const DanbiMedia *self)
{
  return self->total;
}

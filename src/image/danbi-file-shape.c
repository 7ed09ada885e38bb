/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An opened file and what it is by its first bytes; runs in the confined child. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-bmp.h"
#include "danbi-file-shape.h"

#define HASH_BUFFER_BYTES (256 * 1024)
#define PREAMBLE_BYTES 128
#define MIN_ELEMENTS 3 /* that must make sense where no preamble says DICOM */

static DanbiFileProblem
unreadable (char **detail)
{
  *detail = g_strdup (g_strerror (errno));
  return DANBI_FILE_UNREADABLE;
}

/* As much as there is, up to @length; below 0 where the file cannot be read. */
static gssize
read_up_to (int      fd,
            guint64  offset,
            guint8  *buffer,
            gsize    length)
{
  gsize done = 0;

  while (done < length)
    {
      gssize n = pread (fd, buffer + done, length - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  return (gssize) done;
}

/**
 * danbi_file_source_open:
 * @self: to be filled; danbi_file_source_clear() closes it, also after a problem
 * @path: a file
 * @detail: (out): more about the problem
 *
 * Opens a file without blocking (a FIFO would wait for its other end for ever) and reads its head.
 *
 * Returns: %DANBI_FILE_OK, or why it cannot be read; `size` is set where it is known
 */
DanbiFileProblem
danbi_file_source_open (DanbiFileSource  *self,
                        const char       *path,
                        char            **detail)
{
  struct stat status;
  gssize n;

  self->stream = NULL;
  self->n_head = 0;
  self->size = 0;
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    return unreadable (detail);
  if (!S_ISREG (status.st_mode))
    return DANBI_FILE_UNREADABLE;
  self->size = (guint64) status.st_size;
  if (self->size == 0)
    return DANBI_FILE_EMPTY;

  n = read_up_to (self->fd, 0, self->head, sizeof self->head);
  if (n < 0)
    return unreadable (detail);
  self->n_head = (gsize) n;
  return DANBI_FILE_OK;
}

/**
 * danbi_file_source_clear:
 * @self: a source
 *
 * Closes the file.
 */
void
danbi_file_source_clear (DanbiFileSource *self)
{
  if (self->stream)
    fclose (self->stream);
  else if (self->fd >= 0)
    close (self->fd);
  self->stream = NULL;
  self->fd = -1;
}

/**
 * danbi_file_source_read:
 * @self: an opened file
 * @offset: where in the file
 * @buffer: (out): @length bytes
 * @length: how many bytes
 *
 * Returns: whether all of them are there
 */
gboolean
danbi_file_source_read (const DanbiFileSource *self,
                        guint64                offset,
                        void                  *buffer,
                        gsize                  length)
{
  if (offset <= self->n_head && length <= self->n_head - offset)
    {
      memcpy (buffer, self->head + offset, length);
      return TRUE;
    }
  return read_up_to (self->fd, offset, buffer, length) == (gssize) length;
}

/**
 * danbi_file_source_read_all:
 * @self: an opened file
 * @bytes: (out) (transfer full): all of it, unchanged on failure
 *
 * Returns: %DANBI_FILE_OK, or why it cannot be had as a whole: too large, or shorter than it was
 */
DanbiFileProblem
danbi_file_source_read_all (const DanbiFileSource  *self,
                            guint8                **bytes)
{
  g_autofree guint8 *all = NULL;

  if (self->size > DANBI_FILE_MAX_WHOLE_BYTES || !(all = g_try_malloc ((gsize) self->size)))
    return DANBI_FILE_TOO_LARGE;
  if (!danbi_file_source_read (self, 0, all, (gsize) self->size))
    return DANBI_FILE_UNREADABLE;
  *bytes = g_steal_pointer (&all);
  return DANBI_FILE_OK;
}

/**
 * danbi_file_source_get_stream:
 * @self: an opened file
 *
 * Returns: (transfer none) (nullable): the file as a stream, at its beginning; it is closed with
 *   @self
 */
FILE *
danbi_file_source_get_stream (DanbiFileSource *self)
{
  if (!self->stream)
    self->stream = fdopen (self->fd, "rb");
  if (self->stream)
    rewind (self->stream);
  return self->stream;
}

/**
 * danbi_file_source_dup_sha256:
 * @self: an opened file
 *
 * Returns: (transfer full) (nullable): the sum of the whole file, in hexadecimal; %NULL with errno
 *   set where it could not be read to its end
 */
char *
danbi_file_source_dup_sha256 (const DanbiFileSource *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (HASH_BUFFER_BYTES);
  guint64 offset = 0;
  gssize n;

  while ((n = read_up_to (self->fd, offset, buffer, HASH_BUFFER_BYTES)) > 0)
    {
      g_checksum_update (checksum, buffer, n);
      offset += (guint64) n;
    }
  return n == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

static gboolean
is_value_representation (const guint8 *bytes)
{
  static const char known[] = "AEASATCSDADSDTFDFLISLOLTOBODOFOLOVOWPN"
                              "SHSLSQSSSTSVTMUCUIULUNURUSUTUV";

  for (gsize i = 0; known[i]; i += 2)
    if (memcmp (bytes, known + i, 2) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_long_length (const guint8 *vr)
{
  static const char known[] = "OBODOFOLOVOWSQSVUCUNURUTUV";

  for (gsize i = 0; known[i]; i += 2)
    if (memcmp (vr, known + i, 2) == 0)
      return TRUE;
  return FALSE;
}

static guint32
take_number (const guint8 *bytes,
             guint         n_bytes,
             gboolean      big_endian)
{
  guint32 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number |= (guint32) bytes[big_endian ? n_bytes - 1 - i : i] << (8 * i);
  return number;
}

/* Measures one data element; 0 means that it makes no sense. */
static guint64
measure_element (const guint8 *bytes,
                 guint64       left,
                 gboolean      big_endian)
{
  guint64 length;

  if (!is_value_representation (bytes + 4))
    length = big_endian ? G_MAXUINT32 : 8 + (guint64) take_number (bytes + 4, 4, FALSE);
  else if (has_long_length (bytes + 4))
    length = 12 + (guint64) take_number (bytes + 8, 4, big_endian);
  else
    length = 8 + (guint64) take_number (bytes + 6, 2, big_endian);
  return length <= left && length % 2 == 0 ? length : 0;
}

/* DCMTK's own detection takes zeros and pictures for DICOM. So: the file begins with group 0002 or
 * 0008, its tags rise, and the lengths fit into the file. */
static gboolean
is_bare_dataset (const DanbiFileSource *source)
{
  gboolean big_endian = source->head[0] == 0;
  guint64 at = 0;
  guint32 last = 0;
  guint n_elements = 0;

  while (at + 12 <= source->n_head && n_elements < MIN_ELEMENTS)
    {
      const guint8 *bytes = source->head + at;
      guint32 group = take_number (bytes, 2, big_endian);
      guint32 tag = group << 16 | take_number (bytes + 2, 2, big_endian);
      guint64 length = measure_element (bytes, source->size - at, big_endian);

      if (length == 0 || tag <= last || (n_elements == 0 && group != 2 && group != 8))
        return FALSE;
      last = tag;
      at += length;
      n_elements++;
    }
  return n_elements == MIN_ELEMENTS;
}

static gboolean
begins_with (const DanbiFileSource *self,
             const char            *bytes,
             gsize                  length)
{
  return self->n_head >= length && memcmp (self->head, bytes, length) == 0;
}

/* Pictures that are sent as JPEGs. */
static DanbiFileShape
get_picture_shape (const DanbiFileSource *self)
{
  if (begins_with (self, "\x89PNG\r\n\x1a\n", 8))
    return DANBI_FILE_SHAPE_PNG;
  if (danbi_bmp_is_header (self->head, self->n_head))
    return DANBI_FILE_SHAPE_BMP;
  if (begins_with (self, "II*\0", 4) || begins_with (self, "MM\0*", 4)
      || begins_with (self, "II+\0", 4) || begins_with (self, "MM\0+", 4))
    return DANBI_FILE_SHAPE_TIFF;
  if (begins_with (self, "RIFF", 4) && self->n_head >= 12
      && memcmp (self->head + 8, "WEBP", 4) == 0)
    return DANBI_FILE_SHAPE_WEBP;
  return DANBI_FILE_SHAPE_OTHER;
}

/**
 * danbi_file_source_get_shape:
 * @self: an opened file
 *
 * Returns: what it is by its first bytes
 */
DanbiFileShape
danbi_file_source_get_shape (const DanbiFileSource *self)
{
  const guint8 *head = self->head;

  if (self->n_head >= 3 && head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff)
    return DANBI_FILE_SHAPE_JPEG;
  if (self->n_head >= PREAMBLE_BYTES + 4 && memcmp (head + PREAMBLE_BYTES, "DICM", 4) == 0)
    return DANBI_FILE_SHAPE_DICOM;
  return is_bare_dataset (self) ? DANBI_FILE_SHAPE_BARE_DICOM : get_picture_shape (self);
}

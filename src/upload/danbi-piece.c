/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that a file is sent in: how large they are, their bytes, and their checksum. */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "danbi-piece.h"

#define PIECE_S 4 /* what one piece takes of the line */
#define MIN_BYTES (32 * 1024)
#define FIRST_BYTES (64 * 1024)
#define MAX_BYTES (64 * 1024 * 1024)
#define MAX_GROWTH 8
#define MIN_MEASURED_BYTES (256 * 1024)
#define BUFFER_BYTES (64 * 1024)

/**
 * danbi_pieces_begin:
 * @self: the pieces of a file
 * @fixed: how large all of them are; 0 where the line decides
 * @line_bytes_per_s: the line as it was last measured, 0 where that is not known
 *
 * A line that is not known is taken for a slow one: it grows from there within a few pieces.
 */
void
danbi_pieces_begin (DanbiPieces *self,
                    guint64      fixed,
                    guint64      line_bytes_per_s)
{
  *self = (DanbiPieces) { .fixed = fixed, .next = fixed, .most = MAX_BYTES };
  if (fixed == 0)
    self->next = line_bytes_per_s == 0
                     ? FIRST_BYTES
                     : CLAMP (MIN (line_bytes_per_s, MAX_BYTES) * PIECE_S, MIN_BYTES, MAX_BYTES);
}

/**
 * danbi_pieces_arrived:
 * @self: the pieces of a file
 * @bytes: how many bytes of a piece arrived
 * @took_us: from its first byte to the receiver's answer
 */
void
danbi_pieces_arrived (DanbiPieces *self,
                      guint64      bytes,
                      gint64       took_us)
{
  double wanted = (double) bytes * PIECE_S * G_USEC_PER_SEC / (double) MAX (took_us, 1);
  double bound = (double) MIN (self->next * MAX_GROWTH, self->most);

  self->bytes += bytes;
  self->took_us += MAX (took_us, 1);
  if (self->fixed == 0 && bytes >= self->next / 2)
    self->next = (guint64) CLAMP (wanted, (double) MIN (MIN_BYTES, self->most), bound);
}

/**
 * danbi_pieces_broken:
 * @self: the pieces of a file
 *
 * A piece did not get through whole: the next one is half as large.
 */
void
danbi_pieces_broken (DanbiPieces *self)
{
  if (self->fixed == 0)
    self->next = MAX (self->next / 2, MIN (MIN_BYTES, self->most));
}

/**
 * danbi_pieces_too_large:
 * @self: the pieces of a file
 * @bytes: how large a piece was that the receiver, or a proxy before it, would not take
 *
 * Returns: whether smaller ones can be tried; from now on they are
 */
gboolean
danbi_pieces_too_large (DanbiPieces *self,
                        guint64      bytes)
{
  if (self->fixed > 0 || bytes <= MIN_BYTES)
    return FALSE;
  self->most = MAX (bytes / 2, MIN_BYTES);
  self->next = MIN (self->next, self->most);
  return TRUE;
}

/**
 * danbi_pieces_get_line:
 * @self: the pieces of a file
 *
 * Returns: bytes a second as they arrived, 0 where too few did to tell
 */
guint64
danbi_pieces_get_line (const DanbiPieces *self)
{
  if (self->bytes <= MIN_MEASURED_BYTES)
    return 0;
  return MAX ((guint64) ((double) self->bytes * G_USEC_PER_SEC / (double) self->took_us), 1);
}

/**
 * danbi_piece_read:
 * @fd: a file
 * @buffer: (out): where the bytes go
 * @size: how many it takes
 * @offset: from where on
 *
 * Returns: how many bytes there were, 0 at the end of the file, −1 with errno set
 */
gssize
danbi_piece_read (int     fd,
                  void   *buffer,
                  gsize   size,
                  guint64 offset)
{
  gssize got;

  do
    got = pread (fd, buffer, size, (off_t) offset);
  while (got < 0 && errno == EINTR);
  return got;
}

/**
 * danbi_piece_dup_checksum:
 * @fd: a file
 * @offset: where the piece begins
 * @length: how long it is
 * @type: how to sum it
 * @cancellable: (nullable): stops it
 *
 * Returns: (transfer full) (nullable): the sum in Base64, as tus wants it; %NULL where the file
 *   could not be read to there, which sending it will tell, or it was stopped
 */
char *
danbi_piece_dup_checksum (int           fd,
                          guint64       offset,
                          guint64       length,
                          GChecksumType type,
                          GCancellable *cancellable)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  g_autofree guchar *buffer = g_malloc (BUFFER_BYTES);
  guint8 digest[64];
  gsize digest_bytes = sizeof digest;

  for (guint64 done = 0; done < length;)
    {
      gssize got =
          danbi_piece_read (fd, buffer, (gsize) MIN (length - done, BUFFER_BYTES), offset + done);

      if (got <= 0 || g_cancellable_is_cancelled (cancellable))
        return NULL;
      g_checksum_update (checksum, buffer, got);
      done += (guint64) got;
    }
  g_checksum_get_digest (checksum, digest, &digest_bytes);
  return g_base64_encode (digest, digest_bytes);
}

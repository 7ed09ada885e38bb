/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiPieces:
 * @fixed: how large every piece is; 0 where the line decides
 * @next: how large the next one is
 * @most: how large one may become
 * @bytes: how many bytes arrived in whole pieces
 * @took_us: in how much time
 *
 * How large the pieces of one file are: some seconds of the line each, so that a cut costs little
 * where a receiver counts whole requests only, and the answers in between cost next to nothing.
 */
typedef struct
{
  guint64 fixed;
  guint64 next;
  guint64 most;
  guint64 bytes;
  gint64 took_us;
} DanbiPieces;

void danbi_pieces_begin (DanbiPieces *self, guint64 fixed, guint64 line_bytes_per_s);
void danbi_pieces_arrived (DanbiPieces *self, guint64 bytes, gint64 took_us);
void danbi_pieces_broken (DanbiPieces *self);
gboolean danbi_pieces_too_large (DanbiPieces *self, guint64 bytes);
guint64 danbi_pieces_get_line (const DanbiPieces *self);

gssize danbi_piece_read (int fd, void *buffer, gsize size, guint64 offset);
char *danbi_piece_dup_checksum (int fd, guint64 offset, guint64 length,
                                GChecksumType type, GCancellable *cancellable);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DANBI_PACKAGE_BUFFER_BYTES (256 * 1024)

/**
 * DanbiPackagePiece:
 * @entry: to which entry of the plan it belongs
 * @length: how many bytes of @data are filled
 * @last: whether the entry ends with it
 *
 * What travels on a belt.
 */
typedef struct
{
  guint entry;
  gsize length;
  gboolean last;
  guint8 data[DANBI_PACKAGE_BUFFER_BYTES];
} DanbiPackagePiece;

/* Some buffers between two threads: one fills them, the other empties them, in the same order. */
typedef struct _DanbiPackageBelt DanbiPackageBelt;

DanbiPackageBelt *danbi_package_belt_new (void);
void danbi_package_belt_free (DanbiPackageBelt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPackageBelt, danbi_package_belt_free)

/* For the thread that fills. */
DanbiPackagePiece *danbi_package_belt_begin (DanbiPackageBelt *self);
void danbi_package_belt_put (DanbiPackageBelt *self);
void danbi_package_belt_end (DanbiPackageBelt *self);

/* For the thread that empties. */
const DanbiPackagePiece *danbi_package_belt_take (DanbiPackageBelt *self);
void danbi_package_belt_give_back (DanbiPackageBelt *self);
void danbi_package_belt_stop (DanbiPackageBelt *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DANBI_RECORD_NONE G_MAXUINT

/**
 * DanbiRecordNode:
 * @offset: where the record stands in the file
 * @next: offset of the next record of its level, 0 for none
 * @lower: offset of the first record below it, 0 for none
 * @counts: whether it is in use
 * @parent: (out): index of the record above it, %DANBI_RECORD_NONE where none leads to it
 * @reached: (out): whether the offsets lead to it from the first record
 *
 * How one directory record is joined to others.
 */
typedef struct
{
  guint32 offset;
  guint32 next;
  guint32 lower;
  gboolean counts;
  guint parent;
  gboolean reached;
} DanbiRecordNode;

guint danbi_record_tree_link (DanbiRecordNode *nodes, guint n_nodes, guint32 first);

G_END_DECLS

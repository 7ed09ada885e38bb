/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree that the offsets of a DICOMDIR draw over its records, which stand one after the other.
 * DCMTK's own tree is not used: one wrong offset silently loses all that lies behind it. */
#include "config.h"

#include "danbi-record-tree.h"

typedef struct
{
  DanbiRecordNode *nodes;
  guint n_nodes;
  GHashTable *by_offset; /* index + 1 */
} Tree;

static guint
find (const Tree *self,
      guint32     offset)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_offset, GUINT_TO_POINTER (offset)));

  return offset != 0 && found > 0 ? found - 1 : DANBI_RECORD_NONE;
}

/* A record has one parent, so a chain ends at the first record that has one already; that also ends
 * a chain that bites its tail. */
static void
set_parents (Tree *self)
{
  for (guint upper = 0; upper < self->n_nodes; upper++)
    for (guint i = find (self, self->nodes[upper].lower);
         i != DANBI_RECORD_NONE && self->nodes[i].parent == DANBI_RECORD_NONE;
         i = find (self, self->nodes[i].next))
      self->nodes[i].parent = upper;
}

static guint
count_reachable (Tree    *self,
                 guint32  first)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint n = 0;

  g_array_append_val (waiting, first);
  while (waiting->len > 0)
    {
      guint i = find (self, g_array_index (waiting, guint32, waiting->len - 1));

      g_array_set_size (waiting, waiting->len - 1);
      if (i == DANBI_RECORD_NONE || self->nodes[i].reached)
        continue;
      self->nodes[i].reached = TRUE;
      if (self->nodes[i].counts)
        n++;
      g_array_append_val (waiting, self->nodes[i].next);
      g_array_append_val (waiting, self->nodes[i].lower);
    }
  return n;
}

/**
 * danbi_record_tree_link:
 * @nodes: the records in the order of the file; what is (out) of them is set
 * @n_nodes: how many
 * @first: offset of the first record of the highest level
 *
 * Follows the offsets, which may be wrong in any way.
 *
 * Returns: how many of the records in use the offsets lead to from @first
 */
guint
danbi_record_tree_link (DanbiRecordNode *nodes,
                        guint            n_nodes,
                        guint32          first)
{
  g_autoptr (GHashTable) by_offset = g_hash_table_new (NULL, NULL);
  Tree self = { .nodes = nodes, .n_nodes = n_nodes, .by_offset = by_offset };

  for (guint i = 0; i < n_nodes; i++)
    {
      nodes[i].parent = DANBI_RECORD_NONE;
      nodes[i].reached = FALSE;
      g_hash_table_insert (by_offset, GUINT_TO_POINTER (nodes[i].offset), GUINT_TO_POINTER (i + 1));
    }
  set_parents (&self);
  return count_reachable (&self, first);
}

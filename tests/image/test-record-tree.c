/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offsets of a DICOMDIR, right and wrong. */
#include "config.h"

#include "danbi-record-tree.h"

#define NONE DANBI_RECORD_NONE
#define MAX_NODES 5

/* A patient, a study, a series and two images, at 10, 20, …, joined in all kinds of ways. */
static const struct
{
  const char *name;
  guint32 first;
  DanbiRecordNode nodes[MAX_NODES];
  guint n_reachable;
  guint parents[MAX_NODES];
} TREES[] = {
  { "right", 10,
    { { 10, 0, 20, TRUE }, { 20, 0, 30, TRUE }, { 30, 0, 40, TRUE },
      { 40, 50, 0, TRUE }, { 50, 0, 0, TRUE } },
    5, { NONE, 0, 1, 2, 2 } },
  { "one not in use is passed through", 10,
    { { 10, 0, 20, TRUE }, { 20, 0, 30, TRUE }, { 30, 0, 40, TRUE },
      { 40, 50, 0, FALSE }, { 50, 0, 0, TRUE } },
    4, { NONE, 0, 1, 2, 2 } },
  { "no beginning", 0,
    { { 10, 0, 20, TRUE }, { 20, 0, 30, TRUE }, { 30, 0, 40, TRUE },
      { 40, 50, 0, TRUE }, { 50, 0, 0, TRUE } },
    0, { NONE, 0, 1, 2, 2 } },
  { "a wrong next loses the last", 10,
    { { 10, 0, 20, TRUE }, { 20, 0, 30, TRUE }, { 30, 0, 40, TRUE },
      { 40, 51, 0, TRUE }, { 50, 0, 0, TRUE } },
    4, { NONE, 0, 1, 2, NONE } },
  { "a wrong lower loses all below", 10,
    { { 10, 0, 99, TRUE }, { 20, 0, 30, TRUE }, { 30, 0, 40, TRUE },
      { 40, 50, 0, TRUE }, { 50, 0, 0, TRUE } },
    1, { NONE, NONE, 1, 2, 2 } },
  { "a chain that bites its tail ends", 10,
    { { 10, 0, 20, TRUE }, { 20, 0, 30, TRUE }, { 30, 0, 40, TRUE },
      { 40, 50, 0, TRUE }, { 50, 40, 0, TRUE } },
    5, { NONE, 0, 1, 2, 2 } },
  { "a record below itself", 10,
    { { 10, 10, 10, TRUE }, { 20, 20, 20, TRUE }, { 30, 10, 20, TRUE },
      { 40, 0, 0, TRUE }, { 50, 0, 0, TRUE } },
    1, { 0, 1, NONE, NONE, NONE } },
  { "all at one place", 7,
    { { 7, 7, 7, TRUE }, { 7, 7, 7, TRUE }, { 7, 7, 7, TRUE }, { 7, 7, 7, TRUE },
      { 7, 7, 7, TRUE } },
    1, { NONE, NONE, NONE, NONE, 0 } },
};

static void
test_trees (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (TREES); i++)
    {
      DanbiRecordNode nodes[MAX_NODES];

      g_test_message ("%s", TREES[i].name);
      for (guint j = 0; j < MAX_NODES; j++)
        nodes[j] = TREES[i].nodes[j];
      g_assert_cmpuint (danbi_record_tree_link (nodes, MAX_NODES, TREES[i].first), ==,
                        TREES[i].n_reachable);
      for (guint j = 0; j < MAX_NODES; j++)
        g_assert_cmpuint (nodes[j].parent, ==, TREES[i].parents[j]);
    }
}

static void
test_empty (void)
{
  g_assert_cmpuint (danbi_record_tree_link (NULL, 0, 10), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/record-tree/wrong_offsets_lose_no_parent", test_trees);
  g_test_add_func ("/danbi/image/record-tree/no_records_are_no_tree", test_empty);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes on a belt in one thread comes off it in another, whole and in order. */
#include <string.h>

#include "danbi-package-belt.h"

#define N_PIECES 5000

/* How one run goes: after which piece the filling ends, and after which the emptying stops. */
typedef struct
{
  DanbiPackageBelt *belt;
  guint n_fill;
  guint n_take;
  guint n_filled;
} Run;

static gpointer
fill (gpointer data)
{
  Run *run = data;
  DanbiPackagePiece *piece;

  while (run->n_filled < run->n_fill && (piece = danbi_package_belt_begin (run->belt)))
    {
      piece->entry = run->n_filled;
      piece->length = 1 + run->n_filled % 1000;
      piece->last = run->n_filled % 7 == 0;
      memset (piece->data, (int) (run->n_filled & 0xFF), piece->length);
      danbi_package_belt_put (run->belt);
      run->n_filled++;
    }
  danbi_package_belt_end (run->belt);
  return NULL;
}

static guint
empty (Run *run)
{
  const DanbiPackagePiece *piece;
  guint n = 0;

  while (n < run->n_take && (piece = danbi_package_belt_take (run->belt)))
    {
      g_assert_cmpuint (piece->entry, ==, n);
      g_assert_cmpuint (piece->length, ==, 1 + n % 1000);
      g_assert_cmpint (piece->last, ==, n % 7 == 0);
      g_assert_cmpuint (piece->data[0], ==, n & 0xFF);
      g_assert_cmpuint (piece->data[piece->length - 1], ==, n & 0xFF);
      danbi_package_belt_give_back (run->belt);
      n++;
    }
  danbi_package_belt_stop (run->belt);
  return n;
}

static guint
run (guint  n_fill,
     guint  n_take,
     guint *n_filled)
{
  g_autoptr (DanbiPackageBelt) belt = danbi_package_belt_new ();
  Run it = { belt, n_fill, n_take, 0 };
  GThread *thread = g_thread_new ("fill", fill, &it);
  guint n = empty (&it);

  g_thread_join (thread);
  *n_filled = it.n_filled;
  return n;
}

static void
test_pieces_come_in_order (void)
{
  guint n_filled;

  g_assert_cmpuint (run (N_PIECES, G_MAXUINT, &n_filled), ==, N_PIECES);
  g_assert_cmpuint (n_filled, ==, N_PIECES);
}

static void
test_belt_that_ends_at_once_gives_nothing (void)
{
  guint n_filled;

  g_assert_cmpuint (run (0, G_MAXUINT, &n_filled), ==, 0);
}

/* Who fills is ahead by the few buffers only, and does not wait for ever. */
static void
test_who_stops_sets_the_other_free (void)
{
  static const guint stops[] = { 0, 1, 100 };

  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      guint n_filled;

      g_assert_cmpuint (run (N_PIECES, stops[i], &n_filled), ==, stops[i]);
      g_assert_cmpuint (n_filled, <=, stops[i] + 8);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/package/package-belt/pieces_come_in_order", test_pieces_come_in_order);
  g_test_add_func ("/danbi/package/package-belt/belt_that_ends_at_once_gives_nothing",
                   test_belt_that_ends_at_once_gives_nothing);
  g_test_add_func ("/danbi/package/package-belt/who_stops_sets_the_other_free",
                   test_who_stops_sets_the_other_free);
  return g_test_run ();
}

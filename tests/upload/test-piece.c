/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of how large the pieces of a file are. */
#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include "danbi-piece.h"
#include "danbi-test-file.h"

#define KIB 1024
#define MIB (1024 * 1024)

/* Sends over a line of that speed, with a pause of @trip_ms before each answer, until @total
 * arrived; returns how many pieces it took. */
static guint
send_over (DanbiPieces *pieces,
           guint64      bytes_per_s,
           guint        trip_ms,
           guint64      total)
{
  guint n = 0;

  for (guint64 done = 0; done < total; n++)
    {
      guint64 now = MIN (pieces->next, total - done);

      danbi_pieces_arrived (pieces, now,
                            (gint64) (now * G_USEC_PER_SEC / bytes_per_s) + trip_ms * 1000);
      done += now;
    }
  return n;
}

static void
test_fitting (void)
{
  const struct
  {
    guint64 bytes_per_s;
    guint64 least;
    guint64 most;
  } lines[] = {
    { 1000, 32 * KIB, 32 * KIB },
    { 8000, 32 * KIB, 32 * KIB }, /* 64 kbit/s: a piece takes four seconds */
    { 625000, 2 * MIB, 3 * MIB }, /* 5 Mbit/s */
    { 2500000, 7 * MIB, 10 * MIB },
    { 12500000, 40 * MIB, 50 * MIB },
    { 300000000, 64 * MIB, 64 * MIB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      DanbiPieces pieces;

      danbi_pieces_init (&pieces, 0);
      g_assert_cmpuint (pieces.next, ==, 64 * KIB);
      send_over (&pieces, lines[i].bytes_per_s, 50, lines[i].bytes_per_s * 60);
      g_assert_cmpuint (pieces.next, >=, lines[i].least);
      g_assert_cmpuint (pieces.next, <=, lines[i].most);
    }
}

static void
test_growing (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 0);
  g_assert_cmpuint (send_over (&pieces, 300000000, 1, 1000 * MIB), <=, 22);
}

static void
test_known_line (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 0);
  danbi_pieces_set_line (&pieces, 0);
  g_assert_cmpuint (pieces.next, ==, 64 * KIB);
  danbi_pieces_set_line (&pieces, 8000);
  g_assert_cmpuint (pieces.next, ==, 32 * KIB);
  danbi_pieces_set_line (&pieces, 1000000);
  g_assert_cmpuint (pieces.next, ==, 4000000);
  danbi_pieces_set_line (&pieces, G_MAXUINT64);
  g_assert_cmpuint (pieces.next, ==, 64 * MIB);
}

static void
test_breaking (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 0);
  danbi_pieces_set_line (&pieces, 1000000);
  danbi_pieces_broken (&pieces);
  g_assert_cmpuint (pieces.next, ==, 2000000);
  for (guint i = 0; i < 20; i++)
    danbi_pieces_broken (&pieces);
  g_assert_cmpuint (pieces.next, ==, 32 * KIB);
}

/* The last piece of a file, and a part of one, say little about the line. */
static void
test_crumbs (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 0);
  danbi_pieces_set_line (&pieces, 1000000);
  danbi_pieces_arrived (&pieces, 10, 50000);
  g_assert_cmpuint (pieces.next, ==, 4000000);
}

static void
test_fixed (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 1000);
  danbi_pieces_set_line (&pieces, 300000000);
  send_over (&pieces, 300000000, 0, 100 * MIB);
  danbi_pieces_broken (&pieces);
  g_assert_cmpuint (pieces.next, ==, 1000);
  g_assert_false (danbi_pieces_too_large (&pieces, 1000));
}

static void
test_too_large (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 0);
  danbi_pieces_set_line (&pieces, 300000000);
  g_assert_true (danbi_pieces_too_large (&pieces, 2 * MIB));
  g_assert_cmpuint (pieces.next, ==, MIB);
  send_over (&pieces, 300000000, 0, 100 * MIB);
  g_assert_cmpuint (pieces.next, ==, MIB);
  g_assert_true (danbi_pieces_too_large (&pieces, 40 * KIB));
  g_assert_cmpuint (pieces.next, ==, 32 * KIB);
  g_assert_false (danbi_pieces_too_large (&pieces, 32 * KIB));
}

static void
test_line (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 0);
  danbi_pieces_arrived (&pieces, 256 * KIB, G_USEC_PER_SEC);
  g_assert_cmpuint (danbi_pieces_get_line (&pieces), ==, 0);
  danbi_pieces_arrived (&pieces, 256 * KIB, G_USEC_PER_SEC);
  g_assert_cmpuint (danbi_pieces_get_line (&pieces), ==, 256 * KIB);
}

/* What was found out with one file holds for the next. */
static void
test_next_file (void)
{
  DanbiPieces pieces;

  danbi_pieces_init (&pieces, 0);
  send_over (&pieces, 2500000, 50, 100 * MIB);
  danbi_pieces_broken (&pieces);
  g_assert_true (danbi_pieces_too_large (&pieces, 2 * MIB));
  danbi_pieces_begin (&pieces);
  g_assert_cmpuint (danbi_pieces_get_line (&pieces), ==, 0);
  g_assert_cmpuint (pieces.next, ==, MIB);
  send_over (&pieces, 2500000, 50, 100 * MIB);
  g_assert_cmpuint (pieces.next, ==, MIB);
}

static void
test_checksum (void)
{
  char *path = danbi_test_file_new (26);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autofree char *abc = danbi_piece_dup_checksum (fd, 0, 3, G_CHECKSUM_SHA1, NULL);
  g_autofree char *nothing = danbi_piece_dup_checksum (fd, 5, 0, G_CHECKSUM_SHA1, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_cmpstr (abc, ==, "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
  g_assert_cmpstr (nothing, ==, "2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
  g_assert_null (danbi_piece_dup_checksum (fd, 20, 7, G_CHECKSUM_SHA1, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (danbi_piece_dup_checksum (fd, 0, 3, G_CHECKSUM_SHA1, cancellable));
  close (fd);
  danbi_test_file_remove (path);
}

#define ADD(name, func) g_test_add_func ("/danbi/upload/piece/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a_piece_takes_some_seconds_of_any_line", test_fitting);
  ADD ("a_fast_line_is_found_out_soon", test_growing);
  ADD ("a_known_line_begins_where_it_was", test_known_line);
  ADD ("a_line_that_breaks_gets_smaller_ones", test_breaking);
  ADD ("crumbs_change_nothing", test_crumbs);
  ADD ("a_fixed_size_stays", test_fixed);
  ADD ("what_is_too_large_is_halved", test_too_large);
  ADD ("the_line_is_measured_over_enough_bytes", test_line);
  ADD ("the_next_file_begins_where_the_last_one_was", test_next_file);
  ADD ("a_piece_has_a_checksum", test_checksum);
  return g_test_run ();
}

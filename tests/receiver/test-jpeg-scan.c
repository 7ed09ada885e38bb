/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the marker scan: whole files, and every way of not being one. */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-fixture.h"
#include "danbi-jpeg-scan.h"

#define SOI "\xff\xd8"
#define EOI "\xff\xd9"
#define APP0 "\xff\xe0\x00\x04xy"
#define SOF0 "\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00"
#define SOF0_NO_WIDTH "\xff\xc0\x00\x0b\x08\x00\x10\x00\x00\x01\x01\x11\x00"
#define SOF_SHORT "\xff\xc0\x00\x07\x08\x00\x10\x00\x20"
#define SOS "\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"

static gboolean
is_whole (const char *bytes,
          gsize       length,
          gsize       step)
{
  DanbiJpegScan scan = { 0 };

  for (gsize i = 0; i < length; i += step)
    danbi_jpeg_scan_feed (&scan, (const guint8 *) bytes + i, MIN (step, length - i));
  return danbi_jpeg_scan_is_whole (&scan);
}

#define CASE(text, whole) { text, sizeof (text) - 1, whole }

static void
test_markers (void)
{
  const struct
  {
    const char *bytes;
    gsize length;
    gboolean whole;
  } cases[] = {
    CASE (SOI SOF0 SOS "data" EOI, TRUE),
    CASE (SOI APP0 SOF0 SOS "da\xff\x00ta\xff\xd0more" EOI "after the end", TRUE),
    CASE (SOI "\xff\xff\xff" APP0 SOF0 SOS "\xff\xff" EOI, TRUE),
    CASE (SOI SOF0 SOS "scan" SOS "scan" EOI, TRUE),
    CASE (SOI "\xff\xc2\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00" SOS "x" EOI, TRUE),
    CASE ("", FALSE),
    CASE (SOI, FALSE),
    CASE (SOI EOI, FALSE),
    CASE (SOI SOF0 EOI, FALSE),
    CASE (SOI SOS "data" EOI, FALSE),
    CASE (SOI SOF0 SOS "data", FALSE),
    CASE (SOI SOF0 SOS "data\xff", FALSE),
    CASE (SOI SOF0_NO_WIDTH SOS "data" EOI, FALSE),
    CASE (SOI SOF_SHORT SOS "data" EOI, FALSE),
    CASE (SOI "\xff\xe0\x00\x01" SOF0 SOS "data" EOI, FALSE),
    CASE (SOI "x" SOF0 SOS "data" EOI, FALSE),
    CASE (SOI "\xff\x00" SOF0 SOS "data" EOI, FALSE),
    CASE (SOI SOI SOF0 SOS "data" EOI, FALSE),
    CASE (SOI "\xff\xc4\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00" SOS "x" EOI, FALSE),
    CASE ("\xff\xd9" SOF0 SOS "data" EOI, FALSE),
    CASE ("xx" SOI SOF0 SOS "data" EOI, FALSE),
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step <= 64; step *= 4)
      {
        g_test_message ("case %u in steps of %zu", i, step);
        g_assert_cmpint (is_whole (cases[i].bytes, cases[i].length, step), ==, cases[i].whole);
      }
}

static void
test_real_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("danbi-jpeg-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "a.jpg", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (danbi_fixture_write_jpeg (path, 64, 48, TRUE, 90, 1, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (is_whole (bytes, length, 100));
  for (gsize cut = 0; cut < length; cut++)
    g_assert_false (is_whole (bytes, cut, cut + 1));
  danbi_dir_remove (dir, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/receiver/jpeg-scan/markers_make_a_file_whole", test_markers);
  g_test_add_func ("/danbi/receiver/jpeg-scan/a_file_cut_anywhere_is_not_whole", test_real_file);
  return g_test_run ();
}

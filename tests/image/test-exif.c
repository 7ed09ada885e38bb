/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orientation in EXIF notes, and the marks of a JPEG. */
#include "config.h"

#include <string.h>

#include "danbi-exif.h"
#include "image-test.h"

#define LITTLE(orientation) "II*\0\x08\0\0\0\x02\0\x0f\1\2\0\1\0\0\0\0\0\0\0"                      \
                            "\x12\1\3\0\1\0\0\0" orientation "\0\0\0\0\0\0\0"
#define BIG(orientation) "MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0" orientation "\0\0\0\0\0\0"

typedef struct
{
  const char *name;
  const char *bytes;
  gsize length;
  guint orientation;
} Notes;

#define NOTES(name, bytes, orientation) { name, bytes, sizeof bytes - 1, orientation }

static const Notes NOTES[] = {
  NOTES ("little endian, second entry", LITTLE ("\6"), 6),
  NOTES ("big endian", BIG ("\x08"), 8),
  NOTES ("upright", BIG ("\1"), 1),
  NOTES ("0 is no orientation", BIG ("\0"), 1),
  NOTES ("9 is no orientation", BIG ("\x09"), 1),
  NOTES ("nothing", "", 1),
  NOTES ("no TIFF header", "XX*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0", 1),
  NOTES ("a directory behind the end", "II*\0\xff\xff\xff\xff\1\0\x12\1\3\0\1\0\0\0\6\0\0\0", 1),
  NOTES ("a directory at the end", "II*\0\x0e\0\0\0\0\0\0\0\0\0", 1),
  NOTES ("more entries than bytes", "II*\0\x08\0\0\0\xff\xff\x0f\1\2\0\1\0\0\0\0\0\0\0", 1),
  NOTES ("another type", "II*\0\x08\0\0\0\1\0\x12\1\4\0\1\0\0\0\6\0\0\0", 1),
};

static void
test_notes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (NOTES); i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (NOTES[i].bytes, NOTES[i].length);

      g_test_message ("%s", NOTES[i].name);
      g_assert_cmpuint (danbi_exif_get_orientation (bytes, NOTES[i].length), ==,
                        NOTES[i].orientation);
    }
}

/* However short they are, nothing behind their end is read: the sanitizer would tell. */
static void
test_cut_notes (void)
{
  static const char whole[] = LITTLE ("\6");

  for (gsize length = 0; length < sizeof whole; length++)
    {
      g_autofree guint8 *bytes = g_memdup2 (whole, length);

      g_assert_cmpuint (danbi_exif_get_orientation (bytes, length), ==, length < 34 ? 1 : 6);
    }
}

static DanbiJpegMarks
read_marks (const char *bytes,
            gsize       length)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autofree char *path = NULL;
  g_autofree char *detail = NULL;
  DanbiJpegMarks marks;

  test_folder_init (&folder);
  path = test_folder_write (&folder, "a.jpg", bytes, (gssize) length);
  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  danbi_jpeg_marks_read (&marks, &source);
  return marks;
}

static void
test_marks (void)
{
  static const char inks[] = "\xff\xd8\xff\xee\0\x0e" "Adobe\0\x64\0\0\0\0\2"
                             "\xff\xff\xe1\0\x22" "Exif\0\0" BIG ("\3")
                             "\xff\xc0\0\x0b\x08\0\x10\0\x10\4\0\0\0\xff\xda\0\2";
  DanbiJpegMarks marks = read_marks (inks, sizeof inks - 1);

  g_assert_true (marks.adobe);
  g_assert_cmpuint (marks.orientation, ==, 3);
  g_assert_cmpuint (marks.components, ==, 4);
}

static void
test_bad_marks (void)
{
  static const char *const bad[] = { "\xff\xd8\xff\xe1\xff\xff", "\xff\xd8zzzz",
                                     "\xff\xd8\xff\xe1\0\1zz", "\xff\xd8\xff\xff\xff\xff\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      DanbiJpegMarks marks = read_marks (bad[i], 6 + i % 3);

      g_assert_cmpuint (marks.orientation, ==, 1);
      g_assert_false (marks.adobe);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/exif/" name, function)
  ADD ("the_orientation_is_found", test_notes);
  ADD ("cut_notes_turn_nothing", test_cut_notes);
  ADD ("marks_of_a_jpeg_are_read", test_marks);
  ADD ("marks_that_make_no_sense_are_let_be", test_bad_marks);
  return g_test_run ();
}

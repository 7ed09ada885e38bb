/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An opened file: what it is by its first bytes, and its bytes at any place. */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include "danbi-file-shape.h"
#include "danbi-jpeg.h"
#include "image-test.h"

static DanbiFileShape
get_shape (const void *data,
           gssize      length)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autofree char *path = NULL;
  g_autofree char *detail = NULL;

  test_folder_init (&folder);
  path = test_folder_write (&folder, "a", data, length);
  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  return danbi_file_source_get_shape (&source);
}

static void
test_shapes (void)
{
  guint8 bytes[256] = { 0 };

  g_assert_cmpint (get_shape (bytes, sizeof bytes), ==, DANBI_FILE_SHAPE_OTHER);
  g_assert_cmpint (get_shape ("\xff\xd8\xff", 3), ==, DANBI_FILE_SHAPE_JPEG);
  g_assert_cmpint (get_shape ("\xff\xd8", 2), ==, DANBI_FILE_SHAPE_OTHER);
  memcpy (bytes + 128, "DICM", 4);
  g_assert_cmpint (get_shape (bytes, 132), ==, DANBI_FILE_SHAPE_DICOM);
  g_assert_cmpint (get_shape (bytes, 131), ==, DANBI_FILE_SHAPE_OTHER);
}

static void
test_a_dataset_without_preamble (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  DanbiDicomWriter writer = { .bytes = bytes };

  danbi_dicom_put_text (&writer, 0x00080005, "CS", "ISO_IR 100");
  danbi_dicom_put_text (&writer, 0x00080016, "UI", TEST_SOP_CLASS);
  g_assert_cmpint (get_shape (bytes->data, bytes->len), ==, DANBI_FILE_SHAPE_OTHER);
  danbi_dicom_put_text (&writer, 0x00080060, "CS", "OT");
  danbi_dicom_put_text (&writer, 0x00080070, "LO", "NOBODY");
  g_assert_cmpint (get_shape (bytes->data, bytes->len), ==, DANBI_FILE_SHAPE_BARE_DICOM);
}

static void
test_what_cannot_be_opened (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *fifo = NULL;
  g_autofree char *empty = NULL;
  const struct
  {
    const char *path;
    DanbiFileProblem problem;
  } rows[] = {
    { "/nonexistent", DANBI_FILE_UNREADABLE },
    { "/", DANBI_FILE_UNREADABLE },
    { "fifo", DANBI_FILE_UNREADABLE },
    { "empty", DANBI_FILE_EMPTY },
  };

  test_folder_init (&folder);
  fifo = test_folder_dup_path (&folder, "fifo");
  empty = test_folder_write (&folder, "empty", "", 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (DanbiFileSource) source = { .fd = -1 };
      g_autofree char *detail = NULL;
      g_autofree char *path = rows[i].path[0] == '/' ? g_strdup (rows[i].path)
                                                     : test_folder_dup_path (&folder, rows[i].path);

      g_test_message ("%s", rows[i].path);
      g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, rows[i].problem);
    }
}

/* Within the head, across its end, behind it, and one byte too many. */
static void
test_bytes_at_any_place (void)
{
  gsize size = DANBI_FILE_HEAD_BYTES + 100;
  g_autofree guint8 *data = g_malloc (size);
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autofree char *path = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *expected = NULL;
  guint8 found[64];

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + i / 256);
  test_folder_init (&folder);
  path = test_folder_write (&folder, "a", data, (gssize) size);
  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  g_assert_cmpuint (source.size, ==, size);
  for (gsize at = 0; at + sizeof found <= size; at += 4)
    {
      g_assert_true (danbi_file_source_read (&source, at, found, sizeof found));
      g_assert_cmpmem (found, sizeof found, data + at, sizeof found);
    }
  g_assert_false (danbi_file_source_read (&source, size - sizeof found + 1, found, sizeof found));
  g_assert_false (danbi_file_source_read (&source, G_MAXINT64, found, 1));

  sum = danbi_file_source_dup_sha256 (&source);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
  g_assert_cmpstr (sum, ==, expected);
  g_assert_cmpint (fgetc (danbi_file_source_get_stream (&source)), ==, data[0]);
}

/* Segments are stepped over by their length: a picture within a note is not the picture. */
static void
test_the_scan_of_a_jpeg (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    guint64 offset; /* 0: there is none */
  } rows[] = {
    { "\xff\xd8\xff\xda\0\x04", 6, 2 },
    { "\xff\xd8\xff\xe1\0\x06\xff\xda\0\x02\xff\xda\0\x04", 14, 10 },
    { "\xff\xd8\xff\xff\xff\xda\0\x04", 8, 4 },
    { "\xff\xd8\xff\xe1\0\x06\xff\xda\0\x02", 10, 0 },
    { "\xff\xd8\xff\xe1\xff\xff\xff\xda", 8, 0 },
    { "\xff\xd8\x00\x00\x00\x00", 6, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_auto (DanbiFileSource) source = { .fd = -1 };
      g_autofree char *path = NULL;
      g_autofree char *detail = NULL;
      guint64 offset = 0;

      test_folder_init (&folder);
      path = test_folder_write (&folder, "a", rows[i].bytes, (gssize) rows[i].length);
      g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
      g_test_message ("row %u", i);
      g_assert_cmpint (danbi_jpeg_find_scan (&source, &offset), ==, rows[i].offset > 0);
      g_assert_cmpuint (offset, ==, rows[i].offset);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/file-shape/" name, function)
  ADD ("is_known_by_the_first_bytes", test_shapes);
  ADD ("a_dataset_needs_three_elements", test_a_dataset_without_preamble);
  ADD ("what_cannot_be_opened_has_a_reason", test_what_cannot_be_opened);
  ADD ("bytes_come_from_any_place", test_bytes_at_any_place);
  ADD ("the_picture_of_a_jpeg_begins_at_its_first_scan", test_the_scan_of_a_jpeg);
  return g_test_run ();
}

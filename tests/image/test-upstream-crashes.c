/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that make the decoders fall: the program gets a sentence or a picture, and goes on. */
#include "config.h"

#include <string.h>

#include "danbi-inspection.h"
#include "image-test.h"

#define N_LEVELS 8000

static void
append_element (GByteArray *file,
                guint16     group,
                guint16     element,
                const char *vr,
                const void *value,
                guint16     length)
{
  const guint16 numbers[] = { GUINT16_TO_LE (group), GUINT16_TO_LE (element) };
  const guint16 size = GUINT16_TO_LE (length);

  g_byte_array_append (file, (const guint8 *) numbers, sizeof numbers);
  g_byte_array_append (file, (const guint8 *) vr, 2);
  g_byte_array_append (file, (const guint8 *) &size, sizeof size);
  g_byte_array_append (file, value, length);
}

/* Part 10, explicit little endian, and then sequences within sequences that never end. */
static void
write_nested (const char *path)
{
  static const guint8 preamble[132] = { [128] = 'D', 'I', 'C', 'M' };
  static const char uid[] = "1.2.840.10008.1.2.1";
  static const guint8 level[] = { 8, 0, 0x40, 0x11, 'S', 'Q', 0, 0, 0xff, 0xff, 0xff, 0xff,
                                  0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff };
  const guint32 length = GUINT32_TO_LE (8 + sizeof uid);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (file, preamble, sizeof preamble);
  append_element (file, 2, 0, "UL", &length, sizeof length);
  append_element (file, 2, 0x10, "UI", uid, sizeof uid);
  for (guint i = 0; i < N_LEVELS; i++)
    g_byte_array_append (file, level, sizeof level);
  g_file_set_contents (path, (const char *) file->data, file->len, &error);
  g_assert_no_error (error);
}

/* A sound file beside it is read all the same, and a picture of it comes. */
static void
drop (const char *path)
{
  g_auto (TestFolder) folder = { 0 };
  const char *paths[3] = { path };
  const DanbiRenderOptions options = { .max_side = 64 };
  g_autofree char *sound = NULL;
  g_autoptr (DanbiFileSet) set = NULL;
  g_autoptr (DanbiPreview) picture = NULL;
  g_autoptr (GError) why = NULL;
  g_autoptr (GError) error = NULL;

  test_folder_init (&folder);
  sound = test_folder_write_dicom (&folder, "sound", DANBI_FIXTURE_CT);
  paths[1] = sound;
  set = danbi_inspection_run (paths, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->images->len, ==, 2);
  g_assert_true (danbi_image_has_pixels (test_find_image (set->images, "sound")));

  picture = danbi_inspection_render (path, &options, NULL, &why);
  g_assert_true ((picture == NULL) == (why != NULL));
  g_clear_pointer (&picture, danbi_preview_free);
  picture = danbi_inspection_render (sound, &options, NULL, &error);
  g_assert_no_error (error);
}

static void
test_file (gconstpointer data)
{
  g_autofree char *path = g_build_filename (DANBI_SOURCE_ROOT, "tests", "fixtures",
                                            "upstream-crashes", data, NULL);

  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  drop (path);
}

static void
test_nested_sequences (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "nested");
  write_nested (path);
  drop (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/danbi/image/upstream-crashes/record_type_of_nul", "record-type-of-nul",
                        test_file);
  g_test_add_data_func ("/danbi/image/upstream-crashes/huffman_table", "huffman-table.dcm",
                        test_file);
  g_test_add_data_func ("/danbi/image/upstream-crashes/huffman_table_of_12_bits",
                        "huffman-table-12.dcm", test_file);
  g_test_add_data_func ("/danbi/image/upstream-crashes/marker_that_stands_alone", "tem-marker.dcm",
                        test_file);
  g_test_add_data_func ("/danbi/image/upstream-crashes/quantization_table",
                        "quantization-table.jpg", test_file);
  g_test_add_data_func ("/danbi/image/upstream-crashes/deflated_length", "deflated-length.dcm",
                        test_file);
  g_test_add_func ("/danbi/image/upstream-crashes/nested_sequences", test_nested_sequences);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DICOM headers, right and wrong, and pictures of them. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "danbi-dicom.h"
#include "image-test.h"

static DanbiFileProblem
read_small (const TestDicom *dicom,
            DanbiImage     **image,
            char           **detail)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_write_small (&folder, "a", dicom);
  *image = danbi_image_new (path);
  return danbi_dicom_read_header (path, dicom->bare, *image, detail);
}

#define PIXELS "\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\24\25\26\27"

static const struct
{
  const char *name;
  TestDicom dicom;
  DanbiFileProblem expected;
} SIZES[] = {
  { "exact", { .rows = 3, .columns = 4, .bits = 8, .pixels = PIXELS, .n_pixels = 12 },
    DANBI_FILE_OK },
  { "padded", { .rows = 3, .columns = 4, .bits = 8, .pixels = PIXELS, .n_pixels = 14 },
    DANBI_FILE_OK },
  { "short", { .rows = 3, .columns = 4, .bits = 8, .pixels = PIXELS, .n_pixels = 10 },
    DANBI_FILE_SHORT_PIXELS },
  { "16 bits", { .rows = 3, .columns = 4, .bits = 16, .pixels = PIXELS, .n_pixels = 24 },
    DANBI_FILE_OK },
  { "16 bits, short", { .rows = 3, .columns = 4, .bits = 16, .pixels = PIXELS, .n_pixels = 22 },
    DANBI_FILE_SHORT_PIXELS },
  { "1 bit", { .rows = 3, .columns = 5, .bits = 1, .pixels = PIXELS, .n_pixels = 2 },
    DANBI_FILE_OK },
  { "1 bit, short", { .rows = 3, .columns = 6, .bits = 1, .pixels = PIXELS, .n_pixels = 2 },
    DANBI_FILE_SHORT_PIXELS },
  { "frames", { .rows = 2, .columns = 2, .bits = 8, .n_frames = "3", .pixels = PIXELS,
                .n_pixels = 12 }, DANBI_FILE_OK },
  { "frames, short", { .rows = 2, .columns = 2, .bits = 8, .n_frames = "4", .pixels = PIXELS,
                       .n_pixels = 12 }, DANBI_FILE_SHORT_PIXELS },
  { "more frames than numbers", { .rows = 65535, .columns = 65535, .bits = 16,
                                  .n_frames = "9999999999", .pixels = PIXELS, .n_pixels = 12 },
    DANBI_FILE_SHORT_PIXELS },
  { "colour", { .rows = 2, .columns = 2, .bits = 8, .samples = 3, .interpretation = "RGB",
                .pixels = PIXELS, .n_pixels = 12 }, DANBI_FILE_OK },
  { "colour, short", { .rows = 2, .columns = 2, .bits = 8, .samples = 3, .interpretation = "RGB",
                       .pixels = PIXELS, .n_pixels = 10 }, DANBI_FILE_SHORT_PIXELS },
  { "half the chroma", { .rows = 2, .columns = 2, .bits = 8, .samples = 3,
                         .interpretation = "YBR_FULL_422", .pixels = PIXELS, .n_pixels = 8 },
    DANBI_FILE_OK },
  { "half the chroma, short", { .rows = 2, .columns = 2, .bits = 8, .samples = 3,
                                .interpretation = "YBR_FULL_422", .pixels = PIXELS,
                                .n_pixels = 6 }, DANBI_FILE_SHORT_PIXELS },
  { "no rows", { .rows = 0, .columns = 4, .bits = 8, .pixels = PIXELS, .n_pixels = 12 },
    DANBI_FILE_ZERO_SIZE },
  { "no pixels", { .rows = 3, .columns = 4, .bits = 8 }, DANBI_FILE_NO_PIXELS },
  { "no image", { .bits = 8 }, DANBI_FILE_OK },
  { "no preamble", { .rows = 3, .columns = 4, .bits = 8, .pixels = PIXELS, .n_pixels = 12,
                     .bare = TRUE }, DANBI_FILE_OK },
  { "unknown syntax", { .rows = 3, .columns = 4, .bits = 8, .pixels = PIXELS, .n_pixels = 12,
                        .transfer_syntax = "1.2.3.4" }, DANBI_FILE_UNKNOWN_SYNTAX },
};

static void
test_sizes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (SIZES); i++)
    {
      g_autoptr (DanbiImage) image = NULL;
      g_autofree char *detail = NULL;

      g_test_message ("%s", SIZES[i].name);
      g_assert_cmpint (read_small (&SIZES[i].dicom, &image, &detail), ==, SIZES[i].expected);
      g_assert_cmpstr (detail, ==, SIZES[i].dicom.transfer_syntax);
      g_assert_cmpstr (image->sop_instance_uid, ==, "1.2.3.4.5");
      g_assert_cmpstr (image->study_date, ==, "20260102");
      if (SIZES[i].expected == DANBI_FILE_OK || SIZES[i].expected == DANBI_FILE_NO_PIXELS)
        g_assert_cmpuint (image->rows, ==, SIZES[i].dicom.rows);
    }
}

static const struct
{
  const char *charset;
  const char *raw;
  const char *expected;
} NAMES[] = {
  { NULL, "WANG^XIAOMING ", "WANG^XIAOMING" },
  { NULL, "\xa4\xfd^\xa4\x70\xa9\xfa", "王^小明" }, /* Big5, undeclared */
  { NULL, "王^小明", "王^小明" },
  { "ISO_IR 192", "王^小明", "王^小明" },
  { "ISO_IR 100", "M\xfcller^J\xf6rg", "Müller^Jörg" },
  { "GB18030", "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=", "Wang^XiaoDong=王^小东" },
  { "\\ISO 2022 IR 87",
    "Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B", "Yamada^Tarou=山田^太郎" },
  { "\\ISO 2022 IR 149",
    "Hong^Gildong=\033$)C\xfb\xf3^\033$)C\xd1\xce\xd4\xd7", "Hong^Gildong=洪^吉洞" },
  { "NO SUCH SET", "\xa4\xfd", "王" },
  { "ISO_IR 192", "A\tB\x1b", "A B" },
  { NULL, "   ", NULL },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      const TestDicom dicom = { .bits = 8, .charset = NAMES[i].charset, .name = NAMES[i].raw };
      g_autoptr (DanbiImage) image = NULL;
      g_autofree char *detail = NULL;

      g_test_message ("%s", NAMES[i].expected);
      g_assert_cmpint (read_small (&dicom, &image, &detail), ==, DANBI_FILE_OK);
      g_assert_cmpstr (image->patient_name, ==, NAMES[i].expected);
    }
}

/* Archives that did not know an attribute wrote it as UN, with a length of four bytes. */
static void
test_values_of_unknown_vr (void)
{
  static const char known[] = "\x08\x00\x20\x00" "DA\x08\x00";
  static const char unknown[] = "\x08\x00\x20\x00" "UN\x00\x00\x08\x00\x00\x00";
  g_auto (TestFolder) folder = { 0 };
  const TestDicom dicom = { .bits = 8 };
  g_autoptr (DanbiImage) image = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  g_autofree char *detail = NULL;
  const char *at;
  gsize length;

  test_folder_init (&folder);
  path = test_folder_write_small (&folder, "a", &dicom);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  at = memmem (data, length, known, sizeof known - 1);
  g_assert_nonnull (at);
  g_byte_array_append (bytes, (const guint8 *) data, (guint) (at - data));
  g_byte_array_append (bytes, (const guint8 *) unknown, sizeof unknown - 1);
  at += sizeof known - 1;
  g_byte_array_append (bytes, (const guint8 *) at, (guint) (data + length - at));
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));

  image = danbi_image_new (path);
  g_assert_cmpint (danbi_dicom_read_header (path, FALSE, image, &detail), ==, DANBI_FILE_OK);
  g_assert_cmpstr (image->study_date, ==, "20260102");
}

static void
test_cut_files (void)
{
  g_auto (TestFolder) folder = { 0 };
  const TestDicom dicom = { .rows = 4, .columns = 6, .bits = 8, .pixels = PIXELS, .n_pixels = 24 };
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;

  test_folder_init (&folder);
  path = test_folder_write_small (&folder, "a", &dicom);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (gsize left = length - 1; left >= 132; left--)
    {
      g_autoptr (DanbiImage) image = danbi_image_new (path);
      g_autofree char *detail = NULL;

      g_assert_cmpint (truncate (path, (off_t) left), ==, 0);
      /* Cut between two elements before the size is known, it is a smaller object and no image. */
      if (danbi_dicom_read_header (path, FALSE, image, &detail) == DANBI_FILE_OK)
        g_assert_cmpuint (image->rows, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (danbi_dicom_init ());
#define ADD(name, function) g_test_add_func ("/danbi/image/dicom/" name, function)
  ADD ("pixel_data_is_held_against_the_size", test_sizes);
  ADD ("names_are_read_by_their_character_set", test_names);
  ADD ("values_of_unknown_vr_are_read_as_what_they_are", test_values_of_unknown_vr);
  ADD ("a_cut_file_is_noticed_wherever_it_was_cut", test_cut_files);
  return g_test_run ();
}

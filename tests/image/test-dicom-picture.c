/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures out of DICOM files: what their attributes and fragments mean. */
#include "config.h"

#include <string.h>

#include "danbi-dicom-picture.h"
#include "danbi-dicom.h"
#include "image-test.h"
#include "test-codestream.h"

#define IMPLICIT_LE "1.2.840.10008.1.2"
#define DEFLATED "1.2.840.10008.1.2.1.99"
#define BIG_ENDIAN_VR "1.2.840.10008.1.2.2"
#define RLE "1.2.840.10008.1.2.5"
#define JPEG2000 "1.2.840.10008.1.2.4.90"
#define HTJ2K "1.2.840.10008.1.2.4.201"
#define MPEG4 "1.2.840.10008.1.2.4.102"

/* What stands in a file; NULL and 0 leave an element out. */
typedef struct
{
  const char *syntax;
  const char *interpretation;
  const char *frames;
  const char *center, *width, *function;
  const char *intercept;
  const char *spacing, *aspect;
  const char *shape;
  guint rows, columns, samples, bits, stored;
  gboolean is_signed;
  gboolean groups;    /* window and slope stand in functional groups */
  guint16 lut[4];     /* descriptor's first number, then three tones */
  guint16 palette[3]; /* as many tones of red; green and blue are dark */
} Recipe;

static void
put_optional (DanbiDicomWriter *writer,
              guint32           tag,
              const char       *vr,
              const char       *text)
{
  if (text)
    danbi_dicom_put_text (writer, tag, vr, text);
}

static void
put_words (DanbiDicomWriter *writer,
           guint32           tag,
           const guint16    *words,
           guint             n)
{
  danbi_dicom_put_data (writer, tag, "OW", words, n * 2);
}

static void
put_window (DanbiDicomWriter *writer,
            const Recipe     *recipe)
{
  put_optional (writer, 0x00281050, "DS", recipe->center);
  put_optional (writer, 0x00281051, "DS", recipe->width);
}

static void
put_palette (DanbiDicomWriter *writer,
             const guint16     red[3])
{
  static const guint16 dark[3] = { 0, 0, 256 };
  static const guint16 descriptor[3] = { 3, 0, 16 };

  for (guint32 i = 0; i < 3; i++)
    danbi_dicom_put_data (writer, 0x00281101 + i, "US", descriptor, 6);
  for (guint32 i = 0; i < 3; i++)
    put_words (writer, 0x00281201 + i, i == 0 ? red : dark, 3);
}

static void
put_lut (DanbiDicomWriter *writer,
         const guint16     lut[4])
{
  const guint16 descriptor[3] = { 3, lut[0], 16 };
  gsize sequence = danbi_dicom_begin_sequence (writer, 0x00283010);
  gsize item = danbi_dicom_begin_item (writer);

  danbi_dicom_put_data (writer, 0x00283002, "US", descriptor, 6);
  put_words (writer, 0x00283006, lut + 1, 3);
  danbi_dicom_end (writer, item);
  danbi_dicom_end (writer, sequence);
}

static void
put_group (DanbiDicomWriter *writer,
           guint32           tag,
           const char       *first,
           guint32           first_tag,
           const char       *second,
           guint32           second_tag)
{
  gsize sequence = danbi_dicom_begin_sequence (writer, tag);
  gsize item = danbi_dicom_begin_item (writer);

  put_optional (writer, first_tag, "DS", first);
  put_optional (writer, second_tag, "DS", second);
  danbi_dicom_end (writer, item);
  danbi_dicom_end (writer, sequence);
}

/* The intercept for all frames, and a window for the second frame only. */
static void
put_groups (DanbiDicomWriter *writer,
            const Recipe     *recipe)
{
  gsize sequence = danbi_dicom_begin_sequence (writer, 0x52009229);
  gsize item = danbi_dicom_begin_item (writer);

  put_group (writer, 0x00289145, recipe->intercept, 0x00281052, "1", 0x00281053);
  danbi_dicom_end (writer, item);
  danbi_dicom_end (writer, sequence);
  sequence = danbi_dicom_begin_sequence (writer, 0x52009230);
  item = danbi_dicom_begin_item (writer);
  danbi_dicom_end (writer, item);
  item = danbi_dicom_begin_item (writer);
  put_group (writer, 0x00289132, recipe->center, 0x00281050, recipe->width, 0x00281051);
  danbi_dicom_end (writer, item);
  danbi_dicom_end (writer, sequence);
}

static void
put_attributes (DanbiDicomWriter *writer,
                const Recipe     *recipe)
{
  const guint stored = recipe->stored > 0 ? recipe->stored : recipe->bits;

  danbi_dicom_put_text (writer, 0x00080016, "UI", TEST_SOP_CLASS);
  danbi_dicom_put_text (writer, 0x00080018, "UI", "1.2.3.4.5");
  danbi_dicom_put_u16 (writer, 0x00280002, (guint16) MAX (recipe->samples, 1));
  danbi_dicom_put_text (writer, 0x00280004, "CS",
                        recipe->interpretation ? recipe->interpretation : "MONOCHROME2");
  if (recipe->samples > 1)
    danbi_dicom_put_u16 (writer, 0x00280006, 0);
  put_optional (writer, 0x00280008, "IS", recipe->frames);
  danbi_dicom_put_u16 (writer, 0x00280010, (guint16) recipe->rows);
  danbi_dicom_put_u16 (writer, 0x00280011, (guint16) recipe->columns);
  put_optional (writer, 0x00280030, "DS", recipe->spacing);
  put_optional (writer, 0x00280034, "IS", recipe->aspect);
  danbi_dicom_put_u16 (writer, 0x00280100, (guint16) recipe->bits);
  danbi_dicom_put_u16 (writer, 0x00280101, (guint16) stored);
  danbi_dicom_put_u16 (writer, 0x00280102, (guint16) (stored - 1));
  danbi_dicom_put_u16 (writer, 0x00280103, recipe->is_signed);
  if (!recipe->groups)
    {
      put_window (writer, recipe);
      put_optional (writer, 0x00281052, "DS", recipe->intercept);
      put_optional (writer, 0x00281053, "DS", recipe->intercept ? "1" : NULL);
    }
  put_optional (writer, 0x00281056, "CS", recipe->function);
  if (recipe->palette[0] > 0)
    put_palette (writer, recipe->palette);
  if (recipe->lut[0] > 0)
    put_lut (writer, recipe->lut);
  put_optional (writer, 0x20500020, "CS", recipe->shape);
  if (recipe->groups)
    put_groups (writer, recipe);
}

static char *
write_file (const TestFolder *folder,
            const Recipe     *recipe,
            GByteArray       *dataset)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  DanbiDicomWriter writer = { .bytes = bytes };

  danbi_dicom_put_file_meta (&writer, TRUE, TEST_SOP_CLASS, "1.2.3.4.5",
                             recipe->syntax ? recipe->syntax : TEST_EXPLICIT_LE);
  g_byte_array_append (bytes, dataset->data, dataset->len);
  return test_folder_write (folder, "a", bytes->data, bytes->len);
}

static char *
write_raw (const TestFolder *folder,
           const Recipe     *recipe,
           const void       *pixels,
           gsize             n_pixels)
{
  g_autoptr (GByteArray) dataset = g_byte_array_new ();
  DanbiDicomWriter writer = { .bytes = dataset,
                              .implicit_vr = g_strcmp0 (recipe->syntax, IMPLICIT_LE) == 0 };

  put_attributes (&writer, recipe);
  if (pixels)
    danbi_dicom_put_data (&writer, 0x7fe00010, recipe->bits > 8 ? "OW" : "OB", pixels, n_pixels);
  return write_file (folder, recipe, dataset);
}

static char *
write_frames (const TestFolder *folder,
              const Recipe     *recipe,
              GPtrArray        *frames)
{
  g_autoptr (GByteArray) dataset = g_byte_array_new ();
  DanbiDicomWriter writer = { .bytes = dataset };

  put_attributes (&writer, recipe);
  danbi_dicom_put_encapsulated (&writer, frames);
  return write_file (folder, recipe, dataset);
}

static DanbiPreview *
render (const char *path,
        guint       frame,
        gboolean    deep)
{
  const DanbiRenderOptions options = { .frame = frame, .deep = deep };
  DanbiPreview *preview = NULL;
  g_autofree char *detail = NULL;

  g_assert_cmpint (danbi_dicom_picture_render (path, &options, &preview, &detail), ==,
                   DANBI_FILE_OK);
  return preview;
}

static DanbiFileProblem
fail (const char *path,
      guint       frame)
{
  const DanbiRenderOptions options = { .frame = frame };
  g_autoptr (DanbiPreview) preview = NULL;
  g_autofree char *detail = NULL;
  DanbiFileProblem problem = danbi_dicom_picture_render (path, &options, &preview, &detail);

  g_assert_null (preview);
  return problem;
}

#define TWO .rows = 1, .columns = 2
#define WIDE .center = "2048", .width = "4096"

static const struct
{
  const char *name;
  Recipe recipe;
  guint8 pixels[12];
  gsize n_pixels;
  guint8 tones[6];
} CASES[] = {
  { "8 bits", { TWO, .bits = 8 }, { 10, 20 }, 2, { 10, 20 } },
  { "implicit", { TWO, .bits = 16, .stored = 12, .syntax = IMPLICIT_LE, WIDE },
    { 0, 0, 0xff, 0x0f }, 4, { 0, 255 } },
  { "MONOCHROME1", { TWO, .bits = 8, .interpretation = "MONOCHROME1" }, { 10, 20 }, 2,
    { 245, 235 } },
  { "inverse shape", { TWO, .bits = 8, .shape = "INVERSE" }, { 10, 20 }, 2, { 245, 235 } },
  { "window", { TWO, .bits = 16, .stored = 12, .center = "2048\\10", .width = "4096\\20" },
    { 0, 0, 0xff, 0x0f }, 4, { 0, 255 } },
  { "intercept", { TWO, .bits = 16, .is_signed = TRUE, .center = "1024", .width = "4096",
                   .intercept = "-1024" }, { 0, 0, 0xff, 0x0f }, 4, { 0, 255 } },
  { "exact window", { TWO, .bits = 8, .center = "50", .width = "100",
                      .function = "LINEAR_EXACT" }, { 25, 75 }, 2, { 64, 191 } },
  { "soft window", { TWO, .bits = 8, .center = "50", .width = "100", .function = "SIGMOID" },
    { 50, 100 }, 2, { 128, 225 } },
  { "window of no width", { TWO, .bits = 8, .center = "50", .width = "0" }, { 3, 4 }, 2,
    { 3, 4 } },
  { "table of tones", { TWO, .bits = 8, .lut = { 5, 0, 65535, 32768 } }, { 6, 7 }, 2,
    { 255, 128 } },
  { "palette", { TWO, .bits = 8, .interpretation = "PALETTE COLOR",
                 .palette = { 256, 65535, 0 } }, { 1, 2 }, 2, { 255, 0, 0, 0, 1, 1 } },
  { "RGB", { TWO, .bits = 8, .samples = 3, .interpretation = "RGB" }, { 1, 2, 3, 4, 5, 6 }, 6,
    { 1, 2, 3, 4, 5, 6 } },
  { "YBR_FULL", { TWO, .bits = 8, .samples = 3, .interpretation = "YBR_FULL" },
    { 76, 85, 255, 100, 128, 128 }, 6, { 254, 0, 0, 100, 100, 100 } },
  { "YBR_FULL_422", { TWO, .bits = 8, .samples = 3, .interpretation = "YBR_FULL_422" },
    { 76, 100, 128, 128 }, 4, { 76, 76, 76, 100, 100, 100 } },
  { "YBR_FULL_422 that is whole", { TWO, .bits = 8, .samples = 3,
                                    .interpretation = "YBR_FULL_422" },
    { 76, 128, 128, 100, 128, 128 }, 6, { 76, 76, 76, 100, 100, 100 } },
  { "YBR_PARTIAL_422", { TWO, .bits = 8, .samples = 3, .interpretation = "YBR_PARTIAL_422" },
    { 16, 235, 128, 128 }, 4, { 0, 0, 0, 255, 255, 255 } },
  { "1 bit", { TWO, .bits = 1, .frames = "3" }, { 0x08 }, 1, { 0, 255 } },
};

static void
test_attributes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      const gboolean last = CASES[i].recipe.bits == 1;
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;
      g_autoptr (DanbiPreview) preview = NULL;
      const guint8 *tones;

      g_test_message ("%s", CASES[i].name);
      test_folder_init (&folder);
      path = write_raw (&folder, &CASES[i].recipe, CASES[i].pixels, CASES[i].n_pixels);
      preview = render (path, last ? 1 : 0, FALSE);
      g_assert_cmpuint (preview->width, ==, 2);
      g_assert_cmpuint (preview->height, ==, 1);
      tones = g_bytes_get_data (preview->pixels, NULL);
      for (guint j = 0; j < 2 * preview->channels; j++)
        g_assert_cmpint (ABS (tones[j] - CASES[i].tones[j]), <=, 1);
    }
}

static void
test_functional_groups (void)
{
  const Recipe recipe = { TWO, .bits = 16, .frames = "2", .groups = TRUE, .center = "40",
                          .width = "400", .intercept = "-1000" };
  const guint16 pixels[] = { 1, 2, 1000, 2000 };
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (DanbiPreview) first = NULL;
  g_autoptr (DanbiPreview) second = NULL;

  test_folder_init (&folder);
  path = write_raw (&folder, &recipe, pixels, sizeof pixels);
  first = render (path, 0, TRUE);
  second = render (path, 1, TRUE);
  g_assert_cmpuint (second->frames, ==, 2);
  g_assert_cmpfloat (first->low, ==, -999);
  g_assert_cmpfloat (first->window_center, !=, 40);
  g_assert_cmpfloat (second->low, ==, 0);
  g_assert_cmpfloat (second->high, ==, 1000);
  g_assert_cmpfloat (second->window_center, ==, 40);
  g_assert_cmpfloat (second->window_width, ==, 400);
}

static void
test_shapes (void)
{
  const Recipe tall = { .rows = 2, .columns = 4, .bits = 8, .aspect = "2\\1" };
  const Recipe flat = { .rows = 2, .columns = 4, .bits = 8, .spacing = "0.5\\1" };
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *other = NULL;
  g_autoptr (DanbiPreview) first = NULL;
  g_autoptr (DanbiPreview) second = NULL;

  test_folder_init (&folder);
  path = write_raw (&folder, &tall, "abcdefgh", 8);
  first = render (path, 0, FALSE);
  g_assert_cmpuint (first->width, ==, 2);
  g_assert_cmpuint (first->height, ==, 2);
  g_assert_cmpuint (first->full_width, ==, 4);
  other = write_raw (&folder, &flat, "abcdefgh", 8);
  second = render (other, 0, FALSE);
  g_assert_cmpuint (second->width, ==, 4);
  g_assert_cmpuint (second->height, ==, 1);
  g_assert_cmpuint (second->full_height, ==, 2);
}

static void
test_deflated (void)
{
  const Recipe recipe = { TWO, .bits = 8, .syntax = DEFLATED };
  g_autoptr (GByteArray) dataset = g_byte_array_new ();
  g_autoptr (GByteArray) deflated = g_byte_array_new ();
  DanbiDicomWriter writer = { .bytes = dataset };
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 9);
  gsize n_read, n_written;
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (DanbiPreview) preview = NULL;

  put_attributes (&writer, &recipe);
  danbi_dicom_put_data (&writer, 0x7fe00010, "OB", "\12\24", 2);
  g_byte_array_set_size (deflated, dataset->len + 100);
  g_assert_cmpint (g_converter_convert (G_CONVERTER (compressor), dataset->data, dataset->len,
                                        deflated->data, deflated->len,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL),
                   ==, G_CONVERTER_FINISHED);
  g_byte_array_set_size (deflated, (guint) n_written);
  test_folder_init (&folder);
  path = write_file (&folder, &recipe, deflated);
  preview = render (path, 0, FALSE);
  g_assert_cmpmem (g_bytes_get_data (preview->pixels, NULL), 2, "\12\24", 2);
}

/* Turned by hand: the few elements that a picture needs. */
static void
put_big_endian (GByteArray *bytes,
                guint16     element,
                const char *vr,
                const void *value,
                guint8      length)
{
  const guint8 head[] = { 0, 0x28, (guint8) (element >> 8), (guint8) element,
                          (guint8) vr[0], (guint8) vr[1], 0, length };

  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, value, length);
}

static void
test_big_endian (void)
{
  static const guint8 pixels[] = { 0x7f, 0xe0, 0, 0x10, 'O', 'W', 0, 0, 0, 0, 0, 4, 0, 1, 1, 0 };
  const Recipe recipe = { .syntax = BIG_ENDIAN_VR };
  g_autoptr (GByteArray) dataset = g_byte_array_new ();
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (DanbiPreview) preview = NULL;

  put_big_endian (dataset, 0x0002, "US", "\0\1", 2);
  put_big_endian (dataset, 0x0004, "CS", "MONOCHROME2 ", 12);
  put_big_endian (dataset, 0x0010, "US", "\0\1", 2);
  put_big_endian (dataset, 0x0011, "US", "\0\2", 2);
  put_big_endian (dataset, 0x0100, "US", "\0\20", 2);
  put_big_endian (dataset, 0x0101, "US", "\0\20", 2);
  put_big_endian (dataset, 0x0102, "US", "\0\17", 2);
  put_big_endian (dataset, 0x0103, "US", "\0\0", 2);
  g_byte_array_append (dataset, pixels, sizeof pixels);
  test_folder_init (&folder);
  path = write_file (&folder, &recipe, dataset);
  preview = render (path, 0, TRUE);
  g_assert_cmpfloat (preview->low, ==, 1);
  g_assert_cmpfloat (preview->high, ==, 256);
}

/* A frame of 1 row and 2 pixels in run lengths, and the same in two pieces. */
static void
test_run_lengths (void)
{
  static const guint8 frame[68] = { 1, 0, 0, 0, 64, 0, 0, 0, [64] = 1, 10, 20, 0 };
  const Recipe recipe = { TWO, .bits = 8, .syntax = RLE };

  for (gsize cut = 0; cut <= 66; cut += 66)
    {
      g_autoptr (GPtrArray) pieces
        = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;
      g_autoptr (DanbiPreview) preview = NULL;

      if (cut > 0)
        g_ptr_array_add (pieces, g_bytes_new (frame, cut));
      g_ptr_array_add (pieces, g_bytes_new (frame + cut, sizeof frame - cut));
      test_folder_init (&folder);
      path = write_frames (&folder, &recipe, pieces);
      preview = render (path, 0, FALSE);
      g_assert_cmpmem (g_bytes_get_data (preview->pixels, NULL), 2, "\12\24", 2);
    }
}

/* Three frames, each in one or in two pieces, without an offset table. */
static void
test_code_streams (void)
{
  static const char *const syntaxes[] = { JPEG2000, HTJ2K };

  for (guint i = 0; i < 4; i++)
    {
      const Recipe recipe = { .rows = 30, .columns = 40, .bits = 16, .frames = "3",
                              .syntax = syntaxes[i % 2] };
      g_autoptr (GPtrArray) pieces
        = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;

      for (guint frame = 0; frame < 3; frame++)
        {
          const TestCodestream kind = { 40, 30, 1, 10 + 2 * frame, FALSE, FALSE };
          g_autoptr (GByteArray) bytes = test_codestream_encode (&kind);
          const gsize cut = i < 2 ? 0 : 100;

          if (cut > 0)
            g_ptr_array_add (pieces, g_bytes_new (bytes->data, cut));
          g_ptr_array_add (pieces, g_bytes_new (bytes->data + cut, bytes->len - cut));
        }
      test_folder_init (&folder);
      path = write_frames (&folder, &recipe, pieces);
      for (guint frame = 0; frame < 3; frame++)
        {
          g_autoptr (DanbiPreview) preview = render (path, frame, TRUE);

          g_assert_cmpuint (preview->frames, ==, 3);
          g_assert_cmpfloat (preview->high, ==, 39 * ((1 << (10 + 2 * frame)) - 1) / 40);
        }
    }
}

static void
test_what_is_no_picture (void)
{
  const Recipe report = { .bits = 8 };
  const Recipe image = { TWO, .bits = 8 };
  const Recipe video = { TWO, .bits = 8, .syntax = MPEG4 };
  const Recipe packed = { TWO, .bits = 12 };
  const Recipe bare = { TWO, .bits = 8, .interpretation = "PALETTE COLOR" };
  const Recipe broken = { TWO, .bits = 8, .syntax = JPEG2000 };
  const Recipe huge = { .rows = 65535, .columns = 65535, .bits = 32, .syntax = RLE };
  const struct
  {
    const Recipe *recipe;
    guint frame;
    gboolean in_pieces, empty;
    DanbiFileProblem problem;
  } cases[] = {
    { &report, 0, FALSE, TRUE, DANBI_FILE_NO_PICTURE },
    { &image, 0, FALSE, TRUE, DANBI_FILE_NO_PIXELS },
    { &image, 1, FALSE, FALSE, DANBI_FILE_NO_FRAME },
    { &video, 0, TRUE, FALSE, DANBI_FILE_UNSUPPORTED },
    { &packed, 0, FALSE, FALSE, DANBI_FILE_BROKEN_PIXELS },
    { &bare, 0, FALSE, FALSE, DANBI_FILE_BROKEN_PIXELS },
    { &broken, 0, TRUE, FALSE, DANBI_FILE_BROKEN_PIXELS },
    { &huge, 0, TRUE, FALSE, DANBI_FILE_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) pieces
        = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;

      g_test_message ("%u", i);
      g_ptr_array_add (pieces, g_bytes_new ("abcd", 4));
      test_folder_init (&folder);
      path = cases[i].in_pieces ? write_frames (&folder, cases[i].recipe, pieces)
                                : write_raw (&folder, cases[i].recipe,
                                             cases[i].empty ? NULL : "abcd", 4);
      g_assert_cmpint (fail (path, cases[i].frame), ==, cases[i].problem);
    }
}

/* A file that is written again is read again, though it was the last one that was shown. */
static void
test_changed_file (void)
{
  const Recipe recipe = { TWO, .bits = 8 };
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  for (guint i = 0; i < 3; i++)
    {
      const guint8 pixels[] = { (guint8) (10 * i), 200 };
      g_autofree char *path = write_raw (&folder, &recipe, pixels, 2);
      g_autoptr (DanbiPreview) preview = render (path, 0, FALSE);

      g_assert_cmpmem (g_bytes_get_data (preview->pixels, NULL), 2, pixels, 2);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (danbi_dicom_init ());
#define ADD(name, function) g_test_add_func ("/danbi/image/dicom-picture/" name, function)
  ADD ("attributes_mean_what_they_say", test_attributes);
  ADD ("functional_groups_speak_for_their_frame", test_functional_groups);
  ADD ("pixels_that_are_not_square", test_shapes);
  ADD ("deflated", test_deflated);
  ADD ("big_endian", test_big_endian);
  ADD ("run_lengths_in_one_piece_and_in_two", test_run_lengths);
  ADD ("code_streams_in_one_piece_and_in_two", test_code_streams);
  ADD ("what_is_no_picture_says_why", test_what_is_no_picture);
  ADD ("a_changed_file_is_read_again", test_changed_file);
  return g_test_run ();
}

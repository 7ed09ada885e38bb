/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quick reader of headers: it reads what DCMTK reads, or says that it does not know. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "danbi-dicom.h"
#include "danbi-header-scan.h"
#include "danbi-pixel-search.h"
#include "image-test.h"
#include "scan-compare.h"

#define MAX_SEED_BYTES (64 * 1024)
#define N_MUTANTS 4000 /* DANBI_SCAN_MUTANTS says otherwise, for a long run */

static char *
find_root (void)
{
  const char *named = g_getenv ("DANBI_REALDATA");
  g_autofree char *path = named ? g_strdup (named)
                                : g_build_filename (DANBI_SOURCE_ROOT, "..", "shared", "realdata",
                                                    NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR) ? realpath (path, NULL) : NULL;
}

/* Compares one file and says what it came to. */
static ScanResult
compare (const char *path)
{
  g_autofree char *difference = NULL;
  ScanResult result = scan_compare (path, &difference);

  if (result == SCAN_DIFFERS)
    g_test_fail_printf ("%s\n%s", path, difference);
  return result;
}

typedef void (*FileFunc) (const char *path, gpointer user_data);

static void
for_each_file (const char *folder,
               FileFunc    func,
               gpointer    user_data)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        for_each_file (path, func, user_data);
      else
        func (path, user_data);
    }
}

static void
count_cb (const char *path,
          gpointer    user_data)
{
  guint *counts = user_data;

  counts[compare (path)]++;
}

static void
test_the_files_of_the_world (void)
{
  g_autofree char *root = find_root ();
  guint counts[SCAN_DIFFERS + 1] = { 0 };

  if (!root)
    {
      g_test_skip ("the files of the world are not at hand");
      return;
    }
  for_each_file (root, count_cb, counts);
  g_test_message ("%u read, %u left to DCMTK, %u no DICOM", counts[SCAN_AGREES],
                  counts[SCAN_DOUBTS], counts[SCAN_IS_NO_DICOM]);
  g_assert_cmpuint (counts[SCAN_AGREES], >, counts[SCAN_DOUBTS]);
}

/* One knows the place of the pixels by reading its way there, the other by their tag. */
static void
find_pixels_cb (const char *path,
                gpointer    user_data)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_auto (DanbiHeaderValues) values = { 0 };
  g_autofree char *detail = NULL;
  guint *n_compared = user_data;
  guint64 offset, length;

  if (danbi_file_source_open (&source, path, &detail) != DANBI_FILE_OK
      || danbi_file_source_get_shape (&source) != DANBI_FILE_SHAPE_DICOM
      || !danbi_header_scan_run (&source, &values) || !values.has_pixels)
    return;
  danbi_pixel_search_run (&source, values.is_encapsulated ? 0 : values.pixel_bytes, &offset,
                          &length);
  if (offset != values.pixel_offset || length != values.pixel_bytes)
    g_test_fail_printf ("%s: at %" G_GUINT64_FORMAT ", not %" G_GUINT64_FORMAT, path, offset,
                        values.pixel_offset);
  (*n_compared)++;
}

static void
test_the_pixels_are_where_a_search_finds_them (void)
{
  g_autofree char *root = find_root ();
  guint n_compared = 0;

  if (!root)
    {
      g_test_skip ("the files of the world are not at hand");
      return;
    }
  for_each_file (root, find_pixels_cb, &n_compared);
  g_test_message ("%u files", n_compared);
  g_assert_cmpuint (n_compared, >, 200);
}

static char *
write_fixture (const TestFolder *folder,
               guint             kind,
               gboolean          implicit_vr,
               gboolean          jpeg)
{
  g_autoptr (GError) error = NULL;
  char *path = test_folder_dup_path (folder, "a");
  DanbiFixtureDicom dicom;

  danbi_fixture_dicom_init (&dicom, kind);
  dicom.rows = MIN (dicom.rows, 32);
  dicom.columns = MIN (dicom.columns, 32);
  dicom.implicit_vr = implicit_vr;
  dicom.jpeg = jpeg;
  dicom.frames = jpeg && kind == DANBI_FIXTURE_ULTRASOUND ? 3 : dicom.frames;
  if (jpeg)
    dicom.bits = dicom.stored = 8;
  danbi_fixture_write_dicom (path, &dicom, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_plain_files_leave_no_doubt (void)
{
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  for (guint kind = 0; kind < DANBI_FIXTURE_N_KINDS; kind++)
    for (guint layout = 0; layout < 3; layout++)
      {
        gboolean jpeg = layout == 2 && kind != DANBI_FIXTURE_SR;
        g_autofree char *path = write_fixture (&folder, kind, layout == 1, jpeg);

        g_test_message ("kind %u, layout %u", kind, layout);
        g_assert_cmpint (compare (path), ==, SCAN_AGREES);
      }
}

static void
test_names_in_any_language (void)
{
  static const struct
  {
    const char *charset;
    const char *name;
  } rows[] = {
    { "ISO_IR 192", "Wang^Xiaoming=王^小明" },
    { NULL, "\xa4\xfd^\xa4p\xa9\xfa" },
    { "ISO_IR 100", "M\xfcller^J\xf6rg" },
    { "GB18030", "\xcd\xf5^\xd0\xa1\xb6\xab" },
    { "\\ISO 2022 IR 87", "Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B=" },
    { "ISO_IR 999", "\xa4\xfd^\xa4p\xa9\xfa" },
    { NULL, "PLAIN^NAME  " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;
      guint8 pixels[4] = { 1, 2, 3, 4 };
      TestDicom dicom = {
        .charset = rows[i].charset, .name = rows[i].name, .rows = 2, .columns = 2, .bits = 8,
        .pixels = pixels, .n_pixels = 4,
      };

      test_folder_init (&folder);
      path = test_folder_write_small (&folder, "a", &dicom);
      g_test_message ("row %u", i);
      g_assert_cmpint (compare (path), ==, SCAN_AGREES);
    }
}

/* The range holds exactly the pixel data. */
static void
test_where_the_pixels_are (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_auto (DanbiHeaderValues) values = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *detail = NULL;
  guint8 pixels[6] = { 9, 8, 7, 6, 5, 4 };
  guint8 found[6];
  TestDicom dicom = { .rows = 2, .columns = 3, .bits = 8, .pixels = pixels, .n_pixels = 6 };

  test_folder_init (&folder);
  path = test_folder_write_small (&folder, "a", &dicom);
  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  g_assert_true (danbi_header_scan_run (&source, &values));
  g_assert_cmpuint (values.pixel_bytes, ==, 6);
  g_assert_true (danbi_file_source_read (&source, values.pixel_offset, found, 6));
  g_assert_cmpmem (found, 6, pixels, 6);
}

static guint
random_below (GRand *random,
              gsize  limit)
{
  return (guint) g_rand_int_range (random, 0, (gint32) MAX (limit, 1));
}

/* Lengths, tags and texts are what a header is made of; most of its bytes are one of them. */
static void
damage (GRand      *random,
        GByteArray *bytes)
{
  static const guint8 odd[] = { 0, 1, 0xff, 0xfe, 0x7f, 0x80, ' ', '\\', 0x1b, 'S', 'Q', 'U', 'N' };
  gsize header = MIN (bytes->len, 4096);
  guint at = random_below (random, header);
  guint from = random_below (random, header);
  guint n = random_below (random, 24);

  switch (random_below (random, 6))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1u << random_below (random, 8));
      break;
    case 1:
      bytes->data[at] = odd[random_below (random, sizeof odd)];
      break;
    case 2:
      g_byte_array_set_size (bytes, random_below (random, 2) ? at : bytes->len - at / 64);
      break;
    case 3:
      g_byte_array_remove_range (bytes, at, MIN (n / 2, bytes->len - at));
      break;
    case 4:
      bytes->data[at] = (guint8) (bytes->data[at] + (random_below (random, 2) ? 2 : -2));
      break;
    default:
      memmove (bytes->data + at, bytes->data + from, MIN (n, bytes->len - MAX (at, from)));
    }
}

static void
seed_cb (const char *path,
         gpointer    user_data)
{
  GPtrArray *seeds = user_data;
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, NULL) || length > MAX_SEED_BYTES || length < 300
      || memcmp (data + 128, "DICM", 4) != 0)
    return;
  g_ptr_array_add (seeds, g_byte_array_new_take (g_steal_pointer ((guint8 **) &data), length));
}

static GPtrArray *
gather_seeds (const TestFolder *folder)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autofree char *root = find_root ();

  for (guint kind = 0; kind < DANBI_FIXTURE_N_KINDS; kind++)
    for (guint layout = 0; layout < 3; layout++)
      {
        g_autofree char *path = write_fixture (folder, kind, layout == 1,
                                               layout == 2 && kind != DANBI_FIXTURE_SR);

        seed_cb (path, seeds);
      }
  if (root)
    for_each_file (root, seed_cb, seeds);
  return seeds;
}

static guint
get_n_mutants (void)
{
  const char *text = g_getenv ("DANBI_SCAN_MUTANTS");

  return text ? (guint) g_ascii_strtoull (text, NULL, 10) : N_MUTANTS;
}

static void
test_damaged_files (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GPtrArray) seeds = NULL;
  GRand *random = g_rand_new_with_seed (get_n_mutants ());
  guint counts[SCAN_DIFFERS + 1] = { 0 };

  test_folder_init (&folder);
  seeds = gather_seeds (&folder);
  for (guint i = 0; i < get_n_mutants () && !g_test_failed (); i++)
    {
      const GByteArray *seed = g_ptr_array_index (seeds, random_below (random, seeds->len));
      g_autoptr (GByteArray) mutant = g_byte_array_new ();
      g_autofree char *difference = NULL;

      g_byte_array_append (mutant, seed->data, seed->len);
      for (guint n = random_below (random, 3) + 1; n > 0 && mutant->len > 0; n--)
        damage (random, mutant);
      counts[scan_compare_bytes (mutant->data, mutant->len, &difference)]++;
      if (difference)
        {
          g_file_set_contents ("scan-difference.dcm", (char *) mutant->data, mutant->len, NULL);
          g_test_fail_printf ("mutant %u is kept as scan-difference.dcm\n%s", i, difference);
        }
    }
  g_rand_free (random);
  g_test_message ("%u mutants of %u files: %u agree, %u doubted, %u no DICOM",
                  get_n_mutants (), seeds->len, counts[SCAN_AGREES], counts[SCAN_DOUBTS],
                  counts[SCAN_IS_NO_DICOM]);
  g_assert_cmpuint (counts[SCAN_AGREES], >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!danbi_dicom_init ())
    g_error ("no dictionary");
#define ADD(name, function) g_test_add_func ("/danbi/image/header-scan/" name, function)
  ADD ("plain_files_leave_no_doubt", test_plain_files_leave_no_doubt);
  ADD ("the_pixels_are_where_a_search_finds_them", test_the_pixels_are_where_a_search_finds_them);
  ADD ("names_in_any_language", test_names_in_any_language);
  ADD ("knows_where_the_pixels_are", test_where_the_pixels_are);
  ADD ("agrees_with_dcmtk_over_the_files_of_the_world", test_the_files_of_the_world);
  ADD ("agrees_with_dcmtk_over_damaged_files_or_doubts", test_damaged_files);
  return g_test_run ();
}

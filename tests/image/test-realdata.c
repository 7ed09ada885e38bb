/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of the world, where they are at hand, against what other programs made of them. */
#include "config.h"

#include <string.h>

#include "danbi-dicom.h"
#include "danbi-inspection.h"
#include "danbi-tsv.h"
#include "image-test.h"

static DanbiFileSet *all;
static char *root;

static char *
find_root (void)
{
  const char *named = g_getenv ("DANBI_REALDATA");
  g_autofree char *path = named ? g_strdup (named)
                                : g_build_filename (DANBI_SOURCE_ROOT, "..", "shared", "realdata",
                                                    NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR) ? realpath (path, NULL) : NULL;
}

/* All files of the world in one run. */
static gboolean
need_all (void)
{
  const char *paths[] = { root, NULL };
  g_autoptr (GError) error = NULL;

  if (!root)
    {
      g_test_skip ("the files of the world are not at hand");
      return FALSE;
    }
  if (!all)
    all = danbi_inspection_run (paths, NULL, NULL, &error);
  g_assert_no_error (error);
  return TRUE;
}

static DanbiTsv *
load_oracle (const char *name)
{
  g_autofree char *path = g_build_filename (root, "oracle", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  DanbiTsv *table;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (contents, length);
  table = danbi_tsv_new (bytes, &error);
  g_assert_no_error (error);
  return table;
}

static const DanbiImage *
find (const char *relative)
{
  g_autofree char *path = g_build_filename (root, relative, NULL);

  for (guint i = 0; i < all->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (all->images, i);

      if (strcmp (image->path, path) == 0)
        return image;
    }
  return NULL;
}

static gboolean
is_ok (const DanbiTsv *table,
       guint           row,
       const char     *column)
{
  return g_str_has_prefix (danbi_tsv_get (table, row, column), "ok");
}

/* What all three reference parsers read, we read: but for what the pixels show to be damaged, and
 * for what has no head, which is read and cannot be sent. */
static void
test_what_others_read_we_read (void)
{
  static const char *const damaged[] = {
    "charset/chrJapMulti.dcm", "charset/chrJapMultiExplicitIR6.dcm", "charset/chrKoreanMulti.dcm",
    "pydicom_test_files/nested_priv_SQ.dcm", NULL,
  };
  g_autoptr (DanbiTsv) table = NULL;
  guint n_read = 0;

  if (!need_all ())
    return;
  table = load_oracle ("parser_results.tsv");
  for (guint i = 0; i < danbi_tsv_get_n_rows (table); i++)
    {
      const char *path = danbi_tsv_get (table, i, "path");
      const DanbiImage *image = find (path);

      if (!image || !is_ok (table, i, "pydicom_2.3.1") || !is_ok (table, i, "dcmdump_3.6.7")
          || !is_ok (table, i, "gdcmdump_3.0.21"))
        continue;
      if (image->error && !g_strv_contains (damaged, path)
          && !strstr (image->error, "without the head"))
        g_test_fail_printf ("%s: %s", path, image->error);
      g_assert_cmpint (image->kind, !=, DANBI_IMAGE_OTHER);
      n_read++;
    }
  g_test_message ("%u files", n_read);
  g_assert_cmpuint (n_read, >, 350);
}

static void
test_nothing_crashes_the_reader (void)
{
  if (!need_all ())
    return;
  for (guint i = 0; i < all->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (all->images, i);

      if (image->error && strstr (image->error, "image reader fail"))
        g_test_fail_printf ("%s: %s", image->path, image->error);
    }
}

static void
test_broken_jpegs_are_named (void)
{
  guint n_broken = 0;
  guint n_good = 0;

  if (!need_all ())
    return;
  for (guint i = 0; i < all->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (all->images, i);

      if (strstr (image->path, "/jpg/broken/"))
        {
          g_assert_nonnull (image->error);
          n_broken++;
        }
      else if (strstr (image->path, "/jpg/xray/"))
        {
          g_assert_null (image->error);
          g_assert_cmpuint (image->rows, >, 0);
          n_good++;
        }
    }
  g_assert_cmpuint (n_broken, ==, 7);
  g_assert_cmpuint (n_good, ==, 7);
}

static void
test_names_as_others_read_them (void)
{
  g_autoptr (DanbiTsv) table = NULL;
  guint n_same = 0;
  guint n_names = 0;

  if (!need_all ())
    return;
  table = load_oracle ("patient_names.tsv");
  for (guint i = 0; i < danbi_tsv_get_n_rows (table); i++)
    {
      const DanbiImage *image = find (danbi_tsv_get (table, i, "path"));
      const char *expected = danbi_tsv_get (table, i, "decoded_by_pydicom_2.3.1");

      if (!image || !image->patient_name)
        continue;
      g_assert_true (g_utf8_validate (image->patient_name, -1, NULL));
      n_names++;
      if (strcmp (image->patient_name, expected) == 0)
        n_same++;
      else
        g_test_message ("%s: %s, not %s", danbi_tsv_get (table, i, "path"), image->patient_name,
                        expected);
    }
  g_test_message ("%u of %u", n_same, n_names);
  g_assert_cmpuint (n_same * 10, >=, n_names * 8);
}

/* Counts the references of one DICOMDIR in the oracle, each file once. */
static void
count_expected (const DanbiTsv *table,
                const char     *dicomdir,
                guint          *n_references,
                guint          *n_present)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  *n_references = *n_present = 0;
  for (guint i = 0; i < danbi_tsv_get_n_rows (table); i++)
    {
      const char *file_id = danbi_tsv_get (table, i, "referenced_file_id");

      if (strcmp (danbi_tsv_get (table, i, "dicomdir"), dicomdir) != 0 || *file_id == '\0'
          || !g_hash_table_add (seen, (char *) file_id))
        continue;
      (*n_references)++;
      if (strcmp (danbi_tsv_get (table, i, "exists_ignoring_case"), "True") == 0)
        (*n_present)++;
    }
}

static void
test_dicomdirs_as_others_read_them (void)
{
  static const char *const dicomdirs[] = {
    "dicomdir/knee_mri_cd/DICOMDIR", "dicomdir/pydicom_TINY_ALPHA/DICOMDIR",
    "dicomdir/pydicom_multi/DICOMDIR", "dicomdir/clunie_charsets/DICOMDIR",
  };
  g_autoptr (DanbiTsv) table = NULL;

  if (!need_all ())
    return;
  table = load_oracle ("dicomdir_records.tsv");
  for (guint i = 0; i < G_N_ELEMENTS (dicomdirs); i++)
    {
      g_autofree char *path = g_build_filename (root, dicomdirs[i], NULL);
      const char *paths[] = { path, NULL };
      g_autoptr (DanbiFileSet) set = NULL;
      guint n_references, n_present;
      guint n_missing = 0;

      set = danbi_inspection_run (paths, NULL, NULL, NULL);
      count_expected (table, dicomdirs[i], &n_references, &n_present);
      for (guint j = 0; j < set->images->len; j++)
        if (((DanbiImage *) g_ptr_array_index (set->images, j))->dir_faults & DANBI_DIR_MISSING)
          n_missing++;
      g_test_message ("%s: %u, %u present", dicomdirs[i], n_references, n_present);
      g_assert_cmpuint (set->n_referenced, ==, n_references);
      g_assert_cmpuint (n_missing, ==, n_references - n_present);
    }
}

/* Every record of every DICOMDIR, whatever its name, also where the offsets are wrong. */
static void
test_all_records (void)
{
  static const struct
  {
    const char *path;
    gboolean whole; /* whether the offsets lead to all records */
  } dicomdirs[] = {
    { "dicomdir/knee_mri_cd/DICOMDIR", TRUE },
    { "dicomdir/pydicom_TINY_ALPHA/DICOMDIR", TRUE },
    { "dicomdir/pydicom_multi/DICOMDIR", TRUE },
    { "dicomdir/pydicom_multi/DICOMDIR-bigEnd", TRUE },
    { "dicomdir/pydicom_multi/DICOMDIR-implicit", TRUE },
    { "dicomdir/pydicom_multi/DICOMDIR-nooffset", TRUE },
    { "dicomdir/pydicom_multi/DICOMDIR-nopatient", FALSE },
    { "dicomdir/pydicom_multi/DICOMDIR-reordered", TRUE },
    { "dicomdir/clunie_charsets/DICOMDIR", TRUE },
    { "dicomdir/fodicom_orphan_DICOMDIR", TRUE },
  };
  g_autoptr (DanbiTsv) table = NULL;

  if (!need_all ())
    return;
  g_assert_true (danbi_dicom_init ());
  table = load_oracle ("dicomdir_records.tsv");
  for (guint i = 0; i < G_N_ELEMENTS (dicomdirs); i++)
    {
      g_autofree char *path = g_build_filename (root, dicomdirs[i].path, NULL);
      g_autoptr (DanbiImage) image = danbi_image_new (path);
      g_autoptr (DanbiDirectory) directory = NULL;
      g_autofree char *detail = NULL;
      guint n_expected = 0;

      g_assert_cmpint (danbi_dicom_read_directory (path, image, &directory, &detail), ==,
                       DANBI_FILE_OK);
      for (guint j = 0; j < danbi_tsv_get_n_rows (table); j++)
        if (strcmp (danbi_tsv_get (table, j, "dicomdir"), dicomdirs[i].path) == 0)
          n_expected++;
      g_test_message ("%s: %u, %u reachable", dicomdirs[i].path, directory->n_records,
                      directory->n_reachable);
      g_assert_cmpuint (directory->n_records, ==, n_expected);
      g_assert_cmpint (directory->n_reachable == directory->n_records, ==, dicomdirs[i].whole);
    }
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  root = find_root ();
#define ADD(name, function) g_test_add_func ("/danbi/image/realdata/" name, function)
  ADD ("what_others_read_we_read", test_what_others_read_we_read);
  ADD ("nothing_crashes_the_reader", test_nothing_crashes_the_reader);
  ADD ("broken_jpegs_are_named", test_broken_jpegs_are_named);
  ADD ("names_as_others_read_them", test_names_as_others_read_them);
  ADD ("dicomdirs_as_others_read_them", test_dicomdirs_as_others_read_them);
  ADD ("all_records_of_all_dicomdirs", test_all_records);
  result = g_test_run ();
  danbi_file_set_free (all);
  free (root);
  return result;
}

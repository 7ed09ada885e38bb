/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names below what was dropped: their order and their bounds. */
#include "config.h"

#include "danbi-file.h"
#include "danbi-inspection.h"
#include "danbi-walk.h"
#include "image-test.h"

static GPtrArray *
walk (const char  *path,
      GError     **error)
{
  const char *paths[] = { path, NULL };

  return danbi_walk_run (paths, NULL, error);
}

static void
test_order (void)
{
  static const char *const names[] = { "A", "B/1", "B/2", "a", "\xe5\xbd\xb1" };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GPtrArray) files = NULL;

  test_folder_init (&folder);
  for (guint i = G_N_ELEMENTS (names); i > 0; i--)
    g_free (test_folder_write (&folder, names[i - 1], "x", 1));
  files = walk (folder.path, NULL);
  g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (files, i);
      g_autofree char *expected = test_folder_dup_path (&folder, names[i]);

      g_assert_cmpstr (file->path, ==, expected);
      g_assert_cmpuint (file->size, ==, 1);
      g_assert_false (file->if_referenced);
    }
}

static void
test_depth (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GString) path = g_string_new ("f");

  test_folder_init (&folder);
  for (guint depth = 0; depth <= DANBI_WALK_MAX_DEPTH + 1; depth++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) files = NULL;

      g_free (test_folder_write (&folder, path->str, "x", 1));
      files = walk (folder.path, &error);
      if (depth <= DANBI_WALK_MAX_DEPTH)
        g_assert_cmpuint (files->len, ==, depth + 1);
      else
        g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_TOO_MUCH);
      g_string_prepend (path, "d/");
    }
}

static const struct
{
  const char *name;
  const char *folded;
} FOLDED[] = {
  { "im1", "IM1" },
  { "DICOM/IM1;1", "DICOM/IM1" },
  { "dicom/im1.;12", "DICOM/IM1" },
  { "IM1.", "IM1" },
  { "IM1;x", "IM1;X" },
  { "IM1;", "IM1;" },
  { "a;1/b", "A;1/B" },
};

static void
test_folding (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (FOLDED); i++)
    {
      g_autofree char *folded = danbi_walk_fold_name (FOLDED[i].name);

      g_assert_cmpstr (folded, ==, FOLDED[i].folded);
    }
}

static void
test_dicomdir_names (void)
{
  g_assert_true (danbi_walk_is_dicomdir_name ("/cd/DICOMDIR"));
  g_assert_true (danbi_walk_is_dicomdir_name ("/cd/dicomdir"));
  g_assert_true (danbi_walk_is_dicomdir_name ("/cd/dicomdir.;1"));
  g_assert_false (danbi_walk_is_dicomdir_name ("/cd/DICOMDIR.BAK"));
  g_assert_false (danbi_walk_is_dicomdir_name ("/cd/DICOMDIR/IM1"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/walk/" name, function)
  ADD ("files_come_in_the_order_of_their_bytes", test_order);
  ADD ("folders_are_entered_32_levels_deep_and_no_deeper", test_depth);
  ADD ("names_are_folded_as_a_dicomdir_writes_them", test_folding);
  ADD ("a_dicomdir_is_known_by_its_name", test_dicomdir_names);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives in a folder that was dropped, names in any encoding, and bombs: what a clinic meets. */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "danbi-image-json.h"
#include "danbi-inspection.h"
#include "danbi-unpack.h"
#include "image-test.h"
#include "test-archive.h"

#define QUICK_US (10 * G_USEC_PER_SEC)

typedef struct
{
  TestFolder folder; /* what is dropped */
  TestFolder stock;  /* what it is made of */
  TestFolder spool;
  char *ct;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  test_folder_init (&fixture->folder);
  test_folder_init (&fixture->stock);
  test_folder_init (&fixture->spool);
  g_setenv ("TMPDIR", fixture->spool.path, TRUE);
  fixture->ct = test_folder_write_dicom (&fixture->stock, "ct", DANBI_FIXTURE_LOCALIZER);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->spool.path), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->spool.path, 0700), ==, 0);
  test_folder_clear (&fixture->spool);
  test_folder_clear (&fixture->stock);
  test_folder_clear (&fixture->folder);
  g_unsetenv ("TMPDIR");
  g_free (fixture->ct);
}

static DanbiFileSet *
inspect (const char *path)
{
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  DanbiFileSet *set = danbi_inspection_run (paths, NULL, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static DanbiImage *
find_shown (const DanbiFileSet *set,
            const Fixture      *fixture,
            const char         *name)
{
  g_autofree char *shown = test_folder_dup_path (&fixture->folder, name);

  for (guint i = 0; i < set->images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (set->images, i);

      if (strcmp (danbi_image_get_display_path (image), shown) == 0)
        return image;
    }
  g_test_message ("%s", shown);
  g_assert_not_reached ();
}

static void
assert_problem (const DanbiImage *image,
                DanbiFileProblem  problem)
{
  g_autofree char *sentence = danbi_file_problem_dup_sentence (problem, NULL);

  g_assert_cmpstr (image->error, ==, sentence);
}

static char *
write_archive (Fixture         *fixture,
               const char      *name,
               const TestEntry *entries)
{
  char *path = test_folder_dup_path (&fixture->folder, name);

  test_archive_write (path, "zip", NULL, entries);
  return path;
}

static void
cut_in_half (const char *path)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (path, content, (gssize) length / 2, NULL));
}

/* The hospital's is opened; the viewer's is passed over, whatever is odd in it; documents stay
 * files; a damaged one is named. */
static void
test_found (Fixture      *fixture,
            gconstpointer data)
{
  const TestEntry hospital[] = { { .name = "A/IM1", .source = fixture->ct }, { 0 } };
  const TestEntry viewer[] = { { .name = "setup.exe", .text = "MZ" },
                               { .name = "lib.so", .link_to = "lib.so.1" },
                               { .name = "../up", .text = "x" }, { 0 } };
  const TestEntry document[] = { { .name = "word/media/IM1", .source = fixture->ct }, { 0 } };
  g_autofree char *good = write_archive (fixture, "hospital.zip", hospital);
  g_autofree char *other = write_archive (fixture, "viewer.zip", viewer);
  g_autofree char *docx = write_archive (fixture, "report.docx", document);
  g_autofree char *broken = write_archive (fixture, "broken.zip", hospital);
  g_autofree char *beside
    = test_folder_write_dicom (&fixture->folder, "IM2", DANBI_FIXTURE_CAPTURE);
  g_autoptr (DanbiFileSet) set = NULL;

  cut_in_half (broken);
  set = inspect (fixture->folder.path);
  g_assert_null (find_shown (set, fixture, "hospital.zip/A/IM1")->error);
  g_assert_null (find_shown (set, fixture, "IM2")->error);
  g_assert_null (find_shown (set, fixture, "viewer.zip")->error);
  g_assert_cmpint (find_shown (set, fixture, "viewer.zip")->kind, ==, DANBI_IMAGE_OTHER);
  g_assert_null (find_shown (set, fixture, "report.docx")->error);
  g_assert_nonnull (find_shown (set, fixture, "broken.zip")->error);
  g_assert_cmpuint (set->n_read, ==, 2);
}

/* An archive beside what was dropped by itself is nobody's business. */
static void
test_found_not_beside (Fixture      *fixture,
                       gconstpointer data)
{
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct }, { 0 } };
  g_autofree char *archive = write_archive (fixture, "hospital.zip", entries);
  g_autofree char *image = test_folder_write_dicom (&fixture->folder, "IM2", DANBI_FIXTURE_CAPTURE);
  g_autoptr (DanbiFileSet) set = inspect (image);

  g_assert_cmpuint (set->images->len, ==, 1);
}

/* @bytes stand in the archive; the names of the ZIPs are made with as many letters first. */
static const struct
{
  const char *bytes;
  const char *text;
} NAMES[] = {
  { "\345\275\261\345\203\217", "影像" },           /* UTF-8 */
  { "\274v\271\263", "影像" },                      /* Big5 */
  { "\263\134\245\134\273\134", "許功蓋" },         /* Big5 with backslashes within */
  { "\273\274\325\337\315\274\317\361", "患者图像" }, /* GBK */
  { "\216\312\220^", "写真" },                      /* Shift-JIS */
  { "r\202sum\202", "résumé" },                     /* code page 437 */
  { "e\314\201tude", "e\314\201tude" },             /* UTF-8, accent apart */
};

static void
test_names_in_archives (Fixture      *fixture,
                        gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *placeholder = g_strnfill (strlen (NAMES[i].bytes), 'Q');
      g_autofree char *name = g_build_filename (placeholder, "IM1", NULL);
      const TestEntry entries[] = { { .name = name, .source = fixture->ct }, { 0 } };
      g_autofree char *archive = write_archive (fixture, "x.zip", entries);
      g_autofree char *shown = g_build_filename ("x.zip", NAMES[i].text, "IM1", NULL);
      g_autoptr (DanbiFileSet) set = NULL;

      test_folder_replace (&fixture->folder, "x.zip", placeholder, NAMES[i].bytes);
      set = inspect (archive);
      g_assert_cmpuint (set->n_read, ==, 1);
      g_assert_null (find_shown (set, fixture, shown)->error);
    }
}

/* Opened by their bytes, shown as they read, whatever the locale of the program is. */
static void
test_names_on_disk (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL));
  const char *const locales[] = { "C", "zh_TW.UTF-8" };

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *name = g_build_filename (NAMES[i].bytes, "IM1", NULL);
      g_autofree char *folder = test_folder_dup_path (&fixture->folder, NAMES[i].bytes);

      g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
      g_free (test_folder_write_dicom (&fixture->folder, name, DANBI_FIXTURE_LOCALIZER));
    }
  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autoptr (DanbiFileSet) set = NULL;

      setlocale (LC_ALL, locales[i]);
      set = inspect (fixture->folder.path);
      g_assert_cmpuint (set->n_read, ==, G_N_ELEMENTS (NAMES));
      for (guint j = 0; j < G_N_ELEMENTS (NAMES); j++)
        {
          g_autofree char *shown = g_build_filename (NAMES[j].text, "IM1", NULL);
          DanbiImage *image = find_shown (set, fixture, shown);
          g_autoptr (json_t) line = danbi_image_to_json (image);

          g_assert_null (image->error);
          g_assert_cmpstr (danbi_json_get_string (line, "path"), ==,
                           danbi_image_get_display_path (image));
        }
    }
  setlocale (LC_ALL, before);
}

/* Names that differ by case only, or not at all, are files of their own. */
static void
test_like_names (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *longest = g_strnfill (300, 'n');
  const TestEntry entries[] = {
    { .name = "im1", .source = fixture->ct }, { .name = "IM1", .source = fixture->ct },
    { .name = "IM1", .source = fixture->ct }, { .name = longest, .source = fixture->ct },
    { 0 },
  };
  g_autofree char *archive = write_archive (fixture, "x.zip", entries);
  g_autofree char *shown = g_build_filename ("x.zip", longest, NULL);
  g_autoptr (DanbiFileSet) set = inspect (archive);

  g_assert_cmpuint (set->images->len, ==, 4);
  g_assert_cmpuint (set->n_referenced, ==, 4);
  find_shown (set, fixture, "x.zip/im1");
  find_shown (set, fixture, "x.zip/IM1");
  find_shown (set, fixture, shown);
}

static void
test_deep_folders (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GString) deep = g_string_new ("IM1");
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct },
                                { .name = "zzz", .source = fixture->ct }, { 0 } };
  TestEntry copy[G_N_ELEMENTS (entries)];
  g_autofree char *archive = NULL;
  g_autoptr (DanbiFileSet) set = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_prepend (deep, "d/");
  memcpy (copy, entries, sizeof copy);
  copy[1].name = deep->str;
  archive = write_archive (fixture, "x.zip", copy);
  set = inspect (archive);
  g_assert_cmpuint (set->images->len, ==, 2);
  g_assert_null (find_shown (set, fixture, "x.zip/IM1")->error);
  g_string_prepend (deep, "x.zip/");
  assert_problem (find_shown (set, fixture, deep->str), DANBI_FILE_UNSAFE_NAME);
}

/* Sixteen archives in each of sixteen, as 42.zip is made: 65,536 files at the bottom. */
static void
test_many_inner (Fixture      *fixture,
                 gconstpointer data)
{
  char names[16][8];
  g_autofree char *source = test_folder_write (&fixture->stock, "bottom", "x", 1);
  g_autofree char *archive = NULL;
  gint64 begin_us;

  for (guint depth = 0; depth < 4; depth++)
    {
      TestEntry entries[G_N_ELEMENTS (names) + 1] = { 0 };
      g_autofree char *name = g_strdup_printf ("%u.zip", depth);

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_snprintf (names[i], sizeof names[i], "%u", i);
          entries[i] = (TestEntry) { .name = names[i], .source = source };
        }
      g_free (archive);
      archive = test_folder_dup_path (&fixture->stock, name);
      test_archive_write (archive, "zip", NULL, entries);
      g_free (source);
      source = g_strdup (archive);
    }
  begin_us = g_get_monotonic_time ();
  {
    g_autoptr (DanbiFileSet) set = inspect (archive);

    g_assert_cmpuint (set->images->len, ==, 1);
    assert_problem (g_ptr_array_index (set->images, 0), DANBI_FILE_BOMB);
    g_assert_cmpstr (danbi_image_get_display_path (set->images->pdata[0]), ==, archive);
  }
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, QUICK_US);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/danbi/image/archives/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("those_in_a_folder_are_opened_and_viewers_passed_over", test_found);
  ADD ("those_beside_a_dropped_file_stay_closed", test_found_not_beside);
  ADD ("names_in_any_encoding_are_shown", test_names_in_archives);
  ADD ("names_on_disk_are_opened_and_shown_in_any_locale", test_names_on_disk);
  ADD ("like_names_are_files_of_their_own", test_like_names);
  ADD ("what_lies_too_deep_is_named", test_deep_folders);
  ADD ("thousands_of_archives_are_one_sentence", test_many_inner);
  return g_test_run ();
}

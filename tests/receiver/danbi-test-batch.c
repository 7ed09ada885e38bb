/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives and CSVs as a sender would make them, made by the tests alone. */
#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-test-batch.h"

static void
add_entry (struct archive *self,
           const char     *name,
           guint           type,
           const void     *bytes,
           gsize           length)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, type);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, (gint64) length);
  if (type == AE_IFLNK)
    archive_entry_set_symlink (entry, "DICOMDIR");
  g_assert_cmpint (archive_write_header (self, entry), ==, ARCHIVE_OK);
  if (length > 0)
    g_assert_cmpint (archive_write_data (self, bytes, length), ==, (gssize) length);
  archive_entry_free (entry);
}

struct archive *
danbi_test_archive_begin (const char *path)
{
  struct archive *self = archive_write_new ();

  archive_write_set_format_7zip (self);
  archive_write_set_options (self, "compression=deflate,compression-level=1");
  g_assert_cmpint (archive_write_open_filename (self, path), ==, ARCHIVE_OK);
  return self;
}

void
danbi_test_archive_add (struct archive *self,
                        const char     *name,
                        const void     *bytes,
                        gsize           length)
{
  add_entry (self, name, g_str_has_suffix (name, "/") ? AE_IFDIR : AE_IFREG, bytes, length);
}

void
danbi_test_archive_add_file (struct archive *self,
                             const char     *name,
                             const char     *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  danbi_test_archive_add (self, name, bytes, length);
}

void
danbi_test_archive_add_link (struct archive *self,
                             const char     *name)
{
  add_entry (self, name, AE_IFLNK, NULL, 0);
}

void
danbi_test_archive_end (struct archive *self)
{
  g_assert_cmpint (archive_write_close (self), ==, ARCHIVE_OK);
  archive_write_free (self);
}

/**
 * danbi_test_archive_write_jpg:
 * @path: where
 * @n_files: how many small JPGs it shall hold
 */
void
danbi_test_archive_write_jpg (const char *path,
                              guint       n_files)
{
  g_autofree char *jpg = g_strconcat (path, ".jpg", NULL);
  struct archive *archive = danbi_test_archive_begin (path);

  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *name = g_strdup_printf ("IMG_%04u.JPG", i + 1);

      g_assert_true (danbi_fixture_write_jpeg (jpg, 64, 32, FALSE, 80, i, NULL));
      danbi_test_archive_add_file (archive, name, jpg);
    }
  danbi_test_archive_end (archive);
  g_remove (jpg);
}

static void
add_set (struct archive *archive,
         const char     *dir,
         GPtrArray      *file_ids)
{
  g_autofree char *dicomdir = g_build_filename (dir, "DICOMDIR", NULL);

  danbi_test_archive_add_file (archive, "DICOMDIR", dicomdir);
  for (guint i = 0; i < file_ids->len; i++)
    {
      g_autofree char *path = g_build_filename (dir, file_ids->pdata[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        danbi_test_archive_add_file (archive, file_ids->pdata[i], path);
    }
}

/**
 * danbi_test_archive_write_set:
 * @path: where
 * @set: what shall be in it, with its faults
 */
void
danbi_test_archive_write_set (const char            *path,
                              const DanbiFixtureSet *set)
{
  g_autofree char *dir = g_strconcat (path, ".set", NULL);
  g_autoptr (GPtrArray) file_ids = g_ptr_array_new_with_free_func (g_free);
  struct archive *archive = danbi_test_archive_begin (path);
  g_autofree char *extra = g_build_filename (dir, "EXTRA", "IM99999", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_dir_create (dir, NULL));
  danbi_fixture_write_set (dir, set, file_ids, &error);
  g_assert_no_error (error);
  add_set (archive, dir, file_ids);
  if (g_file_test (extra, G_FILE_TEST_EXISTS))
    danbi_test_archive_add_file (archive, "EXTRA/IM99999", extra);
  danbi_test_archive_end (archive);
  danbi_dir_remove (dir, NULL);
}

/**
 * danbi_test_archive_write_dicom:
 * @path: where
 * @faults: what is wrong with the set in it
 */
void
danbi_test_archive_write_dicom (const char       *path,
                                DanbiFixtureFault faults)
{
  DanbiFixtureSet set;

  danbi_fixture_set_init (&set, DANBI_FIXTURE_PANORAMIC);
  set.base.rows = set.base.columns = 32;
  set.n_images = 3;
  set.faults = faults;
  danbi_test_archive_write_set (path, &set);
}

/**
 * danbi_test_csv_row:
 * @record: a record
 *
 * Returns: (transfer full): its row with CR LF
 */
char *
danbi_test_csv_row (const DanbiRecord *record)
{
  GString *row = g_string_new (NULL);

  for (guint field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    g_string_append_printf (row, "%s%s", danbi_record_get (record, (DanbiField) field),
                            field < DANBI_LAST_FIELD ? "," : "\r\n");
  return g_string_free (row, FALSE);
}

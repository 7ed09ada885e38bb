/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives for the tests: ZIP, 7z and ISO by libarchive, which writes no CAB. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/stat.h>

#include "danbi-walk.h"
#include "test-archive.h"

#define CAB_BLOCK_BYTES 32768

static void
read_entry (const TestEntry  *entry,
            char            **data,
            gsize            *length)
{
  g_autoptr (GError) error = NULL;

  if (entry->source)
    g_file_get_contents (entry->source, data, length, &error);
  else
    {
      *data = g_strdup (entry->text ? entry->text : "");
      *length = strlen (*data);
    }
  g_assert_no_error (error);
}

static void
write_entry (struct archive  *archive,
             const TestEntry *entry)
{
  struct archive_entry *header = archive_entry_new ();
  g_autofree char *data = NULL;
  gsize length;

  read_entry (entry, &data, &length);
  archive_entry_set_pathname (header, entry->name);
  archive_entry_set_perm (header, 0644);
  archive_entry_set_nlink (header, 2); /* without it the ISO writer makes an empty file of a link */
  archive_entry_set_filetype (header, entry->link_to && !entry->hard ? AE_IFLNK : AE_IFREG);
  archive_entry_set_size (header, entry->link_to ? 0 : (la_int64_t) length);
  if (entry->link_to && entry->hard)
    archive_entry_set_hardlink (header, entry->link_to);
  else if (entry->link_to)
    archive_entry_set_symlink (header, entry->link_to);
  g_assert_cmpint (archive_write_header (archive, header), >=, ARCHIVE_WARN);
  if (!entry->link_to)
    g_assert_cmpint (archive_write_data (archive, data, length), ==, (gssize) length);
  archive_entry_free (header);
}

/* @format: of archive_write_set_format_by_name(). @options: (nullable): of the writer. */
void
test_archive_write (const char      *path,
                    const char      *format,
                    const char      *options,
                    const TestEntry *entries)
{
  struct archive *archive = archive_write_new ();

  g_assert_cmpint (archive_write_set_format_by_name (archive, format), ==, ARCHIVE_OK);
  if (options && strstr (options, "encryption"))
    archive_write_set_passphrase (archive, "secret");
  if (options)
    g_assert_cmpint (archive_write_set_options (archive, options), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; entries[i].name; i++)
    write_entry (archive, &entries[i]);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

static void
put (GByteArray *bytes,
     guint64     number,
     guint       n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) (number >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
put_cab_file (GByteArray *files,
              const char *name,
              gsize       length,
              gsize       at)
{
  put (files, length, 4);
  put (files, at, 4);
  put (files, 0, 2);          /* folder */
  put (files, 0x2100, 2);     /* date */
  put (files, 0, 2);          /* time */
  put (files, 0x20, 2);       /* attributes */
  g_byte_array_append (files, (const guint8 *) name, (guint) strlen (name) + 1);
}

/* Uncompressed, in one folder; blocks without a checksum are lawful. */
void
test_archive_write_cab (const char      *path,
                        const TestEntry *entries)
{
  g_autoptr (GByteArray) files = g_byte_array_new ();
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GByteArray) cab = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint n_files, n_blocks;

  for (n_files = 0; entries[n_files].name; n_files++)
    {
      g_autofree char *data = NULL;
      gsize length;

      read_entry (&entries[n_files], &data, &length);
      put_cab_file (files, entries[n_files].name, length, content->len);
      g_byte_array_append (content, (guint8 *) data, (guint) length);
    }
  n_blocks = (content->len + CAB_BLOCK_BYTES - 1) / CAB_BLOCK_BYTES;

  g_byte_array_append (cab, (const guint8 *) "MSCF\0\0\0\0", 8);
  put (cab, 36 + 8 + files->len + 8 * n_blocks + content->len, 4);
  put (cab, 0, 4);
  put (cab, 36 + 8, 4);       /* where the files are */
  put (cab, 0, 4);
  put (cab, 0x0103, 2);       /* version */
  put (cab, 1, 2);            /* folders */
  put (cab, n_files, 2);
  put (cab, 0, 6);
  put (cab, 36 + 8 + files->len, 4);
  put (cab, n_blocks, 2);
  put (cab, 0, 2);            /* not compressed */
  g_byte_array_append (cab, files->data, files->len);
  for (guint at = 0; at < content->len; at += CAB_BLOCK_BYTES)
    {
      guint n = MIN (CAB_BLOCK_BYTES, content->len - at);

      put (cab, 0, 4);
      put (cab, n, 2);
      put (cab, n, 2);
      g_byte_array_append (cab, content->data + at, n);
    }
  g_file_set_contents (path, (const char *) cab->data, cab->len, &error);
  g_assert_no_error (error);
}

void
test_archive_write_folder (const char *path,
                           const char *format,
                           const char *options,
                           const char *folder)
{
  const char *paths[] = { folder, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = danbi_walk_run (paths, NULL, &error);
  g_autofree TestEntry *entries = NULL;

  g_assert_no_error (error);
  entries = g_new0 (TestEntry, files->len + 1);
  for (guint i = 0; i < files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (files, i);

      entries[i].name = file->path + strlen (folder) + 1;
      entries[i].source = file->path;
    }
  test_archive_write (path, format, options, entries);
}

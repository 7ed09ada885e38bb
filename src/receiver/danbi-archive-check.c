/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens what arrived with libarchive and holds it against itself: all that is named, no more. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/stat.h>

#include "danbi-archive-check.h"
#include "danbi-dicomdir-reader.h"
#include "danbi-jpeg-scan.h"
#include "danbi-receiver.h"

#define READ_BYTES (64 * 1024)
#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define CASE_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

typedef struct
{
  Archive *archive;
  DanbiArchiveKind kind;
  guint8 *buffer;
  guint n_entries;
  guint64 unpacked_bytes;
  GHashTable *names;     /* the files of the archive, without DICOMDIR */
  GByteArray *dicomdir;  /* its bytes; NULL until it is met */
} Check;

static gboolean
fail (GError    **error,
      const char *what)
{
  g_set_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED,
               "The archive is not right: %s", what);
  return FALSE;
}

/* A File ID: one to eight levels of one to eight characters. */
static gboolean
is_file_id (const char *name)
{
  g_auto (GStrv) levels = g_strsplit (name, "/", 9);
  guint count = g_strv_length (levels);

  for (guint i = 0; i < count; i++)
    if (!*levels[i] || strlen (levels[i]) > 8
        || strspn (levels[i], NAME_CHARACTERS) != strlen (levels[i]))
      return FALSE;
  return count >= 1 && count <= 8;
}

static gboolean
is_jpg_name (const char *name)
{
  gsize stem = strspn (name, NAME_CHARACTERS);

  return stem > 0 && g_str_equal (name + stem, ".JPG");
}

/* Streams one file past @scan or into @kept, both optional. */
static gboolean
read_entry (Check         *check,
            DanbiJpegScan *scan,
            GByteArray    *kept,
            guint64       *size,
            GError       **error)
{
  la_ssize_t got;

  *size = 0;
  while ((got = archive_read_data (check->archive, check->buffer, READ_BYTES)) > 0)
    {
      *size += (guint64) got;
      check->unpacked_bytes += (guint64) got;
      if (check->unpacked_bytes > DANBI_ARCHIVE_MAX_UNPACKED_BYTES)
        return fail (error, "it unpacks to more than 20 GB");
      if (scan)
        danbi_jpeg_scan_feed (scan, check->buffer, (gsize) got);
      if (kept && *size > DANBI_DICOMDIR_MAX_BYTES)
        return fail (error, "its DICOMDIR is larger than 64 MiB");
      if (kept)
        g_byte_array_append (kept, check->buffer, (guint) got);
    }
  return got == 0 || fail (error, "a file in it cannot be unpacked");
}

static gboolean
check_dicom_entry (Check      *check,
                   const char *name,
                   GError    **error)
{
  guint64 size;

  if (g_str_equal (name, "DICOMDIR"))
    {
      if (check->dicomdir)
        return fail (error, "it has two DICOMDIRs");
      check->dicomdir = g_byte_array_new ();
      return read_entry (check, NULL, check->dicomdir, &size, error);
    }
  if (!is_file_id (name))
    return fail (error, "the name of a file is no File ID");
  if (!g_hash_table_add (check->names, g_strdup (name)))
    return fail (error, "two files have one name");
  return read_entry (check, NULL, NULL, &size, error)
         && (size > 0 || fail (error, "a file is empty"));
}

static gboolean
check_jpg_entry (Check      *check,
                 const char *name,
                 GError    **error)
{
  DanbiJpegScan scan = { 0 };
  guint64 size;

  if (!is_jpg_name (name))
    return fail (error, "the name of a file is not of A-Z, 0-9 and _ with .JPG");
  if (!g_hash_table_add (check->names, g_strdup (name)))
    return fail (error, "two files have one name");
  return read_entry (check, &scan, NULL, &size, error)
         && (danbi_jpeg_scan_is_whole (&scan) || fail (error, "a file is no whole JPEG"));
}

static gboolean
check_entry (Check                *check,
             struct archive_entry *entry,
             GError              **error)
{
  const char *name = archive_entry_pathname_utf8 (entry);

  if (++check->n_entries > DANBI_ARCHIVE_MAX_ENTRIES)
    return fail (error, "it has more than 100,000 entries");
  if (archive_entry_filetype (entry) == AE_IFDIR)
    return TRUE;
  if (archive_entry_filetype (entry) != AE_IFREG || !name)
    return fail (error, "it has an entry that is no file");
  return check->kind == DANBI_ARCHIVE_DICOM ? check_dicom_entry (check, name, error)
                                            : check_jpg_entry (check, name, error);
}

/* The DICOMDIR and the archive must name exactly the same files. */
static gboolean
check_references (Check   *check,
                  GError **error)
{
  g_autoptr (GHashTable) file_ids = NULL;
  GHashTableIter iter;
  gpointer file_id;

  if (!check->dicomdir)
    return fail (error, "it has no DICOMDIR at its root");
  file_ids =
      danbi_dicomdir_read_file_ids (check->dicomdir->data, check->dicomdir->len, error);
  if (!file_ids)
    return FALSE;
  if (g_hash_table_size (file_ids) != g_hash_table_size (check->names))
    return fail (error, "it has more or fewer files than its DICOMDIR refers to");
  g_hash_table_iter_init (&iter, file_ids);
  while (g_hash_table_iter_next (&iter, &file_id, NULL))
    if (!g_hash_table_contains (check->names, file_id))
      return fail (error, "its DICOMDIR refers to a file that is not there");
  return TRUE;
}

static gboolean
check_entries (Check    *check,
               gboolean  cab,
               GError  **error)
{
  int format = cab ? ARCHIVE_FORMAT_CAB : ARCHIVE_FORMAT_7ZIP;
  struct archive_entry *entry;
  int status;

  while ((status = archive_read_next_header (check->archive, &entry)) == ARCHIVE_OK)
    {
      if (archive_format (check->archive) != format)
        return fail (error, "its content is of another kind than its name says");
      if (!check_entry (check, entry, error))
        return FALSE;
    }
  if (status != ARCHIVE_EOF)
    return fail (error, "it cannot be read to its end");
  if (g_hash_table_size (check->names) == 0)
    return fail (error, "it holds no image");
  return check->kind == DANBI_ARCHIVE_JPG || check_references (check, error);
}

/**
 * danbi_archive_name_parse:
 * @name: what stands in column 14
 * @provider_id: what stands in column 1
 * @kind: (out): what its prefix says
 * @cab: (out): whether it ends in `.CAB` and not in `.7z`
 * @case_number: (out): its case number, with a NUL after it
 *
 * Reads `DCF` or `ATT`, F1, `_`, 12 characters A–Z 0–9, `.7z` or `.CAB`.
 *
 * Returns: whether the name is lawful
 */
gboolean
danbi_archive_name_parse (const char       *name,
                          const char       *provider_id,
                          DanbiArchiveKind *kind,
                          gboolean         *cab,
                          char              case_number[13])
{
  if (strlen (name) < 29 || strlen (provider_id) != 10
      || (strncmp (name, "DCF", 3) != 0 && strncmp (name, "ATT", 3) != 0)
      || strncmp (name + 3, provider_id, 10) != 0 || name[13] != '_'
      || strspn (name + 14, CASE_CHARACTERS) != 12)
    return FALSE;
  if (!g_str_equal (name + 26, ".7z") && !g_str_equal (name + 26, ".CAB"))
    return FALSE;
  *kind = name[0] == 'D' ? DANBI_ARCHIVE_DICOM : DANBI_ARCHIVE_JPG;
  *cab = name[27] == 'C';
  memcpy (case_number, name + 14, 12);
  case_number[12] = '\0';
  return TRUE;
}

/**
 * danbi_archive_check:
 * @path: an archive
 * @kind: what it should hold
 * @cab: whether it should be a CAB and not a 7z
 * @error: set to %DANBI_RECEIVER_ERROR_FAILED, with what is wrong; names no file of the archive
 *
 * Reads an archive to its end without unpacking it to disk.
 *
 * Returns: whether it holds what it should
 */
gboolean
danbi_archive_check (const char      *path,
                     DanbiArchiveKind kind,
                     gboolean         cab,
                     GError         **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  Check check = { .archive = archive, .kind = kind, .buffer = buffer, .names = names };
  struct stat info;
  gboolean ok;

  if (stat (path, &info) < 0 || (guint64) info.st_size > DANBI_ARCHIVE_MAX_PACKED_BYTES)
    return fail (error, "it is larger than 4,500,000,000 bytes");
  archive_read_support_format_7zip (archive);
  archive_read_support_format_cab (archive);
  if (archive_read_open_filename (archive, path, READ_BYTES) != ARCHIVE_OK)
    return fail (error, "it is neither 7z nor CAB");

  ok = check_entries (&check, cab, error);
  g_clear_pointer (&check.dicomdir, g_byte_array_unref);
  return ok;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens what arrived with libarchive and holds it against itself: all that is named, no more. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/stat.h>

#include "danbi-archive-check.h"
#include "danbi-dicom-header.h"
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
  const char *trouble;   /* why a file could not be unpacked to its end */
  GHashTable *names;     /* the files of the archive, without DICOMDIR, and their DICOM headers */
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

/* The next bytes of the file at which the archive stands: a DanbiDicomPull. */
static gssize
pull (gpointer data,
      guint8  *buffer,
      gsize    length)
{
  Check *check = data;
  la_ssize_t got = archive_read_data (check->archive, buffer, length);

  if (got < 0)
    {
      check->trouble = "a file in it cannot be unpacked";
      return -1;
    }
  check->unpacked_bytes += (guint64) got;
  if (check->unpacked_bytes > DANBI_ARCHIVE_MAX_UNPACKED_BYTES)
    {
      check->trouble = "it unpacks to more than 20 GB";
      return -1;
    }
  return got;
}

static gboolean
read_dicomdir (Check   *check,
               GError **error)
{
  gssize got;

  if (check->dicomdir)
    return fail (error, "it has two DICOMDIRs");
  check->dicomdir = g_byte_array_new ();
  while ((got = pull (check, check->buffer, READ_BYTES)) > 0)
    {
      if (check->dicomdir->len + (gsize) got > DANBI_DICOMDIR_MAX_BYTES)
        return fail (error, "its DICOMDIR is larger than 64 MiB");
      g_byte_array_append (check->dicomdir, check->buffer, (guint) got);
    }
  return got == 0 || fail (error, check->trouble);
}

static gboolean
check_dicom_entry (Check      *check,
                   const char *name,
                   GError    **error)
{
  DanbiDicomHeader *header;

  if (g_str_equal (name, "DICOMDIR"))
    return read_dicomdir (check, error);
  if (!is_file_id (name))
    return fail (error, "the name of a file is no File ID");
  if (g_hash_table_contains (check->names, name))
    return fail (error, "two files have one name");
  header = g_new0 (DanbiDicomHeader, 1);
  g_hash_table_insert (check->names, g_strdup (name), header);
  if (!danbi_dicom_header_read (header, pull, check, error))
    return FALSE;
  return !check->trouble || fail (error, check->trouble);
}

static gboolean
check_jpg_entry (Check      *check,
                 const char *name,
                 GError    **error)
{
  DanbiJpegScan scan = { 0 };
  gssize got;

  if (!is_jpg_name (name))
    return fail (error, "the name of a file is not of A-Z, 0-9 and _ with .JPG");
  if (!g_hash_table_insert (check->names, g_strdup (name), NULL))
    return fail (error, "two files have one name");
  while ((got = pull (check, check->buffer, READ_BYTES)) > 0)
    danbi_jpeg_scan_feed (&scan, check->buffer, (gsize) got);
  if (got < 0)
    return fail (error, check->trouble);
  return danbi_jpeg_scan_is_whole (&scan) || fail (error, "a file is no whole JPEG");
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

/* What a record leaves out is not compared. A file may lack its PatientID: whoever wrote the
 * DICOMDIR had to invent one, because it must have one. */
static gboolean
check_record (const DanbiDicomdirRecord *record,
              const DanbiDicomHeader    *header,
              GError                   **error)
{
  const struct
  {
    const char *claimed;
    const char *actual;
    const char *fault;
  } pairs[] = {
    { record->transfer_syntax, header->transfer_syntax,
      "its DICOMDIR names another transfer syntax than a file" },
    { record->sop_uid, header->sop_uid, "its DICOMDIR names another instance than a file" },
    { record->series_uid, header->series_uid, "its DICOMDIR names another series than a file" },
    { record->study_uid, header->study_uid, "its DICOMDIR names another study than a file" },
    { header->patient_id ? record->patient_id : NULL, header->patient_id,
      "its DICOMDIR names another patient than a file" },
  };
  /* Of a file that was passed over nothing but the first is known. */
  guint n = header->passed_over ? 1 : G_N_ELEMENTS (pairs);

  for (guint i = 0; i < n; i++)
    if (pairs[i].claimed && g_strcmp0 (pairs[i].claimed, pairs[i].actual) != 0)
      return fail (error, pairs[i].fault);
  return TRUE;
}

/* The DICOMDIR and the archive must name exactly the same files, and say the same of them. */
static gboolean
check_references (Check   *check,
                  GError **error)
{
  g_autoptr (GHashTable) file_ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) records = NULL;

  if (!check->dicomdir)
    return fail (error, "it has no DICOMDIR at its root");
  records = danbi_dicomdir_read (check->dicomdir->data, check->dicomdir->len, error);
  if (!records)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (file_ids, g_array_index (records, DanbiDicomdirRecord, i).file_id);
  if (g_hash_table_size (file_ids) != g_hash_table_size (check->names))
    return fail (error, "it has more or fewer files than its DICOMDIR refers to");
  for (guint i = 0; i < records->len; i++)
    {
      const DanbiDicomdirRecord *record = &g_array_index (records, DanbiDicomdirRecord, i);
      const DanbiDicomHeader *header = g_hash_table_lookup (check->names, record->file_id);

      if (!header)
        return fail (error, "its DICOMDIR refers to a file that is not there");
      if (!check_record (record, header, error))
        return FALSE;
    }
  return TRUE;
}

/* One case is one patient; a file without a PatientID is of anybody. */
static gboolean
check_patients (const Check *check,
                GError     **error)
{
  const char *patient_id = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, check->names);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const DanbiDicomHeader *header = value;

      if (header->patient_id && patient_id && !g_str_equal (header->patient_id, patient_id))
        return fail (error, "it holds images of two patients");
      if (header->patient_id)
        patient_id = header->patient_id;
    }
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
  return check->kind == DANBI_ARCHIVE_JPG
         || (check_references (check, error) && check_patients (check, error));
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
  g_autoptr (GHashTable) names = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) danbi_dicom_header_free);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a ZIP, 7z, CAB or ISO as lines and bytes; runs in the confined child. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#include "danbi-archive-reader.h"
#include "danbi-dicom-text.h"
#include "danbi-file-problem.h"
#include "danbi-json.h"
#include "danbi-unpack.h"

#define READ_BYTES (64 * 1024)

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

typedef struct
{
  Archive *archive;
  DanbiArchiveSinkFunc sink;
  gpointer user_data;
  gboolean deaf; /* nobody takes the answer any more */
} Reader;

static void
say (Reader *self,
     json_t *object)
{
  g_autofree char *line = danbi_json_to_line (object);

  self->deaf = self->deaf || !self->sink (line, strlen (line), self->user_data)
               || !self->sink ("\n", 1, self->user_data);
  json_decref (object);
}

static void
set_problem (json_t           *object,
             DanbiFileProblem  problem)
{
  if (problem != DANBI_FILE_OK)
    json_object_set_new (object, "problem", json_string (danbi_file_problem_to_nick (problem)));
}

/* ZIPs made in Taiwan name their files in Big5 and do not say so. A name is escaped, because what
 * is no text at all stays as it is. */
static json_t *
name_to_json (const char *name)
{
  g_autofree char *guessed = danbi_dicom_text_guess (name ? name : "");
  g_autofree char *escaped = g_uri_escape_string (guessed, "/", TRUE);

  return json_string (escaped);
}

static void
announce (Reader               *self,
          struct archive_entry *entry)
{
  const char *target = archive_entry_hardlink (entry);
  unsigned type = archive_entry_filetype (entry);
  json_t *object = json_object ();

  json_object_set_new (object, "entry", name_to_json (archive_entry_pathname (entry)));
  /* Two names of an ISO may share their bytes; that is no link that leads anywhere. */
  if (target)
    json_object_set_new (object, "same_as", name_to_json (target));
  else if (type != AE_IFREG && type != 0)
    set_problem (object, DANBI_FILE_LINK);
  say (self, object);
}

static void
hand_on (Reader     *self,
         const char *data,
         gsize       length)
{
  while (length > 0 && !self->deaf)
    {
      gsize n = MIN (length, DANBI_UNPACK_CHUNK_BYTES);
      json_t *object = json_object ();

      json_object_set_new (object, "bytes", json_integer ((json_int_t) n));
      say (self, object);
      self->deaf = self->deaf || !self->sink (data, n, self->user_data);
      data += n;
      length -= n;
    }
}

/* Returns whether there may be more entries; one that is damaged does not hide the others. */
static gboolean
copy_data (Reader *self)
{
  json_t *object = json_object ();
  gint64 expected = 0;
  const void *data;
  size_t length;
  la_int64_t offset;
  int code;

  while ((code = archive_read_data_block (self->archive, &data, &length, &offset)) == ARCHIVE_OK
         && offset == expected && !self->deaf)
    {
      hand_on (self, data, length);
      expected += (gint64) length;
    }
  json_object_set_new (object, "end", json_true ());
  set_problem (object, code == ARCHIVE_EOF ? DANBI_FILE_OK : DANBI_FILE_BROKEN_ENTRY);
  say (self, object);
  return code != ARCHIVE_FATAL && !self->deaf;
}

static DanbiFileProblem
get_problem (Reader *self)
{
  if (archive_read_has_encrypted_entries (self->archive) > 0)
    return DANBI_FILE_LOCKED;
  return archive_errno (self->archive) == ENOMEM ? DANBI_FILE_TOO_LARGE
                                                 : DANBI_FILE_BROKEN_ARCHIVE;
}

static DanbiFileProblem
read_entries (Reader *self)
{
  struct archive_entry *entry;
  int code;

  while ((code = archive_read_next_header (self->archive, &entry)) == ARCHIVE_OK
         || code == ARCHIVE_WARN)
    {
      if (archive_entry_filetype (entry) == AE_IFDIR)
        continue;
      if (archive_entry_is_encrypted (entry))
        return DANBI_FILE_LOCKED;
      announce (self, entry);
      if (!copy_data (self))
        return get_problem (self);
    }
  return code == ARCHIVE_EOF ? DANBI_FILE_OK : get_problem (self);
}

/* Each format by name: what else libarchive reads is no business of a disc. */
static DanbiFileProblem
open_archive (Reader     *self,
              const char *path)
{
  if (!self->archive || archive_read_support_format_zip (self->archive) < ARCHIVE_WARN
      || archive_read_support_format_7zip (self->archive) < ARCHIVE_WARN
      || archive_read_support_format_cab (self->archive) < ARCHIVE_WARN
      || archive_read_support_format_iso9660 (self->archive) < ARCHIVE_WARN
      || archive_read_open_filename (self->archive, path, READ_BYTES) < ARCHIVE_WARN)
    return DANBI_FILE_UNREADABLE;
  return DANBI_FILE_OK;
}

/**
 * danbi_archive_reader_prepare:
 *
 * Names come out as UTF-8 whatever the user's locale is. Call it before the process is confined.
 */
void
danbi_archive_reader_prepare (void)
{
  setlocale (LC_CTYPE, "C.UTF-8");
  danbi_dicom_text_prepare ();
}

/**
 * danbi_archive_reader_run:
 * @path: a file that begins as an archive
 * @sink: takes the answer as it comes
 * @user_data: handed to @sink
 *
 * Says of each file `{"entry": name}`, with `same_as` where its bytes are those of an earlier one
 * and `problem` where it is no file; then `{"bytes": n}` and as many bytes, again and again; then
 * `{"end": true}`, with `problem` where it is damaged. At last `{"done": true}`, with `problem`
 * where there is more that could not be read. Folders are not named. Names are percent-encoded.
 *
 * Returns: whether @sink took all of it
 */
gboolean
danbi_archive_reader_run (const char           *path,
                          DanbiArchiveSinkFunc  sink,
                          gpointer              user_data)
{
  g_autoptr (Archive) archive = archive_read_new ();
  Reader self = { .archive = archive, .sink = sink, .user_data = user_data };
  DanbiFileProblem problem = open_archive (&self, path);
  json_t *object = json_object ();

  if (problem == DANBI_FILE_OK)
    problem = read_entries (&self);
  json_object_set_new (object, "done", json_true ());
  set_problem (object, problem);
  say (&self, object);
  return !self.deaf;
}

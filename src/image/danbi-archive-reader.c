/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a ZIP, 7z, CAB or ISO as lines and bytes; runs in the confined child. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#include "danbi-archive-reader.h"
#include "danbi-file-problem.h"
#include "danbi-json.h"
#include "danbi-name-text.h"
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
  gboolean has_passwords;
  gboolean locked;     /* no password opens the entry at hand */
  guint n_opened;      /* entries that a password opened, proven by their checksum */
  guint n_undecided;   /* that came out wrong: damaged, or by a password that only seemed right */
} Reader;

/* What one call of libarchive gives of an entry. */
typedef struct
{
  const void *data;
  size_t length;
  la_int64_t offset;
  int code;
} Block;

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

/* ZIPs name their files as the system of their maker does, mostly without saying so. A name is
 * escaped, because what is no text at all stays as it is. */
static json_t *
name_to_json (const char *name)
{
  g_autofree char *guessed = danbi_name_guess (name ? name : "");
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

static void
read_block (Reader *self,
            Block  *block)
{
  block->code
    = archive_read_data_block (self->archive, &block->data, &block->length, &block->offset);
}

/* @block: the first of the entry. Returns whether the entry came out whole. */
static gboolean
copy_data (Reader *self,
           Block  *block)
{
  json_t *object = json_object ();
  gint64 expected = 0;

  while (block->code == ARCHIVE_OK && block->offset == expected && !self->deaf)
    {
      hand_on (self, block->data, block->length);
      expected += (gint64) block->length;
      read_block (self, block);
    }
  json_object_set_new (object, "end", json_true ());
  set_problem (object, block->code == ARCHIVE_EOF ? DANBI_FILE_OK : DANBI_FILE_BROKEN_ENTRY);
  say (self, object);
  return block->code == ARCHIVE_EOF;
}

/* libarchive has no code for it, and its messages are not translated. */
static gboolean
is_unknown_cipher (Reader *self)
{
  const char *message = archive_error_string (self->archive);

  return message && (strstr (message, "nsupported") || strstr (message, "not supported")
                     || strstr (message, "Unknown encryption"));
}

/* The first bytes are asked for before the entry is announced: a locked one has none. Returns
 * whether there may be more entries; one that is damaged does not hide the others. */
static gboolean
copy_entry (Reader               *self,
            struct archive_entry *entry,
            DanbiFileProblem     *problem)
{
  gboolean encrypted = archive_entry_is_data_encrypted (entry) > 0;
  Block block;
  gboolean whole;

  read_block (self, &block);
  if (encrypted && block.code < ARCHIVE_WARN)
    {
      if (self->locked)
        *problem = DANBI_FILE_LOCKED;
      else if (!self->has_passwords || is_unknown_cipher (self))
        *problem = DANBI_FILE_SEALED;
      if (*problem != DANBI_FILE_OK)
        return FALSE;
    }
  announce (self, entry);
  whole = copy_data (self, &block);
  self->n_opened += encrypted && whole;
  self->n_undecided += encrypted && !whole;
  if (block.code == ARCHIVE_FATAL)
    *problem = archive_errno (self->archive) == ENOMEM ? DANBI_FILE_TOO_LARGE
                                                       : DANBI_FILE_BROKEN_ARCHIVE;
  return *problem == DANBI_FILE_OK && !self->deaf;
}

/* Without a header: the names are encrypted too, or there is damage. */
static DanbiFileProblem
judge_header (Reader *self)
{
  if (archive_read_has_encrypted_entries (self->archive) > 0
      && (archive_format (self->archive) == ARCHIVE_FORMAT_7ZIP || is_unknown_cipher (self)))
    return DANBI_FILE_SEALED;
  return archive_errno (self->archive) == ENOMEM ? DANBI_FILE_TOO_LARGE
                                                 : DANBI_FILE_BROKEN_ARCHIVE;
}

/* The check of a ZIP's password lets one wrong one in 256 pass. What it opens is damaged, and that
 * is told from real damage by the entries that come out well. */
static DanbiFileProblem
read_entries (Reader *self)
{
  DanbiFileProblem problem = DANBI_FILE_OK;
  struct archive_entry *entry;
  int code;

  while ((code = archive_read_next_header (self->archive, &entry)) == ARCHIVE_OK
         || code == ARCHIVE_WARN)
    if (archive_entry_filetype (entry) != AE_IFDIR && !copy_entry (self, entry, &problem))
      break;
  if (self->n_undecided > 0 && self->n_opened == 0)
    return DANBI_FILE_LOCKED;
  if (problem != DANBI_FILE_OK || self->deaf)
    return problem;
  return code == ARCHIVE_EOF ? DANBI_FILE_OK : judge_header (self);
}

/* Called when no password that is known opens the entry. */
static const char *
no_more_passwords_cb (Archive *archive,
                      void    *user_data)
{
  Reader *self = user_data;

  self->locked = TRUE;
  return NULL;
}

static void
add_passwords (Reader             *self,
               const char *const  *passwords)
{
  for (guint i = 0; self->archive && passwords && passwords[i]; i++)
    if (archive_read_add_passphrase (self->archive, passwords[i]) == ARCHIVE_OK)
      self->has_passwords = TRUE;
  if (self->archive)
    archive_read_set_passphrase_callback (self->archive, self, no_more_passwords_cb);
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
}

/**
 * danbi_archive_reader_run:
 * @path: a file that begins as an archive
 * @passwords: (nullable): to be tried where it is encrypted
 * @sink: takes the answer as it comes
 * @user_data: handed to @sink
 *
 * Says of each file `{"entry": name}`, with `same_as` where its bytes are those of an earlier one
 * and `problem` where it is no file; then `{"bytes": n}` and as many bytes, again and again; then
 * `{"end": true}`, with `problem` where it is damaged. At last `{"done": true}`, with `problem`
 * where there is more that could not be read; `locked` says that no password opens it. Folders are
 * not named. Names are percent-encoded.
 *
 * Returns: whether @sink took all of it
 */
gboolean
danbi_archive_reader_run (const char           *path,
                          const char *const    *passwords,
                          DanbiArchiveSinkFunc  sink,
                          gpointer              user_data)
{
  g_autoptr (Archive) archive = archive_read_new ();
  Reader self = { .archive = archive, .sink = sink, .user_data = user_data };
  json_t *object = json_object ();
  DanbiFileProblem problem;

  add_passwords (&self, passwords);
  problem = open_archive (&self, path);
  if (problem == DANBI_FILE_OK)
    problem = read_entries (&self);
  json_object_set_new (object, "done", json_true ());
  set_problem (object, problem);
  say (&self, object);
  return !self.deaf;
}

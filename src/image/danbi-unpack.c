/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives that were dropped become folders: a confined child reads them, this writes the files. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-archive-kind.h"
#include "danbi-image-json.h"
#include "danbi-image.h"
#include "danbi-name-text.h"
#include "danbi-spool.h"
#include "danbi-unpack.h"
#include "danbi-worker.h"

#define PROGRESS_INTERVAL_US (G_USEC_PER_SEC / 10)

struct _DanbiUnpack
{
  DanbiSpool *spool;    /* made with the first archive */
  GHashTable *problems; /* DanbiFileProblem by path */
  GPtrArray *refused;   /* DanbiImage: archives */
  GPtrArray *left_out;  /* DanbiImage: entries */
  guint64 n_bytes;      /* that came out of all archives */
  guint64 max_bytes;    /* that may come out before the archive at hand is too much */
  guint n_entries;
  guint n_inner;    /* archives in the one at hand */
  guint n_too_deep; /* of these */
  DanbiKeyring *keyring; /* these four: of danbi_unpack_attend() */
  DanbiProgressFunc on_progress;
  gpointer progress_data;
  gint64 told_us;
  GCancellable *cancellable;
};

/* One archive that is being unpacked. */
typedef struct
{
  DanbiUnpack *unpack;
  DanbiWorker *worker;
  const char *root;
  GPtrArray *inner; /* paths of archives that came out of it */
  gboolean began;   /* its first entry was seen */
  gboolean document;
  char *path; /* of the entry at hand; %NULL where it is left out */
  FILE *stream;
} Stream;

static void
stream_clear (Stream *self)
{
  g_clear_pointer (&self->worker, danbi_worker_free);
  g_clear_pointer (&self->stream, fclose);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->inner, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, stream_clear)

static gboolean unpack_one (DanbiUnpack *self, const char *archive, const char *root, guint depth,
                            gboolean *document, DanbiFileProblem *problem, GError **error);

static guint64
get_most_bytes (void)
{
  const char *text = g_getenv ("DANBI_UNPACK_MAX_BYTES");
  guint64 most = DANBI_UNPACK_MAX_BYTES;

  if (text && !g_ascii_string_to_unsigned (text, 10, 1, DANBI_UNPACK_MAX_BYTES, &most, NULL))
    g_warning ("DANBI_UNPACK_MAX_BYTES is not a number of bytes");
  return most;
}

/**
 * danbi_unpack_new:
 *
 * Returns: (transfer full): nothing unpacked yet, and no folder made
 */
DanbiUnpack *
danbi_unpack_new (void)
{
  DanbiUnpack *self = g_new0 (DanbiUnpack, 1);

  self->problems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refused = g_ptr_array_new_with_free_func (g_object_unref);
  self->left_out = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

/**
 * danbi_unpack_free:
 * @self: (nullable): what was unpacked; all files of it are removed
 */
void
danbi_unpack_free (DanbiUnpack *self)
{
  if (!self)
    return;
  danbi_spool_free (self->spool);
  g_hash_table_unref (self->problems);
  g_ptr_array_unref (self->refused);
  g_ptr_array_unref (self->left_out);
  g_free (self);
}

static gboolean
fail_write (GError **error)
{
  danbi_spool_set_error (error);
  return FALSE;
}

/* What is left out stands in the list with its reason, under the name that the archive gives it. */
static void
refuse (DanbiUnpack      *self,
        const char       *path,
        const char       *name,
        DanbiFileProblem  problem)
{
  g_autofree char *shown = danbi_unpack_dup_shown (self, path);
  g_autofree char *joined = name ? g_strconcat (shown, "/", name, NULL)
                                 : g_strdup (shown ? shown : path);
  DanbiImage *image = danbi_image_new (path);

  image->source_path = danbi_name_to_text (joined);
  image->error = danbi_file_problem_dup_sentence (problem, NULL);
  g_ptr_array_add (name ? self->left_out : self->refused, image);
}

static void
set_problem (DanbiUnpack      *self,
             const char       *path,
             DanbiFileProblem  problem)
{
  g_hash_table_insert (self->problems, g_strdup (path), GUINT_TO_POINTER (problem));
}

static DanbiFileProblem
get_told_problem (const json_t *object)
{
  const char *nick = danbi_json_get_string (object, "problem");
  DanbiFileProblem problem = DANBI_FILE_CRASHED;

  if (!nick)
    return DANBI_FILE_OK;
  return danbi_file_problem_from_nick (nick, &problem) ? problem : DANBI_FILE_CRASHED;
}

static void
tell_progress (DanbiUnpack *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!self->on_progress || now_us - self->told_us < PROGRESS_INTERVAL_US)
    return;
  self->told_us = now_us;
  self->on_progress (self->n_entries, 0, self->progress_data);
}

/* Entries */

static gboolean
create_file (Stream           *stream,
             DanbiFileProblem *problem,
             GError          **error)
{
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  int fd = open (stream->path, flags, 0600);

  if (fd < 0 && errno == EEXIST)
    {
      char *other = danbi_spool_dup_other_path (stream->unpack->spool, stream->path);

      g_free (stream->path);
      stream->path = other;
      fd = open (other, flags, 0600);
    }
  if (fd < 0 && (errno == ENOTDIR || errno == ENAMETOOLONG))
    {
      *problem = DANBI_FILE_UNSAFE_NAME;
      g_clear_pointer (&stream->path, g_free);
      return TRUE;
    }
  stream->stream = fd >= 0 ? fdopen (fd, "wb") : NULL;
  return stream->stream || fail_write (error);
}

/* An ISO may give one file two names. Only what was written before is ever linked to. */
static gboolean
link_file (Stream            *stream,
           const char        *target,
           DanbiFileProblem  *problem,
           GError           **error)
{
  g_autofree char *path = NULL;
  struct stat status;

  if (!danbi_spool_place (stream->unpack->spool, stream->root, target, &path, problem, error))
    return FALSE;
  if (*problem != DANBI_FILE_OK || lstat (path, &status) < 0 || !S_ISREG (status.st_mode)
      || link (path, stream->path) < 0)
    *problem = DANBI_FILE_LINK;
  g_clear_pointer (&stream->path, g_free);
  return TRUE;
}

static gboolean
open_entry (Stream            *stream,
            const json_t      *object,
            const char        *name,
            DanbiFileProblem  *problem,
            GError           **error)
{
  const char *same_as = danbi_json_get_string (object, "same_as");
  g_autofree char *target = same_as ? g_uri_unescape_string (same_as, NULL) : NULL;

  *problem = get_told_problem (object);
  if (*problem != DANBI_FILE_OK)
    return TRUE;
  if (!danbi_spool_place (stream->unpack->spool, stream->root, name, &stream->path, problem, error))
    return FALSE;
  if (*problem != DANBI_FILE_OK)
    return TRUE;
  return target ? link_file (stream, target, problem, error)
                : create_file (stream, problem, error);
}

static gboolean
begin_entry (Stream            *stream,
             const json_t      *object,
             DanbiFileProblem  *problem,
             GError           **error)
{
  const char *escaped = danbi_json_get_string (object, "entry");
  g_autofree char *name = escaped ? g_uri_unescape_string (escaped, NULL) : NULL;
  DanbiFileProblem refused = DANBI_FILE_OK;

  if (!name || stream->path)
    {
      *problem = DANBI_FILE_CRASHED;
      return TRUE;
    }
  stream->document = !stream->began && danbi_archive_is_document_mark (name);
  stream->began = TRUE;
  if (stream->document)
    return TRUE;
  if (++stream->unpack->n_entries + danbi_spool_get_n_folders (stream->unpack->spool)
      > DANBI_UNPACK_MAX_FILES)
    *problem = DANBI_FILE_BOMB;
  else if (!open_entry (stream, object, name, &refused, error))
    return FALSE;
  if (refused != DANBI_FILE_OK)
    refuse (stream->unpack, stream->root, name, refused);
  return TRUE;
}

/* The bytes of a refused entry pass by: they count, and are written nowhere. */
static gboolean
take_bytes (Stream            *stream,
            const json_t      *object,
            DanbiFileProblem  *problem,
            GError           **error)
{
  DanbiUnpack *self = stream->unpack;
  g_autoptr (GBytes) bytes = NULL;
  guint64 n;

  if (danbi_image_json_get_count (object, "bytes", DANBI_UNPACK_CHUNK_BYTES, &n, NULL))
    bytes = danbi_worker_wait_bytes (stream->worker, n, danbi_worker_get_timeout_ms (),
                                     self->cancellable);
  if (!bytes)
    *problem = DANBI_FILE_CRASHED;
  else if ((self->n_bytes += n) > self->max_bytes)
    *problem = DANBI_FILE_BOMB;
  else if (stream->stream
           && fwrite (g_bytes_get_data (bytes, NULL), 1, n, stream->stream) != n)
    return fail_write (error);
  return TRUE;
}

/* A damaged file stays: what is left of its header is shown beside the reason. */
static gboolean
end_entry (Stream            *stream,
           DanbiFileProblem   problem,
           GError           **error)
{
  g_autofree char *path = g_steal_pointer (&stream->path);
  FILE *file = g_steal_pointer (&stream->stream);

  if (file && fclose (file) != 0)
    return fail_write (error);
  if (!path)
    return TRUE;
  if (problem != DANBI_FILE_OK)
    set_problem (stream->unpack, path, problem);
  else
    g_hash_table_remove (stream->unpack->problems, path);
  if (danbi_archive_is_one (path))
    g_ptr_array_add (stream->inner, g_steal_pointer (&path));
  return TRUE;
}

static gboolean
take_line (Stream            *stream,
           const char        *line,
           gsize              length,
           gboolean          *done,
           DanbiFileProblem  *problem,
           GError           **error)
{
  g_autoptr (json_t) object = danbi_json_parse (line, length, NULL);

  if (json_object_get (object, "entry"))
    return begin_entry (stream, object, problem, error);
  if (json_object_get (object, "bytes"))
    return take_bytes (stream, object, problem, error);
  if (json_object_get (object, "end"))
    return end_entry (stream, get_told_problem (object), error);
  *problem = json_object_get (object, "done") ? get_told_problem (object) : DANBI_FILE_CRASHED;
  *done = TRUE;
  return TRUE;
}

/* Archives */

static gboolean
start (Stream      *stream,
       const char  *archive,
       GError     **error)
{
  const char *args[] = { "--unpack", NULL };
  g_autoptr (json_t) request = json_object ();
  g_autofree char *escaped = g_uri_escape_string (archive, "/", FALSE);
  g_autofree char *line = NULL;

  stream->worker = danbi_worker_new (args, error);
  if (!stream->worker)
    return FALSE;
  json_object_set_new (request, "op", json_string ("unpack"));
  json_object_set_new (request, "path", json_string (escaped));
  line = danbi_json_to_line (request);
  danbi_worker_send (stream->worker, line, strlen (line));
  danbi_worker_send (stream->worker, "\n", 1);
  danbi_keyring_send (stream->unpack->keyring, stream->worker);
  return TRUE;
}

/* No answer: the call was stopped, the child is not locked in, or the archive is to blame. */
static gboolean
judge_silence (Stream            *stream,
               gint64             since_us,
               DanbiFileProblem  *problem,
               GError           **error)
{
  if (g_cancellable_set_error_if_cancelled (stream->unpack->cancellable, error))
    return FALSE;
  if (!danbi_worker_is_ready (stream->worker))
    {
      danbi_worker_set_unlocked_error (error);
      return FALSE;
    }
  *problem = g_get_monotonic_time () - since_us >= danbi_worker_get_timeout_ms () * 1000
               ? DANBI_FILE_TIMED_OUT : DANBI_FILE_CRASHED;
  return TRUE;
}

static gboolean
read_stream (Stream            *stream,
             DanbiFileProblem  *problem,
             GError           **error)
{
  gboolean done = FALSE;

  while (!done && *problem == DANBI_FILE_OK && !stream->document)
    {
      gint64 since_us = g_get_monotonic_time ();
      gsize length;
      g_autofree char *line
        = danbi_worker_wait_line (stream->worker, danbi_worker_get_timeout_ms (),
                                  stream->unpack->cancellable, &length);

      if (!line)
        return judge_silence (stream, since_us, problem, error);
      if (!take_line (stream, line, length, &done, problem, error)
          || g_cancellable_set_error_if_cancelled (stream->unpack->cancellable, error))
        return FALSE;
      tell_progress (stream->unpack);
    }
  return end_entry (stream, DANBI_FILE_BROKEN_ENTRY, error);
}

/* A folder of the same name takes the place of an archive in an archive. */
static gboolean
unpack_inner (DanbiUnpack       *self,
              const char        *path,
              guint              depth,
              DanbiFileProblem  *problem,
              GError           **error)
{
  g_autofree char *spare = danbi_spool_dup_spare_path (self->spool);
  DanbiFileProblem inner = DANBI_FILE_OK;
  gboolean document = FALSE;

  self->n_too_deep += depth > DANBI_UNPACK_MAX_DEPTH;
  if (++self->n_inner > DANBI_UNPACK_MAX_INNER || self->n_too_deep > DANBI_UNPACK_MAX_TOO_DEEP)
    *problem = DANBI_FILE_BOMB;
  else if (depth > DANBI_UNPACK_MAX_DEPTH)
    set_problem (self, path, DANBI_FILE_NESTED);
  if (*problem == DANBI_FILE_BOMB || depth > DANBI_UNPACK_MAX_DEPTH)
    return TRUE;
  if (g_rename (path, spare) < 0 || g_mkdir (path, 0700) < 0)
    return fail_write (error);
  if (!unpack_one (self, spare, path, depth, &document, &inner, error))
    return FALSE;
  if (document)
    return (g_rmdir (path) == 0 && g_rename (spare, path) == 0) || fail_write (error);
  if (inner == DANBI_FILE_BOMB)
    *problem = inner;
  else if (inner != DANBI_FILE_OK)
    refuse (self, path, NULL, inner);
  return g_unlink (spare) == 0 || fail_write (error);
}

/* @inner: (out): the archives that came out of it */
static gboolean
read_archive (DanbiUnpack       *self,
              const char        *archive,
              const char        *root,
              GPtrArray        **inner,
              gboolean          *document,
              DanbiFileProblem  *problem,
              GError           **error)
{
  g_auto (Stream) stream = { .unpack = self, .root = root };

  stream.inner = g_ptr_array_new_with_free_func (g_free);
  if (!start (&stream, archive, error) || !read_stream (&stream, problem, error))
    return FALSE;
  *document = stream.document;
  *inner = g_steal_pointer (&stream.inner);
  return TRUE;
}

/* What had been counted before an archive was begun. */
typedef struct
{
  guint64 n_bytes;
  guint n_entries;
  guint n_refused;
  guint n_left_out;
} Tally;

/* Nothing stays of an archive that is read once more. */
static gboolean
take_back (DanbiUnpack  *self,
           const char   *root,
           const Tally  *before,
           GError      **error)
{
  self->n_bytes = before->n_bytes;
  self->n_entries = before->n_entries;
  g_ptr_array_set_size (self->refused, (int) before->n_refused);
  g_ptr_array_set_size (self->left_out, (int) before->n_left_out);
  if (!danbi_dir_remove (root, error))
    return FALSE;
  return g_mkdir (root, 0700) == 0 || fail_write (error);
}

/* As often as there is another password to try. */
static gboolean
open_archive (DanbiUnpack       *self,
              const char        *archive,
              const char        *root,
              GPtrArray        **inner,
              gboolean          *document,
              DanbiFileProblem  *problem,
              GError           **error)
{
  const Tally before = { self->n_bytes, self->n_entries, self->refused->len,
                         self->left_out->len };
  g_autofree char *shown = danbi_unpack_dup_shown (self, root);
  gboolean wrong = FALSE;

  for (;;)
    {
      if (!read_archive (self, archive, root, inner, document, problem, error))
        return FALSE;
      if (*problem != DANBI_FILE_LOCKED || !danbi_keyring_ask (self->keyring, shown, wrong))
        return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
      wrong = TRUE;
      *problem = DANBI_FILE_OK;
      g_clear_pointer (inner, g_ptr_array_unref);
      if (!take_back (self, root, &before, error))
        return FALSE;
    }
}

static gboolean
unpack_one (DanbiUnpack       *self,
            const char        *archive,
            const char        *root,
            guint              depth,
            gboolean          *document,
            DanbiFileProblem  *problem,
            GError           **error)
{
  g_autoptr (GPtrArray) inner = NULL;

  if (!open_archive (self, archive, root, &inner, document, problem, error))
    return FALSE;
  for (guint i = 0; i < inner->len && *problem != DANBI_FILE_BOMB; i++)
    if (!unpack_inner (self, g_ptr_array_index (inner, i), depth + 1, problem, error))
      return FALSE;
  return TRUE;
}

static guint64
get_allowance (const DanbiUnpack *self,
               const char        *archive)
{
  guint64 most = get_most_bytes ();
  guint64 left = most > self->n_bytes ? most - self->n_bytes : 0;
  struct stat status = { 0 };

  if (stat (archive, &status) < 0)
    return 0;
  return MIN (left, DANBI_UNPACK_FREE_BYTES
                      + DANBI_UNPACK_MAX_RATIO * (guint64) MIN (status.st_size, G_MAXINT32 * 64L));
}

/**
 * danbi_unpack_attend:
 * @self: what was unpacked
 * @keyring: (nullable): the passwords
 * @on_progress: (nullable): told of the files so far; how many there will be is not known
 * @progress_data: for @on_progress
 * @cancellable: (nullable): stops the work
 *
 * Says who is at hand while archives are unpacked; all of it must live until this is called again.
 */
void
danbi_unpack_attend (DanbiUnpack       *self,
                     DanbiKeyring      *keyring,
                     DanbiProgressFunc  on_progress,
                     gpointer           progress_data,
                     GCancellable      *cancellable)
{
  self->keyring = keyring;
  self->on_progress = on_progress;
  self->progress_data = progress_data;
  self->cancellable = cancellable;
}

/**
 * danbi_unpack_get_spool:
 * @self: what was unpacked
 * @error: why there is no room
 *
 * Returns: (transfer none) (nullable): the folder of all that comes from archives and slow media,
 *   made when it is first asked for
 */
DanbiSpool *
danbi_unpack_get_spool (DanbiUnpack  *self,
                        GError      **error)
{
  if (!self->spool)
    self->spool = danbi_spool_new (error);
  return self->spool;
}

/* An archive may itself stand in the spool: the copy of one on a disc. */
static char *
add_root (DanbiUnpack  *self,
          const char   *archive,
          GError      **error)
{
  g_autofree char *shown = danbi_unpack_dup_shown (self, archive);

  return danbi_spool_add_root (self->spool, shown ? shown : archive, error);
}

/**
 * danbi_unpack_run:
 * @self: what was unpacked
 * @archive: a file that begins as an archive
 * @folder: (out) (nullable): the folder with its files; %NULL where it is a document or a program,
 *   which is to be taken as the file that it is, or nothing of it was taken
 * @error: no room, no inspector, or %G_IO_ERROR_CANCELLED
 *
 * Has a confined child read @archive and those in it, up to %DANBI_UNPACK_MAX_DEPTH. Whatever is
 * wrong with the archive is no error here: it stands among danbi_unpack_get_refused(). One that is
 * encrypted is tried with the passwords of danbi_unpack_attend(), until the user gives no more.
 *
 * Returns: whether it was dealt with
 */
gboolean
danbi_unpack_run (DanbiUnpack  *self,
                  const char   *archive,
                  char        **folder,
                  GError      **error)
{
  DanbiFileProblem problem = DANBI_FILE_OK;
  g_autofree char *real = realpath (archive, NULL);
  g_autofree char *root = NULL;
  guint n_refused = self->refused->len;
  guint n_left_out = self->left_out->len;
  gboolean document = FALSE;

  *folder = NULL;
  if (!real)
    return TRUE; /* the walk finds that out too, and says so */
  self->max_bytes = self->n_bytes + get_allowance (self, real);
  self->n_inner = self->n_too_deep = 0;
  if (!danbi_unpack_get_spool (self, error)
      || !(root = add_root (self, real, error))
      || !unpack_one (self, real, root, 1, &document, &problem, error))
    return FALSE;
  if (problem == DANBI_FILE_BOMB)
    {
      g_ptr_array_set_size (self->refused, (int) n_refused);
      g_ptr_array_set_size (self->left_out, (int) n_left_out);
      if (!danbi_dir_remove (root, error))
        return FALSE;
    }
  if (problem != DANBI_FILE_OK)
    refuse (self, real, NULL, problem);
  if (problem != DANBI_FILE_BOMB && !document)
    *folder = g_steal_pointer (&root);
  return TRUE;
}

/**
 * danbi_unpack_dup_shown:
 * @self: what was unpacked
 * @path: a file
 *
 * Returns: (transfer full) (nullable): what the user sees for it, "archive.zip/inner/name"; %NULL
 *   where it did not come out of an archive
 */
char *
danbi_unpack_dup_shown (const DanbiUnpack *self,
                        const char        *path)
{
  return self->spool ? danbi_spool_dup_shown (self->spool, path) : NULL;
}

/**
 * danbi_unpack_get_problem:
 * @self: what was unpacked
 * @path: a file
 *
 * Returns: what went wrong when it came out of its archive
 */
DanbiFileProblem
danbi_unpack_get_problem (const DanbiUnpack *self,
                          const char        *path)
{
  return (DanbiFileProblem) GPOINTER_TO_UINT (g_hash_table_lookup (self->problems, path));
}

/**
 * danbi_unpack_get_refused:
 * @self: what was unpacked
 *
 * Returns: (transfer none) (element-type DanbiImage): archives that failed, each with its error
 */
GPtrArray *
danbi_unpack_get_refused (const DanbiUnpack *self)
{
  return self->refused;
}

/**
 * danbi_unpack_get_left_out:
 * @self: what was unpacked
 *
 * Returns: (transfer none) (element-type DanbiImage): entries that were not taken out of their
 *   archive, each with its error
 */
GPtrArray *
danbi_unpack_get_left_out (const DanbiUnpack *self)
{
  return self->left_out;
}

/**
 * danbi_unpack_sweep:
 * @dir: a folder for temporary files
 *
 * Removes what was unpacked there by programs that were killed since.
 */
void
danbi_unpack_sweep (const char *dir)
{
  danbi_spool_sweep (dir);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes batches in, once per key, and has them checked one after the other in a worker thread. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "danbi-batch-csv.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-batch-intake.h"

#define EXPIRY_S (7 * 24 * 60 * 60)
#define LOCK_TRIES 40
#define LOCK_PAUSE_US 50000

struct _DanbiBatchIntake
{
  GObject parent_instance;

  int lock_fd; /* held while this process has the folder */
  DanbiRulebook *rulebook;
  DanbiTusStore *store;
  DanbiBatchBook *book;
  GHashTable *taking; /* keys whose uploads are just being verified */
  GQueue waiting;     /* DanbiBatch that wait to be checked */
  gboolean checking;
  GSource *delay;
  guint delay_ms;
  gboolean keep;
};

/* One upload that a batch names. */
typedef struct
{
  char *id;
  char *path;
  char *sha256;
  char *filename;
} Part;

/* A batch on its way in. */
typedef struct
{
  char *key;
  DanbiBatchRequest *request;
  Part *csv;
  GHashTable *archives; /* name to Part */
  char *bad_id;         /* an upload whose bytes are not what was promised */
} Taking;

G_DEFINE_TYPE (DanbiBatchIntake, danbi_batch_intake, G_TYPE_OBJECT)
G_DEFINE_QUARK (danbi-batch-intake-error-quark, danbi_batch_intake_error)

static void check_next (DanbiBatchIntake *self);

static gboolean
refuse (GError    **error,
        guint       status,
        const char *detail)
{
  g_set_error_literal (error, DANBI_BATCH_INTAKE_ERROR, (int) status, detail);
  return FALSE;
}

static void
part_free (gpointer data)
{
  Part *self = data;

  g_free (self->id);
  g_free (self->path);
  g_free (self->sha256);
  g_free (self->filename);
  g_free (self);
}

static void
taking_free (gpointer data)
{
  Taking *self = data;

  g_free (self->key);
  g_free (self->bad_id);
  danbi_batch_request_free (self->request);
  g_clear_pointer (&self->csv, part_free);
  g_hash_table_unref (self->archives);
  g_free (self);
}

static Taking *
taking_new (const char              *key,
            const DanbiBatchRequest *request)
{
  Taking *self = g_new0 (Taking, 1);
  g_autofree char *text = danbi_batch_request_to_json (request);

  self->key = g_strdup (key);
  self->request = danbi_batch_request_from_json (text, strlen (text), NULL);
  self->archives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
  return self;
}

/* The last level of a tus URL. The host does not count: the port may be another since. */
static const char *
get_id (const char *url)
{
  const char *slash = strrchr (url, '/');

  return slash ? slash + 1 : url;
}

static Part *
find_part (DanbiBatchIntake *self,
           const char       *url,
           GError          **error)
{
  g_autoptr (DanbiTusUpload) upload = danbi_tus_store_find (self->store, get_id (url));
  Part *part = NULL;

  if (!upload)
    refuse (error, 422, "The batch names an upload that is not here; upload it again.");
  else if (!danbi_tus_upload_is_complete (upload))
    refuse (error, 409, "The batch names an upload that is not complete.");
  else if (!danbi_tus_store_lock (self->store, upload->id))
    refuse (error, 409, "The batch names an upload that is in use, or names one twice.");
  else
    {
      part = g_new0 (Part, 1);
      part->id = g_strdup (upload->id);
      part->path = danbi_tus_store_dup_path (self->store, upload->id);
      part->sha256 = g_strdup (upload->sha256);
      part->filename = g_strdup (upload->filename);
    }
  return part;
}

static gboolean
find_parts (DanbiBatchIntake *self,
            Taking           *taking,
            GError          **error)
{
  char provider_id[11];
  GHashTableIter iter;
  gpointer name, url;

  taking->csv = find_part (self, taking->request->csv, error);
  if (!taking->csv)
    return FALSE;
  if (!taking->csv->filename || !danbi_batch_csv_parse_name (taking->csv->filename, provider_id))
    return refuse (error, 422, "The name of the CSV is not F1_YYYYMMDD_serial.csv.");

  g_hash_table_iter_init (&iter, taking->request->archives);
  while (g_hash_table_iter_next (&iter, &name, &url))
    {
      Part *part = find_part (self, url, error);

      if (!part)
        return FALSE;
      g_hash_table_insert (taking->archives, g_strdup (name), part);
    }
  return TRUE;
}

static void
unlock_parts (DanbiBatchIntake *self,
              Taking           *taking)
{
  GHashTableIter iter;
  gpointer part;

  if (taking->csv)
    danbi_tus_store_unlock (self->store, taking->csv->id);
  g_hash_table_iter_init (&iter, taking->archives);
  while (g_hash_table_iter_next (&iter, NULL, &part))
    danbi_tus_store_unlock (self->store, ((Part *) part)->id);
}

static gboolean
verify_part (Taking     *taking,
             const Part *part,
             GError    **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree char *sha256 = NULL;

  if (!part->sha256)
    return TRUE;
  sha256 = danbi_file_sha256 (part->path, NULL, &why);
  if (!sha256)
    return refuse (error, 500, "An upload could not be read.");
  if (g_str_equal (sha256, part->sha256))
    return TRUE;
  taking->bad_id = g_strdup (part->id);
  return refuse (error, DANBI_WIRE_STATUS_CHECKSUM_MISMATCH,
                 "The bytes that arrived do not have the SHA-256 that was promised; upload the "
                 "file again.");
}

/* Whether the CSV is a list of rows, and every archive is named by one. A row that does not have
 * its 17 values may name any: it is judged as a row. */
static gboolean
verify_csv (Taking  *taking,
            GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) why = NULL;
  g_autofree char *bytes = NULL;
  GHashTableIter iter;
  gpointer name;
  gsize length;

  if (danbi_file_read (taking->csv->path, DANBI_BATCH_CSV_MAX_BYTES, &bytes, &length, &why))
    rows = danbi_batch_csv_parse (bytes, length, &why);
  if (!rows)
    return refuse (error, 422, "The CSV is no list of 1 to 10,000 rows in at most 4 MiB.");
  for (guint i = 0; i < rows->len; i++)
    {
      const DanbiCsvRow *row = rows->pdata[i];

      if (!row->record)
        return TRUE;
      g_hash_table_add (named,
                        (char *) danbi_record_get (row->record, DANBI_FIELD_ARCHIVE_NAME));
    }
  g_hash_table_iter_init (&iter, taking->archives);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (named, name))
      return refuse (error, 422, "The batch has an archive that no row of the CSV names.");
  return TRUE;
}

static void
verify_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Taking *taking = task_data;
  GError *error = NULL;
  gboolean ok = verify_part (taking, taking->csv, &error);
  GHashTableIter iter;
  gpointer part;

  g_hash_table_iter_init (&iter, taking->archives);
  while (ok && g_hash_table_iter_next (&iter, NULL, &part))
    ok = verify_part (taking, part, &error);
  ok = ok && verify_csv (taking, &error);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
enqueue (DanbiBatchIntake *self,
         DanbiBatch       *batch)
{
  g_queue_push_tail (&self->waiting, batch);
  check_next (self);
}

/* Bytes that are not what was promised are dropped: the client can then send them anew. */
static void
give_up (DanbiBatchIntake *self,
         Taking           *taking)
{
  unlock_parts (self, taking);
  if (taking->bad_id)
    danbi_tus_store_remove (self->store, taking->bad_id, NULL);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  DanbiBatchIntake *self = DANBI_BATCH_INTAKE (source);
  g_autoptr (GTask) outer = user_data;
  Taking *taking = g_task_get_task_data (G_TASK (result));
  DanbiBatch *batch = NULL;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    batch = danbi_batch_book_add (self->book, taking->key, taking->request,
                                  taking->csv->filename, danbi_clock_now_s (), &error);
  g_hash_table_remove (self->taking, taking->key);
  if (!batch)
    {
      give_up (self, taking);
      g_task_return_error (outer, error);
      return;
    }
  g_task_return_pointer (outer, batch, NULL);
  enqueue (self, batch);
}

static void
add_arrival (DanbiBatchIntake *self,
             const DanbiBatch *batch,
             DanbiBatchCheck  *check,
             const char       *name,
             const char       *url)
{
  g_autoptr (DanbiTusUpload) upload = danbi_tus_store_find (self->store, get_id (url));
  g_autofree char *path = NULL;

  if (!upload)
    return;
  path = danbi_tus_store_dup_path (self->store, upload->id);
  g_hash_table_insert (check->arrivals, g_strdup (name),
                       danbi_arrival_new (path, upload->filename,
                                          danbi_batch_book_get_use (self->book, batch, name)));
}

static DanbiBatchCheck *
make_check (DanbiBatchIntake *self,
            const DanbiBatch *batch)
{
  g_autofree char *csv_path = danbi_tus_store_dup_path (self->store, get_id (batch->request->csv));
  DanbiBatchCheck *check =
      danbi_batch_check_new (csv_path, batch->csv_name, self->rulebook, batch->received_at_s);
  GHashTableIter iter;
  gpointer name, url;

  g_hash_table_iter_init (&iter, batch->request->archives);
  while (g_hash_table_iter_next (&iter, &name, &url))
    add_arrival (self, batch, check, name, url);
  return check;
}

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *rows = danbi_batch_check_run (task_data, &error);

  if (rows)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
release_upload (DanbiBatchIntake *self,
                const char       *url)
{
  g_autoptr (DanbiTusUpload) upload = danbi_tus_store_find (self->store, get_id (url));
  g_autoptr (GError) error = NULL;

  if (!upload)
    return;
  if (!self->keep && !danbi_tus_store_remove (self->store, upload->id, &error))
    g_warning ("%s", error->message);
  danbi_tus_store_unlock (self->store, upload->id);
}

/* What was checked is of no more use, and it is patients' data. */
static void
release_uploads (DanbiBatchIntake *self,
                 const DanbiBatch *batch)
{
  GHashTableIter iter;
  gpointer url;

  release_upload (self, batch->request->csv);
  g_hash_table_iter_init (&iter, batch->request->archives);
  while (g_hash_table_iter_next (&iter, NULL, &url))
    release_upload (self, url);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  DanbiBatchIntake *self = DANBI_BATCH_INTAKE (source);
  DanbiBatch *batch = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = g_task_propagate_pointer (G_TASK (result), &error);

  if (rows && danbi_batch_book_finish (self->book, batch, rows, &error))
    release_uploads (self, batch);
  else
    g_warning ("Batch %s could not be checked, the next start tries again: %s",
               batch->status->receipt, error->message);
  self->checking = FALSE;
  check_next (self);
}

static void
start_check (DanbiBatchIntake *self)
{
  DanbiBatch *batch = g_queue_pop_head (&self->waiting);
  g_autoptr (GTask) task = g_task_new (self, NULL, checked_cb, batch);

  g_task_set_task_data (task, make_check (self, batch), (GDestroyNotify) danbi_batch_check_free);
  g_task_run_in_thread (task, check_thread);
}

static gboolean
delay_cb (gpointer user_data)
{
  DanbiBatchIntake *self = user_data;

  g_clear_pointer (&self->delay, g_source_unref);
  start_check (self);
  return G_SOURCE_REMOVE;
}

static void
check_next (DanbiBatchIntake *self)
{
  if (self->checking || g_queue_is_empty (&self->waiting))
    return;
  self->checking = TRUE;
  if (self->delay_ms == 0)
    {
      start_check (self);
      return;
    }
  self->delay = g_timeout_source_new (self->delay_ms);
  g_source_set_callback (self->delay, delay_cb, self, NULL);
  g_source_attach (self->delay, g_main_context_get_thread_default ());
}

static void
danbi_batch_intake_dispose (GObject *object)
{
  DanbiBatchIntake *self = DANBI_BATCH_INTAKE (object);

  if (self->delay)
    g_source_destroy (self->delay);
  g_clear_pointer (&self->delay, g_source_unref);
  G_OBJECT_CLASS (danbi_batch_intake_parent_class)->dispose (object);
}

static void
danbi_batch_intake_finalize (GObject *object)
{
  DanbiBatchIntake *self = DANBI_BATCH_INTAKE (object);

  g_queue_clear (&self->waiting);
  g_hash_table_unref (self->taking);
  g_clear_pointer (&self->book, danbi_batch_book_free);
  g_clear_pointer (&self->store, danbi_tus_store_free);
  g_clear_pointer (&self->rulebook, danbi_rulebook_unref);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  G_OBJECT_CLASS (danbi_batch_intake_parent_class)->finalize (object);
}

static void
danbi_batch_intake_class_init (DanbiBatchIntakeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = danbi_batch_intake_dispose;
  object_class->finalize = danbi_batch_intake_finalize;
}

static void
danbi_batch_intake_init (DanbiBatchIntake *self)
{
  self->lock_fd = -1;
  g_queue_init (&self->waiting);
  self->taking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* A receiver whose program was killed may take a moment to end. */
static gboolean
lock_patiently (int fd)
{
  for (guint i = 0; i < LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
      if (errno != EWOULDBLOCK)
        return FALSE;
      g_usleep (LOCK_PAUSE_US);
    }
  errno = EWOULDBLOCK;
  return FALSE;
}

/* Two receivers in one folder would append to the same uploads and give the same receipts. */
static gboolean
lock_dir (DanbiBatchIntake *self,
          const char       *dir,
          GError          **error)
{
  g_autofree char *path = g_build_filename (dir, "lock", NULL);

  if (!danbi_dir_create (dir, error))
    return FALSE;
  self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd >= 0 && lock_patiently (self->lock_fd))
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "Could not use the folder %s: %s", dir,
               errno == EWOULDBLOCK ? "another practice receiver works in it"
                                    : g_strerror (errno));
  return FALSE;
}

/**
 * danbi_batch_intake_new:
 * @dir: the receiver's folder
 * @rulebook: the rules, sealed
 * @error: why the folder cannot be used
 *
 * Returns: (transfer full) (nullable): the intake, which checks nothing until
 *   danbi_batch_intake_resume() or the next batch
 */
DanbiBatchIntake *
danbi_batch_intake_new (const char    *dir,
                        DanbiRulebook *rulebook,
                        GError       **error)
{
  g_autoptr (DanbiBatchIntake) self = g_object_new (DANBI_TYPE_BATCH_INTAKE, NULL);
  g_autofree char *uploads = g_build_filename (dir, "uploads", NULL);
  g_autofree char *batches = g_build_filename (dir, "batches", NULL);

  self->rulebook = danbi_rulebook_ref (rulebook);
  if (lock_dir (self, dir, error))
    self->store = danbi_tus_store_new (uploads, error);
  if (self->store)
    self->book = danbi_batch_book_new (batches, error);
  return self->book ? g_steal_pointer (&self) : NULL;
}

/**
 * danbi_batch_intake_set_delay_ms:
 * @self: an intake
 * @delay_ms: how long a batch stands at "checking" before it is checked, in milliseconds
 */
void
danbi_batch_intake_set_delay_ms (DanbiBatchIntake *self,
                                 guint             delay_ms)
{
  self->delay_ms = delay_ms;
}

/**
 * danbi_batch_intake_set_keep:
 * @self: an intake
 * @keep: whether the bytes of a batch stay on disk after it was checked
 */
void
danbi_batch_intake_set_keep (DanbiBatchIntake *self,
                             gboolean          keep)
{
  self->keep = keep;
}

static void
lock_uploads (DanbiBatchIntake *self,
              const DanbiBatch *batch)
{
  GHashTableIter iter;
  gpointer url;

  danbi_tus_store_lock (self->store, get_id (batch->request->csv));
  g_hash_table_iter_init (&iter, batch->request->archives);
  while (g_hash_table_iter_next (&iter, NULL, &url))
    danbi_tus_store_lock (self->store, get_id (url));
}

/**
 * danbi_batch_intake_resume:
 * @self: an intake
 *
 * Goes on with the batches that the last run left unchecked, and removes what it left behind of
 * those that are done, and uploads of which nobody has made a batch in a week.
 */
void
danbi_batch_intake_resume (DanbiBatchIntake *self)
{
  GPtrArray *batches = danbi_batch_book_get_batches (self->book);

  for (guint i = 0; i < batches->len; i++)
    {
      DanbiBatch *batch = batches->pdata[i];

      if (batch->status->done)
        {
          release_uploads (self, batch);
          continue;
        }
      lock_uploads (self, batch);
      enqueue (self, batch);
    }
  danbi_tus_store_expire (self->store, g_get_real_time () / G_USEC_PER_SEC - EXPIRY_S);
}

/**
 * danbi_batch_intake_get_store:
 * @self: an intake
 *
 * Returns: (transfer none): its uploads
 */
DanbiTusStore *
danbi_batch_intake_get_store (DanbiBatchIntake *self)
{
  return self->store;
}

/**
 * danbi_batch_intake_get_book:
 * @self: an intake
 *
 * Returns: (transfer none): its batches
 */
DanbiBatchBook *
danbi_batch_intake_get_book (DanbiBatchIntake *self)
{
  return self->book;
}

/**
 * danbi_batch_intake_is_taking:
 * @self: an intake
 * @key: an idempotency key
 *
 * Returns: whether a batch of that key is just being taken in, so that it is not decided yet
 *   whether there will be one
 */
gboolean
danbi_batch_intake_is_taking (DanbiBatchIntake *self,
                              const char       *key)
{
  return g_hash_table_contains (self->taking, key);
}

/**
 * danbi_batch_intake_take_async:
 * @self: an intake
 * @key: an idempotency key that no batch has and that is not being taken
 * @request: what the batch names
 * @callback: called when it is decided
 * @user_data: what @callback is called with
 *
 * Takes a batch in: its uploads must be here, complete and as promised.
 */
void
danbi_batch_intake_take_async (DanbiBatchIntake        *self,
                               const char              *key,
                               const DanbiBatchRequest *request,
                               GAsyncReadyCallback      callback,
                               gpointer                 user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = g_task_new (self, NULL, verified_cb, outer);
  Taking *taking = taking_new (key, request);
  GError *error = NULL;

  g_task_set_task_data (task, taking, taking_free);
  g_hash_table_add (self->taking, g_strdup (key));
  if (find_parts (self, taking, &error))
    g_task_run_in_thread (task, verify_thread);
  else
    g_task_return_error (task, error);
}

/**
 * danbi_batch_intake_take_finish:
 * @self: an intake
 * @result: what the callback was handed
 * @error: %DANBI_BATCH_INTAKE_ERROR with the HTTP status of the refusal, or why it could not be
 *   written
 *
 * Returns: (transfer none) (nullable): the batch, which is on disk
 */
DanbiBatch *
danbi_batch_intake_take_finish (DanbiBatchIntake *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiver's book of batches: written before it answers, read again when it starts. */
#include "config.h"

#include <string.h>

#include "danbi-batch-book.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-json.h"
#include "danbi-receiver.h"
#include "danbi-roc-date.h"

#define MAX_BATCH_FILE_BYTES (2 * DANBI_WIRE_MAX_DOCUMENT_BYTES + 65536)
#define NUMBER_OFFSET 14 /* where the case number begins in the name of an archive */
#define NUMBER_LENGTH 12

struct _DanbiBatchBook
{
  char *dir;
  GPtrArray *batches;     /* in the order of their serials */
  GHashTable *by_key;     /* key to batch; both belong to the batch */
  GHashTable *by_receipt; /* receipt to batch */
  GHashTable *names;      /* archive name to the serial of the first batch that had it */
  GHashTable *numbers;    /* case number to the serial of the first batch that had it */
};

static void
batch_free (gpointer data)
{
  DanbiBatch *self = data;

  g_free (self->key);
  g_free (self->csv_name);
  g_clear_pointer (&self->request, danbi_batch_request_free);
  g_clear_pointer (&self->status, danbi_batch_status_free);
  g_free (self);
}

static DanbiBatchRequest *
copy_request (const DanbiBatchRequest *request)
{
  DanbiBatchRequest *copy = danbi_batch_request_new (request->csv);
  GHashTableIter iter;
  gpointer name, url;

  g_hash_table_iter_init (&iter, request->archives);
  while (g_hash_table_iter_next (&iter, &name, &url))
    g_hash_table_insert (copy->archives, g_strdup (name), g_strdup (url));
  return copy;
}

static char *
dup_number (const char *archive)
{
  if (strlen (archive) < NUMBER_OFFSET + NUMBER_LENGTH)
    return NULL;
  return g_strndup (archive + NUMBER_OFFSET, NUMBER_LENGTH);
}

static void
note_use (GHashTable *table,
          char       *key,
          guint       serial)
{
  if (!key || g_hash_table_contains (table, key))
    g_free (key);
  else
    g_hash_table_insert (table, key, GUINT_TO_POINTER (serial));
}

static void
enter (DanbiBatchBook *self,
       DanbiBatch     *batch)
{
  GHashTableIter iter;
  gpointer name;

  g_ptr_array_add (self->batches, batch);
  g_hash_table_insert (self->by_key, batch->key, batch);
  g_hash_table_insert (self->by_receipt, batch->status->receipt, batch);
  g_hash_table_iter_init (&iter, batch->request->archives);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      note_use (self->names, g_strdup (name), batch->serial);
      note_use (self->numbers, dup_number (name), batch->serial);
    }
}

static char *
dup_path (DanbiBatchBook *self,
          guint           serial)
{
  g_autofree char *name = g_strdup_printf ("%06u.json", serial);

  return g_build_filename (self->dir, name, NULL);
}

static gboolean
save (DanbiBatchBook   *self,
      const DanbiBatch *batch,
      GError          **error)
{
  g_autofree char *path = dup_path (self, batch->serial);
  g_autofree char *request = danbi_batch_request_to_json (batch->request);
  g_autofree char *status = danbi_batch_status_to_json (batch->status);
  g_autoptr (json_t) object = json_pack (
      "{s:i, s:s, s:s, s:I, s:o, s:o}", "serial", (int) batch->serial, "key", batch->key,
      "csv_name", batch->csv_name, "received_at_s", (json_int_t) batch->received_at_s, "request",
      danbi_json_parse (request, strlen (request), NULL), "status",
      danbi_json_parse (status, strlen (status), NULL));
  g_autofree char *line = danbi_json_to_line (object);

  return danbi_file_write (path, line, strlen (line), error);
}

static DanbiBatch *
batch_from_json (json_t  *object,
                 GError **error)
{
  DanbiBatch *batch = g_new0 (DanbiBatch, 1);
  g_autofree char *request = danbi_json_to_line (json_object_get (object, "request"));
  g_autofree char *status = danbi_json_to_line (json_object_get (object, "status"));

  batch->serial = (guint) json_integer_value (json_object_get (object, "serial"));
  batch->key = g_strdup (danbi_json_get_string (object, "key"));
  batch->csv_name = g_strdup (danbi_json_get_string (object, "csv_name"));
  batch->received_at_s = json_integer_value (json_object_get (object, "received_at_s"));
  if (request && status)
    batch->request = danbi_batch_request_from_json (request, strlen (request), error);
  if (batch->request)
    batch->status = danbi_batch_status_from_json (status, strlen (status), error);
  if (batch->status && batch->key && batch->csv_name)
    return batch;

  if (error && !*error)
    g_set_error_literal (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED,
                         "A member is missing");
  batch_free (batch);
  return NULL;
}

static gboolean
load_one (DanbiBatchBook *self,
          const char     *name,
          GError        **error)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autoptr (json_t) object = danbi_json_load_file (path, MAX_BATCH_FILE_BYTES, error);
  DanbiBatch *batch = object ? batch_from_json (object, error) : NULL;

  if (!batch)
    {
      g_prefix_error (error, "Could not read the batch %s: ", name);
      return FALSE;
    }
  enter (self, batch);
  return TRUE;
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Files that danbi_file_write() left half written at a power cut do not end in .json. */
static gboolean
load (DanbiBatchBook *self,
      GError        **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, error);
  const char *name;

  if (!dir)
    return FALSE;
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names_cb);
  for (guint i = 0; i < names->len; i++)
    if (!load_one (self, names->pdata[i], error))
      return FALSE;
  return TRUE;
}

static char *
make_receipt (guint  serial,
              gint64 now_s)
{
  DanbiRocDate day;

  danbi_roc_date_from_unix (now_s, &day);
  return g_strdup_printf ("PRACTICE-%04d%02d%02d-%06u", day.year, day.month, day.day, serial);
}

static guint
next_serial (DanbiBatchBook *self)
{
  guint serial = 0;

  for (guint i = 0; i < self->batches->len; i++)
    serial = MAX (serial, ((DanbiBatch *) self->batches->pdata[i])->serial);
  return serial + 1;
}

/**
 * danbi_batch_book_new:
 * @dir: a folder, made where it is absent
 * @error: why it cannot be used
 *
 * Returns: (transfer full) (nullable): the book of the batches in that folder
 */
DanbiBatchBook *
danbi_batch_book_new (const char *dir,
                      GError    **error)
{
  g_autoptr (DanbiBatchBook) self = g_new0 (DanbiBatchBook, 1);

  self->dir = g_strdup (dir);
  self->batches = g_ptr_array_new_with_free_func (batch_free);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_receipt = g_hash_table_new (g_str_hash, g_str_equal);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!danbi_dir_create (dir, error) || !load (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * danbi_batch_book_free:
 * @self: (nullable): a book
 */
void
danbi_batch_book_free (DanbiBatchBook *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->by_receipt);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->batches);
  g_free (self->dir);
  g_free (self);
}

/**
 * danbi_batch_book_add:
 * @self: a book
 * @key: the idempotency key, which no batch has yet
 * @request: what the batch names
 * @csv_name: the name of its CSV
 * @now_s: the time, seconds since the epoch
 * @error: why it could not be written down
 *
 * Takes a batch in. It is on disk afterwards.
 *
 * Returns: (transfer none) (nullable): the batch, being checked
 */
DanbiBatch *
danbi_batch_book_add (DanbiBatchBook          *self,
                      const char              *key,
                      const DanbiBatchRequest *request,
                      const char              *csv_name,
                      gint64                   now_s,
                      GError                 **error)
{
  DanbiBatch *batch = g_new0 (DanbiBatch, 1);
  g_autofree char *receipt = NULL;

  batch->serial = next_serial (self);
  receipt = make_receipt (batch->serial, now_s);
  batch->key = g_strdup (key);
  batch->csv_name = g_strdup (csv_name);
  batch->received_at_s = now_s;
  batch->request = copy_request (request);
  batch->status = danbi_batch_status_new (receipt);
  batch->status->received_at = danbi_clock_format_rfc3339 (now_s);
  if (!save (self, batch, error))
    {
      batch_free (batch);
      return NULL;
    }
  enter (self, batch);
  return batch;
}

/**
 * danbi_batch_book_finish:
 * @self: a book
 * @batch: a batch of it
 * @rows: (transfer full) (element-type DanbiRowOutcome): what became of its rows
 * @error: why it could not be written down; the batch is then still being checked
 *
 * Returns: whether the outcome is on disk
 */
gboolean
danbi_batch_book_finish (DanbiBatchBook *self,
                         DanbiBatch     *batch,
                         GPtrArray      *rows,
                         GError        **error)
{
  g_ptr_array_unref (batch->status->rows);
  batch->status->rows = rows;
  batch->status->done = TRUE;
  if (save (self, batch, error))
    return TRUE;
  batch->status->done = FALSE;
  g_ptr_array_set_size (rows, 0);
  return FALSE;
}

/**
 * danbi_batch_book_find_by_key:
 * @self: a book
 * @key: an idempotency key
 *
 * Returns: (transfer none) (nullable): the batch of that key
 */
DanbiBatch *
danbi_batch_book_find_by_key (DanbiBatchBook *self,
                              const char     *key)
{
  return g_hash_table_lookup (self->by_key, key);
}

/**
 * danbi_batch_book_find_by_receipt:
 * @self: a book
 * @receipt: the number of a batch
 *
 * Returns: (transfer none) (nullable): the batch of that number
 */
DanbiBatch *
danbi_batch_book_find_by_receipt (DanbiBatchBook *self,
                                  const char     *receipt)
{
  return g_hash_table_lookup (self->by_receipt, receipt);
}

/**
 * danbi_batch_book_get_batches:
 * @self: a book
 *
 * Returns: (transfer none) (element-type DanbiBatch): all batches in the order they came
 */
GPtrArray *
danbi_batch_book_get_batches (DanbiBatchBook *self)
{
  return self->batches;
}

/**
 * danbi_batch_book_get_use:
 * @self: a book
 * @batch: a batch of it
 * @archive: the name of an archive
 *
 * A case number is never used twice, failed batches included (RULEBOOK section 4).
 *
 * Returns: whether a batch before @batch had that archive or its case number
 */
DanbiArchiveUse
danbi_batch_book_get_use (DanbiBatchBook   *self,
                          const DanbiBatch *batch,
                          const char       *archive)
{
  g_autofree char *number = dup_number (archive);
  guint name_serial = GPOINTER_TO_UINT (g_hash_table_lookup (self->names, archive));
  guint number_serial =
      number ? GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, number)) : 0;

  if (name_serial > 0 && name_serial < batch->serial)
    return DANBI_ARCHIVE_NAME_USED;
  if (number_serial > 0 && number_serial < batch->serial)
    return DANBI_ARCHIVE_NUMBER_USED;
  return DANBI_ARCHIVE_NEW;
}

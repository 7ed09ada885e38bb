/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts out of the store: what was sent, found by words. */
#include "config.h"

#include "danbi-desk-private.h"
#include "danbi-receipt-private.h"

typedef struct
{
  char *words;
  guint offset;
  guint limit;
  gint64 submission_id; /* 0: all that are found */
} Search;

static void
search_free (Search *search)
{
  g_free (search->words);
  g_free (search);
}

/* As it was packed; while it waits to be, as it is: it is locked. */
static DanbiRecord *
read_record (DanbiStore *store,
             gint64      submission_id,
             gint64      case_id,
             GError    **error)
{
  g_autoptr (GError) failure = NULL;
  DanbiRecord *record = danbi_store_dup_sent_record (store, submission_id, case_id, &failure);
  g_autoptr (DanbiCase) item = NULL;

  if (record)
    return record;
  if (failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  /* One that is not in the store was sent by its file; nothing else is known of it. */
  if (case_id == 0)
    return danbi_record_new ();
  item = danbi_store_load_case (store, case_id, error);
  return item ? danbi_record_copy (danbi_case_get_record (item)) : NULL;
}

static GPtrArray *
read_records (DanbiStore            *store,
              const DanbiSubmission *submission,
              GError               **error)
{
  g_autoptr (GPtrArray) records
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);

  for (guint i = 0; i < submission->rows->len; i++)
    {
      const DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      DanbiRecord *record = read_record (store, submission->id, row->case_id, error);

      if (!record)
        return NULL;
      g_ptr_array_add (records, record);
    }
  return g_steal_pointer (&records);
}

/* The history of a case says when its batch had left: the first of its kind since that was made. */
static gboolean
find_sent (DanbiStore            *store,
           const DanbiSubmission *submission,
           gint64                *sent_s,
           GError               **error)
{
  const DanbiSubmissionRow *row
    = submission->rows->len > 0 ? g_ptr_array_index (submission->rows, 0) : NULL;
  g_autoptr (GPtrArray) history = NULL;

  *sent_s = 0;
  if (!row || row->case_id == 0)
    return TRUE;
  history = danbi_store_dup_history (store, row->case_id, error);
  for (guint i = 0; history && i < history->len; i++)
    {
      const DanbiHistoryEntry *entry = g_ptr_array_index (history, i);

      if (entry->state != DANBI_STATE_SENT || entry->at_s < submission->created_s)
        continue;
      *sent_s = entry->at_s;
      break;
    }
  return history != NULL;
}

static DanbiReceipt *
read_receipt (DanbiDesk             *self,
              const DanbiSubmission *submission,
              GError               **error)
{
  DanbiStore *store = danbi_desk_get_store (self);
  g_autoptr (GPtrArray) records = read_records (store, submission, error);
  gint64 sent_s;

  if (!records || !find_sent (store, submission, &sent_s, error))
    return NULL;
  return danbi_receipt_new (submission, records, sent_s,
                            danbi_rulebook_get_rules (self->rulebook, NULL));
}

static void
search_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  const Search *search = task_data;
  GError *error = NULL;
  gpointer found;

  if (search->submission_id != 0)
    found = danbi_desk_dup_receipt (source, search->submission_id, &error);
  else
    found = danbi_desk_dup_receipts (source, search->words, search->offset, search->limit, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found,
                           search->submission_id != 0 ? g_object_unref
                                                      : (GDestroyNotify) g_ptr_array_unref);
}

static void
run_search (DanbiDesk          *self,
            Search              search,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (&search, sizeof search), (GDestroyNotify) search_free);
  g_task_run_in_thread (task, search_in_thread);
}

/**
 * danbi_desk_dup_receipts:
 * @self: the desk
 * @words: (nullable): each must occur in a receipt number, the name of an archive or an order code,
 *   begin a patient's identity number, or be a part of the day of an examination
 * @offset: how many to leave out
 * @limit: how many at most
 * @error: the reason of a failure
 *
 * Blocks for some milliseconds; may be called from any thread.
 *
 * Returns: (transfer full) (nullable) (element-type DanbiReceipt): what was sent, newest first
 */
GPtrArray *
danbi_desk_dup_receipts (DanbiDesk  *self,
                         const char *words,
                         guint       offset,
                         guint       limit,
                         GError    **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) submissions
    = danbi_store_find_submissions (danbi_desk_get_store (self), words, offset, limit, error);

  for (guint i = 0; submissions && i < submissions->len; i++)
    {
      DanbiReceipt *receipt = read_receipt (self, g_ptr_array_index (submissions, i), error);

      if (!receipt)
        return NULL;
      g_ptr_array_add (receipts, receipt);
    }
  return submissions ? g_steal_pointer (&receipts) : NULL;
}

/**
 * danbi_desk_dup_receipt:
 * @self: the desk
 * @submission_id: a batch
 * @error: the reason of a failure
 *
 * Blocks for some milliseconds; may be called from any thread. A batch that stands in a folder has
 * its fields here, for the person who carries it on.
 *
 * Returns: (transfer full) (nullable): what is known of the batch
 */
DanbiReceipt *
danbi_desk_dup_receipt (DanbiDesk *self,
                        gint64     submission_id,
                        GError   **error)
{
  g_autoptr (DanbiSubmission) submission
    = danbi_store_load_submission (danbi_desk_get_store (self), submission_id, error);

  return submission ? read_receipt (self, submission, error) : NULL;
}

/**
 * danbi_desk_dup_receipts_async:
 * @self: the desk
 * @words: (nullable): as for danbi_desk_dup_receipts()
 * @offset: how many to leave out
 * @limit: how many at most
 * @cancellable: (nullable): only the callback is told
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Finds what was sent, in a thread.
 */
void
danbi_desk_dup_receipts_async (DanbiDesk          *self,
                               const char         *words,
                               guint               offset,
                               guint               limit,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  run_search (self, (Search) { .words = g_strdup (words), .offset = offset, .limit = limit },
              cancellable, callback, user_data);
}

/**
 * danbi_desk_dup_receipts_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable) (element-type DanbiReceipt): what was found
 */
GPtrArray *
danbi_desk_dup_receipts_finish (DanbiDesk    *self,
                                GAsyncResult *result,
                                GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * danbi_desk_dup_receipt_async:
 * @self: the desk
 * @submission_id: a batch
 * @cancellable: (nullable): only the callback is told
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Reads what is known of one batch, in a thread.
 */
void
danbi_desk_dup_receipt_async (DanbiDesk          *self,
                              gint64              submission_id,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  run_search (self, (Search) { .submission_id = submission_id }, cancellable, callback, user_data);
}

/**
 * danbi_desk_dup_receipt_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the receipt
 */
DanbiReceipt *
danbi_desk_dup_receipt_finish (DanbiDesk    *self,
                               GAsyncResult *result,
                               GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

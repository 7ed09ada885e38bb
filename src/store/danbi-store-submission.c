/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches on their way: written down before anything leaves the house. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-store-private.h"

#define KEY_MAX_BYTES 128

/* The limits of a deadline are inclusive, as in danbi_deadline_get_reward(). */
#define SUBMISSION_COLUMNS                                                                         \
  "id, key, destination, csv_path, csv_upload, receipt, state, created_s, changed_s,"              \
  " not_before_s, next_try_s, n_failures, trouble, received_at,"                                   \
  " (SELECT min (iif (full_until_s >= :now, full_until_s, half_until_s))"                          \
  "  FROM submission_rows CROSS JOIN cases ON cases.id = case_id"                                  \
  "  WHERE submission_id = submissions.id AND max (full_until_s, half_until_s) >= :now)"

#define ROW_COLUMNS                                                                                \
  "case_id, archive_path, archive_name, upload, outcome, sha256, bytes, n_files, method"

static const char *const states[] = {
  [DANBI_SUBMISSION_QUEUED] = "queued",       [DANBI_SUBMISSION_PACKED] = "packed",
  [DANBI_SUBMISSION_SENDING] = "sending",     [DANBI_SUBMISSION_UNKNOWN] = "unknown",
  [DANBI_SUBMISSION_SENT] = "sent",           [DANBI_SUBMISSION_DONE] = "done",
  [DANBI_SUBMISSION_ABANDONED] = "abandoned",
};

static void
row_free (gpointer data)
{
  DanbiSubmissionRow *self = data;

  g_free (self->archive_path);
  g_free (self->archive_name);
  g_free (self->upload);
  g_free (self->outcome);
  g_free (self->sha256);
  g_free (self->method);
  g_free (self);
}

/**
 * danbi_submission_new:
 *
 * Returns: (transfer full): a submission without rows
 */
DanbiSubmission *
danbi_submission_new (void)
{
  DanbiSubmission *self = g_new0 (DanbiSubmission, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  return self;
}

/**
 * danbi_submission_free:
 * @self: a submission
 */
void
danbi_submission_free (DanbiSubmission *self)
{
  g_free (self->key);
  g_free (self->destination);
  g_free (self->csv_path);
  g_free (self->csv_upload);
  g_free (self->receipt);
  g_free (self->trouble);
  g_free (self->received_at);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * danbi_submission_add_row:
 * @self: a submission
 * @case_id: the case, 0 where it is not in the store
 * @archive_path: (nullable): its archive; %NULL: it is not packed yet
 * @archive_name: (nullable): the name of it that stands in the CSV
 *
 * Adds a row at the end.
 */
void
danbi_submission_add_row (DanbiSubmission *self,
                          gint64           case_id,
                          const char      *archive_path,
                          const char      *archive_name)
{
  DanbiSubmissionRow *row = g_new0 (DanbiSubmissionRow, 1);

  row->case_id = case_id;
  row->archive_path = g_strdup (archive_path);
  row->archive_name = g_strdup (archive_name);
  g_ptr_array_add (self->rows, row);
}

static gboolean
is_open (DanbiSubmissionState state)
{
  return state != DANBI_SUBMISSION_DONE && state != DANBI_SUBMISSION_ABANDONED;
}

static char *
dup_outbox_path (const char *key)
{
  return g_build_filename ("outbox", key, NULL);
}

static gboolean
check_key (const char *key,
           GError    **error)
{
  gsize length = key ? strspn (key, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_") : 0;

  if (length > 0 && length <= KEY_MAX_BYTES && key[length] == '\0')
    return TRUE;
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
                       _("The key of a batch must be letters, digits, “-” and “_” only."));
  return FALSE;
}

static gboolean
note_outbox (DanbiDatabase *database,
             const char    *key,
             const char    *path,
             GError       **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT OR IGNORE INTO strays (path) SELECT :path"
                                   " WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE key = :key"
                                   " AND state NOT IN ('done', 'abandoned'))",
                                   error);
  if (!insert)
    return FALSE;
  danbi_statement_set_text (insert, ":path", path);
  danbi_statement_set_text (insert, ":key", key);
  return danbi_statement_run (insert, error);
}

/**
 * danbi_store_dup_outbox_dir:
 * @self: a store
 * @key: the idempotency key of a submission: letters, digits, - and _
 * @error: the reason of a failure
 *
 * Makes the folder for the files of one submission. It stays until the submission is saved as done
 * or abandoned; if it was never saved, it goes when the store is opened the next time.
 *
 * Returns: (transfer full): the folder
 */
char *
danbi_store_dup_outbox_dir (DanbiStore *self,
                            const char *key,
                            GError    **error)
{
  g_autofree char *path = dup_outbox_path (key);
  g_autofree char *full = danbi_store_dup_full_path (self, path);
  g_autofree char *parent = g_path_get_dirname (full);
  DanbiDatabase *database;

  if (!check_key (key, error))
    return NULL;
  database = danbi_store_begin_write (self, error);
  if (!database || !danbi_store_end (self, note_outbox (database, key, path, error), error)
      || !danbi_dir_create (full, error) || !danbi_dir_sync (parent, error))
    return NULL;
  return g_steal_pointer (&full);
}

static void
bind_submission (DanbiStatement        *statement,
                 const DanbiSubmission *submission,
                 DanbiSubmissionState   state)
{
  danbi_statement_set_int (statement, ":id", submission->id);
  danbi_statement_set_text (statement, ":key", submission->key);
  danbi_statement_set_text (statement, ":destination", submission->destination);
  danbi_statement_set_text (statement, ":csv_path", submission->csv_path);
  danbi_statement_set_text (statement, ":csv_upload", submission->csv_upload);
  danbi_statement_set_text (statement, ":receipt", submission->receipt);
  danbi_statement_set_text (statement, ":state", states[state]);
  danbi_statement_set_int (statement, ":now", danbi_clock_now_s ());
  danbi_statement_set_int (statement, ":not_before", submission->not_before_s);
  danbi_statement_set_int (statement, ":next_try", submission->next_try_s);
  danbi_statement_set_int (statement, ":n_failures", submission->n_failures);
  danbi_statement_set_text (statement, ":trouble", submission->trouble);
  danbi_statement_set_text (statement, ":received_at", submission->received_at);
}

static gboolean
refuse_ended (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE,
                       _("The batch has come to its end already. Open its cases again to see how "
                         "they stand."));
  return FALSE;
}

/* What the store itself decides of a submission. */
typedef struct
{
  gint64 id;
  gint64 created_s;
  gint64 changed_s;
} Stamp;

/* A batch that has ended stays as it ended: its cases may be in another one by now. */
static gboolean
write_submission (DanbiDatabase         *database,
                  const DanbiSubmission *submission,
                  DanbiSubmissionState   state,
                  Stamp                 *stamp,
                  GError               **error)
{
  g_autoptr (DanbiStatement) upsert = NULL;
  gboolean row;

  upsert = danbi_database_prepare (
    database,
    "INSERT INTO submissions (id, key, destination, csv_path, csv_upload, receipt, state,"
    " created_s, changed_s, not_before_s, next_try_s, n_failures, trouble, received_at)"
    " VALUES (nullif (:id, 0), :key, :destination, :csv_path, :csv_upload, :receipt, :state, :now,"
    " :now, :not_before, :next_try, :n_failures, :trouble, :received_at)"
    " ON CONFLICT (id) DO UPDATE SET (key, destination, csv_path, csv_upload, receipt, state,"
    " changed_s, not_before_s, next_try_s, n_failures, trouble, received_at)"
    " = (excluded.key, excluded.destination, excluded.csv_path, excluded.csv_upload,"
    " excluded.receipt, excluded.state, excluded.changed_s, excluded.not_before_s,"
    " excluded.next_try_s, excluded.n_failures, excluded.trouble, excluded.received_at)"
    " WHERE state NOT IN ('done', 'abandoned') OR state = excluded.state"
    " RETURNING id, created_s, changed_s",
    error);
  if (!upsert)
    return FALSE;
  bind_submission (upsert, submission, state);
  if (!danbi_statement_next (upsert, &row, error))
    return FALSE;
  if (!row)
    return refuse_ended (error);
  stamp->id = danbi_statement_get_int (upsert, 0);
  stamp->created_s = danbi_statement_get_int (upsert, 1);
  stamp->changed_s = danbi_statement_get_int (upsert, 2);
  return danbi_statement_next (upsert, &row, error);
}

static gboolean
delete_rows (DanbiDatabase *database,
             gint64         id,
             GError       **error)
{
  g_autoptr (DanbiStatement) remove = NULL;

  remove = danbi_database_prepare (database,
                                   "DELETE FROM submission_rows WHERE submission_id = :id", error);
  if (!remove)
    return FALSE;
  danbi_statement_set_int (remove, ":id", id);
  return danbi_statement_run (remove, error);
}

static void
bind_row (DanbiStatement           *insert,
          const DanbiSubmissionRow *row,
          guint                     position)
{
  danbi_statement_set_int (insert, ":position", position);
  danbi_statement_set_int (insert, ":case_id", row->case_id);
  danbi_statement_set_text (insert, ":archive_path", row->archive_path);
  danbi_statement_set_text (insert, ":archive_name", row->archive_name);
  danbi_statement_set_text (insert, ":upload", row->upload);
  danbi_statement_set_text (insert, ":outcome", row->outcome);
  danbi_statement_set_text (insert, ":sha256", row->sha256);
  danbi_statement_set_int (insert, ":bytes", (gint64) row->bytes);
  danbi_statement_set_int (insert, ":n_files", row->n_files);
  danbi_statement_set_text (insert, ":method", row->method);
}

static gboolean
insert_rows (DanbiDatabase *database,
             GPtrArray     *rows,
             gint64         id,
             GError       **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT INTO submission_rows (submission_id, position, "
                                   ROW_COLUMNS ")"
                                   " VALUES (:id, :position, nullif (:case_id, 0), :archive_path,"
                                   " :archive_name, :upload, :outcome, :sha256, :bytes, :n_files,"
                                   " :method)",
                                   error);
  if (!insert)
    return FALSE;
  danbi_statement_set_int (insert, ":id", id);
  for (guint i = 0; i < rows->len; i++)
    {
      bind_row (insert, g_ptr_array_index (rows, i), i);
      if (!danbi_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_receipts (DanbiDatabase *database,
                gint64         id,
                GError       **error)
{
  g_autoptr (DanbiStatement) update = NULL;

  update = danbi_database_prepare (database,
                                   "UPDATE cases SET receipt = submissions.receipt"
                                   " FROM submissions JOIN submission_rows"
                                   " ON submission_rows.submission_id = submissions.id"
                                   " WHERE submissions.id = :id AND submissions.receipt NOT NULL"
                                   " AND cases.id = submission_rows.case_id",
                                   error);
  if (!update)
    return FALSE;
  danbi_statement_set_int (update, ":id", id);
  return danbi_statement_run (update, error);
}

static gboolean
write_all (DanbiDatabase         *database,
           const DanbiSubmission *submission,
           DanbiSubmissionState   state,
           const char            *path,
           Stamp                 *stamp,
           GError               **error)
{
  return write_submission (database, submission, state, stamp, error)
         && delete_rows (database, stamp->id, error)
         && insert_rows (database, submission->rows, stamp->id, error)
         && write_receipts (database, stamp->id, error)
         && danbi_store_renew_words (database, stamp->id, error)
         && danbi_store_keep_sent (database, stamp->id, error)
         && (is_open (state) ? danbi_store_keep (database, path, error)
                             : danbi_store_mark_stray (database, path, error));
}

/**
 * danbi_store_put_submission:
 * @self: a store
 * @submission: a submission; one without an id is new and gets its id
 * @state: its state from now on
 * @step: (nullable): what is done to its cases with it
 * @user_data: handed to @step
 * @error: the reason of a failure; neither @submission nor what is stored is changed then
 *
 * Writes a submission with its rows, and its receipt to the cases in it, in one transaction. When
 * it is done or abandoned its outbox is removed.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_put_submission (DanbiStore          *self,
                            DanbiSubmission     *submission,
                            DanbiSubmissionState state,
                            DanbiStoreStepFunc   step,
                            gpointer             user_data,
                            GError             **error)
{
  g_autofree char *path = dup_outbox_path (submission->key);
  DanbiDatabase *database;
  Stamp stamp = { 0 };
  gboolean ok;

  if (!check_key (submission->key, error))
    return FALSE;
  database = danbi_store_begin_write (self, error);
  if (!database)
    return FALSE;
  ok = (!step || step (database, submission, user_data, error))
       && write_all (database, submission, state, path, &stamp, error);
  if (!danbi_store_end (self, ok, error))
    return FALSE;

  submission->state = state;
  submission->id = stamp.id;
  submission->created_s = stamp.created_s;
  submission->changed_s = stamp.changed_s;
  if (!is_open (state))
    danbi_store_drop_stray (self, path);
  return TRUE;
}

/**
 * danbi_store_save_submission:
 * @self: a store
 * @submission: a submission; one without an id is new and gets its id
 * @error: the reason of a failure; %DANBI_STORE_ERROR_STATE where it has come to another end
 *
 * Writes a submission with its rows, and its receipt to the cases in it, in one transaction. When
 * it is done or abandoned its outbox is removed. The states of its cases stay as they are.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_save_submission (DanbiStore      *self,
                             DanbiSubmission *submission,
                             GError         **error)
{
  return danbi_store_put_submission (self, submission, submission->state, NULL, NULL, error);
}

static void
read_state (DanbiStatement       *row,
            int                   column,
            DanbiSubmissionState *state)
{
  const char *nick = danbi_statement_get_text (row, column);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i], nick) == 0)
      *state = i;
}

static gboolean
fail_no_batch (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND,
                       _("There is no such batch. It may have been removed with its cases."));
  return FALSE;
}

/**
 * danbi_store_find_submission_state:
 * @database: a database in a transaction
 * @id: a submission
 * @state: (out): its state
 * @error: %DANBI_STORE_ERROR_NOT_FOUND and others
 *
 * Returns: whether there is such a submission
 */
gboolean
danbi_store_find_submission_state (DanbiDatabase        *database,
                                   gint64                id,
                                   DanbiSubmissionState *state,
                                   GError              **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database, "SELECT state FROM submissions WHERE id = :id", error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", id);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  if (!row)
    return fail_no_batch (error);
  read_state (query, 0, state);
  return TRUE;
}

static DanbiSubmission *
read_submission (DanbiStatement *row)
{
  DanbiSubmission *submission = danbi_submission_new ();

  submission->id = danbi_statement_get_int (row, 0);
  submission->key = g_strdup (danbi_statement_get_text (row, 1));
  submission->destination = g_strdup (danbi_statement_get_text (row, 2));
  submission->csv_path = g_strdup (danbi_statement_get_text (row, 3));
  submission->csv_upload = g_strdup (danbi_statement_get_text (row, 4));
  submission->receipt = g_strdup (danbi_statement_get_text (row, 5));
  read_state (row, 6, &submission->state);
  submission->created_s = danbi_statement_get_int (row, 7);
  submission->changed_s = danbi_statement_get_int (row, 8);
  submission->not_before_s = danbi_statement_get_int (row, 9);
  submission->next_try_s = danbi_statement_get_int (row, 10);
  submission->n_failures = (guint) danbi_statement_get_int (row, 11);
  submission->trouble = g_strdup (danbi_statement_get_text (row, 12));
  submission->received_at = g_strdup (danbi_statement_get_text (row, 13));
  submission->deadline_s = danbi_statement_get_int (row, 14);
  return submission;
}

static void
read_row (DanbiStatement  *query,
          DanbiSubmission *submission)
{
  DanbiSubmissionRow *row;

  danbi_submission_add_row (submission, danbi_statement_get_int (query, 0),
                            danbi_statement_get_text (query, 1),
                            danbi_statement_get_text (query, 2));
  row = g_ptr_array_index (submission->rows, submission->rows->len - 1);
  row->upload = g_strdup (danbi_statement_get_text (query, 3));
  row->outcome = g_strdup (danbi_statement_get_text (query, 4));
  row->sha256 = g_strdup (danbi_statement_get_text (query, 5));
  row->bytes = (guint64) danbi_statement_get_int (query, 6);
  row->n_files = (guint) danbi_statement_get_int (query, 7);
  row->method = g_strdup (danbi_statement_get_text (query, 8));
}

static gboolean
read_rows (DanbiDatabase   *database,
           DanbiSubmission *submission,
           GError         **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT " ROW_COLUMNS
                                  " FROM submission_rows WHERE submission_id = :id"
                                  " ORDER BY position",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", submission->id);
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return TRUE;
      read_row (query, submission);
    }
  return FALSE;
}

/* @query selects SUBMISSION_COLUMNS, and has what else it asks for. */
static GPtrArray *
read_submissions (DanbiDatabase  *database,
                  DanbiStatement *query,
                  GError        **error)
{
  g_autoptr (GPtrArray) submissions = NULL;
  gboolean row;

  submissions = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_submission_free);
  danbi_statement_set_int (query, ":now", danbi_clock_now_s ());
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&submissions);
      g_ptr_array_add (submissions, read_submission (query));
      if (!read_rows (database, g_ptr_array_index (submissions, submissions->len - 1), error))
        return NULL;
    }
  return NULL;
}

static GPtrArray *
read_open (DanbiDatabase *database,
           GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;

  query = danbi_database_prepare (database,
                                  "SELECT " SUBMISSION_COLUMNS " FROM submissions"
                                  " WHERE state NOT IN ('done', 'abandoned') ORDER BY id",
                                  error);
  return query ? read_submissions (database, query, error) : NULL;
}

/* @sql selects SUBMISSION_COLUMNS of the submission that :id leads to, if any. */
static gboolean
read_one (DanbiDatabase    *database,
          const char       *sql,
          gint64            id,
          DanbiSubmission **submission,
          GError          **error)
{
  g_autoptr (GPtrArray) submissions = NULL;
  g_autoptr (DanbiStatement) query = danbi_database_prepare (database, sql, error);

  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", id);
  submissions = read_submissions (database, query, error);
  if (!submissions)
    return FALSE;
  *submission = submissions->len == 1 ? g_ptr_array_steal_index (submissions, 0) : NULL;
  return TRUE;
}

/**
 * danbi_store_read_submission:
 * @database: a database in a transaction
 * @id: a submission
 * @submission: (out) (nullable): it with its rows, %NULL where there is none
 * @error: the reason of a failure
 *
 * Returns: whether it could be read
 */
gboolean
danbi_store_read_submission (DanbiDatabase    *database,
                             gint64            id,
                             DanbiSubmission **submission,
                             GError          **error)
{
  return read_one (database, "SELECT " SUBMISSION_COLUMNS " FROM submissions WHERE id = :id", id,
                   submission, error);
}

/**
 * danbi_store_dup_open_submissions:
 * @self: a store
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (element-type DanbiSubmission): those that are neither done nor
 *   abandoned, oldest first
 */
GPtrArray *
danbi_store_dup_open_submissions (DanbiStore *self,
                                  GError    **error)
{
  g_autoptr (GPtrArray) submissions = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return NULL;
  submissions = read_open (database, error);
  return danbi_store_end (self, submissions != NULL, error) ? g_steal_pointer (&submissions) : NULL;
}

static gboolean
read_last (DanbiDatabase    *database,
           gint64            case_id,
           DanbiSubmission **submission,
           GError          **error)
{
  return read_one (database,
                   "SELECT " SUBMISSION_COLUMNS " FROM submissions WHERE id ="
                   " (SELECT max (submission_id) FROM submission_rows WHERE case_id = :id)",
                   case_id, submission, error);
}

/**
 * danbi_store_dup_last_submission:
 * @self: a store
 * @case_id: a case
 * @error: %DANBI_STORE_ERROR_NOT_FOUND where it was never sent
 *
 * Returns: (transfer full): the latest submission that holds the case
 */
DanbiSubmission *
danbi_store_dup_last_submission (DanbiStore *self,
                                 gint64      case_id,
                                 GError    **error)
{
  g_autoptr (DanbiSubmission) submission = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self, read_last (database, case_id, &submission, error), error))
    return NULL;
  if (!submission)
    g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND,
                         _("The case was never sent."));
  return g_steal_pointer (&submission);
}

/**
 * danbi_store_load_submission:
 * @self: a store
 * @id: a submission
 * @error: %DANBI_STORE_ERROR_NOT_FOUND and others
 *
 * Returns: (transfer full): the submission with its rows
 */
DanbiSubmission *
danbi_store_load_submission (DanbiStore *self,
                             gint64      id,
                             GError    **error)
{
  g_autoptr (DanbiSubmission) submission = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self, danbi_store_read_submission (database, id, &submission, error),
                           error))
    return NULL;
  if (!submission)
    fail_no_batch (error);
  return g_steal_pointer (&submission);
}

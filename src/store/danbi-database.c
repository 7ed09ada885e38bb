/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite with the manners of this house: durable, checked, its failures are GErrors. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-database.h"
#include "danbi-store.h"

/* Two programs share a store now and then; each write takes milliseconds. */
#define BUSY_TIMEOUT_MS 5000

/* Up to here the whole of a database is compared with its indexes when it is opened, about 0.1 s;
 * beyond it every page is still read and checked, but the indexes are not. */
#define FULL_CHECK_MAX_BYTES (16 * 1024 * 1024)

struct _DanbiDatabase
{
  sqlite3 *handle;
  GHashTable *statements; /* element-type utf8 sqlite3_stmt, by their SQL */
};

static void
finalize_cb (gpointer statement)
{
  sqlite3_finalize (statement);
}

static DanbiStoreError
error_code_from_result (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DANBI_STORE_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DANBI_STORE_ERROR_DAMAGED;
    default:
      return DANBI_STORE_ERROR_FAILED;
    }
}

static void
set_damaged (GError    **error,
             const char *path,
             const char *why)
{
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_DAMAGED,
               _("The database %s is damaged: %s. Nothing was changed in it. Restore it from a "
                 "backup."),
               path, why);
}

/* SQLite's own words name tables and columns at most, never values. */
static gboolean
fail (sqlite3 *handle,
      GError **error)
{
  int result = sqlite3_errcode (handle);
  const char *path = sqlite3_db_filename (handle, "main");
  const char *why = sqlite3_errmsg (handle);

  switch (error_code_from_result (result))
    {
    case DANBI_STORE_ERROR_DAMAGED:
      set_damaged (error, path, why);
      break;
    case DANBI_STORE_ERROR_BUSY:
      g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_BUSY,
                   _("The database %s is held by another program. Close that program and try "
                     "again."),
                   path);
      break;
    default:
      g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
                   _("The database %s could not be used: %s."), path, why);
    }
  return FALSE;
}

/* SQLite gives its log and its shared memory the mode of the database file. So the file is made
 * here, for its owner only, instead of changing the umask under the feet of other threads. */
static gboolean
make_private (const char *path,
              GError    **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean ok = fd >= 0 ? close (fd) == 0 : errno == EEXIST && g_chmod (path, 0600) == 0;

  if (!ok)
    g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
                 _("The database %s could not be opened: %s."), path, g_strerror (errno));
  return ok;
}

static DanbiDatabase *
new_closed (void)
{
  DanbiDatabase *self = g_new0 (DanbiDatabase, 1);

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_cb);
  return self;
}

static void
restrict_handle (sqlite3 *handle)
{
  sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

/**
 * danbi_database_open:
 * @path: the file, which is made where it is absent
 * @error: the reason of a failure
 *
 * Opens a database without writing to it; danbi_database_configure() makes it ready for use. One
 * thread at a time may use it.
 *
 * Returns: (transfer full): the open database
 */
DanbiDatabase *
danbi_database_open (const char *path,
                     GError    **error)
{
  g_autoptr (DanbiDatabase) self = new_closed ();
  int result;

  if (!make_private (path, error))
    return NULL;
  result = sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (result != SQLITE_OK)
    {
      fail (self->handle, error);
      return NULL;
    }

  restrict_handle (self->handle);
  /* A database that turns out to be damaged is closed as it was found. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return g_steal_pointer (&self);
}

/**
 * danbi_database_open_reader:
 * @path: a database that danbi_database_configure() made ready, open in this process
 * @error: the reason of a failure
 *
 * Opens a second connection, which only reads. With a write-ahead log it sees what was committed
 * last and neither waits for who writes, nor who writes for it.
 *
 * Returns: (transfer full): the open database
 */
DanbiDatabase *
danbi_database_open_reader (const char *path,
                            GError    **error)
{
  g_autoptr (DanbiDatabase) self = new_closed ();

  if (sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL)
      != SQLITE_OK)
    {
      fail (self->handle, error);
      return NULL;
    }
  restrict_handle (self->handle);
  return danbi_database_execute (self, "PRAGMA temp_store = MEMORY", error)
           ? g_steal_pointer (&self)
           : NULL;
}

/**
 * danbi_database_close:
 * @self: (nullable): a database
 *
 * Closes it. The last one to close it moves the log into the database file.
 */
void
danbi_database_close (DanbiDatabase *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->statements);
  sqlite3_close (self->handle);
  g_free (self);
}

static gboolean
is_small (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && status.st_size <= FULL_CHECK_MAX_BYTES;
}

/**
 * danbi_database_check:
 * @self: a database
 * @error: DANBI_STORE_ERROR_DAMAGED, with what is wrong
 *
 * Reads the whole database and looks for damage, without changing it.
 *
 * Returns: whether it is sound
 */
gboolean
danbi_database_check (DanbiDatabase *self,
                      GError       **error)
{
  const char *path = sqlite3_db_filename (self->handle, "main");
  g_autoptr (DanbiStatement) check = NULL;
  gboolean row;

  check = danbi_database_prepare (self,
                                  is_small (path) ? "PRAGMA integrity_check (1)"
                                                  : "PRAGMA quick_check (1)",
                                  error);
  if (!check || !danbi_statement_next (check, &row, error))
    return FALSE;
  if (row && strcmp (danbi_statement_get_text (check, 0), "ok") == 0)
    return TRUE;
  set_damaged (error, path, row ? danbi_statement_get_text (check, 0) : "");
  return FALSE;
}

/**
 * danbi_database_configure:
 * @self: a database that was found sound
 * @error: the reason of a failure
 *
 * Sets what every connection needs. synchronous=FULL: a committed transaction survives a power
 * cut; with the write-ahead log that costs one flush (0.2 ms measured). secure_delete: what is
 * deleted is overwritten, as these are patient data. Where the file system cannot have a
 * write-ahead log, SQLite stays with its rollback journal, which is as safe.
 *
 * Returns: whether it is ready for use
 */
gboolean
danbi_database_configure (DanbiDatabase *self,
                          GError       **error)
{
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return danbi_database_execute (self,
                                 "PRAGMA journal_mode = WAL;"
                                 "PRAGMA synchronous = FULL;"
                                 "PRAGMA foreign_keys = ON;"
                                 "PRAGMA secure_delete = ON;"
                                 "PRAGMA temp_store = MEMORY;",
                                 error);
}

/**
 * danbi_database_is_logged:
 * @self: a database after danbi_database_configure()
 *
 * Returns: whether it has a write-ahead log
 */
gboolean
danbi_database_is_logged (DanbiDatabase *self)
{
  g_autoptr (DanbiStatement) query = danbi_database_prepare (self, "PRAGMA journal_mode", NULL);
  gboolean row;

  return query && danbi_statement_next (query, &row, NULL) && row
         && strcmp (danbi_statement_get_text (query, 0), "wal") == 0;
}

/**
 * danbi_database_execute:
 * @self: a database
 * @sql: one or more statements without values
 * @error: the reason of a failure
 *
 * Returns: whether all of them ran
 */
gboolean
danbi_database_execute (DanbiDatabase *self,
                        const char    *sql,
                        GError       **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK
         || fail (self->handle, error);
}

static gboolean
run (DanbiDatabase *self,
     const char    *sql,
     GError       **error)
{
  g_autoptr (DanbiStatement) statement = danbi_database_prepare (self, sql, error);

  return statement && danbi_statement_run (statement, error);
}

/**
 * danbi_database_begin_read:
 * @self: a database
 * @error: the reason of a failure
 *
 * Begins a transaction in which several reads see the same state.
 *
 * Returns: whether it began; danbi_database_end() ends it
 */
gboolean
danbi_database_begin_read (DanbiDatabase *self,
                           GError       **error)
{
  return run (self, "BEGIN", error);
}

/**
 * danbi_database_begin_write:
 * @self: a database
 * @error: DANBI_STORE_ERROR_BUSY where another program writes for too long
 *
 * Begins a transaction that writes. It waits for other writers here and not later, where waiting
 * could not help any more.
 *
 * Returns: whether it began; danbi_database_end() ends it
 */
gboolean
danbi_database_begin_write (DanbiDatabase *self,
                            GError       **error)
{
  return run (self, "BEGIN IMMEDIATE", error);
}

/**
 * danbi_database_end:
 * @self: a database in a transaction
 * @ok: whether all went well; otherwise @error is set already
 * @error: the reason why it could not be committed
 *
 * Commits the transaction, or takes it back where something went wrong.
 *
 * Returns: whether it is committed and on disk
 */
gboolean
danbi_database_end (DanbiDatabase *self,
                    gboolean       ok,
                    GError       **error)
{
  if (ok && run (self, "COMMIT", error))
    return TRUE;
  /* Some failures, such as a full disk, have taken it back already. */
  if (!sqlite3_get_autocommit (self->handle))
    run (self, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * danbi_database_wipe_log:
 * @self: a database from which something was deleted
 *
 * Empties the write-ahead log, where deleted values may still stand. Where another program reads
 * at this moment it is left to the next time, at the latest to when the last one closes.
 */
void
danbi_database_wipe_log (DanbiDatabase *self)
{
  sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

/**
 * danbi_database_get_number:
 * @self: a database
 * @sql: a literal; a query for one number without values
 * @number: (out): the number
 * @error: the reason of a failure
 *
 * Returns: whether it was read
 */
gboolean
danbi_database_get_number (DanbiDatabase *self,
                           const char    *sql,
                           gint64        *number,
                           GError       **error)
{
  g_autoptr (DanbiStatement) statement = danbi_database_prepare (self, sql, error);
  gboolean row;

  if (!statement || !danbi_statement_next (statement, &row, error))
    return FALSE;
  *number = row ? danbi_statement_get_int (statement, 0) : 0;
  return TRUE;
}

/**
 * danbi_database_get_last_id:
 * @self: a database
 *
 * Returns: the key of the row inserted last
 */
gint64
danbi_database_get_last_id (DanbiDatabase *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * danbi_database_get_n_changed:
 * @self: a database
 *
 * Returns: how many rows the last statement inserted, updated or deleted
 */
gint64
danbi_database_get_n_changed (DanbiDatabase *self)
{
  return sqlite3_changes64 (self->handle);
}

/**
 * danbi_database_prepare:
 * @self: a database
 * @sql: a literal (it is kept as the key of the statement)
 * @error: the reason of a failure
 *
 * Returns: (transfer none): the statement, for a `g_autoptr (DanbiStatement)` that gives it back
 */
DanbiStatement *
danbi_database_prepare (DanbiDatabase *self,
                        const char    *sql,
                        GError       **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement)
    return statement;
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
      != SQLITE_OK)
    {
      fail (self->handle, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (char *) sql, statement);
  return statement;
}

/**
 * danbi_statement_release:
 * @self: (nullable): a statement
 *
 * Rewinds it and forgets its values.
 */
void
danbi_statement_release (DanbiStatement *self)
{
  sqlite3_reset (self);
  if (self)
    sqlite3_clear_bindings (self);
}

static int
find_parameter (DanbiStatement *self,
                const char     *name)
{
  int index = sqlite3_bind_parameter_index (self, name);

  g_assert (index > 0);
  return index;
}

/**
 * danbi_statement_set_text:
 * @self: a statement
 * @name: a parameter, `:site`
 * @text: (nullable): its value
 */
void
danbi_statement_set_text (DanbiStatement *self,
                          const char     *name,
                          const char     *text)
{
  sqlite3_bind_text (self, find_parameter (self, name), text, -1, SQLITE_TRANSIENT);
}

/**
 * danbi_statement_set_int:
 * @self: a statement
 * @name: a parameter, `:id`
 * @number: its value
 */
void
danbi_statement_set_int (DanbiStatement *self,
                         const char     *name,
                         gint64          number)
{
  sqlite3_bind_int64 (self, find_parameter (self, name), number);
}

/**
 * danbi_statement_next:
 * @self: a statement
 * @row: (out): whether there is a further row
 * @error: the reason of a failure
 *
 * Goes to the next row.
 *
 * Returns: whether that worked
 */
gboolean
danbi_statement_next (DanbiStatement *self,
                      gboolean       *row,
                      GError        **error)
{
  int result = sqlite3_step (self);

  *row = result == SQLITE_ROW;
  return *row || result == SQLITE_DONE || fail (sqlite3_db_handle (self), error);
}

/**
 * danbi_statement_run:
 * @self: a statement that gives no rows
 * @error: the reason of a failure
 *
 * Runs it and rewinds it, so that it can be given other values and run again.
 *
 * Returns: whether it ran
 */
gboolean
danbi_statement_run (DanbiStatement *self,
                     GError        **error)
{
  gboolean row;
  gboolean ok = danbi_statement_next (self, &row, error);

  sqlite3_reset (self);
  return ok;
}

/**
 * danbi_statement_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the value, until the next row
 */
const char *
danbi_statement_get_text (DanbiStatement *self,
                          int             column)
{
  return (const char *) sqlite3_column_text (self, column);
}

/**
 * danbi_statement_get_int:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the value
 */
gint64
danbi_statement_get_int (DanbiStatement *self,
                         int             column)
{
  return sqlite3_column_int64 (self, column);
}

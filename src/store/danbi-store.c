/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of one clinic on this computer: one folder with a database and the images. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "danbi-schema.h"
#include "danbi-sql.h"
#include "danbi-store-private.h"

typedef struct
{
  GRecMutex mutex; /* guards database */
  DanbiDatabase *database;
} Connection;

struct _DanbiStore
{
  GObject parent_instance;

  char *dir;
  Connection writer; /* also reads, for whoever may wait */
  Connection readers[DANBI_STORE_N_READERS];
  int lock_fd;       /* shared by all who have the store open, see lock_folder() */
};

G_DEFINE_FINAL_TYPE (DanbiStore, danbi_store, G_TYPE_OBJECT)

G_DEFINE_QUARK (danbi-store-error-quark, danbi_store_error)

static const char *const purposes[] = {
  [DANBI_STORE_UNDECIDED] = "undecided",
  [DANBI_STORE_REAL] = "real",
  [DANBI_STORE_PRACTICE] = "practice",
};

static int
flock_patiently (int fd,
                 int operation)
{
  int result;

  do
    result = flock (fd, operation);
  while (result < 0 && errno == EINTR);
  return result;
}

static gboolean
fail_lock (const char *path,
           GError    **error)
{
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("The data folder could not be used: %s: %s."), path, g_strerror (errno));
  return FALSE;
}

/* Whoever finds itself alone with the store may upgrade it and remove what is left over; everyone
 * else would mistake the unfinished work of another program for leftovers. The lock goes with the
 * process, however that ends. */
static gboolean
lock_folder (DanbiStore *self,
             gboolean   *alone,
             GError    **error)
{
  g_autofree char *path = g_build_filename (self->dir, "danbi.lock", NULL);

  self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd < 0)
    return fail_lock (path, error);
  *alone = flock_patiently (self->lock_fd, LOCK_EX | LOCK_NB) == 0;
  /* Someone is there; if it is still tidying up, this waits for it to finish. */
  if (!*alone && flock_patiently (self->lock_fd, LOCK_SH) < 0)
    return fail_lock (path, error);
  return TRUE;
}

static gboolean
upgrade (DanbiStore *self,
         gboolean    alone,
         GError    **error)
{
  DanbiDatabase *database = self->writer.database;
  gboolean current;

  if (!danbi_schema_inspect (database, danbi_schema_n_steps (), &current, error)
      || !danbi_database_check (database, error) || !danbi_database_configure (database, error))
    return FALSE;
  if (current)
    return TRUE;
  if (alone)
    return danbi_schema_upgrade (database, danbi_sql_get_resource (), danbi_schema_steps, error);
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_BUSY,
                       _("An earlier version of Danbi has the data folder open. Close it and try "
                         "again."));
  return FALSE;
}

/* Without a write-ahead log who reads and who writes would stop one another in the middle: there
 * all share one connection, and its lock. */
static gboolean
open_readers (DanbiStore *self,
              const char *path,
              GError    **error)
{
  if (!danbi_database_is_logged (self->writer.database))
    return TRUE;
  for (guint i = 0; i < DANBI_STORE_N_READERS; i++)
    {
      self->readers[i].database = danbi_database_open_reader (path, error);
      if (!self->readers[i].database)
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_database (DanbiStore *self,
               gboolean    alone,
               GError    **error)
{
  g_autofree char *path = g_build_filename (self->dir, DANBI_STORE_FILE, NULL);

  self->writer.database = danbi_database_open (path, error);
  return self->writer.database && upgrade (self, alone, error)
         && open_readers (self, path, error);
}

static gboolean
set_up (DanbiStore *self,
        GError    **error)
{
  g_autofree char *cases = g_build_filename (self->dir, "cases", NULL);
  g_autofree char *outbox = g_build_filename (self->dir, "outbox", NULL);
  gboolean alone = FALSE;

  if (!danbi_dir_create (self->dir, error) || !lock_folder (self, &alone, error)
      || !open_database (self, alone, error) || !danbi_dir_create (cases, error)
      || !danbi_dir_create (outbox, error) || !danbi_dir_sync (self->dir, error))
    return FALSE;
  if (alone && !danbi_store_sweep (self, error))
    return FALSE;
  return !alone || flock_patiently (self->lock_fd, LOCK_SH) == 0 || fail_lock (self->dir, error);
}

static void
connection_clear (Connection *self)
{
  danbi_database_close (self->database);
  g_rec_mutex_clear (&self->mutex);
}

static void
danbi_store_finalize (GObject *object)
{
  DanbiStore *self = DANBI_STORE (object);

  /* Who may write comes last, and moves the log into the database file. */
  for (guint i = 0; i < DANBI_STORE_N_READERS; i++)
    connection_clear (&self->readers[i]);
  connection_clear (&self->writer);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->dir);
  G_OBJECT_CLASS (danbi_store_parent_class)->finalize (object);
}

static void
danbi_store_class_init (DanbiStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_store_finalize;
}

static void
danbi_store_init (DanbiStore *self)
{
  g_rec_mutex_init (&self->writer.mutex);
  for (guint i = 0; i < DANBI_STORE_N_READERS; i++)
    g_rec_mutex_init (&self->readers[i].mutex);
  self->lock_fd = -1;
}

/**
 * danbi_store_open:
 * @dir: the data folder, which is made where it is absent
 * @error: the reason of a failure, a sentence for the user
 *
 * Opens the store in a folder: checks the database for damage, brings it to the version of this
 * program, and removes what an interruption left over. A folder that exists keeps its mode; the
 * files in it are for their owner only.
 *
 * Returns: (transfer full): the open store
 */
DanbiStore *
danbi_store_open (const char *dir,
                  GError    **error)
{
  g_autoptr (DanbiStore) self = g_object_new (DANBI_TYPE_STORE, NULL);

  self->dir = g_canonicalize_filename (dir, NULL);
  return set_up (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * danbi_store_get_dir:
 * @self: a store
 *
 * Returns: (transfer none): its folder, an absolute path
 */
const char *
danbi_store_get_dir (DanbiStore *self)
{
  return self->dir;
}

static DanbiDatabase *
begin (Connection *connection,
       gboolean (*begin_kind) (DanbiDatabase *, GError **),
       GError    **error)
{
  g_rec_mutex_lock (&connection->mutex);
  if (begin_kind (connection->database, error))
    return connection->database;
  g_rec_mutex_unlock (&connection->mutex);
  return NULL;
}

static gboolean
end (Connection *connection,
     gboolean    ok,
     GError    **error)
{
  ok = danbi_database_end (connection->database, ok, error);
  g_rec_mutex_unlock (&connection->mutex);
  return ok;
}

/**
 * danbi_store_begin_read:
 * @self: a store
 * @error: the reason of a failure
 *
 * Returns: (transfer none): the database, for this thread alone and in one state, until
 *   danbi_store_end()
 */
DanbiDatabase *
danbi_store_begin_read (DanbiStore *self,
                        GError    **error)
{
  return begin (&self->writer, danbi_database_begin_read, error);
}

/**
 * danbi_store_begin_write:
 * @self: a store
 * @error: the reason of a failure
 *
 * Returns: (transfer none): the database, for this thread and this process alone to write, until
 *   danbi_store_end()
 */
DanbiDatabase *
danbi_store_begin_write (DanbiStore *self,
                         GError    **error)
{
  return begin (&self->writer, danbi_database_begin_write, error);
}

/**
 * danbi_store_end:
 * @self: a store after danbi_store_begin_read() or danbi_store_begin_write()
 * @ok: whether all went well; otherwise @error is set already
 * @error: the reason why it could not be committed
 *
 * Returns: whether what was written is on disk
 */
gboolean
danbi_store_end (DanbiStore *self,
                 gboolean    ok,
                 GError    **error)
{
  return end (&self->writer, ok, error);
}

static Connection *
get_reader (DanbiStore      *self,
            DanbiStoreReader reader)
{
  return self->readers[reader].database ? &self->readers[reader] : &self->writer;
}

/**
 * danbi_store_begin_look:
 * @self: a store
 * @reader: for whom
 * @error: the reason of a failure
 *
 * As danbi_store_begin_read(), but without waiting for who writes, flushes, or looks for somebody
 * else.
 *
 * Returns: (transfer none): a database that only reads, for this thread alone and in one state, as
 *   of the last commit, until danbi_store_end_look()
 */
DanbiDatabase *
danbi_store_begin_look (DanbiStore      *self,
                        DanbiStoreReader reader,
                        GError         **error)
{
  return begin (get_reader (self, reader), danbi_database_begin_read, error);
}

/**
 * danbi_store_end_look:
 * @self: a store after danbi_store_begin_look()
 * @reader: for whom
 * @ok: whether all went well; otherwise @error is set already
 * @error: the reason of a failure
 *
 * Returns: whether all went well
 */
gboolean
danbi_store_end_look (DanbiStore      *self,
                      DanbiStoreReader reader,
                      gboolean         ok,
                      GError         **error)
{
  return end (get_reader (self, reader), ok, error);
}

/**
 * danbi_store_wipe_log:
 * @self: a store
 *
 * Removes deleted values from the write-ahead log too.
 */
void
danbi_store_wipe_log (DanbiStore *self)
{
  g_rec_mutex_lock (&self->writer.mutex);
  danbi_database_wipe_log (self->writer.database);
  g_rec_mutex_unlock (&self->writer.mutex);
}

/**
 * danbi_store_not_found:
 * @error: set to DANBI_STORE_ERROR_NOT_FOUND
 *
 * Returns: %FALSE
 */
gboolean
danbi_store_not_found (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND,
                       _("There is no such case. It may have been removed."));
  return FALSE;
}

static gboolean
read_purpose (DanbiDatabase     *database,
              DanbiStorePurpose *purpose,
              GError           **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database, "SELECT purpose FROM store", error);
  if (!query || !danbi_statement_next (query, &row, error))
    return FALSE;
  *purpose = DANBI_STORE_UNDECIDED;
  for (guint i = 0; row && i < G_N_ELEMENTS (purposes); i++)
    if (strcmp (danbi_statement_get_text (query, 0), purposes[i]) == 0)
      *purpose = i;
  return TRUE;
}

/**
 * danbi_store_get_purpose:
 * @self: a store
 *
 * Returns: what the store is for; %DANBI_STORE_UNDECIDED also where it could not be read, in which
 *   case claiming it fails as well
 */
DanbiStorePurpose
danbi_store_get_purpose (DanbiStore *self)
{
  DanbiStorePurpose purpose = DANBI_STORE_UNDECIDED;
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, NULL);

  if (database)
    danbi_store_end_look (self, DANBI_STORE_WINDOW, read_purpose (database, &purpose, NULL), NULL);
  return purpose;
}

static gboolean
claim (DanbiDatabase    *database,
       DanbiStorePurpose purpose,
       GError          **error)
{
  g_autoptr (DanbiStatement) update = NULL;

  update = danbi_database_prepare (database,
                                   "UPDATE store SET purpose = :purpose"
                                   " WHERE purpose IN ('undecided', :purpose)",
                                   error);
  if (!update)
    return FALSE;
  danbi_statement_set_text (update, ":purpose", purposes[purpose]);
  if (!danbi_statement_run (update, error))
    return FALSE;
  if (danbi_database_get_n_changed (database) == 1)
    return TRUE;
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_PRACTICE,
                       purpose == DANBI_STORE_PRACTICE
                         ? _("This data folder holds real cases. They are never sent to the "
                             "practice receiver. Use another data folder for practice.")
                         : _("This data folder holds practice cases. They are never sent to a real "
                             "receiver. Use another data folder for real cases."));
  return FALSE;
}

/**
 * danbi_store_claim_purpose:
 * @self: a store
 * @purpose: %DANBI_STORE_REAL or %DANBI_STORE_PRACTICE
 * @error: %DANBI_STORE_ERROR_PRACTICE where it is for the other already
 *
 * Decides once and for all what the store is for, before anything is sent from it.
 *
 * Returns: whether it is for @purpose
 */
gboolean
danbi_store_claim_purpose (DanbiStore       *self,
                           DanbiStorePurpose purpose,
                           GError          **error)
{
  DanbiDatabase *database;

  g_return_val_if_fail (purpose == DANBI_STORE_REAL || purpose == DANBI_STORE_PRACTICE, FALSE);
  database = danbi_store_begin_write (self, error);
  return database && danbi_store_end (self, claim (database, purpose, error), error);
}

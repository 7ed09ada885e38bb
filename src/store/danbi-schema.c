/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The versions of the store and the steps from one to the next. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-schema.h"
#include "danbi-store.h"

/*
 * The history of the schema (PRAGMA user_version):
 *
 * v0  an empty file
 * v1  the first: cases, images, history, submissions, numbers, remembered values
 * v2  images: hash of the picture, what it was converted from, whether it was looked at
 * v3  submissions: a queue with its tries and their trouble; ready archives; the speed of lines
 * v4  templates; patients are found by their date of birth
 * v5  the bin; cases are found by something that stands in them
 *
 * A new version is a new file upgrade-N.sql in data/sql and its line here, and a database of the
 * version before, kept in tests/store/databases.
 */
const char *const danbi_schema_steps[] = {
  "/io/github/danbi/Danbi/sql/schema-1.sql",
  "/io/github/danbi/Danbi/sql/upgrade-2.sql",
  "/io/github/danbi/Danbi/sql/upgrade-3.sql",
  "/io/github/danbi/Danbi/sql/upgrade-4.sql",
  "/io/github/danbi/Danbi/sql/upgrade-5.sql",
  NULL,
};

/* PRAGMA application_id of a store: "Danb". */
#define APPLICATION_ID 0x44616E62

/**
 * danbi_schema_n_steps:
 *
 * Returns: the version of the schema that this program writes
 */
guint
danbi_schema_n_steps (void)
{
  return G_N_ELEMENTS (danbi_schema_steps) - 1;
}

/* A file that holds something else is left alone, whatever its name. */
static gboolean
check_owner (DanbiDatabase *database,
             gint64         version,
             GError       **error)
{
  gint64 application;
  gint64 n_objects;

  if (!danbi_database_get_number (database, "PRAGMA application_id", &application, error)
      || !danbi_database_get_number (database, "SELECT count(*) FROM sqlite_schema", &n_objects,
                                     error))
    return FALSE;
  if (application == APPLICATION_ID || (version == 0 && n_objects == 0))
    return TRUE;
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_DAMAGED,
                       _("The file danbi.db in the data folder is not a database of Danbi. Nothing "
                         "was changed in it. Move it elsewhere, or choose another data folder."));
  return FALSE;
}

/**
 * danbi_schema_inspect:
 * @database: a database
 * @n_steps: the version that this program knows
 * @current: (out): whether it has that version; otherwise it is older
 * @error: DANBI_STORE_ERROR_TOO_NEW or DANBI_STORE_ERROR_DAMAGED
 *
 * Looks whether a database is one of ours and of which version, without changing it.
 *
 * Returns: whether this program can use it, perhaps after danbi_schema_upgrade()
 */
gboolean
danbi_schema_inspect (DanbiDatabase *database,
                      guint          n_steps,
                      gboolean      *current,
                      GError       **error)
{
  gint64 version;

  if (!danbi_database_get_number (database, "PRAGMA user_version", &version, error)
      || !check_owner (database, version, error))
    return FALSE;
  if (version > n_steps)
    {
      g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_TOO_NEW,
                           _("The database was written by a later version of Danbi. Nothing was "
                             "changed in it. Install that version or a later one."));
      return FALSE;
    }
  *current = version == n_steps;
  return TRUE;
}

static gboolean
run_step (DanbiDatabase *database,
          GResource     *resource,
          const char    *step,
          guint          version,
          GError       **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %u", version);
  g_autoptr (GBytes) sql = NULL;

  /* GResource sees to it that a NUL follows its data. */
  sql = g_resource_lookup_data (resource, step, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  return sql && danbi_database_execute (database, g_bytes_get_data (sql, NULL), error)
         && danbi_database_execute (database, mark, error);
}

/**
 * danbi_schema_upgrade:
 * @database: a database whose version is at most the number of @steps
 * @resource: where the steps are
 * @steps: (array zero-terminated=1): paths of SQL texts; the n-th leads from version n - 1 to n
 * @error: the reason of a failure
 *
 * Brings a database, an empty one too, to the latest version. Each step is one transaction with
 * its version number: after an interruption it goes on where it was.
 *
 * Returns: whether it has the latest version now
 */
gboolean
danbi_schema_upgrade (DanbiDatabase     *database,
                      GResource         *resource,
                      const char *const *steps,
                      GError           **error)
{
  gint64 version;

  if (!danbi_database_get_number (database, "PRAGMA user_version", &version, error))
    return FALSE;
  for (guint i = (guint) version; steps[i]; i++)
    {
      gboolean ok;

      if (!danbi_database_begin_write (database, error))
        return FALSE;
      ok = run_step (database, resource, steps[i], i + 1, error);
      if (!danbi_database_end (database, ok, error))
        return FALSE;
    }
  return TRUE;
}

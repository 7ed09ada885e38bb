/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How quick the line to a gateway was when it was last measured. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-store-private.h"

/* A practice receiver comes up under another address each time. */
#define REMEMBERED "16"

static gboolean
write_line (DanbiDatabase *database,
            const char    *destination,
            guint64        bytes_per_s,
            GError       **error)
{
  g_autoptr (DanbiStatement) upsert = NULL;

  upsert = danbi_database_prepare (database,
                                   "INSERT OR REPLACE INTO lines (destination, bytes_per_s, at_s)"
                                   " VALUES (:destination, :bytes_per_s, :now)",
                                   error);
  if (!upsert)
    return FALSE;
  danbi_statement_set_text (upsert, ":destination", destination);
  danbi_statement_set_int (upsert, ":bytes_per_s", (gint64) MIN (bytes_per_s, G_MAXINT64));
  danbi_statement_set_int (upsert, ":now", danbi_clock_now_s ());
  return danbi_statement_run (upsert, error);
}

static gboolean
forget_oldest (DanbiDatabase *database,
               GError       **error)
{
  return danbi_database_execute (database,
                                 "DELETE FROM lines WHERE destination NOT IN (SELECT destination"
                                 " FROM lines ORDER BY at_s DESC LIMIT " REMEMBERED ")",
                                 error);
}

/**
 * danbi_store_note_line:
 * @self: a store
 * @destination: the base URL of a gateway
 * @bytes_per_s: how quick the line to it is; 0: not known
 * @error: the reason of a failure
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_note_line (DanbiStore *self,
                       const char *destination,
                       guint64     bytes_per_s,
                       GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database
         && danbi_store_end (self,
                             write_line (database, destination, bytes_per_s, error)
                               && forget_oldest (database, error),
                             error);
}

static guint64
read_line (DanbiDatabase *database,
           const char    *destination)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT bytes_per_s FROM lines WHERE destination = :destination",
                                  NULL);
  if (!query)
    return 0;
  danbi_statement_set_text (query, ":destination", destination);
  if (!danbi_statement_next (query, &row, NULL) || !row)
    return 0;
  return (guint64) danbi_statement_get_int (query, 0);
}

/**
 * danbi_store_get_line:
 * @self: a store
 * @destination: the base URL of a gateway
 *
 * Returns: how many bytes a second the line to it carried when it was last measured; 0: not known,
 *   or not to be read at the moment
 */
guint64
danbi_store_get_line (DanbiStore *self,
                      const char *destination)
{
  guint64 bytes_per_s;
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, NULL);

  if (!database)
    return 0;
  bytes_per_s = read_line (database, destination);
  danbi_store_end_look (self, DANBI_STORE_WINDOW, TRUE, NULL);
  return bytes_per_s;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values to offer again: what a clinic uses often and used lately, never who the patient was. */
#include "config.h"

#include <math.h>

#include "danbi-clock.h"
#include "danbi-store-private.h"

/*
 * How often and how recently, in one number. Each use counts 1 and counts half of that two weeks
 * later. Of two such sums that decay alike, the greater stays the greater, so they need not be
 * computed again when time goes by: rank_s is the instant at which the sum was, or will be, 1. A
 * further use at @now_s makes it now + H · log2 (1 + 2^((rank - now) / H)).
 */
#define HALF_LIFE_S (14 * 24 * 3600.0)

/* The fields that may be remembered (RULEBOOK section 8). The schema allows no others either. */
static const DanbiField fields[] = {
  DANBI_FIELD_PROVIDER_ID, DANBI_FIELD_PROVIDER_TYPE, DANBI_FIELD_VISIT_TYPE,
  DANBI_FIELD_ORDER_CODE, DANBI_FIELD_SITE,
};

static gint64
raise_rank (gboolean known,
            gint64   rank_s,
            gint64   now_s)
{
  double before = known ? exp2 ((double) (rank_s - now_s) / HALF_LIFE_S) : 0.0;

  return now_s + (gint64) (HALF_LIFE_S * log2 (1.0 + before));
}

static void
bind_value (DanbiStatement *statement,
            DanbiField      field,
            const char     *context,
            const char     *value)
{
  danbi_statement_set_text (statement, ":field", danbi_field_get_key (field));
  danbi_statement_set_text (statement, ":context", context);
  danbi_statement_set_text (statement, ":value", value);
}

static gboolean
find_rank (DanbiDatabase *database,
           DanbiField     field,
           const char    *context,
           const char    *value,
           gint64        *rank_s,
           GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gint64 now_s = danbi_clock_now_s ();
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT rank_s FROM remembered WHERE field = :field"
                                  " AND context = :context AND value = :value",
                                  error);
  if (!query)
    return FALSE;
  bind_value (query, field, context, value);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  *rank_s = raise_rank (row, row ? danbi_statement_get_int (query, 0) : 0, now_s);
  return TRUE;
}

static gboolean
remember_value (DanbiDatabase *database,
                DanbiField     field,
                const char    *context,
                const char    *value,
                GError       **error)
{
  g_autoptr (DanbiStatement) replace = NULL;
  gint64 rank_s;

  if (!find_rank (database, field, context, value, &rank_s, error))
    return FALSE;
  /* Replaced, not updated: the row gets the latest turn. */
  replace = danbi_database_prepare (database,
                                    "INSERT OR REPLACE INTO remembered"
                                    " (field, context, value, rank_s)"
                                    " VALUES (:field, :context, :value, :rank)",
                                    error);
  if (!replace)
    return FALSE;
  bind_value (replace, field, context, value);
  danbi_statement_set_int (replace, ":rank", rank_s);
  return danbi_statement_run (replace, error);
}

static const char *
get_context (const DanbiRecord *record,
             DanbiField         field)
{
  return field == DANBI_FIELD_SITE ? danbi_record_get (record, DANBI_FIELD_ORDER_CODE) : "";
}

static gboolean
remember_record (DanbiDatabase     *database,
                 const DanbiRecord *record,
                 GError           **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = danbi_record_get (record, fields[i]);

      if (*value != '\0'
          && !remember_value (database, fields[i], get_context (record, fields[i]), value, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_store_remember:
 * @self: a store
 * @record: a case that was finished
 * @error: the reason of a failure
 *
 * Remembers its provider, provider type, visit type, order code and site, and nothing else.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_remember (DanbiStore        *self,
                      const DanbiRecord *record,
                      GError           **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database && danbi_store_end (self, remember_record (database, record, error), error);
}

static GStrv
read_values (DanbiStatement *query,
             GError        **error)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  gboolean row;

  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_strv_builder_end (values);
      g_strv_builder_add (values, danbi_statement_get_text (query, 0));
    }
  return NULL;
}

static GStrv
read_frequent (DanbiDatabase *database,
               DanbiField     field,
               guint          limit,
               GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;

  query = danbi_database_prepare (database,
                                  "SELECT value FROM remembered WHERE field = :field"
                                  " GROUP BY value ORDER BY max (rank_s) DESC, max (turn) DESC"
                                  " LIMIT :limit",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_text (query, ":field", danbi_field_get_key (field));
  danbi_statement_set_int (query, ":limit", limit);
  return read_values (query, error);
}

static GStrv
read_last (DanbiDatabase *database,
           DanbiField     field,
           const char    *context,
           GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;

  query = danbi_database_prepare (database,
                                  "SELECT value FROM remembered WHERE field = :field"
                                  " AND (:context IS NULL OR context = :context)"
                                  " ORDER BY turn DESC LIMIT 1",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_text (query, ":field", danbi_field_get_key (field));
  danbi_statement_set_text (query, ":context", context);
  return read_values (query, error);
}

static char *
dup_last (DanbiStore *self,
          DanbiField  field,
          const char *context,
          GError    **error)
{
  g_auto (GStrv) values = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return NULL;
  values = read_last (database, field, context, error);
  if (!danbi_store_end (self, values != NULL, error))
    return NULL;
  return g_strdup (values[0] ? values[0] : "");
}

/**
 * danbi_store_dup_last_value:
 * @self: a store
 * @field: a field
 * @error: the reason of a failure
 *
 * Returns: (transfer full): the value remembered last, "" where there is none
 */
char *
danbi_store_dup_last_value (DanbiStore *self,
                            DanbiField  field,
                            GError    **error)
{
  return dup_last (self, field, NULL, error);
}

/**
 * danbi_store_dup_frequent_values:
 * @self: a store
 * @field: a field
 * @limit: how many to give at most
 * @error: the reason of a failure
 *
 * Returns: (transfer full): the remembered values, those used often and lately first
 */
GStrv
danbi_store_dup_frequent_values (DanbiStore *self,
                                 DanbiField  field,
                                 guint       limit,
                                 GError    **error)
{
  g_auto (GStrv) values = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return NULL;
  values = read_frequent (database, field, limit, error);
  return danbi_store_end (self, values != NULL, error) ? g_steal_pointer (&values) : NULL;
}

/**
 * danbi_store_dup_last_site:
 * @self: a store
 * @order_code: an order code
 * @error: the reason of a failure
 *
 * Returns: (transfer full): the site that was last used with @order_code, "" where there is none
 */
char *
danbi_store_dup_last_site (DanbiStore *self,
                           const char *order_code,
                           GError    **error)
{
  return dup_last (self, DANBI_FIELD_SITE, order_code, error);
}

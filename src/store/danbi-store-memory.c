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

/* Those beyond are of years ago. */
#define MAX_MEMORIES 4000

/* The fields that may be remembered (RULEBOOK section 8). The schema allows no others either. */
static const struct
{
  DanbiField field;
  gboolean alone;      /* for whatever is examined */
  gboolean with_order; /* with the order code, as other orders have other usual values */
} kept[] = {
  { DANBI_FIELD_PROVIDER_ID, TRUE, FALSE }, { DANBI_FIELD_PROVIDER_TYPE, TRUE, TRUE },
  { DANBI_FIELD_VISIT_TYPE, TRUE, TRUE },   { DANBI_FIELD_ORDER_CODE, TRUE, FALSE },
  { DANBI_FIELD_SITE, FALSE, TRUE },
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

static gboolean
remember_record (DanbiDatabase     *database,
                 const DanbiRecord *record,
                 GError           **error)
{
  const char *order_code = danbi_record_get (record, DANBI_FIELD_ORDER_CODE);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = danbi_record_get (record, kept[i].field);

      if (*value == '\0')
        continue;
      if (kept[i].alone && !remember_value (database, kept[i].field, "", value, error))
        return FALSE;
      if (kept[i].with_order && *order_code != '\0'
          && !remember_value (database, kept[i].field, order_code, value, error))
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
 * Remembers its provider, provider type, visit type, order code and site, and nothing else. What
 * depends on what is examined is remembered with its order code.
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

/**
 * danbi_memory_free:
 * @self: (nullable): a remembered value
 */
void
danbi_memory_free (DanbiMemory *self)
{
  if (!self)
    return;
  g_free (self->order_code);
  g_free (self->value);
  g_free (self);
}

static DanbiMemory *
read_memory (DanbiStatement *row)
{
  DanbiMemory *memory = g_new0 (DanbiMemory, 1);

  memory->turn = danbi_statement_get_int (row, 0);
  memory->field = danbi_field_from_key (danbi_statement_get_text (row, 1));
  memory->order_code = g_strdup (danbi_statement_get_text (row, 2));
  memory->value = g_strdup (danbi_statement_get_text (row, 3));
  memory->rank_s = danbi_statement_get_int (row, 4);
  return memory;
}

static GPtrArray *
read_memories (DanbiDatabase *database,
               GError       **error)
{
  g_autoptr (GPtrArray) memories
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_memory_free);
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT turn, field, context, value, rank_s FROM remembered"
                                  " ORDER BY rank_s DESC, turn DESC LIMIT :limit",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_int (query, ":limit", MAX_MEMORIES);
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&memories);
      g_ptr_array_add (memories, read_memory (query));
    }
  return NULL;
}

/**
 * danbi_store_dup_memories:
 * @self: a store
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable) (element-type DanbiMemory): the remembered values, those used
 *   often and lately first
 */
GPtrArray *
danbi_store_dup_memories (DanbiStore *self,
                          GError    **error)
{
  g_autoptr (GPtrArray) memories = NULL;
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, error);

  if (!database)
    return NULL;
  memories = read_memories (database, error);
  return danbi_store_end_look (self, DANBI_STORE_WINDOW, memories != NULL, error)
           ? g_steal_pointer (&memories)
           : NULL;
}

static gboolean
run_for_each (DanbiStore *self,
              GPtrArray  *memories,
              gboolean  (*step) (DanbiDatabase *database, const DanbiMemory *memory,
                                 GError **error),
              GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);
  gboolean ok = TRUE;

  if (!database)
    return FALSE;
  for (guint i = 0; ok && i < memories->len; i++)
    ok = step (database, g_ptr_array_index (memories, i), error);
  return danbi_store_end (self, ok, error);
}

static gboolean
delete_memory (DanbiDatabase     *database,
               const DanbiMemory *memory,
               GError           **error)
{
  g_autoptr (DanbiStatement) delete = NULL;

  delete = danbi_database_prepare (database,
                                   "DELETE FROM remembered WHERE field = :field"
                                   " AND context = :context AND value = :value",
                                   error);
  if (!delete)
    return FALSE;
  bind_value (delete, memory->field, memory->order_code, memory->value);
  return danbi_statement_run (delete, error);
}

/**
 * danbi_store_forget:
 * @self: a store
 * @memories: (element-type DanbiMemory): what is not to be offered any more
 * @error: the reason of a failure
 *
 * Returns: whether they are gone from the disk
 */
gboolean
danbi_store_forget (DanbiStore *self,
                    GPtrArray  *memories,
                    GError    **error)
{
  return run_for_each (self, memories, delete_memory, error);
}

static gboolean
insert_memory (DanbiDatabase     *database,
               const DanbiMemory *memory,
               GError           **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT OR IGNORE INTO remembered"
                                   " (turn, field, context, value, rank_s)"
                                   " VALUES (:turn, :field, :context, :value, :rank)",
                                   error);
  if (!insert)
    return FALSE;
  bind_value (insert, memory->field, memory->order_code, memory->value);
  danbi_statement_set_int (insert, ":turn", memory->turn);
  danbi_statement_set_int (insert, ":rank", memory->rank_s);
  return danbi_statement_run (insert, error);
}

/**
 * danbi_store_recall:
 * @self: a store
 * @memories: (element-type DanbiMemory): what was forgotten by mistake
 * @error: the reason of a failure
 *
 * Puts them back where they were. What was used again meanwhile stays as it is now.
 *
 * Returns: whether they are on disk
 */
gboolean
danbi_store_recall (DanbiStore *self,
                    GPtrArray  *memories,
                    GError    **error)
{
  return run_for_each (self, memories, insert_memory, error);
}

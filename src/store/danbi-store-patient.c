/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was here before, as the cases tell. There is no list of patients beside them: who removes the
 * last case of a patient, or puts it into the bin, removes the patient. */
#include "config.h"

#include <string.h>

#include "danbi-store-private.h"

/*
 * Newest first, each patient once. An index by number answers this quickly for a long beginning of
 * a number, but for a short one it would gather half of all cases and sort them (16 ms of 100,000).
 * So the newest cases are walked first: whoever was here lately is among them, and where they
 * suffice, nothing else is asked. Where they do not, the beginning is rare, and the index quick.
 */
#define MAX_WALKED 2000
#define MAX_OF_INDEX 500

typedef struct
{
  DanbiDatabase *database;
  const char *id_prefix;
  const char *birth_prefix;
  gint64 except_id;
  guint limit;
  GPtrArray *found;    /* DanbiPatient */
  GHashTable *numbers; /* of those found */
} Search;

/* Where the 17 values begin, and one of them, after the number of the case. */
#define FIRST_COLUMN 1
#define COLUMN(field) (FIRST_COLUMN + (field) - DANBI_FIRST_FIELD)

static gboolean
answers (const Search   *search,
         DanbiStatement *row)
{
  return g_str_has_prefix (danbi_statement_get_text (row, COLUMN (DANBI_FIELD_PATIENT_ID)),
                           search->id_prefix)
         && g_str_has_prefix (danbi_statement_get_text (row, COLUMN (DANBI_FIELD_BIRTH_DATE)),
                              search->birth_prefix)
         && danbi_statement_get_int (row, 0) != search->except_id;
}

/* Takes the case that @row tells of, if it names a patient who was not met before. */
static void
take (Search         *search,
      DanbiStatement *row)
{
  g_autoptr (DanbiRecord) record = NULL;

  if (!answers (search, row))
    return;
  record = danbi_store_read_record (row, FIRST_COLUMN);
  if (danbi_patient_is_complete (record)
      && g_hash_table_add (search->numbers,
                           g_strdup (danbi_record_get (record, DANBI_FIELD_PATIENT_ID))))
    g_ptr_array_add (search->found, danbi_patient_new (record, danbi_statement_get_int (row, 0)));
}

static gboolean
walk (Search         *search,
      DanbiStatement *query,
      guint          *n_walked,
      GError        **error)
{
  gboolean row = TRUE;

  for (*n_walked = 0; search->found->len < search->limit; (*n_walked)++)
    {
      if (!danbi_statement_next (query, &row, error))
        return FALSE;
      if (!row)
        break;
      take (search, query);
    }
  return TRUE;
}

static gboolean
walk_newest (Search  *search,
             guint   *n_walked,
             GError **error)
{
  g_autoptr (DanbiStatement) query = NULL;

  query = danbi_database_prepare (search->database,
                                  "SELECT id, " DANBI_STORE_FIELD_COLUMNS
                                  " FROM cases NOT INDEXED WHERE binned_s = 0"
                                  " ORDER BY id DESC LIMIT :limit",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":limit", MAX_WALKED);
  return walk (search, query, n_walked, error);
}

/* What follows every text that begins with @prefix: no digit or capital comes after a tilde. */
static char *
dup_end (const char *prefix)
{
  return g_strconcat (prefix, "~", NULL);
}

/* Which cases come into question, and which of them are the newest, is told by the index alone. */
#define SELECT_BY(column, index)                                                                   \
  "SELECT id, " DANBI_STORE_FIELD_COLUMNS " FROM cases WHERE id IN"                                \
  " (SELECT id FROM cases INDEXED BY " index                                                       \
  " WHERE " column " >= :begin AND " column " < :end AND binned_s = 0"                             \
  " ORDER BY id DESC LIMIT :limit)"                                                                \
  " ORDER BY id DESC"

static gboolean
walk_index (Search  *search,
            GError **error)
{
  gboolean by_birth = *search->birth_prefix != '\0' && strlen (search->id_prefix) < 4;
  const char *begin = by_birth ? search->birth_prefix : search->id_prefix;
  g_autofree char *end = dup_end (begin);
  g_autoptr (DanbiStatement) query = NULL;
  guint n_walked;

  query = danbi_database_prepare (search->database,
                                  by_birth ? SELECT_BY ("birth_date", "cases_birth")
                                           : SELECT_BY ("patient_id", "cases_visit"),
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_text (query, ":begin", begin);
  danbi_statement_set_text (query, ":end", end);
  danbi_statement_set_int (query, ":limit", MAX_OF_INDEX);
  return walk (search, query, &n_walked, error);
}

/* Whether a value was only ever read off images; the letters of origins stand in the order of the
 * fields. */
static gboolean
find_of_image (DanbiDatabase      *database,
               const DanbiPatient *patient,
               DanbiField          field,
               gboolean           *of_image,
               GError            **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT 1 FROM cases WHERE patient_id = :patient_id"
                                  " AND birth_date = :birth_date AND binned_s = 0"
                                  " AND substr (origins, :field, 1) NOT IN ('i', 'c') LIMIT 1",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_text (query, ":patient_id", patient->patient_id);
  danbi_statement_set_text (query, ":birth_date", patient->birth_date);
  danbi_statement_set_int (query, ":field", field);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  *of_image = !row;
  return TRUE;
}

static gboolean
find_origins (Search  *search,
              GError **error)
{
  for (guint i = 0; i < search->found->len; i++)
    {
      DanbiPatient *patient = g_ptr_array_index (search->found, i);

      if (!find_of_image (search->database, patient, DANBI_FIELD_PATIENT_ID,
                          &patient->id_of_image, error)
          || !find_of_image (search->database, patient, DANBI_FIELD_BIRTH_DATE,
                             &patient->birth_of_image, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
search_all (Search  *search,
            GError **error)
{
  guint n_walked;

  if (!walk_newest (search, &n_walked, error))
    return FALSE;
  if (search->found->len < search->limit && n_walked == MAX_WALKED && !walk_index (search, error))
    return FALSE;
  return find_origins (search, error);
}

/**
 * danbi_store_find_patients:
 * @self: a store
 * @id_prefix: how the identity number begins, in capitals; "" for any
 * @birth_prefix: how the date of birth begins, as it stands in a case; "" for any
 * @except_id: a case that does not count, such as the one that is open; 0 for none
 * @limit: how many to give at most
 * @error: the reason of a failure
 *
 * Finds patients in earlier cases, each once, by their newest case. Beginnings of both at once may
 * leave out who was not here lately, where one of them alone would give too many.
 *
 * Returns: (transfer full) (nullable) (element-type DanbiPatient): the newest first
 */
GPtrArray *
danbi_store_find_patients (DanbiStore *self,
                           const char *id_prefix,
                           const char *birth_prefix,
                           gint64      except_id,
                           guint       limit,
                           GError    **error)
{
  g_autoptr (GPtrArray) found
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_patient_free);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search search = {
    .id_prefix = id_prefix,
    .birth_prefix = birth_prefix,
    .except_id = except_id,
    .limit = limit,
    .found = found,
    .numbers = numbers,
  };

  search.database = danbi_store_begin_look (self, DANBI_STORE_TYPING, error);
  if (!search.database
      || !danbi_store_end_look (self, DANBI_STORE_TYPING, search_all (&search, error), error))
    return NULL;
  return g_steal_pointer (&found);
}

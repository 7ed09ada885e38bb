/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving and loading one case. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-store-private.h"

#define FIELD_PARAMETERS                                                                           \
  ":provider_id, :provider_type, :service_month, :card_time, :visit_type, :visit_seq, "            \
  ":card_makeup, :patient_id, :birth_date, :order_code, :report_seq, :exam_time, :site, "          \
  ":archive_name, :newborn_birth_date, :newborn_mark, :received_time"

/* One letter for each origin, by DanbiOrigin. */
static const char origin_letters[] = { '-', 't', 'p', 'i', 'c', 'k' };

/**
 * danbi_store_is_editable:
 * @state: the state of a case
 *
 * Returns: whether a person may change the case, or send it (RULEBOOK section 6)
 */
gboolean
danbi_store_is_editable (DanbiState state)
{
  return state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY || state == DANBI_STATE_REJECTED;
}

/**
 * danbi_store_refuse_state:
 * @error: set to %DANBI_STORE_ERROR_STATE
 *
 * Returns: %FALSE
 */
gboolean
danbi_store_refuse_state (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE,
                       _("The case is being sent or was sent, so it cannot be changed or removed. "
                         "Open it again to see how it stands."));
  return FALSE;
}

/**
 * danbi_store_refuse_binned:
 * @error: set to %DANBI_STORE_ERROR_STATE
 *
 * Returns: %FALSE
 */
gboolean
danbi_store_refuse_binned (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE,
                       _("The case is in the bin, so nothing can be done with it. Restore it from "
                         "there first."));
  return FALSE;
}

static void
bind_record (DanbiStatement    *statement,
             const DanbiRecord *record)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *name = g_strconcat (":", danbi_field_get_key (field), NULL);

      danbi_statement_set_text (statement, name, danbi_record_get (record, field));
    }
}

static void
bind_origins (DanbiStatement *statement,
              DanbiCase      *item)
{
  char letters[DANBI_N_FIELDS + 1] = "";

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    letters[field - DANBI_FIRST_FIELD] = origin_letters[danbi_case_get_origin (item, field)];
  danbi_statement_set_text (statement, ":origins", letters);
}

/* What inserting and updating have in common. */
static void
bind_case (DanbiStatement      *statement,
           DanbiCase           *item,
           const DanbiDeadline *deadline)
{
  DanbiState state = danbi_case_get_state (item);

  danbi_statement_set_text (statement, ":state", danbi_state_get_nick (state));
  danbi_statement_set_int (statement, ":is_open", state != DANBI_STATE_ACCEPTED);
  bind_record (statement, danbi_case_get_record (item));
  bind_origins (statement, item);
  danbi_statement_set_int (statement, ":now", danbi_clock_now_s ());
  danbi_statement_set_int (statement, ":full", deadline ? deadline->full_until_s : 0);
  danbi_statement_set_int (statement, ":half", deadline ? deadline->half_until_s : 0);
  danbi_statement_set_int (statement, ":n_blocking", danbi_case_count_blocking (item));
  danbi_statement_set_text (statement, ":receipt", danbi_case_get_receipt (item));
}

static gboolean
insert_case (DanbiDatabase       *database,
             DanbiCase           *item,
             const DanbiDeadline *deadline,
             gint64              *id,
             GError             **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT INTO cases (state, is_open, " DANBI_STORE_FIELD_COLUMNS
                                   ", origins, created_s, saved_s, full_until_s, half_until_s,"
                                   " n_blocking, receipt)"
                                   " VALUES (:state, :is_open, " FIELD_PARAMETERS
                                   ", :origins, :now, :now, :full, :half, :n_blocking, :receipt)",
                                   error);
  if (!insert)
    return FALSE;
  bind_case (insert, item, deadline);
  if (!danbi_statement_run (insert, error))
    return FALSE;
  *id = danbi_database_get_last_id (database);
  return danbi_store_append_history (database, *id, danbi_case_get_state (item), NULL, error);
}

/* A form that was left open elsewhere must not take a case back that is on its way; the transfer
 * itself goes by danbi_store_set_state(). */
static gboolean
check_not_stale (DanbiDatabase *database,
                 DanbiCase     *item,
                 GError       **error)
{
  DanbiState stored;

  if (!danbi_store_find_state (database, danbi_case_get_id (item), &stored, error))
    return FALSE;
  return danbi_store_is_editable (stored)
         || !danbi_store_is_editable (danbi_case_get_state (item))
         || danbi_store_refuse_state (error);
}

static gboolean
update_case (DanbiDatabase       *database,
             DanbiCase           *item,
             const DanbiDeadline *deadline,
             GError             **error)
{
  g_autoptr (DanbiStatement) update = NULL;

  if (!check_not_stale (database, item, error))
    return FALSE;
  update = danbi_database_prepare (database,
                                   "UPDATE cases SET (state, is_open, " DANBI_STORE_FIELD_COLUMNS
                                   ", origins, saved_s, full_until_s, half_until_s, n_blocking,"
                                   " receipt)"
                                   " = (:state, :is_open, " FIELD_PARAMETERS
                                   ", :origins, :now, :full, :half, :n_blocking,"
                                   " coalesce (:receipt, receipt)) WHERE id = :id",
                                   error);
  if (!update)
    return FALSE;
  bind_case (update, item, deadline);
  danbi_statement_set_int (update, ":id", danbi_case_get_id (item));
  return danbi_statement_run (update, error);
}

/* What a reason was given for is kept with it, so that after a restart, too, it lifts nothing else.
 * Each reason goes into the history with its rule when it is first given: what was sent in spite of
 * a finding can be accounted for even when the case was changed since. */
static gboolean
insert_override (DanbiStatement      *insert,
                 DanbiDatabase       *database,
                 DanbiCase           *item,
                 gint64               id,
                 const char          *rule,
                 const DanbiOverride *given,
                 GError             **error)
{
  g_autofree char *grounds = danbi_override_dup_grounds (given);
  g_autofree char *note = g_strdup_printf ("override %s: %s", rule,
                                           danbi_override_get_why (given));

  danbi_statement_set_int (insert, ":id", id);
  danbi_statement_set_int (insert, ":now", danbi_clock_now_s ());
  danbi_statement_set_text (insert, ":rule", rule);
  danbi_statement_set_text (insert, ":reason", danbi_override_get_why (given));
  danbi_statement_set_text (insert, ":grounds", grounds ? grounds : "");
  return danbi_statement_run (insert, error)
         && (danbi_database_get_n_changed (database) == 0
             || danbi_store_append_history (database, id, danbi_case_get_state (item), note,
                                            error));
}

static gboolean
insert_overrides (DanbiDatabase *database,
                  DanbiCase     *item,
                  gint64         id,
                  GError       **error)
{
  g_autoptr (DanbiStatement) insert = NULL;
  GHashTableIter iter;
  gpointer rule;
  gpointer given;

  insert = danbi_database_prepare (database,
                                   "INSERT INTO overrides (case_id, rule, reason, grounds, at_s)"
                                   " VALUES (:id, :rule, :reason, :grounds, :now)"
                                   " ON CONFLICT (case_id, rule) DO UPDATE"
                                   " SET reason = excluded.reason, grounds = excluded.grounds,"
                                   " at_s = excluded.at_s"
                                   " WHERE reason <> excluded.reason"
                                   " OR grounds <> excluded.grounds",
                                   error);
  if (!insert)
    return FALSE;
  g_hash_table_iter_init (&iter, danbi_case_get_overrides (item));
  while (g_hash_table_iter_next (&iter, &rule, &given))
    if (!insert_override (insert, database, item, id, rule, given, error))
      return FALSE;
  return TRUE;
}

static DanbiStatement *
select_overrides (DanbiDatabase *database,
                  gint64         id,
                  GError       **error)
{
  DanbiStatement *query;

  query = danbi_database_prepare (database,
                                  "SELECT rule, reason, grounds FROM overrides"
                                  " WHERE case_id = :id",
                                  error);
  if (query)
    danbi_statement_set_int (query, ":id", id);
  return query;
}

static GPtrArray *
find_withdrawn (DanbiDatabase *database,
                GHashTable    *overrides,
                gint64         id,
                GError       **error)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DanbiStatement) query = select_overrides (database, id, error);
  gboolean row = query != NULL;

  while (row && danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&rules);
      if (!g_hash_table_contains (overrides, danbi_statement_get_text (query, 0)))
        g_ptr_array_add (rules, g_strdup (danbi_statement_get_text (query, 0)));
    }
  return NULL;
}

static gboolean
delete_withdrawn (DanbiDatabase *database,
                  DanbiCase     *item,
                  gint64         id,
                  GError       **error)
{
  g_autoptr (GPtrArray) rules = find_withdrawn (database, danbi_case_get_overrides (item), id,
                                                error);
  g_autoptr (DanbiStatement) remove = NULL;

  if (!rules)
    return FALSE;
  remove = danbi_database_prepare (database,
                                   "DELETE FROM overrides WHERE case_id = :id AND rule = :rule",
                                   error);
  if (!remove)
    return FALSE;
  danbi_statement_set_int (remove, ":id", id);
  for (guint i = 0; i < rules->len; i++)
    {
      const char *rule = g_ptr_array_index (rules, i);
      g_autofree char *note = g_strdup_printf ("override %s withdrawn", rule);

      danbi_statement_set_text (remove, ":rule", rule);
      if (!danbi_statement_run (remove, error)
          || !danbi_store_append_history (database, id, danbi_case_get_state (item), note, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_case (DanbiDatabase       *database,
            DanbiCase           *item,
            const DanbiDeadline *deadline,
            gint64              *id,
            GError             **error)
{
  gboolean ok = *id == 0 ? insert_case (database, item, deadline, id, error)
                         : update_case (database, item, deadline, error);

  return ok && danbi_store_renew_words_of_case (database, *id, error)
         && delete_withdrawn (database, item, *id, error)
         && insert_overrides (database, item, *id, error);
}

/**
 * danbi_store_save_case:
 * @self: a store
 * @item: a case; one without an id is new and gets its id
 * @deadline: (nullable): when it earns what, by the rules in force; %NULL: not known
 * @error: the reason of a failure; %DANBI_STORE_ERROR_STATE where @item can be edited and what is
 *   stored is on its way or accepted, and where it is in the bin
 *
 * Saves everything of a case but its images. A reason for which a rule is overridden goes into the
 * history, too. A receipt that is stored stays where @item has none. Quick: one transaction, one
 * flush.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_save_case (DanbiStore          *self,
                       DanbiCase           *item,
                       const DanbiDeadline *deadline,
                       GError             **error)
{
  gint64 id = danbi_case_get_id (item);
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  if (!database)
    return FALSE;
  if (!danbi_store_end (self, write_case (database, item, deadline, &id, error), error))
    return FALSE;
  if (id != danbi_case_get_id (item))
    danbi_case_set_id (item, id);
  return TRUE;
}

static DanbiOrigin
origin_from_letter (char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (origin_letters); i++)
    if (origin_letters[i] == letter)
      return (DanbiOrigin) i;
  /* What nobody vouches for is to be confirmed. */
  return DANBI_ORIGIN_PROPOSED;
}

static void
read_fields (DanbiStatement *row,
             int             first_column,
             const char     *origins,
             DanbiCase      *item)
{
  gsize n_origins = strlen (origins);

  for (guint i = 0; i < DANBI_N_FIELDS; i++)
    danbi_case_set_value (item, DANBI_FIRST_FIELD + i,
                          danbi_statement_get_text (row, first_column + (int) i),
                          origin_from_letter (i < n_origins ? origins[i] : '\0'));
}

static DanbiCase *
read_case (DanbiDatabase *database,
           gint64         id,
           char         **image_dir,
           GError       **error)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (DanbiStatement) query = NULL;
  DanbiState state;
  gboolean row;

  if (!danbi_store_find_state (database, id, &state, error))
    return NULL;
  query = danbi_database_prepare (database,
                                  "SELECT origins, receipt, image_dir, "
                                  DANBI_STORE_FIELD_COLUMNS " FROM cases WHERE id = :id",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_int (query, ":id", id);
  if (!danbi_statement_next (query, &row, error))
    return NULL;

  read_fields (query, 3, danbi_statement_get_text (query, 0), item);
  danbi_case_set_id (item, id);
  danbi_case_set_receipt (item, danbi_statement_get_text (query, 1));
  *image_dir = g_strdup (danbi_statement_get_text (query, 2));
  danbi_case_set_state (item, state);
  return g_steal_pointer (&item);
}

static gboolean
read_overrides (DanbiDatabase *database,
                DanbiCase     *item,
                GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row = TRUE;

  query = select_overrides (database, danbi_case_get_id (item), error);
  while (query && danbi_statement_next (query, &row, error))
    {
      if (!row)
        return TRUE;
      danbi_case_take_override (item, danbi_statement_get_text (query, 0),
                                danbi_override_new_bound (danbi_statement_get_text (query, 1),
                                                          danbi_statement_get_text (query, 2)));
    }
  return FALSE;
}

static DanbiCase *
read_whole_case (DanbiStore    *self,
                 DanbiDatabase *database,
                 gint64         id,
                 GError       **error)
{
  g_autofree char *image_dir = NULL;
  g_autoptr (DanbiCase) item = read_case (database, id, &image_dir, error);
  GPtrArray *images;

  if (!item || !read_overrides (database, item, error))
    return NULL;
  images = danbi_store_read_images (self, database, id, image_dir, error);
  if (!images)
    return NULL;
  danbi_case_take_images (item, images);
  return g_steal_pointer (&item);
}

/**
 * danbi_store_load_case:
 * @self: a store
 * @id: a case
 * @error: %DANBI_STORE_ERROR_NOT_FOUND, %DANBI_STORE_ERROR_STATE where it is in the bin, and others
 *
 * Loads a case with its images, whose paths are in the store's folder.
 *
 * Returns: (transfer full): the case
 */
DanbiCase *
danbi_store_load_case (DanbiStore *self,
                       gint64      id,
                       GError    **error)
{
  g_autoptr (DanbiCase) item = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return NULL;
  item = read_whole_case (self, database, id, error);
  return danbi_store_end (self, item != NULL, error) ? g_steal_pointer (&item) : NULL;
}

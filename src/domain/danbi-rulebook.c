/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of NHI's announcements, as one rule set for each day on which one of them changed. */
#include "config.h"

#include <string.h>

#include "danbi-rules.h"

struct _DanbiRulebook
{
  GPtrArray *tables; /* DanbiTable; their cells are the texts of the rule sets */
  GPtrArray *rules;  /* DanbiRules, the oldest first; empty until sealed */
};

/* The newest version of a table that holds on @day, "" being the beginning. */
static const DanbiTable *
find_table (const DanbiRulebook *self,
            guint                kind,
            const char          *day)
{
  const DanbiTable *newest = NULL;

  for (guint i = 0; i < self->tables->len; i++)
    {
      const DanbiTable *table = g_ptr_array_index (self->tables, i);

      if (table->kind == kind && strcmp (table->from, day) <= 0
          && (!newest || strcmp (table->from, newest->from) > 0))
        newest = table;
    }
  return newest;
}

static DanbiRules *
build_rules (const DanbiRulebook *self,
             const char          *day,
             GError             **error)
{
  g_autoptr (DanbiRules) rules = danbi_rules_new (*day != '\0' ? day : NULL);

  for (guint kind = 0; kind < DANBI_N_TABLES; kind++)
    {
      const DanbiTable *table = find_table (self, kind, day);

      if (!table)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "Could not read the rulebook: %s.tsv is missing",
                       danbi_table_kind_get_name (kind));
          return NULL;
        }
      if (!danbi_rules_read_table (rules, table, error))
        return NULL;
    }
  return g_steal_pointer (&rules);
}

static int
compare_days_cb (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The days on which a table changed, the oldest first, each once. The beginning is always one. */
static GPtrArray *
list_days (const DanbiRulebook *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *days = g_ptr_array_new ();

  g_hash_table_add (seen, (gpointer) "");
  g_ptr_array_add (days, (gpointer) "");
  for (guint i = 0; i < self->tables->len; i++)
    {
      const DanbiTable *table = g_ptr_array_index (self->tables, i);

      if (g_hash_table_add (seen, table->from))
        g_ptr_array_add (days, table->from);
    }
  g_ptr_array_sort (days, compare_days_cb);
  return days;
}

/* A later version must be later than the beginning, or its day would never be reached. */
static gboolean
follows (const DanbiRulebook *self,
         const DanbiRules    *rules,
         GError             **error)
{
  const DanbiRules *first = self->rules->len > 0 ? g_ptr_array_index (self->rules, 0) : NULL;
  const char *day = danbi_rules_get_effective_from (rules);

  if (!first || strcmp (danbi_rules_get_effective_from (first), day) < 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "Could not use the tables of %s: the rulebook begins on %s", day,
               danbi_rules_get_effective_from (first));
  return FALSE;
}

static void
rulebook_clear (gpointer data)
{
  DanbiRulebook *self = data;

  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->tables);
}

/**
 * danbi_rulebook_new:
 *
 * Makes an empty rulebook. Add its tables, then seal it; before that it has no rules.
 *
 * Returns: (transfer full): a rulebook
 */
DanbiRulebook *
danbi_rulebook_new ( void)
{
  DanbiRulebook *self = g_atomic_rc_box_new0 (DanbiRulebook);

  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_table_free);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_rules_free);
  return self;
}

/**
 * danbi_rulebook_ref:
 * @self: a rulebook
 *
 * Returns: (transfer full): the same; may be called in any thread
 */
DanbiRulebook *
danbi_rulebook_ref (DanbiRulebook *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * danbi_rulebook_unref:
 * @self: (transfer full): a rulebook
 *
 * Gives a reference back; may be called in any thread. With the last one all rule sets end.
 */
void
danbi_rulebook_unref (DanbiRulebook *self)
{
  g_atomic_rc_box_release_full (self, rulebook_clear);
}

/**
 * danbi_rulebook_add_table:
 * @self: a rulebook that is not sealed
 * @file_name: `order-codes.tsv` for the table from the beginning, `order-codes@2027-01-01.tsv` for
 *   the one that takes its place on that day
 * @bytes: what stands in the file
 * @error: %G_IO_ERROR_INVALID_DATA, naming the file and what is wrong with it
 *
 * Adds one version of one table. Its rows are read when the rulebook is sealed.
 *
 * Returns: whether it is a table with the columns it must have
 */
gboolean
danbi_rulebook_add_table (DanbiRulebook *self,
                          const char    *file_name,
                          GBytes        *bytes,
                          GError       **error)
{
  g_autoptr (DanbiTable) table = NULL;
  const DanbiTable *other;

  g_return_val_if_fail (self->rules->len == 0, FALSE);

  table = danbi_table_new (file_name, bytes, error);
  if (!table)
    return FALSE;
  other = find_table (self, table->kind, table->from);
  if (other && strcmp (other->from, table->from) == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "Could not use %s: the table was given twice", file_name);
      return FALSE;
    }

  g_ptr_array_add (self->tables, g_steal_pointer (&table));
  return TRUE;
}

/**
 * danbi_rulebook_seal:
 * @self: a rulebook with its tables
 * @error: %G_IO_ERROR_INVALID_DATA, naming file, row and column
 *
 * Builds one rule set for the beginning and one for each later day of a table; each takes the
 * newest version of every table. From here on the rulebook does not change and may be read by all
 * threads. After a failure it has no rules.
 *
 * Returns: whether all tables are there and make sense
 */
gboolean
danbi_rulebook_seal (DanbiRulebook *self,
                     GError       **error)
{
  g_autoptr (GPtrArray) days = list_days (self);

  g_return_val_if_fail (self->rules->len == 0, FALSE);

  for (guint i = 0; i < days->len; i++)
    {
      g_autoptr (DanbiRules) rules = build_rules (self, g_ptr_array_index (days, i), error);

      if (!rules || !follows (self, rules, error))
        {
          g_ptr_array_set_size (self->rules, 0);
          return FALSE;
        }
      g_ptr_array_add (self->rules, g_steal_pointer (&rules));
    }
  return TRUE;
}

/**
 * danbi_rulebook_get_rules:
 * @self: a sealed rulebook
 * @on: (nullable): the day of the examination (F12), which selects the rules
 *
 * Returns: (transfer none): the rule set in force on that day; the first one where the day is
 *   before all or not known
 */
const DanbiRules *
danbi_rulebook_get_rules (const DanbiRulebook *self,
                          const DanbiRocDate  *on)
{
  guint place = self->rules->len;
  char day[16] = "";

  g_return_val_if_fail (place > 0, NULL);

  if (on)
    g_snprintf (day, sizeof day, "%04d-%02d-%02d", on->year, on->month, on->day);
  while (--place > 0)
    {
      const DanbiRules *rules = g_ptr_array_index (self->rules, place);

      if (strcmp (danbi_rules_get_effective_from (rules), day) <= 0)
        return rules;
    }
  return g_ptr_array_index (self->rules, 0);
}

static gboolean
add_table_cb (const char *file_name,
              GBytes     *bytes,
              gpointer    user_data,
              GError    **error)
{
  return danbi_rulebook_add_table (user_data, file_name, bytes, error);
}

/**
 * danbi_rulebook_new_from:
 * @source: (scope call): where the tables come from, such as danbi_tables_foreach()
 * @error: the reason of a failure; names the table
 *
 * Returns: (transfer full) (nullable): the sealed rulebook of all tables of @source
 */
DanbiRulebook *
danbi_rulebook_new_from (DanbiTableSource source,
                         GError         **error)
{
  g_autoptr (DanbiRulebook) self = danbi_rulebook_new ();

  if (!source (add_table_cb, self, error) || !danbi_rulebook_seal (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

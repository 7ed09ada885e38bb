/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates for the usual case of a clinic. */
#include "config.h"

#include "danbi-store-private.h"

/* In the order of danbi_template_fields. */
#define VALUE_COLUMNS "provider_type, visit_type, card_makeup, order_code, site"
#define VALUE_PARAMETERS ":provider_type, :visit_type, :card_makeup, :order_code, :site"
#define FIRST_VALUE_COLUMN 1

static DanbiTemplate *
read_template (DanbiStatement *row)
{
  DanbiTemplate *template = g_new0 (DanbiTemplate, 1);

  template->name = g_strdup (danbi_statement_get_text (row, 0));
  for (int i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
    template->values[i] = g_strdup (danbi_statement_get_text (row, FIRST_VALUE_COLUMN + i));
  return template;
}

static GPtrArray *
read_templates (DanbiDatabase *database,
                GError       **error)
{
  g_autoptr (GPtrArray) templates
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_template_free);
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT name, " VALUE_COLUMNS
                                  " FROM templates ORDER BY position",
                                  error);
  if (!query)
    return NULL;
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&templates);
      g_ptr_array_add (templates, read_template (query));
    }
  return NULL;
}

/**
 * danbi_store_dup_templates:
 * @self: a store
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable) (element-type DanbiTemplate): the templates in their order
 */
GPtrArray *
danbi_store_dup_templates (DanbiStore *self,
                           GError    **error)
{
  g_autoptr (GPtrArray) templates = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return NULL;
  templates = read_templates (database, error);
  return danbi_store_end (self, templates != NULL, error) ? g_steal_pointer (&templates) : NULL;
}

static void
bind_template (DanbiStatement      *statement,
               const DanbiTemplate *template)
{
  danbi_statement_set_text (statement, ":name", template->name);
  for (guint i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
    {
      g_autofree char *name
        = g_strconcat (":", danbi_field_get_key (danbi_template_fields[i]), NULL);

      danbi_statement_set_text (statement, name, template->values[i]);
    }
}

static gboolean
insert_template (DanbiDatabase       *database,
                 const DanbiTemplate *template,
                 guint                position,
                 GError             **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT INTO templates (position, name, " VALUE_COLUMNS ")"
                                   " VALUES (:position, :name, " VALUE_PARAMETERS ")",
                                   error);
  if (!insert)
    return FALSE;
  bind_template (insert, template);
  danbi_statement_set_int (insert, ":position", position);
  return danbi_statement_run (insert, error);
}

static gboolean
write_templates (DanbiDatabase *database,
                 GPtrArray     *templates,
                 GError       **error)
{
  if (!danbi_database_execute (database, "DELETE FROM templates", error))
    return FALSE;
  for (guint i = 0; i < templates->len; i++)
    if (!insert_template (database, g_ptr_array_index (templates, i), i, error))
      return FALSE;
  return TRUE;
}

/**
 * danbi_store_set_templates:
 * @self: a store
 * @templates: (element-type DanbiTemplate): all templates in their order
 * @error: the reason of a failure
 *
 * Writes down what the templates are from now on. There are few, so they are written all at once.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_set_templates (DanbiStore *self,
                           GPtrArray  *templates,
                           GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database && danbi_store_end (self, write_templates (database, templates, error), error);
}

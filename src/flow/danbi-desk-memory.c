/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a clinic usually enters: its own codes, what it used before, its templates. Never who the
 * patient was. */
#include "config.h"

#include <string.h>

#include "danbi-desk-private.h"
#include "danbi-undo.h"

/* Work for the writer's thread, which says in the main one if it failed. */
typedef struct
{
  DanbiDesk *desk;
  GPtrArray *items; /* copies, of DanbiMemory or DanbiTemplate */
  gboolean (*write) (DanbiStore *store, GPtrArray *items, GError **error);
  char *trouble;
} Job;

static gboolean
job_done_cb (gpointer data)
{
  Job *job = data;

  if (job->trouble)
    g_signal_emit_by_name (job->desk, "trouble", job->trouble);
  g_ptr_array_unref (job->items);
  g_object_unref (job->desk);
  g_free (job->trouble);
  g_free (job);
  return G_SOURCE_REMOVE;
}

static gpointer
write_in_writer (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  if (!job->write (job->desk->store, job->items, &error))
    job->trouble = g_strdup (error->message);
  g_idle_add (job_done_cb, job);
  return NULL;
}

/* What changed in memory at once follows on disk. @items is taken over. */
static void
write_later (DanbiDesk *self,
             GPtrArray *items,
             gboolean (*write) (DanbiStore *store, GPtrArray *items, GError **error))
{
  Job *job = g_new0 (Job, 1);

  job->desk = g_object_ref (self);
  job->items = items;
  job->write = write;
  danbi_desk_push_job (self, write_in_writer, job);
}

/* Remembered values */

static DanbiMemory *
memory_copy (const DanbiMemory *memory)
{
  DanbiMemory *copy = g_memdup2 (memory, sizeof *memory);

  copy->order_code = g_strdup (memory->order_code);
  copy->value = g_strdup (memory->value);
  return copy;
}

static GPtrArray *
new_memories (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_memory_free);
}

static GPtrArray *
copy_memories (GPtrArray *memories)
{
  GPtrArray *copies = new_memories ();

  for (guint i = 0; i < memories->len; i++)
    g_ptr_array_add (copies, memory_copy (g_ptr_array_index (memories, i)));
  return copies;
}

/**
 * danbi_desk_reload_memories:
 * @self: a desk
 *
 * Reads what was remembered, after it may have changed.
 */
void
danbi_desk_reload_memories (DanbiDesk *self)
{
  GPtrArray *memories = danbi_store_dup_memories (self->store, NULL);

  if (!memories)
    return;
  g_clear_pointer (&self->memories, g_ptr_array_unref);
  self->memories = memories;
}

static gboolean
is_about (const DanbiMemory *memory,
          DanbiField         field,
          const char        *order_code)
{
  return memory->field == field && strcmp (memory->order_code, order_code) == 0;
}

/**
 * danbi_desk_recall_last:
 * @self: a desk
 * @field: a field
 * @order_code: an order code, or "" for whatever is examined
 *
 * Returns: (transfer none): the value that was used last, "" where there is none; until memories
 *   are reloaded
 */
const char *
danbi_desk_recall_last (DanbiDesk  *self,
                        DanbiField  field,
                        const char *order_code)
{
  const DanbiMemory *last = NULL;

  for (guint i = 0; i < self->memories->len; i++)
    {
      const DanbiMemory *memory = g_ptr_array_index (self->memories, i);

      if (is_about (memory, field, order_code) && (!last || memory->turn > last->turn))
        last = memory;
    }
  return last ? last->value : "";
}

/**
 * danbi_desk_recall_usual:
 * @self: a desk
 * @field: a field
 *
 * Returns: (transfer none): the value that is used most, "" where there is none; until memories are
 *   reloaded
 */
const char *
danbi_desk_recall_usual (DanbiDesk *self,
                         DanbiField field)
{
  for (guint i = 0; i < self->memories->len; i++)
    {
      const DanbiMemory *memory = g_ptr_array_index (self->memories, i);

      if (is_about (memory, field, ""))
        return memory->value;
    }
  return "";
}

static void
add_values (GPtrArray  *list,
            GPtrArray  *memories,
            DanbiField  field,
            const char *order_code)
{
  for (guint i = 0; i < memories->len; i++)
    {
      const DanbiMemory *memory = g_ptr_array_index (memories, i);

      if (is_about (memory, field, order_code)
          && !g_ptr_array_find_with_equal_func (list, memory->value, g_str_equal, NULL))
        g_ptr_array_add (list, g_strdup (memory->value));
    }
}

/**
 * danbi_desk_dup_suggestions:
 * @self: the desk
 * @item: a case
 * @field: a field
 *
 * Returns: (transfer full): what the clinic used in this field, with this order code first, and
 *   what it uses often and lately before what it does not. Never an identity
 */
GStrv
danbi_desk_dup_suggestions (DanbiDesk *self,
                            DanbiCase *item,
                            DanbiField field)
{
  GPtrArray *list = g_ptr_array_new ();
  const char *order_code = danbi_case_get_value (item, DANBI_FIELD_ORDER_CODE);

  if (*order_code != '\0')
    add_values (list, self->memories, field, order_code);
  add_values (list, self->memories, field, "");
  g_ptr_array_add (list, NULL);
  return (GStrv) g_ptr_array_free (list, FALSE);
}

/* A code that is forgotten takes with it what was remembered of it; a site is forgotten of one code
 * only. */
static gboolean
falls_with (const DanbiMemory *memory,
            DanbiField         field,
            const char        *order_code,
            const char        *value)
{
  if (field == DANBI_FIELD_ORDER_CODE && strcmp (memory->order_code, value) == 0)
    return TRUE;
  return memory->field == field && strcmp (memory->value, value) == 0
         && (field != DANBI_FIELD_SITE || strcmp (memory->order_code, order_code) == 0);
}

/**
 * danbi_desk_forget:
 * @self: the desk
 * @item: the case in which it was offered
 * @field: a field
 * @value: a value of danbi_desk_dup_suggestions()
 *
 * Offers it no more, until it is used again or taken back by danbi_desk_recall().
 *
 * Returns: whether it was remembered
 */
gboolean
danbi_desk_forget (DanbiDesk  *self,
                   DanbiCase  *item,
                   DanbiField  field,
                   const char *value)
{
  const char *order_code = danbi_case_get_value (item, DANBI_FIELD_ORDER_CODE);
  GPtrArray *gone = new_memories ();

  for (guint i = 0; i < self->memories->len;)
    if (falls_with (g_ptr_array_index (self->memories, i), field, order_code, value))
      g_ptr_array_add (gone, g_ptr_array_steal_index (self->memories, i));
    else
      i++;
  if (gone->len == 0)
    {
      g_ptr_array_unref (gone);
      return FALSE;
    }
  write_later (self, copy_memories (gone), danbi_store_forget);
  g_ptr_array_add (self->forgotten, gone);
  return TRUE;
}

static int
compare_ranks (gconstpointer a,
               gconstpointer b)
{
  const DanbiMemory *one = *(const DanbiMemory *const *) a;
  const DanbiMemory *other = *(const DanbiMemory *const *) b;

  if (one->rank_s != other->rank_s)
    return one->rank_s < other->rank_s ? 1 : -1;
  return (one->turn < other->turn) - (one->turn > other->turn);
}

/**
 * danbi_desk_recall:
 * @self: the desk
 *
 * Takes back what was forgotten last, once more what was before that, and so on.
 *
 * Returns: whether there was anything
 */
gboolean
danbi_desk_recall (DanbiDesk *self)
{
  g_autoptr (GPtrArray) back = NULL;

  if (self->forgotten->len == 0)
    return FALSE;
  back = g_ptr_array_steal_index (self->forgotten, self->forgotten->len - 1);
  write_later (self, copy_memories (back), danbi_store_recall);
  while (back->len > 0)
    g_ptr_array_add (self->memories, g_ptr_array_steal_index (back, back->len - 1));
  g_ptr_array_sort (self->memories, compare_ranks);
  return TRUE;
}

/* The clinic's own codes */

/**
 * danbi_desk_set_clinic:
 * @self: the desk
 * @provider_id: the clinic's code, "" where it did not say
 * @provider_type: likewise its type
 * @visit_type: likewise its usual type of visit
 *
 * From now on these stand in new cases, confirmed: the clinic said so itself.
 */
void
danbi_desk_set_clinic (DanbiDesk  *self,
                       const char *provider_id,
                       const char *provider_type,
                       const char *visit_type)
{
  danbi_record_set (self->clinic, DANBI_FIELD_PROVIDER_ID, provider_id);
  danbi_record_set (self->clinic, DANBI_FIELD_PROVIDER_TYPE, provider_type);
  danbi_record_set (self->clinic, DANBI_FIELD_VISIT_TYPE, visit_type);
}

/* What the clinic said goes before what it did. */
static void
offer (DanbiDesk  *self,
       DanbiCase  *item,
       DanbiField  field,
       const char *remembered,
       DanbiOrigin origin)
{
  const char *own = danbi_record_get (self->clinic, field);

  if (*danbi_case_get_value (item, field) != '\0' && !danbi_case_needs_confirmation (item, field))
    return;
  if (*own != '\0')
    danbi_case_set_value (item, field, own, DANBI_ORIGIN_TYPED);
  else if (*remembered != '\0')
    danbi_case_set_value (item, field, remembered, origin);
}

/**
 * danbi_desk_offer_clinic:
 * @self: the desk
 * @item: a case that may be edited
 *
 * Fills in what is the same in most cases of this clinic, where nobody has entered anything.
 */
void
danbi_desk_offer_clinic (DanbiDesk *self,
                         DanbiCase *item)
{
  offer (self, item, DANBI_FIELD_PROVIDER_ID,
         danbi_desk_recall_last (self, DANBI_FIELD_PROVIDER_ID, ""), DANBI_ORIGIN_TYPED);
  offer (self, item, DANBI_FIELD_PROVIDER_TYPE,
         danbi_desk_recall_last (self, DANBI_FIELD_PROVIDER_TYPE, ""), DANBI_ORIGIN_TYPED);
  offer (self, item, DANBI_FIELD_VISIT_TYPE,
         danbi_desk_recall_usual (self, DANBI_FIELD_VISIT_TYPE), DANBI_ORIGIN_PROPOSED);
  danbi_desk_check (self, item);
}

/* Templates */

/**
 * danbi_desk_get_templates:
 * @self: the desk
 *
 * Returns: (transfer none) (element-type DanbiTemplate): the templates in their order, until
 *   "templates-changed"
 */
GPtrArray *
danbi_desk_get_templates (DanbiDesk *self)
{
  return self->templates;
}

static GPtrArray *
copy_templates (GPtrArray *templates)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_template_free);

  for (guint i = 0; i < MIN (templates->len, DANBI_MAX_TEMPLATES); i++)
    g_ptr_array_add (copies, danbi_template_copy (g_ptr_array_index (templates, i)));
  return copies;
}

/**
 * danbi_desk_set_templates:
 * @self: the desk
 * @templates: (element-type DanbiTemplate): all of them in their order, as many as have a key
 *
 * Templates were added, renamed, moved or removed.
 */
void
danbi_desk_set_templates (DanbiDesk *self,
                          GPtrArray *templates)
{
  GPtrArray *copies = copy_templates (templates);

  g_ptr_array_unref (self->templates);
  self->templates = copies;
  write_later (self, copy_templates (copies), danbi_store_set_templates);
  g_signal_emit_by_name (self, "templates-changed");
}

/**
 * danbi_desk_load_templates:
 * @self: a desk that was just opened
 */
void
danbi_desk_load_templates (DanbiDesk *self)
{
  GPtrArray *templates = danbi_store_dup_templates (self->store, NULL);

  if (!templates)
    return;
  g_ptr_array_unref (self->templates);
  self->templates = templates;
}

/**
 * danbi_desk_takes_template:
 * @self: the desk
 * @item: a case
 *
 * Returns: whether a template that is chosen now is meant for @item: it may be edited and says
 *   nothing yet of what is examined. Otherwise a new case is meant
 */
gboolean
danbi_desk_takes_template (DanbiDesk *self,
                           DanbiCase *item)
{
  DanbiState state = danbi_case_get_state (item);

  return (state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY)
         && *danbi_case_get_value (item, DANBI_FIELD_ORDER_CODE) == '\0'
         && *danbi_case_get_value (item, DANBI_FIELD_SITE) == '\0';
}

/**
 * danbi_desk_use_template:
 * @self: the desk
 * @item: a case that may be edited
 * @template: one of danbi_desk_get_templates()
 *
 * Fills in what the template holds, and checks.
 */
void
danbi_desk_use_template (DanbiDesk           *self,
                         DanbiCase           *item,
                         const DanbiTemplate *template)
{
  danbi_undo_begin (item, DANBI_FIELD_NONE);
  danbi_template_fill_in (template, item);
  danbi_undo_end (item);
  danbi_desk_check (self, item);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a case that can be taken back: what a person changed, and what followed from it. */
#include "config.h"

#include <string.h>

#include "danbi-override.h"
#include "danbi-undo.h"

/* A day's corrections of one case; older ones are forgotten. */
#define MAX_STEPS 100

/* All fields at one moment, and the reasons that were given. */
typedef struct
{
  DanbiRecord *record;
  DanbiOrigin origins[DANBI_LAST_FIELD + 1]; /* by DanbiField */
  GHashTable *overrides; /* rule id to DanbiOverride */
} Moment;

/* Between its two moments only what the person did changed the case. */
typedef struct
{
  DanbiField field; /* where it was done; DANBI_FIELD_NONE: in several at once */
  Moment before;
  Moment after;
} Step;

typedef struct
{
  GPtrArray *done;   /* Step, the last one at the end */
  GPtrArray *undone; /* likewise */
  Step *current;     /* between begin and end */
  guint depth;
  gboolean open; /* more that is typed in the field of the last step is part of it */
} History;

static void
remember (Moment    *moment,
          DanbiCase *item)
{
  moment->overrides = danbi_overrides_new ();
  danbi_overrides_add_all (moment->overrides, danbi_case_get_overrides (item));
  moment->record = danbi_record_copy (danbi_case_get_record (item));
  for (guint i = DANBI_FIRST_FIELD; i <= DANBI_LAST_FIELD; i++)
    moment->origins[i] = danbi_case_get_origin (item, (DanbiField) i);
}

static gboolean
is_same_at (const Moment *a,
            const Moment *b,
            DanbiField    field)
{
  return a->origins[field] == b->origins[field]
         && strcmp (danbi_record_get (a->record, field), danbi_record_get (b->record, field)) == 0;
}

/* Whether the same reason was given, or none. */
static gboolean
is_same_reason (GHashTable *a,
                GHashTable *b,
                const char *rule)
{
  const DanbiOverride *one = g_hash_table_lookup (a, rule);
  const DanbiOverride *other = g_hash_table_lookup (b, rule);

  return one == other || (one && other && danbi_override_equal (one, other));
}

/* Whether every reason of @a is one of @b. */
static gboolean
has_reasons_of (GHashTable *b,
                GHashTable *a)
{
  GHashTableIter iter;
  gpointer rule;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &rule, NULL))
    if (!is_same_reason (a, b, rule))
      return FALSE;
  return TRUE;
}

static void
copy_at (Moment       *to,
         const Moment *from,
         DanbiField    field)
{
  to->origins[field] = from->origins[field];
  danbi_record_set (to->record, field, danbi_record_get (from->record, field));
}

static void
step_free (Step *step)
{
  danbi_record_free (step->before.record);
  g_hash_table_unref (step->before.overrides);
  danbi_record_free (step->after.record);
  g_hash_table_unref (step->after.overrides);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static gboolean
step_is_idle (const Step *step)
{
  for (guint i = DANBI_FIRST_FIELD; i <= DANBI_LAST_FIELD; i++)
    if (!is_same_at (&step->before, &step->after, (DanbiField) i))
      return FALSE;
  return has_reasons_of (step->before.overrides, step->after.overrides)
         && has_reasons_of (step->after.overrides, step->before.overrides);
}

/* What was changed meanwhile by others, as by images that arrived, becomes no part of the step. */
static void
step_join (Step       *step,
           const Step *next)
{
  for (guint i = DANBI_FIRST_FIELD; i <= DANBI_LAST_FIELD; i++)
    {
      DanbiField field = (DanbiField) i;

      if (is_same_at (&next->before, &next->after, field))
        continue;
      if (is_same_at (&step->before, &step->after, field))
        copy_at (&step->before, &next->before, field);
      copy_at (&step->after, &next->after, field);
    }
}

static void
history_free (History *self)
{
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);
  g_clear_pointer (&self->current, step_free);
  g_free (self);
}

/* It goes with the case, so that there is none of the last patient in a new one. */
static History *
get_history (DanbiCase *item)
{
  static const char key[] = "danbi-undo";
  History *self = g_object_get_data (G_OBJECT (item), key);

  if (self)
    return self;
  self = g_new0 (History, 1);
  self->done = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  self->undone = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  g_object_set_data_full (G_OBJECT (item), key, self, (GDestroyNotify) history_free);
  return self;
}

static Step *
get_last (GPtrArray *steps)
{
  return steps->len > 0 ? g_ptr_array_index (steps, steps->len - 1) : NULL;
}

static void
add_step (History *self,
          Step    *step)
{
  Step *last = self->open ? get_last (self->done) : NULL;

  g_ptr_array_set_size (self->undone, 0);
  if (last && last->field == step->field && step->field != DANBI_FIELD_NONE)
    {
      step_join (last, step);
      step_free (step);
      if (step_is_idle (last))
        g_ptr_array_set_size (self->done, (int) self->done->len - 1);
      return;
    }
  if (self->done->len == MAX_STEPS)
    g_ptr_array_remove_index (self->done, 0);
  g_ptr_array_add (self->done, step);
  self->open = TRUE;
}

/* Puts a field back, unless others have changed it since. */
static void
restore_at (DanbiCase    *item,
            DanbiField    field,
            const Moment *from,
            const Moment *to)
{
  if (is_same_at (from, to, field)
      || danbi_case_get_origin (item, field) != from->origins[field]
      || strcmp (danbi_case_get_value (item, field), danbi_record_get (from->record, field)) != 0)
    return;
  /* What the program fills in does not replace what was typed, but it does fill what is empty. */
  danbi_case_set_value (item, field, NULL, DANBI_ORIGIN_TYPED);
  danbi_case_set_value (item, field, danbi_record_get (to->record, field), to->origins[field]);
}

/* Gives the reasons of @to that are not those of @from, and takes back those that are not in @to,
 * unless the case has another one by now. */
static void
restore_reasons (DanbiCase  *item,
                 GHashTable *from,
                 GHashTable *to)
{
  g_autoptr (GHashTable) rules = danbi_overrides_new ();
  GHashTableIter iter;
  gpointer rule;

  danbi_overrides_add_all (rules, from);
  danbi_overrides_add_all (rules, to);
  g_hash_table_iter_init (&iter, rules);
  while (g_hash_table_iter_next (&iter, &rule, NULL))
    {
      const DanbiOverride *given = g_hash_table_lookup (to, rule);

      if (is_same_reason (from, to, rule)
          || !is_same_reason (from, danbi_case_get_overrides (item), rule))
        continue;
      if (given)
        danbi_case_take_override (item, rule, danbi_override_copy (given));
      else
        danbi_case_override (item, rule, NULL);
    }
}

static gboolean
move_step (DanbiCase  *item,
           GPtrArray  *from,
           GPtrArray  *to,
           gboolean    back,
           DanbiField *field)
{
  Step *step = get_last (from);
  const Moment *now, *then;

  if (!step)
    return FALSE;
  now = back ? &step->after : &step->before;
  then = back ? &step->before : &step->after;
  for (guint i = DANBI_FIRST_FIELD; i <= DANBI_LAST_FIELD; i++)
    restore_at (item, (DanbiField) i, now, then);
  restore_reasons (item, now->overrides, then->overrides);
  *field = step->field;
  g_ptr_array_add (to, g_ptr_array_steal_index (from, from->len - 1));
  return TRUE;
}

/**
 * danbi_undo_begin:
 * @item: a case
 * @field: the field that a person changes; %DANBI_FIELD_NONE: several at once
 *
 * What changes from here to danbi_undo_end() is one step, or part of the last step where that was
 * in the same field and the field was not left since.
 */
void
danbi_undo_begin (DanbiCase *item,
                  DanbiField field)
{
  History *self = get_history (item);

  if (self->depth++ > 0)
    return;
  self->current = g_new0 (Step, 1);
  self->current->field = field;
  remember (&self->current->before, item);
}

/**
 * danbi_undo_end:
 * @item: a case
 *
 * Ends what danbi_undo_begin() began.
 */
void
danbi_undo_end (DanbiCase *item)
{
  History *self = get_history (item);
  g_autoptr (Step) step = NULL;

  g_return_if_fail (self->depth > 0);

  if (--self->depth > 0)
    return;
  step = g_steal_pointer (&self->current);
  remember (&step->after, item);
  if (!step_is_idle (step))
    add_step (self, g_steal_pointer (&step));
}

/**
 * danbi_undo_close_step:
 * @item: a case
 *
 * The field was left: what is typed into it later is another step.
 */
void
danbi_undo_close_step (DanbiCase *item)
{
  get_history (item)->open = FALSE;
}

/**
 * danbi_undo_step_back:
 * @item: a case that may be edited
 * @field: (out): where the step was made; %DANBI_FIELD_NONE: in several fields at once
 *
 * Takes the last step back: values, where they came from, confirmations, and reasons for sending
 * all the same.
 *
 * Returns: whether there was one
 */
gboolean
danbi_undo_step_back (DanbiCase  *item,
                      DanbiField *field)
{
  History *self = get_history (item);

  self->open = FALSE;
  return move_step (item, self->done, self->undone, TRUE, field);
}

/**
 * danbi_undo_step_forth:
 * @item: a case that may be edited
 * @field: (out): where the step was made; %DANBI_FIELD_NONE: in several fields at once
 *
 * Makes the step again that was taken back last.
 *
 * Returns: whether there was one
 */
gboolean
danbi_undo_step_forth (DanbiCase  *item,
                       DanbiField *field)
{
  History *self = get_history (item);

  self->open = FALSE;
  return move_step (item, self->undone, self->done, FALSE, field);
}

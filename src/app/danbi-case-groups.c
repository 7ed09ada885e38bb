/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of the desk with a heading where another group begins. */
#include "config.h"

#include <string.h>

#include "danbi-case-groups.h"

struct _DanbiCaseGroups
{
  GObject parent_instance;

  DanbiDesk *desk;
  GListModel *cases; /* of the desk, in the order of DanbiUrgency */
  DanbiCaseGroup *groups[DANBI_N_URGENCIES];
  guint counts[DANBI_N_URGENCIES]; /* together as many as there are cases */
  guint recount_id;
};

static void danbi_case_groups_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DanbiCaseGroups, danbi_case_groups, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      danbi_case_groups_model_init))

/* A group without cases has no heading. */
static guint
size_of (guint n_cases)
{
  return n_cases > 0 ? n_cases + 1 : 0;
}

/* Where the heading of a group stands, or would. */
static guint
place_heading (const guint *counts,
               guint        group)
{
  guint place = 0;

  for (guint i = 0; i < group; i++)
    place += size_of (counts[i]);
  return place;
}

static guint
size_of_all (const guint *counts)
{
  return place_heading (counts, DANBI_N_URGENCIES);
}

/* Where a case of the desk's list stands in this one. */
static guint
place_case (DanbiCaseGroups *self,
            guint            nth)
{
  guint place = nth;
  guint before = 0;

  for (guint i = 0; i < DANBI_N_URGENCIES && before <= nth; i++)
    {
      before += self->counts[i];
      place += self->counts[i] > 0;
    }
  return place;
}

/* The store may have changed since the desk read its list, so what it counts is made to fit that;
 * the next refresh of the list puts it right. */
static void
count (DanbiCaseGroups *self,
       guint            counts[DANBI_N_URGENCIES])
{
  guint left = g_list_model_get_n_items (self->cases);

  memcpy (counts, self->counts, sizeof self->counts);
  danbi_desk_count_groups (self->desk, counts);
  for (guint i = 0; i < DANBI_URGENCY_ACCEPTED; i++)
    {
      counts[i] = MIN (counts[i], left);
      left -= counts[i];
    }
  counts[DANBI_URGENCY_ACCEPTED] = left;
}

/* How many items from the top on stay what they are. */
static guint
count_same_above (const guint *before,
                  const guint *after)
{
  guint same = 0;

  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    {
      if (before[i] != after[i])
        return same + size_of (MIN (before[i], after[i]));
      same += size_of (before[i]);
    }
  return same;
}

/* How many from the bottom on. */
static guint
count_same_below (const guint *before,
                  const guint *after)
{
  guint same = 0;

  for (guint i = DANBI_N_URGENCIES; i-- > 0;)
    {
      if (before[i] != after[i])
        return same + MIN (before[i], after[i]);
      same += size_of (before[i]);
    }
  return same;
}

static gboolean
have_same_headings (const guint *before,
                    const guint *after)
{
  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    if ((before[i] > 0) != (after[i] > 0))
      return FALSE;
  return size_of_all (before) == size_of_all (after);
}

/* Only what stands between the old and the new place of a heading is another item now. Whoever
 * shows the list makes every line anew that it is told of, and between two headings may be
 * thousands. */
static void
move_headings (DanbiCaseGroups *self,
               const guint     *before,
               const guint     *after)
{
  for (guint i = 1; i < DANBI_N_URGENCIES; i++)
    {
      guint was = place_heading (before, i);
      guint is = place_heading (after, i);
      guint n = MAX (was, is) - MIN (was, is);

      if (after[i] > 0 && n > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), MIN (was, is), n + 1, n + 1);
    }
}

static void
take_counts (DanbiCaseGroups *self,
             const guint     *counts)
{
  memcpy (self->counts, counts, sizeof self->counts);
  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    danbi_case_group_set_n_cases (self->groups[i], counts[i]);
}

static gboolean
recount_cb (gpointer user_data)
{
  DanbiCaseGroups *self = user_data;

  self->recount_id = 0;
  danbi_case_groups_recount (self);
  return G_SOURCE_REMOVE;
}

/* Where cases stay as many they may stand in other groups now. The desk tells of each by itself. */
static void
queue_recount (DanbiCaseGroups *self)
{
  if (self->recount_id == 0)
    self->recount_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, recount_cb, self, NULL);
}

/* The group of a case of the desk's list, and how many cases stand before it. */
static guint
find_group (DanbiCaseGroups *self,
            guint            nth,
            guint           *before)
{
  guint i = 0;

  *before = 0;
  while (i < DANBI_URGENCY_ACCEPTED && nth >= *before + self->counts[i])
    *before += self->counts[i++];
  return i;
}

static void
change_count (DanbiCaseGroups *self,
              guint            group,
              guint            n_cases)
{
  self->counts[group] = n_cases;
  danbi_case_group_set_n_cases (self->groups[group], n_cases);
}

/* The heading goes with the last case of a group. */
static void
remove_one (DanbiCaseGroups *self,
            guint            nth)
{
  guint before;
  guint group = find_group (self, nth, &before);
  guint place = place_case (self, nth);
  gboolean last = self->counts[group] == 1;

  change_count (self, group, self->counts[group] - 1);
  g_list_model_items_changed (G_LIST_MODEL (self), place - last, 1 + last, 0);
}

/* The only group that has one case more than was known, if the case can stand at its place there;
 * %DANBI_N_URGENCIES where it is not as simple as that. */
static guint
find_grown (DanbiCaseGroups *self,
            const guint     *counts,
            guint            nth)
{
  guint grown = DANBI_N_URGENCIES;
  guint before = 0;

  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    {
      gboolean fits = nth >= before && nth <= before + self->counts[i];

      if (counts[i] == self->counts[i] + 1 && fits && grown == DANBI_N_URGENCIES)
        grown = i;
      else if (counts[i] != self->counts[i])
        return DANBI_N_URGENCIES;
      before += self->counts[i];
    }
  return grown;
}

/* It comes with the heading where it is the first of its group. Where the counts do not say to
 * which group it belongs, its place does, until they are looked at again. */
static void
add_one (DanbiCaseGroups *self,
         guint            nth)
{
  guint counts[DANBI_N_URGENCIES];
  guint before;
  guint group;
  gboolean first;

  count (self, counts);
  group = find_grown (self, counts, nth);
  if (group == DANBI_N_URGENCIES)
    {
      group = find_group (self, nth, &before);
      queue_recount (self);
    }
  first = self->counts[group] == 0;
  change_count (self, group, self->counts[group] + 1);
  g_list_model_items_changed (G_LIST_MODEL (self), place_case (self, nth) - first, 0, 1 + first);
}

/* GTK 4.8 fetches every new item when a list is replaced in one change; the desk's is emptied and
 * filled in two, and so is this one. */
static void
change_all (DanbiCaseGroups *self)
{
  guint counts[DANBI_N_URGENCIES];
  guint before = size_of_all (self->counts);

  count (self, counts);
  take_counts (self, counts);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, size_of_all (counts));
}

static void
replace (DanbiCaseGroups *self,
         guint            nth,
         guint            n)
{
  for (guint i = nth; i < nth + n; i++)
    g_list_model_items_changed (G_LIST_MODEL (self), place_case (self, i), 1, 1);
  queue_recount (self);
}

/* One case is told of as one line: whoever shows the list makes every line anew that changed. */
static void
cases_changed_cb (GListModel      *cases,
                  guint            position,
                  guint            removed,
                  guint            added,
                  DanbiCaseGroups *self)
{
  if (removed == added)
    replace (self, position, added);
  else if (removed == 1 && added == 0)
    remove_one (self, position);
  else if (removed == 0 && added == 1)
    add_one (self, position);
  else
    change_all (self);
}

static GType
danbi_case_groups_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
danbi_case_groups_get_n_items (GListModel *model)
{
  return size_of_all (DANBI_CASE_GROUPS (model)->counts);
}

static gpointer
danbi_case_groups_get_item (GListModel *model,
                            guint       position)
{
  DanbiCaseGroups *self = DANBI_CASE_GROUPS (model);
  guint first = 0; /* case of the group */

  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    {
      guint size = size_of (self->counts[i]);

      if (position == 0 && size > 0)
        return g_object_ref (self->groups[i]);
      if (position < size)
        return g_list_model_get_item (self->cases, first + position - 1);
      position -= size;
      first += self->counts[i];
    }
  return NULL;
}

static void
danbi_case_groups_model_init (GListModelInterface *iface)
{
  iface->get_item_type = danbi_case_groups_get_item_type;
  iface->get_n_items = danbi_case_groups_get_n_items;
  iface->get_item = danbi_case_groups_get_item;
}

static void
danbi_case_groups_dispose (GObject *object)
{
  DanbiCaseGroups *self = DANBI_CASE_GROUPS (object);

  g_clear_handle_id (&self->recount_id, g_source_remove);
  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    g_clear_object (&self->groups[i]);
  g_clear_object (&self->cases);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_case_groups_parent_class)->dispose (object);
}

static void
danbi_case_groups_class_init (DanbiCaseGroupsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = danbi_case_groups_dispose;
}

static void
danbi_case_groups_init (DanbiCaseGroups *self)
{
  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    self->groups[i] = danbi_case_group_new (i);
}

/**
 * danbi_case_groups_new:
 * @desk: a desk
 *
 * Returns: (transfer full): a #GListModel of its cases, each group of them behind its
 *   #DanbiCaseGroup
 */
DanbiCaseGroups *
danbi_case_groups_new (DanbiDesk *desk)
{
  DanbiCaseGroups *self = g_object_new (DANBI_TYPE_CASE_GROUPS, NULL);
  guint counts[DANBI_N_URGENCIES];

  self->desk = g_object_ref (desk);
  self->cases = g_object_ref (danbi_desk_get_cases (desk));
  count (self, counts);
  take_counts (self, counts);
  g_signal_connect_object (self->cases, "items-changed", G_CALLBACK (cases_changed_cb), self, 0);
  return self;
}

/**
 * danbi_case_groups_recount:
 * @self: a list with groups
 *
 * Time went by, or cases have changed: the headings go to where the groups begin now.
 */
void
danbi_case_groups_recount (DanbiCaseGroups *self)
{
  guint counts[DANBI_N_URGENCIES];
  guint last[DANBI_N_URGENCIES];
  guint before = size_of_all (self->counts);
  guint after, above, below;

  count (self, counts);
  if (memcmp (counts, self->counts, sizeof counts) == 0)
    return;
  if (have_same_headings (self->counts, counts))
    {
      memcpy (last, self->counts, sizeof last);
      take_counts (self, counts);
      move_headings (self, last, counts);
      return;
    }
  after = size_of_all (counts);
  above = count_same_above (self->counts, counts);
  below = MIN (count_same_below (self->counts, counts), MIN (before, after) - above);
  take_counts (self, counts);
  g_list_model_items_changed (G_LIST_MODEL (self), above, before - above - below,
                              after - above - below);
}

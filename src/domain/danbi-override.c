/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why errors of one rule are sent all the same, bound to the errors for which that was said. */
#include "config.h"

#include <string.h>

#include "danbi-override.h"

struct _DanbiOverride
{
  char *why;
  GHashTable *grounds; /* of danbi_finding_dup_ground(); NULL: whatever is found by the rule */
};

/**
 * danbi_override_new:
 * @why: the reason
 *
 * Returns: (transfer full): an override of whatever is found by its rule, for who judges a case
 *   once and keeps nothing
 */
DanbiOverride *
danbi_override_new (const char *why)
{
  DanbiOverride *self = g_new0 (DanbiOverride, 1);

  self->why = g_strdup (why);
  return self;
}

/**
 * danbi_override_new_bound:
 * @why: the reason
 * @grounds: what it was given for, as danbi_override_dup_grounds() wrote it; "" for nothing yet
 *
 * Returns: (transfer full): an override of these errors and no others
 */
DanbiOverride *
danbi_override_new_bound (const char *why,
                          const char *grounds)
{
  DanbiOverride *self = danbi_override_new (why);
  g_auto (GStrv) words = g_strsplit (grounds, " ", -1);

  self->grounds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; words[i]; i++)
    if (*words[i] != '\0')
      g_hash_table_add (self->grounds, g_strdup (words[i]));
  return self;
}

/**
 * danbi_override_copy:
 * @self: an override
 *
 * Returns: (transfer full): another of the same reason for the same
 */
DanbiOverride *
danbi_override_copy (const DanbiOverride *self)
{
  g_autofree char *grounds = danbi_override_dup_grounds (self);

  return grounds ? danbi_override_new_bound (self->why, grounds) : danbi_override_new (self->why);
}

/**
 * danbi_override_free:
 * @self: (nullable): an override
 */
void
danbi_override_free (DanbiOverride *self)
{
  if (!self)
    return;
  g_free (self->why);
  g_clear_pointer (&self->grounds, g_hash_table_unref);
  g_free (self);
}

/**
 * danbi_override_add:
 * @self: a bound override
 * @finding: an error that its reason was given for
 */
void
danbi_override_add (DanbiOverride      *self,
                    const DanbiFinding *finding)
{
  g_return_if_fail (self->grounds != NULL);

  g_hash_table_add (self->grounds, danbi_finding_dup_ground (finding));
}

/**
 * danbi_override_get_why:
 * @self: an override
 *
 * Returns: (transfer none): the reason
 */
const char *
danbi_override_get_why (const DanbiOverride *self)
{
  return self->why;
}

static int
compare_words_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * danbi_override_dup_grounds:
 * @self: an override
 *
 * Returns: (transfer full) (nullable): what it was given for, in one line to be kept; %NULL where
 *   it is bound to nothing. The same for two that were given for the same
 */
char *
danbi_override_dup_grounds (const DanbiOverride *self)
{
  g_autoptr (GPtrArray) words = NULL;
  GHashTableIter iter;
  gpointer word;

  if (!self->grounds)
    return NULL;
  words = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->grounds);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    g_ptr_array_add (words, word);
  g_ptr_array_sort (words, compare_words_cb);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

/**
 * danbi_override_lifts:
 * @self: an override of the rule of @finding
 * @finding: a finding
 *
 * Returns: whether its reason was given for this
 */
gboolean
danbi_override_lifts (const DanbiOverride *self,
                      const DanbiFinding  *finding)
{
  g_autofree char *ground = NULL;

  if (!self->grounds)
    return TRUE;
  ground = danbi_finding_dup_ground (finding);
  return g_hash_table_contains (self->grounds, ground);
}

/**
 * danbi_override_equal:
 * @a: an override
 * @b: an override
 *
 * Returns: whether both lift the same for the same reason
 */
gboolean
danbi_override_equal (const DanbiOverride *a,
                      const DanbiOverride *b)
{
  g_autofree char *grounds_a = danbi_override_dup_grounds (a);
  g_autofree char *grounds_b = danbi_override_dup_grounds (b);

  return strcmp (a->why, b->why) == 0 && g_strcmp0 (grounds_a, grounds_b) == 0;
}

/**
 * danbi_overrides_new:
 *
 * Returns: (transfer full) (element-type utf8 DanbiOverride): an empty table from rule id to
 *   override, which owns both
 */
GHashTable *
danbi_overrides_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) danbi_override_free);
}

/**
 * danbi_overrides_add_all:
 * @self: (element-type utf8 DanbiOverride): rule id to a reason
 * @others: (element-type utf8 DanbiOverride): likewise; they are copied
 *
 * Adds reasons, in the place of those for the same rules.
 */
void
danbi_overrides_add_all (GHashTable *self,
                         GHashTable *others)
{
  GHashTableIter iter;
  gpointer rule;
  gpointer given;

  g_hash_table_iter_init (&iter, others);
  while (g_hash_table_iter_next (&iter, &rule, &given))
    g_hash_table_insert (self, g_strdup (rule), danbi_override_copy (given));
}

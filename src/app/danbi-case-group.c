/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group of the list of cases: what its cases have to lose, and how many they are. */
#include "config.h"

#include "danbi-case-group.h"

struct _DanbiCaseGroup
{
  GObject parent_instance;

  DanbiUrgency urgency;
  guint n_cases;
};

enum
{
  PROP_0,
  PROP_N_CASES,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiCaseGroup, danbi_case_group, G_TYPE_OBJECT)

static void
danbi_case_group_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  DanbiCaseGroup *self = DANBI_CASE_GROUP (object);

  if (id == PROP_N_CASES)
    g_value_set_uint (value, self->n_cases);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
danbi_case_group_class_init (DanbiCaseGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = danbi_case_group_get_property;

  /**
   * DanbiCaseGroup:n-cases:
   *
   * How many cases it has.
   */
  props[PROP_N_CASES] = g_param_spec_uint ("n-cases", NULL, NULL, 0, G_MAXUINT, 0,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_case_group_init (DanbiCaseGroup *self)
{
}

/**
 * danbi_case_group_new:
 * @urgency: what its cases have to lose
 *
 * Returns: (transfer full): a group without cases
 */
DanbiCaseGroup *
danbi_case_group_new (DanbiUrgency urgency)
{
  DanbiCaseGroup *self = g_object_new (DANBI_TYPE_CASE_GROUP, NULL);

  self->urgency = urgency;
  return self;
}

/**
 * danbi_case_group_get_urgency:
 * @self: a group
 *
 * Returns: what its cases have to lose
 */
DanbiUrgency
danbi_case_group_get_urgency (DanbiCaseGroup *self)
{
  return self->urgency;
}

/**
 * danbi_case_group_get_n_cases:
 * @self: a group
 *
 * Returns: how many cases it has
 */
guint
danbi_case_group_get_n_cases (DanbiCaseGroup *self)
{
  return self->n_cases;
}

/**
 * danbi_case_group_set_n_cases:
 * @self: a group
 * @n_cases: how many cases it has
 */
void
danbi_case_group_set_n_cases (DanbiCaseGroup *self,
                              guint           n_cases)
{
  if (n_cases == self->n_cases)
    return;
  self->n_cases = n_cases;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CASES]);
}

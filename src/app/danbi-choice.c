/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value that may be chosen for a field, and the list of those that fit what was typed. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-choice.h"
#include "danbi-phrases.h"
#include "danbi-site.h"

struct _DanbiChoice
{
  GObject parent_instance;

  char *value;
  char *code;
  char *name;
};

enum
{
  PROP_0,
  PROP_CODE,
  PROP_NAME,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiChoice, danbi_choice, G_TYPE_OBJECT)

/* What is known while a list is put together. */
typedef struct
{
  GListStore *store;
  char *prefix;       /* what stays before the chosen code, "" for fields of a single code */
  char *wanted;       /* what the code or the name must contain, in upper case */
} Builder;

static gboolean
fits (const Builder *builder,
      const char    *code,
      const char    *name)
{
  if (*builder->wanted == '\0')
    return TRUE;
  return g_str_has_prefix (code, builder->wanted) || strstr (name, builder->wanted) ||
         (strlen (builder->wanted) >= 2 && strstr (code, builder->wanted));
}

static gboolean
has_value (const Builder *builder,
           const char    *value)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (builder->store));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiChoice) choice = g_list_model_get_item (G_LIST_MODEL (builder->store), i);

      if (strcmp (choice->value, value) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
offer (const Builder *builder,
       const char    *code,
       const char    *name)
{
  g_autoptr (DanbiChoice) choice = NULL;
  g_autofree char *value = g_strconcat (builder->prefix, code, NULL);

  if (!fits (builder, code, name) || has_value (builder, value))
    return;
  choice = g_object_new (DANBI_TYPE_CHOICE, NULL);
  choice->value = g_steal_pointer (&value);
  choice->code = g_strdup (code);
  choice->name = g_strdup (name);
  g_list_store_append (builder->store, choice);
}

static void
offer_table (const Builder    *builder,
             const DanbiRules *rules,
             DanbiCodeTable    table)
{
  for (guint i = 0; i < danbi_rules_get_n_codes (rules, table); i++)
    {
      const DanbiCode *code = danbi_rules_get_code (rules, table, i);

      offer (builder, code->code, code->name_zh);
    }
}

static void
offer_orders (const Builder    *builder,
              const DanbiRules *rules)
{
  for (guint i = 0; i < danbi_rules_get_n_orders (rules); i++)
    {
      const DanbiOrderCode *order = danbi_rules_get_order (rules, i);

      offer (builder, order->code, order->name_zh);
    }
}

static void
offer_field (const Builder        *builder,
             const DanbiRules     *rules,
             const DanbiOrderCode *order,
             DanbiField            field)
{
  DanbiSiteScheme scheme = order ? order->site_scheme : DANBI_SITE_SCHEME_NONE;

  if (field == DANBI_FIELD_PROVIDER_TYPE)
    offer_table (builder, rules, DANBI_CODE_TABLE_PROVIDER_TYPES);
  else if (field == DANBI_FIELD_VISIT_TYPE)
    offer_table (builder, rules, DANBI_CODE_TABLE_VISIT_TYPES);
  else if (field == DANBI_FIELD_VISIT_SEQ)
    offer_table (builder, rules, DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS);
  else if (field == DANBI_FIELD_ORDER_CODE)
    offer_orders (builder, rules);
  else if (field == DANBI_FIELD_SITE && scheme == DANBI_SITE_SCHEME_TOOTH)
    offer_table (builder, rules, DANBI_CODE_TABLE_TEETH);
  else if (field == DANBI_FIELD_SITE && scheme == DANBI_SITE_SCHEME_REGION)
    offer_table (builder, rules, DANBI_CODE_TABLE_REGIONS);
}

/* A site is a row of codes of one width: what is complete stays, the rest is searched for. */
static gsize
count_complete (const DanbiOrderCode *order,
                DanbiField            field,
                const char           *typed)
{
  gsize n = strspn (typed, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

  if (field != DANBI_FIELD_SITE || !order)
    return 0;
  return order->site_scheme == DANBI_SITE_SCHEME_TOOTH ? n - n % 2 : n;
}

static void
offer_makeup (const Builder *builder)
{
  const char *values[] = { "1", "2" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *name = danbi_phrase_understood (DANBI_FIELD_CARD_MAKEUP, values[i], NULL, 0);

      offer (builder, values[i], name);
    }
}

static void
danbi_choice_finalize (GObject *object)
{
  DanbiChoice *self = DANBI_CHOICE (object);

  g_free (self->value);
  g_free (self->code);
  g_free (self->name);

  G_OBJECT_CLASS (danbi_choice_parent_class)->finalize (object);
}

static void
danbi_choice_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  DanbiChoice *self = DANBI_CHOICE (object);

  switch (prop_id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_choice_class_init (DanbiChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = danbi_choice_finalize;
  object_class->get_property = danbi_choice_get_property;

  props[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_choice_init (DanbiChoice *self)
{
}

/**
 * danbi_choice_get_value:
 * @self: a choice
 *
 * Returns: (transfer none): what the field holds when this is chosen
 */
const char *
danbi_choice_get_value (DanbiChoice *self)
{
  return self->value;
}

/**
 * danbi_choice_get_code:
 * @self: a choice
 *
 * Returns: (transfer none): the code that is shown
 */
const char *
danbi_choice_get_code (DanbiChoice *self)
{
  return self->code;
}

/**
 * danbi_choice_get_name:
 * @self: a choice
 *
 * Returns: (transfer none): what the code means, "" where no table says
 */
const char *
danbi_choice_get_name (DanbiChoice *self)
{
  return self->name;
}

/**
 * danbi_choice_is_offered:
 * @field: a field
 *
 * Returns: whether values of this field may be chosen from a list
 */
gboolean
danbi_choice_is_offered (DanbiField field)
{
  switch (field)
    {
    case DANBI_FIELD_PROVIDER_ID:
    case DANBI_FIELD_PROVIDER_TYPE:
    case DANBI_FIELD_VISIT_TYPE:
    case DANBI_FIELD_VISIT_SEQ:
    case DANBI_FIELD_CARD_MAKEUP:
    case DANBI_FIELD_ORDER_CODE:
    case DANBI_FIELD_SITE:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * danbi_choice_is_open:
 * @order: (nullable): the order of the case, which decides how its site is written
 * @field: the field
 * @typed: what stands in the entry
 *
 * Returns: whether something was begun that a list may help to complete. A value of one code may be
 *   open as long as there is one; a site is not when its last code is complete
 */
gboolean
danbi_choice_is_open (const DanbiOrderCode *order,
                      DanbiField            field,
                      const char           *typed)
{
  const DanbiFieldInfo *info = danbi_field_get_info (field);
  g_autofree char *upper = g_ascii_strup (typed, -1);

  if (!danbi_choice_is_offered (field) || field == DANBI_FIELD_VISIT_SEQ ||
      field == DANBI_FIELD_PROVIDER_ID ||
      (info->max_length <= 2 && strlen (typed) == info->max_length))
    return FALSE;
  return upper[count_complete (order, field, upper)] != '\0';
}

/**
 * danbi_choice_list_new:
 * @rules: the rules in force
 * @order: (nullable): the order of the case, which decides how its site is written
 * @field: the field
 * @typed: what stands in the entry
 * @first: (nullable) (array zero-terminated=1): values to begin with, the most used one first
 *
 * Lists what may be chosen: the values to begin with, then the table of the field, as far as code
 * or name contain what was typed. In a site only what follows the last complete code is compared.
 *
 * Returns: (transfer full): a list of #DanbiChoice
 */
GListModel *
danbi_choice_list_new (const DanbiRules     *rules,
                       const DanbiOrderCode *order,
                       DanbiField            field,
                       const char           *typed,
                       const char *const    *first)
{
  g_autofree char *upper = g_ascii_strup (typed, -1);
  gsize n_complete = count_complete (order, field, upper);
  g_autofree char *prefix = g_strndup (upper, n_complete);
  Builder builder = {
    .store = g_list_store_new (DANBI_TYPE_CHOICE),
    .prefix = prefix,
    .wanted = upper + n_complete,
  };

  for (guint i = 0; first && first[i] && n_complete == 0; i++)
    {
      g_autofree char *name = danbi_phrase_understood (field, first[i], rules, 0);

      offer (&builder, first[i], name);
    }
  if (field == DANBI_FIELD_CARD_MAKEUP)
    offer_makeup (&builder);
  else
    offer_field (&builder, rules, order, field);
  return G_LIST_MODEL (builder.store);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value that may be chosen for a field, and the list of those that fit what was typed. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-choice.h"
#include "danbi-patient-phrases.h"
#include "danbi-phrases.h"
#include "danbi-search.h"
#include "danbi-site.h"

/* How many characters of a number or a date are typed before patients are shown unasked. */
#define MIN_OF_PATIENT 2

struct _DanbiChoice
{
  GObject parent_instance;

  char *value;
  char *code;
  char *name;
  char *detail;
  DanbiMatch match; /* how well it answers what was typed */
  gboolean remembered;   /* it was used before, and can be forgotten */
  DanbiPatient *patient; /* whom it stands for, NULL for a code */
};

enum
{
  PROP_0,
  PROP_CODE,
  PROP_NAME,
  PROP_DETAIL,
  PROP_HAS_DETAIL,
  PROP_SAID,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiChoice, danbi_choice, G_TYPE_OBJECT)

/* What is known while a list is put together. */
typedef struct
{
  GListStore *store;
  const DanbiRules *rules;
  char *prefix;       /* what stays before the chosen code, "" for fields of a single code */
  const char *wanted; /* what is looked for: a code, words, initials */
  gboolean remembered; /* what is offered now was used before */
} Builder;

/* What is offered of one code. */
typedef struct
{
  const char *code;
  const char *name;
  const char *detail;
  const char *more;   /* further words by which it is found */
} Offer;

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
       const Offer   *offered)
{
  g_autoptr (DanbiChoice) choice = NULL;
  g_autofree char *value = g_strconcat (builder->prefix, offered->code, NULL);
  DanbiMatch match = danbi_search_match (builder->rules, builder->wanted, offered->code,
                                         offered->name, offered->more);

  if (match == DANBI_MATCH_NONE || has_value (builder, value))
    return;
  choice = g_object_new (DANBI_TYPE_CHOICE, NULL);
  choice->value = g_steal_pointer (&value);
  choice->code = g_strdup (offered->code);
  choice->name = g_strdup (offered->name);
  choice->detail = g_strdup (offered->detail);
  choice->match = match;
  choice->remembered = builder->remembered;
  g_list_store_append (builder->store, choice);
}

static void
offer_order (const Builder        *builder,
             const DanbiOrderCode *order)
{
  const DanbiOrderClass *image_class = order->image_class;
  g_autofree char *demands = danbi_phrase_demands (order);
  g_autofree char *more = g_strjoin (" ", image_class->code, image_class->name_zh,
                                     image_class->name_en, NULL);
  Offer offered = { order->code, order->name_zh, demands, more };

  offer (builder, &offered);
}

static void
offer_code (const Builder   *builder,
            const DanbiCode *code)
{
  Offer offered = { code->code, code->name_zh, danbi_phrase_code_group (code), "" };

  offer (builder, &offered);
}

static void
offer_makeup (const Builder *builder,
              const char    *value)
{
  g_autofree char *name = danbi_phrase_understood (DANBI_FIELD_CARD_MAKEUP, value, NULL, 0);
  Offer offered = { value, name, "", "" };

  offer (builder, &offered);
}

/* The table from which a field is filled; %DANBI_N_CODE_TABLES where there is none. */
static DanbiCodeTable
find_table (const DanbiOrderCode *order,
            DanbiField            field)
{
  DanbiSiteScheme scheme = order ? order->site_scheme : DANBI_SITE_SCHEME_NONE;

  switch (field)
    {
    case DANBI_FIELD_PROVIDER_TYPE:
      return DANBI_CODE_TABLE_PROVIDER_TYPES;
    case DANBI_FIELD_VISIT_TYPE:
      return DANBI_CODE_TABLE_VISIT_TYPES;
    case DANBI_FIELD_VISIT_SEQ:
      return DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS;
    case DANBI_FIELD_SITE:
      return scheme == DANBI_SITE_SCHEME_TOOTH    ? DANBI_CODE_TABLE_TEETH
             : scheme == DANBI_SITE_SCHEME_REGION ? DANBI_CODE_TABLE_REGIONS
                                                  : DANBI_N_CODE_TABLES;
    default:
      return DANBI_N_CODE_TABLES;
    }
}

static void
offer_table (const Builder *builder,
             DanbiCodeTable table)
{
  for (guint i = 0; i < danbi_rules_get_n_codes (builder->rules, table); i++)
    offer_code (builder, danbi_rules_get_code (builder->rules, table, i));
}

static void
offer_field (const Builder        *builder,
             const DanbiOrderCode *order,
             DanbiField            field)
{
  DanbiCodeTable table = find_table (order, field);

  if (table != DANBI_N_CODE_TABLES)
    offer_table (builder, table);
  else if (field == DANBI_FIELD_CARD_MAKEUP)
    {
      offer_makeup (builder, "1");
      offer_makeup (builder, "2");
    }
  else if (field == DANBI_FIELD_ORDER_CODE)
    for (guint i = 0; i < danbi_rules_get_n_orders (builder->rules); i++)
      offer_order (builder, danbi_rules_get_order (builder->rules, i));
}

/* A value that was used before is offered as its table tells it, and as it stands where it is in
 * no table. */
static void
offer_used (const Builder        *builder,
            const DanbiOrderCode *order,
            DanbiField            field,
            const char           *value)
{
  DanbiCodeTable table = find_table (order, field);
  const DanbiCode *code = table != DANBI_N_CODE_TABLES
                            ? danbi_rules_find_code (builder->rules, table, value) : NULL;
  const DanbiOrderCode *known = field == DANBI_FIELD_ORDER_CODE
                                  ? danbi_rules_find_order (builder->rules, value) : NULL;

  if (code)
    offer_code (builder, code);
  else if (known)
    offer_order (builder, known);
  else
    {
      g_autofree char *name = danbi_phrase_understood (field, value, builder->rules, 0);
      Offer offered = { value, name, "", "" };

      offer (builder, &offered);
    }
}

/* A site is a row of codes of one width: what is complete stays, the rest is searched for. */
static gsize
count_complete (const DanbiOrderCode *order,
                DanbiField            field,
                const char           *typed)
{
  if (field != DANBI_FIELD_SITE || !order)
    return 0;
  return danbi_site_get_complete_length (order->site_scheme, typed);
}

static int
compare_matches_cb (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const DanbiChoice *one = a;
  const DanbiChoice *other = b;

  return (int) other->match - (int) one->match;
}

static void
danbi_choice_finalize (GObject *object)
{
  DanbiChoice *self = DANBI_CHOICE (object);

  g_free (self->value);
  g_free (self->code);
  g_free (self->name);
  g_free (self->detail);
  danbi_patient_free (self->patient);

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
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    case PROP_HAS_DETAIL:
      g_value_set_boolean (value, *self->detail != '\0');
      break;
    case PROP_SAID:
      g_value_take_string (value, danbi_choice_dup_said (self));
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
  props[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_HAS_DETAIL] = g_param_spec_boolean ("has-detail", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_SAID] = g_param_spec_string ("said", NULL, NULL, NULL,
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
 * danbi_choice_get_detail:
 * @self: a choice
 *
 * Returns: (transfer none): what else is to be known before it is chosen, such as what an order
 *   code demands of its images; "" for nothing
 */
const char *
danbi_choice_get_detail (DanbiChoice *self)
{
  return self->detail;
}

/**
 * danbi_choice_dup_said:
 * @self: a choice
 *
 * Returns: (transfer full): all that stands in its line, for a reader of the screen
 */
char *
danbi_choice_dup_said (DanbiChoice *self)
{
  char *said = g_strjoin (" ", self->code, self->name ? self->name : "", self->detail, NULL);

  return g_strstrip (said);
}

/**
 * danbi_choice_is_remembered:
 * @self: a choice
 *
 * Returns: whether it is offered because it was used before, so that it can be forgotten
 */
gboolean
danbi_choice_is_remembered (DanbiChoice *self)
{
  return self->remembered;
}

/**
 * danbi_choice_get_patient:
 * @self: a choice
 *
 * Returns: (transfer none) (nullable): the patient whom it stands for, %NULL where it is a code
 */
const DanbiPatient *
danbi_choice_get_patient (DanbiChoice *self)
{
  return self->patient;
}

/**
 * danbi_choice_is_of_patients:
 * @field: a field
 *
 * Returns: whether those who may be chosen for it are patients of earlier cases
 */
gboolean
danbi_choice_is_of_patients (DanbiField field)
{
  return field == DANBI_FIELD_PATIENT_ID || field == DANBI_FIELD_BIRTH_DATE;
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
    case DANBI_FIELD_PATIENT_ID:
    case DANBI_FIELD_BIRTH_DATE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether a value is complete as it stands, so that no list could say more of it. */
static gboolean
is_complete (const DanbiRules     *rules,
             const DanbiOrderCode *order,
             DanbiField            field,
             const char           *value)
{
  DanbiCodeTable table = find_table (order, field);

  if (field == DANBI_FIELD_ORDER_CODE)
    return danbi_rules_find_order (rules, value) != NULL;
  if (field == DANBI_FIELD_CARD_MAKEUP)
    return strcmp (value, "1") == 0 || strcmp (value, "2") == 0;
  return table != DANBI_N_CODE_TABLES && danbi_rules_find_code (rules, table, value);
}

/**
 * danbi_choice_is_open:
 * @rules: the rules in force
 * @order: (nullable): the order of the case, which decides how its site is written
 * @field: the field
 * @typed: what stands in the entry
 *
 * Returns: whether something was begun that a list may help to complete. A visit sequence that
 *   begins with a digit is a number, which no list knows, and a site is complete with its last
 *   code. Patients are not shown to who stands before the desk on the first key
 */
gboolean
danbi_choice_is_open (const DanbiRules     *rules,
                      const DanbiOrderCode *order,
                      DanbiField            field,
                      const char           *typed)
{
  g_autofree char *upper = g_ascii_strup (typed, -1);

  if (danbi_choice_is_of_patients (field))
    return g_utf8_strlen (typed, -1) >= MIN_OF_PATIENT;
  if (!danbi_choice_is_offered (field) || field == DANBI_FIELD_PROVIDER_ID ||
      (field == DANBI_FIELD_VISIT_SEQ && g_ascii_isdigit (*typed)))
    return FALSE;
  return upper[count_complete (order, field, upper)] != '\0' &&
         !is_complete (rules, order, field, upper);
}

/**
 * danbi_choice_list_new:
 * @rules: the rules in force
 * @order: (nullable): the order of the case, which decides how its site is written
 * @field: the field
 * @typed: what stands in the entry
 * @first: (nullable) (array zero-terminated=1): values to begin with, the most used one first
 *
 * Lists what may be chosen: the values to begin with, then the table of the field, as far as they
 * answer what was typed (danbi_search_match()), what answers it best before all. In a site only
 * what follows the last complete code is compared.
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
    .rules = rules,
    .prefix = prefix,
    .wanted = upper + n_complete,
  };

  builder.remembered = TRUE;
  for (guint i = 0; first && first[i] && n_complete == 0; i++)
    offer_used (&builder, order, field, first[i]);
  builder.remembered = FALSE;
  offer_field (&builder, order, field);
  g_list_store_sort (builder.store, compare_matches_cb, NULL);
  return G_LIST_MODEL (builder.store);
}

static DanbiChoice *
new_patient (const DanbiPatient *patient,
             const DanbiRules   *rules,
             gint64              now_s)
{
  DanbiChoice *choice = g_object_new (DANBI_TYPE_CHOICE, NULL);

  choice->value = g_strdup (patient->patient_id);
  choice->code = g_strdup (patient->patient_id);
  choice->name = danbi_phrase_known_patient (patient, now_s);
  choice->detail = danbi_phrase_last_visit (patient, rules);
  choice->patient = danbi_patient_copy (patient);
  return choice;
}

/**
 * danbi_choice_list_new_patients:
 * @patients: (element-type DanbiPatient): patients of earlier cases
 * @rules: the rules in force
 * @now_s: the time now, for their ages
 *
 * Returns: (transfer full): a list of #DanbiChoice that tells each of them in full
 */
GListModel *
danbi_choice_list_new_patients (GPtrArray        *patients,
                                const DanbiRules *rules,
                                gint64            now_s)
{
  GListStore *store = g_list_store_new (DANBI_TYPE_CHOICE);

  for (guint i = 0; i < patients->len; i++)
    {
      g_autoptr (DanbiChoice) choice = new_patient (g_ptr_array_index (patients, i), rules, now_s);

      g_list_store_append (store, choice);
    }
  return G_LIST_MODEL (store);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON documents of CONTRACT.md, to and from the types of the program. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-clock.h"
#include "danbi-shapes.h"

static json_t *
shape_finding (const DanbiFinding *finding)
{
  json_t *object = json_object ();
  g_autofree char *message = danbi_finding_dup_message (finding);
  DanbiSeverity severity = danbi_finding_get_severity (finding);
  DanbiField field = danbi_finding_get_field (finding);
  const char *override = danbi_finding_get_override (finding);

  json_object_set_new (object, "rule", json_string (danbi_finding_get_rule (finding)));
  json_object_set_new (object, "severity", json_string (danbi_severity_get_nick (severity)));
  json_object_set_new (object, "overridable",
                       json_boolean (danbi_finding_get_overridable (finding)));
  json_object_set_new (object, "field",
                       danbi_json_string_or_null (
                         field == DANBI_FIELD_NONE ? NULL : danbi_field_get_key (field)));
  json_object_set_new (object, "nhi_code",
                       danbi_json_string_or_null (danbi_finding_get_nhi_code (finding)));
  json_object_set_new (object, "path",
                       danbi_json_string_or_null (danbi_finding_get_path (finding)));
  json_object_set_new (object, "message", danbi_json_string_or_null (message));
  if (override)
    json_object_set_new (object, "override", danbi_json_string_or_null (override));
  return object;
}

static json_t *
shape_instant (gboolean known,
               gint64   unix_s)
{
  g_autofree char *text = known ? danbi_clock_format_rfc3339 (unix_s) : NULL;

  return danbi_json_string_or_null (text);
}

/**
 * danbi_shape_findings:
 * @findings: (element-type DanbiFinding): findings
 *
 * Returns: (transfer full): the array "findings" of `check --json`
 */
json_t *
danbi_shape_findings (GPtrArray *findings)
{
  json_t *array = json_array ();

  for (guint i = 0; i < findings->len; i++)
    json_array_append_new (array, shape_finding (g_ptr_array_index (findings, i)));
  return array;
}

/**
 * danbi_shape_deadline:
 * @deadline: when a case earns what
 * @now_s: the time, seconds since the epoch
 *
 * Returns: (transfer full): the object "deadline" of `check --json`; its members are null while the
 *   clock cannot start
 */
json_t *
danbi_shape_deadline (const DanbiDeadline *deadline,
                      gint64               now_s)
{
  json_t *object = json_object ();
  gboolean known = deadline->base != DANBI_FIELD_NONE;

  json_object_set_new (object, "base",
                       danbi_json_string_or_null (known ? danbi_field_get_key (deadline->base)
                                                        : NULL));
  json_object_set_new (object, "assumed", json_boolean (deadline->assumed));
  json_object_set_new (object, "full_until", shape_instant (known, deadline->full_until_s));
  json_object_set_new (object, "half_until", shape_instant (known, deadline->half_until_s));
  json_object_set_new (
    object, "now",
    json_string (danbi_reward_get_nick (danbi_deadline_get_reward (deadline, now_s))));
  return object;
}

/**
 * danbi_shape_images:
 * @kind: (nullable): `DICOM`, `JPG` or `mixed`; %NULL where there are no images
 * @n_referenced: how many files the DICOMDIR, or the folder, refers to
 * @n_read: how many were read
 * @bytes: their size together
 *
 * Returns: (transfer full): the object "images" of `check --json`
 */
json_t *
danbi_shape_images (const char *kind,
                    guint       n_referenced,
                    guint       n_read,
                    guint64     bytes)
{
  json_t *object = json_object ();

  json_object_set_new (object, "kind", danbi_json_string_or_null (kind));
  json_object_set_new (object, "referenced", json_integer (n_referenced));
  json_object_set_new (object, "read", json_integer (n_read));
  json_object_set_new (object, "bytes", json_integer ((json_int_t) bytes));
  return object;
}

/**
 * danbi_shape_check:
 * @findings: (element-type DanbiFinding): findings
 * @deadline: (transfer full): of danbi_shape_deadline()
 * @images: (transfer full): of danbi_shape_images()
 *
 * Returns: (transfer full): the document of `check --json`
 */
json_t *
danbi_shape_check (GPtrArray *findings,
                   json_t    *deadline,
                   json_t    *images)
{
  json_t *object = json_object ();

  json_object_set_new (object, "acceptable", json_boolean (danbi_findings_acceptable (findings)));
  json_object_set_new (object, "findings", danbi_shape_findings (findings));
  json_object_set_new (object, "deadline", deadline);
  json_object_set_new (object, "images", images);
  return object;
}

/**
 * danbi_shape_overrides:
 * @overrides: (element-type utf8 DanbiOverride): of a case
 *
 * Returns: (transfer full): the object "overrides" of `case show --json`: rule id to reason
 */
json_t *
danbi_shape_overrides (GHashTable *overrides)
{
  json_t *object = json_object ();
  GHashTableIter iter;
  gpointer rule, given;

  g_hash_table_iter_init (&iter, overrides);
  while (g_hash_table_iter_next (&iter, &rule, &given))
    json_object_set_new (object, rule, json_string (danbi_override_get_why (given)));
  return object;
}

/**
 * danbi_shape_history:
 * @history: (element-type DanbiHistoryEntry): what happened to a case
 *
 * Returns: (transfer full): the array "history" of `case show --json`, oldest first
 */
json_t *
danbi_shape_history (GPtrArray *history)
{
  json_t *array = json_array ();

  for (guint i = 0; i < history->len; i++)
    {
      const DanbiHistoryEntry *entry = g_ptr_array_index (history, i);
      json_t *object = json_object ();

      json_object_set_new (object, "at", shape_instant (TRUE, entry->at_s));
      json_object_set_new (object, "state", json_string (danbi_state_get_nick (entry->state)));
      json_object_set_new (object, "note", danbi_json_string_or_null (entry->note));
      json_array_append_new (array, object);
    }
  return array;
}

/**
 * danbi_shape_record:
 * @record: a case
 *
 * Returns: (transfer full): its 17 values under their keys
 */
json_t *
danbi_shape_record (const DanbiRecord *record)
{
  json_t *object = json_object ();

  for (int field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    json_object_set_new (object, danbi_field_get_key (field),
                         danbi_json_string_or_null (danbi_record_get (record, field)));
  return object;
}

static const char *
scheme_nick (DanbiSiteScheme scheme)
{
  switch (scheme)
    {
    case DANBI_SITE_SCHEME_TOOTH:
      return "tooth";
    case DANBI_SITE_SCHEME_REGION:
      return "region";
    case DANBI_SITE_SCHEME_NONE:
    default:
      return NULL;
    }
}

/**
 * danbi_shape_order:
 * @order: an order code
 *
 * Returns: (transfer full): what it demands, as `danbictl rules CODE --json` prints it
 */
json_t *
danbi_shape_order (const DanbiOrderCode *order)
{
  const DanbiOrderClass *image_class = order->image_class;
  json_t *object = json_object ();
  json_t *modalities = json_array ();

  for (guint i = 0; image_class->modalities[i]; i++)
    json_array_append_new (modalities, json_string (image_class->modalities[i]));
  json_object_set_new (object, "item", json_integer (order->item));
  json_object_set_new (object, "code", json_string (order->code));
  json_object_set_new (object, "name_zh", json_string (order->name_zh));
  json_object_set_new (object, "class", json_string (image_class->code));
  json_object_set_new (object, "min_long",
                       image_class->min_long ? json_integer (image_class->min_long) : json_null ());
  json_object_set_new (object, "min_short",
                       image_class->min_short ? json_integer (image_class->min_short)
                                              : json_null ());
  json_object_set_new (object, "dicom_modalities", modalities);
  json_object_set_new (object, "jpg_allowed", json_boolean (order->jpg_allowed));
  json_object_set_new (object, "site_scheme",
                       danbi_json_string_or_null (scheme_nick (order->site_scheme)));
  json_object_set_new (object, "site_required", json_boolean (order->site_required));
  return object;
}

/**
 * danbi_shape_rules:
 * @rules: a rule set
 *
 * Returns: (transfer full): the document of `danbictl rules --json`
 */
json_t *
danbi_shape_rules (const DanbiRules *rules)
{
  json_t *object = json_object ();
  json_t *list = json_array ();
  json_t *orders = json_array ();
  const char *const *ids = danbi_rule_list ();

  for (guint i = 0; ids[i]; i++)
    {
      json_t *rule = json_object ();

      json_object_set_new (rule, "rule", json_string (ids[i]));
      json_object_set_new (rule, "overridable", json_boolean (danbi_rule_is_overridable (ids[i])));
      json_object_set_new (rule, "source", json_string (danbi_rule_get_source (ids[i])));
      json_array_append_new (list, rule);
    }
  for (guint i = 0; i < danbi_rules_get_n_orders (rules); i++)
    json_array_append_new (orders, danbi_shape_order (danbi_rules_get_order (rules, i)));

  json_object_set_new (object, "effective_from",
                       json_string (danbi_rules_get_effective_from (rules)));
  json_object_set_new (object, "rules", list);
  json_object_set_new (object, "order_codes", orders);
  return object;
}

/* A record holds C strings. A NUL in a value is kept as its picture, which is one character too and
 * which ALL.charset forbids as well: cutting the value there could make it right. */
static char *
dup_value (const json_t *value)
{
  GString *text = g_string_new_len (json_string_value (value), json_string_length (value));

  for (gsize at = 0; at < text->len; at++)
    if (text->str[at] == '\0')
      {
        g_string_erase (text, at, 1);
        g_string_insert (text, at, "\u2400");
      }
  return g_string_free (text, FALSE);
}

/**
 * danbi_shape_read_record:
 * @object: CASE.json
 * @error: %G_IO_ERROR_INVALID_DATA, naming the member that is not as it should be
 *
 * Reads a case: an object whose members are keys of RULEBOOK section 1 and whose values are
 * strings. An absent member is empty; an unknown one is an error, since a misspelt key would
 * otherwise lose its value silently.
 *
 * Returns: (transfer full) (nullable): the case
 */
DanbiRecord *
danbi_shape_read_record (const json_t *object,
                         GError      **error)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  const char *key;
  json_t *value;

  if (!json_is_object (object))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("A case is one JSON object with the keys of its fields."));
      return NULL;
    }

  json_object_foreach ((json_t *) object, key, value)
    {
      DanbiField field = danbi_field_from_key (key);

      if (field == DANBI_FIELD_NONE)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("“%s” is not the key of a field."), key);
          return NULL;
        }
      if (!json_is_string (value) && !json_is_null (value))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("The value of “%s” is not a string. Put it in quotes."), key);
          return NULL;
        }
      if (json_is_string (value))
        danbi_record_take (record, field, dup_value (value));
    }
  return g_steal_pointer (&record);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbictl check, deadline and rules: the rulebook on the command line. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "danbi-check.h"
#include "danbi-cli-judge.h"
#include "danbi-cli.h"
#include "danbi-clock.h"
#include "danbi-shapes.h"
#include "danbi-tables.h"

#define MAX_LINE_BYTES (64 * 1024)

static void
print_finding (const DanbiFinding *finding)
{
  g_autofree char *message = danbi_finding_dup_message (finding);
  DanbiField field = danbi_finding_get_field (finding);
  const char *path = danbi_finding_get_path (finding);

  g_print ("%-7s %-20s %s%s%s\n", danbi_severity_get_nick (danbi_finding_get_severity (finding)),
           danbi_finding_get_rule (finding), path ? path : field ? danbi_field_get_key (field) : "",
           path || field ? ": " : "", message);
}

/* Prints a judgement for a person or as the document of the contract. */
void
danbi_judgement_print (const DanbiJudgement *self,
                       gboolean              json)
{
  if (json)
    {
      danbi_cli_print (danbi_shape_check (
        self->findings, danbi_shape_deadline (&self->deadline, self->now_s),
        danbi_shape_images (self->kind, self->n_referenced, self->n_read, self->bytes)));
      return;
    }
  for (guint i = 0; i < self->findings->len; i++)
    print_finding (g_ptr_array_index (self->findings, i));
  g_print ("%s\n", danbi_findings_acceptable (self->findings)
                     ? _("Nothing stands against sending this case.")
                     : _("This case may not be sent yet."));
}

/* Batches */

static DanbiRecord *
read_line (const char *text,
           gsize       length,
           guint       number,
           char      **message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) object = NULL;
  DanbiRecord *record = NULL;

  if (length > MAX_LINE_BYTES)
    {
      *message = g_strdup_printf (_("Line %u is longer than a case can be."), number);
      return NULL;
    }
  object = danbi_json_parse_with_nul (text, length, &error);
  if (object)
    record = danbi_shape_read_record (object, &error);
  if (!record)
    *message = g_strdup_printf (_("Line %u: %s"), number, error->message);
  return record;
}

static json_t *
shape_unread_line (const char *message,
                   gint64      now_s)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  DanbiDeadline unknown = { .base = DANBI_FIELD_NONE };
  json_t *document = danbi_shape_check (findings, danbi_shape_deadline (&unknown, now_s),
                                        danbi_shape_images (NULL, 0, 0, 0));

  json_object_set_new (document, "acceptable", json_false ());
  json_object_set_new (document, "error", json_string (message));
  return document;
}

/* Judges one line alone, as `check` would, but without images. */
static int
judge_line (const char          *text,
            gsize                length,
            guint                number,
            const DanbiRulebook *rulebook,
            gint64               now_s)
{
  g_autofree char *message = NULL;
  g_autoptr (DanbiRecord) record = read_line (text, length, number, &message);
  g_autoptr (DanbiJudgement) judgement = NULL;
  DanbiCheckInput input = { .record = record, .now_s = now_s, .rulebook = rulebook };

  if (!record)
    {
      danbi_cli_print (shape_unread_line (message, now_s));
      return DANBI_EXIT_FAILURE;
    }
  judgement = danbi_judgement_new (&input);
  danbi_judgement_print (judgement, TRUE);
  return danbi_findings_acceptable (judgement->findings) ? DANBI_EXIT_DONE : DANBI_EXIT_FINDINGS;
}

static int
check_batch (const DanbiCli *cli)
{
  const char *path = strcmp (cli->batch, "-") == 0 ? "/dev/stdin" : cli->batch;
  gint64 now_s = danbi_clock_now_s (); /* one for all lines: they are judged alike */
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRulebook) rulebook = danbi_rulebook_new_from (danbi_tables_foreach, &error);
  g_autoptr (GFileInputStream) stream = rulebook ? g_file_read (file, NULL, &error) : NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  int status = DANBI_EXIT_DONE;
  guint number = 0;
  char *text;
  gsize length;

  if (!stream)
    return danbi_cli_fail (error);
  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));
  while ((text = g_data_input_stream_read_line (lines, &length, NULL, &error)))
    {
      int outcome = judge_line (text, length, ++number, rulebook, now_s);

      status = MAX (status, outcome);
      g_free (text);
    }
  return error ? danbi_cli_fail (error) : status;
}

/* One case */

/**
 * danbi_cli_check:
 * @cli: the command line
 *
 * `danbictl check`.
 *
 * Returns: the exit status
 */
int
danbi_cli_check (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiJudgement) judgement = NULL;

  if (cli->batch && !cli->args[1])
    return check_batch (cli);
  if (cli->batch || !cli->args[1] || cli->args[2])
    return danbi_cli_usage (_("check takes one CASE.json, or --batch FILE."));

  judgement = danbi_judgement_of_file (cli, cli->args[1], &error);
  if (!judgement)
    return error->domain == G_OPTION_ERROR ? danbi_cli_usage ("%s", error->message)
                                           : danbi_cli_fail (error);
  danbi_judgement_print (judgement, cli->json);
  return danbi_findings_acceptable (judgement->findings) ? DANBI_EXIT_DONE : DANBI_EXIT_FINDINGS;
}

/**
 * danbi_cli_deadline:
 * @cli: the command line
 *
 * `danbictl deadline`.
 *
 * Returns: the exit status
 */
int
danbi_cli_deadline (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRecord) record = NULL;
  g_autoptr (DanbiRulebook) rulebook = NULL;
  g_autoptr (DanbiJudgement) judgement = NULL;
  json_t *document;
  const char *name;
  json_t *value;

  if (!cli->args[1] || cli->args[2])
    return danbi_cli_usage (_("deadline takes one CASE.json."));
  record = danbi_cli_read_case (cli->args[1], &error);
  rulebook = record ? danbi_rulebook_new_from (danbi_tables_foreach, &error) : NULL;
  if (!rulebook)
    return danbi_cli_fail (error);

  judgement = danbi_judgement_new (&(DanbiCheckInput) {
    .record = record, .now_s = danbi_clock_now_s (), .rulebook = rulebook });
  document = danbi_shape_deadline (&judgement->deadline, danbi_clock_now_s ());
  if (cli->json)
    {
      danbi_cli_print (document);
      return DANBI_EXIT_DONE;
    }
  json_object_foreach (document, name, value)
    {
      g_autofree char *text = json_is_string (value) ? g_strdup (json_string_value (value))
                                                     : danbi_json_to_line (value);

      g_print ("%-10s %s\n", name, text);
    }
  json_decref (document);
  return DANBI_EXIT_DONE;
}

static void
print_order (const DanbiOrderCode *order)
{
  g_print ("%s %s\n  %s, %s", order->code, order->name_zh, order->image_class->name_en,
           order->jpg_allowed ? _("DICOM or JPG") : _("DICOM only"));
  if (order->image_class->min_long)
    g_print (_(", at least %u×%u pixels"), order->image_class->min_long,
             order->image_class->min_short);
  g_print ("%s\n", order->site_required ? _(", site required") : "");
}

static void
print_rules (const DanbiRules *rules)
{
  const char *const *ids = danbi_rule_list ();

  g_print (_("In force from %s\n"), danbi_rules_get_effective_from (rules));
  for (guint i = 0; ids[i]; i++)
    g_print ("%-20s %s\n", ids[i], danbi_rule_get_source (ids[i]));
  for (guint i = 0; i < danbi_rules_get_n_orders (rules); i++)
    print_order (danbi_rules_get_order (rules, i));
}

/**
 * danbi_cli_rules:
 * @cli: the command line
 *
 * `danbictl rules`.
 *
 * Returns: the exit status
 */
int
danbi_cli_rules (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRulebook) rulebook = danbi_rulebook_new_from (danbi_tables_foreach, &error);
  const DanbiRules *rules;
  const DanbiOrderCode *order;
  DanbiRocDate today;

  if (!rulebook)
    return danbi_cli_fail (error);
  danbi_roc_date_from_unix (danbi_clock_now_s (), &today);
  rules = danbi_rulebook_get_rules (rulebook, &today);

  if (!cli->args[1])
    {
      if (cli->json)
        danbi_cli_print (danbi_shape_rules (rules));
      else
        print_rules (rules);
      return DANBI_EXIT_DONE;
    }
  if (cli->args[2])
    return danbi_cli_usage (_("rules takes one order code, or nothing."));

  order = danbi_rules_find_order (rules, cli->args[1]);
  if (!order)
    {
      g_printerr (_("danbictl: Order code “%s” is not in the table.\n"), cli->args[1]);
      return DANBI_EXIT_FINDINGS;
    }
  if (cli->json)
    danbi_cli_print (danbi_shape_order (order));
  else
    print_order (order);
  return DANBI_EXIT_DONE;
}

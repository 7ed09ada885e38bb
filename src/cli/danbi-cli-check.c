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

/* One line of a batch: a case, or why it is none. */
typedef struct
{
  DanbiRecord *record;
  char *error;
} Line;

static void
line_free (Line *line)
{
  g_clear_pointer (&line->record, danbi_record_free);
  g_free (line->error);
  g_free (line);
}

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
  json_t *deadline = danbi_shape_deadline (&self->deadline, self->now_s);
  json_t *images = danbi_shape_images (self->kind, self->n_referenced, self->n_read, self->bytes);

  if (json)
    {
      danbi_cli_print (danbi_shape_check (self->findings, deadline, images));
      return;
    }
  for (guint i = 0; i < self->findings->len; i++)
    print_finding (g_ptr_array_index (self->findings, i));
  g_print ("%s\n", danbi_findings_acceptable (self->findings)
                     ? _("Nothing stands against sending this case.")
                     : _("This case may not be sent yet."));
  json_decref (deadline);
  json_decref (images);
}

/* Batches */

static Line *
read_line (const char *text,
           gsize       length,
           guint       number)
{
  Line *line = g_new0 (Line, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) object = NULL;

  if (length > MAX_LINE_BYTES)
    {
      line->error = g_strdup_printf (_("Line %u is longer than a case can be."), number);
      return line;
    }
  object = danbi_json_parse_with_nul (text, length, &error);
  if (object)
    line->record = danbi_shape_read_record (object, &error);
  if (!line->record)
    line->error = g_strdup_printf (_("Line %u: %s"), number, error->message);
  return line;
}

static GPtrArray *
read_batch (const char *path,
            GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (strcmp (path, "-") == 0 ? "/dev/stdin" : path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  g_autoptr (GError) failure = NULL;
  char *text;
  gsize length;

  if (!stream)
    return NULL;
  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));
  while ((text = g_data_input_stream_read_line (lines, &length, NULL, &failure)))
    {
      g_ptr_array_add (batch, read_line (text, length, batch->len + 1));
      g_free (text);
    }
  if (failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&batch);
}

static char *
visit_key (const DanbiRecord *record)
{
  const char *card_time = danbi_record_get (record, DANBI_FIELD_CARD_TIME);
  const char *patient = danbi_record_get (record, DANBI_FIELD_PATIENT_ID);

  if (*card_time == '\0' || *patient == '\0')
    return NULL;
  return g_strjoin ("\n", danbi_record_get (record, DANBI_FIELD_PROVIDER_ID), card_time, patient,
                    NULL);
}

/* Counts @record among those of its visit with its report number; two say all that F11.sequence asks
 * of one number, and a file of thousands for one visit stays linear. */
static gboolean
is_third_of_number (GHashTable        *numbers,
                    const char        *visit_key,
                    const DanbiRecord *record)
{
  char *key = g_strjoin ("\n", visit_key,
                         danbi_record_get (record, DANBI_FIELD_REPORT_SEQ), NULL);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, key));

  g_hash_table_insert (numbers, key, GUINT_TO_POINTER (count + 1));
  return count >= 2;
}

/* The cases of a file know each other: F11.sequence is about the visit. */
static GHashTable *
group_visits (GPtrArray *batch)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable *visits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < batch->len; i++)
    {
      const Line *line = g_ptr_array_index (batch, i);
      g_autofree char *key = line->record ? visit_key (line->record) : NULL;
      GPtrArray *visit = key ? g_hash_table_lookup (visits, key) : NULL;

      if (!key || is_third_of_number (numbers, key, line->record))
        continue;
      if (!visit)
        {
          visit = g_ptr_array_new ();
          g_hash_table_insert (visits, g_steal_pointer (&key), visit);
        }
      g_ptr_array_add (visit, line->record);
    }
  return visits;
}

static GPtrArray *
others_of_visit (GHashTable        *visits,
                 const DanbiRecord *record)
{
  g_autofree char *key = visit_key (record);
  GPtrArray *visit = key ? g_hash_table_lookup (visits, key) : NULL;
  GPtrArray *others;

  /* A case that stands alone in the file may well have others elsewhere. */
  if (!visit || visit->len < 2)
    return NULL;
  others = g_ptr_array_sized_new (visit->len);
  for (guint i = 0; i < visit->len; i++)
    if (visit->pdata[i] != record)
      g_ptr_array_add (others, visit->pdata[i]);
  return others;
}

static json_t *
shape_unread_line (const Line *line)
{
  json_t *object = json_object ();

  json_object_set_new (object, "acceptable", json_false ());
  json_object_set_new (object, "findings", json_array ());
  json_object_set_new (object, "error", json_string (line->error));
  return object;
}

static gboolean
judge_line (const Line          *line,
            GHashTable          *visits,
            const DanbiRulebook *rulebook,
            gint64               now_s)
{
  g_autoptr (GPtrArray) siblings = others_of_visit (visits, line->record);
  g_autoptr (DanbiJudgement) judgement = NULL;
  DanbiCheckInput input = {
    .record = line->record,
    .now_s = now_s,
    .rulebook = rulebook,
    .siblings = siblings,
  };

  judgement = danbi_judgement_new (&input);
  danbi_judgement_print (judgement, TRUE);
  return danbi_findings_acceptable (judgement->findings);
}

static int
check_batch (const DanbiCli *cli)
{
  gint64 now_s = danbi_clock_now_s (); /* one for all lines: they are judged alike */
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRulebook) rulebook = danbi_rulebook_new_from (danbi_tables_foreach, &error);
  g_autoptr (GPtrArray) batch = rulebook ? read_batch (cli->batch, &error) : NULL;
  g_autoptr (GHashTable) visits = NULL;
  int status = DANBI_EXIT_DONE;

  if (!batch)
    return danbi_cli_fail (error);

  visits = group_visits (batch);
  for (guint i = 0; i < batch->len; i++)
    {
      const Line *line = g_ptr_array_index (batch, i);

      if (!line->record)
        {
          danbi_cli_print (shape_unread_line (line));
          status = DANBI_EXIT_FAILURE;
        }
      else if (!judge_line (line, visits, rulebook, now_s))
        status = MAX (status, DANBI_EXIT_FINDINGS);
    }
  return status;
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

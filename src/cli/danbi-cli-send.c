/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbictl send: cases become one batch at the gateway, and its outcome is read. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "danbi-cli-case.h"
#include "danbi-cli-judge.h"
#include "danbi-sending.h"

/* The state of the batch, from the states of its rows. */
static DanbiState
batch_state (DanbiSending *sending)
{
  GListModel *rows = danbi_sending_get_rows (sending);
  DanbiState state = DANBI_STATE_ACCEPTED;

  if (danbi_sending_get_stage (sending) == DANBI_SENDING_UNKNOWN)
    return DANBI_STATE_UNKNOWN;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);
      DanbiState row_state = danbi_sending_row_get_state (row);

      if (row_state == DANBI_STATE_REJECTED)
        return DANBI_STATE_REJECTED;
      if (row_state != DANBI_STATE_ACCEPTED)
        state = row_state;
    }
  return state;
}

static json_t *
shape_sending (DanbiSending *sending)
{
  GListModel *rows = danbi_sending_get_rows (sending);
  json_t *document = json_object ();
  json_t *array = json_array ();

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);

      json_array_append_new (array, danbi_sending_row_dup_json (row, i + 1));
    }
  json_object_set_new (document, "receipt",
                       danbi_json_string_or_null (danbi_sending_get_receipt (sending)));
  json_object_set_new (document, "state",
                       json_string (danbi_state_get_nick (batch_state (sending))));
  json_object_set_new (document, "rows", array);
  return document;
}

static void
print_rows (DanbiSending *sending)
{
  GListModel *rows = danbi_sending_get_rows (sending);
  const char *receipt = danbi_sending_get_receipt (sending);

  g_print ("%s\t%s\n", receipt ? receipt : "-", danbi_state_get_nick (batch_state (sending)));
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);
      const char *outcome = danbi_sending_row_get_outcome (row);

      g_print ("%" G_GINT64_FORMAT "\t%s\n%s%s", danbi_sending_row_get_case_id (row),
               danbi_state_get_nick (danbi_sending_row_get_state (row)), outcome,
               *outcome ? "\n" : "");
    }
}

static int
exit_status (DanbiSending *sending)
{
  switch (batch_state (sending))
    {
    case DANBI_STATE_ACCEPTED:
    case DANBI_STATE_SENT:
      return DANBI_EXIT_DONE;
    case DANBI_STATE_REJECTED:
      return DANBI_EXIT_FINDINGS;
    case DANBI_STATE_DRAFT:
    case DANBI_STATE_READY:
    case DANBI_STATE_SENDING:
    case DANBI_STATE_UNKNOWN:
    case DANBI_N_STATES:
    default:
      return DANBI_EXIT_FAILURE;
    }
}

static int
finish (const DanbiCli *cli,
        DanbiSending   *sending)
{
  const char *message;

  while (!danbi_sending_get_finished (sending))
    g_main_context_iteration (NULL, TRUE);

  /* What never left has no outcome to print; the sentence says all. */
  if (danbi_sending_get_stage (sending) != DANBI_SENDING_FAILED)
    {
      if (cli->json)
        danbi_cli_print (shape_sending (sending));
      else
        print_rows (sending);
    }
  message = danbi_sending_get_error_message (sending);
  if (message)
    g_printerr ("danbictl: %s\n", message);
  return message ? DANBI_EXIT_FAILURE : exit_status (sending);
}

static int
send_ids (const DanbiCli *cli,
          DanbiDesk      *desk,
          GArray         *ids)
{
  g_autoptr (DanbiSending) sending = NULL;

  danbi_desk_set_gateway (desk, cli->to, g_getenv ("DANBI_TOKEN"));
  sending = danbi_desk_send (desk, &g_array_index (ids, gint64, 0), ids->len,
                             cli->wait ? DANBI_SEND_DEFAULT : DANBI_SEND_NO_WAIT);
  return finish (cli, sending);
}

/* What an earlier run left open is never sent a second time: the receiver is asked first
 * (RULEBOOK section 6). */
static int
settle (const DanbiCli *cli,
        DanbiDesk      *desk)
{
  g_autoptr (DanbiSending) sending = NULL;

  danbi_desk_set_gateway (desk, cli->to, g_getenv ("DANBI_TOKEN"));
  sending = danbi_desk_settle (desk, cli->wait ? DANBI_SEND_DEFAULT : DANBI_SEND_NO_WAIT);
  return finish (cli, sending);
}

static gboolean
is_on_its_way (DanbiCase *item)
{
  DanbiState state = danbi_case_get_state (item);

  return state == DANBI_STATE_SENDING || state == DANBI_STATE_SENT || state == DANBI_STATE_UNKNOWN;
}

static int
send_stored (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiDesk) desk = danbi_cli_open_desk (cli, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_open = 0;

  if (!desk)
    return danbi_cli_fail (error);

  for (guint i = 1; cli->args[i]; i++)
    {
      g_autoptr (DanbiCase) item = NULL;
      gint64 id;

      if (!danbi_cli_parse_id (cli->args[i], &id))
        return danbi_cli_usage (_("send takes one CASE.json, or the numbers of stored cases."));
      item = danbi_cli_load_case (desk, id, &error);
      if (!item)
        return danbi_cli_fail (error);
      if (is_on_its_way (item))
        n_open++;
      else if (danbi_case_count_blocking (item) > 0)
        {
          danbi_cli_print (danbi_cli_shape_case_check (desk, item));
          return DANBI_EXIT_FINDINGS;
        }
      g_array_append_val (ids, id);
    }
  if (n_open > 0 && n_open < ids->len)
    return danbi_cli_usage (_("Some of these cases are on their way already. Send those alone to "
                              "learn their outcome."));
  return n_open > 0 ? settle (cli, desk) : send_ids (cli, desk, ids);
}

/* The case is stored first, so that it is not lost whatever happens on the way. */
static DanbiCase *
store_case (const DanbiCli       *cli,
            DanbiDesk            *desk,
            const DanbiJudgement *judgement,
            GError              **error)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GHashTable) overrides = danbi_overrides_new ();
  GHashTableIter iter;
  gpointer rule, given;

  if (!danbi_cli_apply_overrides (cli, overrides, error))
    return NULL;
  for (int field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_case_set_value (item, field, danbi_record_get (judgement->record, field),
                          DANBI_ORIGIN_TYPED);
  if (!danbi_cli_save_case (desk, item, error)
      || !danbi_cli_add_images (desk, item, (const char *const *) cli->images, error))
    return NULL;

  /* Now that what they are given for has been found. */
  g_hash_table_iter_init (&iter, overrides);
  while (g_hash_table_iter_next (&iter, &rule, &given))
    danbi_desk_override (desk, item, rule, danbi_override_get_why (given));
  return danbi_cli_save_case (desk, item, error) ? g_steal_pointer (&item) : NULL;
}

static int
send_file (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiJudgement) judgement = danbi_judgement_of_file (cli, cli->args[1], &error);
  g_autoptr (DanbiDesk) desk = NULL;
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id;

  if (!judgement)
    return error->domain == G_OPTION_ERROR ? danbi_cli_usage ("%s", error->message)
                                           : danbi_cli_fail (error);
  if (!danbi_findings_acceptable (judgement->findings))
    {
      danbi_judgement_print (judgement, cli->json);
      return DANBI_EXIT_FINDINGS;
    }

  desk = danbi_cli_open_desk (cli, &error);
  item = desk ? store_case (cli, desk, judgement, &error) : NULL;
  if (!item)
    return danbi_cli_fail (error);
  id = danbi_case_get_id (item);
  g_array_append_val (ids, id);
  return send_ids (cli, desk, ids);
}

/**
 * danbi_cli_send:
 * @cli: the command line
 *
 * `danbictl send`.
 *
 * Returns: the exit status
 */
int
danbi_cli_send (const DanbiCli *cli)
{
  gint64 id;

  if (!cli->args[1] || !cli->to)
    return danbi_cli_usage (
      _("send takes one CASE.json with --images PATH…, or the numbers of stored cases, and --to "
        "URL."));
  if (!cli->images)
    return send_stored (cli);
  if (cli->args[2] || danbi_cli_parse_id (cli->args[1], &id))
    return danbi_cli_usage (_("send takes one CASE.json with --images PATH…."));
  return send_file (cli);
}

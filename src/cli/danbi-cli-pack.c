/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbictl pack: one case becomes a CSV and an archive. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-cli-judge.h"
#include "danbi-cli.h"
#include "danbi-pack-report.h"

static json_t *
shape_report (const DanbiPackReport *report)
{
  json_t *archive = json_object ();
  json_t *archives = json_array ();
  json_t *document = json_object ();

  json_object_set_new (archive, "path", json_string (report->archive));
  json_object_set_new (archive, "bytes", json_integer ((json_int_t) report->bytes));
  json_object_set_new (archive, "sha256", json_string (report->sha256));
  json_object_set_new (archive, "files", json_integer (report->n_files));
  json_object_set_new (archive, "method", json_string (report->method));
  json_array_append_new (archives, archive);

  json_object_set_new (document, "csv", json_string (report->csv));
  json_object_set_new (document, "archives", archives);
  json_object_set_new (document, "referenced", json_integer (report->n_referenced));
  json_object_set_new (document, "read", json_integer (report->n_read));
  json_object_set_new (document, "packed", json_integer (report->n_packed));
  if (report->n_converted > 0)
    json_object_set_new (document, "converted", json_integer (report->n_converted));
  return document;
}

static int
pack (const DanbiCli       *cli,
      const DanbiJudgement *judgement,
      gboolean              cab)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiDesk) desk = danbi_cli_open_desk (cli, &error);
  g_autoptr (DanbiPackReport) report = NULL;

  if (desk)
    report = danbi_desk_pack (desk, judgement->record, judgement->chosen, cli->out, cab, NULL, NULL,
                              NULL, &error);
  if (!report)
    return danbi_cli_fail (error);

  if (cli->json)
    danbi_cli_print (shape_report (report));
  else
    g_print (_("%s\n%s\n%u referenced, %u read, %u packed\n"), report->csv, report->archive,
             report->n_referenced, report->n_read, report->n_packed);
  if (!cli->json && report->n_converted > 0)
    g_print (ngettext ("%u picture was made a JPG (quality 95, the same pixels)\n",
                       "%u pictures were made JPGs (quality 95, the same pixels)\n",
                       report->n_converted),
             report->n_converted);
  return DANBI_EXIT_DONE;
}

/**
 * danbi_cli_pack:
 * @cli: the command line
 *
 * `danbictl pack`.
 *
 * Returns: the exit status
 */
int
danbi_cli_pack (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiJudgement) judgement = NULL;
  gboolean cab = g_strcmp0 (cli->format, "cab") == 0;

  if (!cli->args[1] || cli->args[2] || !cli->images || !cli->out)
    return danbi_cli_usage (_("pack takes one CASE.json, --images PATH… and --out DIR."));
  if (cli->format && !cab && strcmp (cli->format, "7z") != 0)
    return danbi_cli_usage (_("--format is 7z or cab."));

  judgement = danbi_judgement_of_file (cli, cli->args[1], &error);
  if (!judgement)
    return error->domain == G_OPTION_ERROR ? danbi_cli_usage ("%s", error->message)
                                           : danbi_cli_fail (error);
  if (!danbi_findings_acceptable (judgement->findings))
    {
      danbi_judgement_print (judgement, cli->json);
      return DANBI_EXIT_FINDINGS;
    }
  return pack (cli, judgement, cab);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbictl practice: the practice receiver in the foreground. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-cli.h"
#include "danbi-paths.h"
#include "danbi-practice.h"

/**
 * danbi_cli_practice:
 * @cli: the command line
 *
 * `danbictl practice`. What it receives stands in a folder of its own, never among cases.
 *
 * Returns: the exit status
 */
int
danbi_cli_practice (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cases = danbi_paths_dup_data_dir ();
  g_autofree char *standard = g_strconcat (cases, "-practice", NULL);
  g_autofree char *dir = g_build_filename (cli->data ? cli->data : standard, "receiver", NULL);

  if (cli->args[1] || cli->port < 0 || cli->port > G_MAXUINT16)
    return danbi_cli_usage (_("practice takes --port N from 0 to 65535, and --data DIR."));
  danbi_practice_run (dir, (guint) cli->port, cli->now, &error);
  return danbi_cli_fail (error);
}

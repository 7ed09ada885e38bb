/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of danbictl share: printing, failing, the desk, waiting for an answer. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "danbi-cli.h"
#include "danbi-file.h"
#include "danbi-paths.h"
#include "danbi-shapes.h"

#define MAX_CASE_BYTES (1024 * 1024)
#define STDIN_PATH "/dev/stdin"

/* Prints @document on one line, and takes it over. */
void
danbi_cli_print (json_t *document)
{
  g_autofree char *line = danbi_json_to_line (document);

  puts (line);
  json_decref (document);
}

/* Says on standard error what failed, in one sentence. */
int
danbi_cli_fail (GError *error)
{
  g_printerr ("danbictl: %s\n", error->message);
  return DANBI_EXIT_FAILURE;
}

/* Says what was wrong with the command line. */
int
danbi_cli_usage (const char *format,
                 ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("danbictl: %s\n", message);
  return DANBI_EXIT_USAGE;
}

DanbiDesk *
danbi_cli_open_desk (const DanbiCli *cli,
                     GError        **error)
{
  g_autofree char *standard = danbi_paths_dup_data_dir ();

  DanbiDesk *desk = danbi_desk_open (cli->data ? cli->data : standard, error);

  if (desk)
    danbi_cli_offer_passwords (desk);
  return desk;
}

/* Reads CASE.json; "-" is standard input. */
DanbiRecord *
danbi_cli_read_case (const char *path,
                     GError    **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (json_t) object = NULL;
  DanbiRecord *record;

  if (!danbi_file_read (strcmp (path, "-") == 0 ? STDIN_PATH : path, MAX_CASE_BYTES, &text, &length,
                        error))
    return NULL;

  object = danbi_json_parse_with_nul (text, length, error);
  record = object ? danbi_shape_read_record (object, error) : NULL;
  if (!record)
    g_prefix_error (error, "%s: ", path);
  return record;
}

/* Adds `--override RULE=REASON` to a table of rule id to DanbiOverride. */
gboolean
danbi_cli_apply_overrides (const DanbiCli *cli,
                           GHashTable     *overrides,
                           GError        **error)
{
  for (guint i = 0; cli->overrides && cli->overrides[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (cli->overrides[i], "=", 2);

      if (!parts[0] || !parts[1] || *g_strstrip (parts[1]) == '\0')
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("“%s” is not RULE=REASON."), cli->overrides[i]);
          return FALSE;
        }
      if (!danbi_rule_exists (parts[0]) || !danbi_rule_is_overridable (parts[0]))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("“%s” is not a rule that may be overridden."), parts[0]);
          return FALSE;
        }
      g_hash_table_insert (overrides, g_strdup (parts[0]), danbi_override_new (parts[1]));
    }
  return TRUE;
}

/* Keeps the result of an asynchronous call for danbi_cli_await(). */
void
danbi_cli_store_result_cb (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/* Runs the main context until the call that was given @place has its result. */
GAsyncResult *
danbi_cli_await (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *place;
}

gboolean
danbi_cli_parse_id (const char *text,
                    gint64     *id)
{
  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL);
}

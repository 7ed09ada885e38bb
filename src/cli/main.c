/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbictl: the program without a window. Reads the command line and hands over to one command. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "danbi-cli.h"
#include "danbi-clock.h"
#include "danbi-paths.h"

typedef struct
{
  const char *name;
  int (*run) (const DanbiCli *cli);
} Command;

static const Command commands[] = {
  { "check", danbi_cli_check },   { "inspect", danbi_cli_inspect },
  { "pack", danbi_cli_pack },     { "send", danbi_cli_send },
  { "case", danbi_cli_case },     { "deadline", danbi_cli_deadline },
  { "rules", danbi_cli_rules },   { "practice", danbi_cli_practice },
};

static const char summary[] = N_ (
  "Commands:\n"
  "  check CASE.json [--images PATH…] [--override RULE=REASON…]\n"
  "                                  hold one case against all rules\n"
  "  check --batch FILE              one case a line in, one result a line out\n"
  "  inspect PATH…                   one line for each file, then a summary\n"
  "  pack CASE.json --images PATH… --out DIR [--format 7z|cab]\n"
  "                                  check, then write the CSV and the archive\n"
  "  send CASE.json --images PATH… --to URL [--wait]\n"
  "  send ID… --to URL [--wait]      send stored cases as one batch\n"
  "  case list | show ID | new | set ID KEY=VALUE… | images ID PATH… | remove ID\n"
  "                                  the case store\n"
  "  deadline CASE.json              until when the case earns what\n"
  "  rules [CODE]                    the rule set in force, or one order code\n"
  "  practice [--port N]             run the practice receiver\n"
  "\n"
  "Exit status: 0 done; 1 findings of severity error, or rejected rows; 2 wrong usage;\n"
  "3 a file, database or network failure.");

/* Whether the words after @option belong to it as well: `--images a b c`. */
static gboolean
takes_words (const char *option)
{
  return strcmp (option, "--images") == 0 || strcmp (option, "--override") == 0;
}

static gboolean
is_override (const char *word)
{
  const char *equals = strchr (word, '=');
  g_autofree char *rule = equals ? g_strndup (word, (gsize) (equals - word)) : NULL;

  return rule && danbi_rule_exists (rule);
}

/* GOption knows one word an option; the contract has `--images PATH…`. Each further word gets the
 * option's name before it. */
static GStrv
spread_words (int    argc,
              char **argv)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  const char *open = NULL;
  guint n_words = 0;
  GStrv spread;

  for (int i = 0; i < argc; i++)
    {
      if (open && strcmp (open, "--override") == 0 && n_words > 0 && !is_override (argv[i]))
        open = NULL;
      if (g_str_has_prefix (argv[i], "--"))
        {
          open = takes_words (argv[i]) ? argv[i] : NULL;
          n_words = 0;
          if (open)
            continue;
        }
      else if (open)
        {
          g_strv_builder_add (builder, open);
          n_words++;
        }
      g_strv_builder_add (builder, argv[i]);
    }
  spread = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return spread;
}

static GOptionContext *
new_context (DanbiCli *cli)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print one JSON document"), NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &cli->data, N_ ("The data folder"), "DIR" },
    { "now", 0, 0, G_OPTION_ARG_STRING, &cli->now, N_ ("Set the clock"), "TIME" },
    { "images", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->images, N_ ("Files and folders"),
      "PATH…" },
    { "override", 0, 0, G_OPTION_ARG_STRING_ARRAY, &cli->overrides,
      N_ ("Lift an error that may be lifted, with the reason"), "RULE=REASON…" },
    { "batch", 0, 0, G_OPTION_ARG_FILENAME, &cli->batch, N_ ("A file with one case a line"),
      "FILE" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &cli->out, N_ ("Where the batch is written"), "DIR" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &cli->format, N_ ("The kind of archive"), "7z|cab" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &cli->to, N_ ("The gateway"), "URL" },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &cli->wait, N_ ("Wait until the outcome is known"), NULL },
    { "port", 0, 0, G_OPTION_ARG_INT, &cli->port, N_ ("The port, 0 for any"), "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->args, NULL, NULL },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (N_ ("COMMAND …"));

  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

/* `check --images PATH… CASE.json`: the last of the paths is the case where there is no other. */
static void
find_case_among_images (DanbiCli *cli)
{
  guint n_images = cli->images ? g_strv_length (cli->images) : 0;
  char *words[] = { cli->args[0], NULL, NULL };

  if (cli->args[1] || n_images < 2 || !g_str_has_suffix (cli->images[n_images - 1], ".json"))
    return;
  words[1] = g_steal_pointer (&cli->images[n_images - 1]);
  g_free (cli->args);
  cli->args = g_memdup2 (words, sizeof words);
}

static gboolean
set_clock (const DanbiCli *cli)
{
  gint64 now_s;

  if (!cli->now)
    return TRUE;
  if (!danbi_clock_parse_rfc3339 (cli->now, &now_s))
    return FALSE;
  danbi_clock_set_now_s (now_s);
  return TRUE;
}

static void
cli_clear (DanbiCli *cli)
{
  g_strfreev (cli->images);
  g_strfreev (cli->overrides);
  g_strfreev (cli->args);
  g_free (cli->data);
  g_free (cli->batch);
  g_free (cli->out);
  g_free (cli->format);
  g_free (cli->to);
  g_free (cli->now);
}

static int
run_command (DanbiCli *cli)
{
  const char *name = cli->args ? cli->args[0] : NULL;

  if (!set_clock (cli))
    return danbi_cli_usage (_("“%s” is not a time such as 2022-08-12T15:20:03+08:00."), cli->now);
  if (!name)
    return danbi_cli_usage (_("Name a command. “danbictl --help” lists them."));
  find_case_among_images (cli);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return commands[i].run (cli);
  return danbi_cli_usage (_("There is no command “%s”. “danbictl --help” lists them."), name);
}

int
main (int   argc,
      char *argv[])
{
  DanbiCli cli = { 0 };
  g_auto (GStrv) words = NULL;
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  danbi_paths_init_translation ();
  words = spread_words (argc, argv);
  context = new_context (&cli);
  if (g_option_context_parse_strv (context, &words, &error))
    status = run_command (&cli);
  else
    status = danbi_cli_usage ("%s", error->message);
  cli_clear (&cli);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbi-receiver: runs the practice receiver in the foreground and prints its URL. */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "danbi-clock.h"
#include "danbi-paths.h"
#include "danbi-receiver.h"
#include "danbi-tables.h"

enum
{
  EXIT_USAGE = 2,
  EXIT_FAILED = 3,
};

typedef struct
{
  int port;
  char *dir;
  int delay_ms;
  char *fault;
  char *now;
  gboolean keep;
  gboolean die_with_parent;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->dir);
  g_free (self->fault);
  g_free (self->now);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
add_table_cb (const char *file_name,
              GBytes     *bytes,
              gpointer    user_data,
              GError    **error)
{
  return danbi_rulebook_add_table (user_data, file_name, bytes, error);
}

static DanbiRulebook *
load_rulebook (GError **error)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_rulebook_new ();

  if (!danbi_tables_foreach (add_table_cb, rulebook, error)
      || !danbi_rulebook_seal (rulebook, error))
    return NULL;
  return g_steal_pointer (&rulebook);
}

static gboolean
parse_fault (const char         *name,
             DanbiReceiverFault *fault)
{
  *fault = DANBI_RECEIVER_FAULT_NONE;
  if (g_strcmp0 (name, "name-batch-before") == 0)
    *fault = DANBI_RECEIVER_FAULT_NAME_BATCH_BEFORE;
  else if (g_strcmp0 (name, "name-batch-after") == 0)
    *fault = DANBI_RECEIVER_FAULT_NAME_BATCH_AFTER;
  else
    return name == NULL;
  return TRUE;
}

static gboolean
parse_options (int     *argc,
               char  ***argv,
               Options *options,
               GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, N_("Port, 0 for any that is free"), "N" },
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &options->dir, N_("Folder of what arrives"), "DIR" },
    { "delay-ms", 0, 0, G_OPTION_ARG_INT, &options->delay_ms,
      N_("How long a batch is being checked"), "MS" },
    { "fail", 0, 0, G_OPTION_ARG_STRING, &options->fault,
      N_("Practise a fault: name-batch-before or name-batch-after"), "FAULT" },
    { "keep", 0, 0, G_OPTION_ARG_NONE, &options->keep, N_("Keep what was checked"), NULL },
    { "now", 0, 0, G_OPTION_ARG_STRING, &options->now, N_("Set the clock"), "TIME" },
    { "die-with-parent", 0, 0, G_OPTION_ARG_NONE, &options->die_with_parent,
      N_("End with the program that started it"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
apply_options (const Options      *options,
               DanbiReceiverFault *fault)
{
  gint64 now_s;

  if (!options->dir || options->port < 0 || options->port > G_MAXUINT16 || options->delay_ms < 0
      || !parse_fault (options->fault, fault))
    return FALSE;
  if (options->now && !danbi_clock_parse_rfc3339 (options->now, &now_s))
    return FALSE;
  if (options->now)
    danbi_clock_set_now_s (now_s);
  return TRUE;
}

static void
run_until_signal (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_main_loop_run (loop);
}

static gboolean
serve (const Options     *options,
       DanbiReceiverFault fault,
       GError           **error)
{
  g_autoptr (DanbiRulebook) rulebook = load_rulebook (error);
  g_autoptr (DanbiReceiver) receiver =
      rulebook ? danbi_receiver_new (options->dir, rulebook, error) : NULL;

  if (!receiver)
    return FALSE;
  danbi_receiver_set_delay_ms (receiver, (guint) options->delay_ms);
  danbi_receiver_set_keep (receiver, options->keep);
  danbi_receiver_set_fault (receiver, fault);
  if (!danbi_receiver_listen (receiver, (guint16) options->port, error))
    return FALSE;
  printf ("%s\n", danbi_receiver_get_url (receiver));
  fflush (stdout);
  run_until_signal ();
  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  DanbiReceiverFault fault;
  pid_t parent = getppid ();

  danbi_paths_init_translation ();
  if (!parse_options (&argc, &argv, &options, &error) || argc > 1
      || !apply_options (&options, &fault))
    {
      g_printerr ("%s\n", error ? error->message
                                : _("Usage: danbi-receiver --dir DIR [--port N] [--delay-ms MS] "
                                    "[--fail FAULT] [--keep] [--now TIME] [--die-with-parent]"));
      return EXIT_USAGE;
    }
  /* The parent may have ended before the request was made; then its death is not told any more. */
  if (options.die_with_parent && (prctl (PR_SET_PDEATHSIG, SIGTERM) < 0 || getppid () != parent))
    return EXIT_FAILED;
  if (serve (&options, fault, &error))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILED;
}

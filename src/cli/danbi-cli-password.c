/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the password of an archive on the terminal. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "danbi-cli.h"

#define MAX_LINE_BYTES 1024
#define INTERRUPT '\003' /* Ctrl+C */

/* Reads one line. Without echo, and without signals, which would leave the terminal without. */
static char *
read_silently (void)
{
  struct termios before, silent;
  char line[MAX_LINE_BYTES];
  gssize length;
  char *password = NULL;

  if (tcgetattr (STDIN_FILENO, &before) < 0)
    return NULL;
  silent = before;
  silent.c_lflag &= (tcflag_t) ~(ECHO | ISIG);
  silent.c_cc[VEOL] = INTERRUPT;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  length = read (STDIN_FILENO, line, sizeof line);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  if (length > 1 && line[length - 1] == '\n')
    password = g_strndup (line, (gsize) length - 1);
  explicit_bzero (line, sizeof line);
  return password;
}

/**
 * danbi_cli_ask_password:
 * @archive: the archive that needs it
 * @wrong: whether the last one did not open it
 * @user_data: not used
 *
 * A #DanbiIntakePasswordFunc: asks where standard input is a terminal.
 *
 * Returns: (transfer full) (nullable): what was typed; %NULL for nothing, Ctrl+C, and no terminal
 */
char *
danbi_cli_ask_password (const char *archive,
                        gboolean    wrong,
                        gpointer    user_data)
{
  char *password;

  if (!isatty (STDIN_FILENO))
    return NULL;
  if (wrong)
    g_printerr ("%s\n", _("This password does not open the archive."));
  /* Translators: %s is the path of an archive; the password is typed behind it. */
  g_printerr (_("Password of %s: "), archive);
  password = read_silently ();
  g_printerr ("\n");
  return password;
}

static gboolean
password_wanted_cb (DanbiDesk            *desk,
                    DanbiPasswordRequest *request,
                    gpointer              user_data)
{
  char *password = danbi_cli_ask_password (danbi_password_request_get_archive (request),
                                           danbi_password_request_is_wrong (request), NULL);

  danbi_password_request_answer (request, password);
  if (password)
    explicit_bzero (password, strlen (password));
  g_free (password);
  return TRUE;
}

/**
 * danbi_cli_offer_passwords:
 * @desk: the desk
 *
 * Has the desk ask on the terminal too.
 */
void
danbi_cli_offer_passwords (DanbiDesk *desk)
{
  g_signal_connect (desk, "password-wanted", G_CALLBACK (password_wanted_cb), NULL);
}

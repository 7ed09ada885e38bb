/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The passwords that were given for what was dropped: in memory, for as long as it is read. */
#include "config.h"

#include <string.h>

#include "danbi-keyring.h"

#define MAX_PASSWORD_BYTES 1024

struct _DanbiKeyring
{
  DanbiPasswordFunc ask;
  gpointer user_data;
  GPtrArray *passwords; /* percent-encoded lines, the newest first */
  gboolean declined;    /* the user gave none once, and is not asked again */
};

/* Not free() alone, which leaves the bytes where they are. */
static void
wipe (char *text)
{
  if (text)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * danbi_keyring_new:
 * @ask: (nullable): asks the user
 * @user_data: for @ask
 *
 * Returns: (transfer full): no passwords yet
 */
DanbiKeyring *
danbi_keyring_new (DanbiPasswordFunc ask,
                   gpointer          user_data)
{
  DanbiKeyring *self = g_new0 (DanbiKeyring, 1);

  self->ask = ask;
  self->user_data = user_data;
  self->passwords = g_ptr_array_new_with_free_func ((GDestroyNotify) wipe);
  return self;
}

/**
 * danbi_keyring_free:
 * @self: (nullable): passwords; they are overwritten
 */
void
danbi_keyring_free (DanbiKeyring *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->passwords);
  g_free (self);
}

static void
add (DanbiKeyring *self,
     const char   *bytes)
{
  char *line = g_uri_escape_string (bytes, NULL, FALSE);

  for (guint i = 0; i < self->passwords->len; i++)
    if (strcmp (g_ptr_array_index (self->passwords, i), line) == 0)
      {
        g_ptr_array_remove_index (self->passwords, i);
        break;
      }
  g_ptr_array_insert (self->passwords, 0, line);
}

/* An archive has the bytes that its maker's system typed: UTF-8, or Big5 on a Windows in Taiwan. */
static void
add_spellings (DanbiKeyring *self,
               const char   *password)
{
  char *big5 = NULL;

  if (!g_str_is_ascii (password))
    big5 = g_convert (password, -1, "CP950", "UTF-8", NULL, NULL, NULL);
  if (big5)
    add (self, big5);
  add (self, password);
  wipe (big5);
}

/**
 * danbi_keyring_ask:
 * @self: (nullable): the passwords
 * @archive: an archive that none of them opens, as the user sees it
 * @wrong: whether the last one was given for this archive
 *
 * Asks the user for one more. Who gave none is not asked again for what was dropped.
 *
 * Returns: whether there is a new one to try
 */
gboolean
danbi_keyring_ask (DanbiKeyring *self,
                   const char   *archive,
                   gboolean      wrong)
{
  char *password;

  if (!self || !self->ask || self->declined)
    return FALSE;
  password = self->ask (archive, wrong, self->user_data);
  self->declined = !password || !*password || strlen (password) > MAX_PASSWORD_BYTES;
  if (!self->declined)
    add_spellings (self, password);
  wipe (password);
  return !self->declined;
}

/**
 * danbi_keyring_send:
 * @self: (nullable): the passwords
 * @worker: a child that unpacks
 *
 * Hands all of them to the child, over its socket: one a line, an empty line ends them.
 */
void
danbi_keyring_send (const DanbiKeyring *self,
                    DanbiWorker        *worker)
{
  for (guint i = 0; self && i < self->passwords->len; i++)
    {
      const char *line = g_ptr_array_index (self->passwords, i);

      danbi_worker_send (worker, line, strlen (line));
      danbi_worker_send (worker, "\n", 1);
    }
  danbi_worker_send (worker, "\n", 1);
}

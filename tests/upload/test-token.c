/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the access token in the keyring: libsecret's file backend, a keyring that stays locked,
 * and none at all. libsecret looks for its keyring once, so each is a process of its own. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-token.h"

#define GATEWAY "https://gateway.example/danbi"
#define SERVICES "/usr/share/dbus-1/services"

static char *dir;

static void
test_kept (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *token = NULL;
  g_autofree char *replaced = NULL;
  g_autofree char *cleared = NULL;

  none = danbi_token_lookup (GATEWAY, &error);
  g_assert_no_error (error);
  g_assert_null (none);
  g_assert_true (danbi_token_store (GATEWAY, "first", &error));
  token = danbi_token_lookup (GATEWAY, &error);
  g_assert_cmpstr (token, ==, "first");
  g_assert_true (danbi_token_store (GATEWAY, "s€cond", &error));
  replaced = danbi_token_lookup (GATEWAY, &error);
  g_assert_cmpstr (replaced, ==, "s€cond");
  g_assert_true (danbi_token_clear (GATEWAY, &error));
  cleared = danbi_token_lookup (GATEWAY, &error);
  g_assert_no_error (error);
  g_assert_null (cleared);
  /* What is not there is gone. */
  g_assert_true (danbi_token_clear (GATEWAY, &error));
  g_assert_no_error (error);
}

static void
test_apart (void)
{
  g_autofree char *token = NULL;
  g_autofree char *with_slash = NULL;
  g_autofree char *elsewhere = NULL;

  g_assert_true (danbi_token_store (GATEWAY, "one", NULL));
  g_assert_true (danbi_token_store ("https://other.example", "two", NULL));
  token = danbi_token_lookup (GATEWAY, NULL);
  with_slash = danbi_token_lookup (GATEWAY "/", NULL);
  elsewhere = danbi_token_lookup ("https://other.example/", NULL);
  g_assert_cmpstr (token, ==, "one");
  g_assert_cmpstr (with_slash, ==, "one");
  g_assert_cmpstr (elsewhere, ==, "two");
  g_assert_true (danbi_token_clear (GATEWAY "/", NULL));
  g_assert_null (danbi_token_lookup (GATEWAY, NULL));
  g_assert_true (danbi_token_clear ("https://other.example", NULL));
}

static void
assert_not_stored (DanbiTokenError code,
                   const char     *words)
{
  g_autoptr (GError) store = NULL;

  g_assert_false (danbi_token_store (GATEWAY, "secret-token", &store));
  g_assert_error (store, DANBI_TOKEN_ERROR, (int) code);
  g_assert_nonnull (strstr (store->message, words));
  g_assert_null (strstr (store->message, "secret-token"));
  g_test_message ("%s", store->message);
}

static void
test_no_keyring (void)
{
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_assert_null (danbi_token_lookup (GATEWAY, &error));
  g_assert_error (error, DANBI_TOKEN_ERROR, DANBI_TOKEN_ERROR_FAILED);
  assert_not_stored (DANBI_TOKEN_ERROR_FAILED, "could not be kept in the keyring");
}

static void
test_locked (void)
{
  /* libsecret keeps its connection to it: the bus ends with this process. */
  static GTestDBus *bus;

  if (!g_file_test (SERVICES "/org.freedesktop.secrets.service", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("No keyring is installed (gnome-keyring)");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (bus, SERVICES);
  g_test_dbus_up (bus);
  assert_not_stored (DANBI_TOKEN_ERROR_LOCKED, "locked");
}

#define ADD(name, func) g_test_add_func ("/danbi/upload/token/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_autofree char *file = NULL;
  int status;

  dir = g_dir_make_tmp ("danbi-token-XXXXXX", NULL);
  file = g_build_filename (dir, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "for tests", TRUE);
  /* A keyring of somebody's own is none of this. */
  g_setenv ("HOME", dir, TRUE);
  g_setenv ("XDG_DATA_HOME", dir, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", dir, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("a_token_is_kept_replaced_and_removed", test_kept);
  ADD ("each_gateway_has_its_own", test_apart);
  ADD ("without_a_keyring_it_is_said", test_no_keyring);
  ADD ("a_keyring_that_stays_locked_is_said", test_locked);
  status = g_test_run ();
  danbi_dir_remove (dir, NULL);
  g_free (dir);
  return status;
}

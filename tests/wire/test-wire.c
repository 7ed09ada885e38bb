/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the values that sender and receiver share: addresses, keys, names of states. */
#include "config.h"

#include <string.h>

#include "danbi-wire.h"

static void
test_allowed (void)
{
  const struct
  {
    const char *url;
    gboolean allowed;
    gboolean loopback;
  } cases[] = {
    { "https://gateway.example/", TRUE, FALSE },
    { "https://gateway.example:8443/danbi", TRUE, FALSE },
    { "https://192.168.1.5/", TRUE, FALSE },
    { "https://[2001:db8::1]/", TRUE, FALSE },
    { "HTTPS://gateway.example", TRUE, FALSE },
    { "http://127.0.0.1:8080", TRUE, TRUE },
    { "http://127.255.255.254/", TRUE, TRUE },
    { "http://[::1]:8080/x", TRUE, TRUE },
    { "http://localhost:1/", TRUE, TRUE },
    { "http://LOCALHOST/", TRUE, TRUE },
    { "http://128.0.0.1/", FALSE, FALSE },
    { "http://126.255.255.255/", FALSE, FALSE },
    { "http://[::2]/", FALSE, FALSE },
    { "http://gateway.example/", FALSE, FALSE },
    { "http://localhost.example/", FALSE, FALSE },
    { "http://127.0.0.1.example/", FALSE, FALSE },
    { "http://2130706433/", FALSE, FALSE },
    { "http://0x7f.1/", FALSE, FALSE },
    { "http://127.0.0.1@gateway.example/", FALSE, FALSE },
    { "https://user@gateway.example/", FALSE, FALSE },
    { "https://user:secret@gateway.example/", FALSE, FALSE },
    { "https://gateway.example/#top", FALSE, FALSE },
    { "http://gateway.example\\@localhost/", FALSE, FALSE },
    { "http://localhost /", FALSE, FALSE },
    { "https://gateway.example/\r\nX: y", FALSE, FALSE },
    { "https://\xe4\xb8\xad.example/", FALSE, FALSE },
    { "ftp://localhost/", FALSE, TRUE },
    { "file:///etc/passwd", FALSE, FALSE },
    { "gateway.example", FALSE, FALSE },
    { "https://", FALSE, FALSE },
    { "https:///path", FALSE, FALSE },
    { "", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].url);
      g_assert_cmpint (danbi_wire_url_is_allowed (cases[i].url, &error), ==, cases[i].allowed);
      if (cases[i].allowed)
        g_assert_no_error (error);
      else
        g_assert_error (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_ADDRESS);
      if (cases[i].allowed || cases[i].loopback)
        g_assert_cmpint (danbi_wire_url_is_loopback (cases[i].url), ==, cases[i].loopback);
    }
}

static void
test_url_length (void)
{
  for (int extra = -1; extra <= 1; extra++)
    {
      g_autoptr (GString) url = g_string_new ("https://gateway.example/");

      while ((int) url->len < DANBI_WIRE_MAX_URL_BYTES + extra)
        g_string_append_c (url, 'a');
      g_assert_cmpint (danbi_wire_url_is_allowed (url->str, NULL), ==, extra <= 0);
    }
}

static void
test_keys (void)
{
  g_autofree char *longest = g_strnfill (DANBI_WIRE_MAX_KEY_BYTES, 'k');
  g_autofree char *too_long = g_strnfill (DANBI_WIRE_MAX_KEY_BYTES + 1, 'k');

  g_assert_true (danbi_wire_key_is_lawful ("0f8b9e6a-1b"));
  g_assert_true (danbi_wire_key_is_lawful (longest));
  g_assert_false (danbi_wire_key_is_lawful (too_long));
  g_assert_false (danbi_wire_key_is_lawful (NULL));
  g_assert_false (danbi_wire_key_is_lawful (""));
  g_assert_false (danbi_wire_key_is_lawful ("a b"));
  g_assert_false (danbi_wire_key_is_lawful ("a\n"));
  g_assert_false (danbi_wire_key_is_lawful ("\xe9"));
}

static void
test_sha256 (void)
{
  g_autofree char *lower = g_strnfill (64, 'a');
  g_autofree char *upper = g_strnfill (64, 'A');
  g_autofree char *shorter = g_strnfill (63, 'a');
  g_autofree char *longer = g_strnfill (65, 'a');

  g_assert_true (danbi_wire_sha256_is_lawful (lower));
  g_assert_false (danbi_wire_sha256_is_lawful (upper));
  g_assert_false (danbi_wire_sha256_is_lawful (shorter));
  g_assert_false (danbi_wire_sha256_is_lawful (longer));
  g_assert_false (danbi_wire_sha256_is_lawful (NULL));
}

static void
test_nicks (void)
{
  g_assert_cmpstr (danbi_row_state_get_nick (DANBI_ROW_ACCEPTED), ==, "accepted");
  g_assert_cmpstr (danbi_row_state_get_nick (DANBI_ROW_REJECTED), ==, "rejected");
  g_assert_cmpstr (danbi_row_state_get_nick (DANBI_ROW_PENDING), ==, "pending");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/wire/wire/plain_http_goes_only_to_this_computer", test_allowed);
  g_test_add_func ("/danbi/wire/wire/an_address_has_a_greatest_length", test_url_length);
  g_test_add_func ("/danbi/wire/wire/a_key_is_short_and_printable", test_keys);
  g_test_add_func ("/danbi/wire/wire/a_hash_is_64_lower_case_digits", test_sha256);
  g_test_add_func ("/danbi/wire/wire/states_have_the_names_of_the_contract", test_nicks);
  return g_test_run ();
}

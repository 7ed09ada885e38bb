/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the preferences mean. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-settings.h"

#define HOUR (60 * 60)

static void
test_off_peak (void)
{
  /* 2026-11-22 00:00 in Taiwan. */
  gint64 midnight_s;
  static const struct
  {
    guint now_hour;
    guint hour;
    int start_hour; /* of that day; 0: at once */
  } cases[] = {
    { 15, 20, 20 }, { 19, 20, 20 }, { 20, 20, 0 },  { 23, 20, 0 }, { 4, 20, 0 },
    { 5, 20, 20 },  { 0, 22, 0 },   { 7, 22, 22 },  { 3, 0, 0 },   { 8, 0, 0 },
    { 9, 0, 24 },   { 12, 23, 23 }, { 22, 23, 23 },
  };

  g_assert_true (danbi_clock_parse_rfc3339 ("2026-11-22T00:00:00+08:00", &midnight_s));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 wanted_s = cases[i].start_hour ? midnight_s + cases[i].start_hour * HOUR : 0;

      g_assert_cmpint (danbi_off_peak_start_s (midnight_s + cases[i].now_hour * HOUR,
                                               cases[i].hour),
                       ==, wanted_s);
    }
}

static void
assert_destination (GSettings  *settings,
                    const char *wanted)
{
  g_autofree char *destination = danbi_settings_dup_destination (settings);

  g_assert_cmpstr (destination, ==, wanted);
}

static void
test_destination (void)
{
  g_autoptr (GSettings) settings = danbi_settings_open ();

  g_assert_nonnull (settings);
  assert_destination (NULL, NULL);
  assert_destination (settings, NULL);
  g_settings_set_string (settings, "gateway-url", " https://vpn.clinic/up ");
  g_settings_set_string (settings, "folder", "/srv/batches");
  assert_destination (settings, "https://vpn.clinic/up");
  g_settings_set_string (settings, "destination", "folder");
  assert_destination (settings, "folder:/srv/batches");
  g_settings_set_string (settings, "folder", "");
  assert_destination (settings, NULL);
}

static void
test_ceiling (void)
{
  g_autoptr (GSettings) settings = danbi_settings_open ();

  g_settings_set_int (settings, "ceiling-kbit", 64);
  g_assert_cmpuint (danbi_settings_get_ceiling (NULL), ==, 0);
  g_assert_cmpuint (danbi_settings_get_ceiling (settings), ==, 0);
  g_settings_set_boolean (settings, "limit", TRUE);
  g_assert_cmpuint (danbi_settings_get_ceiling (settings), ==, 8000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/danbi/app/settings/after_hours_begins_at_its_hour_and_lasts_nine",
                   test_off_peak);
  g_test_add_func ("/danbi/app/settings/the_destination_is_an_address_or_a_folder",
                   test_destination);
  g_test_add_func ("/danbi/app/settings/the_ceiling_holds_where_it_is_switched_on", test_ceiling);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-override.h"

static DanbiFinding *
finding (const char *arg)
{
  return danbi_finding_new (DANBI_REASON_IMAGE_OTHER_ID, DANBI_FIELD_NONE, "/a", arg, "A", NULL);
}

static void
test_an_unbound_one_lifts_all_of_its_rule (void)
{
  g_autoptr (DanbiOverride) given = danbi_override_new ("because");
  g_autoptr (DanbiFinding) found = finding ("F131104093");
  g_autofree char *grounds = danbi_override_dup_grounds (given);

  g_assert_cmpstr (danbi_override_get_why (given), ==, "because");
  g_assert_null (grounds);
  g_assert_true (danbi_override_lifts (given, found));
}

static void
test_a_bound_one_lifts_what_it_was_given_for (void)
{
  g_autoptr (DanbiOverride) given = danbi_override_new_bound ("because", "");
  g_autoptr (DanbiFinding) first = finding ("F131104093");
  g_autoptr (DanbiFinding) second = finding ("Y123456788");
  g_autoptr (DanbiFinding) third = finding ("A900207177");

  g_assert_false (danbi_override_lifts (given, first));
  danbi_override_add (given, second);
  danbi_override_add (given, first);
  danbi_override_add (given, first);
  g_assert_true (danbi_override_lifts (given, first));
  g_assert_true (danbi_override_lifts (given, second));
  g_assert_false (danbi_override_lifts (given, third));
}

/* As the store keeps it. */
static void
test_grounds_are_written_and_read_in_any_order (void)
{
  g_autoptr (DanbiOverride) given = danbi_override_new_bound ("because", "");
  g_autoptr (DanbiOverride) turned = danbi_override_new_bound ("because", "");
  g_autoptr (DanbiOverride) read = NULL;
  g_autoptr (DanbiOverride) copy = danbi_override_new_bound ("because", "");
  g_autoptr (DanbiFinding) first = finding ("F131104093");
  g_autoptr (DanbiFinding) second = finding ("Y123456788");
  g_autofree char *grounds = NULL;

  danbi_override_add (given, first);
  danbi_override_add (given, second);
  danbi_override_add (turned, second);
  g_assert_false (danbi_override_equal (given, turned));
  danbi_override_add (turned, first);
  g_assert_true (danbi_override_equal (given, turned));

  grounds = danbi_override_dup_grounds (given);
  read = danbi_override_new_bound ("because", grounds);
  g_assert_true (danbi_override_equal (given, read));
  g_assert_true (danbi_override_lifts (read, second));

  g_clear_pointer (&copy, danbi_override_free);
  copy = danbi_override_copy (given);
  g_assert_true (danbi_override_equal (given, copy));
}

static void
test_they_differ_by_reason_and_by_ground (void)
{
  g_autoptr (DanbiOverride) unbound = danbi_override_new ("because");
  g_autoptr (DanbiOverride) other_reason = danbi_override_new ("another");
  g_autoptr (DanbiOverride) bound = danbi_override_new_bound ("because", "");
  g_autoptr (DanbiOverride) copy = danbi_override_copy (unbound);

  g_assert_true (danbi_override_equal (unbound, copy));
  g_assert_false (danbi_override_equal (unbound, other_reason));
  g_assert_false (danbi_override_equal (unbound, bound));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name) g_test_add_func ("/danbi/domain/override/" #name, test_##name)
  ADD (an_unbound_one_lifts_all_of_its_rule);
  ADD (a_bound_one_lifts_what_it_was_given_for);
  ADD (grounds_are_written_and_read_in_any_order);
  ADD (they_differ_by_reason_and_by_ground);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-deadline.h"
#include "danbi-test-rulebook.h"

#define HOUR_S 3600

static const DanbiLimits limits = { .full_points_s = 24 * HOUR_S, .half_points_s = 72 * HOUR_S };

static gint64
seconds_of (const char *roc_time)
{
  DanbiRocDate date;

  g_assert_cmpint (danbi_roc_date_parse (roc_time, DANBI_ROC_SECOND, &date), ==, DANBI_ROC_OK);
  return danbi_roc_date_to_unix (&date);
}

static void
test_clock_starts_where_the_rules_say (void)
{
  static const struct
  {
    const char *exam;
    const char *card;
    const char *makeup;
    const char *received;
    DanbiField base;
    const char *from;
    gboolean assumed;
  } cases[] = {
    { "11108121520", "1110812150000", "1", "", DANBI_FIELD_EXAM_TIME, "1110812152000", FALSE },
    /* Later, but no make-up swipe. */
    { "11108121520", "1110813090000", "1", "", DANBI_FIELD_EXAM_TIME, "1110812152000", FALSE },
    { "11108121520", "1110813090000", "", "", DANBI_FIELD_EXAM_TIME, "1110812152000", FALSE },
    /* A make-up swipe, later by a second, at the same second, earlier. */
    { "11108121520", "1110812152001", "2", "", DANBI_FIELD_CARD_TIME, "1110812152001", FALSE },
    { "11108121520", "1110812152000", "2", "", DANBI_FIELD_EXAM_TIME, "1110812152000", FALSE },
    { "11108121520", "1110812151959", "2", "", DANBI_FIELD_EXAM_TIME, "1110812152000", FALSE },
    /* Referred. */
    { "11108121520", "1110812150000", "1", "11108140900", DANBI_FIELD_RECEIVED_TIME,
      "1110814090000", FALSE },
    { "11108120000", "1110812150000", "1", "11108140900", DANBI_FIELD_RECEIVED_TIME,
      "1110814090000", FALSE },
    { "", "1110812150000", "1", "11108140900", DANBI_FIELD_RECEIVED_TIME, "1110814090000", FALSE },
    /* Both: the later one. */
    { "11108121520", "1110815080000", "2", "11108140900", DANBI_FIELD_CARD_TIME, "1110815080000",
      FALSE },
    { "11108121520", "1110814090000", "2", "11108140900", DANBI_FIELD_RECEIVED_TIME,
      "1110814090000", FALSE },
    { "11108121520", "1110813080000", "2", "11108140900", DANBI_FIELD_RECEIVED_TIME,
      "1110814090000", FALSE },
    /* Received before the examination, which a rule reports; the swipe was not after it. */
    { "11108121520", "1110812152000", "2", "11108120900", DANBI_FIELD_RECEIVED_TIME,
      "1110812090000", FALSE },
    { "", "1110815080000", "2", "11108140900", DANBI_FIELD_RECEIVED_TIME, "1110814090000", FALSE },
    /* Zero times count from midnight and are assumed; those of a card reader are not. */
    { "11108120000", "1110811150000", "1", "", DANBI_FIELD_EXAM_TIME, "1110812000000", TRUE },
    { "11108121520", "1110812150000", "1", "11108140000", DANBI_FIELD_RECEIVED_TIME,
      "1110814000000", TRUE },
    { "11108121520", "1110813000000", "2", "", DANBI_FIELD_CARD_TIME, "1110813000000", FALSE },
    { "11108121000", "1110811150000", "1", "", DANBI_FIELD_EXAM_TIME, "1110812100000", FALSE },
    /* A time that is missing or none. */
    { "", "1110812150000", "1", "", DANBI_FIELD_NONE, NULL, FALSE },
    { "1110812", "1110812150000", "1", "", DANBI_FIELD_NONE, NULL, FALSE },
    { "11102301520", "1110812150000", "1", "", DANBI_FIELD_NONE, NULL, FALSE },
    { "11108121520", "1110812150000", "1", "11108142400", DANBI_FIELD_NONE, NULL, FALSE },
    { "11108121520", "", "2", "", DANBI_FIELD_NONE, NULL, FALSE },
    { "11108121520", "", "1", "", DANBI_FIELD_EXAM_TIME, "1110812152000", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_record_new ();
      DanbiDeadline deadline;
      gint64 from_s = cases[i].from ? seconds_of (cases[i].from) : 0;

      danbi_record_set (record, DANBI_FIELD_EXAM_TIME, cases[i].exam);
      danbi_record_set (record, DANBI_FIELD_CARD_TIME, cases[i].card);
      danbi_record_set (record, DANBI_FIELD_CARD_MAKEUP, cases[i].makeup);
      danbi_record_set (record, DANBI_FIELD_RECEIVED_TIME, cases[i].received);
      danbi_deadline_compute (record, &limits, &deadline);

      g_assert_cmpint (deadline.base, ==, cases[i].base);
      g_assert_cmpint (deadline.base_s, ==, from_s);
      g_assert_cmpint (deadline.full_until_s, ==, from_s ? from_s + 24 * HOUR_S : 0);
      g_assert_cmpint (deadline.half_until_s, ==, from_s ? from_s + 72 * HOUR_S : 0);
      g_assert_cmpint (deadline.assumed, ==, cases[i].assumed);
    }
}

static void
test_terms_end_to_the_second (void)
{
  static const struct
  {
    gint64 after_s;
    DanbiReward reward;
  } cases[] = {
    { -HOUR_S, DANBI_REWARD_FULL },         { 0, DANBI_REWARD_FULL },
    { 24 * HOUR_S - 1, DANBI_REWARD_FULL }, { 24 * HOUR_S, DANBI_REWARD_FULL },
    { 24 * HOUR_S + 1, DANBI_REWARD_HALF }, { 72 * HOUR_S - 1, DANBI_REWARD_HALF },
    { 72 * HOUR_S, DANBI_REWARD_HALF },     { 72 * HOUR_S + 1, DANBI_REWARD_NONE },
    { 1000 * HOUR_S, DANBI_REWARD_NONE },
  };
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  DanbiDeadline deadline;

  danbi_deadline_compute (record, &limits, &deadline);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (danbi_deadline_get_reward (&deadline, deadline.base_s + cases[i].after_s), ==,
                     cases[i].reward);
}

static void
test_terms_come_from_the_table (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  DanbiDeadline deadline;
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);

  danbi_deadline_compute (record, danbi_rules_get_limits (rules), &deadline);
  g_assert_cmpint (deadline.base_s, ==, seconds_of ("1151122152000"));
  g_assert_cmpint (deadline.full_until_s, ==, seconds_of ("1151123152000"));
  g_assert_cmpint (deadline.half_until_s, ==, seconds_of ("1151125152000"));
}

static void
test_without_a_clock_nothing_is_known (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  DanbiDeadline deadline;

  danbi_deadline_compute (record, &limits, &deadline);
  g_assert_cmpint (danbi_deadline_get_reward (&deadline, DANBI_TEST_NOW_S), ==,
                   DANBI_REWARD_UNKNOWN);
}

static void
test_rewards_have_their_words (void)
{
  g_assert_cmpstr (danbi_reward_get_nick (DANBI_REWARD_UNKNOWN), ==, "unknown");
  g_assert_cmpstr (danbi_reward_get_nick (DANBI_REWARD_FULL), ==, "full");
  g_assert_cmpstr (danbi_reward_get_nick (DANBI_REWARD_HALF), ==, "half");
  g_assert_cmpstr (danbi_reward_get_nick (DANBI_REWARD_NONE), ==, "none");
}

static void
test_next (void)
{
  DanbiDeadline deadline = { .base = DANBI_FIELD_EXAM_TIME, .full_until_s = 100,
                             .half_until_s = 200 };
  DanbiDeadline none = { .base = DANBI_FIELD_NONE };

  g_assert_cmpint (danbi_deadline_get_next_s (&deadline, 100), ==, 100);
  g_assert_cmpint (danbi_deadline_get_next_s (&deadline, 101), ==, 200);
  g_assert_cmpint (danbi_deadline_get_next_s (&deadline, 201), ==, 0);
  g_assert_cmpint (danbi_deadline_get_next_s (&none, 0), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/deadline/" #name, test_##name)
  ADD (clock_starts_where_the_rules_say);
  ADD (terms_end_to_the_second);
  ADD (terms_come_from_the_table);
  ADD (without_a_clock_nothing_is_known);
  ADD (rewards_have_their_words);
#undef ADD
  g_test_add_func ("/danbi/domain/deadline/the_next_one_is_what_is_lost_next", test_next);
  return g_test_run ();
}

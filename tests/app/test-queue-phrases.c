/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on its way, in words. */
#include "config.h"

#include <string.h>

#include "danbi-queue-phrases.h"
#include "danbi-test-rulebook.h"

/* The time of the tests is 16:00 in Taiwan. */
#define NOW DANBI_TEST_NOW_S
#define MINUTE 60
#define HOUR (60 * 60)

static void
test_way (void)
{
  static const struct
  {
    DanbiWay way;
    const char *text;
  } cases[] = {
    { { DANBI_SENDING_QUEUED, 1, 0, 0, 0 }, "Is next" },
    { { DANBI_SENDING_QUEUED, 2, 0, 0, 0 }, "Waits for its turn, number 2" },
    { { DANBI_SENDING_QUEUED, 2, 0, NOW + 4 * HOUR, 0 }, "Waits until 20:00" },
    { { DANBI_SENDING_QUEUED, 1, 0, NOW + 12 * HOUR, 0 }, "Waits until 11/23 04:00" },
    { { DANBI_SENDING_QUEUED, 1, 0, NOW - HOUR, 0 }, "Is next" },
    { { DANBI_SENDING_PACKING, 0, 0.5, 0, 0 }, "Packing, 50%" },
    { { DANBI_SENDING_TRANSFER, 0, 0.999, 0, 0 }, "Sending, 99%" },
    { { DANBI_SENDING_RESTING, 0, 0, 0, NOW + MINUTE }, "The next try is at 16:01" },
    { { DANBI_SENDING_RESTING, 0, 0, 0, NOW - MINUTE }, "Tries again" },
    { { DANBI_SENDING_HELD, 0, 0, 0, 0 }, "Stopped: it needs you" },
    { { DANBI_SENDING_WAITING, 0, 1, 0, 0 }, "The receiver has it and is checking it" },
    { { DANBI_SENDING_HANDED, 0, 1, 0, 0 },
      "Stands in the folder: upload it on the VPN page and tell the answer" },
    { { DANBI_SENDING_DONE, 0, 1, 0, 0 }, "Done" },
    { { DANBI_SENDING_FAILED, 0, 0, 0, 0 }, "Given up. The cases are ready as before" },
    { { DANBI_SENDING_UNKNOWN, 0, 1, 0, NOW + MINUTE },
      "Whether it arrived is not known. The receiver is asked again at 16:01" },
    { { DANBI_SENDING_UNKNOWN, 0, 1, 0, 0 },
      "Whether it arrived is not known. The receiver is being asked" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_way (&cases[i].way, NOW);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Colour and words may both be missed: no two stages share an icon. */
static void
test_icons (void)
{
  for (guint i = 0; i <= DANBI_SENDING_UNKNOWN; i++)
    for (guint j = 0; j < i; j++)
      {
        DanbiWay one = { .stage = (DanbiSendingStage) i };
        DanbiWay other = { .stage = (DanbiSendingStage) j };

        g_assert_cmpstr (danbi_way_get_icon (&one), !=, danbi_way_get_icon (&other));
      }
}

static void
test_small_ones (void)
{
  g_autofree char *none = danbi_phrase_lost_next (0, NOW);
  g_autofree char *past = danbi_phrase_lost_next (NOW, NOW);
  g_autofree char *soon = danbi_phrase_lost_next (NOW + 2 * HOUR, NOW);
  g_autofree char *now = danbi_phrase_after_hours (0, NOW);
  g_autofree char *later = danbi_phrase_after_hours (NOW + 4 * HOUR, NOW);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (past, ==, "");
  g_assert_cmpstr (soon, ==, "Deadline 18:00 · 2 h left");
  g_assert_cmpstr (now, ==, "Start after hours, which it is now");
  g_assert_cmpstr (later, ==, "Start after hours, at 20:00, unless a deadline comes first");
}

/* Whoever passes may read a notice. */
static void
test_notice (void)
{
  static const struct
  {
    DanbiState state;
    const char *title;
  } cases[] = {
    { DANBI_STATE_READY, "A12****789: not sent yet" },
    { DANBI_STATE_ACCEPTED, "A12****789: accepted" },
    { DANBI_STATE_REJECTED, "A12****789: to be corrected" },
    { DANBI_STATE_UNKNOWN, "A12****789: whether it arrived is not known" },
  };
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autofree char *name = NULL;

  danbi_record_set (record, DANBI_FIELD_PATIENT_ID, "A123456789");
  danbi_record_set (record, DANBI_FIELD_ORDER_CODE, "34004C");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *title = danbi_phrase_notice_title (record, cases[i].state);

      g_assert_cmpstr (title, ==, cases[i].title);
    }
  name = danbi_phrase_case_name (record);
  g_assert_cmpstr (name, ==, "A12****789 34004C");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/danbi/app/queue-phrases/each_stage_says_what_is_going_on", test_way);
  g_test_add_func ("/danbi/app/queue-phrases/each_stage_has_an_icon_of_its_own", test_icons);
  g_test_add_func ("/danbi/app/queue-phrases/deadlines_and_hours", test_small_ones);
  g_test_add_func ("/danbi/app/queue-phrases/a_notice_says_the_masked_number_only", test_notice);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what a batch may come to: the table of README.md, line by line, and when it goes on. */
#include "config.h"

#include <string.h>

#include "danbi-file.h"
#include "danbi-journey.h"

#define HEAD "| what happens |"
#define MAX_README_BYTES 100000
#define HOUR_S 3600
#define MB G_GUINT64_CONSTANT (1000000)

static const char *const states[DANBI_JOURNEY_N_STATES] = {
  "queued", "packed", "sending", "unknown", "sent", "done", "abandoned",
};

/* As README.md names them, in the order of DanbiJourneyEvent. */
static const char *const events[DANBI_JOURNEY_N_EVENTS] = {
  "packed",     "a place at the receiver", "about to be named", "a receipt",
  "no such batch", "still checking",       "the outcome",       "in the folder",
  "a person's word", "a passing failure",  "a failure for a person", "findings",
  "called back",
};

static int
index_of (const char *const *words,
          int                n_words,
          const char        *word)
{
  for (int i = 0; i < n_words; i++)
    if (g_str_equal (words[i], word))
      return i;
  return -1;
}

/* The cells of a line of a table, without what is around them. */
static GStrv
split_line (const char *line)
{
  GStrv cells = g_strsplit (line, "|", -1);

  for (guint i = 0; cells[i]; i++)
    g_strstrip (cells[i]);
  return cells;
}

static GStrv
read_table (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *begin;
  g_autofree char *table = NULL;
  char *end;

  danbi_file_read (DANBI_FLOW_README, MAX_README_BYTES, &text, NULL, &error);
  g_assert_no_error (error);
  begin = strstr (text, HEAD);
  g_assert_nonnull (begin);
  table = g_strdup (begin);
  end = strstr (table, "\n\n");
  g_assert_nonnull (end);
  *end = '\0';
  return g_strsplit (table, "\n", -1);
}

static void
assert_line (GStrv             head,
             GStrv             cells,
             DanbiJourneyEvent event,
             gboolean          seen[DANBI_JOURNEY_N_EVENTS][DANBI_JOURNEY_N_STATES])
{
  for (guint column = 2; head[column] && *head[column]; column++)
    {
      int state = index_of (states, DANBI_JOURNEY_N_STATES, head[column]);
      DanbiSubmissionState next = DANBI_SUBMISSION_ABANDONED;
      gboolean may;

      g_assert_cmpint (state, >=, 0);
      may = danbi_journey_next ((DanbiSubmissionState) state, event, &next);
      g_assert_cmpstr (may ? states[next] : "", ==, cells[column]);
      seen[event][state] = TRUE;
    }
}

/* Each pair of state and event stands in README.md; what does not stand there cannot be. */
static void
test_the_table_is_the_one_of_the_readme (void)
{
  g_auto (GStrv) lines = read_table ();
  g_auto (GStrv) head = split_line (lines[0]);
  gboolean seen[DANBI_JOURNEY_N_EVENTS][DANBI_JOURNEY_N_STATES] = { 0 };

  for (guint i = 2; lines[i]; i++)
    {
      g_auto (GStrv) cells = split_line (lines[i]);
      int event = index_of (events, DANBI_JOURNEY_N_EVENTS, cells[1]);

      g_assert_cmpint (event, >=, 0);
      assert_line (head, cells, (DanbiJourneyEvent) event, seen);
    }
  for (DanbiJourneyEvent event = 0; event < DANBI_JOURNEY_N_EVENTS; event++)
    for (DanbiSubmissionState state = 0; state < DANBI_JOURNEY_N_STATES; state++)
      {
        DanbiSubmissionState next;

        g_assert_true (seen[event][state] || !danbi_journey_next (state, event, &next));
      }
}

/* Nothing takes back what the receiver may have, and nothing happens after the end. */
static void
test_what_was_named_is_never_called_back (void)
{
  for (DanbiSubmissionState state = 0; state < DANBI_JOURNEY_N_STATES; state++)
    {
      DanbiSubmissionState next;

      g_assert_true (danbi_journey_next (state, DANBI_JOURNEY_GIVE_UP, &next)
                     == danbi_journey_is_before_naming (state));
      if (!danbi_journey_is_open (state))
        for (DanbiJourneyEvent event = 0; event < DANBI_JOURNEY_N_EVENTS; event++)
          g_assert_false (danbi_journey_next (state, event, &next));
    }
}

static void
test_pauses_are_15_s_to_10_min_by_chance (void)
{
  static const gint64 pauses_s[] = { 15, 30, 60, 120, 300, 600, 600 };

  for (guint i = 0; i < G_N_ELEMENTS (pauses_s); i++)
    {
      g_assert_cmpint (danbi_journey_pause_s (i + 1, 0), >=, pauses_s[i] * 3 / 4);
      g_assert_cmpint (danbi_journey_pause_s (i + 1, 1), <=, pauses_s[i] * 5 / 4 + 1);
      g_assert_cmpint (danbi_journey_pause_s (i + 1, 0), <, danbi_journey_pause_s (i + 1, 1));
    }
  g_assert_cmpint (danbi_journey_pause_s (G_MAXUINT, 0.5), <=, 600);
}

static void
test_a_deadline_comes_before_the_hour (void)
{
  const gint64 tonight = 100 * HOUR_S;

  /* No deadline, one that is far, one that is near. */
  g_assert_cmpint (danbi_journey_start_s (tonight, 0, MB, MB), ==, tonight);
  g_assert_cmpint (danbi_journey_start_s (tonight, tonight + HOUR_S, MB, MB), ==, tonight);
  g_assert_cmpint (danbi_journey_start_s (tonight, tonight, MB, MB), <=, tonight - HOUR_S / 2);
  /* 3.6 GB take an hour at this speed, so twice that is set aside. */
  g_assert_cmpint (danbi_journey_start_s (tonight, tonight, 3600 * MB, MB), ==,
                   tonight - 2 * HOUR_S - HOUR_S / 2);
  /* A line that nobody measured counts as a thin one. */
  g_assert_cmpint (danbi_journey_start_s (tonight, tonight + HOUR_S, 100 * MB, 0), <, tonight);
}

#define ADD(name) g_test_add_func ("/danbi/flow/journey/" #name, test_##name)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (the_table_is_the_one_of_the_readme);
  ADD (what_was_named_is_never_called_back);
  ADD (pauses_are_15_s_to_10_min_by_chance);
  ADD (a_deadline_comes_before_the_hour);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the receiver held against a case: noted at once, and again after a restart. */
#include "config.h"

#include "danbi-rejection.h"
#include "flow-test.h"

static void
assert_rejected_for_identity (DanbiCase *item)
{
  GPtrArray *rejections = danbi_case_get_open_rejections (item);
  const DanbiRejection *first;

  g_assert_nonnull (rejections);
  first = g_ptr_array_index (rejections, 0);
  g_assert_cmpint (first->field, ==, DANBI_FIELD_PATIENT_ID);
  g_assert_cmpstr (first->code, ==, "05");
  g_assert_nonnull (danbi_case_get_outcome (item));
}

static void
test_kept (FlowTest      *test,
           gconstpointer  data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  g_autoptr (DanbiCase) again = NULL;
  g_autoptr (DanbiCase) corrected = NULL;
  gint64 id;

  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456788");
  danbi_desk_override (test->desk, item, "F08.checksum", "It stands so on the card");
  flow_test_save (test, item);
  id = danbi_case_get_id (item);
  flow_test_start_receiver (test, NULL);
  sending = flow_test_send (test, item);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_REJECTED);
  assert_rejected_for_identity (item);
  g_clear_object (&sending);

  flow_test_reopen (test);
  again = flow_test_load (test, id, NULL);
  assert_rejected_for_identity (again);
  danbi_desk_enter (test->desk, again, DANBI_FIELD_PATIENT_ID, "A123456789");
  g_assert_true (danbi_rejection_is_answered (
    g_ptr_array_index (danbi_case_get_open_rejections (again), 0), again));
  flow_test_save (test, again);

  /* No longer called rejected, and not sent again yet. */
  flow_test_reopen (test);
  corrected = flow_test_load (test, id, NULL);
  g_assert_cmpint (danbi_case_get_state (corrected), ==, DANBI_STATE_READY);
  assert_rejected_for_identity (corrected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/danbi/flow/outcome/an_error_at_a_field_is_kept_while_it_is_corrected", FlowTest, NULL,
              flow_test_set_up, test_kept, flow_test_tear_down);
  return g_test_run ();
}

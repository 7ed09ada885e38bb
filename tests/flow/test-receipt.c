/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is shown and printed of what was sent. */
#include "config.h"

#include <string.h>

#include "danbi-clock.h"
#include "danbi-receipt-private.h"
#include "danbi-test-rulebook.h"
#include "flow-test.h"

#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ARCHIVE "DCF3501200000_000000000001.7z"

/* One batch of two cases, as the store would give it. */
static DanbiReceipt *
new_receipt (const char          *destination,
             DanbiSubmissionState state,
             const char          *outcome)
{
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  g_autoptr (GPtrArray) records
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  DanbiSubmissionRow *row;

  submission->id = 7;
  submission->destination = g_strdup (destination);
  submission->csv_path = g_strdup ("/out/3501200000_20261122_001.csv");
  submission->state = state;
  submission->receipt = state >= DANBI_SUBMISSION_SENT ? g_strdup ("R-42") : NULL;
  submission->received_at = g_strdup ("2026-11-22T08:00:05Z");
  danbi_submission_add_row (submission, 1, "/out/" ARCHIVE, ARCHIVE);
  danbi_submission_add_row (submission, 2, "/out/B.7z", "B.7z");
  row = g_ptr_array_index (submission->rows, 0);
  row->sha256 = g_strdup (SHA256);
  row->bytes = 1234567;
  row->n_files = 3;
  row->method = g_strdup ("deflate");
  row->outcome = g_strdup (outcome);
  g_ptr_array_add (records, danbi_test_record_new ());
  g_ptr_array_add (records, danbi_test_record_new ());
  return danbi_receipt_new (submission, records, DANBI_TEST_NOW_S,
                            danbi_rulebook_get_rules (rulebook, NULL));
}

static DanbiReceiptRow *
get_first_row (DanbiReceipt *receipt)
{
  return g_list_model_get_item (danbi_receipt_get_rows (receipt), 0);
}

static void
test_a_batch_says_when_where_and_what (void)
{
  g_autoptr (DanbiReceipt) receipt
    = new_receipt ("https://gateway.invalid", DANBI_SUBMISSION_SENT, NULL);

  g_assert_cmpint (danbi_receipt_get_submission_id (receipt), ==, 7);
  g_assert_cmpstr (danbi_receipt_get_receipt (receipt), ==, "R-42");
  g_assert_cmpstr (danbi_receipt_get_received_at (receipt), ==, "115/11/22 16:00:05");
  g_assert_cmpint (danbi_receipt_get_sent_s (receipt), ==, DANBI_TEST_NOW_S);
  g_assert_cmpstr (danbi_receipt_get_sent_at (receipt), !=, "");
  g_assert_cmpstr (danbi_receipt_get_destination (receipt), ==, "https://gateway.invalid");
  g_assert_null (danbi_receipt_get_folder (receipt));
  g_assert_cmpuint (danbi_receipt_get_n_cases (receipt), ==, 2);
}

static void
test_a_handed_batch_says_where_it_stands (void)
{
  g_autoptr (DanbiReceipt) receipt
    = new_receipt ("folder:/media/stick", DANBI_SUBMISSION_SENT, NULL);

  g_assert_cmpstr (danbi_receipt_get_destination (receipt), ==, "/media/stick");
  g_assert_cmpstr (danbi_receipt_get_folder (receipt), ==, "/media/stick/3501200000_20261122_001");
}

/* As the person at the VPN page copies them, one after the other. */
static void
test_the_fields_stand_in_the_order_of_the_vpn_under_its_names (void)
{
  g_autoptr (DanbiReceipt) receipt
    = new_receipt ("folder:/media/stick", DANBI_SUBMISSION_SENT, NULL);
  g_autoptr (DanbiReceiptRow) row = get_first_row (receipt);
  GListModel *fields = danbi_receipt_row_get_fields (row);
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  static const char *const names[] = {
    "醫事機構代碼",     "醫事類別", "執行年月",       "健保卡刷卡日期時間",     "就醫類別",
    "就醫序號",         "補卡註記", "身分證統一編號", "出生日期",               "醫令代碼",
    "報告序號",         "實際檢查日期時間", "診療部位", "影像壓縮檔名稱",
    "依附就醫新生兒出生日期", "依附就醫新生兒胞胎註記", "實際收到影像日期時間",
  };

  danbi_record_set (record, DANBI_FIELD_ARCHIVE_NAME, ARCHIVE);
  g_assert_cmpuint (g_list_model_get_n_items (fields), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DanbiReceiptField) field = g_list_model_get_item (fields, i);
      g_autofree char *name = NULL, *value = NULL;

      g_object_get (field, "name", &name, "value", &value, NULL);
      g_assert_cmpstr (name, ==, names[i]);
      g_assert_cmpuint (danbi_receipt_field_get_field (field), ==, i + 1);
      g_assert_cmpstr (value, ==, danbi_record_get (record, (DanbiField) (i + 1)));
    }
}

static void
test_a_case_says_what_was_sent_of_it (void)
{
  g_autoptr (DanbiReceipt) receipt
    = new_receipt ("https://gateway.invalid", DANBI_SUBMISSION_SENT, NULL);
  g_autoptr (DanbiReceiptRow) row = get_first_row (receipt);
  g_autofree char *masked = danbi_receipt_row_dup_masked_id (row);
  g_autofree char *time = danbi_receipt_row_dup_card_time (row);

  g_assert_cmpint (danbi_receipt_row_get_case_id (row), ==, 1);
  g_assert_cmpstr (masked, ==, "A12****789");
  g_assert_cmpuint (strlen (time), ==, strlen ("115/11/22 15:20:03"));
  g_assert_cmpstr (danbi_receipt_row_get_archive_name (row), ==, ARCHIVE);
  g_assert_cmpstr (danbi_receipt_row_get_sha256 (row), ==, SHA256);
  g_assert_cmpuint (danbi_receipt_row_get_bytes (row), ==, 1234567);
  g_assert_cmpuint (danbi_receipt_row_get_n_files (row), ==, 3);
  g_assert_cmpstr (danbi_receipt_row_get_method (row), ==, "deflate");
  g_assert_cmpstr (danbi_receipt_row_get_outcome (row), ==, "");
}

#define REJECTED                                                                                   \
  "{\"row\": 1, \"archive\": \"" ARCHIVE "\", \"state\": \"rejected\", \"errors\":"                \
  " [{\"column\": 8, \"field\": \"patient_id\", \"code\": \"05\"}]}"
#define ACCEPTED                                                                                   \
  "{\"row\": 1, \"archive\": \"" ARCHIVE "\", \"state\": \"accepted\", \"errors\": []}"

static const struct
{
  const char *destination;
  DanbiSubmissionState state;
  const char *outcome;
  const char *words;
} states[] = {
  { "https://g.invalid", DANBI_SUBMISSION_QUEUED, NULL, "Waiting to be sent" },
  { "https://g.invalid", DANBI_SUBMISSION_PACKED, NULL, "Waiting to be sent" },
  { "https://g.invalid", DANBI_SUBMISSION_SENDING, NULL, "Sending" },
  { "https://g.invalid", DANBI_SUBMISSION_UNKNOWN, NULL, "Outcome unknown" },
  { "https://g.invalid", DANBI_SUBMISSION_SENT, NULL, "Sent, the receiver is checking it" },
  { "folder:/f", DANBI_SUBMISSION_SENT, NULL, "In the folder, to be uploaded on the VPN page" },
  { "https://g.invalid", DANBI_SUBMISSION_DONE, ACCEPTED, "Accepted" },
  { "https://g.invalid", DANBI_SUBMISSION_DONE, REJECTED, "1 of 2 cases to be corrected" },
  { "https://g.invalid", DANBI_SUBMISSION_ABANDONED, NULL, "Given up" },
};

static void
test_each_state_has_its_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (DanbiReceipt) receipt
        = new_receipt (states[i].destination, states[i].state, states[i].outcome);

      g_assert_cmpstr (danbi_receipt_get_state (receipt), ==, states[i].words);
    }
}

static void
test_the_text_says_everything_once (void)
{
  g_autoptr (DanbiReceipt) receipt
    = new_receipt ("https://gateway.invalid", DANBI_SUBMISSION_DONE, REJECTED);
  g_autofree char *text = danbi_receipt_dup_text (receipt);
  static const char *const parts[] = {
    "Receipt number: R-42\n", "Received at: 115/11/22 16:00:05\n", "Sent to: https://gateway.invalid\n",
    "Cases: 2\n", "\nCase 1\n", "\nCase 2\n", "Identity number: A123456789\n",
    "Image archive name: " ARCHIVE "\n", "Image archive: 3 files, 1.2",
    "Packed by: deflate\n", "SHA-256: " SHA256 "\n", "NHI error 05",
  };

  g_assert_true (g_str_has_prefix (text, "Upload record\n"));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!strstr (text, parts[i]))
      g_error ("“%s” is not in:\n%s", parts[i], text);
}

/* From the store */

static GPtrArray *
find (FlowTest   *test,
      const char *words)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *receipts = danbi_desk_dup_receipts (test->desk, words, 0, 10, &error);

  g_assert_no_error (error);
  return receipts;
}

static void
assert_found (FlowTest   *test,
              const char *words,
              guint       n)
{
  g_autoptr (GPtrArray) receipts = find (test, words);

  g_test_message ("“%s”", words);
  g_assert_cmpuint (receipts->len, ==, n);
}

static void
test_what_was_sent_is_found_by_words (FlowTest     *test,
                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  g_autoptr (DanbiReceiptRow) row = NULL;
  DanbiReceipt *receipt;

  assert_found (test, NULL, 0);
  flow_test_start_receiver (test, NULL);
  sending = flow_test_send (test, item);
  receipts = find (test, NULL);
  g_assert_cmpuint (receipts->len, ==, 1);
  receipt = g_ptr_array_index (receipts, 0);
  g_assert_cmpstr (danbi_receipt_get_receipt (receipt), ==, danbi_sending_get_receipt (sending));
  g_assert_cmpstr (danbi_receipt_get_state (receipt), ==, "Accepted");
  g_assert_cmpint (danbi_receipt_get_sent_s (receipt), >=, DANBI_TEST_NOW_S);
  row = get_first_row (receipt);
  g_assert_cmpstr (danbi_receipt_row_get_outcome (row), ==, "Accepted");

  assert_found (test, danbi_receipt_row_get_archive_name (row), 1);
  assert_found (test, danbi_sending_get_receipt (sending), 1);
  assert_found (test, danbi_receipt_row_get_value (row, DANBI_FIELD_ORDER_CODE), 1);
  assert_found (test, "A1234", 1);
  assert_found (test, "B1234", 0);
}

static void
test_a_receipt_stays_true_when_the_case_is_corrected (FlowTest     *test,
                                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 2);
  g_autoptr (DanbiSending) sending = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  g_autoptr (DanbiReceiptRow) row = NULL;

  flow_test_start_receiver (test, NULL);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456788");
  danbi_desk_override (test->desk, item, "F08.checksum", "as printed on the card");
  flow_test_save (test, item);
  sending = flow_test_send (test, item);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_REJECTED);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  flow_test_save (test, item);

  receipts = find (test, NULL);
  row = get_first_row (g_ptr_array_index (receipts, 0));
  g_assert_cmpstr (danbi_receipt_row_get_value (row, DANBI_FIELD_PATIENT_ID), ==, "A123456788");
  g_assert_nonnull (strstr (danbi_receipt_row_get_outcome (row), "05"));
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_one_is_read_in_a_thread (FlowTest     *test,
                              gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 3);
  g_autoptr (DanbiSending) sending = NULL;
  g_autoptr (GAsyncResult) found = NULL, read = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  g_autoptr (DanbiReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  flow_test_start_receiver (test, NULL);
  sending = flow_test_send (test, item);
  danbi_desk_dup_receipts_async (test->desk, "A1", 0, 10, NULL, keep_result_cb, &found);
  while (!found)
    g_main_context_iteration (NULL, TRUE);
  receipts = danbi_desk_dup_receipts_finish (test->desk, found, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipts->len, ==, 1);

  danbi_desk_dup_receipt_async (
    test->desk, danbi_receipt_get_submission_id (g_ptr_array_index (receipts, 0)), NULL,
    keep_result_cb, &read);
  while (!read)
    g_main_context_iteration (NULL, TRUE);
  receipt = danbi_desk_dup_receipt_finish (test->desk, read, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (danbi_receipt_get_receipt (receipt), ==, danbi_sending_get_receipt (sending));
}

#define ADD_PLAIN(name) g_test_add_func ("/danbi/flow/receipt/" #name, test_##name)
#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/receipt/" #name, FlowTest, NULL, flow_test_set_up, test_##name,         \
              flow_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD_PLAIN (a_batch_says_when_where_and_what);
  ADD_PLAIN (a_handed_batch_says_where_it_stands);
  ADD_PLAIN (the_fields_stand_in_the_order_of_the_vpn_under_its_names);
  ADD_PLAIN (a_case_says_what_was_sent_of_it);
  ADD_PLAIN (each_state_has_its_words);
  ADD_PLAIN (the_text_says_everything_once);
  ADD (what_was_sent_is_found_by_words);
  ADD (a_receipt_stays_true_when_the_case_is_corrected);
  ADD (one_is_read_in_a_thread);
  return g_test_run ();
}

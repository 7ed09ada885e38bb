/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the JSON documents: the spelling of CONTRACT.md, and what hostile answers meet. */
#include "config.h"

#include <string.h>

#include "danbi-wire.h"

static DanbiBatchStatus *
read_status (const char *text,
             GError    **error)
{
  return danbi_batch_status_from_json (text, strlen (text), error);
}

static void
test_status_spelling (void)
{
  g_autoptr (DanbiBatchStatus) status = danbi_batch_status_new ("PRACTICE-20261122-000001");
  g_autofree char *checking = danbi_batch_status_to_json (status);
  g_autofree char *done = NULL;
  DanbiRowOutcome *row = danbi_row_outcome_new (2, "DCF.7z", DANBI_ROW_REJECTED);

  g_assert_cmpstr (checking, ==,
                   "{\"receipt\":\"PRACTICE-20261122-000001\",\"state\":\"checking\","
                   "\"received_at\":null,\"rows\":[]}");

  status->done = TRUE;
  status->received_at = g_strdup ("2026-11-22T15:20:03+08:00");
  g_ptr_array_add (status->rows, danbi_row_outcome_new (1, "ATT.7z", DANBI_ROW_ACCEPTED));
  g_ptr_array_add (status->rows, row);
  g_ptr_array_add (row->errors, danbi_row_error_new (12, "exam_time", "04"));
  g_ptr_array_add (row->errors, danbi_row_error_new (0, NULL, "01"));
  done = danbi_batch_status_to_json (status);
  g_assert_cmpstr (
      done, ==,
      "{\"receipt\":\"PRACTICE-20261122-000001\",\"state\":\"done\","
      "\"received_at\":\"2026-11-22T15:20:03+08:00\",\"rows\":["
      "{\"row\":1,\"archive\":\"ATT.7z\",\"state\":\"accepted\",\"errors\":[]},"
      "{\"row\":2,\"archive\":\"DCF.7z\",\"state\":\"rejected\",\"errors\":["
      "{\"column\":12,\"field\":\"exam_time\",\"code\":\"04\"},"
      "{\"column\":0,\"field\":null,\"code\":\"01\"}]}]}");
}

static void
test_status_round_trip (void)
{
  const char *text = "{\"receipt\":\"R\",\"state\":\"done\",\"received_at\":null,\"rows\":["
                     "{\"row\":1,\"archive\":\"\",\"state\":\"rejected\",\"errors\":["
                     "{\"column\":17,\"field\":\"received_time\",\"code\":\"A1\"}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiBatchStatus) status = read_status (text, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = danbi_batch_status_to_json (status);
  g_assert_cmpstr (again, ==, text);
}

static void
test_status_may_grow (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiBatchStatus) status =
      read_status ("{\"new\":1,\"state\":\"done\",\"receipt\":\"R\",\"rows\":[{\"x\":[],\"row\":1,"
                   "\"archive\":\"A\",\"state\":\"accepted\"}]}",
                   &error);

  g_assert_no_error (error);
  g_assert_true (status->done);
  g_assert_cmpuint (status->rows->len, ==, 1);
}

static void
test_hostile_status (void)
{
  const char *cases[] = {
    "",
    "null",
    "[]",
    "\"done\"",
    "{\"receipt\":\"R\",\"state\":\"checking\"} x",
    "{\"receipt\":\"R\",\"receipt\":\"S\",\"state\":\"checking\"}",
    "{\"state\":\"checking\"}",
    "{\"receipt\":\"\",\"state\":\"checking\"}",
    "{\"receipt\":\"a b\",\"state\":\"checking\"}",
    "{\"receipt\":\"a\\u0000b\",\"state\":\"checking\"}",
    "{\"receipt\":\"a\\u0007\",\"state\":\"checking\"}",
    "{\"receipt\":7,\"state\":\"checking\"}",
    "{\"receipt\":\"R\"}",
    "{\"receipt\":\"R\",\"state\":\"Done\"}",
    "{\"receipt\":\"R\",\"state\":\"finished\"}",
    "{\"receipt\":\"R\",\"state\":\"done\"}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":{}}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[1]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":0,\"archive\":\"A\",\"state\":"
    "\"accepted\"}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":10001,\"archive\":\"A\",\"state\":"
    "\"accepted\"}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1.5,\"archive\":\"A\",\"state\":"
    "\"accepted\"}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":null,\"state\":"
    "\"accepted\"}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":\"A\",\"state\":"
    "\"pending\"}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":\"A\",\"state\":"
    "\"rejected\",\"errors\":[{\"column\":18,\"field\":null,\"code\":\"01\"}]}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":\"A\",\"state\":"
    "\"rejected\",\"errors\":[{\"column\":-1,\"field\":null,\"code\":\"01\"}]}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":\"A\",\"state\":"
    "\"rejected\",\"errors\":[{\"column\":1,\"field\":3,\"code\":\"01\"}]}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":\"A\",\"state\":"
    "\"rejected\",\"errors\":[{\"column\":1,\"field\":null,\"code\":\"\"}]}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":\"A\",\"state\":"
    "\"rejected\",\"errors\":[{\"column\":1,\"field\":null,\"code\":\"123456789\"}]}]}",
    "{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[{\"row\":1,\"archive\":\"A\",\"state\":"
    "\"rejected\",\"errors\":{}}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_null (read_status (cases[i], &error));
      g_assert_error (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_SHAPE);
    }
}

static char *
make_rows (guint n_rows,
           guint n_errors)
{
  GString *text = g_string_new ("{\"receipt\":\"R\",\"state\":\"done\",\"rows\":[");

  for (guint row = 1; row <= n_rows; row++)
    {
      g_string_append_printf (text,
                              "%s{\"row\":1,\"archive\":\"A\",\"state\":\"rejected\",\"errors\":[",
                              row > 1 ? "," : "");
      for (guint error = 0; error < n_errors; error++)
        g_string_append (text, error > 0 ? ",{\"column\":1,\"code\":\"01\"}"
                                         : "{\"column\":1,\"code\":\"01\"}");
      g_string_append (text, "]}");
    }
  return g_string_free (g_string_append (text, "]}"), FALSE);
}

static void
test_status_bounds (void)
{
  const char *least = "{\"receipt\":\"R\",\"state\":\"checking\"}";
  g_autofree char *most_rows = make_rows (DANBI_WIRE_MAX_ROWS, 0);
  g_autofree char *too_many_rows = make_rows (DANBI_WIRE_MAX_ROWS + 1, 0);
  g_autofree char *most_errors = make_rows (1, DANBI_WIRE_MAX_ROW_ERRORS);
  g_autofree char *too_many_errors = make_rows (1, DANBI_WIRE_MAX_ROW_ERRORS + 1);
  g_autofree char *deep = g_strnfill (DANBI_WIRE_MAX_DOCUMENT_BYTES, '[');
  g_autofree char *too_long = g_strnfill (DANBI_WIRE_MAX_DOCUMENT_BYTES + 1, ' ');
  g_autoptr (DanbiBatchStatus) rows = read_status (most_rows, NULL);
  g_autoptr (DanbiBatchStatus) errors = read_status (most_errors, NULL);

  g_assert_nonnull (rows);
  g_assert_nonnull (errors);
  g_assert_null (read_status (too_many_rows, NULL));
  g_assert_null (read_status (too_many_errors, NULL));
  g_assert_null (read_status (deep, NULL));

  memcpy (too_long, least, strlen (least));
  g_assert_null (read_status (too_long, NULL));
  too_long[DANBI_WIRE_MAX_DOCUMENT_BYTES] = '\0';
  rows = (danbi_batch_status_free (rows), read_status (too_long, NULL));
  g_assert_nonnull (rows);
}

static void
test_outcome (void)
{
  g_autoptr (DanbiRowOutcome) row = danbi_row_outcome_new (3, "A", DANBI_ROW_PENDING);
  g_autofree char *text = danbi_row_outcome_to_json (row);
  g_autoptr (DanbiRowOutcome) again = danbi_row_outcome_from_json (text, strlen (text), NULL);

  g_assert_cmpstr (text, ==, "{\"row\":3,\"archive\":\"A\",\"state\":\"pending\",\"errors\":[]}");
  g_assert_cmpuint (again->row, ==, 3);
  g_assert_cmpint (again->state, ==, DANBI_ROW_PENDING);
}

static void
test_outcome_copy (void)
{
  g_autoptr (DanbiRowOutcome) row = danbi_row_outcome_new (3, "A", DANBI_ROW_REJECTED);
  g_autoptr (DanbiRowOutcome) copy = NULL;
  g_autofree char *text = NULL;
  g_autofree char *copied = NULL;

  g_ptr_array_add (row->errors, danbi_row_error_new (12, "exam_time", "04"));
  copy = danbi_row_outcome_copy (row);
  text = danbi_row_outcome_to_json (row);
  copied = danbi_row_outcome_to_json (copy);
  g_assert_cmpstr (copied, ==, text);
}

static void
test_request (void)
{
  g_autoptr (DanbiBatchRequest) request = danbi_batch_request_new ("http://x/files/1");
  g_autoptr (DanbiBatchRequest) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_hash_table_insert (request->archives, g_strdup ("B.7z"), g_strdup ("http://x/files/3"));
  g_hash_table_insert (request->archives, g_strdup ("A.7z"), g_strdup ("http://x/files/2"));
  text = danbi_batch_request_to_json (request);
  g_assert_cmpstr (text, ==,
                   "{\"csv\":\"http://x/files/1\",\"archives\":{\"A.7z\":\"http://x/files/2\","
                   "\"B.7z\":\"http://x/files/3\"}}");

  again = danbi_batch_request_from_json (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->csv, ==, request->csv);
  g_assert_cmpuint (g_hash_table_size (again->archives), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (again->archives, "B.7z"), ==, "http://x/files/3");
}

static void
test_hostile_request (void)
{
  const char *cases[] = {
    "{}",
    "{\"csv\":\"u\"}",
    "{\"csv\":\"u\",\"archives\":{}}",
    "{\"csv\":\"u\",\"archives\":[\"A\"]}",
    "{\"csv\":\"u\",\"archives\":{\"A\":null}}",
    "{\"csv\":\"u\",\"archives\":{\"\":\"v\"}}",
    "{\"csv\":\"u\",\"archives\":{\"A\":\"v\",\"A\":\"w\"}}",
    "{\"csv\":\"u\",\"archives\":{\"A\":\"\"}}",
    "{\"csv\":\"u v\",\"archives\":{\"A\":\"v\"}}",
    "{\"csv\":{},\"archives\":{\"A\":\"v\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_null (danbi_batch_request_from_json (cases[i], strlen (cases[i]), &error));
      g_assert_error (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_SHAPE);
    }
}

static void
test_receipt (void)
{
  g_autofree char *text = danbi_receipt_to_json ("PRACTICE-20261122-000001");
  g_autofree char *receipt = danbi_receipt_from_json (text, strlen (text), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, "{\"receipt\":\"PRACTICE-20261122-000001\"}");
  g_assert_cmpstr (receipt, ==, "PRACTICE-20261122-000001");
  g_assert_null (danbi_receipt_from_json ("{\"receipt\":null}", 16, &error));
  g_assert_error (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_SHAPE);
}

static void
test_problem (void)
{
  g_autofree char *text = danbi_problem_to_json (409, "Conflict", "Not finished.");
  g_autofree char *sentence = danbi_problem_dup_sentence (text, strlen (text));
  g_autofree char *title = danbi_problem_dup_sentence ("{\"title\":\"Gone\"}", 16);
  g_autofree char *control = danbi_problem_dup_sentence ("{\"detail\":\"a\\nb\\u001b\"}", 23);
  g_autofree char *many = g_strnfill (600, 'x');
  g_autofree char *wide = danbi_problem_to_json (500, "T", many);
  g_autofree char *cut = danbi_problem_dup_sentence (wide, strlen (wide));

  g_assert_cmpstr (text, ==,
                   "{\"type\":\"about:blank\",\"status\":409,\"title\":\"Conflict\","
                   "\"detail\":\"Not finished.\"}");
  g_assert_cmpstr (sentence, ==, "Not finished.");
  g_assert_cmpstr (title, ==, "Gone");
  g_assert_cmpstr (control, ==, "a b ");
  g_assert_cmpuint (strlen (cut), ==, 500);
  g_assert_null (danbi_problem_dup_sentence ("<html>", 6));
  g_assert_null (danbi_problem_dup_sentence ("{}", 2));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/wire/wire-json/a_status_is_spelt_as_in_the_contract",
                   test_status_spelling);
  g_test_add_func ("/danbi/wire/wire-json/a_status_survives_a_round_trip", test_status_round_trip);
  g_test_add_func ("/danbi/wire/wire-json/unknown_members_are_passed_over", test_status_may_grow);
  g_test_add_func ("/danbi/wire/wire-json/a_hostile_status_is_refused", test_hostile_status);
  g_test_add_func ("/danbi/wire/wire-json/a_status_has_bounds", test_status_bounds);
  g_test_add_func ("/danbi/wire/wire-json/an_outcome_may_be_pending", test_outcome);
  g_test_add_func ("/danbi/wire/wire-json/an_outcome_can_be_copied", test_outcome_copy);
  g_test_add_func ("/danbi/wire/wire-json/a_request_is_always_the_same_bytes", test_request);
  g_test_add_func ("/danbi/wire/wire-json/a_hostile_request_is_refused", test_hostile_request);
  g_test_add_func ("/danbi/wire/wire-json/a_receipt_is_one_word", test_receipt);
  g_test_add_func ("/danbi/wire/wire-json/a_problem_becomes_one_sentence", test_problem);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a desk learns of the time: from whom, and from whom not; and what a row says of a deadline. */
#include "config.h"

#include <string.h>

#include "danbi-case-row.h"
#include "danbi-clock.h"
#include "danbi-queue.h"
#include "danbi-test-pem.h"
#include "flow-test.h"

/* A gateway that tells the time of 2026-11-22 16:00:00, and takes in nothing. */
#define SERVER_S 1795334400
#define ANSWER                                                                                     \
  "HTTP/1.1 204 No Content\r\nConnection: close\r\nTus-Resumable: 1.0.0\r\n"                       \
  "Date: Sun, 22 Nov 2026 08:00:00 GMT\r\n"
#define FAST_S 720
#define SLACK_S 60 /* for a machine that has other things to do */
#define NOTHING G_MININT64

typedef struct
{
  FlowTest flow;
  GSocketService *service;
  GTlsCertificate *certificate; /* NULL: it speaks no TLS */
  char *pem_path;
  const char *answer;
  gint n_asked;
  gint64 lead_s; /* as it was told */
} Fixture;

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        Fixture                *f)
{
  g_autoptr (GIOStream) stream = NULL;
  char buffer[4096];

  stream = f->certificate
             ? g_tls_server_connection_new (G_IO_STREAM (connection), f->certificate, NULL)
             : g_object_ref (G_IO_STREAM (connection));
  if (g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer, NULL, NULL)
      > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), f->answer,
                               strlen (f->answer), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
  g_atomic_int_inc (&f->n_asked);
  return TRUE;
}

static void
lead_cb (DanbiDesk *desk,
         gint64     lead_s,
         Fixture   *f)
{
  f->lead_s = lead_s;
}

/* This computer's clock is twelve minutes ahead. */
static void
set_up (Fixture      *f,
        gconstpointer data)
{
  flow_test_set_up (&f->flow, NULL);
  danbi_clock_set_now_s (SERVER_S + FAST_S);
  f->lead_s = NOTHING;
  f->pem_path = g_build_filename (f->flow.dir, "gateway.pem", NULL);
  g_assert_true (g_file_set_contents (f->pem_path, DANBI_TEST_KEY DANBI_TEST_CERTIFICATE, -1,
                                      NULL));
  g_signal_connect (f->flow.desk, "clock-lead", G_CALLBACK (lead_cb), f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_socket_service_stop (f->service);
  g_socket_listener_close (G_SOCKET_LISTENER (f->service));
  g_clear_object (&f->service);
  g_clear_object (&f->certificate);
  g_free (f->pem_path);
  flow_test_tear_down (&f->flow, NULL);
}

static void
serve (Fixture    *f,
       const char *scheme,
       const char *answer)
{
  const DanbiSendOptions options = { .ca_path = f->pem_path };
  g_autofree char *url = NULL;
  guint16 port;

  if (strcmp (scheme, "https") == 0)
    f->certificate = g_tls_certificate_new_from_file (f->pem_path, NULL);
  f->answer = answer;
  f->service = g_threaded_socket_service_new (2);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (f->service), NULL, NULL);
  g_signal_connect (f->service, "run", G_CALLBACK (run_cb), f);
  url = g_strdup_printf ("%s://127.0.0.1:%u", scheme, port);
  danbi_desk_set_send_options (f->flow.desk, &options);
  danbi_desk_set_gateway (f->flow.desk, url, NULL);
}

static void
await_lead (Fixture *f)
{
  while (f->lead_s == NOTHING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (f->lead_s, >=, FAST_S);
  g_assert_cmpint (f->lead_s, <, FAST_S + SLACK_S);
}

/* Waits until the answer would have come. */
static void
assert_silent (Fixture *f,
               gint     n_asked)
{
  gint64 until_us = g_get_monotonic_time () + 300 * 1000;

  while (g_atomic_int_get (&f->n_asked) < n_asked || g_get_monotonic_time () < until_us)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_true (f->lead_s == NOTHING);
}

static void
test_a_gateway_tells_the_time_when_it_is_asked (Fixture      *f,
                                                gconstpointer data)
{
  serve (f, "https", ANSWER "\r\n");
  danbi_desk_ask_time (f->flow.desk);
  await_lead (f);
}

static void
test_a_batch_that_goes_there_brings_the_time (Fixture      *f,
                                              gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (&f->flow, 1);
  gint64 id = danbi_case_get_id (item);

  serve (f, "https", ANSWER "\r\n");
  danbi_queue_add_async (danbi_desk_get_queue (f->flow.desk), &id, 1, 0, NULL, NULL, NULL);
  await_lead (f);
}

static void
test_a_practice_receiver_is_no_clock (Fixture      *f,
                                      gconstpointer data)
{
  serve (f, "https", ANSWER "Danbi-Receiver: practice\r\n\r\n");
  danbi_desk_ask_time (f->flow.desk);
  assert_silent (f, 1);
}

static void
test_a_gateway_without_a_date_is_no_clock (Fixture      *f,
                                           gconstpointer data)
{
  serve (f, "https", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  danbi_desk_ask_time (f->flow.desk);
  assert_silent (f, 1);
}

/* Anybody on the way could say what he likes. */
static void
test_who_proves_nothing_is_no_clock (Fixture      *f,
                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (&f->flow, 1);
  gint64 id = danbi_case_get_id (item);

  serve (f, "http", ANSWER "\r\n");
  danbi_desk_ask_time (f->flow.desk);
  assert_silent (f, 0);
  g_assert_cmpint (g_atomic_int_get (&f->n_asked), ==, 0);

  danbi_queue_add_async (danbi_desk_get_queue (f->flow.desk), &id, 1, 0, NULL, NULL, NULL);
  assert_silent (f, 1);
}

static void
test_today_that_was_typed_before_midnight_stays_that_day (FlowTest     *test,
                                                          gconstpointer data)
{
  const gint64 midnight_s = SERVER_S + 8 * 60 * 60;
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  danbi_clock_set_now_s (midnight_s - 1);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_EXAM_TIME, "今天 1520");
  danbi_clock_set_now_s (midnight_s);
  danbi_desk_check (test->desk, item);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11511221520");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_EXAM_TIME, "今天 0020");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11511230020");
}

static DanbiCaseRow *
find_row (FlowTest *test,
          gint64    id)
{
  GListModel *cases = danbi_desk_get_cases (test->desk);

  for (guint i = 0; i < g_list_model_get_n_items (cases); i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (cases, i);

      if (danbi_case_row_get_id (row) == id)
        return g_steal_pointer (&row);
    }
  g_assert_not_reached ();
}

static void
test_a_row_tells_from_where_its_deadline_is_counted (FlowTest     *test,
                                                     gconstpointer data)
{
  static const struct
  {
    const char *exam_time;
    const char *card_time;
    const char *makeup;
    const char *received_time;
    DanbiField base;
    gboolean assumed;
  } cases[] = {
    { "11511221520", "1151122151000", "1", "", DANBI_FIELD_EXAM_TIME, FALSE },
    { "11511220000", "1151122151000", "1", "", DANBI_FIELD_EXAM_TIME, TRUE },
    { "11511221520", "1151122160000", "2", "", DANBI_FIELD_CARD_TIME, FALSE },
    { "11511221520", "1151122151000", "1", "11511221530", DANBI_FIELD_RECEIVED_TIME, FALSE },
    { "", "1151122151000", "1", "", DANBI_FIELD_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
      g_autoptr (DanbiCaseRow) row = NULL;
      DanbiDeadline expected, deadline;

      danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, cases[i].card_time);
      danbi_desk_enter (test->desk, item, DANBI_FIELD_EXAM_TIME, cases[i].exam_time);
      danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_MAKEUP, cases[i].makeup);
      danbi_desk_enter (test->desk, item, DANBI_FIELD_RECEIVED_TIME, cases[i].received_time);
      flow_test_save (test, item);
      row = find_row (test, danbi_case_get_id (item));
      danbi_case_row_get_deadline (row, &deadline);
      danbi_desk_get_deadline (test->desk, item, &expected);
      g_assert_cmpint (deadline.base, ==, cases[i].base);
      g_assert_cmpint (deadline.assumed, ==, cases[i].assumed);
      g_assert_cmpint (deadline.base_s, ==, expected.base_s);
      g_assert_cmpint (deadline.full_until_s, ==, expected.full_until_s);
      g_assert_cmpint (deadline.half_until_s, ==, expected.half_until_s);
    }
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/desk-time/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (a_gateway_tells_the_time_when_it_is_asked);
  ADD (a_batch_that_goes_there_brings_the_time);
  ADD (a_practice_receiver_is_no_clock);
  ADD (a_gateway_without_a_date_is_no_clock);
  ADD (who_proves_nothing_is_no_clock);
  g_test_add ("/danbi/flow/desk-time/a_row_tells_from_where_its_deadline_is_counted", FlowTest,
              NULL, flow_test_set_up, test_a_row_tells_from_where_its_deadline_is_counted,
              flow_test_tear_down);
  g_test_add ("/danbi/flow/desk-time/today_that_was_typed_before_midnight_stays_that_day", FlowTest,
              NULL, flow_test_set_up, test_today_that_was_typed_before_midnight_stays_that_day,
              flow_test_tear_down);
  return g_test_run ();
}

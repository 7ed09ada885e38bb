/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what a client makes of a gateway's answers, above all of those that do not come. */
#include "config.h"

#include <string.h>

#include "danbi-file.h"
#include "danbi-gateway.h"
#include "danbi-test-line.h"

#define HEAD DANBI_TEST_HEAD
#define EMPTY DANBI_TEST_EMPTY
#define JSON(status, type, body) HEAD (status) "Content-Type: " type "\r\n\r\n" body
#define RECEIPT JSON ("202 Accepted", "application/json", "{\"receipt\":\"R\"}")
#define PROBLEM_404                                                                                \
  JSON ("404 Not Found", "application/problem+json; charset=utf-8", "{\"detail\":\"Not here\"}")

static DanbiGateway *
new_gateway (DanbiTestLine *line)
{
  g_autoptr (GError) error = NULL;
  DanbiGateway *gateway = danbi_gateway_new (danbi_test_line_get_url (line), "secret", &error);

  g_assert_no_error (error);
  danbi_gateway_set_pacing (gateway, 1024, 3, 4);
  return gateway;
}

static DanbiTestLine *
answer_once (const char *answer)
{
  const char *answers[] = { answer, NULL };

  return danbi_test_line_new_script (answers);
}

static DanbiBatchRequest *
new_request (void)
{
  DanbiBatchRequest *request = danbi_batch_request_new ("http://x/files/1");

  g_hash_table_insert (request->archives, g_strdup ("A.7z"), g_strdup ("http://x/files/2"));
  return request;
}

static void
test_addresses (void)
{
  const char *refused[] = { "http://gateway.example", "ftp://x/", "", "https://u@gateway.example",
                            "https://gateway.example/?a=b" };
  g_autoptr (DanbiGateway) good = danbi_gateway_new ("https://gateway.example/danbi/", "", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (good);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) why = NULL;

      g_assert_null (danbi_gateway_new (refused[i], NULL, &why));
      g_assert_error (why, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_ADDRESS);
    }
  g_assert_null (danbi_gateway_new ("https://gateway.example", "a\r\nX: y", &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_AUTH);
}

static void
test_name_batch (void)
{
  const struct
  {
    const char *answer;
    int error; /* -1: none */
  } cases[] = {
    { RECEIPT, -1 },
    { JSON ("200 OK", "application/json", "{\"receipt\":\"R\"}"), -1 },
    { JSON ("202 Accepted", "application/json", "{}"), DANBI_GATEWAY_ERROR_BROKEN },
    { JSON ("202 Accepted", "text/html", "<p>"), DANBI_GATEWAY_ERROR_BROKEN },
    { HEAD ("202 Accepted") "Content-Length: 99\r\n\r\n{\"receipt\":\"R\"}",
      DANBI_GATEWAY_ERROR_BROKEN },
    { EMPTY ("500 Internal Server Error"), DANBI_GATEWAY_ERROR_BROKEN },
    { EMPTY ("502 Bad Gateway"), DANBI_GATEWAY_ERROR_BROKEN },
    { EMPTY ("503 Service Unavailable"), DANBI_GATEWAY_ERROR_BROKEN },
    { EMPTY ("423 Locked"), DANBI_GATEWAY_ERROR_BROKEN },
    { "", DANBI_GATEWAY_ERROR_BROKEN },
    { "HTTP/1.1 20", DANBI_GATEWAY_ERROR_BROKEN },
    { "HTTP/1.1 422 Unprocessable", DANBI_GATEWAY_ERROR_BROKEN },
    { "HTTP/1.1 422 Unprocessable\r\nConnection: clo", DANBI_GATEWAY_ERROR_BROKEN },
    { EMPTY ("400 Bad Request"), DANBI_GATEWAY_ERROR_REFUSED },
    { EMPTY ("409 Conflict"), DANBI_GATEWAY_ERROR_REFUSED },
    { EMPTY ("422 Unprocessable Entity"), DANBI_GATEWAY_ERROR_REFUSED },
    { EMPTY ("460 Checksum Mismatch"), DANBI_GATEWAY_ERROR_REFUSED },
    { EMPTY ("429 Too Many Requests"), DANBI_GATEWAY_ERROR_LATER },
    { EMPTY ("401 Unauthorized"), DANBI_GATEWAY_ERROR_AUTH },
    { EMPTY ("403 Forbidden"), DANBI_GATEWAY_ERROR_AUTH },
    { EMPTY ("404 Not Found"), DANBI_GATEWAY_ERROR_GONE },
    { HEAD ("302 Found") "Location: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
      DANBI_GATEWAY_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiTestLine) line = answer_once (cases[i].answer);
      g_autoptr (DanbiGateway) gateway = new_gateway (line);
      g_autoptr (DanbiBatchRequest) request = new_request ();
      g_autoptr (GError) error = NULL;
      g_autofree char *receipt =
          danbi_gateway_name_batch (gateway, "key-1", request, NULL, &error);

      g_test_message ("%s", cases[i].answer);
      g_assert_cmpuint (danbi_test_line_get_n_connections (line), ==, 1);
      if (cases[i].error >= 0)
        g_assert_error (error, DANBI_GATEWAY_ERROR, cases[i].error);
      else
        g_assert_cmpstr (receipt, ==, "R");
    }
}

static void
test_name_batch_request (void)
{
  g_autoptr (DanbiTestLine) line = answer_once (RECEIPT);
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  g_autoptr (DanbiBatchRequest) request = new_request ();
  g_autofree char *receipt = danbi_gateway_name_batch (gateway, "key-1", request, NULL, NULL);
  g_autofree char *sent = danbi_test_line_dup_requests (line);

  g_assert_cmpstr (receipt, ==, "R");
  g_assert_true (g_str_has_prefix (sent, "POST /batches HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nIdempotency-Key: key-1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Bearer secret\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nContent-Type: application/json\r\n"));
  g_assert_null (strstr (sent, "Expect"));
  g_assert_true (g_str_has_suffix (sent, "\r\n\r\n{\"csv\":\"http://x/files/1\",\"archives\":"
                                         "{\"A.7z\":\"http://x/files/2\"}}"));
}

static void
test_never_sent (void)
{
  DanbiTestLine *line = answer_once (RECEIPT);
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  g_autoptr (DanbiBatchRequest) request = new_request ();
  g_autoptr (GError) error = NULL;

  danbi_test_line_free (line);
  g_assert_null (danbi_gateway_name_batch (gateway, "key-1", request, NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_UNREACHABLE);
}

static void
read_request (GSocketConnection *connection)
{
  char buffer[4096];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                       sizeof buffer, NULL, NULL);
}

static void
say (GSocketConnection *connection,
     const char        *answer)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer,
                             strlen (answer), NULL, NULL, NULL);
}

/* Answers one request and keeps the connection; hangs up on the next, on whichever connection it
 * comes; answers all after that. */
static gpointer
keep_and_hang_up_thread (gpointer listener)
{
  g_autoptr (GSocketConnection) first = g_socket_listener_accept (listener, NULL, NULL, NULL);
  g_autoptr (GSocketConnection) next = NULL;
  GSocket *kept = g_socket_connection_get_socket (first);

  read_request (first);
  say (first, "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\n"
              "Content-Length: 2\r\n\r\n{}");
  if (g_socket_condition_timed_wait (kept, G_IO_IN, G_USEC_PER_SEC / 2, NULL, NULL))
    read_request (first);
  g_io_stream_close (G_IO_STREAM (first), NULL, NULL);
  next = g_socket_listener_accept (listener, NULL, NULL, NULL);
  read_request (next);
  say (next, RECEIPT);
  return NULL;
}

/* A batch goes over a connection of its own: on a kept one that dies libcurl would send it again by
 * itself, and what became of the first sending would never be told. */
static void
test_no_kept_connection (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (url, NULL, NULL);
  g_autoptr (DanbiBatchRequest) request = new_request ();
  g_autofree char *found = NULL;
  g_autofree char *receipt = NULL;
  gint64 begin_us;
  GThread *thread = g_thread_new ("keep", keep_and_hang_up_thread, listener);

  g_assert_true (danbi_gateway_find_batch (gateway, "key-1", &found, NULL, NULL));
  begin_us = g_get_monotonic_time ();
  receipt = danbi_gateway_name_batch (gateway, "key-1", request, NULL, NULL);
  g_assert_cmpstr (receipt, ==, "R");
  /* The kept connection stayed silent until the server gave it up. */
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, G_USEC_PER_SEC / 4);
  g_thread_join (thread);
}

static gpointer
cancel_thread (gpointer cancellable)
{
  g_usleep (200000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* The script reads the request and, as it gets no whole one, waits: so does the client. */
static void
test_stopped_after_sending (void)
{
  const DanbiTestCut cuts[] = { { -1, -1 } };
  g_autoptr (GSocketListener) silent = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (silent, NULL, NULL);
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_proxy (port, cuts, 1);
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  g_autoptr (DanbiBatchRequest) request = new_request ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);

  g_assert_null (danbi_gateway_name_batch (gateway, "key-1", request, cancellable, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_BROKEN);
  g_thread_join (thread);

  g_clear_error (&error);
  g_cancellable_cancel (before);
  g_assert_null (danbi_gateway_name_batch (gateway, "key-1", request, before, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED);
}

static void
test_find_batch (void)
{
  const struct
  {
    const char *answer;
    const char *receipt;
    int error; /* -1: none */
  } cases[] = {
    { JSON ("200 OK", "application/json", "{\"receipt\":\"R\",\"state\":\"checking\"}"), "R",
      -1 },
    { PROBLEM_404, NULL, -1 },
    { EMPTY ("404 Not Found"), NULL, DANBI_GATEWAY_ERROR_PROTOCOL },
    { JSON ("404 Not Found", "text/html", "<p>"), NULL, DANBI_GATEWAY_ERROR_PROTOCOL },
    { JSON ("200 OK", "text/html", "<p>"), NULL, DANBI_GATEWAY_ERROR_PROTOCOL },
    { EMPTY ("423 Locked"), NULL, DANBI_GATEWAY_ERROR_LATER },
    { EMPTY ("500 Internal Server Error"), NULL, DANBI_GATEWAY_ERROR_LATER },
    { EMPTY ("401 Unauthorized"), NULL, DANBI_GATEWAY_ERROR_AUTH },
    { "", NULL, DANBI_GATEWAY_ERROR_BROKEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiTestLine) line = answer_once (cases[i].answer);
      g_autoptr (DanbiGateway) gateway = new_gateway (line);
      g_autoptr (GError) error = NULL;
      g_autofree char *receipt = NULL;
      g_autofree char *sent = NULL;
      gboolean ok = danbi_gateway_find_batch (gateway, "a b&c", &receipt, NULL, &error);

      g_test_message ("%s", cases[i].answer);
      sent = danbi_test_line_dup_requests (line);
      g_assert_true (g_str_has_prefix (sent, "GET /batches?key=a%20b%26c HTTP/1.1\r\n"));
      g_assert_cmpint (ok, ==, cases[i].error < 0);
      g_assert_cmpstr (receipt, ==, cases[i].receipt);
      if (cases[i].error >= 0)
        g_assert_error (error, DANBI_GATEWAY_ERROR, cases[i].error);
    }
}

static void
test_get_batch (void)
{
  g_autoptr (DanbiTestLine) line = answer_once (
      JSON ("200 OK", "application/json", "{\"receipt\":\"R/../1\",\"state\":\"checking\"}"));
  g_autoptr (DanbiTestLine) other = answer_once (
      JSON ("200 OK", "application/json", "{\"receipt\":\"S\",\"state\":\"checking\"}"));
  g_autoptr (DanbiTestLine) gone = answer_once (PROBLEM_404);
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  g_autoptr (DanbiGateway) other_gateway = new_gateway (other);
  g_autoptr (DanbiGateway) gone_gateway = new_gateway (gone);
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiBatchStatus) status = danbi_gateway_get_batch (gateway, "R/../1", NULL, &error);
  g_autofree char *sent = danbi_test_line_dup_requests (line);

  g_assert_no_error (error);
  g_assert_false (status->done);
  g_assert_true (g_str_has_prefix (sent, "GET /batches/R%2F..%2F1 HTTP/1.1\r\n"));

  g_assert_null (danbi_gateway_get_batch (other_gateway, "R", NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_null (danbi_gateway_get_batch (gone_gateway, "R", NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_GONE);
  g_assert_nonnull (strstr (error->message, "404"));
}

static void
test_long_answer (void)
{
  g_autoptr (GString) answer =
      g_string_new (HEAD ("200 OK") "Content-Type: application/json\r\n\r\n");
  g_autofree char *blanks = g_strnfill (DANBI_WIRE_MAX_DOCUMENT_BYTES + 1, ' ');
  g_autoptr (DanbiTestLine) line = NULL;
  g_autoptr (DanbiGateway) gateway = NULL;
  g_autoptr (GError) error = NULL;

  g_string_append (answer, blanks);
  line = answer_once (answer->str);
  gateway = new_gateway (line);
  g_assert_null (danbi_gateway_get_batch (gateway, "R", NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_PROTOCOL);
}

static void
test_practice (void)
{
  const struct
  {
    const char *answer;
    gboolean practice;
  } cases[] = {
    { HEAD ("204 No Content") "Danbi-Receiver: practice\r\n\r\n", TRUE },
    { HEAD ("204 No Content") "danbi-receiver:practice \r\n\r\n", TRUE },
    { HEAD ("204 No Content") "\r\n", FALSE },
    { HEAD ("204 No Content") "Danbi-Receiver: real\r\n\r\n", FALSE },
    { HEAD ("204 No Content") "X-Danbi-Receiver: practice\r\n\r\n", FALSE },
    { EMPTY ("405 Method Not Allowed"), FALSE },
    { EMPTY ("404 Not Found"), FALSE },
    { "HTTP/1.1 100 Continue\r\nDanbi-Receiver: practice\r\n\r\n" EMPTY ("200 OK"), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiTestLine) line = answer_once (cases[i].answer);
      g_autoptr (DanbiGateway) gateway = new_gateway (line);
      g_autoptr (GError) error = NULL;
      gboolean practice = !cases[i].practice;

      g_test_message ("%s", cases[i].answer);
      danbi_gateway_is_practice (gateway, &practice, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (practice, ==, cases[i].practice);
    }
}

static void
test_problem_is_shown (void)
{
  g_autoptr (DanbiTestLine) line =
      answer_once (JSON ("422 X", "application/problem+json", "{\"detail\":\"The CSV is bad\"}"));
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  g_autoptr (DanbiBatchRequest) request = new_request ();
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_gateway_name_batch (gateway, "k", request, NULL, &error));
  g_assert_nonnull (strstr (error->message, "The CSV is bad"));
  g_assert_nonnull (strstr (error->message, "422"));
}

static void
test_terminate (void)
{
  const struct
  {
    const char *answer;
    gboolean ok;
  } cases[] = {
    { HEAD ("204 No Content") "\r\n", TRUE },
    { EMPTY ("404 Not Found"), TRUE },
    { EMPTY ("410 Gone"), TRUE },
    { EMPTY ("423 Locked"), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiTestLine) line = answer_once (cases[i].answer);
      g_autoptr (DanbiGateway) gateway = new_gateway (line);
      g_autofree char *url = g_strconcat (danbi_test_line_get_url (line), "/files/1", NULL);

      g_assert_cmpint (danbi_gateway_terminate (gateway, url, NULL, NULL), ==, cases[i].ok);
      g_assert_false (danbi_gateway_terminate (gateway, "https://x.example/1", NULL, NULL));
    }
}

/* TLS is begun on https and nothing is sent when it does not come about. */
static void
test_no_tls (void)
{
  g_autoptr (DanbiTestLine) line = answer_once (RECEIPT);
  g_autofree char *url =
      g_strconcat ("https", danbi_test_line_get_url (line) + strlen ("http"), NULL);
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (url, "secret", NULL);
  g_autoptr (DanbiBatchRequest) request = new_request ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);

  g_assert_null (danbi_gateway_name_batch (gateway, "k", request, cancellable, &error));
  g_thread_join (thread);
  g_assert_nonnull (error);
  g_assert_cmpint (error->code, !=, DANBI_GATEWAY_ERROR_BROKEN);
  sent = danbi_test_line_dup_requests (line);
  g_assert_null (strstr (sent, "secret"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/upload/gateway/only_lawful_addresses_and_tokens", test_addresses);
  g_test_add_func ("/danbi/upload/gateway/an_open_outcome_is_broken_and_nothing_else_is",
                   test_name_batch);
  g_test_add_func ("/danbi/upload/gateway/a_batch_carries_its_key_and_token",
                   test_name_batch_request);
  g_test_add_func ("/danbi/upload/gateway/what_was_never_sent_is_unreachable", test_never_sent);
  g_test_add_func ("/danbi/upload/gateway/a_batch_is_sent_once_on_its_own_connection",
                   test_no_kept_connection);
  g_test_add_func ("/danbi/upload/gateway/stopping_after_sending_leaves_it_open",
                   test_stopped_after_sending);
  g_test_add_func ("/danbi/upload/gateway/no_batch_is_believed_only_from_a_gateway",
                   test_find_batch);
  g_test_add_func ("/danbi/upload/gateway/a_status_is_of_the_batch_asked_for", test_get_batch);
  g_test_add_func ("/danbi/upload/gateway/an_endless_answer_is_cut", test_long_answer);
  g_test_add_func ("/danbi/upload/gateway/practice_is_said_by_the_receiver", test_practice);
  g_test_add_func ("/danbi/upload/gateway/a_problem_is_told_in_its_words", test_problem_is_shown);
  g_test_add_func ("/danbi/upload/gateway/an_upload_can_be_removed", test_terminate);
  g_test_add_func ("/danbi/upload/gateway/nothing_is_sent_without_tls", test_no_tls);
  return g_test_run ();
}

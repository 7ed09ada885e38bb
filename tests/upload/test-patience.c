/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of waiting: how long for what, who is told of it, and how soon it ends when stopped. */
#include "config.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "danbi-clock.h"
#include "danbi-gateway.h"
#include "danbi-test-file.h"
#include "danbi-test-line.h"
#include "danbi-test-receiver.h"

#define HEAD DANBI_TEST_HEAD
#define EMPTY DANBI_TEST_EMPTY
#define CREATED DANBI_TEST_CREATED
#define TAKEN DANBI_TEST_TAKEN

#define STOP_AFTER_MS 150
#define STOPPED_WITHIN_MS 200
#define SILENCE_MS 200

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

typedef struct
{
  GCancellable *cancellable;
  gint64 at_ms;
} Stop;

static gpointer
stop_thread (gpointer data)
{
  Stop *stop = data;

  g_usleep (STOP_AFTER_MS * 1000);
  stop->at_ms = now_ms ();
  g_cancellable_cancel (stop->cancellable);
  return NULL;
}

/* Sends a file and stops it from another thread while it waits for something. */
static void
assert_stops_at_once (DanbiGateway *gateway,
                      const char   *where)
{
  Stop stop = { .cancellable = g_cancellable_new () };
  GThread *thread = g_thread_new ("stop", stop_thread, &stop);
  g_autoptr (GError) error = NULL;
  gint64 ended_ms;

  g_assert_false (danbi_test_file_send (gateway, 1024 * 1024, stop.cancellable, &error));
  ended_ms = now_ms ();
  g_thread_join (thread);
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED);
  g_test_message ("stopped %s: after %" G_GINT64_FORMAT " ms", where, ended_ms - stop.at_ms);
  g_assert_cmpint (ended_ms - stop.at_ms, <, STOPPED_WITHIN_MS);
  g_object_unref (stop.cancellable);
}

/* A socket whose queue is full: connections to it hang. */
static int
listen_without_room (guint16 *port,
                     int      fillers[2])
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (fd, 0), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &length), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      fillers[i] = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      connect (fillers[i], (struct sockaddr *) &address, length);
    }
  *port = ntohs (address.sin_port);
  return fd;
}

static void
test_stop_in_connect (void)
{
  int fillers[2];
  guint16 port;
  int fd = listen_without_room (&port, fillers);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (url, NULL, NULL);

  assert_stops_at_once (gateway, "in a connect that hangs");
  close (fillers[0]);
  close (fillers[1]);
  close (fd);
}

static void
test_stop_in_answer (void)
{
  const char *answers[] = { "HTTP/1.1 201 Cre", NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);

  danbi_test_line_set_manner (line, DANBI_TEST_THEN_SILENCE, 0);
  assert_stops_at_once (gateway, "in an answer that does not come");
}

static void
test_stop_in_pause (void)
{
  const char *answers[] = { HEAD ("503 X") "Retry-After: 60\r\nContent-Length: 0\r\n\r\n", NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);

  assert_stops_at_once (gateway, "in a pause");
}

static void
test_stop_under_ceiling (void)
{
  g_autoptr (DanbiTestReceiver) receiver = danbi_test_receiver_start (NULL, NULL);
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (receiver->url, NULL, NULL);

  danbi_gateway_set_ceiling (gateway, 1024);
  assert_stops_at_once (gateway, "under a low ceiling");
}

static void
test_stop_in_name_lookup (void)
{
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new ("https://gateway.invalid", NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stop stop = { .cancellable = cancellable };
  GThread *thread = g_thread_new ("stop", stop_thread, &stop);
  gint64 ended_ms;

  /* Whatever the network here makes of the name: it ends no later than it is stopped. */
  g_assert_false (danbi_test_file_send (gateway, 3, cancellable, NULL));
  ended_ms = now_ms ();
  g_thread_join (thread);
  g_assert_cmpint (ended_ms - stop.at_ms, <, STOPPED_WITHIN_MS);
}

/* How long it takes until an answer that is given in @manner counts as a broken connection. */
static void
assert_breaks (const char     *answer,
               DanbiTestManner manner,
               guint           pause_ms,
               guint           least_ms,
               guint           most_ms,
               const char     *words)
{
  const char *answers[] = { answer, answer, NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);
  g_autoptr (GError) error = NULL;
  gint64 begin_ms;

  danbi_test_line_set_manner (line, manner, pause_ms);
  danbi_gateway_set_pacing (gateway, 1024, 1, 1);
  danbi_gateway_set_patience (gateway, SILENCE_MS);
  begin_ms = now_ms ();
  g_assert_false (danbi_test_file_send (gateway, 3, NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_BROKEN);
  g_assert_true (danbi_gateway_is_passing (error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpint (now_ms () - begin_ms, >=, least_ms);
  g_assert_cmpint (now_ms () - begin_ms, <, most_ms);
}

static void
test_silence (void)
{
  assert_breaks ("", DANBI_TEST_THEN_SILENCE, 0, SILENCE_MS, 10 * SILENCE_MS, "nothing came");
  assert_breaks ("HTTP/1.1 2", DANBI_TEST_THEN_SILENCE, 0, SILENCE_MS, 10 * SILENCE_MS,
                 "nothing came");
}

/* Never silent for as long as that, and yet no answer. */
static void
test_dripping (void)
{
  g_autoptr (GString) answer = g_string_new ("HTTP/1.1 201 Created\r\n");

  for (guint i = 0; i < 100; i++)
    g_string_append (answer, "X: y\r\n");
  assert_breaks (answer->str, DANBI_TEST_BYTE_BY_BYTE, SILENCE_MS / 50, 4 * SILENCE_MS,
                 20 * SILENCE_MS, "did not come to an end");
  assert_breaks (HEAD ("503 X") "\r\n", DANBI_TEST_WITHOUT_END, SILENCE_MS / 10, 4 * SILENCE_MS,
                 20 * SILENCE_MS, "did not come to an end");
}

static void
test_slow_answer_arrives (void)
{
  const char *answers[] = { CREATED ("/f"), TAKEN ("3"), NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);
  g_autoptr (GError) error = NULL;

  danbi_test_line_set_manner (line, DANBI_TEST_BYTE_BY_BYTE, 1);
  danbi_gateway_set_patience (gateway, SILENCE_MS);
  danbi_test_file_send (gateway, 3, NULL, &error);
  g_assert_no_error (error);
}

/* One that never ends and does not drip is cut at the size of a document. */
static void
test_endless (void)
{
  g_autofree char *blanks = g_strnfill (DANBI_WIRE_MAX_DOCUMENT_BYTES, ' ');
  g_autofree char *answer = g_strconcat (HEAD ("503 X") "\r\n", blanks, NULL);
  const char *answers[] = { answer, NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);
  g_autoptr (GError) error = NULL;

  danbi_test_line_set_manner (line, DANBI_TEST_WITHOUT_END, 0);
  g_assert_false (danbi_test_file_send (gateway, 3, NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "4 MiB"));
  g_assert_false (danbi_gateway_is_passing (error));
}

typedef struct
{
  guint n_pauses;
  guint n_ends;
  gint64 longest_s;
} Told;

static void
wait_cb (gint64      next_try_s,
         const char *why,
         gpointer    user_data)
{
  Told *told = user_data;

  if (!why)
    {
      g_assert_cmpint (next_try_s, ==, 0);
      told->n_ends++;
      return;
    }
  g_assert_cmpuint (told->n_pauses, ==, told->n_ends);
  g_assert_nonnull (strstr (why, "503"));
  told->longest_s = MAX (told->longest_s, next_try_s - danbi_clock_now_s ());
  told->n_pauses++;
}

static void
test_pauses_are_told (void)
{
  const char *answers[] = { EMPTY ("503 X"),
                            HEAD ("503 X") "Retry-After: 1\r\nContent-Length: 0\r\n\r\n",
                            CREATED ("/f"), TAKEN ("3"), NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);
  g_autoptr (GError) error = NULL;
  Told told = { 0 };
  gint64 begin_ms = now_ms ();

  danbi_gateway_set_pacing (gateway, 0, 3, 20);
  danbi_gateway_set_wait_func (gateway, wait_cb, &told);
  danbi_test_file_send (gateway, 3, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (told.n_pauses, ==, 2);
  g_assert_cmpuint (told.n_ends, ==, 2);
  g_assert_cmpint (told.longest_s, >=, 1);
  g_assert_cmpint (told.longest_s, <=, 2);
  g_assert_cmpint (now_ms () - begin_ms, >=, 1000);
}

static void
test_ceiling (void)
{
  g_autoptr (DanbiTestReceiver) receiver = danbi_test_receiver_start (NULL, NULL);
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (receiver->url, NULL, NULL);
  g_autoptr (GError) error = NULL;
  const guint64 ceiling = 1024 * 1024;
  const guint64 size = 700 * 1024;
  gint64 begin_ms = now_ms ();
  gint64 took_ms;

  g_assert_cmpuint (danbi_gateway_get_line (gateway), ==, 0);
  danbi_gateway_set_ceiling (gateway, ceiling);
  danbi_test_file_send (gateway, size, NULL, &error);
  g_assert_no_error (error);
  took_ms = now_ms () - begin_ms;
  g_test_message ("%" G_GUINT64_FORMAT " bytes in %" G_GINT64_FORMAT " ms", size, took_ms);
  g_assert_cmpint (took_ms, >=, (gint64) (size * 1000 / ceiling) - 150);
  g_assert_cmpuint (danbi_gateway_get_line (gateway), >, ceiling / 8);
  g_assert_cmpuint (danbi_gateway_get_line (gateway), <, ceiling * 3 / 2);

  danbi_gateway_set_ceiling (gateway, 0);
  danbi_test_file_send (gateway, size, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (danbi_gateway_get_line (gateway), >, ceiling);
}

#define ADD(name, func) g_test_add_func ("/danbi/upload/patience/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("it_stops_in_a_connect_that_hangs", test_stop_in_connect);
  ADD ("it_stops_in_an_answer_that_does_not_come", test_stop_in_answer);
  ADD ("it_stops_in_a_pause", test_stop_in_pause);
  ADD ("it_stops_under_a_low_ceiling", test_stop_under_ceiling);
  ADD ("it_stops_while_a_name_is_looked_up", test_stop_in_name_lookup);
  ADD ("silence_is_a_broken_connection", test_silence);
  ADD ("an_answer_that_drips_is_a_broken_connection", test_dripping);
  ADD ("an_answer_that_comes_slowly_is_taken", test_slow_answer_arrives);
  ADD ("an_answer_that_never_ends_is_cut", test_endless);
  ADD ("pauses_are_told_with_the_next_try", test_pauses_are_told);
  ADD ("a_ceiling_is_kept_and_the_line_measured", test_ceiling);
  return g_test_run ();
}

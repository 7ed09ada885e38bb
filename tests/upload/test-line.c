/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a computer that slept and of one that came into another network: the connection is
 * looked after at once, and not when its time is over. */
#include "config.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "danbi-gateway.h"
#include "danbi-test-file.h"
#include "danbi-test-line.h"

#define CREATED DANBI_TEST_CREATED
#define TAKEN DANBI_TEST_TAKEN
#define OTHER_END "127.5.5.5"

static gint slept_s; /* atomic */

/* Stands before the C library's own: the clock since the start of the computer goes on while it
 * sleeps, all others stand still. */
int
clock_gettime (clockid_t        clock,
               struct timespec *now)
{
  int result = (int) syscall (SYS_clock_gettime, clock, now);

  if (clock == CLOCK_BOOTTIME)
    now->tv_sec += g_atomic_int_get (&slept_s);
  return result;
}

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* A server that hears one request and never answers, and then answers all others. Its first
 * connection stays open, as one does to a computer that slept. */
typedef struct
{
  GSocketListener *listener;
  GSocketConnection *silent;
  void (*meanwhile) (void);
  const char *answers[4]; /* NULL ends them; "" is none */
  guint n_requests;
} Server;

static void
read_request (GSocketConnection *connection)
{
  char buffer[4096];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                       sizeof buffer, NULL, NULL);
}

static gpointer
serve_thread (gpointer data)
{
  Server *server = data;

  for (guint i = 0; server->answers[i]; i++)
    {
      g_autoptr (GSocketConnection) connection =
          g_socket_listener_accept (server->listener, NULL, NULL, NULL);

      read_request (connection);
      server->n_requests++;
      if (!*server->answers[i])
        {
          g_usleep (100000);
          server->meanwhile ();
          server->silent = g_steal_pointer (&connection);
          continue;
        }
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 server->answers[i], strlen (server->answers[i]), NULL, NULL,
                                 NULL);
    }
  return NULL;
}

/* How long it takes where the first answer never comes and @meanwhile happens instead. */
static gint64
send_while (const char *host,
            void      (*meanwhile) (void))
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *url = g_strdup_printf ("http://%s:%u", host, port);
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (url, NULL, NULL);
  Server server = { .listener = listener,
                    .meanwhile = meanwhile,
                    .answers = { "", CREATED ("/f"), TAKEN ("3") } };
  gint64 begin_ms = now_ms ();
  GThread *thread;

  g_assert_no_error (error);
  thread = g_thread_new ("server", serve_thread, &server);
  danbi_test_file_send (gateway, 3, NULL, &error);
  g_assert_no_error (error);
  begin_ms = now_ms () - begin_ms;
  g_thread_join (thread);
  g_assert_cmpuint (server.n_requests, ==, 3);
  g_clear_object (&server.silent);
  return begin_ms;
}

static void
sleep_an_hour (void)
{
  g_atomic_int_add (&slept_s, 3600);
}

static void
test_slept (void)
{
  gint64 took_ms = send_while ("127.0.0.1", sleep_an_hour);

  g_test_message ("went on after %" G_GINT64_FORMAT " ms", took_ms);
  g_assert_cmpint (took_ms, <, 3000);
}

static gpointer
sleep_thread (gpointer data)
{
  g_usleep (100000);
  sleep_an_hour ();
  return NULL;
}

/* A pause that was slept through is over. */
static void
test_slept_in_pause (void)
{
  const char *answers[] = {
    DANBI_TEST_HEAD ("503 X") "Retry-After: 60\r\nContent-Length: 0\r\n\r\n", CREATED ("/f"),
    TAKEN ("3"), NULL
  };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("sleep", sleep_thread, NULL);
  gint64 begin_ms = now_ms ();

  danbi_test_file_send (gateway, 3, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (now_ms () - begin_ms, <, 3000);
  g_thread_join (thread);
}

static gboolean in_own_network;

/* In a network of its own, with nothing but a loopback device, it may take addresses away. */
static gboolean
enter_own_network (void)
{
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
  gboolean up;
  int fd;

  if (unshare (CLONE_NEWNET) < 0 && unshare (CLONE_NEWUSER | CLONE_NEWNET) < 0)
    return FALSE;
  fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  up = fd >= 0 && ioctl (fd, SIOCSIFFLAGS, &request) == 0;
  close (fd);
  return up;
}

static void
set_address (int           fd,
             unsigned long request_code,
             const char   *text)
{
  struct ifreq request = { .ifr_name = "lo" };
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = inet_addr (text) };

  memcpy (&request.ifr_addr, &address, sizeof address);
  g_assert_cmpint (ioctl (fd, request_code, &request), ==, 0);
}

/* 127.0.0.1, from which the connection was made, is nobody's any more; its other end still is. */
static void
move_away (void)
{
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  set_address (fd, SIOCSIFADDR, OTHER_END);
  set_address (fd, SIOCSIFNETMASK, "255.255.255.255");
  close (fd);
}

static void
test_moved (void)
{
  gint64 took_ms;

  if (!in_own_network)
    {
      g_test_skip ("Networks of one's own are not allowed here");
      return;
    }
  took_ms = send_while (OTHER_END, move_away);
  g_test_message ("went on after %" G_GINT64_FORMAT " ms", took_ms);
  g_assert_cmpint (took_ms, <, 10000);
}

#define ADD(name, func) g_test_add_func ("/danbi/upload/line/" name, func)

int
main (int   argc,
      char *argv[])
{
  /* Before there are threads. */
  in_own_network = enter_own_network ();
  g_test_init (&argc, &argv, NULL);
  ADD ("a_connection_that_slept_is_made_anew_at_once", test_slept);
  ADD ("a_pause_that_was_slept_through_is_over", test_slept_in_pause);
  ADD ("a_connection_from_another_network_is_made_anew", test_moved);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line between client and server that breaks where the test says, or a server that answers from a
 * script, one answer for each connection. Connections are served one after the other. */
#include <string.h>

#include "danbi-test-line.h"

#define BUFFER_BYTES (64 * 1024)

struct _DanbiTestLine
{
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  char *url;
  guint target_port; /* 0: the script answers */
  GArray *cuts;
  GStrv answers;
  DanbiTestManner manner;
  guint pause_ms;
  GMutex mutex;
  guint n_connections;
  guint64 bytes_up;
  GString *requests;
};

/* Returns how many bytes it took from @from. */
static gsize
pass_on (GSocket  *from,
         GSocket  *to,
         gint64   *left,
         gboolean *open)
{
  char buffer[BUFFER_BYTES];
  gsize want = *left < 0 ? sizeof buffer : (gsize) MIN ((gint64) sizeof buffer, *left);
  gssize got = want > 0 ? g_socket_receive (from, buffer, want, NULL, NULL) : 0;

  *open = got > 0;
  for (gssize sent = 0; sent < got && *open;)
    {
      gssize now = g_socket_send (to, buffer + sent, (gsize) (got - sent), NULL, NULL);

      *open = now > 0;
      sent += now;
    }
  if (*left > 0)
    *left -= MAX (got, 0);
  return (gsize) MAX (got, 0);
}

static void
count_up (DanbiTestLine *self,
          gsize          bytes)
{
  g_mutex_lock (&self->mutex);
  self->bytes_up += bytes;
  g_mutex_unlock (&self->mutex);
}

/* What had come as far as here when the connection was cut has travelled too. */
static void
count_rest (DanbiTestLine *self,
            GSocket       *client)
{
  char buffer[BUFFER_BYTES];
  gssize got;

  g_socket_set_blocking (client, FALSE);
  while ((got = g_socket_receive (client, buffer, sizeof buffer, NULL, NULL)) > 0)
    count_up (self, (gsize) got);
}

static void
serve_proxy (DanbiTestLine *self,
             GSocket       *client,
             DanbiTestCut   cut)
{
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  gboolean open = TRUE;

  connection = g_socket_client_connect_to_host (connector, "127.0.0.1",
                                                (guint16) self->target_port, NULL, NULL);
  while (connection && open)
    {
      GSocket *server = g_socket_connection_get_socket (connection);
      GPollFD fds[3] = { { g_socket_get_fd (client), G_IO_IN, 0 },
                         { g_socket_get_fd (server), G_IO_IN, 0 } };

      g_cancellable_make_pollfd (self->cancellable, &fds[2]);
      g_poll (fds, 3, -1);
      g_cancellable_release_fd (self->cancellable);
      if (g_cancellable_is_cancelled (self->cancellable))
        break;
      if (fds[0].revents)
        count_up (self, pass_on (client, server, &cut.up, &open));
      if (open && fds[1].revents)
        pass_on (server, client, &cut.down, &open);
      open = open && cut.up != 0 && cut.down != 0;
    }
  count_rest (self, client);
}

static gsize
get_body_bytes (const char *request)
{
  g_autofree char *lower = g_ascii_strdown (request, -1);
  const char *header = strstr (lower, "\r\ncontent-length:");

  return header ? (gsize) g_ascii_strtoull (header + 17, NULL, 10) : 0;
}

static gboolean
is_whole_request (const GString *request)
{
  const char *end = strstr (request->str, "\r\n\r\n");

  return end && request->len >= (gsize) (end + 4 - request->str) + get_body_bytes (request->str);
}

static gboolean
say (DanbiTestLine *self,
     GSocket       *client,
     const char    *text,
     gsize          length)
{
  gssize now = 1;

  for (gsize sent = 0; sent < length && now > 0; sent += (gsize) MAX (now, 0))
    now = g_socket_send (client, text + sent, length - sent, self->cancellable, NULL);
  return now > 0;
}

/* Whether the other side and the test are still there. */
static gboolean
pause_between (DanbiTestLine *self,
               GSocket       *client)
{
  gint64 pause_us = self->pause_ms > 0 ? (gint64) self->pause_ms * 1000 : 0;

  return !g_cancellable_is_cancelled (self->cancellable)
         && (pause_us == 0
             || !g_socket_condition_timed_wait (client, G_IO_IN | G_IO_HUP, pause_us,
                                                self->cancellable, NULL));
}

static void
answer_in_manner (DanbiTestLine *self,
                  GSocket       *client,
                  const char    *answer)
{
  gsize length = strlen (answer);
  gsize step = self->manner == DANBI_TEST_BYTE_BY_BYTE ? 1 : MAX (length, 1);
  gboolean open = TRUE;

  for (gsize sent = 0; sent < length && open; sent += step)
    open = say (self, client, answer + sent, MIN (step, length - sent))
           && (step > 1 || pause_between (self, client));
  if (open && self->manner == DANBI_TEST_THEN_SILENCE)
    g_socket_condition_wait (client, G_IO_IN | G_IO_HUP, self->cancellable, NULL);
  while (open && self->manner == DANBI_TEST_WITHOUT_END)
    open = say (self, client, " ", 1) && pause_between (self, client);
}

static void
serve_script (DanbiTestLine *self,
              GSocket       *client,
              const char    *answer)
{
  g_autoptr (GString) request = g_string_new (NULL);
  char buffer[BUFFER_BYTES];
  gssize got = 1;

  while (!is_whole_request (request)
         && (got = g_socket_receive (client, buffer, sizeof buffer, self->cancellable, NULL)) > 0)
    g_string_append_len (request, buffer, got);
  g_mutex_lock (&self->mutex);
  g_string_append_len (self->requests, request->str, (gssize) request->len);
  g_mutex_unlock (&self->mutex);
  if (answer && got > 0)
    answer_in_manner (self, client, answer);
}

static gpointer
serve_thread (gpointer data)
{
  DanbiTestLine *self = data;
  GSocket *client;

  while ((client = g_socket_listener_accept_socket (self->listener, NULL, self->cancellable, NULL)))
    {
      guint n = self->n_connections;

      g_mutex_lock (&self->mutex);
      self->n_connections++;
      g_mutex_unlock (&self->mutex);
      if (self->target_port > 0)
        serve_proxy (self, client,
                     n < self->cuts->len ? g_array_index (self->cuts, DanbiTestCut, n)
                                         : (DanbiTestCut) { -1, -1 });
      else
        serve_script (self, client,
                      n < g_strv_length (self->answers) ? self->answers[n] : NULL);
      g_socket_close (client, NULL);
      g_object_unref (client);
    }
  return NULL;
}

static DanbiTestLine *
line_new (void)
{
  DanbiTestLine *self = g_new0 (DanbiTestLine, 1);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;

  g_mutex_init (&self->mutex);
  self->requests = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, NULL);
  self->url = g_strdup_printf (
      "http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  return self;
}

/**
 * danbi_test_line_new_proxy:
 * @target_port: where connections lead to
 * @cuts: where the first connections break; those after them hold
 * @n_cuts: how many
 *
 * Returns: (transfer full): the line
 */
DanbiTestLine *
danbi_test_line_new_proxy (guint               target_port,
                           const DanbiTestCut *cuts,
                           guint               n_cuts)
{
  DanbiTestLine *self = line_new ();

  self->target_port = target_port;
  self->cuts = g_array_new (FALSE, FALSE, sizeof (DanbiTestCut));
  g_array_append_vals (self->cuts, cuts, n_cuts);
  self->thread = g_thread_new ("proxy", serve_thread, self);
  return self;
}

/**
 * danbi_test_line_new_script:
 * @answers: whole HTTP answers, one for each connection; those after them are closed unanswered
 *
 * Returns: (transfer full): the line
 */
DanbiTestLine *
danbi_test_line_new_script (const char *const *answers)
{
  DanbiTestLine *self = line_new ();

  self->answers = g_strdupv ((char **) answers);
  self->thread = g_thread_new ("script", serve_thread, self);
  return self;
}

/**
 * danbi_test_line_set_manner:
 * @self: a line that answers from a script
 * @manner: how it does from now on
 * @pause_ms: how long the pauses are
 */
void
danbi_test_line_set_manner (DanbiTestLine  *self,
                            DanbiTestManner manner,
                            guint           pause_ms)
{
  self->manner = manner;
  self->pause_ms = pause_ms;
}

const char *
danbi_test_line_get_url (DanbiTestLine *self)
{
  return self->url;
}

guint
danbi_test_line_get_n_connections (DanbiTestLine *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

/**
 * danbi_test_line_get_bytes_up:
 * @self: a line that passes on
 *
 * Returns: how many bytes came from clients so far, those among them that were cut off
 */
guint64
danbi_test_line_get_bytes_up (DanbiTestLine *self)
{
  guint64 bytes;

  g_mutex_lock (&self->mutex);
  bytes = self->bytes_up;
  g_mutex_unlock (&self->mutex);
  return bytes;
}

/**
 * danbi_test_line_dup_requests:
 * @self: a line that answers from a script
 *
 * Returns: (transfer full): all it was sent so far
 */
char *
danbi_test_line_dup_requests (DanbiTestLine *self)
{
  char *text;

  g_mutex_lock (&self->mutex);
  text = g_strdup (self->requests->str);
  g_mutex_unlock (&self->mutex);
  return text;
}

void
danbi_test_line_free (DanbiTestLine *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->cuts, g_array_unref);
  g_strfreev (self->answers);
  g_string_free (self->requests, TRUE);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One confined child, danbi-inspector, and the socket to it. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "danbi-inspection.h"
#include "danbi-paths.h"
#include "danbi-worker.h"

#define RECEIVE_BYTES (64 * 1024)
#define SEND_BYTES (16 * 1024) /* at once, so that growing seldom leaves a copy behind */

struct _DanbiWorker
{
  GPid pid;
  int fd;
  gboolean ready; /* it said that it is confined */
  GByteArray *out;
  GByteArray *in;
  gsize n_taken; /* bytes at the beginning of @in that were handed out */
};

/* One socket in both directions: writing to a child that has crashed then gives EPIPE and not the
 * signal that would end the program. */
static gboolean
open_channel (int      fds[2],
              GError **error)
{
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0)
    return TRUE;
  g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_NO_INSPECTOR,
               _("The image reader could not be started: %s"), g_strerror (errno));
  return FALSE;
}

static char **
make_argv (const char *const *args)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *program = danbi_paths_dup_program ("danbi-inspector", "inspector");

  g_strv_builder_add (argv, program);
  for (guint i = 0; args && args[i]; i++)
    g_strv_builder_add (argv, args[i]);
  return g_strv_builder_end (argv);
}

/**
 * danbi_worker_new:
 * @args: (nullable): arguments for the child
 * @error: %DANBI_INSPECTION_ERROR_NO_INSPECTOR
 *
 * Starts a child. Requests may be sent at once; it answers after it has confined itself.
 *
 * Returns: (transfer full) (nullable): the child
 */
DanbiWorker *
danbi_worker_new (const char *const *args,
                  GError           **error)
{
  g_auto (GStrv) argv = make_argv (args);
  g_autoptr (GError) local_error = NULL;
  DanbiWorker *self;
  GPid pid;
  int fds[2];
  int out;

  if (!open_channel (fds, error))
    return NULL;
  out = dup (fds[1]);
  if (!g_spawn_async_with_pipes_and_fds (NULL, (const char *const *) argv, NULL,
                                         G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, fds[1], out, -1,
                                         NULL, NULL, 0, &pid, NULL, NULL, NULL, &local_error))
    {
      g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_NO_INSPECTOR,
                   _("The image reader could not be started: %s"), local_error->message);
      close (fds[0]);
      close (fds[1]);
      close (out);
      return NULL;
    }
  close (fds[1]);
  close (out);

  self = g_new0 (DanbiWorker, 1);
  self->pid = pid;
  self->fd = fds[0];
  self->out = g_byte_array_sized_new (SEND_BYTES);
  self->in = g_byte_array_sized_new (RECEIVE_BYTES); /* never without a place to point to */
  return self;
}

static gboolean
reap (DanbiWorker *self)
{
  int status = 0;
  pid_t done;

  if (self->pid == 0)
    return FALSE;
  do
    done = waitpid (self->pid, &status, 0);
  while (done < 0 && errno == EINTR);
  self->pid = 0;
  return done > 0 && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

/**
 * danbi_worker_end:
 * @self: a child that has closed its socket
 *
 * Returns: whether it ended by its own will; a child retires when it has used much CPU time
 */
gboolean
danbi_worker_end (DanbiWorker *self)
{
  return reap (self);
}

/* A request may hold a password, so nothing that was sent stays in memory. */
static void
forget_sent (DanbiWorker *self,
             gsize        n_sent)
{
  gsize n_left = self->out->len - n_sent;

  memmove (self->out->data, self->out->data + n_sent, n_left);
  explicit_bzero (self->out->data + n_left, n_sent);
  g_byte_array_set_size (self->out, (guint) n_left);
}

/**
 * danbi_worker_free:
 * @self: (nullable): a child; it is killed where it still runs
 */
void
danbi_worker_free (DanbiWorker *self)
{
  if (!self)
    return;
  close (self->fd);
  if (self->pid != 0)
    kill (self->pid, SIGKILL);
  reap (self);
  forget_sent (self, self->out->len);
  g_byte_array_unref (self->out);
  g_byte_array_unref (self->in);
  g_free (self);
}

/**
 * danbi_worker_get_fd:
 * @self: a child
 *
 * Returns: the descriptor to poll
 */
int
danbi_worker_get_fd (const DanbiWorker *self)
{
  return self->fd;
}

/**
 * danbi_worker_wants_write:
 * @self: a child
 *
 * Returns: whether requests still wait to be written
 */
gboolean
danbi_worker_wants_write (const DanbiWorker *self)
{
  return self->out->len > 0;
}

/**
 * danbi_worker_send:
 * @self: a child
 * @data: a request
 * @length: how many bytes
 *
 * Queues a request; danbi_worker_flush() writes it.
 */
void
danbi_worker_send (DanbiWorker *self,
                   const char  *data,
                   gsize        length)
{
  g_byte_array_append (self->out, (const guint8 *) data, (guint) length);
}

/**
 * danbi_worker_flush:
 * @self: a child
 *
 * Writes as much of the requests as the child takes now.
 *
 * Returns: whether the child is there to take them
 */
gboolean
danbi_worker_flush (DanbiWorker *self)
{
  while (self->out->len > 0)
    {
      gssize n = send (self->fd, self->out->data, self->out->len, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno == EAGAIN;
      forget_sent (self, (gsize) n);
    }
  return TRUE;
}

static void
drop_taken (DanbiWorker *self)
{
  if (self->n_taken > 0)
    g_byte_array_remove_range (self->in, 0, (guint) self->n_taken);
  self->n_taken = 0;
}

/**
 * danbi_worker_receive:
 * @self: a child
 *
 * Reads what the child has written, at most 64 KiB.
 *
 * Returns: whether the child's end is still open
 */
gboolean
danbi_worker_receive (DanbiWorker *self)
{
  guint8 buffer[RECEIVE_BYTES];
  gssize n;

  do
    n = recv (self->fd, buffer, sizeof buffer, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return errno == EAGAIN;
  if (n == 0)
    return FALSE;
  drop_taken (self);
  g_byte_array_append (self->in, buffer, (guint) n);
  return TRUE;
}

/**
 * danbi_worker_is_ready:
 * @self: a child
 *
 * Returns: whether it has said that it is confined and takes requests
 */
gboolean
danbi_worker_is_ready (const DanbiWorker *self)
{
  return self->ready;
}

/**
 * danbi_worker_get_cpu_us:
 * @self: a child
 *
 * Returns: the processor time that it has used, in microseconds; 0 where that is not known
 */
gint64
danbi_worker_get_cpu_us (const DanbiWorker *self)
{
  struct timespec used;
  clockid_t clock;

  if (self->pid == 0 || clock_getcpuclockid (self->pid, &clock) != 0
      || clock_gettime (clock, &used) < 0)
    return 0;
  return (gint64) used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

static char *
take_any_line (DanbiWorker *self,
               gsize       *length)
{
  const char *begin = (const char *) self->in->data + self->n_taken;
  gsize left = self->in->len - self->n_taken;
  const char *end = left > 0 ? memchr (begin, '\n', left) : NULL;

  if (!end || end - begin > DANBI_WORKER_MAX_LINE_BYTES)
    return NULL;
  *length = (gsize) (end - begin);
  self->n_taken += *length + 1;
  return g_strndup (begin, *length);
}

/**
 * danbi_worker_take_line:
 * @self: a child
 * @length: (out): bytes of the line
 *
 * The child's first line says that it is confined; it is kept back here.
 *
 * Returns: (transfer full) (nullable): the next line of an answer, %NULL where none is whole yet
 */
char *
danbi_worker_take_line (DanbiWorker *self,
                        gsize       *length)
{
  if (!self->ready)
    {
      g_autofree char *line = take_any_line (self, length);

      self->ready = line && strcmp (line, "ready") == 0;
      if (!self->ready)
        return NULL;
    }
  return take_any_line (self, length);
}

/**
 * danbi_worker_take_bytes:
 * @self: a child
 * @size: how many
 *
 * Returns: (transfer full) (nullable): the next bytes of an answer, %NULL where they are not all
 *   there yet
 */
GBytes *
danbi_worker_take_bytes (DanbiWorker *self,
                         gsize        size)
{
  GBytes *bytes;

  if (self->in->len - self->n_taken < size)
    return NULL;
  bytes = g_bytes_new (self->in->data + self->n_taken, size);
  self->n_taken += size;
  return bytes;
}

/**
 * danbi_worker_is_babbling:
 * @self: a child
 *
 * Returns: whether it writes a line that never ends
 */
gboolean
danbi_worker_is_babbling (const DanbiWorker *self)
{
  gsize left = self->in->len - self->n_taken;
  const guint8 *begin = self->in->data + self->n_taken;

  return left > DANBI_WORKER_MAX_LINE_BYTES
         && !memchr (begin, '\n', DANBI_WORKER_MAX_LINE_BYTES + 1);
}

/* Waits until the child's end can be read, written or is closed. */
static gboolean
wait_and_pump (DanbiWorker  *self,
               gint64        deadline_us,
               GCancellable *cancellable)
{
  GPollFD fds[2] = { { .fd = self->fd, .events = G_IO_IN } };
  guint n_fds = 1;
  gint64 left_ms = (deadline_us - g_get_monotonic_time ()) / 1000;
  int n;

  if (left_ms <= 0 || g_cancellable_is_cancelled (cancellable) || !danbi_worker_flush (self))
    return FALSE;
  if (danbi_worker_wants_write (self))
    fds[0].events |= G_IO_OUT;
  if (cancellable && g_cancellable_make_pollfd (cancellable, &fds[1]))
    n_fds = 2;
  n = g_poll (fds, n_fds, (int) MIN (left_ms + 1, G_MAXINT));
  if (n_fds == 2)
    g_cancellable_release_fd (cancellable);
  if (n > 0 && fds[0].revents & (G_IO_IN | G_IO_HUP | G_IO_ERR))
    return danbi_worker_receive (self);
  return n >= 0 || errno == EINTR;
}

/**
 * danbi_worker_wait_line:
 * @self: a child
 * @timeout_ms: how long to wait
 * @cancellable: (nullable): ends the wait
 * @length: (out): bytes of the line
 *
 * Returns: (transfer full) (nullable): the next line of an answer, %NULL where none came
 */
char *
danbi_worker_wait_line (DanbiWorker  *self,
                        gint64        timeout_ms,
                        GCancellable *cancellable,
                        gsize        *length)
{
  gint64 deadline_us = g_get_monotonic_time () + timeout_ms * 1000;
  char *line;

  while (!(line = danbi_worker_take_line (self, length)))
    if (danbi_worker_is_babbling (self) || !wait_and_pump (self, deadline_us, cancellable))
      return danbi_worker_take_line (self, length);
  return line;
}

/**
 * danbi_worker_wait_bytes:
 * @self: a child
 * @size: how many bytes
 * @timeout_ms: how long to wait
 * @cancellable: (nullable): ends the wait
 *
 * Returns: (transfer full) (nullable): the next bytes of an answer, %NULL where they did not come
 */
GBytes *
danbi_worker_wait_bytes (DanbiWorker  *self,
                         gsize         size,
                         gint64        timeout_ms,
                         GCancellable *cancellable)
{
  gint64 deadline_us = g_get_monotonic_time () + timeout_ms * 1000;
  GBytes *bytes;

  while (!(bytes = danbi_worker_take_bytes (self, size)))
    if (!wait_and_pump (self, deadline_us, cancellable))
      return danbi_worker_take_bytes (self, size);
  return bytes;
}

/**
 * danbi_worker_get_timeout_ms:
 *
 * Returns: how long a child may be silent over one file, in milliseconds: 20 s, or what the
 *   environment variable DANBI_INSPECTOR_TIMEOUT_MS says (for tests)
 */
gint64
danbi_worker_get_timeout_ms (void)
{
  const char *text = g_getenv ("DANBI_INSPECTOR_TIMEOUT_MS");
  guint64 timeout_ms = DANBI_WORKER_TIMEOUT_MS;

  if (text && !g_ascii_string_to_unsigned (text, 10, 1, 3600 * 1000, &timeout_ms, NULL))
    g_warning ("DANBI_INSPECTOR_TIMEOUT_MS is not a number of milliseconds");
  return (gint64) timeout_ms;
}

/**
 * danbi_worker_set_unlocked_error:
 * @error: (out) (nullable): %DANBI_INSPECTION_ERROR_NO_INSPECTOR
 *
 * Says that a child ended before it was confined. It has read nothing then.
 */
void
danbi_worker_set_unlocked_error (GError **error)
{
  g_set_error_literal (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_NO_INSPECTOR,
                       _("The image reader could not be started: it could not lock itself in. "
                         "Nothing was read."));
}

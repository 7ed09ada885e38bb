/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the practice receiver beside the program, on a loopback port of its own choice. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#include "danbi-paths.h"
#include "danbi-practice.h"

struct _DanbiPractice
{
  GObject parent_instance;

  GSubprocess *process;
  GDataInputStream *output;
  char *url;
};

G_DEFINE_FINAL_TYPE (DanbiPractice, danbi_practice, G_TYPE_OBJECT)

static void
first_line_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DanbiPractice *self = g_task_get_task_data (task);

  self->url = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL,
                                                         &error);
  if (self->url)
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  else if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                             _("The practice receiver did not start. Start Danbi again."));
}

static void
danbi_practice_dispose (GObject *object)
{
  DanbiPractice *self = DANBI_PRACTICE (object);

  if (self->process)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
  g_clear_object (&self->output);
  G_OBJECT_CLASS (danbi_practice_parent_class)->dispose (object);
}

static void
danbi_practice_finalize (GObject *object)
{
  g_free (DANBI_PRACTICE (object)->url);
  G_OBJECT_CLASS (danbi_practice_parent_class)->finalize (object);
}

static void
danbi_practice_class_init (DanbiPracticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = danbi_practice_dispose;
  object_class->finalize = danbi_practice_finalize;
}

static void
danbi_practice_init (DanbiPractice *self)
{
}

/**
 * danbi_practice_start_async:
 * @dir: where the receiver keeps what it receives; its own folder, never that of the cases
 * @cancellable: (nullable): stops the start
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Starts the practice receiver and waits until it listens.
 */
void
danbi_practice_start_async (const char         *dir,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  DanbiPractice *self = g_object_new (DANBI_TYPE_PRACTICE, NULL);
  g_autofree char *program = danbi_paths_dup_program ("danbi-receiver", "receiver");
  g_autoptr (GError) error = NULL;

  g_task_set_task_data (task, self, g_object_unref);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--port", "0",
                                    "--dir", dir, "--die-with-parent", NULL);
  if (!self->process)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, cancellable,
                                       first_line_cb, g_steal_pointer (&task));
}

/**
 * danbi_practice_start_finish:
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the running receiver
 */
DanbiPractice *
danbi_practice_start_finish (GAsyncResult *result,
                             GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * danbi_practice_get_url:
 * @self: a running receiver
 *
 * Returns: (transfer none): its base URL
 */
const char *
danbi_practice_get_url (DanbiPractice *self)
{
  return self->url;
}

/**
 * danbi_practice_run:
 * @dir: where the receiver keeps what it receives
 * @port: the port, 0 for any that is free
 * @now: (nullable): the receiver's clock, RFC 3339
 * @error: the reason of a failure
 *
 * Becomes the practice receiver: on success this process is the receiver and the call does not
 * return.
 *
 * Returns: %FALSE, with @error set
 */
gboolean
danbi_practice_run (const char *dir,
                    guint       port,
                    const char *now,
                    GError    **error)
{
  g_autofree char *program = danbi_paths_dup_program ("danbi-receiver", "receiver");
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  const char *const argv[] = { program, "--port", port_text, "--dir", dir,
                               now ? "--now" : NULL, now, NULL };

  execv (program, (char *const *) argv);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Could not start %s: %s", program,
               g_strerror (errno));
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts danbi-receiver in a folder of its own, kills it, starts it again on the same port. */
#include <stdlib.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-test-receiver.h"

static void
start (DanbiTestReceiver *self,
       GPtrArray         *options)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *port = g_strdup_printf ("%u", self->port);

  g_ptr_array_add (argv, (char *) DANBI_TEST_RECEIVER);
  g_ptr_array_add (argv, (char *) "--die-with-parent");
  g_ptr_array_add (argv, (char *) "--dir");
  g_ptr_array_add (argv, self->dir);
  g_ptr_array_add (argv, (char *) "--port");
  g_ptr_array_add (argv, port);
  for (guint i = 0; i < options->len; i++)
    g_ptr_array_add (argv, options->pdata[i]);
  g_ptr_array_add (argv, NULL);

  self->process = g_subprocess_newv ((const char *const *) argv->pdata,
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_free (self->url);
  self->url = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (self->url, "http://127.0.0.1:"));
  self->port = (guint) atoi (self->url + strlen ("http://127.0.0.1:"));
}

/**
 * danbi_test_receiver_start:
 * @option: (nullable): the first of further options
 * @...: the others, then %NULL
 *
 * Returns: (transfer full): a receiver that listens
 */
DanbiTestReceiver *
danbi_test_receiver_start (const char *option,
                           ...)
{
  DanbiTestReceiver *self = g_new0 (DanbiTestReceiver, 1);
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  va_list args;

  va_start (args, option);
  for (const char *next = option; next; next = va_arg (args, const char *))
    g_ptr_array_add (options, (char *) next);
  va_end (args);
  self->dir = g_dir_make_tmp ("danbi-receiver-XXXXXX", NULL);
  start (self, options);
  return self;
}

/**
 * danbi_test_receiver_kill:
 * @self: a receiver
 *
 * SIGKILL, and waits until it is gone.
 */
void
danbi_test_receiver_kill (DanbiTestReceiver *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

/**
 * danbi_test_receiver_start_again:
 * @self: a receiver that was killed
 * @option: (nullable): the one further option that it has now
 *
 * Starts it on the same port and folder.
 */
void
danbi_test_receiver_start_again (DanbiTestReceiver *self,
                                 const char        *option)
{
  g_autoptr (GPtrArray) options = g_ptr_array_new ();

  if (option)
    g_ptr_array_add (options, (char *) option);
  start (self, options);
}

/**
 * danbi_test_receiver_dup_upload_path:
 * @self: a receiver
 * @tus_url: the address of an upload
 *
 * Returns: (transfer full): where the receiver has its bytes
 */
char *
danbi_test_receiver_dup_upload_path (DanbiTestReceiver *self,
                                     const char        *tus_url)
{
  return g_build_filename (self->dir, "uploads", strrchr (tus_url, '/') + 1, NULL);
}

/**
 * danbi_test_receiver_free:
 * @self: a receiver
 *
 * Ends it and removes its folder.
 */
void
danbi_test_receiver_free (DanbiTestReceiver *self)
{
  if (self->process)
    danbi_test_receiver_kill (self);
  danbi_dir_remove (self->dir, NULL);
  g_free (self->dir);
  g_free (self->url);
  g_free (self);
}

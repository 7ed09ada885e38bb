/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer of a desk: one thread that does what it is asked for, in that order. */
#include "config.h"

#include "danbi-desk-private.h"

/* One piece of work. */
typedef struct
{
  GThreadFunc func;
  gpointer data;
} Job;

/* The desk whose writer the calling thread is. */
static GPrivate working_for;

static void
run_job_cb (gpointer data,
            gpointer user_data)
{
  Job *job = data;

  g_private_set (&working_for, user_data);
  job->func (job->data);
  g_free (job);
}

static Job *
job_new (GThreadFunc func,
         gpointer    data)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { func, data };
  return job;
}

static gpointer
start_thread_in_writer (gpointer data)
{
  g_autofree Job *later = data;

  g_thread_unref (g_thread_new ("danbi-courier", later->func, later->data));
  return NULL;
}

/* For the other files of this room */

void
danbi_desk_start_writer (DanbiDesk *self)
{
  self->writer = g_thread_pool_new (run_job_cb, self, 1, TRUE, NULL);
}

/* What was asked for is done before the desk goes. Each piece of work holds the desk, so that the
 * writer itself may be the one that lets go of it last: then nothing is left to wait for. */
void
danbi_desk_stop_writer (DanbiDesk *self)
{
  gboolean is_writer = g_private_get (&working_for) == self;

  if (self->writer)
    g_thread_pool_free (g_steal_pointer (&self->writer), FALSE, !is_writer);
}

/* Runs @func in the writer's thread, after all that was asked for before. @data holds the desk. */
void
danbi_desk_push_job (DanbiDesk  *self,
                     GThreadFunc func,
                     gpointer    data)
{
  g_thread_pool_push (self->writer, job_new (func, data), NULL);
}

/* Runs @func in a thread of its own once every save that was asked for is on disk. */
void
danbi_desk_run_after_saves (DanbiDesk  *self,
                            GThreadFunc func,
                            gpointer    data)
{
  danbi_desk_push_job (self, start_thread_in_writer, job_new (func, data));
}

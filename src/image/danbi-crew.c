/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two confined children share a list of files; one that dies or hangs costs one file. */
#include "config.h"

#include <string.h>

#include "danbi-crew.h"
#include "danbi-image-facts.h"
#include "danbi-json.h"
#include "danbi-inspection.h"
#include "danbi-worker.h"

#define N_WORKERS 2
#define MAX_AHEAD 16 /* requests that a child may have before it has answered the first */
#define REFILL_AT 8
#define START_US 40000 /* of processor time: what it takes to start a child */
#define STUCK_US 500000 /* over one file: the others need not wait for it */
#define THINK_AGAIN_MS 20 /* whether to start the second child */
#define SLOWEST_BYTES_PER_MS 2048 /* a worn CD: 2 MB/s */

/* One seat at the work: its child comes and goes. */
typedef struct
{
  DanbiWorker *worker;
  GQueue waiting;   /* DanbiJob that were handed to the child, the first is being read */
  guint n_answered; /* by this child */
  gint64 since_us;  /* when the child took up the first */
} Seat;

struct _DanbiCrew
{
  gboolean hash;
  gint64 timeout_ms;
  Seat seats[N_WORKERS];
  GQueue todo;      /* DanbiJob */
  guint n_answered;   /* in this run */
  gint64 cpu_base_us; /* what the first child had used when this run began; below 0: not known */
};

/**
 * danbi_job_new:
 * @path: a file
 * @size: its bytes
 * @is_directory: whether to read it as a DICOMDIR
 *
 * Returns: (transfer full): a file to read
 */
DanbiJob *
danbi_job_new (const char *path,
               guint64     size,
               gboolean    is_directory)
{
  DanbiJob *job = g_new0 (DanbiJob, 1);

  job->path = g_strdup (path);
  job->size = size;
  job->is_directory = is_directory;
  return job;
}

/**
 * danbi_job_free:
 * @job: (nullable): a file to read
 */
void
danbi_job_free (DanbiJob *job)
{
  if (!job)
    return;
  g_free (job->path);
  g_clear_object (&job->image);
  danbi_directory_free (job->directory);
  g_free (job);
}

/**
 * danbi_job_is_done:
 * @job: a file to read
 *
 * Returns: whether all of the answer is there
 */
gboolean
danbi_job_is_done (const DanbiJob *job)
{
  return job->image && job->n_awaited == 0;
}

/* What stands when the child that should have read the file could not. */
static void
fail_job (DanbiJob         *job,
          DanbiFileProblem  problem)
{
  g_clear_object (&job->image);
  g_clear_pointer (&job->directory, danbi_directory_free);
  job->n_awaited = 0;
  job->image = danbi_image_new (job->path);
  job->image->bytes = job->size;
  job->image->kind = job->is_directory ? DANBI_IMAGE_DICOMDIR : DANBI_IMAGE_OTHER;
  job->image->error = danbi_file_problem_dup_sentence (problem, NULL);
}

static void
reset_job (DanbiJob *job)
{
  g_clear_object (&job->image);
  g_clear_pointer (&job->directory, danbi_directory_free);
  job->n_awaited = 0;
}

/**
 * danbi_crew_new:
 * @hash: whether SHA-256 sums are wanted
 *
 * Returns: (transfer full): a crew; its children start with the first work
 */
DanbiCrew *
danbi_crew_new (gboolean hash)
{
  DanbiCrew *self = g_new0 (DanbiCrew, 1);

  self->hash = hash;
  self->timeout_ms = danbi_worker_get_timeout_ms ();
  return self;
}

/**
 * danbi_crew_free:
 * @self: (nullable): a crew; its children end
 */
void
danbi_crew_free (DanbiCrew *self)
{
  if (!self)
    return;
  for (guint i = 0; i < N_WORKERS; i++)
    {
      danbi_worker_free (self->seats[i].worker);
      g_queue_clear (&self->seats[i].waiting);
    }
  g_queue_clear (&self->todo);
  g_free (self);
}

static void
send_job (DanbiCrew *self,
          Seat      *seat,
          DanbiJob  *job)
{
  g_autoptr (json_t) request = json_object ();
  g_autofree char *escaped = g_uri_escape_string (job->path, "/", FALSE);
  g_autofree char *line = NULL;

  json_object_set_new (request, "op", json_string (job->is_directory ? "dicomdir" : "header"));
  json_object_set_new (request, "path", json_string (escaped));
  json_object_set_new (request, "hash", json_boolean (self->hash));
  line = danbi_json_to_line (request);
  danbi_worker_send (seat->worker, line, strlen (line));
  danbi_worker_send (seat->worker, "\n", 1);
  g_queue_push_tail (&seat->waiting, job);
}

/* The work ahead is shared out, so that the last files do not all wait at one seat. */
static guint
get_share (DanbiCrew *self)
{
  return MIN (self->todo.length / N_WORKERS + 1, MAX_AHEAD);
}

/* Most headers take less than a tenth of a millisecond, and a child has read a thousand of them
 * before a second one has started. So the second comes when it is seen to be needed: when half of
 * what the first has yet to do, at the present pace, takes longer than a start. */
static gboolean
is_worth_a_second (const DanbiCrew *self)
{
  const Seat *first = self->seats;
  gint64 used_us;

  if (!first->worker || self->cpu_base_us < 0)
    return FALSE;
  if (g_get_monotonic_time () - first->since_us > STUCK_US)
    return TRUE;
  used_us = danbi_worker_get_cpu_us (first->worker) - self->cpu_base_us;
  return used_us >= START_US / 8
         && used_us * (self->todo.length + first->waiting.length)
              > 2 * (gint64) START_US * MAX (self->n_answered, 1);
}

static gboolean
may_man (const DanbiCrew *self,
         const Seat      *seat)
{
  return seat->worker || seat == self->seats || is_worth_a_second (self);
}

static gboolean
man_seat (Seat    *seat,
          GError **error)
{
  if (seat->worker)
    return TRUE;
  seat->worker = danbi_worker_new (NULL, error);
  seat->n_answered = 0;
  return seat->worker != NULL;
}

static gboolean
hand_out (DanbiCrew *self,
          Seat      *seat,
          GError   **error)
{
  guint share = get_share (self);

  if (g_queue_is_empty (&self->todo) || seat->waiting.length >= MIN (REFILL_AT, share)
      || !may_man (self, seat))
    return TRUE;
  if (!man_seat (seat, error))
    return FALSE;
  if (g_queue_is_empty (&seat->waiting))
    seat->since_us = g_get_monotonic_time ();
  while (seat->waiting.length < share && !g_queue_is_empty (&self->todo))
    send_job (self, seat, g_queue_pop_head (&self->todo));
  return TRUE;
}

/* Takes the child away. The file that it was at is blamed; what was queued behind goes back. A
 * child may end by its own will between two files, which blames none. */
static gboolean
dismiss (DanbiCrew        *self,
         Seat             *seat,
         DanbiFileProblem  problem,
         gboolean          closed,
         GError          **error)
{
  gboolean confined = danbi_worker_is_ready (seat->worker);
  gboolean retired = closed && danbi_worker_end (seat->worker) && seat->n_answered > 0;
  DanbiJob *job;

  g_clear_pointer (&seat->worker, danbi_worker_free);
  if (!confined)
    {
      danbi_worker_set_unlocked_error (error);
      return FALSE;
    }
  if (!retired && (job = g_queue_pop_head (&seat->waiting)))
    fail_job (job, problem);
  while ((job = g_queue_pop_tail (&seat->waiting)))
    {
      reset_job (job);
      g_queue_push_head (&self->todo, job);
    }
  return TRUE;
}

static gboolean
take_directory (DanbiJob   *job,
                DanbiFacts *facts)
{
  guint64 n_records, n_reachable, n_references;

  if (!danbi_facts_get_count (facts, "records", DANBI_DIRECTORY_MAX_RECORDS, &n_records, NULL)
      || !danbi_facts_get_count (facts, "reachable", n_records, &n_reachable, NULL)
      || !danbi_facts_get_count (facts, "references", DANBI_DIRECTORY_MAX_RECORDS, &n_references,
                                 NULL))
    return FALSE;
  job->directory = danbi_directory_new ();
  job->directory->n_records = (guint) n_records;
  job->directory->n_reachable = (guint) n_reachable;
  job->n_awaited = (guint) n_references;
  return TRUE;
}

static gboolean
take_facts (DanbiJob *job,
            char     *line,
            gsize     length)
{
  DanbiFacts facts;

  if (!danbi_facts_parse (&facts, line, length))
    return FALSE;
  job->image = danbi_image_from_facts (&facts, job->path, NULL);
  return job->image
         && (!job->is_directory || !danbi_facts_find (&facts, "directory")
             || take_directory (job, &facts));
}

static gboolean
take_reference (DanbiJob *job,
                char     *line,
                gsize     length)
{
  DanbiFacts facts;

  job->n_awaited--;
  return danbi_facts_parse (&facts, line, length)
         && danbi_directory_add_facts (job->directory, &facts, NULL);
}

/* Returns whether what the child said makes sense. */
static gboolean
take_answers (DanbiCrew *self,
              Seat      *seat)
{
  char *line;
  gsize length;

  while ((line = danbi_worker_take_line (seat->worker, &length)))
    {
      g_autofree char *owned = line;
      DanbiJob *job = g_queue_peek_head (&seat->waiting);

      if (!job || !(job->image ? take_reference (job, owned, length)
                               : take_facts (job, owned, length)))
        return FALSE;
      seat->since_us = g_get_monotonic_time ();
      if (!danbi_job_is_done (job))
        continue;
      seat->n_answered++;
      self->n_answered++;
      g_queue_pop_head (&seat->waiting);
    }
  return !danbi_worker_is_babbling (seat->worker);
}

static gint64
get_deadline_us (DanbiCrew *self,
                 Seat      *seat)
{
  const DanbiJob *job = g_queue_peek_head (&seat->waiting);
  gint64 allowed_ms = self->timeout_ms;

  if (job && self->hash)
    allowed_ms += (gint64) (job->size / SLOWEST_BYTES_PER_MS);
  return seat->since_us + allowed_ms * 1000;
}

static gboolean
serve_seat (DanbiCrew *self,
            Seat      *seat,
            gushort    revents,
            GError   **error)
{
  gboolean open = TRUE;

  if (revents & (G_IO_IN | G_IO_HUP | G_IO_ERR))
    open = danbi_worker_receive (seat->worker);
  if (self->cpu_base_us < 0 && seat == self->seats && danbi_worker_is_ready (seat->worker))
    self->cpu_base_us = danbi_worker_get_cpu_us (seat->worker);
  if (!take_answers (self, seat))
    return dismiss (self, seat, DANBI_FILE_CRASHED, FALSE, error);
  if (!open)
    return dismiss (self, seat, DANBI_FILE_CRASHED, TRUE, error);
  if (!g_queue_is_empty (&seat->waiting)
      && g_get_monotonic_time () >= get_deadline_us (self, seat))
    return dismiss (self, seat, DANBI_FILE_TIMED_OUT, FALSE, error);
  /* A child that is gone says so when its socket is read. */
  danbi_worker_flush (seat->worker);
  return TRUE;
}

static int
get_patience_ms (DanbiCrew *self)
{
  gint64 first_us = G_MAXINT64;

  for (guint i = 0; i < N_WORKERS; i++)
    if (!g_queue_is_empty (&self->seats[i].waiting))
      first_us = MIN (first_us, get_deadline_us (self, &self->seats[i]));
  if (!self->seats[N_WORKERS - 1].worker && !g_queue_is_empty (&self->todo))
    first_us = MIN (first_us, g_get_monotonic_time () + THINK_AGAIN_MS * 1000);
  return (int) CLAMP ((first_us - g_get_monotonic_time ()) / 1000 + 1, 0, 60 * 1000);
}

static gboolean
serve_all (DanbiCrew    *self,
           GCancellable *cancellable,
           GError      **error)
{
  GPollFD fds[N_WORKERS + 1] = { 0 };
  guint n_fds = N_WORKERS;
  gboolean ok = TRUE;

  for (guint i = 0; i < N_WORKERS; i++)
    {
      const DanbiWorker *worker = self->seats[i].worker;

      fds[i].fd = worker ? danbi_worker_get_fd (worker) : -1;
      fds[i].events = G_IO_IN | (worker && danbi_worker_wants_write (worker) ? G_IO_OUT : 0);
    }
  if (cancellable && g_cancellable_make_pollfd (cancellable, &fds[N_WORKERS]))
    n_fds++;
  g_poll (fds, n_fds, get_patience_ms (self));
  if (n_fds > N_WORKERS)
    g_cancellable_release_fd (cancellable);

  for (guint i = 0; ok && i < N_WORKERS; i++)
    if (self->seats[i].worker)
      ok = serve_seat (self, &self->seats[i], fds[i].revents, error);
  return ok;
}

static gboolean
hand_out_all (DanbiCrew *self,
              GError   **error)
{
  for (guint i = 0; i < N_WORKERS; i++)
    {
      if (!hand_out (self, &self->seats[i], error))
        return FALSE;
      if (self->seats[i].worker)
        danbi_worker_flush (self->seats[i].worker);
    }
  return TRUE;
}

/**
 * danbi_crew_prepare:
 * @self: a crew
 * @error: %DANBI_INSPECTION_ERROR_NO_INSPECTOR
 *
 * Starts the first child and does not wait for it: it takes some time to load, in which names can
 * be listed.
 *
 * Returns: whether it could be started
 */
gboolean
danbi_crew_prepare (DanbiCrew  *self,
                    GError    **error)
{
  return man_seat (&self->seats[0], error);
}

/**
 * danbi_crew_run:
 * @self: a crew
 * @jobs: (element-type DanbiJob): files to read; those that are done already are told of only
 * @on_done: told of each file in the order of @jobs, as soon as it and all before it are done
 * @user_data: for @on_done
 * @cancellable: (nullable): stops the work
 * @error: %DANBI_INSPECTION_ERROR_NO_INSPECTOR, or %G_IO_ERROR_CANCELLED
 *
 * Has all files read. What is wrong with a file stands in its image and is no error here.
 *
 * Returns: whether all jobs are done
 */
gboolean
danbi_crew_run (DanbiCrew    *self,
                GPtrArray    *jobs,
                DanbiJobFunc  on_done,
                gpointer      user_data,
                GCancellable *cancellable,
                GError      **error)
{
  guint n_told = 0;

  self->n_answered = 0;
  self->cpu_base_us = -1;
  for (guint i = 0; i < jobs->len; i++)
    if (!danbi_job_is_done (g_ptr_array_index (jobs, i)))
      g_queue_push_tail (&self->todo, g_ptr_array_index (jobs, i));

  while (n_told < jobs->len)
    {
      DanbiJob *job = g_ptr_array_index (jobs, n_told);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (danbi_job_is_done (job))
        {
          on_done (job, user_data);
          n_told++;
        }
      else if (!hand_out_all (self, error) || !serve_all (self, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

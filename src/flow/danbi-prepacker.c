/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packs the images of cases in the background, so that an archive is there when it is asked for. */
#include "config.h"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "danbi-prepack-job.h"
#include "danbi-prepacker.h"

/* An archive, and beside it what libarchive gathers of it, take at most the size of the images
 * each; so much is left for everything else. */
#define SPARE_BYTES G_GUINT64_CONSTANT (1000000000)
#define READY_MAX_BYTES G_GUINT64_CONSTANT (20000000000)
#define READY_SHARE_OF_FREE 10

#define NICE 10
/* linux/ioprio.h, which not every system brings. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_OF_IDLE_CLASS (3 << 13)

#define N_STEPS (DANBI_PREPACK_SMALLEST + 1)

typedef struct
{
  gint64 case_id;
  gboolean if_room; /* no other archive gives way for it */
} Wish;

/* One job, from the moment it is taken up to its end. */
typedef struct
{
  DanbiPrepacker *owner;
  Wish wish;
  DanbiPrepackJob *job;  /* NULL while it is prepared */
  GThread *thread;
  gboolean cancelled;
  gboolean written;      /* the thread has done what it could */
} Work;

struct _DanbiPrepacker
{
  GObject parent_instance;

  DanbiStore *store;
  guint64 max_bytes;
  GThread *thread; /* decides, and talks to the store */

  GMutex lock;     /* for all that follows */
  GCond changed;
  GQueue wishes[N_STEPS];
  Work *work[N_STEPS]; /* one at a time of each */
  GHashTable *known;   /* the cases that were asked for, gint64 */
  DanbiFormat format;
  guint64 line_bytes_per_s;
  guint64 pretended_free;
  guint n_holds;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (DanbiPrepacker, danbi_prepacker, G_TYPE_OBJECT)

/* Nothing depends on it: whoever sends a case that is not packed packs it then, and says why it
 * cannot be. */
static void
report (GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("A case was not packed beforehand: %s", error->message);
  g_error_free (error);
}

/* Wishes; the lock is held. */

static void
remove_wishes (DanbiPrepacker *self,
               gint64          case_id)
{
  for (guint step = 0; step < N_STEPS; step++)
    for (GList *link = self->wishes[step].head, *next; link; link = next)
      {
        next = link->next;
        if (((Wish *) link->data)->case_id != case_id)
          continue;
        g_free (link->data);
        g_queue_delete_link (&self->wishes[step], link);
      }
}

static void
add_wish (DanbiPrepacker  *self,
          DanbiPrepackStep step,
          Wish             wish)
{
  Wish *copy = g_memdup2 (&wish, sizeof wish);

  if (wish.if_room)
    g_queue_push_tail (&self->wishes[step], copy);
  else
    g_queue_push_head (&self->wishes[step], copy);
  g_cond_broadcast (&self->changed);
}

static void
cancel_work (Work *work)
{
  work->cancelled = TRUE;
  if (work->job)
    danbi_prepack_job_cancel (work->job);
}

static void
cancel_work_on (DanbiPrepacker *self,
                gint64          case_id)
{
  for (guint step = 0; step < N_STEPS; step++)
    if (self->work[step] && self->work[step]->wish.case_id == case_id)
      cancel_work (self->work[step]);
}

static void
cancel_all (DanbiPrepacker *self)
{
  for (guint step = 0; step < N_STEPS; step++)
    {
      if (self->work[step])
        cancel_work (self->work[step]);
      g_queue_clear_full (&self->wishes[step], g_free);
    }
}

static void
remember (DanbiPrepacker *self,
          gint64          case_id)
{
  g_hash_table_add (self->known, g_memdup2 (&case_id, sizeof case_id));
}

/* The thread that packs. There is one for each job, as no thread may raise its priority again; what
 * it starts inherits it. */

static void
lower_priority (void)
{
  /* 0 is the calling thread for both. */
  if (setpriority (PRIO_PROCESS, 0, NICE) < 0
      || syscall (SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_OF_IDLE_CLASS) < 0)
    g_debug ("Packing goes on at the priority of the program");
}

static void
wish_for_smaller (Work *work)
{
  DanbiPrepacker *self = work->owner;

  g_mutex_lock (&self->lock);
  if (!work->cancelled && !self->stopping)
    add_wish (self, DANBI_PREPACK_SMALLEST, work->wish);
  g_mutex_unlock (&self->lock);
}

static gpointer
pack_in_thread (gpointer data)
{
  Work *work = data;
  DanbiPrepacker *self = work->owner;
  gboolean smaller_wanted;
  GError *error = NULL;

  lower_priority ();
  if (danbi_prepack_job_choose (work->job, &smaller_wanted, &error))
    {
      if (smaller_wanted)
        wish_for_smaller (work);
      danbi_prepack_job_write (work->job, &error);
    }
  if (error)
    report (error);

  g_mutex_lock (&self->lock);
  work->written = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Room on the disc */

/* Of what is free, a job that is under way may take its part yet. */
static guint64
count_free_bytes (DanbiPrepacker *self)
{
  struct statvfs disc;
  guint64 bytes, taken = 0;

  g_mutex_lock (&self->lock);
  bytes = self->pretended_free;
  for (guint step = 0; step < N_STEPS; step++)
    if (self->work[step] && self->work[step]->job && !self->work[step]->written)
      taken += 2 * danbi_prepack_job_get_bytes (self->work[step]->job);
  g_mutex_unlock (&self->lock);

  if (bytes == 0 && statvfs (danbi_store_get_dir (self->store), &disc) == 0)
    bytes = (guint64) disc.f_bavail * disc.f_frsize;
  return bytes > taken ? bytes - taken : 0;
}

/* How large a further archive may be. */
static guint64
find_bound (DanbiPrepacker *self,
            gboolean        if_room)
{
  guint64 bound = danbi_prepacker_get_bound (count_free_bytes (self));
  guint64 ready = if_room ? danbi_store_count_ready_bytes (self->store, NULL) : 0;

  return MIN (self->max_bytes, bound > ready ? bound - ready : 0);
}

/* What was packed longest ago gives way. */
static gboolean
drop_oldest (DanbiPrepacker *self,
             gint64          except_id,
             GError        **error)
{
  guint64 bound = danbi_prepacker_get_bound (count_free_bytes (self));

  while (danbi_store_count_ready_bytes (self->store, NULL) > bound)
    {
      gint64 oldest = danbi_store_get_oldest_ready (self->store, except_id);

      if (oldest == 0)
        return TRUE;
      if (!danbi_store_drop_ready (self->store, oldest, error))
        return FALSE;
    }
  return TRUE;
}

/* The thread that decides */

static DanbiPrepackStep
get_step (Work *work)
{
  return work->owner->work[DANBI_PREPACK_FIRST] == work ? DANBI_PREPACK_FIRST
                                                        : DANBI_PREPACK_SMALLEST;
}

static void
leave (Work *work)
{
  DanbiPrepacker *self = work->owner;

  g_mutex_lock (&self->lock);
  self->work[get_step (work)] = NULL;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&work->thread, g_thread_join);
  danbi_prepack_job_free (work->job);
  g_free (work);
}

static DanbiPrepackOrder
make_order (Work *work)
{
  DanbiPrepacker *self = work->owner;
  DanbiPrepackOrder order = { .case_id = work->wish.case_id, .step = get_step (work) };

  order.max_bytes = find_bound (self, work->wish.if_room);
  g_mutex_lock (&self->lock);
  order.format = self->format;
  order.line_bytes_per_s = self->line_bytes_per_s;
  g_mutex_unlock (&self->lock);
  return order;
}

/* Takes @job over; it was not wanted any more, or there is no room, where it comes back. */
static DanbiPrepackJob *
start (Work            *work,
       DanbiPrepackJob *job,
       gboolean         has_room)
{
  DanbiPrepacker *self = work->owner;

  g_mutex_lock (&self->lock);
  if (has_room && !work->cancelled)
    {
      work->job = g_steal_pointer (&job);
      work->thread = g_thread_new ("danbi-prepack", pack_in_thread, work);
    }
  g_mutex_unlock (&self->lock);
  return job;
}

static void
begin (Work *work)
{
  DanbiPrepacker *self = work->owner;
  DanbiPrepackOrder order = make_order (work);
  gboolean smaller_wanted = FALSE;
  GError *error = NULL;
  g_autoptr (DanbiPrepackJob) left = NULL;
  DanbiPrepackJob *job = danbi_prepack_job_prepare (self->store, &order, &smaller_wanted, &error);

  if (smaller_wanted)
    wish_for_smaller (work);
  if (job)
    {
      guint64 bytes = danbi_prepack_job_get_bytes (job);

      left = start (work, job, danbi_prepacker_has_room (bytes, count_free_bytes (self)));
      if (!left)
        return;
      danbi_prepack_job_end (left, self->store, &error);
    }
  if (error)
    report (error);
  leave (work);
}

static void
end (Work *work)
{
  DanbiPrepacker *self = work->owner;
  GError *error = NULL;

  if (!danbi_prepack_job_end (work->job, self->store, &error)
      || (!work->wish.if_room && !drop_oldest (self, work->wish.case_id, &error)))
    report (error);
  leave (work);
}

/* The lock is held. */
static Work *
find_written (DanbiPrepacker *self)
{
  for (guint step = 0; step < N_STEPS; step++)
    if (self->work[step] && self->work[step]->written)
      return self->work[step];
  return NULL;
}

/* What takes long waits until every case has its first archive, and for a core that is free. */
static gboolean
may_take_up (DanbiPrepacker  *self,
             DanbiPrepackStep step)
{
  if (self->stopping || self->work[step] || self->wishes[step].length == 0)
    return FALSE;
  return step == DANBI_PREPACK_FIRST
         || (self->n_holds == 0 && self->wishes[DANBI_PREPACK_FIRST].length == 0
             && (!self->work[DANBI_PREPACK_FIRST] || g_get_num_processors () > 1));
}

/* The lock is held. */
static Work *
take_up (DanbiPrepacker *self)
{
  for (DanbiPrepackStep step = 0; step < N_STEPS; step++)
    if (may_take_up (self, step))
      {
        g_autofree Wish *wish = g_queue_pop_head (&self->wishes[step]);

        self->work[step] = g_new0 (Work, 1);
        self->work[step]->owner = self;
        self->work[step]->wish = *wish;
        return self->work[step];
      }
  return NULL;
}

static gboolean
has_work (DanbiPrepacker *self)
{
  return self->work[DANBI_PREPACK_FIRST] || self->work[DANBI_PREPACK_SMALLEST];
}

static gpointer
decide_in_thread (gpointer data)
{
  DanbiPrepacker *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping || has_work (self))
    {
      Work *written = find_written (self);
      Work *next = written ? NULL : take_up (self);

      if (!written && !next)
        {
          g_cond_wait (&self->changed, &self->lock);
          continue;
        }
      g_mutex_unlock (&self->lock);
      if (written)
        end (written);
      else
        begin (next);
      g_mutex_lock (&self->lock);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Virtual functions */

/* What is being packed is stopped, and nothing is left of it. */
static void
danbi_prepacker_dispose (GObject *object)
{
  DanbiPrepacker *self = DANBI_PREPACKER (object);

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  cancel_all (self);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (danbi_prepacker_parent_class)->dispose (object);
}

static void
danbi_prepacker_finalize (GObject *object)
{
  DanbiPrepacker *self = DANBI_PREPACKER (object);

  g_hash_table_unref (self->known);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  G_OBJECT_CLASS (danbi_prepacker_parent_class)->finalize (object);
}

static void
danbi_prepacker_class_init (DanbiPrepackerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = danbi_prepacker_dispose;
  object_class->finalize = danbi_prepacker_finalize;
}

static void
danbi_prepacker_init (DanbiPrepacker *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* Public functions */

/**
 * danbi_prepacker_has_room:
 * @case_bytes: the size of a case's images
 * @free_bytes: what is free on the disc of the store
 *
 * Returns: whether the images may be packed before anybody asks
 */
gboolean
danbi_prepacker_has_room (guint64 case_bytes,
                          guint64 free_bytes)
{
  return free_bytes >= SPARE_BYTES && (free_bytes - SPARE_BYTES) / 2 >= case_bytes;
}

/**
 * danbi_prepacker_get_bound:
 * @free_bytes: what is free on the disc of the store
 *
 * Returns: how large all ready archives together may be
 */
guint64
danbi_prepacker_get_bound (guint64 free_bytes)
{
  return MIN (READY_MAX_BYTES, free_bytes / READY_SHARE_OF_FREE);
}

/**
 * danbi_prepacker_new:
 * @store: the store
 * @max_bytes: the largest archive that may be sent
 *
 * Returns: (transfer full): a prepacker; letting go of the last reference stops its work
 */
DanbiPrepacker *
danbi_prepacker_new (DanbiStore *store,
                     guint64     max_bytes)
{
  DanbiPrepacker *self = g_object_new (DANBI_TYPE_PREPACKER, NULL);

  self->store = g_object_ref (store);
  self->max_bytes = max_bytes;
  self->thread = g_thread_new ("danbi-prepacker", decide_in_thread, self);
  return self;
}

/**
 * danbi_prepacker_want:
 * @self: a prepacker
 * @case_id: a case that has other images than before
 *
 * Packs the images of the case before all that was asked for earlier; what is under way of its
 * former images is stopped. Where they are not complete (one is damaged, or has no name yet)
 * nothing happens. Archives that were packed longest ago give way to it.
 */
void
danbi_prepacker_want (DanbiPrepacker *self,
                      gint64          case_id)
{
  g_mutex_lock (&self->lock);
  remove_wishes (self, case_id);
  cancel_work_on (self, case_id);
  remember (self, case_id);
  add_wish (self, DANBI_PREPACK_FIRST, (Wish) { .case_id = case_id });
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_offer:
 * @self: a prepacker
 * @case_id: a case
 *
 * Packs the images of the case after all that was asked for earlier, where there is room for its
 * archive beside those that are ready.
 */
void
danbi_prepacker_offer (DanbiPrepacker *self,
                       gint64          case_id)
{
  g_mutex_lock (&self->lock);
  if (!g_hash_table_contains (self->known, &case_id))
    {
      remember (self, case_id);
      add_wish (self, DANBI_PREPACK_FIRST, (Wish) { .case_id = case_id, .if_room = TRUE });
    }
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_forget:
 * @self: a prepacker
 * @case_id: a case that is removed, or that the receiver has
 *
 * Stops what is under way of the case. An archive that is ready stays.
 */
void
danbi_prepacker_forget (DanbiPrepacker *self,
                        gint64          case_id)
{
  g_mutex_lock (&self->lock);
  remove_wishes (self, case_id);
  cancel_work_on (self, case_id);
  g_hash_table_remove (self->known, &case_id);
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_await_gone:
 * @self: a prepacker
 * @case_id: a case that was forgotten
 *
 * Blocks until nothing of the case is being packed any more, so that its folder can go.
 */
void
danbi_prepacker_await_gone (DanbiPrepacker *self,
                            gint64          case_id)
{
  g_mutex_lock (&self->lock);
  for (guint step = 0; step < N_STEPS; step++)
    while (self->work[step] && self->work[step]->wish.case_id == case_id)
      g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_hold:
 * @self: a prepacker
 *
 * Something else of the program is busy: what is only there to become smaller waits until
 * danbi_prepacker_release(). Holds are counted.
 */
void
danbi_prepacker_hold (DanbiPrepacker *self)
{
  g_mutex_lock (&self->lock);
  self->n_holds++;
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_release:
 * @self: a prepacker that was held
 *
 * What was busy has ended.
 */
void
danbi_prepacker_release (DanbiPrepacker *self)
{
  g_mutex_lock (&self->lock);
  g_assert (self->n_holds > 0);
  self->n_holds--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_set_line:
 * @self: a prepacker
 * @bytes_per_s: the line to the gateway as last measured; 0: not known
 *
 * Decides what is packed from here on.
 */
void
danbi_prepacker_set_line (DanbiPrepacker *self,
                          guint64         bytes_per_s)
{
  g_mutex_lock (&self->lock);
  self->line_bytes_per_s = bytes_per_s;
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_set_format:
 * @self: a prepacker
 * @format: how archives are written from here on
 *
 * Packs everything that was asked for once more where that is another format.
 */
void
danbi_prepacker_set_format (DanbiPrepacker *self,
                            DanbiFormat     format)
{
  GHashTableIter iter;
  gpointer case_id;

  g_mutex_lock (&self->lock);
  if (format != self->format)
    {
      self->format = format;
      cancel_all (self);
      g_hash_table_iter_init (&iter, self->known);
      while (g_hash_table_iter_next (&iter, &case_id, NULL))
        add_wish (self, DANBI_PREPACK_FIRST, (Wish) { *(gint64 *) case_id, TRUE });
    }
  g_mutex_unlock (&self->lock);
}

/**
 * danbi_prepacker_is_idle:
 * @self: a prepacker
 *
 * Returns: whether everything that was asked for is packed, or cannot be
 */
gboolean
danbi_prepacker_is_idle (DanbiPrepacker *self)
{
  gboolean idle;

  g_mutex_lock (&self->lock);
  idle = !has_work (self) && self->wishes[DANBI_PREPACK_FIRST].length == 0
         && self->wishes[DANBI_PREPACK_SMALLEST].length == 0;
  g_mutex_unlock (&self->lock);
  return idle;
}

/**
 * danbi_prepacker_pretend_free:
 * @self: a prepacker
 * @bytes: how much is to count as free on the disc; 0: what is
 *
 * For tests.
 */
void
danbi_prepacker_pretend_free (DanbiPrepacker *self,
                              guint64         bytes)
{
  g_mutex_lock (&self->lock);
  self->pretended_free = bytes;
  g_mutex_unlock (&self->lock);
}

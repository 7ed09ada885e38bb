/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One archive that is packed before anybody asks for it: from the store's images and back to it. */
#include "config.h"

#include "danbi-packing.h"
#include "danbi-prepack-job.h"

/* What is not smaller by so much is not packed a second time. */
#define REALLY_SMALLER 0.97

struct _DanbiPrepackJob
{
  DanbiPrepackOrder order;
  char *image_set;
  char *path;
  guint64 bytes;           /* of the images */
  DanbiPackagePlan *plan;
  DanbiMethod method;
  gboolean is_worth_it;    /* otherwise there is nothing to write */
  gboolean is_smallest;    /* no other method makes less of it */
  DanbiPackageResult result; /* no bytes: it was not written */
  GCancellable *cancellable;
};

/* A case that the receiver has, or may have, is packed no more. One that waits in the queue is. */
static gboolean
may_be_sent (DanbiCase *item)
{
  switch (danbi_case_get_state (item))
    {
    case DANBI_STATE_SENT:
    case DANBI_STATE_UNKNOWN:
      return FALSE;
    case DANBI_STATE_DRAFT:
    case DANBI_STATE_READY:
    case DANBI_STATE_SENDING:
    case DANBI_STATE_REJECTED:
    case DANBI_STATE_ACCEPTED: /* its images may have been replaced */
    default:
      return TRUE;
    }
}

/* What stands in the store already decides what is left to do. */
static gboolean
is_wanted (const DanbiReadyArchive *ready,
           DanbiPrepackStep         step,
           gboolean                *smaller_wanted)
{
  *smaller_wanted = step == DANBI_PREPACK_FIRST && ready && !ready->smallest;
  return !ready || (step == DANBI_PREPACK_SMALLEST && !ready->smallest);
}

static DanbiPrepackJob *
job_new (DanbiStore              *store,
         const DanbiPrepackOrder *order,
         char                    *image_set,
         GPtrArray               *images,
         GError                 **error)
{
  g_autoptr (DanbiPrepackJob) self = g_new0 (DanbiPrepackJob, 1);
  const char *format = danbi_packing_get_format_nick (order->format);

  self->order = *order;
  self->image_set = image_set;
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < images->len; i++)
    self->bytes += ((const DanbiImage *) g_ptr_array_index (images, i))->bytes;

  self->plan = danbi_packing_make_plan (images, error);
  if (self->plan)
    self->path = danbi_store_new_ready_path (store, order->case_id, format, error);
  return self->path ? g_steal_pointer (&self) : NULL;
}

static DanbiPrepackJob *
prepare_images (DanbiStore              *store,
                const DanbiPrepackOrder *order,
                char                    *image_set,
                GPtrArray               *images,
                gboolean                *smaller_wanted,
                GError                 **error)
{
  g_autofree char *set = image_set;
  g_autoptr (GError) failure = NULL;
  const char *format = danbi_packing_get_format_nick (order->format);
  g_autoptr (DanbiReadyArchive) ready
    = danbi_store_dup_ready (store, order->case_id, format, &failure);

  if (failure)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (is_wanted (ready, order->step, smaller_wanted))
    return job_new (store, order, g_steal_pointer (&set), images, error);
  return NULL;
}

/**
 * danbi_prepack_job_prepare:
 * @store: the store
 * @order: what is to be packed
 * @smaller_wanted: (out): whether there is nothing left to do but the other step
 * @error: the reason of a failure
 *
 * Reads of which files the archive is to be made. The set of images is asked for before the images
 * are: were they replaced in between, the archive belongs to a set that the case has no more, and
 * the store refuses it.
 *
 * Returns: (transfer full) (nullable): the job; %NULL without @error: there is nothing to pack, or
 *   not yet
 */
DanbiPrepackJob *
danbi_prepack_job_prepare (DanbiStore              *store,
                           const DanbiPrepackOrder *order,
                           gboolean                *smaller_wanted,
                           GError                 **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *image_set = danbi_store_dup_image_set (store, order->case_id, &failure);
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (GPtrArray) images = NULL;

  *smaller_wanted = FALSE;
  if (!image_set)
    {
      if (failure)
        g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  item = danbi_store_load_case (store, order->case_id, error);
  if (!item || !may_be_sent (item))
    return NULL;
  images = danbi_case_dup_image_array (item);
  if (!danbi_packing_is_complete (images))
    return NULL;
  return prepare_images (store, order, g_steal_pointer (&image_set), images, smaller_wanted, error);
}

/**
 * danbi_prepack_job_free:
 * @self: (nullable): a job that has ended, or was never begun
 */
void
danbi_prepack_job_free (DanbiPrepackJob *self)
{
  if (!self)
    return;
  g_free (self->image_set);
  g_free (self->path);
  g_clear_pointer (&self->plan, danbi_package_plan_free);
  danbi_package_result_clear (&self->result);
  g_object_unref (self->cancellable);
  g_free (self);
}

/**
 * danbi_prepack_job_get_case_id:
 * @self: a job
 *
 * Returns: the case whose images are packed
 */
gint64
danbi_prepack_job_get_case_id (const DanbiPrepackJob *self)
{
  return self->order.case_id;
}

/**
 * danbi_prepack_job_get_step:
 * @self: a job
 *
 * Returns: which of the case's archives it is
 */
DanbiPrepackStep
danbi_prepack_job_get_step (const DanbiPrepackJob *self)
{
  return self->order.step;
}

/**
 * danbi_prepack_job_get_bytes:
 * @self: a job
 *
 * Returns: the size of the images
 */
guint64
danbi_prepack_job_get_bytes (const DanbiPrepackJob *self)
{
  return self->bytes;
}

/**
 * danbi_prepack_job_choose:
 * @self: a job
 * @smaller_wanted: (out): whether another archive, which takes longer, is to be tried after this
 * @error: the reason of a failure
 *
 * Finds out with which method the images are packed, from a sample of their own bytes. Blocks.
 *
 * Returns: whether it was found out; there may be nothing to write, too
 */
gboolean
danbi_prepack_job_choose (DanbiPrepackJob *self,
                          gboolean        *smaller_wanted,
                          GError         **error)
{
  DanbiPackageSample sample;
  DanbiMethod soonest, smallest;
  gboolean is_smaller;

  *smaller_wanted = FALSE;
  if (!danbi_package_sample (self->plan, self->order.format, &sample, self->cancellable, error))
    return FALSE;

  soonest = danbi_package_sample_choose (&sample, self->order.line_bytes_per_s);
  smallest = danbi_package_sample_smallest (&sample);
  is_smaller = sample.methods[smallest].ratio < REALLY_SMALLER * sample.methods[soonest].ratio;
  self->method = self->order.step == DANBI_PREPACK_SMALLEST ? smallest : soonest;
  self->is_smallest = self->order.step == DANBI_PREPACK_SMALLEST || !is_smaller;
  self->is_worth_it = (self->order.step == DANBI_PREPACK_FIRST || is_smaller)
                      && sample.methods[self->method].ratio * (double) sample.bytes
                           <= (double) self->order.max_bytes;
  *smaller_wanted = !self->is_smallest;
  return TRUE;
}

/**
 * danbi_prepack_job_write:
 * @self: a job whose method is chosen
 * @error: the reason of a failure; nothing is left behind then
 *
 * Writes the archive where it is worth it, and reads it again. Blocks.
 *
 * Returns: whether nothing failed
 */
gboolean
danbi_prepack_job_write (DanbiPrepackJob *self,
                         GError         **error)
{
  return !self->is_worth_it
         || danbi_package_write (self->plan, self->order.format, self->method, self->path,
                                 self->order.max_bytes, &self->result, NULL, NULL,
                                 self->cancellable, error);
}

/**
 * danbi_prepack_job_cancel:
 * @self: a job that another thread may be writing
 *
 * Its archive is not wanted any more.
 */
void
danbi_prepack_job_cancel (DanbiPrepackJob *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* The one that is there stays where it is not larger: the two may have been packed at once, and
 * either may have come first. */
static gboolean
is_better (DanbiPrepackJob *self,
           DanbiStore      *store)
{
  const char *format = danbi_packing_get_format_nick (self->order.format);
  g_autoptr (DanbiReadyArchive) ready
    = danbi_store_dup_ready (store, self->order.case_id, format, NULL);

  return self->result.bytes > 0 && !g_cancellable_is_cancelled (self->cancellable)
         && (!ready || self->result.bytes < ready->bytes);
}

/**
 * danbi_prepack_job_end:
 * @self: a job that no thread is writing any more
 * @store: the store
 * @error: the reason of a failure; %DANBI_STORE_ERROR_STATE where the case has other images by now
 *
 * Makes the archive the ready one of its case where it is better than what is there. Otherwise
 * nothing is left of it.
 *
 * Returns: whether nothing failed
 */
gboolean
danbi_prepack_job_end (DanbiPrepackJob *self,
                       DanbiStore      *store,
                       GError         **error)
{
  DanbiReadyArchive archive = {
    .case_id = self->order.case_id,
    .path = self->path,
    .format = (char *) danbi_packing_get_format_nick (self->order.format),
    .method = (char *) self->result.method,
    .bytes = self->result.bytes,
    .sha256 = self->result.sha256,
    .n_files = self->result.n_files,
    .smallest = self->is_smallest,
  };

  g_autofree char *dir = NULL;

  if (is_better (self, store))
    return danbi_store_put_ready (store, &archive, self->image_set, error);
  dir = g_path_get_dirname (self->path);
  return danbi_store_discard_images (store, dir, error);
}

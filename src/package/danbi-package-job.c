/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What writing and verifying share: sizes, progress, bounds, and how a failure is said. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "danbi-package-private.h"

#define TELL_EVERY_US (100 * 1000)

static void
cancel_cb (GCancellable *of_caller,
           gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * danbi_package_job_init:
 * @self: (out caller-allocates): a job, to be cleared
 * @plan: what is packed
 * @name: the archive's name, for messages
 * @cancellable: (nullable): stops it
 */
void
danbi_package_job_init (DanbiPackageJob        *self,
                        const DanbiPackagePlan *plan,
                        const char             *name,
                        GCancellable           *cancellable)
{
  guint n = danbi_package_plan_get_n_entries (plan);

  *self = (DanbiPackageJob) { .plan = plan, .name = name, .of_caller = cancellable };
  self->sizes = g_new0 (guint64, n + 1);
  self->sha256 = g_ptr_array_new_full (n, g_free);
  g_ptr_array_set_size (self->sha256, (int) n);
  self->cancellable = g_cancellable_new ();
  if (cancellable)
    self->of_caller_id = g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb),
                                                self->cancellable, NULL);
}

/**
 * danbi_package_job_clear:
 * @self: a job all of whose threads have ended
 */
void
danbi_package_job_clear (DanbiPackageJob *self)
{
  g_cancellable_disconnect (self->of_caller, self->of_caller_id);
  g_object_unref (self->cancellable);
  g_free (self->sizes);
  g_ptr_array_unref (self->sha256);
}

/**
 * danbi_package_job_measure:
 * @self: a job
 * @error: %DANBI_PACKAGE_ERROR_FAILED, naming the file
 *
 * Asks every source for its size.
 *
 * Returns: whether all are there
 */
gboolean
danbi_package_job_measure (DanbiPackageJob *self,
                           GError         **error)
{
  self->plain_bytes = 0;
  for (guint i = 0; i < danbi_package_plan_get_n_entries (self->plan); i++)
    {
      const DanbiPackageEntry *entry = danbi_package_plan_get_entry (self->plan, i);
      GStatBuf status;

      if (g_stat (entry->source, &status) < 0)
        {
          g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED,
                       _("Could not read %s: %s"), entry->name, g_strerror (errno));
          return FALSE;
        }
      self->sizes[i] = (guint64) status.st_size;
      self->plain_bytes += self->sizes[i];
    }
  return TRUE;
}

/**
 * danbi_package_job_advance:
 * @self: a job
 * @bytes: how many more bytes were gone through
 *
 * Tells progress, ten times a second at most and always at the end.
 */
void
danbi_package_job_advance (DanbiPackageJob *self,
                           guint64          bytes)
{
  gint64 now_us = g_get_monotonic_time ();

  self->done += bytes;
  if (!self->on_progress
      || (self->done < self->total && now_us - self->told_at_us < TELL_EVERY_US))
    return;
  self->told_at_us = now_us;
  self->on_progress (MIN (self->done, self->total), self->total, self->progress_data);
}

/**
 * danbi_package_job_check_bytes:
 * @self: a job
 * @bytes: how large the archive is, or is at least
 * @error: %DANBI_PACKAGE_ERROR_TOO_LARGE
 *
 * Returns: whether the archive is within its bound
 */
gboolean
danbi_package_job_check_bytes (const DanbiPackageJob *self,
                               guint64                bytes,
                               GError               **error)
{
  g_autofree char *bound = NULL;

  if (bytes <= self->max_bytes)
    return TRUE;
  bound = g_format_size_full (self->max_bytes, G_FORMAT_SIZE_LONG_FORMAT);
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_TOO_LARGE,
               _("Could not write %s: it is larger than the %s that NHI allows. Remove images that "
                 "do not belong to this order."),
               self->name, bound);
  return FALSE;
}

/**
 * danbi_package_entry_set_changed:
 * @entry: an entry whose source is not what it was when it was inspected
 * @error: set to %DANBI_PACKAGE_ERROR_DIFFERS
 *
 * Returns: %FALSE
 */
gboolean
danbi_package_entry_set_changed (const DanbiPackageEntry *entry,
                                 GError                 **error)
{
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS,
               _("%s is not the file any more that was checked. Remove it from the case and add it "
                 "again."), entry->name);
  return FALSE;
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/**
 * danbi_package_job_set_unwritten:
 * @self: a job
 * @cause: (transfer full): why the archive could not be written
 * @error: set to %DANBI_PACKAGE_ERROR_FAILED, or to @cause where that is being cancelled
 *
 * Returns: %FALSE
 */
gboolean
danbi_package_job_set_unwritten (const DanbiPackageJob *self,
                                 GError                *cause,
                                 GError               **error)
{
  g_autoptr (GError) owned = cause;

  if (is_cancelled (cause))
    g_propagate_error (error, g_steal_pointer (&owned));
  else
    g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED,
                 _("Could not write %s: %s"), self->name, cause->message);
  return FALSE;
}

/**
 * danbi_package_job_settle:
 * @ours: (transfer full) (nullable): why this side failed
 * @theirs: (transfer full) (nullable): why the other side failed
 * @error: set to the reason that came first
 *
 * Two threads of a job stop each other, so the one that was only stopped does not say why.
 *
 * Returns: whether there is no reason at all
 */
gboolean
danbi_package_job_settle (GError  *ours,
                          GError  *theirs,
                          GError **error)
{
  gboolean is_theirs = !ours || (theirs && is_cancelled (ours));
  GError *cause = is_theirs ? theirs : ours;
  GError *other = is_theirs ? ours : theirs;

  g_clear_error (&other);
  if (cause)
    g_propagate_error (error, cause);
  return cause == NULL;
}

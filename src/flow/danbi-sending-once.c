/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches for who waits for them: one try, in a thread of its own, and what fails is given up. */
#include "config.h"

#include "danbi-batch.h"
#include "danbi-claim.h"
#include "danbi-courier-world.h"
#include "danbi-desk-private.h"
#include "danbi-destination.h"
#include "danbi-journey.h"
#include "danbi-sending-private.h"

#define FIRST_POLL_MS 100
#define LAST_POLL_MS 5000
#define POLL_UNTIL_DONE G_MAXUINT

typedef struct
{
  DanbiDesk *desk; /* goes in the main thread */
  DanbiSending *sending;
  DanbiStore *store;
  DanbiRulebook *rulebook;
  DanbiCourierSettings *settings;
  DanbiCourier *courier;
  DanbiCourierEvents events;
  GArray *ids; /* NULL: whatever an earlier run left */
  gboolean wait;
} Run;

static void
run_free (Run *self)
{
  danbi_courier_free (self->courier);
  danbi_courier_settings_free (self->settings);
  g_clear_pointer (&self->ids, g_array_unref);
  g_object_unref (self->sending);
  g_object_unref (self->desk);
  g_free (self);
}

static gboolean
run_free_cb (gpointer user_data)
{
  run_free (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
sleep_ms (GCancellable *cancellable,
          guint         ms,
          GError      **error)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, (int) ms);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep ((gulong) ms * 1000);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* What the receiver may have is asked about later. */
static void
end_badly (Run         *self,
           DanbiErrand *errand)
{
  g_autoptr (GError) error = NULL;

  if (danbi_journey_is_before_naming (errand->submission->state))
    {
      errand->cancellable = NULL;
      if (danbi_courier_give_up (self->courier, errand, &error))
        danbi_courier_tidy (self->courier, errand);
      else
        g_warning ("%s", error->message);
    }
  if (errand->submission->state == DANBI_SUBMISSION_UNKNOWN)
    self->events.stage (DANBI_SENDING_UNKNOWN, self->events.user_data);
  else if (errand->submission->state == DANBI_SUBMISSION_SENT)
    self->events.stage (DANBI_SENDING_WAITING, self->events.user_data);
  else
    self->events.stage (DANBI_SENDING_FAILED, self->events.user_data);
}

/* Until it is done, or has its receipt and nobody waits for more. */
static gboolean
carry (Run         *self,
       DanbiErrand *errand,
       guint        n_polls,
       GError     **error)
{
  for (guint wait_ms = FIRST_POLL_MS;;)
    switch (danbi_courier_step (self->courier, errand, error))
      {
      case DANBI_COURIER_WENT_ON:
        if (errand->submission->state == DANBI_SUBMISSION_SENT && n_polls == 0)
          return TRUE;
        break;
      case DANBI_COURIER_WAITS:
        if (danbi_destination_get_folder (errand->submission->destination)
            || (n_polls != POLL_UNTIL_DONE && --n_polls == 0))
          return TRUE;
        if (!sleep_ms (errand->cancellable, wait_ms, error))
          return FALSE;
        wait_ms = MIN (wait_ms * 2, LAST_POLL_MS);
        break;
      case DANBI_COURIER_ENDED:
        return errand->submission->state == DANBI_SUBMISSION_DONE;
      case DANBI_COURIER_RESTS:
      case DANBI_COURIER_HELD:
      case DANBI_COURIER_STOPPED:
      default:
        end_badly (self, errand);
        return FALSE;
      }
}

static gboolean
send_new (Run     *self,
          GError **error)
{
  g_autoptr (DanbiClaim) claim = danbi_claim_new (danbi_store_get_dir (self->store), error);
  g_autoptr (DanbiSubmission) submission = NULL;
  DanbiErrand errand = {
    .events = &self->events,
    .cancellable = danbi_sending_get_cancellable (self->sending),
  };
  guint64 bytes;

  self->events.stage (DANBI_SENDING_PACKING, self->events.user_data);
  if (claim)
    submission = danbi_batch_enqueue (self->store, self->rulebook, self->settings->destination,
                                      (const gint64 *) self->ids->data, self->ids->len, 0,
                                      &self->events, &bytes, error);
  if (!submission)
    {
      self->events.stage (DANBI_SENDING_FAILED, self->events.user_data);
      return FALSE;
    }
  if (!danbi_claim_take (claim, submission->id, error))
    return FALSE;
  danbi_sending_post_batch (self->sending, submission);
  errand.submission = submission;
  return carry (self, &errand, self->wait ? POLL_UNTIL_DONE : 0, error);
}

static gboolean
settle_one (Run             *self,
            DanbiClaim      *claim,
            DanbiSubmission *submission,
            GError         **error)
{
  DanbiErrand errand = {
    .submission = submission,
    .doubtful = TRUE,
    .events = &self->events,
    .cancellable = danbi_sending_get_cancellable (self->sending),
  };
  guint64 bytes;

  danbi_batch_describe (self->store, submission, &self->events, &bytes);
  return danbi_claim_take (claim, submission->id, error)
         && carry (self, &errand, self->wait ? POLL_UNTIL_DONE : 1, error);
}

static gboolean
settle_all (Run     *self,
            GError **error)
{
  g_autoptr (DanbiClaim) claim = danbi_claim_new (danbi_store_get_dir (self->store), error);
  g_autoptr (GPtrArray) open = claim ? danbi_store_dup_open_submissions (self->store, error) : NULL;
  gboolean ok = open != NULL;

  for (guint i = 0; open && i < open->len; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (settle_one (self, claim, g_ptr_array_index (open, i), &failure))
        continue;
      if (ok)
        g_propagate_error (error, g_steal_pointer (&failure));
      ok = FALSE;
    }
  return ok;
}

static gpointer
work (gpointer user_data)
{
  Run *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->ids)
    send_new (self, &error);
  else
    settle_all (self, &error);
  danbi_sending_post_finished (self->sending, error);
  g_idle_add_full (G_PRIORITY_DEFAULT, run_free_cb, self, NULL);
  return NULL;
}

static DanbiSending *
start (DanbiDesk     *desk,
       const gint64  *ids,
       gsize          n_ids,
       DanbiSendFlags flags)
{
  g_autoptr (GError) error = NULL;
  DanbiSending *sending = danbi_sending_new (desk);
  Run *self;

  if (!danbi_desk_has_gateway (desk, &error))
    {
      danbi_sending_set_stage (sending, DANBI_SENDING_FAILED);
      danbi_sending_post_finished (sending, error);
      return sending;
    }

  self = g_new0 (Run, 1);
  self->desk = g_object_ref (desk);
  self->sending = g_object_ref (sending);
  self->store = danbi_desk_get_store (desk);
  self->rulebook = danbi_desk_get_rulebook (desk);
  self->settings = danbi_desk_dup_settings (desk);
  self->courier = danbi_courier_world_new_courier (
    danbi_courier_world_new (self->store, self->rulebook, self->settings));
  self->events = danbi_sending_get_events (sending);
  self->wait = (flags & DANBI_SEND_NO_WAIT) == 0;
  if (ids)
    {
      self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_vals (self->ids, ids, (guint) n_ids);
    }
  danbi_desk_run_after_saves (desk, work, self);
  return sending;
}

/* Public functions */

/**
 * danbi_desk_send:
 * @self: the desk
 * @ids: (array length=n_ids): stored cases, all ready
 * @n_ids: how many, at least 1
 * @flags: how
 *
 * Starts to send cases as one batch, after every save that is under way. What becomes of it is
 * told by the properties of the object.
 *
 * Returns: (transfer full): the batch on its way
 */
DanbiSending *
danbi_desk_send (DanbiDesk     *self,
                 const gint64  *ids,
                 gsize          n_ids,
                 DanbiSendFlags flags)
{
  return start (self, ids, n_ids, flags);
}

/**
 * danbi_desk_settle:
 * @self: the desk
 * @flags: how; with %DANBI_SEND_NO_WAIT outcomes are asked for once
 *
 * Takes up every batch that an earlier run of the program left open: goes on sending what the
 * receiver cannot have, asks about what is unknown, fetches outcomes. Call it once the gateway is
 * known.
 *
 * Returns: (transfer full): the batches on their way, in one object
 */
DanbiSending *
danbi_desk_settle (DanbiDesk     *self,
                   DanbiSendFlags flags)
{
  return start (self, NULL, 0, flags);
}

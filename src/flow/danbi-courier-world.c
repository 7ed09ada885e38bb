/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a courier does to the world: the store, and a gateway or a folder. */
#include "config.h"

#include "danbi-batch-folder.h"
#include "danbi-batch.h"
#include "danbi-courier-world.h"
#include "danbi-desk.h"
#include "danbi-destination.h"
#include "danbi-journey.h"
#include "danbi-token.h"

#define MET_FOR_US (60 * G_USEC_PER_SEC)

struct _DanbiCourierWorld
{
  DanbiStore *store;
  DanbiRulebook *rulebook;
  DanbiCourierSettings *settings;

  GMutex mutex; /* of the next two, for who sets the ceiling */
  DanbiGateway *gateway;
  guint64 ceiling_bytes_per_s;

  char *gateway_url;
  gint64 met_us; /* when the gateway was last asked whether it is a practice receiver, or 0 */
  DanbiCourierClockFunc on_clock;
  gpointer clock_data;
};

/**
 * danbi_courier_settings_copy:
 * @self: settings
 *
 * Returns: (transfer full): a copy
 */
DanbiCourierSettings *
danbi_courier_settings_copy (const DanbiCourierSettings *self)
{
  DanbiCourierSettings *copy = g_memdup2 (self, sizeof *self);

  copy->destination = g_strdup (self->destination);
  copy->token = g_strdup (self->token);
  copy->ca_path = g_strdup (self->ca_path);
  copy->certificate_path = g_strdup (self->certificate_path);
  copy->key_path = g_strdup (self->key_path);
  return copy;
}

/**
 * danbi_courier_settings_free:
 * @self: (nullable): settings
 */
void
danbi_courier_settings_free (DanbiCourierSettings *self)
{
  if (!self)
    return;
  g_free (self->destination);
  g_free (self->token);
  g_free (self->ca_path);
  g_free (self->certificate_path);
  g_free (self->key_path);
  g_free (self);
}

/* Where a batch goes */

static void
forget_uploads (DanbiSubmission *submission)
{
  g_clear_pointer (&submission->csv_upload, g_free);
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      g_clear_pointer (&row->upload, g_free);
    }
}

/* A batch that nobody else can have goes where the settings say now. One that was named is asked
 * about where it was named, and nowhere else: another gateway does not know it and would have it
 * sent again. Only a practice receiver comes up on another port each time, with its batches and
 * without its uploads. */
static gboolean
may_move (DanbiCourierWorld     *self,
          const DanbiSubmission *submission)
{
  return danbi_journey_is_before_naming (submission->state)
         || (danbi_store_get_purpose (self->store) == DANBI_STORE_PRACTICE
             && !danbi_destination_get_folder (self->settings->destination));
}

static void
move_to_settings (DanbiCourierWorld *self,
                  DanbiSubmission   *submission)
{
  if (!self->settings->destination
      || g_strcmp0 (submission->destination, self->settings->destination) == 0
      || !may_move (self, submission))
    return;
  g_free (submission->destination);
  submission->destination = g_strdup (self->settings->destination);
  forget_uploads (submission);
}

static char *
dup_token (DanbiCourierWorld *self,
           const char        *url,
           GError           **error)
{
  if (g_strcmp0 (url, self->settings->destination) == 0)
    return g_strdup (self->settings->token);
  return danbi_token_lookup (url, error);
}

static gboolean
open_gateway (DanbiCourierWorld *self,
              const char        *url,
              GError           **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *token = dup_token (self, url, &failure);
  DanbiGateway *gateway;

  if (failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  gateway = danbi_gateway_new (url, token, error);
  if (!gateway)
    return FALSE;
  danbi_gateway_set_tls_files (gateway, self->settings->ca_path, self->settings->certificate_path,
                               self->settings->key_path);
  danbi_gateway_set_line (gateway, danbi_store_get_line (self->store, url));

  g_mutex_lock (&self->mutex);
  danbi_gateway_free (self->gateway);
  self->gateway = gateway;
  danbi_gateway_set_ceiling (gateway, self->ceiling_bytes_per_s);
  g_mutex_unlock (&self->mutex);
  g_free (self->gateway_url);
  self->gateway_url = g_strdup (url);
  self->met_us = 0;
  return TRUE;
}

/* The time is taken from who has proved to be the gateway, and from nobody else. */
static void
tell_clock (DanbiCourierWorld *self,
            gboolean           practice)
{
  gint64 lead_s;

  if (self->on_clock && !practice && g_str_has_prefix (self->gateway_url, "https://")
      && danbi_gateway_get_clock_lead_s (self->gateway, &lead_s))
    self->on_clock (lead_s, self->clock_data);
}

/* Practice and real are told apart before the first byte leaves: by what the gateway says of
 * itself, and by what this store was used for until now. While the line holds it is not asked again
 * with each batch. */
static gboolean
meet_gateway (DanbiCourierWorld *self,
              const char        *url,
              GCancellable      *cancellable,
              GError           **error)
{
  gboolean practice;

  if (g_strcmp0 (self->gateway_url, url) != 0 && !open_gateway (self, url, error))
    return FALSE;
  if (self->met_us && g_get_monotonic_time () - self->met_us < MET_FOR_US)
    return TRUE;

  self->met_us = 0;
  if (!danbi_gateway_is_practice (self->gateway, &practice, cancellable, error)
      || !danbi_store_claim_purpose (self->store,
                                     practice ? DANBI_STORE_PRACTICE : DANBI_STORE_REAL, error))
    return FALSE;
  self->met_us = g_get_monotonic_time ();
  tell_clock (self, practice);
  return TRUE;
}

/* Who answers after a break may be another. */
static gboolean
note_break (DanbiCourierWorld *self,
            gboolean           ok)
{
  if (!ok)
    self->met_us = 0;
  return ok;
}

static gboolean
world_meet (gpointer         world,
            DanbiSubmission *submission,
            GCancellable    *cancellable,
            GError         **error)
{
  DanbiCourierWorld *self = world;

  move_to_settings (self, submission);
  if (danbi_destination_get_folder (submission->destination))
    return danbi_store_claim_purpose (self->store, DANBI_STORE_REAL, error);
  return meet_gateway (self, submission->destination, cancellable, error);
}

/* Packing and the folder */

static gboolean
world_pack (gpointer                  world,
            DanbiSubmission          *submission,
            const DanbiCourierEvents *events,
            GCancellable             *cancellable,
            GError                  **error)
{
  DanbiCourierWorld *self = world;

  return danbi_batch_pack (self->store, self->rulebook, self->settings->format, submission, events,
                           cancellable, error);
}

static gboolean
world_hand (gpointer         world,
            DanbiSubmission *submission,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autofree char *name = danbi_destination_dup_batch_name (submission->csv_path);
  g_autoptr (GPtrArray) archives = g_ptr_array_new ();

  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      g_ptr_array_add (archives, row->archive_path);
    }
  return danbi_batch_folder_write (danbi_destination_get_folder (submission->destination), name,
                                   submission->csv_path, archives, NULL, cancellable, error);
}

/* The gateway */

static void
waits_cb (gint64      next_try_s,
          const char *why,
          gpointer    user_data)
{
  const DanbiCourierEvents *events = user_data;

  if (events->waits)
    events->waits (next_try_s, why, events->user_data);
}

static void
note_line (DanbiCourierWorld *self)
{
  guint64 line = danbi_gateway_get_line (self->gateway);
  g_autoptr (GError) error = NULL;

  if (line > 0 && line != danbi_store_get_line (self->store, self->gateway_url)
      && !danbi_store_note_line (self->store, self->gateway_url, line, &error))
    g_warning ("%s", error->message);
}

static gboolean
world_upload (gpointer                  world,
              DanbiUpload              *upload,
              DanbiUploadUrlFunc        on_url,
              gpointer                  url_data,
              DanbiProgressFunc         on_progress,
              gpointer                  progress_data,
              const DanbiCourierEvents *events,
              GCancellable             *cancellable,
              GError                  **error)
{
  DanbiCourierWorld *self = world;
  gboolean ok;

  danbi_gateway_set_wait_func (self->gateway, waits_cb, (gpointer) events);
  ok = danbi_gateway_upload (self->gateway, upload, on_url, url_data, on_progress, progress_data,
                             cancellable, error);
  danbi_gateway_set_wait_func (self->gateway, NULL, NULL);
  note_line (self);
  return note_break (self, ok);
}

static char *
world_name (gpointer                 world,
            const char              *key,
            const DanbiBatchRequest *request,
            GCancellable            *cancellable,
            GError                 **error)
{
  DanbiCourierWorld *self = world;
  char *receipt = danbi_gateway_name_batch (self->gateway, key, request, cancellable, error);

  note_break (self, receipt != NULL);
  return receipt;
}

static gboolean
world_find (gpointer      world,
            const char   *key,
            char        **receipt,
            GCancellable *cancellable,
            GError      **error)
{
  DanbiCourierWorld *self = world;

  return note_break (self, danbi_gateway_find_batch (self->gateway, key, receipt, cancellable,
                                                     error));
}

static DanbiBatchStatus *
world_ask (gpointer      world,
           const char   *receipt,
           GCancellable *cancellable,
           GError      **error)
{
  DanbiCourierWorld *self = world;
  DanbiBatchStatus *status = danbi_gateway_get_batch (self->gateway, receipt, cancellable, error);

  note_break (self, status != NULL);
  return status;
}

static guint
world_retry_after_s (gpointer world)
{
  DanbiCourierWorld *self = world;

  return self->gateway ? danbi_gateway_get_retry_after_s (self->gateway) : 0;
}

static gboolean
world_terminate (gpointer    world,
                 const char *url)
{
  DanbiCourierWorld *self = world;

  return self->gateway
         && note_break (self, danbi_gateway_terminate (self->gateway, url, NULL, NULL));
}

/* The store */

static gboolean
world_save (gpointer         world,
            DanbiSubmission *submission,
            DanbiState       cases,
            GError         **error)
{
  DanbiCourierWorld *self = world;

  if (cases == DANBI_COURIER_CASES_STAY)
    return danbi_store_save_submission (self->store, submission, error);
  if (!danbi_store_move_submission (self->store, submission, cases, submission->receipt, error))
    return FALSE;
  if (cases == DANBI_STATE_SENT)
    danbi_batch_remember (self->store, submission);
  return TRUE;
}

static gboolean
world_settle (gpointer          world,
              DanbiSubmission  *submission,
              const DanbiState *states,
              GError          **error)
{
  DanbiCourierWorld *self = world;

  return danbi_store_settle (self->store, submission, states, error);
}

/* What an earlier attempt left in the folder when it was killed has nobody else to remove it. */
static void
discard_part (DanbiSubmission *submission)
{
  const char *folder = danbi_destination_get_folder (submission->destination);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (!folder || !submission->csv_path)
    return;
  name = danbi_destination_dup_batch_name (submission->csv_path);
  if (!danbi_batch_folder_discard (folder, name, &error))
    g_warning ("%s", error->message);
}

static gboolean
world_give_up (gpointer         world,
               DanbiSubmission *submission,
               GError         **error)
{
  DanbiCourierWorld *self = world;

  discard_part (submission);
  return danbi_store_give_up (self->store, submission, error);
}

static const DanbiCourierCalls world_calls = {
  .meet = world_meet,
  .pack = world_pack,
  .upload = world_upload,
  .name = world_name,
  .find = world_find,
  .ask = world_ask,
  .retry_after_s = world_retry_after_s,
  .terminate = world_terminate,
  .hand = world_hand,
  .save = world_save,
  .settle = world_settle,
  .give_up = world_give_up,
};

/**
 * danbi_courier_world_new:
 * @store: the store
 * @rulebook: the rules
 * @settings: where batches go; copied
 *
 * Returns: (transfer full): the world of a courier
 */
DanbiCourierWorld *
danbi_courier_world_new (DanbiStore                 *store,
                         DanbiRulebook              *rulebook,
                         const DanbiCourierSettings *settings)
{
  DanbiCourierWorld *self = g_new0 (DanbiCourierWorld, 1);

  self->store = g_object_ref (store);
  self->rulebook = danbi_rulebook_ref (rulebook);
  self->settings = danbi_courier_settings_copy (settings);
  self->ceiling_bytes_per_s = settings->ceiling_bytes_per_s;
  g_mutex_init (&self->mutex);
  return self;
}

/**
 * danbi_courier_world_free:
 * @self: (nullable): a world that nobody uses
 */
void
danbi_courier_world_free (DanbiCourierWorld *self)
{
  if (!self)
    return;
  danbi_gateway_free (self->gateway);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->store);
  danbi_rulebook_unref (self->rulebook);
  danbi_courier_settings_free (self->settings);
  g_free (self->gateway_url);
  g_free (self);
}

/**
 * danbi_courier_world_set_clock_func:
 * @self: a world
 * @func: told how the clock of this computer stands against the gateway's
 * @user_data: handed to @func
 */
void
danbi_courier_world_set_clock_func (DanbiCourierWorld    *self,
                                    DanbiCourierClockFunc func,
                                    gpointer              user_data)
{
  self->on_clock = func;
  self->clock_data = user_data;
}

/**
 * danbi_courier_world_set_ceiling:
 * @self: a world
 * @bytes_per_s: what may be sent in a second at most, 0: as much as the line takes
 *
 * May be called from any thread, also while a file is on its way.
 */
void
danbi_courier_world_set_ceiling (DanbiCourierWorld *self,
                                 guint64            bytes_per_s)
{
  g_mutex_lock (&self->mutex);
  self->ceiling_bytes_per_s = bytes_per_s;
  if (self->gateway)
    danbi_gateway_set_ceiling (self->gateway, bytes_per_s);
  g_mutex_unlock (&self->mutex);
}

/**
 * danbi_courier_world_new_courier:
 * @self: (transfer full): a world
 *
 * Returns: (transfer full): a courier in it
 */
DanbiCourier *
danbi_courier_world_new_courier (DanbiCourierWorld *self)
{
  return danbi_courier_new (&world_calls, self, (GDestroyNotify) danbi_courier_world_free);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where cases are sent: a gateway or the practice receiver, and how the desk follows a batch. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-desk-private.h"
#include "danbi-queue-private.h"
#include "danbi-wire.h"

static void
practice_started_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  DanbiDesk *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->practice = danbi_practice_start_finish (result, &error);
  if (!self->practice)
    {
      g_task_return_error (task, error);
      return;
    }
  danbi_desk_set_gateway (self, danbi_practice_get_url (self->practice), NULL);
  g_task_return_boolean (task, TRUE);
}

/* The courier put a case into a state: the object that is on screen follows. */
void
danbi_desk_note_state (DanbiDesk  *self,
                       gint64      case_id,
                       DanbiState  state,
                       const char *outcome)
{
  DanbiCase *item = g_hash_table_lookup (self->open, &case_id);

  if (self->prepacker && (state == DANBI_STATE_SENT || state == DANBI_STATE_ACCEPTED))
    danbi_prepacker_forget (self->prepacker, case_id);
  if (item)
    {
      danbi_case_set_outcome (item, outcome);
      danbi_case_set_state (item, state);
    }
  danbi_case_list_refresh (self->cases);
}

void
danbi_desk_note_receipt (DanbiDesk  *self,
                         gint64      case_id,
                         const char *receipt)
{
  DanbiCase *item = g_hash_table_lookup (self->open, &case_id);

  if (item)
    danbi_case_set_receipt (item, receipt);
}

gboolean
danbi_desk_has_gateway (DanbiDesk *self,
                        GError   **error)
{
  if (self->settings->destination)
    return TRUE;
  g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
                       _("No gateway is set. Enter its address in the preferences."));
  return FALSE;
}

DanbiCourierSettings *
danbi_desk_dup_settings (DanbiDesk *self)
{
  return danbi_courier_settings_copy (self->settings);
}

static void
tell_queue (DanbiDesk *self)
{
  if (self->queue)
    danbi_queue_settings_changed (self->queue);
}

/* What is on its way stops where it is; the next run of the program goes on with it. */
void
danbi_desk_close_queue (DanbiDesk *self)
{
  if (self->queue)
    danbi_queue_close (self->queue);
  g_clear_object (&self->queue);
}

/* Public functions */

/**
 * danbi_desk_start_practice_async:
 * @self: the desk; its store becomes one of practice cases for ever
 * @cancellable: (nullable): stops the start
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Starts the practice receiver and makes it the gateway.
 */
void
danbi_desk_start_practice_async (DanbiDesk          *self,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *dir = g_build_filename (danbi_store_get_dir (self->store), "receiver", NULL);
  GError *error = NULL;

  if (!danbi_store_claim_purpose (self->store, DANBI_STORE_PRACTICE, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  danbi_practice_start_async (dir, cancellable, practice_started_cb, g_steal_pointer (&task));
}

/**
 * danbi_desk_start_practice_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: whether the practice receiver listens
 */
gboolean
danbi_desk_start_practice_finish (DanbiDesk    *self,
                                  GAsyncResult *result,
                                  GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * danbi_desk_is_practice:
 * @self: the desk
 *
 * Returns: whether its cases are practice cases
 */
gboolean
danbi_desk_is_practice (DanbiDesk *self)
{
  return danbi_store_get_purpose (self->store) == DANBI_STORE_PRACTICE;
}

/**
 * danbi_desk_set_gateway:
 * @self: the desk
 * @url: (nullable): the base URL of a gateway, or `folder:` and the absolute path of a folder
 * @token: (nullable): the gateway's bearer token
 *
 * Says where cases are sent from here on. Batches that were not named to a receiver go there, too.
 */
void
danbi_desk_set_gateway (DanbiDesk  *self,
                        const char *url,
                        const char *token)
{
  g_free (self->settings->destination);
  g_free (self->settings->token);
  self->settings->destination = g_strdup (url);
  self->settings->token = g_strdup (token);
  danbi_desk_note_line (self);
  tell_queue (self);
}

/**
 * danbi_desk_get_gateway:
 * @self: the desk
 *
 * Returns: (transfer none) (nullable): the base URL, or `folder:` and a path
 */
const char *
danbi_desk_get_gateway (DanbiDesk *self)
{
  return self->settings->destination;
}

/**
 * danbi_desk_set_send_options:
 * @self: the desk
 * @options: how cases are sent from here on; its strings are copied
 */
void
danbi_desk_set_send_options (DanbiDesk              *self,
                             const DanbiSendOptions *options)
{
  DanbiCourierSettings *settings = self->settings;

  settings->format = options->cab ? DANBI_FORMAT_CAB : DANBI_FORMAT_7Z;
  settings->ceiling_bytes_per_s = options->ceiling_bytes_per_s;
  g_free (settings->ca_path);
  g_free (settings->certificate_path);
  g_free (settings->key_path);
  settings->ca_path = g_strdup (options->ca_path);
  settings->certificate_path = g_strdup (options->certificate_path);
  settings->key_path = g_strdup (options->key_path);
  if (self->prepacker)
    danbi_prepacker_set_format (self->prepacker, settings->format);
  tell_queue (self);
}

/**
 * danbi_desk_get_queue:
 * @self: the desk
 *
 * Returns: (transfer none): what is on its way
 */
DanbiQueue *
danbi_desk_get_queue (DanbiDesk *self)
{
  if (!self->queue)
    self->queue = danbi_queue_new (self);
  return self->queue;
}

/**
 * danbi_desk_address_is_allowed:
 * @address: what a person gave as the base URL of a gateway
 * @error: a sentence that says what is wrong with it
 *
 * Returns: whether cases may be sent there
 */
gboolean
danbi_desk_address_is_allowed (const char *address,
                               GError    **error)
{
  return danbi_wire_url_is_allowed (address, error);
}

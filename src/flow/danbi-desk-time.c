/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time does to the cases of the desk, and what its gateway says of the time. */
#include "config.h"

#include "danbi-desk-private.h"
#include "danbi-gateway.h"

/* A question for the time, and whose it is. */
typedef struct
{
  DanbiCourierSettings *settings;
  GWeakRef desk; /* the answer may take half a minute, and nobody waits for it */
} Question;

static void
question_free (Question *self)
{
  danbi_courier_settings_free (self->settings);
  g_weak_ref_clear (&self->desk);
  g_free (self);
}

static gboolean
ask_gateway (const DanbiCourierSettings *settings,
             gint64                     *lead_s,
             GError                    **error)
{
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (settings->destination, settings->token,
                                                        error);
  gboolean practice;

  if (!gateway)
    return FALSE;
  danbi_gateway_set_tls_files (gateway, settings->ca_path, settings->certificate_path,
                               settings->key_path);
  return danbi_gateway_is_practice (gateway, &practice, NULL, error) && !practice
         && danbi_gateway_get_clock_lead_s (gateway, lead_s);
}

static void
ask_in_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  const Question *question = task_data;
  g_autoptr (GError) error = NULL;
  gint64 lead_s;

  if (ask_gateway (question->settings, &lead_s, &error))
    g_task_return_pointer (task, g_memdup2 (&lead_s, sizeof lead_s), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
  if (error)
    g_info ("The gateway was not asked for the time: %s", error->message);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Question *question = g_task_get_task_data (G_TASK (result));
  g_autofree gint64 *lead_s = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (DanbiDesk) self = g_weak_ref_get (&question->desk);

  if (self && lead_s)
    danbi_desk_note_clock (self, *lead_s);
}

/* For the other files of this room */

void
danbi_desk_note_clock (DanbiDesk *self,
                       gint64     lead_s)
{
  g_signal_emit_by_name (self, "clock-lead", lead_s);
}

/* Public functions */

/**
 * danbi_desk_count_groups:
 * @self: the desk
 * @counts: (out caller-allocates) (array fixed-size=5): how many cases of each #DanbiUrgency the
 *   list has, which is in that order
 *
 * Returns: whether they could be counted
 */
gboolean
danbi_desk_count_groups (DanbiDesk *self,
                         guint      counts[DANBI_N_URGENCIES])
{
  g_autoptr (GError) error = NULL;

  if (danbi_store_count_groups (self->store, counts, &error))
    return TRUE;
  g_warning ("%s", error->message);
  return FALSE;
}

/**
 * danbi_desk_time_passed:
 * @self: the desk
 *
 * Reads the list anew: at the end of points of a case, and when the clock was set.
 */
void
danbi_desk_time_passed (DanbiDesk *self)
{
  danbi_case_list_refresh (self->cases);
}

/**
 * danbi_desk_get_next_end:
 * @self: the desk
 *
 * Returns: the last second before a case loses points, seconds since the epoch; 0 where none has
 *   anything to lose
 */
gint64
danbi_desk_get_next_end (DanbiDesk *self)
{
  g_autoptr (GError) error = NULL;
  gint64 end_s = 0;

  if (!danbi_store_get_next_end (self->store, &end_s, &error))
    g_warning ("%s", error->message);
  return end_s;
}

/**
 * danbi_desk_ask_time:
 * @self: the desk
 *
 * Asks the gateway what it is, for the time in its answer, which comes with the signal
 * #DanbiDesk::clock-lead. Nothing is sent. Who cannot prove to be the gateway is not asked, and a
 * desk of practice cases asks nobody.
 */
void
danbi_desk_ask_time (DanbiDesk *self)
{
  const char *url = danbi_desk_get_gateway (self);
  g_autoptr (GTask) task = NULL;
  Question *question;

  if (!url || !g_str_has_prefix (url, "https://") || danbi_desk_is_practice (self))
    return;
  question = g_new0 (Question, 1);
  question->settings = danbi_desk_dup_settings (self);
  g_weak_ref_init (&question->desk, self);
  task = g_task_new (NULL, NULL, asked_cb, NULL);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, ask_in_thread);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the desk has images packed before anybody asks for their archive. */
#include "config.h"

#include "danbi-desk-private.h"

/* So many of the most urgent cases are looked through for those that are ready. */
#define MAX_OFFERED 200

#define HOLD_KEY "danbi-desk-hold"

static gpointer
offer_ready_cases (gpointer data)
{
  g_autoptr (DanbiDesk) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases
    = danbi_store_list_cases (self->store, DANBI_CASE_ORDER_URGENT, 0, MAX_OFFERED, &error);

  if (!cases)
    g_warning ("%s", error->message);
  for (guint i = 0; cases && i < cases->len; i++)
    {
      const DanbiCaseSummary *summary = g_ptr_array_index (cases, i);

      if (summary->state == DANBI_STATE_READY)
        danbi_prepacker_offer (self->prepacker, summary->id);
    }
  return NULL;
}

static void
release_cb (gpointer prepacker)
{
  danbi_prepacker_release (prepacker);
  g_object_unref (prepacker);
}

/* For the other files of this room. @task is work that keeps the computer busy: until it is gone
 * nothing is packed that only becomes smaller. */
void
danbi_desk_hold_packing (DanbiDesk *self,
                         GTask     *task)
{
  if (!self->prepacker)
    return;
  danbi_prepacker_hold (self->prepacker);
  g_object_set_data_full (G_OBJECT (task), HOLD_KEY, g_object_ref (self->prepacker), release_cb);
}

/* The gateway is another one, or its line was measured. */
void
danbi_desk_note_line (DanbiDesk *self)
{
  if (self->prepacker && self->settings->destination)
    danbi_prepacker_set_line (self->prepacker,
                              danbi_store_get_line (self->store, self->settings->destination));
}

/* The case has other images on disk than before. */
void
danbi_desk_note_images (DanbiDesk *self,
                        DanbiCase *item)
{
  danbi_desk_note_line (self);
  if (self->prepacker)
    danbi_prepacker_want (self->prepacker, danbi_case_get_id (item));
}

/* Not in the main thread: the case is about to be deleted, and its folder perhaps with it. */
void
danbi_desk_stop_packing_case (DanbiDesk *self,
                              gint64     case_id)
{
  if (!self->prepacker)
    return;
  danbi_prepacker_forget (self->prepacker, case_id);
  danbi_prepacker_await_gone (self->prepacker, case_id);
}

/**
 * danbi_desk_start_packing:
 * @self: the desk of a program that stays open
 *
 * From here on the images of a case are packed in the background as soon as they are complete, and
 * those of the ready cases now. Until it is closed the desk may use a second core and room on the
 * disc for it.
 */
void
danbi_desk_start_packing (DanbiDesk *self)
{
  const DanbiRules *rules = danbi_rulebook_get_rules (self->rulebook, NULL);

  if (self->prepacker)
    return;
  self->prepacker
    = danbi_prepacker_new (self->store, danbi_rules_get_limits (rules)->max_archive_bytes);
  danbi_prepacker_set_format (self->prepacker, self->settings->format);
  danbi_desk_note_line (self);
  danbi_desk_push_job (self, offer_ready_cases, g_object_ref (self));
}

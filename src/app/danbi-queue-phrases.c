/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on its way, in words: for the queue, the bottom line and notices. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-identity.h"
#include "danbi-phrases.h"
#include "danbi-queue-phrases.h"
#include "danbi-roc-date.h"

/* A batch is as far as its cases are on the whole. */
static double
average_fraction (GListModel *rows)
{
  guint n = g_list_model_get_n_items (rows);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);

      sum += danbi_sending_row_get_fraction (row);
    }
  return n > 0 ? sum / n : 0;
}

/**
 * danbi_way_init:
 * @self: (out): where it is
 * @sending: a batch
 * @place: its place among those that wait, from 1; 0 where it does not wait
 */
void
danbi_way_init (DanbiWay     *self,
                DanbiSending *sending,
                guint         place)
{
  *self = (DanbiWay){
    .stage = danbi_sending_get_stage (sending),
    .place = place,
    .fraction = average_fraction (danbi_sending_get_rows (sending)),
    .not_before_s = danbi_sending_get_not_before (sending),
    .next_try_s = danbi_sending_get_next_try (sending),
  };
}

/**
 * danbi_way_get_icon:
 * @self: where a batch is
 *
 * Returns: (transfer none): the name of an icon; each stage has one of its own
 */
const char *
danbi_way_get_icon (const DanbiWay *self)
{
  switch (self->stage)
    {
    case DANBI_SENDING_PACKING:
      return "package-x-generic-symbolic";
    case DANBI_SENDING_TRANSFER:
      return "send-to-symbolic";
    case DANBI_SENDING_RESTING:
      return "view-refresh-symbolic";
    case DANBI_SENDING_HELD:
      return "dialog-warning-symbolic";
    case DANBI_SENDING_WAITING:
      return "mail-send-symbolic";
    case DANBI_SENDING_HANDED:
      return "folder-symbolic";
    case DANBI_SENDING_DONE:
      return "emblem-ok-symbolic";
    case DANBI_SENDING_FAILED:
      return "process-stop-symbolic";
    case DANBI_SENDING_UNKNOWN:
      return "dialog-question-symbolic";
    default:
      return "document-open-recent-symbolic";
    }
}

/**
 * danbi_way_get_style:
 * @self: where a batch is
 *
 * Returns: (transfer none): its class in the style sheet: whether it needs a person
 */
const char *
danbi_way_get_style (const DanbiWay *self)
{
  switch (self->stage)
    {
    case DANBI_SENDING_HELD:
      return "held";
    case DANBI_SENDING_UNKNOWN:
      return "unknown";
    case DANBI_SENDING_HANDED:
      return "handed";
    case DANBI_SENDING_DONE:
    case DANBI_SENDING_FAILED:
      return "ended";
    default:
      return "under-way";
    }
}

/**
 * danbi_phrase_clock:
 * @unix_s: a time
 * @now_s: the time now; the day is left out where it is the same
 *
 * Returns: (transfer full): the time in Taiwan, as in “15:20” or “11/23 15:20”
 */
char *
danbi_phrase_clock (gint64 unix_s,
                    gint64 now_s)
{
  DanbiRocDate date, today;

  danbi_roc_date_from_unix (unix_s, &date);
  danbi_roc_date_from_unix (now_s, &today);
  if (danbi_roc_date_compare_days (&date, &today) != 0)
    return danbi_phrase_moment (unix_s, now_s);
  return g_strdup_printf ("%02d:%02d", date.hour, date.minute);
}

static char *
say_waiting (const DanbiWay *way,
             gint64          now_s)
{
  g_autofree char *clock = danbi_phrase_clock (way->not_before_s, now_s);

  if (way->not_before_s > now_s)
    return g_strdup_printf (_("Waits until %s"), clock);
  if (way->place > 1)
    /* Translators: the place in the queue */
    return g_strdup_printf (_("Waits for its turn, number %u"), way->place);
  return g_strdup (_("Is next"));
}

/**
 * danbi_phrase_way:
 * @way: where a batch is
 * @now_s: the time now
 *
 * Returns: (transfer full): what is going on, as in “Waits for its turn, number 2” or “The next try
 *   is at 15:21”
 */
char *
danbi_phrase_way (const DanbiWay *way,
                  gint64          now_s)
{
  gboolean later = way->next_try_s > now_s;
  g_autofree char *share = danbi_phrase_sent_share (way->fraction);
  g_autofree char *clock = danbi_phrase_clock (way->next_try_s, now_s);

  switch (way->stage)
    {
    case DANBI_SENDING_PACKING:
      return g_strdup_printf (_("Packing, %s"), share);
    case DANBI_SENDING_TRANSFER:
      return g_strdup_printf (_("Sending, %s"), share);
    case DANBI_SENDING_RESTING:
      return later ? g_strdup_printf (_("The next try is at %s"), clock)
                   : g_strdup (_("Tries again"));
    case DANBI_SENDING_HELD:
      return g_strdup (_("Stopped: it needs you"));
    case DANBI_SENDING_WAITING:
      return g_strdup (_("The receiver has it and is checking it"));
    case DANBI_SENDING_HANDED:
      return g_strdup (_("Stands in the folder: upload it on the VPN page and tell the answer"));
    case DANBI_SENDING_DONE:
      return g_strdup (_("Done"));
    case DANBI_SENDING_FAILED:
      return g_strdup (_("Given up. The cases are ready as before"));
    case DANBI_SENDING_UNKNOWN:
      return later ? g_strdup_printf (_("Whether it arrived is not known. The receiver is asked "
                                        "again at %s"),
                                      clock)
                   : g_strdup (_("Whether it arrived is not known. The receiver is being asked"));
    default:
      return say_waiting (way, now_s);
    }
}

/**
 * danbi_phrase_case_name:
 * @record: a case's values
 *
 * Returns: (transfer full): whom and what it is about, masked, as in “A12****789 34004C”
 */
char *
danbi_phrase_case_name (const DanbiRecord *record)
{
  g_autofree char *patient = danbi_identity_mask (danbi_record_get (record,
                                                                    DANBI_FIELD_PATIENT_ID));

  return g_strdup_printf ("%s %s", patient, danbi_record_get (record, DANBI_FIELD_ORDER_CODE));
}

/**
 * danbi_phrase_after_hours:
 * @start_s: when it is after hours next; 0: now
 * @now_s: the time now
 *
 * Returns: (transfer full): as in “Start after hours, at 20:00”
 */
char *
danbi_phrase_after_hours (gint64 start_s,
                          gint64 now_s)
{
  g_autofree char *clock = danbi_phrase_clock (start_s, now_s);

  if (start_s == 0)
    return g_strdup (_("Start after hours, which it is now"));
  return g_strdup_printf (_("Start after hours, at %s, unless a deadline comes first"), clock);
}

/**
 * danbi_phrase_lost_next:
 * @deadline_s: when a case of a batch loses points next; 0: nothing is left to lose
 * @now_s: the time now
 *
 * Returns: (transfer full): as in “Deadline 15:20 · 2 h left”; "" where there is none
 */
char *
danbi_phrase_lost_next (gint64 deadline_s,
                        gint64 now_s)
{
  g_autofree char *clock = NULL;
  g_autofree char *left = NULL;

  if (deadline_s <= now_s)
    return g_strdup ("");
  clock = danbi_phrase_clock (deadline_s, now_s);
  left = danbi_phrase_remaining (deadline_s - now_s);
  /* Translators: a time, then “22 h 10 min left” */
  return g_strdup_printf (_("Deadline %s · %s"), clock, left);
}

/**
 * danbi_phrase_notice_title:
 * @record: a case's values
 * @state: what became of it; %DANBI_STATE_READY: it was not sent yet
 *
 * A notice may be read by whoever passes, so the masked number is all it says of the patient.
 *
 * Returns: (transfer full): as in “A12****789: accepted”
 */
char *
danbi_phrase_notice_title (const DanbiRecord *record,
                           DanbiState         state)
{
  g_autofree char *patient = danbi_identity_mask (danbi_record_get (record,
                                                                    DANBI_FIELD_PATIENT_ID));
  const char *who = *patient ? patient : _("No patient yet");

  switch (state)
    {
    case DANBI_STATE_ACCEPTED:
      return g_strdup_printf (_("%s: accepted"), who);
    case DANBI_STATE_REJECTED:
      return g_strdup_printf (_("%s: to be corrected"), who);
    case DANBI_STATE_UNKNOWN:
      return g_strdup_printf (_("%s: whether it arrived is not known"), who);
    default:
      return g_strdup_printf (_("%s: not sent yet"), who);
    }
}

/**
 * danbi_phrase_notice_body:
 * @state: what became of a case: accepted, rejected or unknown
 *
 * Returns: (transfer none): what that means for whoever reads it, a sentence
 */
const char *
danbi_phrase_notice_body (DanbiState state)
{
  switch (state)
    {
    case DANBI_STATE_ACCEPTED:
      return _("The receiver accepted it.");
    case DANBI_STATE_REJECTED:
      return _("What the receiver found stands at the fields.");
    default:
      return _("Danbi asks the receiver again by itself. Do not send it in another way meanwhile.");
    }
}

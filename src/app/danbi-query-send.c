/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of many cases those that are ready are sent, and it is said how many are not. */
#include "config.h"

#include "danbi-query-phrases.h"
#include "danbi-query-send.h"

/* A batch is one CSV, and NHI asks for no more a day. */
#define MAX_SENT 500

static GArray *
collect_ready (GPtrArray *rows)
{
  GArray *ready = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rows->len; i++)
    {
      gint64 id = danbi_case_row_get_id (rows->pdata[i]);

      if (danbi_case_row_get_state (rows->pdata[i]) == DANBI_STATE_READY)
        g_array_append_val (ready, id);
    }
  return ready;
}

/**
 * danbi_query_send:
 * @rows: (element-type DanbiCaseRow): cases as they are now
 * @outbox: what queues them
 * @not_before_s: when they may go at the earliest; 0: at once
 * @n_sent: (out): how many were queued
 *
 * Returns: (transfer full): what to say of it
 */
char *
danbi_query_send (GPtrArray   *rows,
                  DanbiOutbox *outbox,
                  gint64       not_before_s,
                  guint       *n_sent)
{
  g_autoptr (GArray) ready = collect_ready (rows);

  *n_sent = MIN (ready->len, MAX_SENT);
  if (*n_sent > 0)
    danbi_outbox_send (outbox, (gconstpointer) ready->data, *n_sent, not_before_s);
  return danbi_query_phrase_queued (*n_sent, rows->len - ready->len, ready->len - *n_sent);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"
#include "danbi-sending.h"

G_BEGIN_DECLS

/**
 * DanbiWay:
 * @stage: how far a batch is
 * @place: its place among those that wait, from 1; 0 where it does not wait
 * @fraction: how much of it is packed or sent, 0 to 1
 * @not_before_s: when it may start; 0: at once
 * @next_try_s: when it goes on by itself; 0: now, or never
 *
 * Where a batch is on its way, as values.
 */
typedef struct
{
  DanbiSendingStage stage;
  guint place;
  double fraction;
  gint64 not_before_s;
  gint64 next_try_s;
} DanbiWay;

void danbi_way_init (DanbiWay *self, DanbiSending *sending, guint place);
const char *danbi_way_get_icon (const DanbiWay *self);
const char *danbi_way_get_style (const DanbiWay *self);

/* What is on its way, in words: pure, in the program's language; (transfer full) but for the
 * constant ones. */
char *danbi_phrase_way (const DanbiWay *way, gint64 now_s);
char *danbi_phrase_clock (gint64 unix_s, gint64 now_s);
char *danbi_phrase_case_name (const DanbiRecord *record);
char *danbi_phrase_after_hours (gint64 start_s, gint64 now_s);
char *danbi_phrase_lost_next (gint64 deadline_s, gint64 now_s);
char *danbi_phrase_notice_title (const DanbiRecord *record, DanbiState state);
const char *danbi_phrase_notice_body (DanbiState state);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CLOCK_WATCH (danbi_clock_watch_get_type ())
G_DECLARE_FINAL_TYPE (DanbiClockWatch, danbi_clock_watch, DANBI, CLOCK_WATCH, GObject)

/* Signals: "passed" (boolean): time went by, and where it is TRUE more than minutes did, so that
 * everything that depends on the time is to be told anew; "said" (string): one line on why that is
 * so; "wrong" (int64): by how many seconds this computer's clock is ahead of the gateway's, 0 once
 * it is right. */
DanbiClockWatch *danbi_clock_watch_new (DanbiDesk *desk);
void danbi_clock_watch_look (DanbiClockWatch *self);

G_END_DECLS

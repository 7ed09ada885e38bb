/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>
#include <gio/gio.h>
#include <netinet/in.h>

#include "danbi-pace.h"

G_BEGIN_DECLS

/**
 * DanbiLineFault:
 * @DANBI_LINE_HOLDS: nothing is known against it
 * @DANBI_LINE_SLEPT: the computer slept, so that nobody can say what became of the connection
 * @DANBI_LINE_MOVED: the computer has another address than the connection was made with
 * @DANBI_LINE_SILENT: not a byte went or came for too long
 * @DANBI_LINE_DRIPS: an answer does come, but does not come to its end
 *
 * Why a connection is given up that has not ended by itself.
 */
typedef enum
{
  DANBI_LINE_HOLDS,
  DANBI_LINE_SLEPT,
  DANBI_LINE_MOVED,
  DANBI_LINE_SILENT,
  DANBI_LINE_DRIPS,
} DanbiLineFault;

/**
 * DanbiLine:
 * @multi: keeps the connections
 * @curl: what a request is set up in
 * @pace: the ceiling
 * @slept_us: for how long this computer had slept when the line was last used
 *
 * The line to one gateway: one request at a time.
 */
typedef struct
{
  CURLM *multi;
  CURL *curl;
  DanbiPace pace;
  gint64 slept_us;
} DanbiLine;

/**
 * DanbiLineWatch:
 * @silence_ms: after how long without a byte the connection is given up
 * @slept_us: for how long this computer had slept when the request began
 * @moved_us: when the last byte went or came
 * @sent_us: when the last byte went
 * @up: how many bytes went
 * @down: how many came
 * @address: this computer's, as the connection has it; empty before there is one
 *
 * What is watched while a request runs.
 */
typedef struct
{
  guint silence_ms;
  gint64 slept_us;
  gint64 moved_us;
  gint64 sent_us;
  guint64 up;
  guint64 down;
  char address[INET6_ADDRSTRLEN];
} DanbiLineWatch;

void danbi_line_init (DanbiLine *self);
void danbi_line_clear (DanbiLine *self);

void danbi_line_watch_begin (DanbiLineWatch *self, guint silence_ms);
void danbi_line_watch_note (DanbiLineWatch *self, guint64 up, guint64 down);
DanbiLineFault danbi_line_watch_judge (DanbiLineWatch *self);

G_END_DECLS

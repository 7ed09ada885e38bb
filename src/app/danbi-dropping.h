/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

/**
 * DanbiDroppingState:
 * @DANBI_DROPPING_IDLE: nothing is on its way
 * @DANBI_DROPPING_READING: what was dropped is being read
 * @DANBI_DROPPING_CHOOSING: the user chooses
 * @DANBI_DROPPING_COPYING: what was chosen is being copied into the case
 */
typedef enum
{
  DANBI_DROPPING_IDLE,
  DANBI_DROPPING_READING,
  DANBI_DROPPING_CHOOSING,
  DANBI_DROPPING_COPYING,
} DanbiDroppingState;

/* One drop at a time on its way into a case. Signals: "changed": another state; "progress" (string,
 * double): what is being done, and its share from 0 to 1, below 0 while unknown; "failed" (string):
 * a sentence. */
#define DANBI_TYPE_DROPPING (danbi_dropping_get_type ())
G_DECLARE_FINAL_TYPE (DanbiDropping, danbi_dropping, DANBI, DROPPING, GObject)

DanbiDropping *danbi_dropping_new (GtkWindow *window, DanbiDesk *desk);
void danbi_dropping_start (DanbiDropping *self, DanbiCase *item, GListModel *files);
void danbi_dropping_cancel (DanbiDropping *self);
DanbiDroppingState danbi_dropping_get_state (DanbiDropping *self);
DanbiCase *danbi_dropping_get_case (DanbiDropping *self);

G_END_DECLS

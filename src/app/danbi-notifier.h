/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_NOTIFIER (danbi_notifier_get_type ())
G_DECLARE_FINAL_TYPE (DanbiNotifier, danbi_notifier, DANBI, NOTIFIER, GObject)

DanbiNotifier *danbi_notifier_new (GtkApplication *application, DanbiDesk *desk);
void danbi_notifier_tell_outcome (DanbiNotifier *self, gint64 case_id, const DanbiRecord *record,
                                  DanbiState state);
void danbi_notifier_tell_deadlines (DanbiNotifier *self);

G_END_DECLS

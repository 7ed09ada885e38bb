/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-sending.h"

G_BEGIN_DECLS

#define DANBI_TYPE_BATCH_CASE (danbi_batch_case_get_type ())
G_DECLARE_FINAL_TYPE (DanbiBatchCase, danbi_batch_case, DANBI, BATCH_CASE, GtkBox)

GtkWidget *danbi_batch_case_new (DanbiSendingRow *row);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-queue.h"
#include "danbi-receipt.h"

G_BEGIN_DECLS

#define DANBI_TYPE_HAND_OVER (danbi_hand_over_get_type ())
G_DECLARE_FINAL_TYPE (DanbiHandOver, danbi_hand_over, DANBI, HAND_OVER, AdwWindow)

DanbiHandOver *danbi_hand_over_new (GtkWindow *parent, DanbiDesk *desk, DanbiSending *sending);
DanbiSending *danbi_hand_over_get_sending (DanbiHandOver *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CLOCK_BANNER (danbi_clock_banner_get_type ())
G_DECLARE_FINAL_TYPE (DanbiClockBanner, danbi_clock_banner, DANBI, CLOCK_BANNER, GtkBox)

/* Signal "passed" (boolean): as of DanbiClockWatch. */
void danbi_clock_banner_set_desk (DanbiClockBanner *self, DanbiDesk *desk);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

/* What the preferences mean. @settings may be %NULL: an uninstalled program has none. */
GSettings *danbi_settings_open (void);
char *danbi_settings_dup_destination (GSettings *settings);
void danbi_settings_apply (GSettings *settings, DanbiDesk *desk);
gboolean danbi_settings_get_off_peak (GSettings *settings);
guint danbi_settings_get_off_peak_hour (GSettings *settings);
gint64 danbi_settings_get_not_before_s (GSettings *settings, gint64 now_s);
guint64 danbi_settings_get_ceiling (GSettings *settings);

void danbi_settings_tell_clinic (GSettings *settings, DanbiDesk *desk);

gint64 danbi_off_peak_start_s (gint64 now_s, guint hour);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Taiwan keeps UTC+8 all year (RULEBOOK, head): no time-zone data base is asked. */
#define DANBI_TAIWAN_OFFSET_S 28800

gint64 danbi_clock_now_s (void);
void danbi_clock_set_now_s (gint64 now_s);
void danbi_clock_set_correction_s (gint64 seconds);
gint64 danbi_clock_get_correction_s (void);
gint64 danbi_clock_get_uncorrected_us (void);
gint64 danbi_clock_to_system_us (gint64 unix_s);
gint64 danbi_clock_get_slept_us (void);

char *danbi_clock_format_rfc3339 (gint64 unix_s);
gboolean danbi_clock_parse_rfc3339 (const char *text, gint64 *unix_s);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-deadline.h"

G_BEGIN_DECLS

/* What is said of time: how long a case may wait and from when that is counted, the groups of the
 * list, and clocks that are wrong. Pure, in the program's language, and (transfer full). */
char *danbi_phrase_countdown (const DanbiDeadline *deadline, gint64 now_s);
char *danbi_phrase_assumed (const DanbiDeadline *deadline);
char *danbi_phrase_group (DanbiUrgency urgency, const DanbiLimits *limits);
char *danbi_phrase_group_size (const char *group, guint n_cases);
char *danbi_phrase_span (gint64 seconds);
char *danbi_phrase_wrong_clock (gint64 lead_s);
char *danbi_phrase_clock_was_set (gint64 by_s);
char *danbi_phrase_slept (gint64 for_s);
char *danbi_phrase_new_day (gint64 now_s);

G_END_DECLS

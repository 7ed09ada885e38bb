/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"
#include "danbi-comparison.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/* Each phrase on the screen that is put together from values: pure, in the program's language, and
 * (transfer full). */
char *danbi_phrase_remaining (gint64 seconds);
char *danbi_phrase_moment (gint64 unix_s, gint64 now_s);
char *danbi_phrase_deadline (const DanbiDeadline *deadline, const DanbiLimits *limits,
                             gint64 now_s);
char *danbi_phrase_ready (const DanbiDeadline *deadline, const DanbiLimits *limits, gint64 now_s);
char *danbi_phrase_missing (const char *const *labels);
char *danbi_phrase_blocking (guint n_blocking);
char *danbi_phrase_case_state (DanbiState state, guint n_blocking, guint n_images);
char *danbi_phrase_saved (gint64 unix_s);
char *danbi_phrase_send_button (guint n_ready);

char *danbi_phrase_pixels (const DanbiImage *image);
char *danbi_phrase_minimum (const DanbiOrderClass *image_class);
char *danbi_phrase_verdict (const DanbiImage *image, const DanbiOrderClass *image_class,
                            gboolean *good);
char *danbi_phrase_image_count (GListModel *images);
char *danbi_phrase_sent_share (double fraction);

char *danbi_phrase_value (DanbiField field, const char *value);
char *danbi_phrase_person (const char *name);
char *danbi_phrase_dicom_date (const char *da);
char *danbi_phrase_comparison (const DanbiComparison *line);
char *danbi_phrase_comparison_headline (const DanbiComparison *lines, gboolean *strong);
char *danbi_phrase_demands (const DanbiOrderCode *order);
const char *danbi_phrase_code_group (const DanbiCode *code);
char *danbi_phrase_understood (DanbiField field, const char *value, const DanbiRules *rules,
                               gint64 now_s);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-drop.h"
#include "danbi-record.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/* What is said of what was dropped: pure, in the program's language, and (transfer full). */
char *danbi_phrase_drop_name (DanbiDropNode *node);
char *danbi_phrase_drop_detail (DanbiDropNode *node);
char *danbi_phrase_drop_left_out (DanbiDropNode *node);
char *danbi_phrase_drop_reason (DanbiDropKind kind, DanbiDropFits fits);
char *danbi_phrase_drop_doubt (DanbiDropFits fits);
char *danbi_phrase_drop_refusal (DanbiDropRefusal refusal);
char *danbi_phrase_drop_verdict (const DanbiDropFacts *facts, const DanbiOrderClass *image_class,
                                 gboolean *good);
char *danbi_phrase_drop_counts (guint n_images, guint n_others, guint n_left_out);
char *danbi_phrase_drop_chosen (guint n_images, guint n_others, guint n_left_out);
char *danbi_phrase_drop_take (guint n_images);
char *danbi_phrase_drop_case (const DanbiRecord *record);

char *danbi_phrase_reading (guint64 done, guint64 total);
char *danbi_phrase_reading_medium (guint64 done, guint64 total);
char *danbi_phrase_copying (guint64 done, guint64 total);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"
#include "danbi-check.h"
#include "danbi-deadline.h"
#include "danbi-json.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

json_t *danbi_shape_findings (GPtrArray *findings);
json_t *danbi_shape_deadline (const DanbiDeadline *deadline, gint64 now_s);
json_t *danbi_shape_images (const char *kind, guint n_referenced, guint n_read, guint64 bytes);
json_t *danbi_shape_check (GPtrArray *findings, json_t *deadline, json_t *images);
json_t *danbi_shape_overrides (GHashTable *overrides);
json_t *danbi_shape_history (GPtrArray *history);
json_t *danbi_shape_record (const DanbiRecord *record);
json_t *danbi_shape_order (const DanbiOrderCode *order);
json_t *danbi_shape_rules (const DanbiRules *rules);

DanbiRecord *danbi_shape_read_record (const json_t *object, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-check.h"
#include "danbi-deadline.h"
#include "danbi-image.h"
#include "danbi-record.h"
#include "danbi-state.h"

G_BEGIN_DECLS

/**
 * DanbiOrigin:
 * @DANBI_ORIGIN_NONE: the field is empty and nobody touched it
 * @DANBI_ORIGIN_TYPED: a person typed it, or confirmed what the program proposed from elsewhere
 * @DANBI_ORIGIN_PROPOSED: the program filled it in from another field or what it remembers:
 *   請確認 until confirmed
 * @DANBI_ORIGIN_IMAGE: taken from an image: 請確認, and no proof of that image (IMG.identity)
 * @DANBI_ORIGIN_IMAGE_CONFIRMED: taken from an image and confirmed by a person: stands as if typed,
 *   and still no proof of that image
 * @DANBI_ORIGIN_EARLIER: chosen by a person from an earlier case, shown in full: stands as if typed
 *
 * Where a value came from.
 */
typedef enum
{
  DANBI_ORIGIN_NONE,
  DANBI_ORIGIN_TYPED,
  DANBI_ORIGIN_PROPOSED,
  DANBI_ORIGIN_IMAGE,
  DANBI_ORIGIN_IMAGE_CONFIRMED,
  DANBI_ORIGIN_EARLIER,
} DanbiOrigin;

#define DANBI_TYPE_CASE (danbi_case_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCase, danbi_case, DANBI, CASE, GObject)

/* Properties: "id" (int64), "state" (DanbiState, as int), "revision" (uint, rises with each change
 * of a field or image), one string property for each field, named by its key with '-' for '_'
 * ("patient-id"), "images" and "findings" (GListModel),
 * "receipt" and "outcome" (string, the receiver's). */
DanbiCase *danbi_case_new (void);

gint64 danbi_case_get_id (DanbiCase *self);
void danbi_case_set_id (DanbiCase *self, gint64 id);
DanbiState danbi_case_get_state (DanbiCase *self);
void danbi_case_set_state (DanbiCase *self, DanbiState state);
gboolean danbi_case_is_editable (DanbiCase *self);
guint danbi_case_get_revision (DanbiCase *self);

const char *danbi_case_get_value (DanbiCase *self, DanbiField field);
void danbi_case_set_value (DanbiCase *self, DanbiField field, const char *value,
                           DanbiOrigin origin);
DanbiOrigin danbi_case_get_origin (DanbiCase *self, DanbiField field);
gboolean danbi_case_needs_confirmation (DanbiCase *self, DanbiField field);
guint32 danbi_case_get_fields_of_image (DanbiCase *self);
void danbi_case_confirm (DanbiCase *self, DanbiField field);
const DanbiRecord *danbi_case_get_record (DanbiCase *self);

GListModel *danbi_case_get_images (DanbiCase *self);
GPtrArray *danbi_case_dup_image_array (DanbiCase *self);
void danbi_case_take_images (DanbiCase *self, GPtrArray *images);
gboolean danbi_case_mark_looked_at (DanbiCase *self, DanbiImage *image);

GListModel *danbi_case_get_findings (DanbiCase *self);
void danbi_case_take_findings (DanbiCase *self, GPtrArray *findings);
guint danbi_case_count_blocking (DanbiCase *self);

GHashTable *danbi_case_get_overrides (DanbiCase *self);
void danbi_case_override (DanbiCase *self, const char *rule, const char *why);
void danbi_case_take_override (DanbiCase *self, const char *rule, DanbiOverride *given);

const char *danbi_case_get_receipt (DanbiCase *self);
void danbi_case_set_receipt (DanbiCase *self, const char *receipt);
const char *danbi_case_get_outcome (DanbiCase *self);
void danbi_case_set_outcome (DanbiCase *self, const char *outcome);

DanbiCase *danbi_case_copy (DanbiCase *self);
DanbiCase *danbi_case_new_next_order (DanbiCase *self);

G_END_DECLS

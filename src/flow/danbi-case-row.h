/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-case.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_ROW (danbi_case_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseRow, danbi_case_row, DANBI, CASE_ROW, GObject)

/* One line of the list of cases: what is known of a case without loading its images. Immutable. */
gint64 danbi_case_row_get_id (DanbiCaseRow *self);
DanbiState danbi_case_row_get_state (DanbiCaseRow *self);
const DanbiRecord *danbi_case_row_get_record (DanbiCaseRow *self);
char *danbi_case_row_dup_masked_patient_id (DanbiCaseRow *self);
guint danbi_case_row_get_n_images (DanbiCaseRow *self);
guint danbi_case_row_get_n_unseen (DanbiCaseRow *self);
guint danbi_case_row_get_n_blocking (DanbiCaseRow *self);
void danbi_case_row_get_deadline (DanbiCaseRow *self, DanbiDeadline *deadline);
const char *danbi_case_row_get_receipt (DanbiCaseRow *self);
gint64 danbi_case_row_get_purge_s (DanbiCaseRow *self);

G_END_DECLS

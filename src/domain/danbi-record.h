/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-field.h"

G_BEGIN_DECLS

/**
 * DanbiRecord:
 *
 * The 17 values of one case as they will stand in the CSV. A value is never %NULL; an absent one
 * is "". This is what the rules judge, in the program and in the practice receiver alike.
 */
typedef struct
{
  char *values[DANBI_LAST_FIELD + 1]; /* by DanbiField; [0] is unused and %NULL */
} DanbiRecord;

DanbiRecord *danbi_record_new (void);
DanbiRecord *danbi_record_copy (const DanbiRecord *self);
void danbi_record_free (DanbiRecord *self);

const char *danbi_record_get (const DanbiRecord *self, DanbiField field);
void danbi_record_set (DanbiRecord *self, DanbiField field, const char *value);
void danbi_record_take (DanbiRecord *self, DanbiField field, char *value);

gboolean danbi_record_same_visit (const DanbiRecord *a, const DanbiRecord *b);
gboolean danbi_record_same_text (const DanbiRecord *a, const DanbiRecord *b);
char *danbi_record_dup_patient (const DanbiRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiRecord, danbi_record_free)

G_END_DECLS

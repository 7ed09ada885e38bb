/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"

G_BEGIN_DECLS

/**
 * DanbiRejection:
 * @field: the field it is about, %DANBI_FIELD_NONE for the case as a whole
 * @code: NHI's error code, `04`
 * @value: what the field held when the receiver's answer was noted
 *
 * One error for which the receiver rejected a case.
 */
typedef struct
{
  DanbiField field;
  char *code;
  char *value;
} DanbiRejection;

DanbiRejection *danbi_rejection_new (DanbiField field, const char *code, const char *value);
void danbi_rejection_free (DanbiRejection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiRejection, danbi_rejection_free)

gboolean danbi_rejection_is_answered (const DanbiRejection *self, DanbiCase *item);

GPtrArray *danbi_case_get_rejections (DanbiCase *self);
void danbi_case_take_rejections (DanbiCase *self, GPtrArray *rejections);

G_END_DECLS

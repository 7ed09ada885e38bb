/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"

G_BEGIN_DECLS

/**
 * DanbiPasted:
 * @DANBI_PASTED_VALUE: no line of a list: at most the value of one field
 * @DANBI_PASTED_LINE: one line of a list: the values of one case
 * @DANBI_PASTED_LINES: several of them, of which none can be meant
 *
 * What a pasted text is.
 */
typedef enum
{
  DANBI_PASTED_VALUE,
  DANBI_PASTED_LINE,
  DANBI_PASTED_LINES,
} DanbiPasted;

char *danbi_pasted_narrow (const char *text);
char *danbi_pasted_dup_value (DanbiField field, const char *text);
DanbiPasted danbi_pasted_read (const char *text, gint64 now_s, DanbiRecord *found);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiCodeset:
 * @DANBI_CODESET_UTF8: UTF-8, which is only seen to be valid
 * @DANBI_CODESET_BIG5: Big5, which no DICOM file can declare
 * @DANBI_CODESET_GB18030: GB18030; GBK is a part of it
 * @DANBI_CODESET_LATIN1: ISO 8859-1
 *
 * A codeset that a whole text may be in.
 */
typedef enum
{
  DANBI_CODESET_UTF8,
  DANBI_CODESET_BIG5,
  DANBI_CODESET_GB18030,
  DANBI_CODESET_LATIN1,
} DanbiCodeset;

gboolean danbi_character_set_is_latin (const char *charset);
char *danbi_character_set_decode (const char *charset, const char *bytes, const char *delimiters);
char *danbi_character_set_convert (DanbiCodeset codeset, const char *bytes);

G_END_DECLS

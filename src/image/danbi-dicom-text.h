/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *danbi_dicom_text_clean (const char *text);
char *danbi_dicom_text_clean_name (const char *text);
char *danbi_dicom_text_decode (const char *charset, const char *bytes);
char *danbi_dicom_text_decode_name (const char *charset, const char *bytes, gboolean *is_guess);
char *danbi_dicom_text_guess (const char *bytes);

G_END_DECLS

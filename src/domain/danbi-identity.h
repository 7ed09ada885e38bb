/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiIdentityKind:
 * @DANBI_IDENTITY_MALFORMED: not ten letters and digits
 * @DANBI_IDENTITY_OTHER: ten letters and digits in none of the known shapes
 * @DANBI_IDENTITY_NATIONAL: 國民身分證: letter, 1 or 2, eight digits
 * @DANBI_IDENTITY_RESIDENCE: 居留證 since 2021: letter, 8 or 9, eight digits
 * @DANBI_IDENTITY_RESIDENCE_OLD: older 居留證: two letters, eight digits
 */
typedef enum
{
  DANBI_IDENTITY_MALFORMED,
  DANBI_IDENTITY_OTHER,
  DANBI_IDENTITY_NATIONAL,
  DANBI_IDENTITY_RESIDENCE,
  DANBI_IDENTITY_RESIDENCE_OLD,
} DanbiIdentityKind;

typedef enum
{
  DANBI_SEX_UNKNOWN,
  DANBI_SEX_MALE,
  DANBI_SEX_FEMALE,
} DanbiSex;

DanbiIdentityKind danbi_identity_get_kind (const char *id);
gboolean danbi_identity_has_valid_checksum (const char *id);
DanbiSex danbi_identity_get_sex (const char *id);
char *danbi_identity_mask (const char *id);
char *danbi_identity_dup_plain (const char *text);
gboolean danbi_provider_id_has_valid_format (const char *id);
gboolean danbi_provider_id_has_valid_checkdigit (const char *id);

G_END_DECLS

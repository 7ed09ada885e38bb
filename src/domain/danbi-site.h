/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiSiteFault:
 * @DANBI_SITE_OK: nothing wrong
 * @DANBI_SITE_UNKNOWN_CODE: a code that is not in the scheme's table
 * @DANBI_SITE_REPEATED: a code stands twice
 * @DANBI_SITE_TOO_MANY: more than nine teeth or eighteen regions
 * @DANBI_SITE_ODD_LENGTH: a tooth code of one character
 */
typedef enum
{
  DANBI_SITE_OK,
  DANBI_SITE_UNKNOWN_CODE,
  DANBI_SITE_REPEATED,
  DANBI_SITE_TOO_MANY,
  DANBI_SITE_ODD_LENGTH,
} DanbiSiteFault;

DanbiSiteFault danbi_site_check (const DanbiRules *rules, DanbiSiteScheme scheme, const char *site,
                                 char offender[3]);
guint danbi_site_get_max_codes (const DanbiRules *rules, DanbiSiteScheme scheme);
gsize danbi_site_get_complete_length (DanbiSiteScheme scheme, const char *site);
guint danbi_site_find (DanbiSiteScheme scheme, const char *site, const char *code);
char *danbi_site_toggle (const DanbiRules *rules, DanbiSiteScheme scheme, const char *site,
                         const char *code);
char *danbi_site_drop_last (DanbiSiteScheme scheme, const char *site);
gboolean danbi_site_area_contains (const char *area, const char *tooth);
gboolean danbi_site_has_doubtful_tooth (const char *site, char offender[3]);
gboolean danbi_site_mixes_area_and_tooth (const DanbiRules *rules, const char *site, char area[3],
                                          char tooth[3]);
char *danbi_site_describe (const DanbiRules *rules, DanbiSiteScheme scheme, const char *site);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The site of an examination (F13): teeth in two characters each, or body regions in one. */
#include "config.h"

#include <string.h>

#include "danbi-site.h"

/* The teeth of an area, by the digits of their FDI code: quadrant and place in the quadrant
 * (RULEBOOK F13.mixed; image-upload format, table 2, field 13). 99, a place that no code tells,
 * contains none. */
static const struct
{
  const char *code;
  const char *quadrants;
  const char *places;
} areas[] = {
  { "FM", "12345678", "123456789" },
  { "UB", "1256", "123456789" },
  { "LB", "3478", "123456789" },
  { "UR", "15", "123456789" },
  { "UL", "26", "123456789" },
  { "LL", "37", "123456789" },
  { "LR", "48", "123456789" },
  { "UA", "1256", "123" },
  { "LA", "3478", "123" },
};

/* Copies the code of one or two characters at @at. What is not ASCII becomes a question mark, so
 * that a code is always a text of its own. Returns how many bytes were read. */
static guint
read_code (const char *at,
           guint       width,
           char        code[3])
{
  guint length = 0;

  for (; length < width && at[length] != '\0'; length++)
    code[length] = g_ascii_isprint (at[length]) ? at[length] : '?';
  code[length] = '\0';
  return length;
}

/* Supernumerary deciduous teeth are in no table of NHI's, but dentists write them. */
static gboolean
is_doubtful_tooth (const char *code)
{
  return strlen (code) == 2 && strchr ("5678", code[0]) && code[1] == '9';
}

static gboolean
is_known (const DanbiRules *rules,
          DanbiSiteScheme   scheme,
          const char       *code)
{
  if (scheme == DANBI_SITE_SCHEME_REGION)
    return danbi_rules_find_code (rules, DANBI_CODE_TABLE_REGIONS, code) != NULL;
  return is_doubtful_tooth (code)
         || danbi_rules_find_code (rules, DANBI_CODE_TABLE_TEETH, code) != NULL;
}

/* Whether the code at @at stands already before it. Codes are all of one width. */
static gboolean
is_repeated (const char *site,
             const char *at,
             guint       width)
{
  for (const char *before = site; before < at; before += width)
    if (strncmp (before, at, width) == 0)
      return TRUE;
  return FALSE;
}

static guint
width_of (DanbiSiteScheme scheme)
{
  return scheme == DANBI_SITE_SCHEME_TOOTH ? 2 : 1;
}

static DanbiSiteFault
check_codes (const DanbiRules *rules,
             DanbiSiteScheme   scheme,
             const char       *site,
             char              offender[3])
{
  guint width = width_of (scheme);
  guint left = danbi_site_get_max_codes (rules, scheme);

  for (const char *at = site; *at != '\0'; at += width, left--)
    {
      if (read_code (at, width, offender) < width)
        return DANBI_SITE_ODD_LENGTH;
      if (!is_known (rules, scheme, offender))
        return DANBI_SITE_UNKNOWN_CODE;
      if (is_repeated (site, at, width))
        return DANBI_SITE_REPEATED;
      if (left == 0)
        return DANBI_SITE_TOO_MANY;
    }
  offender[0] = '\0';
  return DANBI_SITE_OK;
}

/* A tooth of @site that lies in @area. */
static gboolean
find_tooth_in (const DanbiRules *rules,
               const char       *site,
               const char       *area,
               char              tooth[3])
{
  for (const char *at = site; read_code (at, 2, tooth) == 2; at += 2)
    if (is_known (rules, DANBI_SITE_SCHEME_TOOTH, tooth) && danbi_site_area_contains (area, tooth))
      return TRUE;
  return FALSE;
}

/**
 * danbi_site_check:
 * @rules: the rules in force
 * @scheme: how the order code writes its site; %DANBI_SITE_SCHEME_NONE: either way will do
 * @site: the site, as it stands in the CSV
 * @offender: (out): the first code that is wrong, "" where none is; printable ASCII
 *
 * Judges a site code by code from its beginning (RULEBOOK F13.code). An empty one is right: whether
 * it must be filled is another rule. The teeth 59, 69, 79 and 89 are right here; see
 * danbi_site_has_doubtful_tooth().
 *
 * Returns: the first fault; with no scheme that of a site of teeth
 */
DanbiSiteFault
danbi_site_check (const DanbiRules *rules,
                  DanbiSiteScheme   scheme,
                  const char       *site,
                  char              offender[3])
{
  if (scheme != DANBI_SITE_SCHEME_NONE)
    return check_codes (rules, scheme, site, offender);
  if (check_codes (rules, DANBI_SITE_SCHEME_REGION, site, offender) == DANBI_SITE_OK)
    return DANBI_SITE_OK;
  return check_codes (rules, DANBI_SITE_SCHEME_TOOTH, site, offender);
}

/**
 * danbi_site_get_max_codes:
 * @rules: the rules in force
 * @scheme: %DANBI_SITE_SCHEME_TOOTH or %DANBI_SITE_SCHEME_REGION
 *
 * Returns: how many codes a site may have
 */
guint
danbi_site_get_max_codes (const DanbiRules *rules,
                          DanbiSiteScheme   scheme)
{
  const DanbiLimits *limits = danbi_rules_get_limits (rules);

  return scheme == DANBI_SITE_SCHEME_TOOTH ? limits->max_tooth_codes : limits->max_region_codes;
}

/**
 * danbi_site_get_complete_length:
 * @scheme: %DANBI_SITE_SCHEME_TOOTH or %DANBI_SITE_SCHEME_REGION
 * @site: a site, perhaps while it is being typed, in capitals
 *
 * Returns: how many bytes at the beginning of @site are complete codes, known or not; what follows
 *   is half a code, or words
 */
gsize
danbi_site_get_complete_length (DanbiSiteScheme scheme,
                                const char     *site)
{
  gsize n = strspn (site, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

  return n - n % width_of (scheme);
}

/**
 * danbi_site_find:
 * @scheme: %DANBI_SITE_SCHEME_TOOTH or %DANBI_SITE_SCHEME_REGION
 * @site: a site
 * @code: a code
 *
 * Returns: the place of @code among the codes of @site, counted from 1; 0 where it is not there
 */
guint
danbi_site_find (DanbiSiteScheme scheme,
                 const char     *site,
                 const char     *code)
{
  guint width = width_of (scheme);
  gsize length = danbi_site_get_complete_length (scheme, site);

  if (strlen (code) != width)
    return 0;
  for (gsize at = 0; at < length; at += width)
    if (strncmp (site + at, code, width) == 0)
      return (guint) (at / width) + 1;
  return 0;
}

/**
 * danbi_site_toggle:
 * @rules: the rules in force
 * @scheme: %DANBI_SITE_SCHEME_TOOTH or %DANBI_SITE_SCHEME_REGION
 * @site: a site; what is no complete code at its end is left out
 * @code: a code
 *
 * Takes a code away where it stands, and adds it at the end where it does not. The others keep
 * their order.
 *
 * Returns: (transfer full) (nullable): the site after that; %NULL where no code can be added
 */
char *
danbi_site_toggle (const DanbiRules *rules,
                   DanbiSiteScheme   scheme,
                   const char       *site,
                   const char       *code)
{
  guint width = width_of (scheme);
  gsize length = danbi_site_get_complete_length (scheme, site);
  guint place = danbi_site_find (scheme, site, code);
  g_autofree char *kept = g_strndup (site, length);

  if (place > 0)
    {
      kept[(place - 1) * width] = '\0';
      return g_strconcat (kept, kept + place * width, NULL);
    }
  if (length / width >= danbi_site_get_max_codes (rules, scheme))
    return NULL;
  return g_strconcat (kept, code, NULL);
}

/**
 * danbi_site_drop_last:
 * @scheme: %DANBI_SITE_SCHEME_TOOTH or %DANBI_SITE_SCHEME_REGION
 * @site: a site
 *
 * Returns: (transfer full): the site without its last code, or without what is no complete code at
 *   its end
 */
char *
danbi_site_drop_last (DanbiSiteScheme scheme,
                      const char     *site)
{
  gsize length = danbi_site_get_complete_length (scheme, site);

  if (site[length] == '\0' && length > 0)
    length -= width_of (scheme);
  return g_strndup (site, length);
}

/**
 * danbi_site_area_contains:
 * @area: a code of an area, `UR`
 * @tooth: a code of a tooth, `11`
 *
 * Returns: whether the tooth lies in the area
 */
gboolean
danbi_site_area_contains (const char *area,
                          const char *tooth)
{
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    if (strcmp (areas[i].code, area) == 0)
      return strchr (areas[i].quadrants, tooth[0]) && strchr (areas[i].places, tooth[1]);
  return FALSE;
}

/**
 * danbi_site_has_doubtful_tooth:
 * @site: a site of teeth
 * @offender: (out): the tooth, unspecified where there is none
 *
 * Returns: whether one of the teeth is 59, 69, 79 or 89 (RULEBOOK F13.code: warning)
 */
gboolean
danbi_site_has_doubtful_tooth (const char *site,
                               char        offender[3])
{
  for (const char *at = site; read_code (at, 2, offender) == 2; at += 2)
    if (is_doubtful_tooth (offender))
      return TRUE;
  return FALSE;
}

/**
 * danbi_site_mixes_area_and_tooth:
 * @rules: the rules in force
 * @site: a site of teeth
 * @area: (out): the area, unspecified where nothing is mixed
 * @tooth: (out): the tooth inside it, unspecified where nothing is mixed
 *
 * Returns: whether an area and a tooth inside that area stand together (RULEBOOK F13.mixed)
 */
gboolean
danbi_site_mixes_area_and_tooth (const DanbiRules *rules,
                                 const char       *site,
                                 char              area[3],
                                 char              tooth[3])
{
  for (const char *at = site; read_code (at, 2, area) == 2; at += 2)
    if (find_tooth_in (rules, site, area, tooth))
      return TRUE;
  return FALSE;
}

/**
 * danbi_site_describe:
 * @rules: the rules in force
 * @scheme: how the order code writes its site; %DANBI_SITE_SCHEME_NONE: either way
 * @site: the site, as it stands in the CSV
 *
 * Returns: (transfer full) (nullable): what the codes mean, in NHI's Chinese words: `頸椎、胸椎`;
 *   %NULL where @site is empty or has a fault
 */
char *
danbi_site_describe (const DanbiRules *rules,
                     DanbiSiteScheme   scheme,
                     const char       *site)
{
  GString *text;
  char code[3];
  guint width;

  if (*site == '\0' || danbi_site_check (rules, scheme, site, code) != DANBI_SITE_OK)
    return NULL;
  if (scheme == DANBI_SITE_SCHEME_NONE)
    scheme = check_codes (rules, DANBI_SITE_SCHEME_REGION, site, code) == DANBI_SITE_OK
               ? DANBI_SITE_SCHEME_REGION : DANBI_SITE_SCHEME_TOOTH;

  width = width_of (scheme);
  text = g_string_new (NULL);
  for (const char *at = site; read_code (at, width, code) == width; at += width)
    {
      const DanbiCode *meaning
        = danbi_rules_find_code (rules, width == 2 ? DANBI_CODE_TABLE_TEETH
                                                   : DANBI_CODE_TABLE_REGIONS, code);

      g_string_append (text, text->len > 0 ? "、" : "");
      g_string_append (text, meaning ? meaning->name_zh : code);
    }
  return g_string_free (text, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-site.h"
#include "danbi-test-rulebook.h"

static DanbiRulebook *rulebook;
static const DanbiRules *rules;

static void
test_sites_are_judged_code_by_code (void)
{
  static const struct
  {
    DanbiSiteScheme scheme;
    const char *site;
    DanbiSiteFault fault;
    const char *offender;
  } cases[] = {
    { DANBI_SITE_SCHEME_TOOTH, "", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_TOOTH, "FM", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_TOOTH, "99", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_TOOTH, "1121314151617181UA", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_TOOTH, "1121314151617181UA12", DANBI_SITE_TOO_MANY, "12" },
    { DANBI_SITE_SCHEME_TOOTH, "59697989", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_TOOTH, "19293949", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_TOOTH, "1112X", DANBI_SITE_ODD_LENGTH, "X" },
    { DANBI_SITE_SCHEME_TOOTH, "1", DANBI_SITE_ODD_LENGTH, "1" },
    { DANBI_SITE_SCHEME_TOOTH, "1110", DANBI_SITE_UNKNOWN_CODE, "10" },
    { DANBI_SITE_SCHEME_TOOTH, "56", DANBI_SITE_UNKNOWN_CODE, "56" },
    { DANBI_SITE_SCHEME_TOOTH, "91", DANBI_SITE_UNKNOWN_CODE, "91" },
    { DANBI_SITE_SCHEME_TOOTH, "fm", DANBI_SITE_UNKNOWN_CODE, "fm" },
    { DANBI_SITE_SCHEME_TOOTH, "NJ", DANBI_SITE_UNKNOWN_CODE, "NJ" },
    { DANBI_SITE_SCHEME_TOOTH, "1112 13", DANBI_SITE_UNKNOWN_CODE, " 1" },
    { DANBI_SITE_SCHEME_TOOTH, "齒", DANBI_SITE_UNKNOWN_CODE, "??" },
    { DANBI_SITE_SCHEME_TOOTH, "111211", DANBI_SITE_REPEATED, "11" },
    { DANBI_SITE_SCHEME_TOOTH, "FMFM", DANBI_SITE_REPEATED, "FM" },
    { DANBI_SITE_SCHEME_TOOTH, "1221", DANBI_SITE_OK, "" }, /* 22 lies across, it is no code */
    { DANBI_SITE_SCHEME_TOOTH, "212212", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_REGION, "", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_REGION, "NJ", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_REGION, "HAFUNJKGCIPEQMVSTO", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_REGION, "NJN", DANBI_SITE_REPEATED, "N" },
    { DANBI_SITE_SCHEME_REGION, "NX", DANBI_SITE_UNKNOWN_CODE, "X" },
    { DANBI_SITE_SCHEME_REGION, "nj", DANBI_SITE_UNKNOWN_CODE, "n" },
    { DANBI_SITE_SCHEME_REGION, "11", DANBI_SITE_UNKNOWN_CODE, "1" },
    { DANBI_SITE_SCHEME_REGION, "N\n", DANBI_SITE_UNKNOWN_CODE, "?" },
    { DANBI_SITE_SCHEME_NONE, "", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_NONE, "NJ", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_NONE, "FM11", DANBI_SITE_OK, "" },
    { DANBI_SITE_SCHEME_NONE, "XX", DANBI_SITE_UNKNOWN_CODE, "XX" },
    { DANBI_SITE_SCHEME_NONE, "1111", DANBI_SITE_REPEATED, "11" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char offender[3] = "##";

      g_assert_cmpint (danbi_site_check (rules, cases[i].scheme, cases[i].site, offender), ==,
                       cases[i].fault);
      g_assert_cmpstr (offender, ==, cases[i].offender);
    }
}

static void
test_every_row_of_the_tables_is_a_site (void)
{
  static const struct
  {
    DanbiCodeTable table;
    DanbiSiteScheme scheme;
    guint n_codes;
  } cases[] = {
    { DANBI_CODE_TABLE_TEETH, DANBI_SITE_SCHEME_TOOTH, 66 },
    { DANBI_CODE_TABLE_REGIONS, DANBI_SITE_SCHEME_REGION, 18 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (danbi_rules_get_n_codes (rules, cases[i].table), ==, cases[i].n_codes);
      for (guint row = 0; row < cases[i].n_codes; row++)
        {
          const DanbiCode *code = danbi_rules_get_code (rules, cases[i].table, row);
          g_autofree char *meaning = danbi_site_describe (rules, cases[i].scheme, code->code);
          char offender[3];

          g_assert_cmpint (danbi_site_check (rules, cases[i].scheme, code->code, offender), ==,
                           DANBI_SITE_OK);
          g_assert_cmpstr (meaning, ==, code->name_zh);
        }
    }
}

static void
test_four_teeth_are_doubtful (void)
{
  guint n_doubtful = 0;

  for (guint number = 0; number <= 99; number++)
    {
      g_autofree char *site = g_strdup_printf ("11%02u12", number);
      char offender[3];

      if (!danbi_site_has_doubtful_tooth (site, offender))
        continue;
      n_doubtful++;
      g_assert_true (number == 59 || number == 69 || number == 79 || number == 89);
      g_assert_cmpint (atoi (offender), ==, number);
    }
  g_assert_cmpuint (n_doubtful, ==, 4);
}

/* Which teeth lie in an area, by FDI's own words: 1 5 upper right, 2 6 upper left, 3 7 lower left,
 * 4 8 lower right; places 1 to 3 are the front. */
static gboolean
lies_in (const char *area,
         guint       quadrant,
         guint       place)
{
  gboolean upper = quadrant == 1 || quadrant == 2 || quadrant == 5 || quadrant == 6;
  gboolean right = quadrant == 1 || quadrant == 4 || quadrant == 5 || quadrant == 8;

  if (strcmp (area, "FM") == 0)
    return TRUE;
  if (strcmp (area, "99") == 0 || upper != (area[0] == 'U'))
    return FALSE;
  switch (area[1])
    {
    case 'B':
      return TRUE;
    case 'R':
      return right;
    case 'L':
      return !right;
    default:
      return place <= 3;
    }
}

static void
test_area_and_tooth_inside_are_mixed (void)
{
  static const char *const names[] = { "FM", "UB", "LB", "UR", "UL", "UA", "LR", "LL", "LA", "99" };
  guint n_pairs = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint quadrant = 1; quadrant <= 8; quadrant++)
      for (guint place = 1; place <= 9; place++)
        {
          g_autofree char *tooth = g_strdup_printf ("%u%u", quadrant, place);
          g_autofree char *before = g_strconcat (names[i], tooth, NULL);
          g_autofree char *after = g_strconcat (tooth, names[i], NULL);
          gboolean inside = lies_in (names[i], quadrant, place);
          char offender[3];
          char found_area[3];
          char found_tooth[3];

          if (danbi_site_check (rules, DANBI_SITE_SCHEME_TOOTH, tooth, offender) != DANBI_SITE_OK)
            continue;
          n_pairs++;
          g_assert_cmpint (danbi_site_mixes_area_and_tooth (rules, before, found_area, found_tooth),
                           ==, inside);
          g_assert_cmpint (danbi_site_mixes_area_and_tooth (rules, after, found_area, found_tooth),
                           ==, inside);
          if (inside)
            {
              g_assert_cmpstr (found_area, ==, names[i]);
              g_assert_cmpstr (found_tooth, ==, tooth);
            }
        }
  g_assert_cmpuint (n_pairs, ==, 10 * (32 + 20 + 4 + 4));
}

static void
test_areas_alone_are_not_mixed (void)
{
  static const char *const sites[] = { "", "FM", "FMUBLA", "UA14", "11", "1", "LB5", "NJ" };

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    {
      char area[3];
      char tooth[3];

      g_assert_false (danbi_site_mixes_area_and_tooth (rules, sites[i], area, tooth));
    }
}

static void
test_meaning_is_in_the_words_of_nhi (void)
{
  static const struct
  {
    DanbiSiteScheme scheme;
    const char *site;
    const char *meaning;
  } cases[] = {
    { DANBI_SITE_SCHEME_REGION, "NJ", "頸椎、胸椎" },
    { DANBI_SITE_SCHEME_TOOTH, "FM", "全口" },
    { DANBI_SITE_SCHEME_TOOTH, "1151", "恆牙 11、乳牙 51" },
    { DANBI_SITE_SCHEME_TOOTH, "1159", "恆牙 11、59" },
    { DANBI_SITE_SCHEME_NONE, "NJ", "頸椎、胸椎" },
    { DANBI_SITE_SCHEME_NONE, "11", "恆牙 11" },
    { DANBI_SITE_SCHEME_NONE, "", NULL },
    { DANBI_SITE_SCHEME_REGION, "NN", NULL },
    { DANBI_SITE_SCHEME_TOOTH, "111", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *meaning = danbi_site_describe (rules, cases[i].scheme, cases[i].site);

      g_assert_cmpstr (meaning, ==, cases[i].meaning);
    }
}

static void
test_codes_are_added_and_taken_away (void)
{
  static const struct
  {
    DanbiSiteScheme scheme;
    const char *site;
    const char *code;
    guint place;       /* of the code before */
    const char *after; /* NULL: it does not fit */
    const char *dropped;
  } cases[] = {
    { DANBI_SITE_SCHEME_TOOTH, "", "36", 0, "36", "" },
    { DANBI_SITE_SCHEME_TOOTH, "36", "46", 0, "3646", "" },
    { DANBI_SITE_SCHEME_TOOTH, "3646FM", "46", 2, "36FM", "3646" },
    { DANBI_SITE_SCHEME_TOOTH, "3646", "36", 1, "46", "36" },
    { DANBI_SITE_SCHEME_TOOTH, "1362", "36", 0, "136236", "13" }, /* lies across, it is no code */
    { DANBI_SITE_SCHEME_TOOTH, "364", "46", 0, "3646", "36" },    /* half a code goes */
    { DANBI_SITE_SCHEME_TOOTH, "36全", "FM", 0, "36FM", "36" },
    { DANBI_SITE_SCHEME_TOOTH, "XX", "FM", 0, "XXFM", "" }, /* not ours to take away */
    { DANBI_SITE_SCHEME_TOOTH, "111213141516171821", "22", 0, NULL, "1112131415161718" },
    { DANBI_SITE_SCHEME_TOOTH, "111213141516171821", "21", 9, "1112131415161718",
      "1112131415161718" },
    { DANBI_SITE_SCHEME_REGION, "", "N", 0, "N", "" },
    { DANBI_SITE_SCHEME_REGION, "NJ", "H", 0, "NJH", "N" },
    { DANBI_SITE_SCHEME_REGION, "NJH", "N", 1, "JH", "NJ" },
    { DANBI_SITE_SCHEME_REGION, "NJ椎", "K", 0, "NJK", "NJ" },
    { DANBI_SITE_SCHEME_REGION, "HAFUNJKGCIPEQMVSTO", "O", 18, "HAFUNJKGCIPEQMVST",
      "HAFUNJKGCIPEQMVST" },
    { DANBI_SITE_SCHEME_REGION, "HAFUNJKGCIPEQMVSTX", "O", 0, NULL, "HAFUNJKGCIPEQMVST" },
    { DANBI_SITE_SCHEME_REGION, "NJ", "NJ", 0, "NJNJ", "N" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *after = danbi_site_toggle (rules, cases[i].scheme, cases[i].site,
                                                  cases[i].code);
      g_autofree char *dropped = danbi_site_drop_last (cases[i].scheme, cases[i].site);

      g_test_message ("%u: “%s”", i, cases[i].site);
      g_assert_cmpuint (danbi_site_find (cases[i].scheme, cases[i].site, cases[i].code), ==,
                        cases[i].place);
      g_assert_cmpstr (after, ==, cases[i].after);
      g_assert_cmpstr (dropped, ==, cases[i].dropped);
    }
}

static void
test_any_text_is_judged (void)
{
  static const char alphabet[] = "0123456789FMUBLARNJ \xe9\xbd\x92\x01";

  for (guint i = 0; i < 20000; i++)
    {
      char site[24] = "";
      char offender[3];
      char other[3];
      int length = g_test_rand_int_range (0, sizeof site);

      for (int at = 0; at < length; at++)
        site[at] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      for (guint scheme = DANBI_SITE_SCHEME_NONE; scheme <= DANBI_SITE_SCHEME_REGION; scheme++)
        {
          g_autofree char *meaning = danbi_site_describe (rules, scheme, site);
          gboolean ok = danbi_site_check (rules, scheme, site, offender) == DANBI_SITE_OK;

          g_assert_cmpint (meaning != NULL, ==, ok && *site != '\0');
          g_assert_true (g_str_is_ascii (offender));
        }
      danbi_site_has_doubtful_tooth (site, offender);
      danbi_site_mixes_area_and_tooth (rules, site, offender, other);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rulebook = danbi_test_rulebook_load ();
  rules = danbi_rulebook_get_rules (rulebook, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/site/" #name, test_##name)
  ADD (sites_are_judged_code_by_code);
  ADD (every_row_of_the_tables_is_a_site);
  ADD (four_teeth_are_doubtful);
  ADD (area_and_tooth_inside_are_mixed);
  ADD (areas_alone_are_not_mixed);
  ADD (meaning_is_in_the_words_of_nhi);
  ADD (codes_are_added_and_taken_away);
  ADD (any_text_is_judged);
#undef ADD
  status = g_test_run ();
  danbi_rulebook_unref (rulebook);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the receiver held against a case, in words. */
#include "config.h"

#include <string.h>

#include "danbi-outcome-phrases.h"
#include "danbi-test-rulebook.h"

static void
test_rejection (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);
  g_autoptr (DanbiRejection) time = danbi_rejection_new (DANBI_FIELD_EXAM_TIME, "04", "");
  g_autoptr (DanbiRejection) odd = danbi_rejection_new (DANBI_FIELD_NONE, "ZZ", NULL);
  g_autofree char *known = danbi_phrase_rejection (time, rules);
  g_autofree char *unknown = danbi_phrase_rejection (odd, rules);

  g_assert_cmpstr (known, ==, "NHI 04 日期格式錯誤");
  g_assert_cmpstr (unknown, ==, "NHI ZZ a code that is not in the table");
}

static void
test_advice (void)
{
  static const struct
  {
    DanbiField field;
    const char *code;
    const char *begins;
  } cases[] = {
    { DANBI_FIELD_VISIT_SEQ, "01", "It has 4 characters." },
    { DANBI_FIELD_CARD_MAKEUP, "01", "It has 1 character." },
    { DANBI_FIELD_SITE, "01", "It has at most 18 characters." },
    { DANBI_FIELD_CARD_TIME, "01", "Type the day again" },
    { DANBI_FIELD_NONE, "01", "Compare it with the card and the request." },
    { DANBI_FIELD_EXAM_TIME, "04", "Type the day again" },
    { DANBI_FIELD_SERVICE_MONTH, "10", "Set it to the month of the examination." },
    { DANBI_FIELD_NONE, "25", "NHI may have this case already" },
    { DANBI_FIELD_ORDER_CODE, "37", "Choose the order code from the list" },
    { DANBI_FIELD_NONE, "D3", "Compare it with the card and the request." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_advice (cases[i].field, cases[i].code);

      g_assert_true (g_str_has_prefix (text, cases[i].begins));
    }
}

/* No error of the image upload goes without advice of its own, but for what has no field here. */
static void
test_every_code (void)
{
  static const char *const codes[] = { "02", "03", "04", "05", "06", "07", "08", "10", "11",
                                       "12", "13", "15", "16", "21", "22", "23", "24", "25",
                                       "26", "27", "28", "30", "31", "37" };
  g_autofree char *other = danbi_phrase_advice (DANBI_FIELD_NONE, "ZZ");

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *text = danbi_phrase_advice (DANBI_FIELD_NONE, codes[i]);

      g_assert_cmpstr (text, !=, other);
    }
}

static void
test_elsewhere (void)
{
  g_autofree char *one = danbi_phrase_rejections_elsewhere (1);
  g_autofree char *two = danbi_phrase_rejections_elsewhere (2);

  g_assert_cmpstr (one, ==, "1 error stands at its field below. F8 goes there.");
  g_assert_cmpstr (two, ==, "2 errors stand at their fields below. F8 goes to the next one.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/danbi/app/outcome-phrases/an_error_has_its_code_and_the_text_of_nhi",
                   test_rejection);
  g_test_add_func ("/danbi/app/outcome-phrases/it_is_said_what_to_do", test_advice);
  g_test_add_func ("/danbi/app/outcome-phrases/each_code_has_its_own_advice", test_every_code);
  g_test_add_func ("/danbi/app/outcome-phrases/errors_at_fields_are_counted", test_elsewhere);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of templates: they hold the usual case of a clinic, and nobody's. */
#include "config.h"

#include "danbi-template.h"

/* A case each field of which says its own name. */
static DanbiCase *
new_full_case (void)
{
  DanbiCase *item = danbi_case_new ();

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_case_set_value (item, field, danbi_field_get_key (field), DANBI_ORIGIN_TYPED);
  return item;
}

static gboolean
is_kept (DanbiField field)
{
  return field == DANBI_FIELD_ORDER_CODE || field == DANBI_FIELD_SITE
         || field == DANBI_FIELD_VISIT_TYPE || field == DANBI_FIELD_PROVIDER_TYPE
         || field == DANBI_FIELD_CARD_MAKEUP;
}

static void
test_only_five_fields_go_through_it (void)
{
  g_autoptr (DanbiCase) from = new_full_case ();
  g_autoptr (DanbiCase) to = danbi_case_new ();
  g_autoptr (DanbiTemplate) template = danbi_template_new_from_case (from);
  g_autoptr (DanbiTemplate) copy = danbi_template_copy (template);

  danbi_template_fill_in (copy, to);
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      const char *expected = is_kept (field) ? danbi_field_get_key (field) : "";

      g_assert_cmpstr (danbi_case_get_value (to, field), ==, expected);
      g_assert_cmpstr (danbi_template_get_value (template, field), ==, expected);
      g_assert_false (danbi_case_needs_confirmation (to, field));
    }
}

static void
test_what_it_lacks_is_left_alone (void)
{
  g_autoptr (DanbiCase) from = danbi_case_new ();
  g_autoptr (DanbiCase) to = new_full_case ();
  g_autoptr (DanbiTemplate) template = NULL;

  danbi_case_set_value (from, DANBI_FIELD_ORDER_CODE, "34004C", DANBI_ORIGIN_TYPED);
  template = danbi_template_new_from_case (from);
  g_assert_cmpstr (template->name, ==, "34004C");
  danbi_template_fill_in (template, to);
  g_assert_cmpstr (danbi_case_get_value (to, DANBI_FIELD_ORDER_CODE), ==, "34004C");
  g_assert_cmpstr (danbi_case_get_value (to, DANBI_FIELD_SITE), ==, "site");
}

static void
test_names (void)
{
  static const struct
  {
    const char *typed;
    const char *name;
  } cases[] = {
    { " 全口 panoramic ", "全口 panoramic" },
    { "one\ntwo", "one two" },
    { "", NULL },
    { " \t", NULL },
    { "王先生 A123456789", NULL },
    { "全口a123-456-789", NULL },
    { "Ａ１２３４５６７８９", NULL },
    { "A123456788", "A123456788" },
    { "0123456789012345678901234567890123456789rest",
      "0123456789012345678901234567890123456789" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = danbi_template_clean_name (cases[i].typed);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

#define ADD(path, name) g_test_add_func ("/danbi/domain/template/" path, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("only_five_fields_go_through_it", only_five_fields_go_through_it);
  ADD ("what_it_lacks_is_left_alone", what_it_lacks_is_left_alone);
  ADD ("a_name_is_one_line_and_nobodys", names);
  return g_test_run ();
}

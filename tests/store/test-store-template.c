/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of templates on disk. */
#include "config.h"

#include "store-fixture.h"

/* A case each field of which says its own name, and nothing else says these words. */
static DanbiTemplate *
new_template (const char *name)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiTemplate *template;

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *value = g_strconcat ("the ", danbi_field_get_key (field), NULL);

      danbi_case_set_value (item, field, value, DANBI_ORIGIN_TYPED);
    }
  template = danbi_template_new_from_case (item);
  g_free (template->name);
  template->name = g_strdup (name);
  return template;
}

/* One template for each letter. */
static void
set (StoreFixture *fixture,
     const char   *letters)
{
  g_autoptr (GPtrArray) templates
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_template_free);
  g_autoptr (GError) error = NULL;

  for (const char *at = letters; *at; at++)
    {
      const char name[] = { *at, '\0' };

      g_ptr_array_add (templates, new_template (name));
    }
  danbi_store_set_templates (fixture->store, templates, &error);
  g_assert_no_error (error);
}

static void
assert_names (StoreFixture *fixture,
              const char   *expected)
{
  g_autoptr (GPtrArray) templates = danbi_store_dup_templates (fixture->store, NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < templates->len; i++)
    g_string_append_printf (names, "%s ",
                            ((DanbiTemplate *) g_ptr_array_index (templates, i))->name);
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_what_is_saved_comes_back (StoreFixture *fixture,
                               gconstpointer data)
{
  g_autoptr (GPtrArray) templates = NULL;
  const DanbiTemplate *template;

  set (fixture, "U");
  store_fixture_reopen (fixture);
  templates = danbi_store_dup_templates (fixture->store, NULL);
  g_assert_cmpuint (templates->len, ==, 1);
  template = g_ptr_array_index (templates, 0);
  g_assert_cmpstr (template->name, ==, "U");
  g_assert_cmpstr (danbi_template_get_value (template, DANBI_FIELD_ORDER_CODE), ==,
                   "the order_code");
  g_assert_cmpstr (danbi_template_get_value (template, DANBI_FIELD_PROVIDER_TYPE), ==,
                   "the provider_type");
}

/* Issue 5: never any identity, date, sequence number or image in them. */
static void
test_nothing_of_a_patient_reaches_the_database (StoreFixture *fixture,
                                                gconstpointer data)
{
  set (fixture, "U");
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *value = g_strconcat ("the ", danbi_field_get_key (field), NULL);
      gboolean kept = FALSE;

      for (guint i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
        kept |= danbi_template_fields[i] == field;
      g_test_message ("%s", value);
      g_assert_cmpint (store_fixture_contains (fixture, value), ==, kept);
    }
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM cases"), ==, 0);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM images"), ==, 0);
}

static void
test_they_are_kept_in_their_order (StoreFixture *fixture,
                                   gconstpointer data)
{
  assert_names (fixture, "");
  set (fixture, "ABC");
  assert_names (fixture, "A B C ");
  set (fixture, "CAB");
  assert_names (fixture, "C A B ");
  set (fixture, "CB");
  assert_names (fixture, "C B ");
  set (fixture, "");
  assert_names (fixture, "");
}

#define ADD(name) store_fixture_add ("/danbi/store/store-template/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (what_is_saved_comes_back);
  ADD (nothing_of_a_patient_reaches_the_database);
  ADD (they_are_kept_in_their_order);
  return g_test_run ();
}

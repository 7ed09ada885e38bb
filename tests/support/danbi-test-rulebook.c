/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rulebook of the source tree, and one case against which it finds nothing, for tests. */
#include <string.h>

#include "danbi-test-rulebook.h"

static GBytes *
read_bytes (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gsize length = 0;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static void
add_table (DanbiRulebook *rulebook,
           const char    *file_name,
           GBytes        *bytes)
{
  g_autoptr (GError) error = NULL;

  danbi_rulebook_add_table (rulebook, file_name, bytes, &error);
  g_assert_no_error (error);
}

/**
 * danbi_test_rulebook_load_with:
 * @file_name: (nullable): how a further table is named, as `order-codes@2027-01-01.tsv`
 * @text: (nullable): its text
 *
 * Reads all tables of the folder that the environment variable DANBI_TABLES names, without it of
 * the source tree's data/tables. Ends the program where one cannot be read.
 *
 * Returns: (transfer full): a sealed rulebook
 */
DanbiRulebook *
danbi_test_rulebook_load_with (const char *file_name,
                               const char *text)
{
  const char *folder = g_getenv ("DANBI_TABLES") ? g_getenv ("DANBI_TABLES") : DANBI_SOURCE_TABLES;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  DanbiRulebook *rulebook = danbi_rulebook_new ();
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GBytes) bytes = NULL;

      if (!g_str_has_suffix (name, ".tsv"))
        continue;
      bytes = read_bytes (path);
      add_table (rulebook, name, bytes);
    }
  if (file_name)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      add_table (rulebook, file_name, bytes);
    }
  danbi_rulebook_seal (rulebook, &error);
  g_assert_no_error (error);
  return rulebook;
}

/**
 * danbi_test_rulebook_load:
 *
 * Returns: (transfer full): a sealed rulebook of the source tree's tables
 */
DanbiRulebook *
danbi_test_rulebook_load (void)
{
  return danbi_test_rulebook_load_with (NULL, NULL);
}

/**
 * danbi_test_record_new:
 *
 * A panoramic X-ray at a dentist, on 2026-11-22. The identity number is the published example.
 *
 * Returns: (transfer full): a record in which no rule finds anything at %DANBI_TEST_NOW_S
 */
DanbiRecord *
danbi_test_record_new (void)
{
  static const struct
  {
    DanbiField field;
    const char *value;
  } values[] = {
    { DANBI_FIELD_PROVIDER_ID, "3501200007" }, { DANBI_FIELD_PROVIDER_TYPE, "13" },
    { DANBI_FIELD_SERVICE_MONTH, "11511" },    { DANBI_FIELD_CARD_TIME, "1151122152003" },
    { DANBI_FIELD_VISIT_TYPE, "02" },          { DANBI_FIELD_VISIT_SEQ, "0020" },
    { DANBI_FIELD_CARD_MAKEUP, "1" },          { DANBI_FIELD_PATIENT_ID, "A123456789" },
    { DANBI_FIELD_BIRTH_DATE, "0750115" },     { DANBI_FIELD_ORDER_CODE, "34004C" },
    { DANBI_FIELD_REPORT_SEQ, "1" },           { DANBI_FIELD_EXAM_TIME, "11511221520" },
    { DANBI_FIELD_SITE, "FM" },
  };
  DanbiRecord *record = danbi_record_new ();

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    danbi_record_set (record, values[i].field, values[i].value);
  return record;
}

/**
 * danbi_test_record_apply:
 * @record: a record
 * @changes: `key=value` parted by semicolons; a value has C-style backslash escapes
 */
void
danbi_test_record_apply (DanbiRecord *record,
                         const char  *changes)
{
  g_auto (GStrv) parts = g_strsplit (changes, ";", -1);

  for (guint i = 0; parts[i]; i++)
    {
      char *equals = strchr (parts[i], '=');
      g_autofree char *value = NULL;

      if (!equals)
        continue;
      *equals = '\0';
      value = g_strcompress (equals + 1);
      g_assert_cmpint (danbi_field_from_key (parts[i]), !=, DANBI_FIELD_NONE);
      danbi_record_set (record, danbi_field_from_key (parts[i]), value);
    }
}

/**
 * danbi_test_cases_load:
 * @file_name: a file of tests/cases
 *
 * Returns: (transfer full): the table
 */
DanbiTsv *
danbi_test_cases_load (const char *file_name)
{
  g_autofree char *path = g_build_filename (DANBI_SOURCE_CASES, file_name, NULL);
  g_autoptr (GBytes) bytes = read_bytes (path);
  g_autoptr (GError) error = NULL;
  DanbiTsv *table = danbi_tsv_new (bytes, &error);

  g_assert_no_error (error);
  return table;
}

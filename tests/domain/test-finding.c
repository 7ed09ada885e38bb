/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of reasons against the RULEBOOK, and findings as data and as sentences. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "danbi-finding.h"
#include "danbi-test-rulebook.h"

/* The columns severity and code of the RULEBOOK, rule by rule: each letter is a severity that the
 * rule has (o is an overridable error), with the codes in the same order where they differ. */
static const struct
{
  const char *rule;
  const char *severities;
  const char *codes;
} published[] = {
  { "F01.format", "e", "01" },      { "F01.checkdigit", "w", "" },
  { "F02.code", "e", "03" },        { "F03.format", "e", "04" },
  { "F03.month", "e", "10" },       { "F04.format", "e", "04" },
  { "F04.future", "e", "08" },      { "F04.order", "w", "" },
  { "F05.code", "en", "21" },       { "F06.format", "e", "23" },
  { "F06.known", "w", "23" },       { "F06.preventive", "w", "23" },
  { "F07.code", "e", "24" },        { "F08.format", "ew", "02" },
  { "F08.checksum", "o", "05" },    { "F09.format", "e", "04" },
  { "F09.future", "ew", "08" },     { "F10.code", "eo", "37" },
  { "F11.format", "e", "06" },      { "F11.sequence", "w", "27" },
  { "F12.format", "e", "04" },      { "F12.future", "e", "08" },
  { "F12.zero-time", "w", "" },     { "F12.birth", "e", "08" },
  { "F13.required", "e", "15" },    { "F13.code", "ewn", "16" },
  { "F13.mixed", "w", "" },         { "F15.pair", "e", "12" },
  { "F15.order", "ew", "04 08 13" }, { "F16.pair", "e", "11" },
  { "F16.format", "e", "02" },      { "F17.format", "e", "04" },
  { "F17.order", "e", "08" },       { "ALL.charset", "e", "02" },
  { "ALL.length", "e", "01" },      { "IMG.none", "e", "" },
  { "IMG.kind", "e", "" },          { "IMG.jpg-not-allowed", "e", "" },
  { "IMG.resolution", "on", "" },   { "IMG.localizer", "w", "" },
  { "IMG.no-pixels", "n", "" },     { "IMG.modality", "ow", "" },
  { "IMG.damaged", "e", "" },       { "IMG.patients", "e", "" },
  { "IMG.identity", "own", "" },    { "IMG.study-date", "own", "" },
  { "IMG.reused", "o", "" },        { "IMG.size", "e", "" },
  { "DIR.missing", "e", "" },       { "DIR.extra", "w", "" },
  { "DIR.mismatch", "e", "" },      { "DIR.names", "n", "" },
};

static DanbiFinding *
make (DanbiReason reason)
{
  return danbi_finding_new (reason, DANBI_FIELD_NONE, NULL, "a", "b", "c", "d", "e", NULL);
}

static char
get_letter (const DanbiFinding *finding)
{
  if (danbi_finding_get_overridable (finding))
    return 'o';
  return danbi_severity_get_nick (danbi_finding_get_severity (finding))[0];
}

static guint
find_rule (const char *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    if (strcmp (published[i].rule, rule) == 0)
      return i;
  g_error ("%s is not in the RULEBOOK", rule);
}

static void
test_the_rules_are_those_of_the_rulebook (void)
{
  const char *const *rules = danbi_rule_list ();

  g_assert_cmpuint (g_strv_length ((char **) rules), ==, G_N_ELEMENTS (published));
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    {
      g_assert_true (g_strv_contains (rules, published[i].rule));
      g_assert_true (danbi_rule_exists (published[i].rule));
      g_assert_cmpint (danbi_rule_is_overridable (published[i].rule), ==,
                       strchr (published[i].severities, 'o') != NULL);
      g_assert_nonnull (danbi_rule_get_source (published[i].rule));
    }
  g_assert_false (danbi_rule_exists ("F99.none"));
  g_assert_false (danbi_rule_exists ("F08"));
  g_assert_false (danbi_rule_exists (NULL));
  g_assert_false (danbi_rule_is_overridable (NULL));
}

static void
test_each_reason_has_a_published_severity_and_code (void)
{
  for (DanbiReason reason = DANBI_REASON_NONE + 1; reason < DANBI_N_REASONS; reason++)
    {
      g_autoptr (DanbiFinding) finding = make (reason);
      guint place = find_rule (danbi_finding_get_rule (finding));
      const char *code = danbi_finding_get_nhi_code (finding);

      g_assert_nonnull (strchr (published[place].severities, get_letter (finding)));
      g_assert_nonnull (strstr (published[place].codes, code ? code : ""));
      g_assert_cmpint (code == NULL, ==, *published[place].codes == '\0');
    }
}

/* And the other way round: no severity that the RULEBOOK names is left out. */
static void
test_each_published_severity_has_a_reason (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    for (const char *letter = published[i].severities; *letter != '\0'; letter++)
      {
        gboolean found = FALSE;

        for (DanbiReason reason = DANBI_REASON_NONE + 1; reason < DANBI_N_REASONS; reason++)
          {
            g_autoptr (DanbiFinding) finding = make (reason);

            found = found || (strcmp (danbi_finding_get_rule (finding), published[i].rule) == 0
                              && get_letter (finding) == *letter);
          }
        g_assert_true (found);
      }
}

static void
test_each_code_is_one_of_nhi (void)
{
  const DanbiRocDate day = { .year = 2026, .month = 11, .day = 22 };
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, &day);

  for (DanbiReason reason = DANBI_REASON_NONE + 1; reason < DANBI_N_REASONS; reason++)
    {
      g_autoptr (DanbiFinding) finding = make (reason);
      const char *code = danbi_finding_get_nhi_code (finding);

      if (code)
        g_assert_nonnull (danbi_rules_find_code (rules, DANBI_CODE_TABLE_NHI_ERRORS, code));
    }
}

/* The rule id begins with the number of the field that its findings stand at. */
static void
test_a_rule_of_a_field_is_about_that_field (void)
{
  for (DanbiReason reason = DANBI_REASON_NONE + 1; reason < DANBI_N_REASONS; reason++)
    {
      g_autoptr (DanbiFinding) finding = make (reason);
      const char *rule = danbi_finding_get_rule (finding);

      if (rule[0] == 'F')
        g_assert_cmpint (danbi_finding_get_field (finding), ==,
                         g_ascii_strtoull (rule + 1, NULL, 10));
      if (danbi_finding_is_missing_value (finding))
        g_assert_true (danbi_finding_blocks (finding)
                       && !danbi_finding_get_overridable (finding));
    }
}

static void
test_each_sentence_ends_and_has_no_stray_place (void)
{
  for (DanbiReason reason = DANBI_REASON_NONE + 1; reason < DANBI_N_REASONS; reason++)
    {
      g_autoptr (DanbiFinding) finding = make (reason);
      g_autofree char *message = danbi_finding_dup_message (finding);

      g_assert_null (strchr (message, '%'));
      g_assert_true (g_str_has_suffix (message, ".") || g_str_has_suffix (message, ")")
                     || g_str_has_suffix (message, "。") || g_str_has_suffix (message, "）"));
    }
}

static void
test_arguments_are_put_in_as_they_are (void)
{
  const struct
  {
    const char *label, *value, *message;
  } cases[] = {
    { "Label", "12", "Label “12” does not exist in the calendar. Correct it." },
    { "Label", "%n%s%1$s", "Label “%n%s%1$s” does not exist in the calendar. Correct it." },
    { "Label", "", "Label “” does not exist in the calendar. Correct it." },
    { "Label", NULL, "Label “” does not exist in the calendar. Correct it." },
    { "王", "小明", "王 “小明” does not exist in the calendar. Correct it." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiFinding) finding
        = danbi_finding_new (DANBI_REASON_CARD_TIME_IMPOSSIBLE, DANBI_FIELD_NONE, NULL,
                             cases[i].label, cases[i].value, NULL);
      g_autofree char *message = danbi_finding_dup_message (finding);

      g_assert_cmpstr (message, ==, cases[i].message);
    }
}

/* A message catalogue of one text (GNU gettext manual, "The Format of GNU MO Files"). */
static void
write_catalogue (const char *root,
                 const char *msgid,
                 const char *msgstr)
{
  g_autofree char *dir = g_build_filename (root, "zh_TW", "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (dir, GETTEXT_PACKAGE ".mo", NULL);
  const guint32 id_length = (guint32) strlen (msgid);
  const guint32 header[] = { 0x950412de, 0, 1, 28, 36, 0, 44, id_length, 44,
                             (guint32) strlen (msgstr), 44 + id_length + 1 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (bytes, (const guint8 *) header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) msgid, id_length + 1);
  g_byte_array_append (bytes, (const guint8 *) msgstr, (guint) strlen (msgstr) + 1);
  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, &error);
  g_assert_no_error (error);
}

static void
remove_catalogue (const char *root)
{
  g_autofree char *language = g_build_filename (root, "zh_TW", NULL);
  g_autofree char *dir = g_build_filename (language, "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (dir, GETTEXT_PACKAGE ".mo", NULL);

  g_assert_cmpint (g_unlink (path) | g_rmdir (dir) | g_rmdir (language) | g_rmdir (root), ==, 0);
}

/* A translation may turn the arguments round, or be wrong in any way a printf would not survive. */
static void
test_a_translation_cannot_do_harm (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *root = g_dir_make_tmp ("danbi-test-XXXXXX", NULL);
      g_autoptr (DanbiFinding) finding = danbi_finding_new (DANBI_REASON_SITE_MIXED,
                                                            DANBI_FIELD_NONE, NULL, "FM", "11",
                                                            NULL);
      g_autofree char *message = NULL;

      write_catalogue (root, "Tooth %2$s lies in area %1$s, which is given too. Keep one of them.",
                       "%1$s包含%2$s%n%s%0$s%6$s%9$s%1s%2$d%%100%");
      g_setenv ("LANGUAGE", "zh_TW", TRUE);
      bindtextdomain (GETTEXT_PACKAGE, root);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      message = danbi_finding_dup_message (finding);
      remove_catalogue (root);
      g_assert_cmpstr (message, ==, "FM包含11%n%s%0$s%6$s%9$s%1s%2$d%%100%");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_a_sixth_argument_is_ignored (void)
{
  g_autoptr (DanbiFinding) finding
    = danbi_finding_new (DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_NONE, NULL, "a", "b", "c",
                         "d", "e", "f", NULL);

  g_assert_null (danbi_finding_get_override (finding));
}

static void
test_field_and_file_are_the_given_ones (void)
{
  g_autoptr (DanbiFinding) given = danbi_finding_new (DANBI_REASON_CHARSET, DANBI_FIELD_SITE, "/a",
                                                      "x", NULL);
  g_autoptr (DanbiFinding) own = danbi_finding_new (DANBI_REASON_SITE_MISSING, DANBI_FIELD_NONE,
                                                    NULL, NULL, NULL);

  g_assert_cmpint (danbi_finding_get_field (given), ==, DANBI_FIELD_SITE);
  g_assert_cmpstr (danbi_finding_get_path (given), ==, "/a");
  g_assert_cmpint (danbi_finding_get_field (own), ==, DANBI_FIELD_SITE);
  g_assert_null (danbi_finding_get_path (own));
  g_assert_cmpint (danbi_finding_get_reason (own), ==, DANBI_REASON_SITE_MISSING);
}

static void
test_only_an_overridable_error_is_lifted_and_only_by_a_reason (void)
{
  const struct
  {
    DanbiReason reason;
    const char *why;
    const char *kept;
    gboolean blocks;
  } cases[] = {
    { DANBI_REASON_PATIENT_ID_CHECKSUM, NULL, NULL, TRUE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, "", NULL, TRUE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, " \t\n", NULL, TRUE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, " so ", "so", FALSE },
    { DANBI_REASON_PATIENT_ID_FORMAT, "so", NULL, TRUE },
    { DANBI_REASON_ORDER_CODE_MISSING, "so", NULL, TRUE },
    { DANBI_REASON_PATIENT_ID_SHAPE, "so", NULL, FALSE },
    { DANBI_REASON_IMAGE_NO_PIXELS, NULL, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiFinding) finding = make (cases[i].reason);

      danbi_finding_set_override (finding, cases[i].why);
      g_assert_cmpstr (danbi_finding_get_override (finding), ==, cases[i].kept);
      g_assert_cmpint (danbi_finding_blocks (finding), ==, cases[i].blocks);
      danbi_finding_set_override (finding, NULL);
      g_assert_null (danbi_finding_get_override (finding));
    }
}

static void
test_equal_means_the_same_words_at_the_same_place (void)
{
  g_autoptr (DanbiFinding) one = danbi_finding_new (DANBI_REASON_PATIENT_ID_CHECKSUM,
                                                    DANBI_FIELD_NONE, "/a", "x", NULL);
  const struct
  {
    DanbiReason reason;
    DanbiField field;
    const char *path;
    const char *argument;
    const char *why;
    gboolean equal;
  } cases[] = {
    { DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_NONE, "/a", "x", NULL, TRUE },
    { DANBI_REASON_PATIENT_ID_FORMAT, DANBI_FIELD_NONE, "/a", "x", NULL, FALSE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_SITE, "/a", "x", NULL, FALSE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_NONE, "/b", "x", NULL, FALSE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_NONE, NULL, "x", NULL, FALSE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_NONE, "/a", "y", NULL, FALSE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_NONE, "/a", NULL, NULL, FALSE },
    { DANBI_REASON_PATIENT_ID_CHECKSUM, DANBI_FIELD_NONE, "/a", "x", "so", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiFinding) other = danbi_finding_new (cases[i].reason, cases[i].field,
                                                          cases[i].path, cases[i].argument, NULL);

      danbi_finding_set_override (other, cases[i].why);
      g_assert_cmpint (danbi_finding_equal (one, other), ==, cases[i].equal);
      g_assert_cmpint (danbi_finding_equal (other, one), ==, cases[i].equal);
    }
}

/* What a reason is bound to: the rule and the values, and not the file that is quoted as path. */
static void
test_a_ground_names_what_was_found (void)
{
  const struct
  {
    DanbiReason reason;
    const char *path, *first, *second;
    gboolean same;
  } cases[] = {
    { DANBI_REASON_IMAGE_OTHER_ID, "/a", "F131104093", "A123456789", TRUE },
    { DANBI_REASON_IMAGE_OTHER_ID, "/b", "F131104093", "A123456789", TRUE },
    { DANBI_REASON_IMAGE_OTHER_ID, "/a", "A123456789", "F131104093", FALSE },
    { DANBI_REASON_IMAGE_OTHER_ID, "/a", "F131104093", "Y123456788", FALSE },
    { DANBI_REASON_IMAGE_OTHER_ID, "/a", "F131104093A123456789", NULL, FALSE },
    { DANBI_REASON_IMAGE_OTHER_ID, "/a", "F131104093", NULL, FALSE },
    { DANBI_REASON_IMAGE_REUSED, "/a", "F131104093", "A123456789", FALSE },
  };
  g_autofree char *wanted = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiFinding) found = danbi_finding_new (cases[i].reason, DANBI_FIELD_NONE,
                                                          cases[i].path, cases[i].first,
                                                          cases[i].second, NULL);
      g_autofree char *ground = danbi_finding_dup_ground (found);

      g_assert_cmpuint (strlen (ground), ==, 16);
      if (!wanted)
        wanted = g_strdup (ground);
      g_assert_cmpint (strcmp (ground, wanted) == 0, ==, cases[i].same);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name) g_test_add_func ("/danbi/domain/finding/" #name, test_##name)
  ADD (the_rules_are_those_of_the_rulebook);
  ADD (each_reason_has_a_published_severity_and_code);
  ADD (each_published_severity_has_a_reason);
  ADD (each_code_is_one_of_nhi);
  ADD (a_rule_of_a_field_is_about_that_field);
  ADD (each_sentence_ends_and_has_no_stray_place);
  ADD (arguments_are_put_in_as_they_are);
  ADD (a_translation_cannot_do_harm);
  ADD (a_sixth_argument_is_ignored);
  ADD (field_and_file_are_the_given_ones);
  ADD (only_an_overridable_error_is_lifted_and_only_by_a_reason);
  ADD (equal_means_the_same_words_at_the_same_place);
  ADD (a_ground_names_what_was_found);
#undef ADD
  return g_test_run ();
}

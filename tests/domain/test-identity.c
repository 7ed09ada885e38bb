/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-identity.h"

static void
test_published_numbers_are_judged_right (void)
{
  static const struct
  {
    const char *id;
    DanbiIdentityKind kind;
    DanbiSex sex;
    gboolean valid;
  } cases[] = {
    { "A123456789", DANBI_IDENTITY_NATIONAL, DANBI_SEX_MALE, TRUE },
    { "F131104093", DANBI_IDENTITY_NATIONAL, DANBI_SEX_MALE, TRUE },
    { "O158238845", DANBI_IDENTITY_NATIONAL, DANBI_SEX_MALE, TRUE },
    { "Y123456788", DANBI_IDENTITY_NATIONAL, DANBI_SEX_MALE, TRUE },
    { "AA00000009", DANBI_IDENTITY_RESIDENCE_OLD, DANBI_SEX_MALE, TRUE },
    { "AB00207171", DANBI_IDENTITY_RESIDENCE_OLD, DANBI_SEX_FEMALE, TRUE },
    { "HD02717288", DANBI_IDENTITY_RESIDENCE_OLD, DANBI_SEX_FEMALE, TRUE },
    { "A800000014", DANBI_IDENTITY_RESIDENCE, DANBI_SEX_MALE, TRUE },
    { "A900207177", DANBI_IDENTITY_RESIDENCE, DANBI_SEX_FEMALE, TRUE },
    { "T900251126", DANBI_IDENTITY_RESIDENCE, DANBI_SEX_FEMALE, TRUE },
    { "A930196810", DANBI_IDENTITY_RESIDENCE, DANBI_SEX_FEMALE, TRUE },
    { "A123456788", DANBI_IDENTITY_NATIONAL, DANBI_SEX_MALE, FALSE },
    { "AA00000000", DANBI_IDENTITY_RESIDENCE_OLD, DANBI_SEX_MALE, FALSE },
    { "A800000000", DANBI_IDENTITY_RESIDENCE, DANBI_SEX_MALE, FALSE },
    { "A223456781", DANBI_IDENTITY_NATIONAL, DANBI_SEX_FEMALE, TRUE },
    { "AC00000000", DANBI_IDENTITY_RESIDENCE_OLD, DANBI_SEX_MALE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (danbi_identity_get_kind (cases[i].id), ==, cases[i].kind);
      g_assert_cmpint (danbi_identity_get_sex (cases[i].id), ==, cases[i].sex);
      g_assert_cmpint (danbi_identity_has_valid_checksum (cases[i].id), ==, cases[i].valid);
    }
}

static void
test_other_shapes_have_no_checksum (void)
{
  static const struct
  {
    const char *id;
    DanbiIdentityKind kind;
  } cases[] = {
    { NULL, DANBI_IDENTITY_MALFORMED },
    { "", DANBI_IDENTITY_MALFORMED },
    { "A12345678", DANBI_IDENTITY_MALFORMED },
    { "A1234567899", DANBI_IDENTITY_MALFORMED },
    { "a123456789", DANBI_IDENTITY_MALFORMED },
    { "A12345678 ", DANBI_IDENTITY_MALFORMED },
    { "A12345678-", DANBI_IDENTITY_MALFORMED },
    { "Ａ1234567", DANBI_IDENTITY_MALFORMED },
    { "A023456789", DANBI_IDENTITY_OTHER },
    { "A323456789", DANBI_IDENTITY_OTHER },
    { "A723456789", DANBI_IDENTITY_OTHER },
    { "AE00000009", DANBI_IDENTITY_OTHER },
    { "0123456789", DANBI_IDENTITY_OTHER },
    { "1A00000009", DANBI_IDENTITY_OTHER },
    { "A12345678A", DANBI_IDENTITY_OTHER },
    { "AAA0000009", DANBI_IDENTITY_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (danbi_identity_get_kind (cases[i].id), ==, cases[i].kind);
      g_assert_false (danbi_identity_has_valid_checksum (cases[i].id));
      g_assert_cmpint (danbi_identity_get_sex (cases[i].id), ==, DANBI_SEX_UNKNOWN);
    }
}

/* RULEBOOK's letters, written down in its own order. */
static int
number_of_letter (char letter)
{
  static const struct
  {
    char letter;
    int number;
  } numbers[] = {
    { 'A', 10 }, { 'B', 11 }, { 'C', 12 }, { 'D', 13 }, { 'E', 14 }, { 'F', 15 }, { 'G', 16 },
    { 'H', 17 }, { 'I', 34 }, { 'J', 18 }, { 'K', 19 }, { 'L', 20 }, { 'M', 21 }, { 'N', 22 },
    { 'O', 35 }, { 'P', 23 }, { 'Q', 24 }, { 'R', 25 }, { 'S', 26 }, { 'T', 27 }, { 'U', 28 },
    { 'V', 29 }, { 'W', 32 }, { 'X', 30 }, { 'Y', 31 }, { 'Z', 33 },
  };

  g_assert_cmpint (numbers[letter - 'A'].letter, ==, letter);
  return numbers[letter - 'A'].number;
}

static void
test_every_letter_has_exactly_one_last_digit (void)
{
  static const char *const seconds = "1289ABCD";

  for (char letter = 'A'; letter <= 'Z'; letter++)
    for (const char *second = seconds; *second != '\0'; second++)
      {
        int number = number_of_letter (letter);
        int d2 = g_ascii_isdigit (*second) ? *second - '0' : number_of_letter (*second) % 10;
        int sum = number / 10 + number % 10 * 9 + d2 * 8
                  + 3 * 7 + 0 * 6 + 9 * 5 + 2 * 4 + 7 * 3 + 5 * 2 + 8 * 1;

        for (int last = 0; last <= 9; last++)
          {
            g_autofree char *id = g_strdup_printf ("%c%c3092758%d", letter, *second, last);

            g_assert_cmpint (danbi_identity_has_valid_checksum (id), ==, (sum + last) % 10 == 0);
          }
      }
}

/* Weights 8, 6, 5, 4 and 2 let some changes through: those for which the weighted difference is a
 * multiple of ten. */
static void
test_one_changed_digit_is_found_unless_its_weight_hides_it (void)
{
  static const int weights[] = { 0, 8, 7, 6, 5, 4, 3, 2, 1, 1 };
  static const char *const ids[] = { "A123456789", "A800000014", "T900251126" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    for (guint place = 2; place < 10; place++)
      for (char digit = '0'; digit <= '9'; digit++)
        {
          g_autofree char *changed = g_strdup (ids[i]);
          int difference = (digit - changed[place]) * weights[place];

          changed[place] = digit;
          g_assert_cmpint (danbi_identity_has_valid_checksum (changed), ==, difference % 10 == 0);
        }
}

static void
test_mask_hides_the_middle (void)
{
  static const struct
  {
    const char *id;
    const char *masked;
  } cases[] = {
    { "A123456789", "A12****789" }, { "B987654456", "B98****456" }, { NULL, "" },
    { "", "" },                     { "A", "*" },                   { "A1", "**" },
    { "A12", "A*2" },               { "A12345678", "A*******8" },   { "王小明", "王*明" },
    { "\xff\xfe", "" },             { "A1234567890", "A*********0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = danbi_identity_mask (cases[i].id);

      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

static void
test_provider_code_has_letters_in_three_places_only (void)
{
  for (guint place = 0; place < 10; place++)
    {
      char id[] = "3501200000";

      id[place] = 'A';
      g_assert_cmpint (danbi_provider_id_has_valid_format (id), ==, place >= 6 && place <= 8);
      id[place] = 'a';
      g_assert_false (danbi_provider_id_has_valid_format (id));
    }
  g_assert_true (danbi_provider_id_has_valid_format ("3501200000"));
  g_assert_false (danbi_provider_id_has_valid_format ("350120000"));
  g_assert_false (danbi_provider_id_has_valid_format ("35012000000"));
  g_assert_false (danbi_provider_id_has_valid_format (""));
  g_assert_false (danbi_provider_id_has_valid_format (NULL));
}

static void
test_provider_code_adds_up_to_tens (void)
{
  static const struct
  {
    const char *id;
    gboolean valid;
  } cases[] = {
    /* 3×9 + 5×8 + 0 + 1×6 + 2×5 = 83 */
    { "3501200007", TRUE },
    { "3501200000", FALSE },
    { "3501200006", FALSE },
    { "3501200008", FALSE },
    /* 83 + 10×3 + 11×2 + 35×1 = 170 */
    { "350120ABZ0", TRUE },
    { "350120ABZ1", FALSE },
    { "0000000000", TRUE },
    { "A501200007", FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (danbi_provider_id_has_valid_checkdigit (cases[i].id), ==, cases[i].valid);
}

static void
test_a_number_is_read_as_machines_write_it (void)
{
  const char *const cases[][2] = {
    { "A123456789", "A123456789" },   { "a123456789 ", "A123456789" },
    { " A12 345 6789", "A123456789" }, { "A123-456-789", "A123456789" },
    { "Ａ１２３４５６７８９", "A123456789" }, { "", "" },
    { " - ", "" },                    { "A123456789-1", "A1234567891" },
    { "病歷12", "病歷12" },            { "A1\xff", "A1\xff" },
  };
  g_autofree char *nothing = danbi_identity_dup_plain (NULL);

  g_assert_cmpstr (nothing, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = danbi_identity_dup_plain (cases[i][0]);

      g_assert_cmpstr (plain, ==, cases[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/identity/" #name, test_##name)
  ADD (published_numbers_are_judged_right);
  ADD (other_shapes_have_no_checksum);
  ADD (every_letter_has_exactly_one_last_digit);
  ADD (one_changed_digit_is_found_unless_its_weight_hides_it);
  ADD (mask_hides_the_middle);
  ADD (a_number_is_read_as_machines_write_it);
  ADD (provider_code_has_letters_in_three_places_only);
  ADD (provider_code_adds_up_to_tens);
#undef ADD
  return g_test_run ();
}

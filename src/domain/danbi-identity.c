/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identity numbers and provider codes: their shapes and their check digits. */
#include "config.h"

#include <string.h>

#include "danbi-identity.h"

#define ID_LENGTH 10

static gboolean
has_ten (const char *text,
         gboolean  (*allowed) (char c, guint place))
{
  guint length = 0;

  for (; text && text[length] != '\0'; length++)
    if (length == ID_LENGTH || !allowed (text[length], length))
      return FALSE;
  return length == ID_LENGTH;
}

static gboolean
is_upper_or_digit (char  c,
                   guint place)
{
  return g_ascii_isupper (c) || g_ascii_isdigit (c);
}

/* F01.format: digits, except positions 7–9, which may also be A–Z. */
static gboolean
is_of_provider_id (char  c,
                   guint place)
{
  return g_ascii_isdigit (c) || (g_ascii_isupper (c) && place >= 6 && place <= 8);
}

/* The number that a letter stands for, 10 to 35 (RULEBOOK, Identity numbers). The order is that in
 * which counties got their letters, hence the jumps. */
static int
get_letter_number (char letter)
{
  static const char order[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

  return 10 + (int) (strchr (order, letter) - order);
}

/* What the second character counts: a digit itself, a letter (older residence numbers) with the
 * units of its number. */
static int
get_second_value (char c)
{
  return g_ascii_isdigit (c) ? c - '0' : get_letter_number (c) % 10;
}

/**
 * danbi_identity_get_kind:
 * @id: (nullable): an identity number as it stands in the CSV
 *
 * Tells the shape of an identity number (RULEBOOK, Identity numbers). Lower-case letters are not
 * lawful here; what a person types passes danbi_typed_to_value() first.
 *
 * Returns: which kind of number it looks like, its checksum aside
 */
DanbiIdentityKind
danbi_identity_get_kind (const char *id)
{
  if (!has_ten (id, is_upper_or_digit))
    return DANBI_IDENTITY_MALFORMED;
  if (!g_ascii_isupper (id[0]) || strspn (id + 2, "0123456789") != ID_LENGTH - 2)
    return DANBI_IDENTITY_OTHER;

  switch (id[1])
    {
    case '1':
    case '2':
      return DANBI_IDENTITY_NATIONAL;
    case '8':
    case '9':
      return DANBI_IDENTITY_RESIDENCE;
    case 'A':
    case 'B':
    case 'C':
    case 'D':
      return DANBI_IDENTITY_RESIDENCE_OLD;
    default:
      return DANBI_IDENTITY_OTHER;
    }
}

/**
 * danbi_identity_has_valid_checksum:
 * @id: (nullable): an identity number
 *
 * One checksum holds for all three kinds (RULEBOOK, Identity numbers): tens of the letter × 1 +
 * its units × 9 + second × 8 + third × 7 + … + ninth × 1 + tenth × 1 is a multiple of ten.
 *
 * Returns: whether @id is of a known kind and its checksum is right
 */
gboolean
danbi_identity_has_valid_checksum (const char *id)
{
  DanbiIdentityKind kind = danbi_identity_get_kind (id);
  int letter;
  int sum;

  if (kind == DANBI_IDENTITY_MALFORMED || kind == DANBI_IDENTITY_OTHER)
    return FALSE;

  letter = get_letter_number (id[0]);
  sum = letter / 10 + letter % 10 * 9 + get_second_value (id[1]) * 8;
  for (int i = 2; i < ID_LENGTH; i++)
    sum += (id[i] - '0') * MAX (ID_LENGTH - 1 - i, 1);
  return sum % 10 == 0;
}

/**
 * danbi_identity_get_sex:
 * @id: (nullable): an identity number
 *
 * Returns: the sex that the second character tells; unknown where @id is of no known kind
 */
DanbiSex
danbi_identity_get_sex (const char *id)
{
  DanbiIdentityKind kind = danbi_identity_get_kind (id);

  if (kind == DANBI_IDENTITY_MALFORMED || kind == DANBI_IDENTITY_OTHER)
    return DANBI_SEX_UNKNOWN;
  return strchr ("18AC", id[1]) ? DANBI_SEX_MALE : DANBI_SEX_FEMALE;
}

/**
 * danbi_identity_mask:
 * @id: (nullable): an identity number, perhaps a mistyped one, in UTF-8
 *
 * Hides the middle of an identity number, for lists and for texts that leave the screen.
 *
 * Returns: (transfer full): `A12****789` for ten characters; otherwise no more than the first and
 *   the last character, and one star for each other
 */
char *
danbi_identity_mask (const char *id)
{
  glong length = id && g_utf8_validate (id, -1, NULL) ? g_utf8_strlen (id, -1) : 0;
  glong kept = length == ID_LENGTH ? 3 : (length > 2 ? 1 : 0);
  GString *masked = g_string_new (NULL);
  const char *at = id;

  for (glong i = 0; i < length; i++, at = g_utf8_next_char (at))
    if (i < kept || i >= length - kept)
      g_string_append_unichar (masked, g_utf8_get_char (at));
    else
      g_string_append_c (masked, '*');
  return g_string_free (masked, FALSE);
}

/**
 * danbi_identity_dup_plain:
 * @text: (nullable): what stands where a machine or another program writes identity numbers
 *
 * Devices and the people before them write `a123456789`, `A123-456-789` or `Ａ１２３４５６７８９`.
 *
 * Returns: (transfer full): the same in half-width capitals, without blanks and hyphens; "" for
 *   %NULL
 */
char *
danbi_identity_dup_plain (const char *text)
{
  g_autofree char *half_width = text ? g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  GString *plain = g_string_new (NULL);

  for (const char *c = half_width ? half_width : (text ? text : ""); *c != '\0'; c++)
    if (!g_ascii_isspace (*c) && *c != '-')
      g_string_append_c (plain, g_ascii_toupper (*c));
  return g_string_free (plain, FALSE);
}

/**
 * danbi_provider_id_has_valid_format:
 * @id: (nullable): a provider code
 *
 * Returns: whether it is ten characters, digits except the seventh to the ninth, which may also be
 *   A–Z (F01.format)
 */
gboolean
danbi_provider_id_has_valid_format (const char *id)
{
  return has_ten (id, is_of_provider_id);
}

/**
 * danbi_provider_id_has_valid_checkdigit:
 * @id: (nullable): a provider code
 *
 * The first nine characters, weighted 9 to 1, and the tenth add up to a multiple of ten; A counts
 * 10, B 11 and so on (F01.checkdigit). Some codes in use are known not to follow it.
 *
 * Returns: whether @id has the right format and its check digit is right
 */
gboolean
danbi_provider_id_has_valid_checkdigit (const char *id)
{
  int sum;

  if (!danbi_provider_id_has_valid_format (id))
    return FALSE;

  sum = id[ID_LENGTH - 1] - '0';
  for (int i = 0; i < ID_LENGTH - 1; i++)
    sum += (ID_LENGTH - 1 - i) * (g_ascii_isdigit (id[i]) ? id[i] - '0' : id[i] - 'A' + 10);
  return sum % 10 == 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a DICOM header, made fit for a screen: UTF-8, without padding and control characters. */
#include "config.h"

#include <string.h>

#include "danbi-character-set.h"
#include "danbi-dicom-text.h"
#include "danbi-image-json.h"

/* Cuts at a character, not within one. */
static void
cut (char  *text,
     gsize  max_bytes)
{
  gsize length = strlen (text);

  if (length <= max_bytes)
    return;
  length = max_bytes;
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  text[length] = '\0';
}

/**
 * danbi_dicom_text_clean:
 * @text: bytes that should be UTF-8
 *
 * Returns: (transfer full) (nullable): valid UTF-8 of at most %DANBI_IMAGE_MAX_TEXT_BYTES without
 *   padding and control characters; %NULL where nothing is left
 */
char *
danbi_dicom_text_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (char *c = valid; *c; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      *c = ' ';
  g_strstrip (valid);
  cut (valid, DANBI_IMAGE_MAX_TEXT_BYTES);
  return *valid ? g_steal_pointer (&valid) : NULL;
}

/**
 * danbi_dicom_text_clean_name:
 * @text: a person's name that should be UTF-8
 *
 * A name has up to three groups, set off by `=` (PS3.5 6.2.1); empty ones at the end say nothing.
 *
 * Returns: (transfer full) (nullable): as danbi_dicom_text_clean(), without these
 */
char *
danbi_dicom_text_clean_name (const char *text)
{
  g_autofree char *name = g_strchomp (g_strdup (text));

  for (gsize n = strlen (name); n > 0 && name[n - 1] == '='; n--)
    name[n - 1] = '\0';
  return danbi_dicom_text_clean (name);
}

/* A common character of Big5: the 5,401 of its first level, which most names are made of. */
static gboolean
is_common_big5 (guchar first,
                guchar second)
{
  return (first >= 0xa4 && first < 0xc6) || (first == 0xc6 && second <= 0x7e);
}

/* Whether each word with a byte above 0x7f is made of Chinese characters alone, in pairs of bytes
 * as Big5 has them, and at least half of all are common. A European name has its accented letters
 * among plain ones, where the pairs do not come out. */
static gboolean
reads_as_big5 (const char *bytes)
{
  const guchar *at = (const guchar *) bytes;
  guint n_common = 0;
  guint n_all = 0;
  gboolean after_letter = FALSE;
  gboolean after_chinese = FALSE;

  for (; *at; at++)
    {
      if (*at >= 0x80)
        {
          if (*at < 0xa1 || *at > 0xf9 || at[1] < 0x40 || after_letter)
            return FALSE;
          n_all++;
          n_common += is_common_big5 (at[0], at[1]);
          after_chinese = TRUE;
          at++;
          continue;
        }
      after_letter = g_ascii_isalpha (*at);
      if (after_letter && after_chinese)
        return FALSE;
      after_chinese = FALSE;
    }
  return n_common > 0 && n_common * 2 >= n_all;
}

/* Whether the bytes are letters as a European language sets them: no signs, no control characters,
 * and not two accented letters in a row. */
static gboolean
reads_as_latin (const char *bytes)
{
  const guchar *at = (const guchar *) bytes;

  for (; *at; at++)
    if (*at >= 0x80 && (*at < 0xc0 || *at == 0xd7 || *at == 0xf7 || at[1] >= 0x80))
      return FALSE;
  return TRUE;
}

static char *
guess (const char *bytes,
       const char *delimiters)
{
  char *text = NULL;

  if (strchr (bytes, '\033'))
    text = danbi_character_set_decode (NULL, bytes, delimiters);
  if (!text)
    text = danbi_character_set_convert (DANBI_CODESET_UTF8, bytes);
  if (!text && reads_as_big5 (bytes))
    text = danbi_character_set_convert (DANBI_CODESET_BIG5, bytes);
  if (!text)
    text = danbi_character_set_convert (DANBI_CODESET_LATIN1, bytes);
  return text ? text : g_strdup (bytes);
}

/* A device that was never told its language declares Latin, or nothing, and writes what its
 * Windows writes: in Taiwan Big5, and newer ones UTF-8. */
static gboolean
belies_its_charset (const char *charset,
                    const char *bytes)
{
  if (!danbi_character_set_is_latin (charset))
    return FALSE;
  return strchr (bytes, '\033')
         || (!reads_as_latin (bytes)
             && (g_utf8_validate (bytes, -1, NULL) || reads_as_big5 (bytes)));
}

static gboolean
is_plain (const char *bytes)
{
  for (; *bytes; bytes++)
    if ((guchar) *bytes >= 0x80 || *bytes == '\033')
      return FALSE;
  return TRUE;
}

static char *
decode (const char *charset,
        const char *bytes,
        const char *delimiters,
        gboolean   *is_guess)
{
  char *text = NULL;

  *is_guess = FALSE;
  if (is_plain (bytes))
    return g_strdup (bytes);
  if (!belies_its_charset (charset, bytes))
    text = danbi_character_set_decode (charset, bytes, delimiters);
  *is_guess = text == NULL;
  return text ? text : guess (bytes, delimiters);
}

/**
 * danbi_dicom_text_decode:
 * @charset: (nullable): the Specific Character Set (0008,0005) of the file, `\` between values
 * @bytes: a text that it holds for
 *
 * Decodes a text as the file declares it, and as it looks where that fails: see
 * danbi_dicom_text_decode_name().
 *
 * Returns: (transfer full) (nullable): as danbi_dicom_text_clean()
 */
char *
danbi_dicom_text_decode (const char *charset,
                         const char *bytes)
{
  gboolean is_guess;
  g_autofree char *text = decode (charset, bytes, "\\", &is_guess);

  return danbi_dicom_text_clean (text);
}

/**
 * danbi_dicom_text_decode_name:
 * @charset: (nullable): the Specific Character Set (0008,0005) of the file, `\` between values
 * @bytes: a person's name of it
 * @is_guess: (out): whether the file does not declare what the name is written in
 *
 * Decodes a name as the file declares it. Where it declares nothing, or what cannot be meant, it is
 * read as UTF-8, as Big5, and as Latin 1, the first that makes sense: a guess is fit to be shown,
 * and never to be compared with anything.
 *
 * Returns: (transfer full) (nullable): as danbi_dicom_text_clean_name()
 */
char *
danbi_dicom_text_decode_name (const char *charset,
                              const char *bytes,
                              gboolean   *is_guess)
{
  g_autofree char *text = decode (charset, bytes, "\\^=", is_guess);

  return danbi_dicom_text_clean_name (text);
}

/**
 * danbi_dicom_text_guess:
 * @bytes: the name of a file, of which no character set is known
 *
 * Returns: (transfer full): UTF-8, or @bytes as they are where they are neither UTF-8 nor Big5
 */
char *
danbi_dicom_text_guess (const char *bytes)
{
  char *text = NULL;

  if (!g_utf8_validate (bytes, -1, NULL))
    text = danbi_character_set_convert (DANBI_CODESET_BIG5, bytes);
  return text ? text : g_strdup (bytes);
}

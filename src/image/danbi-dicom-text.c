/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a DICOM header, made fit for a screen: UTF-8, without padding and control characters. */
#include "config.h"

#include <string.h>

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

static char *
convert (const char *bytes,
         const char *codeset)
{
  return g_convert (bytes, -1, "UTF-8", codeset, NULL, NULL, NULL);
}

/**
 * danbi_dicom_text_guess:
 * @bytes: a text of which no character set is known, or none that could be read
 *
 * Text with escape sequences is Japanese or Korean: the C library knows the code that joins their
 * sets where it does not know each single one. Devices in Taiwan write Big5 and say nothing of it,
 * so what is no UTF-8 is tried as Big5.
 *
 * Returns: (transfer full): UTF-8, or @bytes as they are
 */
char *
danbi_dicom_text_guess (const char *bytes)
{
  char *text = NULL;

  if (strchr (bytes, '\033'))
    text = convert (bytes, "ISO-2022-JP-2");
  if (!text && !g_utf8_validate (bytes, -1, NULL))
    text = convert (bytes, "BIG5");
  return text ? text : g_strdup (bytes);
}

/**
 * danbi_dicom_text_prepare:
 *
 * Loads the C library's converters, each of which is a file of its own. Call it before the process
 * is confined.
 */
void
danbi_dicom_text_prepare (void)
{
  g_free (convert ("\033$B;3\033(B", "ISO-2022-JP-2"));
  g_free (convert ("\xa4\xa4", "BIG5"));
}

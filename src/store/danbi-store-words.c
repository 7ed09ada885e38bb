/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that a person looks for, and whether a row of what is stored has them. */
#include "config.h"

#include <string.h>

#include "danbi-store-words.h"

/* What may stand between the parts of a date. */
#define DATE_SEPARATORS "/-."

/* Of a number, fewer digits in its middle say nothing. */
#define ID_PART_MIN 3

/**
 * danbi_words_clear:
 * @self: words
 */
void
danbi_words_clear (DanbiWords *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_free (self->words[i]);
      g_free (self->dates[i]);
    }
  self->n = 0;
}

/* `115/11/22`, `115/11`, `1151122`, `1122`: what stands between the separators are digits. */
static char *
dup_date_digits (const char *word)
{
  GString *digits = NULL;

  if (word[strspn (word, G_CSET_DIGITS DATE_SEPARATORS)] != '\0')
    return NULL;
  digits = g_string_new (NULL);
  for (const char *c = word; *c; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
  return g_string_free (digits, digits->len == 0);
}

/**
 * danbi_words_init:
 * @self: (out caller-allocates): words
 * @text: (nullable): what a person typed; an input method may give full-width letters and spaces
 */
void
danbi_words_init (DanbiWords *self,
                  const char *text)
{
  g_autofree char *half_width = g_utf8_normalize (text ? text : "", -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *capital = g_ascii_strup (half_width ? half_width : text, -1);
  g_auto (GStrv) words = g_strsplit_set (capital, " \t\r\n", -1);

  self->n = 0;
  for (guint i = 0; words[i] && self->n < DANBI_WORDS_MAX; i++)
    if (*words[i])
      {
        self->words[self->n] = g_strdup (words[i]);
        self->dates[self->n++] = dup_date_digits (words[i]);
      }
}

/**
 * danbi_words_skip_line:
 * @text: lines
 *
 * Returns: (transfer none): what follows the first of them, "" where nothing does
 */
const char *
danbi_words_skip_line (const char *text)
{
  const char *end = strchr (text, '\n');

  return end ? end + 1 : "";
}

/* Whether @part stands in a text before @end. */
static gboolean
stands_before (const char *text,
               const char *end,
               const char *part)
{
  const char *found = strstr (text, part);

  return found && found < end;
}

/* Where the views put what: the patient, the dates, and all the rest, in lines. */
static gboolean
row_has (const char *row,
         const char *dates,
         const char *rest,
         const char *word,
         const char *word_as_date,
         gboolean    id_parts)
{
  return g_str_has_prefix (row, word) || strstr (rest, word)
         || (id_parts && strlen (word) >= ID_PART_MIN && stands_before (row, dates, word))
         || (word_as_date && stands_before (dates, rest, word_as_date));
}

/**
 * danbi_words_match:
 * @self: words
 * @row: three lines: a patient's number, dates, and whatever else a word may be a part of
 * @id_parts: whether a word of some length is looked for anywhere in the number too, and not only
 *   at its beginning
 *
 * Returns: which of the words the row has, as bits
 */
guint32
danbi_words_match (const DanbiWords *self,
                   const char       *row,
                   gboolean          id_parts)
{
  const char *dates = danbi_words_skip_line (row);
  const char *rest = danbi_words_skip_line (dates);
  guint32 bits = 0;

  for (guint i = 0; i < self->n; i++)
    if (row_has (row, dates, rest, self->words[i], self->dates[i], id_parts))
      bits |= 1u << i;
  return bits;
}

/**
 * danbi_words_get_all:
 * @self: words
 *
 * Returns: the bits of all of them
 */
guint32
danbi_words_get_all (const DanbiWords *self)
{
  return self->n == DANBI_WORDS_MAX ? G_MAXUINT32 : (1u << self->n) - 1;
}

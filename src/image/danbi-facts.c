/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and values on a line, parted by tabs: what the inspector says of a file. JSON would cost
 * more than reading the file does. */
#include "config.h"

#include <string.h>

#include "danbi-facts.h"

static gboolean
is_control (char c)
{
  return (guchar) c < 0x20 || c == 0x7f;
}

/* What would end the value early becomes a space. */
static void
append_value (GByteArray *line,
              const char *text)
{
  gsize begin = line->len;

  g_byte_array_append (line, (const guint8 *) text, (guint) strlen (text));
  for (gsize i = begin; i < line->len; i++)
    if (is_control ((char) line->data[i]))
      line->data[i] = ' ';
}

/**
 * danbi_facts_append_text:
 * @line: where it is appended
 * @name: what it is
 * @text: (nullable): UTF-8; nothing is appended for %NULL
 */
void
danbi_facts_append_text (GByteArray *line,
                         const char *name,
                         const char *text)
{
  if (!text)
    return;
  g_byte_array_append (line, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (line, (const guint8 *) "\t", 1);
  append_value (line, text);
  g_byte_array_append (line, (const guint8 *) "\t", 1);
}

/**
 * danbi_facts_append_number:
 * @line: where it is appended
 * @name: what it is
 * @number: nothing is appended for 0
 */
void
danbi_facts_append_number (GByteArray *line,
                           const char *name,
                           guint64     number)
{
  char digits[24];

  if (number == 0)
    return;
  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, number);
  danbi_facts_append_text (line, name, digits);
}

/**
 * danbi_facts_append_end:
 * @line: where the end of the line is appended
 */
void
danbi_facts_append_end (GByteArray *line)
{
  g_byte_array_append (line, (const guint8 *) "\n", 1);
}

/* Ends the field at @at and steps behind it; %NULL where the line has no more. */
static char *
take_field (char **at,
            char  *end)
{
  char *begin = *at;
  char *tab = memchr (begin, '\t', (gsize) (end - begin));

  if (!tab)
    return NULL;
  *tab = '\0';
  *at = tab + 1;
  return begin;
}

/**
 * danbi_facts_parse:
 * @self: (out): the names and values
 * @line: a line without its end, which is cut up
 * @length: how many bytes
 *
 * Returns: whether it is a line of facts, in UTF-8 and without control characters
 */
gboolean
danbi_facts_parse (DanbiFacts *self,
                   char       *line,
                   gsize       length)
{
  char *at = line;
  char *end = line + length;

  self->n = self->next = 0;
  if (!g_utf8_validate (line, (gssize) length, NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (is_control (line[i]) && line[i] != '\t')
      return FALSE;
  while (at < end)
    {
      char *name = take_field (&at, end);
      char *value = name ? take_field (&at, end) : NULL;

      if (!value || self->n == DANBI_FACTS_MAX)
        return FALSE;
      self->pairs[self->n].name = name;
      self->pairs[self->n++].value = value;
    }
  return self->n > 0;
}

/**
 * danbi_facts_find:
 * @self: the facts of a line
 * @name: a name
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
danbi_facts_find (DanbiFacts *self,
                  const char *name)
{
  for (guint i = 0; i < self->n; i++)
    {
      guint index = (self->next + i) % self->n;

      if (strcmp (self->pairs[index].name, name) == 0)
        {
          self->next = index + 1;
          return self->pairs[index].value;
        }
    }
  return NULL;
}

/**
 * danbi_facts_refuse:
 * @error: (out) (nullable): set to %G_IO_ERROR_INVALID_DATA
 * @name: which fact is out of its bounds
 *
 * Returns: %FALSE
 */
gboolean
danbi_facts_refuse (GError    **error,
                    const char *name)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "Could not read the inspector's answer: \"%s\" is out of its bounds", name);
  return FALSE;
}

/**
 * danbi_facts_get_text:
 * @self: the facts of a line
 * @name: a name
 * @max_bytes: the longest text that is accepted
 * @text: (out) (transfer full) (nullable): the text, %NULL where there is none
 * @error: what is out of its bounds
 *
 * Returns: whether the text keeps its bounds
 */
gboolean
danbi_facts_get_text (DanbiFacts  *self,
                      const char  *name,
                      gsize        max_bytes,
                      char       **text,
                      GError     **error)
{
  const char *value = danbi_facts_find (self, name);

  *text = NULL;
  if (!value)
    return TRUE;
  if (strlen (value) > max_bytes)
    return danbi_facts_refuse (error, name);
  *text = g_strdup (value);
  return TRUE;
}

/**
 * danbi_facts_get_count:
 * @self: the facts of a line
 * @name: a name
 * @max: the largest number that is accepted
 * @count: (out): the number, 0 where there is none
 * @error: what is out of its bounds
 *
 * Returns: whether the number is one, and keeps its bounds
 */
gboolean
danbi_facts_get_count (DanbiFacts  *self,
                       const char  *name,
                       guint64      max,
                       guint64     *count,
                       GError     **error)
{
  const char *value = danbi_facts_find (self, name);

  *count = 0;
  if (!value)
    return TRUE;
  return g_ascii_string_to_unsigned (value, 10, 0, max, count, NULL)
         || danbi_facts_refuse (error, name);
}

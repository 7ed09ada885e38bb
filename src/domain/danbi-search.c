/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for a code by what a person knows of it: the code, words of its name, or their initials.
 *
 * Understood are, in capitals or not, in full width or not:
 *   34004c, 004c      the code, from its beginning or from the middle
 *   全景, X光          what stands in the name; blanks in it do not count
 *   超音波 腹          several words, each of which must be found
 *   ct, ultrasound    words of what belongs to it beside its name
 *   ceqj, ㄔㄜㄑㄐ      the initials of its characters, in Pinyin or in Zhuyin
 *   cp, ㄔㄆ           some of them in their order, beginning with that of a part of the name
 *   2s2h              ㄉㄋㄉㄘ by the keys on which they stand, where the first one is a digit
 */
#include "config.h"

#include <string.h>

#include "danbi-search.h"

/* Longer names are looked at as far as this. */
#define MAX_SOUNDS 128

/* Zhuyin in the order of Unicode, from U+3105 on, and its keys on the keyboard of Taiwan. */
#define FIRST_ZHUYIN 0x3105
#define LAST_ZHUYIN 0x3129
static const char zhuyin_keys[] = "1qaz2wsxedcrfv5tgbyhn8ik,9ol.0p;/-ujm";

/* What one character of a name begins with when it is spoken. */
typedef struct
{
  const char *pinyin;
  const char *zhuyin; /* NULL for a letter or digit, of which no Zhuyin is written */
  char letter[2];
  gboolean begins;    /* a part of the name begins here */
} Sound;

typedef struct
{
  Sound sounds[MAX_SOUNDS];
  guint n_sounds;
} Sounds;

static gboolean
is_zhuyin (gunichar c)
{
  return c >= FIRST_ZHUYIN && c <= LAST_ZHUYIN;
}

/* Full width becomes half, capitals become small; blanks go. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded = g_utf8_casefold (normal ? normal : "", -1);
  GString *tight = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_unichar (tight, g_utf8_get_char (at));
  return g_string_free (tight, FALSE);
}

/* Readings belong to the rules, a letter to the sound itself, which therefore stays where it is. */
static void
read_sounds (const DanbiRules *rules,
             const char       *name,
             Sounds           *self)
{
  gboolean begins = TRUE;

  self->n_sounds = 0;
  for (const char *at = name; *at != '\0' && self->n_sounds < MAX_SOUNDS;
       at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      char character[7] = "";
      const DanbiReading *reading;
      Sound *sound = &self->sounds[self->n_sounds];

      g_unichar_to_utf8 (c, character);
      reading = danbi_rules_find_reading (rules, character);
      if (!reading && !(c < 0x80 && g_ascii_isalnum ((char) c)))
        {
          begins = TRUE;
          continue;
        }
      sound->letter[0] = reading ? '\0' : g_ascii_tolower ((char) c);
      sound->letter[1] = '\0';
      sound->pinyin = reading ? reading->pinyin : sound->letter;
      sound->zhuyin = reading ? reading->zhuyin : NULL;
      sound->begins = begins;
      begins = FALSE;
      self->n_sounds++;
    }
}

static gboolean
sounds_as (const Sound *sound,
           gunichar     initial)
{
  const char *initials = is_zhuyin (initial) ? sound->zhuyin : sound->pinyin;

  return initials && g_utf8_strchr (initials, -1, initial);
}

/* Who writes Zhuyin passes over the letters of a name: ㄑㄐㄍ is 全景 X 光. */
static gboolean
is_passed_over (const Sound *sound,
                gunichar     initial)
{
  return is_zhuyin (initial) && !sound->zhuyin;
}

/* Whether the initials follow each other from @start on; @scattered: with others between them. */
static gboolean
follow_from (const Sounds   *self,
             guint           start,
             const gunichar *initials,
             gboolean        scattered)
{
  guint i = start;

  if (!sounds_as (&self->sounds[i++], *initials++))
    return FALSE;
  for (; *initials != 0; i++)
    {
      if (i == self->n_sounds)
        return FALSE;
      if (sounds_as (&self->sounds[i], *initials))
        initials++;
      else if (!scattered && !is_passed_over (&self->sounds[i], *initials))
        return FALSE;
    }
  return TRUE;
}

static DanbiMatch
match_sounds (const Sounds   *self,
              const gunichar *initials)
{
  for (guint i = 0; i < self->n_sounds; i++)
    if (follow_from (self, i, initials, FALSE))
      return i == 0 ? DANBI_MATCH_INITIALS : DANBI_MATCH_INITIALS_INSIDE;
  for (guint i = 0; i < self->n_sounds; i++)
    if (self->sounds[i].begins && follow_from (self, i, initials, TRUE))
      return DANBI_MATCH_SCATTERED;
  return DANBI_MATCH_NONE;
}

/* A digit may begin a code, so no input method gets it to make a sound of; what follows it comes as
 * it stands on the keys. %NULL: it is no row of such keys, or but a part of a code. */
static char *
dup_keyed_initials (const char *typed)
{
  g_autoptr (GString) initials = g_string_new (NULL);
  gboolean has_letter = FALSE;

  for (const char *at = typed; *at != '\0'; at++)
    {
      const char *stands = strchr (zhuyin_keys, *at);

      if (!stands)
        return NULL;
      has_letter |= g_ascii_isalpha (*at);
      g_string_append_unichar (initials, FIRST_ZHUYIN + (gunichar) (stands - zhuyin_keys));
    }
  if (!g_ascii_isdigit (*typed) || !has_letter)
    return NULL;
  return g_string_free (g_steal_pointer (&initials), FALSE);
}

/* One initial alone fits half of the names; it is looked for where a name begins. */
static DanbiMatch
match_initials (const DanbiRules *rules,
                const char       *typed,
                const char       *name)
{
  g_autofree char *keyed = dup_keyed_initials (typed);
  g_autofree gunichar *initials = g_utf8_to_ucs4_fast (keyed ? keyed : typed, -1, NULL);
  Sounds sounds;
  DanbiMatch match;

  for (const gunichar *at = initials; *at != 0; at++)
    if (!is_zhuyin (*at) && !(*at < 0x80 && g_ascii_isalpha ((char) *at)))
      return DANBI_MATCH_NONE;
  read_sounds (rules, name, &sounds);
  match = match_sounds (&sounds, initials);
  return initials[1] == 0 && match < DANBI_MATCH_INITIALS ? DANBI_MATCH_NONE : match;
}

/* In Chinese a word may begin anywhere; elsewhere blanks tell where. */
static gboolean
has_word (const char *typed,
          const char *more)
{
  g_auto (GStrv) words = g_strsplit (more, " ", -1);

  if (strlen (typed) < 2)
    return FALSE;
  for (guint i = 0; words[i]; i++)
    {
      g_autofree char *word = fold (words[i]);

      if (g_str_has_prefix (word, typed) || (!g_str_is_ascii (typed) && strstr (word, typed)))
        return TRUE;
    }
  return FALSE;
}

static DanbiMatch
match_word (const DanbiRules *rules,
            const char       *word,
            const char       *code,
            const char       *name,
            const char       *more)
{
  g_autofree char *typed = fold (word);
  g_autofree char *tight_name = fold (name);
  g_autofree char *small_code = g_ascii_strdown (code, -1);

  if (strcmp (small_code, typed) == 0)
    return DANBI_MATCH_EXACT;
  if (g_str_has_prefix (small_code, typed))
    return DANBI_MATCH_CODE;
  if (g_str_has_prefix (tight_name, typed))
    return DANBI_MATCH_NAME;
  if (strlen (typed) >= 2 && strstr (small_code, typed))
    return DANBI_MATCH_CODE_INSIDE;
  if (strstr (tight_name, typed) || has_word (typed, more))
    return DANBI_MATCH_WORDS;
  return match_initials (rules, typed, name);
}

/**
 * danbi_search_match:
 * @rules: the rules in force, for the sound of characters
 * @typed: what is looked for, at most 64 bytes of UTF-8; "" finds everything
 * @code: a code
 * @name: its name
 * @more: words of what else may be known of it, such as the kind of its images; "" for nothing
 *
 * Judges one code by what was typed; the spellings stand at the top of this file. Several words
 * match as well as the worst of them.
 *
 * Returns: how well it matches
 */
DanbiMatch
danbi_search_match (const DanbiRules *rules,
                    const char       *typed,
                    const char       *code,
                    const char       *name,
                    const char       *more)
{
  g_autofree char *normal = g_utf8_normalize (typed, -1, G_NORMALIZE_NFKC);
  g_auto (GStrv) words = g_strsplit (normal ? normal : "", " ", -1);
  DanbiMatch worst = DANBI_MATCH_EXACT;

  for (guint i = 0; words[i]; i++)
    if (*words[i] != '\0')
      worst = MIN (worst, match_word (rules, words[i], code, name, more));
  return worst;
}

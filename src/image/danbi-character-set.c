/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The character sets of DICOM (PS3.3 C.12.1.1.2), with the escape sequences of PS3.5 6.1.2.5. */
#include "config.h"

#include <string.h>

#include "danbi-character-set.h"

#define ESCAPE '\033'
#define MAX_SETS 16
#define MAX_CHARACTER_BYTES 3

/* The C library's converters: each is a module of its own, which a confined process cannot load. */
enum
{
  ASCII, /* needs none */
  LATIN1,
  LATIN2,
  LATIN3,
  LATIN4,
  CYRILLIC,
  ARABIC,
  GREEK,
  HEBREW,
  LATIN5,
  LATIN9,
  THAI,
  JAPANESE,
  KOREAN,
  CHINESE,
  BIG5,
  N_CODESETS,
};

static const char *const CODESETS[N_CODESETS] = {
  [LATIN1] = "ISO-8859-1", [LATIN2] = "ISO-8859-2", [LATIN3] = "ISO-8859-3",
  [LATIN4] = "ISO-8859-4", [CYRILLIC] = "ISO-8859-5", [ARABIC] = "ISO-8859-6",
  [GREEK] = "ISO-8859-7", [HEBREW] = "ISO-8859-8", [LATIN5] = "ISO-8859-9",
  [LATIN9] = "ISO-8859-15", [THAI] = "TIS-620", [JAPANESE] = "EUC-JP", [KOREAN] = "EUC-KR",
  [CHINESE] = "GB18030", [BIG5] = "BIG5",
};

/* One half of a code table: bytes below 0x80 (left, G0) or above (right, G1). The code that joins
 * the Japanese sets, EUC-JP, sets two of them apart by a byte in front. */
typedef struct
{
  int number;         /* in the register of ISO, and in the DICOM term */
  const char *escape; /* what switches to it, behind the escape character */
  gboolean right;
  guint width;        /* bytes a character */
  guint8 front;
  int codeset;
} Half;

static const Half HALVES[] = {
  { 6, "(B", FALSE, 1, 0, ASCII },
  { 13, "(J", FALSE, 1, 0, ASCII },
  { 13, ")I", TRUE, 1, 0x8e, JAPANESE },
  { 87, "$B", FALSE, 2, 0, JAPANESE },
  { 87, "$@", FALSE, 2, 0, JAPANESE }, /* of 1978 */
  { 159, "$(D", FALSE, 2, 0x8f, JAPANESE },
  { 149, "$)C", TRUE, 2, 0, KOREAN },
  { 58, "$)A", TRUE, 2, 0, CHINESE },
  { 100, "-A", TRUE, 1, 0, LATIN1 },
  { 101, "-B", TRUE, 1, 0, LATIN2 },
  { 109, "-C", TRUE, 1, 0, LATIN3 },
  { 110, "-D", TRUE, 1, 0, LATIN4 },
  { 144, "-L", TRUE, 1, 0, CYRILLIC },
  { 127, "-G", TRUE, 1, 0, ARABIC },
  { 126, "-F", TRUE, 1, 0, GREEK },
  { 138, "-H", TRUE, 1, 0, HEBREW },
  { 148, "-M", TRUE, 1, 0, LATIN5 },
  { 203, "-b", TRUE, 1, 0, LATIN9 },
  { 166, "-T", TRUE, 1, 0, THAI },
};

#define NUMBER_UTF8 192
#define NUMBER_GB18030 (-1) /* GB18030 and GBK have names instead */
#define NUMBER_UNKNOWN (-2)

static GIConv converters[N_CODESETS];

static GIConv
get_converter (int codeset)
{
  if (!converters[codeset])
    converters[codeset] = g_iconv_open ("UTF-8", CODESETS[codeset]);
  return converters[codeset];
}

/* Appends @bytes as UTF-8; nothing of them where they do not belong to the codeset. */
static gboolean
append_converted (GString    *text,
                  int         codeset,
                  const char *bytes,
                  gsize       length)
{
  GIConv converter = get_converter (codeset);
  g_autofree char *buffer = g_malloc (length * 4);
  char *in = (char *) bytes;
  char *out = buffer;
  gsize n_in = length;
  gsize n_out = length * 4;

  if (converter == (GIConv) -1)
    return FALSE;
  g_iconv (converter, NULL, NULL, NULL, NULL);
  /* The second call writes out what a converter holds back, such as a letter that an accent may
   * follow. */
  if (g_iconv (converter, &in, &n_in, &out, &n_out) == (gsize) -1 || n_in > 0
      || g_iconv (converter, NULL, NULL, &out, &n_out) == (gsize) -1)
    return FALSE;
  g_string_append_len (text, buffer, out - buffer);
  return TRUE;
}

/* What the term says, however it is spelt: `ISO_IR 100`, `ISO 2022 IR 100`, `ISO-IR 100`. */
static int
parse_term (const char *term)
{
  g_autofree char *upper = g_strstrip (g_ascii_strup (term, -1));
  const char *digits = upper + strlen (upper);

  if (*upper == '\0')
    return 6;
  if (strcmp (upper, "GB18030") == 0 || strcmp (upper, "GBK") == 0
      || strcmp (upper, "GB2312") == 0)
    return NUMBER_GB18030;
  while (digits > upper && g_ascii_isdigit (digits[-1]))
    digits--;
  if (!strstr (upper, "IR") || strlen (digits) > 3 || *digits == '\0')
    return NUMBER_UNKNOWN;
  return (int) g_ascii_strtoll (digits, NULL, 10);
}

static const Half *
find_half (int      number,
           gboolean right)
{
  for (guint i = 0; i < G_N_ELEMENTS (HALVES); i++)
    if (HALVES[i].number == number && HALVES[i].right == right)
      return &HALVES[i];
  return NULL;
}

static const Half *
find_escape (const char *bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (HALVES); i++)
    if (g_str_has_prefix (bytes, HALVES[i].escape))
      return &HALVES[i];
  return NULL;
}

/* A text on its way: which halves hold, and which come back behind a delimiter. */
typedef struct
{
  const Half *first_left;
  const Half *first_right;
  const Half *left;
  const Half *right;
  const char *delimiters;
  GString *text;
} Decoder;

static void
decoder_restart (Decoder *self)
{
  self->left = self->first_left;
  self->right = self->first_right;
}

/* The first value holds until an escape sequence. Korean and Chinese files often leave their first
 * value empty, as they should, and the escape sequences out, as they should not: where nothing else
 * could be meant, the declared set is. */
static void
decoder_init (Decoder     *self,
              const int   *numbers,
              guint        n_numbers,
              const char  *delimiters,
              GString     *text)
{
  *self = (Decoder) { .delimiters = delimiters, .text = text };
  self->first_left = find_half (numbers[0], FALSE);
  if (!self->first_left || self->first_left->width > 1)
    self->first_left = find_half (6, FALSE);
  for (guint i = 0; i < n_numbers && !self->first_right; i++)
    self->first_right = find_half (numbers[i], TRUE);
  decoder_restart (self);
}

/* One character of a half; returns its bytes, 0 where it is none. */
static gsize
decode_character (Decoder    *self,
                  const Half *half,
                  const char *bytes)
{
  char character[MAX_CHARACTER_BYTES];
  gsize n = 0;

  if (half->front)
    character[n++] = (char) half->front;
  for (guint i = 0; i < half->width; i++)
    {
      if (bytes[i] == '\0' || (((guchar) bytes[i] >= 0x80) != half->right))
        return 0;
      character[n++] = (char) ((guchar) bytes[i] | 0x80);
    }
  return append_converted (self->text, half->codeset, character, n) ? half->width : 0;
}

/* Takes one step; returns the bytes that it took, 0 where they make no sense. */
static gsize
decode_step (Decoder    *self,
             const char *bytes)
{
  const Half *half = (guchar) *bytes >= 0x80 ? self->right : self->left;

  if (*bytes == ESCAPE)
    {
      half = find_escape (bytes + 1);
      if (half && half->right)
        self->right = half;
      else if (half)
        self->left = half;
      return half ? 1 + strlen (half->escape) : 0;
    }
  if (!half)
    return 0;
  if ((guchar) *bytes > 0x20 && half->codeset != ASCII)
    return decode_character (self, half, bytes);
  if ((guchar) *bytes < 0x20 || strchr (self->delimiters, *bytes))
    decoder_restart (self);
  g_string_append_c (self->text, *bytes);
  return 1;
}

static char *
decode_switching (const int  *numbers,
                  guint       n_numbers,
                  const char *bytes,
                  const char *delimiters)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Decoder decoder;

  decoder_init (&decoder, numbers, n_numbers, delimiters, text);
  while (*bytes)
    {
      gsize taken = decode_step (&decoder, bytes);

      if (taken == 0)
        return NULL;
      bytes += taken;
    }
  return g_strdup (text->str);
}

static guint
parse_charset (const char *charset,
               int        *numbers)
{
  g_auto (GStrv) terms = g_strsplit (charset, "\\", MAX_SETS);
  guint n = 0;

  for (guint i = 0; terms[i]; i++)
    numbers[n++] = parse_term (terms[i]);
  if (n == 0)
    numbers[n++] = 6;
  return n;
}

/**
 * danbi_character_set_is_latin:
 * @charset: (nullable): a Specific Character Set (0008,0005), `\` between values
 *
 * Returns: whether it is a Latin alphabet alone, ASCII or none: what devices declare that were
 *   never told in which language they write
 */
gboolean
danbi_character_set_is_latin (const char *charset)
{
  static const int latin[] = { 6, 100, 101, 109, 110, 148, 203 };
  int numbers[MAX_SETS];
  guint n = parse_charset (charset ? charset : "", numbers);

  for (guint i = 0; n == 1 && i < G_N_ELEMENTS (latin); i++)
    if (numbers[0] == latin[i])
      return TRUE;
  return FALSE;
}

/**
 * danbi_character_set_decode:
 * @charset: (nullable): the Specific Character Set (0008,0005) of the file, `\` between values
 * @bytes: a text of it
 * @delimiters: behind these the first value of @charset holds again: `^`, `=` and `\` in a name,
 *   `\` elsewhere
 *
 * Escape sequences count also where their set is not declared.
 *
 * Returns: (transfer full) (nullable): UTF-8; %NULL where @bytes do not belong to what is declared
 */
char *
danbi_character_set_decode (const char *charset,
                            const char *bytes,
                            const char *delimiters)
{
  int numbers[MAX_SETS];
  guint n_numbers = parse_charset (charset ? charset : "", numbers);

  switch (numbers[0])
    {
    case NUMBER_UTF8:
      return danbi_character_set_convert (DANBI_CODESET_UTF8, bytes);
    case NUMBER_GB18030:
      return danbi_character_set_convert (DANBI_CODESET_GB18030, bytes);
    default:
      return decode_switching (numbers, n_numbers, bytes, delimiters);
    }
}

/**
 * danbi_character_set_convert:
 * @codeset: a codeset
 * @bytes: a text
 *
 * Returns: (transfer full) (nullable): UTF-8; %NULL where @bytes are not of that codeset
 */
char *
danbi_character_set_convert (DanbiCodeset  codeset,
                             const char   *bytes)
{
  static const int converted[] = {
    [DANBI_CODESET_BIG5] = BIG5,
    [DANBI_CODESET_GB18030] = CHINESE,
    [DANBI_CODESET_LATIN1] = LATIN1,
  };
  g_autoptr (GString) text = NULL;

  if (codeset == DANBI_CODESET_UTF8)
    return g_utf8_validate (bytes, -1, NULL) ? g_strdup (bytes) : NULL;
  text = g_string_new (NULL);
  return append_converted (text, converted[codeset], bytes, strlen (bytes)) ? g_strdup (text->str)
                                                                            : NULL;
}


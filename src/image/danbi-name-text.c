/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files as a reader would read them: their bytes do not say which encoding they are in. */
#include "config.h"

#include <string.h>

#include "danbi-name-text.h"

/* How well a name reads in an encoding of two bytes a character: only what names are made of counts
 * as common, because each encoding can spell the bytes of the others in rare signs. */
typedef struct
{
  const char *charset;
  gboolean (*is_lead) (guchar byte);
  gboolean (*is_single) (guchar byte);
  gboolean (*is_common) (guchar first, guchar second);
} Encoding;

static gboolean
is_never (guchar byte)
{
  return FALSE;
}

static gboolean
is_big5_lead (guchar byte)
{
  return byte >= 0xa1 && byte <= 0xf9;
}

/* The 5,401 characters of the first level. */
static gboolean
is_big5_common (guchar first,
                guchar second)
{
  return (first >= 0xa4 && first < 0xc6) || (first == 0xc6 && second <= 0x7e);
}

static gboolean
is_gbk_lead (guchar byte)
{
  return byte >= 0x81 && byte <= 0xfe;
}

/* The 3,755 characters of the first level of GB 2312. */
static gboolean
is_gbk_common (guchar first,
               guchar second)
{
  return first >= 0xb0 && first <= 0xd7 && second >= 0xa1;
}

static gboolean
is_sjis_lead (guchar byte)
{
  return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

static gboolean
is_sjis_single (guchar byte)
{
  return byte >= 0xa1 && byte <= 0xdf;
}

/* Kana, and the 2,965 characters of the first level. */
static gboolean
is_sjis_common (guchar first,
                guchar second)
{
  return (first == 0x82 && second >= 0x9f) || first == 0x83
         || (first == 0x88 && second >= 0x9f) || (first > 0x88 && first < 0x98)
         || (first == 0x98 && second <= 0x72);
}

/* What is written in Taiwan comes first: it is taken where two read equally well. */
enum
{
  BIG5,
  GBK,
  SHIFT_JIS,
  N_ENCODINGS
};

static const Encoding ENCODINGS[N_ENCODINGS] = {
  [BIG5] = { "CP950", is_big5_lead, is_never, is_big5_common },
  [GBK] = { "GBK", is_gbk_lead, is_never, is_gbk_common },
  [SHIFT_JIS] = { "CP932", is_sjis_lead, is_sjis_single, is_sjis_common },
};

/* Returns how many of a hundred characters beyond ASCII are common, -1 where it cannot be it. */
static int
rate (const Encoding *encoding,
      const char     *bytes)
{
  guint n_all = 0;
  guint n_common = 0;

  for (const guchar *at = (const guchar *) bytes; *at; at++)
    {
      if (*at < 0x80)
        continue;
      n_all++;
      if (encoding->is_single (*at))
        continue;
      if (!encoding->is_lead (*at) || at[1] < 0x40)
        return -1;
      n_common += encoding->is_common (at[0], at[1]);
      at++;
    }
  return (int) (n_common * 100 / MAX (n_all, 1));
}

/* A European name: letters with accents, between @from and @to, each before a plain letter or sign.
 * Returns how many there are, 0 where there is anything else. */
static guint
count_accents (const char *bytes,
               guchar      from,
               guchar      to)
{
  guint n = 0;

  for (const guchar *at = (const guchar *) bytes; *at; at++)
    {
      if (*at < 0x80)
        continue;
      if (*at < from || *at > to || at[1] >= 0x80)
        return 0;
      n++;
    }
  return n;
}

static char *
convert (const char *charset,
         const char *bytes)
{
  char *text = g_convert (bytes, -1, "UTF-8", charset, NULL, NULL, NULL);

  if (text && g_utf8_validate (text, -1, NULL))
    return text;
  g_free (text);
  return NULL;
}

static int
find_best (const char *bytes)
{
  int best = N_ENCODINGS;
  int best_rate = 0;

  for (int i = 0; i < N_ENCODINGS; i++)
    {
      int rated = rate (&ENCODINGS[i], bytes);

      if (rated > best_rate)
        {
          best = i;
          best_rate = rated;
        }
    }
  return best;
}

/**
 * danbi_name_guess:
 * @bytes: the name of a file, from a disk or an archive
 *
 * Reads a name that is no UTF-8 as Big5, GBK, Shift-JIS, code page 437 (DOS) or 1252 (Windows),
 * whichever it looks like.
 *
 * Returns: (transfer full): UTF-8, or @bytes as they are where they look like none of these
 */
char *
danbi_name_guess (const char *bytes)
{
  guint n_dos = count_accents (bytes, 0x80, 0xa5);
  char *text = NULL;
  int best;

  if (g_utf8_validate (bytes, -1, NULL))
    return g_strdup (bytes);
  best = find_best (bytes);
  if ((best == N_ENCODINGS && n_dos > 0) || (best == SHIFT_JIS && n_dos == 1))
    text = convert ("CP437", bytes);
  else if (best < N_ENCODINGS)
    text = convert (ENCODINGS[best].charset, bytes);
  else if (count_accents (bytes, 0xc0, 0xff) > 0)
    text = convert ("CP1252", bytes);
  return text ? text : g_strdup (bytes);
}

/**
 * danbi_name_to_text:
 * @bytes: the name or path of a file
 *
 * Returns: (transfer full): valid UTF-8 to be shown: as danbi_name_guess(), each part of a path for
 *   itself, with a sign for each byte that cannot be read and none that moves what a terminal shows
 */
char *
danbi_name_to_text (const char *bytes)
{
  g_auto (GStrv) parts = g_strsplit (bytes, "/", -1);
  g_autofree char *joined = NULL;
  char *text;

  for (guint i = 0; parts[i]; i++)
    {
      char *guessed = danbi_name_guess (parts[i]);

      g_free (parts[i]);
      parts[i] = guessed;
    }
  joined = g_strjoinv ("/", parts);
  text = g_utf8_make_valid (joined, -1);
  for (char *c = text; *c; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      *c = ' ';
  return text;
}

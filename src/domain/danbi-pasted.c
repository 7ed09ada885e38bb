/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is pasted: a value with what stood around it, or a whole line of a list. */
#include "config.h"

#include <string.h>

#include "danbi-pasted.h"
#include "danbi-typed.h"

/*
 * The spellings of a pasted text. Full-width letters, digits and signs count as ASCII ones.
 *
 *   value   A123-456-789   A123 456 789   "A123456789"    blanks, hyphens and quotes go
 *           身分證號：A123456789   身分證號 A123456789 (男)   so does what stands around it
 *           75年1月15日   民國 115 年 11 月 22 日 15 時 20 分
 *   line    17 columns parted by commas: the CSV of an upload (RULEBOOK section 4)
 *           columns parted by tabs or two blanks: a line of the VPN list, whatever stands before
 *           執行年月 and after 醫令代碼. A masked identity (A12****789) is none
 *
 * More than one such line is no one's case.
 */
#define MAX_BYTES 4096
/* No line of six columns is shorter. */
#define MIN_LINE_BYTES 32

/* The columns of the VPN list (查詢) that are fields, in their order. */
static const DanbiField list_columns[] = {
  DANBI_FIELD_SERVICE_MONTH, DANBI_FIELD_CARD_TIME,  DANBI_FIELD_VISIT_TYPE,
  DANBI_FIELD_VISIT_SEQ,     DANBI_FIELD_PATIENT_ID, DANBI_FIELD_ORDER_CODE,
};

/**
 * danbi_pasted_narrow:
 * @text: UTF-8
 *
 * Returns: (transfer full): the same with full-width letters, digits, signs and blanks as their
 *   ASCII kin, and without what has no width at all
 */
char *
danbi_pasted_narrow (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *narrow = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iszerowidth (c))
        continue;
      if (c >= 0xFF01 && c <= 0xFF5E)
        c = c - 0xFF01 + '!';
      else if (c >= 0x80 && g_unichar_isspace (c))
        c = ' ';
      g_string_append_unichar (narrow, c);
    }
  return g_string_free (narrow, FALSE);
}

static gboolean
is_ascii (char c)
{
  return (guchar) c < 0x80;
}

static void
replace (char      **text,
         const char *word,
         const char *with)
{
  GString *changed = g_string_new (*text);

  g_string_replace (changed, word, with, 0);
  g_free (*text);
  *text = g_string_free (changed, FALSE);
}

/* 民國 115 年 11 月 22 日 15 時 20 分 as 115/11/22 15:20. */
static char *
spell_date (const char *text)
{
  static const char *const words[][2] = {
    { "民國", "" },    { "西元", "" },    { " 年", "年" }, { " 月", "月" }, { " 日", "日" },
    { " 時", "時" }, { " 分", "分" }, { "年 ", "年" }, { "月 ", "月" }, { "時 ", "時" },
    { "分 ", "分" }, { "年", "/" },     { "月", "/" },     { "時", ":" },     { "分", ":" },
    { "秒", "" },      { "日", " " },
  };
  char *date = g_strdup (text);

  if (!strstr (date, "年"))
    return date;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    replace (&date, words[i][0], words[i][1]);
  g_strstrip (date);
  if (g_str_has_suffix (date, ":"))
    date[strlen (date) - 1] = '\0';
  return date;
}

/* Behind a label, which is Chinese or ends in a colon and has no digits; where there is nothing
 * else it may be what is meant. */
static const char *
skip_label (const char *text)
{
  const char *at = text;
  gsize word = strcspn (text, ":0123456789");

  if (text[word] == ':')
    at += word + 1;
  while (*at != '\0' && (!is_ascii (*at) || strchr (" \t:()[]\"'", *at)))
    at++;
  return *at != '\0' ? at : text;
}

static char *
dup_date (const char *text)
{
  g_autofree char *spelt = spell_date (text);
  const char *at = spelt;
  gsize length;

  /* A word such as 今天 is no label, and a sign before the year is none either. */
  if (!g_str_has_prefix (at, "今天") && !g_str_has_prefix (at, "昨天")
      && !g_str_has_prefix (at, "現在"))
    at = skip_label (at);
  length = strcspn (at, "(");
  while (length > 0 && (!is_ascii (at[length - 1]) || strchr (" \t()[]\"'", at[length - 1]))
         && at != spelt)
    length--;
  return g_strstrip (g_strndup (at, length));
}

/* Letters and digits up to the first Chinese that follows. */
static char *
dup_code (const char *text)
{
  GString *code = g_string_new (NULL);

  for (const char *at = skip_label (text); *at != '\0' && is_ascii (*at); at++)
    if (g_ascii_isalnum (*at) || *at == '*')
      g_string_append_c (code, *at);
  return g_string_free (code, FALSE);
}

/**
 * danbi_pasted_dup_value:
 * @field: a field
 * @text: what was pasted into it
 *
 * Returns: (transfer full): the value without what stood around it, as a person would type it; the
 *   text itself where nothing of it can be a value
 */
char *
danbi_pasted_dup_value (DanbiField  field,
                        const char *text)
{
  g_autofree char *narrow = g_strstrip (danbi_pasted_narrow (text));
  g_autofree char *value = NULL;

  value = danbi_typed_get_precision (field) != 0 ? dup_date (narrow) : dup_code (narrow);
  return *value != '\0' ? g_steal_pointer (&value) : g_steal_pointer (&narrow);
}

static gboolean
is_month (const char *value)
{
  DanbiRocDate date;

  return danbi_roc_date_parse (value, DANBI_ROC_MONTH, &date) == DANBI_ROC_OK;
}

static gboolean
is_card_time (const char *value)
{
  DanbiRocDate date;

  return danbi_roc_date_parse (value, DANBI_ROC_SECOND, &date) == DANBI_ROC_OK;
}

static gboolean
is_masked (const char *value)
{
  return strchr (value, '*') != NULL;
}

/* Whether a value can be that of its column: strict enough that no prose is taken for a line. */
static gboolean
fits (DanbiField  field,
      const char *value)
{
  const DanbiFieldInfo *info = danbi_field_get_info (field);
  gsize length = strlen (value);

  switch (field)
    {
    case DANBI_FIELD_SERVICE_MONTH:
      return is_month (value);
    case DANBI_FIELD_CARD_TIME:
      return is_card_time (value);
    default:
      return length >= info->min_length && length <= info->max_length;
    }
}

/* A code stands before its name: 02 牙醫門診. */
static char *
dup_column (DanbiField  field,
            const char *column,
            gint64      now_s)
{
  g_autofree char *value = danbi_pasted_dup_value (field, column);

  return danbi_typed_to_value (field, value, now_s);
}

static void
take_column (DanbiRecord *found,
             DanbiField   field,
             const char  *column,
             gint64       now_s)
{
  g_autofree char *value = dup_column (field, column, now_s);

  if (!is_masked (value))
    danbi_record_take (found, field, g_steal_pointer (&value));
}

static gboolean
is_list_line (char  **columns,
              gint64  now_s)
{
  for (guint i = 0; i < G_N_ELEMENTS (list_columns); i++)
    {
      g_autofree char *value = dup_column (list_columns[i], columns[i], now_s);

      if (!fits (list_columns[i], value))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_list_line (const char  *line,
                gint64       now_s,
                DanbiRecord *found)
{
  g_auto (GStrv) columns = g_regex_split_simple ("\\t| {2,}", line, 0, 0);
  guint n = g_strv_length (columns);

  for (guint at = 0; at + G_N_ELEMENTS (list_columns) <= n; at++)
    {
      if (!is_list_line (columns + at, now_s))
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (list_columns); i++)
        take_column (found, list_columns[i], columns[at + i], now_s);
      return TRUE;
    }
  return FALSE;
}

/* The archive name is never taken: a case number is not used twice. */
static gboolean
read_csv_line (const char  *line,
               gint64       now_s,
               DanbiRecord *found)
{
  g_auto (GStrv) columns = g_strsplit (line, ",", 0);

  if (g_strv_length (columns) != DANBI_N_FIELDS)
    return FALSE;
  for (guint i = 0; i < DANBI_N_FIELDS; i++)
    g_strdelimit (columns[i], "\"", ' ');
  for (guint i = 0; i < G_N_ELEMENTS (list_columns); i++)
    {
      DanbiField field = list_columns[i];
      g_autofree char *value = dup_column (field, columns[field - 1], now_s);

      if (!fits (field, value))
        return FALSE;
    }
  for (guint i = 0; i < DANBI_N_FIELDS; i++)
    if (i + 1 != DANBI_FIELD_ARCHIVE_NAME && *g_strstrip (columns[i]) != '\0')
      take_column (found, (DanbiField) (i + 1), columns[i], now_s);
  return TRUE;
}

/**
 * danbi_pasted_read:
 * @text: what was pasted, UTF-8
 * @now_s: the time now, seconds since the epoch
 * @found: an empty record, which gets the values of a line
 *
 * Understands a line of an upload's CSV or of the VPN list; the spellings stand at the top of this
 * file. Lines that are neither, such as a head of columns, are passed over.
 *
 * Returns: what it is
 */
DanbiPasted
danbi_pasted_read (const char  *text,
                   gint64       now_s,
                   DanbiRecord *found)
{
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (strnlen (text, MAX_BYTES + 1) > MAX_BYTES)
    return DANBI_PASTED_VALUE;
  lines = g_strsplit_set (text, "\r\n", 0);
  for (guint i = 0; lines[i]; i++)
    {
      g_autofree char *line = danbi_pasted_narrow (lines[i]);
      g_autoptr (DanbiRecord) record = danbi_record_new ();

      if (strlen (line) < MIN_LINE_BYTES
          || (!read_csv_line (line, now_s, record) && !read_list_line (line, now_s, record)))
        continue;
      if (n++ > 0)
        return DANBI_PASTED_LINES;
      for (guint field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
        danbi_record_set (found, (DanbiField) field, danbi_record_get (record, (DanbiField) field));
    }
  return n > 0 ? DANBI_PASTED_LINE : DANBI_PASTED_VALUE;
}

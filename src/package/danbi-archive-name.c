/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names that NHI prescribes for archives, CSVs and what lies in an archive (RULEBOOK 4). */
#include "config.h"

#include <string.h>

#include "danbi-archive-name.h"
#include "danbi-clock.h"

#define PREFIX_LENGTH 3
#define PROVIDER_ID_LENGTH 10
#define STEM_LENGTH (PREFIX_LENGTH + PROVIDER_ID_LENGTH + 1 + DANBI_CASE_NUMBER_LENGTH)

/* NHI states no bound for the names of JPGs; this one keeps lists and logs readable. */
#define JPG_STEM_MAX 32

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static const char *const extensions[] = {
  [DANBI_FORMAT_7Z] = ".7z",
  [DANBI_FORMAT_CAB] = ".CAB",
};

static gboolean
is_code (const char *text,
         gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && !g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_whole_code (const char *text,
               gsize       length)
{
  return text && strlen (text) == length && is_code (text, length);
}

static const char *
get_prefix (DanbiImageKind kind)
{
  switch (kind)
    {
    case DANBI_IMAGE_DICOM:
    case DANBI_IMAGE_DICOMDIR:
      return "DCF";
    case DANBI_IMAGE_JPEG:
      return "ATT";
    case DANBI_IMAGE_OTHER:
    default:
      return NULL;
    }
}

/**
 * danbi_case_number_format:
 * @n: the how-manieth case of this installation, at most %DANBI_CASE_NUMBER_MAX
 * @installation: the number of this installation, drawn at random when it was set up
 *
 * Writes a case number: the lower 26 bits of @installation above the 36 of @n in one number, in
 * base 36. 62 bits fill twelve digits to 97 %. Two installations of one provider (F1 stands before
 * the number) that drew the same 26 bits are one pair in 67 million.
 *
 * Returns: (transfer full) (nullable): twelve characters A–Z 0–9; %NULL where @n is too great
 */
char *
danbi_case_number_format (guint64 n,
                          guint32 installation)
{
  guint64 upper = installation & ((1u << DANBI_INSTALLATION_BITS) - 1);
  guint64 rest = (upper << DANBI_CASE_NUMBER_BITS) | n;
  char text[DANBI_CASE_NUMBER_LENGTH + 1] = "";

  if (n > DANBI_CASE_NUMBER_MAX)
    return NULL;
  for (int i = DANBI_CASE_NUMBER_LENGTH - 1; i >= 0; i--)
    {
      text[i] = digits[rest % 36];
      rest /= 36;
    }
  return g_strdup (text);
}

/**
 * danbi_archive_name_new:
 * @kind: what is in the archive, DICOM or JPEG
 * @provider_id: F1, 10 characters A–Z 0–9
 * @case_number: as danbi_case_number_format() writes it
 * @format: which archive
 *
 * Returns: (transfer full) (nullable): the name of 29 (.7z) or 30 (.CAB) characters for F14; %NULL
 *   where one of the parts is not lawful
 */
char *
danbi_archive_name_new (DanbiImageKind kind,
                        const char    *provider_id,
                        const char    *case_number,
                        DanbiFormat    format)
{
  const char *prefix = get_prefix (kind);

  if (!prefix || !is_whole_code (provider_id, PROVIDER_ID_LENGTH)
      || !is_whole_code (case_number, DANBI_CASE_NUMBER_LENGTH)
      || format >= G_N_ELEMENTS (extensions))
    return NULL;
  return g_strconcat (prefix, provider_id, "_", case_number, extensions[format], NULL);
}

static gboolean
parse_prefix (const char     *name,
              DanbiImageKind *kind)
{
  if (g_str_has_prefix (name, "DCF"))
    *kind = DANBI_IMAGE_DICOM;
  else if (g_str_has_prefix (name, "ATT"))
    *kind = DANBI_IMAGE_JPEG;
  else
    return FALSE;
  return TRUE;
}

static gboolean
parse_extension (const char  *extension,
                 DanbiFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (g_str_equal (extension, extensions[i]))
      {
        *format = (DanbiFormat) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * danbi_archive_name_parse:
 * @name: a name as it may stand in F14
 * @kind: (out) (optional): %DANBI_IMAGE_DICOM or %DANBI_IMAGE_JPEG
 * @provider_id: (out) (optional) (transfer full): F1 as it stands in the name
 * @case_number: (out) (optional) (transfer full): the twelve characters
 * @format: (out) (optional): which archive
 *
 * Takes a name of an archive apart. Exactly the spellings of danbi_archive_name_new() are
 * accepted; on failure nothing is set.
 *
 * Returns: whether @name is such a name
 */
gboolean
danbi_archive_name_parse (const char     *name,
                          DanbiImageKind *kind,
                          char          **provider_id,
                          char          **case_number,
                          DanbiFormat    *format)
{
  const char *provider = name + PREFIX_LENGTH;
  const char *number = provider + PROVIDER_ID_LENGTH + 1;
  DanbiImageKind found_kind;
  DanbiFormat found_format;

  if (strlen (name) <= STEM_LENGTH || !parse_prefix (name, &found_kind)
      || !is_code (provider, PROVIDER_ID_LENGTH) || provider[PROVIDER_ID_LENGTH] != '_'
      || !is_code (number, DANBI_CASE_NUMBER_LENGTH)
      || !parse_extension (name + STEM_LENGTH, &found_format))
    return FALSE;

  if (kind)
    *kind = found_kind;
  if (provider_id)
    *provider_id = g_strndup (provider, PROVIDER_ID_LENGTH);
  if (case_number)
    *case_number = g_strndup (number, DANBI_CASE_NUMBER_LENGTH);
  if (format)
    *format = found_format;
  return TRUE;
}

/**
 * danbi_csv_name_new:
 * @provider_id: F1, 10 characters A–Z 0–9
 * @now_s: now, in seconds since the epoch
 * @serial: the how-manieth CSV of the Taiwan day of @now_s, 1 to %DANBI_CSV_SERIAL_MAX
 *
 * Returns: (transfer full) (nullable): the name of the CSV with its Gregorian date; %NULL where
 *   one of the parts is not lawful
 */
char *
danbi_csv_name_new (const char *provider_id,
                    gint64      now_s,
                    guint       serial)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (now_s + DANBI_TAIWAN_OFFSET_S);
  g_autofree char *date = day ? g_date_time_format (day, "%Y%m%d") : NULL;

  if (!date || serial == 0 || serial > DANBI_CSV_SERIAL_MAX
      || !is_whole_code (provider_id, PROVIDER_ID_LENGTH))
    return NULL;
  return g_strdup_printf ("%s_%s_%03u.csv", provider_id, date, serial);
}

/* What is left of a file's name when only A–Z 0–9 _ may stay and its extension is gone. */
static char *
reduce_to_stem (const char *original)
{
  g_autofree char *base = g_path_get_basename (original);
  char *dot = strrchr (base, '.');
  GString *stem = g_string_new (NULL);

  if (dot)
    *dot = '\0';
  for (const char *c = base; *c && stem->len < JPG_STEM_MAX; c++)
    if (g_ascii_isalnum (*c) || *c == '_')
      g_string_append_c (stem, g_ascii_toupper (*c));
  return g_string_free (stem, FALSE);
}

/**
 * danbi_jpg_name_new:
 * @original: the name or path that the file came with
 * @index: where it stands among the images of the case, from 0
 * @taken: (element-type utf8 gpointer): the names given so far, a set that owns its keys
 *   (`g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL)`); the new name is added
 *
 * Makes a lawful name for a JPG in an archive: the original in capitals without whatever else it
 * has, so that a person finds the file again, or `IMG0001.JPG` where nothing is left of it. A
 * name that is taken gets `_2`, `_3` and so on.
 *
 * Returns: (transfer full): the name
 */
char *
danbi_jpg_name_new (const char *original,
                    guint       index,
                    GHashTable *taken)
{
  g_autofree char *stem = reduce_to_stem (original);
  g_autofree char *name = NULL;

  if (!*stem)
    {
      g_free (stem);
      stem = g_strdup_printf ("IMG%04u", index + 1);
    }
  name = g_strconcat (stem, ".JPG", NULL);
  for (guint i = 2; g_hash_table_contains (taken, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u.JPG", stem, i);
    }
  g_hash_table_add (taken, g_strdup (name));
  return g_steal_pointer (&name);
}

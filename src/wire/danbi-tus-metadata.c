/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Upload-Metadata header of tus 1.0.0: pairs of a key and a value in Base64. */
#include "config.h"

#include <string.h>

#include "danbi-wire.h"

#define MAX_HEADER_BYTES 4096
#define MAX_PAIRS 16

static gboolean
filename_is_lawful (const char *name)
{
  gsize length = strlen (name);

  if (length < 1 || length > DANBI_WIRE_MAX_NAME_BYTES || !g_utf8_validate (name, -1, NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if ((guchar) name[i] < 0x20 || name[i] == 0x7f || name[i] == '/' || name[i] == '\\')
      return FALSE;
  return !g_str_equal (name, ".") && !g_str_equal (name, "..");
}

/* g_base64_decode() skips what is not Base64; the same bytes must come out of it again. */
static char *
decode (const char *base64)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (base64, &length);
  g_autofree char *again = g_base64_encode (bytes, length);

  if (!g_str_equal (again, base64) || memchr (bytes, '\0', length))
    return NULL;
  return g_strndup ((const char *) bytes, length);
}

/* A key may stand alone, which is an empty value, and may not stand twice. */
static gboolean
take_pair (const char *pair,
           const char *key,
           char      **value)
{
  gsize key_length = strlen (key);

  if (!g_str_has_prefix (pair, key) || (pair[key_length] != ' ' && pair[key_length] != '\0'))
    return TRUE;
  if (*value)
    return FALSE;
  *value = pair[key_length] ? decode (pair + key_length + 1) : g_strdup ("");
  return *value != NULL;
}

/**
 * danbi_tus_metadata_format:
 * @filename: the name of the file at the receiver, 1 to 255 bytes without a slash
 * @sha256: (nullable): its SHA-256 in lower-case hexadecimal
 *
 * Returns: (transfer full): the value of the header Upload-Metadata. The value of `sha256` is the
 *   hexadecimal text, in Base64 as every value.
 */
char *
danbi_tus_metadata_format (const char *filename,
                           const char *sha256)
{
  g_autofree char *name64 = g_base64_encode ((const guchar *) filename, strlen (filename));
  g_autofree char *sha64 =
      sha256 ? g_base64_encode ((const guchar *) sha256, strlen (sha256)) : NULL;

  return sha64 ? g_strdup_printf ("filename %s,sha256 %s", name64, sha64)
               : g_strdup_printf ("filename %s", name64);
}

/**
 * danbi_tus_metadata_parse:
 * @header: the value of the header Upload-Metadata
 * @filename: (out) (nullable): the file's name, %NULL where the header does not give it
 * @sha256: (out) (nullable): its SHA-256, %NULL where the header does not give it
 *
 * Reads the two pairs that this protocol knows and passes over others. Both results are %NULL on
 * failure.
 *
 * Returns: whether the header is well formed and its values are lawful
 */
gboolean
danbi_tus_metadata_parse (const char *header,
                          char      **filename,
                          char      **sha256)
{
  g_auto (GStrv) pairs = NULL;
  g_autofree char *name = NULL;
  g_autofree char *sha = NULL;

  *filename = NULL;
  *sha256 = NULL;
  if (strlen (header) > MAX_HEADER_BYTES)
    return FALSE;

  pairs = g_strsplit (header, ",", MAX_PAIRS + 1);
  if (g_strv_length (pairs) > MAX_PAIRS)
    return FALSE;
  for (guint i = 0; pairs[i]; i++)
    if (!take_pair (g_strchug (pairs[i]), "filename", &name)
        || !take_pair (pairs[i], "sha256", &sha))
      return FALSE;
  if ((name && !filename_is_lawful (name)) || (sha && !danbi_wire_sha256_is_lawful (sha)))
    return FALSE;

  *filename = g_steal_pointer (&name);
  *sha256 = g_steal_pointer (&sha);
  return TRUE;
}

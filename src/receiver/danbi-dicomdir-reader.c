/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second reading of a DICOMDIR, independent of the sender's: which files does it refer to? */
#include "config.h"

#include <string.h>

#include "danbi-dicomdir-reader.h"
#include "danbi-receiver.h"

/* Spelling (PS3.10, PS3.5 section 7): 128 bytes, "DICM", elements of explicit VR little endian:
 * group, element, two letters of VR, then a length of two bytes, or, for the VRs below, two bytes
 * of zero and a length of four. A sequence, and an item, has a length or ends with its delimiter.
 * The media profiles allow no other transfer syntax for a DICOMDIR. */

#define PREAMBLE_BYTES 132
#define MAX_DEPTH 16
#define UNDEFINED_LENGTH 0xffffffffu
#define MAX_FILE_ID_BYTES 80

#define TAG_RECORD_SEQUENCE 0x00041220u
#define TAG_RECORD_IN_USE 0x00041410u
#define TAG_FILE_ID 0x00041500u
#define TAG_ITEM 0xfffee000u
#define TAG_ITEM_END 0xfffee00du
#define TAG_SEQUENCE_END 0xfffee0ddu

typedef struct
{
  const guint8 *bytes;
  gsize length;
  gsize position;
} Reader;

typedef struct
{
  guint32 tag;
  gboolean sequence; /* what follows are items */
  guint32 length;
} Element;

static guint16
get_u16 (const guint8 *bytes)
{
  return (guint16) (bytes[0] | bytes[1] << 8);
}

static guint32
get_u32 (const guint8 *bytes)
{
  return get_u16 (bytes) | (guint32) get_u16 (bytes + 2) << 16;
}

static gboolean
fail (GError    **error,
      const char *what)
{
  g_set_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED,
               "The DICOMDIR could not be read: %s", what);
  return FALSE;
}

static gboolean
has (const Reader *reader,
     gsize         count)
{
  return reader->length - reader->position >= count;
}

static gboolean
has_long_length (const guint8 *vr)
{
  const char *const vrs[] = { "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR",
                              "UT", "UV" };

  for (guint i = 0; i < G_N_ELEMENTS (vrs); i++)
    if (memcmp (vr, vrs[i], 2) == 0)
      return TRUE;
  return FALSE;
}

/* Reads one element's head and stands at its value afterwards. */
static gboolean
read_element (Reader  *reader,
              Element *element,
              GError **error)
{
  const guint8 *head = reader->bytes + reader->position;
  gsize head_bytes = 8;

  if (!has (reader, 8))
    return fail (error, "it ends inside an element");
  element->tag = (guint32) get_u16 (head) << 16 | get_u16 (head + 2);
  element->sequence = FALSE;
  if (element->tag >> 16 == 0xfffe)
    element->length = get_u32 (head + 4);
  else if (!g_ascii_isupper (head[4]) || !g_ascii_isupper (head[5]))
    return fail (error, "it is not in explicit VR little endian");
  else if (!has_long_length (head + 4))
    element->length = get_u16 (head + 6);
  else if (!has (reader, 12))
    return fail (error, "it ends inside an element");
  else
    {
      head_bytes = 12;
      element->length = get_u32 (head + 8);
      /* An unknown value of undefined length is a sequence too (PS3.5, 6.2.2). */
      element->sequence = memcmp (head + 4, "SQ", 2) == 0
                          || (memcmp (head + 4, "UN", 2) == 0
                              && element->length == UNDEFINED_LENGTH);
    }
  reader->position += head_bytes;
  if (element->length != UNDEFINED_LENGTH && !has (reader, element->length))
    return fail (error, "an element is longer than the file");
  if (element->length == UNDEFINED_LENGTH && !element->sequence && element->tag != TAG_ITEM)
    return fail (error, "a value has no length");
  return TRUE;
}

static gboolean skip_items (Reader *reader, guint32 length, guint depth, GError **error);

static gboolean
skip_value (Reader        *reader,
            const Element *element,
            guint          depth,
            GError       **error)
{
  if (element->sequence && element->length == UNDEFINED_LENGTH)
    return skip_items (reader, element->length, depth + 1, error);
  reader->position += element->length;
  return TRUE;
}

/* Passes over the elements of an item that ends with its delimiter. */
static gboolean
skip_open_item (Reader  *reader,
                guint    depth,
                GError **error)
{
  Element element;

  do
    {
      if (!read_element (reader, &element, error))
        return FALSE;
      if (element.tag != TAG_ITEM_END && !skip_value (reader, &element, depth, error))
        return FALSE;
    }
  while (element.tag != TAG_ITEM_END);
  return TRUE;
}

static gboolean
skip_items (Reader  *reader,
            guint32  length,
            guint    depth,
            GError **error)
{
  Element item;

  if (depth > MAX_DEPTH)
    return fail (error, "its sequences are nested too deeply");
  for (;;)
    {
      if (!read_element (reader, &item, error))
        return FALSE;
      if (item.tag == TAG_SEQUENCE_END)
        return TRUE;
      if (item.tag != TAG_ITEM)
        return fail (error, "a sequence holds something else than items");
      if (item.length != UNDEFINED_LENGTH)
        reader->position += item.length;
      else if (!skip_open_item (reader, depth, error))
        return FALSE;
    }
}

/* The levels of a File ID are values, parted by '\' and padded with blanks to an even length. */
static char *
dup_file_id (const guint8 *value,
             guint32       length,
             GError      **error)
{
  char *file_id;

  while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\0'))
    length--;
  if (length == 0 || length > MAX_FILE_ID_BYTES || memchr (value, '\0', length))
    {
      fail (error, "a File ID is not lawful");
      return NULL;
    }
  file_id = g_strndup ((const char *) value, length);
  return g_strdelimit (file_id, "\\", '/');
}

/* Reads one directory record. A record that is not in use counts for nothing. */
static gboolean
read_record (Reader     *reader,
             gsize       end,
             GHashTable *file_ids,
             GError    **error)
{
  g_autofree char *file_id = NULL;
  gboolean in_use = TRUE;
  Element element;

  while (reader->position < end)
    {
      const guint8 *value;

      if (!read_element (reader, &element, error))
        return FALSE;
      if (element.tag == TAG_ITEM_END)
        break;
      value = reader->bytes + reader->position;
      if (element.tag == TAG_RECORD_IN_USE && element.length == 2)
        in_use = get_u16 (value) != 0;
      if (element.tag == TAG_FILE_ID && element.length > 0)
        {
          g_free (file_id);
          file_id = dup_file_id (value, element.length, error);
          if (!file_id)
            return FALSE;
        }
      if (!skip_value (reader, &element, 0, error))
        return FALSE;
    }
  if (reader->position > end)
    return fail (error, "an element is longer than its record");
  if (file_id && in_use)
    g_hash_table_add (file_ids, g_steal_pointer (&file_id));
  return TRUE;
}

static gboolean
read_records (Reader     *reader,
              guint32     length,
              GHashTable *file_ids,
              GError    **error)
{
  gsize end = length == UNDEFINED_LENGTH ? reader->length : reader->position + length;

  for (guint n = 0; reader->position < end; n++)
    {
      Element item;

      if (!read_element (reader, &item, error))
        return FALSE;
      if (item.tag == TAG_SEQUENCE_END)
        return TRUE;
      if (item.tag != TAG_ITEM)
        return fail (error, "its record sequence holds something else than records");
      if (n >= DANBI_DICOMDIR_MAX_RECORDS)
        return fail (error, "it has too many records");
      if (!read_record (reader,
                        item.length == UNDEFINED_LENGTH ? reader->length
                                                        : reader->position + item.length,
                        file_ids, error))
        return FALSE;
    }
  return length != UNDEFINED_LENGTH || fail (error, "its record sequence does not end");
}

/**
 * danbi_dicomdir_read_file_ids:
 * @bytes: a DICOMDIR
 * @length: its length, at most %DANBI_DICOMDIR_MAX_BYTES
 * @error: set to %DANBI_RECEIVER_ERROR_FAILED
 *
 * Reads (0004,1500) of every record in use, by the sequence alone: whether the records hang
 * together in a tree is not asked.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): the set of File IDs, levels parted
 *   by '/'
 */
GHashTable *
danbi_dicomdir_read_file_ids (const guint8 *bytes,
                              gsize         length,
                              GError      **error)
{
  g_autoptr (GHashTable) file_ids =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { bytes, length, PREAMBLE_BYTES };
  Element element;

  if (length > DANBI_DICOMDIR_MAX_BYTES || length < PREAMBLE_BYTES
      || memcmp (bytes + PREAMBLE_BYTES - 4, "DICM", 4) != 0)
    {
      fail (error, "it does not begin as a DICOM file");
      return NULL;
    }
  while (reader.position < reader.length)
    {
      if (!read_element (&reader, &element, error))
        return NULL;
      if (element.tag == TAG_RECORD_SEQUENCE && element.sequence)
        return read_records (&reader, element.length, file_ids, error)
                   ? g_steal_pointer (&file_ids)
                   : NULL;
      if (!skip_value (&reader, &element, 0, error))
        return NULL;
    }
  fail (error, "it has no record sequence");
  return NULL;
}

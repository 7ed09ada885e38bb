/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second reading of a DICOMDIR, independent of the sender's: to which files does it refer, and
 * what should they be? */
#include "config.h"

#include <string.h>

#include "danbi-dicom-header.h"
#include "danbi-dicomdir-reader.h"
#include "danbi-receiver.h"

/* Spelling (PS3.10, PS3.5 section 7): 128 bytes, "DICM", elements of explicit VR little endian:
 * group, element, two letters of VR, then a length of two bytes, or, for the VRs below, two bytes
 * of zero and a length of four. A sequence, and an item, has a length or ends with its delimiter.
 * The media profiles allow no other transfer syntax for a DICOMDIR. */

#define PREAMBLE_BYTES 132
#define MAX_DEPTH 16
#define MAX_LEVELS 8
#define UNDEFINED_LENGTH 0xffffffffu
#define MAX_FILE_ID_BYTES 80
#define NO_PARENT G_MAXUINT

#define TAG_RECORD_SEQUENCE 0x00041220u
#define TAG_NEXT_RECORD 0x00041400u
#define TAG_RECORD_IN_USE 0x00041410u
#define TAG_LOWER_RECORD 0x00041420u
#define TAG_RECORD_TYPE 0x00041430u
#define TAG_FILE_ID 0x00041500u
#define TAG_SOP_UID 0x00041511u
#define TAG_TRANSFER_SYNTAX 0x00041512u
#define TAG_PATIENT_ID 0x00100020u
#define TAG_STUDY_UID 0x0020000du
#define TAG_SERIES_UID 0x0020000eu
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

/* The levels of a File ID are values, parted by '\\' and padded with blanks to an even length. */
static GRefString *
make_file_id (const guint8 *value,
              guint32       length,
              GError      **error)
{
  g_autofree char *file_id = NULL;

  while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\0'))
    length--;
  if (length == 0 || length > MAX_FILE_ID_BYTES || memchr (value, '\0', length))
    {
      fail (error, "a File ID is not lawful");
      return NULL;
    }
  file_id = g_strndup ((const char *) value, length);
  return g_ref_string_new (g_strdelimit (file_id, "\\", '/'));
}

static void
clear_text (GRefString **text)
{
  g_clear_pointer (text, g_ref_string_release);
}

static void
set_text (GRefString  **text,
          const guint8 *value,
          guint32       length)
{
  g_autofree char *own = NULL;

  if (length <= DANBI_DICOM_HEADER_MAX_TEXT_BYTES)
    own = danbi_dicom_text_dup (value, length);
  clear_text (text);
  if (own)
    *text = g_ref_string_new (own);
}

static void
record_clear (gpointer data)
{
  DanbiDicomdirRecord *self = data;

  clear_text (&self->file_id);
  clear_text (&self->sop_uid);
  clear_text (&self->transfer_syntax);
  clear_text (&self->patient_id);
  clear_text (&self->study_uid);
  clear_text (&self->series_uid);
}

/* What a record says of itself counts for its own level only: the records below inherit it. */
static void
drop_foreign (DanbiDicomdirRecord *self,
              const char          *type)
{
  if (g_strcmp0 (type, "PATIENT") != 0)
    clear_text (&self->patient_id);
  if (g_strcmp0 (type, "STUDY") != 0)
    clear_text (&self->study_uid);
  if (g_strcmp0 (type, "SERIES") != 0)
    clear_text (&self->series_uid);
}

static void
keep_number (DanbiDicomdirRecord *self,
             const Element       *element,
             const guint8        *value)
{
  if (element->tag == TAG_RECORD_IN_USE && element->length == 2)
    self->in_use = get_u16 (value) != 0;
  if (element->tag == TAG_NEXT_RECORD && element->length == 4)
    self->next = get_u32 (value);
  if (element->tag == TAG_LOWER_RECORD && element->length == 4)
    self->lower = get_u32 (value);
}

static void
keep_text (DanbiDicomdirRecord *self,
           const Element       *element,
           const guint8        *value)
{
  switch (element->tag)
    {
    case TAG_SOP_UID:
      set_text (&self->sop_uid, value, element->length);
      break;
    case TAG_TRANSFER_SYNTAX:
      set_text (&self->transfer_syntax, value, element->length);
      break;
    case TAG_PATIENT_ID:
      set_text (&self->patient_id, value, element->length);
      break;
    case TAG_STUDY_UID:
      set_text (&self->study_uid, value, element->length);
      break;
    case TAG_SERIES_UID:
      set_text (&self->series_uid, value, element->length);
      break;
    default:
      break;
    }
}

static gboolean
keep (DanbiDicomdirRecord *self,
      char               **type,
      const Element       *element,
      const guint8        *value,
      GError             **error)
{
  if (element->length == UNDEFINED_LENGTH || element->length == 0)
    return TRUE;
  keep_number (self, element, value);
  keep_text (self, element, value);
  if (element->tag == TAG_RECORD_TYPE && element->length <= DANBI_DICOM_HEADER_MAX_TEXT_BYTES)
    {
      g_free (*type);
      *type = danbi_dicom_text_dup (value, element->length);
    }
  if (element->tag != TAG_FILE_ID)
    return TRUE;
  clear_text (&self->file_id);
  self->file_id = make_file_id (value, element->length, error);
  return self->file_id != NULL;
}

static gboolean
read_record (Reader              *reader,
             gsize                end,
             DanbiDicomdirRecord *self,
             GError             **error)
{
  g_autofree char *type = NULL;
  Element element;

  while (reader->position < end)
    {
      if (!read_element (reader, &element, error))
        return FALSE;
      if (element.tag == TAG_ITEM_END)
        break;
      if (!keep (self, &type, &element, reader->bytes + reader->position, error)
          || !skip_value (reader, &element, 0, error))
        return FALSE;
    }
  drop_foreign (self, type);
  return reader->position <= end || fail (error, "an element is longer than its record");
}

static gboolean
read_records (Reader  *reader,
              guint32  length,
              GArray  *records,
              GError **error)
{
  gsize end = length == UNDEFINED_LENGTH ? reader->length : reader->position + length;

  while (reader->position < end)
    {
      DanbiDicomdirRecord empty = { .offset = reader->position, .parent = NO_PARENT,
                                    .in_use = TRUE };
      Element item;

      if (!read_element (reader, &item, error))
        return FALSE;
      if (item.tag == TAG_SEQUENCE_END)
        return TRUE;
      if (item.tag != TAG_ITEM)
        return fail (error, "its record sequence holds something else than records");
      if (records->len >= DANBI_DICOMDIR_MAX_RECORDS)
        return fail (error, "it has too many records");
      g_array_append_val (records, empty);
      if (!read_record (reader,
                        item.length == UNDEFINED_LENGTH ? reader->length
                                                        : reader->position + item.length,
                        &g_array_index (records, DanbiDicomdirRecord, records->len - 1), error))
        return FALSE;
    }
  return length != UNDEFINED_LENGTH || fail (error, "its record sequence does not end");
}

/* The records stand in the order of their offsets. Returns NULL where none begins there. */
static DanbiDicomdirRecord *
find_record (GArray *records,
             guint32 offset)
{
  guint low = 0;
  guint high = records->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      DanbiDicomdirRecord *record = &g_array_index (records, DanbiDicomdirRecord, middle);

      if (record->offset == offset)
        return record;
      if (record->offset < offset)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

/* A record has one parent: a chain of offsets ends at one that has its own already, also where it
 * bites its tail. A record that the offsets do not lead to inherits nothing. */
static void
link_records (GArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      DanbiDicomdirRecord *child =
          find_record (records, g_array_index (records, DanbiDicomdirRecord, i).lower);

      for (; child && child->parent == NO_PARENT; child = find_record (records, child->next))
        child->parent = i;
    }
}

static void
inherit (GRefString **text,
         GRefString  *above)
{
  if (!*text && above)
    *text = g_ref_string_acquire (above);
}

/* A few levels lead from a patient to an image; in a circle of offsets there is no highest one. */
static void
inherit_all (GArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      DanbiDicomdirRecord *record = &g_array_index (records, DanbiDicomdirRecord, i);
      guint parent = record->parent;

      for (guint level = 0; record->file_id && parent != NO_PARENT && level < MAX_LEVELS; level++)
        {
          const DanbiDicomdirRecord *above = &g_array_index (records, DanbiDicomdirRecord, parent);

          inherit (&record->patient_id, above->patient_id);
          inherit (&record->study_uid, above->study_uid);
          inherit (&record->series_uid, above->series_uid);
          parent = above->parent;
        }
    }
}

/* Only after the linking: a record that is not in use may still lead to others. */
static void
drop_others (GArray *records)
{
  guint kept = 0;

  for (guint i = 0; i < records->len; i++)
    {
      DanbiDicomdirRecord *record = &g_array_index (records, DanbiDicomdirRecord, i);
      DanbiDicomdirRecord *to = &g_array_index (records, DanbiDicomdirRecord, kept);

      if (!record->file_id || !record->in_use)
        continue;
      if (to != record)
        {
          DanbiDicomdirRecord other = *to;

          *to = *record;
          *record = other;
        }
      kept++;
    }
  g_array_set_size (records, kept);
}

static gboolean
read_file (Reader  *reader,
           GArray  *records,
           GError **error)
{
  Element element;

  if (reader->length > DANBI_DICOMDIR_MAX_BYTES || reader->length < PREAMBLE_BYTES
      || memcmp (reader->bytes + PREAMBLE_BYTES - 4, "DICM", 4) != 0)
    return fail (error, "it does not begin as a DICOM file");
  while (reader->position < reader->length)
    {
      if (!read_element (reader, &element, error))
        return FALSE;
      if (element.tag == TAG_RECORD_SEQUENCE && element.sequence)
        return read_records (reader, element.length, records, error);
      if (!skip_value (reader, &element, 0, error))
        return FALSE;
    }
  return fail (error, "it has no record sequence");
}

/**
 * danbi_dicomdir_read:
 * @bytes: a DICOMDIR
 * @length: its length, at most %DANBI_DICOMDIR_MAX_BYTES
 * @error: set to %DANBI_RECEIVER_ERROR_FAILED
 *
 * Reads the records one after the other, so that none is lost where an offset is wrong; the offsets
 * only say to which patient, study and series a record belongs.
 *
 * Returns: (transfer full) (nullable) (element-type DanbiDicomdirRecord): the records in use that
 *   refer to a file
 */
GArray *
danbi_dicomdir_read (const guint8 *bytes,
                     gsize         length,
                     GError      **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (DanbiDicomdirRecord));
  Reader reader = { bytes, length, PREAMBLE_BYTES };

  g_array_set_clear_func (records, record_clear);
  if (!read_file (&reader, records, error))
    return NULL;
  link_records (records);
  inherit_all (records);
  drop_others (records);
  return g_steal_pointer (&records);
}

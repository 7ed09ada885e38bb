/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The element writer of the fixtures: DICOM PS3.5 section 7, just what synthetic files need. */
#include <string.h>

#include "danbi-dicom-writer.h"

#define TAG_ITEM 0xFFFEE000u
#define TAG_SEQUENCE_END 0xFFFEE0DDu
#define UNDEFINED_LENGTH 0xFFFFFFFFu

/* Ours, from a random UUID as PS3.5 B.2 allows: fixtures can be told from files of the world. */
#define IMPLEMENTATION_CLASS_UID "2.25.291731406117894214302283719226538716201"
#define IMPLEMENTATION_VERSION "DANBI_FIXTURE"

static void
append_u16 (GByteArray *bytes,
            guint16     value)
{
  guint16 little = GUINT16_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
append_u32 (GByteArray *bytes,
            guint32     value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
append_tag (GByteArray *bytes,
            guint32     tag)
{
  append_u16 (bytes, (guint16) (tag >> 16));
  append_u16 (bytes, (guint16) (tag & 0xFFFF));
}

static gboolean
has_long_length (const char *vr)
{
  static const char *const vrs[] = { "OB", "OW", "OF", "SQ", "UN", "UT", "UC", "UR", NULL };

  return g_strv_contains (vrs, vr);
}

/* The head of an element: its tag, its VR unless that is implied, and its length. */
static void
put_head (DanbiDicomWriter *self,
          guint32           tag,
          const char       *vr,
          guint32           length)
{
  append_tag (self->bytes, tag);
  if (!self->implicit_vr)
    {
      g_byte_array_append (self->bytes, (const guint8 *) vr, 2);
      if (!has_long_length (vr))
        {
          append_u16 (self->bytes, (guint16) length);
          return;
        }
      append_u16 (self->bytes, 0);
    }
  append_u32 (self->bytes, length);
}

/* Values have an even length: a UID and bytes are padded with NUL, a text with a blank. */
void
danbi_dicom_put_data (DanbiDicomWriter *self,
                      guint32           tag,
                      const char       *vr,
                      const void       *data,
                      gsize             length)
{
  gboolean nul = vr[0] == 'O' || g_str_equal (vr, "UI") || g_str_equal (vr, "UN");

  put_head (self, tag, vr, (guint32) (length + length % 2));
  if (length > 0)
    g_byte_array_append (self->bytes, data, (guint) length);
  if (length % 2)
    g_byte_array_append (self->bytes, (const guint8 *) (nul ? "" : " "), 1);
}

/* A NULL text leaves the element out, an empty one writes it without a value. */
void
danbi_dicom_put_text (DanbiDicomWriter *self,
                      guint32           tag,
                      const char       *vr,
                      const char       *text)
{
  if (text)
    danbi_dicom_put_data (self, tag, vr, text, strlen (text));
}

void
danbi_dicom_put_number (DanbiDicomWriter *self,
                        guint32           tag,
                        const char       *vr,
                        guint             number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  danbi_dicom_put_text (self, tag, vr, text);
}

void
danbi_dicom_put_u16 (DanbiDicomWriter *self,
                     guint32           tag,
                     guint16           value)
{
  put_head (self, tag, "US", 2);
  append_u16 (self->bytes, value);
}

void
danbi_dicom_put_u32 (DanbiDicomWriter *self,
                     guint32           tag,
                     guint32           value)
{
  put_head (self, tag, "UL", 4);
  append_u32 (self->bytes, value);
}

/* Gives where the content begins; danbi_dicom_end() fills in the length before it. */
gsize
danbi_dicom_begin_sequence (DanbiDicomWriter *self,
                            guint32           tag)
{
  put_head (self, tag, "SQ", 0);
  return self->bytes->len;
}

gsize
danbi_dicom_begin_item (DanbiDicomWriter *self)
{
  append_tag (self->bytes, TAG_ITEM);
  append_u32 (self->bytes, 0);
  return self->bytes->len;
}

void
danbi_dicom_end (DanbiDicomWriter *self,
                 gsize             begin)
{
  danbi_dicom_patch_u32 (self, begin - 4, (guint32) (self->bytes->len - begin));
}

void
danbi_dicom_patch_u32 (DanbiDicomWriter *self,
                       gsize             at,
                       guint32           value)
{
  guint32 little = GUINT32_TO_LE (value);

  memcpy (self->bytes->data + at, &little, sizeof little);
}

/* Pixel data in compressed frames (GBytes), one fragment each, with an empty offset table. */
void
danbi_dicom_put_encapsulated (DanbiDicomWriter *self,
                              GPtrArray        *frames)
{
  put_head (self, 0x7FE00010, "OB", UNDEFINED_LENGTH);
  append_tag (self->bytes, TAG_ITEM);
  append_u32 (self->bytes, 0);
  for (guint i = 0; i < frames->len; i++)
    {
      GBytes *frame = g_ptr_array_index (frames, i);
      gsize begin = danbi_dicom_begin_item (self);
      gsize length;
      const guint8 *data = g_bytes_get_data (frame, &length);

      g_byte_array_append (self->bytes, data, (guint) length);
      if (length % 2)
        g_byte_array_append (self->bytes, (const guint8 *) "", 1);
      danbi_dicom_end (self, begin);
    }
  append_tag (self->bytes, TAG_SEQUENCE_END);
  append_u32 (self->bytes, 0);
}

/* The head of a Part 10 file; it is explicit VR whatever the data set is (PS3.10 section 7.1). */
void
danbi_dicom_put_file_meta (DanbiDicomWriter *self,
                           gboolean          preamble,
                           const char       *sop_class_uid,
                           const char       *sop_instance_uid,
                           const char       *transfer_syntax)
{
  static const guint8 zeros[128];
  DanbiDicomWriter meta = { self->bytes, FALSE };
  gsize group;

  if (preamble)
    {
      g_byte_array_append (self->bytes, zeros, sizeof zeros);
      g_byte_array_append (self->bytes, (const guint8 *) "DICM", 4);
    }
  danbi_dicom_put_u32 (&meta, 0x00020000, 0);
  group = self->bytes->len;
  danbi_dicom_put_data (&meta, 0x00020001, "OB", "\0\1", 2);
  danbi_dicom_put_text (&meta, 0x00020002, "UI", sop_class_uid);
  danbi_dicom_put_text (&meta, 0x00020003, "UI", sop_instance_uid);
  danbi_dicom_put_text (&meta, 0x00020010, "UI", transfer_syntax);
  danbi_dicom_put_text (&meta, 0x00020012, "UI", IMPLEMENTATION_CLASS_UID);
  danbi_dicom_put_text (&meta, 0x00020013, "SH", IMPLEMENTATION_VERSION);
  danbi_dicom_end (&meta, group);
}

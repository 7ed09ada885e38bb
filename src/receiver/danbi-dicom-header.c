/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second reading of a DICOM file, independent of the sender's: whose and what is it, and is it
 * whole? */
#include "config.h"

#include <string.h>

#include "danbi-dicom-header.h"
#include "danbi-receiver.h"

/* Spelling (PS3.10 section 7, PS3.5 section 7): 128 bytes and "DICM", or neither; elements of group
 * 0002 in explicit VR little endian; then the data set, its elements as the transfer syntax says:
 *   explicit: group, element, two letters of VR, then a length of two bytes, or, for all VRs that
 *             SHORT_VRS does not list, two bytes of zero and a length of four;
 *   implicit: group, element, a length of four bytes.
 * A value of undefined length is made of items, whatever its VR is, up to a delimiter: a sequence,
 * or the fragments of compressed pixel data. Sequences of a given length are passed over whole. */

#define BUFFER_BYTES (64 * 1024)
#define PREAMBLE_BYTES 132
#define MAX_DEPTH 64
#define UNDEFINED_LENGTH 0xffffffffu

#define TAG_TRANSFER_SYNTAX 0x00020010u
#define TAG_PROVIDER_URL 0x00287fe0u
#define TAG_FLOAT_PIXELS 0x7fe00008u
#define TAG_PIXELS 0x7fe00010u
#define TAG_ITEM 0xfffee000u
#define TAG_ITEM_END 0xfffee00du
#define TAG_SEQUENCE_END 0xfffee0ddu

#define SYNTAX_IMPLICIT "1.2.840.10008.1.2"
#define SYNTAX_EXPLICIT "1.2.840.10008.1.2.1"
#define SYNTAX_BIG_ENDIAN "1.2.840.10008.1.2.2"
/* A private syntax of GE: its pixel words are big endian, its elements are not. */
#define SYNTAX_IMPLICIT_GE "1.2.840.113619.5.2"

static const char *const DEFLATED[] = {
  "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205",
};

static const char SHORT_VRS[] = "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US";

static const struct
{
  guint32 tag;
  gsize offset;
} TEXTS[] = {
  { 0x00080018, G_STRUCT_OFFSET (DanbiDicomHeader, sop_uid) },
  { 0x00100020, G_STRUCT_OFFSET (DanbiDicomHeader, patient_id) },
  { 0x0020000d, G_STRUCT_OFFSET (DanbiDicomHeader, study_uid) },
  { 0x0020000e, G_STRUCT_OFFSET (DanbiDicomHeader, series_uid) },
  { 0x00280004, G_STRUCT_OFFSET (DanbiDicomHeader, photometric) },
  { 0x00280008, G_STRUCT_OFFSET (DanbiDicomHeader, frames) },
}, NUMBERS[] = {
  { 0x00280002, G_STRUCT_OFFSET (DanbiDicomHeader, samples) },
  { 0x00280010, G_STRUCT_OFFSET (DanbiDicomHeader, rows) },
  { 0x00280011, G_STRUCT_OFFSET (DanbiDicomHeader, columns) },
  { 0x00280100, G_STRUCT_OFFSET (DanbiDicomHeader, bits) },
};

typedef struct
{
  DanbiDicomPull pull;
  gpointer data;
  guint8 *buffer;
  gsize start; /* what is in the buffer and not yet read: from here */
  gsize end;   /* to here */
  gboolean explicit_vr;
  gboolean big_endian;
} Reader;

typedef struct
{
  guint32 tag;
  guint32 length;
  gboolean unknown; /* its VR is UN */
} Element;

/* What the pixel data turned out to be. */
typedef struct
{
  gboolean found;
  gboolean elsewhere; /* a URL stands for them */
  gboolean fragments;
  guint32 length;
} Pixels;

static gboolean
fail (GError    **error,
      const char *what)
{
  g_set_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED,
               "A DICOM file could not be read: %s", what);
  return FALSE;
}

static gboolean
fail_cut (GError **error)
{
  return fail (error, "it is cut off");
}

/* How many bytes can be looked at, up to @count: fewer at the end of the file only. */
static gsize
look (Reader *self,
      gsize   count)
{
  gssize got = 1;

  if (self->end - self->start >= count)
    return count;
  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  while (self->end < count && got > 0)
    {
      got = self->pull (self->data, self->buffer + self->end, BUFFER_BYTES - self->end);
      self->end += got > 0 ? (gsize) got : 0;
    }
  return MIN (self->end, count);
}

static gboolean
skip (Reader *self,
      guint64 count)
{
  while (count > 0)
    {
      gsize step = MIN (count, look (self, MIN (count, BUFFER_BYTES)));

      if (step == 0)
        return FALSE;
      self->start += step;
      count -= step;
    }
  return TRUE;
}

static guint32
get_u16 (const Reader *self,
         gsize         at)
{
  const guint8 *bytes = self->buffer + self->start + at;

  return self->big_endian ? (guint32) (bytes[0] << 8 | bytes[1])
                          : (guint32) (bytes[1] << 8 | bytes[0]);
}

static guint32
get_u32 (const Reader *self,
         gsize         at)
{
  guint32 first = get_u16 (self, at);
  guint32 second = get_u16 (self, at + 2);

  return self->big_endian ? first << 16 | second : second << 16 | first;
}

static gboolean
is_vr (const char *letters)
{
  return g_ascii_isupper (letters[0]) && g_ascii_isupper (letters[1]);
}

/* A VR that is no VR at all has a short length: so it is read where it occurs in the world. */
static gboolean
has_short_length (const char *letters)
{
  const char vr[3] = { letters[0], letters[1], '\0' };

  return !is_vr (vr) || strstr (SHORT_VRS, vr) != NULL;
}

/* Reads one element's head and stands at its value afterwards. */
static gboolean
read_head (Reader  *self,
           Element *element,
           GError **error)
{
  const char *letters;
  gsize head_bytes = 8;

  if (look (self, 12) < 8)
    return fail_cut (error);
  letters = (const char *) self->buffer + self->start + 4;
  element->tag = get_u16 (self, 0) << 16 | get_u16 (self, 2);
  element->unknown = FALSE;
  if (element->tag >> 16 == 0xfffe || !self->explicit_vr)
    element->length = get_u32 (self, 4);
  else if (has_short_length (letters))
    element->length = get_u16 (self, 6);
  else if (look (self, 12) < 12)
    return fail_cut (error);
  else
    {
      head_bytes = 12;
      element->length = get_u32 (self, 8);
      element->unknown = memcmp (letters, "UN", 2) == 0;
    }
  self->start += head_bytes;
  return TRUE;
}

static gboolean skip_items (Reader *self, gboolean unknown, guint depth, GError **error);

/* An unknown value of undefined length is written in little endian wherever it stands (PS3.5,
 * 6.2.2); the first byte of its first item shows a writer that does not know. */
static gboolean
skip_unknown (Reader  *self,
              guint    depth,
              GError **error)
{
  gboolean big_endian = self->big_endian;
  gboolean ok;

  self->big_endian = look (self, 1) == 1 && self->buffer[self->start] == 0xff;
  ok = skip_items (self, TRUE, depth, error);
  self->big_endian = big_endian;
  return ok;
}

static gboolean
skip_value (Reader        *self,
            const Element *element,
            guint          depth,
            GError       **error)
{
  if (element->length == UNDEFINED_LENGTH)
    return element->unknown ? skip_unknown (self, depth + 1, error)
                            : skip_items (self, FALSE, depth + 1, error);
  return skip (self, element->length) || fail_cut (error);
}

/* Passes over the elements of an item that ends with its delimiter. */
static gboolean
skip_open_item (Reader  *self,
                guint    depth,
                GError **error)
{
  Element element;

  do
    {
      if (!read_head (self, &element, error))
        return FALSE;
      if (element.tag != TAG_ITEM_END && !skip_value (self, &element, depth, error))
        return FALSE;
    }
  while (element.tag != TAG_ITEM_END);
  return TRUE;
}

/* The items of an unknown value are of implicit VR (PS3.5, 6.2.2); some writers do not know. */
static gboolean
skip_unknown_item (Reader  *self,
                   guint    depth,
                   GError **error)
{
  gboolean explicit_vr = self->explicit_vr;
  gboolean ok;

  if (look (self, 8) == 8)
    self->explicit_vr = is_vr ((const char *) self->buffer + self->start + 4);
  ok = skip_open_item (self, depth, error);
  self->explicit_vr = explicit_vr;
  return ok;
}

static gboolean
skip_items (Reader  *self,
            gboolean unknown,
            guint    depth,
            GError **error)
{
  Element item;
  gboolean ok = TRUE;

  if (depth > MAX_DEPTH)
    return fail (error, "its sequences are nested too deeply");
  while (ok)
    {
      if (!read_head (self, &item, error))
        return FALSE;
      if (item.tag == TAG_SEQUENCE_END)
        return TRUE;
      if (item.tag != TAG_ITEM)
        return fail (error, "a sequence holds something else than items");
      if (item.length != UNDEFINED_LENGTH)
        ok = skip (self, item.length) || fail_cut (error);
      else
        ok = unknown ? skip_unknown_item (self, depth, error)
                     : skip_open_item (self, depth, error);
    }
  return FALSE;
}

/* Keeps what is wanted of a value that stands in the buffer. The first of its tag counts. */
static void
keep (DanbiDicomHeader *header,
      const Reader     *self,
      const Element    *element)
{
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    if (TEXTS[i].tag == element->tag)
      {
        char **text = G_STRUCT_MEMBER_P (header, TEXTS[i].offset);

        if (!*text)
          *text = danbi_dicom_text_dup (self->buffer + self->start, element->length);
      }
  for (guint i = 0; i < G_N_ELEMENTS (NUMBERS); i++)
    if (NUMBERS[i].tag == element->tag && element->length >= 2)
      {
        guint *number = G_STRUCT_MEMBER_P (header, NUMBERS[i].offset);

        if (*number == 0)
          *number = get_u16 (self, 0);
      }
}

static void
note_pixels (Pixels        *pixels,
             const Element *element)
{
  if (element->tag == TAG_PROVIDER_URL)
    pixels->elsewhere = TRUE;
  if (element->tag < TAG_FLOAT_PIXELS || element->tag > TAG_PIXELS)
    return;
  pixels->found = TRUE;
  pixels->fragments = element->length == UNDEFINED_LENGTH;
  pixels->length = element->length;
}

static gboolean
read_data_set (Reader           *self,
               DanbiDicomHeader *header,
               Pixels           *pixels,
               GError          **error)
{
  gsize left;
  Element element;

  /* A few bytes of padding behind the pixel data do no harm. */
  while ((left = look (self, 8)) == 8 || (left > 0 && !pixels->found))
    {
      if (!read_head (self, &element, error))
        return FALSE;
      if (element.length <= DANBI_DICOM_HEADER_MAX_TEXT_BYTES
          && look (self, element.length) == element.length)
        keep (header, self, &element);
      if (!skip_value (self, &element, 0, error))
        return FALSE;
      note_pixels (pixels, &element);
    }
  return TRUE;
}

/* Group 0002 ends where another begins: what it says of its own length is often wrong. */
static gboolean
read_meta (Reader           *self,
           DanbiDicomHeader *header,
           GError          **error)
{
  Element element;

  self->explicit_vr = TRUE;
  while (look (self, 8) == 8 && get_u16 (self, 0) == 0x0002)
    {
      if (!read_head (self, &element, error))
        return FALSE;
      if (element.tag == TAG_TRANSFER_SYNTAX && !header->transfer_syntax
          && element.length <= DANBI_DICOM_HEADER_MAX_TEXT_BYTES
          && look (self, element.length) == element.length)
        header->transfer_syntax =
            danbi_dicom_text_dup (self->buffer + self->start, element.length);
      if (!skip_value (self, &element, 0, error))
        return FALSE;
    }
  return TRUE;
}

/* A file that names no syntax shows it in its first element, which is of a low group. */
static const char *
guess_syntax (const Reader *self)
{
  const guint8 *head = self->buffer + self->start;

  if (head[0] == 0 && head[1] != 0)
    return SYNTAX_BIG_ENDIAN;
  return is_vr ((const char *) head + 4) ? SYNTAX_EXPLICIT : SYNTAX_IMPLICIT;
}

static gboolean
choose_syntax (Reader           *self,
               DanbiDicomHeader *header,
               GError          **error)
{
  if (look (self, 8) < 8)
    return fail_cut (error);
  if (!header->transfer_syntax)
    header->transfer_syntax = g_strdup (guess_syntax (self));
  self->explicit_vr = !g_str_equal (header->transfer_syntax, SYNTAX_IMPLICIT)
                      && !g_str_equal (header->transfer_syntax, SYNTAX_IMPLICIT_GE);
  self->big_endian = g_str_equal (header->transfer_syntax, SYNTAX_BIG_ENDIAN);
  for (guint i = 0; i < G_N_ELEMENTS (DEFLATED); i++)
    if (g_str_equal (header->transfer_syntax, DEFLATED[i]))
      header->passed_over = TRUE;
  return TRUE;
}

/* Without the preamble a file begins with an element of group 0002 or 0008. */
static gboolean
read_beginning (Reader  *self,
                GError **error)
{
  const guint8 *bytes;
  gsize length = look (self, PREAMBLE_BYTES);

  bytes = self->buffer + self->start;
  if (length == PREAMBLE_BYTES && memcmp (bytes + PREAMBLE_BYTES - 4, "DICM", 4) == 0)
    return skip (self, PREAMBLE_BYTES);
  if (length >= 8
      && (((bytes[0] == 0x02 || bytes[0] == 0x08) && bytes[1] == 0)
          || (bytes[0] == 0 && bytes[1] == 0x08)))
    return TRUE;
  return fail (error, "it does not begin as one");
}

/* Chroma may be stored for every second pixel only (PS3.3 C.7.6.3.1.2): samples of two pixels. */
static guint64
get_samples_of_two (const DanbiDicomHeader *header)
{
  const char *photometric = header->photometric ? header->photometric : "";

  if (header->samples == 3 && g_str_has_suffix (photometric, "_422"))
    return 4;
  if (header->samples == 3 && g_str_has_suffix (photometric, "_420"))
    return 3;
  return MAX (header->samples, 1) * 2;
}

static gboolean
holds_all_pixels (const DanbiDicomHeader *header,
                  guint32                 length)
{
  gint64 frames = header->frames ? g_ascii_strtoll (header->frames, NULL, 10) : 1;
  guint64 bits_of_two = get_samples_of_two (header) * header->bits;

  return g_uint64_checked_mul (&bits_of_two, bits_of_two, (guint64) header->rows * header->columns)
         && g_uint64_checked_mul (&bits_of_two, bits_of_two, (guint64) MAX (frames, 1))
         && length >= (bits_of_two / 2 + 7) / 8;
}

static gboolean
check_pixels (const DanbiDicomHeader *header,
              const Pixels           *pixels,
              GError                **error)
{
  gboolean has_size = header->rows > 0 && header->columns > 0;

  if (has_size && !pixels->found && !pixels->elsewhere)
    return fail (error, "its pixel data is not there");
  if (pixels->found && !has_size)
    return fail (error, "its pixel data has no rows or no columns");
  /* Compressed pixel data ended with its delimiter, or it had not been passed over. */
  if (pixels->found && !pixels->fragments && !holds_all_pixels (header, pixels->length))
    return fail (error, "its pixel data is shorter than its pictures");
  return TRUE;
}

static gboolean
read_all (Reader           *self,
          DanbiDicomHeader *header,
          GError          **error)
{
  Pixels pixels = { 0 };

  if (!read_beginning (self, error) || !read_meta (self, header, error)
      || !choose_syntax (self, header, error))
    return FALSE;
  if (!header->passed_over
      && (!read_data_set (self, header, &pixels, error) || !check_pixels (header, &pixels, error)))
    return FALSE;
  while (skip (self, BUFFER_BYTES))
    continue;
  return TRUE;
}

/**
 * danbi_dicom_text_dup:
 * @value: the value of an element
 * @length: its length
 *
 * Returns: (transfer full) (nullable): it without padding and what stands behind a NUL; %NULL
 *   where nothing is left
 */
char *
danbi_dicom_text_dup (const guint8 *value,
                      gsize         length)
{
  g_autofree char *text = g_strstrip (g_strndup ((const char *) value, length));

  return *text ? g_steal_pointer (&text) : NULL;
}

/**
 * danbi_dicom_header_read:
 * @self: a header of all zero
 * @pull: gives the bytes of a file
 * @data: for @pull
 * @error: set to %DANBI_RECEIVER_ERROR_FAILED, with what is wrong and no value of the file
 *
 * Reads a DICOM file from its first byte to its last, with 64 KiB of it in memory at a time, and
 * sees that its pixel data are all there. They are not decoded.
 *
 * Returns: whether the file is whole; @self may hold values even where it is not
 */
gboolean
danbi_dicom_header_read (DanbiDicomHeader *self,
                         DanbiDicomPull    pull,
                         gpointer          data,
                         GError          **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_BYTES);
  Reader reader = { .pull = pull, .data = data, .buffer = buffer };

  return read_all (&reader, self, error);
}

/**
 * danbi_dicom_header_clear:
 * @self: a header; all zero afterwards
 */
void
danbi_dicom_header_clear (DanbiDicomHeader *self)
{
  g_free (self->transfer_syntax);
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    g_free (G_STRUCT_MEMBER (char *, self, TEXTS[i].offset));
  *self = (DanbiDicomHeader) { 0 };
}

/**
 * danbi_dicom_header_free:
 * @self: (nullable): a header made with g_new0()
 */
void
danbi_dicom_header_free (DanbiDicomHeader *self)
{
  if (self)
    danbi_dicom_header_clear (self);
  g_free (self);
}

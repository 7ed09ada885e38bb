/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture out of a DICOM file: what its attributes say of the pixels, and who decodes these. */
#include "config.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "danbi-dicom-picture.h"
#include "danbi-fragments.h"
#include "danbi-jpeg.h"
#include "danbi-jpeg2000.h"
#include "danbi-rle.h"

#define SHARED_GROUPS 0x52009229
#define FRAME_GROUPS 0x52009230
#define MAX_LUT_NUMBERS 3

/* Who decodes the frames of a transfer syntax. */
typedef enum
{
  CODING_RAW,
  CODING_BIG_ENDIAN,
  CODING_JPEG,
  CODING_JPEG2000,
  CODING_RLE,
  CODING_JPEG_LOSSLESS,
  CODING_JPEG_LS,
  CODING_UNKNOWN,
} Coding;

static const struct
{
  const char *syntax;
  Coding coding;
} CODINGS[] = {
  { "1.2.840.10008.1.2", CODING_RAW },
  { "1.2.840.10008.1.2.1", CODING_RAW },
  { "1.2.840.10008.1.2.1.99", CODING_RAW },
  { "1.2.840.10008.1.2.2", CODING_BIG_ENDIAN },
  { "1.2.840.10008.1.2.5", CODING_RLE },
  { "1.2.840.10008.1.2.4.50", CODING_JPEG },
  { "1.2.840.10008.1.2.4.51", CODING_JPEG },
  { "1.2.840.10008.1.2.4.53", CODING_JPEG },
  { "1.2.840.10008.1.2.4.55", CODING_JPEG },
  { "1.2.840.10008.1.2.4.57", CODING_JPEG_LOSSLESS },
  { "1.2.840.10008.1.2.4.70", CODING_JPEG_LOSSLESS },
  { "1.2.840.10008.1.2.4.80", CODING_JPEG_LS },
  { "1.2.840.10008.1.2.4.81", CODING_JPEG_LS },
  { "1.2.840.10008.1.2.4.90", CODING_JPEG2000 },
  { "1.2.840.10008.1.2.4.91", CODING_JPEG2000 },
  { "1.2.840.10008.1.2.4.201", CODING_JPEG2000 },
  { "1.2.840.10008.1.2.4.202", CODING_JPEG2000 },
  { "1.2.840.10008.1.2.4.203", CODING_JPEG2000 },
};

/* One frame of a file, while its picture is made. */
typedef struct
{
  DanbiDicomFile *file;
  guint frame;
  guint n_frames;
  guint max_side;
  Coding coding;
  char *interpretation;
  DanbiSamples samples;
} Picture;

static void
picture_clear (Picture *self)
{
  g_clear_pointer (&self->interpretation, g_free);
  danbi_samples_clear (&self->samples);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

/* Finds an element in a functional group of this frame or of all frames, or, where the file has no
 * groups, at the place that is left of it then: @outer, 0 meaning the file itself. */
static char *
dup_text (const Picture *self,
          guint32        group,
          guint32        outer,
          guint32        tag)
{
  const DanbiDicomPlace places[] = {
    { FRAME_GROUPS, self->frame, group, tag },
    { SHARED_GROUPS, 0, group, tag },
    { 0, 0, outer, tag },
  };

  for (guint i = group == 0 ? 2 : 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *text = danbi_dicom_file_dup_text (self->file, &places[i]);

      if (text && *text)
        return g_steal_pointer (&text);
    }
  return NULL;
}

/* The first numbers of a value. Returns how many of them there are. */
static guint
get_numbers (const Picture *self,
             guint32        group,
             guint32        outer,
             guint32        tag,
             double        *numbers,
             guint          n_max)
{
  g_autofree char *text = dup_text (self, group, outer, tag);
  const char *at = text;
  guint n = 0;

  while (at && n < n_max)
    {
      char *end;
      double number = g_ascii_strtod (at, &end);

      if (end == at || !isfinite (number))
        break;
      numbers[n++] = number;
      end += strspn (end, " ");
      at = *end == '\\' ? end + 1 : NULL;
    }
  return n;
}

static double
get_number (const Picture *self,
            guint32        tag,
            double         absent)
{
  double number;

  return get_numbers (self, 0, 0, tag, &number, 1) == 1 ? number : absent;
}

static guint
get_count (const Picture *self,
           guint32        tag,
           guint          absent)
{
  return (guint) CLAMP (get_number (self, tag, absent), 0, G_MAXINT32);
}

/* A number that has 16 bits in any honest file. */
static guint
get_short (const Picture *self,
           guint32        tag,
           guint          absent)
{
  return MIN (get_count (self, tag, absent), G_MAXUINT16);
}

/* A table: descriptor, and data plain or in segments. */
static void
read_lut (const Picture *self,
          DanbiLut      *lut,
          guint32        sequence,
          guint32        descriptor_tag,
          guint32        data_tag,
          guint32        segments_tag)
{
  const DanbiDicomPlace data = { 0, 0, sequence, data_tag };
  const DanbiDicomPlace segments = { 0, 0, sequence, segments_tag };
  g_autoptr (GByteArray) words = g_byte_array_new ();
  double numbers[MAX_LUT_NUMBERS];
  int descriptor[MAX_LUT_NUMBERS];
  gboolean plain;

  if (get_numbers (self, 0, sequence, descriptor_tag, numbers, MAX_LUT_NUMBERS) < MAX_LUT_NUMBERS)
    return;
  for (guint i = 0; i < MAX_LUT_NUMBERS; i++)
    descriptor[i] = (int) CLAMP (numbers[i], G_MININT16, G_MAXUINT16);
  plain = danbi_dicom_file_get_words (self->file, &data, words);
  if (!plain && (segments_tag == 0 || !danbi_dicom_file_get_words (self->file, &segments, words)))
    return;
  /* The first input is signed where the values are, whatever its representation says. */
  if ((self->samples.is_signed || self->samples.intercept < 0) && descriptor[1] > G_MAXINT16)
    descriptor[1] -= 65536;
  danbi_lut_init (lut, descriptor, (const guint16 *) (gpointer) words->data, words->len / 2,
                  !plain);
}

static void
read_palette (Picture *self)
{
  for (guint32 i = 0; i < 3; i++)
    read_lut (self, &self->samples.palette[i], 0, 0x00281101 + i, 0x00281201 + i, 0x00281221 + i);
}

static void
read_modality (Picture *self)
{
  DanbiSamples *samples = &self->samples;

  read_lut (self, &samples->modality, 0x00283000, 0x00283002, 0x00283006, 0);
  get_numbers (self, 0x00289145, 0, 0x00281053, &samples->slope, 1);
  get_numbers (self, 0x00289145, 0, 0x00281052, &samples->intercept, 1);
  if (samples->slope == 0)
    samples->slope = 1;
}

static double
to_value (const DanbiSamples *samples,
          double              stored)
{
  if (samples->modality.values)
    return danbi_lut_get (&samples->modality, stored);
  return stored * samples->slope + samples->intercept;
}

/* PS3.3 C.7.5.1.1.2: what stands for no picture, in samples. */
static void
read_padding (Picture *self)
{
  DanbiGrey *grey = &self->samples.grey;
  double first, last;

  grey->has_padding = get_numbers (self, 0, 0, 0x00280120, &first, 1) == 1;
  if (!grey->has_padding)
    return;
  last = get_number (self, 0x00280121, first);
  first = to_value (&self->samples, first);
  last = to_value (&self->samples, last);
  grey->padding_low = MIN (first, last);
  grey->padding_high = MAX (first, last);
}

static void
read_grey (Picture *self)
{
  DanbiGrey *grey = &self->samples.grey;
  g_autofree char *function = dup_text (self, 0x00289132, 0, 0x00281056);
  g_autofree char *shape = dup_text (self, 0, 0, 0x20500020);

  read_modality (self);
  read_lut (self, &grey->lut, 0x00283010, 0x00283002, 0x00283006, 0);
  if (get_numbers (self, 0x00289132, 0, 0x00281050, &grey->center, 1) == 0
      || get_numbers (self, 0x00289132, 0, 0x00281051, &grey->width, 1) == 0 || grey->width < 0)
    grey->width = 0;
  if (g_strcmp0 (function, "SIGMOID") == 0)
    grey->function = DANBI_WINDOW_SIGMOID;
  else if (g_strcmp0 (function, "LINEAR_EXACT") == 0 || self->samples.is_real)
    grey->function = DANBI_WINDOW_LINEAR_EXACT;
  grey->inverted = g_strcmp0 (self->interpretation, "MONOCHROME1") == 0
                   || g_strcmp0 (shape, "INVERSE") == 0;
  read_padding (self);
}

/* Height of a pixel by its width: an own attribute, or the distances between pixels. */
static double
read_aspect (const Picture *self)
{
  static const struct
  {
    guint32 group, tag;
  } tags[] = { { 0, 0x00280034 }, { 0x00289110, 0x00280030 }, { 0, 0x00181164 } };
  double sides[2];

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (get_numbers (self, tags[i].group, 0, tags[i].tag, sides, 2) == 2 && sides[0] > 0
        && sides[1] > 0)
      return sides[0] / sides[1];
  return 1;
}

static DanbiSampleColour
to_colour (const char *interpretation)
{
  if (g_str_has_prefix (interpretation, "YBR_PARTIAL"))
    return DANBI_SAMPLES_YBR_PARTIAL;
  return g_str_has_prefix (interpretation, "YBR_FULL") ? DANBI_SAMPLES_YBR : DANBI_SAMPLES_RGB;
}

/* Some write _422 and mean that it would be so in JPEG. */
static gboolean
is_halved (const Picture *self)
{
  const DanbiSamples *samples = &self->samples;
  const guint64 whole = danbi_samples_get_n_bits (samples) / 8 * self->n_frames;

  return self->coding <= CODING_BIG_ENDIAN && g_str_has_suffix (self->interpretation, "_422")
         && danbi_dicom_file_get_part_bytes (self->file, 0) < whole;
}

static void
read_layout (Picture *self)
{
  DanbiSamples *samples = &self->samples;

  samples->full_width = samples->width = get_short (self, 0x00280011, 0);
  samples->full_height = samples->height = get_short (self, 0x00280010, 0);
  samples->n_channels = get_short (self, 0x00280002, 1);
  samples->bits_allocated = get_short (self, 0x00280100, 8);
  samples->bits_stored = MIN (get_short (self, 0x00280101, samples->bits_allocated),
                              samples->bits_allocated);
  samples->high_bit = get_short (self, 0x00280102, samples->bits_stored - 1);
  samples->is_signed = get_count (self, 0x00280103, 0) == 1;
  samples->aspect = read_aspect (self);
  samples->slope = 1;
  if (samples->high_bit >= samples->bits_allocated || samples->high_bit + 1 < samples->bits_stored)
    samples->high_bit = samples->bits_stored - 1;
}

static void
read_colour (Picture *self)
{
  DanbiSamples *samples = &self->samples;

  if (samples->n_channels == 3)
    {
      samples->colour = to_colour (self->interpretation);
      samples->planar = get_count (self, 0x00280006, 0) == 1;
      samples->halved = is_halved (self);
    }
  else if (strcmp (self->interpretation, "PALETTE COLOR") == 0)
    {
      samples->colour = DANBI_SAMPLES_PALETTE;
      read_palette (self);
    }
  else
    read_grey (self);
}

/* Floating point numbers are the one kind of samples that comes without BitsStored (PS3.3
 * C.7.6.24). */
static gboolean
are_reals (const Picture *self)
{
  return self->coding <= CODING_BIG_ENDIAN && get_count (self, 0x00280101, 0) == 0
         && self->samples.bits_allocated >= 32;
}

static void
read_attributes (Picture *self)
{
  self->interpretation = dup_text (self, 0, 0, 0x00280004);
  if (!self->interpretation)
    self->interpretation = g_strdup ("MONOCHROME2");
  read_layout (self);
  self->samples.is_real = are_reals (self);
  read_colour (self);
}

static gboolean
allocate (DanbiSamples *samples,
          guint64       n_bytes)
{
  if (n_bytes > DANBI_FRAGMENTS_MAX_BYTES)
    return FALSE;
  samples->size = (gsize) n_bytes;
  /* DCMTK wants an even number of bytes. */
  samples->data = g_try_malloc0 (samples->size + samples->size % 2 + 2);
  return samples->data != NULL;
}

/* Big endian words of 16 bits were turned by DCMTK; where a sample has two, they must change their
 * places. */
static void
swap_halves (DanbiSamples *samples)
{
  for (gsize i = 0; i + 4 <= samples->size; i += 4)
    {
      guint8 half[2];

      memcpy (half, samples->data + i, 2);
      memcpy (samples->data + i, samples->data + i + 2, 2);
      memcpy (samples->data + i + 2, half, 2);
    }
}

static DanbiFileProblem
read_raw (Picture *self)
{
  DanbiSamples *samples = &self->samples;
  const guint64 n_bits = danbi_samples_get_n_bits (samples);
  const guint64 begin = n_bits * self->frame;
  const guint64 n_bytes = (begin % 8 + n_bits + 7) / 8;

  if (!allocate (samples, n_bytes))
    return DANBI_FILE_TOO_LARGE;
  samples->first_bit = begin % 8;
  if (!danbi_dicom_file_read_part (self->file, 0, begin / 8, samples->data, samples->size))
    return DANBI_FILE_SHORT_PIXELS;
  if (self->coding == CODING_BIG_ENDIAN && samples->bits_allocated == 32 && !samples->is_real)
    swap_halves (samples);
  return DANBI_FILE_OK;
}

/* A decoder of JPEG writes bytes where the code stream has no more than 8 bits, whatever room the
 * header of the file gives to a sample. */
static void
narrow_to (DanbiSamples *samples,
           guint         precision)
{
  if (precision == 0 || precision > 8 || samples->bits_allocated != 16)
    return;
  samples->bits_allocated = 8;
  samples->bits_stored = MIN (samples->bits_stored, 8);
  samples->high_bit = samples->bits_stored - 1;
}

static DanbiFileProblem
decode_by_dcmtk (Picture              *self,
                 const DanbiFragments *fragments,
                 guint                 precision)
{
  DanbiSamples *samples = &self->samples;
  g_autofree char *colours = NULL;
  DanbiFileProblem problem;

  if (!allocate (samples, (danbi_samples_get_n_bits (samples) + 7) / 8))
    return DANBI_FILE_TOO_LARGE;
  problem = danbi_dicom_file_decode (self->file, self->frame, fragments->first, samples->data,
                                     samples->size + samples->size % 2, &colours);
  if (problem != DANBI_FILE_OK)
    return problem;
  narrow_to (samples, precision);
  if (samples->n_channels == 3)
    {
      samples->colour = to_colour (colours ? colours : self->interpretation);
      samples->planar = get_count (self, 0x00280006, 0) == 1;
    }
  return DANBI_FILE_OK;
}

static DanbiFileProblem
decode_rle (Picture      *self,
            const guint8 *data,
            gsize         size)
{
  if (!allocate (&self->samples, (danbi_samples_get_n_bits (&self->samples) + 7) / 8))
    return DANBI_FILE_TOO_LARGE;
  return danbi_rle_decode (data, size, &self->samples);
}

/* DCMTK has a decoder of its own for what no web browser shows, 12 bits and lossless; the usual
 * kind is decoded faster here, and straight to a small size. DCMTK is asked only for what its
 * decoder for the transfer syntax knows: it may never come back from another head. */
static DanbiFileProblem
decode_jpeg (Picture              *self,
             const DanbiFragments *fragments,
             const guint8         *data,
             gsize                 size)
{
  const gboolean is_ybr = g_str_has_prefix (self->interpretation, "YBR");
  guint precision = 0;
  DanbiJpegKind kind = danbi_jpeg_get_kind (data, size, &precision);

  if (kind == DANBI_JPEG_NONE || (kind == DANBI_JPEG_LS) != (self->coding == CODING_JPEG_LS))
    return DANBI_FILE_BROKEN_PIXELS;
  if (kind == DANBI_JPEG_USUAL && precision == 8 && self->coding == CODING_JPEG)
    return danbi_jpeg_decode (data, size, self->max_side, is_ybr, &self->samples);
  return decode_by_dcmtk (self, fragments, precision);
}

static DanbiFileProblem
decode_compressed (Picture *self)
{
  DanbiFragments fragments;
  g_autofree guint8 *data = NULL;
  gsize size = 0;
  DanbiFileProblem problem;

  if (!danbi_fragments_find (&fragments, self->file, self->frame, self->n_frames))
    return DANBI_FILE_SHORT_PIXELS;
  problem = danbi_fragments_join (&fragments, self->file, &data, &size);
  if (problem != DANBI_FILE_OK)
    return problem;
  if (self->coding == CODING_JPEG2000)
    return danbi_jpeg2000_decode (data, size, self->max_side, &self->samples);
  if (self->coding == CODING_RLE)
    return decode_rle (self, data, size);
  return decode_jpeg (self, &fragments, data, size);
}

static Coding
find_coding (DanbiDicomFile  *file,
             char           **detail)
{
  const DanbiDicomPlace place = { 0, 0, 0, 0x00020010 };
  g_autofree char *syntax = danbi_dicom_file_dup_text (file, &place);

  /* What has no head has no compression either. */
  if (!syntax)
    return CODING_RAW;
  for (guint i = 0; i < G_N_ELEMENTS (CODINGS); i++)
    if (strcmp (syntax, CODINGS[i].syntax) == 0)
      return CODINGS[i].coding;
  *detail = g_steal_pointer (&syntax);
  return CODING_UNKNOWN;
}

static DanbiFileProblem
show (Picture                   *self,
      const DanbiRenderOptions  *options,
      DanbiPreview             **preview,
      char                     **detail)
{
  const gboolean compressed = danbi_dicom_file_get_n_fragments (self->file) > 0;
  DanbiFileProblem problem;

  self->coding = find_coding (self->file, detail);
  if (self->coding == CODING_UNKNOWN)
    return DANBI_FILE_UNSUPPORTED;
  read_attributes (self);
  if (self->samples.full_width == 0 || self->samples.full_height == 0)
    return DANBI_FILE_ZERO_SIZE;
  problem = compressed ? decode_compressed (self) : read_raw (self);
  if (problem != DANBI_FILE_OK)
    return problem;
  return danbi_samples_show (&self->samples, options->max_side, options->deep, preview);
}

static DanbiFileProblem
render (DanbiDicomFile            *file,
        const DanbiRenderOptions  *options,
        DanbiPreview             **preview,
        char                     **detail)
{
  g_auto (Picture) self = { .file = file, .frame = options->frame, .max_side = options->max_side };
  DanbiFileProblem problem;

  self.n_frames = MAX (get_count (&self, 0x00280008, 1), 1);
  if (danbi_dicom_file_get_part_bytes (file, 0) == 0
      && danbi_dicom_file_get_n_fragments (file) == 0)
    return get_count (&self, 0x00280010, 0) > 0 ? DANBI_FILE_NO_PIXELS : DANBI_FILE_NO_PICTURE;
  if (options->frame >= self.n_frames)
    return DANBI_FILE_NO_FRAME;
  problem = show (&self, options, preview, detail);
  if (problem == DANBI_FILE_OK)
    (*preview)->frames = self.n_frames;
  return problem;
}

/* The file that was shown last, because it is often shown again: frame after frame. */
static struct
{
  char *path;
  struct stat status;
  DanbiDicomFile *file;
} last;

static gboolean
is_last (const char        *path,
         const struct stat *status)
{
  return last.file && strcmp (last.path, path) == 0 && last.status.st_dev == status->st_dev
         && last.status.st_ino == status->st_ino && last.status.st_size == status->st_size
         && last.status.st_mtim.tv_sec == status->st_mtim.tv_sec
         && last.status.st_mtim.tv_nsec == status->st_mtim.tv_nsec;
}

static DanbiFileProblem
open_or_keep (const char *path)
{
  struct stat status;
  DanbiFileProblem problem;

  if (stat (path, &status) != 0)
    return DANBI_FILE_UNREADABLE;
  if (is_last (path, &status))
    return DANBI_FILE_OK;
  g_clear_pointer (&last.file, danbi_dicom_file_free);
  problem = danbi_dicom_file_open (path, &last.file);
  if (problem != DANBI_FILE_OK)
    return problem;
  g_free (last.path);
  last.path = g_strdup (path);
  last.status = status;
  return DANBI_FILE_OK;
}

/**
 * danbi_dicom_picture_render:
 * @path: a DICOM file
 * @options: how large, which picture of the file, and how deep
 * @preview: (out): the picture, unchanged where there is a problem
 * @detail: (out): more about the problem
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_dicom_picture_render (const char                *path,
                            const DanbiRenderOptions  *options,
                            DanbiPreview             **preview,
                            char                     **detail)
{
  DanbiFileProblem problem = open_or_keep (path);

  return problem == DANBI_FILE_OK ? render (last.file, options, preview, detail) : problem;
}

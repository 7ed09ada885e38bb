/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synthetic DICOM and JPEG files of people who do not exist, the same bytes every time. */
#include <glib/gstdio.h>
#include <string.h>

#include "danbi-dicom-writer.h"
#include "danbi-fixture-pixels.h"
#include "danbi-fixture.h"

#define SYNTAX_IMPLICIT "1.2.840.10008.1.2"
#define SYNTAX_EXPLICIT "1.2.840.10008.1.2.1"
#define SYNTAX_JPEG_BASELINE "1.2.840.10008.1.2.4.50"
#define SOP_ULTRASOUND_MULTI_FRAME "1.2.840.10008.5.1.4.1.1.3.1"
#define JPEG_QUALITY 90

typedef struct
{
  const char *name;
  const char *modality;
  const char *sop_class_uid;
  const char *image_type;
  const char *description;
  guint rows;
  guint columns;
  guint bits;
  guint stored;
  guint samples;
} Kind;

static const Kind kinds[DANBI_FIXTURE_N_KINDS] = {
  [DANBI_FIXTURE_CT] = { "ct", "CT", "1.2.840.10008.5.1.4.1.1.2", "ORIGINAL\\PRIMARY\\AXIAL",
                         "ABDOMEN", 512, 512, 16, 12, 1 },
  [DANBI_FIXTURE_MR] = { "mr", "MR", "1.2.840.10008.5.1.4.1.1.4", "ORIGINAL\\PRIMARY\\M\\SE",
                         "BRAIN T1", 256, 256, 16, 12, 1 },
  [DANBI_FIXTURE_PANORAMIC] = { "panoramic", "PX", "1.2.840.10008.5.1.4.1.1.1.1",
                                "ORIGINAL\\PRIMARY\\", "PANORAMIC", 1400, 2800, 16, 12, 1 },
  [DANBI_FIXTURE_ULTRASOUND] = { "ultrasound", "US", "1.2.840.10008.5.1.4.1.1.6.1",
                                 "ORIGINAL\\PRIMARY", "ABDOMEN", 480, 640, 8, 8, 3 },
  [DANBI_FIXTURE_CHEST] = { "chest", "CR", "1.2.840.10008.5.1.4.1.1.1", "ORIGINAL\\PRIMARY\\",
                            "CHEST PA", 2048, 2048, 16, 12, 1 },
  [DANBI_FIXTURE_LOCALIZER] = { "localizer", "CT", "1.2.840.10008.5.1.4.1.1.2",
                                "ORIGINAL\\PRIMARY\\LOCALIZER", "SCOUT", 256, 512, 16, 12, 1 },
  [DANBI_FIXTURE_CAPTURE] = { "capture", "CT", "1.2.840.10008.5.1.4.1.1.7",
                              "DERIVED\\SECONDARY", "DOSE SHEET", 240, 320, 8, 8, 1 },
  [DANBI_FIXTURE_SR] = { "sr", "SR", "1.2.840.10008.5.1.4.1.1.88.11", NULL, "REPORT",
                         0, 0, 16, 16, 1 },
};

/**
 * danbi_fixture_dicom_init:
 * @self: filled with the defaults of @kind
 * @kind: what to show
 *
 * The patient is the A123456789 of RULEBOOK section 2, born 1986-01-15, seen on 2026-11-22.
 */
void
danbi_fixture_dicom_init (DanbiFixtureDicom *self,
                          DanbiFixtureKind   kind)
{
  const Kind *defaults = &kinds[kind];

  *self = (DanbiFixtureDicom) {
    .kind = kind, .rows = defaults->rows, .columns = defaults->columns, .frames = 1,
    .bits = defaults->bits, .stored = defaults->stored, .samples = defaults->samples,
    .patient_id = "A123456789", .patient_name = "WANG^XIAOMING=王^小明",
    .birth_date = "19860115", .sex = "M",
    .study_date = "20261122", .series_date = "20261122", .acquisition_date = "20261122",
    .content_date = "20261122", .study_time = "152000", .modality = defaults->modality,
    .image_type = defaults->image_type, .manufacturer = "DANBI FIXTURE",
    .study_description = defaults->description, .series_description = defaults->description,
    .character_set = "ISO_IR 192", .study = 1, .series = 1, .instance = 1, .seed = 1,
  };
}

/* Of the command line: ct mr panoramic ultrasound chest localizer capture sr. */
gboolean
danbi_fixture_kind_from_name (const char       *name,
                              DanbiFixtureKind *kind)
{
  for (guint i = 0; i < DANBI_FIXTURE_N_KINDS; i++)
    if (g_str_equal (kinds[i].name, name))
      {
        *kind = (DanbiFixtureKind) i;
        return TRUE;
      }
  return FALSE;
}

/* A UID below 2.25 (PS3.5 B.2) that is the same for the same words and differs for others. */
static char *
derive_uid (const DanbiFixtureDicom *dicom,
            guint                    series,
            guint                    instance)
{
  g_autofree char *words = g_strdup_printf ("%s/%u/%u/%u/%u", dicom->patient_id ? dicom->patient_id
                                            : "", dicom->study, series, instance, dicom->seed);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, words, -1);
  guint64 number;

  digest[15] = '\0';
  number = g_ascii_strtoull (digest, NULL, 16);
  return g_strdup_printf ("2.25.%" G_GUINT64_FORMAT, number);
}

char *
danbi_fixture_dicom_dup_study_uid (const DanbiFixtureDicom *self)
{
  return self->study_uid ? g_strdup (self->study_uid) : derive_uid (self, 0, 0);
}

char *
danbi_fixture_dicom_dup_series_uid (const DanbiFixtureDicom *self)
{
  return self->series_uid ? g_strdup (self->series_uid) : derive_uid (self, self->series, 0);
}

char *
danbi_fixture_dicom_dup_sop_instance_uid (const DanbiFixtureDicom *self)
{
  return self->sop_instance_uid ? g_strdup (self->sop_instance_uid)
                                : derive_uid (self, self->series, self->instance);
}

const char *
danbi_fixture_dicom_get_sop_class_uid (const DanbiFixtureDicom *self)
{
  if (self->sop_class_uid)
    return self->sop_class_uid;
  if (self->kind == DANBI_FIXTURE_ULTRASOUND && self->frames > 1)
    return SOP_ULTRASOUND_MULTI_FRAME;
  return kinds[self->kind].sop_class_uid;
}

const char *
danbi_fixture_dicom_get_transfer_syntax (const DanbiFixtureDicom *self)
{
  if (self->jpeg)
    return SYNTAX_JPEG_BASELINE;
  return self->implicit_vr ? SYNTAX_IMPLICIT : SYNTAX_EXPLICIT;
}

static void
put_general (DanbiDicomWriter        *writer,
             const DanbiFixtureDicom *dicom)
{
  g_autofree char *sop_instance_uid = danbi_fixture_dicom_dup_sop_instance_uid (dicom);

  danbi_dicom_put_text (writer, 0x00080005, "CS", dicom->character_set);
  danbi_dicom_put_text (writer, 0x00080008, "CS", dicom->image_type);
  danbi_dicom_put_text (writer, 0x00080016, "UI", danbi_fixture_dicom_get_sop_class_uid (dicom));
  danbi_dicom_put_text (writer, 0x00080018, "UI", sop_instance_uid);
  danbi_dicom_put_text (writer, 0x00080020, "DA", dicom->study_date);
  danbi_dicom_put_text (writer, 0x00080021, "DA", dicom->series_date);
  danbi_dicom_put_text (writer, 0x00080022, "DA", dicom->acquisition_date);
  danbi_dicom_put_text (writer, 0x00080023, "DA", dicom->content_date);
  danbi_dicom_put_text (writer, 0x00080030, "TM", dicom->study_time);
  danbi_dicom_put_text (writer, 0x00080033, "TM", dicom->study_time);
  danbi_dicom_put_text (writer, 0x00080050, "SH", "");
  danbi_dicom_put_text (writer, 0x00080060, "CS", dicom->modality);
  if (dicom->kind == DANBI_FIXTURE_CAPTURE)
    danbi_dicom_put_text (writer, 0x00080064, "CS", "WSD");
  danbi_dicom_put_text (writer, 0x00080070, "LO", dicom->manufacturer);
  danbi_dicom_put_text (writer, 0x00080090, "PN", "");
  danbi_dicom_put_text (writer, 0x00081030, "LO", dicom->study_description);
  danbi_dicom_put_text (writer, 0x0008103E, "LO", dicom->series_description);
}

static void
put_patient (DanbiDicomWriter        *writer,
             const DanbiFixtureDicom *dicom)
{
  danbi_dicom_put_text (writer, 0x00100010, "PN", dicom->patient_name);
  danbi_dicom_put_text (writer, 0x00100020, "LO", dicom->patient_id);
  danbi_dicom_put_text (writer, 0x00100030, "DA", dicom->birth_date);
  danbi_dicom_put_text (writer, 0x00100040, "CS", dicom->sex);
}

static void
put_relations (DanbiDicomWriter        *writer,
               const DanbiFixtureDicom *dicom)
{
  g_autofree char *study_uid = danbi_fixture_dicom_dup_study_uid (dicom);
  g_autofree char *series_uid = danbi_fixture_dicom_dup_series_uid (dicom);

  danbi_dicom_put_text (writer, 0x0020000D, "UI", study_uid);
  danbi_dicom_put_text (writer, 0x0020000E, "UI", series_uid);
  danbi_dicom_put_number (writer, 0x00200010, "SH", dicom->study);
  danbi_dicom_put_number (writer, 0x00200011, "IS", dicom->series);
  danbi_dicom_put_number (writer, 0x00200013, "IS", dicom->instance);
}

static const char *
get_photometric (const DanbiFixtureDicom *dicom)
{
  if (dicom->samples == 1)
    return "MONOCHROME2";
  return dicom->jpeg ? "YBR_FULL_422" : "RGB";
}

static void
put_image_description (DanbiDicomWriter        *writer,
                       const DanbiFixtureDicom *dicom)
{
  danbi_dicom_put_u16 (writer, 0x00280002, (guint16) dicom->samples);
  danbi_dicom_put_text (writer, 0x00280004, "CS", get_photometric (dicom));
  if (dicom->samples == 3)
    danbi_dicom_put_u16 (writer, 0x00280006, 0);
  if (dicom->frames > 1)
    danbi_dicom_put_number (writer, 0x00280008, "IS", dicom->frames);
  danbi_dicom_put_u16 (writer, 0x00280010, (guint16) dicom->rows);
  danbi_dicom_put_u16 (writer, 0x00280011, (guint16) dicom->columns);
  danbi_dicom_put_u16 (writer, 0x00280100, (guint16) dicom->bits);
  danbi_dicom_put_u16 (writer, 0x00280101, (guint16) dicom->stored);
  danbi_dicom_put_u16 (writer, 0x00280102, (guint16) (dicom->stored - 1));
  danbi_dicom_put_u16 (writer, 0x00280103, 0);
  if (dicom->samples > 1)
    return;
  danbi_dicom_put_number (writer, 0x00281050, "DS", 1u << (dicom->stored - 1));
  danbi_dicom_put_number (writer, 0x00281051, "DS", 1u << dicom->stored);
  if (g_strcmp0 (dicom->modality, "CT") == 0 && dicom->kind != DANBI_FIXTURE_CAPTURE)
    {
      danbi_dicom_put_text (writer, 0x00281052, "DS", "-1024");
      danbi_dicom_put_text (writer, 0x00281053, "DS", "1");
    }
}

static void
put_native_pixels (DanbiDicomWriter        *writer,
                   const DanbiFixtureDicom *dicom)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  for (guint i = 0; i < dicom->frames; i++)
    {
      g_autoptr (GBytes) frame = danbi_fixture_pixels_new (dicom, i);

      g_byte_array_append (all, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
    }
  danbi_dicom_put_data (writer, 0x7FE00010, dicom->bits == 16 ? "OW" : "OB", all->data, all->len);
}

static void
put_jpeg_pixels (DanbiDicomWriter        *writer,
                 const DanbiFixtureDicom *dicom)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < dicom->frames; i++)
    {
      g_autoptr (GBytes) frame = danbi_fixture_pixels_new (dicom, i);

      g_ptr_array_add (frames, danbi_fixture_jpeg_encode (frame, dicom->columns, dicom->rows,
                                                          dicom->samples, JPEG_QUALITY));
    }
  danbi_dicom_put_encapsulated (writer, frames);
}

/* A report of one container: PS3.3 A.35.1, as short as it can be. */
static void
put_report (DanbiDicomWriter *writer)
{
  gsize sequence, item;

  danbi_dicom_put_text (writer, 0x0040A040, "CS", "CONTAINER");
  sequence = danbi_dicom_begin_sequence (writer, 0x0040A043);
  item = danbi_dicom_begin_item (writer);
  danbi_dicom_put_text (writer, 0x00080100, "SH", "18748-4");
  danbi_dicom_put_text (writer, 0x00080102, "SH", "LN");
  danbi_dicom_put_text (writer, 0x00080104, "LO", "Diagnostic imaging report");
  danbi_dicom_end (writer, item);
  danbi_dicom_end (writer, sequence);
  danbi_dicom_put_text (writer, 0x0040A050, "CS", "SEPARATE");
  danbi_dicom_put_text (writer, 0x0040A491, "CS", "COMPLETE");
  danbi_dicom_put_text (writer, 0x0040A493, "CS", "UNVERIFIED");
}

static void
put_content (DanbiDicomWriter        *writer,
             const DanbiFixtureDicom *dicom)
{
  if (dicom->kind == DANBI_FIXTURE_SR)
    {
      put_report (writer);
      return;
    }
  put_image_description (writer, dicom);
  if (dicom->jpeg)
    put_jpeg_pixels (writer, dicom);
  else
    put_native_pixels (writer, dicom);
}

/**
 * danbi_fixture_write_bytes:
 * @path: the file to write; one that stands there is replaced
 * @data: its bytes
 * @length: how many
 * @error: the reason of a failure
 *
 * Writes a file of mode 0600 without waiting for the disc: fixtures are made by the thousand.
 * GLib 2.74 does not cut off what an old file had beyond @length, so that is removed before.
 *
 * Returns: whether it was written
 */
gboolean
danbi_fixture_write_bytes (const char *path,
                           const void *data,
                           gsize       length,
                           GError    **error)
{
  g_unlink (path);
  return g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                                   error);
}

/**
 * danbi_fixture_write_dicom:
 * @path: the file to write
 * @dicom: what to write
 * @error: the reason of a failure
 *
 * Returns: whether the file was written
 */
gboolean
danbi_fixture_write_dicom (const char              *path,
                           const DanbiFixtureDicom *dicom,
                           GError                 **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *sop_instance_uid = danbi_fixture_dicom_dup_sop_instance_uid (dicom);
  DanbiDicomWriter writer = { bytes, FALSE };

  danbi_dicom_put_file_meta (&writer, !dicom->no_preamble,
                             danbi_fixture_dicom_get_sop_class_uid (dicom), sop_instance_uid,
                             danbi_fixture_dicom_get_transfer_syntax (dicom));
  writer.implicit_vr = dicom->implicit_vr && !dicom->jpeg;
  put_general (&writer, dicom);
  put_patient (&writer, dicom);
  put_relations (&writer, dicom);
  put_content (&writer, dicom);
  return danbi_fixture_write_bytes (path, bytes->data,
                                    bytes->len - MIN (bytes->len, dicom->truncate_bytes), error);
}

/**
 * danbi_fixture_write_jpeg:
 * @path: the file to write
 * @width: columns
 * @height: rows
 * @colour: three channels instead of one
 * @quality: 1 to 100
 * @seed: another picture for another number
 * @error: the reason of a failure
 *
 * Writes a baseline JPEG that looks like a dental panoramic.
 *
 * Returns: whether the file was written
 */
gboolean
danbi_fixture_write_jpeg (const char *path,
                          guint       width,
                          guint       height,
                          gboolean    colour,
                          int         quality,
                          guint32     seed,
                          GError    **error)
{
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GBytes) jpeg = NULL;
  DanbiFixtureDicom dicom;

  danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_PANORAMIC);
  dicom.columns = width;
  dicom.rows = height;
  dicom.bits = dicom.stored = 8;
  dicom.samples = colour ? 3 : 1;
  dicom.seed = seed;
  pixels = danbi_fixture_pixels_new (&dicom, 0);
  jpeg = danbi_fixture_jpeg_encode (pixels, width, height, dicom.samples, quality);
  return danbi_fixture_write_bytes (path, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg),
                                    error);
}

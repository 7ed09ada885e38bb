/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synthetic discs: files in folders and the DICOMDIR over them, with faults where asked. */
#include <string.h>

#include "danbi-dicom-writer.h"
#include "danbi-fixture.h"

#define SOP_DICOMDIR "1.2.840.10008.1.3.10"
#define SYNTAX_EXPLICIT "1.2.840.10008.1.2.1"
#define SYNTAX_IMPLICIT "1.2.840.10008.1.2"
#define WRONG_UID "2.25.4044404440444"

/* Where the two offsets stand in a directory record, counted from its item tag: a head of 8 bytes
 * each for item and element, 4 bytes of next offset, and 10 bytes of the in-use flag. */
#define NEXT_AT 16
#define LOWER_AT 38

typedef enum
{
  LEVEL_ROOT,
  LEVEL_PATIENT,
  LEVEL_STUDY,
  LEVEL_SERIES,
  LEVEL_OBJECT,
  N_LEVELS,
} Level;

/* A DICOMDIR being written. @last remembers the record that the next one of its level follows. */
typedef struct
{
  const DanbiFixtureSet *set;
  const char *dir;
  DanbiDicomWriter writer;
  gsize last[N_LEVELS];
  gsize first_at; /* where the offset of the first record stands */
  gsize last_at;
  GPtrArray *file_ids;
} Disc;

static const struct
{
  const char *name;
  DanbiFixtureFault fault;
} faults[] = {
  { "missing", DANBI_FIXTURE_FAULT_MISSING },
  { "extra", DANBI_FIXTURE_FAULT_EXTRA },
  { "sop-uid", DANBI_FIXTURE_FAULT_SOP_UID },
  { "series-uid", DANBI_FIXTURE_FAULT_SERIES_UID },
  { "study-uid", DANBI_FIXTURE_FAULT_STUDY_UID },
  { "patient-id", DANBI_FIXTURE_FAULT_PATIENT_ID },
  { "transfer-syntax", DANBI_FIXTURE_FAULT_TRANSFER_SYNTAX },
  { "offset", DANBI_FIXTURE_FAULT_OFFSET },
  { "lower-ids", DANBI_FIXTURE_FAULT_LOWER_IDS },
  { "lower-disc", DANBI_FIXTURE_FAULT_LOWER_DISC },
  { "long-ids", DANBI_FIXTURE_FAULT_LONG_IDS },
  { "damaged", DANBI_FIXTURE_FAULT_DAMAGED },
};

static gboolean
has_fault (const Disc       *disc,
           DanbiFixtureFault fault)
{
  return (disc->set->faults & fault) != 0;
}

/* Begins a record, and lets the one before it on its level, or the one above it, point to it. */
static gsize
begin_record (Disc       *disc,
              Level       level,
              const char *type)
{
  DanbiDicomWriter *writer = &disc->writer;
  gsize start = writer->bytes->len;
  gsize item;

  if (disc->last[level])
    danbi_dicom_patch_u32 (writer, disc->last[level] + NEXT_AT, (guint32) start);
  else if (level == LEVEL_PATIENT)
    danbi_dicom_patch_u32 (writer, disc->first_at, (guint32) start);
  else
    danbi_dicom_patch_u32 (writer, disc->last[level - 1] + LOWER_AT, (guint32) start);
  if (level == LEVEL_PATIENT)
    danbi_dicom_patch_u32 (writer, disc->last_at, (guint32) start);

  disc->last[level] = start;
  for (guint below = level + 1; below < N_LEVELS; below++)
    disc->last[below] = 0;

  item = danbi_dicom_begin_item (writer);
  danbi_dicom_put_u32 (writer, 0x00041400, 0);
  danbi_dicom_put_u16 (writer, 0x00041410, 0xFFFF);
  danbi_dicom_put_u32 (writer, 0x00041420, 0);
  danbi_dicom_put_text (writer, 0x00041430, "CS", type);
  return item;
}

static void
add_patient (Disc                    *disc,
             const DanbiFixtureDicom *dicom,
             gboolean                 faulty)
{
  gsize item = begin_record (disc, LEVEL_PATIENT, "PATIENT");
  gboolean other = faulty && has_fault (disc, DANBI_FIXTURE_FAULT_PATIENT_ID);

  danbi_dicom_put_text (&disc->writer, 0x00080005, "CS", dicom->character_set);
  danbi_dicom_put_text (&disc->writer, 0x00100010, "PN", dicom->patient_name);
  danbi_dicom_put_text (&disc->writer, 0x00100020, "LO", other ? "OTHER00001" : dicom->patient_id);
  danbi_dicom_end (&disc->writer, item);
}

static void
add_study (Disc                    *disc,
           const DanbiFixtureDicom *dicom,
           gboolean                 faulty)
{
  gsize item = begin_record (disc, LEVEL_STUDY, "STUDY");
  g_autofree char *uid = danbi_fixture_dicom_dup_study_uid (dicom);
  gboolean other = faulty && has_fault (disc, DANBI_FIXTURE_FAULT_STUDY_UID);

  danbi_dicom_put_text (&disc->writer, 0x00080020, "DA", dicom->study_date);
  danbi_dicom_put_text (&disc->writer, 0x00080030, "TM", dicom->study_time);
  danbi_dicom_put_text (&disc->writer, 0x00080050, "SH", "");
  danbi_dicom_put_text (&disc->writer, 0x00081030, "LO", dicom->study_description);
  danbi_dicom_put_text (&disc->writer, 0x0020000D, "UI", other ? WRONG_UID : uid);
  danbi_dicom_put_number (&disc->writer, 0x00200010, "SH", dicom->study);
  danbi_dicom_end (&disc->writer, item);
}

static void
add_series (Disc                    *disc,
            const DanbiFixtureDicom *dicom,
            gboolean                 faulty)
{
  gsize item = begin_record (disc, LEVEL_SERIES, "SERIES");
  g_autofree char *uid = danbi_fixture_dicom_dup_series_uid (dicom);
  gboolean other = faulty && has_fault (disc, DANBI_FIXTURE_FAULT_SERIES_UID);

  danbi_dicom_put_text (&disc->writer, 0x00080060, "CS", dicom->modality);
  danbi_dicom_put_text (&disc->writer, 0x0020000E, "UI", other ? WRONG_UID : uid);
  danbi_dicom_put_number (&disc->writer, 0x00200011, "IS", dicom->series);
  danbi_dicom_end (&disc->writer, item);
}

/* The transfer syntax that the record of @dicom names; wrong where that is the fault. */
static const char *
get_record_syntax (const Disc              *disc,
                   const DanbiFixtureDicom *dicom,
                   gboolean                 faulty)
{
  if (!faulty || !has_fault (disc, DANBI_FIXTURE_FAULT_TRANSFER_SYNTAX))
    return danbi_fixture_dicom_get_transfer_syntax (dicom);
  return dicom->implicit_vr ? SYNTAX_EXPLICIT : SYNTAX_IMPLICIT;
}

static void
add_object (Disc                    *disc,
            const DanbiFixtureDicom *dicom,
            const char              *file_id,
            gboolean                 faulty)
{
  gboolean report = dicom->kind == DANBI_FIXTURE_SR;
  gsize before = disc->last[LEVEL_OBJECT];
  gsize item = begin_record (disc, LEVEL_OBJECT, report ? "SR DOCUMENT" : "IMAGE");
  g_autofree char *uid = danbi_fixture_dicom_dup_sop_instance_uid (dicom);
  g_autofree char *levels = g_strdelimit (g_strdup (file_id), "/", '\\');
  DanbiDicomWriter *writer = &disc->writer;

  danbi_dicom_put_text (writer, 0x00041500, "CS", levels);
  danbi_dicom_put_text (writer, 0x00041510, "UI", danbi_fixture_dicom_get_sop_class_uid (dicom));
  danbi_dicom_put_text (writer, 0x00041511, "UI",
                        faulty && has_fault (disc, DANBI_FIXTURE_FAULT_SOP_UID) ? WRONG_UID : uid);
  danbi_dicom_put_text (writer, 0x00041512, "UI", get_record_syntax (disc, dicom, faulty));
  if (report)
    {
      danbi_dicom_put_text (writer, 0x00080023, "DA", dicom->content_date);
      danbi_dicom_put_text (writer, 0x00080033, "TM", dicom->study_time);
    }
  danbi_dicom_put_number (writer, 0x00200013, "IS", dicom->instance);
  danbi_dicom_end (writer, item);

  /* Into the middle of this very record: no item begins there. */
  if (faulty && has_fault (disc, DANBI_FIXTURE_FAULT_OFFSET))
    danbi_dicom_patch_u32 (writer, before ? before + NEXT_AT
                                          : disc->last[LEVEL_SERIES] + LOWER_AT,
                           (guint32) (disc->last[LEVEL_OBJECT] + 3));
}

static char *
make_file_id (const Disc              *disc,
              const DanbiFixtureDicom *dicom,
              guint                    patient)
{
  gboolean tall = has_fault (disc, DANBI_FIXTURE_FAULT_LONG_IDS);
  g_autofree char *id = g_strdup_printf (tall ? "DICOM/PATIENT%05u/SER%05u/IM%05u.DCM"
                                              : "DICOM/PAT%05u/SER%05u/IM%05u",
                                         patient, dicom->series, dicom->instance);

  return has_fault (disc, DANBI_FIXTURE_FAULT_LOWER_IDS) ? g_ascii_strdown (id, -1)
                                                         : g_steal_pointer (&id);
}

/* Writes one file below the folder of the disc, with the folders that lead there. */
static gboolean
write_file (const Disc              *disc,
            const DanbiFixtureDicom *dicom,
            const char              *file_id,
            GError                 **error)
{
  gboolean lower = has_fault (disc, DANBI_FIXTURE_FAULT_LOWER_DISC);
  g_autofree char *name = lower ? g_ascii_strdown (file_id, -1) : g_strdup (file_id);
  g_autofree char *path = g_build_filename (disc->dir, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir_with_parents (parent, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Could not make %s", parent);
      return FALSE;
    }
  return danbi_fixture_write_dicom (path, dicom, error);
}

static gboolean
add_file (Disc                    *disc,
          const DanbiFixtureDicom *dicom,
          guint                    patient,
          gboolean                 faulty,
          GError                 **error)
{
  g_autofree char *file_id = make_file_id (disc, dicom, patient);
  DanbiFixtureDicom copy = *dicom;
  gboolean ok = TRUE;

  add_object (disc, dicom, file_id, faulty);
  if (faulty && has_fault (disc, DANBI_FIXTURE_FAULT_DAMAGED))
    copy.truncate_bytes = (gsize) copy.rows * copy.columns * copy.samples * (copy.bits / 8)
                          * copy.frames + 300;
  if (!faulty || !has_fault (disc, DANBI_FIXTURE_FAULT_MISSING))
    ok = write_file (disc, &copy, file_id, error);
  if (disc->file_ids)
    g_ptr_array_add (disc->file_ids, g_steal_pointer (&file_id));
  return ok;
}

/* All series of one patient; the last image of the last one is where faults are planted. */
static gboolean
add_images (Disc              *disc,
            DanbiFixtureDicom *dicom,
            guint              patient,
            GError           **error)
{
  for (guint series = 1; series <= disc->set->n_series; series++)
    {
      dicom->series = series;
      add_series (disc, dicom, patient == 1 && series == disc->set->n_series);
      for (guint image = 1; image <= disc->set->n_images; image++)
        {
          gboolean faulty = patient == 1 && series == disc->set->n_series
                            && image == disc->set->n_images;

          dicom->instance = image;
          if (!add_file (disc, dicom, patient, faulty, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_report (Disc                    *disc,
            const DanbiFixtureDicom *like,
            guint                    patient,
            GError                 **error)
{
  DanbiFixtureDicom report;

  danbi_fixture_dicom_init (&report, DANBI_FIXTURE_SR);
  report.patient_id = like->patient_id;
  report.patient_name = like->patient_name;
  report.birth_date = like->birth_date;
  report.sex = like->sex;
  report.study_date = like->study_date;
  report.study_uid = like->study_uid;
  report.study = like->study;
  report.seed = like->seed;
  report.series = disc->set->n_series + 1;
  add_series (disc, &report, FALSE);
  return add_file (disc, &report, patient, FALSE, error);
}

static gboolean
add_person (Disc    *disc,
            guint    patient,
            GError **error)
{
  DanbiFixtureDicom dicom = disc->set->base;
  g_autofree char *id = g_strdup_printf ("SECOND%04u", patient - 1);

  if (patient > 1)
    {
      dicom.patient_id = id;
      dicom.patient_name = "LIN^DAMEI=林^大美";
    }
  add_patient (disc, &dicom, patient == 1);
  add_study (disc, &dicom, patient == 1);
  return add_images (disc, &dicom, patient, error)
         && (!disc->set->with_report || add_report (disc, &dicom, patient, error));
}

static gboolean
add_extra (Disc    *disc,
           GError **error)
{
  DanbiFixtureDicom dicom = disc->set->base;

  dicom.series = 99;
  dicom.instance = 99999;
  return write_file (disc, &dicom, "EXTRA/IM99999", error);
}

/* The head of the DICOMDIR up to its first record. */
static gsize
begin_dicomdir (Disc *disc)
{
  DanbiDicomWriter *writer = &disc->writer;

  danbi_dicom_put_file_meta (writer, TRUE, SOP_DICOMDIR, "2.25.77061126152003", SYNTAX_EXPLICIT);
  danbi_dicom_put_text (writer, 0x00041130, "CS", "DANBI");
  danbi_dicom_put_u32 (writer, 0x00041200, 0);
  disc->first_at = writer->bytes->len - 4;
  danbi_dicom_put_u32 (writer, 0x00041202, 0);
  disc->last_at = writer->bytes->len - 4;
  danbi_dicom_put_u16 (writer, 0x00041212, 0);
  return danbi_dicom_begin_sequence (writer, 0x00041220);
}

/**
 * danbi_fixture_set_init:
 * @self: filled with one patient, one series, three images of @kind
 * @kind: what the images show
 */
void
danbi_fixture_set_init (DanbiFixtureSet *self,
                        DanbiFixtureKind kind)
{
  *self = (DanbiFixtureSet) { .n_patients = 1, .n_series = 1, .n_images = 3 };
  danbi_fixture_dicom_init (&self->base, kind);
}

/* Of the command line, as listed at the head of this file. */
gboolean
danbi_fixture_fault_from_name (const char        *name,
                               DanbiFixtureFault *fault)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (faults[i].name, name))
      {
        *fault = faults[i].fault;
        return TRUE;
      }
  return FALSE;
}

/**
 * danbi_fixture_write_set:
 * @dir: the folder to fill; it is made where it is absent
 * @set: what to write
 * @file_ids: (nullable) (element-type utf8): gets the File ID of each record, '/' between levels
 * @error: the reason of a failure
 *
 * Returns: whether the disc was written
 */
gboolean
danbi_fixture_write_set (const char            *dir,
                         const DanbiFixtureSet *set,
                         GPtrArray             *file_ids,
                         GError               **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = g_build_filename (dir, "DICOMDIR", NULL);
  Disc disc = { .set = set, .dir = dir, .writer = { bytes, FALSE }, .file_ids = file_ids };
  gsize sequence = begin_dicomdir (&disc);

  for (guint patient = 1; patient <= set->n_patients; patient++)
    if (!add_person (&disc, patient, error))
      return FALSE;
  danbi_dicom_end (&disc.writer, sequence);
  if (has_fault (&disc, DANBI_FIXTURE_FAULT_EXTRA) && !add_extra (&disc, error))
    return FALSE;
  return set->no_dicomdir
         || danbi_fixture_write_bytes (path, bytes->data, bytes->len, error);
}

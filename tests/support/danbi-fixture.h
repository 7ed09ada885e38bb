/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiFixtureKind:
 * @DANBI_FIXTURE_CT: 512×512, 12 bits of 16
 * @DANBI_FIXTURE_MR: 256×256, 12 bits of 16
 * @DANBI_FIXTURE_PANORAMIC: a dental panoramic, 2800×1400 (columns × rows), modality PX
 * @DANBI_FIXTURE_ULTRASOUND: 640×480 RGB; more than one frame makes it a multi-frame object
 * @DANBI_FIXTURE_CHEST: a CR chest, 2048×2048, 12 bits of 16
 * @DANBI_FIXTURE_LOCALIZER: a CT scout, 512×256, ImageType value 3 LOCALIZER
 * @DANBI_FIXTURE_CAPTURE: a dose sheet, 320×240 secondary capture, 8 bits
 * @DANBI_FIXTURE_SR: a report, without pixel data
 */
typedef enum
{
  DANBI_FIXTURE_CT,
  DANBI_FIXTURE_MR,
  DANBI_FIXTURE_PANORAMIC,
  DANBI_FIXTURE_ULTRASOUND,
  DANBI_FIXTURE_CHEST,
  DANBI_FIXTURE_LOCALIZER,
  DANBI_FIXTURE_CAPTURE,
  DANBI_FIXTURE_SR,
} DanbiFixtureKind;

#define DANBI_FIXTURE_N_KINDS (DANBI_FIXTURE_SR + 1)

/**
 * DanbiFixtureDicom:
 * @kind: what is shown; with @seed it decides the pixels
 * @bits: bits allocated, 8 or 16
 * @stored: bits stored; 1 to @bits
 * @samples: 1 (MONOCHROME2) or 3 (RGB)
 * @study: which study of the patient; goes into the derived UIDs
 * @series: Series Number
 * @instance: Instance Number
 * @seed: other pixels for another number
 * @character_set: Specific Character Set; the bytes of the names are written as they stand
 * @study_uid: %NULL: derived from @patient_id and @study; the two below from the numbers too
 * @implicit_vr: Implicit VR Little Endian instead of Explicit
 * @jpeg: pixels as JPEG Baseline; 8 bits only
 * @no_preamble: without the 128 bytes and "DICM" at the head
 * @truncate_bytes: so many bytes are cut off at the end
 *
 * One synthetic DICOM file. Texts are borrowed; %NULL leaves the attribute out, "" writes it
 * without a value. Begin with danbi_fixture_dicom_init().
 */
typedef struct
{
  DanbiFixtureKind kind;
  guint rows;
  guint columns;
  guint frames;
  guint bits;
  guint stored;
  guint samples;

  const char *patient_id;
  const char *patient_name;
  const char *birth_date;
  const char *sex;
  const char *study_date;
  const char *series_date;
  const char *acquisition_date;
  const char *content_date;
  const char *study_time;
  const char *modality;
  const char *image_type;
  const char *manufacturer;
  const char *study_description;
  const char *series_description;
  const char *character_set;

  guint study;
  guint series;
  guint instance;
  guint32 seed;
  const char *sop_class_uid;
  const char *study_uid;
  const char *series_uid;
  const char *sop_instance_uid;

  gboolean implicit_vr;
  gboolean jpeg;
  gboolean no_preamble;
  gsize truncate_bytes;
} DanbiFixtureDicom;

void danbi_fixture_dicom_init (DanbiFixtureDicom *self, DanbiFixtureKind kind);
gboolean danbi_fixture_kind_from_name (const char *name, DanbiFixtureKind *kind);
char *danbi_fixture_dicom_dup_study_uid (const DanbiFixtureDicom *self);
char *danbi_fixture_dicom_dup_series_uid (const DanbiFixtureDicom *self);
char *danbi_fixture_dicom_dup_sop_instance_uid (const DanbiFixtureDicom *self);
const char *danbi_fixture_dicom_get_sop_class_uid (const DanbiFixtureDicom *self);
const char *danbi_fixture_dicom_get_transfer_syntax (const DanbiFixtureDicom *self);

gboolean danbi_fixture_write_bytes (const char *path, const void *data, gsize length,
                                    GError **error);
gboolean danbi_fixture_write_dicom (const char *path, const DanbiFixtureDicom *dicom,
                                    GError **error);
gboolean danbi_fixture_write_jpeg (const char *path, guint width, guint height, gboolean colour,
                                   int quality, guint32 seed, GError **error);

/**
 * DanbiFixtureFault:
 * @DANBI_FIXTURE_FAULT_MISSING: the file is not written although the DICOMDIR refers to it
 * @DANBI_FIXTURE_FAULT_EXTRA: a further file `EXTRA/IM99999` to which the DICOMDIR does not refer
 * @DANBI_FIXTURE_FAULT_SOP_UID: the record names another SOP Instance UID than the file
 * @DANBI_FIXTURE_FAULT_SERIES_UID: the series record names another UID than its files
 * @DANBI_FIXTURE_FAULT_STUDY_UID: the study record names another UID than its files
 * @DANBI_FIXTURE_FAULT_PATIENT_ID: the patient record names another PatientID than its files
 * @DANBI_FIXTURE_FAULT_TRANSFER_SYNTAX: the record names another transfer syntax than the file
 * @DANBI_FIXTURE_FAULT_OFFSET: the offset of the last image points into nowhere
 * @DANBI_FIXTURE_FAULT_LOWER_IDS: lower-case File IDs, in the DICOMDIR and on the disc
 * @DANBI_FIXTURE_FAULT_LOWER_DISC: lower-case names on the disc only, as many systems mount a CD
 * @DANBI_FIXTURE_FAULT_LONG_IDS: File IDs with a level of more than 8 characters and a dot
 * @DANBI_FIXTURE_FAULT_DAMAGED: the file is cut in the middle of its header
 *
 * What is planted in a set. Where one file is meant it is the last image of the last series of the
 * first patient; where one record is meant it is that of the first patient.
 */
typedef enum
{
  DANBI_FIXTURE_FAULT_NONE = 0,
  DANBI_FIXTURE_FAULT_MISSING = 1 << 0,
  DANBI_FIXTURE_FAULT_EXTRA = 1 << 1,
  DANBI_FIXTURE_FAULT_SOP_UID = 1 << 2,
  DANBI_FIXTURE_FAULT_SERIES_UID = 1 << 3,
  DANBI_FIXTURE_FAULT_STUDY_UID = 1 << 4,
  DANBI_FIXTURE_FAULT_PATIENT_ID = 1 << 5,
  DANBI_FIXTURE_FAULT_TRANSFER_SYNTAX = 1 << 6,
  DANBI_FIXTURE_FAULT_OFFSET = 1 << 7,
  DANBI_FIXTURE_FAULT_LOWER_IDS = 1 << 8,
  DANBI_FIXTURE_FAULT_LOWER_DISC = 1 << 9,
  DANBI_FIXTURE_FAULT_LONG_IDS = 1 << 10,
  DANBI_FIXTURE_FAULT_DAMAGED = 1 << 11,
} DanbiFixtureFault;

/**
 * DanbiFixtureSet:
 * @base: what every file has in common; its numbers are counted up
 * @n_patients: the second has PatientID `SECOND0001`, and so on
 * @n_series: series for each patient
 * @n_images: images in each series
 * @with_report: one SR in a series of its own for each patient
 * @no_dicomdir: only the files
 * @faults: what is wrong with the set
 *
 * A folder as it stands on a disc: `DICOMDIR`, `DICOM/PAT00001/SER00001/IM00001` and so on.
 */
typedef struct
{
  DanbiFixtureDicom base;
  guint n_patients;
  guint n_series;
  guint n_images;
  gboolean with_report;
  gboolean no_dicomdir;
  DanbiFixtureFault faults;
} DanbiFixtureSet;

void danbi_fixture_set_init (DanbiFixtureSet *self, DanbiFixtureKind kind);
gboolean danbi_fixture_fault_from_name (const char *name, DanbiFixtureFault *fault);
gboolean danbi_fixture_write_set (const char *dir, const DanbiFixtureSet *set, GPtrArray *file_ids,
                                  GError **error);

G_END_DECLS

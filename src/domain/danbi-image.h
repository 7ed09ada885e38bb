/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiImageKind:
 * @DANBI_IMAGE_OTHER: neither DICOM nor JPEG
 * @DANBI_IMAGE_DICOM: a DICOM file that is no DICOMDIR
 * @DANBI_IMAGE_JPEG: a JPEG file
 * @DANBI_IMAGE_DICOMDIR: a DICOMDIR
 */
typedef enum
{
  DANBI_IMAGE_OTHER,
  DANBI_IMAGE_DICOM,
  DANBI_IMAGE_JPEG,
  DANBI_IMAGE_DICOMDIR,
} DanbiImageKind;

/**
 * DanbiDirFault:
 * @DANBI_DIR_OK: the DICOMDIR and the file agree, or there is no DICOMDIR
 * @DANBI_DIR_MISSING: the DICOMDIR refers to this file and it is absent
 * @DANBI_DIR_EXTRA: a DICOM file beside a DICOMDIR that does not refer to it
 * @DANBI_DIR_MISMATCH: record and file differ in what @dir_detail names
 * @DANBI_DIR_NAME: the File ID is not lawful, @dir_detail names it
 *
 * A set of flags: one file may have several faults.
 */
typedef enum /*< flags >*/
{
  DANBI_DIR_OK = 0,
  DANBI_DIR_MISSING = 1 << 0,
  DANBI_DIR_EXTRA = 1 << 1,
  DANBI_DIR_MISMATCH = 1 << 2,
  DANBI_DIR_NAME = 1 << 3,
} DanbiDirFault;

#define DANBI_TYPE_IMAGE (danbi_image_get_type ())
G_DECLARE_FINAL_TYPE (DanbiImage, danbi_image, DANBI, IMAGE, GObject)

/**
 * DanbiImage:
 *
 * One file of a case: what its header says and what was found wrong with it. The facts are set
 * once by whoever read the file and do not change, but for @looked_at and @other_patients; texts
 * are UTF-8 and %NULL where absent.
 */
struct _DanbiImage
{
  GObject parent_instance;

  char *path;          /* where the file is now */
  char *source_path;   /* where it was dropped from, for messages; %NULL: the same as path */
  char *file_id;       /* File ID with '/' between levels; the name in the archive of a JPG */
  DanbiImageKind kind;
  guint rows;          /* 0: no pixels, or unknown */
  guint columns;
  guint frames;
  char *modality;
  char *sop_class_uid;
  char *sop_instance_uid;
  char *series_uid;
  char *study_uid;
  char *series_description;
  char *study_description;
  char *transfer_syntax;
  char *patient_id;
  char *patient_name;
  gboolean name_is_guess; /* the file declares no character set; shown, never used to match */
  char *birth_date;    /* DICOM DA, as it stands in the file */
  char *sex;
  char *study_date;
  char *study_time;
  char *acquisition_date;
  char *image_type;    /* values parted by '\' */
  guint64 bytes;
  guint64 pixel_offset; /* where the picture's own bytes begin in the file */
  guint64 pixel_bytes;  /* how many these are; 0: none, or unknown */
  char *sha256;        /* of the file; %NULL until it was computed */
  char *pixel_sha256;  /* of the picture's own bytes, before it was converted; %NULL: not computed,
                        * or one flat tone */
  char *converted_from; /* `png`, `bmp`, `tiff`, `webp`, `jpeg`, or `jpeg-turned` where nothing was
                         * coded again; %NULL: the file as it came */
  char *original_path; /* where the file is that it was made of; %NULL: it is to be converted yet */
  char *original_id;   /* name, below the case's folder, of the file it was converted from */
  char *other_format;  /* of a file that cannot be sent: what people call it, such as HEIC */
  gboolean looked_at;  /* a person had it on the screen */
  GStrv other_patients; /* by danbi_record_dup_patient(), of other cases that have it; or %NULL */
  char *error;         /* why the file could not be read, a sentence; %NULL: it could */
  DanbiDirFault dir_faults;
  char *dir_detail;    /* the attribute or File ID that the fault is about */
};

DanbiImage *danbi_image_new (const char *path);
DanbiImage *danbi_image_copy (const DanbiImage *self);

gboolean danbi_image_has_pixels (const DanbiImage *self);
gboolean danbi_image_is_localizer (const DanbiImage *self);
gboolean danbi_image_is_secondary_capture (const DanbiImage *self);
gboolean danbi_image_is_readable (const DanbiImage *self);
gboolean danbi_image_needs_conversion (const DanbiImage *self);
const char *danbi_image_get_display_path (const DanbiImage *self);

G_END_DECLS

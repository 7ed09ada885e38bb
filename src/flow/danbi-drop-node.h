/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-image.h"

G_BEGIN_DECLS

/**
 * DanbiDropKind:
 * @DANBI_DROP_PATIENT: a patient; its children are studies
 * @DANBI_DROP_STUDY: a study; its children are series
 * @DANBI_DROP_SERIES: a series
 * @DANBI_DROP_PICTURES: the JPG files, which name no patient; stands beside the patients
 * @DANBI_DROP_PROBLEMS: files that could not be read and of which nobody knows whose they are;
 *   stands beside the patients
 */
typedef enum
{
  DANBI_DROP_PATIENT,
  DANBI_DROP_STUDY,
  DANBI_DROP_SERIES,
  DANBI_DROP_PICTURES,
  DANBI_DROP_PROBLEMS,
} DanbiDropKind;

typedef enum
{
  DANBI_DROP_NONE,
  DANBI_DROP_SOME,
  DANBI_DROP_ALL,
} DanbiDropChosen;

/**
 * DanbiDropFits:
 * @DANBI_DROP_FITS_PRESENT: the case has images of this patient, or of this study, already
 * @DANBI_DROP_FITS_ID: the PatientID is F8
 * @DANBI_DROP_FITS_BIRTH: the birth date is F9, or F15
 * @DANBI_DROP_FITS_DAY: of the day of F12
 * @DANBI_DROP_FITS_NEAR_DAY: one day before or after F12, and no other study is as near
 * @DANBI_DROP_FITS_MODALITY: the modality belongs to the class of the order code
 * @DANBI_DROP_FITS_NEWEST: the newest study that may be meant
 * @DANBI_DROP_FITS_ALONE: there is no other to choose from
 * @DANBI_DROP_FOLLOWS: no picture, or a secondary capture: belongs to the study it is in
 * @DANBI_DROP_DIFFERS_ID: the PatientID is an identity number and another one than F8
 * @DANBI_DROP_DIFFERS_BIRTH: the birth date is another one than F9
 * @DANBI_DROP_DIFFERS_DAY: of another day than F12
 * @DANBI_DROP_DIFFERS_MODALITY: the modality does not belong to the class of the order code
 *
 * What a node has in common with the case, and what not.
 */
typedef enum /*< flags >*/
{
  DANBI_DROP_FITS_NOTHING = 0,
  DANBI_DROP_FITS_PRESENT = 1 << 0,
  DANBI_DROP_FITS_ID = 1 << 1,
  DANBI_DROP_FITS_BIRTH = 1 << 2,
  DANBI_DROP_FITS_DAY = 1 << 3,
  DANBI_DROP_FITS_NEAR_DAY = 1 << 4,
  DANBI_DROP_FITS_MODALITY = 1 << 5,
  DANBI_DROP_FITS_NEWEST = 1 << 6,
  DANBI_DROP_FITS_ALONE = 1 << 7,
  DANBI_DROP_FOLLOWS = 1 << 8,
  DANBI_DROP_DIFFERS_ID = 1 << 9,
  DANBI_DROP_DIFFERS_BIRTH = 1 << 10,
  DANBI_DROP_DIFFERS_DAY = 1 << 11,
  DANBI_DROP_DIFFERS_MODALITY = 1 << 12,
} DanbiDropFits;

/**
 * DanbiDropRefusal:
 * @DANBI_DROP_ALLOWED: it may be chosen
 * @DANBI_DROP_OTHER_PATIENT_CHOSEN: another patient is chosen (IMG.patients)
 * @DANBI_DROP_OTHER_PATIENT_IN_CASE: the case has images of another patient (IMG.patients)
 * @DANBI_DROP_OTHER_KIND_CHOSEN: DICOM is chosen and this is JPG, or the other way round (IMG.kind)
 * @DANBI_DROP_OTHER_KIND_IN_CASE: the case has images of the other kind (IMG.kind)
 * @DANBI_DROP_NOTHING_TO_TAKE: no file in it could be taken
 *
 * Why a node may not be chosen.
 */
typedef enum
{
  DANBI_DROP_ALLOWED,
  DANBI_DROP_OTHER_PATIENT_CHOSEN,
  DANBI_DROP_OTHER_PATIENT_IN_CASE,
  DANBI_DROP_OTHER_KIND_CHOSEN,
  DANBI_DROP_OTHER_KIND_IN_CASE,
  DANBI_DROP_NOTHING_TO_TAKE,
} DanbiDropRefusal;

/**
 * DanbiDropSize:
 * @DANBI_DROP_SIZE_UNJUDGED: no picture, no order code, or no published minimum
 * @DANBI_DROP_SIZE_MET: every picture has the minimum
 * @DANBI_DROP_SIZE_EXCUSED: only localizers, or captures beside primary images, lack it
 * @DANBI_DROP_SIZE_SMALL: pictures lack it
 *
 * The pictures against the minimum of the order code's class (IMG.resolution, IMG.localizer).
 */
typedef enum
{
  DANBI_DROP_SIZE_UNJUDGED,
  DANBI_DROP_SIZE_MET,
  DANBI_DROP_SIZE_EXCUSED,
  DANBI_DROP_SIZE_SMALL,
} DanbiDropSize;

/**
 * DanbiDropFacts:
 * @patient_id: (nullable): texts are UTF-8 without the padding of DICOM, %NULL where absent
 * @name_is_guess: the file does not say in which characters the name is written
 * @birth_date: (nullable): DICOM DA, as the two dates below
 * @description: (nullable): of the study or the series
 * @modality: (nullable): all of them, parted by ", "
 * @n_images: files with a picture that can be taken
 * @n_others: files without one, such as reports, that can be taken
 * @n_left_out: files that a finding names and that cannot be taken: damaged, absent, or unknown to
 *   the DICOMDIR
 * @bytes: of the files that can be taken
 * @min_columns: width of the smallest picture; 0: there is none
 * @max_columns: width of the largest picture
 * @n_small: pictures below the minimum for which nothing speaks
 * @lacking_columns: how many pixels the worst of these lacks in its width
 * @lacking_rows: and in its height
 *
 * What stands in a part of what was dropped.
 */
typedef struct
{
  char *patient_id;
  char *patient_name;
  gboolean name_is_guess;
  char *birth_date;
  char *sex;
  char *study_date;
  char *study_time;
  char *description;
  char *modality;
  guint n_images;
  guint n_others;
  guint n_left_out;
  guint64 bytes;
  guint min_columns;
  guint min_rows;
  guint max_columns;
  guint max_rows;
  guint n_small;
  guint lacking_columns;
  guint lacking_rows;
  DanbiDropSize size;
  DanbiDropFits fits;
} DanbiDropFacts;

/* One line of the tree. Properties: "chosen" (DanbiDropChosen) and "refusal" (DanbiDropRefusal),
 * both as int; all else stays as it is. */
#define DANBI_TYPE_DROP_NODE (danbi_drop_node_get_type ())
G_DECLARE_FINAL_TYPE (DanbiDropNode, danbi_drop_node, DANBI, DROP_NODE, GObject)

DanbiDropKind danbi_drop_node_get_kind (DanbiDropNode *self);
const DanbiDropFacts *danbi_drop_node_get_facts (DanbiDropNode *self);
GListModel *danbi_drop_node_get_children (DanbiDropNode *self);
GPtrArray *danbi_drop_node_get_files (DanbiDropNode *self);
DanbiImage *danbi_drop_node_get_representative (DanbiDropNode *self);
DanbiDropChosen danbi_drop_node_get_chosen (DanbiDropNode *self);
DanbiDropRefusal danbi_drop_node_get_refusal (DanbiDropNode *self);

G_END_DECLS

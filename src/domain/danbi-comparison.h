/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-check.h"
#include "danbi-identity.h"

G_BEGIN_DECLS

/**
 * DanbiAgreement:
 * @DANBI_AGREEMENT_UNKNOWN: one of the two says nothing
 * @DANBI_AGREEMENT_INCOMPARABLE: both say something, but what stands in the image is no date, no
 *   identity number and so on
 * @DANBI_AGREEMENT_OWN: they say the same, because the form has it from an image
 * @DANBI_AGREEMENT_SAME: they say the same
 * @DANBI_AGREEMENT_DIFFERENT: they do not
 *
 * How a value of the form and that of an image go together.
 */
typedef enum
{
  DANBI_AGREEMENT_UNKNOWN,
  DANBI_AGREEMENT_INCOMPARABLE,
  DANBI_AGREEMENT_OWN,
  DANBI_AGREEMENT_SAME,
  DANBI_AGREEMENT_DIFFERENT,
} DanbiAgreement;

/**
 * DanbiCompared:
 * @DANBI_COMPARED_NAME: the patient's name, which the form does not have
 * @DANBI_COMPARED_IDENTITY: F8 and PatientID
 * @DANBI_COMPARED_BIRTH_DATE: F9 or F15, and PatientBirthDate
 * @DANBI_COMPARED_SEX: the sex of F8 or F16, and PatientSex
 * @DANBI_COMPARED_DAY: F12 and StudyDate or AcquisitionDate
 * @DANBI_COMPARED_MODALITY: the class of F10 and Modality
 *
 * What form and images are held against each other in.
 */
typedef enum
{
  DANBI_COMPARED_NAME,
  DANBI_COMPARED_IDENTITY,
  DANBI_COMPARED_BIRTH_DATE,
  DANBI_COMPARED_SEX,
  DANBI_COMPARED_DAY,
  DANBI_COMPARED_MODALITY,
  DANBI_N_COMPARED,
} DanbiCompared;

/**
 * DanbiForm:
 * @patient_id: F8; %NULL while it is no identity number
 * @sex: of F8
 * @newborn_sex: of F16
 * @exam_day: F12, where @has_exam_day
 * @birth_date: F9, where @has_birth_date
 * @newborn_birth_date: F15, where @has_newborn_birth_date
 * @order: (nullable): what F10 is; %NULL while it is none of the table
 * @far_days: more days than these between F12 and an image are an error
 * @of_image: as in #DanbiCheckInput
 *
 * What of the form the images are held against. A value that is wrong by itself is left out: the
 * rule of its own field names it. Borrows from the record and the rules.
 */
typedef struct
{
  const char *patient_id;
  DanbiSex sex;
  DanbiSex newborn_sex;
  DanbiRocDate exam_day;
  gboolean has_exam_day;
  DanbiRocDate birth_date;
  gboolean has_birth_date;
  DanbiRocDate newborn_birth_date;
  gboolean has_newborn_birth_date;
  const DanbiOrderCode *order;
  guint far_days;
  guint32 of_image;
} DanbiForm;

void danbi_form_read (const DanbiCheckInput *input, const DanbiRules *rules, DanbiForm *form);
DanbiAgreement danbi_form_compare (const DanbiForm *form, DanbiCompared what,
                                   const DanbiImage *image, DanbiSeverity *severity);

gboolean danbi_images_are_alike (const DanbiImage *a, const DanbiImage *b);
gboolean danbi_image_get_day (const DanbiImage *image, DanbiRocDate *day);
DanbiSex danbi_image_get_sex (const DanbiImage *image);
const char *danbi_image_get_compared (const DanbiImage *image, DanbiCompared what);

/**
 * DanbiComparison:
 * @agreement: how the form and @image go together
 * @severity: how much a difference matters, where they differ
 * @image: (nullable): the image to show: the first that differs most, or else the first that says
 *   something; of names that of the image which is of somebody else. %NULL where none says anything
 * @n_images: how many images say something
 * @n_others: how many of these differ from the form; or, where that cannot be told, how many say
 *   something else than @image
 *
 * One line of the comparison of the form with all images.
 */
typedef struct
{
  DanbiAgreement agreement;
  DanbiSeverity severity;
  DanbiImage *image;
  guint n_images;
  guint n_others;
} DanbiComparison;

void danbi_compare (const DanbiCheckInput *input, DanbiComparison lines[DANBI_N_COMPARED]);

G_END_DECLS

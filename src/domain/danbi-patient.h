/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"

G_BEGIN_DECLS

/**
 * DanbiPatient:
 * @case_id: the newest of their cases
 * @patient_id: who they are
 * @birth_date: when they were born
 * @id_of_image: whether the number was never typed, only taken from images
 * @birth_of_image: likewise the date of birth
 * @order_code: what was examined in their newest case, "" where that is not known yet
 * @when: the day of it, %DANBI_ROC_DAY digits of the examination or else of the card; "" likewise
 *
 * Somebody who was here before, as their cases tell.
 */
typedef struct
{
  gint64 case_id;
  char *patient_id;
  char *birth_date;
  gboolean id_of_image;
  gboolean birth_of_image;
  char *order_code;
  char *when;
} DanbiPatient;

DanbiPatient *danbi_patient_new (const DanbiRecord *record, gint64 case_id);
DanbiPatient *danbi_patient_copy (const DanbiPatient *self);
void danbi_patient_free (DanbiPatient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPatient, danbi_patient_free)

gboolean danbi_patient_is_complete (const DanbiRecord *record);
void danbi_patient_fill_in (const DanbiPatient *self, DanbiCase *item);

G_END_DECLS

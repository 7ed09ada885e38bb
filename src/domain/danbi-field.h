/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DanbiField:
 * @DANBI_FIELD_NONE: no field, what a finding about an image is about
 *
 * The 17 fields of one case (image-upload format of 2021-10-01, table 2; RULEBOOK section 1). The
 * values are NHI's numbers.
 */
typedef enum
{
  DANBI_FIELD_NONE = 0,
  DANBI_FIELD_PROVIDER_ID = 1,
  DANBI_FIELD_PROVIDER_TYPE = 2,
  DANBI_FIELD_SERVICE_MONTH = 3,
  DANBI_FIELD_CARD_TIME = 4,
  DANBI_FIELD_VISIT_TYPE = 5,
  DANBI_FIELD_VISIT_SEQ = 6,
  DANBI_FIELD_CARD_MAKEUP = 7,
  DANBI_FIELD_PATIENT_ID = 8,
  DANBI_FIELD_BIRTH_DATE = 9,
  DANBI_FIELD_ORDER_CODE = 10,
  DANBI_FIELD_REPORT_SEQ = 11,
  DANBI_FIELD_EXAM_TIME = 12,
  DANBI_FIELD_SITE = 13,
  DANBI_FIELD_ARCHIVE_NAME = 14,
  DANBI_FIELD_NEWBORN_BIRTH_DATE = 15,
  DANBI_FIELD_NEWBORN_MARK = 16,
  DANBI_FIELD_RECEIVED_TIME = 17,
} DanbiField;

#define DANBI_FIRST_FIELD DANBI_FIELD_PROVIDER_ID
#define DANBI_LAST_FIELD DANBI_FIELD_RECEIVED_TIME
#define DANBI_N_FIELDS 17

/**
 * DanbiRequired:
 * @DANBI_REQUIRED_NO: may be empty
 * @DANBI_REQUIRED_YES: must be filled
 * @DANBI_REQUIRED_BY_ORDER: the order code decides (F13)
 * @DANBI_REQUIRED_PAIRED: with its partner (F15, F16)
 * @DANBI_REQUIRED_GENERATED: filled by the program when it packs (F14)
 */
typedef enum
{
  DANBI_REQUIRED_NO,
  DANBI_REQUIRED_YES,
  DANBI_REQUIRED_BY_ORDER,
  DANBI_REQUIRED_PAIRED,
  DANBI_REQUIRED_GENERATED,
} DanbiRequired;

/**
 * DanbiFieldInfo:
 * @field: which
 * @key: its key in JSON, the column in the store, the word in the code: `patient_id`
 * @nhi_name: NHI's name of it, in Chinese: 身分證統一編號
 * @min_length: the least number of characters where it is filled
 * @max_length: the greatest
 * @required: whether it must be filled
 */
typedef struct
{
  DanbiField field;
  const char *key;
  const char *nhi_name;
  guint min_length;
  guint max_length;
  DanbiRequired required;
} DanbiFieldInfo;

const DanbiFieldInfo *danbi_field_get_info (DanbiField field);
const char *danbi_field_get_key (DanbiField field);
const char *danbi_field_get_label (DanbiField field);
DanbiField danbi_field_from_key (const char *key);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 17 fields of one case as one table: key, name, lengths, and whether it must be filled. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-field.h"

/* Image-upload format of 2021-10-01, table 2; RULEBOOK section 1. The place in the table is NHI's
 * number of the field. */
static const DanbiFieldInfo fields[] = {
  { DANBI_FIELD_NONE, NULL, NULL, 0, 0, DANBI_REQUIRED_NO },
  { DANBI_FIELD_PROVIDER_ID, "provider_id", "醫事機構代碼", 10, 10, DANBI_REQUIRED_YES },
  { DANBI_FIELD_PROVIDER_TYPE, "provider_type", "醫事類別", 2, 2, DANBI_REQUIRED_YES },
  { DANBI_FIELD_SERVICE_MONTH, "service_month", "執行年月", 5, 5, DANBI_REQUIRED_YES },
  { DANBI_FIELD_CARD_TIME, "card_time", "健保卡刷卡日期時間", 13, 13, DANBI_REQUIRED_YES },
  { DANBI_FIELD_VISIT_TYPE, "visit_type", "就醫類別", 2, 2, DANBI_REQUIRED_YES },
  { DANBI_FIELD_VISIT_SEQ, "visit_seq", "就醫序號", 4, 4, DANBI_REQUIRED_YES },
  { DANBI_FIELD_CARD_MAKEUP, "card_makeup", "補卡註記", 1, 1, DANBI_REQUIRED_YES },
  { DANBI_FIELD_PATIENT_ID, "patient_id", "身分證統一編號", 10, 10, DANBI_REQUIRED_YES },
  { DANBI_FIELD_BIRTH_DATE, "birth_date", "出生日期", 7, 7, DANBI_REQUIRED_YES },
  { DANBI_FIELD_ORDER_CODE, "order_code", "醫令代碼", 1, 12, DANBI_REQUIRED_YES },
  { DANBI_FIELD_REPORT_SEQ, "report_seq", "報告序號", 1, 6, DANBI_REQUIRED_YES },
  { DANBI_FIELD_EXAM_TIME, "exam_time", "實際檢查日期時間", 11, 11, DANBI_REQUIRED_YES },
  { DANBI_FIELD_SITE, "site", "診療部位", 1, 18, DANBI_REQUIRED_BY_ORDER },
  { DANBI_FIELD_ARCHIVE_NAME, "archive_name", "影像壓縮檔名稱", 29, 30, DANBI_REQUIRED_GENERATED },
  { DANBI_FIELD_NEWBORN_BIRTH_DATE, "newborn_birth_date", "依附就醫新生兒出生日期", 7, 7,
    DANBI_REQUIRED_PAIRED },
  { DANBI_FIELD_NEWBORN_MARK, "newborn_mark", "依附就醫新生兒胞胎註記", 1, 1,
    DANBI_REQUIRED_PAIRED },
  { DANBI_FIELD_RECEIVED_TIME, "received_time", "實際收到影像日期時間", 11, 11, DANBI_REQUIRED_NO },
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DANBI_LAST_FIELD + 1);

/* In the order of NHI's numbers. The Chinese of each is NHI's own name of the field. */
static const char *const labels[] = {
  NULL,
  N_("Provider code"),
  N_("Provider type"),
  N_("Month of service"),
  N_("Card swipe time"),
  N_("Visit type"),
  N_("Visit sequence"),
  N_("Make-up swipe mark"),
  N_("Identity number"),
  N_("Date of birth"),
  N_("Order code"),
  N_("Report number"),
  N_("Examination time"),
  N_("Site"),
  N_("Image archive name"),
  N_("Newborn’s date of birth"),
  N_("Newborn’s birth-order mark"),
  N_("Time images were received"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (labels) == G_N_ELEMENTS (fields));

/**
 * danbi_field_get_info:
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Returns: (transfer none): what the upload format says of the field
 */
const DanbiFieldInfo *
danbi_field_get_info (DanbiField field)
{
  g_return_val_if_fail (field >= DANBI_FIRST_FIELD && field <= DANBI_LAST_FIELD, NULL);

  return &fields[field];
}

/**
 * danbi_field_get_key:
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Returns: (transfer none): its key in JSON and in the store, as `patient_id`
 */
const char *
danbi_field_get_key (DanbiField field)
{
  g_return_val_if_fail (field >= DANBI_FIRST_FIELD && field <= DANBI_LAST_FIELD, NULL);

  return fields[field].key;
}

/**
 * danbi_field_get_label:
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Returns: (transfer none): its name for a reader, in the language of the program
 */
const char *
danbi_field_get_label (DanbiField field)
{
  g_return_val_if_fail (field >= DANBI_FIRST_FIELD && field <= DANBI_LAST_FIELD, NULL);

  return _(labels[field]);
}

/**
 * danbi_field_from_key:
 * @key: (nullable): a key such as `patient_id`
 *
 * Returns: the field of that key, %DANBI_FIELD_NONE where there is none
 */
DanbiField
danbi_field_from_key (const char *key)
{
  for (DanbiField field = DANBI_FIRST_FIELD; key && field <= DANBI_LAST_FIELD; field++)
    if (strcmp (fields[field].key, key) == 0)
      return field;
  return DANBI_FIELD_NONE;
}

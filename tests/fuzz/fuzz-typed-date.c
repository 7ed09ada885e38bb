/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a date: what is understood must be one NHI can write and must read back the same. */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "danbi-typed.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* 2026-11-22T15:20:41+08:00. A fixed time, so that a finding can be repeated. */
#define NOW_S G_GINT64_CONSTANT (1795332041)

static void
check_one (const char       *text,
           DanbiRocPrecision precision)
{
  g_autofree char *value = NULL;
  DanbiRocDate date;
  DanbiRocDate again;

  danbi_roc_date_parse (text, precision, &date);
  if (!danbi_typed_parse_date (text, precision, NOW_S, &date))
    return;

  value = danbi_roc_date_format (&date, precision);
  g_assert_cmpint (danbi_roc_date_parse (value, precision, &again), ==, DANBI_ROC_OK);
  g_assert_cmpint (danbi_roc_date_to_unix (&again), ==, danbi_roc_date_to_unix (&date));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const DanbiRocPrecision precisions[] = { DANBI_ROC_MONTH, DANBI_ROC_DAY,
                                                  DANBI_ROC_MINUTE, DANBI_ROC_SECOND };
  g_autofree char *text = g_malloc (size + 1);

  memcpy (text, data, size);
  text[size] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (precisions); i++)
    check_one (text, precisions[i]);
  return 0;
}

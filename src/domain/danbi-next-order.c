/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A further order of the same visit: what it keeps of the one before. */
#include "config.h"

#include "danbi-case.h"

/* The number after @number as text; "" where it is none or the last one of F11. */
static char *
dup_next_number (const char *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (number, 10, 1, 999998, &value, NULL))
    return g_strdup ("");
  return g_strdup_printf ("%" G_GUINT64_FORMAT, value + 1);
}

/**
 * danbi_case_new_next_order:
 * @self: a case
 *
 * 新增醫令: a further order of the same visit. Keeps everything but the order code, the site, the
 * report number (the next one, 請確認), the archive name and the images (RULEBOOK section 8).
 *
 * Returns: (transfer full): a new draft
 */
DanbiCase *
danbi_case_new_next_order (DanbiCase *self)
{
  DanbiCase *next = danbi_case_new ();
  g_autofree char *number = dup_next_number (danbi_case_get_value (self, DANBI_FIELD_REPORT_SEQ));

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    if (field != DANBI_FIELD_ORDER_CODE && field != DANBI_FIELD_SITE
        && field != DANBI_FIELD_REPORT_SEQ && field != DANBI_FIELD_ARCHIVE_NAME)
      danbi_case_set_value (next, field, danbi_case_get_value (self, field),
                            danbi_case_get_origin (self, field));
  danbi_case_set_value (next, DANBI_FIELD_REPORT_SEQ, number, DANBI_ORIGIN_PROPOSED);
  return next;
}

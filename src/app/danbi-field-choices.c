/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be chosen for a field: codes of the rulebook, or patients who were here before. */
#include "config.h"

#include "danbi-choice.h"
#include "danbi-clock.h"
#include "danbi-field-choices.h"

static GListModel *
list_codes (DanbiDesk  *desk,
            DanbiCase  *item,
            DanbiField  field,
            const char *typed)
{
  g_auto (GStrv) first = danbi_desk_dup_suggestions (desk, item, field);

  return danbi_choice_list_new (danbi_desk_get_rules (desk, item),
                                danbi_field_choices_get_order (desk, item), field, typed,
                                (const char *const *) first);
}

static GListModel *
list_patients (DanbiDesk  *desk,
               DanbiCase  *item,
               DanbiField  field,
               const char *typed)
{
  g_autoptr (GPtrArray) patients = danbi_desk_dup_patients (desk, item, field, typed);

  return danbi_choice_list_new_patients (patients, danbi_desk_get_rules (desk, item),
                                         danbi_clock_now_s ());
}

/**
 * danbi_field_choices_get_order:
 * @desk: the desk
 * @item: a case
 *
 * Returns: (transfer none) (nullable): the order code of the case, where a table knows it
 */
const DanbiOrderCode *
danbi_field_choices_get_order (DanbiDesk *desk,
                               DanbiCase *item)
{
  return danbi_rules_find_order (danbi_desk_get_rules (desk, item),
                                 danbi_case_get_value (item, DANBI_FIELD_ORDER_CODE));
}

/**
 * danbi_field_choices_new:
 * @desk: the desk
 * @item: a case
 * @field: one of its fields
 * @typed: what was typed into it so far
 *
 * Returns: (transfer full) (element-type DanbiChoice): what fits, what was used most first
 */
GListModel *
danbi_field_choices_new (DanbiDesk  *desk,
                         DanbiCase  *item,
                         DanbiField  field,
                         const char *typed)
{
  return danbi_choice_is_of_patients (field) ? list_patients (desk, item, field, typed)
                                             : list_codes (desk, item, field, typed);
}

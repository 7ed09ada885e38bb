/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be chosen for a field of a case: codes of the rulebook, those that were used first. */
#include "config.h"

#include "danbi-choice.h"
#include "danbi-field-choices.h"

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
 * @field: one of its fields, but for those of the patient
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
  g_auto (GStrv) first = danbi_desk_dup_suggestions (desk, item, field);

  return danbi_choice_list_new (danbi_desk_get_rules (desk, item),
                                danbi_field_choices_get_order (desk, item), field, typed,
                                (const char *const *) first);
}

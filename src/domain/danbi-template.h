/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"

G_BEGIN_DECLS

/* As many as have a key of their own, Alt+1 … Alt+9. */
#define DANBI_MAX_TEMPLATES 9
#define DANBI_TEMPLATE_N_FIELDS 5

/* The fields that a template may fill. None of them says who, when or which visit. */
extern const DanbiField danbi_template_fields[DANBI_TEMPLATE_N_FIELDS];

/**
 * DanbiTemplate:
 * @name: what the clinic calls it
 * @values: of the field at the same place in danbi_template_fields; "" leaves the field alone
 *
 * The usual case of a clinic. There is no place in it for a patient, a date or a number of a visit.
 */
typedef struct
{
  char *name;
  char *values[DANBI_TEMPLATE_N_FIELDS];
} DanbiTemplate;

DanbiTemplate *danbi_template_new_from_case (DanbiCase *item);
DanbiTemplate *danbi_template_copy (const DanbiTemplate *self);
void danbi_template_free (DanbiTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTemplate, danbi_template_free)

const char *danbi_template_get_value (const DanbiTemplate *self, DanbiField field);
void danbi_template_fill_in (const DanbiTemplate *self, DanbiCase *item);
char *danbi_template_clean_name (const char *typed);

G_END_DECLS

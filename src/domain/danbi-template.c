/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The usual case of a clinic, without anything of a patient. */
#include "config.h"

#include "danbi-identity.h"
#include "danbi-template.h"

/* A longer name would not fit a line of the menu. */
#define MAX_NAME 40
/* Characters of an identity number. */
#define ID_LENGTH 10

const DanbiField danbi_template_fields[DANBI_TEMPLATE_N_FIELDS] = {
  DANBI_FIELD_PROVIDER_TYPE, DANBI_FIELD_VISIT_TYPE, DANBI_FIELD_CARD_MAKEUP,
  DANBI_FIELD_ORDER_CODE, DANBI_FIELD_SITE,
};

/**
 * danbi_template_new_from_case:
 * @item: a case
 *
 * Returns: (transfer full): a template of its order code, site, visit type, provider type and
 *   make-up mark, named after the first two
 */
DanbiTemplate *
danbi_template_new_from_case (DanbiCase *item)
{
  DanbiTemplate *self = g_new0 (DanbiTemplate, 1);

  for (guint i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
    self->values[i] = g_strdup (danbi_case_get_value (item, danbi_template_fields[i]));
  self->name = g_strjoin (" ", danbi_template_get_value (self, DANBI_FIELD_ORDER_CODE),
                          danbi_template_get_value (self, DANBI_FIELD_SITE), NULL);
  g_strstrip (self->name);
  return self;
}

/**
 * danbi_template_copy:
 * @self: a template
 *
 * Returns: (transfer full): the same once more
 */
DanbiTemplate *
danbi_template_copy (const DanbiTemplate *self)
{
  DanbiTemplate *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  for (guint i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

/**
 * danbi_template_free:
 * @self: (nullable): a template
 */
void
danbi_template_free (DanbiTemplate *self)
{
  if (!self)
    return;
  g_free (self->name);
  for (guint i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
    g_free (self->values[i]);
  g_free (self);
}

/**
 * danbi_template_get_value:
 * @self: a template
 * @field: a field
 *
 * Returns: (transfer none): what it fills in there, "" where it leaves the field alone
 */
const char *
danbi_template_get_value (const DanbiTemplate *self,
                          DanbiField           field)
{
  for (guint i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
    if (danbi_template_fields[i] == field)
      return self->values[i];
  return "";
}

/**
 * danbi_template_fill_in:
 * @self: a template that a person chose
 * @item: a case that may be edited
 *
 * Fills in what it holds. The clinic made the template and a person chose it by name, so the values
 * stand as if typed.
 */
void
danbi_template_fill_in (const DanbiTemplate *self,
                        DanbiCase           *item)
{
  for (guint i = 0; i < DANBI_TEMPLATE_N_FIELDS; i++)
    if (*self->values[i] != '\0')
      danbi_case_set_value (item, danbi_template_fields[i], self->values[i], DANBI_ORIGIN_TYPED);
}

/* Whether an identity number stands anywhere in it, however it is written. */
static gboolean
names_a_person (const char *name)
{
  g_autofree char *plain = danbi_identity_dup_plain (name);

  for (const char *at = plain; *at != '\0'; at++)
    {
      g_autofree char *ten = g_strndup (at, ID_LENGTH);

      if (danbi_identity_has_valid_checksum (ten))
        return TRUE;
    }
  return FALSE;
}

/**
 * danbi_template_clean_name:
 * @typed: what a person calls a template
 *
 * Returns: (transfer full) (nullable): the name on one line and not too long; %NULL where nothing
 *   is left, or where it holds an identity number: a template is nobody's
 */
char *
danbi_template_clean_name (const char *typed)
{
  g_autofree char *line = g_utf8_make_valid (typed, -1);
  g_autofree char *name = NULL;

  g_strstrip (g_strdelimit (line, "\r\n\t\v\f", ' '));
  name = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), MAX_NAME));
  if (*name == '\0' || names_a_person (name))
    return NULL;
  return g_steal_pointer (&name);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 17 values of one case, as they will stand in the CSV. */
#include "config.h"

#include <string.h>

#include "danbi-record.h"

static gboolean
same_value (const DanbiRecord *a,
            const DanbiRecord *b,
            DanbiField         field)
{
  return strcmp (a->values[field], b->values[field]) == 0;
}

/**
 * danbi_record_new:
 *
 * Returns: (transfer full): a record of 17 empty values
 */
DanbiRecord *
danbi_record_new ( void)
{
  DanbiRecord *self = g_new0 (DanbiRecord, 1);

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    self->values[field] = g_strdup ("");
  return self;
}

/**
 * danbi_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a record of the same values
 */
DanbiRecord *
danbi_record_copy (const DanbiRecord *self)
{
  DanbiRecord *copy = g_new0 (DanbiRecord, 1);

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    copy->values[field] = g_strdup (self->values[field]);
  return copy;
}

/**
 * danbi_record_free:
 * @self: (nullable) (transfer full): a record
 */
void
danbi_record_free (DanbiRecord *self)
{
  if (!self)
    return;
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    g_free (self->values[field]);
  g_free (self);
}

/**
 * danbi_record_get:
 * @self: a record
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Returns: (transfer none): the value, "" where it is absent; valid until it is set again
 */
const char *
danbi_record_get (const DanbiRecord *self,
                  DanbiField         field)
{
  g_return_val_if_fail (field >= DANBI_FIRST_FIELD && field <= DANBI_LAST_FIELD, "");

  return self->values[field];
}

/**
 * danbi_record_set:
 * @self: a record
 * @field: a field; not %DANBI_FIELD_NONE
 * @value: (nullable): its value; %NULL is the same as ""
 */
void
danbi_record_set (DanbiRecord *self,
                  DanbiField   field,
                  const char  *value)
{
  /* Copied first: @value may be the one that stands in the record. */
  danbi_record_take (self, field, g_strdup (value));
}

/**
 * danbi_record_take:
 * @self: a record
 * @field: a field; not %DANBI_FIELD_NONE
 * @value: (nullable) (transfer full): its value; %NULL is the same as ""
 */
void
danbi_record_take (DanbiRecord *self,
                   DanbiField   field,
                   char        *value)
{
  g_return_if_fail (field >= DANBI_FIRST_FIELD && field <= DANBI_LAST_FIELD);

  g_free (self->values[field]);
  self->values[field] = value ? value : g_strdup ("");
}

/**
 * danbi_record_same_visit:
 * @a: a record
 * @b: a record
 *
 * One visit is the same provider, card time and patient (F11.sequence). Records that lack one of
 * the three are of no visit yet.
 *
 * Returns: whether both are orders of one visit
 */
gboolean
danbi_record_same_visit (const DanbiRecord *a,
                         const DanbiRecord *b)
{
  static const DanbiField visit[] = { DANBI_FIELD_PROVIDER_ID, DANBI_FIELD_CARD_TIME,
                                      DANBI_FIELD_PATIENT_ID };

  for (guint i = 0; i < G_N_ELEMENTS (visit); i++)
    if (*a->values[visit[i]] == '\0' || !same_value (a, b, visit[i]))
      return FALSE;
  return TRUE;
}

/**
 * danbi_record_same_text:
 * @a: a record
 * @b: a record
 *
 * Returns: whether all values but the archive name are the same, byte for byte, as a new upload
 *   of an accepted case must be (RULEBOOK section 6)
 */
gboolean
danbi_record_same_text (const DanbiRecord *a,
                        const DanbiRecord *b)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    if (field != DANBI_FIELD_ARCHIVE_NAME && !same_value (a, b, field))
      return FALSE;
  return TRUE;
}

/**
 * danbi_record_dup_patient:
 * @self: a record
 *
 * Names the patient of a case, to tell whether two cases are of the same one (IMG.reused). The
 * number of F8 does that alone, but for newborns under a parent's card: each of them is a patient
 * of its own, by F15 and F16.
 *
 * Returns: (transfer full): F8, for a newborn followed by a blank, F15 and F16; "" without F8
 */
char *
danbi_record_dup_patient (const DanbiRecord *self)
{
  const char *id = danbi_record_get (self, DANBI_FIELD_PATIENT_ID);
  const char *birth_date = danbi_record_get (self, DANBI_FIELD_NEWBORN_BIRTH_DATE);
  const char *mark = danbi_record_get (self, DANBI_FIELD_NEWBORN_MARK);

  if (*id == '\0' || (*birth_date == '\0' && *mark == '\0'))
    return g_strdup (id);
  return g_strdup_printf ("%s %s%s", id, birth_date, mark);
}

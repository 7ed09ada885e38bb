/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted line of a list: into which fields of a case it goes, and into which it does not. */
#include "config.h"

#include <string.h>

#include "danbi-clock.h"
#include "danbi-desk.h"
#include "danbi-undo.h"

/* Whether a person stands for another value than the pasted one. */
static gboolean
stands_against (DanbiCase  *item,
                DanbiField  field,
                const char *value)
{
  DanbiOrigin origin = danbi_case_get_origin (item, field);

  return (origin == DANBI_ORIGIN_TYPED || origin == DANBI_ORIGIN_IMAGE_CONFIRMED)
         && *value != '\0' && strcmp (danbi_case_get_value (item, field), value) != 0;
}

/* In the order of NHI's numbers the card time comes before the examination that follows from it, so
 * that what was pasted stands in the end. */
static guint32
take_line (DanbiDesk         *self,
           DanbiCase         *item,
           const DanbiRecord *line)
{
  guint32 kept = 0;

  danbi_undo_begin (item, DANBI_FIELD_NONE);
  for (guint i = DANBI_FIRST_FIELD; i <= DANBI_LAST_FIELD; i++)
    {
      DanbiField field = (DanbiField) i;
      const char *value = danbi_record_get (line, field);

      if (stands_against (item, field, value))
        kept |= 1u << i;
      else if (*value != '\0')
        danbi_desk_enter (self, item, field, value);
    }
  danbi_undo_end (item);
  return kept;
}

/**
 * danbi_desk_paste:
 * @self: the desk
 * @item: a case that may be edited
 * @text: what was pasted
 * @kept: (out): bit n for the #DanbiField n: a person had entered another value, which stays
 *
 * Takes a line of an upload's CSV or of the VPN list as if it were typed, as one step that can be
 * taken back. What a person entered is never replaced, and where that is another patient nothing is
 * taken at all.
 *
 * Returns: what was made of it; %DANBI_PASTE_NONE: it is no line, but at most one value
 */
DanbiPaste
danbi_desk_paste (DanbiDesk  *self,
                  DanbiCase  *item,
                  const char *text,
                  guint32    *kept)
{
  g_autoptr (DanbiRecord) line = danbi_record_new ();
  DanbiPasted kind = danbi_pasted_read (text, danbi_clock_now_s (), line);

  *kept = 0;
  if (kind == DANBI_PASTED_VALUE)
    return DANBI_PASTE_NONE;
  if (kind == DANBI_PASTED_LINES)
    return DANBI_PASTE_SEVERAL;
  if (stands_against (item, DANBI_FIELD_PATIENT_ID,
                      danbi_record_get (line, DANBI_FIELD_PATIENT_ID))
      || stands_against (item, DANBI_FIELD_BIRTH_DATE,
                         danbi_record_get (line, DANBI_FIELD_BIRTH_DATE)))
    return DANBI_PASTE_OTHER_PATIENT;
  *kept = take_line (self, item, line);
  return DANBI_PASTE_TAKEN;
}

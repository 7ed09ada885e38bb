/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said beside a field: what its value means, and where it came from. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-field-words.h"
#include "danbi-phrases.h"

/* What the entry shows already need not be said beside it once more. */
static char *
without_shown (char       *text,
               const char *shown)
{
  gsize length = strlen (shown);

  if (length > 0 && strncmp (text, shown, length) == 0)
    memmove (text, text + length, strlen (text + length) + 1);
  return g_strstrip (text);
}

static gboolean
is_of_image (DanbiCase *item,
             DanbiField field)
{
  return (danbi_case_get_fields_of_image (item) & (1u << field)) != 0;
}

/* Where it came from, if from anywhere but a keyboard. */
static const char *
get_source (DanbiCase *item,
            DanbiField field)
{
  if (is_of_image (item, field))
    return _("from the image");
  if (danbi_case_get_origin (item, field) == DANBI_ORIGIN_EARLIER)
    return _("from an earlier case");
  return NULL;
}

/**
 * danbi_field_words_dup_meaning:
 * @desk: the desk
 * @item: a case
 * @field: one of its fields
 * @shown: what its entry shows, which need not be said again
 *
 * Where a value came from is said before what it means: an image is no proof of itself.
 *
 * Returns: (transfer full): one line, "" where there is nothing to say
 */
char *
danbi_field_words_dup_meaning (DanbiDesk  *desk,
                               DanbiCase  *item,
                               DanbiField  field,
                               const char *shown)
{
  g_autofree char *meaning = without_shown (
    danbi_phrase_understood (field, danbi_case_get_value (item, field),
                             danbi_desk_get_rules (desk, item), danbi_clock_now_s ()),
    shown);
  const char *source = get_source (item, field);

  if (!source)
    return g_steal_pointer (&meaning);
  return *meaning ? g_strdup_printf ("%s · %s", source, meaning) : g_strdup (source);
}

/**
 * danbi_field_words_dup_confirm:
 * @item: a case
 * @field: a field that the program filled in (請確認)
 *
 * Returns: (transfer full): what its button asks for
 */
char *
danbi_field_words_dup_confirm (DanbiCase *item,
                               DanbiField field)
{
  const char *name = danbi_field_get_label (field);

  return is_of_image (item, field)
           ? g_strdup_printf (_("Taken from the image, and no proof of it. Confirm %s"), name)
           : g_strdup_printf (_("Filled in by the program. Confirm %s"), name);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a pasted line that did not go in as it was. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-paste-phrases.h"

static char *
phrase_kept (guint32 kept)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = DANBI_FIRST_FIELD; i <= DANBI_LAST_FIELD; i++)
    if (kept & (1u << i))
      g_ptr_array_add (names, (gpointer) danbi_field_get_label ((DanbiField) i));
  g_ptr_array_add (names, NULL);
  /* Translators: between the names of fields in a list. */
  list = g_strjoinv (_(", "), (char **) names->pdata);
  return g_strdup_printf (_("What was entered stays, the pasted line has other values: %s"), list);
}

/**
 * danbi_phrase_paste:
 * @paste: what was made of a pasted line
 * @kept: bit n for the #DanbiField n that was not replaced
 *
 * Returns: (transfer full) (nullable): a sentence, %NULL where everything went in
 */
char *
danbi_phrase_paste (DanbiPaste paste,
                    guint32    kept)
{
  switch (paste)
    {
    case DANBI_PASTE_SEVERAL:
      return g_strdup (_("Several lines were pasted, and a case is one. Copy one line and paste it "
                         "again."));
    case DANBI_PASTE_OTHER_PATIENT:
      return g_strdup (_("The pasted line is of another patient than this case, nothing was taken "
                         "from it. Start a new case and paste it there."));
    case DANBI_PASTE_TAKEN:
      return kept != 0 ? phrase_kept (kept) : NULL;
    case DANBI_PASTE_NONE:
    default:
      return NULL;
    }
}

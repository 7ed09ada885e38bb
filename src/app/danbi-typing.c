/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes into the entry of a field, by key, paste or input method, comes out right. */
#include "config.h"

#include <string.h>

#include "danbi-pasted.h"
#include "danbi-typing.h"

typedef struct
{
  GtkEditable *text; /* what the entry is around; it lives as long */
  DanbiField field;
  DanbiTypingColumnsFunc on_columns;
  gpointer user_data;
  gboolean updating;  /* the program sets the text */
  gboolean composing; /* an input method or a dead key has begun something */
} Typing;

static const char key[] = "danbi-typing";

/* Whether its values are also searched by their Chinese names. */
static gboolean
takes_words (DanbiField field)
{
  return field == DANBI_FIELD_ORDER_CODE || field == DANBI_FIELD_VISIT_TYPE
         || field == DANBI_FIELD_VISIT_SEQ || field == DANBI_FIELD_PROVIDER_TYPE;
}

/* Such a field takes letters from an input method, until its text begins with a digit and so is a
 * code. */
static gboolean
may_be_words (const Typing *self)
{
  return takes_words (self->field) && !g_ascii_isdigit (*gtk_editable_get_text (self->text));
}

static gboolean
has_columns (const char *text)
{
  return text[0] != '\0' && text[1] != '\0' && (strpbrk (text, "\t\n,") || strstr (text, "  "));
}

/* What is longer than a letter and stands alone is a whole value; else it is part of one. */
static char *
understand (Typing     *self,
            const char *text)
{
  if (g_utf8_strlen (text, -1) < 2 || *gtk_editable_get_text (self->text) != '\0')
    return danbi_pasted_narrow (text);
  return danbi_pasted_dup_value (self->field, text);
}

static void
insert_text_cb (GtkEditable *text,
                const char  *inserted,
                int          length,
                int         *position,
                Typing      *self)
{
  g_autofree char *whole = length < 0 ? g_strdup (inserted) : g_strndup (inserted, (gsize) length);
  g_autofree char *understood = NULL;

  if (self->updating)
    return;
  if (has_columns (whole) && self->on_columns (whole, self->user_data))
    {
      *position = (int) g_utf8_strlen (gtk_editable_get_text (text), -1);
      g_signal_stop_emission_by_name (text, "insert-text");
      return;
    }
  understood = understand (self, whole);
  if (strcmp (understood, whole) == 0)
    return;
  self->updating = TRUE;
  gtk_editable_insert_text (text, understood, -1, position);
  self->updating = FALSE;
  g_signal_stop_emission_by_name (text, "insert-text");
}

/* How many characters its whole value is as it is shown, with the signs between those of a date. Of
 * an identity number, which stands there large, nothing is ever out of sight. */
static int
get_width_chars (DanbiField field)
{
  guint length = danbi_field_get_info (field)->max_length;

  switch (field)
    {
    case DANBI_FIELD_PATIENT_ID:
      return (int) length + 2;
    case DANBI_FIELD_SERVICE_MONTH:
      return (int) length + 1;
    case DANBI_FIELD_BIRTH_DATE:
    case DANBI_FIELD_NEWBORN_BIRTH_DATE:
      return (int) length + 2;
    case DANBI_FIELD_EXAM_TIME:
    case DANBI_FIELD_RECEIVED_TIME:
      return (int) length + 4;
    case DANBI_FIELD_CARD_TIME:
      return (int) length + 5;
    default:
      return (int) MIN (length, 10);
    }
}

static void
preedit_changed_cb (GtkText    *text,
                    const char *preedit,
                    Typing     *self)
{
  self->composing = *preedit != '\0';
}

/**
 * danbi_typing_attach:
 * @entry: the entry of a field
 * @field: which
 * @on_columns: (scope forever): asked about what has several columns or lines
 * @user_data: for @on_columns; it lives as long as the entry
 *
 * From here on full-width letters, digits and signs become ASCII as they come in, and a value that
 * is pasted loses what stood around it. The entry is as wide as a whole value of the field.
 */
void
danbi_typing_attach (GtkEntry               *entry,
                     DanbiField              field,
                     DanbiTypingColumnsFunc  on_columns,
                     gpointer                user_data)
{
  Typing *self = g_new0 (Typing, 1);

  self->text = gtk_editable_get_delegate (GTK_EDITABLE (entry));
  self->field = field;
  self->on_columns = on_columns;
  self->user_data = user_data;
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), get_width_chars (field));
  g_object_set_data_full (G_OBJECT (self->text), key, self, g_free);
  g_signal_connect (self->text, "insert-text", G_CALLBACK (insert_text_cb), self);
  g_signal_connect (self->text, "preedit-changed", G_CALLBACK (preedit_changed_cb), self);
  /* Where the compositor asks the input method before the window gets the key, as under Wayland,
   * there must be none. */
  if (!takes_words (field))
    g_object_set (entry, "im-module", "gtk-im-context-simple", NULL);
}

static Typing *
get_typing (GtkEntry *entry)
{
  return g_object_get_data (G_OBJECT (gtk_editable_get_delegate (GTK_EDITABLE (entry))), key);
}

/**
 * danbi_typing_set_text:
 * @entry: the entry of a field
 * @text: what the case holds; it stands there as it is
 */
void
danbi_typing_set_text (GtkEntry   *entry,
                       const char *text)
{
  Typing *self = get_typing (entry);

  self->updating = TRUE;
  gtk_editable_set_text (self->text, text);
  self->updating = FALSE;
}

/**
 * danbi_typing_handle_key:
 * @entry: the entry of a field
 * @keyval: a key that was pressed, before the entry gets it
 * @modifiers: what is held down with it
 *
 * A key that stands for an ASCII character is that character, whatever input method is on: on a
 * Zhuyin keyboard the digits are sounds. What an input method or a dead key has begun it also ends.
 *
 * Returns: whether it was inserted
 */
gboolean
danbi_typing_handle_key (GtkEntry       *entry,
                         guint           keyval,
                         GdkModifierType modifiers)
{
  Typing *self = get_typing (entry);
  gunichar c = gdk_keyval_to_unicode (keyval);
  char inserted[] = { (char) c, '\0' };
  int position;

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK
                    | GDK_HYPER_MASK))
      || self->composing || c < ' ' || c > '~' || !gtk_editable_get_editable (self->text)
      || (!g_ascii_isdigit ((char) c) && may_be_words (self)))
    return FALSE;
  gtk_editable_delete_selection (self->text);
  position = gtk_editable_get_position (self->text);
  gtk_editable_insert_text (self->text, inserted, 1, &position);
  gtk_editable_set_position (self->text, position);
  return TRUE;
}

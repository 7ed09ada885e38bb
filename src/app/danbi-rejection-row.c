/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One error of the receiver at the field it is about: NHI's text, and what to do. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-outcome-phrases.h"
#include "danbi-rejection-row.h"

struct _DanbiRejectionRow
{
  GtkBox parent_instance;

  GtkImage *icon;
  GtkLabel *message;
  GtkLabel *advice;
};

G_DEFINE_FINAL_TYPE (DanbiRejectionRow, danbi_rejection_row, GTK_TYPE_BOX)

static void
danbi_rejection_row_class_init (DanbiRejectionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-rejection-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiRejectionRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiRejectionRow, message);
  gtk_widget_class_bind_template_child (widget_class, DanbiRejectionRow, advice);
}

static void
danbi_rejection_row_init (DanbiRejectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_rejection_row_new:
 * @rejection: one error of the receiver
 * @rules: the rules, for NHI's text
 * @answered: whether the field was changed since
 *
 * Returns: (transfer full): a row that shows it
 */
GtkWidget *
danbi_rejection_row_new (const DanbiRejection *rejection,
                         const DanbiRules     *rules,
                         gboolean              answered)
{
  DanbiRejectionRow *self = g_object_new (DANBI_TYPE_REJECTION_ROW, NULL);
  g_autofree char *message = danbi_phrase_rejection (rejection, rules);
  g_autofree char *advice = answered ? g_strdup (_("Changed since."))
                                     : danbi_phrase_advice (rejection->field, rejection->code);

  gtk_image_set_from_icon_name (self->icon,
                                answered ? "object-select-symbolic" : "dialog-error-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  answered ? _("Changed") : _("Rejected"), -1);
  gtk_label_set_label (self->message, message);
  gtk_label_set_label (self->advice, advice);
  if (answered)
    gtk_widget_add_css_class (GTK_WIDGET (self), "answered");
  return GTK_WIDGET (self);
}

/**
 * danbi_rejection_row_get_message:
 * @self: the row
 *
 * Returns: (transfer none): NHI's code and text
 */
const char *
danbi_rejection_row_get_message (DanbiRejectionRow *self)
{
  return gtk_label_get_label (self->message);
}

/**
 * danbi_rejection_row_get_advice:
 * @self: the row
 *
 * Returns: (transfer none): what to do about it
 */
const char *
danbi_rejection_row_get_advice (DanbiRejectionRow *self)
{
  return gtk_label_get_label (self->advice);
}

static gboolean
is_alike (GtkWidget *a,
          GtkWidget *b)
{
  DanbiRejectionRow *mine = DANBI_REJECTION_ROW (a);
  DanbiRejectionRow *other = DANBI_REJECTION_ROW (b);

  return strcmp (gtk_label_get_label (mine->message), gtk_label_get_label (other->message)) == 0
         && strcmp (gtk_label_get_label (mine->advice), gtk_label_get_label (other->advice)) == 0;
}

/* Puts @row after @previous; where the same stands there already, that stays. */
static GtkWidget *
place (GtkBox    *box,
       GtkWidget *row,
       GtkWidget *previous)
{
  GtkWidget *there = previous ? gtk_widget_get_next_sibling (previous)
                              : gtk_widget_get_first_child (GTK_WIDGET (box));

  if (there && is_alike (there, row))
    {
      g_object_unref (g_object_ref_sink (row));
      return there;
    }
  gtk_box_insert_child_after (box, row, previous);
  return row;
}

/**
 * danbi_rejection_row_fill:
 * @box: a box that holds nothing else
 * @rejections: (element-type DanbiRejection): what to show; none hides the box
 * @item: the case that was rejected
 * @rules: the rules, for NHI's texts
 *
 * Shows errors of the receiver one below the other.
 *
 * Returns: whether one of them is not answered yet
 */
gboolean
danbi_rejection_row_fill (GtkBox           *box,
                          GPtrArray        *rejections,
                          DanbiCase        *item,
                          const DanbiRules *rules)
{
  GtkWidget *last = NULL;
  gboolean open = FALSE;

  for (guint i = 0; i < rejections->len; i++)
    {
      const DanbiRejection *rejection = g_ptr_array_index (rejections, i);
      gboolean answered = danbi_rejection_is_answered (rejection, item);

      last = place (box, danbi_rejection_row_new (rejection, rules, answered), last);
      open |= !answered;
    }
  while (gtk_widget_get_last_child (GTK_WIDGET (box)) != last)
    gtk_box_remove (box, gtk_widget_get_last_child (GTK_WIDGET (box)));
  gtk_widget_set_visible (GTK_WIDGET (box), rejections->len > 0);
  return open;
}

/**
 * danbi_rejection_row_dup_text:
 * @box: a box that danbi_rejection_row_fill() filled
 *
 * Returns: (transfer full): what is shown, a line each, for a reader of the screen
 */
char *
danbi_rejection_row_dup_text (GtkBox *box)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *row;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (box)); row;
       row = gtk_widget_get_next_sibling (row))
    g_string_append_printf (text, "%s%s. %s", text->len > 0 ? "\n" : "",
                            danbi_rejection_row_get_message (DANBI_REJECTION_ROW (row)),
                            danbi_rejection_row_get_advice (DANBI_REJECTION_ROW (row)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

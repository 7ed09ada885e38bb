/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets what a widget shows only where it is something else: each key refreshes the whole form, and
 * GTK makes anew also what stays the same. */
#include "config.h"

#include "danbi-quiet.h"

/**
 * danbi_quiet_query_tooltip:
 * @label: a label that may be too narrow
 * @x: where it is asked
 * @y: where it is asked
 * @keyboard: whether by keys
 * @tooltip: what to fill
 *
 * What did not fit is told in full. For the signal “query-tooltip”, which costs nothing until the
 * pointer rests there.
 *
 * Returns: whether there is more than one sees
 */
gboolean
danbi_quiet_query_tooltip (GtkLabel   *label,
                           int         x,
                           int         y,
                           gboolean    keyboard,
                           GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (label));
  return TRUE;
}

/**
 * danbi_quiet_set_tooltip:
 * @widget: a widget
 * @text: (nullable): what is told of it; %NULL for nothing
 *
 * GTK asks the display where the pointer is each time a tooltip is set.
 */
void
danbi_quiet_set_tooltip (GtkWidget  *widget,
                         const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

/**
 * danbi_quiet_set_icon:
 * @image: an image
 * @name: (nullable): the name of its icon
 *
 * GTK measures and draws an image anew each time it is given an icon.
 */
void
danbi_quiet_set_icon (GtkImage   *image,
                      const char *name)
{
  if (g_strcmp0 (gtk_image_get_icon_name (image), name) != 0)
    gtk_image_set_from_icon_name (image, name);
}

/**
 * danbi_quiet_set_classes:
 * @widget: a widget
 * @classes: (array zero-terminated=1): its classes in the style sheet, in whatever order
 *
 * GTK looks up the style of a widget anew each time it is given classes.
 */
void
danbi_quiet_set_classes (GtkWidget   *widget,
                         const char **classes)
{
  g_auto (GStrv) has = gtk_widget_get_css_classes (widget);
  gboolean same = g_strv_length (has) == g_strv_length ((char **) classes);

  for (guint i = 0; same && classes[i]; i++)
    same = g_strv_contains ((const char *const *) has, classes[i]);
  if (!same)
    gtk_widget_set_css_classes (widget, classes);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was just done and can be taken back, said for some seconds. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-toast.h"

/* Long enough to look up from a patient. */
#define TIMEOUT_S 10

/* libadwaita 1.2 leaves the button that closes a toast without a name. */
static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Close this message"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

static GtkWidget *
find_toast (AdwToastOverlay *overlay)
{
  GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (overlay));

  return child == adw_toast_overlay_get_child (overlay) ? NULL : child;
}

/**
 * danbi_toast_say:
 * @overlay: where
 * @title: what was done, plain text
 * @button: (nullable): what may follow; %NULL: nothing
 * @action: (nullable): the name of the action of @button
 * @target: (nullable): the target of @action, taken over where it is floating
 *
 * Says at once what was done, in the place of what was said before.
 *
 * Returns: (transfer none): the toast, which goes by itself
 */
AdwToast *
danbi_toast_say (AdwToastOverlay *overlay,
                 const char      *title,
                 const char      *button,
                 const char      *action,
                 GVariant        *target)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (escaped);
  GtkWidget *widget;

  adw_toast_set_button_label (toast, button);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, TIMEOUT_S);
  adw_toast_overlay_add_toast (overlay, toast);
  widget = find_toast (overlay);
  if (widget)
    name_buttons (widget);
  return toast;
}

/**
 * danbi_toast_show:
 * @overlay: where
 * @title: what was done, plain text
 * @action: the name of the action that takes it back
 * @target: (nullable): the target of @action, taken over where it is floating
 *
 * Says it with the way back.
 *
 * Returns: (transfer none): the toast, which goes by itself
 */
AdwToast *
danbi_toast_show (AdwToastOverlay *overlay,
                  const char      *title,
                  const char      *action,
                  GVariant        *target)
{
  return danbi_toast_say (overlay, title, _("_Undo"), action, target);
}

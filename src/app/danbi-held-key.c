/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Return that is held down is one Return: what the keyboard repeats by itself nobody meant.
 *
 * GTK 4.8 tells no repetition from a key; it is a press before which the key was not let go. */
#include "config.h"

#include "danbi-held-key.h"

static const char key[] = "danbi-held-key";

static void
set_held (GtkWidget *widget,
          gboolean   held)
{
  g_object_set_data (G_OBJECT (widget), key, GINT_TO_POINTER (held));
}

static gboolean
pressed_cb (GtkEventControllerKey *controller,
            guint                  keyval,
            guint                  keycode,
            GdkModifierType        modifiers,
            GtkWidget             *widget)
{
  gboolean held = g_object_get_data (G_OBJECT (widget), key) != NULL;

  if (!danbi_key_is_return (keyval))
    return FALSE;
  set_held (widget, TRUE);
  return held;
}

static void
released_cb (GtkEventControllerKey *controller,
             guint                  keyval,
             guint                  keycode,
             GdkModifierType        modifiers,
             GtkWidget             *widget)
{
  if (danbi_key_is_return (keyval))
    set_held (widget, FALSE);
}

/* Where the focus is elsewhere, perhaps in another window, nobody tells when the key is let go. */
static void
leave_cb (GtkEventControllerFocus *controller,
          GtkWidget               *widget)
{
  set_held (widget, FALSE);
}

/**
 * danbi_held_key_attach:
 * @widget: a widget
 *
 * From here on Return does what it does in the widget, and in all that it holds, once a press: who
 * keeps it down at the end of a form does not press the button to which the focus has come.
 */
void
danbi_held_key_attach (GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  /* Before the entry, or the button, that has the focus. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (pressed_cb), widget);
  g_signal_connect (keys, "key-released", G_CALLBACK (released_cb), widget);
  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), widget);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);
}

/**
 * danbi_key_is_return:
 * @keyval: a key
 *
 * Returns: whether it is one of the keys that end an entry
 */
gboolean
danbi_key_is_return (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

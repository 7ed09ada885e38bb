/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Return that is held down is one Return: what the keyboard repeats by itself nobody meant.
 *
 * GTK 4.8 tells no repetition from a key; it is a press before which the key was not let go. */
#include "config.h"

#include "danbi-held-key.h"

/* Where nobody is told that the key was let go, as what had the focus went with the press, the next
 * one is not taken for a repetition for longer than any keyboard waits between two of them. */
#define LONGEST_PAUSE_MS 2000

static const char key[] = "danbi-held-key";

/* When it was pressed last, in the time of events; 0 when it is not down. */
static void
set_pressed_ms (GtkWidget *window,
                guint32    pressed_ms)
{
  g_object_set_data (G_OBJECT (window), key, GUINT_TO_POINTER (pressed_ms));
}

static gboolean
pressed_cb (GtkEventControllerKey *controller,
            guint                  keyval,
            guint                  keycode,
            GdkModifierType        modifiers,
            GtkWidget             *window)
{
  guint32 last_ms = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (window), key));
  guint32 now_ms = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (controller));

  /* A keyboard repeats only the key that was pressed last. */
  if (!danbi_key_is_return (keyval) || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    {
      set_pressed_ms (window, 0);
      return FALSE;
    }
  set_pressed_ms (window, now_ms);
  return last_ms != 0 && now_ms - last_ms < LONGEST_PAUSE_MS;
}

static void
released_cb (GtkEventControllerKey *controller,
             guint                  keyval,
             guint                  keycode,
             GdkModifierType        modifiers,
             GtkWidget             *window)
{
  if (danbi_key_is_return (keyval))
    set_pressed_ms (window, 0);
}

static void
active_cb (GtkWidget  *window,
           GParamSpec *pspec)
{
  set_pressed_ms (window, 0);
}

/**
 * danbi_held_key_attach:
 * @window: a window
 *
 * From here on Return does what it does in the window once a press: who keeps it down at the end of
 * a form does not press the button to which the focus has come.
 */
void
danbi_held_key_attach (GtkWindow *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* Before the entry, or the button, that has the focus; and told of the key also where nothing
   * has it. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (pressed_cb), window);
  g_signal_connect (keys, "key-released", G_CALLBACK (released_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  g_signal_connect (window, "notify::is-active", G_CALLBACK (active_cb), NULL);
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

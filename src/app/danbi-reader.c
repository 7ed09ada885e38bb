/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader of the screen is told beyond what GTK tells by itself. */
#include "config.h"

#include <gmodule.h>

#include "danbi-reader.h"

/* gtk_accessible_announce(), which came with GTK 4.14: this program is built with less, and may run
 * with more. */
typedef void (*Announce) (GtkAccessible *accessible,
                          const char    *message,
                          int            priority);

#define PRIORITY_MEDIUM 1

/* What an entry keeps: what was said of it last, and whether something was announced there. */
#define DESCRIBED "danbi-described"
#define ANNOUNCED "danbi-announced"

static Announce
find_announce (void)
{
  static gsize looked = 0;
  static gpointer found = NULL;

  if (g_once_init_enter (&looked))
    {
      GModule *program = g_module_open (NULL, G_MODULE_BIND_LAZY);

      if (!program || !g_module_symbol (program, "gtk_accessible_announce", &found))
        found = NULL;
      g_once_init_leave (&looked, 1);
    }
  return (Announce) found;
}

/* Where one types: the description of an entry is ours, a button's is its tooltip. */
static GtkWidget *
find_focused_entry (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus ? gtk_widget_get_ancestor (focus, GTK_TYPE_ENTRY) : NULL;
}

/**
 * danbi_reader_name_item:
 * @child: what an item of a list holds
 * @name: what the item says
 *
 * GTK 4.8 gives an item of a list no name, and no way to give it one but through its widget.
 */
void
danbi_reader_name_item (GtkWidget  *child,
                        const char *name)
{
  GtkWidget *item = gtk_widget_get_parent (child);

  if (item)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * danbi_reader_name_inside:
 * @widget: a widget of GTK or libadwaita
 * @type: what it is made of
 * @name: what those parts do
 *
 * Names parts that nobody else can name: the arrow of a split button, the icon of an entry.
 */
void
danbi_reader_name_inside (GtkWidget  *widget,
                          GType       type,
                          const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                        -1);
      danbi_reader_name_inside (child, type, name);
    }
}

/**
 * danbi_reader_focus_first:
 * @window: a window that is not shown yet
 * @child: what is to have the focus when it is
 *
 * A window of GTK 4.8 in which something gets the focus before it is shown is no window to a reader
 * of the screen, which then does not tell that it has come.
 */
void
danbi_reader_focus_first (GtkWidget *window,
                          GtkWidget *child)
{
  g_signal_connect_object (window, "map", G_CALLBACK (gtk_widget_grab_focus), child,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * danbi_reader_describe:
 * @entry: an entry
 * @text: what is to be said of it beside its name and its text
 * @invalid: whether what stands in it is wrong
 *
 * Tells it once: each change is read aloud where the focus is. What was announced there stays until
 * the focus has gone.
 *
 * Returns: whether that is new
 */
gboolean
danbi_reader_describe (GtkWidget  *entry,
                       const char *text,
                       gboolean    invalid)
{
  const char *last = g_object_get_data (G_OBJECT (entry), DESCRIBED);
  gboolean announced = g_object_get_data (G_OBJECT (entry), ANNOUNCED) != NULL;
  gboolean is_new = g_strcmp0 (last, text) != 0;

  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (!is_new && (!announced || find_focused_entry (entry) == entry))
    return FALSE;
  g_object_set_data_full (G_OBJECT (entry), DESCRIBED, g_strdup (text), g_free);
  g_object_set_data (G_OBJECT (entry), ANNOUNCED, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  return is_new;
}

/**
 * danbi_reader_announce:
 * @widget: where it stands
 * @text: what is new
 *
 * Has it read aloud wherever the focus is. Before GTK 4.14 nothing can be announced; but what is
 * said of the entry that has the focus is read when it changes, so it is said there.
 */
void
danbi_reader_announce (GtkWidget  *widget,
                       const char *text)
{
  Announce announce = find_announce ();
  GtkWidget *entry = find_focused_entry (widget);

  if (announce)
    announce (GTK_ACCESSIBLE (widget), text, PRIORITY_MEDIUM);
  else if (entry)
    {
      g_object_set_data (G_OBJECT (entry), ANNOUNCED, GINT_TO_POINTER (TRUE));
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      text, -1);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets files be dropped anywhere on a widget, and says so while they hover over it. */
#include "config.h"

#include "danbi-file-drop.h"

typedef struct
{
  GtkRevealer *highlight;
  DanbiFileDropFunc func;
  gpointer user_data;
} Drop;

static void
drop_free (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

static GdkDragAction
enter_cb (GtkDropTarget *target,
          double         x,
          double         y,
          Drop          *drop)
{
  gtk_revealer_set_reveal_child (drop->highlight, TRUE);
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTarget *target,
          Drop          *drop)
{
  gtk_revealer_set_reveal_child (drop->highlight, FALSE);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         Drop          *drop)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  gtk_revealer_set_reveal_child (drop->highlight, FALSE);
  for (GSList *at = list; at; at = at->next)
    g_list_store_append (files, at->data);
  if (!list)
    return FALSE;
  drop->func (G_LIST_MODEL (files), drop->user_data);
  return TRUE;
}

/**
 * danbi_file_drop_attach:
 * @widget: where files may be dropped, on it and on whatever it holds
 * @highlight: what is revealed meanwhile; lives as long as @widget
 * @func: told of what was dropped
 * @user_data: for @func; lives as long as @widget
 */
void
danbi_file_drop_attach (GtkWidget         *widget,
                        GtkRevealer       *highlight,
                        DanbiFileDropFunc  func,
                        gpointer           user_data)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  Drop *drop = g_new0 (Drop, 1);

  drop->highlight = highlight;
  drop->func = func;
  drop->user_data = user_data;
  /* Before the entries can take the drop for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_data (target, "enter", G_CALLBACK (enter_cb), drop, drop_free, 0);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), drop);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), drop);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

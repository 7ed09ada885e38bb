/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small window to drag files from, as a file manager would: danbi-drag-source FILE...
 *
 * Says on standard output where it is: `ready` once it can be dragged from, `begin`, then `dropped`
 * or `refused`. It runs until it is ended. */
#include <gtk/gtk.h>

#define SIDE 64

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GdkFileList   *files)
{
  return gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
}

static void
say (const char *word)
{
  g_print ("%s\n", word);
}

static void
begin_cb (GtkDragSource *source,
          GdkDrag       *drag,
          gpointer       user_data)
{
  say ("begin");
}

static void
end_cb (GtkDragSource *source,
        GdkDrag       *drag,
        gboolean       delete_data,
        gpointer       user_data)
{
  say ("dropped");
}

/* The end is told of every drag, so the reader goes by the first word. */
static gboolean
cancel_cb (GtkDragSource      *source,
           GdkDrag            *drag,
           GdkDragCancelReason reason,
           gpointer            user_data)
{
  say ("refused");
  return FALSE;
}

static gboolean
drawn_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  say ("ready");
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application,
             GdkFileList    *files)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), files);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), NULL);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), NULL);
  g_signal_connect (source, "drag-cancel", G_CALLBACK (cancel_cb), NULL);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), SIDE, SIDE);
  gtk_widget_add_tick_callback (window, drawn_cb, NULL, NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GtkApplication) application = NULL;
  GSList *list = NULL;
  GdkFileList *files;
  int status;

  for (int i = argc - 1; i > 0; i--)
    list = g_slist_prepend (list, g_file_new_for_commandline_arg (argv[i]));
  files = gdk_file_list_new_from_list (list);
  g_slist_free_full (list, g_object_unref);

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), files);
  status = g_application_run (G_APPLICATION (application), 0, NULL);
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  return status;
}

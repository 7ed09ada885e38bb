/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The windows beside the form, one of a kind: 資料上傳, 傳送紀錄 and 查詢. */
#include "config.h"

#include "danbi-query-window.h"
#include "danbi-receipts-window.h"
#include "danbi-send-window.h"
#include "danbi-side-windows.h"

typedef struct
{
  DanbiWindow *window; /* which owns this */
  DanbiDesk *desk;
  DanbiOutbox *outbox;
  GSettings *settings;
  DanbiSendWindow *sending;      /* weak, as are the others */
  DanbiReceiptsWindow *receipts;
  DanbiQueryWindow *query;
} Sides;

#define SIDES_KEY "danbi-side-windows"

static void
sides_free (Sides *sides)
{
  g_clear_weak_pointer (&sides->sending);
  g_clear_weak_pointer (&sides->receipts);
  g_clear_weak_pointer (&sides->query);
  g_clear_object (&sides->settings);
  g_object_unref (sides->outbox);
  g_object_unref (sides->desk);
  g_free (sides);
}

static Sides *
get_sides (gpointer window)
{
  return g_object_get_data (G_OBJECT (window), SIDES_KEY);
}

static void
send_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  Sides *sides = get_sides (user_data);

  if (!sides->sending)
    g_set_weak_pointer (&sides->sending,
                        danbi_send_window_new (GTK_WINDOW (sides->window), sides->desk,
                                               sides->outbox, sides->settings));
  gtk_window_present (GTK_WINDOW (sides->sending));
}

static void
present_receipts (Sides  *sides,
                  gint64  submission_id)
{
  if (!sides->receipts)
    g_set_weak_pointer (&sides->receipts,
                        danbi_receipts_window_new (GTK_WINDOW (sides->window), sides->desk));
  danbi_receipts_window_show (sides->receipts, submission_id);
  gtk_window_present (GTK_WINDOW (sides->receipts));
}

static void
receipts_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  present_receipts (get_sides (user_data), 0);
}

static void
receipt_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  present_receipts (get_sides (user_data), g_variant_get_int64 (parameter));
}

/* The form comes to the front: the list need not be closed for it, and comes back by its key. */
static void
open_cb (DanbiQueryWindow *query,
         gint64            id,
         Sides            *sides)
{
  danbi_window_open_case (sides->window, id);
  gtk_window_present (GTK_WINDOW (sides->window));
}

static void
sending_cb (DanbiQueryWindow *query,
            Sides            *sides)
{
  g_action_group_activate_action (G_ACTION_GROUP (sides->window), "send", NULL);
}

static void
query_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Sides *sides = get_sides (user_data);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (sides->window));

  if (!sides->query)
    {
      g_set_weak_pointer (&sides->query, danbi_query_window_new (application, sides->desk,
                                                                 sides->outbox, sides->settings));
      g_signal_connect (sides->query, "open", G_CALLBACK (open_cb), sides);
      g_signal_connect (sides->query, "sending", G_CALLBACK (sending_cb), sides);
    }
  gtk_window_present (GTK_WINDOW (sides->query));
}

/* With the next patient nothing is left on the screen of whom somebody looked for before. Where the
 * open case was deleted from the list itself, nobody else has come. */
static void
new_case_cb (GSimpleAction *action,
             GVariant      *parameter,
             Sides         *sides)
{
  if (!sides->query || danbi_query_window_is_deleting (sides->query))
    return;
  gtk_window_close (GTK_WINDOW (sides->query));
  g_clear_weak_pointer (&sides->query);
}

/* It is no window before the form, which would take it along. */
static void
destroy_cb (GtkWidget *window,
            Sides     *sides)
{
  if (sides->query)
    gtk_window_close (GTK_WINDOW (sides->query));
}

static const GActionEntry actions[] = {
  { "send", send_action },
  { "receipts", receipts_action },
  { "receipt", receipt_action, "x" },
  { "query", query_action },
};

/**
 * danbi_side_windows_attach:
 * @window: the window
 * @desk: the desk
 * @outbox: what queues the cases that are sent
 * @settings: (nullable): the preferences
 *
 * Adds the windows beside the form to a window that has the action "new-case". They close with it.
 */
void
danbi_side_windows_attach (DanbiWindow *window,
                           DanbiDesk   *desk,
                           DanbiOutbox *outbox,
                           GSettings   *settings)
{
  Sides *sides = g_new0 (Sides, 1);

  sides->window = window;
  sides->desk = g_object_ref (desk);
  sides->outbox = g_object_ref (outbox);
  sides->settings = settings ? g_object_ref (settings) : NULL;
  g_object_set_data_full (G_OBJECT (window), SIDES_KEY, sides, (GDestroyNotify) sides_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
  g_signal_connect (g_action_map_lookup_action (G_ACTION_MAP (window), "new-case"), "activate",
                    G_CALLBACK (new_case_cb), sides);
  g_signal_connect (window, "destroy", G_CALLBACK (destroy_cb), sides);
}

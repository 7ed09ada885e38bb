/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting the open case: at once, into the bin, and taken back by one click or Ctrl+Z. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-queue-phrases.h"
#include "danbi-removal.h"
#include "danbi-toast.h"

typedef struct
{
  DanbiDesk *desk;
  DanbiAutosave *autosave;
  AdwToastOverlay *toasts;
  AdwToast *toast; /* of the last removal, while it is shown; weak */
  GArray *removed; /* element-type gint64: what was deleted here in this run, in that order */
} Removal;

/* One case on its way into the bin, or out of it. */
typedef struct
{
  DanbiWindow *window;
  DanbiCase *item;
  gint64 id;
} Move;

#define REMOVAL_KEY "danbi-removal"

static void
removal_free (Removal *removal)
{
  g_clear_weak_pointer (&removal->toast);
  g_array_unref (removal->removed);
  g_object_unref (removal->autosave);
  g_object_unref (removal->desk);
  g_free (removal);
}

static Removal *
get_removal (gpointer window)
{
  return g_object_get_data (G_OBJECT (window), REMOVAL_KEY);
}

static Move *
move_new (DanbiWindow *window,
          DanbiCase   *item,
          gint64       id)
{
  Move *move = g_new0 (Move, 1);

  move->window = g_object_ref (window);
  move->item = item ? g_object_ref (item) : NULL;
  move->id = id;
  return move;
}

static void
move_free (Move *move)
{
  g_object_unref (move->window);
  g_clear_object (&move->item);
  g_free (move);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

static DanbiCase *
get_case (gpointer window)
{
  return danbi_case_page_get_case (danbi_window_get_page (window));
}

/* A window that was closed meanwhile has nothing to show any more. */
static gboolean
is_closed (Removal *removal)
{
  return gtk_widget_get_root (GTK_WIDGET (removal->toasts)) == NULL;
}

static void
hide_toast (Removal *removal)
{
  if (removal->toast)
    adw_toast_dismiss (removal->toast);
  g_clear_weak_pointer (&removal->toast);
}

static void
show_toast (Removal *removal,
            Move    *move)
{
  g_autofree char *name = danbi_phrase_case_name (danbi_case_get_record (move->item));
  const char *who = *g_strstrip (name) ? name : _("The case");
  g_autofree char *title = g_strdup_printf (_("%s is in the bin"), who);

  hide_toast (removal);
  g_set_weak_pointer (&removal->toast,
                      danbi_toast_show (removal->toasts, title, "win.undo-remove",
                                        g_variant_new_int64 (move->id)));
}

static void
binned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Move) move = user_data;
  Removal *removal = get_removal (move->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) gone = danbi_desk_bin_cases_finish (DANBI_DESK (source), result, &error);

  if (is_closed (removal))
    return;
  if (!gone)
    {
      danbi_window_show_problem (move->window, error->message);
      return;
    }
  g_array_append_vals (removal->removed, gone->data, gone->len);
  show_toast (removal, move);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Move) move = user_data;
  Removal *removal = get_removal (move->window);
  gint64 id;

  /* A case that could not be saved can be deleted all the same; one that nobody touched is none. */
  danbi_autosave_flush_finish (DANBI_AUTOSAVE (source), result, NULL);
  id = move->id = danbi_case_get_id (move->item);
  if (id != 0)
    danbi_desk_bin_cases_async (removal->desk, &id, 1, NULL, binned_cb, g_steal_pointer (&move));
}

static void
remove_case_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  Removal *removal = get_removal (user_data);
  Move *move = move_new (user_data, get_case (user_data), 0);

  g_action_group_activate_action (G_ACTION_GROUP (user_data), "new-case", NULL);
  danbi_autosave_flush_async (removal->autosave, flushed_cb, move);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;
  gboolean restored = danbi_desk_restore_cases_finish (DANBI_DESK (source), result, &error);

  if (is_closed (get_removal (move->window)))
    return;
  if (restored)
    danbi_window_open_case (move->window, move->id);
  else
    danbi_window_show_problem (move->window, error->message);
}

/* Takes a case off the list of those that can be taken back. Returns 0 where it is not there. */
static gint64
take_removed (Removal *removal,
              gint64   id)
{
  GArray *removed = removal->removed;

  for (guint i = removed->len; i > 0; i--)
    {
      gint64 at = g_array_index (removed, gint64, i - 1);

      if (id != 0 && at != id)
        continue;
      g_array_remove_index (removed, i - 1);
      return at;
    }
  return 0;
}

static void
undo_remove_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  Removal *removal = get_removal (user_data);
  gint64 id = take_removed (removal, g_variant_get_int64 (parameter));

  if (id == 0)
    return;
  hide_toast (removal);
  danbi_desk_restore_cases_async (removal->desk, &id, 1, NULL, restored_cb,
                                  move_new (user_data, NULL, id));
}

/* Whoever deletes it: what is in the bin must not be typed into. */
static void
case_deleted_cb (DanbiDesk   *desk,
                 gint64       id,
                 DanbiWindow *window)
{
  if (!is_closed (get_removal (window)) && danbi_case_get_id (get_case (window)) == id)
    g_action_group_activate_action (G_ACTION_GROUP (window), "new-case", NULL);
}

static const GActionEntry actions[] = {
  { "remove-case", remove_case_action },
  { "undo-remove", undo_remove_action, "x" },
};

/**
 * danbi_removal_attach:
 * @window: the window
 * @desk: where cases are deleted
 * @autosave: what saves the open case
 * @toasts: where it is said, with the way back
 *
 * Adds deleting to a window, and taking it back.
 */
void
danbi_removal_attach (DanbiWindow     *window,
                      DanbiDesk       *desk,
                      DanbiAutosave   *autosave,
                      AdwToastOverlay *toasts)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->desk = g_object_ref (desk);
  removal->autosave = g_object_ref (autosave);
  removal->toasts = toasts;
  removal->removed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_object_set_data_full (G_OBJECT (window), REMOVAL_KEY, removal, (GDestroyNotify) removal_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
  g_signal_connect_object (desk, "case-deleted", G_CALLBACK (case_deleted_cb), window, 0);
}

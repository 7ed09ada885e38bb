/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one window: the list of cases, the open case, and every action on them. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-autosave.h"
#include "danbi-case-row.h"
#include "danbi-case-sidebar.h"
#include "danbi-clock-banner.h"
#include "danbi-clock.h"
#include "danbi-dropping.h"
#include "danbi-file-dialog.h"
#include "danbi-file-drop.h"
#include "danbi-held-key.h"
#include "danbi-notifier.h"
#include "danbi-outbox.h"
#include "danbi-password-dialog.h"
#include "danbi-phrases.h"
#include "danbi-reader.h"
#include "danbi-removal.h"
#include "danbi-settings.h"
#include "danbi-side-windows.h"
#include "danbi-template-menu.h"
#include "danbi-window-size.h"
#include "danbi-window.h"

/* How many cases from the top are counted as ready: more are not sent in one day. */
#define MAX_COUNTED 500

struct _DanbiWindow
{
  AdwApplicationWindow parent_instance;

  GtkRevealer *practice_revealer;
  DanbiClockBanner *clock;
  GtkRevealer *problem_revealer;
  GtkLabel *problem;
  GtkButton *send_button;
  AdwSplitButton *new_button;
  DanbiCaseSidebar *sidebar;
  DanbiCasePage *page;
  GtkRevealer *drop_revealer;
  AdwToastOverlay *toasts;

  DanbiDesk *desk;
  DanbiAutosave *autosave;
  DanbiOutbox *outbox;
  DanbiNotifier *notifier;
  GSettings *settings;
  GCancellable *loading;
  DanbiDropping *dropping;
  guint count_id;
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (DanbiWindow, danbi_window, ADW_TYPE_APPLICATION_WINDOW)

static void
enable_action (DanbiWindow *self,
               const char  *name,
               gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static DanbiCase *
get_case (DanbiWindow *self)
{
  return danbi_case_page_get_case (self->page);
}

static void
update_actions (DanbiWindow *self)
{
  DanbiCase *item = get_case (self);
  gboolean editable = danbi_case_is_editable (item);
  gboolean adding = danbi_dropping_get_state (self->dropping) != DANBI_DROPPING_IDLE;

  enable_action (self, "add-images", editable && !adding);
  enable_action (self, "add-folder", editable && !adding);
  enable_action (self, "remove-images", editable && !adding);
  enable_action (self, "cancel-adding", adding);
  enable_action (self, "remove-case", editable);
  enable_action (self, "send-case", editable && !adding);
}

/* The open case */

static void
id_cb (DanbiCase   *item,
       GParamSpec  *pspec,
       DanbiWindow *self)
{
  if (item == get_case (self))
    danbi_case_sidebar_set_current (self->sidebar, danbi_case_get_id (item));
}

static void
state_cb (DanbiCase   *item,
          GParamSpec  *pspec,
          DanbiWindow *self)
{
  update_actions (self);
}

static void
show_adding (DanbiWindow *self)
{
  DanbiDroppingState state = danbi_dropping_get_state (self->dropping);

  danbi_image_list_set_adding (danbi_case_page_get_image_list (self->page),
                               danbi_dropping_get_case (self->dropping) == get_case (self) &&
                                 (state == DANBI_DROPPING_READING ||
                                  state == DANBI_DROPPING_COPYING));
}

/* What is going on with the open case stands in its bottom line. */
static void
show_way (DanbiWindow *self)
{
  DanbiStatusLine *line = danbi_case_page_get_status_line (self->page);
  DanbiWay way;
  DanbiSending *sending
    = danbi_outbox_find (self->outbox, danbi_case_get_id (get_case (self)), &way);

  danbi_status_line_set_way (line, sending ? &way : NULL,
                             sending ? danbi_sending_get_error_message (sending) : NULL);
}

static gboolean
let_go_cb (gpointer item)
{
  return G_SOURCE_REMOVE;
}

/* A case of thousands of images takes milliseconds to end: not in those in which the next one is to
 * stand there. */
static void
let_go_later (DanbiCase *item)
{
  g_idle_add_full (G_PRIORITY_LOW, let_go_cb, g_object_ref (item), g_object_unref);
}

static void
show_case (DanbiWindow *self,
           DanbiCase   *item)
{
  gint64 id = danbi_case_get_id (item);
  DanbiCase *last = get_case (self);

  if (last)
    {
      g_signal_handlers_disconnect_by_func (last, id_cb, self);
      g_signal_handlers_disconnect_by_func (last, state_cb, self);
      let_go_later (last);
    }
  danbi_autosave_set_case (self->autosave, item);
  danbi_case_page_set_case (self->page, self->desk, item);
  danbi_case_sidebar_set_current (self->sidebar, id);
  g_signal_connect_object (item, "notify::id", G_CALLBACK (id_cb), self, 0);
  g_signal_connect_object (item, "notify::state", G_CALLBACK (state_cb), self, 0);
  show_adding (self);
  show_way (self);
  update_actions (self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiCase) item = danbi_desk_load_case_finish (DANBI_DESK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (item)
    show_case (self, item);
  else
    danbi_window_show_problem (self, error->message);
}

static void
open_cb (DanbiCaseSidebar *sidebar,
         gint64            id,
         DanbiWindow      *self)
{
  danbi_window_open_case (self, id);
}

/* What was copied from the last patient's form must not be pasted into the next one's. What another
 * program copied is not ours to clear. */
static void
clear_clipboard (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

static void
new_case_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  DanbiWindow *self = user_data;
  g_autoptr (DanbiCase) item = danbi_desk_new_case (self->desk);

  clear_clipboard (gtk_widget_get_clipboard (GTK_WIDGET (self)));
  clear_clipboard (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)));
  show_case (self, item);
  danbi_case_page_focus_first (self->page);
}

/* The next case stands there at once, so that no key meant for it ends up in the last one; the last
 * one is on disk a moment later, or the bottom line says that it is not. */
static void
keep_case_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  DanbiWindow *self = user_data;

  g_action_group_activate_action (G_ACTION_GROUP (self), "new-case", NULL);
  danbi_autosave_flush_async (self->autosave, NULL, NULL);
}

static void
next_order_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  DanbiWindow *self = user_data;
  g_autoptr (DanbiCase) item = danbi_desk_next_order (self->desk, get_case (self));

  show_case (self, item);
  danbi_case_page_focus_first (self->page);
}

static void
next_finding_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  danbi_case_page_focus_next_finding (DANBI_WINDOW (user_data)->page);
}

/* Images */

static void
dropping_changed_cb (DanbiDropping *dropping,
                     DanbiWindow   *self)
{
  show_adding (self);
  update_actions (self);
}

static void
dropping_progress_cb (DanbiDropping *dropping,
                      const char    *text,
                      double         share,
                      DanbiWindow   *self)
{
  if (danbi_dropping_get_case (dropping) == get_case (self))
    danbi_image_list_set_progress (danbi_case_page_get_image_list (self->page), text, share);
}

static void
dropping_failed_cb (DanbiDropping *dropping,
                    const char    *message,
                    DanbiWindow   *self)
{
  danbi_window_show_problem (self, message);
}

static void
add_files (DanbiWindow *self,
           GListModel  *files)
{
  DanbiCase *item = get_case (self);

  if (!danbi_case_is_editable (item))
    {
      danbi_window_show_problem (self, _("This case was sent, its images stay as they are. Open or "
                                         "start another case and drop the images again."));
      return;
    }
  if (danbi_dropping_get_state (self->dropping) != DANBI_DROPPING_IDLE)
    {
      danbi_window_show_problem (self, _("Images are still being read. Wait until that is done, "
                                         "or cancel it, and drop the images again."));
      return;
    }
  danbi_window_hide_problem (self);
  danbi_dropping_start (self->dropping, item, files);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  DanbiWindow *self = DANBI_WINDOW (source);
  g_autoptr (GListModel) files = danbi_file_dialog_choose_finish (GTK_WINDOW (self), result, NULL);

  if (files && g_list_model_get_n_items (files) > 0)
    add_files (self, files);
}

static void
add_images_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  danbi_file_dialog_choose_async (GTK_WINDOW (user_data), FALSE, chosen_cb, NULL);
}

static void
add_folder_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  danbi_file_dialog_choose_async (GTK_WINDOW (user_data), TRUE, chosen_cb, NULL);
}

static void
cancel_adding_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  danbi_dropping_cancel (DANBI_WINDOW (user_data)->dropping);
}

static void
remove_images_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  danbi_case_page_remove_all_images (DANBI_WINDOW (user_data)->page);
}

static void
dropped_cb (GListModel *files,
            gpointer    user_data)
{
  add_files (DANBI_WINDOW (user_data), files);
}

/* Sending */

static void
moved_cb (DanbiOutbox *outbox,
          DanbiWindow *self)
{
  show_way (self);
}

static void
failed_cb (DanbiOutbox *outbox,
           const char  *message,
           DanbiWindow *self)
{
  danbi_window_show_problem (self, message);
}

static void
outcome_cb (DanbiQueue      *queue,
            DanbiSending    *sending,
            DanbiSendingRow *row,
            DanbiWindow     *self)
{
  const DanbiRecord *record = danbi_sending_row_get_record (row);

  if (record)
    danbi_notifier_tell_outcome (self->notifier, danbi_sending_row_get_case_id (row), record,
                                 danbi_sending_row_get_state (row));
}

static void
send_case_flushed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (DanbiWindow) self = user_data;
  gint64 id = danbi_case_get_id (get_case (self));
  g_autoptr (GError) error = NULL;

  if (danbi_autosave_flush_finish (DANBI_AUTOSAVE (source), result, &error) && id != 0)
    danbi_outbox_send (self->outbox, &id, 1,
                       danbi_settings_get_not_before_s (self->settings, danbi_clock_now_s ()));
  else if (error)
    danbi_window_show_problem (self, error->message);
}

static void
send_case_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  DanbiWindow *self = user_data;

  danbi_desk_check (self->desk, get_case (self));
  if (danbi_case_count_blocking (get_case (self)) > 0)
    {
      danbi_case_page_demand_all (self->page);
      danbi_case_page_focus_next_finding (self->page);
      return;
    }
  danbi_autosave_flush_async (self->autosave, send_case_flushed_cb, g_object_ref (self));
}

/* Nobody waits for a pause who says so. */
static void
settle_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  danbi_queue_retry (danbi_desk_get_queue (DANBI_WINDOW (user_data)->desk), NULL);
}

static gboolean
count_ready_cb (gpointer user_data)
{
  DanbiWindow *self = user_data;
  GListModel *cases = danbi_desk_get_cases (self->desk);
  guint n = MIN (g_list_model_get_n_items (cases), MAX_COUNTED);
  guint n_ready = 0;
  g_autofree char *label = NULL;

  self->count_id = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (cases, i);

      n_ready += danbi_case_row_get_state (row) == DANBI_STATE_READY;
    }
  label = danbi_phrase_send_button (n_ready);
  gtk_button_set_label (self->send_button, label);
  return G_SOURCE_REMOVE;
}

static void
cases_changed_cb (GListModel  *cases,
                  guint        position,
                  guint        removed,
                  guint        added,
                  DanbiWindow *self)
{
  if (self->count_id == 0)
    self->count_id = g_idle_add (count_ready_cb, self);
}

/* The window itself */

static void
time_passed_cb (DanbiClockBanner *clock,
                gboolean          much,
                DanbiWindow      *self)
{
  danbi_case_sidebar_tick (self->sidebar);
  danbi_notifier_tell_deadlines (self->notifier);
  show_way (self);
  /* What was in the future may be in the past now. */
  if (danbi_case_is_editable (get_case (self)))
    danbi_desk_check (self->desk, get_case (self));
  if (much)
    danbi_case_page_refresh (self->page);
  danbi_status_line_refresh (danbi_case_page_get_status_line (self->page));
}

static void
close_problem_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  danbi_window_hide_problem (DANBI_WINDOW (user_data));
}

static void
trouble_cb (DanbiDesk   *desk,
            const char  *message,
            DanbiWindow *self)
{
  danbi_window_show_problem (self, message);
}

static void
problem_cb (DanbiCasePage *page,
            const char    *message,
            DanbiWindow   *self)
{
  danbi_window_show_problem (self, message);
}

static const GActionEntry actions[] = {
  { "new-case", new_case_action },
  { "keep-case", keep_case_action },
  { "next-order", next_order_action },
  { "next-finding", next_finding_action },
  { "add-images", add_images_action },
  { "add-folder", add_folder_action },
  { "cancel-adding", cancel_adding_action },
  { "remove-images", remove_images_action },
  { "send-case", send_case_action },
  { "settle", settle_action },
  { "close-problem", close_problem_action },
};

static void
close_flushed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (DanbiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  self->closing = FALSE;
  if (danbi_autosave_flush_finish (DANBI_AUTOSAVE (source), result, &error))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    danbi_window_show_problem (self, error->message);
}

/* Nothing that was typed may be lost: the window closes once it is on disk. */
static gboolean
danbi_window_close_request (GtkWindow *window)
{
  DanbiWindow *self = DANBI_WINDOW (window);

  danbi_window_size_remember (window, self->settings, "window");
  danbi_dropping_cancel (self->dropping);
  if (danbi_autosave_is_clean (self->autosave))
    return FALSE;
  if (!self->closing)
    {
      self->closing = TRUE;
      danbi_autosave_flush_async (self->autosave, close_flushed_cb, g_object_ref (self));
    }
  return TRUE;
}

static void
danbi_window_dispose (GObject *object)
{
  DanbiWindow *self = DANBI_WINDOW (object);

  g_clear_handle_id (&self->count_id, g_source_remove);
  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->dropping);
  g_clear_object (&self->notifier);
  g_clear_object (&self->outbox);
  g_clear_object (&self->autosave);
  g_clear_object (&self->settings);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_window_parent_class)->dispose (object);
}

static void
danbi_window_class_init (DanbiWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = danbi_window_close_request;

  g_type_ensure (DANBI_TYPE_CASE_SIDEBAR);
  g_type_ensure (DANBI_TYPE_CASE_PAGE);
  g_type_ensure (DANBI_TYPE_CLOCK_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, practice_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, clock);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, send_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, page);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, drop_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiWindow, toasts);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_passed_cb);
}

static void
danbi_window_init (DanbiWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  danbi_file_drop_attach (GTK_WIDGET (self), self->drop_revealer, dropped_cb, self);
  danbi_held_key_attach (GTK_WINDOW (self));
}

/**
 * danbi_window_new:
 * @application: the application
 * @desk: the desk
 * @settings: (nullable): where the size is kept; %NULL: nowhere
 *
 * Returns: (transfer none): a window with a new case, owned by GTK
 */
DanbiWindow *
danbi_window_new (GtkApplication *application,
                  DanbiDesk      *desk,
                  GSettings      *settings)
{
  DanbiWindow *self = g_object_new (DANBI_TYPE_WINDOW, "application", application, NULL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (desk);
  GListModel *cases = danbi_desk_get_cases (desk);

  self->desk = g_object_ref (desk);
  self->settings = settings ? g_object_ref (settings) : NULL;
  self->autosave = danbi_autosave_new (desk);
  self->outbox = danbi_outbox_new (desk, self->autosave);
  self->notifier = danbi_notifier_new (application, desk);
  self->dropping = danbi_dropping_new (GTK_WINDOW (self), desk);
  g_signal_connect_object (self->dropping, "changed", G_CALLBACK (dropping_changed_cb), self, 0);
  g_signal_connect_object (self->dropping, "progress", G_CALLBACK (dropping_progress_cb), self, 0);
  g_signal_connect_object (self->dropping, "failed", G_CALLBACK (dropping_failed_cb), self, 0);
  g_signal_connect_object (self->outbox, "moved", G_CALLBACK (moved_cb), self, 0);
  g_signal_connect_object (self->outbox, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (danbi_desk_get_queue (desk), "outcome", G_CALLBACK (outcome_cb), self,
                           0);
  g_signal_connect_object (desk, "trouble", G_CALLBACK (trouble_cb), self, 0);
  danbi_password_dialog_attach (GTK_WINDOW (self), desk);
  danbi_template_menu_attach (self, self->new_button, desk);
  danbi_removal_attach (self, desk, self->autosave, self->toasts);
  danbi_side_windows_attach (self, desk, self->outbox, settings);
  danbi_window_size_recall (GTK_WINDOW (self), settings, "window");
  danbi_case_sidebar_set_desk (self->sidebar, desk);
  danbi_status_line_set_autosave (danbi_case_page_get_status_line (self->page), self->autosave);
  danbi_image_list_set_settings (danbi_case_page_get_image_list (self->page), settings);
  g_signal_connect_object (cases, "items-changed", G_CALLBACK (cases_changed_cb), self, 0);
  count_ready_cb (self);
  show_case (self, item);
  danbi_case_page_focus_first (self->page);
  danbi_clock_banner_set_desk (self->clock, desk);
  return self;
}

/**
 * danbi_window_show_practice:
 * @self: the window
 *
 * Says, for as long as the window is open, that nothing leaves this computer.
 */
void
danbi_window_show_practice (DanbiWindow *self)
{
  gtk_revealer_set_reveal_child (self->practice_revealer, TRUE);
  gtk_window_set_title (GTK_WINDOW (self), _("Danbi, practice mode"));
}

/**
 * danbi_window_show_problem:
 * @self: the window
 * @message: a sentence that says what did not work and what to do
 *
 * Shows it below the header until it is closed or something new is tried.
 */
void
danbi_window_show_problem (DanbiWindow *self,
                           const char  *message)
{
  gtk_label_set_label (self->problem, message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  message, -1);
  gtk_revealer_set_reveal_child (self->problem_revealer, TRUE);
  danbi_reader_announce (GTK_WIDGET (self->problem), message);
}

/**
 * danbi_window_hide_problem:
 * @self: the window
 */
void
danbi_window_hide_problem (DanbiWindow *self)
{
  gtk_revealer_set_reveal_child (self->problem_revealer, FALSE);
}

/**
 * danbi_window_open_case:
 * @self: the window
 * @id: a stored case
 *
 * Shows it, once it is loaded, and what went before it is forgotten.
 */
void
danbi_window_open_case (DanbiWindow *self,
                        gint64       id)
{
  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  danbi_desk_load_case_async (self->desk, id, self->loading, loaded_cb, g_object_ref (self));
}

/**
 * danbi_window_offer_clinic:
 * @self: the window
 *
 * What the clinic says of itself comes into the open case, where nobody entered anything. A case
 * that nobody touched gives way to a new one: with these codes alone it is none to be kept.
 */
void
danbi_window_offer_clinic (DanbiWindow *self)
{
  DanbiCase *item = get_case (self);

  if (danbi_case_get_id (item) == 0 && danbi_autosave_is_clean (self->autosave))
    {
      g_autoptr (DanbiCase) blank = danbi_desk_new_case (self->desk);

      show_case (self, blank);
    }
  else if (danbi_case_get_state (item) == DANBI_STATE_DRAFT)
    danbi_desk_offer_clinic (self->desk, item);
}

/**
 * danbi_window_get_page:
 * @self: the window
 *
 * Returns: (transfer none): the page of the open case
 */
DanbiCasePage *
danbi_window_get_page (DanbiWindow *self)
{
  return self->page;
}

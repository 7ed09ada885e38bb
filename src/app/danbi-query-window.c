/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 查詢: cases found again, and what can be done with many of them. It stands beside the form, not
 * before it: a case that is opened from here is worked on there. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-case-query.h"
#include "danbi-clock.h"
#include "danbi-query-conditions.h"
#include "danbi-query-send.h"
#include "danbi-query-table.h"
#include "danbi-query-window.h"
#include "danbi-reader.h"
#include "danbi-settings.h"
#include "danbi-toast.h"
#include "danbi-window-size.h"

/* Countdowns are told in minutes. */
#define TICK_S 20
/* What a spreadsheet is given at once: more is made of it by nobody. */
#define MAX_COPIED 2000

struct _DanbiQueryWindow
{
  AdwWindow parent_instance;

  GtkRevealer *problem_revealer;
  GtkLabel *problem;
  DanbiQueryConditions *conditions;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  DanbiQueryTable *table;
  GtkStack *bar;
  GtkLabel *count;
  GtkSpinner *spinner;
  GtkButton *delete_button;
  GtkWidget *restore_button;
  GtkButton *send_button;
  GtkLabel *question;
  GtkWidget *cancel_button;

  DanbiDesk *desk;
  DanbiOutbox *outbox;
  GSettings *settings;
  DanbiCaseQuery *query;
  GCancellable *closing; /* stops what is being read when the window closes */
  GArray *acting;        /* gint64: the cases that the question is about; NULL: none is asked */
  AdwToast *queued;      /* what says that cases are on their way; weak */
  GArray *undoable;      /* gint64: those that went into the bin last */
  guint tick_id;
  gboolean full_ids;
  gboolean deleting;     /* the desk tells of cases that were deleted from here */
};

enum
{
  PROP_FULL_IDS = 1,
  N_PROPS,
};

enum
{
  OPEN,
  SENDING,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiQueryWindow, danbi_query_window, ADW_TYPE_WINDOW)

/* What is said */

static void
show_problem (DanbiQueryWindow *self,
              const char       *message)
{
  if (message)
    {
      gtk_label_set_label (self->problem, message);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);
    }
  gtk_revealer_set_reveal_child (self->problem_revealer, message != NULL);
}

/* Nothing is on its way after all. */
static void
send_failed_cb (DanbiOutbox      *outbox,
                const char       *message,
                DanbiQueryWindow *self)
{
  if (self->queued)
    adw_toast_dismiss (self->queued);
  show_problem (self, message);
}

static void
failed_cb (gpointer          source,
           const char       *message,
           DanbiQueryWindow *self)
{
  show_problem (self, message);
}

/* It lives on for a moment while something comes back that was asked for. */
static gboolean
is_closed (DanbiQueryWindow *self)
{
  return g_cancellable_is_cancelled (self->closing);
}

/* What is shown */

static guint
count_found (DanbiQueryWindow *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->query));
}

static gboolean
is_binned (DanbiQueryWindow *self)
{
  DanbiCaseConditions conditions;

  danbi_query_conditions_get (self->conditions, &conditions);
  return conditions.binned;
}

/* Those that are ticked; where none is, the current one. */
static guint
count_acting (DanbiQueryWindow *self)
{
  guint n_ticked = danbi_case_query_get_n_ticked (self->query);

  return n_ticked > 0 ? n_ticked : MIN (count_found (self), 1);
}

static GArray *
dup_acting (DanbiQueryWindow *self)
{
  GArray *ids = danbi_case_query_dup_ticked (self->query);
  gint64 current = danbi_query_table_get_current (self->table);

  if (ids->len == 0 && current != 0)
    g_array_append_val (ids, current);
  return ids;
}

static void
enable (DanbiQueryWindow *self,
        const char       *action,
        gboolean          enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

static void
show_actions (DanbiQueryWindow *self)
{
  gboolean binned = is_binned (self);
  guint n = count_acting (self);
  guint n_named = MAX (n, 1);
  g_autofree char *count
    = danbi_query_phrase_count (count_found (self), danbi_case_query_get_n_ticked (self->query));
  g_autofree char *send
    = g_strdup_printf (ngettext ("Send %u Case", "Send %u Cases", n_named), n_named);

  gtk_label_set_label (self->count, count);
  gtk_button_set_label (self->send_button, send);
  gtk_button_set_label (self->delete_button, binned ? _("Delete for Good…") : _("Move to Bin"));
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), !binned);
  gtk_widget_set_visible (self->restore_button, binned);
  enable (self, "query.send",
          !binned
            && (danbi_case_query_get_n_ticked (self->query) > 0
                || danbi_query_table_is_ready (self->table)));
  enable (self, "query.restore", n > 0 && binned);
  enable (self, "query.delete", n > 0);
  enable (self, "query.copy", n > 0);
}

static const char *
get_page (DanbiQueryWindow *self)
{
  DanbiCaseConditions conditions;

  danbi_query_conditions_get (self->conditions, &conditions);
  if (count_found (self) > 0)
    return "cases";
  if (!danbi_query_conditions_are_open (self->conditions) || conditions.states != 0)
    return "nothing";
  return conditions.binned ? "bin" : "none";
}

static void
end_question (DanbiQueryWindow *self)
{
  g_clear_pointer (&self->acting, g_array_unref);
  gtk_stack_set_visible_child_name (self->bar, "actions");
}

/* What is looked at has the focus no longer when there is nothing to look at. */
static void
answered_cb (DanbiCaseQuery   *query,
             gboolean          anew,
             DanbiQueryWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean in_list = focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));

  gtk_stack_set_visible_child_name (self->stack, get_page (self));
  if (in_list && count_found (self) == 0)
    danbi_query_conditions_search (self->conditions);
  show_actions (self);
}

static void
moved_cb (DanbiQueryTable  *table,
          DanbiQueryWindow *self)
{
  show_actions (self);
}

static void
searching_cb (DanbiCaseQuery   *query,
              GParamSpec       *pspec,
              DanbiQueryWindow *self)
{
  gtk_spinner_set_spinning (self->spinner, danbi_case_query_get_searching (query));
}

static void
ask (DanbiQueryWindow *self)
{
  DanbiCaseConditions conditions;

  danbi_query_conditions_get (self->conditions, &conditions);
  danbi_query_table_set_binned (self->table, conditions.binned);
  danbi_case_query_ask (self->query, &conditions);
}

/* Who was shown whole is not whom one looks for next. */
static void
conditions_changed_cb (DanbiQueryConditions *conditions,
                       DanbiQueryWindow     *self)
{
  end_question (self);
  show_problem (self, NULL);
  g_object_set (self, "full-ids", FALSE, NULL);
  ask (self);
}

static void
conditions_done_cb (DanbiQueryConditions *conditions,
                    DanbiQueryWindow     *self)
{
  if (count_found (self) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static gboolean
tick_cb (gpointer user_data)
{
  danbi_query_table_tell_anew (DANBI_QUERY_WINDOW (user_data)->table);
  return G_SOURCE_CONTINUE;
}

/* Actions */

static void
open_cb (DanbiQueryTable  *table,
         gint64            id,
         DanbiQueryWindow *self)
{
  if (is_binned (self))
    danbi_toast_say (self->toasts, _("Restore the case before you open it."), _("Restore"),
                     "query.restore", NULL);
  else
    g_signal_emit (self, signals[OPEN], 0, id);
}

/* Who closed the window, or began with the next patient, wants no more of it: no case goes, and the
 * clipboard stays clean. */
static GPtrArray *
take_rows (DanbiQueryWindow *self,
           GAsyncResult     *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = danbi_case_query_read_finish (self->query, result, &error);

  if (is_closed (self))
    return NULL;
  if (!rows)
    show_problem (self, error->message);
  return g_steal_pointer (&rows);
}

static void
sent_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (DanbiQueryWindow) self = user_data;
  g_autoptr (GPtrArray) rows = take_rows (self, result);
  g_autofree char *text = NULL;
  guint n_sent;

  if (!rows)
    return;
  text = danbi_query_send (rows, self->outbox,
                           danbi_settings_get_not_before_s (self->settings, danbi_clock_now_s ()),
                           &n_sent);
  g_set_weak_pointer (&self->queued,
                      danbi_toast_say (self->toasts, text, n_sent > 0 ? _("Show") : NULL,
                                       n_sent > 0 ? "query.sending" : NULL, NULL));
}

/* What is on its way is asked of the store: a list is as old as its last look. */
static void
send_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);
  g_autoptr (GArray) ids = dup_acting (self);

  show_problem (self, NULL);
  danbi_case_query_read_async (self->query, ids, self->closing, sent_read_cb, g_object_ref (self));
}

static void
sending_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  g_signal_emit (widget, signals[SENDING], 0);
}

static void
copied_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (DanbiQueryWindow) self = user_data;
  g_autoptr (GPtrArray) rows = take_rows (self, result);
  g_autofree char *text = NULL;
  g_autofree char *said = NULL;
  DanbiQueryView view;

  if (!rows)
    return;
  danbi_query_table_get_view (self->table, &view);
  text = danbi_query_phrase_table (rows, &view);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  said = danbi_query_phrase_copied (rows->len, count_acting (self) - rows->len);
  danbi_toast_say (self->toasts, said, NULL, NULL, NULL);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);
  g_autoptr (GArray) ids = dup_acting (self);

  g_array_set_size (ids, MIN (ids->len, MAX_COPIED));
  danbi_case_query_read_async (self->query, ids, self->closing, copied_read_cb,
                               g_object_ref (self));
}

static void
binned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiQueryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) gone = NULL;
  g_autofree char *text = NULL;

  self->deleting = TRUE;
  gone = danbi_desk_bin_cases_finish (DANBI_DESK (source), result, &error);
  self->deleting = FALSE;
  if (is_closed (self))
    return;
  if (!gone)
    {
      show_problem (self, error->message);
      return;
    }
  text = danbi_query_phrase_binned (gone->len);
  g_clear_pointer (&self->undoable, g_array_unref);
  self->undoable = g_steal_pointer (&gone);
  enable (self, "query.undo", TRUE);
  danbi_toast_show (self->toasts, text, "query.undo", NULL);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DanbiQueryWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!danbi_desk_restore_cases_finish (DANBI_DESK (source), result, &error) && !is_closed (self))
    show_problem (self, error->message);
}

static void
restore (DanbiQueryWindow *self,
         GArray           *ids)
{
  show_problem (self, NULL);
  danbi_desk_restore_cases_async (self->desk, (gconstpointer) ids->data, ids->len, NULL,
                                  restored_cb, g_object_ref (self));
}

static void
restore_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);
  g_autoptr (GArray) ids = dup_acting (self);

  restore (self, ids);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);
  g_autoptr (GArray) ids = g_steal_pointer (&self->undoable);

  enable (self, action_name, FALSE);
  restore (self, ids);
}

/* What cannot be undone is asked, and the answer that loses nothing has the focus. */
static void
ask_to_erase (DanbiQueryWindow *self,
              GArray           *ids)
{
  g_autofree char *text = danbi_query_phrase_erase (ids->len);

  g_clear_pointer (&self->acting, g_array_unref);
  self->acting = g_array_ref (ids);
  gtk_label_set_label (self->question, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->question), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  gtk_stack_set_visible_child_name (self->bar, "question");
  gtk_widget_grab_focus (self->cancel_button);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);
  g_autoptr (GArray) ids = dup_acting (self);

  show_problem (self, NULL);
  if (is_binned (self))
    ask_to_erase (self, ids);
  else
    danbi_desk_bin_cases_async (self->desk, (gconstpointer) ids->data, ids->len, NULL, binned_cb,
                                g_object_ref (self));
}

static void
erased_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiQueryWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!danbi_desk_erase_cases_finish (DANBI_DESK (source), result, &error) && !is_closed (self))
    show_problem (self, error->message);
}

static void
leave_question (DanbiQueryWindow *self)
{
  end_question (self);
  conditions_done_cb (self->conditions, self);
}

static void
erase_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);

  if (!self->acting)
    return;
  danbi_desk_erase_cases_async (self->desk, (gconstpointer) self->acting->data, self->acting->len,
                                NULL, erased_cb, g_object_ref (self));
  leave_question (self);
}

static void
tick_all_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);

  danbi_case_query_tick_all (self->query,
                             danbi_case_query_get_n_ticked (self->query) < count_found (self));
}

static void
clear_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);

  danbi_query_conditions_clear (self->conditions);
  danbi_query_conditions_search (self->conditions);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  danbi_query_conditions_search (DANBI_QUERY_WINDOW (widget)->conditions);
}

/* One step back: the question, the words, the window. */
static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (widget);

  if (self->acting)
    leave_question (self);
  else if (danbi_query_conditions_clear_words (self->conditions))
    danbi_query_conditions_search (self->conditions);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
close_problem_cb (GtkButton        *button,
                  DanbiQueryWindow *self)
{
  show_problem (self, NULL);
}

/* The window itself */

static void
danbi_query_window_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FULL_IDS:
      g_value_set_boolean (value, DANBI_QUERY_WINDOW (object)->full_ids);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_query_window_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (object);

  switch (prop_id)
    {
    case PROP_FULL_IDS:
      if (self->full_ids == g_value_get_boolean (value))
        return;
      self->full_ids = g_value_get_boolean (value);
      danbi_query_table_set_full_ids (self->table, self->full_ids);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
danbi_query_window_close_request (GtkWindow *window)
{
  g_cancellable_cancel (DANBI_QUERY_WINDOW (window)->closing);
  danbi_window_size_remember (window, DANBI_QUERY_WINDOW (window)->settings, "query");
  return GTK_WINDOW_CLASS (danbi_query_window_parent_class)->close_request (window);
}

static void
danbi_query_window_dispose (GObject *object)
{
  DanbiQueryWindow *self = DANBI_QUERY_WINDOW (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_cancellable_cancel (self->closing);
  g_clear_weak_pointer (&self->queued);
  g_clear_pointer (&self->acting, g_array_unref);
  g_clear_pointer (&self->undoable, g_array_unref);
  g_clear_object (&self->query);
  g_clear_object (&self->settings);
  g_clear_object (&self->outbox);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_query_window_parent_class)->dispose (object);
}

static void
danbi_query_window_finalize (GObject *object)
{
  g_object_unref (DANBI_QUERY_WINDOW (object)->closing);

  G_OBJECT_CLASS (danbi_query_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (DANBI_TYPE_QUERY_CONDITIONS);
  g_type_ensure (DANBI_TYPE_QUERY_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-query-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, conditions);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, table);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, count);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, delete_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, restore_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, send_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, question);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryWindow, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, conditions_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, conditions_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_problem_cb);
}

static void
add_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "query.full-ids", "full-ids");
  gtk_widget_class_install_action (widget_class, "query.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "query.sending", NULL, sending_action);
  gtk_widget_class_install_action (widget_class, "query.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "query.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "query.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "query.erase", NULL, erase_action);
  gtk_widget_class_install_action (widget_class, "query.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "query.tick-all", NULL, tick_all_action);
  gtk_widget_class_install_action (widget_class, "query.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "query.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "query.back", NULL, back_action);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK, "query.full-ids",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_u, GDK_CONTROL_MASK, "query.send",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "query.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "query.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "query.back", NULL);
}

static void
danbi_query_window_class_init (DanbiQueryWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = danbi_query_window_get_property;
  object_class->set_property = danbi_query_window_set_property;
  object_class->dispose = danbi_query_window_dispose;
  object_class->finalize = danbi_query_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = danbi_query_window_close_request;

  props[PROP_FULL_IDS]
    = g_param_spec_boolean ("full-ids", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * DanbiQueryWindow::open:
   * @id: a case
   *
   * Somebody wants to work on it.
   */
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * DanbiQueryWindow::sending:
   *
   * Cases were queued, and somebody wants to see how they fare.
   */
  signals[SENDING] = g_signal_new ("sending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  add_actions (widget_class);
  add_keys (widget_class);
}

static void
danbi_query_window_init (DanbiQueryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->closing = g_cancellable_new ();
  enable (self, "query.undo", FALSE);
}

static void
follow (DanbiQueryWindow *self)
{
  /* Another program, or the end of 30 days, may have changed what is there. */
  g_signal_connect_object (self, "notify::is-active", G_CALLBACK (danbi_case_query_refresh),
                           self->query, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->query, "answered", G_CALLBACK (answered_cb), self, 0);
  g_signal_connect_object (self->query, "ticks-changed", G_CALLBACK (show_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->query, "notify::searching", G_CALLBACK (searching_cb), self, 0);
  g_signal_connect_object (self->query, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->outbox, "failed", G_CALLBACK (send_failed_cb), self, 0);
  g_signal_connect_object (self->desk, "trouble", G_CALLBACK (failed_cb), self, 0);
}

/**
 * danbi_query_window_new:
 * @application: the application
 * @desk: the desk whose cases are found
 * @outbox: what queues those that are sent
 * @settings: (nullable): how large the window was, and whether it is after hours
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiQueryWindow *
danbi_query_window_new (GtkApplication *application,
                        DanbiDesk      *desk,
                        DanbiOutbox    *outbox,
                        GSettings      *settings)
{
  DanbiQueryWindow *self = g_object_new (DANBI_TYPE_QUERY_WINDOW, "application", application, NULL);

  self->desk = g_object_ref (desk);
  self->outbox = g_object_ref (outbox);
  self->settings = settings ? g_object_ref (settings) : NULL;
  self->query = danbi_case_query_new (desk);
  follow (self);
  danbi_query_table_set_query (self->table, self->query, danbi_desk_get_rulebook (desk));
  danbi_query_conditions_take_keys_of (self->conditions, GTK_WIDGET (self));
  danbi_window_size_recall (GTK_WINDOW (self), settings, "query");
  self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  ask (self);
  danbi_reader_focus_first (GTK_WIDGET (self), danbi_query_conditions_get_words (self->conditions));
  return self;
}

/**
 * danbi_query_window_is_deleting:
 * @self: the window
 *
 * Returns: whether what is told of deleted cases comes from here
 */
gboolean
danbi_query_window_is_deleting (DanbiQueryWindow *self)
{
  return self->deleting;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list below an entry: it narrows while one types and never takes the focus away. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-choice-popover.h"
#include "danbi-clock.h"
#include "danbi-reader-item.h"
#include "danbi-reader.h"
#include "danbi-wrapping.h"

/* A frame lasts as long as it takes to make some thirty rows. What fits below the entry comes
 * first, the others follow. */
#define FIRST_ROWS 10
#define ROWS_A_FRAME 6

struct _DanbiChoicePopover
{
  GtkPopover parent_instance;

  GtkListView *list;
  GtkSingleSelection *selection;
  GtkSliceListModel *shown;
  guint growing_id;
  gint64 begun_in; /* the frame that shows the first rows */
  GtkLabel *hint;
  GtkWidget *forgotten_bar;
  GtkLabel *forgotten;
  gboolean moving; /* the selection is being moved by a key or by the program */

  DanbiDesk *desk;
  DanbiCase *item;
  GCancellable *finding; /* NULL: what is shown is what was asked for */
  gboolean on_first;     /* what is found is to be shown with its first line selected */
};

enum
{
  CHOSEN,
  FORGET,
  RECALL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiChoicePopover, danbi_choice_popover, GTK_TYPE_POPOVER)

/* Nothing of a list outlives it: those of patients tell who was here before. */
static void
set_choices (DanbiChoicePopover *self,
             GListModel         *choices)
{
  self->moving = TRUE;
  gtk_slice_list_model_set_model (self->shown, NULL);
  gtk_slice_list_model_set_size (self->shown, FIRST_ROWS);
  gtk_slice_list_model_set_model (self->shown, choices);
  self->moving = FALSE;
}

static gboolean
is_complete (DanbiChoicePopover *self)
{
  GListModel *choices = gtk_slice_list_model_get_model (self->shown);

  return !choices
         || g_list_model_get_n_items (choices) <= gtk_slice_list_model_get_size (self->shown);
}

static gboolean
grow_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  DanbiChoicePopover *self = DANBI_CHOICE_POPOVER (widget);

  /* Not yet in the frame in which the first ones are made. */
  if (gdk_frame_clock_get_frame_counter (clock) == self->begun_in)
    return G_SOURCE_CONTINUE;
  gtk_slice_list_model_set_size (self->shown,
                                 gtk_slice_list_model_get_size (self->shown) + ROWS_A_FRAME);
  if (!is_complete (self))
    return G_SOURCE_CONTINUE;
  self->growing_id = 0;
  return G_SOURCE_REMOVE;
}

static void
grow (DanbiChoicePopover *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  self->begun_in = clock ? gdk_frame_clock_get_frame_counter (clock) + 1 : 0;
  if (self->growing_id == 0 && !is_complete (self))
    self->growing_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, NULL, NULL);
}

static void
stop_finding (DanbiChoicePopover *self)
{
  if (self->finding)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_object (&self->desk);
  g_clear_object (&self->item);
}

static void
closed_cb (DanbiChoicePopover *self)
{
  stop_finding (self);
  set_choices (self, NULL);
  gtk_widget_set_visible (self->forgotten_bar, FALSE);
}

static DanbiChoice *
get_selected (DanbiChoicePopover *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static void
choose (DanbiChoicePopover *self,
        guint               position)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  g_autoptr (DanbiChoice) choice = g_list_model_get_item (model, position);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (choice)
    g_signal_emit (self, signals[CHOSEN], 0, choice);
}

/* What Delete would do is said where it would. */
static void
show_hint (DanbiChoicePopover *self)
{
  DanbiChoice *choice = get_selected (self);

  gtk_widget_set_visible (GTK_WIDGET (self->hint), choice && danbi_choice_is_remembered (choice));
}

/* What selects without being a key is a click. A list that activates on a single click would also
 * select what the mouse happens to rest on. */
static void
selected_cb (GtkSingleSelection *selection,
             GParamSpec         *pspec,
             DanbiChoicePopover *self)
{
  guint position = gtk_single_selection_get_selected (selection);

  if (!self->moving && position != GTK_INVALID_LIST_POSITION)
    choose (self, position);
  else
    show_hint (self);
}

static void
select_quietly (DanbiChoicePopover *self,
                guint               position)
{
  self->moving = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->moving = FALSE;
}

/* The focus stays in the entry: where the arrows are is told from there. */
static void
tell_selected (DanbiChoicePopover *self)
{
  DanbiChoice *choice = get_selected (self);
  g_autofree char *said = choice ? danbi_choice_dup_said (choice) : NULL;

  if (said)
    danbi_reader_announce (GTK_WIDGET (self->list), said);
}

static void
move_selection (DanbiChoicePopover *self,
                int                 step)
{
  guint at = gtk_single_selection_get_selected (self->selection);
  guint n;

  /* Who goes up from the first line goes to the last one. */
  gtk_slice_list_model_set_size (self->shown, G_MAXUINT);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (n == 0)
    return;
  if (at == GTK_INVALID_LIST_POSITION)
    at = step > 0 ? 0 : n - 1;
  else
    at = (guint) CLAMP ((int) at + step, 0, (int) n - 1);
  select_quietly (self, at);
  tell_selected (self);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", at);
}

/* Returns whether the key was for the list: only what was selected and remembered is forgotten. */
static gboolean
forget_selected (DanbiChoicePopover *self)
{
  DanbiChoice *choice = get_selected (self);

  if (!choice || !danbi_choice_is_remembered (choice))
    return FALSE;
  /* The list is another one when the signal returns. */
  g_object_ref (choice);
  g_signal_emit (self, signals[FORGET], 0, choice);
  g_object_unref (choice);
  return TRUE;
}

static void
recall_cb (DanbiChoicePopover *self)
{
  g_signal_emit (self, signals[RECALL], 0);
}

static void
danbi_choice_popover_dispose (GObject *object)
{
  stop_finding (DANBI_CHOICE_POPOVER (object));

  G_OBJECT_CLASS (danbi_choice_popover_parent_class)->dispose (object);
}

static void
danbi_choice_popover_class_init (DanbiChoicePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_choice_popover_dispose;

  /**
   * DanbiChoicePopover::chosen:
   * @choice: what was chosen
   *
   * A choice was made, by key or by click.
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, DANBI_TYPE_CHOICE);

  /**
   * DanbiChoicePopover::forget:
   * @choice: a remembered one
   *
   * It is not to be offered any more.
   */
  signals[FORGET] = g_signal_new ("forget", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, DANBI_TYPE_CHOICE);

  /**
   * DanbiChoicePopover::recall:
   *
   * What was forgotten last is wanted back.
   */
  signals[RECALL] = g_signal_new ("recall", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DANBI_TYPE_READER_ITEM);
  g_type_ensure (DANBI_TYPE_WRAPPING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-choice-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, selection);
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, shown);
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, hint);
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, forgotten_bar);
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, forgotten);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, recall_cb);
}

static void
danbi_choice_popover_init (DanbiChoicePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_choice_popover_new:
 *
 * Returns: (transfer full): a popover, to be given a parent
 */
GtkWidget *
danbi_choice_popover_new (void)
{
  return g_object_new (DANBI_TYPE_CHOICE_POPOVER, NULL);
}

/* One code alone is chosen by Return; a patient is never chosen before somebody moved to them. */
static gboolean
is_foregone (GListModel *choices)
{
  g_autoptr (DanbiChoice) first = g_list_model_get_item (choices, 0);

  return g_list_model_get_n_items (choices) == 1 && !danbi_choice_get_patient (first);
}

/**
 * danbi_choice_popover_show:
 * @self: the popover
 * @choices: a list of #DanbiChoice; an empty one hides the popover
 * @on_first: whether the first line is selected, as if an arrow key had come to it
 *
 * Shows the choices. One code alone is selected, so that Return takes it; of several none is, and
 * never a patient.
 */
void
danbi_choice_popover_show (DanbiChoicePopover *self,
                           GListModel         *choices,
                           gboolean            on_first)
{
  stop_finding (self);
  if (g_list_model_get_n_items (choices) == 0 && !gtk_widget_get_visible (self->forgotten_bar))
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  set_choices (self, choices);
  select_quietly (self, is_foregone (choices) ? 0 : GTK_INVALID_LIST_POSITION);
  show_hint (self);
  gtk_popover_popup (GTK_POPOVER (self));
  grow (self);
  if (on_first)
    move_selection (self, 1);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DanbiChoicePopover) self = user_data;
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (GListModel) choices = NULL;
  g_autoptr (GError) error = NULL;

  patients = danbi_desk_find_patients_finish (DANBI_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!patients)
    {
      danbi_choice_popover_close (self);
      return;
    }
  choices = danbi_choice_list_new_patients (patients, danbi_desk_get_rules (self->desk, self->item),
                                            danbi_clock_now_s ());
  danbi_choice_popover_show (self, choices, self->on_first);
}

/**
 * danbi_choice_popover_find:
 * @self: the popover
 * @desk: where patients are looked up
 * @item: the case that is being typed
 * @field: the field
 * @typed: what stands in it
 * @on_first: whether the first line is selected then
 *
 * Shows the patients that what was typed may mean, as soon as they are found; those before stay in
 * sight until then, but no key chooses them any more.
 */
void
danbi_choice_popover_find (DanbiChoicePopover *self,
                           DanbiDesk          *desk,
                           DanbiCase          *item,
                           DanbiField          field,
                           const char         *typed,
                           gboolean            on_first)
{
  stop_finding (self);
  self->desk = g_object_ref (desk);
  self->item = g_object_ref (item);
  self->on_first = on_first;
  self->finding = g_cancellable_new ();
  danbi_desk_find_patients_async (desk, item, field, typed, self->finding, found_cb,
                                  g_object_ref (self));
}

/**
 * danbi_choice_popover_close:
 * @self: the popover
 *
 * Hides it, and what is still being looked up is not shown.
 */
void
danbi_choice_popover_close (DanbiChoicePopover *self)
{
  stop_finding (self);
  gtk_popover_popdown (GTK_POPOVER (self));
}

/**
 * danbi_choice_popover_tell_forgotten:
 * @self: the popover
 * @choice: (nullable): what was forgotten; %NULL: it was recalled
 *
 * Says so below the list, with the way back.
 */
void
danbi_choice_popover_tell_forgotten (DanbiChoicePopover *self,
                                     DanbiChoice        *choice)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->forgotten_bar, choice != NULL);
  if (!choice)
    return;
  text = g_strdup_printf (_("%s is no longer offered first"), danbi_choice_get_code (choice));
  gtk_label_set_label (self->forgotten, text);
}

/**
 * danbi_choice_popover_wants_recall:
 * @self: the popover
 *
 * Returns: whether to undo now means to recall what was forgotten
 */
gboolean
danbi_choice_popover_wants_recall (DanbiChoicePopover *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) &&
         gtk_widget_get_visible (self->forgotten_bar);
}

/**
 * danbi_choice_popover_handle_key:
 * @self: the popover
 * @keyval: a key that was pressed in the entry
 *
 * Lets the arrow keys move through the list, Return choose, Delete forget and Escape close it.
 *
 * Returns: whether the key was for the list
 */
gboolean
danbi_choice_popover_handle_key (DanbiChoicePopover *self,
                                 guint               keyval)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (self->finding && keyval == GDK_KEY_Escape)
    {
      danbi_choice_popover_close (self);
      return TRUE;
    }
  if (self->finding || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selection (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selection (self, -1);
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      return forget_selected (self);
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self));
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (selected == GTK_INVALID_LIST_POSITION)
        return FALSE;
      choose (self, selected);
      return TRUE;
    default:
      return FALSE;
    }
}

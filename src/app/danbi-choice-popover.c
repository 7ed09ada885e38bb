/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list below an entry: it narrows while one types and never takes the focus away. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-choice-popover.h"
#include "danbi-reader-item.h"
#include "danbi-reader.h"

struct _DanbiChoicePopover
{
  GtkPopover parent_instance;

  GtkListView *list;
  GtkSingleSelection *selection;
  GtkLabel *hint;
  GtkWidget *forgotten_bar;
  GtkLabel *forgotten;
  gboolean moving; /* the selection is being moved by a key or by the program */
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
  gtk_single_selection_set_model (self->selection, choices);
  self->moving = FALSE;
}

static void
closed_cb (DanbiChoicePopover *self)
{
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
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint at = gtk_single_selection_get_selected (self->selection);

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
danbi_choice_popover_class_init (DanbiChoicePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

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
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-choice-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, selection);
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
 *
 * Shows the choices. One code alone is selected, so that Return takes it; of several none is, and
 * never a patient.
 */
void
danbi_choice_popover_show (DanbiChoicePopover *self,
                           GListModel         *choices)
{
  if (g_list_model_get_n_items (choices) == 0 && !gtk_widget_get_visible (self->forgotten_bar))
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  set_choices (self, choices);
  select_quietly (self, is_foregone (choices) ? 0 : GTK_INVALID_LIST_POSITION);
  show_hint (self);
  gtk_popover_popup (GTK_POPOVER (self));
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

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
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

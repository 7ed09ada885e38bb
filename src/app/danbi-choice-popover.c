/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list below an entry: it narrows while one types and never takes the focus away. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-choice-popover.h"
#include "danbi-choice.h"

struct _DanbiChoicePopover
{
  GtkPopover parent_instance;

  GtkListView *list;
  GtkSingleSelection *selection;
  gboolean moving; /* the selection is being moved by a key or by the program */
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiChoicePopover, danbi_choice_popover, GTK_TYPE_POPOVER)

static void
choose (DanbiChoicePopover *self,
        guint               position)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  g_autoptr (DanbiChoice) choice = g_list_model_get_item (model, position);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (choice)
    g_signal_emit (self, signals[CHOSEN], 0, danbi_choice_get_value (choice));
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
}

static void
select_quietly (DanbiChoicePopover *self,
                guint               position)
{
  self->moving = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->moving = FALSE;
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
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", at);
}

static void
danbi_choice_popover_class_init (DanbiChoicePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * DanbiChoicePopover::chosen:
   * @value: what the field is to hold
   *
   * A choice was made, by key or by click.
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-choice-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiChoicePopover, selection);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
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

/**
 * danbi_choice_popover_show:
 * @self: the popover
 * @choices: a list of #DanbiChoice; an empty one hides the popover
 *
 * Shows the choices. One alone is selected, so that Return takes it; of several none is.
 */
void
danbi_choice_popover_show (DanbiChoicePopover *self,
                           GListModel         *choices)
{
  self->moving = TRUE;
  gtk_single_selection_set_model (self->selection, choices);
  self->moving = FALSE;
  select_quietly (self, g_list_model_get_n_items (choices) == 1 ? 0 : GTK_INVALID_LIST_POSITION);
  if (g_list_model_get_n_items (choices) == 0)
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    gtk_popover_popup (GTK_POPOVER (self));
}

/**
 * danbi_choice_popover_handle_key:
 * @self: the popover
 * @keyval: a key that was pressed in the entry
 *
 * Lets the arrow keys move through the list, Return choose and Escape close it.
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was dropped as a tree of patients, studies and series, from which one chooses for a case. It
 * is modal: images of two patients in one case are the worst that can happen. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-chooser-row.h"
#include "danbi-chooser.h"
#include "danbi-drop-phrases.h"

/* The thumbnail is shown at 56 pixels, on a screen of double density at 112. */
#define THUMBNAIL_SIDE 112
/* A list keeps some two hundred rows bound. */
#define MAX_THUMBNAILS 400
/* A study of more series is summed up by its own line until somebody unfolds it. */
#define MAX_UNFOLDED 30

struct _DanbiChooser
{
  AdwWindow parent_instance;

  AdwWindowTitle *heading;
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkLabel *chosen;
  GtkButton *take_button;

  DanbiDrop *drop;
  const DanbiOrderClass *image_class;
  DanbiThumbnailer *thumbnailer;
  GtkTreeListModel *tree;
  GPtrArray *rows;       /* GtkTreeExpander, those that show a line now */
  gboolean answered;
};

enum
{
  SIGNAL_TAKE,
  SIGNAL_CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiChooser, danbi_chooser, ADW_TYPE_WINDOW)

/* What is chosen */

static void
refresh (DanbiChooser *self)
{
  guint n_images, n_others, n_left_out;
  g_autofree char *chosen = NULL;
  g_autofree char *take = NULL;

  danbi_drop_count_chosen (self->drop, &n_images, &n_others, &n_left_out);
  chosen = danbi_phrase_drop_chosen (n_images, n_others, n_left_out);
  take = danbi_phrase_drop_take (n_images);
  gtk_label_set_label (self->chosen, chosen);
  gtk_button_set_label (self->take_button, take);
  gtk_widget_set_sensitive (GTK_WIDGET (self->take_button), n_images + n_others > 0);
}

static void
changed_cb (DanbiDrop    *drop,
            DanbiChooser *self)
{
  refresh (self);
}

static void
answer (DanbiChooser *self,
        guint         signal)
{
  if (self->answered)
    return;
  self->answered = TRUE;
  g_signal_emit (self, signals[signal], 0);
}

static void
take_cb (GtkButton    *button,
         DanbiChooser *self)
{
  answer (self, SIGNAL_TAKE);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* The rows */

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              DanbiChooser       *self)
{
  GtkWidget *expander = g_object_new (GTK_TYPE_TREE_EXPANDER, "accessible-role",
                                      GTK_ACCESSIBLE_ROLE_TREE_ITEM, NULL);

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), danbi_chooser_row_new ());
  gtk_list_item_set_child (item, expander);
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             DanbiChooser       *self)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkTreeListRow *line = gtk_list_item_get_item (item);
  g_autoptr (DanbiDropNode) node = gtk_tree_list_row_get_item (line);

  gtk_tree_expander_set_list_row (expander, line);
  danbi_chooser_row_bind (DANBI_CHOOSER_ROW (gtk_tree_expander_get_child (expander)), self->drop,
                          node, self->image_class, self->thumbnailer);
  g_ptr_array_add (self->rows, expander);
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               DanbiChooser       *self)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->rows, expander);
  danbi_chooser_row_unbind (DANBI_CHOOSER_ROW (gtk_tree_expander_get_child (expander)));
  gtk_tree_expander_set_list_row (expander, NULL);
}

static GtkTreeExpander *
find_row (DanbiChooser *self,
          guint         position)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkTreeExpander *expander = g_ptr_array_index (self->rows, i);

      if (gtk_tree_list_row_get_position (gtk_tree_expander_get_list_row (expander)) == position)
        return expander;
    }
  return NULL;
}

/* The focus belongs to the expander, around the row. */
static gboolean
focus_position (DanbiChooser *self,
                guint         position)
{
  GtkTreeExpander *expander;

  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  expander = find_row (self, position);
  return expander && gtk_widget_grab_focus (GTK_WIDGET (expander));
}

/* Keys */

static GtkTreeListRow *
get_focused (DanbiChooser *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  for (guint i = 0; focus && i < self->rows->len; i++)
    {
      GtkTreeExpander *expander = g_ptr_array_index (self->rows, i);

      if (focus == GTK_WIDGET (expander) ||
          gtk_widget_is_ancestor (focus, GTK_WIDGET (expander)))
        return gtk_tree_expander_get_list_row (expander);
    }
  return NULL;
}

static void
toggle_focused (DanbiChooser   *self,
                GtkTreeListRow *line)
{
  GtkTreeExpander *expander = find_row (self, gtk_tree_list_row_get_position (line));

  danbi_chooser_row_toggle (DANBI_CHOOSER_ROW (gtk_tree_expander_get_child (expander)));
}

static void
fold (DanbiChooser   *self,
      GtkTreeListRow *line)
{
  g_autoptr (GtkTreeListRow) parent = gtk_tree_list_row_get_parent (line);

  if (gtk_tree_list_row_get_expanded (line))
    gtk_tree_list_row_set_expanded (line, FALSE);
  else if (parent)
    focus_position (self, gtk_tree_list_row_get_position (parent));
}

static void
unfold (DanbiChooser   *self,
        GtkTreeListRow *line)
{
  if (!gtk_tree_list_row_is_expandable (line))
    return;
  if (gtk_tree_list_row_get_expanded (line))
    focus_position (self, gtk_tree_list_row_get_position (line) + 1);
  else
    gtk_tree_list_row_set_expanded (line, TRUE);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                DanbiChooser          *self)
{
  GtkTreeListRow *line = get_focused (self);

  if (!line || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      toggle_focused (self, line);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      fold (self, line);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      unfold (self, line);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_KP_Enter:
      if (gtk_widget_get_sensitive (GTK_WIDGET (self->take_button)))
        take_cb (self->take_button, self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* The window itself */

static gboolean
danbi_chooser_close_request (GtkWindow *window)
{
  answer (DANBI_CHOOSER (window), SIGNAL_CANCEL);
  return GTK_WINDOW_CLASS (danbi_chooser_parent_class)->close_request (window);
}

static guint
find_first_chosen (DanbiChooser *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tree));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkTreeListRow) line = gtk_tree_list_model_get_row (self->tree, i);
      g_autoptr (DanbiDropNode) node = gtk_tree_list_row_get_item (line);

      if (danbi_drop_node_get_chosen (node) != DANBI_DROP_NONE)
        return i;
    }
  return 0;
}

/* The list has its rows only some frames after it is shown. */
static gboolean
focus_first_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  DanbiChooser *self = DANBI_CHOOSER (widget);

  return focus_position (self, find_first_chosen (self)) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
danbi_chooser_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (danbi_chooser_parent_class)->map (widget);
  gtk_widget_add_tick_callback (widget, focus_first_cb, NULL, NULL);
}

static void
danbi_chooser_dispose (GObject *object)
{
  DanbiChooser *self = DANBI_CHOOSER (object);

  answer (self, SIGNAL_CANCEL);
  if (self->selection)
    gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->tree);
  g_clear_object (&self->thumbnailer);
  g_clear_object (&self->drop);

  G_OBJECT_CLASS (danbi_chooser_parent_class)->dispose (object);
}

static void
danbi_chooser_finalize (GObject *object)
{
  g_ptr_array_unref (DANBI_CHOOSER (object)->rows);

  G_OBJECT_CLASS (danbi_chooser_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiChooser, heading);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooser, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooser, selection);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooser, chosen);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooser, take_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_cb);
}

static void
danbi_chooser_class_init (DanbiChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_chooser_dispose;
  object_class->finalize = danbi_chooser_finalize;
  widget_class->map = danbi_chooser_map;
  GTK_WINDOW_CLASS (klass)->close_request = danbi_chooser_close_request;

  signals[SIGNAL_TAKE] = g_signal_new ("take", DANBI_TYPE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", DANBI_TYPE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (DANBI_TYPE_CHOOSER_ROW);
  bind_template (widget_class);
}

static void
danbi_chooser_init (DanbiChooser *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GListModel *
create_children_cb (gpointer item,
                    gpointer user_data)
{
  GListModel *children = danbi_drop_node_get_children (DANBI_DROP_NODE (item));

  return children ? g_object_ref (children) : NULL;
}

/* What is chosen lies open, and so does the only patient. */
static void
unfold_chosen (GtkTreeListRow *line,
               gboolean        always)
{
  g_autoptr (DanbiDropNode) node = gtk_tree_list_row_get_item (line);
  GListModel *children = danbi_drop_node_get_children (node);
  guint n = children ? g_list_model_get_n_items (children) : 0;

  if (!children || n > MAX_UNFOLDED
      || (!always && danbi_drop_node_get_chosen (node) == DANBI_DROP_NONE))
    return;
  gtk_tree_list_row_set_expanded (line, TRUE);
  for (guint i = 0; danbi_drop_node_get_kind (node) == DANBI_DROP_PATIENT && i < n; i++)
    {
      g_autoptr (GtkTreeListRow) child = gtk_tree_list_row_get_child_row (line, i);

      unfold_chosen (child, FALSE);
    }
}

static void
show_drop (DanbiChooser *self)
{
  GListModel *patients = danbi_drop_get_patients (self->drop);
  guint n = g_list_model_get_n_items (patients);

  self->tree = gtk_tree_list_model_new (g_object_ref (patients), FALSE, FALSE, create_children_cb,
                                        NULL, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkTreeListRow) line = gtk_tree_list_model_get_child_row (self->tree, i);

      unfold_chosen (line, n == 1);
    }
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->tree));
}

/**
 * danbi_chooser_new:
 * @parent: the window it stands before
 * @desk: what knows the rules and makes the pictures
 * @item: the case that it was dropped on
 * @drop: what was dropped
 *
 * Returns: (transfer none): a window, not presented yet, owned by GTK
 */
DanbiChooser *
danbi_chooser_new (GtkWindow *parent,
                   DanbiDesk *desk,
                   DanbiCase *item,
                   DanbiDrop *drop)
{
  DanbiChooser *self = g_object_new (DANBI_TYPE_CHOOSER, "transient-for", parent, NULL);
  const DanbiOrderCode *order
    = danbi_rules_find_order (danbi_desk_get_rules (desk, item),
                              danbi_case_get_value (item, DANBI_FIELD_ORDER_CODE));
  g_autofree char *of_case = danbi_phrase_drop_case (danbi_case_get_record (item));

  self->drop = g_object_ref (drop);
  self->image_class = order ? order->image_class : NULL;
  self->thumbnailer = danbi_thumbnailer_new (desk, THUMBNAIL_SIDE, MAX_THUMBNAILS);
  adw_window_title_set_subtitle (self->heading, of_case);
  show_drop (self);
  g_signal_connect_object (drop, "changed", G_CALLBACK (changed_cb), self, 0);
  refresh (self);
  return self;
}

/**
 * danbi_chooser_get_drop:
 * @self: the chooser
 *
 * Returns: (transfer none): what was dropped, with what is chosen of it
 */
DanbiDrop *
danbi_chooser_get_drop (DanbiChooser *self)
{
  return self->drop;
}

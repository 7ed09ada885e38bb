/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the chooser: a patient, a study or a series, whether it is chosen, and why. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-chooser-row.h"
#include "danbi-drop-phrases.h"
#include "danbi-reader.h"

struct _DanbiChooserRow
{
  GtkBox parent_instance;

  GtkCheckButton *check;
  GtkImage *picture;
  GtkLabel *name;
  GtkLabel *detail;
  GtkWidget *verdict_box;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  GtkWidget *reason_box;
  GtkLabel *reason;
  GtkWidget *doubt_box;
  GtkImage *doubt_icon;
  GtkLabel *doubt;

  DanbiDrop *drop;
  DanbiDropNode *node;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DanbiChooserRow, danbi_chooser_row, GTK_TYPE_BOX)

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiChooserRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = danbi_thumbnailer_load_finish (DANBI_THUMBNAILER (source),
                                                                  result, &error);

  /* What was asked for a line that the row does not show any more was cancelled. */
  if (texture)
    gtk_image_set_from_paintable (self->picture, GDK_PAINTABLE (texture));
}

static void
load_picture (DanbiChooserRow  *self,
              DanbiThumbnailer *thumbnailer)
{
  DanbiImage *image = danbi_drop_node_get_representative (self->node);

  gtk_image_set_from_icon_name (self->picture, "image-x-generic-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->picture), image != NULL);
  if (!image)
    return;
  self->cancellable = g_cancellable_new ();
  danbi_thumbnailer_load_async (thumbnailer, image, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

/* What has the focus is the expander around the row: it must say the same, or a screen reader has
 * nothing to read. */
static GtkAccessible *
get_expander (DanbiChooserRow *self)
{
  return GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self)));
}

static void
describe_expander (DanbiChooserRow *self)
{
  g_autofree char *label = g_strjoin (", ", gtk_label_get_label (self->name),
                                      gtk_label_get_label (self->detail), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_accessible_update_property (get_expander (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  danbi_reader_name_item (GTK_WIDGET (get_expander (self)), label);
}

/* Of a patient that is refused, the studies need not say so again. */
static char *
dup_refusal (DanbiDropNode *node)
{
  DanbiDropKind kind = danbi_drop_node_get_kind (node);

  if (kind == DANBI_DROP_STUDY || kind == DANBI_DROP_SERIES)
    return g_strdup ("");
  return danbi_phrase_drop_refusal (danbi_drop_node_get_refusal (node));
}

static char *
dup_doubt (DanbiDropNode *node)
{
  g_autofree char *doubt = danbi_phrase_drop_doubt (danbi_drop_node_get_facts (node)->fits);
  g_autofree char *left_out = danbi_phrase_drop_left_out (node);

  return g_strconcat (doubt, *doubt && *left_out ? "\n" : "", left_out, NULL);
}

/* Why it fits, and what speaks against it; of what is refused only why it is. */
static void
show_doubt (DanbiChooserRow *self)
{
  gboolean refused = danbi_drop_node_get_refusal (self->node) != DANBI_DROP_ALLOWED;
  g_autofree char *text = refused ? dup_refusal (self->node) : dup_doubt (self->node);

  gtk_widget_set_visible (self->reason_box,
                          !refused && *gtk_label_get_label (self->reason) != '\0');
  gtk_label_set_label (self->doubt, text);
  gtk_image_set_from_icon_name (self->doubt_icon, refused ? "action-unavailable-symbolic"
                                                          : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->doubt_box, *text != '\0');
}

/* One tick may change each of the two hundred rows of the list: only what changes is told. */
static void
show_chosen (DanbiChooserRow *self)
{
  static const GtkAccessibleTristate states[] = {
    [DANBI_DROP_NONE] = GTK_ACCESSIBLE_TRISTATE_FALSE,
    [DANBI_DROP_SOME] = GTK_ACCESSIBLE_TRISTATE_MIXED,
    [DANBI_DROP_ALL] = GTK_ACCESSIBLE_TRISTATE_TRUE,
  };
  DanbiDropChosen chosen = danbi_drop_node_get_chosen (self->node);

  gtk_check_button_set_inconsistent (self->check, chosen == DANBI_DROP_SOME);
  gtk_check_button_set_active (self->check, chosen == DANBI_DROP_ALL);
  gtk_accessible_update_state (get_expander (self), GTK_ACCESSIBLE_STATE_CHECKED, states[chosen],
                               -1);
}

static void
show_refusal (DanbiChooserRow *self)
{
  gboolean allowed = danbi_drop_node_get_refusal (self->node) == DANBI_DROP_ALLOWED;
  const char *description;

  gtk_widget_set_sensitive (GTK_WIDGET (self->check), allowed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), allowed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->detail), allowed);
  gtk_widget_set_sensitive (self->verdict_box, allowed);
  gtk_widget_set_opacity (GTK_WIDGET (self->picture), allowed ? 1 : 0.5);
  show_doubt (self);
  description = gtk_label_get_label (gtk_widget_get_visible (self->doubt_box) ? self->doubt
                                                                              : self->reason);
  gtk_accessible_update_property (get_expander (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
  gtk_accessible_update_state (get_expander (self), GTK_ACCESSIBLE_STATE_DISABLED, !allowed, -1);
}

static void
node_changed_cb (DanbiDropNode   *node,
                 GParamSpec      *pspec,
                 DanbiChooserRow *self)
{
  if (g_str_equal (pspec->name, "chosen"))
    show_chosen (self);
  else
    show_refusal (self);
}

/* The button shows what is chosen; whether that changes is not the button's to say. */
static void
toggled_cb (GtkCheckButton  *check,
            DanbiChooserRow *self)
{
  DanbiDropChosen chosen = self->node ? danbi_drop_node_get_chosen (self->node) : DANBI_DROP_NONE;

  if (self->node && gtk_check_button_get_active (check) != (chosen == DANBI_DROP_ALL))
    danbi_chooser_row_toggle (self);
}

static void
show_verdict (DanbiChooserRow       *self,
              const DanbiOrderClass *image_class)
{
  const DanbiDropFacts *facts = danbi_drop_node_get_facts (self->node);
  DanbiDropKind kind = danbi_drop_node_get_kind (self->node);
  gboolean good;
  g_autofree char *text = danbi_phrase_drop_verdict (facts, image_class, &good);
  gboolean small = facts->size == DANBI_DROP_SIZE_SMALL;
  /* Of a study that is folded only what is wrong. */
  gboolean judged = kind == DANBI_DROP_SERIES || kind == DANBI_DROP_PICTURES
                    || (kind == DANBI_DROP_STUDY && small);

  gtk_label_set_wrap (self->verdict, small);
  gtk_label_set_label (self->verdict, text);
  gtk_image_set_from_icon_name (self->verdict_icon, small  ? "dialog-warning-symbolic"
                                                    : good ? "object-select-symbolic"
                                                           : "dialog-information-symbolic");
  gtk_widget_set_css_classes (self->verdict_box,
                              (const char *[]){ "verdict", small  ? "warning"
                                                           : good ? "success"
                                                                  : "plain", NULL });
  gtk_widget_set_visible (self->verdict_box, judged && (image_class || facts->n_images == 0));
}

/* Lines that wrap are slow to measure, and there may be thousands of series. */
static void
show_line (GtkLabel     *label,
           const char   *text,
           DanbiDropKind kind)
{
  gboolean wrap = kind != DANBI_DROP_SERIES;

  gtk_label_set_wrap (label, wrap);
  gtk_label_set_ellipsize (label, wrap ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_label (label, text);
}

static void
show_texts (DanbiChooserRow *self)
{
  const DanbiDropFacts *facts = danbi_drop_node_get_facts (self->node);
  DanbiDropKind kind = danbi_drop_node_get_kind (self->node);
  g_autofree char *name = danbi_phrase_drop_name (self->node);
  g_autofree char *detail = danbi_phrase_drop_detail (self->node);
  g_autofree char *reason = danbi_phrase_drop_reason (kind, facts->fits);

  show_line (self->name, name, kind);
  show_line (self->detail, detail, kind);
  gtk_label_set_label (self->reason, reason);
}

static void
danbi_chooser_row_dispose (GObject *object)
{
  danbi_chooser_row_unbind (DANBI_CHOOSER_ROW (object));

  G_OBJECT_CLASS (danbi_chooser_row_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, check);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, picture);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, name);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, detail);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, verdict_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, verdict);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, reason_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, reason);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, doubt_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, doubt_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiChooserRow, doubt);
}

static void
danbi_chooser_row_class_init (DanbiChooserRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_chooser_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-chooser-row.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
danbi_chooser_row_init (DanbiChooserRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_chooser_row_new:
 *
 * Returns: (transfer full): a row that shows nothing
 */
GtkWidget *
danbi_chooser_row_new (void)
{
  return g_object_new (DANBI_TYPE_CHOOSER_ROW, NULL);
}

/**
 * danbi_chooser_row_bind:
 * @self: a row in a #GtkTreeExpander
 * @drop: what was dropped
 * @node: the line of it to show
 * @image_class: (nullable): what images of the case must be like
 * @thumbnailer: what makes the picture of a series
 */
void
danbi_chooser_row_bind (DanbiChooserRow       *self,
                        DanbiDrop             *drop,
                        DanbiDropNode         *node,
                        const DanbiOrderClass *image_class,
                        DanbiThumbnailer      *thumbnailer)
{
  gboolean patient = danbi_drop_node_get_kind (node) == DANBI_DROP_PATIENT;

  g_set_object (&self->drop, drop);
  g_set_object (&self->node, node);
  g_signal_connect_object (node, "notify", G_CALLBACK (node_changed_cb), self, 0);
  if (patient)
    gtk_widget_add_css_class (GTK_WIDGET (self), "patient");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "patient");
  show_texts (self);
  show_verdict (self, image_class);
  load_picture (self, thumbnailer);
  describe_expander (self);
  show_chosen (self);
  show_refusal (self);
}

/**
 * danbi_chooser_row_unbind:
 * @self: the row
 *
 * Lets the line go and stops making its picture.
 */
void
danbi_chooser_row_unbind (DanbiChooserRow *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->node)
    g_signal_handlers_disconnect_by_func (self->node, node_changed_cb, self);
  g_clear_object (&self->node);
  g_clear_object (&self->drop);
}

/**
 * danbi_chooser_row_get_node:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): the line that it shows
 */
DanbiDropNode *
danbi_chooser_row_get_node (DanbiChooserRow *self)
{
  return self->node;
}

/**
 * danbi_chooser_row_toggle:
 * @self: the row
 *
 * Chooses all of the line, or nothing of it where all is chosen. What is refused stays as it is.
 */
void
danbi_chooser_row_toggle (DanbiChooserRow *self)
{
  danbi_drop_choose (self->drop, self->node,
                     danbi_drop_node_get_chosen (self->node) != DANBI_DROP_ALL);
  /* The button that was clicked shows what came of it. */
  show_chosen (self);
}

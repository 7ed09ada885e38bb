/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One image of the case: a small picture, its size against what is asked for, and the verdict. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-conversion.h"
#include "danbi-finding-row.h"
#include "danbi-image-row.h"
#include "danbi-phrases.h"
#include "danbi-quiet.h"
#include "danbi-unseen.h"

struct _DanbiImageRow
{
  GtkBox parent_instance;

  GtkImage *picture;
  GtkLabel *name;
  GtkWidget *unseen;
  GtkLabel *size;
  GtkLabel *conversion;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  GtkWidget *verdict_box;
  GtkButton *remove_button;

  DanbiImage *image;
};

G_DEFINE_FINAL_TYPE (DanbiImageRow, danbi_image_row, GTK_TYPE_BOX)

static void
remove_cb (GtkButton     *button,
           DanbiImageRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "case.remove-image", "s", self->image->path);
}

static void
show_conversion (DanbiImageRow *self,
                 DanbiImage    *image)
{
  g_autofree char *text = danbi_conversion_describe (image);

  gtk_label_set_label (self->conversion, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->conversion), text != NULL);
}

static void
show_size (DanbiImageRow         *self,
           const DanbiOrderClass *image_class)
{
  g_autofree char *pixels = danbi_phrase_pixels (self->image);
  g_autofree char *minimum = danbi_phrase_minimum (image_class);
  g_autofree char *text = *pixels && image_class
                            ? g_strdup_printf (_("%s (%s)"), pixels, minimum)
                            : g_strdup (pixels);

  gtk_label_set_label (self->size, text);
  gtk_widget_set_visible (GTK_WIDGET (self->size), *text != '\0');
}

/* The heaviest of what was found, in the order of the rules. */
static DanbiFinding *
find_worst (GPtrArray *findings)
{
  DanbiFinding *worst = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      DanbiFinding *finding = g_ptr_array_index (findings, i);

      if (!worst || danbi_finding_get_severity (finding) > danbi_finding_get_severity (worst))
        worst = finding;
    }
  return worst;
}

static void
show_verdict (DanbiImageRow         *self,
              const DanbiOrderClass *image_class,
              GPtrArray             *findings)
{
  gboolean good;
  g_autofree char *text = danbi_phrase_verdict (self->image, image_class, &good);
  DanbiFinding *worst = find_worst (findings);
  g_autofree char *message = worst ? danbi_finding_dup_message (worst) : NULL;
  const char *style = worst ? danbi_finding_get_style (worst) : good ? "success" : "plain";
  const char *icon = good ? "object-select-symbolic" : "dialog-information-symbolic";

  danbi_quiet_set_classes (self->verdict_box, (const char *[]){ "verdict", style, NULL });
  danbi_quiet_set_icon (self->verdict_icon, worst ? danbi_finding_get_icon (worst) : icon);
  gtk_label_set_label (self->verdict, worst ? message : text);
}

static void
danbi_image_row_dispose (GObject *object)
{
  DanbiImageRow *self = DANBI_IMAGE_ROW (object);

  g_clear_object (&self->image);

  G_OBJECT_CLASS (danbi_image_row_parent_class)->dispose (object);
}

static void
danbi_image_row_class_init (DanbiImageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_image_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-image-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, picture);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, name);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, unseen);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, size);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, conversion);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, verdict);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, verdict_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, danbi_quiet_query_tooltip);
}

static void
danbi_image_row_init (DanbiImageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_image_row_dup_name:
 * @image: an image
 *
 * Returns: (transfer full): what its row calls it
 */
char *
danbi_image_row_dup_name (DanbiImage *image)
{
  if (image->file_id && *image->file_id)
    return g_strdup (image->file_id);
  return g_filename_display_basename (danbi_image_get_display_path (image));
}

/**
 * danbi_image_row_new:
 * @image: an image
 *
 * Returns: (transfer full): a row that shows it, without its picture
 */
GtkWidget *
danbi_image_row_new (DanbiImage *image)
{
  DanbiImageRow *self = g_object_new (DANBI_TYPE_IMAGE_ROW, NULL);
  g_autofree char *name = danbi_image_row_dup_name (image);
  g_autofree char *remove = g_strdup_printf (_("Remove image %s"), name);

  self->image = g_object_ref (image);
  gtk_label_set_label (self->name, name);
  show_conversion (self, image);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

/**
 * danbi_image_row_set_picture:
 * @self: the row
 * @texture: the picture of its image
 */
void
danbi_image_row_set_picture (DanbiImageRow *self,
                             GdkTexture    *texture)
{
  gtk_image_set_from_paintable (self->picture, GDK_PAINTABLE (texture));
}

/**
 * danbi_image_row_get_image:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): the image it shows
 */
DanbiImage *
danbi_image_row_get_image (DanbiImageRow *self)
{
  return self->image;
}

/**
 * danbi_image_row_refresh:
 * @self: the row
 * @image_class: (nullable): what the images must be like
 * @findings: (element-type DanbiFinding): what was found about this image
 * @editable: whether it may be removed
 *
 * Shows what is to be said of the image now.
 */
void
danbi_image_row_refresh (DanbiImageRow         *self,
                         const DanbiOrderClass *image_class,
                         GPtrArray             *findings,
                         gboolean               editable)
{
  gtk_widget_set_visible (self->unseen,
                          danbi_image_is_to_be_seen (self->image) && !self->image->looked_at);
  show_size (self, image_class);
  show_verdict (self, image_class, findings);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), editable);
}

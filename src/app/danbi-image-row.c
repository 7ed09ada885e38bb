/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One image of the case: a small picture, its size against what is asked for, and the verdict. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-conversion.h"
#include "danbi-finding-row.h"
#include "danbi-image-row.h"
#include "danbi-phrases.h"
#include "danbi-quiet.h"
#include "danbi-reader.h"
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
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DanbiImageRow, danbi_image_row, GTK_TYPE_BOX)

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiImageRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = danbi_thumbnailer_load_finish (DANBI_THUMBNAILER (source),
                                                                  result, &error);

  /* What was asked for an image that the row does not show any more was cancelled. */
  if (texture)
    gtk_image_set_from_paintable (self->picture, GDK_PAINTABLE (texture));
}

static void
remove_cb (GtkButton     *button,
           DanbiImageRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "case.remove-image", "s", self->image->path);
}

static char *
dup_name (DanbiImage *image)
{
  if (image->file_id && *image->file_id)
    return g_strdup (image->file_id);
  return g_filename_display_basename (danbi_image_get_display_path (image));
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

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
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
 * danbi_image_row_new:
 *
 * Returns: (transfer full): a row without an image
 */
GtkWidget *
danbi_image_row_new (void)
{
  return g_object_new (DANBI_TYPE_IMAGE_ROW, NULL);
}

/**
 * danbi_image_row_bind:
 * @self: the row
 * @image: the image to show
 * @thumbnailer: what makes its picture
 *
 * Shows an image. Its picture follows.
 */
void
danbi_image_row_bind (DanbiImageRow    *self,
                      DanbiImage       *image,
                      DanbiThumbnailer *thumbnailer)
{
  g_autofree char *name = dup_name (image);
  g_autofree char *remove = g_strdup_printf (_("Remove image %s"), name);

  g_set_object (&self->image, image);
  gtk_label_set_label (self->name, name);
  show_conversion (self, image);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  danbi_reader_name_item (GTK_WIDGET (self), name);
  if (!danbi_image_is_readable (image) || !danbi_image_has_pixels (image))
    return;
  self->cancellable = g_cancellable_new ();
  danbi_thumbnailer_load_async (thumbnailer, image, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

/**
 * danbi_image_row_unbind:
 * @self: the row
 *
 * Lets the image go and stops making its picture.
 */
void
danbi_image_row_unbind (DanbiImageRow *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->image);
  danbi_quiet_set_icon (self->picture, "image-x-generic-symbolic");
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The images of the case: where to drop them, each one with its verdict, and what they say. */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "danbi-finding-box.h"
#include "danbi-gaze.h"
#include "danbi-image-comparison.h"
#include "danbi-image-list.h"
#include "danbi-image-row.h"
#include "danbi-lazy-bin.h"
#include "danbi-phrases.h"
#include "danbi-reader.h"
#include "danbi-tail-layout.h"
#include "danbi-thumbnailer.h"
#include "danbi-viewer-phrases.h"
#include "danbi-viewer.h"

#define THUMBNAIL_SIDE 112
#define PREVIEW_SIDE 480
/* The height of the preview in pixels; what was found needs the room more. */
#define PREVIEW_HEIGHT 190
#define PREVIEW_HEIGHT_WITH_FINDINGS 110
/* A list keeps some two hundred rows bound; fewer kept pictures would be made again and again. */
#define MAX_THUMBNAILS 400
/* What a row is high in pixels, until one was seen. */
#define ROW_HEIGHT 64
/* Where a row keeps what stops the making of its picture. */
#define CANCELLABLE_KEY "danbi-thumbnail"

struct _DanbiImageList
{
  GtkBox parent_instance;

  GtkLabel *summary;
  GtkLabel *unseen;
  GtkStack *stack;
  GtkWidget *drop_area;
  AdwClamp *preview_clamp;
  GtkButton *preview_button;
  GtkPicture *preview;
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkFilterListModel *shown;
  GtkRevealer *adding_revealer;
  GtkProgressBar *adding_progress;
  GtkLabel *adding_label;
  GtkWidget *header_buttons;
  DanbiFindingBox *findings;
  DanbiImageComparison *comparison;

  DanbiDesk *desk;
  DanbiCase *item;
  DanbiThumbnailer *thumbnailer;
  DanbiThumbnailer *previewer;
  GCancellable *preview_cancellable;
  DanbiImage *previewed;
  DanbiGaze *gaze;         /* on the preview */
  DanbiViewer *viewer;     /* NULL: not open */
  GSettings *settings;     /* NULL: nothing is remembered */
  GPtrArray *rows;          /* DanbiLazyBin, those that stand for an image now */
  int row_height;
  GHashTable *path_findings; /* path to GPtrArray of DanbiFinding */
};

G_DEFINE_FINAL_TYPE (DanbiImageList, danbi_image_list, GTK_TYPE_BOX)

static const DanbiOrderClass *
get_class (DanbiImageList *self)
{
  const DanbiRules *rules = danbi_desk_get_rules (self->desk, self->item);
  const char *code = danbi_case_get_value (self->item, DANBI_FIELD_ORDER_CODE);
  const DanbiOrderCode *order = danbi_rules_find_order (rules, code);

  return order ? order->image_class : NULL;
}

static void
refresh_row (DanbiImageList *self,
             DanbiImageRow  *row)
{
  DanbiImage *image = danbi_image_row_get_image (row);
  GPtrArray *found = g_hash_table_lookup (self->path_findings,
                                          danbi_image_get_display_path (image));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  danbi_image_row_refresh (row, get_class (self), found ? found : none,
                           danbi_case_is_editable (self->item));
}

static void
refresh_rows (DanbiImageList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = danbi_lazy_bin_get_child (g_ptr_array_index (self->rows, i));

      if (row)
        refresh_row (self, DANBI_IMAGE_ROW (row));
    }
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  DanbiImageList *self = user_data;
  GtkWidget *row = danbi_image_row_new (item);
  GdkTexture *texture = danbi_thumbnailer_peek (self->thumbnailer, item);

  if (texture)
    danbi_image_row_set_picture (DANBI_IMAGE_ROW (row), texture);
  refresh_row (self, DANBI_IMAGE_ROW (row));
  return row;
}

static void
thumbnail_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (DanbiLazyBin) bin = user_data;
  GtkWidget *row = danbi_lazy_bin_get_child (bin);
  g_autoptr (GdkTexture) texture = danbi_thumbnailer_load_finish (DANBI_THUMBNAILER (source),
                                                                  result, NULL);

  /* What was asked for an image that it does not stand for any more was cancelled. */
  if (texture && row)
    danbi_image_row_set_picture (DANBI_IMAGE_ROW (row), texture);
}

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              DanbiImageList     *self)
{
  gtk_list_item_set_child (item, danbi_lazy_bin_new (&self->row_height, make_row, self));
}

/* Pictures are made of the images around those in sight, too. */
static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             DanbiImageList     *self)
{
  DanbiLazyBin *bin = DANBI_LAZY_BIN (gtk_list_item_get_child (item));
  DanbiImage *image = gtk_list_item_get_item (item);
  g_autofree char *name = danbi_image_row_dup_name (image);
  GCancellable *cancellable;

  danbi_reader_name_item (GTK_WIDGET (bin), name);
  danbi_lazy_bin_set_item (bin, image);
  g_ptr_array_add (self->rows, bin);
  if (!danbi_image_is_readable (image) || !danbi_image_has_pixels (image))
    return;
  cancellable = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (bin), CANCELLABLE_KEY, cancellable, g_object_unref);
  danbi_thumbnailer_load_async (self->thumbnailer, image, cancellable, thumbnail_cb,
                                g_object_ref (bin));
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               DanbiImageList     *self)
{
  DanbiLazyBin *bin = DANBI_LAZY_BIN (gtk_list_item_get_child (item));
  GCancellable *cancellable = g_object_get_data (G_OBJECT (bin), CANCELLABLE_KEY);

  if (cancellable)
    g_cancellable_cancel (cancellable);
  g_object_set_data (G_OBJECT (bin), CANCELLABLE_KEY, NULL);
  g_ptr_array_remove_fast (self->rows, bin);
  danbi_lazy_bin_set_item (bin, NULL);
}

static void
preview_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (DanbiImageList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = danbi_thumbnailer_load_finish (DANBI_THUMBNAILER (source),
                                                                  result, &error);

  if (!texture)
    return;
  gtk_picture_set_paintable (self->preview, GDK_PAINTABLE (texture));
  danbi_gaze_rest_on (self->gaze, self->previewed);
}

/* The picture fills its place in one direction. */
static guint
get_shown_side (gpointer user_data)
{
  GtkWidget *widget = GTK_WIDGET (DANBI_IMAGE_LIST (user_data)->preview);
  GdkPaintable *paintable = gtk_picture_get_paintable (GTK_PICTURE (widget));
  double ratio = paintable ? gdk_paintable_get_intrinsic_aspect_ratio (paintable) : 0;
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);

  if (ratio <= 0 || !gtk_widget_get_mapped (widget))
    return 0;
  return (guint) MAX (MIN (width, height * ratio), MIN (height, width / ratio));
}

static void
stop_preview (DanbiImageList *self)
{
  if (self->gaze)
    danbi_gaze_rest_on (self->gaze, NULL);
  if (self->preview_cancellable)
    g_cancellable_cancel (self->preview_cancellable);
  g_clear_object (&self->preview_cancellable);
  g_clear_object (&self->previewed);
}

static void
show_preview (DanbiImageList *self)
{
  DanbiImage *image = danbi_image_list_get_selected (self);

  if (image && image == self->previewed)
    {
      if (gtk_picture_get_paintable (self->preview))
        danbi_gaze_rest_on (self->gaze, image);
      return;
    }
  stop_preview (self);
  gtk_picture_set_paintable (self->preview, NULL);
  if (!image || !danbi_image_is_readable (image) || !danbi_image_has_pixels (image))
    return;
  self->previewed = g_object_ref (image);
  self->preview_cancellable = g_cancellable_new ();
  danbi_thumbnailer_load_async (self->previewer, image, self->preview_cancellable, preview_cb,
                                g_object_ref (self));
}

static void
selected_cb (GtkSingleSelection *selection,
             GParamSpec         *pspec,
             DanbiImageList     *self)
{
  if (self->previewer)
    show_preview (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                DanbiImageList        *self)
{
  DanbiImage *image = danbi_image_list_get_selected (self);

  if (keyval != GDK_KEY_Delete || !image)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "case.remove-image", "s", image->path);
  return TRUE;
}

/* The images large, in a window beside the form */

static void
open_viewer (DanbiImageList *self,
             DanbiImage     *image)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!self->viewer)
    {
      self->viewer = danbi_viewer_new (window, self->desk, self->item, self->settings);
      if (!self->viewer)
        return;
      g_object_add_weak_pointer (G_OBJECT (self->viewer), (gpointer *) &self->viewer);
      danbi_viewer_add_thumbnailer (self->viewer, self->previewer);
      danbi_viewer_add_thumbnailer (self->viewer, self->thumbnailer);
    }
  danbi_viewer_show_image (self->viewer, image, 0);
  gtk_window_present (GTK_WINDOW (self->viewer));
}

/* What it shows must never be taken for images of another case. */
static void
close_viewer (DanbiImageList *self)
{
  if (self->viewer)
    gtk_window_close (GTK_WINDOW (self->viewer));
  g_clear_weak_pointer (&self->viewer);
}

static void
view_selected (DanbiImageList *self)
{
  DanbiImage *image = danbi_image_list_get_selected (self);

  if (image && danbi_image_is_to_be_seen (image))
    open_viewer (self, image);
}

static void
activated_cb (GtkListView    *list,
              guint           position,
              DanbiImageList *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  view_selected (self);
}

static void
preview_clicked_cb (GtkButton      *button,
                    DanbiImageList *self)
{
  view_selected (self);
}

/* What is shown above the images: each reason once, with the number of files that it holds for. */
typedef struct
{
  GPtrArray *findings;
  GArray *n_files;
} Digest;

static void
digest_add (Digest       *digest,
            DanbiFinding *finding,
            gboolean      of_file)
{
  for (guint i = 0; of_file && i < digest->findings->len; i++)
    {
      DanbiFinding *known = g_ptr_array_index (digest->findings, i);

      if (danbi_finding_get_reason (known) == danbi_finding_get_reason (finding))
        {
          g_array_index (digest->n_files, guint, i)++;
          return;
        }
    }
  g_ptr_array_add (digest->findings, g_object_ref (finding));
  g_array_append_val (digest->n_files, ((guint){ of_file ? 1 : 0 }));
}

static void
note_of_path (DanbiImageList *self,
              const char     *path,
              DanbiFinding   *finding)
{
  GPtrArray *of_path = g_hash_table_lookup (self->path_findings, path);

  if (!of_path)
    {
      of_path = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->path_findings, g_strdup (path), of_path);
    }
  g_ptr_array_add (of_path, g_object_ref (finding));
}

/* Sorts what is held against the images. That there is none yet is said by the place for them, and
 * notices about single files by their rows. */
static void
sort_findings (DanbiImageList *self,
               Digest         *digest)
{
  GListModel *model = danbi_case_get_findings (self->item);
  guint n = g_list_model_get_n_items (model);

  g_hash_table_remove_all (self->path_findings);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiFinding) finding = g_list_model_get_item (model, i);
      const char *path = danbi_finding_get_path (finding);

      if (danbi_finding_get_field (finding) != DANBI_FIELD_NONE)
        continue;
      if (path)
        note_of_path (self, path, finding);
      if (!danbi_finding_asks_for_more (finding) &&
          (!path || danbi_finding_get_severity (finding) > DANBI_SEVERITY_NOTICE))
        digest_add (digest, finding, path != NULL);
    }
}

static void
refresh_findings (DanbiImageList *self)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) n_files = g_array_new (FALSE, FALSE, sizeof (guint));
  Digest digest = { findings, n_files };

  sort_findings (self, &digest);
  danbi_finding_box_set_findings (self->findings, findings, (gconstpointer) n_files->data);
  adw_clamp_set_maximum_size (self->preview_clamp, findings->len > 0 ? PREVIEW_HEIGHT_WITH_FINDINGS
                                                                     : PREVIEW_HEIGHT);
  adw_clamp_set_tightening_threshold (self->preview_clamp,
                                      adw_clamp_get_maximum_size (self->preview_clamp));
}

/* A DICOMDIR is the list of the images and not one of them. */
static gboolean
is_shown_cb (gpointer item,
             gpointer user_data)
{
  return DANBI_IMAGE (item)->kind != DANBI_IMAGE_DICOMDIR;
}

static void
danbi_image_list_dispose (GObject *object)
{
  DanbiImageList *self = DANBI_IMAGE_LIST (object);

  stop_preview (self);
  close_viewer (self);
  g_clear_object (&self->gaze);
  g_clear_object (&self->settings);
  g_clear_object (&self->thumbnailer);
  g_clear_object (&self->previewer);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_image_list_parent_class)->dispose (object);
}

static void
danbi_image_list_finalize (GObject *object)
{
  DanbiImageList *self = DANBI_IMAGE_LIST (object);

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->path_findings);

  G_OBJECT_CLASS (danbi_image_list_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, summary);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, unseen);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, stack);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, drop_area);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, preview_clamp);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, preview_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, preview);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, selection);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, shown);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, adding_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, adding_progress);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, adding_label);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, header_buttons);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, findings);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageList, comparison);
}

static void
danbi_image_list_class_init (DanbiImageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_image_list_dispose;
  object_class->finalize = danbi_image_list_finalize;

  g_type_ensure (DANBI_TYPE_FINDING_BOX);
  g_type_ensure (DANBI_TYPE_IMAGE_COMPARISON);
  g_type_ensure (DANBI_TYPE_TAIL_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-image-list.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_clicked_cb);
}

static void
danbi_image_list_init (DanbiImageList *self)
{
  self->rows = g_ptr_array_new ();
  self->row_height = ROW_HEIGHT;
  self->path_findings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                               (GDestroyNotify) g_ptr_array_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_filter_list_model_set_filter (self->shown,
                                    GTK_FILTER (gtk_custom_filter_new (is_shown_cb, NULL, NULL)));
}

/**
 * danbi_image_list_set_case:
 * @self: the list
 * @desk: what renders the images
 * @item: the case whose images to show
 */
void
danbi_image_list_set_case (DanbiImageList *self,
                           DanbiDesk      *desk,
                           DanbiCase      *item)
{
  gtk_filter_list_model_set_model (self->shown, NULL);
  stop_preview (self);
  close_viewer (self);
  gtk_picture_set_paintable (self->preview, NULL);
  if (g_set_object (&self->desk, desk) || !self->thumbnailer)
    {
      g_clear_object (&self->thumbnailer);
      g_clear_object (&self->previewer);
      self->thumbnailer = danbi_thumbnailer_new (desk, THUMBNAIL_SIDE, MAX_THUMBNAILS);
      self->previewer = danbi_thumbnailer_new (desk, PREVIEW_SIDE, 4);
    }
  g_set_object (&self->item, item);
  g_clear_object (&self->gaze);
  self->gaze = danbi_gaze_new (desk, item, get_shown_side, self);
  g_hash_table_remove_all (self->path_findings);
  gtk_filter_list_model_set_model (self->shown, danbi_case_get_images (item));
}

/**
 * danbi_image_list_set_settings:
 * @self: the list
 * @settings: (nullable): where the size of the window that shows images large is kept
 */
void
danbi_image_list_set_settings (DanbiImageList *self,
                               GSettings      *settings)
{
  g_set_object (&self->settings, settings);
}

/* That is worth a word before sending, and no more. */
static void
refresh_unseen (DanbiImageList *self)
{
  DanbiUnseen unseen;
  g_autofree char *text = NULL;

  danbi_unseen_count (danbi_case_get_images (self->item), &unseen);
  text = danbi_phrase_unseen (&unseen);
  gtk_label_set_label (self->unseen, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unseen), *text != '\0');
}

/**
 * danbi_image_list_refresh:
 * @self: the list
 *
 * Shows what is to be said of the images now.
 */
void
danbi_image_list_refresh (DanbiImageList *self)
{
  GListModel *images = danbi_case_get_images (self->item);
  gboolean any = g_list_model_get_n_items (images) > 0;
  gboolean editable = danbi_case_is_editable (self->item);
  g_autofree char *summary = danbi_phrase_image_count (images);

  gtk_label_set_label (self->summary, summary);
  gtk_stack_set_visible_child_name (self->stack, any ? "images" : "empty");
  gtk_widget_set_visible (self->header_buttons, any && editable);
  gtk_widget_set_sensitive (self->drop_area, editable);
  refresh_unseen (self);
  refresh_findings (self);
  danbi_image_comparison_show (self->comparison, self->desk, self->item);
  refresh_rows (self);
  show_preview (self);
}

/**
 * danbi_image_list_set_adding:
 * @self: the list
 * @adding: whether images are being taken in
 *
 * Shows or hides the progress of it.
 */
void
danbi_image_list_set_adding (DanbiImageList *self,
                             gboolean        adding)
{
  gtk_revealer_set_reveal_child (self->adding_revealer, adding);
}

/**
 * danbi_image_list_set_progress:
 * @self: the list
 * @text: what is being done, and how far it is
 * @share: from 0 to 1; below 0 while unknown
 */
void
danbi_image_list_set_progress (DanbiImageList *self,
                               const char     *text,
                               double          share)
{
  gtk_label_set_label (self->adding_label, text);
  if (share >= 0)
    gtk_progress_bar_set_fraction (self->adding_progress, share);
  else
    gtk_progress_bar_pulse (self->adding_progress);
}

/**
 * danbi_image_list_focus:
 * @self: the list
 *
 * Moves the focus to the images, or to the way to add some.
 */
void
danbi_image_list_focus (DanbiImageList *self)
{
  GListModel *images = danbi_case_get_images (self->item);
  gboolean any = g_list_model_get_n_items (images) > 0;

  gtk_widget_child_focus (any ? GTK_WIDGET (self->list) : self->drop_area, GTK_DIR_TAB_FORWARD);
}

/**
 * danbi_image_list_get_selected:
 * @self: the list
 *
 * Returns: (transfer none) (nullable): the image that is selected
 */
DanbiImage *
danbi_image_list_get_selected (DanbiImageList *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

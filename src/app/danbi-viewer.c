/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The images of a case, one at a time and large; it may stay open beside the form. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-gaze.h"
#include "danbi-phrases.h"
#include "danbi-picture-loader.h"
#include "danbi-reader.h"
#include "danbi-stack.h"
#include "danbi-viewer-phrases.h"
#include "danbi-viewer.h"
#include "danbi-window-size.h"

/* 128 slices of CT, or a handful of dental films. */
#define MAX_KEPT_BYTES (64 * 1024 * 1024)
/* How many pictures on either side are fetched before they are asked for. */
#define N_AHEAD 2
#define ZOOM_STEP 1.25

struct _DanbiViewer
{
  AdwWindow parent_instance;

  AdwWindowTitle *heading;
  GtkButton *zoom_button;
  GtkMenuButton *presets;
  DanbiPictureView *view;
  GtkLabel *patient;
  GtkLabel *study;
  GtkLabel *size;
  GtkLabel *tone;
  GtkLabel *problem;
  GtkSpinner *spinner;
  GtkWidget *image_buttons;
  GtkWidget *slices_box;
  GtkAdjustment *slice;
  GtkLabel *slice_text;

  DanbiDesk *desk;
  DanbiCase *item;
  GSettings *settings;       /* NULL: nothing is remembered */
  DanbiPictureLoader *loader;
  DanbiGaze *gaze;
  GPtrArray *thumbnailers;   /* DanbiThumbnailer, the largest first */
  GPtrArray *stack;          /* DanbiImage, all that can be shown */
  guint place;               /* of the one on the screen, in the stack */
  GPtrArray *series;         /* DanbiImage, those that the wheel goes through */
  guint slice_place;         /* of the one on the screen, in the series */
  guint frame;
  DanbiTone own_tone;        /* what the user chose for this series */
  gboolean has_own_tone;
  gboolean updating;         /* the scale follows and does not lead */
};

G_DEFINE_FINAL_TYPE (DanbiViewer, danbi_viewer, ADW_TYPE_WINDOW)

static DanbiImage *
get_image (DanbiViewer *self)
{
  return g_ptr_array_index (self->stack, self->place);
}

static guint
count_slices (DanbiViewer *self)
{
  return get_image (self)->frames > 1 ? get_image (self)->frames : self->series->len;
}

static guint
get_slice (DanbiViewer *self)
{
  return get_image (self)->frames > 1 ? self->frame : self->slice_place;
}

static guint
get_shown_side (gpointer user_data)
{
  return danbi_picture_view_get_shown_side (DANBI_VIEWER (user_data)->view);
}

static void
note_gaze (DanbiViewer *self)
{
  gboolean shown = gtk_widget_get_mapped (GTK_WIDGET (self->view))
                   && danbi_picture_view_get_picture (self->view);

  danbi_gaze_rest_on (self->gaze, shown ? get_image (self) : NULL);
}

/* What is fetched: what is on the screen, then what the next steps will ask for. */
static DanbiPictureWish
wish_for (DanbiViewer *self,
          int          ahead)
{
  int at = (int) get_slice (self) + ahead;

  if (at < 0 || at >= (int) count_slices (self))
    return (DanbiPictureWish) { NULL, 0 };
  if (get_image (self)->frames > 1)
    return (DanbiPictureWish) { get_image (self), (guint) at };
  return (DanbiPictureWish) { g_ptr_array_index (self->series, (guint) at), 0 };
}

static void
want_pictures (DanbiViewer *self)
{
  DanbiPictureWish wishes[1 + 2 * N_AHEAD] = { wish_for (self, 0) };
  guint n = 1;

  for (int ahead = 1; ahead <= N_AHEAD; ahead++)
    for (int sign = 1; sign >= -1; sign -= 2)
      {
        DanbiPictureWish wish = wish_for (self, sign * ahead);

        if (wish.image)
          wishes[n++] = wish;
      }
  danbi_picture_loader_want (self->loader, wishes, n);
}

static GdkTexture *
find_thumbnail (DanbiViewer *self)
{
  GdkTexture *texture = NULL;

  for (guint i = 0; i < self->thumbnailers->len && !texture && self->frame == 0; i++)
    texture = danbi_thumbnailer_peek (g_ptr_array_index (self->thumbnailers, i), get_image (self));
  return texture;
}

static void
show_problem (DanbiViewer *self,
              const char  *message)
{
  gtk_label_set_label (self->problem, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), message != NULL);
}

/* The picture itself where it is there; until then what was made for a smaller place. */
static void
show_picture (DanbiViewer *self)
{
  DanbiImage *image = get_image (self);
  DanbiPictureWish wish = { image, self->frame };
  DanbiPicture *picture;
  const char *message;
  gboolean decided = danbi_picture_loader_peek (self->loader, &wish, &picture, &message);
  GdkTexture *small;

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), !decided);
  gtk_spinner_set_spinning (self->spinner, !decided);
  show_problem (self, message);
  if (picture)
    {
      danbi_picture_view_set_picture (self->view, picture,
                                      self->has_own_tone ? &self->own_tone : NULL);
      return;
    }
  small = decided ? NULL : find_thumbnail (self);
  danbi_picture_view_set_placeholder (self->view, small ? GDK_PAINTABLE (small) : NULL,
                                      image->columns, image->rows);
  gtk_label_set_label (self->tone, "");
}

static void
show_presets (DanbiViewer *self)
{
  guint n;
  const DanbiTonePreset *presets = danbi_tone_get_presets (get_image (self)->modality, &n);
  g_autoptr (GMenu) menu = g_menu_new ();

  gtk_widget_set_visible (GTK_WIDGET (self->presets), n > 0);
  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = g_strdup_printf (_("%s (W %.0f, L %.0f)"), _(presets[i].name),
                                                presets[i].width, presets[i].center);
      g_autofree char *action = g_strdup_printf ("view.preset(uint32 %u)", i);

      g_menu_append (menu, label, action);
    }
  gtk_menu_button_set_menu_model (self->presets, G_MENU_MODEL (menu));
}

static void
show_slices (DanbiViewer *self)
{
  guint n = count_slices (self);
  gboolean frames = get_image (self)->frames > 1;
  g_autofree char *text = frames ? danbi_phrase_frame (self->frame, n)
                                 : danbi_phrase_slice (self->slice_place, n);

  self->updating = TRUE;
  gtk_adjustment_configure (self->slice, get_slice (self), 0, n > 0 ? n - 1 : 0, 1, 1, 0);
  self->updating = FALSE;
  gtk_label_set_label (self->slice_text, text);
  gtk_widget_set_visible (self->slices_box, n > 1);
  adw_window_title_set_subtitle (self->heading, frames ? text : "");
}

static void
show_text (GtkLabel *label,
           char     *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
  g_free (text);
}

static void
show_texts (DanbiViewer *self)
{
  DanbiImage *image = get_image (self);
  g_autofree char *place = danbi_phrase_place (self->place, self->stack->len);
  g_autofree char *name = danbi_phrase_picture (image, self->place, self->stack->len);

  gtk_widget_set_visible (self->image_buttons, self->stack->len > 1);
  adw_window_title_set_title (self->heading, place);
  gtk_window_set_title (GTK_WINDOW (self), place);
  show_text (self->patient, danbi_phrase_patient (image));
  show_text (self->study, danbi_phrase_study (image));
  show_text (self->size, danbi_phrase_pixels (image));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
show_all (DanbiViewer *self)
{
  show_texts (self);
  show_slices (self);
  want_pictures (self);
  show_picture (self);
  note_gaze (self);
}

/* In another series values mean something else, so what the user chose ends with it. */
static void
go_to (DanbiViewer *self,
       guint        place,
       guint        frame)
{
  guint slice;

  self->place = place;
  self->frame = frame;
  slice = danbi_stack_find (self->series, get_image (self));
  if (slice == self->series->len)
    {
      g_ptr_array_unref (self->series);
      self->series = danbi_stack_new_series (self->stack, place);
      slice = danbi_stack_find (self->series, get_image (self));
      self->has_own_tone = FALSE;
      show_presets (self);
    }
  self->slice_place = slice;
  show_all (self);
}

static void
go_to_slice (DanbiViewer *self,
             int          slice)
{
  int at = CLAMP (slice, 0, (int) count_slices (self) - 1);

  if (at == (int) get_slice (self))
    return;
  if (get_image (self)->frames > 1)
    go_to (self, self->place, (guint) at);
  else
    go_to (self, danbi_stack_find (self->stack, g_ptr_array_index (self->series, (guint) at)), 0);
}

static void
go_to_image (DanbiViewer *self,
             int          place)
{
  int at = CLAMP (place, 0, (int) self->stack->len - 1);

  if (at != (int) self->place)
    go_to (self, (guint) at, 0);
}

/* Signals */

static void
step_cb (DanbiPictureView *view,
         int               kind,
         int               n,
         DanbiViewer      *self)
{
  if (kind == DANBI_STEP_SLICE)
    go_to_slice (self, (int) get_slice (self) + n);
  else
    go_to_image (self, (int) self->place + n);
}

static void
slice_chosen_cb (GtkAdjustment *slice,
                 DanbiViewer   *self)
{
  if (!self->updating)
    go_to_slice (self, (int) (gtk_adjustment_get_value (slice) + 0.5));
}

static void
tone_changed_cb (DanbiPictureView *view,
                 DanbiViewer      *self)
{
  DanbiPicture *picture = danbi_picture_view_get_picture (view);
  const DanbiTone *tone = danbi_picture_view_get_tone (view);
  DanbiTone of_file;

  danbi_tone_init (&of_file, picture);
  self->has_own_tone = !danbi_tone_equal (tone, &of_file);
  self->own_tone = *tone;
  show_text (self->tone, danbi_phrase_tone (tone, picture));
}

static void
zoom_changed_cb (DanbiPictureView *view,
                 DanbiViewer      *self)
{
  double zoom = danbi_picture_view_get_viewport (view)->zoom
                * gtk_widget_get_scale_factor (GTK_WIDGET (view));
  g_autofree char *text = g_strdup_printf ("%d%%", (int) (zoom * 100 + 0.5));
  g_autofree char *name = g_strdup_printf (_("Fit to the window, now %s"), text);

  gtk_button_set_label (self->zoom_button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zoom_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (self->stack)
    note_gaze (self);
}

static void
loaded_cb (DanbiPictureLoader *loader,
           DanbiViewer        *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->spinner)))
    {
      show_picture (self);
      note_gaze (self);
    }
}

static void
shown_cb (GtkWidget   *view,
          DanbiViewer *self)
{
  if (self->stack)
    note_gaze (self);
}

/* Images came or went: the same file stays on the screen where it is still there. */
static void
images_changed_cb (GListModel  *images,
                   guint        position,
                   guint        removed,
                   guint        added,
                   DanbiViewer *self)
{
  g_autoptr (GPtrArray) stack = danbi_stack_new (images);
  guint place = danbi_stack_find_same (stack, get_image (self));
  guint frame = place < stack->len ? self->frame : 0;

  if (stack->len == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  g_ptr_array_unref (self->stack);
  self->stack = g_steal_pointer (&stack);
  g_ptr_array_set_size (self->series, 0);
  go_to (self, MIN (place, self->stack->len - 1), frame);
}

/* Actions */

static void
fit_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  danbi_picture_view_fit (DANBI_VIEWER (widget)->view);
}

static void
show_pixels_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  danbi_picture_view_show_pixels (DANBI_VIEWER (widget)->view);
}

static void
zoom_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  danbi_picture_view_zoom_by (DANBI_VIEWER (widget)->view, ZOOM_STEP);
}

static void
zoom_out_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  danbi_picture_view_zoom_by (DANBI_VIEWER (widget)->view, 1 / ZOOM_STEP);
}

static void
invert_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  DanbiViewer *self = DANBI_VIEWER (widget);
  DanbiTone tone = *danbi_picture_view_get_tone (self->view);

  tone.inverted = !tone.inverted;
  danbi_picture_view_set_tone (self->view, &tone);
}

/* All is as it was when the image was first seen. */
static void
reset_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  DanbiViewer *self = DANBI_VIEWER (widget);
  DanbiPicture *picture = danbi_picture_view_get_picture (self->view);
  DanbiTone tone;

  danbi_picture_view_fit (self->view);
  if (!picture)
    return;
  danbi_tone_init (&tone, picture);
  danbi_picture_view_set_tone (self->view, &tone);
}

static void
preset_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  DanbiViewer *self = DANBI_VIEWER (widget);
  DanbiTone tone = *danbi_picture_view_get_tone (self->view);
  guint n;
  const DanbiTonePreset *presets = danbi_tone_get_presets (get_image (self)->modality, &n);
  guint at = g_variant_get_uint32 (parameter);

  if (at >= n)
    return;
  tone.center = presets[at].center;
  tone.width = presets[at].width;
  danbi_picture_view_set_tone (self->view, &tone);
}

static void
image_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  step_cb (NULL, DANBI_STEP_IMAGE, g_variant_get_int32 (parameter), DANBI_VIEWER (widget));
}

static void
slice_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  step_cb (NULL, DANBI_STEP_SLICE, g_variant_get_int32 (parameter), DANBI_VIEWER (widget));
}

static void
edge_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  DanbiViewer *self = DANBI_VIEWER (widget);

  go_to_slice (self, g_variant_get_int32 (parameter) < 0 ? 0 : (int) count_slices (self) - 1);
}

static void
series_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  DanbiViewer *self = DANBI_VIEWER (widget);

  go_to_image (self, (int) danbi_stack_find_next_series (self->stack, self->place,
                                                         g_variant_get_int32 (parameter)));
}

/* The window itself */

static gboolean
danbi_viewer_close_request (GtkWindow *window)
{
  DanbiViewer *self = DANBI_VIEWER (window);

  danbi_window_size_remember (window, self->settings, "viewer");
  return GTK_WINDOW_CLASS (danbi_viewer_parent_class)->close_request (window);
}

static void
danbi_viewer_dispose (GObject *object)
{
  DanbiViewer *self = DANBI_VIEWER (object);

  g_clear_object (&self->gaze);
  g_clear_pointer (&self->stack, g_ptr_array_unref);
  g_clear_pointer (&self->series, g_ptr_array_unref);
  g_clear_pointer (&self->thumbnailers, g_ptr_array_unref);
  g_clear_object (&self->loader);
  g_clear_object (&self->settings);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_viewer_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, heading);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, presets);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, view);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, patient);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, study);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, size);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, tone);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, problem);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, spinner);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, image_buttons);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, slices_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, slice);
  gtk_widget_class_bind_template_child (widget_class, DanbiViewer, slice_text);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_bind_template_callback (widget_class, slice_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, tone_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_changed_cb);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "view.fit", NULL, fit_action);
  gtk_widget_class_install_action (widget_class, "view.show-pixels", NULL, show_pixels_action);
  gtk_widget_class_install_action (widget_class, "view.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "view.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "view.invert", NULL, invert_action);
  gtk_widget_class_install_action (widget_class, "view.reset", NULL, reset_action);
  gtk_widget_class_install_action (widget_class, "view.preset", "u", preset_action);
  gtk_widget_class_install_action (widget_class, "view.image", "i", image_action);
  gtk_widget_class_install_action (widget_class, "view.slice", "i", slice_action);
  gtk_widget_class_install_action (widget_class, "view.edge", "i", edge_action);
  gtk_widget_class_install_action (widget_class, "view.series", "i", series_action);
}

static void
bind_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint keyval;
    GdkModifierType modifiers;
    const char *action;
    int parameter; /* 0: the action has none */
  } keys[] = {
    { GDK_KEY_f, 0, "view.fit", 0 },
    { GDK_KEY_0, 0, "view.fit", 0 },
    { GDK_KEY_1, 0, "view.show-pixels", 0 },
    { GDK_KEY_r, 0, "view.reset", 0 },
    { GDK_KEY_i, 0, "view.invert", 0 },
    { GDK_KEY_plus, 0, "view.zoom-in", 0 },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "view.zoom-in", 0 },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "view.zoom-in", 0 },
    { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "view.zoom-in", 0 },
    { GDK_KEY_minus, 0, "view.zoom-out", 0 },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "view.zoom-out", 0 },
    { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "view.zoom-out", 0 },
    { GDK_KEY_Page_Down, 0, "view.slice", 1 },
    { GDK_KEY_Page_Up, 0, "view.slice", -1 },
    { GDK_KEY_Home, 0, "view.edge", -1 },
    { GDK_KEY_End, 0, "view.edge", 1 },
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "view.series", 1 },
    { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "view.series", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].keyval, keys[i].modifiers,
                                         keys[i].action, keys[i].parameter ? "i" : NULL,
                                         keys[i].parameter);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_viewer_class_init (DanbiViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_viewer_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = danbi_viewer_close_request;

  g_type_ensure (DANBI_TYPE_PICTURE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-viewer.ui");
  bind_children (widget_class);
  install_actions (widget_class);
  bind_keys (widget_class);
}

static void
danbi_viewer_init (DanbiViewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->thumbnailers = g_ptr_array_new_with_free_func (g_object_unref);
  self->series = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_object (self->view, "map", G_CALLBACK (shown_cb), self, G_CONNECT_AFTER);
  g_signal_connect_object (self->view, "unmap", G_CALLBACK (shown_cb), self, G_CONNECT_AFTER);
}

/**
 * danbi_viewer_new:
 * @parent: the window that it belongs to
 * @desk: what decodes the images
 * @item: the case whose images are shown
 * @settings: (nullable): where the size is kept; %NULL: nowhere
 *
 * Returns: (transfer none) (nullable): a window that is not shown yet, owned by GTK; %NULL where
 *   the case has no image that can be shown
 */
DanbiViewer *
danbi_viewer_new (GtkWindow *parent,
                  DanbiDesk *desk,
                  DanbiCase *item,
                  GSettings *settings)
{
  GListModel *images = danbi_case_get_images (item);
  g_autoptr (GPtrArray) stack = danbi_stack_new (images);
  DanbiViewer *self;

  if (stack->len == 0)
    return NULL;
  self = g_object_new (DANBI_TYPE_VIEWER, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->item = g_object_ref (item);
  self->settings = settings ? g_object_ref (settings) : NULL;
  self->loader = danbi_picture_loader_new (desk, MAX_KEPT_BYTES);
  self->gaze = danbi_gaze_new (desk, item, get_shown_side, self);
  self->stack = g_steal_pointer (&stack);
  g_signal_connect_object (self->loader, "loaded", G_CALLBACK (loaded_cb), self, 0);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (images_changed_cb), self, 0);
  danbi_window_size_recall (GTK_WINDOW (self), self->settings, "viewer");
  go_to (self, 0, 0);
  danbi_reader_focus_first (GTK_WIDGET (self), GTK_WIDGET (self->view));
  return self;
}

/**
 * danbi_viewer_add_thumbnailer:
 * @self: the viewer
 * @thumbnailer: what may have made a smaller picture of an image already; the largest come first
 */
void
danbi_viewer_add_thumbnailer (DanbiViewer      *self,
                              DanbiThumbnailer *thumbnailer)
{
  g_ptr_array_add (self->thumbnailers, g_object_ref (thumbnailer));
}

/**
 * danbi_viewer_show_image:
 * @self: the viewer
 * @image: an image of its case; one that cannot be shown is without effect
 * @frame: which picture of its file, from 0
 */
void
danbi_viewer_show_image (DanbiViewer *self,
                         DanbiImage  *image,
                         guint        frame)
{
  guint place = danbi_stack_find (self->stack, image);

  if (place < self->stack->len)
    go_to (self, place, frame < MAX (image->frames, 1) ? frame : 0);
}

/**
 * danbi_viewer_get_image:
 * @self: the viewer
 *
 * Returns: (transfer none): the image on the screen
 */
DanbiImage *
danbi_viewer_get_image (DanbiViewer *self)
{
  return get_image (self);
}

/**
 * danbi_viewer_get_frame:
 * @self: the viewer
 *
 * Returns: which picture of its file, from 0
 */
guint
danbi_viewer_get_frame (DanbiViewer *self)
{
  return self->frame;
}

/**
 * danbi_viewer_get_view:
 * @self: the viewer
 *
 * Returns: (transfer none): where the picture is drawn
 */
DanbiPictureView *
danbi_viewer_get_view (DanbiViewer *self)
{
  return self->view;
}

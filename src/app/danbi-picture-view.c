/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One picture as large as there is place, to be zoomed, moved and windowed by hand. */
#include "config.h"

#include <math.h>

#include "danbi-painter.h"
#include "danbi-picture-view.h"

/* One notch of a wheel. */
#define ZOOM_STEP 1.2
/* One press of an arrow key moves by so much of the place. */
#define PAN_SHARE 0.125

struct _DanbiPictureView
{
  GtkWidget parent_instance;

  DanbiPicture *picture;
  GdkPaintable *placeholder;
  DanbiPainter *painter;
  DanbiViewport viewport;
  DanbiTone tone;
  guint n_halvings;        /* what the painter was asked for */
  double pointer_x;
  double pointer_y;
  double drag_x;           /* where the pointer was at the last step of a drag */
  double drag_y;
  gboolean drag_tones;     /* whether the drag changes window and level */
  double pinch_zoom;       /* zoom when two fingers came down */
  double scrolled;         /* what a smooth wheel has gathered for the next step */
  guint tell_id;           /* set while it is to be told that the zoom changed */
};

enum
{
  STEP,
  TONE_CHANGED,
  ZOOM_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiPictureView, danbi_picture_view, GTK_TYPE_WIDGET)

/* How often the picture may be made half as large and still have a pixel for each of the screen. */
static guint
count_halvings (DanbiPictureView *self)
{
  double shown = self->viewport.width * self->viewport.zoom
                 * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  guint width = self->picture->width;
  guint n = 0;

  while (width >= 2 * shown && width > 1)
    {
      width = (width + 1) / 2;
      n++;
    }
  return n;
}

static void
paint (DanbiPictureView *self)
{
  self->n_halvings = count_halvings (self);
  danbi_painter_paint (self->painter, &self->tone, self->n_halvings);
}

static gboolean
tell_zoom_cb (gpointer user_data)
{
  DanbiPictureView *self = user_data;

  self->tell_id = 0;
  g_signal_emit (self, signals[ZOOM_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Told a moment later: sizes are allocated while nothing else may change its own. */
static void
zoomed (DanbiPictureView *self)
{
  if (self->picture && count_halvings (self) != self->n_halvings)
    paint (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->tell_id == 0)
    self->tell_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_zoom_cb, self, NULL);
}

static void
painted_cb (DanbiPainter     *painter,
            DanbiPictureView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
zoom_at (DanbiPictureView *self,
         double            zoom,
         double            x,
         double            y)
{
  danbi_viewport_zoom (&self->viewport, zoom, x, y);
  zoomed (self);
}

/* What hands do */

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           DanbiPictureView         *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           DanbiPictureView         *self)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (base);
  int steps;

  if (modifiers & GDK_CONTROL_MASK)
    {
      zoom_at (self, self->viewport.zoom * pow (ZOOM_STEP, -dy), self->pointer_x, self->pointer_y);
      return TRUE;
    }
  self->scrolled += dy;
  steps = (int) self->scrolled;
  self->scrolled -= steps;
  if (steps != 0)
    g_signal_emit (self, signals[STEP], 0, DANBI_STEP_SLICE, steps);
  return TRUE;
}

static void
pinch_begin_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                DanbiPictureView *self)
{
  self->pinch_zoom = self->viewport.zoom;
}

static void
pinch_cb (GtkGestureZoom   *gesture,
          double            scale,
          DanbiPictureView *self)
{
  double x = self->viewport.view_width / 2;
  double y = self->viewport.view_height / 2;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  zoom_at (self, self->pinch_zoom * scale, x, y);
}

static void
drag_begin_cb (GtkGestureDrag   *gesture,
               double            x,
               double            y,
               DanbiPictureView *self)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (gesture);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_x = self->drag_y = 0;
  self->drag_tones = button == GDK_BUTTON_SECONDARY
                     || gtk_event_controller_get_current_event_state (base) & GDK_SHIFT_MASK;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->drag_tones ? "crosshair" : "grabbing");
}

static void
drag_cb (GtkGestureDrag   *gesture,
         double            x,
         double            y,
         DanbiPictureView *self)
{
  double right = x - self->drag_x;
  double down = y - self->drag_y;

  self->drag_x = x;
  self->drag_y = y;
  if (self->drag_tones && self->picture)
    {
      DanbiTone tone = self->tone;

      danbi_tone_drag (&tone, self->picture, right, down);
      danbi_picture_view_set_tone (self, &tone);
    }
  else if (!self->drag_tones && danbi_viewport_pan (&self->viewport, right, down))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag   *gesture,
             double            x,
             double            y,
             DanbiPictureView *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

/* Arrows move what is larger than the place, and go through the images where all is seen. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                DanbiPictureView      *self)
{
  static const struct
  {
    guint keyval;
    int right;
    int down;
  } arrows[] = {
    { GDK_KEY_Left, -1, 0 },    { GDK_KEY_Right, 1, 0 },   { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },     { GDK_KEY_KP_Left, -1, 0 }, { GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_KP_Up, 0, -1 },   { GDK_KEY_KP_Down, 0, 1 },
  };
  double step_x = self->viewport.view_width * PAN_SHARE;
  double step_y = self->viewport.view_height * PAN_SHARE;

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      if (arrows[i].keyval != keyval)
        continue;
      if (!danbi_viewport_can_pan (&self->viewport))
        g_signal_emit (self, signals[STEP], 0,
                       arrows[i].right ? DANBI_STEP_IMAGE : DANBI_STEP_SLICE,
                       arrows[i].right + arrows[i].down);
      else if (danbi_viewport_pan (&self->viewport, -arrows[i].right * step_x,
                                   -arrows[i].down * step_y))
        gtk_widget_queue_draw (GTK_WIDGET (self));
      return TRUE;
    }
  return FALSE;
}

/* Virtual functions */

static void
danbi_picture_view_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  DanbiPictureView *self = DANBI_PICTURE_VIEW (widget);

  danbi_viewport_set_view (&self->viewport, width, height);
  zoomed (self);
}

static void
danbi_picture_view_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  DanbiPictureView *self = DANBI_PICTURE_VIEW (widget);
  const DanbiViewport *viewport = &self->viewport;
  GdkTexture *texture = danbi_painter_get_texture (self->painter);
  GdkPaintable *paintable = texture ? GDK_PAINTABLE (texture) : self->placeholder;
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) viewport->view_width,
                                            (float) viewport->view_height);

  if (!paintable || viewport->width <= 0)
    return;
  gtk_snapshot_push_clip (snapshot, &all);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((float) round (danbi_viewport_get_left (viewport)),
                                    (float) round (danbi_viewport_get_top (viewport))));
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), viewport->width * viewport->zoom,
                          viewport->height * viewport->zoom);
  gtk_snapshot_pop (snapshot);
}

static void
danbi_picture_view_dispose (GObject *object)
{
  DanbiPictureView *self = DANBI_PICTURE_VIEW (object);

  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_clear_pointer (&self->picture, danbi_picture_unref);
  g_clear_object (&self->placeholder);
  g_clear_object (&self->painter);

  G_OBJECT_CLASS (danbi_picture_view_parent_class)->dispose (object);
}

static void
danbi_picture_view_class_init (DanbiPictureViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = danbi_picture_view_dispose;
  widget_class->size_allocate = danbi_picture_view_size_allocate;
  widget_class->snapshot = danbi_picture_view_snapshot;

  /**
   * DanbiPictureView::step:
   * @kind: a #DanbiStep
   * @n: how many, below 0 back
   *
   * The wheel or a key asks for another picture.
   */
  signals[STEP] = g_signal_new ("step", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_INT, G_TYPE_INT);

  /**
   * DanbiPictureView::tone-changed:
   *
   * Window, level or inversion are others.
   */
  signals[TONE_CHANGED] = g_signal_new ("tone-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);

  /**
   * DanbiPictureView::zoom-changed:
   *
   * The picture is seen larger or smaller.
   */
  signals[ZOOM_CHANGED] = g_signal_new ("zoom-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "pictureview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_drag (DanbiPictureView *self,
          guint             button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
add_controllers (DanbiPictureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *scroll
    = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, key);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_SECONDARY);
}

static void
danbi_picture_view_init (DanbiPictureView *self)
{
  self->viewport.fits = TRUE;
  self->viewport.zoom = 1;
  self->painter = danbi_painter_new ();
  g_signal_connect_object (self->painter, "painted", G_CALLBACK (painted_cb), self, 0);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

/* Public functions */

/**
 * danbi_picture_view_set_picture:
 * @self: the view
 * @picture: (nullable): what to show
 * @tone: (nullable): how its values become shades; %NULL: as the file asks for
 *
 * Shows a picture where the last one was if both have the same size, otherwise whole.
 */
void
danbi_picture_view_set_picture (DanbiPictureView *self,
                                DanbiPicture     *picture,
                                const DanbiTone  *tone)
{
  DanbiPicture *last = self->picture;

  self->picture = picture ? danbi_picture_ref (picture) : NULL;
  g_clear_pointer (&last, danbi_picture_unref);
  g_clear_object (&self->placeholder);
  danbi_painter_set_picture (self->painter, picture);
  if (picture)
    {
      /* The pixels of the screen are square; those of the file may not be. */
      danbi_viewport_set_picture (&self->viewport, picture->full_width,
                                  (double) picture->full_width * picture->height / picture->width);
      if (tone)
        self->tone = *tone;
      else
        danbi_tone_init (&self->tone, picture);
      paint (self);
      g_signal_emit (self, signals[TONE_CHANGED], 0);
    }
  zoomed (self);
}

/**
 * danbi_picture_view_set_placeholder:
 * @self: the view
 * @small: (nullable): the same picture, made for a smaller place
 * @width: of the picture as it will come, in its pixels
 * @height: likewise
 *
 * Shows what is at hand until the picture itself is there.
 */
void
danbi_picture_view_set_placeholder (DanbiPictureView *self,
                                    GdkPaintable     *small,
                                    guint             width,
                                    guint             height)
{
  danbi_picture_view_set_picture (self, NULL, NULL);
  g_set_object (&self->placeholder, small);
  danbi_viewport_set_picture (&self->viewport, width, height);
  zoomed (self);
}

/**
 * danbi_picture_view_get_picture:
 * @self: the view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
DanbiPicture *
danbi_picture_view_get_picture (DanbiPictureView *self)
{
  return self->picture;
}

/**
 * danbi_picture_view_get_tone:
 * @self: the view
 *
 * Returns: (transfer none): how values become shades
 */
const DanbiTone *
danbi_picture_view_get_tone (DanbiPictureView *self)
{
  return &self->tone;
}

/**
 * danbi_picture_view_set_tone:
 * @self: the view
 * @tone: how values shall become shades
 */
void
danbi_picture_view_set_tone (DanbiPictureView *self,
                             const DanbiTone  *tone)
{
  if (!self->picture || danbi_tone_equal (tone, &self->tone))
    return;
  self->tone = *tone;
  paint (self);
  g_signal_emit (self, signals[TONE_CHANGED], 0);
}

/**
 * danbi_picture_view_get_viewport:
 * @self: the view
 *
 * Returns: (transfer none): which part of the picture is seen
 */
const DanbiViewport *
danbi_picture_view_get_viewport (DanbiPictureView *self)
{
  return &self->viewport;
}

/**
 * danbi_picture_view_fit:
 * @self: the view
 *
 * Shows the whole picture, now and when the window changes its size.
 */
void
danbi_picture_view_fit (DanbiPictureView *self)
{
  danbi_viewport_fit (&self->viewport);
  zoomed (self);
}

/**
 * danbi_picture_view_show_pixels:
 * @self: the view
 *
 * Shows one pixel of the picture as one of the screen, around the middle.
 */
void
danbi_picture_view_show_pixels (DanbiPictureView *self)
{
  zoom_at (self, 1.0 / gtk_widget_get_scale_factor (GTK_WIDGET (self)),
           self->viewport.view_width / 2, self->viewport.view_height / 2);
}

/**
 * danbi_picture_view_zoom_by:
 * @self: the view
 * @factor: by how much larger, around the middle
 */
void
danbi_picture_view_zoom_by (DanbiPictureView *self,
                            double            factor)
{
  zoom_at (self, self->viewport.zoom * factor, self->viewport.view_width / 2,
           self->viewport.view_height / 2);
}

/**
 * danbi_picture_view_get_shown_side:
 * @self: the view
 *
 * Returns: how long the longer side of the picture is on the screen, in the pixels of GTK; 0 while
 *   there is none
 */
guint
danbi_picture_view_get_shown_side (DanbiPictureView *self)
{
  double longer = MAX (self->viewport.width, self->viewport.height) * self->viewport.zoom;

  return self->picture ? (guint) longer : 0;
}

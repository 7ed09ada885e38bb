/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tooth of the chart: a button that is drawn as the tooth it stands for.
 *
 * FDI's two digits tell all of it: quadrants 1, 2, 5, 6 are above, 5 to 8 deciduous; places 1 and 2
 * are incisors, 3 is the canine, 4 and 5 premolars (of the deciduous ones molars), 6 to 8 molars, 9
 * is supernumerary. */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "danbi-tooth.h"

/* The part of the height that is root. */
#define ROOT_SHARE 0.44
#define ROOT_SHARE_DECIDUOUS 0.36
#define MARGIN 1.5

struct _DanbiTooth
{
  GtkToggleButton parent_instance;

  char code[3];
  DanbiToothMark mark;
};

/* How one kind of tooth looks; lengths are shares of the width of its place. */
typedef struct
{
  double neck;    /* half the width where crown and root meet */
  double bulge;   /* half the width where the crown is widest */
  guint n_cusps;  /* 0: a straight edge */
  guint n_roots;
} Shape;

/* What is drawn of a tooth in one state. */
typedef struct
{
  GdkRGBA crown;
  GdkRGBA root;
  GdkRGBA line;
  GdkRGBA digits;
  double line_width;
} Look;

G_DEFINE_FINAL_TYPE (DanbiTooth, danbi_tooth, GTK_TYPE_TOGGLE_BUTTON)

static gboolean
is_upper (const DanbiTooth *self)
{
  return strchr ("1256", self->code[0]) != NULL;
}

static gboolean
is_deciduous (const DanbiTooth *self)
{
  return strchr ("5678", self->code[0]) != NULL;
}

static const Shape *
get_shape (const DanbiTooth *self)
{
  static const Shape incisor = { 0.28, 0.43, 0, 1 };
  static const Shape canine = { 0.29, 0.43, 1, 1 };
  static const Shape premolar = { 0.30, 0.44, 2, 1 };
  static const Shape molar = { 0.38, 0.47, 3, 2 };
  static const Shape peg = { 0.26, 0.36, 1, 1 };

  switch (self->code[1])
    {
    case '1':
    case '2':
      return &incisor;
    case '3':
      return &canine;
    case '4':
    case '5':
      return is_deciduous (self) ? &molar : &premolar;
    case '9':
      return &peg;
    default:
      return &molar;
    }
}

static double
get_neck (const DanbiTooth *self,
          double            height)
{
  return height * (is_deciduous (self) ? ROOT_SHARE_DECIDUOUS : ROOT_SHARE);
}

/* Drawing: an upper tooth, its root at the top; a lower one is the same upside down */

static void
add_root (cairo_t *cr,
          double   left,
          double   right,
          double   tip,
          double   neck)
{
  cairo_move_to (cr, left, neck + 1);
  cairo_curve_to (cr, left, neck * 0.55, tip - 3, MARGIN + 1, tip, MARGIN);
  cairo_curve_to (cr, tip + 3, MARGIN + 1, right, neck * 0.55, right, neck + 1);
}

static void
add_roots (cairo_t     *cr,
           const Shape *shape,
           double       width,
           double       neck)
{
  double middle = width / 2;
  double half = shape->neck * width;

  if (shape->n_roots == 1)
    add_root (cr, middle - half, middle + half, middle, neck);
  else
    {
      add_root (cr, middle - half, middle + 1, middle - half * 0.72, neck);
      add_root (cr, middle - 1, middle + half, middle + half * 0.72, neck);
    }
}

/* The edge that bites, from right to left. */
static void
add_edge (cairo_t     *cr,
          const Shape *shape,
          double       left,
          double       right,
          double       bottom)
{
  double span = (right - left) / MAX (shape->n_cusps, 1);
  double rise = shape->n_cusps == 1 ? span * 0.30 : 4;

  if (shape->n_cusps == 0)
    {
      cairo_curve_to (cr, right, bottom - 1, right - 1, bottom, right - 4, bottom);
      cairo_line_to (cr, left + 4, bottom);
      cairo_curve_to (cr, left + 1, bottom, left, bottom - 1, left, bottom - 5);
      return;
    }
  for (guint i = 0; i < shape->n_cusps; i++)
    {
      double from = right - i * span;

      cairo_curve_to (cr, from - span * 0.15, bottom, from - span * 0.35, bottom, from - span * 0.5,
                      bottom);
      cairo_curve_to (cr, from - span * 0.65, bottom, from - span * 0.85, bottom, from - span,
                      bottom - rise);
    }
}

static void
add_crown (cairo_t     *cr,
           const Shape *shape,
           double       width,
           double       neck,
           double       bottom)
{
  double middle = width / 2;
  double height = bottom - neck;
  double half_neck = shape->neck * width;
  double half = shape->bulge * width;
  double shoulder = shape->n_cusps == 0 ? bottom - 5
                    : bottom - (shape->n_cusps == 1 ? half * 0.6 : 4);

  cairo_move_to (cr, middle - half_neck, neck);
  cairo_curve_to (cr, middle - half_neck * 0.4, neck - 2.5, middle + half_neck * 0.4, neck - 2.5,
                  middle + half_neck, neck);
  cairo_curve_to (cr, middle + half, neck + height * 0.15, middle + half, neck + height * 0.45,
                  middle + half, shoulder);
  add_edge (cr, shape, middle - half, middle + half, bottom);
  cairo_curve_to (cr, middle - half, neck + height * 0.45, middle - half, neck + height * 0.15,
                  middle - half_neck, neck);
  cairo_close_path (cr);
}

static void
paint (cairo_t       *cr,
       const GdkRGBA *fill,
       const Look    *look)
{
  gdk_cairo_set_source_rgba (cr, fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &look->line);
  cairo_set_line_width (cr, look->line_width);
  cairo_stroke (cr);
}

static void
draw_tooth (DanbiTooth  *self,
            GtkSnapshot *snapshot,
            const Look  *look,
            double       width,
            double       height)
{
  const Shape *shape = get_shape (self);
  double neck = get_neck (self, height);
  cairo_t *cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  if (!is_upper (self))
    {
      cairo_translate (cr, 0, height);
      cairo_scale (cr, 1, -1);
    }
  add_roots (cr, shape, width, neck);
  paint (cr, &look->root, look);
  add_crown (cr, shape, width, neck, height - MARGIN);
  paint (cr, &look->crown, look);
  cairo_destroy (cr);
}

/* Sets @text in the middle of the part of the height that begins at @top. */
static void
draw_text (DanbiTooth    *self,
           GtkSnapshot   *snapshot,
           const char    *text,
           const GdkRGBA *color,
           double         top,
           double         span)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((float) (gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2,
                                    (float) (top + (span - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* Colours */

static GdkRGBA
get_color (GtkWidget  *widget,
           const char *name,
           float       alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA color;

  if (!name || !gtk_style_context_lookup_color (context, name, &color))
    gtk_style_context_get_color (context, &color);
  color.alpha *= alpha;
  return color;
}

static AdwStyleManager *
get_style (GtkWidget *widget)
{
  return adw_style_manager_get_for_display (gtk_widget_get_display (widget));
}

/* Never by colour alone: what is chosen is filled, what is covered has a thick line, what is mixed
 * carries a sign. */
static void
find_look (DanbiTooth *self,
           Look       *look)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean hover = (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_PRELIGHT) != 0;
  gboolean chosen = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self));
  gboolean contrast = adw_style_manager_get_high_contrast (get_style (widget));
  const char *accent = self->mark == DANBI_TOOTH_MIXED ? "warning" : "accent";
  g_autofree char *background = g_strconcat (accent, "_bg_color", NULL);
  g_autofree char *foreground = g_strconcat (accent, "_fg_color", NULL);
  g_autofree char *standalone = g_strconcat (accent, "_color", NULL);

  look->crown = adw_style_manager_get_dark (get_style (widget))
                  ? get_color (widget, NULL, 0.16f)
                  : get_color (widget, "view_bg_color", 1);
  look->root = get_color (widget, NULL, 0.05f);
  look->line = get_color (widget, NULL, contrast ? 0.9f : 0.42f);
  look->digits = get_color (widget, NULL, 1);
  look->line_width = 1;
  if (hover || chosen || self->mark != DANBI_TOOTH_PLAIN)
    look->line = get_color (widget, standalone, 1);
  if (self->mark == DANBI_TOOTH_COVERED)
    {
      look->crown = get_color (widget, background, 0.30f);
      look->root = get_color (widget, background, 0.12f);
      look->line_width = 2;
    }
  if (chosen)
    {
      look->crown = get_color (widget, background, 1);
      look->root = get_color (widget, background, 0.35f);
      look->digits = get_color (widget, foreground, 1);
    }
}

/* Virtual functions */

static void
danbi_tooth_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  DanbiTooth *self = DANBI_TOOTH (widget);
  double height = gtk_widget_get_height (widget);
  double neck = get_neck (self, height);
  double crown = is_upper (self) ? neck : 0;
  double root = is_upper (self) ? 0 : height - neck;
  Look look;

  find_look (self, &look);
  draw_tooth (self, snapshot, &look, gtk_widget_get_width (widget), height);
  draw_text (self, snapshot, self->code, &look.digits, crown, height - neck);
  if (self->mark == DANBI_TOOTH_MIXED)
    draw_text (self, snapshot, "!", &look.line, root, neck);
}

static void
danbi_tooth_state_flags_changed (GtkWidget    *widget,
                                 GtkStateFlags previous)
{
  gtk_widget_queue_draw (widget);

  GTK_WIDGET_CLASS (danbi_tooth_parent_class)->state_flags_changed (widget, previous);
}

static void
danbi_tooth_class_init (DanbiToothClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = danbi_tooth_snapshot;
  widget_class->state_flags_changed = danbi_tooth_state_flags_changed;

  gtk_widget_class_set_css_name (widget_class, "tooth");
}

static void
danbi_tooth_init (DanbiTooth *self)
{
}

/* Public functions */

/**
 * danbi_tooth_new:
 * @code: FDI's two digits
 *
 * Returns: (transfer floating): a tooth
 */
GtkWidget *
danbi_tooth_new (const char *code)
{
  DanbiTooth *self = g_object_new (DANBI_TYPE_TOOTH, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);

  g_strlcpy (self->code, code, sizeof self->code);
  return GTK_WIDGET (self);
}

/**
 * danbi_tooth_set_mark:
 * @self: the tooth
 * @mark: what the areas that are chosen make of it
 */
void
danbi_tooth_set_mark (DanbiTooth    *self,
                      DanbiToothMark mark)
{
  self->mark = mark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * danbi_tooth_get_mark:
 * @self: the tooth
 *
 * Returns: what the areas that are chosen make of it
 */
DanbiToothMark
danbi_tooth_get_mark (DanbiTooth *self)
{
  return self->mark;
}

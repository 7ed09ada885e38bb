/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of teeth: both arches, permanent and deciduous, as a panoramic film shows them, with
 * the areas beside what they cover. It is wide and low, to stand below an entry of a small screen.
 *
 * The patient's right is at the left, and stays there whichever way a language is written. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "danbi-odontogram.h"
#include "danbi-site.h"
#include "danbi-tooth.h"

/* In the pixels of GTK. What holds text grows with it. */
#define MIN_CELL 31
#define CELL_PADDING 9
#define MIN_CROWN 31
#define CROWN_PADDING 12
#define ROOT 23
#define ROOT_DECIDUOUS 13
#define CURVE 15        /* how much higher the last molars stand than the incisors */
#define MIDDLE 12       /* between left and right */
#define BITE 10         /* between above and below */
#define GAP 14          /* between the areas and the teeth */
#define AREA_SPACING 6

/* A row has nine teeth at each side: the eighth is the wisdom tooth, the ninth one too many. */
#define HALF_ROW 9

/* The areas at the left and at the right, the upper ones above; a new one of a later table comes to
 * the end of the right. */
static const char *const area_columns[][5] = {
  { "FM", "UB", "UR", "LR", "LB" },
  { "99", "UA", "UL", "LL", "LA" },
};

/* The rows of teeth from above, by the quadrants at the left and at the right of the picture. */
static const struct
{
  char left;
  char right;
  gboolean deciduous;
} arches[] = { { '1', '2', FALSE }, { '5', '6', TRUE }, { '8', '7', TRUE }, { '4', '3', FALSE } };

#define N_COLUMNS G_N_ELEMENTS (area_columns)
#define N_ARCHES G_N_ELEMENTS (arches)

/* Where everything stands; made anew whenever it is asked for. */
typedef struct
{
  int cell;
  int arch_heights[N_ARCHES];
  int arch_tops[N_ARCHES];
  int area_width;
  int area_height;
  int width;
  int height;
} Plan;

struct _DanbiOdontogram
{
  DanbiSiteBoard parent_instance;

  const DanbiRules *rules;
  GPtrArray *areas[N_COLUMNS]; /* buttons, from above */
};

G_DEFINE_FINAL_TYPE (DanbiOdontogram, danbi_odontogram, DANBI_TYPE_SITE_BOARD)

static gboolean
is_area (const DanbiCode *code)
{
  return strcmp (code->group, "area") == 0;
}

/* Where things stand */

static int
measure (GtkWidget     *widget,
         GtkOrientation orientation)
{
  int natural;

  gtk_widget_measure (widget, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* All areas are of one size. Returns the height of the higher column. */
static int
measure_areas (DanbiOdontogram *self,
               Plan            *plan)
{
  guint n_rows = 0;

  plan->area_width = plan->area_height = 0;
  for (guint column = 0; column < N_COLUMNS; column++)
    {
      n_rows = MAX (n_rows, self->areas[column]->len);
      for (guint i = 0; i < self->areas[column]->len; i++)
        {
          GtkWidget *button = g_ptr_array_index (self->areas[column], i);

          plan->area_width = MAX (plan->area_width, measure (button, GTK_ORIENTATION_HORIZONTAL));
          plan->area_height = MAX (plan->area_height, measure (button, GTK_ORIENTATION_VERTICAL));
        }
    }
  return (int) n_rows * (plan->area_height + AREA_SPACING);
}

static void
measure_teeth (DanbiOdontogram *self,
               Plan            *plan)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "88");
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  plan->cell = MAX (MIN_CELL, width + CELL_PADDING);
  for (guint i = 0; i < N_ARCHES; i++)
    plan->arch_heights[i] = MAX (MIN_CROWN, height + CROWN_PADDING)
                            + (arches[i].deciduous ? ROOT_DECIDUOUS : ROOT);
}

static void
make_plan (DanbiOdontogram *self,
           Plan            *plan)
{
  int areas_height = measure_areas (self, plan);
  int top = 0;

  measure_teeth (self, plan);
  for (guint i = 0; i < N_ARCHES; i++)
    {
      plan->arch_tops[i] = top;
      top += plan->arch_heights[i] + (i == N_ARCHES / 2 - 1 ? BITE : 2);
    }
  plan->width = 2 * (HALF_ROW * plan->cell + GAP + plan->area_width) + MIDDLE;
  plan->height = MAX (top + CURVE, areas_height);
}

/* The code at a place of an arch, counted from the middle, to the left below 0. */
static void
write_code (guint arch,
            int   place,
            char  code[3])
{
  code[0] = place < 0 ? arches[arch].left : arches[arch].right;
  code[1] = (char) ('0' + ABS (place));
  code[2] = '\0';
}

static void
allocate (GtkWidget *widget,
          int        x,
          int        y,
          int        width,
          int        height)
{
  graphene_point_t origin = GRAPHENE_POINT_INIT ((float) x, (float) y);

  gtk_widget_allocate (widget, width, height, -1, gsk_transform_translate (NULL, &origin));
}

static void
allocate_tooth (DanbiOdontogram *self,
                const Plan      *plan,
                guint            arch,
                int              place,
                int              width)
{
  double from_middle = (ABS (place) - 0.5) / HALF_ROW;
  int x = width / 2 + (place < 0 ? place * plan->cell - MIDDLE / 2
                                 : (place - 1) * plan->cell + MIDDLE / 2);
  int y = plan->arch_tops[arch] + (int) round (CURVE * (1 - from_middle * from_middle));
  GtkToggleButton *button;
  char code[3];

  write_code (arch, place, code);
  button = danbi_site_board_find (DANBI_SITE_BOARD (self), code);
  if (button)
    allocate (GTK_WIDGET (button), x + 1, y, plan->cell - 2, plan->arch_heights[arch]);
}

/* The height is shared out, so that each area is beside what it covers. */
static void
allocate_areas (GPtrArray  *areas,
                const Plan *plan,
                int         x)
{
  int n = (int) areas->len;
  int step = n > 0 ? plan->height / n : 0;

  for (int i = 0; i < n; i++)
    allocate (g_ptr_array_index (areas, i), x, i * step + (step - plan->area_height) / 2,
              plan->area_width, plan->area_height);
}

/* What is shown */

static void
add_area (DanbiOdontogram *self,
          guint            column,
          const DanbiCode *code)
{
  GtkToggleButton *button = danbi_site_board_add_labelled (DANBI_SITE_BOARD (self), code->code,
                                                           code->name_zh);

  g_ptr_array_add (self->areas[column], button);
}

static void
add_areas (DanbiOdontogram  *self,
           const DanbiRules *rules,
           guint             column)
{
  for (guint i = 0; i < G_N_ELEMENTS (area_columns[column]); i++)
    {
      const DanbiCode *code = danbi_rules_find_code (rules, DANBI_CODE_TABLE_TEETH,
                                                     area_columns[column][i]);

      if (code)
        add_area (self, column, code);
    }
}

static void
add_new_areas (DanbiOdontogram  *self,
               const DanbiRules *rules)
{
  for (guint i = 0; i < danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_TEETH); i++)
    {
      const DanbiCode *code = danbi_rules_get_code (rules, DANBI_CODE_TABLE_TEETH, i);

      if (is_area (code) && !danbi_site_board_find (DANBI_SITE_BOARD (self), code->code))
        add_area (self, N_COLUMNS - 1, code);
    }
}

/* From left to right as they are seen, for who hears them in this order. */
static void
add_arch (DanbiOdontogram  *self,
          const DanbiRules *rules,
          guint             arch)
{
  for (int i = -HALF_ROW; i <= HALF_ROW; i++)
    {
      char code[3];
      const DanbiCode *tooth;

      write_code (arch, i, code);
      tooth = danbi_rules_find_code (rules, DANBI_CODE_TABLE_TEETH, code);
      if (tooth)
        danbi_site_board_add (DANBI_SITE_BOARD (self), GTK_TOGGLE_BUTTON (danbi_tooth_new (code)),
                              code, tooth->name_zh);
    }
}

static void
danbi_odontogram_populate (DanbiSiteBoard   *board,
                           const DanbiRules *rules)
{
  DanbiOdontogram *self = DANBI_ODONTOGRAM (board);

  self->rules = rules;
  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_set_size (self->areas[i], 0);
  for (guint i = 0; i < N_COLUMNS; i++)
    add_areas (self, rules, i);
  add_new_areas (self, rules);
  for (guint i = 0; i < N_ARCHES; i++)
    add_arch (self, rules, i);
}

/* The first area of the site that covers a tooth. */
static const DanbiCode *
find_cover (DanbiOdontogram *self,
            const char      *site,
            const char      *tooth)
{
  gsize length = danbi_site_get_complete_length (DANBI_SITE_SCHEME_TOOTH, site);

  for (gsize at = 0; at < length; at += 2)
    {
      char area[] = { site[at], site[at + 1], '\0' };

      if (danbi_site_area_contains (area, tooth))
        return danbi_rules_find_code (self->rules, DANBI_CODE_TABLE_TEETH, area);
    }
  return NULL;
}

static void
show_tooth (DanbiOdontogram *self,
            DanbiTooth      *tooth,
            const DanbiCode *code,
            const char      *site)
{
  const DanbiCode *cover = find_cover (self, site, code->code);
  gboolean chosen = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tooth));
  g_autofree char *text = NULL;

  if (cover && chosen)
    text = g_strdup_printf (_("%s is chosen too"), cover->name_zh);
  else if (cover)
    text = g_strdup_printf (_("in %s"), cover->name_zh);
  danbi_tooth_set_mark (tooth, !cover   ? DANBI_TOOTH_PLAIN
                               : chosen ? DANBI_TOOTH_MIXED
                                        : DANBI_TOOTH_COVERED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tooth), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text ? text : "", -1);
}

static void
danbi_odontogram_show_site (DanbiSiteBoard *board,
                            const char     *site)
{
  DanbiOdontogram *self = DANBI_ODONTOGRAM (board);

  for (guint i = 0; i < danbi_rules_get_n_codes (self->rules, DANBI_CODE_TABLE_TEETH); i++)
    {
      const DanbiCode *code = danbi_rules_get_code (self->rules, DANBI_CODE_TABLE_TEETH, i);
      GtkToggleButton *button = danbi_site_board_find (board, code->code);

      if (button && DANBI_IS_TOOTH (button))
        show_tooth (self, DANBI_TOOTH (button), code, site);
    }
}

/* Virtual functions */

static GtkSizeRequestMode
danbi_odontogram_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
danbi_odontogram_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  Plan plan;

  make_plan (DANBI_ODONTOGRAM (widget), &plan);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? plan.width : plan.height;
}

static void
danbi_odontogram_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  DanbiOdontogram *self = DANBI_ODONTOGRAM (widget);
  Plan plan;

  make_plan (self, &plan);
  allocate_areas (self->areas[0], &plan, 0);
  allocate_areas (self->areas[1], &plan, width - plan.area_width);
  for (guint arch = 0; arch < N_ARCHES; arch++)
    for (int i = -HALF_ROW; i <= HALF_ROW; i++)
      allocate_tooth (self, &plan, arch, i, width);
}

static void
draw_side (DanbiOdontogram *self,
           GtkSnapshot     *snapshot,
           const Plan      *plan,
           const char      *text,
           gboolean         left)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int middle = gtk_widget_get_width (GTK_WIDGET (self)) / 2;
  int aside = MIDDLE / 2 + 7 * plan->cell;
  GdkRGBA color;
  int width;
  int height;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  color.alpha *= 0.75f;
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((float) (middle + (left ? -aside : aside) - width / 2),
                                    (float) (plan->arch_tops[2] - BITE / 2 - height / 2
                                             + CURVE / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* The middle line, which tells the quadrants apart. */
static void
draw_middle (DanbiOdontogram *self,
             GtkSnapshot     *snapshot,
             const Plan      *plan)
{
  int top = plan->arch_tops[0] + CURVE;
  int bottom = plan->arch_tops[N_ARCHES - 1] + plan->arch_heights[N_ARCHES - 1] + CURVE;
  int middle = gtk_widget_get_width (GTK_WIDGET (self)) / 2;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  color.alpha *= 0.25f;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) middle - 0.5f, (float) top, 1,
                                                  (float) (bottom - top)));
}

static void
danbi_odontogram_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DanbiOdontogram *self = DANBI_ODONTOGRAM (widget);
  Plan plan;

  make_plan (self, &plan);
  draw_middle (self, snapshot, &plan);
  draw_side (self, snapshot, &plan, _("Patient’s right"), TRUE);
  draw_side (self, snapshot, &plan, _("Patient’s left"), FALSE);

  GTK_WIDGET_CLASS (danbi_odontogram_parent_class)->snapshot (widget, snapshot);
}

static void
danbi_odontogram_finalize (GObject *object)
{
  DanbiOdontogram *self = DANBI_ODONTOGRAM (object);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_unref (self->areas[i]);

  G_OBJECT_CLASS (danbi_odontogram_parent_class)->finalize (object);
}

static void
danbi_odontogram_class_init (DanbiOdontogramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  DanbiSiteBoardClass *board_class = DANBI_SITE_BOARD_CLASS (klass);

  object_class->finalize = danbi_odontogram_finalize;
  widget_class->get_request_mode = danbi_odontogram_get_request_mode;
  widget_class->measure = danbi_odontogram_measure;
  widget_class->size_allocate = danbi_odontogram_size_allocate;
  widget_class->snapshot = danbi_odontogram_snapshot;
  board_class->scheme = DANBI_SITE_SCHEME_TOOTH;
  board_class->populate = danbi_odontogram_populate;
  board_class->show_site = danbi_odontogram_show_site;
}

static void
danbi_odontogram_init (DanbiOdontogram *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    self->areas[i] = g_ptr_array_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Tooth Chart"), -1);
}

/**
 * danbi_odontogram_new:
 *
 * Returns: (transfer floating): a chart without teeth, until it has rules
 */
GtkWidget *
danbi_odontogram_new (void)
{
  return g_object_new (DANBI_TYPE_ODONTOGRAM, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all rows of the table of 查詢 have in common: where each column stands, and the icons. */
#include "config.h"

#include "danbi-query-grid.h"

/* Between columns, and what a row and a line of it are higher than their text. */
#define GAP 14
#define ROW_PADDING 12
#define LINE_PADDING 4

struct _DanbiQueryGrid
{
  int natural[DANBI_QUERY_N_COLUMNS];
  int least[DANBI_QUERY_N_COLUMNS];
  int x[DANBI_QUERY_N_COLUMNS];
  int width[DANBI_QUERY_N_COLUMNS];
  int on[DANBI_QUERY_N_COLUMNS]; /* in which line it stands */
  int n_lines;
  int line; /* the height of a line of text */
  GHashTable *icons;
};

/* The longest that a column usually holds, and what of it must be in sight. What is the same in
 * both is never cut. */
typedef struct
{
  const char *usual;
  const char *least;
  gboolean bold;
} Sample;

static const Sample samples[DANBI_QUERY_N_COLUMNS] = {
  [DANBI_QUERY_MONTH] = { "115/11", "115/11" },
  [DANBI_QUERY_CARD_TIME] = { "115/11/22 15:20:03", "115/11/22 15:20:03" },
  [DANBI_QUERY_VISIT_TYPE] = { "02 牙醫門診診", "02 牙…" },
  [DANBI_QUERY_VISIT_SEQ] = { "0020", "0020" },
  [DANBI_QUERY_PATIENT] = { "M12****8889", "M12****8889", TRUE },
  [DANBI_QUERY_ORDER] = { "34004C", "34004C" },
  [DANBI_QUERY_RECEIPT] = { "11511220001234", "1151…1234" },
  [DANBI_QUERY_STATE] = { "草稿 · 缺 12 項項", "結果不明" },
  [DANBI_QUERY_DEADLINE] = { "100% · 剩 22 小時 10 分", "100% · 剩…" },
};

/**
 * danbi_query_grid_new:
 *
 * Returns: (transfer full): a grid that was not measured yet
 */
DanbiQueryGrid *
danbi_query_grid_new (void)
{
  DanbiQueryGrid *self = g_new0 (DanbiQueryGrid, 1);

  self->n_lines = 1;
  self->icons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

/**
 * danbi_query_grid_free:
 * @self: a grid
 */
void
danbi_query_grid_free (DanbiQueryGrid *self)
{
  g_hash_table_unref (self->icons);
  g_free (self);
}

static int
measure_text (PangoLayout *layout,
              const char  *text,
              gboolean     bold)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static int
get_icon_room (const DanbiQueryGrid *self,
               DanbiQueryColumn      column)
{
  return column == DANBI_QUERY_STATE ? danbi_query_grid_get_icon_size (self) + GAP / 2 : 0;
}

/**
 * danbi_query_grid_measure:
 * @self: a grid
 * @widget: a widget with the font of the rows
 *
 * Asks how large text is; to be called again when that changes.
 */
void
danbi_query_grid_measure (DanbiQueryGrid *self,
                          GtkWidget      *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, samples[0].usual);

  pango_layout_get_pixel_size (layout, NULL, &self->line);
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    {
      int room = get_icon_room (self, i);
      int title = measure_text (layout, danbi_query_phrase_title (i, FALSE), TRUE);
      int usual = measure_text (layout, samples[i].usual, samples[i].bold) + room;
      int least = measure_text (layout, samples[i].least, samples[i].bold) + room;

      self->natural[i] = MAX (usual, title) + GAP;
      self->least[i] = MAX (least, title) + GAP;
    }
  g_hash_table_remove_all (self->icons);
}

/* Columns side by side. */
typedef struct
{
  guint n;
  DanbiQueryColumn columns[DANBI_QUERY_N_COLUMNS];
} Line;

/* In the order of the VPN page, where there is room for that. */
static const Line whole = {
  DANBI_QUERY_N_COLUMNS,
  { DANBI_QUERY_MONTH, DANBI_QUERY_CARD_TIME, DANBI_QUERY_VISIT_TYPE, DANBI_QUERY_VISIT_SEQ,
    DANBI_QUERY_PATIENT, DANBI_QUERY_ORDER, DANBI_QUERY_RECEIPT, DANBI_QUERY_STATE,
    DANBI_QUERY_DEADLINE },
};

/* In large text or a narrow window: what tells cases apart, and below it the rest. */
static const Line halves[] = {
  { 4, { DANBI_QUERY_PATIENT, DANBI_QUERY_ORDER, DANBI_QUERY_STATE, DANBI_QUERY_DEADLINE } },
  { 5, { DANBI_QUERY_CARD_TIME, DANBI_QUERY_VISIT_TYPE, DANBI_QUERY_VISIT_SEQ, DANBI_QUERY_RECEIPT,
         DANBI_QUERY_MONTH } },
};

static int
sum (const Line *line,
     const int   widths[DANBI_QUERY_N_COLUMNS])
{
  int all = 0;

  for (guint i = 0; i < line->n; i++)
    all += widths[line->columns[i]];
  return all;
}

/* What is too little is taken from those that can give, in the share of what they can. What is more
 * parts them. Returns how far they reach. */
static int
place_line (DanbiQueryGrid *self,
            const Line     *line,
            int             number,
            int             x,
            int             width)
{
  int natural = sum (line, self->natural);
  int can_give = natural - sum (line, self->least);
  int short_by = CLAMP (natural - (width - x), 0, can_give);
  int more = MAX (width - x - natural, 0) / (int) line->n;

  for (guint i = 0; i < line->n; i++)
    {
      DanbiQueryColumn column = line->columns[i];
      int gives = self->natural[column] - self->least[column];

      self->x[column] = x;
      self->on[column] = number;
      self->width[column]
        = self->natural[column] + more - (short_by > 0 ? short_by * gives / can_give : 0);
      x += self->width[column];
    }
  return x;
}

/**
 * danbi_query_grid_fit:
 * @self: a grid that was measured
 * @width: how wide the table is
 *
 * Places the columns, in two lines where one is too little.
 *
 * Returns: how wide they are together, which may be more
 */
int
danbi_query_grid_fit (DanbiQueryGrid *self,
                      int             width)
{
  int x = danbi_query_grid_get_tick_width (self);
  int reach = 0;

  self->n_lines = x + sum (&whole, self->least) <= width ? 1 : G_N_ELEMENTS (halves);
  if (self->n_lines == 1)
    return MAX (place_line (self, &whole, 0, x, width), width);
  for (int i = 0; i < self->n_lines; i++)
    reach = MAX (reach, place_line (self, &halves[i], i, x, width));
  return MAX (reach, width);
}

/**
 * danbi_query_grid_get_row_height:
 * @self: a grid that was measured
 *
 * Returns: the height of each row
 */
int
danbi_query_grid_get_row_height (const DanbiQueryGrid *self)
{
  return self->n_lines * danbi_query_grid_get_line_height (self) + ROW_PADDING;
}

/**
 * danbi_query_grid_get_line_height:
 * @self: a grid that was measured
 *
 * Returns: the height of each line of a row
 */
int
danbi_query_grid_get_line_height (const DanbiQueryGrid *self)
{
  return self->line + LINE_PADDING;
}

/**
 * danbi_query_grid_get_n_lines:
 * @self: a grid that was fitted
 *
 * Returns: in how many lines the columns stand
 */
int
danbi_query_grid_get_n_lines (const DanbiQueryGrid *self)
{
  return self->n_lines;
}

/**
 * danbi_query_grid_get_icon_size:
 * @self: a grid that was measured
 *
 * Returns: the width and height of an icon: it grows with the text
 */
int
danbi_query_grid_get_icon_size (const DanbiQueryGrid *self)
{
  return MAX (16, self->line - 2);
}

/**
 * danbi_query_grid_get_tick_width:
 * @self: a grid that was measured
 *
 * Returns: the width of the column of ticks
 */
int
danbi_query_grid_get_tick_width (const DanbiQueryGrid *self)
{
  return danbi_query_grid_get_icon_size (self) + 2 * GAP;
}

/**
 * danbi_query_grid_get_column:
 * @self: a grid that was fitted
 * @column: a column
 * @x: (out): where its text begins
 * @width: (out): how much room it has
 *
 * Returns: in which line it stands, from 0
 */
int
danbi_query_grid_get_column (const DanbiQueryGrid *self,
                             DanbiQueryColumn      column,
                             int                  *x,
                             int                  *width)
{
  *x = self->x[column];
  *width = self->width[column] - GAP;
  return self->on[column];
}

/**
 * danbi_query_grid_get_icon:
 * @self: a grid that was measured
 * @widget: a row
 * @name: the name of a symbolic icon
 *
 * Returns: (transfer none): the icon
 */
GtkSymbolicPaintable *
danbi_query_grid_get_icon (DanbiQueryGrid *self,
                           GtkWidget      *widget,
                           const char     *name)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  GtkIconPaintable *icon = g_hash_table_lookup (self->icons, name);

  if (!icon)
    {
      icon = gtk_icon_theme_lookup_icon (theme, name, NULL, danbi_query_grid_get_icon_size (self),
                                         gtk_widget_get_scale_factor (widget),
                                         gtk_widget_get_direction (widget),
                                         GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
      g_hash_table_insert (self->icons, g_strdup (name), icon);
    }
  return GTK_SYMBOLIC_PAINTABLE (icon);
}

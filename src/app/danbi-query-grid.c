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

/* What stands at one place: a column, or two of them, one below the other. */
typedef struct
{
  guint n;
  DanbiQueryColumn columns[2];
} Slot;

/* In the order of the VPN page, where there is room for that. */
static const Slot one_line[] = {
  { 1, { DANBI_QUERY_MONTH } },     { 1, { DANBI_QUERY_CARD_TIME } },
  { 1, { DANBI_QUERY_VISIT_TYPE } }, { 1, { DANBI_QUERY_VISIT_SEQ } },
  { 1, { DANBI_QUERY_PATIENT } },   { 1, { DANBI_QUERY_ORDER } },
  { 1, { DANBI_QUERY_RECEIPT } },   { 1, { DANBI_QUERY_STATE } },
  { 1, { DANBI_QUERY_DEADLINE } },
};

/* In large text or a narrow window: what tells cases apart above, the rest below. */
static const Slot two_lines[] = {
  { 2, { DANBI_QUERY_PATIENT, DANBI_QUERY_CARD_TIME } },
  { 2, { DANBI_QUERY_ORDER, DANBI_QUERY_VISIT_TYPE } },
  { 2, { DANBI_QUERY_STATE, DANBI_QUERY_RECEIPT } },
  { 2, { DANBI_QUERY_DEADLINE, DANBI_QUERY_VISIT_SEQ } },
  { 1, { DANBI_QUERY_MONTH } },
};

static int
get_width (const Slot *slot,
           const int   widths[DANBI_QUERY_N_COLUMNS])
{
  return slot->n == 1 ? widths[slot->columns[0]]
                      : MAX (widths[slot->columns[0]], widths[slot->columns[1]]);
}

static int
sum (const Slot *slots,
     guint       n,
     const int   widths[DANBI_QUERY_N_COLUMNS])
{
  int all = 0;

  for (guint i = 0; i < n; i++)
    all += get_width (&slots[i], widths);
  return all;
}

static void
place_slot (DanbiQueryGrid *self,
            const Slot     *slot,
            int             x,
            int             width)
{
  for (guint i = 0; i < slot->n; i++)
    {
      self->x[slot->columns[i]] = x;
      self->width[slot->columns[i]] = width;
      self->on[slot->columns[i]] = (int) i;
    }
}

/* What is too little is taken from those that can give, in the share of what they can. What is more
 * parts them. Returns how far they reach. */
static int
place_slots (DanbiQueryGrid *self,
             const Slot     *slots,
             guint           n,
             int             x,
             int             width)
{
  int natural = sum (slots, n, self->natural);
  int can_give = natural - sum (slots, n, self->least);
  int short_by = CLAMP (natural - (width - x), 0, can_give);
  int more = MAX (width - x - natural, 0) / (int) n;

  for (guint i = 0; i < n; i++)
    {
      int usual = get_width (&slots[i], self->natural);
      int gives = usual - get_width (&slots[i], self->least);
      int given = usual + more - (short_by > 0 ? short_by * gives / can_give : 0);

      place_slot (self, &slots[i], x, given);
      x += given;
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
  gboolean fits = x + sum (one_line, G_N_ELEMENTS (one_line), self->least) <= width;
  int reach = fits ? place_slots (self, one_line, G_N_ELEMENTS (one_line), x, width)
                   : place_slots (self, two_lines, G_N_ELEMENTS (two_lines), x, width);

  self->n_lines = fits ? 1 : 2;
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

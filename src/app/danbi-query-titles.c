/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands above the columns of the table of 查詢, and the tick of all. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-query-titles.h"

struct _DanbiQueryTitles
{
  GtkWidget parent_instance;

  GtkCheckButton *all;
  GtkWidget *labels[DANBI_QUERY_N_COLUMNS];
  DanbiQueryGrid *grid; /* of the table, which lives longer */
  gboolean updating;    /* the program sets the tick */
};

enum
{
  TICK_ALL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiQueryTitles, danbi_query_titles, GTK_TYPE_WIDGET)

static void
toggled_cb (GtkCheckButton   *all,
            DanbiQueryTitles *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[TICK_ALL], 0, gtk_check_button_get_active (all));
}

static void
place (GtkWidget *widget,
       int        x,
       int        y,
       int        width,
       int        height)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (widget, &(GtkAllocation){ x, y, MAX (width, least), height }, -1);
}

static void
danbi_query_titles_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  DanbiQueryTitles *self = DANBI_QUERY_TITLES (widget);

  int line_height = height / danbi_query_grid_get_n_lines (self->grid);

  place (GTK_WIDGET (self->all), 0, 0, danbi_query_grid_get_tick_width (self->grid), height);
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    {
      int x, room;
      int line = danbi_query_grid_get_column (self->grid, i, &x, &room);

      place (self->labels[i], x, line * line_height, room, line_height);
    }
}

/* The table gives it its width. */
static void
danbi_query_titles_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child && orientation == GTK_ORIENTATION_VERTICAL;
       child = gtk_widget_get_next_sibling (child))
    {
      int height;

      gtk_widget_measure (child, orientation, -1, &height, NULL, NULL, NULL);
      *minimum = MAX (*minimum, height);
    }
  *minimum *= danbi_query_grid_get_n_lines (DANBI_QUERY_TITLES (widget)->grid);
  *natural = *minimum;
}

static void
danbi_query_titles_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (danbi_query_titles_parent_class)->dispose (object);
}

static void
danbi_query_titles_class_init (DanbiQueryTitlesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_query_titles_dispose;
  widget_class->size_allocate = danbi_query_titles_size_allocate;
  widget_class->measure = danbi_query_titles_measure;

  /**
   * DanbiQueryTitles::tick-all:
   * @ticked: whether all are to be ticked, or none
   */
  signals[TICK_ALL] = g_signal_new ("tick-all", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_css_name (widget_class, "querytitles");
}

static void
danbi_query_titles_init (DanbiQueryTitles *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->all = g_object_new (GTK_TYPE_CHECK_BUTTON, "halign", GTK_ALIGN_CENTER, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->all), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Tick all cases"), -1);
  g_signal_connect_object (self->all, "toggled", G_CALLBACK (toggled_cb), self, 0);
  gtk_widget_set_parent (GTK_WIDGET (self->all), widget);
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    {
      self->labels[i]
        = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
      gtk_widget_set_parent (self->labels[i], widget);
    }
}

/**
 * danbi_query_titles_new:
 * @grid: where the columns are; it lives longer than the titles
 *
 * Returns: (transfer floating): titles
 */
GtkWidget *
danbi_query_titles_new (DanbiQueryGrid *grid)
{
  DanbiQueryTitles *self = g_object_new (DANBI_TYPE_QUERY_TITLES, NULL);

  self->grid = grid;
  danbi_query_titles_set_binned (self, FALSE);
  danbi_query_titles_show_ticks (self, 0, 0);
  return GTK_WIDGET (self);
}

/**
 * danbi_query_titles_set_binned:
 * @self: titles
 * @binned: whether the cases in the bin are shown
 */
void
danbi_query_titles_set_binned (DanbiQueryTitles *self,
                               gboolean          binned)
{
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    gtk_label_set_label (GTK_LABEL (self->labels[i]), danbi_query_phrase_title (i, binned));
}

/**
 * danbi_query_titles_show_ticks:
 * @self: titles
 * @n_ticked: how many cases are ticked
 * @n_found: of how many
 */
void
danbi_query_titles_show_ticks (DanbiQueryTitles *self,
                               guint             n_ticked,
                               guint             n_found)
{
  self->updating = TRUE;
  gtk_check_button_set_active (self->all, n_found > 0 && n_ticked == n_found);
  gtk_check_button_set_inconsistent (self->all, n_ticked > 0 && n_ticked < n_found);
  gtk_widget_set_sensitive (GTK_WIDGET (self->all), n_found > 0);
  self->updating = FALSE;
}

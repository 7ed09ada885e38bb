/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body regions of CT and MR: one button a letter, numbered in the order in which they were
 * chosen. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-region-picker.h"

#define N_COLUMNS 3
#define SPACING 6

struct _DanbiRegionPicker
{
  DanbiSiteBoard parent_instance;
};

G_DEFINE_FINAL_TYPE (DanbiRegionPicker, danbi_region_picker, DANBI_TYPE_SITE_BOARD)

/* Column by column: the table goes from the head down. */
static void
danbi_region_picker_populate (DanbiSiteBoard   *board,
                              const DanbiRules *rules)
{
  GtkLayoutManager *grid = gtk_widget_get_layout_manager (GTK_WIDGET (board));
  guint n = danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_REGIONS);
  guint n_rows = (n + N_COLUMNS - 1) / N_COLUMNS;

  for (guint i = 0; i < n; i++)
    {
      const DanbiCode *code = danbi_rules_get_code (rules, DANBI_CODE_TABLE_REGIONS, i);
      GtkToggleButton *button = danbi_site_board_add_labelled (board, code->code, code->name_zh);
      GtkLayoutChild *child = gtk_layout_manager_get_layout_child (grid, GTK_WIDGET (button));

      gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (child), (int) (i / n_rows));
      gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (child), (int) (i % n_rows));
    }
}

static void
danbi_region_picker_class_init (DanbiRegionPickerClass *klass)
{
  DanbiSiteBoardClass *board_class = DANBI_SITE_BOARD_CLASS (klass);

  board_class->scheme = DANBI_SITE_SCHEME_REGION;
  board_class->populate = danbi_region_picker_populate;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_GRID_LAYOUT);
}

static void
danbi_region_picker_init (DanbiRegionPicker *self)
{
  GtkGridLayout *grid
    = GTK_GRID_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_grid_layout_set_column_homogeneous (grid, TRUE);
  gtk_grid_layout_set_column_spacing (grid, SPACING);
  gtk_grid_layout_set_row_spacing (grid, SPACING);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Body Regions"), -1);
}

/**
 * danbi_region_picker_new:
 *
 * Returns: (transfer floating): a board without regions, until it has rules
 */
GtkWidget *
danbi_region_picker_new (void)
{
  return g_object_new (DANBI_TYPE_REGION_PICKER, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of one place, one below the other; what did not change is left alone. */
#include "config.h"

#include "danbi-finding-box.h"
#include "danbi-finding-row.h"

struct _DanbiFindingBox
{
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (DanbiFindingBox, danbi_finding_box, GTK_TYPE_BOX)

static void
danbi_finding_box_class_init (DanbiFindingBoxClass *klass)
{
}

static void
danbi_finding_box_init (DanbiFindingBox *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* The row, at or after @from, that shows @finding already. */
static GtkWidget *
find_row (GtkWidget    *from,
          DanbiFinding *finding,
          guint         n_files)
{
  while (from && !danbi_finding_row_shows (DANBI_FINDING_ROW (from), finding, n_files))
    from = gtk_widget_get_next_sibling (from);
  return from;
}

/**
 * danbi_finding_box_set_findings:
 * @self: the box
 * @findings: (element-type DanbiFinding): what to show; none hides the box
 * @n_files: (nullable): for each finding in how many files it was found; %NULL: not about files
 *
 * Shows the findings in their order.
 */
void
danbi_finding_box_set_findings (DanbiFindingBox *self,
                                GPtrArray       *findings,
                                const guint     *n_files)
{
  GtkWidget *previous = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      DanbiFinding *finding = g_ptr_array_index (findings, i);
      guint n = n_files ? n_files[i] : 0;
      GtkWidget *next = previous ? gtk_widget_get_next_sibling (previous)
                                 : gtk_widget_get_first_child (GTK_WIDGET (self));
      GtkWidget *row = find_row (next, finding, n);

      if (!row)
        {
          row = danbi_finding_row_new (finding, n);
          gtk_box_insert_child_after (GTK_BOX (self), row, previous);
        }
      else if (row != next)
        gtk_box_reorder_child_after (GTK_BOX (self), row, previous);
      previous = row;
    }

  while (gtk_widget_get_last_child (GTK_WIDGET (self)) != previous)
    gtk_box_remove (GTK_BOX (self), gtk_widget_get_last_child (GTK_WIDGET (self)));
  gtk_widget_set_visible (GTK_WIDGET (self), findings->len > 0);
}

/**
 * danbi_finding_box_dup_text:
 * @self: the box
 *
 * Returns: (transfer full): what is shown, one sentence a line, for a reader of the screen
 */
char *
danbi_finding_box_dup_text (DanbiFindingBox *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *row;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self)); row;
       row = gtk_widget_get_next_sibling (row))
    {
      DanbiFinding *finding = danbi_finding_row_get_finding (DANBI_FINDING_ROW (row));
      g_autofree char *message = danbi_finding_dup_message (finding);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, message);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * danbi_finding_asks_for_more:
 * @finding: a finding
 *
 * A case that is being entered is not wrong yet, only not complete: what is still to come is told
 * by the bottom line and by the empty place itself.
 *
 * Returns: whether a value or the images are still to come
 */
gboolean
danbi_finding_asks_for_more (DanbiFinding *finding)
{
  return danbi_finding_is_missing_value (finding) ||
         danbi_finding_get_reason (finding) == DANBI_REASON_IMAGE_NONE;
}

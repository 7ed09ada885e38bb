/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help in a window of the program: a clinic's computer may have nothing else to show it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-help-book.h"
#include "danbi-help-window.h"
#include "danbi-reader.h"

struct _DanbiHelpWindow
{
  AdwWindow parent_instance;

  GtkEditable *search;
  GtkListBox *list;
  GtkScrolledWindow *scroller;
  GtkBox *page_box;

  DanbiHelpBook *book;
  const DanbiHelpPage *shown;
  GQueue *earlier; /* (element-type DanbiHelpPage): those that were shown before, the last first */
};

G_DEFINE_FINAL_TYPE (DanbiHelpWindow, danbi_help_window, ADW_TYPE_WINDOW)

static const DanbiHelpPage *
get_row_page (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "page");
}

/* One page */

static GtkWidget *
make_label (const char *markup,
            const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "xalign",
                                   0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand",
                                   TRUE, NULL);

  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_heading (const char *markup,
              const char *style,
              int         level)
{
  GtkWidget *label
    = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label", markup,
                    "use-markup", TRUE, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                    PANGO_WRAP_WORD_CHAR, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, level, -1);
  gtk_widget_add_css_class (label, style);
  return label;
}

static gboolean
follow_link_cb (GtkLabel        *label,
                const char      *href,
                DanbiHelpWindow *self)
{
  danbi_help_window_show_page (self, href);
  return TRUE;
}

static GtkWidget *
make_text (DanbiHelpWindow *self,
           const char      *markup,
           const char      *style)
{
  GtkWidget *label = make_label (markup, style);

  g_signal_connect (label, "activate-link", G_CALLBACK (follow_link_cb), self);
  return label;
}

/* The sign stands in a column of its own, so that lines below the first begin where it begins. */
static GtkWidget *
make_item (DanbiHelpWindow *self,
           const char      *sign,
           const char      *markup)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", sign, "xalign", 1.0f, "yalign", 0.0f,
                                   "width-chars", 3, NULL);

  gtk_widget_add_css_class (label, "help-sign");
  gtk_widget_add_css_class (box, "help-item");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_text (self, markup, NULL));
  return box;
}

/* A term and what it means stand side by side, one part to two at every size of the text. */
static GtkWidget *
make_term (DanbiHelpWindow *self,
           const char      *markup)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "column-homogeneous", TRUE, "column-spacing", 12,
                                  NULL);
  GtkWidget *label = make_text (self, markup, "help-term");

  g_object_set (label, "yalign", 0.0f, NULL);
  gtk_grid_attach (GTK_GRID (grid), label, 0, 0, 1, 1);
  return grid;
}

static void
add_meaning (DanbiHelpWindow *self,
             const char      *markup)
{
  GtkWidget *grid = gtk_widget_get_last_child (GTK_WIDGET (self->page_box));
  GtkWidget *label = make_text (self, markup, NULL);

  g_object_set (label, "yalign", 0.0f, NULL);
  gtk_grid_attach (GTK_GRID (grid), label, 1, 0, 2, 1);
}

static GtkWidget *
make_block (DanbiHelpWindow      *self,
            const DanbiHelpBlock *block)
{
  g_autofree char *number = NULL;

  switch (block->kind)
    {
    case DANBI_HELP_HEADING:
      return make_heading (block->markup, "help-heading", 2);
    case DANBI_HELP_NOTE:
      return make_text (self, block->markup, "help-note");
    case DANBI_HELP_TERM:
      return make_term (self, block->markup);
    case DANBI_HELP_ITEM:
      return make_item (self, "•", block->markup);
    case DANBI_HELP_STEP:
      number = g_strdup_printf ("%u.", block->number);
      return make_item (self, number, block->markup);
    default:
      return make_text (self, block->markup, NULL);
    }
}

static void
add_block (DanbiHelpWindow      *self,
           const DanbiHelpBlock *block)
{
  if (block->kind == DANBI_HELP_MEANING)
    add_meaning (self, block->markup);
  else
    gtk_box_append (self->page_box, make_block (self, block));
}

static void
add_contents (DanbiHelpWindow     *self,
              const DanbiHelpPage *guide)
{
  for (guint i = 0; i < danbi_help_book_get_n_pages (self->book); i++)
    {
      const DanbiHelpPage *page = danbi_help_book_get_page (self->book, i);
      g_autofree char *link = NULL;

      if (!danbi_help_page_names (page, guide->id))
        continue;
      link = g_strdup_printf ("<a href=\"%s\">%s</a>", page->id, page->title);
      gtk_box_append (self->page_box, make_text (self, link, "help-contents"));
      gtk_box_append (self->page_box, make_label (page->desc ? page->desc : "", "help-meaning"));
    }
}

static void
draw_page (DanbiHelpWindow *self)
{
  const DanbiHelpPage *page = self->shown;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->page_box))))
    gtk_box_remove (self->page_box, child);
  gtk_box_append (self->page_box, make_heading (page->title, "help-title", 1));
  for (guint i = 0; i < page->blocks->len; i++)
    add_block (self, g_ptr_array_index (page->blocks, i));
  if (page->is_guide)
    add_contents (self, page);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->page_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  page->title, -1);
}

/* The codes are many: they stand behind their guide until something is sought. */
static gboolean
is_listed (GtkListBoxRow *row,
           gpointer       user_data)
{
  DanbiHelpWindow *self = user_data;
  const DanbiHelpPage *page = get_row_page (row);
  const char *sought = gtk_editable_get_text (self->search);

  if (*sought)
    return danbi_help_page_has (page, sought);
  return page->guides->len == 0 || danbi_help_page_names (page, "index");
}

/* A page that is not listed lights up its guide: Tab must find a row that can be seen. */
static gboolean
stands_for (DanbiHelpWindow *self,
            GtkListBoxRow   *row)
{
  const DanbiHelpPage *page = get_row_page (row);

  if (!is_listed (row, self))
    return FALSE;
  return page == self->shown
         || (*gtk_editable_get_text (self->search) == '\0' && strcmp (page->id, "index") != 0
             && danbi_help_page_names (self->shown, page->id));
}

static void
select_row (DanbiHelpWindow *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (stands_for (self, row))
      {
        gtk_list_box_select_row (self->list, row);
        return;
      }
  gtk_list_box_unselect_all (self->list);
}

/* The link that was followed goes with its page, and the focus with it: the page takes that. */
static void
turn_to (DanbiHelpWindow     *self,
         const DanbiHelpPage *page)
{
  gboolean in_page = gtk_widget_get_focus_child (GTK_WIDGET (self->page_box)) != NULL;

  self->shown = page;
  if (in_page)
    gtk_widget_grab_focus (GTK_WIDGET (self->page_box));
  draw_page (self);
  select_row (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "help.back", self->earlier->length > 0);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  DanbiHelpWindow *self = DANBI_HELP_WINDOW (widget);
  const DanbiHelpPage *page = g_queue_pop_head (self->earlier);

  if (page)
    turn_to (self, page);
}

/* The list */

static GtkWidget *
make_row (const DanbiHelpPage *page)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = make_label (page->title, NULL);

  /* A text of NHI's runs over six lines; the page shows it whole. */
  g_object_set (label, "lines", 2, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, page->title,
                                  -1);
  g_object_set_data (G_OBJECT (row), "page", (gpointer) page);
  return row;
}

/* Who types a code or a title means that page, not one that mentions it. */
static int
compare_rows (GtkListBoxRow *a,
              GtkListBoxRow *b,
              gpointer       user_data)
{
  DanbiHelpWindow *self = user_data;
  const char *sought = gtk_editable_get_text (self->search);
  gboolean first = danbi_help_page_is_called (get_row_page (a), sought);
  gboolean second = danbi_help_page_is_called (get_row_page (b), sought);

  if (first != second)
    return first ? -1 : 1;
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (a), "place"))
         - GPOINTER_TO_INT (g_object_get_data (G_OBJECT (b), "place"));
}

static void
fill_list (DanbiHelpWindow *self)
{
  for (guint i = 0; i < danbi_help_book_get_n_pages (self->book); i++)
    {
      GtkWidget *row = make_row (danbi_help_book_get_page (self->book, i));

      g_object_set_data (G_OBJECT (row), "place", GINT_TO_POINTER ((int) i));
      gtk_list_box_append (self->list, row);
    }
  gtk_list_box_set_filter_func (self->list, is_listed, self, NULL);
  gtk_list_box_set_sort_func (self->list, compare_rows, self, NULL);
}

static void
row_activated_cb (GtkListBox      *list,
                  GtkListBoxRow   *row,
                  DanbiHelpWindow *self)
{
  danbi_help_window_show_page (self, get_row_page (row)->id);
}

static void
search_changed_cb (GtkSearchEntry  *entry,
                   DanbiHelpWindow *self)
{
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_sort (self->list);
  select_row (self);
}

static void
search_activate_cb (GtkSearchEntry  *entry,
                    DanbiHelpWindow *self)
{
  GtkListBoxRow *row;

  search_changed_cb (entry, self);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        danbi_help_window_show_page (self, get_row_page (row)->id);
        return;
      }
}

/* Escape takes back what was sought, and closes the window where nothing was. */
static void
stop_search_cb (GtkSearchEntry  *entry,
                DanbiHelpWindow *self)
{
  if (*gtk_editable_get_text (self->search))
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
danbi_help_window_finalize (GObject *object)
{
  DanbiHelpWindow *self = DANBI_HELP_WINDOW (object);

  g_queue_free (self->earlier);
  g_clear_pointer (&self->book, danbi_help_book_free);

  G_OBJECT_CLASS (danbi_help_window_parent_class)->finalize (object);
}

static void
danbi_help_window_class_init (DanbiHelpWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = danbi_help_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DanbiHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, DanbiHelpWindow, page_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_install_action (widget_class, "help.back", NULL, back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_help_window_init (DanbiHelpWindow *self)
{
  g_autoptr (GError) error = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "danbi");
  self->earlier = g_queue_new ();
  self->book = danbi_help_book_open (&error);
  /* The pages are part of the program, and a test reads each of them. */
  if (!self->book)
    g_error ("The help could not be read: %s", error->message);
  fill_list (self);
  turn_to (self, danbi_help_book_find (self->book, "index"));
  danbi_reader_focus_first (GTK_WIDGET (self), GTK_WIDGET (self->search));
}

/**
 * danbi_help_window_new:
 *
 * Returns: (transfer full): a window that shows the contents of the help
 */
DanbiHelpWindow *
danbi_help_window_new (void)
{
  return g_object_new (DANBI_TYPE_HELP_WINDOW, NULL);
}

/**
 * danbi_help_window_show_page:
 * @self: the window
 * @id: the id of a page
 *
 * Returns: whether there is such a page
 */
gboolean
danbi_help_window_show_page (DanbiHelpWindow *self,
                             const char      *id)
{
  const DanbiHelpPage *page = danbi_help_book_find (self->book, id);

  if (!page)
    return FALSE;
  if (page == self->shown)
    return TRUE;
  g_queue_push_head (self->earlier, (gpointer) self->shown);
  turn_to (self, page);
  return TRUE;
}

/**
 * danbi_help_window_get_page:
 * @self: the window
 *
 * Returns: (transfer none): the id of the page that is shown
 */
const char *
danbi_help_window_get_page (DanbiHelpWindow *self)
{
  return self->shown->id;
}

/**
 * danbi_help_link_code:
 * @button: a button
 * @code: NHI's error code
 *
 * Lets the button open the page of that code.
 */
void
danbi_help_link_code (GtkWidget  *button,
                      const char *code)
{
  g_autofree char *id = g_strconcat ("code-", code, NULL);
  g_autofree char *said = g_strdup_printf (_("What is NHI error code %s?"), code);

  /* In this order: the action is not to be had without a target. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.help");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

static DanbiHelpWindow *
find_window (GtkApplication *application)
{
  for (GList *at = gtk_application_get_windows (application); at; at = at->next)
    if (DANBI_IS_HELP_WINDOW (at->data))
      return at->data;
  return NULL;
}

/**
 * danbi_help_present:
 * @application: the program
 * @id: the id of a page; empty leaves the window where it is
 *
 * Shows the help beside the window that asks for it, or in front where that one is modal. A code
 * without a page leads to the list of codes.
 */
void
danbi_help_present (GtkApplication *application,
                    const char     *id)
{
  GtkWindow *asking = gtk_application_get_active_window (application);
  DanbiHelpWindow *self = find_window (application);

  if (!self)
    self = danbi_help_window_new ();
  if (asking && asking != GTK_WINDOW (self))
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), asking);
      gtk_window_set_modal (GTK_WINDOW (self), gtk_window_get_modal (asking));
    }
  gtk_window_set_application (GTK_WINDOW (self), application);
  if (*id && !danbi_help_window_show_page (self, id))
    danbi_help_window_show_page (self, "codes");
  gtk_window_present (GTK_WINDOW (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help: its pages as they are read, and in their window. Needs a display. */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "danbi-app-resources.h"
#include "danbi-help-book.h"
#include "danbi-help-window.h"
#include "danbi-test-rulebook.h"

#define PAGE(body) "<page id=\"a\" type=\"topic\"><title>T</title>" body "</page>"

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static const DanbiHelpBlock *
get_block (DanbiHelpPage *page,
           guint          i)
{
  g_assert_cmpuint (i, <, page->blocks->len);
  return g_ptr_array_index (page->blocks, i);
}

static void
test_lines_become_markup (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiHelpPage) page
    = danbi_help_page_read (PAGE ("<p> See  <link xref=\"b\">there</link>: <gui>A &amp; B</gui>, "
                                  "<keyseq> <key>Ctrl</key> <key>N</key> </keyseq> "
                                  "<key>F8</key> <key>F1</key></p>"),
                            -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (get_block (page, 0)->markup, ==,
                   "See <a href=\"b\">there</a>: <b>A &amp; B</b>, "
                   "<tt>Ctrl</tt>+\u200b<tt>N</tt> <tt>F8</tt> <tt>F1</tt>");
  g_assert_cmpint (get_block (page, 0)->kind, ==, DANBI_HELP_TEXT);
}

static void
test_lists_keep_their_kind_and_count (void)
{
  static const DanbiHelpKind kinds[]
    = { DANBI_HELP_STEP, DANBI_HELP_STEP, DANBI_HELP_ITEM,    DANBI_HELP_TERM,
        DANBI_HELP_MEANING, DANBI_HELP_NOTE, DANBI_HELP_HEADING, DANBI_HELP_TEXT };
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiHelpPage) page = danbi_help_page_read (
    PAGE ("<steps><item><p>1</p></item><item><p>2</p></item></steps>"
          "<list><item><p>i</p></item></list>"
          "<terms><item><title>t</title><p>m</p></item></terms>"
          "<note><p>n</p></note><section id=\"s\"><title>h</title><p>p</p></section>"),
    -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->blocks->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpint (get_block (page, i)->kind, ==, kinds[i]);
  g_assert_cmpuint (get_block (page, 1)->number, ==, 2);
}

static void
test_what_is_no_page_is_refused (void)
{
  static const char *const texts[] = { "", "<page", "<page id=\"a\"></page>",
                                       "<page><title>T</title></page>", PAGE ("<p>open") };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (danbi_help_page_read (texts[i], -1, &error));
      g_assert_nonnull (error);
    }
}

static void
test_each_error_code_has_a_page_with_its_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);
  g_autoptr (DanbiHelpBook) book = danbi_help_book_open (&error);
  guint n = danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_NHI_ERRORS);

  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 40);
  for (guint i = 0; i < n; i++)
    {
      const DanbiCode *code = danbi_rules_get_code (rules, DANBI_CODE_TABLE_NHI_ERRORS, i);
      g_autofree char *id = g_strconcat ("code-", code->code, NULL);
      const DanbiHelpPage *page = danbi_help_book_find (book, id);

      g_assert_nonnull (page);
      g_assert_nonnull (strstr (page->title, code->name_zh));
      g_assert_true (danbi_help_page_names (page, "codes"));
    }
}

static void
test_the_window_opens_each_page (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiHelpBook) book = danbi_help_book_open (&error);
  DanbiHelpWindow *window = danbi_help_window_new ();

  g_assert_no_error (error);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < danbi_help_book_get_n_pages (book); i++)
    {
      const char *id = danbi_help_book_get_page (book, i)->id;

      g_assert_true (danbi_help_window_show_page (window, id));
      g_assert_cmpstr (danbi_help_window_get_page (window), ==, id);
      settle ();
    }
  g_assert_false (danbi_help_window_show_page (window, "nowhere"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static GtkWidget *
find_child (GtkWidget *widget,
            GType      type)
{
  GtkWidget *child;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type);

      if (found)
        return found;
    }
  return NULL;
}

/* The title of the first page of the list that can be seen; NULL where none can. */
static const char *
get_first (DanbiHelpWindow *window)
{
  GtkListBox *list = GTK_LIST_BOX (find_child (GTK_WIDGET (window), GTK_TYPE_LIST_BOX));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)); i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return gtk_label_get_label (GTK_LABEL (gtk_list_box_row_get_child (row)));
  return NULL;
}

static void
seek (DanbiHelpWindow *window,
      const char      *words)
{
  GtkWidget *search = find_child (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (search), words);
  g_signal_emit_by_name (search, "search-changed");
}

static void
test_pages_are_found_by_code_and_by_words (void)
{
  DanbiHelpWindow *window = danbi_help_window_new ();
  GtkWidget *search = find_child (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY);

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  seek (window, "04");
  g_assert_true (g_str_has_prefix (get_first (window), "04 "));
  seek (window, "a1");
  g_assert_true (g_str_has_prefix (get_first (window), "A1 "));
  seek (window, "光碟　jpg");
  g_assert_nonnull (get_first (window));
  seek (window, "光碟 zzz");
  g_assert_null (get_first (window));
  seek (window, "第一筆案件");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (danbi_help_window_get_page (window), ==, "first-case");
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
test_a_link_is_followed_and_taken_back (void)
{
  DanbiHelpWindow *window = danbi_help_window_new ();
  GtkWidget *page = find_child (GTK_WIDGET (window), ADW_TYPE_CLAMP);
  GtkWidget *label = gtk_widget_get_last_child (adw_clamp_get_child (ADW_CLAMP (page)));
  gboolean handled = FALSE;

  gtk_window_present (GTK_WINDOW (window));
  g_signal_emit_by_name (gtk_widget_get_prev_sibling (label), "activate-link", "keys", &handled);
  g_assert_true (handled);
  g_assert_cmpstr (danbi_help_window_get_page (window), ==, "keys");
  gtk_widget_activate_action (GTK_WIDGET (window), "help.back", NULL);
  g_assert_cmpstr (danbi_help_window_get_page (window), ==, "index");
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* At 200 % of the text no page may widen the window. */
static void
test_each_page_fits_at_twice_the_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiHelpBook) book = danbi_help_book_open (&error);
  GtkSettings *settings = gtk_settings_get_default ();
  DanbiHelpWindow *window = danbi_help_window_new ();
  int dpi, width;

  g_assert_no_error (error);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < danbi_help_book_get_n_pages (book); i++)
    {
      danbi_help_window_show_page (window, danbi_help_book_get_page (book, i)->id);
      gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                          NULL);
      g_assert_cmpint (width, <=, 900);
    }
  g_test_message ("at least %d wide", width);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
test_there_is_one_window_and_it_turns_to_what_is_asked (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AdwApplication) application
    = adw_application_new ("io.github.danbi.Test", G_APPLICATION_NON_UNIQUE);
  GList *windows;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  danbi_help_present (GTK_APPLICATION (application), "code-08");
  danbi_help_present (GTK_APPLICATION (application), "");
  windows = gtk_application_get_windows (GTK_APPLICATION (application));
  g_assert_cmpuint (g_list_length (windows), ==, 1);
  g_assert_cmpstr (danbi_help_window_get_page (windows->data), ==, "code-08");
  danbi_help_present (GTK_APPLICATION (application), "code-of-next-year");
  g_assert_cmpstr (danbi_help_window_get_page (windows->data), ==, "codes");
  gtk_window_destroy (windows->data);
  settle ();
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  danbi_app_register_resource ();
#define ADD(name) g_test_add_func ("/danbi/app/help/" #name, test_##name)
  ADD (lines_become_markup);
  ADD (lists_keep_their_kind_and_count);
  ADD (what_is_no_page_is_refused);
  ADD (each_error_code_has_a_page_with_its_text);
  ADD (the_window_opens_each_page);
  ADD (pages_are_found_by_code_and_by_words);
  ADD (a_link_is_followed_and_taken_back);
  ADD (each_page_fits_at_twice_the_text);
  ADD (there_is_one_window_and_it_turns_to_what_is_asked);
#undef ADD
  return g_test_run ();
}

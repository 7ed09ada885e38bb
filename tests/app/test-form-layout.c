/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the layouts that break where the letters are large or the window is narrow. */
#include "config.h"

#include <gtk/gtk.h>

#include "danbi-form-layout.h"
#include "danbi-tail-layout.h"

/* A box of one width, in nothing. */
static GtkWidget *
new_piece (GtkWidget *box,
           int        width)
{
  GtkWidget *piece = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (piece, width, 20);
  gtk_box_append (GTK_BOX (box), piece);
  return piece;
}

static GtkWidget *
new_box (GType type)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));

  gtk_widget_set_layout_manager (box, g_object_new (type, NULL));
  return box;
}

static void
add_field (GtkWidget *box,
           int        width,
           guint      line,
           guint      columns)
{
  GtkWidget *field = new_piece (box, width);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (box);

  g_object_set (gtk_layout_manager_get_layout_child (layout, field), "line", line, "columns",
                columns, NULL);
}

static void
allocate (GtkWidget *box,
          int        width)
{
  int height;

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  gtk_widget_allocate (box, width, height, -1, NULL);
}

/* Where each child is, as `x,y width`. */
static char *
dup_places (GtkWidget *box)
{
  GString *text = g_string_new (NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (box); child;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;

      g_assert_true (gtk_widget_compute_bounds (child, box, &bounds));
      g_string_append_printf (text, "%s%.0f,%.0f %.0f", text->len > 0 ? "; " : "",
                              (double) bounds.origin.x, (double) bounds.origin.y,
                              (double) bounds.size.width);
    }
  return g_string_free (text, FALSE);
}

static void
test_a_line_breaks_where_its_fields_have_no_room (void)
{
  static const struct
  {
    int widths[3]; /* 0: no such field */
    guint columns[3];
    int width;
    const char *places;
  } cases[] = {
    /* as meant */
    { { 100, 100, 100 }, { 2, 2, 2 }, 600, "0,0 192; 204,0 192; 408,0 192" },
    { { 300, 100, 0 }, { 4, 2, 0 }, 600, "0,0 396; 408,0 192" },
    /* three become two and one */
    { { 200, 100, 100 }, { 2, 2, 2 }, 600, "0,0 294; 306,0 294; 0,30 294" },
    /* each has a line of its own */
    { { 300, 100, 100 }, { 2, 2, 2 }, 600, "0,0 600; 0,30 600; 0,60 600" },
    { { 400, 100, 0 }, { 4, 2, 0 }, 600, "0,0 600; 0,30 600" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GtkWidget) box = new_box (DANBI_TYPE_FORM_LAYOUT);
      g_autofree char *places = NULL;

      for (guint j = 0; j < 3 && cases[i].widths[j] > 0; j++)
        add_field (box, cases[i].widths[j], 0, cases[i].columns[j]);
      allocate (box, cases[i].width);
      places = dup_places (box);
      g_assert_cmpstr (places, ==, cases[i].places);
    }
}

static void
test_a_heading_goes_above_in_a_narrow_form (void)
{
  static const struct
  {
    int width;
    const char *places;
  } cases[] = {
    { 1260, "0,0 60; 60,0 594; 666,0 594; 60,30 1200" },
    { 200, "0,0 60; 0,30 94; 106,30 94; 0,60 200" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GtkWidget) box = new_box (DANBI_TYPE_FORM_LAYOUT);
      g_autofree char *places = NULL;

      add_field (box, 60, 0, 0);
      add_field (box, 80, 0, 3);
      add_field (box, 80, 0, 3);
      add_field (box, 80, 1, 6);
      allocate (box, cases[i].width);
      places = dup_places (box);
      g_assert_cmpstr (places, ==, cases[i].places);
    }
}

static void
test_fields_beside_each_other_are_of_one_height (void)
{
  g_autoptr (GtkWidget) box = new_box (DANBI_TYPE_FORM_LAYOUT);

  add_field (box, 80, 0, 3);
  add_field (box, 80, 0, 3);
  gtk_widget_set_size_request (gtk_widget_get_last_child (box), 80, 50);
  allocate (box, 600);
  g_assert_cmpint (gtk_widget_get_height (gtk_widget_get_first_child (box)), ==, 50);
}

static void
test_the_narrowest_form_is_its_widest_field (void)
{
  g_autoptr (GtkWidget) box = new_box (DANBI_TYPE_FORM_LAYOUT);
  int minimum, natural;

  add_field (box, 60, 0, 0);
  add_field (box, 150, 0, 3);
  add_field (box, 90, 0, 3);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 150);
  g_assert_cmpint (natural, >=, 60 + 150 + 12 + 150);
}

static void
test_a_tail_goes_below_where_the_text_needs_the_room (void)
{
  static const struct
  {
    int tail[2]; /* 0: not there */
    int width;
    const char *places;
  } cases[] = {
    { { 50, 0 }, 200, "0,0 142; 150,0 50" },
    { { 50, 0 }, 150, "0,0 150; 0,22 50" },
    { { 50, 20 }, 200, "0,0 114; 122,0 50; 180,0 20" },
    { { 50, 20 }, 170, "0,0 170; 0,22 50; 58,22 20" },
    { { 0, 0 }, 150, "0,0 150" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GtkWidget) box = new_box (DANBI_TYPE_TAIL_LAYOUT);
      g_autofree char *places = NULL;

      new_piece (box, 100);
      for (guint j = 0; j < 2 && cases[i].tail[j] > 0; j++)
        new_piece (box, cases[i].tail[j]);
      allocate (box, cases[i].width);
      places = dup_places (box);
      g_assert_cmpstr (places, ==, cases[i].places);
    }
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/danbi/app/form-layout/a_line_breaks_where_its_fields_have_no_room",
                   test_a_line_breaks_where_its_fields_have_no_room);
  g_test_add_func ("/danbi/app/form-layout/a_heading_goes_above_in_a_narrow_form",
                   test_a_heading_goes_above_in_a_narrow_form);
  g_test_add_func ("/danbi/app/form-layout/fields_beside_each_other_are_of_one_height",
                   test_fields_beside_each_other_are_of_one_height);
  g_test_add_func ("/danbi/app/form-layout/the_narrowest_form_is_its_widest_field",
                   test_the_narrowest_form_is_its_widest_field);
  g_test_add_func ("/danbi/app/form-layout/a_tail_goes_below_where_the_text_needs_the_room",
                   test_a_tail_goes_below_where_the_text_needs_the_room);
  return g_test_run ();
}

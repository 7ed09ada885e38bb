/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frames DIR [ID]: what it costs the window to be typed into and scrolled, frame by frame: a whole
 * case, key after key, into case ID or a new one, then the list of images and that of cases, a new
 * case, and in the end the window of 查詢. */
#include "config.h"

#include <adwaita.h>

#include "danbi-application.h"
#include "danbi-case-sidebar.h"
#include "danbi-field-row.h"
#include "danbi-image-list.h"
#include "danbi-query-table.h"
#include "danbi-query-window.h"
#include "danbi-window.h"
#include "frame-hand.h"
#include "frame-meter.h"

#define N_WHEEL 200
#define SETTLE_MS 2000
#define MOST_FIELDS 40

/* What is typed into a field that is empty; the others are confirmed. */
static const char *const texts[DANBI_LAST_FIELD + 1] = {
  [DANBI_FIELD_PATIENT_ID] = "f131104093", [DANBI_FIELD_BIRTH_DATE] = "60/12/31",
  [DANBI_FIELD_CARD_TIME] = "n",           [DANBI_FIELD_VISIT_TYPE] = "01",
  [DANBI_FIELD_VISIT_SEQ] = "20",          [DANBI_FIELD_ORDER_CODE] = "33084b",
  [DANBI_FIELD_SITE] = "h",              [DANBI_FIELD_PROVIDER_ID] = "3501200007",
  [DANBI_FIELD_PROVIDER_TYPE] = "14",
};

static GtkWidget *
find_kind (GtkWidget *widget,
           GType      kind)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, kind) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_kind (child, kind);
  return found;
}

static DanbiField
get_focused_field (DanbiWindow *window)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));
  GtkWidget *row = focus ? gtk_widget_get_ancestor (focus, DANBI_TYPE_FIELD_ROW) : NULL;

  return row ? danbi_field_row_get_field (DANBI_FIELD_ROW (row)) : DANBI_FIELD_NONE;
}

/* As the keys lead, until they lead out of the form. */
static void
type_case (DanbiWindow *window)
{
  for (guint n = 0; n < MOST_FIELDS; n++)
    {
      DanbiField field = get_focused_field (window);
      DanbiCase *item = danbi_case_page_get_case (danbi_window_get_page (window));

      if (field == DANBI_FIELD_NONE)
        return;
      if (texts[field] && *danbi_case_get_value (item, field) == '\0')
        frame_hand_type (texts[field]);
      frame_hand_press ("Return");
    }
}

static void
scroll (GtkWidget  *window,
        GType       kind,
        const char *what)
{
  GtkWidget *list = find_kind (window, kind);

  if (!gtk_widget_get_mapped (list))
    return;
  frame_hand_point_at (list);
  frame_meter_begin (what);
  frame_hand_turn_wheel (N_WHEEL);
  frame_meter_end ();
  frame_hand_park ();
}

static GtkWidget *
find_query (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (DANBI_IS_QUERY_WINDOW (window))
        return window;
    }
  g_error ("the window of 查詢 did not open");
}

/* Everything is found first, then less and less, then everything again. */
static void
query (DanbiWindow *window)
{
  GtkWidget *other;

  g_action_group_activate_action (G_ACTION_GROUP (window), "query", NULL);
  frame_hand_wait (SETTLE_MS);
  other = find_query ();
  frame_meter_watch (other);
  frame_meter_begin ("typing into the query");
  frame_hand_type ("a0001");
  for (guint i = 0; i < 5; i++)
    frame_hand_press ("BackSpace");
  frame_hand_wait (SETTLE_MS);
  frame_meter_end ();
  scroll (other, DANBI_TYPE_QUERY_TABLE, "what was found");
}

static void
work (DanbiWindow *window,
      gint64       id)
{
  if (id)
    danbi_window_open_case (window, id);
  frame_hand_wait (SETTLE_MS);
  danbi_case_page_focus_first (danbi_window_get_page (window));
  frame_hand_wait (SETTLE_MS);
  frame_meter_start ();
  frame_meter_watch (GTK_WIDGET (window));

  frame_meter_begin ("typing");
  type_case (window);
  frame_meter_end ();
  scroll (find_kind (GTK_WIDGET (window), DANBI_TYPE_IMAGE_LIST), GTK_TYPE_LIST_VIEW, "images");
  scroll (find_kind (GTK_WIDGET (window), DANBI_TYPE_CASE_SIDEBAR), GTK_TYPE_LIST_VIEW, "cases");

  frame_meter_begin ("typing the next");
  frame_hand_press ("ctrl+Return");
  type_case (window);
  frame_meter_end ();
  query (window);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (DanbiApplication) application = NULL;
  g_autoptr (DanbiDesk) desk = NULL;
  g_autoptr (GError) error = NULL;
  DanbiWindow *window;

  adw_init ();
  application = danbi_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  desk = danbi_desk_open (argv[1], &error);
  if (!desk || !g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);

  frame_hand_open ();
  frame_hand_park ();
  window = danbi_window_new (GTK_APPLICATION (application), desk, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  work (window, argc > 2 ? g_ascii_strtoll (argv[2], NULL, 10) : 0);
  return 0;
}

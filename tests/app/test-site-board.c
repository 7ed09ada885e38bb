/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of teeth and the board of body regions, in this process. Needs a display. */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "danbi-app-resources.h"
#include "danbi-odontogram.h"
#include "danbi-region-picker.h"
#include "danbi-site-popover.h"
#include "danbi-site.h"
#include "danbi-test-rulebook.h"
#include "danbi-tooth.h"

#define PATIENCE_S 20

static DanbiRulebook *rulebook;
static const DanbiRules *rules;

typedef struct
{
  GtkWidget *window;
  DanbiSiteBoard *teeth;
  DanbiSiteBoard *regions;
  char *refused;
  guint n_done;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_for_place (GtkWidget *widget)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (gtk_widget_get_width (widget) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  settle ();
}

static void
refused_cb (DanbiSiteBoard *board,
            const char     *why,
            Fixture        *f)
{
  g_free (f->refused);
  f->refused = g_strdup (why);
}

static void
done_cb (DanbiSiteBoard *board,
         Fixture        *f)
{
  f->n_done++;
}

/* One window for all tests: under sanitizers ninety buttons take their time. */
static void
open_window (Fixture *f)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  f->teeth = DANBI_SITE_BOARD (danbi_odontogram_new ());
  f->regions = DANBI_SITE_BOARD (danbi_region_picker_new ());
  danbi_site_board_set_rules (f->teeth, rules);
  danbi_site_board_set_rules (f->regions, rules);
  g_signal_connect (f->teeth, "refused", G_CALLBACK (refused_cb), f);
  g_signal_connect (f->regions, "refused", G_CALLBACK (refused_cb), f);
  g_signal_connect (f->teeth, "done", G_CALLBACK (done_cb), f);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->teeth));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (f->regions));
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), box);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_for_place (GTK_WIDGET (f->teeth));
}

/* Nothing of the last test stays. */
static Fixture *
begin (gconstpointer data)
{
  Fixture *f = (Fixture *) data;

  gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
  /* With another site a board forgets where the focus was. */
  danbi_site_board_set_site (f->teeth, "FM");
  danbi_site_board_set_site (f->teeth, "");
  danbi_site_board_set_site (f->regions, "H");
  danbi_site_board_set_site (f->regions, "");
  g_clear_pointer (&f->refused, g_free);
  f->n_done = 0;
  return f;
}

/* With the window all of it ends. */
static void
close_window (Fixture *f)
{
  gpointer teeth = f->teeth;
  gpointer regions = f->regions;

  g_object_add_weak_pointer (G_OBJECT (teeth), &teeth);
  g_object_add_weak_pointer (G_OBJECT (regions), &regions);
  gtk_window_destroy (GTK_WINDOW (f->window));
  settle ();
  g_assert_null (teeth);
  g_assert_null (regions);
  g_free (f->refused);
}

/* As the keyboard does, by the board's own controller. */
static gboolean
press (DanbiSiteBoard *board,
       guint           keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (board));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
    }
  return taken;
}

static void
type (DanbiSiteBoard *board,
      const char     *text)
{
  for (const char *at = text; *at != '\0'; at++)
    g_assert_true (press (board, gdk_unicode_to_keyval ((guint32) *at)));
}

static void
click (DanbiSiteBoard *board,
       const char     *code)
{
  g_signal_emit_by_name (danbi_site_board_find (board, code), "clicked");
}

static const char *
focused_code (DanbiSiteBoard *board,
              DanbiCodeTable  table)
{
  for (guint i = 0; i < danbi_rules_get_n_codes (rules, table); i++)
    {
      const char *code = danbi_rules_get_code (rules, table, i)->code;

      if (gtk_widget_has_focus (GTK_WIDGET (danbi_site_board_find (board, code))))
        return code;
    }
  return "";
}

static DanbiToothMark
mark_of (Fixture    *f,
         const char *code)
{
  return danbi_tooth_get_mark (DANBI_TOOTH (danbi_site_board_find (f->teeth, code)));
}

static void
check_button (DanbiSiteBoard  *board,
              const DanbiCode *code)
{
  GtkToggleButton *button = danbi_site_board_find (board, code->code);
  g_autofree char *label = strstr (code->name_zh, code->code)
                             ? g_strdup (code->name_zh)
                             : g_strconcat (code->code, " ", code->name_zh, NULL);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (button)));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (button)), >, 20);
  gtk_test_accessible_assert_role (button, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_SELECTED, FALSE);
}

static void
test_every_code_is_a_button (gconstpointer data)
{
  Fixture *f = begin (data);

  for (guint i = 0; i < danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_TEETH); i++)
    check_button (f->teeth, danbi_rules_get_code (rules, DANBI_CODE_TABLE_TEETH, i));
  for (guint i = 0; i < danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_REGIONS); i++)
    check_button (f->regions, danbi_rules_get_code (rules, DANBI_CODE_TABLE_REGIONS, i));
}

static void
test_text_and_buttons_are_in_step (gconstpointer data)
{
  Fixture *f = begin (data);

  danbi_site_board_set_site (f->teeth, "3646");
  g_assert_true (gtk_toggle_button_get_active (danbi_site_board_find (f->teeth, "36")));
  gtk_test_accessible_assert_state (danbi_site_board_find (f->teeth, "36"),
                                    GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  g_assert_false (gtk_toggle_button_get_active (danbi_site_board_find (f->teeth, "64")));
  click (f->teeth, "FM");
  click (f->teeth, "36");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "46FM");
  gtk_test_accessible_assert_state (danbi_site_board_find (f->teeth, "36"),
                                    GTK_ACCESSIBLE_STATE_SELECTED, FALSE);

  danbi_site_board_set_site (f->teeth, "XX4");
  click (f->teeth, "11");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "XX11");
  g_object_set (f->teeth, "site", NULL, NULL);
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "");
}

static void
test_the_tenth_is_refused (gconstpointer data)
{
  Fixture *f = begin (data);

  danbi_site_board_set_site (f->teeth, "111213141516171821");
  g_assert_null (f->refused);
  click (f->teeth, "22");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "111213141516171821");
  g_assert_false (gtk_toggle_button_get_active (danbi_site_board_find (f->teeth, "22")));
  g_assert_cmpstr (f->refused, ==, "No more than 9 codes fit. Take one away first.");
  click (f->teeth, "11");
  click (f->teeth, "22");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "121314151617182122");
}

static void
test_areas_light_up_what_they_cover (gconstpointer data)
{
  Fixture *f = begin (data);
  guint n_covered = 0;

  danbi_site_board_set_site (f->teeth, "36UR11");
  g_assert_cmpint (mark_of (f, "36"), ==, DANBI_TOOTH_PLAIN);
  g_assert_cmpint (mark_of (f, "11"), ==, DANBI_TOOTH_MIXED);
  g_assert_cmpint (mark_of (f, "18"), ==, DANBI_TOOTH_COVERED);
  g_assert_cmpint (mark_of (f, "55"), ==, DANBI_TOOTH_COVERED);
  gtk_test_accessible_assert_property (danbi_site_board_find (f->teeth, "18"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "in 上半右口");
  gtk_test_accessible_assert_property (danbi_site_board_find (f->teeth, "11"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "上半右口 is chosen too");
  danbi_site_board_set_site (f->teeth, "FM");
  for (guint i = 0; i < danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_TEETH); i++)
    {
      const DanbiCode *code = danbi_rules_get_code (rules, DANBI_CODE_TABLE_TEETH, i);

      if (strcmp (code->group, "area") != 0)
        n_covered += mark_of (f, code->code) == DANBI_TOOTH_COVERED;
    }
  g_assert_cmpuint (n_covered, ==, 32 + 20 + 4);
  danbi_site_board_set_site (f->teeth, "99");
  g_assert_cmpint (mark_of (f, "11"), ==, DANBI_TOOTH_PLAIN);
}

static void
test_codes_may_be_typed (gconstpointer data)
{
  Fixture *f = begin (data);

  gtk_widget_grab_focus (GTK_WIDGET (f->teeth));
  type (f->teeth, "3");
  g_assert_cmpstr (danbi_site_board_get_pending (f->teeth), ==, "3");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "");
  type (f->teeth, "6ur");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "36UR");
  g_assert_cmpstr (focused_code (f->teeth, DANBI_CODE_TABLE_TEETH), ==, "UR");
  type (f->teeth, "59");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "36UR59");
  g_assert_null (f->refused);
  type (f->teeth, "10");
  g_assert_cmpstr (f->refused, ==, "There is no code “10”.");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "36UR59");

  type (f->teeth, "1");
  press (f->teeth, GDK_KEY_BackSpace);
  g_assert_cmpstr (danbi_site_board_get_pending (f->teeth), ==, "");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "36UR59");
  press (f->teeth, GDK_KEY_BackSpace);
  type (f->teeth, "36");
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "UR");
  press (f->teeth, GDK_KEY_KP_4);
  press (f->teeth, GDK_KEY_KP_6);
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "UR46");
  press (f->teeth, GDK_KEY_space);
  g_assert_cmpstr (danbi_site_board_get_site (f->teeth), ==, "UR");
  g_assert_false (press (f->teeth, GDK_KEY_Tab));
  g_assert_cmpuint (f->n_done, ==, 0);
  press (f->teeth, GDK_KEY_Return);
  press (f->teeth, GDK_KEY_Escape);
  g_assert_cmpuint (f->n_done, ==, 2);
}

static void
test_arrows_go_to_the_neighbour (gconstpointer data)
{
  Fixture *f = begin (data);
  static const struct
  {
    const char *from;
    guint keyval;
    const char *to;
  } cases[] = {
    { "11", GDK_KEY_Right, "21" }, { "11", GDK_KEY_Left, "12" },  { "11", GDK_KEY_Down, "51" },
    { "51", GDK_KEY_Down, "81" },  { "81", GDK_KEY_Down, "41" },  { "41", GDK_KEY_Up, "81" },
    { "18", GDK_KEY_Down, "48" },  { "36", GDK_KEY_Up, "75" },    { "19", GDK_KEY_Left, "FM" },
    { "FM", GDK_KEY_Down, "UB" },  { "29", GDK_KEY_KP_Right, "99" }, { "11", GDK_KEY_Up, "11" },
    { "LA", GDK_KEY_Down, "LA" },  { "55", GDK_KEY_Left, "16" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_widget_grab_focus (GTK_WIDGET (danbi_site_board_find (f->teeth, cases[i].from)));
      press (f->teeth, cases[i].keyval);
      g_test_message ("from %s", cases[i].from);
      g_assert_cmpstr (focused_code (f->teeth, DANBI_CODE_TABLE_TEETH), ==, cases[i].to);
    }
}

/* How many buttons the arrow keys reach from where the focus is. */
static guint
count_reachable (DanbiSiteBoard *board,
                 DanbiCodeTable  table)
{
  static const guint arrows[] = { GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_Up, GDK_KEY_Down };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GQueue) queue = g_queue_new ();

  gtk_widget_grab_focus (GTK_WIDGET (board));
  g_queue_push_tail (queue, (gpointer) focused_code (board, table));
  g_hash_table_add (seen, g_queue_peek_head (queue));
  while (!g_queue_is_empty (queue))
    {
      const char *code = g_queue_pop_head (queue);

      for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
        {
          const char *next;

          gtk_widget_grab_focus (GTK_WIDGET (danbi_site_board_find (board, code)));
          press (board, arrows[i]);
          next = focused_code (board, table);
          if (g_hash_table_add (seen, (gpointer) next))
            g_queue_push_tail (queue, (gpointer) next);
        }
    }
  return g_hash_table_size (seen);
}

static void
test_arrows_reach_every_code (gconstpointer data)
{
  Fixture *f = begin (data);

  g_assert_cmpuint (count_reachable (f->teeth, DANBI_CODE_TABLE_TEETH), ==,
                    danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_TEETH));
  g_assert_cmpuint (count_reachable (f->regions, DANBI_CODE_TABLE_REGIONS), ==,
                    danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_REGIONS));
}

static void
test_a_board_is_one_stop_of_tab (gconstpointer data)
{
  Fixture *f = begin (data);

  danbi_site_board_set_site (f->teeth, "36");
  gtk_widget_child_focus (f->window, GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (focused_code (f->teeth, DANBI_CODE_TABLE_TEETH), ==, "36");
  gtk_widget_child_focus (f->window, GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (focused_code (f->teeth, DANBI_CODE_TABLE_TEETH), ==, "");
  g_assert_cmpstr (focused_code (f->regions, DANBI_CODE_TABLE_REGIONS), ==, "H");
  gtk_widget_child_focus (f->window, GTK_DIR_TAB_BACKWARD);
  g_assert_cmpstr (focused_code (f->teeth, DANBI_CODE_TABLE_TEETH), ==, "36");
}

static const char *
order_of (Fixture    *f,
          const char *code)
{
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (danbi_site_board_find (f->regions, code)));

  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (box)));
}

static void
test_regions_keep_their_order (gconstpointer data)
{
  Fixture *f = begin (data);

  gtk_widget_grab_focus (GTK_WIDGET (f->regions));
  type (f->regions, "njk");
  g_assert_cmpstr (danbi_site_board_get_site (f->regions), ==, "NJK");
  g_assert_cmpstr (order_of (f, "N"), ==, "1");
  g_assert_cmpstr (order_of (f, "K"), ==, "3");
  g_assert_cmpstr (order_of (f, "H"), ==, "");
  click (f->regions, "J");
  g_assert_cmpstr (danbi_site_board_get_site (f->regions), ==, "NK");
  g_assert_cmpstr (order_of (f, "K"), ==, "2");
  type (f->regions, "x");
  g_assert_cmpstr (f->refused, ==, "There is no code “X”.");
  danbi_site_board_set_site (f->regions, "HAFUNJKGCIPEQMVSTO");
  g_assert_cmpstr (order_of (f, "O"), ==, "18");
}

static GtkLabel *
get_summary (GtkWidget *popover)
{
  return GTK_LABEL (gtk_widget_get_template_child (popover, DANBI_TYPE_SITE_POPOVER, "summary"));
}

static void
test_popover_serves_the_entry (gconstpointer data)
{
  Fixture *f = begin (data);
  GtkWidget *box = gtk_widget_get_parent (GTK_WIDGET (f->teeth));
  GtkWidget *parent = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *popover;
  DanbiSitePopover *site;
  GObject *teeth;

  gtk_editable_set_text (GTK_EDITABLE (entry), "36");
  gtk_box_append (GTK_BOX (parent), entry);
  gtk_box_append (GTK_BOX (box), parent);
  popover = danbi_site_popover_new (parent, GTK_ENTRY (entry));
  site = DANBI_SITE_POPOVER (popover);
  g_assert_false (danbi_site_popover_handle_key (site, GDK_KEY_Down));

  danbi_site_popover_open (site, rules, DANBI_SITE_SCHEME_TOOTH, "36");
  g_assert_true (gtk_widget_get_visible (popover));
  g_assert_cmpstr (gtk_label_get_label (get_summary (popover)), ==, "恆牙 36");
  g_assert_nonnull (gtk_widget_get_focus_child (parent));
  g_assert_false (gtk_editable_get_selection_bounds (GTK_EDITABLE (entry), NULL, NULL));
  danbi_site_popover_set_site (site, "36FM");
  g_assert_cmpstr (gtk_label_get_label (get_summary (popover)), ==,
                   "Tooth 36 lies in area FM, which is given too. Keep one of them.");
  danbi_site_popover_set_site (site, "59");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (get_summary (popover)), "Tooth code “59”"));
  danbi_site_popover_set_site (site, "");
  g_assert_cmpstr (gtk_label_get_label (get_summary (popover)), ==, "Nothing chosen yet");

  g_assert_true (danbi_site_popover_handle_key (site, GDK_KEY_Down));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), popover));
  g_assert_true (gtk_widget_get_visible (popover));
  danbi_site_popover_set_site (site, "36");
  danbi_site_popover_open (site, rules, DANBI_SITE_SCHEME_REGION, "NJ");
  g_assert_cmpstr (gtk_label_get_label (get_summary (popover)), ==, "頸椎、胸椎");
  teeth = gtk_widget_get_template_child (popover, DANBI_TYPE_SITE_POPOVER, "odontogram");
  g_assert_cmpstr (danbi_site_board_get_site (DANBI_SITE_BOARD (teeth)), ==, "");
  g_assert_false (danbi_site_popover_handle_key (site, GDK_KEY_a));
  g_assert_true (danbi_site_popover_handle_key (site, GDK_KEY_Escape));
  g_assert_false (gtk_widget_get_visible (popover));

  danbi_site_popover_open (site, rules, DANBI_SITE_SCHEME_TOOTH, "");
  gtk_widget_grab_focus (GTK_WIDGET (f->regions));
  g_assert_false (gtk_widget_get_visible (popover));
  gtk_widget_unparent (popover);
}

int
main (int   argc,
      char *argv[])
{
  Fixture fixture = { NULL };
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  danbi_app_register_resource ();
  rulebook = danbi_test_rulebook_load ();
  rules = danbi_rulebook_get_rules (rulebook, NULL);
  open_window (&fixture);
#define ADD(name) g_test_add_data_func ("/danbi/app/site-board/" #name, &fixture, test_##name)
  ADD (every_code_is_a_button);
  ADD (text_and_buttons_are_in_step);
  ADD (the_tenth_is_refused);
  ADD (areas_light_up_what_they_cover);
  ADD (codes_may_be_typed);
  ADD (arrows_go_to_the_neighbour);
  ADD (arrows_reach_every_code);
  ADD (a_board_is_one_stop_of_tab);
  ADD (regions_keep_their_order);
  ADD (popover_serves_the_entry);
#undef ADD
  status = g_test_run ();
  close_window (&fixture);
  danbi_rulebook_unref (rulebook);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its options, its accelerators, and the desk behind its window. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-app-resources.h"
#include "danbi-application.h"
#include "danbi-help-window.h"
#include "danbi-paths.h"
#include "danbi-preferences.h"
#include "danbi-queue.h"
#include "danbi-settings.h"
#include "danbi-welcome.h"
#include "danbi-window.h"

struct _DanbiApplication
{
  AdwApplication parent_instance;

  GSettings *settings; /* NULL where the schema is not installed */
  DanbiDesk *desk;
  char *data_dir;
  char *gateway;
  gboolean practice;
};

G_DEFINE_FINAL_TYPE (DanbiApplication, danbi_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "practice", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Practise: nothing leaves this computer"), NULL },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep the cases in this folder"), N_("DIR") },
  { "gateway", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Send to this gateway"), N_("URL") },
  { NULL },
};

typedef struct
{
  const char *action;
  const char *accels[3];
} Accelerators;

static const Accelerators accelerators[] = {
  { "win.new-case", { "<Control>n", NULL } },
  { "win.next-order", { "<Control><Shift>n", NULL } },
  { "win.use-template(1)", { "<Alt>1", NULL } },
  { "win.use-template(2)", { "<Alt>2", NULL } },
  { "win.use-template(3)", { "<Alt>3", NULL } },
  { "win.use-template(4)", { "<Alt>4", NULL } },
  { "win.use-template(5)", { "<Alt>5", NULL } },
  { "win.use-template(6)", { "<Alt>6", NULL } },
  { "win.use-template(7)", { "<Alt>7", NULL } },
  { "win.use-template(8)", { "<Alt>8", NULL } },
  { "win.use-template(9)", { "<Alt>9", NULL } },
  { "win.add-images", { "<Control>o", NULL } },
  { "win.add-folder", { "<Control><Shift>o", NULL } },
  { "win.keep-case", { "<Control>Return", "<Control>KP_Enter", NULL } },
  { "win.send-case", { "<Control><Shift>Return", "<Control><Shift>KP_Enter", NULL } },
  { "win.send", { "<Control>u", NULL } },
  { "win.receipts", { "<Control>r", NULL } },
  { "win.remove-case", { "<Control><Shift>Delete", NULL } },
  { "win.query", { "<Control>f", NULL } },
  { "win.next-finding", { "F8", NULL } },
  { "app.preferences", { "<Control>comma", NULL } },
  { "app.help('')", { "<Shift>F1", NULL } },
  { "app.show-keys", { "F1", "<Control>question", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.quit", { "<Control>q", NULL } },
};

/* Practice cases live apart from real ones, so that neither can be taken for the other. */
static char *
dup_default_dir (gboolean practice)
{
  g_autofree char *dir = danbi_paths_dup_data_dir ();

  return practice ? g_build_filename (dir, "practice", NULL) : g_steal_pointer (&dir);
}

static DanbiWindow *
find_window (DanbiApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *at = windows; at; at = at->next)
    if (DANBI_IS_WINDOW (at->data))
      return at->data;
  return NULL;
}

static void
practice_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DanbiWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (danbi_desk_start_practice_finish (DANBI_DESK (source), result, &error))
    danbi_queue_resume (danbi_desk_get_queue (DANBI_DESK (source)));
  else
    danbi_window_show_problem (window, error->message);
}

/* Without its token a gateway may answer all the same, so the queue goes on; what is missing is
 * said at once. */
static void
destination_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (DanbiWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (!danbi_desk_use_gateway_finish (DANBI_DESK (source), result, &error))
    danbi_window_show_problem (window, error->message);
  danbi_desk_ask_time (DANBI_DESK (source));
  danbi_queue_resume (danbi_desk_get_queue (DANBI_DESK (source)));
}

/* What was said on the command line goes before the preferences. Once the destination is known,
 * what an earlier run left open goes on. */
static void
set_destination (DanbiApplication *self,
                 DanbiWindow      *window)
{
  g_autofree char *destination = self->gateway ? g_strdup (self->gateway)
                                               : danbi_settings_dup_destination (self->settings);

  if (destination)
    danbi_desk_use_gateway_async (self->desk, destination, NULL, destination_cb,
                                  g_object_ref (window));
}

static void
connect_gateway (DanbiApplication *self,
                 DanbiWindow      *window)
{
  if (self->practice)
    {
      danbi_window_show_practice (window);
      danbi_desk_start_practice_async (self->desk, NULL, practice_cb, g_object_ref (window));
    }
  else
    set_destination (self, window);
}

/* Without a desk there is nothing but to say why. */
static void
show_failure (DanbiApplication *self,
              const char       *message)
{
  GtkWidget *window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application", self,
                                    "default-width", 560, "default-height", 420, "title",
                                    _("Danbi"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "dialog-error-symbolic",
                                  "title", _("Danbi Could Not Open Its Cases"), "description",
                                  message, "vexpand", TRUE, NULL);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkApplication *application = user_data;
  GtkWidget *window = adw_about_window_new ();

  g_object_set (window, "transient-for", gtk_application_get_active_window (application),
                "application-name", _("Danbi"), "application-icon", DANBI_APPLICATION_ID,
                "developer-name", _("The Danbi contributors"), "version", DANBI_VERSION,
                "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _("Enters, checks and uploads single imaging cases to the NHI"), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

/* What the clinic said of itself stands in the open case too, where nobody entered anything. */
static void
use_clinic (DanbiApplication *self,
            DanbiWindow      *window)
{
  danbi_settings_tell_clinic (self->settings, self->desk);
  danbi_window_offer_clinic (window);
}

/* What was changed holds from now on, but for practice, which has cases of its own. */
static void
preferences_closed_cb (GtkWidget        *preferences,
                       DanbiApplication *self)
{
  DanbiWindow *window = find_window (self);

  danbi_settings_apply (self->settings, self->desk);
  if (window)
    use_clinic (self, window);
  if (window && !self->practice)
    set_destination (self, window);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  DanbiApplication *self = user_data;
  DanbiPreferences *preferences;

  /* They are modal: what is active is either they or what they are asked from. */
  if (DANBI_IS_PREFERENCES (gtk_application_get_active_window (GTK_APPLICATION (self))))
    return;
  preferences
    = danbi_preferences_new (GTK_WINDOW (find_window (self)), self->desk, self->settings);
  g_signal_connect_object (preferences, "destroy", G_CALLBACK (preferences_closed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (preferences));
}

/* GTK looks these up only for an overlay that was given to a window of the application. */
static void
name_keys (GtkApplication *application,
           GtkBuilder     *builder)
{
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);

  for (GSList *at = objects; at; at = at->next)
    {
      g_autofree char *action = NULL;
      g_auto (GStrv) accels = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (at->data))
        continue;
      g_object_get (at->data, "action-name", &action, NULL);
      if (action)
        accels = gtk_application_get_accels_for_action (application, action);
      if (accels && accels[0])
        g_object_set (at->data, "accelerator", accels[0], NULL);
    }
}

/* Of the parts that GTK leaves without a name the one that can be pressed: it has but an icon. */
static void
name_search (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_TOGGLE_BUTTON (child) && gtk_button_get_icon_name (GTK_BUTTON (child)))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        _("Search the shortcuts"), -1);
      name_search (child);
    }
}

static void
welcome_closed_cb (GtkWidget        *welcome,
                   DanbiApplication *self)
{
  DanbiWindow *window = find_window (self);

  if (!window)
    return;
  use_clinic (self, window);
  danbi_case_page_focus_first (danbi_window_get_page (window));
}

/* At the first start, over the window and its blank case. */
static void
welcome (DanbiApplication *self,
         DanbiWindow      *window)
{
  const DanbiRules *rules = danbi_rulebook_get_rules (danbi_desk_get_rulebook (self->desk), NULL);
  DanbiWelcome *page;

  if (!self->settings || g_settings_get_boolean (self->settings, "welcomed"))
    return;
  page = danbi_welcome_new (GTK_WINDOW (window), self->settings, rules, self->practice);
  g_signal_connect_object (page, "destroy", G_CALLBACK (welcome_closed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (page));
}

/* Made when it is asked for: a window that was never shown has no place among the accessible ones,
 * and GTK 4.8 answers a screen reader with it all the same when another window has just gone. */
static void
show_keys_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_autoptr (GtkBuilder) builder
    = gtk_builder_new_from_resource ("/io/github/danbi/Danbi/ui/help-overlay.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  name_keys (user_data, builder);
  name_search (GTK_WIDGET (window));
  gtk_window_set_title (window, _("Keyboard Shortcuts"));
  gtk_window_set_transient_for (window, gtk_application_get_active_window (user_data));
  gtk_window_present (window);
}

/* With the id of a page, or empty. */
static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  danbi_help_present (user_data, g_variant_get_string (parameter, NULL));
}

/* A notice was clicked. */
static void
open_case_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  DanbiWindow *window = find_window (user_data);

  if (!window)
    return;
  danbi_window_open_case (window, g_variant_get_int64 (parameter));
  gtk_window_present (GTK_WINDOW (window));
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  DanbiWindow *window = find_window (user_data);

  /* Closing saves first. */
  if (window)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry actions[] = {
  { "about", about_action },
  { "preferences", preferences_action },
  { "help", help_action, "s" },
  { "show-keys", show_keys_action },
  { "open-case", open_case_action, "x" },
  { "quit", quit_action },
};

/* There is something to set where settings are kept and cases are open. */
static void
enable_preferences (DanbiApplication *self,
                    gboolean          enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "preferences");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
danbi_application_startup (GApplication *application)
{
  DanbiApplication *self = DANBI_APPLICATION (application);

  danbi_app_register_resource ();
  G_APPLICATION_CLASS (danbi_application_parent_class)->startup (application);

  self->settings = danbi_settings_open ();
  if (self->settings && !self->practice && !self->gateway)
    self->practice = g_settings_get_boolean (self->settings, "practice");
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  enable_preferences (self, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           (const char *const *) accelerators[i].accels);
}

static void
danbi_application_activate (GApplication *application)
{
  DanbiApplication *self = DANBI_APPLICATION (application);
  DanbiWindow *window = find_window (self);
  g_autoptr (GError) error = NULL;

  if (window)
    {
      gtk_window_present (GTK_WINDOW (window));
      return;
    }
  if (!self->data_dir)
    self->data_dir = dup_default_dir (self->practice);
  if (!self->desk)
    self->desk = danbi_desk_open (self->data_dir, &error);
  if (!self->desk)
    {
      show_failure (self, error->message);
      return;
    }
  danbi_settings_tell_clinic (self->settings, self->desk);
  window = danbi_window_new (GTK_APPLICATION (self), self->desk, self->settings);
  enable_preferences (self, self->settings != NULL);
  danbi_settings_apply (self->settings, self->desk);
  connect_gateway (self, window);
  gtk_window_present (GTK_WINDOW (window));
  welcome (self, window);
  danbi_desk_start_packing (self->desk);
  danbi_desk_start_purging (self->desk);
}

static int
danbi_application_handle_local_options (GApplication *application,
                                        GVariantDict *dict)
{
  DanbiApplication *self = DANBI_APPLICATION (application);

  g_variant_dict_lookup (dict, "practice", "b", &self->practice);
  g_variant_dict_lookup (dict, "gateway", "s", &self->gateway);
  if (g_variant_dict_lookup (dict, "data", "^ay", &self->data_dir))
    /* A folder of its own is a program of its own: it must not end up in another one's window. */
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
danbi_application_finalize (GObject *object)
{
  DanbiApplication *self = DANBI_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->desk);
  g_free (self->data_dir);
  g_free (self->gateway);

  G_OBJECT_CLASS (danbi_application_parent_class)->finalize (object);
}

static void
danbi_application_class_init (DanbiApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = danbi_application_finalize;
  application_class->startup = danbi_application_startup;
  application_class->activate = danbi_application_activate;
  application_class->handle_local_options = danbi_application_handle_local_options;
}

static void
danbi_application_init (DanbiApplication *self)
{
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("Enters, checks and uploads single imaging cases."));
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * danbi_application_new:
 *
 * Returns: (transfer full): the program
 */
DanbiApplication *
danbi_application_new (void)
{
  return g_object_new (DANBI_TYPE_APPLICATION, "application-id", DANBI_APPLICATION_ID, NULL);
}

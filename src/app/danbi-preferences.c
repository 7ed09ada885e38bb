/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 偏好設定: where cases go, how the gateway is reached, how fast and when is sent. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-clinic-group.h"
#include "danbi-file-setting-row.h"
#include "danbi-preferences.h"

struct _DanbiPreferences
{
  AdwWindow parent_instance;

  GtkRevealer *restart_revealer;
  GtkWidget *folder_group;
  GtkWidget *gateway_group;
  GtkEditable *address;
  AdwPreferencesRow *address_problem;
  GtkEditable *token;
  AdwPreferencesRow *token_state;
  GtkWidget *forget_button;
  GtkWidget *ceiling;
  GtkWidget *limit_switch;
  GtkWidget *hour;
  GtkWidget *off_peak_switch;
  GtkWidget *cab_switch;
  DanbiClinicGroup *clinic;

  DanbiDesk *desk;
  GSettings *settings;
  gboolean practice; /* as the program was started */
  gboolean forgets;  /* the token is being taken away, not kept */
};

G_DEFINE_FINAL_TYPE (DanbiPreferences, danbi_preferences, ADW_TYPE_WINDOW)

static char *
dup_choice (DanbiPreferences *self)
{
  return g_settings_get_boolean (self->settings, "practice")
           ? g_strdup ("practice")
           : g_settings_get_string (self->settings, "destination");
}

/* What does not matter for the chosen way is not in the way. */
static void
show_choice (DanbiPreferences *self,
             const char       *choice)
{
  gtk_widget_set_visible (self->gateway_group, g_str_equal (choice, "gateway"));
  gtk_widget_set_visible (self->folder_group, g_str_equal (choice, "folder"));
  gtk_revealer_set_reveal_child (self->restart_revealer,
                                 g_str_equal (choice, "practice") != self->practice);
}

static void
choose_cb (GSimpleAction    *action,
           GVariant         *state,
           DanbiPreferences *self)
{
  const char *choice = g_variant_get_string (state, NULL);

  g_settings_set_boolean (self->settings, "practice", g_str_equal (choice, "practice"));
  if (!g_str_equal (choice, "practice"))
    g_settings_set_string (self->settings, "destination", choice);
  g_simple_action_set_state (action, state);
  show_choice (self, choice);
}

/* A token belongs to one address, so it is asked for only beside a right one. */
static void
address_changed_cb (GtkEditable      *editable,
                    DanbiPreferences *self)
{
  const char *address = gtk_editable_get_text (editable);
  g_autoptr (GError) error = NULL;
  gboolean allowed = *address && danbi_desk_address_is_allowed (address, &error);

  if (error)
    adw_preferences_row_set_title (self->address_problem, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->address_problem), error != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->token), allowed);
  gtk_widget_set_sensitive (self->forget_button, allowed);
}

/* What was typed is gone from the screen once it is kept; what was not kept can be tried again. */
static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean kept = danbi_desk_store_token_finish (DANBI_DESK (source), result, &error);

  if (kept)
    gtk_editable_set_text (self->token, "");
  adw_preferences_row_set_title (self->token_state,
                                 !kept         ? error->message
                                 : self->forgets ? _("The token is forgotten.")
                                                 : _("The token is kept in the keyring."));
}

static void
store_token (DanbiPreferences *self,
             const char       *token)
{
  self->forgets = token == NULL;
  danbi_desk_store_token_async (self->desk, gtk_editable_get_text (self->address), token, NULL,
                                stored_cb, g_object_ref (self));
}

static void
token_apply_cb (GtkEditable      *editable,
                DanbiPreferences *self)
{
  store_token (self, gtk_editable_get_text (editable));
}

static void
forget_cb (GtkButton        *button,
           DanbiPreferences *self)
{
  store_token (self, NULL);
}

static void
add_action (DanbiPreferences *self)
{
  g_autofree char *choice = dup_choice (self);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action
    = g_simple_action_new_stateful ("send-to", G_VARIANT_TYPE_STRING,
                                    g_variant_new_string (choice));

  g_signal_connect_object (action, "change-state", G_CALLBACK (choose_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "preferences", G_ACTION_GROUP (group));
  show_choice (self, choice);
}

static void
bind_file_rows (DanbiPreferences *self,
                GtkWidget        *widget)
{
  if (DANBI_IS_FILE_SETTING_ROW (widget))
    {
      danbi_file_setting_row_set_settings (DANBI_FILE_SETTING_ROW (widget), self->settings);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    bind_file_rows (self, child);
}

static void
bind_settings (DanbiPreferences *self)
{
  const struct
  {
    const char *key;
    gpointer widget;
    const char *property;
  } bindings[] = {
    { "gateway-url", self->address, "text" },
    { "limit", self->limit_switch, "active" },
    { "limit", self->ceiling, "sensitive" },
    { "ceiling-kbit", self->ceiling, "value" },
    { "off-peak", self->off_peak_switch, "active" },
    { "off-peak", self->hour, "sensitive" },
    { "off-peak-hour", self->hour, "value" },
    { "cab", self->cab_switch, "active" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (self->settings, bindings[i].key, bindings[i].widget, bindings[i].property,
                     g_str_equal (bindings[i].property, "sensitive")
                       ? G_SETTINGS_BIND_GET | G_SETTINGS_BIND_NO_SENSITIVITY
                       : G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

static void
danbi_preferences_dispose (GObject *object)
{
  DanbiPreferences *self = DANBI_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_preferences_parent_class)->dispose (object);
}

static void
danbi_preferences_class_init (DanbiPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_preferences_dispose;

  g_type_ensure (DANBI_TYPE_CLINIC_GROUP);
  g_type_ensure (DANBI_TYPE_FILE_SETTING_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, restart_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, folder_group);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, gateway_group);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, address);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, address_problem);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, token);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, token_state);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, forget_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, ceiling);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, limit_switch);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, hour);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, off_peak_switch);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, cab_switch);
  gtk_widget_class_bind_template_child (widget_class, DanbiPreferences, clinic);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, token_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_preferences_init (DanbiPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_preferences_new:
 * @parent: (nullable): the window that it belongs to
 * @desk: the desk, which keeps the token
 * @settings: where all else is kept
 *
 * What is changed is kept at once; what it means for sending is asked of the settings when the
 * window closes.
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiPreferences *
danbi_preferences_new (GtkWindow *parent,
                       DanbiDesk *desk,
                       GSettings *settings)
{
  DanbiPreferences *self = g_object_new (
    DANBI_TYPE_PREFERENCES, "transient-for", parent, "application",
    parent ? gtk_window_get_application (parent) : NULL, NULL);

  self->desk = g_object_ref (desk);
  self->settings = g_object_ref (settings);
  self->practice = danbi_desk_is_practice (desk);
  bind_settings (self);
  bind_file_rows (self, GTK_WIDGET (self));
  danbi_clinic_group_set_settings (
    self->clinic, settings, danbi_rulebook_get_rules (danbi_desk_get_rulebook (desk), NULL));
  add_action (self);
  address_changed_cb (self->address, self);
  return self;
}

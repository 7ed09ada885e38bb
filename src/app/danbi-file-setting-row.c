/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the preferences that names a file or a folder, chosen or taken away. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-file-dialog.h"
#include "danbi-file-setting-row.h"

struct _DanbiFileSettingRow
{
  AdwActionRow parent_instance;

  GtkWidget *clear_button;
  GtkWidget *choose_button;

  GSettings *settings;
  char *key;
  char *none_text;
  gboolean folder;
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_FOLDER,
  PROP_NONE_TEXT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiFileSettingRow, danbi_file_setting_row, ADW_TYPE_ACTION_ROW)

static void
show (DanbiFileSettingRow *self)
{
  g_autofree char *path = g_settings_get_string (self->settings, self->key);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *choose = g_strdup_printf (_("Choose: %s"), title);
  g_autofree char *clear = g_strdup_printf (_("Take away: %s"), title);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               *path ? path : self->none_text ? self->none_text : _("None"));
  gtk_widget_set_visible (self->clear_button, *path != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choose_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, choose, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, clear, -1);
}

static void
changed_cb (GSettings           *settings,
            const char          *key,
            DanbiFileSettingRow *self)
{
  show (self);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiFileSettingRow) self = user_data;
  g_autoptr (GListModel) files
    = danbi_file_dialog_choose_finish (GTK_WINDOW (source), result, NULL);
  g_autoptr (GFile) file = files ? g_list_model_get_item (files, 0) : NULL;

  if (file && g_file_peek_path (file))
    g_settings_set_string (self->settings, self->key, g_file_peek_path (file));
}

static void
choose_cb (GtkButton           *button,
           DanbiFileSettingRow *self)
{
  danbi_file_dialog_choose_one_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                                      self->folder, chosen_cb, g_object_ref (self));
}

static void
clear_cb (GtkButton           *button,
          DanbiFileSettingRow *self)
{
  g_settings_set_string (self->settings, self->key, "");
  gtk_widget_grab_focus (self->choose_button);
}

static void
danbi_file_setting_row_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  DanbiFileSettingRow *self = DANBI_FILE_SETTING_ROW (object);

  switch (prop_id)
    {
    case PROP_KEY:
      self->key = g_value_dup_string (value);
      break;
    case PROP_FOLDER:
      self->folder = g_value_get_boolean (value);
      break;
    case PROP_NONE_TEXT:
      self->none_text = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_file_setting_row_dispose (GObject *object)
{
  DanbiFileSettingRow *self = DANBI_FILE_SETTING_ROW (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->none_text, g_free);

  G_OBJECT_CLASS (danbi_file_setting_row_parent_class)->dispose (object);
}

#define WRITE_ONLY (G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS)

static void
danbi_file_setting_row_class_init (DanbiFileSettingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = danbi_file_setting_row_set_property;
  object_class->dispose = danbi_file_setting_row_dispose;
  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, WRITE_ONLY);
  props[PROP_FOLDER] = g_param_spec_boolean ("folder", NULL, NULL, FALSE, WRITE_ONLY);
  props[PROP_NONE_TEXT] = g_param_spec_string ("none-text", NULL, NULL, NULL, WRITE_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-file-setting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiFileSettingRow, clear_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiFileSettingRow, choose_button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
danbi_file_setting_row_init (DanbiFileSettingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_file_setting_row_set_settings:
 * @self: the row
 * @settings: where its key is
 */
void
danbi_file_setting_row_set_settings (DanbiFileSettingRow *self,
                                     GSettings           *settings)
{
  g_autofree char *signal = g_strconcat ("changed::", self->key, NULL);

  g_set_object (&self->settings, settings);
  g_signal_connect_object (settings, signal, G_CALLBACK (changed_cb), self, 0);
  show (self);
}

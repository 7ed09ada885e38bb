/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clinic's own codes, as they stand in every new case: asked in the welcome and in the
 * preferences. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clinic-group.h"
#include "danbi-clock.h"
#include "danbi-identity.h"
#include "danbi-typed.h"

struct _DanbiClinicGroup
{
  AdwPreferencesGroup parent_instance;

  GtkEditable *provider_id;
  GtkWidget *provider_id_problem;
  AdwComboRow *provider_type;
  AdwComboRow *visit_type;

  GSettings *settings;
  const DanbiRules *rules;
};

G_DEFINE_FINAL_TYPE (DanbiClinicGroup, danbi_clinic_group, ADW_TYPE_PREFERENCES_GROUP)

/* Half a code is not kept, and not yet called wrong. */
static void
provider_id_cb (GtkEditable      *editable,
                DanbiClinicGroup *self)
{
  const char *typed = gtk_editable_get_text (editable);
  g_autofree char *id = danbi_typed_to_value (DANBI_FIELD_PROVIDER_ID, typed,
                                              danbi_clock_now_s ());
  gboolean right = *id == '\0' || danbi_provider_id_has_valid_format (id);

  gtk_widget_set_visible (self->provider_id_problem, !right && strlen (id) >= 10);
  if (self->settings && right)
    g_settings_set_string (self->settings, "provider-id", id);
}

/* The first line of each list leaves the field to whoever types the case. */
static void
selected_cb (AdwComboRow      *row,
             GParamSpec       *pspec,
             DanbiClinicGroup *self)
{
  gboolean visit = row == self->visit_type;
  guint selected = adw_combo_row_get_selected (row);
  const char *code = "";

  if (!self->settings || selected == GTK_INVALID_LIST_POSITION)
    return;
  if (selected > 0)
    code = danbi_rules_get_code (self->rules,
                                 visit ? DANBI_CODE_TABLE_VISIT_TYPES
                                       : DANBI_CODE_TABLE_PROVIDER_TYPES,
                                 selected - 1)
             ->code;
  g_settings_set_string (self->settings, visit ? "visit-type" : "provider-type", code);
}

static void
fill (DanbiClinicGroup *self,
      AdwComboRow      *row,
      DanbiCodeTable    table,
      const char       *key)
{
  g_autofree char *present = g_settings_get_string (self->settings, key);
  g_autoptr (GtkStringList) lines = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (lines, _("As typed each time"));
  for (guint i = 0; i < danbi_rules_get_n_codes (self->rules, table); i++)
    {
      const DanbiCode *code = danbi_rules_get_code (self->rules, table, i);

      gtk_string_list_take (lines, g_strdup_printf ("%s %s", code->code, code->name_zh));
      if (g_str_equal (code->code, present))
        selected = i + 1;
    }
  g_signal_handlers_block_by_func (row, selected_cb, self);
  adw_combo_row_set_model (row, G_LIST_MODEL (lines));
  adw_combo_row_set_selected (row, selected);
  g_signal_handlers_unblock_by_func (row, selected_cb, self);
}

static void
danbi_clinic_group_dispose (GObject *object)
{
  g_clear_object (&DANBI_CLINIC_GROUP (object)->settings);

  G_OBJECT_CLASS (danbi_clinic_group_parent_class)->dispose (object);
}

static gboolean
danbi_clinic_group_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DANBI_CLINIC_GROUP (widget)->provider_id));
}

static void
danbi_clinic_group_class_init (DanbiClinicGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_clinic_group_dispose;
  widget_class->grab_focus = danbi_clinic_group_grab_focus;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-clinic-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiClinicGroup, provider_id);
  gtk_widget_class_bind_template_child (widget_class, DanbiClinicGroup, provider_id_problem);
  gtk_widget_class_bind_template_child (widget_class, DanbiClinicGroup, provider_type);
  gtk_widget_class_bind_template_child (widget_class, DanbiClinicGroup, visit_type);
  gtk_widget_class_bind_template_callback (widget_class, provider_id_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
danbi_clinic_group_init (DanbiClinicGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_clinic_group_set_settings:
 * @self: the group
 * @settings: where the codes are kept
 * @rules: the rules in force, which outlive the group
 *
 * Shows what is kept. What is changed is kept at once.
 */
void
danbi_clinic_group_set_settings (DanbiClinicGroup *self,
                                 GSettings        *settings,
                                 const DanbiRules *rules)
{
  g_autofree char *id = g_settings_get_string (settings, "provider-id");

  g_set_object (&self->settings, settings);
  self->rules = rules;
  gtk_editable_set_text (self->provider_id, id);
  fill (self, self->provider_type, DANBI_CODE_TABLE_PROVIDER_TYPES, "provider-type");
  fill (self, self->visit_type, DANBI_CODE_TABLE_VISIT_TYPES, "visit-type");
}

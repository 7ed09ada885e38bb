/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first start: one page that asks for the clinic's own codes, and may be skipped. */
#include "config.h"

#include "danbi-clinic-group.h"
#include "danbi-reader.h"
#include "danbi-welcome.h"

struct _DanbiWelcome
{
  AdwWindow parent_instance;

  GtkWidget *practice;
  GtkWidget *start_button;
  DanbiClinicGroup *clinic;
};

G_DEFINE_FINAL_TYPE (DanbiWelcome, danbi_welcome, ADW_TYPE_WINDOW)

static void
danbi_welcome_class_init (DanbiWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DANBI_TYPE_CLINIC_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiWelcome, practice);
  gtk_widget_class_bind_template_child (widget_class, DanbiWelcome, start_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiWelcome, clinic);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_welcome_init (DanbiWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_welcome_new:
 * @parent: the window that it belongs to
 * @settings: where the codes are kept
 * @rules: the rules in force
 * @practice: whether the program practises, which is said then
 *
 * That it was shown is kept: nobody is asked twice.
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiWelcome *
danbi_welcome_new (GtkWindow        *parent,
                   GSettings        *settings,
                   const DanbiRules *rules,
                   gboolean          practice)
{
  DanbiWelcome *self = g_object_new (DANBI_TYPE_WELCOME, "transient-for", parent, NULL);

  danbi_clinic_group_set_settings (self->clinic, settings, rules);
  gtk_widget_set_visible (self->practice, practice);
  danbi_reader_focus_first (GTK_WIDGET (self), GTK_WIDGET (self->clinic));
  g_settings_set_boolean (settings, "welcomed", TRUE);
  return self;
}

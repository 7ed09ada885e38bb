/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heading of a group in the list of cases. */
#include "config.h"

#include "danbi-case-group-row.h"
#include "danbi-clock.h"
#include "danbi-reader.h"
#include "danbi-time-phrases.h"

struct _DanbiCaseGroupRow
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *count;

  DanbiCaseGroup *group;
};

G_DEFINE_FINAL_TYPE (DanbiCaseGroupRow, danbi_case_group_row, GTK_TYPE_BOX)

static void
n_cases_cb (DanbiCaseGroup    *group,
            GParamSpec        *pspec,
            DanbiCaseGroupRow *self)
{
  guint n_cases = danbi_case_group_get_n_cases (group);
  g_autofree char *count = g_strdup_printf ("%u", n_cases);
  g_autofree char *name = danbi_phrase_group_size (gtk_label_get_label (self->title), n_cases);

  gtk_label_set_label (self->count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  danbi_reader_name_item (GTK_WIDGET (self), name);
}

static const char *
get_style (DanbiUrgency urgency)
{
  static const char *const styles[] = {
    [DANBI_URGENCY_FULL] = "full",
    [DANBI_URGENCY_HALF] = "half",
    [DANBI_URGENCY_UNSTARTED] = "unstarted",
    [DANBI_URGENCY_NONE] = "none",
    [DANBI_URGENCY_ACCEPTED] = "accepted",
  };

  return styles[urgency];
}

static const DanbiLimits *
limits_of_today (const DanbiRulebook *rulebook)
{
  DanbiRocDate today;

  danbi_roc_date_from_unix (danbi_clock_now_s (), &today);
  return danbi_rules_get_limits (danbi_rulebook_get_rules (rulebook, &today));
}

static void
forget_group (DanbiCaseGroupRow *self)
{
  if (self->group)
    g_signal_handlers_disconnect_by_func (self->group, n_cases_cb, self);
  g_clear_object (&self->group);
}

static void
danbi_case_group_row_dispose (GObject *object)
{
  forget_group (DANBI_CASE_GROUP_ROW (object));

  G_OBJECT_CLASS (danbi_case_group_row_parent_class)->dispose (object);
}

static void
danbi_case_group_row_class_init (DanbiCaseGroupRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_case_group_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-case-group-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseGroupRow, title);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseGroupRow, count);
}

static void
danbi_case_group_row_init (DanbiCaseGroupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_case_group_row_show:
 * @self: the heading
 * @group: the group that begins below it
 * @rulebook: for the numbers in force today
 */
void
danbi_case_group_row_show (DanbiCaseGroupRow   *self,
                           DanbiCaseGroup      *group,
                           const DanbiRulebook *rulebook)
{
  DanbiUrgency urgency = danbi_case_group_get_urgency (group);
  g_autofree char *title = danbi_phrase_group (urgency, limits_of_today (rulebook));

  forget_group (self);
  self->group = g_object_ref (group);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_css_classes (GTK_WIDGET (self),
                              (const char *[]){ "case-group", get_style (urgency), NULL });
  g_signal_connect_object (group, "notify::n-cases", G_CALLBACK (n_cases_cb), self, 0);
  n_cases_cb (group, NULL, self);
}

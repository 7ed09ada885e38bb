/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case in the list at the left: who (masked), what, how far, and how long it may wait. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-case-sidebar-row.h"
#include "danbi-clock.h"
#include "danbi-phrases.h"
#include "danbi-quiet.h"
#include "danbi-reader.h"
#include "danbi-tail-layout.h"
#include "danbi-time-phrases.h"

struct _DanbiCaseSidebarRow
{
  GtkBox parent_instance;

  GtkLabel *patient;
  GtkLabel *order;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkLabel *deadline;
  GtkLabel *assumed;

  DanbiCaseRow *row;
  DanbiDeadline clock;
};

G_DEFINE_FINAL_TYPE (DanbiCaseSidebarRow, danbi_case_sidebar_row, GTK_TYPE_BOX)

/* So little is left of the full points that the case should be next. */
#define URGENT_S (3 * 60 * 60)

/* The clock matters as long as there is something to be done about it. */
static gboolean
is_counting (DanbiState state)
{
  return state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY ||
         state == DANBI_STATE_REJECTED || state == DANBI_STATE_UNKNOWN;
}

static void
danbi_case_sidebar_row_dispose (GObject *object)
{
  DanbiCaseSidebarRow *self = DANBI_CASE_SIDEBAR_ROW (object);

  g_clear_object (&self->row);

  G_OBJECT_CLASS (danbi_case_sidebar_row_parent_class)->dispose (object);
}

/* A list of GTK keeps two hundred rows. To tell all of them of each minute would take several
 * frames, so those that come into sight are told then. */
static void
danbi_case_sidebar_row_map (GtkWidget *widget)
{
  if (DANBI_CASE_SIDEBAR_ROW (widget)->row)
    danbi_case_sidebar_row_tick (DANBI_CASE_SIDEBAR_ROW (widget));
  GTK_WIDGET_CLASS (danbi_case_sidebar_row_parent_class)->map (widget);
}

static void
danbi_case_sidebar_row_class_init (DanbiCaseSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_case_sidebar_row_dispose;
  widget_class->map = danbi_case_sidebar_row_map;

  g_type_ensure (DANBI_TYPE_TAIL_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-case-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebarRow, patient);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebarRow, order);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebarRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebarRow, state);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebarRow, deadline);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebarRow, assumed);
}

static void
danbi_case_sidebar_row_init (DanbiCaseSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_state_get_icon:
 * @state: a state
 *
 * Returns: (transfer none): the name of its icon; each state has one of its own, so that colour is
 *   not what tells them apart
 */
const char *
danbi_state_get_icon (DanbiState state)
{
  switch (state)
    {
    case DANBI_STATE_READY:
      return "object-select-symbolic";
    case DANBI_STATE_SENDING:
      return "send-to-symbolic";
    case DANBI_STATE_SENT:
      return "mail-send-symbolic";
    case DANBI_STATE_ACCEPTED:
      return "emblem-ok-symbolic";
    case DANBI_STATE_REJECTED:
      return "dialog-error-symbolic";
    case DANBI_STATE_UNKNOWN:
      return "dialog-question-symbolic";
    default:
      return "document-edit-symbolic";
    }
}

/**
 * danbi_case_sidebar_row_show:
 * @self: the row
 * @row: the case
 */
void
danbi_case_sidebar_row_show (DanbiCaseSidebarRow *self,
                             DanbiCaseRow        *row)
{
  DanbiState state = danbi_case_row_get_state (row);
  g_autofree char *patient = danbi_case_row_dup_masked_patient_id (row);
  const char *code = danbi_record_get (danbi_case_row_get_record (row), DANBI_FIELD_ORDER_CODE);
  g_autofree char *text = danbi_phrase_case_state (state, danbi_case_row_get_n_blocking (row),
                                                   danbi_case_row_get_n_images (row));

  const char *who = *patient ? patient : _("No patient yet");

  g_set_object (&self->row, row);
  gtk_label_set_label (self->patient, who);
  gtk_label_set_label (self->order, code);
  danbi_quiet_set_icon (self->state_icon, danbi_state_get_icon (state));
  gtk_label_set_label (self->state, text);
  danbi_quiet_set_classes (GTK_WIDGET (self),
                           (const char *[]){ "case-row", danbi_state_get_nick (state), NULL });

  danbi_case_row_get_deadline (row, &self->clock);
  danbi_case_sidebar_row_tick (self);
}

static void
show_line (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

/* The focus comes to the item of the list, not to what stands in it. */
static void
name_item (DanbiCaseSidebarRow *self,
           const char          *time)
{
  g_autofree char *name
    = g_strjoin (" ", gtk_label_get_label (self->patient), gtk_label_get_label (self->order),
                 gtk_label_get_label (self->state), time, NULL);

  danbi_reader_name_item (GTK_WIDGET (self), g_strstrip (name));
}

static gboolean
is_urgent (DanbiCaseSidebarRow *self,
           gint64               now_s)
{
  return danbi_deadline_get_reward (&self->clock, now_s) == DANBI_REWARD_FULL
         && self->clock.full_until_s - now_s < URGENT_S;
}

/**
 * danbi_case_sidebar_row_tick:
 * @self: the row
 *
 * Time went by: shows how long the case may still wait.
 */
void
danbi_case_sidebar_row_tick (DanbiCaseSidebarRow *self)
{
  gint64 now_s = danbi_clock_now_s ();
  gboolean counting = self->row && is_counting (danbi_case_row_get_state (self->row));
  g_autofree char *left = counting ? danbi_phrase_countdown (&self->clock, now_s) : g_strdup ("");
  g_autofree char *assumed = *left ? danbi_phrase_assumed (&self->clock) : g_strdup ("");
  g_autofree char *both = g_strjoin (" · ", left, *assumed ? assumed : NULL, NULL);

  show_line (self->deadline, left);
  show_line (self->assumed, assumed);
  name_item (self, both);
  if (*left && is_urgent (self, now_s))
    gtk_widget_add_css_class (GTK_WIDGET (self->deadline), "urgent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->deadline), "urgent");
}

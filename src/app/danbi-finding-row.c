/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One finding at the place it is about: icon, sentence, and how to override it with a reason. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-finding-box.h"
#include "danbi-finding-row.h"
#include "danbi-help-window.h"
#include "danbi-tail-layout.h"
#include "danbi-wrapping.h"

struct _DanbiFindingRow
{
  GtkBox parent_instance;

  GtkImage *icon;
  GtkLabel *message;
  GtkLabel *reason;
  GtkWidget *help_button;
  GtkButton *override_button;
  GtkWidget *override_box;
  GtkEntry *override_entry;
  GtkButton *override_apply;

  DanbiFinding *finding;
  guint n_files;
};

G_DEFINE_FINAL_TYPE (DanbiFindingRow, danbi_finding_row, GTK_TYPE_BOX)

/* NHI's code has a page of the help. What is merely missing needs no explanation. */
static void
show_help (DanbiFindingRow *self,
           const char      *code)
{
  gboolean explains = code && *code && !danbi_finding_asks_for_more (self->finding);

  if (explains)
    danbi_help_link_code (self->help_button, code);
  gtk_widget_set_visible (self->help_button, explains);
}

/* The icon is read out as the word that it stands for. */
static const char *
severity_in_words (DanbiFinding *finding)
{
  if (danbi_finding_get_override (finding))
    return _("Overridden");
  switch (danbi_finding_get_severity (finding))
    {
    case DANBI_SEVERITY_ERROR:
      return _("Error");
    case DANBI_SEVERITY_WARNING:
      return _("Warning");
    default:
      return _("Notice");
    }
}

static void
toggle_override_cb (GtkButton       *button,
                    DanbiFindingRow *self)
{
  gboolean open = !gtk_widget_get_visible (self->override_box);

  /* At once: while a revealer slides its child takes no keys, and the first ones would be lost. */
  gtk_widget_set_visible (self->override_box, open);
  if (open)
    gtk_widget_grab_focus (GTK_WIDGET (self->override_entry));
}

static void
reason_changed_cb (GtkEditable     *editable,
                   DanbiFindingRow *self)
{
  g_autofree char *why = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  gtk_widget_set_sensitive (GTK_WIDGET (self->override_apply), *why != '\0');
}

static void
apply_override_cb (GtkWidget       *widget,
                   DanbiFindingRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->override_entry));
  g_autofree char *why = g_strstrip (g_strdup (text));

  if (*why == '\0')
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "case.override", "(ss)",
                              danbi_finding_get_rule (self->finding), why);
}

static void
show_finding (DanbiFindingRow *self)
{
  const char *code = danbi_finding_get_nhi_code (self->finding);
  const char *why = danbi_finding_get_override (self->finding);
  g_autofree char *message = danbi_finding_dup_message (self->finding);
  g_autofree char *detail = NULL;

  gtk_image_set_from_icon_name (self->icon, danbi_finding_get_icon (self->finding));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  severity_in_words (self->finding), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self), danbi_finding_get_style (self->finding));
  if (self->n_files > 1)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%s (the same in %u files)",
                                                         "%s (the same in %u files)",
                                                         self->n_files),
                                               message, self->n_files);

      gtk_label_set_label (self->message, text);
    }
  else
    gtk_label_set_label (self->message, message);

  detail = code && *code
             ? g_strdup_printf (_("Rule %s, NHI error code %s"),
                                danbi_finding_get_rule (self->finding), code)
             : g_strdup_printf (_("Rule %s"), danbi_finding_get_rule (self->finding));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->message), detail);
  show_help (self, code);

  if (why)
    {
      g_autofree char *text = g_strdup_printf (_("Sent all the same because: %s"), why);

      gtk_label_set_label (self->reason, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->reason), why != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->override_button),
                          !why && danbi_finding_get_overridable (self->finding) &&
                            danbi_finding_blocks (self->finding));
}

static void
danbi_finding_row_dispose (GObject *object)
{
  DanbiFindingRow *self = DANBI_FINDING_ROW (object);

  g_clear_object (&self->finding);

  G_OBJECT_CLASS (danbi_finding_row_parent_class)->dispose (object);
}

static void
danbi_finding_row_class_init (DanbiFindingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_finding_row_dispose;

  g_type_ensure (DANBI_TYPE_TAIL_LAYOUT);
  g_type_ensure (DANBI_TYPE_WRAPPING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, message);
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, reason);
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, help_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, override_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, override_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, override_entry);
  gtk_widget_class_bind_template_child (widget_class, DanbiFindingRow, override_apply);
  gtk_widget_class_bind_template_callback (widget_class, toggle_override_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_override_cb);
}

static void
danbi_finding_row_init (DanbiFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_finding_row_new:
 * @finding: the finding
 * @n_files: in how many files it was found; 0 for one that is not about files
 *
 * Returns: (transfer full): a row that shows it
 */
GtkWidget *
danbi_finding_row_new (DanbiFinding *finding,
                       guint         n_files)
{
  DanbiFindingRow *self = g_object_new (DANBI_TYPE_FINDING_ROW, NULL);

  self->finding = g_object_ref (finding);
  self->n_files = n_files;
  show_finding (self);
  return GTK_WIDGET (self);
}

/**
 * danbi_finding_row_get_finding:
 * @self: the row
 *
 * Returns: (transfer none): the finding that it shows
 */
DanbiFinding *
danbi_finding_row_get_finding (DanbiFindingRow *self)
{
  return self->finding;
}

/**
 * danbi_finding_row_shows:
 * @self: the row
 * @finding: a finding, of the same case
 * @n_files: in how many files it was found
 *
 * Each check makes new findings. A row that says the same is kept, and with it a reason that is
 * being typed.
 *
 * Returns: whether the row would look the same for @finding
 */
gboolean
danbi_finding_row_shows (DanbiFindingRow *self,
                         DanbiFinding    *finding,
                         guint            n_files)
{
  g_autofree char *mine = NULL;
  g_autofree char *other = NULL;

  if (self->n_files != n_files ||
      danbi_finding_get_reason (self->finding) != danbi_finding_get_reason (finding) ||
      g_strcmp0 (danbi_finding_get_override (self->finding),
                 danbi_finding_get_override (finding)) != 0)
    return FALSE;
  mine = danbi_finding_dup_message (self->finding);
  other = danbi_finding_dup_message (finding);
  return strcmp (mine, other) == 0;
}

/**
 * danbi_finding_get_icon:
 * @finding: a finding
 *
 * Returns: (transfer none): the name of the icon that stands before it; its weight is told by the
 *   shape, not by colour alone
 */
const char *
danbi_finding_get_icon (DanbiFinding *finding)
{
  if (danbi_finding_get_override (finding))
    return "object-select-symbolic";
  switch (danbi_finding_get_severity (finding))
    {
    case DANBI_SEVERITY_ERROR:
      return danbi_finding_asks_for_more (finding) ? "document-edit-symbolic"
                                                      : "dialog-error-symbolic";
    case DANBI_SEVERITY_WARNING:
      return "dialog-warning-symbolic";
    default:
      return "dialog-information-symbolic";
    }
}

/**
 * danbi_finding_get_style:
 * @finding: a finding
 *
 * Returns: (transfer none): its class in the style sheet
 */
const char *
danbi_finding_get_style (DanbiFinding *finding)
{
  if (danbi_finding_get_override (finding))
    return "notice";
  if (danbi_finding_asks_for_more (finding))
    return "missing";
  return danbi_severity_get_nick (danbi_finding_get_severity (finding));
}

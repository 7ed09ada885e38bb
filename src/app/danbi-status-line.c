/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bottom line: what is still missing, or until when the case earns what; saved when; send. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-case-sidebar-row.h"
#include "danbi-clock.h"
#include "danbi-finding-box.h"
#include "danbi-phrases.h"
#include "danbi-quiet.h"
#include "danbi-reader.h"
#include "danbi-status-line.h"
#include "danbi-viewer-phrases.h"

struct _DanbiStatusLine
{
  GtkBox parent_instance;

  GtkButton *button;
  GtkImage *icon;
  GtkLabel *text;
  GtkProgressBar *progress;
  GtkLabel *saved;
  GtkButton *send_button;

  DanbiDesk *desk;
  DanbiCase *item;
  DanbiAutosave *autosave;
  DanbiWay way; /* of the batch with which the case is on its way */
  char *trouble;
  gboolean on_its_way;
  const char *told; /* the icon of what was announced last */
};

G_DEFINE_FINAL_TYPE (DanbiStatusLine, danbi_status_line, GTK_TYPE_BOX)

#define ICON_MISSING "document-edit-symbolic"

/* In the order of the form, which is not that of NHI's numbers. */
static const DanbiField form_order[] = {
  DANBI_FIELD_PATIENT_ID,         DANBI_FIELD_BIRTH_DATE,   DANBI_FIELD_CARD_TIME,
  DANBI_FIELD_VISIT_TYPE,         DANBI_FIELD_VISIT_SEQ,    DANBI_FIELD_CARD_MAKEUP,
  DANBI_FIELD_ORDER_CODE,         DANBI_FIELD_EXAM_TIME,    DANBI_FIELD_SERVICE_MONTH,
  DANBI_FIELD_SITE,               DANBI_FIELD_REPORT_SEQ,   DANBI_FIELD_PROVIDER_ID,
  DANBI_FIELD_PROVIDER_TYPE,      DANBI_FIELD_RECEIVED_TIME, DANBI_FIELD_NEWBORN_BIRTH_DATE,
  DANBI_FIELD_NEWBORN_MARK,       DANBI_FIELD_NONE,
};

/* The names of what is still to come, without repetition; @missing is a bit for each field. */
static GPtrArray *
names_of (guint32 missing)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (form_order); i++)
    if (missing & (1u << form_order[i]))
      g_ptr_array_add (names, form_order[i] == DANBI_FIELD_NONE
                                ? (gpointer) _("Images")
                                : (gpointer) danbi_field_get_label (form_order[i]));
  g_ptr_array_add (names, NULL);
  return names;
}

/* What has to be entered is told before what has to be corrected: while one types, the first is
 * the way on. */
static char *
text_of_findings (DanbiStatusLine  *self,
                  const char      **icon)
{
  GListModel *findings = danbi_case_get_findings (self->item);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *first = NULL;
  guint32 missing = 0;
  guint n_wrong = 0;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (DanbiFinding) finding = g_list_model_get_item (findings, i);

      if (!danbi_finding_blocks (finding))
        continue;
      if (danbi_finding_asks_for_more (finding))
        missing |= 1u << danbi_finding_get_field (finding);
      else if (n_wrong++ == 0)
        first = danbi_finding_dup_message (finding);
    }
  *icon = missing ? ICON_MISSING : "dialog-error-symbolic";
  names = names_of (missing);
  if (missing)
    return danbi_phrase_missing ((const char *const *) names->pdata);
  if (n_wrong > 1)
    return g_strdup_printf (ngettext ("%s (and %u more)", "%s (and %u more)", n_wrong - 1), first,
                            n_wrong - 1);
  return g_steal_pointer (&first);
}

static char *
text_of_ready (DanbiStatusLine *self)
{
  DanbiDeadline deadline;
  const DanbiRules *rules = danbi_desk_get_rules (self->desk, self->item);

  DanbiUnseen unseen;
  g_autofree char *ready = NULL;
  g_autofree char *not_seen = NULL;

  danbi_desk_get_deadline (self->desk, self->item, &deadline);
  danbi_unseen_count (danbi_case_get_images (self->item), &unseen);
  ready = danbi_phrase_ready (&deadline, danbi_rules_get_limits (rules), danbi_clock_now_s ());
  not_seen = danbi_phrase_unseen (&unseen);
  return g_strjoin (*not_seen != '\0' ? " · " : "", ready, not_seen, NULL);
}

/* What keeps it is told with it: this may be all that is read. */
static char *
text_of_way (DanbiStatusLine  *self,
             const char      **icon)
{
  g_autofree char *text = danbi_phrase_way (&self->way, danbi_clock_now_s ());

  *icon = danbi_way_get_icon (&self->way);
  return self->trouble ? g_strdup_printf ("%s · %s", text, self->trouble) : g_steal_pointer (&text);
}

static char *
text_of_case (DanbiStatusLine  *self,
              const char      **icon)
{
  DanbiState state = danbi_case_get_state (self->item);
  char *text;

  *icon = danbi_state_get_icon (state);
  if (self->on_its_way && !danbi_case_is_editable (self->item))
    return text_of_way (self, icon);
  switch (state)
    {
    case DANBI_STATE_SENDING:
      return g_strdup (_("Being sent"));
    case DANBI_STATE_SENT:
      return g_strdup (_("Sent. The receiver is checking it"));
    case DANBI_STATE_ACCEPTED:
      return g_strdup (_("Accepted"));
    case DANBI_STATE_UNKNOWN:
      return g_strdup (_("Whether it arrived is not known. Ask the receiver before sending again"));
    default:
      text = text_of_findings (self, icon);
      if (text)
        return text;
      *icon = danbi_state_get_icon (state);
      if (state == DANBI_STATE_REJECTED)
        return g_strdup (_("Rejected. Correct it and send it again"));
      return text_of_ready (self);
    }
}

/* What became of a case is told also to whom looks elsewhere. What is still missing changes with
 * each field, and how far it is with each second; that is read where it stands. */
static void
announce (DanbiStatusLine *self,
          const char      *icon,
          const char      *text)
{
  if (g_strcmp0 (icon, self->told) == 0)
    return;
  self->told = icon;
  if (strcmp (icon, ICON_MISSING) != 0)
    danbi_reader_announce (GTK_WIDGET (self->button), text);
}

/* The button goes with its press; what comes of that is told beside it. */
static void
send_clicked_cb (GtkButton       *button,
                 DanbiStatusLine *self)
{
  if (danbi_case_count_blocking (self->item) == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
show_style (DanbiStatusLine *self,
            gboolean         ready)
{
  DanbiState state = danbi_case_get_state (self->item);
  gboolean good = ready || state == DANBI_STATE_ACCEPTED;

  if (good)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "success");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "success");
  if (ready)
    gtk_widget_add_css_class (GTK_WIDGET (self->send_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->send_button), "suggested-action");
}

static void
show_saved (DanbiStatusLine *self)
{
  const char *error = self->autosave ? danbi_autosave_get_error_message (self->autosave) : NULL;
  gint64 saved_at = self->autosave ? danbi_autosave_get_saved_at (self->autosave) : 0;
  g_autofree char *text = NULL;

  if (error)
    text = g_strdup (_("Not saved, trying again"));
  else
    text = saved_at > 0 ? danbi_phrase_saved (saved_at) : g_strdup ("");
  gtk_label_set_label (self->saved, text);
  danbi_quiet_set_tooltip (GTK_WIDGET (self->saved), error);
  if (error)
    gtk_widget_add_css_class (GTK_WIDGET (self->saved), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->saved), "error");
}

static void
autosave_cb (DanbiAutosave   *autosave,
             GParamSpec      *pspec,
             DanbiStatusLine *self)
{
  show_saved (self);
}

static void
danbi_status_line_dispose (GObject *object)
{
  DanbiStatusLine *self = DANBI_STATUS_LINE (object);

  g_clear_object (&self->autosave);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_status_line_parent_class)->dispose (object);
}

static void
danbi_status_line_class_init (DanbiStatusLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_status_line_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiStatusLine, button);
  gtk_widget_class_bind_template_child (widget_class, DanbiStatusLine, icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiStatusLine, text);
  gtk_widget_class_bind_template_child (widget_class, DanbiStatusLine, progress);
  gtk_widget_class_bind_template_child (widget_class, DanbiStatusLine, saved);
  gtk_widget_class_bind_template_child (widget_class, DanbiStatusLine, send_button);
  gtk_widget_class_bind_template_callback (widget_class, send_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, danbi_quiet_query_tooltip);
}

static void
danbi_status_line_init (DanbiStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_status_line_set_case:
 * @self: the line
 * @desk: for the rules
 * @item: the case that is open
 */
void
danbi_status_line_set_case (DanbiStatusLine *self,
                            DanbiDesk       *desk,
                            DanbiCase       *item)
{
  g_set_object (&self->desk, desk);
  g_set_object (&self->item, item);
  danbi_status_line_set_way (self, NULL, NULL);
}

/**
 * danbi_status_line_set_autosave:
 * @self: the line
 * @autosave: what saves the case that is open
 */
void
danbi_status_line_set_autosave (DanbiStatusLine *self,
                                DanbiAutosave   *autosave)
{
  g_set_object (&self->autosave, autosave);
  g_signal_connect_object (autosave, "notify", G_CALLBACK (autosave_cb), self, 0);
  show_saved (self);
}

/**
 * danbi_status_line_set_way:
 * @self: the line
 * @way: (nullable): where the batch is with which the case is on its way; %NULL: it is not
 * @trouble: (nullable): what keeps it, a sentence
 */
void
danbi_status_line_set_way (DanbiStatusLine *self,
                           const DanbiWay  *way,
                           const char      *trouble)
{
  gboolean moving = way && (way->stage == DANBI_SENDING_PACKING
                            || way->stage == DANBI_SENDING_TRANSFER);
  g_autofree char *share = danbi_phrase_sent_share (way ? way->fraction : 0);

  self->on_its_way = way != NULL;
  if (way)
    self->way = *way;
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), moving);
  gtk_progress_bar_set_fraction (self->progress, way ? CLAMP (way->fraction, 0, 1) : 0);
  gtk_progress_bar_set_text (self->progress, share);
  danbi_status_line_refresh (self);
}

/**
 * danbi_status_line_refresh:
 * @self: the line
 *
 * Tells where the case stands now.
 */
void
danbi_status_line_refresh (DanbiStatusLine *self)
{
  const char *icon;
  g_autofree char *text = NULL;

  if (!self->item)
    return;
  text = text_of_case (self, &icon);
  if (g_strcmp0 (text, gtk_label_get_label (self->text)) != 0)
    {
      gtk_label_set_label (self->text, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      text, -1);
      announce (self, icon, text);
    }
  danbi_quiet_set_icon (self->icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), danbi_case_is_editable (self->item));
  show_style (self, danbi_case_get_state (self->item) == DANBI_STATE_READY);
}

/**
 * danbi_status_line_get_text:
 * @self: the line
 *
 * Returns: (transfer none): what it says
 */
const char *
danbi_status_line_get_text (DanbiStatusLine *self)
{
  return gtk_label_get_label (self->text);
}

/**
 * danbi_status_line_focus:
 * @self: the line
 *
 * Moves the focus to what is to be done next: to send, or to go to what stands against it.
 */
void
danbi_status_line_focus (DanbiStatusLine *self)
{
  gboolean ready = danbi_case_count_blocking (self->item) == 0;

  if (!ready || !gtk_widget_grab_focus (GTK_WIDGET (self->send_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

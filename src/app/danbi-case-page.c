/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One whole case: the form in NHI's order, the images beside it, and the bottom line. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-case-page.h"
#include "danbi-case-sidebar-row.h"
#include "danbi-field-row.h"
#include "danbi-follow-focus.h"
#include "danbi-form-layout.h"
#include "danbi-outcome-phrases.h"
#include "danbi-paste-phrases.h"
#include "danbi-rejection-row.h"

struct _DanbiCasePage
{
  GtkBox parent_instance;

  GtkScrolledWindow *form_scroller;
  GtkWidget *form;
  GtkExpander *referral;
  GtkExpander *newborn;
  GtkRevealer *outcome_revealer;
  GtkImage *outcome_icon;
  GtkLabel *outcome_title;
  GtkLabel *outcome_text;
  GtkBox *rejections;
  GtkButton *settle_button;
  DanbiImageList *images;
  DanbiStatusLine *status;

  GPtrArray *rows; /* DanbiFieldRow, in the order of the form */
  DanbiDesk *desk;
  DanbiCase *item;
  guint refresh_id;
};

enum
{
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiCasePage, danbi_case_page, GTK_TYPE_BOX)

static void
collect_rows (DanbiCasePage *self,
              GtkWidget     *widget)
{
  GtkWidget *child;

  if (DANBI_IS_FIELD_ROW (widget))
    {
      g_ptr_array_add (self->rows, widget);
      return;
    }
  /* What is folded away is no child of anything. */
  if (GTK_IS_EXPANDER (widget))
    {
      collect_rows (self, gtk_expander_get_child (GTK_EXPANDER (widget)));
      return;
    }
  for (child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (self, child);
}

static DanbiFieldRow *
find_row (DanbiCasePage *self,
          DanbiField     field)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (danbi_field_row_get_field (g_ptr_array_index (self->rows, i)) == field)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

/* Moves the focus to a field, also to one that is folded away. */
static void
go_to (DanbiCasePage *self,
       DanbiFieldRow *row)
{
  GtkExpander *expanders[] = { self->referral, self->newborn };

  for (guint i = 0; i < G_N_ELEMENTS (expanders); i++)
    if (GTK_WIDGET (row) == gtk_expander_get_child (expanders[i]) ||
        gtk_widget_is_ancestor (GTK_WIDGET (row), gtk_expander_get_child (expanders[i])))
      gtk_expander_set_expanded (expanders[i], TRUE);
  danbi_field_row_focus (row);
}

/* The findings of each field; the place of a field in the array is its number. */
static GPtrArray *
sort_findings (DanbiCasePage *self)
{
  GListModel *model = danbi_case_get_findings (self->item);
  GPtrArray *by_field = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (DanbiField field = DANBI_FIELD_NONE; field <= DANBI_LAST_FIELD; field++)
    g_ptr_array_add (by_field, g_ptr_array_new_with_free_func (g_object_unref));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      DanbiFinding *finding = g_list_model_get_item (model, i);

      g_ptr_array_add (g_ptr_array_index (by_field, danbi_finding_get_field (finding)), finding);
    }
  return by_field;
}

static void
refresh_rows (DanbiCasePage *self)
{
  g_autoptr (GPtrArray) by_field = sort_findings (self);

  for (guint i = 0; i < self->rows->len; i++)
    {
      DanbiFieldRow *row = g_ptr_array_index (self->rows, i);

      danbi_field_row_refresh (row, g_ptr_array_index (by_field, danbi_field_row_get_field (row)));
    }
}

static const char *
outcome_in_words (DanbiState state)
{
  switch (state)
    {
    case DANBI_STATE_SENT:
      return _("Sent, being checked");
    case DANBI_STATE_ACCEPTED:
      return _("Accepted");
    case DANBI_STATE_REJECTED:
      return _("Rejected. Correct it and send it again");
    default:
      return _("Whether it arrived is not known");
    }
}

/* An error about a field stands at the field; what is about the case, or about the archive, which
 * nobody types, stands here. Returns how many stand at their fields. */
static guint
refresh_rejections (DanbiCasePage *self)
{
  g_autoptr (GPtrArray) here = g_ptr_array_new ();
  GPtrArray *all = danbi_case_get_open_rejections (self->item);
  guint n_elsewhere = 0;

  for (guint i = 0; all && i < all->len; i++)
    {
      DanbiRejection *rejection = g_ptr_array_index (all, i);

      if (rejection->field != DANBI_FIELD_NONE && find_row (self, rejection->field))
        n_elsewhere++;
      else
        g_ptr_array_add (here, rejection);
    }
  danbi_rejection_row_fill (self->rejections, here, self->item,
                            danbi_desk_get_rules (self->desk, self->item));
  return n_elsewhere;
}

/* The receipt, and where the errors stand. */
static char *
dup_outcome_text (DanbiCasePage *self)
{
  const char *receipt = danbi_case_get_receipt (self->item);
  guint n_elsewhere = refresh_rejections (self);
  GString *text = g_string_new (NULL);

  if (receipt && *receipt)
    g_string_append_printf (text, _("Receipt %s"), receipt);
  if (n_elsewhere > 0)
    {
      g_autofree char *where = danbi_phrase_rejections_elsewhere (n_elsewhere);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", where);
    }
  return g_string_free (text, FALSE);
}

/* What became of the case, once it was on its way. */
static void
refresh_outcome (DanbiCasePage *self)
{
  DanbiState state = danbi_case_get_state (self->item);
  gboolean before = state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY;
  gboolean under_way = state == DANBI_STATE_SENDING; /* the bottom line says how far */
  gboolean rejected = danbi_case_get_open_rejections (self->item) != NULL;
  g_autofree char *text = NULL;

  /* What was wrong the last time stays in sight while it is being corrected. */
  gtk_revealer_set_reveal_child (self->outcome_revealer, (!before && !under_way) || rejected);
  if (under_way || (before && !rejected))
    return;
  if (before)
    state = DANBI_STATE_REJECTED;
  text = dup_outcome_text (self);
  gtk_image_set_from_icon_name (self->outcome_icon, danbi_state_get_icon (state));
  gtk_label_set_label (self->outcome_title, outcome_in_words (state));
  gtk_label_set_label (self->outcome_text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome_text), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->settle_button), state == DANBI_STATE_UNKNOWN);
  gtk_widget_set_css_classes (
    gtk_revealer_get_child (self->outcome_revealer),
    (const char *[]){ "outcome", danbi_state_get_nick (state), NULL });
}

static gboolean
refresh_cb (gpointer user_data)
{
  DanbiCasePage *self = user_data;

  self->refresh_id = 0;
  danbi_case_page_refresh (self);
  return G_SOURCE_REMOVE;
}

/* One keystroke changes values, findings and state: it is all drawn once, before the next frame. */
static void
queue_refresh (DanbiCasePage *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

static void
changed_cb (DanbiCase     *item,
            GParamSpec    *pspec,
            DanbiCasePage *self)
{
  queue_refresh (self);
}

static void
items_changed_cb (GListModel    *model,
                  guint          position,
                  guint          removed,
                  guint          added,
                  DanbiCasePage *self)
{
  queue_refresh (self);
}

static void
disconnect_case (DanbiCasePage *self)
{
  if (!self->item)
    return;
  g_signal_handlers_disconnect_by_func (self->item, changed_cb, self);
  g_signal_handlers_disconnect_by_func (danbi_case_get_findings (self->item), items_changed_cb,
                                        self);
  g_signal_handlers_disconnect_by_func (danbi_case_get_images (self->item), items_changed_cb, self);
}

static void
connect_case (DanbiCasePage *self)
{
  g_signal_connect_object (self->item, "notify::revision", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->item, "notify::images", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->item, "notify::state", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->item, "notify::receipt", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (self->item, "notify::outcome", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (danbi_case_get_findings (self->item), "items-changed",
                           G_CALLBACK (items_changed_cb), self, 0);
  g_signal_connect_object (danbi_case_get_images (self->item), "items-changed",
                           G_CALLBACK (items_changed_cb), self, 0);
}

static gboolean
is_rejected_at (DanbiCasePage *self,
                DanbiField     field)
{
  GPtrArray *rejections = danbi_case_get_open_rejections (self->item);

  for (guint i = 0; rejections && field != DANBI_FIELD_NONE && i < rejections->len; i++)
    {
      const DanbiRejection *rejection = g_ptr_array_index (rejections, i);

      if (rejection->field == field && !danbi_rejection_is_answered (rejection, self->item))
        return TRUE;
    }
  return FALSE;
}

static gboolean
blocks_at (DanbiCasePage *self,
           DanbiField     field)
{
  GListModel *findings = danbi_case_get_findings (self->item);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (DanbiFinding) finding = g_list_model_get_item (findings, i);

      if (danbi_finding_get_field (finding) == field && danbi_finding_blocks (finding))
        return TRUE;
    }
  return is_rejected_at (self, field);
}

/* Missing, wrong, or filled in by the program and confirmed by nobody. */
static gboolean
needs_something (DanbiCasePage *self,
                 DanbiField     field)
{
  return blocks_at (self, field) || danbi_case_needs_confirmation (self->item, field);
}

/* The field before, whether it needs something or not: who goes back has seen a mistake. */
static void
go_back (DanbiCasePage *self,
         guint          at)
{
  while (at-- > 0)
    if (gtk_widget_get_mapped (g_ptr_array_index (self->rows, at)))
      {
        danbi_field_row_focus (g_ptr_array_index (self->rows, at));
        return;
      }
}

static void
advance_cb (DanbiFieldRow *row,
            gboolean       back,
            DanbiCasePage *self)
{
  guint at;

  g_ptr_array_find (self->rows, row, &at);
  if (back)
    {
      go_back (self, at);
      return;
    }
  while (++at < self->rows->len)
    {
      DanbiFieldRow *next = g_ptr_array_index (self->rows, at);

      if (needs_something (self, danbi_field_row_get_field (next)))
        {
          danbi_field_row_focus (next);
          return;
        }
    }
  danbi_status_line_focus (self->status);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (DanbiCasePage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!danbi_desk_remove_images_finish (DANBI_DESK (source), result, &error))
    g_signal_emit (self, signals[PROBLEM], 0, error->message);
}

static void
remove_images (DanbiCasePage *self,
               GListModel    *images)
{
  if (danbi_case_is_editable (self->item))
    danbi_desk_remove_images_async (self->desk, self->item, images, NULL, removed_cb,
                                    g_object_ref (self));
}

static void
remove_image_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  DanbiCasePage *self = DANBI_CASE_PAGE (widget);
  GListModel *images = danbi_case_get_images (self->item);
  g_autoptr (GListStore) chosen = g_list_store_new (DANBI_TYPE_IMAGE);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (images, i);

      if (g_strcmp0 (image->path, g_variant_get_string (parameter, NULL)) == 0)
        g_list_store_append (chosen, image);
    }
  remove_images (self, G_LIST_MODEL (chosen));
}

static void
override_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  DanbiCasePage *self = DANBI_CASE_PAGE (widget);
  const char *rule, *why;

  g_variant_get (parameter, "(&s&s)", &rule, &why);
  danbi_desk_override (self->desk, self->item, rule, why);
  queue_refresh (self);
}

static void
refresh_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  queue_refresh (DANBI_CASE_PAGE (widget));
}

/* Where something was taken back is where one looks next. */
static void
show_step (DanbiCasePage *self,
           DanbiField     field)
{
  DanbiFieldRow *row = field == DANBI_FIELD_NONE ? NULL : find_row (self, field);

  for (guint i = 0; i < self->rows->len; i++)
    danbi_field_row_reload (g_ptr_array_index (self->rows, i));
  if (row)
    danbi_field_row_focus (row);
  queue_refresh (self);
}

/* From where no field is: the bottom line, or the images. */
static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiCasePage *self = DANBI_CASE_PAGE (widget);

  go_back (self, self->rows->len);
}

/* Where nothing in the form is left to be taken back, the deletion of a case is. */
static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiCasePage *self = DANBI_CASE_PAGE (widget);
  DanbiField field;

  if (danbi_desk_undo (self->desk, self->item, &field))
    show_step (self, field);
  else
    gtk_widget_activate_action (widget, "win.undo-remove", "x", G_GINT64_CONSTANT (0));
}

static void
redo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiCasePage *self = DANBI_CASE_PAGE (widget);
  DanbiField field;

  if (danbi_desk_redo (self->desk, self->item, &field))
    show_step (self, field);
}

static gboolean
pasted_cb (DanbiFieldRow *row,
           const char    *text,
           DanbiCasePage *self)
{
  g_autofree char *said = NULL;
  guint32 kept;
  DanbiPaste paste = danbi_desk_paste (self->desk, self->item, text, &kept);

  if (paste == DANBI_PASTE_NONE)
    return FALSE;
  if (paste == DANBI_PASTE_TAKEN)
    show_step (self, DANBI_FIELD_NONE);
  said = danbi_phrase_paste (paste, kept);
  if (said)
    g_signal_emit (self, signals[PROBLEM], 0, said);
  return TRUE;
}

static void
danbi_case_page_dispose (GObject *object)
{
  DanbiCasePage *self = DANBI_CASE_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  disconnect_case (self);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_case_page_parent_class)->dispose (object);
}

static void
danbi_case_page_finalize (GObject *object)
{
  DanbiCasePage *self = DANBI_CASE_PAGE (object);

  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (danbi_case_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, form_scroller);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, form);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, referral);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, newborn);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, outcome_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, outcome_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, outcome_title);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, outcome_text);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, rejections);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, settle_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, images);
  gtk_widget_class_bind_template_child (widget_class, DanbiCasePage, status);
}

static void
danbi_case_page_class_init (DanbiCasePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_case_page_dispose;
  object_class->finalize = danbi_case_page_finalize;

  /**
   * DanbiCasePage::problem:
   * @message: a sentence
   *
   * Something that the user asked for did not work.
   */
  signals[PROBLEM] = g_signal_new ("problem", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (DANBI_TYPE_FIELD_ROW);
  g_type_ensure (DANBI_TYPE_FORM_LAYOUT);
  g_type_ensure (DANBI_TYPE_IMAGE_LIST);
  g_type_ensure (DANBI_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-case-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "case.override", "(ss)", override_action);
  gtk_widget_class_install_action (widget_class, "case.remove-image", "s", remove_image_action);
  gtk_widget_class_install_action (widget_class, "case.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "case.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "case.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "case.redo", NULL, redo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK, "case.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "case.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "case.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, GDK_CONTROL_MASK, "case.redo",
                                       NULL);
}

static void
danbi_case_page_init (DanbiCasePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  collect_rows (self, self->form);
  danbi_follow_focus_attach (self->form_scroller, DANBI_TYPE_FIELD_ROW);
  for (guint i = 0; i < self->rows->len; i++)
    {
      g_signal_connect_object (g_ptr_array_index (self->rows, i), "advance",
                               G_CALLBACK (advance_cb), self, 0);
      g_signal_connect_object (g_ptr_array_index (self->rows, i), "pasted",
                               G_CALLBACK (pasted_cb), self, 0);
    }
}

/* The rare fields are open where they are used. */
static void
open_expanders (DanbiCasePage *self)
{
  const DanbiRecord *record = danbi_case_get_record (self->item);

  gtk_expander_set_expanded (self->referral,
                             *danbi_record_get (record, DANBI_FIELD_RECEIVED_TIME) != '\0');
  gtk_expander_set_expanded (self->newborn,
                             *danbi_record_get (record, DANBI_FIELD_NEWBORN_BIRTH_DATE) != '\0' ||
                               *danbi_record_get (record, DANBI_FIELD_NEWBORN_MARK) != '\0');
}

/**
 * danbi_case_page_set_case:
 * @self: the page
 * @desk: where typing goes
 * @item: the case to show
 *
 * Shows another case. Nothing of the last one stays.
 */
void
danbi_case_page_set_case (DanbiCasePage *self,
                          DanbiDesk     *desk,
                          DanbiCase     *item)
{
  disconnect_case (self);
  g_set_object (&self->desk, desk);
  g_set_object (&self->item, item);
  for (guint i = 0; i < self->rows->len; i++)
    danbi_field_row_set_case (g_ptr_array_index (self->rows, i), desk, item);
  danbi_image_list_set_case (self->images, desk, item);
  danbi_status_line_set_case (self->status, desk, item);
  open_expanders (self);
  connect_case (self);
  danbi_case_page_refresh (self);
}

/**
 * danbi_case_page_get_case:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the case that it shows
 */
DanbiCase *
danbi_case_page_get_case (DanbiCasePage *self)
{
  return self->item;
}

/**
 * danbi_case_page_get_image_list:
 * @self: the page
 *
 * Returns: (transfer none): its list of images
 */
DanbiImageList *
danbi_case_page_get_image_list (DanbiCasePage *self)
{
  return self->images;
}

/**
 * danbi_case_page_get_status_line:
 * @self: the page
 *
 * Returns: (transfer none): its bottom line
 */
DanbiStatusLine *
danbi_case_page_get_status_line (DanbiCasePage *self)
{
  return self->status;
}

/**
 * danbi_case_page_refresh:
 * @self: the page
 *
 * Shows what the case holds now.
 */
void
danbi_case_page_refresh (DanbiCasePage *self)
{
  if (!self->item)
    return;
  refresh_rows (self);
  refresh_outcome (self);
  danbi_image_list_refresh (self->images);
  danbi_status_line_refresh (self->status);
}

/* Where the focus is among the fields; before the first one where it is elsewhere. */
static guint
find_focused (DanbiCasePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus && i < self->rows->len; i++)
    if (gtk_widget_is_ancestor (focus, g_ptr_array_index (self->rows, i)))
      return i;
  return self->rows->len;
}

/**
 * danbi_case_page_focus_next_finding:
 * @self: the page
 *
 * Moves the focus to the next field, after the one that has it, against which something stands;
 * after the last one to the images.
 */
void
danbi_case_page_focus_next_finding (DanbiCasePage *self)
{
  guint n = self->rows->len;
  guint from = find_focused (self);
  guint start = from < n ? from + 1 : 0;

  for (guint i = start; i < n; i++)
    if (blocks_at (self, danbi_field_row_get_field (g_ptr_array_index (self->rows, i))))
      {
        go_to (self, g_ptr_array_index (self->rows, i));
        return;
      }
  if (blocks_at (self, DANBI_FIELD_NONE))
    {
      danbi_image_list_focus (self->images);
      return;
    }
  for (guint i = 0; i < start; i++)
    if (blocks_at (self, danbi_field_row_get_field (g_ptr_array_index (self->rows, i))))
      {
        go_to (self, g_ptr_array_index (self->rows, i));
        return;
      }
}

/**
 * danbi_case_page_focus_first:
 * @self: the page
 *
 * Moves the focus to where one begins: the patient in a new case, the order in one that has a
 * patient.
 */
void
danbi_case_page_focus_first (DanbiCasePage *self)
{
  gboolean known = *danbi_case_get_value (self->item, DANBI_FIELD_PATIENT_ID) != '\0';
  DanbiFieldRow *row = find_row (self, known ? DANBI_FIELD_ORDER_CODE : DANBI_FIELD_PATIENT_ID);

  danbi_field_row_focus (row);
}

/**
 * danbi_case_page_demand_all:
 * @self: the page
 *
 * The user tried to send: nothing that is missing is put gently any more.
 */
void
danbi_case_page_demand_all (DanbiCasePage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    danbi_field_row_set_strict (g_ptr_array_index (self->rows, i), TRUE);
  danbi_case_page_refresh (self);
}

/**
 * danbi_case_page_remove_all_images:
 * @self: the page
 */
void
danbi_case_page_remove_all_images (DanbiCasePage *self)
{
  remove_images (self, danbi_case_get_images (self->item));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of the form: its name, what is typed, what was understood, what is wrong with it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-choice-popover.h"
#include "danbi-choice.h"
#include "danbi-field-choices.h"
#include "danbi-field-row.h"
#include "danbi-field-words.h"
#include "danbi-finding-box.h"
#include "danbi-held-key.h"
#include "danbi-phrases.h"
#include "danbi-quiet.h"
#include "danbi-reader.h"
#include "danbi-rejection-row.h"
#include "danbi-site-popover.h"
#include "danbi-typing.h"
#include "danbi-undo.h"

struct _DanbiFieldRow
{
  GtkBox parent_instance;

  GtkLabel *label;
  GtkLabel *required_mark;
  GtkLabel *understood;
  GtkButton *confirm_button;
  GtkButton *site_button;
  GtkEntry *entry;
  DanbiFindingBox *findings;
  GtkBox *rejections;
  GtkWidget *popover;
  GtkWidget *site_popover;
  char *listed; /* what was typed when the popover was filled */

  DanbiField field;
  DanbiDesk *desk;
  DanbiCase *item;
  gboolean updating; /* the text is being set by the program */
  gboolean focused;
  gboolean touched;  /* the field was left once, or filled before */
  gboolean strict;   /* the user tried to send: nothing is held back */
};

enum
{
  PROP_0,
  PROP_KEY,
  N_PROPS,
};

enum
{
  ADVANCE,
  PASTED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiFieldRow, danbi_field_row, GTK_TYPE_BOX)

static void
set_style (GtkWidget  *widget,
           const char *style,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, style);
  else
    gtk_widget_remove_css_class (widget, style);
}

/* While someone types, the text is theirs. */
static void
show_value (DanbiFieldRow *self)
{
  g_autofree char *text = NULL;

  if (!self->item)
    return;
  text = danbi_phrase_value (self->field, danbi_case_get_value (self->item, self->field));
  if (strcmp (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))) == 0)
    return;
  self->updating = TRUE;
  danbi_typing_set_text (self->entry, text);
  self->updating = FALSE;
}

/* A patient is taken in full, and the form goes on to what is not known yet. */
static void
take_patient (DanbiFieldRow      *self,
              const DanbiPatient *patient)
{
  danbi_desk_pick_patient (self->desk, self->item, patient);
  show_value (self);
  g_signal_emit (self, signals[ADVANCE], 0, FALSE);
}

static void
take_text (DanbiFieldRow *self,
           const char    *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
chosen_cb (DanbiChoicePopover *popover,
           DanbiChoice        *choice,
           DanbiFieldRow      *self)
{
  if (danbi_choice_get_patient (choice))
    {
      take_patient (self, danbi_choice_get_patient (choice));
      return;
    }
  take_text (self, danbi_choice_get_value (choice));
}

static void
point_at_entry (DanbiFieldRow *self,
                GtkWidget     *popover,
                gboolean       whole)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (self->entry), GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                                 &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                                  whole ? (int) bounds.size.width : 1,
                                                  (int) bounds.size.height });
}

static void
list_again (DanbiFieldRow *self)
{
  g_autoptr (GListModel) choices
    = danbi_field_choices_new (self->desk, self->item, self->field, self->listed);

  danbi_choice_popover_show (DANBI_CHOICE_POPOVER (self->popover), choices, FALSE);
}

static void
forget_cb (DanbiChoicePopover *popover,
           DanbiChoice        *choice,
           DanbiFieldRow      *self)
{
  if (!danbi_desk_forget (self->desk, self->item, self->field, danbi_choice_get_code (choice)))
    return;
  danbi_choice_popover_tell_forgotten (popover, choice);
  list_again (self);
}

static void
recall_cb (DanbiChoicePopover *popover,
           DanbiFieldRow      *self)
{
  danbi_desk_recall (self->desk);
  danbi_choice_popover_tell_forgotten (popover, NULL);
  list_again (self);
}

static void
make_popover (DanbiFieldRow *self)
{
  self->popover = danbi_choice_popover_new ();
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  g_signal_connect_object (self->popover, "chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->popover, "forget", G_CALLBACK (forget_cb), self, 0);
  g_signal_connect_object (self->popover, "recall", G_CALLBACK (recall_cb), self, 0);
}

static void
close_choices (DanbiFieldRow *self)
{
  if (self->popover)
    danbi_choice_popover_close (DANBI_CHOICE_POPOVER (self->popover));
}

static void
show_choices (DanbiFieldRow *self,
              const char    *typed,
              gboolean       on_first)
{
  g_autoptr (GListModel) choices = NULL;
  DanbiChoicePopover *popover;

  if (!self->item || !danbi_choice_is_offered (self->field) ||
      !danbi_case_is_editable (self->item))
    return;
  if (!self->popover)
    make_popover (self);
  popover = DANBI_CHOICE_POPOVER (self->popover);
  point_at_entry (self, self->popover, FALSE);
  g_free (self->listed);
  self->listed = g_strdup (typed);
  if (danbi_choice_is_of_patients (self->field))
    {
      danbi_choice_popover_find (popover, self->desk, self->item, self->field, typed, on_first);
      return;
    }
  choices = danbi_field_choices_new (self->desk, self->item, self->field, typed);
  danbi_choice_popover_show (popover, choices, on_first);
}

/* Sites are chosen on a board of their own. */
static DanbiSiteScheme
get_board_scheme (DanbiFieldRow *self)
{
  const DanbiOrderCode *order = NULL;

  if (self->field == DANBI_FIELD_SITE && self->item && danbi_case_is_editable (self->item))
    order = danbi_field_choices_get_order (self->desk, self->item);
  return order ? order->site_scheme : DANBI_SITE_SCHEME_NONE;
}

static void
site_chosen_cb (DanbiSitePopover *popover,
                GParamSpec       *pspec,
                DanbiFieldRow    *self)
{
  const char *site = danbi_site_popover_get_site (popover);

  if (strcmp (site, danbi_case_get_value (self->item, DANBI_FIELD_SITE)) != 0)
    take_text (self, site);
}

static void
show_board (DanbiFieldRow  *self,
            DanbiSiteScheme scheme)
{
  if (!self->site_popover)
    {
      self->site_popover = danbi_site_popover_new (GTK_WIDGET (self), self->entry);
      g_signal_connect_object (self->site_popover, "notify::site", G_CALLBACK (site_chosen_cb),
                               self, 0);
    }
  close_choices (self);
  point_at_entry (self, self->site_popover, TRUE);
  danbi_site_popover_open (DANBI_SITE_POPOVER (self->site_popover),
                           danbi_desk_get_rules (self->desk, self->item), scheme,
                           danbi_case_get_value (self->item, DANBI_FIELD_SITE));
}

/* Of codes all; of patients only those who are meant by what was typed, as there are thousands. */
static void
show_all_choices (DanbiFieldRow *self,
                  gboolean       on_first)
{
  const char *typed = danbi_choice_is_of_patients (self->field)
                        ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "";

  show_choices (self, typed, on_first);
}

/* What the button of the entry, F4 and the arrow open. A key that opens a list has also come to its
 * first line. */
static void
open_picker (DanbiFieldRow *self,
             gboolean       by_key)
{
  DanbiSiteScheme scheme = get_board_scheme (self);

  if (scheme != DANBI_SITE_SCHEME_NONE)
    show_board (self, scheme);
  else
    show_all_choices (self, by_key);
}

static void
offer_while_typing (DanbiFieldRow *self,
                    const char    *text)
{
  if (self->site_popover && gtk_widget_get_visible (self->site_popover))
    return;
  if (self->focused
      && danbi_choice_is_open (danbi_desk_get_rules (self->desk, self->item),
                               danbi_field_choices_get_order (self->desk, self->item),
                               self->field, text))
    show_choices (self, text, FALSE);
  else
    close_choices (self);
}

static void
changed_cb (GtkEditable   *editable,
            DanbiFieldRow *self)
{
  const char *text = gtk_editable_get_text (editable);

  if (self->updating || !self->item)
    return;
  danbi_desk_enter (self->desk, self->item, self->field, text);
  offer_while_typing (self, text);
}

static void
list_icon_cb (GtkEntry             *entry,
              GtkEntryIconPosition  position,
              DanbiFieldRow        *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  open_picker (self, FALSE);
}

static void
site_button_cb (GtkButton     *button,
                DanbiFieldRow *self)
{
  open_picker (self, FALSE);
}

/* The steps are those of the case, not of the entry, which would take back letter by letter. */
static gboolean
undo_by_key (DanbiFieldRow  *self,
             guint           keyval,
             GdkModifierType modifiers)
{
  guint lower = gdk_keyval_to_lower (keyval);
  gboolean forth = lower == GDK_KEY_y || (modifiers & GDK_SHIFT_MASK) != 0;

  if (lower != GDK_KEY_z && lower != GDK_KEY_y)
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (self), forth ? "case.redo" : "case.undo", NULL);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                DanbiFieldRow         *self)
{
  DanbiChoicePopover *popover = self->popover ? DANBI_CHOICE_POPOVER (self->popover) : NULL;

  if (popover && (modifiers & GDK_CONTROL_MASK) && (keyval == GDK_KEY_z || keyval == GDK_KEY_Z) &&
      danbi_choice_popover_wants_recall (popover))
    {
      recall_cb (popover, self);
      return TRUE;
    }
  if (modifiers & (GDK_CONTROL_MASK | GDK_SUPER_MASK))
    return undo_by_key (self, keyval, modifiers);
  if (danbi_key_is_return (keyval) && (modifiers & GDK_SHIFT_MASK))
    {
      g_signal_emit (self, signals[ADVANCE], 0, TRUE);
      return TRUE;
    }
  if (popover && danbi_choice_popover_handle_key (popover, keyval))
    return TRUE;
  if (self->site_popover &&
      danbi_site_popover_handle_key (DANBI_SITE_POPOVER (self->site_popover), keyval))
    return TRUE;
  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_F4) || !danbi_choice_is_offered (self->field))
    return danbi_typing_handle_key (self->entry, keyval, modifiers);
  open_picker (self, TRUE);
  return TRUE;
}

/* A value that the program proposed is confirmed by passing it with Return. */
static void
activate_cb (GtkEntry      *entry,
             DanbiFieldRow *self)
{
  if (self->item && danbi_case_is_editable (self->item) &&
      danbi_case_needs_confirmation (self->item, self->field))
    danbi_desk_confirm (self->desk, self->item, self->field);
  g_signal_emit (self, signals[ADVANCE], 0, FALSE);
}

static void
confirm_cb (GtkButton     *button,
            DanbiFieldRow *self)
{
  if (self->item && danbi_case_is_editable (self->item))
    danbi_desk_confirm (self->desk, self->item, self->field);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
enter_cb (GtkEventControllerFocus *controller,
          DanbiFieldRow           *self)
{
  self->focused = TRUE;
  /* From here on the text is theirs, so it is what stands in the case before they begin. */
  show_value (self);
}

static void
leave_cb (GtkEventControllerFocus *controller,
          DanbiFieldRow           *self)
{
  self->focused = FALSE;
  self->touched = TRUE;
  close_choices (self);
  show_value (self);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, 0);
  if (self->item)
    danbi_undo_close_step (self->item);
  gtk_widget_activate_action (GTK_WIDGET (self), "case.refresh", NULL);
}

/* Half a value is not an error yet, as long as it is being typed. That there is none is said by one
 * word beside the name. */
static gboolean
is_due (DanbiFieldRow *self,
        DanbiFinding  *finding)
{
  const DanbiFieldInfo *info = danbi_field_get_info (self->field);
  const char *value = danbi_case_get_value (self->item, self->field);

  if (danbi_finding_asks_for_more (finding))
    return FALSE;
  return self->strict || self->touched || !self->focused || strlen (value) >= info->max_length;
}

/* Who has gone on to the next field does not come by what is written below the last one. */
static void
describe_to_readers (DanbiFieldRow *self,
                     gboolean       invalid)
{
  g_autofree char *text = danbi_finding_box_dup_text (self->findings);
  g_autofree char *rejected = danbi_rejection_row_dup_text (self->rejections);
  const char *understood = gtk_label_get_label (self->understood);
  g_autofree char *all = g_strdup_printf ("%s\n%s\n%s", understood, text, rejected);
  g_autofree char *said = g_strdup_printf ("%s: %s", danbi_field_get_label (self->field), text);
  gboolean left = self->touched && !self->focused && !self->strict;

  if (danbi_reader_describe (GTK_WIDGET (self->entry), g_strstrip (all), invalid) && left && *text)
    danbi_reader_announce (GTK_WIDGET (self->entry), said);
}

/* Why the receiver rejected what stood here the last time. Returns whether that is still there. */
static gboolean
show_rejections (DanbiFieldRow *self)
{
  g_autoptr (GPtrArray) mine = g_ptr_array_new ();
  GPtrArray *all = danbi_case_get_open_rejections (self->item);

  if (!all && !gtk_widget_get_visible (GTK_WIDGET (self->rejections)))
    return FALSE;
  for (guint i = 0; all && i < all->len; i++)
    {
      DanbiRejection *rejection = g_ptr_array_index (all, i);

      if (rejection->field == self->field)
        g_ptr_array_add (mine, rejection);
    }
  return danbi_rejection_row_fill (self->rejections, mine, self->item,
                                   danbi_desk_get_rules (self->desk, self->item));
}

/* What is shown at the right of the name: the meaning of the value, or that one is needed. */
static void
show_understood (DanbiFieldRow *self,
                 gboolean       missing)
{
  const char *value = danbi_case_get_value (self->item, self->field);
  gboolean hint = missing && *value == '\0';
  g_autofree char *text = NULL;

  if (hint)
    text = g_strdup (_("required"));
  else
    text = danbi_field_words_dup_meaning (self->desk, self->item, self->field,
                                          gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_label_set_label (self->understood, text);
  set_style (GTK_WIDGET (self->understood), "missing", hint && (self->touched || self->strict));
  set_style (GTK_WIDGET (self->understood), "hint", hint && !(self->touched || self->strict));
}

static void
show_site_button (DanbiFieldRow *self)
{
  DanbiSiteScheme scheme = get_board_scheme (self);

  gtk_widget_set_visible (GTK_WIDGET (self->site_button), scheme != DANBI_SITE_SCHEME_NONE);
  gtk_button_set_label (self->site_button, scheme == DANBI_SITE_SCHEME_TOOTH ? _("Tooth Chart")
                                                                             : _("Body Regions"));
  if (!self->site_popover)
    return;
  if (scheme == DANBI_SITE_SCHEME_NONE)
    gtk_popover_popdown (GTK_POPOVER (self->site_popover));
  danbi_site_popover_set_site (DANBI_SITE_POPOVER (self->site_popover),
                               danbi_case_get_value (self->item, DANBI_FIELD_SITE));
}

static void
show_origin (DanbiFieldRow *self)
{
  gboolean proposed = danbi_case_needs_confirmation (self->item, self->field);
  gboolean editable = danbi_case_is_editable (self->item);
  g_autofree char *confirm = danbi_field_words_dup_confirm (self->item, self->field);

  danbi_quiet_set_tooltip (GTK_WIDGET (self->confirm_button), confirm);
  set_style (GTK_WIDGET (self->entry), "proposed", proposed && editable);
  gtk_widget_set_visible (GTK_WIDGET (self->confirm_button), proposed && editable);
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  set_style (GTK_WIDGET (self->entry), "locked", !editable);
  gtk_widget_set_visible (GTK_WIDGET (self->required_mark),
                          editable && danbi_field_get_info (self->field)->required ==
                                        DANBI_REQUIRED_YES);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_READ_ONLY,
                                  !editable, -1);
  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                     editable && danbi_choice_is_offered (self->field)
                                       ? "pan-down-symbolic"
                                       : NULL);
  show_site_button (self);
}

static gboolean
columns_cb (const char *text,
            gpointer    user_data)
{
  gboolean taken = FALSE;

  g_signal_emit (user_data, signals[PASTED], 0, text, &taken);
  return taken;
}

/* GTK makes the icon with its tooltip, whether there is one to see or not. */
static void
name_list_icon (DanbiFieldRow *self)
{
  if (!danbi_choice_is_offered (self->field))
    return;
  gtk_entry_set_icon_tooltip_text (self->entry, GTK_ENTRY_ICON_SECONDARY, _("Show choices"));
  danbi_reader_name_inside (GTK_WIDGET (self->entry), GTK_TYPE_IMAGE, _("Show choices"));
}

static void
set_field (DanbiFieldRow *self,
           const char    *key)
{
  const DanbiFieldInfo *info;
  const char *name;

  self->field = danbi_field_from_key (key);
  g_return_if_fail (self->field != DANBI_FIELD_NONE);
  info = danbi_field_get_info (self->field);
  name = danbi_field_get_label (self->field);
  gtk_label_set_label (self->label, name);
  /* Two people of one name are told apart by their age. */
  if (self->field == DANBI_FIELD_BIRTH_DATE)
    gtk_label_set_ellipsize (self->understood, PANGO_ELLIPSIZE_NONE);
  danbi_typing_attach (self->entry, self->field, columns_cb, self);
  name_list_icon (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                  info->required == DANBI_REQUIRED_YES, -1);
}

static void
danbi_field_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  DanbiFieldRow *self = DANBI_FIELD_ROW (object);

  switch (prop_id)
    {
    case PROP_KEY:
      set_field (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
danbi_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DANBI_FIELD_ROW (widget)->entry));
}

/* Tab passes by what cannot be typed; a click still comes to it, as what stands there may be
 * copied. */
static gboolean
danbi_field_row_focus_by_key (GtkWidget        *widget,
                              GtkDirectionType  direction)
{
  gboolean by_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (by_tab && !gtk_editable_get_editable (GTK_EDITABLE (DANBI_FIELD_ROW (widget)->entry)))
    return FALSE;
  return GTK_WIDGET_CLASS (danbi_field_row_parent_class)->focus (widget, direction);
}

static void
danbi_field_row_dispose (GObject *object)
{
  DanbiFieldRow *self = DANBI_FIELD_ROW (object);

  close_choices (self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->site_popover, gtk_widget_unparent);
  g_clear_pointer (&self->listed, g_free);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_field_row_parent_class)->dispose (object);
}

static void
install_signals_and_properties (GObjectClass *object_class)
{
  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL,
                                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * DanbiFieldRow::advance:
   * @back: whether Shift was held
   *
   * Return was pressed: the focus is to go to the next field that needs something, or one back.
   */
  signals[ADVANCE] = g_signal_new ("advance", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /**
   * DanbiFieldRow::pasted:
   * @text: what came in at once
   *
   * A text of several columns or lines came in.
   *
   * Returns: whether it was for several fields, and nothing is to be inserted here
   */
  signals[PASTED] = g_signal_new ("pasted", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST, 0,
                                  g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                                  G_TYPE_STRING);
}

static void
danbi_field_row_class_init (DanbiFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = danbi_field_row_set_property;
  object_class->dispose = danbi_field_row_dispose;
  widget_class->grab_focus = danbi_field_row_grab_focus;
  widget_class->focus = danbi_field_row_focus_by_key;
  install_signals_and_properties (object_class);

  g_type_ensure (DANBI_TYPE_FINDING_BOX);
  g_type_ensure (DANBI_TYPE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, label);
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, required_mark);
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, understood);
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, site_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, entry);
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, findings);
  gtk_widget_class_bind_template_child (widget_class, DanbiFieldRow, rejections);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, site_button_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_icon_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, danbi_quiet_query_tooltip);
}

static void
danbi_field_row_init (DanbiFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_field_row_get_field:
 * @self: the row
 *
 * Returns: the field that it is for
 */
DanbiField
danbi_field_row_get_field (DanbiFieldRow *self)
{
  return self->field;
}

/**
 * danbi_field_row_set_case:
 * @self: the row
 * @desk: where typing goes
 * @item: the case to show
 *
 * Shows another case. Nothing of the last one stays: not the text, not what was held against it.
 * The entry keeps no steps of its own; those of the case go with it.
 */
void
danbi_field_row_set_case (DanbiFieldRow *self,
                          DanbiDesk     *desk,
                          DanbiCase     *item)
{
  g_set_object (&self->desk, desk);
  g_set_object (&self->item, item);
  self->touched = FALSE;
  self->strict = FALSE;
  g_clear_pointer (&self->listed, g_free);
  close_choices (self);
  show_value (self);
}

/**
 * danbi_field_row_reload:
 * @self: the row
 *
 * Shows what the case holds also where somebody types: it was changed by their own word.
 */
void
danbi_field_row_reload (DanbiFieldRow *self)
{
  close_choices (self);
  show_value (self);
  if (self->focused)
    gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/**
 * danbi_field_row_refresh:
 * @self: the row
 * @findings: (element-type DanbiFinding): the findings of this field
 *
 * Shows what the case holds now.
 */
void
danbi_field_row_refresh (DanbiFieldRow *self,
                         GPtrArray     *findings)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new ();
  gboolean missing = FALSE;
  gboolean invalid = FALSE;

  if (!self->item)
    return;
  for (guint i = 0; i < findings->len; i++)
    {
      DanbiFinding *finding = g_ptr_array_index (findings, i);

      missing |= danbi_finding_asks_for_more (finding);
      if (is_due (self, finding))
        {
          g_ptr_array_add (due, finding);
          invalid |= danbi_finding_blocks (finding);
        }
    }

  if (!self->focused)
    show_value (self);
  danbi_finding_box_set_findings (self->findings, due, NULL);
  invalid |= show_rejections (self);
  show_understood (self, missing);
  show_origin (self);
  set_style (GTK_WIDGET (self->entry), "error", invalid);
  describe_to_readers (self, invalid || (missing && (self->touched || self->strict)));
}

/**
 * danbi_field_row_set_strict:
 * @self: the row
 * @strict: whether every finding is shown, also of a field that nobody has come to yet
 */
void
danbi_field_row_set_strict (DanbiFieldRow *self,
                            gboolean       strict)
{
  self->strict = strict;
}

/**
 * danbi_field_row_focus:
 * @self: the row
 *
 * Moves the focus into the entry.
 */
void
danbi_field_row_focus (DanbiFieldRow *self)
{
  show_value (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 查詢條件: the words, the days of the visit and the state of the cases that are asked for. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-held-key.h"
#include "danbi-phrases.h"
#include "danbi-query-conditions.h"
#include "danbi-typed.h"
#include "danbi-typing.h"

#define DAY_S (24 * 60 * 60)
/* The chip of all cases, those of the states, that of the bin. */
#define N_CHIPS (DANBI_N_STATES + 2)
#define CHIP_ALL 0
#define CHIP_BIN (N_CHIPS - 1)

struct _DanbiQueryConditions
{
  GtkBox parent_instance;

  GtkEditable *search;
  GtkEntry *from;
  GtkEntry *to;
  GtkBox *chips;
  GtkLabel *problem;

  GtkToggleButton *chip[N_CHIPS];
  char *words;       /* as they were told last */
  char *from_day;    /* YYYMMDD, "" where none is meant */
  char *to_day;
  gboolean updating; /* several are set, and told of once */
};

enum
{
  CHANGED,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiQueryConditions, danbi_query_conditions, GTK_TYPE_BOX)

static void
tell_changed (DanbiQueryConditions *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Days */

/* "" for nothing, %NULL for what is no day. */
static char *
dup_day (GtkEntry *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  DanbiRocDate date;

  if (*text == '\0')
    return g_strdup ("");
  if (!danbi_typed_parse_date (text, DANBI_ROC_DAY, danbi_clock_now_s (), &date))
    return NULL;
  return danbi_roc_date_format (&date, DANBI_ROC_DAY);
}

static void
show_right (GtkEntry *entry,
            gboolean  right)
{
  if (right)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               right ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

static void
show_problem (DanbiQueryConditions *self,
              const char           *text)
{
  gtk_label_set_label (self->problem, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* While a day is being typed it is none yet, and the list stays as it is. */
static void
read_days (DanbiQueryConditions *self,
           gboolean              strict)
{
  g_autofree char *from = dup_day (self->from);
  g_autofree char *to = dup_day (self->to);
  gboolean backwards = from && to && *from && *to && strcmp (from, to) > 0;

  if ((from && to && !backwards) || strict)
    {
      show_right (self->from, from != NULL);
      show_right (self->to, to != NULL && !backwards);
      show_problem (self, !from || !to ? _("A day is entered as 115/11/22, 11/22, today or t.")
                          : backwards  ? _("The last day is before the first one.")
                                       : NULL);
    }
  if (!from || !to || backwards
      || (strcmp (from, self->from_day) == 0 && strcmp (to, self->to_day) == 0))
    return;
  g_free (self->from_day);
  g_free (self->to_day);
  self->from_day = g_steal_pointer (&from);
  self->to_day = g_steal_pointer (&to);
  tell_changed (self);
}

static void
day_changed_cb (GtkEditable          *editable,
                DanbiQueryConditions *self)
{
  if (!self->updating)
    read_days (self, FALSE);
}

static void
spell_day (GtkEntry   *entry,
           const char *day)
{
  g_autofree char *text = danbi_phrase_value (DANBI_FIELD_BIRTH_DATE, day);

  if (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"))
    return;
  danbi_typing_set_text (entry, text);
}

/* What was understood stands there as everywhere. */
static void
spell_days (DanbiQueryConditions *self)
{
  self->updating = TRUE;
  spell_day (self->from, self->from_day);
  spell_day (self->to, self->to_day);
  self->updating = FALSE;
}

/* Return goes on to what is next. */
static void
day_entered_cb (GtkEntry             *entry,
                DanbiQueryConditions *self)
{
  read_days (self, TRUE);
  spell_days (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->problem)))
    return;
  if (entry == self->from)
    gtk_widget_grab_focus (GTK_WIDGET (self->to));
  else
    g_signal_emit (self, signals[DONE], 0);
}

static void
leave_cb (GtkEventController   *controller,
          DanbiQueryConditions *self)
{
  read_days (self, TRUE);
  spell_days (self);
}

static gboolean
key_pressed_cb (GtkEventController *controller,
                guint               keyval,
                guint               keycode,
                GdkModifierType     modifiers,
                gpointer            user_data)
{
  GtkEntry *entry = GTK_ENTRY (gtk_event_controller_get_widget (controller));

  return danbi_typing_handle_key (entry, keyval, modifiers);
}

static gboolean
takes_no_columns (const char *text,
                  gpointer    user_data)
{
  return FALSE;
}

static void
prepare_day (DanbiQueryConditions *self,
             GtkEntry             *entry)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  danbi_typing_attach (entry, DANBI_FIELD_BIRTH_DATE, takes_no_columns, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (entry), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (entry), focus);
}

static void
take_days (DanbiQueryConditions *self,
           const DanbiRocDate   *from,
           const DanbiRocDate   *to)
{
  g_autofree char *first = danbi_roc_date_format (from, DANBI_ROC_DAY);
  g_autofree char *last = danbi_roc_date_format (to, DANBI_ROC_DAY);

  self->updating = TRUE;
  danbi_typing_set_text (self->from, first);
  danbi_typing_set_text (self->to, last);
  self->updating = FALSE;
  read_days (self, TRUE);
  spell_days (self);
}

static void
today_cb (GtkButton            *button,
          DanbiQueryConditions *self)
{
  DanbiRocDate today;

  danbi_roc_date_from_unix (danbi_clock_now_s (), &today);
  take_days (self, &today, &today);
}

/* From Monday on. */
static void
week_cb (GtkButton            *button,
         DanbiQueryConditions *self)
{
  gint64 now_s = danbi_clock_now_s ();
  DanbiRocDate today;
  DanbiRocDate monday;
  int days;

  danbi_roc_date_from_unix (now_s, &today);
  days = (danbi_roc_date_get_weekday (&today) + 6) % 7;
  danbi_roc_date_from_unix (now_s - (gint64) days * DAY_S, &monday);
  take_days (self, &monday, &today);
}

static void
month_cb (GtkButton            *button,
          DanbiQueryConditions *self)
{
  DanbiRocDate today;
  DanbiRocDate first;

  danbi_roc_date_from_unix (danbi_clock_now_s (), &today);
  first = today;
  first.day = 1;
  take_days (self, &first, &today);
}

/* Words */

/* The entry takes Escape for itself. */
static void
stop_search_cb (GtkSearchEntry       *search,
                DanbiQueryConditions *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "query.back", NULL);
}

/* GTK tells of a change also where the text is the same again. */
static void
words_changed_cb (GtkSearchEntry       *search,
                  DanbiQueryConditions *self)
{
  const char *words = gtk_editable_get_text (self->search);

  if (strcmp (words, self->words) == 0)
    return;
  g_free (self->words);
  self->words = g_strdup (words);
  tell_changed (self);
}

static gboolean
search_key_cb (GtkEventController   *controller,
               guint                 keyval,
               guint                 keycode,
               GdkModifierType       modifiers,
               DanbiQueryConditions *self)
{
  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0
      || (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down && !danbi_key_is_return (keyval)))
    return FALSE;
  g_signal_emit (self, signals[DONE], 0);
  return TRUE;
}

/* Numbers and codes are looked for, and on a Zhuyin keyboard the digits are sounds. */
static void
prepare_search (DanbiQueryConditions *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_object_set (gtk_editable_get_delegate (self->search), "im-module", "gtk-im-context-simple",
                NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (search_key_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
}

/* States */

static void
toggled_cb (GtkToggleButton      *chip,
            DanbiQueryConditions *self)
{
  if (gtk_toggle_button_get_active (chip))
    tell_changed (self);
}

static const char *
get_chip_label (guint chip)
{
  /* Translators: cases of any state */
  if (chip == CHIP_ALL)
    return C_ ("query", "All");
  return chip == CHIP_BIN ? C_ ("query", "Bin") : danbi_state_get_label (chip - 1);
}

static void
make_chips (DanbiQueryConditions *self)
{
  for (guint i = 0; i < N_CHIPS; i++)
    {
      self->chip[i]
        = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (get_chip_label (i)));
      if (i > 0)
        gtk_toggle_button_set_group (self->chip[i], self->chip[CHIP_ALL]);
      gtk_box_append (self->chips, GTK_WIDGET (self->chip[i]));
    }
  gtk_toggle_button_set_active (self->chip[CHIP_ALL], TRUE);
  for (guint i = 0; i < N_CHIPS; i++)
    g_signal_connect_object (self->chip[i], "toggled", G_CALLBACK (toggled_cb), self, 0);
}

static guint
get_chip (DanbiQueryConditions *self)
{
  guint i = 0;

  while (i < N_CHIPS - 1 && !gtk_toggle_button_get_active (self->chip[i]))
    i++;
  return i;
}

/* The widget itself */

static void
danbi_query_conditions_finalize (GObject *object)
{
  DanbiQueryConditions *self = DANBI_QUERY_CONDITIONS (object);

  g_free (self->words);
  g_free (self->from_day);
  g_free (self->to_day);

  G_OBJECT_CLASS (danbi_query_conditions_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-query-conditions.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryConditions, search);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryConditions, from);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryConditions, to);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryConditions, chips);
  gtk_widget_class_bind_template_child (widget_class, DanbiQueryConditions, problem);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_cb);
  gtk_widget_class_bind_template_callback (widget_class, week_cb);
  gtk_widget_class_bind_template_callback (widget_class, month_cb);
}

static void
danbi_query_conditions_class_init (DanbiQueryConditionsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = danbi_query_conditions_finalize;

  /**
   * DanbiQueryConditions::changed:
   *
   * Other cases are asked for than before.
   */
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  /**
   * DanbiQueryConditions::done:
   *
   * Somebody goes on to what was found.
   */
  signals[DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
danbi_query_conditions_init (DanbiQueryConditions *self)
{
  self->words = g_strdup ("");
  self->from_day = g_strdup ("");
  self->to_day = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  prepare_search (self);
  prepare_day (self, self->from);
  prepare_day (self, self->to);
  make_chips (self);
}

/* Public functions */

/**
 * danbi_query_conditions_get:
 * @self: the conditions
 * @conditions: (out): what stands there; its texts are those of @self
 */
void
danbi_query_conditions_get (DanbiQueryConditions *self,
                            DanbiCaseConditions  *conditions)
{
  guint chip = get_chip (self);

  *conditions = (DanbiCaseConditions){
    .words = self->words,
    .from = self->from_day,
    .to = self->to_day,
    .states = chip == CHIP_ALL || chip == CHIP_BIN ? 0 : 1u << (chip - 1),
    .binned = chip == CHIP_BIN,
  };
}

/**
 * danbi_query_conditions_are_open:
 * @self: the conditions
 *
 * Returns: whether neither words nor days are asked for
 */
gboolean
danbi_query_conditions_are_open (DanbiQueryConditions *self)
{
  return *self->words == '\0' && *self->from_day == '\0'
         && *self->to_day == '\0';
}

/**
 * danbi_query_conditions_clear:
 * @self: the conditions
 *
 * Asks for every case.
 */
void
danbi_query_conditions_clear (DanbiQueryConditions *self)
{
  self->updating = TRUE;
  danbi_query_conditions_clear_words (self);
  danbi_typing_set_text (self->from, "");
  danbi_typing_set_text (self->to, "");
  gtk_toggle_button_set_active (self->chip[CHIP_ALL], TRUE);
  read_days (self, TRUE);
  self->updating = FALSE;
  tell_changed (self);
}

/**
 * danbi_query_conditions_clear_words:
 * @self: the conditions
 *
 * Returns: whether there were any
 */
gboolean
danbi_query_conditions_clear_words (DanbiQueryConditions *self)
{
  if (*gtk_editable_get_text (self->search) == '\0')
    return FALSE;
  gtk_editable_set_text (self->search, "");
  words_changed_cb (GTK_SEARCH_ENTRY (self->search), self);
  return TRUE;
}

/**
 * danbi_query_conditions_get_words:
 * @self: the conditions
 *
 * Returns: (transfer none): where words are typed
 */
GtkWidget *
danbi_query_conditions_get_words (DanbiQueryConditions *self)
{
  return GTK_WIDGET (self->search);
}

/**
 * danbi_query_conditions_search:
 * @self: the conditions
 *
 * The next keys are words to look for.
 */
void
danbi_query_conditions_search (DanbiQueryConditions *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * danbi_query_conditions_take_keys_of:
 * @self: the conditions
 * @widget: a widget
 *
 * What is typed there, and means nothing, are words to look for.
 */
void
danbi_query_conditions_take_keys_of (DanbiQueryConditions *self,
                                     GtkWidget            *widget)
{
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), widget);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A board of buttons, one for each code that a site may have: what the chart of teeth and the list
 * of body regions have in common.
 *
 * The text is the truth: a button that is pressed changes the text, and the text sets the buttons.
 * The board is one stop of the Tab key; inside of it the arrows lead to what lies there, the code
 * itself may be typed, Space chooses, Backspace takes the last one away. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "danbi-site-board.h"
#include "danbi-site.h"

/* What lies aside is so many times as far away as what lies straight on. */
#define ASIDE 2.0

typedef struct
{
  GtkToggleButton *button; /* a child of the board */
  GtkLabel *order;         /* where the code's place is shown; NULL where it is not */
  char *code;
} Place;

typedef struct
{
  const DanbiRules *rules;
  char *site;
  char pending[2];
  GPtrArray *places;
  GtkWidget *current; /* the button that has or had the focus */
  gboolean showing;   /* buttons are being set by the text */
} DanbiSiteBoardPrivate;

enum
{
  PROP_0,
  PROP_SITE,
  PROP_PENDING,
  N_PROPS,
};

enum
{
  REFUSED,
  DONE,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DanbiSiteBoard, danbi_site_board, GTK_TYPE_WIDGET)

static DanbiSiteBoardPrivate *
get_private (DanbiSiteBoard *self)
{
  return danbi_site_board_get_instance_private (self);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_signal_handlers_disconnect_by_data (place->button, place);
  gtk_widget_unparent (GTK_WIDGET (place->button));
  g_free (place->code);
  g_free (place);
}

/* What follows from the text: which buttons are down, and in what order. */
static void
show_site (DanbiSiteBoard *self)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  DanbiSiteBoardClass *klass = DANBI_SITE_BOARD_GET_CLASS (self);

  priv->showing = TRUE;
  for (guint i = 0; i < priv->places->len; i++)
    {
      Place *place = g_ptr_array_index (priv->places, i);
      guint order = danbi_site_find (klass->scheme, priv->site, place->code);
      g_autofree char *text = order > 0 ? g_strdup_printf ("%u", order) : g_strdup ("");

      gtk_toggle_button_set_active (place->button, order > 0);
      gtk_accessible_update_state (GTK_ACCESSIBLE (place->button), GTK_ACCESSIBLE_STATE_SELECTED,
                                   order > 0, -1);
      if (place->order)
        gtk_label_set_label (place->order, text);
    }
  if (klass->show_site && priv->rules)
    klass->show_site (self, priv->site);
  priv->showing = FALSE;
}

static void
set_pending (DanbiSiteBoard *self,
             char            pending)
{
  DanbiSiteBoardPrivate *priv = get_private (self);

  if (priv->pending[0] == pending)
    return;
  priv->pending[0] = pending;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PENDING]);
}

static void
refuse (DanbiSiteBoard *self,
        const char     *why)
{
  gtk_widget_error_bell (GTK_WIDGET (self));
  g_signal_emit (self, signals[REFUSED], 0, why);
}

static void
choose (DanbiSiteBoard *self,
        const char     *code)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  DanbiSiteScheme scheme = danbi_site_board_get_scheme (self);
  g_autofree char *site = danbi_site_toggle (priv->rules, scheme, priv->site, code);
  guint max = danbi_site_get_max_codes (priv->rules, scheme);

  if (site)
    danbi_site_board_set_site (self, site);
  else
    {
      g_autofree char *why = g_strdup_printf (
        ngettext ("No more than %u code fits. Take one away first.",
                  "No more than %u codes fit. Take one away first.", max), max);

      show_site (self);
      refuse (self, why);
    }
}

static void
toggled_cb (GtkToggleButton *button,
            Place           *place)
{
  DanbiSiteBoard *self = DANBI_SITE_BOARD (gtk_widget_get_parent (GTK_WIDGET (button)));

  if (!get_private (self)->showing)
    choose (self, place->code);
}

static void
focused_cb (GtkEventControllerFocus *controller,
            DanbiSiteBoard          *self)
{
  get_private (self)->current
    = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
}

/* Where the focus comes to: where it was as long as the site is the same, else what is chosen, else
 * the first button. */
static GtkWidget *
find_current (DanbiSiteBoard *self)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  Place *first = priv->places->len > 0 ? g_ptr_array_index (priv->places, 0) : NULL;

  if (priv->current)
    return priv->current;
  for (guint i = 0; i < priv->places->len; i++)
    {
      Place *place = g_ptr_array_index (priv->places, i);

      if (gtk_toggle_button_get_active (place->button))
        return GTK_WIDGET (place->button);
    }
  return first ? GTK_WIDGET (first->button) : NULL;
}

/* Keys */

/* How far @to is from @from in one direction, less than 0 where it does not lie there. */
static double
distance (DanbiSiteBoard *self,
          GtkWidget      *from,
          GtkWidget      *to,
          int             right,
          int             down)
{
  graphene_rect_t a;
  graphene_rect_t b;
  graphene_point_t p;
  graphene_point_t q;
  double along;
  double aside;

  if (!gtk_widget_compute_bounds (from, GTK_WIDGET (self), &a) ||
      !gtk_widget_compute_bounds (to, GTK_WIDGET (self), &b))
    return -1;
  graphene_rect_get_center (&a, &p);
  graphene_rect_get_center (&b, &q);
  along = right != 0 ? right * (q.x - p.x) : down * (q.y - p.y);
  aside = right != 0 ? fabs (q.y - p.y) : fabs (q.x - p.x);
  /* What lies more aside than ahead is no neighbour of this direction. */
  return along <= 1 || aside > along * ASIDE ? -1 : along + ASIDE * aside;
}

static void
move_focus (DanbiSiteBoard *self,
            int             right,
            int             down)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  GtkWidget *from = find_current (self);
  GtkWidget *nearest = NULL;
  double least = HUGE_VAL;

  for (guint i = 0; i < priv->places->len; i++)
    {
      Place *place = g_ptr_array_index (priv->places, i);
      double away = distance (self, from, GTK_WIDGET (place->button), right, down);

      if (away >= 0 && away < least)
        {
          least = away;
          nearest = GTK_WIDGET (place->button);
        }
    }
  if (nearest)
    gtk_widget_grab_focus (nearest);
}

static void
take_back (DanbiSiteBoard *self)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  g_autofree char *site = danbi_site_drop_last (danbi_site_board_get_scheme (self), priv->site);

  if (priv->pending[0] != '\0')
    set_pending (self, '\0');
  else
    danbi_site_board_set_site (self, site);
}

/* A code is typed: of two characters the first one waits for the second. */
static void
type (DanbiSiteBoard *self,
      char            c)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  DanbiSiteScheme scheme = danbi_site_board_get_scheme (self);
  char code[3] = { priv->pending[0], c, '\0' };
  char offender[3];
  GtkToggleButton *button;

  if (scheme == DANBI_SITE_SCHEME_REGION)
    {
      code[0] = c;
      code[1] = '\0';
    }
  else if (code[0] == '\0')
    {
      set_pending (self, c);
      return;
    }
  set_pending (self, '\0');
  if (danbi_site_check (priv->rules, scheme, code, offender) != DANBI_SITE_OK)
    {
      g_autofree char *why = g_strdup_printf (_("There is no code “%s”."), code);

      refuse (self, why);
      return;
    }
  button = danbi_site_board_find (self, code);
  if (button)
    gtk_widget_grab_focus (GTK_WIDGET (button));
  choose (self, code);
}

static void
toggle_current (DanbiSiteBoard *self)
{
  GtkWidget *current = find_current (self);

  if (current)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (current),
                                  !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (current)));
}

static gboolean
handle_arrow (DanbiSiteBoard *self,
              guint           keyval)
{
  static const struct
  {
    guint keyval;
    int right;
    int down;
  } arrows[] = {
    { GDK_KEY_Left, -1, 0 },    { GDK_KEY_KP_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 },
    { GDK_KEY_KP_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 },      { GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },     { GDK_KEY_KP_Down, 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (arrows[i].keyval == keyval)
      {
        set_pending (self, '\0');
        move_focus (self, arrows[i].right, arrows[i].down);
        return TRUE;
      }
  return FALSE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                DanbiSiteBoard        *self)
{
  gunichar c = gdk_keyval_to_unicode (keyval);

  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return FALSE;
  if (handle_arrow (self, keyval))
    return TRUE;
  switch (keyval)
    {
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      toggle_current (self);
      return TRUE;
    case GDK_KEY_BackSpace:
      take_back (self);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_Escape:
      set_pending (self, '\0');
      g_signal_emit (self, signals[DONE], 0);
      return TRUE;
    default:
      if (c >= 0x80 || !g_ascii_isalnum ((char) c))
        return FALSE;
      type (self, g_ascii_toupper ((char) c));
      return TRUE;
    }
}

/* Virtual functions */

static gboolean
danbi_site_board_focus (GtkWidget       *widget,
                        GtkDirectionType direction)
{
  DanbiSiteBoard *self = DANBI_SITE_BOARD (widget);
  GtkWidget *current = find_current (self);

  if (gtk_widget_get_focus_child (widget) || !current)
    return FALSE;
  return gtk_widget_grab_focus (current);
}

static gboolean
danbi_site_board_grab_focus (GtkWidget *widget)
{
  GtkWidget *current = find_current (DANBI_SITE_BOARD (widget));

  return current && gtk_widget_grab_focus (current);
}

static void
danbi_site_board_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  DanbiSiteBoard *self = DANBI_SITE_BOARD (object);

  switch (prop_id)
    {
    case PROP_SITE:
      g_value_set_string (value, get_private (self)->site);
      break;
    case PROP_PENDING:
      g_value_set_string (value, get_private (self)->pending);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_site_board_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SITE:
      danbi_site_board_set_site (DANBI_SITE_BOARD (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_site_board_dispose (GObject *object)
{
  DanbiSiteBoardPrivate *priv = get_private (DANBI_SITE_BOARD (object));

  priv->current = NULL;
  g_ptr_array_set_size (priv->places, 0);

  G_OBJECT_CLASS (danbi_site_board_parent_class)->dispose (object);
}

static void
danbi_site_board_finalize (GObject *object)
{
  DanbiSiteBoardPrivate *priv = get_private (DANBI_SITE_BOARD (object));

  g_ptr_array_unref (priv->places);
  g_free (priv->site);

  G_OBJECT_CLASS (danbi_site_board_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  props[PROP_SITE] = g_param_spec_string (
    "site", NULL, NULL, "",
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_PENDING] = g_param_spec_string ("pending", NULL, NULL, "",
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_site_board_class_init (DanbiSiteBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = danbi_site_board_get_property;
  object_class->set_property = danbi_site_board_set_property;
  object_class->dispose = danbi_site_board_dispose;
  object_class->finalize = danbi_site_board_finalize;
  widget_class->focus = danbi_site_board_focus;
  widget_class->grab_focus = danbi_site_board_grab_focus;
  install_properties (object_class);

  /**
   * DanbiSiteBoard::refused:
   * @why: a sentence
   *
   * What was pressed or typed did not change the site.
   */
  signals[REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * DanbiSiteBoard::done:
   *
   * A key says that the site is complete.
   */
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "siteboard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
danbi_site_board_init (DanbiSiteBoard *self)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  GtkEventController *key = gtk_event_controller_key_new ();

  priv->site = g_strdup ("");
  priv->places = g_ptr_array_new_with_free_func (place_free);
  /* Before the buttons, which would take Space and Return for a click. */
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}

/* Public functions */

/**
 * danbi_site_board_set_rules:
 * @self: the board
 * @rules: the rules in force, which must live as long as @self shows them
 *
 * Lays out the codes of a rule set. What is chosen stays.
 */
void
danbi_site_board_set_rules (DanbiSiteBoard   *self,
                            const DanbiRules *rules)
{
  DanbiSiteBoardPrivate *priv = get_private (self);

  if (priv->rules == rules)
    return;
  priv->rules = rules;
  priv->current = NULL;
  g_ptr_array_set_size (priv->places, 0);
  DANBI_SITE_BOARD_GET_CLASS (self)->populate (self, rules);
  show_site (self);
}

/**
 * danbi_site_board_get_scheme:
 * @self: the board
 *
 * Returns: how its sites are written
 */
DanbiSiteScheme
danbi_site_board_get_scheme (DanbiSiteBoard *self)
{
  return DANBI_SITE_BOARD_GET_CLASS (self)->scheme;
}

/**
 * danbi_site_board_get_site:
 * @self: the board
 *
 * Returns: (transfer none): the site, as it stands in the CSV
 */
const char *
danbi_site_board_get_site (DanbiSiteBoard *self)
{
  return get_private (self)->site;
}

/**
 * danbi_site_board_set_site:
 * @self: the board
 * @site: (nullable): a site, right or not; what the board does not know stays as it is
 */
void
danbi_site_board_set_site (DanbiSiteBoard *self,
                           const char     *site)
{
  DanbiSiteBoardPrivate *priv = get_private (self);

  if (strcmp (site ? site : "", priv->site) == 0)
    return;
  g_free (priv->site);
  priv->site = g_strdup (site ? site : "");
  if (!gtk_widget_get_focus_child (GTK_WIDGET (self)))
    priv->current = NULL;
  show_site (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SITE]);
}

/**
 * danbi_site_board_get_pending:
 * @self: the board
 *
 * Returns: (transfer none): the first character of a code of which the second is not yet typed, ""
 *   where there is none
 */
const char *
danbi_site_board_get_pending (DanbiSiteBoard *self)
{
  return get_private (self)->pending;
}

/**
 * danbi_site_board_add:
 * @self: a board that is being populated
 * @button: (transfer floating): the button of a code
 * @code: the code
 * @name: its name
 *
 * Adds a button. Its name for a screen reader is that of the code, with the code before it where
 * the name does not say it. A click leaves the focus where it is: in the entry, where one types.
 */
void
danbi_site_board_add (DanbiSiteBoard  *self,
                      GtkToggleButton *button,
                      const char      *code,
                      const char      *name)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  g_autofree char *label = strstr (name, code) ? g_strdup (name)
                                               : g_strconcat (code, " ", name, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  Place *place = g_new0 (Place, 1);

  place->button = button;
  place->code = g_strdup (code);
  g_ptr_array_add (priv->places, place);
  gtk_widget_set_focus_on_click (GTK_WIDGET (button), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), place);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focused_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (button), focus);
  gtk_widget_set_parent (GTK_WIDGET (button), GTK_WIDGET (self));
}

/* Regions are told in the order of the examination; teeth are teeth in any order. */
static gboolean
is_ordered (DanbiSiteBoard *self)
{
  return danbi_site_board_get_scheme (self) == DANBI_SITE_SCHEME_REGION;
}

static GtkLabel *
add_label (GtkWidget  *box,
           const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

/**
 * danbi_site_board_add_labelled:
 * @self: a board that is being populated
 * @code: a code
 * @name: its name
 *
 * Adds a button that shows the code, its name and, of a body region, which one of the site it is.
 *
 * Returns: (transfer none): the button
 */
GtkToggleButton *
danbi_site_board_add_labelled (DanbiSiteBoard *self,
                               const char     *code,
                               const char     *name)
{
  DanbiSiteBoardPrivate *priv = get_private (self);
  GtkWidget *button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkLabel *label;
  Place *place;

  add_label (box, code, "site-code");
  label = add_label (box, name, "site-name");
  gtk_label_set_xalign (label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "site-button");
  danbi_site_board_add (self, GTK_TOGGLE_BUTTON (button), code, name);
  place = g_ptr_array_index (priv->places, priv->places->len - 1);
  if (is_ordered (self))
    place->order = add_label (box, "", "site-order");
  return place->button;
}

/**
 * danbi_site_board_find:
 * @self: the board
 * @code: a code
 *
 * Returns: (transfer none) (nullable): its button
 */
GtkToggleButton *
danbi_site_board_find (DanbiSiteBoard *self,
                       const char     *code)
{
  DanbiSiteBoardPrivate *priv = get_private (self);

  for (guint i = 0; i < priv->places->len; i++)
    {
      Place *place = g_ptr_array_index (priv->places, i);

      if (strcmp (place->code, code) == 0)
        return place->button;
    }
  return NULL;
}

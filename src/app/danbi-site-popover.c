/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What opens below the entry of a site: the chart of teeth or the body regions, and what the site
 * says. The entry keeps the focus, and with it what is typed; Down leads into the board. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-finding.h"
#include "danbi-odontogram.h"
#include "danbi-region-picker.h"
#include "danbi-site-popover.h"
#include "danbi-site.h"

struct _DanbiSitePopover
{
  GtkPopover parent_instance;

  GtkLabel *hint;
  GtkStack *boards;
  DanbiSiteBoard *odontogram;
  DanbiSiteBoard *regions;
  GtkImage *icon;
  GtkLabel *summary;
  GtkLabel *count;
  GtkButton *clear_button;

  GtkEntry *entry; /* where the focus goes back to; a relative of the parent */
  const DanbiRules *rules;
};

enum
{
  PROP_0,
  PROP_SITE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiSitePopover, danbi_site_popover, GTK_TYPE_POPOVER)

static DanbiSiteBoard *
get_board (DanbiSitePopover *self)
{
  return DANBI_SITE_BOARD (gtk_stack_get_visible_child (self->boards));
}

static DanbiSiteBoard *
get_other_board (DanbiSitePopover *self)
{
  return get_board (self) == self->odontogram ? self->regions : self->odontogram;
}

/* What is to be looked at in a site, in the words of its rule; %NULL where there is nothing. */
static char *
dup_doubt (DanbiSitePopover *self,
           DanbiSiteScheme   scheme,
           const char       *site)
{
  g_autoptr (DanbiFinding) finding = NULL;
  char first[3];
  char second[3];

  if (scheme != DANBI_SITE_SCHEME_TOOTH)
    return NULL;
  if (danbi_site_mixes_area_and_tooth (self->rules, site, first, second))
    finding = danbi_finding_new (DANBI_REASON_SITE_MIXED, DANBI_FIELD_SITE, NULL, first, second,
                                 NULL);
  else if (danbi_site_has_doubtful_tooth (site, first))
    finding = danbi_finding_new (DANBI_REASON_SITE_DOUBTFUL_TOOTH, DANBI_FIELD_SITE, NULL, first,
                                 NULL);
  return finding ? danbi_finding_dup_message (finding) : NULL;
}

static void
say (DanbiSitePopover *self,
     const char       *text,
     gboolean          warning)
{
  gtk_label_set_label (self->summary, text);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), warning);
}

static void
show_summary (DanbiSitePopover *self)
{
  DanbiSiteBoard *board = get_board (self);
  DanbiSiteScheme scheme = danbi_site_board_get_scheme (board);
  const char *site = danbi_site_board_get_site (board);
  const char *pending = danbi_site_board_get_pending (board);
  g_autofree char *doubt = dup_doubt (self, scheme, site);
  g_autofree char *meaning = danbi_site_describe (self->rules, scheme, site);
  guint width = scheme == DANBI_SITE_SCHEME_TOOTH ? 2 : 1;
  g_autofree char *count
    = g_strdup_printf ("%u / %u", (guint) danbi_site_get_complete_length (scheme, site) / width,
                       danbi_site_get_max_codes (self->rules, scheme));
  g_autofree char *begun = g_strdup_printf ("%s_", pending);

  if (*pending != '\0')
    say (self, begun, FALSE);
  else if (doubt)
    say (self, doubt, TRUE);
  else
    say (self, meaning ? meaning : *site == '\0' ? _("Nothing chosen yet") : site, FALSE);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear_button), *site != '\0');
}

static void
show_scheme (DanbiSitePopover *self,
             DanbiSiteScheme   scheme)
{
  gboolean teeth = scheme == DANBI_SITE_SCHEME_TOOTH;

  gtk_stack_set_visible_child (self->boards, GTK_WIDGET (teeth ? self->odontogram : self->regions));
  gtk_label_set_label (self->hint, teeth ? _("Click, or type two digits · ↓ for the arrow keys")
                                         : _("Click, or type letters · ↓ for the arrow keys"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  teeth ? _("Tooth Chart") : _("Body Regions"), -1);
}

/* Signals */

static void
board_changed_cb (DanbiSitePopover *self,
                  GParamSpec       *pspec,
                  DanbiSiteBoard   *board)
{
  if (board != get_board (self))
    return;
  show_summary (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SITE]);
}

static void
board_typed_cb (DanbiSitePopover *self)
{
  show_summary (self);
}

static void
refused_cb (DanbiSiteBoard   *board,
            const char       *why,
            DanbiSitePopover *self)
{
  say (self, why, TRUE);
}

/* What is typed next is added to the site, and does not take its place. */
static void
focus_entry (DanbiSitePopover *self)
{
  gtk_entry_grab_focus_without_selecting (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
close_to_entry (DanbiSitePopover *self)
{
  focus_entry (self);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
done_cb (DanbiSitePopover *self)
{
  close_to_entry (self);
}

static void
clear_cb (GtkButton        *button,
          DanbiSitePopover *self)
{
  danbi_site_board_set_site (get_board (self), "");
}

/* The focus went to another field: nobody looks at the chart any more. */
static void
left_cb (GtkEventControllerFocus *controller,
         DanbiSitePopover        *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* Virtual functions */

static void
danbi_site_popover_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SITE:
      g_value_set_string (value, danbi_site_popover_get_site (DANBI_SITE_POPOVER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_site_popover_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SITE:
      danbi_site_popover_set_site (DANBI_SITE_POPOVER (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (DANBI_TYPE_ODONTOGRAM);
  g_type_ensure (DANBI_TYPE_REGION_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-site-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, hint);
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, boards);
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, odontogram);
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, regions);
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, summary);
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, count);
  gtk_widget_class_bind_template_child (widget_class, DanbiSitePopover, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, board_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, board_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
danbi_site_popover_class_init (DanbiSitePopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = danbi_site_popover_get_property;
  object_class->set_property = danbi_site_popover_set_property;
  props[PROP_SITE] = g_param_spec_string (
    "site", NULL, NULL, "",
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
danbi_site_popover_init (DanbiSitePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public functions */

/**
 * danbi_site_popover_new:
 * @parent: the widget to which the popover belongs; when the focus leaves it, the popover closes
 * @entry: the entry of the site, below @parent
 *
 * Returns: (transfer floating): a popover, to be unparented with @parent
 */
GtkWidget *
danbi_site_popover_new (GtkWidget *parent,
                        GtkEntry  *entry)
{
  DanbiSitePopover *self = g_object_new (DANBI_TYPE_SITE_POPOVER, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = entry;
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, 0);
  gtk_widget_add_controller (parent, focus);
  return GTK_WIDGET (self);
}

/**
 * danbi_site_popover_open:
 * @self: the popover
 * @rules: the rules in force, which must live as long as @self shows them
 * @scheme: %DANBI_SITE_SCHEME_TOOTH or %DANBI_SITE_SCHEME_REGION
 * @site: the site
 *
 * Opens the board of a scheme and gives the entry the focus.
 */
void
danbi_site_popover_open (DanbiSitePopover *self,
                         const DanbiRules *rules,
                         DanbiSiteScheme   scheme,
                         const char       *site)
{
  self->rules = rules;
  show_scheme (self, scheme);
  danbi_site_board_set_rules (get_board (self), rules);
  danbi_site_popover_set_site (self, site);
  show_summary (self);
  focus_entry (self);
  gtk_popover_popup (GTK_POPOVER (self));
}

/**
 * danbi_site_popover_set_site:
 * @self: the popover
 * @site: what the entry holds
 *
 * The other board forgets what it showed: it may have been of another patient.
 */
void
danbi_site_popover_set_site (DanbiSitePopover *self,
                             const char       *site)
{
  danbi_site_board_set_site (get_other_board (self), "");
  danbi_site_board_set_site (get_board (self), site);
}

/**
 * danbi_site_popover_get_site:
 * @self: the popover
 *
 * Returns: (transfer none): what is chosen, as it stands in the CSV
 */
const char *
danbi_site_popover_get_site (DanbiSitePopover *self)
{
  return danbi_site_board_get_site (get_board (self));
}

/**
 * danbi_site_popover_handle_key:
 * @self: the popover
 * @keyval: a key that was pressed in the entry
 *
 * Lets Down lead into the board, and Escape and the key that opened it close it.
 *
 * Returns: whether the key was for the popover
 */
gboolean
danbi_site_popover_handle_key (DanbiSitePopover *self,
                               guint             keyval)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      gtk_widget_grab_focus (GTK_WIDGET (get_board (self)));
      return TRUE;
    case GDK_KEY_Escape:
    case GDK_KEY_F4:
      close_to_entry (self);
      return TRUE;
    default:
      return FALSE;
    }
}

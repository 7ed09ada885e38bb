/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 範本: what the usual cases of the clinic are called, in which order, and which may go. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-phrases.h"
#include "danbi-templates-window.h"
#include "danbi-toast.h"

struct _DanbiTemplatesWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkListBox *list;
  AdwToastOverlay *toasts;

  DanbiDesk *desk;
  GPtrArray *rows;        /* AdwEntryRow, in the order of the templates */
  DanbiTemplate *removed; /* the last one that was deleted, or NULL */
  guint removed_from;
  gboolean renaming;      /* the names change from here */
};

G_DEFINE_FINAL_TYPE (DanbiTemplatesWindow, danbi_templates_window, ADW_TYPE_WINDOW)

/* A list of its own of the same templates. */
static GPtrArray *
dup_templates (DanbiTemplatesWindow *self)
{
  GPtrArray *templates = danbi_desk_get_templates (self->desk);
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_template_free);

  for (guint i = 0; i < templates->len; i++)
    g_ptr_array_add (copies, danbi_template_copy (g_ptr_array_index (templates, i)));
  return copies;
}

/* What it fills in, in words: “齒顎全景 X 光片攝影 · 全口 · 牙醫門診”. */
static char *
describe (DanbiTemplatesWindow *self,
          const DanbiTemplate  *template)
{
  static const DanbiField told[] = { DANBI_FIELD_ORDER_CODE, DANBI_FIELD_SITE,
                                     DANBI_FIELD_VISIT_TYPE, DANBI_FIELD_PROVIDER_TYPE };
  const DanbiRules *rules
    = danbi_rulebook_get_rules (danbi_desk_get_rulebook (self->desk), NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      const char *value = danbi_template_get_value (template, told[i]);
      g_autofree char *name = danbi_phrase_understood (told[i], value, rules, 0);

      if (*value != '\0')
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", value, name);
    }
  return g_string_free (text, FALSE);
}

static guint
find_place (DanbiTemplatesWindow *self,
            gpointer              row)
{
  guint place = 0;

  g_ptr_array_find (self->rows, row, &place);
  return place;
}

/* A name that is none, or somebody's number, is not kept. */
static void
renamed_cb (GtkEditable          *row,
            DanbiTemplatesWindow *self)
{
  g_autofree char *name = danbi_template_clean_name (gtk_editable_get_text (row));
  g_autoptr (GPtrArray) templates = NULL;
  DanbiTemplate *template;

  if (!name)
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  templates = dup_templates (self);
  template = g_ptr_array_index (templates, find_place (self, row));
  g_free (template->name);
  template->name = g_steal_pointer (&name);
  self->renaming = TRUE;
  danbi_desk_set_templates (self->desk, templates);
  self->renaming = FALSE;
}

static void
focus_row (DanbiTemplatesWindow *self,
           guint                 place)
{
  if (place < self->rows->len)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, place));
}

static void
move (DanbiTemplatesWindow *self,
      GtkWidget            *row,
      int                   step)
{
  g_autoptr (GPtrArray) templates = dup_templates (self);
  guint from = find_place (self, row);
  guint to = (guint) CLAMP ((int) from + step, 0, (int) templates->len - 1);

  g_ptr_array_insert (templates, (int) to, g_ptr_array_steal_index (templates, from));
  danbi_desk_set_templates (self->desk, templates);
  focus_row (self, to);
}

static void
up_cb (GtkWidget            *button,
       DanbiTemplatesWindow *self)
{
  move (self, gtk_widget_get_ancestor (button, ADW_TYPE_ENTRY_ROW), -1);
}

static void
down_cb (GtkWidget            *button,
         DanbiTemplatesWindow *self)
{
  move (self, gtk_widget_get_ancestor (button, ADW_TYPE_ENTRY_ROW), 1);
}

static void
tell_removed (DanbiTemplatesWindow *self)
{
  g_autofree char *title = g_strdup_printf (_("“%s” was deleted"), self->removed->name);

  danbi_toast_show (self->toasts, title, "templates.undo", NULL);
}

static void
remove_cb (GtkWidget            *button,
           DanbiTemplatesWindow *self)
{
  g_autoptr (GPtrArray) templates = dup_templates (self);
  guint place = find_place (self, gtk_widget_get_ancestor (button, ADW_TYPE_ENTRY_ROW));

  g_clear_pointer (&self->removed, danbi_template_free);
  self->removed = g_ptr_array_steal_index (templates, place);
  self->removed_from = place;
  danbi_desk_set_templates (self->desk, templates);
  focus_row (self, MIN (place, MAX (self->rows->len, 1) - 1));
  tell_removed (self);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiTemplatesWindow *self = DANBI_TEMPLATES_WINDOW (widget);
  g_autoptr (GPtrArray) templates = dup_templates (self);

  if (!self->removed || templates->len >= DANBI_MAX_TEMPLATES)
    return;
  g_ptr_array_insert (templates, (int) MIN (self->removed_from, templates->len),
                      g_steal_pointer (&self->removed));
  danbi_desk_set_templates (self->desk, templates);
  focus_row (self, self->removed_from);
}

static void
add_button (DanbiTemplatesWindow *self,
            AdwEntryRow          *row,
            const char           *icon,
            const char           *name,
            GCallback             clicked,
            gboolean              sensitive)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, sensitive);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", clicked, self, 0);
  adw_entry_row_add_suffix (row, button);
}

static GtkWidget *
new_row (DanbiTemplatesWindow *self,
         guint                 place,
         guint                 n)
{
  const DanbiTemplate *template
    = g_ptr_array_index (danbi_desk_get_templates (self->desk), place);
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *title = describe (self, template);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *key = g_strdup_printf ("Alt+%u", place + 1);
  GtkWidget *label = gtk_label_new (key);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  gtk_editable_set_text (GTK_EDITABLE (row), template->name);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), label);
  add_button (self, ADW_ENTRY_ROW (row), "go-up-symbolic", _("Move up"), G_CALLBACK (up_cb),
              place > 0);
  add_button (self, ADW_ENTRY_ROW (row), "go-down-symbolic", _("Move down"), G_CALLBACK (down_cb),
              place + 1 < n);
  add_button (self, ADW_ENTRY_ROW (row), "user-trash-symbolic", _("Delete this template"),
              G_CALLBACK (remove_cb), TRUE);
  g_signal_connect_object (row, "changed", G_CALLBACK (renamed_cb), self, 0);
  return row;
}

static void
fill (DanbiTemplatesWindow *self)
{
  guint n = danbi_desk_get_templates (self->desk)->len;

  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->list, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = new_row (self, i, n);

      g_ptr_array_add (self->rows, row);
      gtk_list_box_append (self->list, row);
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "templates" : "none");
}

static void
changed_cb (DanbiDesk            *desk,
            DanbiTemplatesWindow *self)
{
  if (!self->renaming)
    fill (self);
}

static void
danbi_templates_window_dispose (GObject *object)
{
  DanbiTemplatesWindow *self = DANBI_TEMPLATES_WINDOW (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->removed, danbi_template_free);

  G_OBJECT_CLASS (danbi_templates_window_parent_class)->dispose (object);
}

static void
danbi_templates_window_finalize (GObject *object)
{
  g_ptr_array_unref (DANBI_TEMPLATES_WINDOW (object)->rows);

  G_OBJECT_CLASS (danbi_templates_window_parent_class)->finalize (object);
}

static void
danbi_templates_window_class_init (DanbiTemplatesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_templates_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = danbi_templates_window_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-templates-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiTemplatesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DanbiTemplatesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiTemplatesWindow, toasts);
  gtk_widget_class_install_action (widget_class, "templates.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_templates_window_init (DanbiTemplatesWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_templates_window_new:
 * @parent: the window that it belongs to
 * @desk: the desk, which keeps the templates
 *
 * What is changed is kept at once.
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiTemplatesWindow *
danbi_templates_window_new (GtkWindow *parent,
                            DanbiDesk *desk)
{
  DanbiTemplatesWindow *self
    = g_object_new (DANBI_TYPE_TEMPLATES_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "templates-changed", G_CALLBACK (changed_cb), self, 0);
  fill (self);
  return self;
}

/**
 * danbi_templates_window_name_last:
 * @self: the window
 *
 * Asks for the name of the template that was just added: it has the focus, and typing replaces it.
 */
void
danbi_templates_window_name_last (DanbiTemplatesWindow *self)
{
  if (self->rows->len == 0)
    return;
  focus_row (self, self->rows->len - 1);
  gtk_editable_select_region (g_ptr_array_index (self->rows, self->rows->len - 1), 0, -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The templates beside 新增案件: a new case of the usual kind by one key. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-reader.h"
#include "danbi-template-menu.h"
#include "danbi-templates-window.h"

typedef struct
{
  DanbiWindow *window;           /* which owns this */
  DanbiDesk *desk;
  GMenu *templates;              /* the section that lists them */
  DanbiTemplatesWindow *manager; /* weak */
} Menu;

#define MENU_KEY "danbi-template-menu"

static void
menu_free (Menu *menu)
{
  g_clear_weak_pointer (&menu->manager);
  g_object_unref (menu->templates);
  g_object_unref (menu->desk);
  g_free (menu);
}

static Menu *
get_menu (gpointer window)
{
  return g_object_get_data (G_OBJECT (window), MENU_KEY);
}

static DanbiCase *
get_case (Menu *menu)
{
  return danbi_case_page_get_case (danbi_window_get_page (menu->window));
}

/* An underscore in a name is no mnemonic. */
static char *
dup_label (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
fill (Menu *menu)
{
  GPtrArray *templates = danbi_desk_get_templates (menu->desk);

  g_menu_remove_all (menu->templates);
  for (guint i = 0; i < templates->len; i++)
    {
      const DanbiTemplate *template = g_ptr_array_index (templates, i);
      g_autofree char *label = dup_label (template->name);
      g_autofree char *action = g_strdup_printf ("win.use-template(%u)", i + 1);

      g_menu_append (menu->templates, label, action);
    }
}

static void
changed_cb (DanbiDesk   *desk,
            DanbiWindow *window)
{
  fill (get_menu (window));
}

/* Into the open case where nothing of an examination is entered yet, else into a new one. */
static void
use_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  Menu *menu = get_menu (user_data);
  GPtrArray *templates = danbi_desk_get_templates (menu->desk);
  guint n = (guint) g_variant_get_int32 (parameter);

  if (n < 1 || n > templates->len)
    return;
  if (!danbi_desk_takes_template (menu->desk, get_case (menu)))
    g_action_group_activate_action (G_ACTION_GROUP (menu->window), "new-case", NULL);
  danbi_desk_use_template (menu->desk, get_case (menu), g_ptr_array_index (templates, n - 1));
  if (*danbi_case_get_value (get_case (menu), DANBI_FIELD_PATIENT_ID) == '\0')
    danbi_case_page_focus_first (danbi_window_get_page (menu->window));
  else
    danbi_case_page_focus_next_finding (danbi_window_get_page (menu->window));
}

static void
show_manager (Menu *menu)
{
  if (!menu->manager)
    {
      menu->manager = danbi_templates_window_new (GTK_WINDOW (menu->window), menu->desk);
      g_object_add_weak_pointer (G_OBJECT (menu->manager), (gpointer *) &menu->manager);
    }
  gtk_window_present (GTK_WINDOW (menu->manager));
}

static void
manage_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  show_manager (get_menu (user_data));
}

static void
keep (Menu *menu)
{
  GPtrArray *templates = danbi_desk_get_templates (menu->desk);
  g_autoptr (GPtrArray) more = g_ptr_array_copy (templates, NULL, NULL);
  g_autoptr (DanbiTemplate) added = danbi_template_new_from_case (get_case (menu));

  g_ptr_array_set_free_func (more, NULL);
  g_ptr_array_add (more, added);
  danbi_desk_set_templates (menu->desk, more);
  show_manager (menu);
  danbi_templates_window_name_last (menu->manager);
}

/* Its name is asked for where all names are. */
static void
keep_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  Menu *menu = get_menu (user_data);

  if (*danbi_case_get_value (get_case (menu), DANBI_FIELD_ORDER_CODE) == '\0')
    danbi_window_show_problem (menu->window, _("A template is made of what is examined. Enter the "
                                               "order code first."));
  else if (danbi_desk_get_templates (menu->desk)->len >= DANBI_MAX_TEMPLATES)
    danbi_window_show_problem (menu->window, _("There are nine templates already, one for each "
                                               "key. Delete one of them first."));
  else
    keep (menu);
}

static const GActionEntry actions[] = {
  { "use-template", use_action, "i" },
  { "keep-template", keep_action },
  { "templates", manage_action },
};

static GMenuModel *
new_model (Menu *menu)
{
  GMenu *model = g_menu_new ();
  g_autoptr (GMenu) care = g_menu_new ();

  g_menu_append (care, _("_Keep This Case as a Template…"), "win.keep-template");
  g_menu_append (care, _("_Manage Templates…"), "win.templates");
  g_menu_append_section (model, NULL, G_MENU_MODEL (menu->templates));
  g_menu_append_section (model, NULL, G_MENU_MODEL (care));
  return G_MENU_MODEL (model);
}

/**
 * danbi_template_menu_attach:
 * @window: the window
 * @button: the button for new cases, which gets the menu
 * @desk: the desk, which keeps the templates
 *
 * Adds the templates to a window.
 */
void
danbi_template_menu_attach (DanbiWindow    *window,
                            AdwSplitButton *button,
                            DanbiDesk      *desk)
{
  Menu *menu = g_new0 (Menu, 1);
  g_autoptr (GMenuModel) model = NULL;

  menu->window = window;
  menu->desk = g_object_ref (desk);
  menu->templates = g_menu_new ();
  g_object_set_data_full (G_OBJECT (window), MENU_KEY, menu, (GDestroyNotify) menu_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
  model = new_model (menu);
  adw_split_button_set_menu_model (button, model);
  danbi_reader_name_inside (GTK_WIDGET (button), GTK_TYPE_MENU_BUTTON, _("Templates"));
  g_signal_connect_object (desk, "templates-changed", G_CALLBACK (changed_cb), window, 0);
  fill (menu);
}

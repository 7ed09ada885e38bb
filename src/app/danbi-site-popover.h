/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_SITE_POPOVER (danbi_site_popover_get_type ())
G_DECLARE_FINAL_TYPE (DanbiSitePopover, danbi_site_popover, DANBI, SITE_POPOVER, GtkPopover)

/* Property "site" (string). */
GtkWidget *danbi_site_popover_new (GtkWidget *parent, GtkEntry *entry);
void danbi_site_popover_open (DanbiSitePopover *self, const DanbiRules *rules,
                              DanbiSiteScheme scheme, const char *site);
void danbi_site_popover_set_site (DanbiSitePopover *self, const char *site);
const char *danbi_site_popover_get_site (DanbiSitePopover *self);
gboolean danbi_site_popover_handle_key (DanbiSitePopover *self, guint keyval);

G_END_DECLS

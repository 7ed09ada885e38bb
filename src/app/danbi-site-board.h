/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_SITE_BOARD (danbi_site_board_get_type ())
G_DECLARE_DERIVABLE_TYPE (DanbiSiteBoard, danbi_site_board, DANBI, SITE_BOARD, GtkWidget)

/**
 * DanbiSiteBoardClass:
 * @scheme: how the sites of the board are written
 * @populate: adds the buttons for the codes of @rules
 * @show_site: shows what follows from the site beyond which buttons are down; may be %NULL
 */
struct _DanbiSiteBoardClass
{
  GtkWidgetClass parent_class;

  DanbiSiteScheme scheme;
  void (*populate) (DanbiSiteBoard *self, const DanbiRules *rules);
  void (*show_site) (DanbiSiteBoard *self, const char *site);
};

/* Properties: "site" (string), "pending" (string, the half of a code that was typed). Signals:
 * "refused" (string, a sentence), "done". */
void danbi_site_board_set_rules (DanbiSiteBoard *self, const DanbiRules *rules);
DanbiSiteScheme danbi_site_board_get_scheme (DanbiSiteBoard *self);
const char *danbi_site_board_get_site (DanbiSiteBoard *self);
void danbi_site_board_set_site (DanbiSiteBoard *self, const char *site);
const char *danbi_site_board_get_pending (DanbiSiteBoard *self);

/* For the boards themselves. */
void danbi_site_board_add (DanbiSiteBoard *self, GtkToggleButton *button, const char *code,
                           const char *name);
GtkToggleButton *danbi_site_board_add_labelled (DanbiSiteBoard *self, const char *code,
                                                const char *name);
GtkToggleButton *danbi_site_board_find (DanbiSiteBoard *self, const char *code);

G_END_DECLS

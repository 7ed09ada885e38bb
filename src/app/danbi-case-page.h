/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-autosave.h"
#include "danbi-image-list.h"
#include "danbi-status-line.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_PAGE (danbi_case_page_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCasePage, danbi_case_page, DANBI, CASE_PAGE, GtkBox)

/* Signal "problem" (string): a sentence about something that did not work. */
void danbi_case_page_set_case (DanbiCasePage *self, DanbiDesk *desk, DanbiCase *item);
DanbiCase *danbi_case_page_get_case (DanbiCasePage *self);
DanbiImageList *danbi_case_page_get_image_list (DanbiCasePage *self);
DanbiStatusLine *danbi_case_page_get_status_line (DanbiCasePage *self);
void danbi_case_page_refresh (DanbiCasePage *self);
void danbi_case_page_focus_next_finding (DanbiCasePage *self);
void danbi_case_page_focus_first (DanbiCasePage *self);
void danbi_case_page_demand_all (DanbiCasePage *self);
void danbi_case_page_remove_all_images (DanbiCasePage *self);

G_END_DECLS

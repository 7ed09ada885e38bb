/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DanbiToothMark:
 * @DANBI_TOOTH_PLAIN: nothing is to be said of it
 * @DANBI_TOOTH_COVERED: an area that is chosen covers it
 * @DANBI_TOOTH_MIXED: it is chosen, and so is an area that covers it
 */
typedef enum
{
  DANBI_TOOTH_PLAIN,
  DANBI_TOOTH_COVERED,
  DANBI_TOOTH_MIXED,
} DanbiToothMark;

#define DANBI_TYPE_TOOTH (danbi_tooth_get_type ())
G_DECLARE_FINAL_TYPE (DanbiTooth, danbi_tooth, DANBI, TOOTH, GtkToggleButton)

GtkWidget *danbi_tooth_new (const char *code);
void danbi_tooth_set_mark (DanbiTooth *self, DanbiToothMark mark);
DanbiToothMark danbi_tooth_get_mark (DanbiTooth *self);

G_END_DECLS

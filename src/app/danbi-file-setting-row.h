/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DANBI_TYPE_FILE_SETTING_ROW (danbi_file_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiFileSettingRow, danbi_file_setting_row, DANBI, FILE_SETTING_ROW,
                      AdwActionRow)

/* Properties, for its place in a .ui file: "key" (string, of the settings), "folder" (boolean,
 * whether a folder is chosen), "none-text" (string, what stands there while nothing is). */
void danbi_file_setting_row_set_settings (DanbiFileSettingRow *self, GSettings *settings);

G_END_DECLS

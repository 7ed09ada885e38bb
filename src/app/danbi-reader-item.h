/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DANBI_TYPE_READER_ITEM (danbi_reader_item_get_type ())
G_DECLARE_FINAL_TYPE (DanbiReaderItem, danbi_reader_item, DANBI, READER_ITEM, GtkBox)

G_END_DECLS

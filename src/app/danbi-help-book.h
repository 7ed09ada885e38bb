/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-help-page.h"

G_BEGIN_DECLS

/* All pages, in the order in which they are read. */
typedef struct _DanbiHelpBook DanbiHelpBook;

DanbiHelpBook *danbi_help_book_open (GError **error);
void danbi_help_book_free (DanbiHelpBook *book);
guint danbi_help_book_get_n_pages (DanbiHelpBook *book);
const DanbiHelpPage *danbi_help_book_get_page (DanbiHelpBook *book, guint i);
const DanbiHelpPage *danbi_help_book_find (DanbiHelpBook *book, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiHelpBook, danbi_help_book_free)

G_END_DECLS

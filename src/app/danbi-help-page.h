/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DANBI_HELP_HEADING,
  DANBI_HELP_TEXT,
  DANBI_HELP_NOTE,
  DANBI_HELP_ITEM,
  DANBI_HELP_STEP,
  DANBI_HELP_TERM,
  DANBI_HELP_MEANING,
} DanbiHelpKind;

/* What stands below the one before it; @number counts the steps of one list from 1 on. */
typedef struct
{
  DanbiHelpKind kind;
  guint number;
  char *markup;
} DanbiHelpBlock;

/* One page of the help, read from Mallard. A guide is followed by the pages that name it. */
typedef struct
{
  char *id;
  char *title;
  char *desc;
  char *sort;
  gboolean is_guide;
  GPtrArray *guides; /* (element-type utf8) */
  GPtrArray *blocks; /* (element-type DanbiHelpBlock) */
  char *words;       /* all of its text, folded, for searching */
} DanbiHelpPage;

DanbiHelpPage *danbi_help_page_read (const char *text, gssize length, GError **error);
void danbi_help_page_free (DanbiHelpPage *page);
gboolean danbi_help_page_names (const DanbiHelpPage *page, const char *guide);
gboolean danbi_help_page_is_called (const DanbiHelpPage *page, const char *sought);
gboolean danbi_help_page_has (const DanbiHelpPage *page, const char *sought);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiHelpPage, danbi_help_page_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One bit each; a person gives two or three. */
#define DANBI_WORDS_MAX 32

/* What a person asked for, in capitals. */
typedef struct
{
  guint n;
  char *words[DANBI_WORDS_MAX];
  char *dates[DANBI_WORDS_MAX]; /* the digits of a word that may be a part of a date, or NULL */
} DanbiWords;

void danbi_words_init (DanbiWords *self, const char *text);
void danbi_words_clear (DanbiWords *self);
const char *danbi_words_skip_line (const char *text);
guint32 danbi_words_match (const DanbiWords *self, const char *row, gboolean id_parts);
guint32 danbi_words_get_all (const DanbiWords *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiWords, danbi_words_clear)

G_END_DECLS

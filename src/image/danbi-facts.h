/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DANBI_FACTS_MAX 64

/**
 * DanbiFacts:
 * @n: how many there are
 *
 * The names and values of one line. They point into the line.
 */
typedef struct
{
  guint n;
  guint next; /* where a look-up begins: they are asked for in the order they were written */
  struct
  {
    const char *name;
    const char *value;
  } pairs[DANBI_FACTS_MAX];
} DanbiFacts;

void danbi_facts_append_text (GByteArray *line, const char *name, const char *text);
void danbi_facts_append_number (GByteArray *line, const char *name, guint64 number);
void danbi_facts_append_end (GByteArray *line);

gboolean danbi_facts_parse (DanbiFacts *self, char *line, gsize length);
const char *danbi_facts_find (DanbiFacts *self, const char *name);
gboolean danbi_facts_get_text (DanbiFacts *self, const char *name, gsize max_bytes, char **text,
                               GError **error);
gboolean danbi_facts_get_count (DanbiFacts *self, const char *name, guint64 max, guint64 *count,
                                GError **error);
gboolean danbi_facts_refuse (GError **error, const char *name);

G_END_DECLS

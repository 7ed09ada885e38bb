/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void danbi_answer_json (SoupServerMessage *message, guint status, const char *document);
void danbi_answer_nothing (SoupServerMessage *message, guint status);
void danbi_answer_problem (SoupServerMessage *message, guint status, const char *detail);
void danbi_answer_method (SoupServerMessage *message, const char *allowed);
gboolean danbi_request_is_local (SoupServerMessage *message);
const char *danbi_request_get_header (SoupServerMessage *message, const char *name);

G_END_DECLS

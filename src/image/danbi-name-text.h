/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *danbi_name_guess (const char *bytes);
char *danbi_name_to_text (const char *bytes);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void danbi_trial_run (const char *request, gsize length);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void danbi_listing_settle (GPtrArray *images);

G_END_DECLS

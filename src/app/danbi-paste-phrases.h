/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

char *danbi_phrase_paste (DanbiPaste paste, guint32 kept);

G_END_DECLS

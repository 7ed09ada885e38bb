/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-tone.h"
#include "danbi-unseen.h"

G_BEGIN_DECLS

/* What is written over and beside a picture: pure, in the program's language, (transfer full). */
char *danbi_phrase_patient (const DanbiImage *image);
char *danbi_phrase_study (const DanbiImage *image);
char *danbi_phrase_place (guint place, guint n);
char *danbi_phrase_frame (guint frame, guint n);
char *danbi_phrase_slice (guint slice, guint n);
char *danbi_phrase_tone (const DanbiTone *tone, const DanbiPicture *picture);
char *danbi_phrase_picture (const DanbiImage *image, guint place, guint n);
char *danbi_phrase_unseen (const DanbiUnseen *unseen);

G_END_DECLS

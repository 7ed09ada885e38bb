/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-patient.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

char *danbi_phrase_known_patient (const DanbiPatient *patient, gint64 now_s);
char *danbi_phrase_last_visit (const DanbiPatient *patient, const DanbiRules *rules);

G_END_DECLS

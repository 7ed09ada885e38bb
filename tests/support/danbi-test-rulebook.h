/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"
#include "danbi-rulebook.h"
#include "danbi-tsv.h"

G_BEGIN_DECLS

DanbiRulebook *danbi_test_rulebook_load (void);
DanbiRulebook *danbi_test_rulebook_load_with (const char *file_name, const char *text);
DanbiRecord *danbi_test_record_new (void);
void danbi_test_record_apply (DanbiRecord *record, const char *changes);
DanbiTsv *danbi_test_cases_load (const char *file_name);

/* The time at which danbi_test_record_new() is a good case: 2026-11-22T16:00:00+08:00. */
#define DANBI_TEST_NOW_S G_GINT64_CONSTANT (1795334400)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-field.h"

G_BEGIN_DECLS

typedef enum
{
  DANBI_SEVERITY_NOTICE,
  DANBI_SEVERITY_WARNING,
  DANBI_SEVERITY_ERROR,
} DanbiSeverity;

/**
 * DanbiReason:
 *
 * What exactly is wrong: one value for each sentence of the program, several for a rule that can
 * be broken in several ways. Each reason belongs to one rule; danbi-finding.c holds the table from
 * reason to rule id, severity, NHI code, field, overridable, source and the sentence.
 */
typedef enum
{
  DANBI_REASON_NONE,
#define DANBI_REASON(name, ...) DANBI_REASON_##name,
#include "danbi-reasons.inc"
#undef DANBI_REASON
  DANBI_N_REASONS,
} DanbiReason;

#define DANBI_TYPE_FINDING (danbi_finding_get_type ())
G_DECLARE_FINAL_TYPE (DanbiFinding, danbi_finding, DANBI, FINDING, GObject)

DanbiFinding *danbi_finding_new (DanbiReason reason, DanbiField field, const char *path,
                                 const char *first_arg, ...) G_GNUC_NULL_TERMINATED;

DanbiReason danbi_finding_get_reason (const DanbiFinding *self);
const char *danbi_finding_get_rule (const DanbiFinding *self);
DanbiSeverity danbi_finding_get_severity (const DanbiFinding *self);
gboolean danbi_finding_get_overridable (const DanbiFinding *self);
gboolean danbi_finding_is_missing_value (const DanbiFinding *self);
DanbiField danbi_finding_get_field (const DanbiFinding *self);
const char *danbi_finding_get_nhi_code (const DanbiFinding *self);
const char *danbi_finding_get_path (const DanbiFinding *self);
const char *danbi_finding_get_override (const DanbiFinding *self);
void danbi_finding_set_override (DanbiFinding *self, const char *why);
gboolean danbi_finding_blocks (const DanbiFinding *self);
gboolean danbi_finding_equal (const DanbiFinding *a, const DanbiFinding *b);
char *danbi_finding_dup_ground (const DanbiFinding *self);

char *danbi_finding_dup_message (const DanbiFinding *self);
const char *danbi_severity_get_nick (DanbiSeverity severity);

gboolean danbi_rule_exists (const char *rule);
gboolean danbi_rule_is_overridable (const char *rule);
const char *const *danbi_rule_list (void);
const char *danbi_rule_get_source (const char *rule);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-check.h"
#include "danbi-cli.h"
#include "danbi-deadline.h"
#include "danbi-intake.h"

G_BEGIN_DECLS

/**
 * DanbiJudgement:
 * @record: (nullable): the case, where the judgement read it itself
 * @findings: (element-type DanbiFinding): what was found
 * @deadline: when the case earns what
 * @now_s: the time of the check, seconds since the epoch
 * @intake: (nullable): holds the files of @chosen that came out of archives
 * @chosen: (nullable) (element-type DanbiImage): the files that would be packed
 * @kind: (nullable): of danbi_intake_get_kind()
 * @n_referenced: files that are referred to
 * @n_read: files that were read
 * @bytes: their size together
 *
 * All that `check --json` says of a case.
 */
typedef struct
{
  DanbiRecord *record;
  GPtrArray *findings;
  DanbiDeadline deadline;
  gint64 now_s;
  DanbiIntake *intake;
  GPtrArray *chosen;
  const char *kind;
  guint n_referenced;
  guint n_read;
  guint64 bytes;
} DanbiJudgement;

DanbiJudgement *danbi_judgement_new (const DanbiCheckInput *input);
DanbiJudgement *danbi_judgement_of_file (const DanbiCli *cli, const char *path, GError **error);
void danbi_judgement_free (DanbiJudgement *self);
void danbi_judgement_print (const DanbiJudgement *self, gboolean json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiJudgement, danbi_judgement_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiMatch:
 * @DANBI_MATCH_NONE: it is not what is looked for
 * @DANBI_MATCH_SCATTERED: the initials stand in the name in this order, the first one at the
 *   beginning of a part of it
 * @DANBI_MATCH_INITIALS_INSIDE: the initials stand in the name side by side
 * @DANBI_MATCH_INITIALS: the name begins with the initials
 * @DANBI_MATCH_WORDS: the words stand somewhere in what describes it
 * @DANBI_MATCH_CODE_INSIDE: the code contains what was typed
 * @DANBI_MATCH_NAME: the name begins with what was typed
 * @DANBI_MATCH_CODE: the code begins with what was typed
 * @DANBI_MATCH_EXACT: it is the code itself
 *
 * How well a code answers what was typed, the best one last.
 */
typedef enum
{
  DANBI_MATCH_NONE,
  DANBI_MATCH_SCATTERED,
  DANBI_MATCH_INITIALS_INSIDE,
  DANBI_MATCH_INITIALS,
  DANBI_MATCH_WORDS,
  DANBI_MATCH_CODE_INSIDE,
  DANBI_MATCH_NAME,
  DANBI_MATCH_CODE,
  DANBI_MATCH_EXACT,
} DanbiMatch;

DanbiMatch danbi_search_match (const DanbiRules *rules, const char *typed, const char *code,
                               const char *name, const char *more);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiArchiveUse:
 * @DANBI_ARCHIVE_NEW: neither the name nor its case number was in an earlier batch
 * @DANBI_ARCHIVE_NUMBER_USED: the case number was, under another name
 * @DANBI_ARCHIVE_NAME_USED: the name was
 */
typedef enum
{
  DANBI_ARCHIVE_NEW,
  DANBI_ARCHIVE_NUMBER_USED,
  DANBI_ARCHIVE_NAME_USED,
} DanbiArchiveUse;

/**
 * DanbiArrival:
 * @path: where the bytes of an archive are
 * @filename: (nullable): the name that its upload gave
 * @use: whether an earlier batch had it
 *
 * One archive of a batch, as it arrived.
 */
typedef struct
{
  char *path;
  char *filename;
  DanbiArchiveUse use;
} DanbiArrival;

/**
 * DanbiBatchCheck:
 * @csv_path: where the bytes of the CSV are
 * @csv_name: its name
 * @arrivals: (element-type utf8 DanbiArrival): by the name under which the batch names them
 * @rulebook: the rules
 * @now_s: when the batch was received
 *
 * All that the three checks ask about.
 */
typedef struct
{
  char *csv_path;
  char *csv_name;
  GHashTable *arrivals;
  DanbiRulebook *rulebook;
  gint64 now_s;
} DanbiBatchCheck;

DanbiArrival *danbi_arrival_new (const char *path, const char *filename, DanbiArchiveUse use);
DanbiBatchCheck *danbi_batch_check_new (const char *csv_path, const char *csv_name,
                                        DanbiRulebook *rulebook, gint64 now_s);
void danbi_batch_check_free (DanbiBatchCheck *self);
GPtrArray *danbi_batch_check_run (const DanbiBatchCheck *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiBatchCheck, danbi_batch_check_free)

G_END_DECLS

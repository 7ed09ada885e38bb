/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-rulebook.h"
#include "danbi-tsv.h"

G_BEGIN_DECLS

/**
 * DanbiTableKind:
 * @DANBI_TABLE_CLASSES: image-classes.tsv
 * @DANBI_TABLE_ORDERS: order-codes.tsv
 * @DANBI_TABLE_LIMITS: limits.tsv
 * @DANBI_TABLE_PHONETICS: phonetics.tsv
 *
 * The tables of which a rule set is made. The first ones are the code tables: a #DanbiCodeTable is
 * a kind of table too. A table refers only to tables before it.
 */
typedef enum
{
  DANBI_TABLE_CLASSES = DANBI_N_CODE_TABLES,
  DANBI_TABLE_ORDERS,
  DANBI_TABLE_LIMITS,
  DANBI_TABLE_PHONETICS,
  DANBI_N_TABLES,
} DanbiTableKind;

/**
 * DanbiTable:
 * @kind: a #DanbiCodeTable or a #DanbiTableKind
 * @file_name: the name of its file, for messages
 * @from: the day from which it holds, `2027-01-01`; "" for the beginning
 * @tsv: its cells
 *
 * One version of one table of the rulebook. Used inside this room only.
 */
typedef struct
{
  guint kind;
  char *file_name;
  char *from;
  DanbiTsv *tsv;
} DanbiTable;

DanbiTable *danbi_table_new (const char *file_name, GBytes *bytes, GError **error);
void danbi_table_free (DanbiTable *self);

const char *danbi_table_kind_get_name (guint kind);
const char *const *danbi_table_get_columns (const DanbiTable *self);
guint danbi_table_get_n_rows (const DanbiTable *self);
const char *danbi_table_get (const DanbiTable *self, guint row, const char *column);
gboolean danbi_table_get_number (const DanbiTable *self, guint row, const char *column,
                                 guint64 max, guint64 *number, GError **error);
gboolean danbi_table_get_word (const DanbiTable *self, guint row, const char *column,
                               const char *const *words, guint *place, GError **error);
gboolean danbi_table_get_day (const DanbiTable *self, guint row, const char *column,
                              GError **error);
gboolean danbi_table_fail (const DanbiTable *self, guint row, const char *column, const char *why,
                           GError **error);
gboolean danbi_table_read_day (const char *text, DanbiRocDate *day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTable, danbi_table_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-roc-date.h"
#include "danbi-tables.h"

G_BEGIN_DECLS

/**
 * DanbiOrderClass:
 * @code: `CT`, `MR`, `XR`, `US`, `ES`
 * @name_zh: its Chinese name
 * @name_en: its English name
 * @min_long: the least number of pixels of the longer side; 0 where NHI published none
 * @min_short: the least number of the shorter side; 0 where NHI published none
 * @modalities: (array zero-terminated=1): DICOM modalities (0008,0060) of the class
 *
 * What images of one kind must be like (image-upload format, rule 4-2-2-C).
 */
typedef struct
{
  const char *code;
  const char *name_zh;
  const char *name_en;
  guint min_long;
  guint min_short;
  char **modalities;
} DanbiOrderClass;

typedef enum
{
  DANBI_SITE_SCHEME_NONE,
  DANBI_SITE_SCHEME_TOOTH,
  DANBI_SITE_SCHEME_REGION,
} DanbiSiteScheme;

/**
 * DanbiOrderCode:
 * @item: its number in NHI's table 1
 * @code: `34004C`
 * @name_zh: its Chinese name
 * @image_class: (transfer none): what its images must be like
 * @jpg_allowed: whether JPG will do; otherwise only DICOM
 * @site_scheme: how its F13 is written
 * @site_required: whether F13 must be filled
 *
 * One row of NHI's table 1.
 */
typedef struct
{
  guint item;
  const char *code;
  const char *name_zh;
  const DanbiOrderClass *image_class;
  gboolean jpg_allowed;
  DanbiSiteScheme site_scheme;
  gboolean site_required;
} DanbiOrderCode;

/**
 * DanbiCode:
 * @code: the code
 * @name_zh: what it means
 * @group: a further word of its table ("" where there is none): group of a visit type, kind of a
 *   tooth, `before`/`after`/`any` of an exception code
 * @source: where it was published, `image-2021` or `lab-2025`; "" where the table does not say
 */
typedef struct
{
  const char *code;
  const char *name_zh;
  const char *group;
  const char *source;
} DanbiCode;

/**
 * DanbiReading:
 * @character: a Han character
 * @pinyin: the letters with which its readings begin in Hanyu Pinyin, `cz`
 * @zhuyin: the symbols with which they begin in Zhuyin, `ㄔㄓ`
 *
 * How a character of the tables' names is looked for by its sound.
 */
typedef struct
{
  const char *character;
  const char *pinyin;
  const char *zhuyin;
} DanbiReading;

typedef enum
{
  DANBI_CODE_TABLE_PROVIDER_TYPES,
  DANBI_CODE_TABLE_VISIT_TYPES,
  DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS,
  DANBI_CODE_TABLE_TEETH,
  DANBI_CODE_TABLE_REGIONS,
  DANBI_CODE_TABLE_NHI_ERRORS,
  DANBI_N_CODE_TABLES,
} DanbiCodeTable;

/**
 * DanbiLimits:
 *
 * The numbers of the rulebook, from `limits.tsv`. What each means and where it comes from stands
 * in that table.
 */
typedef struct
{
  gint64 future_tolerance_s;
  gint64 full_points_s;
  gint64 half_points_s;
  guint full_points_percent;
  guint half_points_percent;
  guint max_age_years;
  guint newborn_warning_days;
  guint study_date_error_days;
  guint max_tooth_codes;
  guint max_region_codes;
  guint64 max_archive_bytes;
  guint64 max_cab_bytes;
} DanbiLimits;

/* The rule set that is in force on one day. Belongs to its rulebook. */
typedef struct _DanbiRules DanbiRules;

/* All rule sets, by the date from which they hold. */
typedef struct _DanbiRulebook DanbiRulebook;

/**
 * DanbiTableSource:
 * @func: (scope call): to be told of each table
 * @user_data: handed to @func
 * @error: the reason of a failure
 *
 * Where tables come from, such as danbi_tables_foreach(): this room reads no files itself.
 *
 * Returns: whether @func took every table
 */
typedef gboolean (*DanbiTableSource) (DanbiTableFunc func, gpointer user_data, GError **error);

DanbiRulebook *danbi_rulebook_new (void);
DanbiRulebook *danbi_rulebook_new_from (DanbiTableSource source, GError **error);
DanbiRulebook *danbi_rulebook_ref (DanbiRulebook *self);
void danbi_rulebook_unref (DanbiRulebook *self);
gboolean danbi_rulebook_add_table (DanbiRulebook *self, const char *file_name, GBytes *bytes,
                                   GError **error);
gboolean danbi_rulebook_seal (DanbiRulebook *self, GError **error);
const DanbiRules *danbi_rulebook_get_rules (const DanbiRulebook *self, const DanbiRocDate *on);

const DanbiLimits *danbi_rules_get_limits (const DanbiRules *self);
const char *danbi_rules_get_effective_from (const DanbiRules *self);
const DanbiOrderCode *danbi_rules_find_order (const DanbiRules *self, const char *code);
const DanbiOrderCode *danbi_rules_get_order (const DanbiRules *self, guint index);
guint danbi_rules_get_n_orders (const DanbiRules *self);
const DanbiOrderClass *danbi_rules_find_class (const DanbiRules *self, const char *code);
const DanbiCode *danbi_rules_find_code (const DanbiRules *self, DanbiCodeTable table,
                                        const char *code);
const DanbiCode *danbi_rules_get_code (const DanbiRules *self, DanbiCodeTable table, guint index);
guint danbi_rules_get_n_codes (const DanbiRules *self, DanbiCodeTable table);
const DanbiReading *danbi_rules_find_reading (const DanbiRules *self, const char *character);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiRulebook, danbi_rulebook_unref)

G_END_DECLS

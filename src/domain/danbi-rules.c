/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule set that is in force on one day: its codes, classes and numbers, found by hash. */
#include "config.h"

#include <string.h>

#include "danbi-rules.h"

typedef struct
{
  GPtrArray *items;  /* one struct for each row, in the order of the table */
  GHashTable *by_code;
} Index;

struct _DanbiRules
{
  char *effective_from; /* 2021-10-01 */
  DanbiLimits limits;
  Index classes;
  Index orders;
  Index codes[DANBI_N_CODE_TABLES];
  Index readings;
};

/* The rows of limits.tsv and the member of DanbiLimits that each fills. */
static const struct
{
  const char *key;
  gsize offset;
  gsize size;
} limits[] = {
#define LIMIT(name) { #name, G_STRUCT_OFFSET (DanbiLimits, name), sizeof ((DanbiLimits *) 0)->name }
  LIMIT (future_tolerance_s),
  LIMIT (full_points_s),
  LIMIT (half_points_s),
  LIMIT (full_points_percent),
  LIMIT (half_points_percent),
  LIMIT (max_age_years),
  LIMIT (newborn_warning_days),
  LIMIT (study_date_error_days),
  LIMIT (max_tooth_codes),
  LIMIT (max_region_codes),
  LIMIT (max_archive_bytes),
  LIMIT (max_cab_bytes),
#undef LIMIT
};

/* The row of limits.tsv that tells from when the first rule set holds. */
#define BEGINNING "effective_from"

static void
order_class_free (DanbiOrderClass *self)
{
  g_strfreev (self->modalities);
  g_free (self);
}

static void
index_init (Index         *self,
            GDestroyNotify free_item)
{
  self->items = g_ptr_array_new_with_free_func (free_item);
  self->by_code = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
index_clear (Index *self)
{
  g_hash_table_unref (self->by_code);
  g_ptr_array_unref (self->items);
}

static void
index_take (Index      *self,
            const char *code,
            gpointer    item)
{
  g_ptr_array_add (self->items, item);
  g_hash_table_insert (self->by_code, (gpointer) code, item);
}

static gconstpointer
index_find (const Index *self,
            const char  *code)
{
  return code ? g_hash_table_lookup (self->by_code, code) : NULL;
}

static gconstpointer
index_get (const Index *self,
           guint        place)
{
  g_return_val_if_fail (place < self->items->len, NULL);

  return g_ptr_array_index (self->items, place);
}

/* An empty cell counts 0: NHI published no number. */
static gboolean
read_pixels (const DanbiTable *table,
             guint             row,
             const char       *column,
             guint            *pixels,
             GError          **error)
{
  guint64 number = 0;

  if (*danbi_table_get (table, row, column) != '\0'
      && !danbi_table_get_number (table, row, column, G_MAXUINT16, &number, error))
    return FALSE;
  *pixels = (guint) number;
  return TRUE;
}

static gboolean
read_yes_no (const DanbiTable *table,
             guint             row,
             const char       *column,
             gboolean         *yes,
             GError          **error)
{
  static const char *const words[] = { "no", "yes", NULL };
  guint place;

  if (!danbi_table_get_word (table, row, column, words, &place, error))
    return FALSE;
  *yes = place == 1;
  return TRUE;
}

static gboolean
read_scheme (const DanbiTable *table,
             guint             row,
             DanbiSiteScheme  *scheme,
             GError          **error)
{
  static const char *const words[] = {
    [DANBI_SITE_SCHEME_NONE] = "",
    [DANBI_SITE_SCHEME_TOOTH] = "tooth",
    [DANBI_SITE_SCHEME_REGION] = "region",
    NULL,
  };
  guint place;

  if (!danbi_table_get_word (table, row, "site_scheme", words, &place, error))
    return FALSE;
  *scheme = place;
  return TRUE;
}

/* The key of a row: there must be one, and no other row may have it. */
static gboolean
read_key (const DanbiTable *table,
          guint             row,
          const Index      *index,
          const char      **key,
          GError          **error)
{
  const char *column = danbi_table_get_columns (table)[0];

  *key = danbi_table_get (table, row, column);
  if (**key == '\0')
    return danbi_table_fail (table, row, column, "is empty", error);
  if (index_find (index, *key))
    return danbi_table_fail (table, row, column, "stands in two rows", error);
  return TRUE;
}

static gboolean
read_class (DanbiRules       *self,
            const DanbiTable *table,
            guint             row,
            GError          **error)
{
  g_autofree DanbiOrderClass *item = g_new0 (DanbiOrderClass, 1);
  const char *code;

  if (!read_key (table, row, &self->classes, &code, error)
      || !read_pixels (table, row, "min_long", &item->min_long, error)
      || !read_pixels (table, row, "min_short", &item->min_short, error))
    return FALSE;
  if (item->min_long < item->min_short)
    return danbi_table_fail (table, row, "min_long", "is less than min_short", error);

  item->code = code;
  item->name_zh = danbi_table_get (table, row, "name_zh");
  item->name_en = danbi_table_get (table, row, "name_en");
  item->modalities = g_strsplit (danbi_table_get (table, row, "dicom_modalities"), " ", -1);
  index_take (&self->classes, code, g_steal_pointer (&item));
  return TRUE;
}

static gboolean
read_order (DanbiRules       *self,
            const DanbiTable *table,
            guint             row,
            GError          **error)
{
  g_autofree DanbiOrderCode *item = g_new0 (DanbiOrderCode, 1);
  const char *code;
  guint64 number;

  if (!read_key (table, row, &self->orders, &code, error)
      || !danbi_table_get_number (table, row, "item", G_MAXUINT16, &number, error)
      || !read_yes_no (table, row, "jpg_allowed", &item->jpg_allowed, error)
      || !read_yes_no (table, row, "site_required", &item->site_required, error)
      || !read_scheme (table, row, &item->site_scheme, error))
    return FALSE;
  item->image_class = index_find (&self->classes, danbi_table_get (table, row, "class"));
  if (!item->image_class)
    return danbi_table_fail (table, row, "class", "is no class of image-classes.tsv", error);

  item->item = (guint) number;
  item->code = code;
  item->name_zh = danbi_table_get (table, row, "name_zh");
  index_take (&self->orders, code, g_steal_pointer (&item));
  return TRUE;
}

static gboolean
read_code (DanbiRules       *self,
           const DanbiTable *table,
           guint             row,
           GError          **error)
{
  const char *const *columns = danbi_table_get_columns (table);
  Index *index = &self->codes[table->kind];
  g_autofree DanbiCode *item = g_new0 (DanbiCode, 1);
  const char *code;

  if (!read_key (table, row, index, &code, error))
    return FALSE;

  item->code = code;
  item->name_zh = danbi_table_get (table, row, columns[1]);
  item->group = columns[2] ? danbi_table_get (table, row, columns[2]) : "";
  item->source = columns[2] && columns[3] ? danbi_table_get (table, row, columns[3]) : "";
  index_take (index, code, g_steal_pointer (&item));
  return TRUE;
}

static gboolean
read_reading (DanbiRules       *self,
              const DanbiTable *table,
              guint             row,
              GError          **error)
{
  g_autofree DanbiReading *item = g_new0 (DanbiReading, 1);
  const char *character;

  if (!read_key (table, row, &self->readings, &character, error))
    return FALSE;
  if (g_utf8_strlen (character, -1) != 1)
    return danbi_table_fail (table, row, "character", "is more than one character", error);

  item->character = character;
  item->pinyin = danbi_table_get (table, row, "pinyin");
  item->zhuyin = danbi_table_get (table, row, "zhuyin");
  if (*item->pinyin == '\0' || *item->zhuyin == '\0')
    return danbi_table_fail (table, row, *item->pinyin == '\0' ? "pinyin" : "zhuyin", "is empty",
                             error);
  index_take (&self->readings, character, g_steal_pointer (&item));
  return TRUE;
}

/* Of later versions of limits.tsv the file name tells the day, so the row says nothing new. */
static gboolean
read_beginning (DanbiRules       *self,
                const DanbiTable *table,
                guint             row,
                GError          **error)
{
  if (!danbi_table_get_day (table, row, "value", error))
    return FALSE;
  if (!self->effective_from)
    self->effective_from = g_strdup (danbi_table_get (table, row, "value"));
  return TRUE;
}

static gboolean
store_limit (DanbiRules       *self,
             const DanbiTable *table,
             guint             row,
             guint             place,
             GError          **error)
{
  gpointer member = G_STRUCT_MEMBER_P (&self->limits, limits[place].offset);
  guint64 number;

  if (limits[place].size == sizeof (guint))
    {
      if (!danbi_table_get_number (table, row, "value", G_MAXINT, &number, error))
        return FALSE;
      *(guint *) member = (guint) number;
      return TRUE;
    }
  /* The signed ones are spans of seconds, to be added to an instant. */
  if (!danbi_table_get_number (table, row, "value", G_MAXINT64 / 4, &number, error))
    return FALSE;
  *(guint64 *) member = number;
  return TRUE;
}

static gboolean
read_limit (DanbiRules       *self,
            const DanbiTable *table,
            guint             row,
            GHashTable       *seen,
            GError          **error)
{
  const char *key = danbi_table_get (table, row, "key");

  if (!g_hash_table_add (seen, (gpointer) key))
    return danbi_table_fail (table, row, "key", "stands in two rows", error);
  if (strcmp (key, BEGINNING) == 0)
    return read_beginning (self, table, row, error);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (strcmp (key, limits[i].key) == 0)
      return store_limit (self, table, row, i, error);
  return danbi_table_fail (table, row, "key", "is no limit that the program knows", error);
}

/* The key of a row that must be there and is not. */
static const char *
find_missing_limit (const DanbiRules *self,
                    GHashTable       *seen)
{
  if (!self->effective_from)
    return BEGINNING;
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (!g_hash_table_contains (seen, limits[i].key))
      return limits[i].key;
  return NULL;
}

static gboolean
read_limits (DanbiRules       *self,
             const DanbiTable *table,
             GError          **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *missing;

  for (guint row = 0; row < danbi_table_get_n_rows (table); row++)
    if (!read_limit (self, table, row, seen, error))
      return FALSE;

  missing = find_missing_limit (self, seen);
  if (missing)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "Could not use %s: column key: no row has “%s”", table->file_name, missing);
  return missing == NULL;
}

/**
 * danbi_rules_new:
 * @effective_from: (nullable): the day from which it holds; %NULL: the one that limits.tsv names
 *
 * Returns: (transfer full): a rule set without any rule
 */
DanbiRules *
danbi_rules_new (const char *effective_from)
{
  DanbiRules *self = g_new0 (DanbiRules, 1);

  self->effective_from = g_strdup (effective_from);
  index_init (&self->classes, (GDestroyNotify) order_class_free);
  index_init (&self->orders, g_free);
  index_init (&self->readings, g_free);
  for (guint i = 0; i < DANBI_N_CODE_TABLES; i++)
    index_init (&self->codes[i], g_free);
  return self;
}

/**
 * danbi_rules_free:
 * @self: a rule set
 */
void
danbi_rules_free (DanbiRules *self)
{
  g_free (self->effective_from);
  index_clear (&self->readings);
  index_clear (&self->orders);
  index_clear (&self->classes);
  for (guint i = 0; i < DANBI_N_CODE_TABLES; i++)
    index_clear (&self->codes[i]);
  g_free (self);
}

/**
 * danbi_rules_read_table:
 * @self: a rule set that has the tables to which @table refers
 * @table: a table, which must live as long as @self
 * @error: %G_IO_ERROR_INVALID_DATA, naming file, row and column
 *
 * Returns: whether all rows of @table make sense and are in the rule set
 */
gboolean
danbi_rules_read_table (DanbiRules       *self,
                        const DanbiTable *table,
                        GError          **error)
{
  gboolean (*read_row) (DanbiRules *, const DanbiTable *, guint, GError **) = read_code;

  if (table->kind == DANBI_TABLE_LIMITS)
    return read_limits (self, table, error);
  if (table->kind == DANBI_TABLE_CLASSES)
    read_row = read_class;
  if (table->kind == DANBI_TABLE_ORDERS)
    read_row = read_order;
  if (table->kind == DANBI_TABLE_PHONETICS)
    read_row = read_reading;
  for (guint row = 0; row < danbi_table_get_n_rows (table); row++)
    if (!read_row (self, table, row, error))
      return FALSE;
  return TRUE;
}

/**
 * danbi_rules_get_limits:
 * @self: a rule set
 *
 * Returns: (transfer none): its numbers
 */
const DanbiLimits *
danbi_rules_get_limits (const DanbiRules *self)
{
  return &self->limits;
}

/**
 * danbi_rules_get_effective_from:
 * @self: a rule set
 *
 * Returns: (transfer none): the day from which it holds, as `2021-10-01`
 */
const char *
danbi_rules_get_effective_from (const DanbiRules *self)
{
  return self->effective_from;
}

/**
 * danbi_rules_find_order:
 * @self: a rule set
 * @code: (nullable): an order code
 *
 * Returns: (transfer none) (nullable): its row in NHI's table 1
 */
const DanbiOrderCode *
danbi_rules_find_order (const DanbiRules *self,
                        const char       *code)
{
  return index_find (&self->orders, code);
}

/**
 * danbi_rules_get_order:
 * @self: a rule set
 * @index: from 0 to danbi_rules_get_n_orders() − 1
 *
 * Returns: (transfer none): a row of NHI's table 1, in the order of the table
 */
const DanbiOrderCode *
danbi_rules_get_order (const DanbiRules *self,
                       guint             index)
{
  return index_get (&self->orders, index);
}

/**
 * danbi_rules_get_n_orders:
 * @self: a rule set
 *
 * Returns: how many order codes there are
 */
guint
danbi_rules_get_n_orders (const DanbiRules *self)
{
  return self->orders.items->len;
}

/**
 * danbi_rules_find_class:
 * @self: a rule set
 * @code: (nullable): `CT`, `MR`, `XR`, `US`, `ES`
 *
 * Returns: (transfer none) (nullable): the class of images
 */
const DanbiOrderClass *
danbi_rules_find_class (const DanbiRules *self,
                        const char       *code)
{
  return index_find (&self->classes, code);
}

/**
 * danbi_rules_find_code:
 * @self: a rule set
 * @table: which table
 * @code: (nullable): a code
 *
 * Returns: (transfer none) (nullable): its row
 */
const DanbiCode *
danbi_rules_find_code (const DanbiRules *self,
                       DanbiCodeTable    table,
                       const char       *code)
{
  return index_find (&self->codes[table], code);
}

/**
 * danbi_rules_get_code:
 * @self: a rule set
 * @table: which table
 * @index: from 0 to danbi_rules_get_n_codes() − 1
 *
 * Returns: (transfer none): a row, in the order of the table
 */
const DanbiCode *
danbi_rules_get_code (const DanbiRules *self,
                      DanbiCodeTable    table,
                      guint             index)
{
  return index_get (&self->codes[table], index);
}

/**
 * danbi_rules_get_n_codes:
 * @self: a rule set
 * @table: which table
 *
 * Returns: how many codes it has
 */
guint
danbi_rules_get_n_codes (const DanbiRules *self,
                         DanbiCodeTable    table)
{
  return self->codes[table].items->len;
}

/**
 * danbi_rules_find_reading:
 * @self: a rule set
 * @character: a Han character, as UTF-8
 *
 * Returns: (transfer none) (nullable): how the character is looked for by its sound
 */
const DanbiReading *
danbi_rules_find_reading (const DanbiRules *self,
                          const char       *character)
{
  return index_find (&self->readings, character);
}

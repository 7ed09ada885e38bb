/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NHI's three checks of one batch: each row, the rows against the archives, the images. */
#include "config.h"

#include <string.h>

#include "danbi-archive-check.h"
#include "danbi-batch-check.h"
#include "danbi-batch-csv.h"
#include "danbi-check.h"
#include "danbi-file.h"
#include "danbi-wire.h"

#define CODE_NAME_AND_CONTENT "22" /* 上傳檔名與檔案內容不符 */
#define CODE_REPEATED "25"         /* 資料重覆 */

typedef struct
{
  const DanbiBatchCheck *batch;
  char provider_id[11];     /* that the CSV's name gives */
  GHashTable *seen_archives;
  GHashTable *seen_numbers;
  GHashTable *seen_texts;
} Run;

static void
arrival_free (gpointer data)
{
  DanbiArrival *self = data;

  g_free (self->path);
  g_free (self->filename);
  g_free (self);
}

static void
reject (DanbiRowOutcome *outcome,
        DanbiField       field,
        const char      *code)
{
  const char *key = field == DANBI_FIELD_NONE ? NULL : danbi_field_get_key (field);

  outcome->state = DANBI_ROW_REJECTED;
  for (guint i = 0; i < outcome->errors->len; i++)
    {
      const DanbiRowError *known = outcome->errors->pdata[i];

      if (known->column == (guint) field && g_str_equal (known->code, code))
        return;
    }
  if (outcome->errors->len < DANBI_WIRE_MAX_ROW_ERRORS)
    g_ptr_array_add (outcome->errors, danbi_row_error_new ((guint) field, key, code));
}

/* Check 1: the row by the rules, without images. */
static void
check_fields (const Run         *run,
              const DanbiRecord *record,
              DanbiRowOutcome   *outcome)
{
  DanbiCheckInput input = {
    .record = record,
    .now_s = run->batch->now_s,
    .rulebook = run->batch->rulebook,
  };
  g_autoptr (GPtrArray) findings = danbi_check (&input);

  for (guint i = 0; i < findings->len; i++)
    {
      const DanbiFinding *finding = findings->pdata[i];
      const char *code = danbi_finding_get_nhi_code (finding);

      if (danbi_finding_get_severity (finding) == DANBI_SEVERITY_ERROR && code && *code)
        reject (outcome, danbi_finding_get_field (finding), code);
    }
  if (!g_str_equal (danbi_record_get (record, DANBI_FIELD_PROVIDER_ID), run->provider_id))
    reject (outcome, DANBI_FIELD_PROVIDER_ID, CODE_NAME_AND_CONTENT);
}

/* One text of what makes two rows the same case: all fields but the archive's name. */
static char *
dup_case_text (const DanbiRecord *record)
{
  GString *text = g_string_new (NULL);

  for (guint field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    if (field != DANBI_FIELD_ARCHIVE_NAME)
      g_string_append_printf (text, "%s,", danbi_record_get (record, (DanbiField) field));
  return g_string_free (text, FALSE);
}

/* The same case in a later batch replaces the earlier one; twice in one batch it is repeated. */
static void
check_repetition (Run               *run,
                  const DanbiRecord *record,
                  DanbiRowOutcome   *outcome)
{
  const char *archive = danbi_record_get (record, DANBI_FIELD_ARCHIVE_NAME);

  if (!g_hash_table_add (run->seen_texts, dup_case_text (record)))
    reject (outcome, DANBI_FIELD_NONE, CODE_REPEATED);
  if (!g_hash_table_add (run->seen_archives, g_strdup (archive)))
    reject (outcome, DANBI_FIELD_ARCHIVE_NAME, CODE_REPEATED);
}

static gboolean
jpg_is_allowed (const Run         *run,
                const DanbiRecord *record)
{
  DanbiCheckInput input = {
    .record = record,
    .now_s = run->batch->now_s,
    .rulebook = run->batch->rulebook,
  };
  const DanbiOrderCode *order =
      danbi_rules_find_order (danbi_check_get_rules (&input),
                              danbi_record_get (record, DANBI_FIELD_ORDER_CODE));

  /* An unknown code is reported at its own field. */
  return !order || order->jpg_allowed;
}

/* Check 2: the row against the archive it names. Returns the archive where it can be opened. */
static const DanbiArrival *
check_archive (Run               *run,
               const DanbiRecord *record,
               DanbiRowOutcome   *outcome,
               DanbiArchiveKind  *kind,
               gboolean          *cab)
{
  const char *name = danbi_record_get (record, DANBI_FIELD_ARCHIVE_NAME);
  const DanbiArrival *arrival = g_hash_table_lookup (run->batch->arrivals, name);
  char number[13] = "";

  if (!arrival || g_strcmp0 (arrival->filename, name) != 0
      || !danbi_archive_name_parse (name, danbi_record_get (record, DANBI_FIELD_PROVIDER_ID), kind,
                                    cab, number))
    {
      reject (outcome, DANBI_FIELD_ARCHIVE_NAME, CODE_NAME_AND_CONTENT);
      return NULL;
    }
  if (arrival->use == DANBI_ARCHIVE_NAME_USED)
    reject (outcome, DANBI_FIELD_ARCHIVE_NAME, CODE_REPEATED);
  if (arrival->use == DANBI_ARCHIVE_NUMBER_USED
      || !g_hash_table_add (run->seen_numbers, g_strdup (number))
      || (*kind == DANBI_ARCHIVE_JPG && !jpg_is_allowed (run, record)))
    reject (outcome, DANBI_FIELD_ARCHIVE_NAME, CODE_NAME_AND_CONTENT);
  return arrival;
}

/* Check 3: the images. */
static void
check_images (const DanbiArrival *arrival,
              DanbiArchiveKind    kind,
              gboolean            cab,
              DanbiRowOutcome    *outcome)
{
  g_autoptr (GError) why = NULL;

  if (danbi_archive_check (arrival->path, kind, cab, &why))
    return;
  g_debug ("Row %u: %s", outcome->row, why->message);
  reject (outcome, DANBI_FIELD_ARCHIVE_NAME, CODE_NAME_AND_CONTENT);
}

static DanbiRowOutcome *
judge_row (Run               *run,
           guint              number,
           const DanbiCsvRow *row)
{
  const char *archive =
      row->record ? danbi_record_get (row->record, DANBI_FIELD_ARCHIVE_NAME) : "";
  DanbiRowOutcome *outcome = danbi_row_outcome_new (number, archive, DANBI_ROW_ACCEPTED);
  const DanbiArrival *arrival;
  DanbiArchiveKind kind;
  gboolean cab;

  if (row->fault_code)
    {
      reject (outcome, (DanbiField) row->fault_column, row->fault_code);
      return outcome;
    }
  check_fields (run, row->record, outcome);
  check_repetition (run, row->record, outcome);
  arrival = check_archive (run, row->record, outcome, &kind, &cab);
  if (arrival)
    check_images (arrival, kind, cab, outcome);
  return outcome;
}

/**
 * danbi_arrival_new:
 * @path: where the bytes of an archive are
 * @filename: (nullable): the name that its upload gave
 * @use: whether an earlier batch had it
 *
 * Returns: (transfer full): to be put into the arrivals of a batch, which frees it
 */
DanbiArrival *
danbi_arrival_new (const char     *path,
                   const char     *filename,
                   DanbiArchiveUse use)
{
  DanbiArrival *self = g_new0 (DanbiArrival, 1);

  self->path = g_strdup (path);
  self->filename = g_strdup (filename);
  self->use = use;
  return self;
}

/**
 * danbi_batch_check_new:
 * @csv_path: where the bytes of the CSV are
 * @csv_name: its name
 * @rulebook: the rules, sealed
 * @now_s: when the batch was received, seconds since the epoch
 *
 * Returns: (transfer full): a check without arrivals
 */
DanbiBatchCheck *
danbi_batch_check_new (const char    *csv_path,
                       const char    *csv_name,
                       DanbiRulebook *rulebook,
                       gint64         now_s)
{
  DanbiBatchCheck *self = g_new0 (DanbiBatchCheck, 1);

  self->csv_path = g_strdup (csv_path);
  self->csv_name = g_strdup (csv_name);
  self->rulebook = danbi_rulebook_ref (rulebook);
  self->now_s = now_s;
  self->arrivals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, arrival_free);
  return self;
}

/**
 * danbi_batch_check_free:
 * @self: (nullable): a check
 */
void
danbi_batch_check_free (DanbiBatchCheck *self)
{
  if (!self)
    return;
  g_free (self->csv_path);
  g_free (self->csv_name);
  danbi_rulebook_unref (self->rulebook);
  g_hash_table_unref (self->arrivals);
  g_free (self);
}

/**
 * danbi_batch_check_run:
 * @self: a check
 * @error: why the CSV could not be read as rows at all
 *
 * Judges row by row: a wrong row takes no other with it. May run in any thread.
 *
 * Returns: (transfer full) (nullable) (element-type DanbiRowOutcome): what became of each row
 */
GPtrArray *
danbi_batch_check_run (const DanbiBatchCheck *self,
                       GError               **error)
{
  g_autoptr (GHashTable) archives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Run run = {
    .batch = self, .seen_archives = archives, .seen_numbers = numbers, .seen_texts = texts
  };
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *bytes = NULL;
  GPtrArray *outcomes;
  gsize length;

  if (!danbi_file_read (self->csv_path, DANBI_BATCH_CSV_MAX_BYTES, &bytes, &length, error))
    return NULL;
  rows = danbi_batch_csv_parse (bytes, length, error);
  if (!rows)
    return NULL;
  danbi_batch_csv_parse_name (self->csv_name, run.provider_id);

  outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_row_outcome_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (outcomes, judge_row (&run, i + 1, rows->pdata[i]));
  return outcomes;
}

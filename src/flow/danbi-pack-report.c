/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch of one case, written to a folder of the user's choice. */
#include "config.h"

#include <glib/gstdio.h>

#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-intake.h"
#include "danbi-pack-report.h"
#include "danbi-packing.h"

static guint
count_converted (GPtrArray *named)
{
  guint n = 0;

  for (guint i = 0; i < named->len; i++)
    n += ((const DanbiImage *) g_ptr_array_index (named, i))->converted_from != NULL;
  return n;
}

static DanbiPackReport *
report_of (DanbiPacked *packed,
           GPtrArray   *named,
           char        *csv)
{
  DanbiPackReport *self = g_new0 (DanbiPackReport, 1);

  self->csv = csv;
  self->archive = g_strdup (packed->path);
  self->bytes = packed->package.bytes;
  self->sha256 = g_strdup (packed->package.sha256);
  self->n_files = packed->package.n_files;
  self->method = packed->package.method;
  self->n_referenced = packed->n_referenced;
  self->n_read = packed->n_read;
  self->n_packed = packed->package.n_files - danbi_intake_has_dicomdir (named);
  self->n_converted = count_converted (named);
  return self;
}

static DanbiPackReport *
pack_staged (DanbiDesk         *self,
             const DanbiRecord *record,
             GPtrArray         *named,
             const char        *dir,
             DanbiFormat        format,
             DanbiProgressFunc  on_progress,
             gpointer           progress_data,
             GCancellable      *cancellable,
             GError           **error)
{
  const DanbiRules *rules = danbi_rulebook_get_rules (danbi_desk_get_rulebook (self), NULL);
  DanbiStore *store = danbi_desk_get_store (self);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (DanbiPacked) packed = NULL;
  char *csv;

  packed = danbi_packing_pack (store, record, named, dir, format,
                               0, danbi_rules_get_limits (rules)->max_archive_bytes, on_progress,
                               progress_data, cancellable, error);
  if (!packed)
    return NULL;

  g_ptr_array_add (records, packed->record);
  csv = danbi_packing_write_csv (store, records, dir, danbi_clock_now_s (), error);
  if (!csv)
    {
      g_unlink (packed->path);
      return NULL;
    }
  return report_of (packed, named, csv);
}

/**
 * danbi_pack_report_free:
 * @self: (nullable): a report; the files stay
 */
void
danbi_pack_report_free (DanbiPackReport *self)
{
  if (!self)
    return;
  g_free (self->csv);
  g_free (self->archive);
  g_free (self->sha256);
  g_free (self);
}

/**
 * danbi_desk_pack:
 * @self: the desk
 * @record: a case that is acceptable
 * @images: (element-type DanbiImage): its files, of danbi_intake_select()
 * @dir: where the batch shall stand; made where it is absent
 * @cab: whether to write a `.CAB` instead of a `.7z`
 * @on_progress: (nullable) (scope call): told of bytes, in this thread
 * @progress_data: handed to @on_progress
 * @cancellable: (nullable): stops the work; nothing is left behind
 * @error: the reason of a failure
 *
 * Writes the CSV and the archive of one case.
 *
 * Returns: (transfer full) (nullable): what was written
 */
DanbiPackReport *
danbi_desk_pack (DanbiDesk         *self,
                 const DanbiRecord *record,
                 GPtrArray         *images,
                 const char        *dir,
                 gboolean           cab,
                 DanbiProgressFunc  on_progress,
                 gpointer           progress_data,
                 GCancellable      *cancellable,
                 GError           **error)
{
  g_autofree char *staging = g_build_filename (dir, ".danbi-XXXXXX", NULL);
  g_autoptr (GPtrArray) named = NULL;
  g_autoptr (GError) untidy = NULL;
  DanbiPackReport *report = NULL;

  if (!danbi_dir_create (dir, error))
    return NULL;
  if (!g_mkdtemp (staging))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Could not write in %s", dir);
      return NULL;
    }

  named = danbi_packing_stage (images, staging, cancellable, error);
  if (named)
    report = pack_staged (self, record, named, dir, cab ? DANBI_FORMAT_CAB : DANBI_FORMAT_7Z,
                          on_progress, progress_data, cancellable, error);
  if (!danbi_dir_remove (staging, &untidy))
    g_warning ("%s", untidy->message);
  return report;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a DICOMDIR says: which files it refers to, and what it claims about each. */
#include "config.h"

#include <string.h>

#include "danbi-directory.h"
#include "danbi-image-facts.h"

#define FILE_ID_MAX_LEVELS 8
#define FILE_ID_MAX_LEVEL_BYTES 8

static const struct
{
  const char *key;
  goffset offset; /* of a char * in DanbiDirectoryRecord */
} MEMBERS[] = {
  { "file_id", G_STRUCT_OFFSET (DanbiDirectoryRecord, file_id) },
  { "patient_id", G_STRUCT_OFFSET (DanbiDirectoryRecord, patient_id) },
  { "study_uid", G_STRUCT_OFFSET (DanbiDirectoryRecord, study_uid) },
  { "series_uid", G_STRUCT_OFFSET (DanbiDirectoryRecord, series_uid) },
  { "sop_uid", G_STRUCT_OFFSET (DanbiDirectoryRecord, sop_uid) },
  { "transfer_syntax", G_STRUCT_OFFSET (DanbiDirectoryRecord, transfer_syntax) },
};

static const struct
{
  const char *key;
  goffset offset; /* of a gboolean in DanbiDirectoryRecord */
} MARKS[] = {
  { "has_slash", G_STRUCT_OFFSET (DanbiDirectoryRecord, has_slash) },
  { "unreached", G_STRUCT_OFFSET (DanbiDirectoryRecord, unreached) },
};

static void
record_free (DanbiDirectoryRecord *record)
{
  for (guint i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    g_free (G_STRUCT_MEMBER (char *, record, MEMBERS[i].offset));
  g_free (record);
}

/**
 * danbi_directory_new:
 *
 * Returns: (transfer full): a directory without records
 */
DanbiDirectory *
danbi_directory_new (void)
{
  DanbiDirectory *self = g_new0 (DanbiDirectory, 1);

  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  return self;
}

/**
 * danbi_directory_free:
 * @self: (nullable): a directory
 */
void
danbi_directory_free (DanbiDirectory *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->records);
  g_free (self);
}

/**
 * danbi_directory_add:
 * @self: a directory
 * @file_id: a File ID with '/' between levels
 *
 * Returns: (transfer none): the new record; its other members are %NULL
 */
DanbiDirectoryRecord *
danbi_directory_add (DanbiDirectory *self,
                     const char     *file_id)
{
  DanbiDirectoryRecord *record = g_new0 (DanbiDirectoryRecord, 1);

  record->file_id = g_strdup (file_id);
  g_ptr_array_add (self->records, record);
  return record;
}

/**
 * danbi_directory_append_facts:
 * @record: one record
 * @line: where it is appended, without an end; danbi_directory_add_facts() reads it
 */
void
danbi_directory_append_facts (const DanbiDirectoryRecord *record,
                              GByteArray                 *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    danbi_facts_append_text (line, MEMBERS[i].key,
                             G_STRUCT_MEMBER (char *, record, MEMBERS[i].offset));
  for (guint i = 0; i < G_N_ELEMENTS (MARKS); i++)
    danbi_facts_append_number (line, MARKS[i].key,
                               G_STRUCT_MEMBER (gboolean, record, MARKS[i].offset) ? 1 : 0);
}

/**
 * danbi_directory_add_facts:
 * @self: a directory
 * @facts: one record from the inspector, which may be hostile
 * @error: what in it is out of its bounds
 *
 * Returns: whether the record was added
 */
gboolean
danbi_directory_add_facts (DanbiDirectory  *self,
                           DanbiFacts      *facts,
                           GError         **error)
{
  DanbiDirectoryRecord *record = danbi_directory_add (self, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    if (!danbi_facts_get_text (facts, MEMBERS[i].key, DANBI_IMAGE_MAX_TEXT_BYTES,
                               &G_STRUCT_MEMBER (char *, record, MEMBERS[i].offset), error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (MARKS); i++)
    {
      guint64 mark;

      if (!danbi_facts_get_count (facts, MARKS[i].key, 1, &mark, error))
        return FALSE;
      G_STRUCT_MEMBER (gboolean, record, MARKS[i].offset) = mark == 1;
    }
  return record->file_id || danbi_facts_refuse (error, "file_id");
}

static gboolean
level_is_lawful (const char *level)
{
  gsize length = strlen (level);

  return length >= 1 && length <= FILE_ID_MAX_LEVEL_BYTES
         && strspn (level, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == length;
}

/**
 * danbi_file_id_is_lawful:
 * @file_id: a File ID with '/' between levels
 *
 * DIR.names: 1 to 8 levels of 1 to 8 characters A–Z 0–9 `_` (DICOM PS3.10, 8.2 and 8.5).
 *
 * Returns: whether it is lawful
 */
gboolean
danbi_file_id_is_lawful (const char *file_id)
{
  g_auto (GStrv) levels = g_strsplit (file_id, "/", FILE_ID_MAX_LEVELS + 1);
  guint n_levels = g_strv_length (levels);

  if (n_levels < 1 || n_levels > FILE_ID_MAX_LEVELS)
    return FALSE;
  for (guint i = 0; i < n_levels; i++)
    if (!level_is_lawful (levels[i]))
      return FALSE;
  return TRUE;
}

/**
 * danbi_file_id_is_safe:
 * @file_id: a File ID with '/' between levels, perhaps an unlawful one
 *
 * Returns: whether it stays under its folder: it is no absolute path, and no level is empty or
 *   steps upwards
 */
gboolean
danbi_file_id_is_safe (const char *file_id)
{
  g_auto (GStrv) levels = g_strsplit (file_id, "/", -1);

  for (guint i = 0; levels[i]; i++)
    if (*levels[i] == '\0' || strcmp (levels[i], ".") == 0 || strcmp (levels[i], "..") == 0)
      return FALSE;
  return levels[0] != NULL;
}

/**
 * danbi_directory_lists_exactly:
 * @self: what a DICOMDIR says
 * @file_ids: File IDs, %NULL-terminated
 *
 * Returns: whether it refers to each of the files once and to no other, and all of its records are
 *   reached
 */
gboolean
danbi_directory_lists_exactly (const DanbiDirectory *self,
                               const char *const    *file_ids)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_wanted = 0;

  for (; file_ids[n_wanted]; n_wanted++)
    g_hash_table_add (wanted, (gpointer) file_ids[n_wanted]);
  for (guint i = 0; i < self->records->len; i++)
    {
      const DanbiDirectoryRecord *record = g_ptr_array_index (self->records, i);

      g_hash_table_remove (wanted, record->file_id);
    }
  return g_hash_table_size (wanted) == 0 && self->records->len == n_wanted
         && self->n_reachable == self->n_records;
}

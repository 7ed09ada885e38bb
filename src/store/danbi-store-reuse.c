/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose other cases have the same file, or the same picture in another file (IMG.reused). */
#include "config.h"

#include "danbi-store-private.h"

/* Each half is answered by an index of its own. What is unknown is NULL and equals nothing. A
 * DICOMDIR is no picture, and a case in the bin is no case. */
#define SELECT_OWNERS(column)                                                                      \
  "SELECT cases.patient_id, cases.newborn_birth_date, cases.newborn_mark"                          \
  " FROM images JOIN cases ON cases.id = images.case_id"                                           \
  " WHERE images." column " = :" column " AND images.case_id <> :id"                               \
  " AND images.kind <> 'dicomdir' AND cases.binned_s = 0"

static char *
dup_patient (DanbiStatement *row)
{
  static const DanbiField fields[] = { DANBI_FIELD_PATIENT_ID, DANBI_FIELD_NEWBORN_BIRTH_DATE,
                                       DANBI_FIELD_NEWBORN_MARK };
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    danbi_record_set (record, fields[i], danbi_statement_get_text (row, (int) i));
  return danbi_record_dup_patient (record);
}

/* Sets @owners to the patients of the cases that @query finds, %NULL where there is none. */
static gboolean
read_owners (DanbiStatement *query,
             GStrv          *owners,
             GError        **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  do
    {
      if (!danbi_statement_next (query, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (found, dup_patient (query));
    }
  while (row);

  if (found->len > 0)
    {
      g_ptr_array_add (found, NULL);
      *owners = (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
    }
  return TRUE;
}

static gboolean
find_owners (DanbiDatabase    *database,
             gint64            case_id,
             const DanbiImage *image,
             GStrv            *owners,
             GError          **error)
{
  g_autoptr (DanbiStatement) query = NULL;

  if (image->kind == DANBI_IMAGE_DICOMDIR || (!image->sha256 && !image->pixel_sha256))
    return TRUE;
  query = danbi_database_prepare (database,
                                  SELECT_OWNERS ("sha256") " UNION " SELECT_OWNERS ("pixel_sha256"),
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", case_id);
  danbi_statement_set_text (query, ":sha256", image->sha256);
  danbi_statement_set_text (query, ":pixel_sha256", image->pixel_sha256);
  return read_owners (query, owners, error);
}

static GPtrArray *
find_all_owners (DanbiDatabase *database,
                 gint64         case_id,
                 GPtrArray     *images,
                 GError       **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_full (images->len, (GDestroyNotify) g_strfreev);

  for (guint i = 0; i < images->len; i++)
    {
      GStrv owners = NULL;

      if (!find_owners (database, case_id, g_ptr_array_index (images, i), &owners, error))
        return NULL;
      g_ptr_array_add (all, owners);
    }
  return g_steal_pointer (&all);
}

/**
 * danbi_store_dup_other_patients:
 * @self: a store
 * @case_id: the case that the images are of, 0 where they are of none that is stored
 * @images: (element-type DanbiImage): images with their hashes
 * @error: the reason of a failure
 *
 * Looks up which other cases, in any state but not in the bin, have the same file as an image or
 * the same picture in another file.
 *
 * Returns: (transfer full) (element-type GStrv): for each image the patients of these cases, each
 *   once, as danbi_record_dup_patient() names them ("" while none is entered); %NULL where there is
 *   no such case
 */
GPtrArray *
danbi_store_dup_other_patients (DanbiStore *self,
                                gint64      case_id,
                                GPtrArray  *images,
                                GError    **error)
{
  g_autoptr (GPtrArray) all = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return NULL;
  all = find_all_owners (database, case_id, images, error);
  return danbi_store_end (self, all != NULL, error) ? g_steal_pointer (&all) : NULL;
}

/**
 * danbi_store_has_images:
 * @self: a store
 * @any: (out): whether any case has an image, so that looking for the same one can find something
 * @error: the reason of a failure
 *
 * Returns: whether it could be read
 */
gboolean
danbi_store_has_images (DanbiStore *self,
                        gboolean   *any,
                        GError    **error)
{
  gint64 n = 0;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self,
                           danbi_database_get_number (
                             database, "SELECT EXISTS (SELECT 1 FROM images)", &n, error),
                           error))
    return FALSE;
  *any = n != 0;
  return TRUE;
}

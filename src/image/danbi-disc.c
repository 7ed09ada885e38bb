/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A DICOMDIR beside the files around it: which are missing, which are extra, which differ. */
#include "config.h"

#include <string.h>

#include "danbi-disc.h"
#include "danbi-walk.h"

struct _DanbiDisc
{
  char *root;
  const DanbiDirectory *directory;
  GPtrArray *paths;       /* of the files below @root */
  GHashTable *by_name;    /* path by path below @root */
  GHashTable *by_folded;  /* path by folded path below @root */
  GHashTable *references; /* path: GPtrArray of DanbiDirectoryRecord */
  GPtrArray *missing;     /* DanbiDirectoryRecord */
};

/* A DICOMDIR is written so, and not otherwise (PS3.10, 8.6). */
#define LAWFUL_SYNTAX "1.2.840.10008.1.2.1"

/* So many File IDs are named where something is wrong with the DICOMDIR itself. */
#define MAX_NAMED 3

/**
 * danbi_disc_new:
 * @root: the folder of the DICOMDIR
 * @directory: what it says; must live as long as the disc
 *
 * Returns: (transfer full): a disc without files yet
 */
DanbiDisc *
danbi_disc_new (const char           *root,
                const DanbiDirectory *directory)
{
  DanbiDisc *self = g_new0 (DanbiDisc, 1);

  self->root = g_strdup (root);
  self->directory = directory;
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->references = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            (GDestroyNotify) g_ptr_array_unref);
  self->missing = g_ptr_array_new ();
  return self;
}

/**
 * danbi_disc_free:
 * @self: (nullable): a disc
 */
void
danbi_disc_free (DanbiDisc *self)
{
  if (!self)
    return;
  g_free (self->root);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_folded);
  g_hash_table_unref (self->references);
  g_ptr_array_unref (self->missing);
  g_ptr_array_unref (self->paths);
  g_free (self);
}

/**
 * danbi_disc_get_root:
 * @self: a disc
 *
 * Returns: (transfer none): the folder of the DICOMDIR
 */
const char *
danbi_disc_get_root (const DanbiDisc *self)
{
  return self->root;
}

/**
 * danbi_disc_get_directory:
 * @self: a disc
 *
 * Returns: (transfer none): what its DICOMDIR says
 */
const DanbiDirectory *
danbi_disc_get_directory (const DanbiDisc *self)
{
  return self->directory;
}

/**
 * danbi_disc_add_file:
 * @self: a disc
 * @path: a file below its root; of two that differ in case only, the first stands for both
 */
void
danbi_disc_add_file (DanbiDisc  *self,
                     const char *path)
{
  char *owned = g_strdup (path);
  const char *relative = owned + strlen (self->root);
  g_autofree char *readable = NULL;
  char *folded;

  relative += strspn (relative, "/");
  g_ptr_array_add (self->paths, owned);
  g_hash_table_insert (self->by_name, (char *) relative, owned);
  /* An old disc may have its names in Big5; the reader of the DICOMDIR makes UTF-8 of that. */
  if (!g_utf8_validate (relative, -1, NULL))
    readable = g_convert (relative, -1, "UTF-8", "BIG5", NULL, NULL, NULL);
  folded = danbi_walk_fold_name (readable ? readable : relative);
  if (g_hash_table_contains (self->by_folded, folded))
    g_free (folded);
  else
    g_hash_table_insert (self->by_folded, folded, owned);
}

/* A File ID without levels that lead nowhere, as some programs write them: a root, a `.`. */
static char *
normalise (const char *file_id)
{
  g_auto (GStrv) levels = g_strsplit (file_id, "/", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;

  for (guint i = 0; levels[i]; i++)
    if (*levels[i] != '\0' && strcmp (levels[i], ".") != 0)
      g_strv_builder_add (builder, levels[i]);
  kept = g_strv_builder_end (builder);
  return g_strjoinv ("/", kept);
}

/* Only names that the walk has seen below the root are ever found: no File ID leads out of it. */
static char *
find_file (const DanbiDisc *self,
           const char      *file_id)
{
  g_autofree char *plain = normalise (file_id);
  g_autofree char *folded = danbi_walk_fold_name (plain);
  char *path = g_hash_table_lookup (self->by_name, plain);

  return path ? path : g_hash_table_lookup (self->by_folded, folded);
}

static gboolean
equal_file_id_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (((const DanbiDirectoryRecord *) a)->file_id,
                 ((const DanbiDirectoryRecord *) b)->file_id) == 0;
}

static guint
hash_file_id_cb (gconstpointer record)
{
  return g_str_hash (((const DanbiDirectoryRecord *) record)->file_id);
}

/**
 * danbi_disc_resolve:
 * @self: a disc that knows all its files
 *
 * Finds the file of each record.
 */
void
danbi_disc_resolve (DanbiDisc *self)
{
  g_autoptr (GHashTable) missing = g_hash_table_new (hash_file_id_cb, equal_file_id_cb);

  for (guint i = 0; i < self->directory->records->len; i++)
    {
      DanbiDirectoryRecord *record = g_ptr_array_index (self->directory->records, i);
      char *path = find_file (self, record->file_id);
      GPtrArray *records;

      if (!path)
        {
          if (g_hash_table_add (missing, record))
            g_ptr_array_add (self->missing, record);
          continue;
        }
      records = g_hash_table_lookup (self->references, path);
      if (!records)
        {
          records = g_ptr_array_new ();
          g_hash_table_insert (self->references, path, records);
        }
      g_ptr_array_add (records, record);
    }
}

/**
 * danbi_disc_refers_to:
 * @self: a resolved disc
 * @path: a file below its root
 *
 * Returns: whether the DICOMDIR refers to it
 */
gboolean
danbi_disc_refers_to (const DanbiDisc *self,
                      const char      *path)
{
  return g_hash_table_contains (self->references, path);
}

static void
add_fault (DanbiImage    *image,
           DanbiDirFault  fault,
           const char    *detail)
{
  char *joined;

  image->dir_faults |= fault;
  if (!detail)
    return;
  joined = image->dir_detail ? g_strdup_printf ("%s, %s", image->dir_detail, detail)
                             : g_strdup (detail);
  g_free (image->dir_detail);
  image->dir_detail = joined;
}

static void
check_name (DanbiImage                 *image,
            const DanbiDirectoryRecord *record)
{
  if (record->has_slash || !danbi_file_id_is_lawful (record->file_id))
    add_fault (image, DANBI_DIR_NAME, record->file_id);
}

/* "PatientID (DICOMDIR: A, IM00001: B)": what both say, without a word of any language. */
static char *
make_difference (const DanbiImage *image,
                 const char       *keyword,
                 const char       *claimed,
                 const char       *actual)
{
  g_autofree char *name = g_path_get_basename (danbi_image_get_display_path (image));

  return g_strdup_printf ("%s (DICOMDIR: %s, %s: %s)", keyword, claimed, name,
                          actual ? actual : "—");
}

/* What the record leaves out is not compared: a DICOMDIR without patient records, for one. */
static void
compare (DanbiImage                 *image,
         const DanbiDirectoryRecord *record)
{
  const struct
  {
    const char *keyword;
    const char *claimed;
    const char *actual;
  } pairs[] = {
    { "PatientID", record->patient_id, image->patient_id },
    { "StudyInstanceUID", record->study_uid, image->study_uid },
    { "SeriesInstanceUID", record->series_uid, image->series_uid },
    { "SOPInstanceUID", record->sop_uid, image->sop_instance_uid },
    { "TransferSyntaxUID", record->transfer_syntax, image->transfer_syntax },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i].claimed && g_strcmp0 (pairs[i].claimed, pairs[i].actual) != 0)
      {
        g_autofree char *detail
          = make_difference (image, pairs[i].keyword, pairs[i].claimed, pairs[i].actual);

        add_fault (image, DANBI_DIR_MISMATCH, detail);
      }
}

/**
 * danbi_disc_audit:
 * @self: a resolved disc
 * @image: a file below its root that was read; its faults are set, and its File ID
 *
 * Holds a file against the records that refer to it (DIR.extra, DIR.mismatch, DIR.names).
 */
void
danbi_disc_audit (const DanbiDisc *self,
                  DanbiImage      *image)
{
  GPtrArray *records = g_hash_table_lookup (self->references, image->path);

  if (!records)
    {
      if (image->kind == DANBI_IMAGE_DICOM)
        add_fault (image, DANBI_DIR_EXTRA, NULL);
      return;
    }
  for (guint i = 0; i < records->len; i++)
    {
      const DanbiDirectoryRecord *record = g_ptr_array_index (records, i);

      if (!image->file_id)
        {
          image->file_id = g_strdup (record->file_id);
          check_name (image, record);
        }
      if (!image->error)
        compare (image, record);
    }
}

/* Adds the File IDs of some records as "what: A, B, C, …"; nothing where there is none. */
static void
add_named_fault (DanbiImage *image,
                 const char *what,
                 GPtrArray  *records)
{
  g_autoptr (GString) detail = g_string_new (what);

  for (guint i = 0; i < records->len && i < MAX_NAMED; i++)
    g_string_append_printf (detail, "%s%s", i > 0 ? ", " : ": ",
                            ((DanbiDirectoryRecord *) g_ptr_array_index (records, i))->file_id);
  if (records->len > MAX_NAMED)
    g_string_append (detail, ", …");
  if (records->len > 0)
    add_fault (image, DANBI_DIR_MISMATCH, detail->str);
}

/* A wrong offset of a higher level loses records that refer to no file, too. */
static void
check_offsets (const DanbiDisc *self,
               DanbiImage      *image)
{
  g_autoptr (GPtrArray) lost = g_ptr_array_new ();

  if (self->directory->n_reachable >= self->directory->n_records)
    return;
  for (guint i = 0; i < self->directory->records->len; i++)
    {
      DanbiDirectoryRecord *record = g_ptr_array_index (self->directory->records, i);

      if (record->unreached)
        g_ptr_array_add (lost, record);
    }
  if (lost->len == 0)
    add_fault (image, DANBI_DIR_MISMATCH, "offset");
  add_named_fault (image, "offset", lost);
}

static void
check_repetitions (const DanbiDisc *self,
                   DanbiImage      *image)
{
  g_autoptr (GPtrArray) repeated = g_ptr_array_new ();

  for (guint i = 0; i < self->directory->records->len; i++)
    {
      DanbiDirectoryRecord *record = g_ptr_array_index (self->directory->records, i);
      char *path = find_file (self, record->file_id);
      GPtrArray *records = path ? g_hash_table_lookup (self->references, path) : NULL;

      if (records && records->len > 1 && g_ptr_array_index (records, 0) == record)
        g_ptr_array_add (repeated, record);
    }
  add_named_fault (image, "2×", repeated);
}

/**
 * danbi_disc_audit_directory:
 * @self: a resolved disc
 * @image: its DICOMDIR; its faults are set
 *
 * Sees that the DICOMDIR is written as the standard wants it, that its offsets lead to all its
 * records (other programs lose the rest), and that it refers to each file once. Where it does not,
 * its files are good all the same, and a new DICOMDIR is what helps.
 */
void
danbi_disc_audit_directory (const DanbiDisc *self,
                            DanbiImage      *image)
{
  if (g_strcmp0 (image->transfer_syntax, LAWFUL_SYNTAX) != 0)
    {
      g_autofree char *detail = g_strdup_printf ("TransferSyntaxUID: %s", image->transfer_syntax);

      add_fault (image, DANBI_DIR_MISMATCH, detail);
    }
  check_offsets (self, image);
  check_repetitions (self, image);
}

/* Where a missing file should be. A File ID that steps out of the folder is made harmless. */
static char *
make_missing_path (const DanbiDisc *self,
                   const char      *file_id)
{
  g_autofree char *harmless = NULL;

  /* Also a lone `..` is a name then. */
  if (danbi_file_id_is_safe (file_id))
    harmless = g_strdup (file_id);
  else
    harmless = g_strdelimit (g_strconcat ("_", file_id, NULL), "/", '_');
  return g_build_filename (self->root, harmless, NULL);
}

/**
 * danbi_disc_dup_missing:
 * @self: a resolved disc
 *
 * Returns: (transfer full) (element-type DanbiImage): the files that the DICOMDIR refers to and
 *   that are absent, each once, with %DANBI_DIR_MISSING
 */
GPtrArray *
danbi_disc_dup_missing (const DanbiDisc *self)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->missing->len; i++)
    {
      const DanbiDirectoryRecord *record = g_ptr_array_index (self->missing, i);
      g_autofree char *path = make_missing_path (self, record->file_id);
      DanbiImage *image = danbi_image_new (path);

      image->kind = DANBI_IMAGE_DICOM;
      image->file_id = g_strdup (record->file_id);
      image->dir_faults = DANBI_DIR_MISSING;
      image->study_uid = g_strdup (record->study_uid);
      image->series_uid = g_strdup (record->series_uid);
      check_name (image, record);
      g_ptr_array_add (images, image);
    }
  return images;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into one archive and under which lawful name (RULEBOOK section 4, DIR.names). */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-package.h"

#define FILE_ID_MAX_LEVELS 8
#define FILE_ID_MAX_LEVEL_LENGTH 8

struct _DanbiPackagePlan
{
  DanbiImageKind kind;
  GPtrArray *entries;
  GHashTable *names;   /* of files: a set */
  GHashTable *folders; /* that the names lead through: a set */
};

static gboolean
is_lawful_char (char c)
{
  return g_ascii_isdigit (c) || g_ascii_isupper (c) || c == '_';
}

/* 1–8 levels of 1–8 characters A–Z 0–9 _ (PS3.10 section 8.2; DICOMDIR is such a name too). */
static gboolean
is_file_id (const char *name)
{
  guint levels = 1;
  guint length = 0;

  for (; *name; name++)
    {
      if (*name == '/' && length > 0 && levels < FILE_ID_MAX_LEVELS)
        {
          levels++;
          length = 0;
        }
      else if (!is_lawful_char (*name) || ++length > FILE_ID_MAX_LEVEL_LENGTH)
        return FALSE;
    }
  return length > 0;
}

static gboolean
is_jpg_name (const char *name)
{
  gsize stem = strspn (name, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

  return stem > 0 && g_str_equal (name + stem, ".JPG");
}

static gboolean
refuse (const char *name,
        const char *why,
        GError    **error)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_NAME, _("Could not pack %s: %s"),
               valid, why);
  return FALSE;
}

/* A file may not stand where another has its folder, else the archive cannot be unpacked. */
static gboolean
stands_in_the_way (DanbiPackagePlan *self,
                   const char       *name)
{
  const char *slash = name;

  if (g_hash_table_contains (self->folders, name))
    return TRUE;
  while ((slash = strchr (slash, '/')))
    {
      g_autofree char *folder = g_strndup (name, (gsize) (slash - name));

      if (g_hash_table_contains (self->names, folder))
        return TRUE;
      slash++;
    }
  return FALSE;
}

static void
remember_name (DanbiPackagePlan *self,
               const char       *name)
{
  const char *slash = name;

  g_hash_table_add (self->names, g_strdup (name));
  while ((slash = strchr (slash, '/')))
    {
      g_hash_table_add (self->folders, g_strndup (name, (gsize) (slash - name)));
      slash++;
    }
}

static void
entry_free (gpointer data)
{
  DanbiPackageEntry *entry = data;

  g_free (entry->source);
  g_free (entry->name);
  g_free (entry->sha256);
  g_free (entry);
}

/**
 * danbi_package_plan_new:
 * @kind: what goes in, %DANBI_IMAGE_DICOM or %DANBI_IMAGE_JPEG
 *
 * Returns: (transfer full): a plan of an archive without files
 */
DanbiPackagePlan *
danbi_package_plan_new (DanbiImageKind kind)
{
  DanbiPackagePlan *self;

  g_return_val_if_fail (kind == DANBI_IMAGE_DICOM || kind == DANBI_IMAGE_JPEG, NULL);

  self = g_new0 (DanbiPackagePlan, 1);
  self->kind = kind;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * danbi_package_plan_free:
 * @self: (transfer full): a plan
 */
void
danbi_package_plan_free (DanbiPackagePlan *self)
{
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->folders);
  g_free (self);
}

/**
 * danbi_package_plan_add:
 * @self: a plan
 * @source: the file to pack; it is read when the archive is written
 * @name: its name in the archive: `DICOMDIR` or a File ID with '/' between levels for DICOM, A–Z
 *   0–9 _ and `.JPG` for JPEG
 * @sha256: (nullable): what the file was when it was inspected, lower-case hexadecimal
 * @error: %DANBI_PACKAGE_ERROR_NAME, naming the file
 *
 * Adds one file to the archive, behind those that were added before.
 *
 * Returns: whether @name is lawful and free
 */
gboolean
danbi_package_plan_add (DanbiPackagePlan *self,
                        const char       *source,
                        const char       *name,
                        const char       *sha256,
                        GError          **error)
{
  DanbiPackageEntry *entry;

  if (self->kind == DANBI_IMAGE_DICOM && !is_file_id (name))
    return refuse (name, _("NHI allows only names and folders of at most 8 capital letters, digits "
                           "and _."), error);
  if (self->kind == DANBI_IMAGE_JPEG && !is_jpg_name (name))
    return refuse (name, _("NHI allows only names of capital letters, digits and _ with .JPG at "
                           "the end."), error);
  if (g_hash_table_contains (self->names, name) || stands_in_the_way (self, name))
    return refuse (name, _("another file of the case has this name already."), error);

  entry = g_new0 (DanbiPackageEntry, 1);
  entry->source = g_strdup (source);
  entry->name = g_strdup (name);
  entry->sha256 = g_strdup (sha256);
  g_ptr_array_add (self->entries, entry);
  remember_name (self, name);
  return TRUE;
}

/**
 * danbi_package_plan_get_kind:
 * @self: a plan
 *
 * Returns: what goes in, DICOM or JPEG
 */
DanbiImageKind
danbi_package_plan_get_kind (const DanbiPackagePlan *self)
{
  return self->kind;
}

/**
 * danbi_package_plan_get_n_entries:
 * @self: a plan
 *
 * Returns: how many files go in
 */
guint
danbi_package_plan_get_n_entries (const DanbiPackagePlan *self)
{
  return self->entries->len;
}

/**
 * danbi_package_plan_get_entry:
 * @self: a plan
 * @index: from 0, below danbi_package_plan_get_n_entries()
 *
 * Returns: (transfer none): one file, in the order in which they were added
 */
const DanbiPackageEntry *
danbi_package_plan_get_entry (const DanbiPackagePlan *self,
                              guint                   index)
{
  return g_ptr_array_index (self->entries, index);
}

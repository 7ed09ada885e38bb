/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code tables of the rulebook: those the program was built with, and later announcements. */
#include "config.h"

#include <string.h>

#include "danbi-base-resources.h"
#include "danbi-file.h"
#include "danbi-paths.h"
#include "danbi-tables.h"

#define RESOURCE_PREFIX "/io/github/danbi/Danbi/tables/"
#define MAX_TABLE_BYTES (4 * 1024 * 1024)

static gboolean
foreach_built_in (DanbiTableFunc func,
                  gpointer       user_data,
                  GError       **error)
{
  GResource *resource = danbi_base_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, RESOURCE_PREFIX, 0, error);

  for (guint i = 0; names && names[i]; i++)
    {
      g_autofree char *path = g_strconcat (RESOURCE_PREFIX, names[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, error);

      if (!bytes || !func (names[i], bytes, user_data, error))
        return FALSE;
    }
  return names != NULL;
}

static gboolean
hand_over_file (const char    *dir,
                const char    *name,
                DanbiTableFunc func,
                gpointer       user_data,
                GError       **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (!danbi_file_read (path, MAX_TABLE_BYTES, &text, &length, error))
    return FALSE;

  bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  if (!func (name, bytes, user_data, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  return TRUE;
}

/* A folder of later tables may be absent; only dated ones are taken from it, so that an old
 * installation's copy of a first table cannot shadow the one that this version was tested with. */
static gboolean
foreach_dated (const char    *dir,
               DanbiTableFunc func,
               gpointer       user_data,
               GError       **error)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing && (name = g_dir_read_name (listing)))
    if (strchr (name, '@') && g_str_has_suffix (name, ".tsv")
        && !hand_over_file (dir, name, func, user_data, error))
      return FALSE;
  return TRUE;
}

/**
 * danbi_tables_foreach:
 * @func: (scope call): told of each table
 * @user_data: handed to @func
 * @error: the reason of a failure; names the file
 *
 * Goes through the tables of the rulebook: first those built in, then the dated tables
 * (`NAME@YYYY-MM-DD.tsv`) of the installation and of `danbi/tables` in the user's configuration
 * folder. A new announcement is such a file, not a new program (RULEBOOK, head).
 *
 * Returns: whether @func took every table
 */
gboolean
danbi_tables_foreach (DanbiTableFunc func,
                      gpointer       user_data,
                      GError       **error)
{
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "danbi", "tables", NULL);

  return foreach_built_in (func, user_data, error)
         && foreach_dated (DANBI_TABLESDIR, func, user_data, error)
         && foreach_dated (own, func, user_data, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program's own parts are: installed, or beside it in the folder it was built in. */
#include "config.h"

#include <libintl.h>
#include <locale.h>

#include "danbi-paths.h"

/* The folder that holds src/ and po/ as they were built; %NULL for an installed program. */
static char *
dup_build_dir (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = program ? g_path_get_dirname (program) : NULL;

  for (int level = 0; dir && level < 4; level++)
    {
      g_autofree char *mark = g_build_filename (dir, "meson-private", "coredata.dat", NULL);
      char *parent;

      if (g_file_test (mark, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&dir);
      parent = g_path_get_dirname (dir);
      g_free (dir);
      dir = parent;
    }
  return NULL;
}

/**
 * danbi_paths_init_translation:
 *
 * Sets the locale and binds the program's translations. Call it first in main().
 */
void
danbi_paths_init_translation (void)
{
  g_autofree char *build_dir = dup_build_dir ();
  g_autofree char *dir = build_dir ? g_build_filename (build_dir, "po", NULL) : NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir ? dir : DANBI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * danbi_paths_dup_program:
 * @name: a helper program, such as `danbi-inspector`
 * @room: the folder of src/ that builds it
 *
 * Returns: (transfer full): the path of the helper that belongs to this very build
 */
char *
danbi_paths_dup_program (const char *name,
                         const char *room)
{
  g_autofree char *build_dir = dup_build_dir ();

  return build_dir ? g_build_filename (build_dir, "src", room, name, NULL)
                   : g_build_filename (DANBI_LIBEXECDIR, name, NULL);
}

/**
 * danbi_paths_dup_data_dir:
 *
 * Returns: (transfer full): the folder of cases where none is named: `$XDG_DATA_HOME/danbi`
 *   (CONTRACT)
 */
char *
danbi_paths_dup_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "danbi", NULL);
}

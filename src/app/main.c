/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbi, the program of the front desk. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-application.h"
#include "danbi-paths.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (DanbiApplication) application = NULL;

  danbi_paths_init_translation ();
  g_set_application_name (_("Danbi"));
  application = danbi_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}

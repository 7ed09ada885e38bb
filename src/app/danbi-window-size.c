/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window comes back as large as it was left. */
#include "config.h"

#include "danbi-window-size.h"

/**
 * danbi_window_size_recall:
 * @window: a window that was not shown yet
 * @settings: (nullable): where sizes are kept; %NULL: nowhere
 * @name: what its keys begin with: `window`, `viewer` or `query`
 *
 * Gives a window the size that it had the last time.
 */
void
danbi_window_size_recall (GtkWindow  *window,
                          GSettings  *settings,
                          const char *name)
{
  g_autofree char *size = g_strconcat (name, "-size", NULL);
  g_autofree char *maximized = g_strconcat (name, "-maximized", NULL);
  int width, height;

  if (!settings)
    return;
  g_settings_get (settings, size, "(ii)", &width, &height);
  gtk_window_set_default_size (window, width, height);
  if (g_settings_get_boolean (settings, maximized))
    gtk_window_maximize (window);
}

/**
 * danbi_window_size_remember:
 * @window: a window that is about to close
 * @settings: (nullable): where sizes are kept; %NULL: nowhere
 * @name: what its keys begin with
 *
 * Keeps the size of a window for the next time.
 */
void
danbi_window_size_remember (GtkWindow  *window,
                            GSettings  *settings,
                            const char *name)
{
  g_autofree char *size = g_strconcat (name, "-size", NULL);
  g_autofree char *maximized = g_strconcat (name, "-maximized", NULL);
  int width, height;

  if (!settings)
    return;
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set (settings, size, "(ii)", width, height);
  g_settings_set_boolean (settings, maximized, gtk_window_is_maximized (window));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a batch goes, as it is written down: a gateway, or a folder for the VPN page. */
#include "config.h"

#include <string.h>

#include "danbi-destination.h"

#define FOLDER_PREFIX "folder:"
#define CSV_SUFFIX ".csv"

/**
 * danbi_destination_get_folder:
 * @destination: (nullable): where a batch goes
 *
 * Returns: (transfer none) (nullable): the folder into which batches are written, %NULL for a
 *   gateway
 */
const char *
danbi_destination_get_folder (const char *destination)
{
  if (!destination || !g_str_has_prefix (destination, FOLDER_PREFIX))
    return NULL;
  return destination + strlen (FOLDER_PREFIX);
}

/**
 * danbi_destination_dup_batch_name:
 * @csv_path: the CSV of a batch
 *
 * Returns: (transfer full): what the batch's own folder is named: as its CSV, so that it is the same
 *   however often it is written
 */
char *
danbi_destination_dup_batch_name (const char *csv_path)
{
  char *name = g_path_get_basename (csv_path);

  if (g_str_has_suffix (name, CSV_SUFFIX))
    name[strlen (name) - strlen (CSV_SUFFIX)] = '\0';
  return name;
}

/**
 * danbi_destination_dup_batch_path:
 * @destination: where a batch goes
 * @csv_path: (nullable): its CSV
 *
 * Returns: (transfer full) (nullable): where the batch stands in the folder, %NULL for a gateway
 */
char *
danbi_destination_dup_batch_path (const char *destination,
                                  const char *csv_path)
{
  const char *folder = danbi_destination_get_folder (destination);
  g_autofree char *name = NULL;

  if (!folder || !csv_path)
    return NULL;
  name = danbi_destination_dup_batch_name (csv_path);
  return g_build_filename (folder, name, NULL);
}

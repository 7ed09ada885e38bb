/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbictl inspect: one line for each file as it is read, then a summary. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-cli.h"
#include "danbi-conversion.h"
#include "danbi-intake.h"

static const char *
kind_name (const DanbiImage *image)
{
  switch (image->kind)
    {
    case DANBI_IMAGE_DICOM:
      return "dicom";
    case DANBI_IMAGE_JPEG:
      return "jpeg";
    case DANBI_IMAGE_DICOMDIR:
      return "dicomdir";
    case DANBI_IMAGE_OTHER:
    default:
      return "other";
    }
}

/* What the DICOMDIR and the file say of each other, a line each below the file. */
static void
print_faults (const DanbiImage *image)
{
  const char *detail = image->dir_detail ? image->dir_detail : "";

  if (image->dir_faults & DANBI_DIR_MISSING)
    g_print ("  %s\n", _("The DICOMDIR refers to it, and it is not there."));
  if (image->dir_faults & DANBI_DIR_EXTRA)
    g_print ("  %s\n", _("The DICOMDIR does not refer to it."));
  if (image->dir_faults & DANBI_DIR_MISMATCH)
    g_print (_("  It and the DICOMDIR differ: %s\n"), detail);
  if (image->dir_faults & DANBI_DIR_NAME)
    g_print (_("  The DICOMDIR gives it an unlawful File ID: %s\n"), image->file_id);
}

static void
print_image_cb (DanbiImage *image,
                gpointer    user_data)
{
  const DanbiCli *cli = user_data;
  const char *path = danbi_image_get_display_path (image);
  g_autofree char *conversion = danbi_conversion_describe (image);

  if (cli->json)
    danbi_cli_print (danbi_intake_describe (image));
  else if (image->error)
    g_print ("%s: %s\n", path, image->error);
  else if (conversion)
    g_print ("%s: %u×%u. %s\n", path, image->columns, image->rows, conversion);
  else if (danbi_image_has_pixels (image))
    g_print ("%s: %s %u×%u %s\n", path, kind_name (image), image->columns, image->rows,
             image->modality ? image->modality : "");
  else
    g_print ("%s: %s\n", path, kind_name (image));
  if (!cli->json)
    print_faults (image);
}

/**
 * danbi_cli_inspect:
 * @cli: the command line
 *
 * `danbictl inspect`.
 *
 * Returns: the exit status
 */
int
danbi_cli_inspect (const DanbiCli *cli)
{
  DanbiIntakeOptions options = { .on_image = print_image_cb, .image_data = (gpointer) cli,
                                 .ask_password = danbi_cli_ask_password };
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiIntake) intake = NULL;
  g_autoptr (json_t) summary = NULL;

  if (!cli->args[1])
    return danbi_cli_usage (_("inspect takes files and folders."));

  intake = danbi_intake_inspect ((const char *const *) cli->args + 1, &options, NULL, &error);
  if (!intake)
    return danbi_cli_fail (error);

  if (danbi_intake_needs_folder (intake))
    g_printerr ("%s\n", _("None of the files that this DICOMDIR refers to can be reached. Choose "
                          "the folder or the disc that holds it."));
  summary = danbi_intake_summarise (intake);
  if (cli->json)
    danbi_cli_print (json_incref (summary));
  else
    g_print (_("%u files, %u referenced, %u read\n"), intake->images->len, intake->n_referenced,
             intake->n_read);
  return json_integer_value (json_object_get (summary, "errors")) == 0 ? DANBI_EXIT_DONE
                                                                       : DANBI_EXIT_FINDINGS;
}

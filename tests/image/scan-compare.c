/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one file with the quick reader of headers and with DCMTK, and holds the two together. */
#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "danbi-dicom.h"
#include "danbi-file.h"
#include "danbi-header-scan.h"
#include "danbi-image-facts.h"
#include "danbi-pixel-search.h"
#include "scan-compare.h"

static char *
describe (DanbiImage       *image,
          DanbiFileProblem  problem)
{
  GByteArray *line = g_byte_array_new ();

  /* DCMTK does not say where the pixel data stands. */
  image->pixel_offset = image->pixel_bytes = 0;
  danbi_image_append_facts (image, problem, NULL, line);
  g_byte_array_append (line, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (line, FALSE);
}

static char *
describe_scan (const DanbiHeaderValues *values,
               const char              *path)
{
  g_autoptr (DanbiImage) image = danbi_image_new (path);

  danbi_header_values_set_texts (values, image);
  danbi_header_values_set_size (values, image);
  return describe (image, danbi_header_values_check_pixels (values, image));
}

static char *
describe_dcmtk (const char *path)
{
  g_autoptr (DanbiImage) image = danbi_image_new (path);
  g_autofree char *detail = NULL;

  return describe (image, danbi_dicom_read_header (path, FALSE, image, &detail));
}

/* DCMTK reads the file also where the quick reader doubts, so that neither may crash over it; the
 * search for the pixels is made where it is made for users, and may not either. */
ScanResult
scan_compare (const char  *path,
              char       **difference)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_auto (DanbiHeaderValues) values = { 0 };
  g_autofree char *detail = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;
  guint64 offset, length;

  if (danbi_file_source_open (&source, path, &detail) != DANBI_FILE_OK
      || danbi_file_source_get_shape (&source) != DANBI_FILE_SHAPE_DICOM)
    return SCAN_IS_NO_DICOM;
  theirs = describe_dcmtk (path);
  if (!danbi_header_scan_run (&source, &values))
    {
      danbi_pixel_search_run (&source, values.pixel_bytes, &offset, &length);
      return SCAN_DOUBTS;
    }
  ours = describe_scan (&values, path);
  if (g_str_equal (ours, theirs))
    return SCAN_AGREES;
  *difference = g_strdup_printf ("ours %s\ntheirs %s", ours, theirs);
  return SCAN_DIFFERS;
}

/* As a file that has no name. */
ScanResult
scan_compare_bytes (const void  *data,
                    gsize        length,
                    char       **difference)
{
  int fd = memfd_create ("scan", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  ScanResult result;

  if (fd < 0 || !danbi_file_write_all (fd, data, length))
    g_error ("no file in memory");
  result = scan_compare (path, difference);
  close (fd);
  return result;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peer-thumbnails FOLDER: the peer of thumbnail-cost for DICOM: what dcm2pnm --scale-x-size does,
 * in one process for all files, with no confinement. */
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include <dirent.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

static const unsigned long SIDE = 112;

static bool
show (const std::string &path)
{
  DicomImage image (path.c_str ());
  const bool tall = image.getHeight () > image.getWidth ();

  if (image.getStatus () != EIS_Normal)
    return false;
  std::unique_ptr<DicomImage> small (image.createScaledImage (tall ? 0 : SIDE, tall ? SIDE : 0));
  if (!small || small->getStatus () != EIS_Normal)
    return false;
  if (small->getWindowCount () > 0)
    small->setWindow (0);
  else
    small->setMinMaxWindow (1);
  return small->getOutputData (8) != nullptr;
}

int
main (int    argc,
      char **argv)
{
  DIR *folder = argc > 1 ? opendir (argv[1]) : nullptr;
  unsigned n_files = 0, n_shown = 0;

  OFLog::configure (OFLogger::OFF_LOG_LEVEL);
  DJDecoderRegistration::registerCodecs ();
  while (const dirent *entry = folder ? readdir (folder) : nullptr)
    if (entry->d_name[0] != '.')
      {
        n_files++;
        n_shown += show (std::string (argv[1]) + "/" + entry->d_name);
      }
  if (folder)
    closedir (folder);
  std::printf ("%u of %u\n", n_shown, n_files);
  return n_files > 0 && n_shown == n_files ? EXIT_SUCCESS : EXIT_FAILURE;
}

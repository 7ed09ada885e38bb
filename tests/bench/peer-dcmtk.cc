/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The peer of `danbictl inspect`: DCMTK's library in one process, one thread and no confinement,
 * reads the headers of a folder's files and prints the values that inspect prints. */
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>

#include <dirent.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

static const DcmTagKey TAGS[] = {
  DCM_Rows, DCM_Columns, DCM_NumberOfFrames, DCM_Modality, DCM_SOPClassUID, DCM_SOPInstanceUID,
  DCM_SeriesInstanceUID, DCM_StudyInstanceUID, DCM_PatientID, DCM_PatientName, DCM_PatientBirthDate,
  DCM_PatientSex, DCM_StudyDate, DCM_StudyTime, DCM_AcquisitionDate, DCM_ImageType,
};

static std::vector<std::string>
list_folder (const char *path)
{
  std::vector<std::string> names;
  DIR *folder = opendir (path);

  while (const dirent *entry = folder ? readdir (folder) : nullptr)
    if (entry->d_name[0] != '.')
      names.push_back (std::string (path) + "/" + entry->d_name);
  if (folder)
    closedir (folder);
  std::sort (names.begin (), names.end ());
  return names;
}

/* As danbi-dicom.cc loads: values beyond 4 kB, so the pixel data, stay on disk. */
static bool
print_header (const std::string &path)
{
  DcmFileFormat file;
  OFString text;

  if (file.loadFile (path.c_str (), EXS_Unknown, EGL_noChange, 4096, ERM_fileOnly).bad ())
    return false;
  std::printf ("%s", path.c_str ());
  for (const DcmTagKey &tag : TAGS)
    {
      text.clear ();
      (void) file.getDataset ()->findAndGetOFStringArray (tag, text);
      std::printf ("\t%s", text.c_str ());
    }
  std::printf ("\t%s\n", DcmXfer (file.getDataset ()->getOriginalXfer ()).getXferID ());
  return true;
}

int
main (int    argc,
      char **argv)
{
  const std::vector<std::string> names = list_folder (argc > 1 ? argv[1] : ".");

  OFLog::configure (OFLogger::OFF_LOG_LEVEL);
  for (const std::string &name : names)
    if (!print_header (name))
      return 1;
  return names.empty () ? 1 : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another peer of `danbictl inspect`: GDCM in one process reads the headers of a folder's files, up
 * to the pixel data, and prints the values that inspect prints. */
#include <gdcmDirectory.h>
#include <gdcmReader.h>
#include <gdcmStringFilter.h>
#include <gdcmTrace.h>

#include <cstdio>
#include <string>

static const gdcm::Tag TAGS[] = {
  gdcm::Tag (0x0028, 0x0010), gdcm::Tag (0x0028, 0x0011), gdcm::Tag (0x0028, 0x0008),
  gdcm::Tag (0x0008, 0x0060), gdcm::Tag (0x0008, 0x0016), gdcm::Tag (0x0008, 0x0018),
  gdcm::Tag (0x0020, 0x000e), gdcm::Tag (0x0020, 0x000d), gdcm::Tag (0x0010, 0x0020),
  gdcm::Tag (0x0010, 0x0010), gdcm::Tag (0x0010, 0x0030), gdcm::Tag (0x0010, 0x0040),
  gdcm::Tag (0x0008, 0x0020), gdcm::Tag (0x0008, 0x0030), gdcm::Tag (0x0008, 0x0022),
  gdcm::Tag (0x0008, 0x0008), gdcm::Tag (0x0008, 0x1030), gdcm::Tag (0x0008, 0x103e),
};

static bool
print_header (const std::string &path)
{
  gdcm::Reader reader;
  gdcm::StringFilter filter;

  reader.SetFileName (path.c_str ());
  if (!reader.ReadUpToTag (gdcm::Tag (0x7fe0, 0x0010)))
    return false;
  filter.SetFile (reader.GetFile ());
  std::printf ("%s", path.c_str ());
  for (const gdcm::Tag &tag : TAGS)
    std::printf ("\t%s", filter.ToString (tag).c_str ());
  std::printf ("\t%s\n",
               reader.GetFile ().GetHeader ().GetDataSetTransferSyntax ().GetString ());
  return true;
}

int
main (int    argc,
      char **argv)
{
  gdcm::Directory folder;

  gdcm::Trace::WarningOff ();
  if (folder.Load (argc > 1 ? argv[1] : ".") == 0)
    return 1;
  for (const std::string &path : folder.GetFilenames ())
    if (!print_header (path))
      return 1;
  return 0;
}

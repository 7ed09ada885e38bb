/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives as they are known before they are opened, and documents that are archives within. */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-archive-kind.h"

#define HEAD_BYTES 132
#define DICOM_MARK_AT 128
#define ISO_MARK_AT 32769

/* Documents and programs that are ZIPs within; the pictures in them are no examination. */
static const char *const DOCUMENT_MARKS[] = {
  "META-INF/", "[Content_Types].xml", "_rels/", "docProps/", "mimetype", "AndroidManifest.xml",
};

static gboolean
begins_as_archive (const char *head,
                   gssize      length)
{
  static const struct
  {
    const char *bytes;
    gsize n;
  } marks[] = {
    { "PK\003\004", 4 }, { "PK\005\006", 4 }, { "7z\274\257\047\034", 6 }, { "MSCF\0\0\0\0", 8 },
  };

  /* DICOM leaves its first 128 bytes to whoever wants them. */
  if (length >= HEAD_BYTES && memcmp (head + DICOM_MARK_AT, "DICM", 4) == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= (gssize) marks[i].n && memcmp (head, marks[i].bytes, marks[i].n) == 0)
      return TRUE;
  return FALSE;
}

/**
 * danbi_archive_is_document_mark:
 * @name: the name of the first file of an archive
 *
 * Returns: whether it says that the archive is a document or a program
 */
gboolean
danbi_archive_is_document_mark (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (DOCUMENT_MARKS); i++)
    if (g_str_has_prefix (name, DOCUMENT_MARKS[i]))
      return TRUE;
  return FALSE;
}

/**
 * danbi_archive_is_one:
 * @path: a file
 *
 * Looks at the signature only, whatever the name: ZIP, 7z, CAB, ISO 9660. A program that unpacks
 * itself is none.
 *
 * Returns: whether the file begins as an archive
 */
gboolean
danbi_archive_is_one (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;
  char head[HEAD_BYTES];
  char mark[5];
  gboolean is = FALSE;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    is = begins_as_archive (head, pread (fd, head, sizeof head, 0))
         || (pread (fd, mark, sizeof mark, ISO_MARK_AT) == sizeof mark
             && memcmp (mark, "CD001", sizeof mark) == 0);
  close (fd);
  return is;
}

/**
 * danbi_archive_is_document_name:
 * @path: a file
 *
 * Returns: whether its name is that of a document or a program that is a ZIP within, which nobody
 *   means to be opened where it lies beside images
 */
gboolean
danbi_archive_is_document_name (const char *path)
{
  static const char *const endings[] = {
    ".apk", ".docm", ".docx", ".ear", ".epub", ".jar", ".odg", ".odp", ".ods", ".odt", ".pptm",
    ".pptx", ".vsix", ".war", ".whl", ".xlsm", ".xlsx", ".xpi",
  };
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

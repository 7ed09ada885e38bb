/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiFileProblem:
 * @DANBI_FILE_OK: the file was read
 * @DANBI_FILE_EMPTY: it has no bytes
 * @DANBI_FILE_UNREADABLE: the system refused to read it; the detail is the system's reason
 * @DANBI_FILE_NOT_DICOM: it should be DICOM by its name or by the DICOMDIR, and is not
 * @DANBI_FILE_NOT_JPEG: it should be JPEG by its name, and is not
 * @DANBI_FILE_NOT_DICOMDIR: it is named DICOMDIR and is another DICOM object
 * @DANBI_FILE_TRUNCATED: it ends too early
 * @DANBI_FILE_SHORT_PIXELS: fewer pixels than Rows, Columns and the like promise
 * @DANBI_FILE_NO_PIXELS: Rows and Columns, and no pixel data
 * @DANBI_FILE_ZERO_SIZE: pixel data, and no rows or columns
 * @DANBI_FILE_NO_HEAD: DICOM that begins with its first data element
 * @DANBI_FILE_UNDECODABLE: the header makes no sense
 * @DANBI_FILE_BROKEN_JPEG: the picture cannot be decoded whole
 * @DANBI_FILE_ODD_JPEG: a kind of JPEG that no viewer shows: lossless, or 12 bits
 * @DANBI_FILE_BROKEN_PIXELS: the pixels of a DICOM image cannot be decoded
 * @DANBI_FILE_UNKNOWN_SYNTAX: an unknown transfer syntax; the detail is its UID
 * @DANBI_FILE_TOO_LARGE: reading it takes more memory than is allowed
 * @DANBI_FILE_NO_DICTIONARY: DCMTK's data dictionary is missing: no DICOM file can be read
 * @DANBI_FILE_CRASHED: the inspector ended while it read the file
 * @DANBI_FILE_TIMED_OUT: the inspector gave no answer in time
 * @DANBI_FILE_UNSUPPORTED: it can be sent and not be shown; the detail is the transfer syntax
 * @DANBI_FILE_NO_FRAME: it has no picture of that number
 * @DANBI_FILE_NO_PICTURE: a DICOM object that is no image: a report, a document, a waveform
 * @DANBI_FILE_REFUSED: DCMTK knows no DICOMDIR record for it
 * @DANBI_FILE_UNWRITABLE: the DICOMDIR could not be written; the detail is the reason
 * @DANBI_FILE_BROKEN_ENTRY: it came out of its archive damaged, or in part
 * @DANBI_FILE_BROKEN_ARCHIVE: an archive of which not all could be unpacked
 * @DANBI_FILE_LOCKED: an archive that needs a password which was not given
 * @DANBI_FILE_SEALED: an archive that is encrypted in a way that libarchive does not know
 * @DANBI_FILE_BOMB: an archive that unpacks to more than the bounds allow
 * @DANBI_FILE_NESTED: an archive in an archive in an archive in an archive
 * @DANBI_FILE_UNSAFE_NAME: an archive wants to put the file outside of its own folder
 * @DANBI_FILE_LINK: an archive has a link or a device there
 * @DANBI_FILE_BROKEN_PICTURE: a PNG, BMP, TIFF or WebP that cannot be decoded whole
 * @DANBI_FILE_ODD_PICTURE: a kind of these that is not read here
 * @DANBI_FILE_MANY_PAGES: a TIFF of several pages
 * @DANBI_FILE_TOO_WIDE: a picture with a side longer than a JPEG can have
 * @DANBI_FILE_FOREIGN: a format that cannot be sent at all; the detail is its name
 *
 * What can be wrong with one file. The inspector says it in one word, the program makes the
 * sentence.
 */
typedef enum
{
  DANBI_FILE_OK,
  DANBI_FILE_EMPTY,
  DANBI_FILE_UNREADABLE,
  DANBI_FILE_NOT_DICOM,
  DANBI_FILE_NOT_JPEG,
  DANBI_FILE_NOT_DICOMDIR,
  DANBI_FILE_TRUNCATED,
  DANBI_FILE_SHORT_PIXELS,
  DANBI_FILE_NO_PIXELS,
  DANBI_FILE_ZERO_SIZE,
  DANBI_FILE_NO_HEAD,
  DANBI_FILE_UNDECODABLE,
  DANBI_FILE_BROKEN_JPEG,
  DANBI_FILE_ODD_JPEG,
  DANBI_FILE_BROKEN_PIXELS,
  DANBI_FILE_UNKNOWN_SYNTAX,
  DANBI_FILE_TOO_LARGE,
  DANBI_FILE_NO_DICTIONARY,
  DANBI_FILE_CRASHED,
  DANBI_FILE_TIMED_OUT,
  DANBI_FILE_UNSUPPORTED,
  DANBI_FILE_NO_FRAME,
  DANBI_FILE_NO_PICTURE,
  DANBI_FILE_REFUSED,
  DANBI_FILE_UNWRITABLE,
  DANBI_FILE_BROKEN_ENTRY,
  DANBI_FILE_BROKEN_ARCHIVE,
  DANBI_FILE_LOCKED,
  DANBI_FILE_SEALED,
  DANBI_FILE_BOMB,
  DANBI_FILE_NESTED,
  DANBI_FILE_UNSAFE_NAME,
  DANBI_FILE_LINK,
  DANBI_FILE_BROKEN_PICTURE,
  DANBI_FILE_ODD_PICTURE,
  DANBI_FILE_MANY_PAGES,
  DANBI_FILE_TOO_WIDE,
  DANBI_FILE_FOREIGN,
} DanbiFileProblem;

#define DANBI_FILE_N_PROBLEMS (DANBI_FILE_FOREIGN + 1)

const char *danbi_file_problem_to_nick (DanbiFileProblem problem);
gboolean danbi_file_problem_from_nick (const char *nick, DanbiFileProblem *problem);
char *danbi_file_problem_dup_sentence (DanbiFileProblem problem, const char *detail);

G_END_DECLS

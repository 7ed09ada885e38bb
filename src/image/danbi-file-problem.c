/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be wrong with one file: the inspector's word for it and the user's sentence. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-file-problem.h"

typedef struct
{
  const char *nick;
  const char *sentence;
} Wording;

static const Wording WORDINGS[DANBI_FILE_N_PROBLEMS] = {
  [DANBI_FILE_OK] = { "ok", "" },
  [DANBI_FILE_EMPTY] = { "empty",
    N_("The file is empty (0 bytes). Copy it from its source again.") },
  [DANBI_FILE_UNREADABLE] = { "unreadable",
    N_("The file cannot be opened. Check the disc and the access rights.") },
  [DANBI_FILE_NOT_DICOM] = { "not-dicom",
    N_("This is not a DICOM file. Export the image again, or leave the file out.") },
  [DANBI_FILE_NOT_JPEG] = { "not-jpeg",
    N_("This is not a JPEG picture, whatever its name says. Save the picture as JPEG.") },
  [DANBI_FILE_NOT_DICOMDIR] = { "not-dicomdir",
    N_("This file is named DICOMDIR and is no DICOM directory. Export the disc again.") },
  [DANBI_FILE_TRUNCATED] = { "truncated",
    N_("The file is cut off before its end. Copy or export it again.") },
  [DANBI_FILE_SHORT_PIXELS] = { "short-pixels",
    N_("The file has fewer pixels than its header says. Export the image again.") },
  [DANBI_FILE_NO_PIXELS] = { "no-pixels",
    N_("The header describes an image and the pixels are missing. Export the image again.") },
  [DANBI_FILE_ZERO_SIZE] = { "zero-size",
    N_("The header gives the image no rows or no columns. Export the image again.") },
  [DANBI_FILE_NO_HEAD] = { "no-head",
    N_("The file is DICOM without the head that a file on a disc has, so no DICOMDIR can list it. "
       "Export it again as a DICOM file.") },
  [DANBI_FILE_UNDECODABLE] = { "undecodable",
    N_("The DICOM header of the file cannot be read. Export the image again.") },
  [DANBI_FILE_BROKEN_JPEG] = { "broken-jpeg",
    N_("The JPEG picture is damaged. Copy or export it again.") },
  [DANBI_FILE_ODD_JPEG] = { "odd-jpeg",
    N_("This kind of JPEG cannot be shown by ordinary programs. Save it as baseline JPEG.") },
  [DANBI_FILE_BROKEN_PIXELS] = { "broken-pixels",
    N_("The pixels of the image cannot be decoded. Export the image again.") },
  [DANBI_FILE_UNKNOWN_SYNTAX] = { "unknown-syntax",
    N_("The image is coded in a way that DICOM does not know. Export it uncompressed.") },
  [DANBI_FILE_TOO_LARGE] = { "too-large",
    N_("Reading the file takes more memory than is allowed. It is probably damaged.") },
  [DANBI_FILE_NO_DICTIONARY] = { "dictionary-missing",
    N_("The DICOM data dictionary is missing. Install the program again.") },
  [DANBI_FILE_CRASHED] = { "crashed",
    N_("The file made the image reader fail. It is damaged; export the image again.") },
  [DANBI_FILE_TIMED_OUT] = { "timed-out",
    N_("Reading the file took too long. Check the disc, or export the image again.") },
  [DANBI_FILE_UNSUPPORTED] = { "unsupported",
    N_("There is no preview for this kind of compression. The image can be sent all the same.") },
  [DANBI_FILE_NO_FRAME] = { "no-frame",
    N_("The file has no such picture to show.") },
  [DANBI_FILE_NO_PICTURE] = { "no-picture",
    N_("There is nothing to look at here: the file holds a report, a document or measurements and "
       "no image.") },
  [DANBI_FILE_REFUSED] = { "refused",
    N_("A DICOMDIR cannot list this kind of DICOM object. Leave the file out.") },
  [DANBI_FILE_UNWRITABLE] = { "unwritable",
    N_("The DICOMDIR could not be written. Check that the disk has room.") },
  [DANBI_FILE_BROKEN_ENTRY] = { "broken-entry",
    N_("The file did not come out of its archive whole. Copy the archive again, or unpack it with "
       "another program and drop the folder.") },
  [DANBI_FILE_BROKEN_ARCHIVE] = { "broken-archive",
    N_("The archive is damaged and not all of it could be unpacked. Copy it from its source "
       "again.") },
  [DANBI_FILE_LOCKED] = { "locked",
    N_("The archive needs a password and none that opens it was given. Drop it again and type "
       "the password, or unpack it yourself and drop the folder.") },
  [DANBI_FILE_SEALED] = { "sealed",
    N_("The archive is encrypted in a way that cannot be opened here. Unpack it with 7-Zip and its "
       "password first, then drop the folder.") },
  [DANBI_FILE_BOMB] = { "bomb",
    N_("The archive unpacks to far more than one examination holds, and nothing of it was taken. "
       "Unpack it yourself and drop the folder of one examination.") },
  [DANBI_FILE_NESTED] = { "nested",
    N_("Archives are packed into each other too many times here. Unpack the outer ones, then drop "
       "the folder.") },
  [DANBI_FILE_UNSAFE_NAME] = { "unsafe-name",
    N_("The archive gives this file a name that leads out of its own folder, or too deep into it, "
       "so the file was left out. Ask where the archive comes from.") },
  [DANBI_FILE_LINK] = { "link",
    N_("The archive has a link or a device here and no file; it was left out. Pack the file "
       "itself.") },
  [DANBI_FILE_BROKEN_PICTURE] = { "broken-picture",
    N_("The picture is damaged. Copy or export it again.") },
  [DANBI_FILE_ODD_PICTURE] = { "odd-picture",
    N_("This kind of picture cannot be read here. Save it as an ordinary JPG or PNG.") },
  [DANBI_FILE_MANY_PAGES] = { "many-pages",
    N_("The TIFF has several pages. Save each page that belongs to the case as a picture of its "
       "own, then drop these.") },
  [DANBI_FILE_TOO_WIDE] = { "too-wide",
    N_("The picture has more than 65,500 pixels on one side, which is more than a JPG can hold. "
       "Export a part of it.") },
  [DANBI_FILE_FOREIGN] = { "foreign",
    N_("A file of this format cannot be sent as an image. Save the picture as JPG or PNG, or ask "
       "for the DICOM files.") },
};

/**
 * danbi_file_problem_to_nick:
 * @problem: what is wrong
 *
 * Returns: (transfer none): the word that the inspector uses for it
 */
const char *
danbi_file_problem_to_nick (DanbiFileProblem problem)
{
  g_return_val_if_fail ((guint) problem < DANBI_FILE_N_PROBLEMS, "undecodable");
  return WORDINGS[problem].nick;
}

/**
 * danbi_file_problem_from_nick:
 * @nick: a word from the inspector
 * @problem: (out): what it stands for, unchanged on failure
 *
 * Returns: whether there is such a word
 */
gboolean
danbi_file_problem_from_nick (const char       *nick,
                              DanbiFileProblem *problem)
{
  for (guint i = 0; i < DANBI_FILE_N_PROBLEMS; i++)
    if (strcmp (nick, WORDINGS[i].nick) == 0)
      {
        *problem = (DanbiFileProblem) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * danbi_file_problem_dup_sentence:
 * @problem: what is wrong, not %DANBI_FILE_OK
 * @detail: (nullable): a UID or the system's reason, set in brackets behind the sentence
 *
 * Returns: (transfer full): a sentence in the user's language: what is wrong and what to do
 */
char *
danbi_file_problem_dup_sentence (DanbiFileProblem problem,
                                 const char      *detail)
{
  g_return_val_if_fail ((guint) problem < DANBI_FILE_N_PROBLEMS, NULL);

  if (detail && *detail)
    return g_strdup_printf ("%s (%s)", _(WORDINGS[problem].sentence), detail);
  return g_strdup (_(WORDINGS[problem].sentence));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one file that knows DCMTK: headers, DICOMDIRs and previews, behind a C face. */
#include "config.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcddirif.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include <memory>
#include <new>
#include <vector>

#include <string.h>
#include <unistd.h>

#include "danbi-dicom-text.h"
#include "danbi-dicom.h"
#include "danbi-header-values.h"
#include "danbi-record-tree.h"

/* Values beyond this stay on disk: pixel data is not read, and no text of a header is as long. */
static const Uint32 MAX_READ_BYTES = DANBI_HEADER_MAX_TEXT_BYTES;

/* The standard's own dictionary stands first. The one of private elements behind it names what
 * nobody asks for here, and takes two fifths of the time that both take to load. */
static void
choose_dictionary (void)
{
#if DCM_DICT_DEFAULT == DCM_DICT_DEFAULT_USE_EXTERNAL
  static const char paths[] = DCM_DICT_DEFAULT_PATH;
  g_autofree char *standard = g_strndup (paths, strcspn (paths, ":"));

  g_setenv (DCM_DICT_ENVIRONMENT_VARIABLE, standard, FALSE);
#endif
}

static bool
load_dictionary (void)
{
  OFLog::configure (OFLogger::OFF_LOG_LEVEL);
  /* An archive that did not know an attribute wrote it as VR UN (PS3.5 6.2.2); left so, its value
   * would come as the numbers of its bytes. */
  dcmEnableUnknownVRConversion.set (OFTrue);
  choose_dictionary ();
  DJDecoderRegistration::registerCodecs ();
  DJLSDecoderRegistration::registerCodecs ();
  return dcmDataDict.isDictionaryLoaded ();
}

/**
 * danbi_dicom_init:
 *
 * Readies DCMTK, the first time it is called: its dictionary is loaded, which takes as long as
 * reading a hundred files and which most files do not need; and its log is turned off, of which a
 * hostile file can make a hundred thousand lines. All other functions call it.
 *
 * Returns: whether the data dictionary was found. Without it files of the implicit transfer syntax
 *   would be misread without a word.
 */
gboolean
danbi_dicom_init (void)
{
  static const bool loaded = [] {
    try
      {
        return load_dictionary ();
      }
    catch (...)
      {
        return false;
      }
  }();

  return loaded;
}

/* DCMTK throws on some hostile files (a record type of more than 16 characters, for one) and where
 * memory ends. No exception may cross into C. */
template <typename Body>
static DanbiFileProblem
guarded (Body body)
{
  try
    {
      return danbi_dicom_init () ? body () : DANBI_FILE_NO_DICTIONARY;
    }
  catch (const std::bad_alloc &)
    {
      return DANBI_FILE_TOO_LARGE;
    }
  catch (...)
    {
      return DANBI_FILE_UNDECODABLE;
    }
}

static DanbiFileProblem
problem_of (const OFCondition &condition)
{
  if (condition.good ())
    return DANBI_FILE_OK;
  if (condition == EC_EndOfStream || condition == EC_StreamNotifyClient
      || condition == EC_InvalidStream)
    return DANBI_FILE_TRUNCATED;
  if (condition == EC_MemoryExhausted)
    return DANBI_FILE_TOO_LARGE;
  if (condition == EC_FileMetaInfoHeaderMissing)
    return DANBI_FILE_NOT_DICOM;
  return DANBI_FILE_UNDECODABLE;
}

/* Loads with a small maxReadLength rather than up to the pixel data: so DCMTK notices at no cost
 * that pixel data is cut off. After a failure no value may be asked for: turning a broken element
 * to text can take minutes and gigabytes. */
static DanbiFileProblem
load (DcmFileFormat &file,
      const char    *path,
      bool           without_preamble)
{
  return problem_of (file.loadFile (path, EXS_Unknown, EGL_noChange, MAX_READ_BYTES,
                                    without_preamble ? ERM_autoDetect : ERM_fileOnly));
}

/* As load(); a file whose head names no transfer syntax is read as DCMTK guesses it, and believed
 * where an instance comes of it. */
static DanbiFileProblem
load_guessing (DcmFileFormat &file,
               const char    *path,
               bool           without_preamble)
{
  DanbiFileProblem problem = load (file, path, without_preamble);

  if (problem != DANBI_FILE_NOT_DICOM || without_preamble)
    return problem;
  problem = load (file, path, true);
  return problem == DANBI_FILE_OK && !file.getDataset ()->tagExists (DCM_SOPInstanceUID)
           ? DANBI_FILE_UNDECODABLE : problem;
}

static bool
get_raw (DcmItem         &item,
         const DcmTagKey &tag,
         OFString        &text)
{
  DcmElement *element = nullptr;

  return item.findAndGetElement (tag, element).good () && element->getLength () <= MAX_READ_BYTES
         && element->getOFStringArray (text).good ();
}

static char *
dup_text (DcmItem         &item,
          const DcmTagKey &tag)
{
  OFString text;

  return get_raw (item, tag, text) ? danbi_dicom_text_clean (text.c_str ()) : nullptr;
}

static DcmTagKey
make_key (guint32 tag)
{
  return DcmTagKey (static_cast<Uint16> (tag >> 16), static_cast<Uint16> (tag & 0xffff));
}

static void
gather_texts (DcmItem           &item,
              DanbiHeaderValues *values)
{
  for (guint i = 0; i < DANBI_HEADER_N_TEXTS; i++)
    {
      OFString text;

      if (get_raw (item, make_key (danbi_header_texts[i].tag), text))
        values->texts[i] = g_strdup (text.c_str ());
    }
}

/* DCMTK reads a file of an unknown transfer syntax as explicit little endian and says nothing. New
 * compressions of the standard (1.2.840.10008.1.2.4.…) are laid out that way, so only others are
 * refused. */
static DanbiFileProblem
read_transfer_syntax (DcmFileFormat  &file,
                      char          **transfer_syntax,
                      char          **detail)
{
  const DcmXfer original (file.getDataset ()->getOriginalXfer ());

  g_free (*transfer_syntax);
  *transfer_syntax = dup_text (*file.getMetaInfo (), DCM_TransferSyntaxUID);
  if (!*transfer_syntax)
    *transfer_syntax = g_strdup (original.getXferID ());

  if (DcmXfer (*transfer_syntax).getXfer () != EXS_Unknown
      || g_str_has_prefix (*transfer_syntax, "1.2.840.10008.1.2.4."))
    return DANBI_FILE_OK;
  *detail = g_strdup (*transfer_syntax);
  return DANBI_FILE_UNKNOWN_SYNTAX;
}

static Uint16
get_number (DcmItem         &item,
            const DcmTagKey &tag)
{
  Uint16 number = 0;

  return item.findAndGetUint16 (tag, number).good () ? number : 0;
}

static DcmElement *
find_pixels (DcmItem &item)
{
  static const DcmTagKey tags[] = { DCM_PixelData, DCM_FloatPixelData, DCM_DoubleFloatPixelData };
  DcmElement *element = nullptr;

  for (const DcmTagKey &tag : tags)
    if (item.findAndGetElement (tag, element).good ())
      return element;
  return nullptr;
}

/* The pieces that compressed pixels stand in. */
static DcmPixelSequence *
find_fragments (DcmElement *pixels)
{
  DcmPixelData *data = dynamic_cast<DcmPixelData *> (pixels);
  DcmPixelSequence *sequence = nullptr;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter *parameter = nullptr;

  if (!data)
    return nullptr;
  data->getOriginalRepresentationKey (syntax, parameter);
  return data->getEncapsulatedRepresentation (syntax, parameter, sequence).good () ? sequence
                                                                                   : nullptr;
}

static void
gather_pixels (DcmDataset        *dataset,
               DanbiHeaderValues *values)
{
  DcmElement *pixels = find_pixels (*dataset);

  for (guint i = 0; i < DANBI_HEADER_N_NUMBERS; i++)
    values->numbers[i] = get_number (*dataset, make_key (danbi_header_numbers[i].tag));
  values->pixels_elsewhere = dataset->tagExists (DCM_PixelDataProviderURL);
  values->has_pixels = pixels != nullptr;
  values->is_encapsulated = DcmXfer (dataset->getOriginalXfer ()).isEncapsulated ();
  if (pixels && values->is_encapsulated)
    {
      DcmPixelSequence *fragments = find_fragments (pixels);

      values->n_fragments = fragments ? fragments->card () : 0;
    }
  else if (pixels)
    values->pixel_bytes = pixels->getLengthField ();
}

static bool
is_directory (DcmFileFormat &file)
{
  g_autofree char *sop_class = dup_text (*file.getMetaInfo (), DCM_MediaStorageSOPClassUID);

  return g_strcmp0 (sop_class, UID_MediaStorageDirectoryStorage) == 0;
}

static DanbiFileProblem
read_header (const char *path,
             bool        without_preamble,
             DanbiImage *image,
             char      **detail)
{
  DcmFileFormat file;
  DanbiFileProblem problem = load_guessing (file, path, without_preamble);
  DcmDataset *dataset = file.getDataset ();
  g_auto (DanbiHeaderValues) values = {};

  if (problem != DANBI_FILE_OK)
    return problem;

  gather_texts (*dataset, &values);
  problem = read_transfer_syntax (file, &values.transfer_syntax, detail);
  danbi_header_values_set_texts (&values, image);
  if (is_directory (file))
    {
      image->kind = DANBI_IMAGE_DICOMDIR;
      return problem;
    }
  gather_pixels (dataset, &values);
  danbi_header_values_set_size (&values, image);
  return problem != DANBI_FILE_OK ? problem : danbi_header_values_check_pixels (&values, image);
}

/* The records of a DICOMDIR as they stand in the file, one after the other. */
class RecordTable
{
public:
  explicit RecordTable (DcmDataset *dataset);
  void fill (DanbiDirectory *directory) const;
  bool is_too_long () const { return too_long; }

private:
  static constexpr int MAX_LEVELS = 8;

  std::vector<DcmItem *> items;
  std::vector<DanbiRecordNode> nodes;
  guint n_reachable = 0;
  bool too_long = false;

  void add_ancestors (guint index, DanbiDirectoryRecord *record) const;
  void add (guint index, DanbiDirectory *directory) const;
};

static Uint32
get_offset (DcmItem         &item,
            const DcmTagKey &tag)
{
  Uint32 offset = 0;

  return item.findAndGetUint32 (tag, offset).good () ? offset : 0;
}

static bool
is_in_use (DcmItem &item)
{
  Uint16 flag = 0xffff;

  return item.findAndGetUint16 (DCM_RecordInUseFlag, flag).bad () || flag != 0;
}

static OFString
get_record_type (DcmItem &item)
{
  OFString type;

  get_raw (item, DCM_DirectoryRecordType, type);
  return type;
}

RecordTable::RecordTable (DcmDataset *dataset)
{
  DcmSequenceOfItems *sequence = nullptr;

  if (dataset->findAndGetSequence (DCM_DirectoryRecordSequence, sequence).bad ())
    return;
  too_long = sequence->card () > DANBI_DIRECTORY_MAX_RECORDS;
  for (DcmObject *object = too_long ? nullptr : sequence->nextInContainer (nullptr); object;
       object = sequence->nextInContainer (object))
    {
      DcmDirectoryRecord *item = dynamic_cast<DcmDirectoryRecord *> (object);

      if (!item)
        continue;
      items.push_back (item);
      /* Records that several others share stand beside the tree (retired in 2004). */
      nodes.push_back ({ item->getFileOffset (),
                         get_offset (*item, DCM_OffsetOfTheNextDirectoryRecord),
                         get_offset (*item, DCM_OffsetOfReferencedLowerLevelDirectoryEntity),
                         is_in_use (*item) && get_record_type (*item) != "MRDR",
                         DANBI_RECORD_NONE, FALSE });
    }
  n_reachable = danbi_record_tree_link (
    nodes.data (), static_cast<guint> (nodes.size ()),
    get_offset (*dataset, DCM_OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity));
}

void
RecordTable::add_ancestors (guint                 index,
                            DanbiDirectoryRecord *record) const
{
  for (int level = 0; index != DANBI_RECORD_NONE && level < MAX_LEVELS;
       level++, index = nodes[index].parent)
    {
      const OFString type = get_record_type (*items[index]);

      if (type == "PATIENT" && !record->patient_id)
        record->patient_id = dup_text (*items[index], DCM_PatientID);
      else if (type == "STUDY" && !record->study_uid)
        record->study_uid = dup_text (*items[index], DCM_StudyInstanceUID);
      else if (type == "SERIES" && !record->series_uid)
        record->series_uid = dup_text (*items[index], DCM_SeriesInstanceUID);
    }
}

/* A name on the disc, in the characters of who made it. */
static char *
dup_file_id (const OFString &raw)
{
  g_autofree char *guessed = danbi_dicom_text_guess (raw.c_str ());

  return danbi_dicom_text_clean (g_strdelimit (guessed, "\\", '/'));
}

void
RecordTable::add (guint           index,
                  DanbiDirectory *directory) const
{
  DcmItem &item = *items[index];
  OFString raw;
  g_autofree char *file_id = nullptr;
  DanbiDirectoryRecord *record;

  if (get_raw (item, DCM_ReferencedFileID, raw))
    file_id = dup_file_id (raw);
  if (!file_id)
    return;
  record = danbi_directory_add (directory, file_id);
  record->has_slash = raw.find ('/') != OFString_npos;
  record->unreached = !nodes[index].reached;
  record->sop_uid = dup_text (item, DCM_ReferencedSOPInstanceUIDInFile);
  record->transfer_syntax = dup_text (item, DCM_ReferencedTransferSyntaxUIDInFile);
  add_ancestors (index, record);
}

void
RecordTable::fill (DanbiDirectory *directory) const
{
  for (guint i = 0; i < nodes.size (); i++)
    {
      if (nodes[i].counts)
        directory->n_records++;
      if (is_in_use (*items[i]))
        add (i, directory);
    }
  directory->n_reachable = n_reachable;
}

static DanbiFileProblem
read_directory (const char      *path,
                DanbiImage      *image,
                DanbiDirectory **directory,
                char           **detail)
{
  DcmFileFormat file;
  DanbiFileProblem problem = load (file, path, false);
  g_autoptr (DanbiDirectory) result = danbi_directory_new ();

  image->kind = problem == DANBI_FILE_NOT_DICOM ? DANBI_IMAGE_OTHER : DANBI_IMAGE_DICOMDIR;
  if (problem != DANBI_FILE_OK)
    return problem;
  if (!is_directory (file))
    {
      image->kind = DANBI_IMAGE_DICOM;
      return DANBI_FILE_NOT_DICOMDIR;
    }
  problem = read_transfer_syntax (file, &image->transfer_syntax, detail);
  if (problem != DANBI_FILE_OK)
    return problem;

  RecordTable table (file.getDataset ());
  if (table.is_too_long ())
    return DANBI_FILE_TOO_LARGE;
  table.fill (result);
  *directory = g_steal_pointer (&result);
  return DANBI_FILE_OK;
}

/* A DICOM file that stays open to have its pictures taken out. */
struct _DanbiDicomFile
{
  DcmFileFormat format;
  DcmElement *pixels = nullptr;
  DcmPixelSequence *fragments = nullptr;
};

static DcmElement *
find (DanbiDicomFile        *file,
      const DanbiDicomPlace &place)
{
  DcmItem *item = file->format.getDataset ();
  DcmElement *element = nullptr;

  if (place.tag >> 16 == 2)
    item = file->format.getMetaInfo ();
  if (place.groups
      && item->findAndGetSequenceItem (make_key (place.groups), item, place.group).bad ())
    return nullptr;
  if (place.sequence && item->findAndGetSequenceItem (make_key (place.sequence), item).bad ())
    return nullptr;
  return item->findAndGetElement (make_key (place.tag), element).good () ? element : nullptr;
}

/* Some devices leave out attributes that a DICOMDIR must list, if only empty. DCMTK invents most;
 * for the rest it is shown a copy of the header, without pixels, that has them. The image itself
 * stays as it is. */
static OFCondition
add_by_stub (DicomDirInterface &directory,
             const char        *root,
             const char        *file_id)
{
  g_autofree char *source = g_build_filename (root, file_id, nullptr);
  g_autofree char *stubs = g_build_filename (root, DANBI_DICOM_STUBS, nullptr);
  g_autofree char *stub = g_build_filename (stubs, file_id, nullptr);
  DcmFileFormat file;
  OFCondition condition = file.loadFile (source, EXS_Unknown, EGL_noChange, MAX_READ_BYTES,
                                         ERM_fileOnly);

  if (condition.bad ())
    return condition;
  file.getDataset ()->findAndDeleteElement (DCM_PixelData);
  for (const DcmTagKey &tag : { DCM_PatientName, DCM_PatientID, DCM_StudyDate, DCM_StudyTime })
    file.getDataset ()->putAndInsertString (tag, "", OFFalse);
  file.getDataset ()->putAndInsertString (DCM_InstanceNumber, "1", OFFalse);
  file.getDataset ()->putAndInsertString (DCM_Modality, "OT", OFFalse);
  condition = file.saveFile (stub);
  if (condition.good ())
    condition = directory.addDicomFile (file_id, stubs);
  unlink (stub);
  return condition;
}

/* AP_GeneralPurposeMIME is the one profile that takes every transfer syntax; the invent mode fills
 * what a DICOMDIR must have and the image may lack (StudyID, InstanceNumber and the like). */
static DanbiFileProblem
add_files (DicomDirInterface  &directory,
           const char         *root,
           const char *const  *file_ids,
           guint              *failed)
{
  directory.enableInventMode ();
  directory.enableRetiredSOPClassSupport ();
  directory.disableBackupMode ();
  directory.disableConsistencyCheck ();
  for (guint i = 0; file_ids[i]; i++)
    {
      OFCondition added = directory.addDicomFile (file_ids[i], root);

      if (added.good () || add_by_stub (directory, root, file_ids[i]).good ())
        continue;
      *failed = i;
      return added == EC_ApplicationProfileViolated || added == EC_InvalidDICOMDIR
               ? DANBI_FILE_REFUSED : problem_of (added);
    }
  return DANBI_FILE_OK;
}

/* Reads back what was written. */
static DanbiFileProblem
compare_directory (const char        *path,
                   const char *const *file_ids,
                   char             **detail)
{
  g_autoptr (DanbiImage) image = danbi_image_new (path);
  g_autoptr (DanbiDirectory) directory = nullptr;
  DanbiFileProblem problem = read_directory (path, image, &directory, detail);

  if (problem != DANBI_FILE_OK || danbi_directory_lists_exactly (directory, file_ids))
    return problem;
  *detail = g_strdup_printf ("%u", directory->records->len);
  return DANBI_FILE_UNWRITABLE;
}

static DanbiFileProblem
write_directory (const char         *root,
                 const char *const  *file_ids,
                 guint              *failed,
                 char              **detail)
{
  DicomDirInterface directory;
  g_autofree char *path = g_build_filename (root, "DICOMDIR", nullptr);
  OFCondition condition;

  /* An older DICOMDIR would be taken over; and its backup copy would outlive us. */
  unlink (path);
  condition = directory.createNewDicomDir (DicomDirInterface::AP_GeneralPurposeMIME, path, "DANBI");
  if (condition.good ())
    {
      DanbiFileProblem problem = add_files (directory, root, file_ids, failed);

      if (problem != DANBI_FILE_OK)
        return problem;
      condition = directory.writeDicomDir (EET_ExplicitLength);
    }
  if (condition.bad ())
    {
      *detail = danbi_dicom_text_clean (condition.text ());
      return DANBI_FILE_UNWRITABLE;
    }
  return compare_directory (path, file_ids, detail);
}

/**
 * danbi_dicom_get_layout:
 * @tag: group and element
 *
 * Returns: what the dictionary says of the element
 */
DanbiDicomLayout
danbi_dicom_get_layout (guint32 tag)
{
  if (!danbi_dicom_init ())
    return DANBI_DICOM_UNKNOWN;
  switch (DcmTag (make_key (tag)).getEVR ())
    {
    case EVR_SQ:
      return DANBI_DICOM_ITEMS;
    case EVR_UNKNOWN:
    case EVR_UNKNOWN2B:
    case EVR_UN:
      return DANBI_DICOM_UNKNOWN;
    default:
      return DANBI_DICOM_VALUE;
    }
}

/**
 * danbi_dicom_read_header:
 * @path: a file
 * @without_preamble: whether it begins with its first data element instead of `DICM` at byte 128
 * @image: where the facts are set; its kind only where it is a DICOMDIR
 * @detail: (out) (optional): more about the problem
 *
 * Reads the header of a DICOM file, and sees that the pixels are all there; not where they stand.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_dicom_read_header (const char *path,
                         gboolean    without_preamble,
                         DanbiImage *image,
                         char      **detail)
{
  return guarded ([&] { return read_header (path, without_preamble, image, detail); });
}

/**
 * danbi_dicom_read_directory:
 * @path: a file that is named DICOMDIR
 * @image: where kind and transfer syntax are set
 * @directory: (out): the records, unchanged where there is a problem
 * @detail: (out): more about the problem
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_dicom_read_directory (const char      *path,
                            DanbiImage      *image,
                            DanbiDirectory **directory,
                            char           **detail)
{
  return guarded ([&] { return read_directory (path, image, directory, detail); });
}

/**
 * danbi_dicom_file_open:
 * @path: a DICOM file, with or without a preamble
 * @file: (out): the file, unchanged where there is a problem
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_dicom_file_open (const char      *path,
                       DanbiDicomFile **file)
{
  return guarded ([&] {
    std::unique_ptr<DanbiDicomFile> opened (new DanbiDicomFile);
    DanbiFileProblem problem = load (opened->format, path, true);

    if (problem != DANBI_FILE_OK)
      return problem;
    opened->pixels = find_pixels (*opened->format.getDataset ());
    opened->fragments = opened->pixels ? find_fragments (opened->pixels) : nullptr;
    *file = opened.release ();
    return DANBI_FILE_OK;
  });
}

/**
 * danbi_dicom_file_free:
 * @self: (nullable): a file
 */
void
danbi_dicom_file_free (DanbiDicomFile *self)
{
  delete self;
}

/**
 * danbi_dicom_file_dup_text:
 * @self: a file
 * @place: of an element
 *
 * Returns: (transfer full) (nullable): its value as a text, numbers too
 */
char *
danbi_dicom_file_dup_text (DanbiDicomFile        *self,
                           const DanbiDicomPlace *place)
{
  char *text = nullptr;

  guarded ([&] {
    DcmElement *element = find (self, *place);
    OFString value;

    if (element && element->getLength () <= MAX_READ_BYTES
        && element->getOFStringArray (value).good ())
      text = danbi_dicom_text_clean (value.c_str ());
    return DANBI_FILE_OK;
  });
  return text;
}

/**
 * danbi_dicom_file_get_words:
 * @self: a file
 * @place: of an element that holds a table
 * @words: where it is set, in the byte order of this machine
 *
 * Returns: whether there is such a table
 */
gboolean
danbi_dicom_file_get_words (DanbiDicomFile        *self,
                            const DanbiDicomPlace *place,
                            GByteArray            *words)
{
  return guarded ([&] {
    DcmElement *element = find (self, *place);

    if (!element || element->getLength () == 0
        || element->getLength () > DANBI_DICOM_MAX_TABLE_BYTES)
      return DANBI_FILE_UNDECODABLE;
    g_byte_array_set_size (words, element->getLength ());
    return problem_of (element->getPartialValue (words->data, 0, words->len));
  }) == DANBI_FILE_OK;
}

/**
 * danbi_dicom_file_get_n_fragments:
 * @self: a file
 *
 * Returns: how many pieces its pixels stand in, the first being a table; 0: they are not compressed
 */
guint
danbi_dicom_file_get_n_fragments (DanbiDicomFile *self)
{
  return self->fragments ? static_cast<guint> (self->fragments->card ()) : 0;
}

static DcmElement *
get_part (DanbiDicomFile *self,
          guint           fragment)
{
  DcmPixelItem *item = nullptr;

  if (!self->fragments)
    return self->pixels;
  return self->fragments->getItem (item, fragment).good () ? item : nullptr;
}

/**
 * danbi_dicom_file_get_part_bytes:
 * @self: a file
 * @fragment: which piece of the pixels, 0 where they are not compressed
 *
 * Returns: how many bytes it has, 0 where there is none
 */
gsize
danbi_dicom_file_get_part_bytes (DanbiDicomFile *self,
                                 guint           fragment)
{
  DcmElement *part = get_part (self, fragment);

  return part ? part->getLengthField () : 0;
}

/**
 * danbi_dicom_file_read_part:
 * @self: a file
 * @fragment: which piece of the pixels, 0 where they are not compressed
 * @offset: from which byte of it on
 * @buffer: where the bytes go, in the byte order of this machine
 * @length: how many
 *
 * Returns: whether they are all there
 */
gboolean
danbi_dicom_file_read_part (DanbiDicomFile *self,
                            guint           fragment,
                            guint64         offset,
                            void           *buffer,
                            gsize           length)
{
  return offset + length <= danbi_dicom_file_get_part_bytes (self, fragment)
         && guarded ([&] {
              return problem_of (get_part (self, fragment)->getPartialValue (
                buffer, static_cast<Uint32> (offset), static_cast<Uint32> (length)));
            }) == DANBI_FILE_OK;
}

/**
 * danbi_dicom_file_decode:
 * @self: a file with compressed pixels
 * @frame: which picture, from 0
 * @first: the piece in which it begins, from 1
 * @buffer: where its samples go, as the file's attributes say, in the byte order of this machine
 * @size: bytes of @buffer: an even number, and enough for the picture
 * @colours: (out): the photometric interpretation of what is in the buffer then
 *
 * Returns: what is wrong with the picture
 */
DanbiFileProblem
danbi_dicom_file_decode (DanbiDicomFile *self,
                         guint           frame,
                         guint           first,
                         void           *buffer,
                         gsize           size,
                         char          **colours)
{
  return guarded ([&] {
    DcmPixelData *data = dynamic_cast<DcmPixelData *> (self->pixels);
    Uint32 fragment = first;
    OFString model;
    OFCondition decoded = EC_CorruptedData;

    if (data)
      decoded = data->getUncompressedFrame (self->format.getDataset (), frame, fragment, buffer,
                                            static_cast<Uint32> (size), model);
    if (decoded.good ())
      *colours = danbi_dicom_text_clean (model.c_str ());
    else if (decoded != EC_MemoryExhausted)
      return DANBI_FILE_BROKEN_PIXELS;
    return problem_of (decoded);
  });
}

/**
 * danbi_dicom_write_directory:
 * @root: the folder that holds the files and shall hold the DICOMDIR
 * @file_ids: lawful File IDs under @root, '/' between levels
 * @failed: (out): the index of the file that stood in the way, unchanged where it was none
 * @detail: (out): more about the problem
 *
 * Writes `DICOMDIR` under @root, in place of one that may be there, and reads it back. Its mode is
 * what the umask leaves; the inspector's leaves 0600.
 *
 * Returns: what is wrong; %DANBI_FILE_OK means that it refers to exactly the files given
 */
DanbiFileProblem
danbi_dicom_write_directory (const char        *root,
                             const char *const *file_ids,
                             guint             *failed,
                             char             **detail)
{
  return guarded ([&] { return write_directory (root, file_ids, failed, detail); });
}

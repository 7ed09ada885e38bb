/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a DICOMDIR: read as the child reads it, and held against files as the parent does.
 *
 * With an even first byte the others are the file behind its 132 bytes of head. With an odd one
 * they become records, right in their form and wrong in what they say: offsets, types, File IDs. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "danbi-dicom-writer.h"
#include "danbi-dicom.h"
#include "danbi-disc.h"
#include "danbi-walk.h"

#define ROOT "/cd"
#define MAX_TEXT 24

const char *__lsan_default_suppressions (void);
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static int file = -1;

static guint
take (const uint8_t **data,
      size_t         *size)
{
  if (*size == 0)
    return 0;
  (*size)--;
  return *(*data)++;
}

static char *
take_text (const uint8_t **data,
           size_t         *size)
{
  gsize wanted = take (data, size) % MAX_TEXT;
  gsize length = MIN (wanted, *size);
  char *text = g_strndup ((const char *) *data, length);

  *data += length;
  *size -= length;
  return text;
}

static void
add_record (DanbiDicomWriter  *writer,
            const uint8_t    **data,
            size_t            *size)
{
  static const char *const types[] = { "PATIENT", "STUDY", "SERIES", "IMAGE", "MRDR", "PRIVATE",
                                       "THIS TYPE IS TOO LONG FOR ITS VR", "" };
  static const guint32 texts[] = { 0x00041500, 0x00041511, 0x00041512, 0x00100020, 0x0020000D,
                                   0x0020000E };
  gsize item = danbi_dicom_begin_item (writer);

  danbi_dicom_put_u32 (writer, 0x00041400, take (data, size) * 16);
  danbi_dicom_put_u16 (writer, 0x00041410, take (data, size) % 8 ? 0xffff : 0);
  danbi_dicom_put_u32 (writer, 0x00041420, take (data, size) * 16);
  danbi_dicom_put_text (writer, 0x00041430, "CS",
                        types[take (data, size) % G_N_ELEMENTS (types)]);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = take_text (data, size);

      danbi_dicom_put_text (writer, texts[i], i == 0 ? "CS" : i == 3 ? "LO" : "UI", text);
    }
  danbi_dicom_end (writer, item);
}

static void
add_records (GByteArray    *bytes,
             const uint8_t *data,
             size_t         size)
{
  DanbiDicomWriter writer = { bytes, take (&data, &size) % 4 == 0 };
  gsize sequence;

  danbi_dicom_put_file_meta (&writer, TRUE, "1.2.840.10008.1.3.10", "2.25.1",
                             writer.implicit_vr ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1");
  danbi_dicom_put_u32 (&writer, 0x00041200, take (&data, &size) * 16);
  sequence = danbi_dicom_begin_sequence (&writer, 0x00041220);
  while (size > 0)
    add_record (&writer, &data, &size);
  danbi_dicom_end (&writer, sequence);
}

static void
write_file (const GByteArray *bytes)
{
  g_assert_cmpint (ftruncate (file, 0), ==, 0);
  g_assert_cmpint (pwrite (file, bytes->data, bytes->len, 0), ==, (gssize) bytes->len);
}

/* Whatever a record says, nothing that comes of it lies outside of the folder. */
static void
hold_against_files (const DanbiDirectory *directory,
                    DanbiImage           *dicomdir)
{
  g_autoptr (DanbiDisc) disc = danbi_disc_new (ROOT, directory);
  g_autoptr (DanbiImage) image = danbi_image_new (ROOT "/A/B");
  g_autoptr (GPtrArray) missing = NULL;

  danbi_disc_add_file (disc, ROOT "/A/B");
  danbi_disc_add_file (disc, ROOT "/DICOMDIR");
  danbi_disc_resolve (disc);
  image->kind = DANBI_IMAGE_DICOM;
  danbi_disc_audit (disc, image);
  danbi_disc_audit_directory (disc, dicomdir);
  missing = danbi_disc_dup_missing (disc);
  for (guint i = 0; i < missing->len; i++)
    {
      const char *path = ((DanbiImage *) g_ptr_array_index (missing, i))->path;
      g_autofree char *plain = g_canonicalize_filename (path, "/");

      g_assert_true (g_str_has_prefix (plain, ROOT "/"));
    }
}

/* Each record passes the bounds of the parent: the child cleans what it sends. */
static void
pass_on (const DanbiDirectory *directory)
{
  g_autoptr (DanbiDirectory) received = danbi_directory_new ();

  for (guint i = 0; i < directory->records->len; i++)
    {
      g_autoptr (GByteArray) line = g_byte_array_new ();
      DanbiFacts facts;

      danbi_directory_append_facts (g_ptr_array_index (directory->records, i), line);
      g_assert_true (danbi_facts_parse (&facts, (char *) line->data, line->len));
      g_assert_true (danbi_directory_add_facts (received, &facts, NULL));
    }
}

/* DCMTK loses the item at hand where a record makes it throw (a type of more than 16 characters);
 * the child that reads is bounded in its memory and does not live long. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libdcmdata\n";
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_assert_true (danbi_dicom_init ());
  file = memfd_create ("DICOMDIR", MFD_CLOEXEC);
  g_assert_cmpint (file, >=, 0);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const guint8 head[132] = { [128] = 'D', 'I', 'C', 'M' };
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", file);
  g_autoptr (DanbiImage) image = danbi_image_new (path);
  g_autoptr (DanbiDirectory) directory = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *detail = NULL;

  if (size > 0 && data[0] % 2)
    add_records (bytes, data + 1, size - 1);
  else
    {
      g_byte_array_append (bytes, head, sizeof head);
      if (size > 1)
        g_byte_array_append (bytes, data + 1, (guint) size - 1);
    }
  write_file (bytes);
  if (danbi_dicom_read_directory (path, image, &directory, &detail) != DANBI_FILE_OK)
    return 0;
  pass_on (directory);
  hold_against_files (directory, image);
  return 0;
}

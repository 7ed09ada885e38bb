/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a DICOM file, for the quick reader of headers and for DCMTK: neither may fall over
 * it, and where the quick one has no doubt the two must agree. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "danbi-dicom.h"
#include "danbi-file.h"
#include "danbi-fixture.h"
#include "scan-compare.h"

#define PREAMBLE_BYTES 128
#define EDIT_BYTES 3

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
const char *__lsan_default_suppressions (void);

/* DCMTK loses the item at hand where an element makes it throw; the child that reads is bounded in
 * its memory and does not live long. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libdcmdata\n";
}

static GByteArray *
make_seed (const char *folder,
           guint       index)
{
  g_autofree char *path = g_build_filename (folder, "seed", NULL);
  g_autoptr (GError) error = NULL;
  DanbiFixtureDicom dicom;
  char *bytes;
  gsize length;

  danbi_fixture_dicom_init (&dicom, index / 3 % DANBI_FIXTURE_N_KINDS);
  dicom.rows = dicom.columns = 8;
  dicom.implicit_vr = index % 3 == 1;
  dicom.jpeg = index % 3 == 2 && dicom.kind != DANBI_FIXTURE_SR;
  if (dicom.jpeg)
    dicom.bits = dicom.stored = 8;
  if (!danbi_fixture_write_dicom (path, &dicom, &error)
      || !g_file_get_contents (path, &bytes, &length, &error))
    g_error ("no seed: %s", error->message);
  return g_byte_array_new_take ((guint8 *) bytes, length);
}

static GPtrArray *
make_seeds (void)
{
  GPtrArray *seeds = g_ptr_array_new ();
  g_autofree char *folder = g_dir_make_tmp ("danbi-fuzz-XXXXXX", NULL);

  for (guint i = 0; i < DANBI_FIXTURE_N_KINDS * 3; i++)
    g_ptr_array_add (seeds, make_seed (folder, i));
  danbi_dir_remove (folder, NULL);
  return seeds;
}

/* A file of the fixtures, chosen by the first byte, with some bytes changed: two bytes say where
 * and one what it becomes. So a short run without a corpus gets past the first elements too. */
static GByteArray *
edit_seed (const uint8_t *data,
           size_t         size)
{
  static GPtrArray *seeds;
  GByteArray *file = g_byte_array_new ();
  const GByteArray *seed;

  if (!seeds)
    seeds = make_seeds ();
  seed = g_ptr_array_index (seeds, size > 0 ? data[0] % seeds->len : 0);
  g_byte_array_append (file, seed->data, seed->len);
  for (size_t i = 1; i + EDIT_BYTES <= size; i += EDIT_BYTES)
    file->data[(PREAMBLE_BYTES + (data[i] | data[i + 1] << 8)) % file->len] = data[i + 2];
  return file;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GByteArray) file = NULL;
  g_autofree char *difference = NULL;

  if (size > PREAMBLE_BYTES + 4 && memcmp (data + PREAMBLE_BYTES, "DICM", 4) == 0)
    {
      file = g_byte_array_new ();
      g_byte_array_append (file, data, (guint) size);
    }
  else
    file = edit_seed (data, size);
  if (scan_compare_bytes (file->data, file->len, &difference) == SCAN_DIFFERS)
    g_error ("%s", difference);
  return 0;
}

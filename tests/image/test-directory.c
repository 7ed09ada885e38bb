/* SPDX-License-Identifier: GPL-3.0-or-later */
/* File IDs, and records on a line. */
#include "config.h"

#include <string.h>

#include "danbi-directory.h"
#include "danbi-image-facts.h"

static const struct
{
  const char *file_id;
  gboolean lawful;
  gboolean safe;
} FILE_IDS[] = {
  { "A", TRUE, TRUE },
  { "IM000001", TRUE, TRUE },
  { "IM0000012", FALSE, TRUE },
  { "A/B/C/D/E/F/G/H", TRUE, TRUE },
  { "A/B/C/D/E/F/G/H/I", FALSE, TRUE },
  { "_0Z", TRUE, TRUE },
  { "im1", FALSE, TRUE },
  { "IM-1", FALSE, TRUE },
  { "IM1.DCM", FALSE, TRUE },
  { "IM 1", FALSE, TRUE },
  { "影像", FALSE, TRUE },
  { "", FALSE, FALSE },
  { "/A", FALSE, FALSE },
  { "A/", FALSE, FALSE },
  { "A//B", FALSE, FALSE },
  { "..", FALSE, FALSE },
  { "A/../B", FALSE, FALSE },
  { "./A", FALSE, FALSE },
};

static void
test_file_ids (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (FILE_IDS); i++)
    {
      g_test_message ("\"%s\"", FILE_IDS[i].file_id);
      g_assert_cmpint (danbi_file_id_is_lawful (FILE_IDS[i].file_id), ==, FILE_IDS[i].lawful);
      g_assert_cmpint (danbi_file_id_is_safe (FILE_IDS[i].file_id), ==, FILE_IDS[i].safe);
    }
}

/* Adds the record of a line. */
static gboolean
add (DanbiDirectory  *directory,
     const char      *line,
     gsize            length,
     GError         **error)
{
  g_autofree char *copy = g_strndup (line, length);
  DanbiFacts facts;

  g_assert_true (danbi_facts_parse (&facts, copy, length));
  return danbi_directory_add_facts (directory, &facts, error);
}

static void
test_round_trip (void)
{
  g_autoptr (DanbiDirectory) directory = danbi_directory_new ();
  DanbiDirectoryRecord *record = danbi_directory_add (directory, "DICOM/IM1");
  g_autoptr (GByteArray) line = g_byte_array_new ();
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  record->patient_id = g_strdup ("A123456789");
  record->sop_uid = g_strdup ("1.2.3");
  record->has_slash = record->unreached = TRUE;
  danbi_directory_append_facts (record, line);
  g_assert_true (add (directory, (const char *) line->data, line->len, &error));
  g_assert_no_error (error);
  danbi_directory_append_facts (g_ptr_array_index (directory->records, 1), again);
  g_assert_cmpmem (again->data, again->len, line->data, line->len);
}

static void
test_hostile_records (void)
{
  g_autofree char *long_id = g_strnfill (DANBI_IMAGE_MAX_TEXT_BYTES + 1, 'A');
  g_autofree char *too_long = g_strdup_printf ("file_id\t%s\t", long_id);
  const char *const hostile[] = {
    "sop_uid\t1.2.3\t", "file_id\tA\thas_slash\t2\t", "file_id\tA\tunreached\tyes\t", too_long,
  };
  g_autoptr (DanbiDirectory) directory = danbi_directory_new ();

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (add (directory, hostile[i], strlen (hostile[i]), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/directory/" name, function)
  ADD ("file_ids_have_1_to_8_levels_of_1_to_8_characters", test_file_ids);
  ADD ("a_record_comes_back_as_it_was", test_round_trip);
  ADD ("a_record_out_of_bounds_is_refused", test_hostile_records);
  return g_test_run ();
}

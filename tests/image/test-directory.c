/* SPDX-License-Identifier: GPL-3.0-or-later */
/* File IDs, and records as JSON. */
#include "config.h"

#include <string.h>

#include "danbi-directory.h"
#include "danbi-image-json.h"

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

static void
test_round_trip (void)
{
  g_autoptr (DanbiDirectory) directory = danbi_directory_new ();
  DanbiDirectoryRecord *record = danbi_directory_add (directory, "DICOM/IM1");
  g_autoptr (json_t) object = NULL;
  g_autoptr (json_t) again = NULL;
  g_autoptr (GError) error = NULL;

  record->patient_id = g_strdup ("A123456789");
  record->sop_uid = g_strdup ("1.2.3");
  record->has_slash = record->unreached = TRUE;
  object = danbi_directory_record_to_json (record);
  g_assert_true (danbi_directory_add_json (directory, object, &error));
  g_assert_no_error (error);
  again = danbi_directory_record_to_json (g_ptr_array_index (directory->records, 1));
  g_assert_true (json_equal (object, again));
}

static void
test_hostile_records (void)
{
  static const char *const hostile[] = {
    "{}", "{\"file_id\":null}", "{\"file_id\":7}", "{\"file_id\":\"A\\tB\"}",
    "{\"file_id\":\"A\",\"sop_uid\":{}}",
  };
  g_autofree char *long_id = g_strnfill (DANBI_IMAGE_MAX_TEXT_BYTES + 1, 'A');
  g_autoptr (json_t) too_long = json_pack ("{s:s}", "file_id", long_id);
  g_autoptr (DanbiDirectory) directory = danbi_directory_new ();

  g_assert_false (danbi_directory_add_json (directory, too_long, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (json_t) object = danbi_json_parse (hostile[i], strlen (hostile[i]), NULL);

      g_assert_false (danbi_directory_add_json (directory, object, &error));
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

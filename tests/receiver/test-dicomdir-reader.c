/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the second reading of a DICOMDIR. */
#include "config.h"

#include <string.h>

#include "danbi-dicomdir-reader.h"
#include "danbi-file.h"
#include "danbi-fixture.h"
#include "danbi-receiver.h"

#define UNDEFINED 0xffffffffu

static void
put_u16 (GByteArray *out,
         guint       value)
{
  const guint8 bytes[] = { value & 0xff, value >> 8 & 0xff };

  g_byte_array_append (out, bytes, 2);
}

static void
put_tag (GByteArray *out,
         guint       group,
         guint       element,
         guint32     length)
{
  put_u16 (out, group);
  put_u16 (out, element);
  put_u16 (out, length & 0xffff);
  put_u16 (out, length >> 16);
}

static void
put_long (GByteArray *out,
          guint       group,
          guint       element,
          const char *vr,
          guint32     length)
{
  put_u16 (out, group);
  put_u16 (out, element);
  g_byte_array_append (out, (const guint8 *) vr, 2);
  put_u16 (out, 0);
  put_u16 (out, length & 0xffff);
  put_u16 (out, length >> 16);
}

static void
put_text (GByteArray *out,
          guint       group,
          guint       element,
          const char *vr,
          const char *text)
{
  put_u16 (out, group);
  put_u16 (out, element);
  g_byte_array_append (out, (const guint8 *) vr, 2);
  put_u16 (out, (guint) strlen (text));
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

static void
put_in_use (GByteArray *out,
            guint       value)
{
  put_u16 (out, 0x0004);
  put_u16 (out, 0x1410);
  g_byte_array_append (out, (const guint8 *) "US", 2);
  put_u16 (out, 2);
  put_u16 (out, value);
}

static GByteArray *
begin (void)
{
  const guint8 preamble[128] = { 0 };
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, preamble, sizeof preamble);
  g_byte_array_append (out, (const guint8 *) "DICM", 4);
  put_text (out, 0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1\0");
  put_text (out, 0x0004, 0x1130, "CS", "SET ");
  return out;
}

static char *
join (GArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "",
                            g_array_index (records, DanbiDicomdirRecord, i).file_id);
  return g_string_free (text, FALSE);
}

static char *
read_ids (const GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) records = danbi_dicomdir_read (bytes->data, bytes->len, &error);

  if (!records)
    g_assert_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED);
  return records ? join (records) : NULL;
}

static void
put_record (GByteArray *out,
            gboolean    open,
            const char *file_id,
            guint       in_use)
{
  g_autoptr (GByteArray) inner = g_byte_array_new ();

  put_in_use (inner, in_use);
  put_text (inner, 0x0004, 0x1430, "CS", "IMAGE ");
  put_text (inner, 0x0004, 0x1500, "CS", file_id);
  /* An icon: a sequence with an item, both of undefined length, and a value of long length. */
  put_long (inner, 0x0088, 0x0200, "SQ", UNDEFINED);
  put_tag (inner, 0xfffe, 0xe000, UNDEFINED);
  put_long (inner, 0x7fe0, 0x0010, "OW", 4);
  g_byte_array_append (inner, (const guint8 *) "\x04\x00\x00\x15", 4);
  put_tag (inner, 0xfffe, 0xe00d, 0);
  put_tag (inner, 0xfffe, 0xe0dd, 0);

  put_tag (out, 0xfffe, 0xe000, open ? UNDEFINED : inner->len);
  g_byte_array_append (out, inner->data, inner->len);
  if (open)
    put_tag (out, 0xfffe, 0xe00d, 0);
}

static void
test_records (void)
{
  for (guint variant = 0; variant < 4; variant++)
    {
      g_autoptr (GByteArray) records = g_byte_array_new ();
      g_autoptr (GByteArray) out = begin ();
      g_autofree char *ids = NULL;

      put_record (records, variant & 1, "DICOM\\IM000001", 0xffff);
      put_record (records, variant & 1, "IM00002 ", 0xffff);
      put_record (records, variant & 1, "", 0xffff);
      put_record (records, variant & 1, "OLD ", 0);
      put_long (out, 0x0004, 0x1220, "SQ", variant & 2 ? UNDEFINED : records->len);
      g_byte_array_append (out, records->data, records->len);
      if (variant & 2)
        put_tag (out, 0xfffe, 0xe0dd, 0);
      ids = read_ids (out);
      g_assert_cmpstr (ids, ==, "DICOM/IM000001 IM00002");
    }
}

static void
test_file_ids (void)
{
  g_autofree char *longest = g_strnfill (80, 'A');
  g_autofree char *too_long = g_strnfill (81, 'A');
  const struct
  {
    const char *file_id;
    gboolean read;
  } cases[] = { { "A", TRUE }, { longest, TRUE }, { too_long, FALSE }, { " ", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) records = g_byte_array_new ();
      g_autoptr (GByteArray) out = begin ();
      g_autofree char *ids = NULL;

      put_record (records, FALSE, cases[i].file_id, 0xffff);
      put_long (out, 0x0004, 0x1220, "SQ", records->len);
      g_byte_array_append (out, records->data, records->len);
      ids = read_ids (out);
      g_assert_cmpstr (ids, ==, cases[i].read ? cases[i].file_id : NULL);
    }
}

static void
test_hostile (void)
{
  g_autoptr (GByteArray) none = begin ();
  g_autoptr (GByteArray) deep = begin ();
  g_autoptr (GByteArray) lying = begin ();
  g_autoptr (GByteArray) open = begin ();
  g_autoptr (GByteArray) strange = begin ();
  g_autoptr (GByteArray) implicit = begin ();

  g_assert_null (read_ids (none)); /* no record sequence */

  put_long (deep, 0x0004, 0x1220, "SQ", UNDEFINED);
  put_tag (deep, 0xfffe, 0xe000, UNDEFINED);
  for (guint i = 0; i < 2000000; i++)
    {
      put_long (deep, 0x0088, 0x0200, "SQ", UNDEFINED);
      put_tag (deep, 0xfffe, 0xe000, UNDEFINED);
    }
  g_assert_null (read_ids (deep));

  put_long (lying, 0x0004, 0x1220, "SQ", 0xfffffff0);
  put_tag (lying, 0xfffe, 0xe000, 0);
  g_assert_null (read_ids (lying));

  put_long (open, 0x0004, 0x1220, "SQ", UNDEFINED);
  put_tag (open, 0xfffe, 0xe000, 0);
  g_assert_null (read_ids (open)); /* does not end */

  put_long (strange, 0x0004, 0x1220, "SQ", 18);
  put_tag (strange, 0xfffe, 0xe000, 10);
  put_text (strange, 0x0004, 0x1430, "CS", "IMAGE "); /* longer than its record */
  put_text (strange, 0x0004, 0x1430, "CS", "IMAGE ");
  g_assert_null (read_ids (strange));

  put_tag (implicit, 0x0004, 0x1220, 8);
  put_tag (implicit, 0xfffe, 0xe000, 0);
  g_assert_null (read_ids (implicit));
}

/* The records name the files in the order of writing: 2 patients of 2 series of 3 images. */
static void
assert_describes (GArray                *records,
                  GPtrArray             *written,
                  const DanbiFixtureSet *set)
{
  for (guint i = 0; i < records->len; i++)
    {
      const DanbiDicomdirRecord *record = &g_array_index (records, DanbiDicomdirRecord, i);
      DanbiFixtureDicom dicom = set->base;
      g_autofree char *study_uid = NULL;
      g_autofree char *series_uid = NULL;
      g_autofree char *sop_uid = NULL;

      dicom.patient_id = i < 6 ? dicom.patient_id : "SECOND0001";
      dicom.series = i / 3 % 2 + 1;
      dicom.instance = i % 3 + 1;
      study_uid = danbi_fixture_dicom_dup_study_uid (&dicom);
      series_uid = danbi_fixture_dicom_dup_series_uid (&dicom);
      sop_uid = danbi_fixture_dicom_dup_sop_instance_uid (&dicom);
      g_assert_cmpstr (record->file_id, ==, written->pdata[i]);
      g_assert_cmpstr (record->patient_id, ==, dicom.patient_id);
      g_assert_cmpstr (record->study_uid, ==, study_uid);
      g_assert_cmpstr (record->series_uid, ==, series_uid);
      g_assert_cmpstr (record->sop_uid, ==, sop_uid);
      g_assert_cmpstr (record->transfer_syntax, ==,
                       danbi_fixture_dicom_get_transfer_syntax (&dicom));
    }
}

static void
test_real (void)
{
  const DanbiFixtureKind kinds[] = { DANBI_FIXTURE_PANORAMIC, DANBI_FIXTURE_CT };
  g_autofree char *top = g_dir_make_tmp ("danbi-dicomdir-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *dir = g_strdup_printf ("%s/%u", top, i);
      g_autofree char *path = g_build_filename (dir, "DICOMDIR", NULL);
      g_autoptr (GPtrArray) written = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GArray) records = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      DanbiFixtureSet set;
      gsize length;

      danbi_fixture_set_init (&set, kinds[i]);
      set.base.rows = set.base.columns = 16;
      set.n_patients = 2;
      set.n_series = 2;
      set.n_images = 3;
      g_assert_true (danbi_dir_create (dir, NULL));
      danbi_fixture_write_set (dir, &set, written, &error);
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      records = danbi_dicomdir_read ((const guint8 *) bytes, length, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (records->len, ==, 12);
      assert_describes (records, written, &set);
      /* Cut anywhere it is an error or a smaller set, and never a crash. */
      for (gsize cut = 0; cut < length; cut += 7)
        {
          g_autofree guint8 *part = g_memdup2 (bytes, cut);
          GArray *some = danbi_dicomdir_read (part, cut, NULL);

          g_assert_null (some);
        }
    }
  danbi_dir_remove (top, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/receiver/dicomdir-reader/lengths_may_be_open_or_given", test_records);
  g_test_add_func ("/danbi/receiver/dicomdir-reader/a_blank_or_long_file_id_is_refused",
                   test_file_ids);
  g_test_add_func ("/danbi/receiver/dicomdir-reader/hostile_bytes_are_refused", test_hostile);
  g_test_add_func ("/danbi/receiver/dicomdir-reader/a_written_set_is_read_again", test_real);
  return g_test_run ();
}

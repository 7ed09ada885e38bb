/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the second reading of a DICOM file. */
#include "config.h"

#include <string.h>

#include "danbi-dicom-header.h"
#include "danbi-file.h"
#include "danbi-fixture.h"
#include "danbi-receiver.h"

#define UNDEFINED 0xffffffffu

typedef struct
{
  const guint8 *bytes;
  gsize length;
  gsize step;
  gsize fails_at; /* so many bytes before the end; 0: not */
} Source;

static gssize
pull (gpointer data,
      guint8  *buffer,
      gsize    length)
{
  Source *source = data;
  gsize step = MIN (MIN (length, source->length), source->step);

  if (source->fails_at > 0 && source->length <= source->fails_at)
    return -1;
  if (step > 0)
    memcpy (buffer, source->bytes, step);
  source->bytes += step;
  source->length -= step;
  return (gssize) step;
}

static gboolean
read_bytes (DanbiDicomHeader *header,
            const void       *bytes,
            gsize             length,
            gsize             step,
            const char       *why)
{
  g_autoptr (GError) error = NULL;
  Source source = { bytes, length, step, 0 };
  gboolean ok;

  danbi_dicom_header_clear (header);
  ok = danbi_dicom_header_read (header, pull, &source, &error);
  if (ok)
    g_assert_no_error (error);
  else
    g_assert_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED);
  if (error)
    g_test_message ("%s", error->message);
  if (error && why)
    g_assert_nonnull (strstr (error->message, why));
  if (ok)
    g_assert_cmpuint (source.length, ==, 0); /* it goes to the end in any case */
  return ok;
}

/* Files put together by hand: what the writer of the fixtures cannot do. */

static void
put_bytes (GByteArray *out,
           const void *bytes,
           gsize       length)
{
  g_byte_array_append (out, bytes, (guint) length);
}

static void
put_number (GByteArray *out,
            gboolean    big,
            guint       n_bytes,
            guint32     value)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) (value >> 8 * (big ? n_bytes - 1 - i : i));

      put_bytes (out, &byte, 1);
    }
}

static void
put_tag (GByteArray *out,
         gboolean    big,
         guint32     tag)
{
  put_number (out, big, 2, tag >> 16);
  put_number (out, big, 2, tag & 0xffff);
}

/* Explicit VR; one of two bytes of length. */
static void
put_short (GByteArray *out,
           gboolean    big,
           guint32     tag,
           const char *vr,
           const char *value)
{
  put_tag (out, big, tag);
  put_bytes (out, vr, 2);
  put_number (out, big, 2, (guint32) strlen (value));
  put_bytes (out, value, strlen (value));
}

static void
put_us (GByteArray *out,
        gboolean    big,
        guint32     tag,
        guint       value)
{
  put_tag (out, big, tag);
  put_bytes (out, "US", 2);
  put_number (out, big, 2, 2);
  put_number (out, big, 2, value);
}

static void
put_long (GByteArray *out,
          gboolean    big,
          guint32     tag,
          const char *vr,
          guint32     length)
{
  put_tag (out, big, tag);
  put_bytes (out, vr, 2);
  put_number (out, big, 2, 0);
  put_number (out, big, 4, length);
}

/* Implicit VR, and items. */
static void
put_plain (GByteArray *out,
           guint32     tag,
           guint32     length)
{
  put_tag (out, FALSE, tag);
  put_number (out, FALSE, 4, length);
}

static GByteArray *
begin (const char *syntax)
{
  const guint8 preamble[128] = { 0 };
  GByteArray *out = g_byte_array_new ();

  put_bytes (out, preamble, sizeof preamble);
  put_bytes (out, "DICM", 4);
  if (syntax)
    put_short (out, FALSE, 0x00020010, "UI", syntax);
  return out;
}

/* A 2×2 picture of 8 bits, without its pixels. */
static void
put_image (GByteArray *out,
           gboolean    big,
           const char *frames)
{
  put_short (out, big, 0x00080018, "UI", "1.2.3 ");
  put_short (out, big, 0x00100020, "LO", " P 1 ");
  put_us (out, big, 0x00280002, 1);
  if (frames)
    put_short (out, big, 0x00280008, "IS", frames);
  put_us (out, big, 0x00280010, 2);
  put_us (out, big, 0x00280011, 2);
  put_us (out, big, 0x00280100, 8);
}

static void
assert_read (GByteArray *out,
             gboolean    right)
{
  const gsize steps[] = { 1, 7, G_MAXSIZE };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_auto (DanbiDicomHeader) header = { 0 };

      g_assert_cmpint (read_bytes (&header, out->data, out->len, steps[i], NULL), ==, right);
      if (!right)
        continue;
      g_assert_cmpstr (header.sop_uid, ==, "1.2.3");
      g_assert_cmpstr (header.patient_id, ==, "P 1");
      g_assert_cmpuint (header.rows, ==, 2);
      g_assert_cmpuint (header.bits, ==, 8);
    }
}

static void
test_pixels (void)
{
  const struct
  {
    const char *frames;
    guint length; /* of the pixel data */
    guint present;
    gboolean right;
  } cases[] = {
    { NULL, 4, 4, TRUE },    { NULL, 3, 3, FALSE },   { NULL, 4, 3, FALSE },
    { NULL, 6, 6, TRUE },    { "2 ", 8, 8, TRUE },    { "2 ", 7, 7, FALSE },
    { "0 ", 4, 4, TRUE },    { "-1", 4, 4, TRUE },    { "999999999999", 4, 4, FALSE },
    { "x ", 4, 4, TRUE },    { "9223372036854775807", 4, 4, FALSE },
  };
  const guint8 zeros[16] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint big = 0; big < 2; big++)
      {
        g_autoptr (GByteArray) out =
            begin (big ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1");

        g_test_message ("case %u", i);
        put_image (out, big, cases[i].frames);
        put_long (out, big, 0x7fe00010, "OB", cases[i].length);
        put_bytes (out, zeros, cases[i].present);
        assert_read (out, cases[i].right);
        /* Padding behind them, as an element and as a rest. */
        if (!cases[i].right)
          continue;
        put_long (out, big, 0xfffcfffc, "OB", 6);
        put_bytes (out, zeros, 6 + 3);
        assert_read (out, TRUE);
      }
}

static void
test_no_pixels (void)
{
  g_autoptr (GByteArray) none = begin ("1.2.840.10008.1.2.1");
  g_autoptr (GByteArray) url = begin ("1.2.840.10008.1.2.1");
  g_autoptr (GByteArray) report = begin ("1.2.840.10008.1.2.1");
  g_autoptr (GByteArray) sizeless = begin ("1.2.840.10008.1.2.1");
  g_auto (DanbiDicomHeader) header = { 0 };

  put_image (none, FALSE, NULL);
  assert_read (none, FALSE);
  put_image (url, FALSE, NULL);
  put_long (url, FALSE, 0x00287fe0, "UR", 2);
  put_bytes (url, "x ", 2);
  assert_read (url, TRUE);
  put_short (report, FALSE, 0x00080018, "UI", "1.2");
  g_assert_true (read_bytes (&header, report->data, report->len, 5, NULL));
  g_assert_false (read_bytes (&header, report->data, report->len - 1, 5, "cut off"));
  put_long (sizeless, FALSE, 0x7fe00010, "OB", 2);
  put_bytes (sizeless, "12", 2);
  g_assert_false (read_bytes (&header, sizeless->data, sizeless->len, 5, "no rows"));
}

static void
test_fragments (void)
{
  g_autoptr (GByteArray) out = begin ("1.2.840.10008.1.2.4.50");

  put_image (out, FALSE, NULL);
  put_long (out, FALSE, 0x7fe00010, "OB", UNDEFINED);
  put_plain (out, 0xfffee000, 0);
  put_plain (out, 0xfffee000, 4);
  put_bytes (out, "\xff\xd8\xff\xd9", 4);
  assert_read (out, FALSE);
  put_plain (out, 0xfffee0dd, 0);
  assert_read (out, TRUE);
}

/* In a file of big endian, an unknown value of undefined length is of little endian; or is not. */
static void
test_unknown_in_big_endian (void)
{
  const char *const values[] = {
    "\xfe\xff\x00\xe0\xff\xff\xff\xff" "\x08\x00\x18\x00\x02\x00\x00\x00" "9."
    "\xfe\xff\x0d\xe0\x00\x00\x00\x00" "\xfe\xff\xdd\xe0\x00\x00\x00\x00",
    "\xff\xfe\xe0\x00\xff\xff\xff\xff" "\x00\x08\x00\x18UI\x00\x02" "9."
    "\xff\xfe\xe0\x0d\x00\x00\x00\x00" "\xff\xfe\xe0\xdd\x00\x00\x00\x00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GByteArray) out = begin ("1.2.840.10008.1.2.2");

      put_long (out, TRUE, 0x00082112, "UN", UNDEFINED);
      put_bytes (out, values[i], 34);
      put_image (out, TRUE, NULL);
      put_long (out, TRUE, 0x7fe00010, "OW", 4);
      put_bytes (out, "1234", 4);
      assert_read (out, TRUE);
    }
}

/* What stands within a sequence is not of the file itself. */
static void
test_sequences (void)
{
  g_autoptr (GByteArray) out = begin ("1.2.840.10008.1.2.1");

  put_long (out, FALSE, 0x00081140, "SQ", UNDEFINED);
  put_plain (out, 0xfffee000, UNDEFINED);
  put_short (out, FALSE, 0x00080018, "UI", "9.9");
  put_long (out, FALSE, 0x00880200, "SQ", UNDEFINED);
  put_plain (out, 0xfffee000, 4);
  put_bytes (out, "????", 4);
  put_plain (out, 0xfffee0dd, 0);
  put_plain (out, 0xfffee00d, 0);
  put_plain (out, 0xfffee0dd, 0);
  /* An unknown value of undefined length: once as it should be, and once in explicit VR. */
  for (guint i = 0; i < 2; i++)
    {
      put_long (out, FALSE, 0x00091010 + i, "UN", UNDEFINED);
      put_plain (out, 0xfffee000, UNDEFINED);
      if (i == 0)
        put_plain (out, 0x00080018, 2);
      else
        put_tag (out, FALSE, 0x00080018);
      put_bytes (out, i == 0 ? "9." : "UI\2\0009.", i == 0 ? 2 : 6);
      put_plain (out, 0xfffee00d, 0);
      put_plain (out, 0xfffee0dd, 0);
    }
  put_image (out, FALSE, NULL);
  put_long (out, FALSE, 0x7fe00010, "OW", 4);
  put_bytes (out, "1234", 4);
  assert_read (out, TRUE);
}

static void
test_hostile (void)
{
  g_autoptr (GByteArray) deep = begin ("1.2.840.10008.1.2.1");
  g_autoptr (GByteArray) lying = begin ("1.2.840.10008.1.2.1");
  g_autoptr (GByteArray) strange = begin ("1.2.840.10008.1.2.1");
  g_autoptr (GByteArray) bare = begin (NULL);
  g_auto (DanbiDicomHeader) header = { 0 };

  for (guint i = 0; i < 100000; i++)
    {
      put_long (deep, FALSE, 0x00880200, "SQ", UNDEFINED);
      put_plain (deep, 0xfffee000, UNDEFINED);
    }
  g_assert_false (read_bytes (&header, deep->data, deep->len, 4096, "nested"));
  put_long (lying, FALSE, 0x00091010, "UT", 0xfffffffe);
  g_assert_false (read_bytes (&header, lying->data, lying->len, 4096, "cut off"));
  put_long (strange, FALSE, 0x00081140, "SQ", UNDEFINED);
  put_plain (strange, 0x00080018, 0);
  g_assert_false (read_bytes (&header, strange->data, strange->len, 4096, "than items"));
  g_assert_false (read_bytes (&header, bare->data, bare->len, 4096, "cut off"));
  g_assert_false (read_bytes (&header, "", 0, 4096, "does not begin"));
  g_assert_false (read_bytes (&header, "%PDF-1.4 and so on", 18, 4096, "does not begin"));
}

static void
test_long_texts (void)
{
  const guint lengths[] = { 255, 256, 257, 70000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GByteArray) out = begin ("1.2.840.10008.1.2");
      g_autofree char *text = g_strnfill (lengths[i], 'P');
      g_auto (DanbiDicomHeader) header = { 0 };

      put_plain (out, 0x00100020, lengths[i]);
      put_bytes (out, text, lengths[i]);
      g_assert_true (read_bytes (&header, out->data, out->len, 1000, NULL));
      g_assert_cmpstr (header.patient_id, ==, lengths[i] <= 256 ? text : NULL);
    }
}

static void
test_deflated (void)
{
  g_autoptr (GByteArray) out = begin ("1.2.840.10008.1.2.1.99");
  g_auto (DanbiDicomHeader) header = { 0 };

  put_bytes (out, "\x8d\x52\xcb\x6e\xdb\x30\x10\xbc", 8);
  g_assert_true (read_bytes (&header, out->data, out->len, 3, NULL));
  g_assert_true (header.passed_over);
  g_assert_cmpstr (header.transfer_syntax, ==, "1.2.840.10008.1.2.1.99");
}

static void
test_source_fails (void)
{
  const guint8 zeros[1000] = { 0 };
  g_autoptr (GByteArray) out = begin ("1.2.840.10008.1.2.1");
  g_auto (DanbiDicomHeader) header = { 0 };
  g_autoptr (GError) error = NULL;
  Source source;

  put_image (out, FALSE, NULL);
  put_long (out, FALSE, 0x7fe00010, "OW", sizeof zeros);
  put_bytes (out, zeros, sizeof zeros);
  source = (Source) { out->data, out->len, 100, 500 };
  g_assert_false (danbi_dicom_header_read (&header, pull, &source, &error));
  g_assert_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED);
}

/* Every kind the fixtures know is read; cut anywhere it is not. */
static void
test_written (void)
{
  g_autofree char *dir = g_dir_make_tmp ("danbi-header-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "film", NULL);

  for (guint i = 0; i < DANBI_FIXTURE_N_KINDS * 4; i++)
    {
      g_auto (DanbiDicomHeader) header = { 0 };
      g_autofree char *bytes = NULL;
      g_autofree char *series_uid = NULL;
      DanbiFixtureDicom dicom;
      gsize length;

      danbi_fixture_dicom_init (&dicom, (DanbiFixtureKind) (i / 4));
      dicom.rows = dicom.rows > 0 ? 24 : 0;
      dicom.columns = dicom.columns > 0 ? 16 : 0;
      dicom.implicit_vr = i & 1;
      dicom.no_preamble = i & 2;
      g_assert_true (danbi_fixture_write_dicom (path, &dicom, NULL));
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_true (read_bytes (&header, bytes, length, 11, NULL));
      series_uid = danbi_fixture_dicom_dup_series_uid (&dicom);
      g_assert_cmpstr (header.series_uid, ==, series_uid);
      g_assert_cmpstr (header.patient_id, ==, dicom.patient_id);
      g_assert_cmpstr (header.transfer_syntax, ==,
                       danbi_fixture_dicom_get_transfer_syntax (&dicom));
      g_assert_cmpuint (header.rows, ==, dicom.rows);
      for (gsize cut = 1; dicom.rows > 0 && cut < length; cut += 13)
        if (read_bytes (&header, bytes, length - cut, 4096, NULL))
          g_assert_cmpuint (header.rows * header.columns, ==, 0); /* cut where an element ends */
    }
  danbi_dir_remove (dir, NULL);
}

#define ADD(name, func) g_test_add_func ("/danbi/receiver/dicom-header/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pixel_data_is_there_to_its_end", test_pixels);
  ADD ("a_picture_has_pixel_data_and_a_report_none", test_no_pixels);
  ADD ("fragments_end_with_a_delimiter", test_fragments);
  ADD ("what_a_sequence_holds_is_not_of_the_file", test_sequences);
  ADD ("an_unknown_value_has_its_own_byte_order", test_unknown_in_big_endian);
  ADD ("hostile_bytes_are_refused", test_hostile);
  ADD ("a_long_text_is_left_out", test_long_texts);
  ADD ("what_is_deflated_is_passed_over", test_deflated);
  ADD ("a_source_that_fails_is_no_end", test_source_fails);
  ADD ("written_files_are_read_and_cut_ones_are_not", test_written);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes synthetic DICOM files, DICOMDIR sets and JPEGs for the tests and benchmarks. */
#include <locale.h>
#include <stdlib.h>

#include "danbi-fixture.h"

typedef struct
{
  int count;
  int rows;
  int columns;
  int frames;
  int bits;
  int series;
  int patients;
  int seed;
  int quality;
  char *modality;
  char *patient_id;
  char *patient_name;
  char *birth;
  char *sex;
  char *date;
  char *time;
  char *images;
  GStrv faults;
  gboolean report;
  gboolean implicit_vr;
  gboolean jpeg;
  gboolean colour;
  gboolean no_preamble;
  int truncate;
} Options;

static gboolean
refuse (GError    **error,
        const char *why,
        const char *what)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", why, what);
  return FALSE;
}

static void
apply_options (const Options     *options,
               DanbiFixtureDicom *dicom)
{
  dicom->rows = options->rows ? (guint) options->rows : dicom->rows;
  dicom->columns = options->columns ? (guint) options->columns : dicom->columns;
  dicom->frames = options->frames ? (guint) options->frames : dicom->frames;
  dicom->modality = options->modality ? options->modality : dicom->modality;
  dicom->patient_id = options->patient_id ? options->patient_id : dicom->patient_id;
  dicom->patient_name = options->patient_name ? options->patient_name : dicom->patient_name;
  dicom->birth_date = options->birth ? options->birth : dicom->birth_date;
  dicom->sex = options->sex ? options->sex : dicom->sex;
  dicom->study_time = options->time ? options->time : dicom->study_time;
  dicom->seed = (guint32) options->seed;
  dicom->implicit_vr = options->implicit_vr;
  dicom->jpeg = options->jpeg;
  dicom->no_preamble = options->no_preamble;
  dicom->truncate_bytes = (gsize) options->truncate;
  if (options->date)
    dicom->study_date = dicom->series_date = dicom->acquisition_date = dicom->content_date
      = options->date;
  if (options->bits == 8 || options->jpeg)
    dicom->bits = dicom->stored = 8;
}

/* With --count OUT is a folder of numbered files, else it is the file. */
static char *
dup_out_path (const Options *options,
              const char    *out,
              const char    *pattern,
              guint          index)
{
  g_autofree char *name = NULL;

  if (options->count == 0)
    return g_strdup (out);
  name = g_strdup_printf ("%s%05u%s", pattern, index, g_str_equal (pattern, "IM") ? "" : ".JPG");
  return g_build_filename (out, name, NULL);
}

static gboolean
make_dicom_files (const Options   *options,
                  DanbiFixtureKind kind,
                  const char      *out,
                  GError         **error)
{
  DanbiFixtureDicom dicom;

  danbi_fixture_dicom_init (&dicom, kind);
  apply_options (options, &dicom);
  for (guint i = 1; i <= (guint) MAX (options->count, 1); i++)
    {
      g_autofree char *path = dup_out_path (options, out, "IM", i);

      dicom.instance = i;
      if (!danbi_fixture_write_dicom (path, &dicom, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_jpegs (const Options *options,
            const char    *out,
            GError       **error)
{
  guint width = options->columns ? (guint) options->columns : 2800;
  guint height = options->rows ? (guint) options->rows : 1400;

  for (guint i = 1; i <= (guint) MAX (options->count, 1); i++)
    {
      g_autofree char *path = dup_out_path (options, out, "IMG", i);

      if (!danbi_fixture_write_jpeg (path, width, height, options->colour, options->quality,
                                     (guint32) options->seed + i - 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_set (const Options *options,
          const char    *out,
          GError       **error)
{
  DanbiFixtureKind kind = DANBI_FIXTURE_CT;
  DanbiFixtureSet set;

  if (options->images && !danbi_fixture_kind_from_name (options->images, &kind))
    return refuse (error, "No such kind of image", options->images);
  danbi_fixture_set_init (&set, kind);
  apply_options (options, &set.base);
  set.n_images = options->count ? (guint) options->count : set.n_images;
  set.n_series = (guint) options->series;
  set.n_patients = (guint) options->patients;
  set.with_report = options->report;
  for (guint i = 0; options->faults && options->faults[i]; i++)
    {
      DanbiFixtureFault fault;

      if (!danbi_fixture_fault_from_name (options->faults[i], &fault))
        return refuse (error, "No such fault", options->faults[i]);
      set.faults |= fault;
    }
  return danbi_fixture_write_set (out, &set, NULL, error);
}

static gboolean
make (const Options *options,
      const char    *kind_name,
      const char    *out,
      GError       **error)
{
  DanbiFixtureKind kind;

  if (options->count > 0 && g_mkdir_with_parents (out, 0700) != 0)
    return refuse (error, "Could not make the folder", out);
  if (g_str_equal (kind_name, "dicomdir"))
    return make_set (options, out, error);
  if (g_str_equal (kind_name, "jpeg"))
    return make_jpegs (options, out, error);
  if (danbi_fixture_kind_from_name (kind_name, &kind))
    return make_dicom_files (options, kind, out, error);
  return refuse (error, "No such kind", kind_name);
}

int
main (int    argc,
      char **argv)
{
  static Options o = { .series = 1, .patients = 1, .seed = 1, .quality = 90 };
  static const GOptionEntry entries[] = {
    { "count", 0, 0, G_OPTION_ARG_INT, &o.count, "So many files into the folder OUT", "N" },
    { "rows", 0, 0, G_OPTION_ARG_INT, &o.rows, "Height in pixels", "N" },
    { "columns", 0, 0, G_OPTION_ARG_INT, &o.columns, "Width in pixels", "N" },
    { "frames", 0, 0, G_OPTION_ARG_INT, &o.frames, "Frames in each file", "N" },
    { "bits", 0, 0, G_OPTION_ARG_INT, &o.bits, "8 for 8-bit pixels", "N" },
    { "modality", 0, 0, G_OPTION_ARG_STRING, &o.modality, "Modality (0008,0060)", "CODE" },
    { "patient-id", 0, 0, G_OPTION_ARG_STRING, &o.patient_id, "PatientID", "ID" },
    { "patient-name", 0, 0, G_OPTION_ARG_STRING, &o.patient_name, "PatientName", "NAME" },
    { "birth", 0, 0, G_OPTION_ARG_STRING, &o.birth, "PatientBirthDate", "YYYYMMDD" },
    { "sex", 0, 0, G_OPTION_ARG_STRING, &o.sex, "PatientSex", "M|F|O" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &o.date, "All four dates", "YYYYMMDD" },
    { "time", 0, 0, G_OPTION_ARG_STRING, &o.time, "StudyTime", "HHMMSS" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &o.seed, "Other pixels and UIDs", "N" },
    { "implicit", 0, 0, G_OPTION_ARG_NONE, &o.implicit_vr, "Implicit VR", NULL },
    { "jpeg", 0, 0, G_OPTION_ARG_NONE, &o.jpeg, "DICOM with JPEG Baseline pixels", NULL },
    { "no-preamble", 0, 0, G_OPTION_ARG_NONE, &o.no_preamble, "Without preamble", NULL },
    { "truncate", 0, 0, G_OPTION_ARG_INT, &o.truncate, "Bytes cut off at the end", "N" },
    { "colour", 0, 0, G_OPTION_ARG_NONE, &o.colour, "jpeg: in colour", NULL },
    { "quality", 0, 0, G_OPTION_ARG_INT, &o.quality, "jpeg: 1 to 100", "N" },
    { "images", 0, 0, G_OPTION_ARG_STRING, &o.images, "dicomdir: kind of the images", "KIND" },
    { "series", 0, 0, G_OPTION_ARG_INT, &o.series, "dicomdir: series a patient", "N" },
    { "patients", 0, 0, G_OPTION_ARG_INT, &o.patients, "dicomdir: patients", "N" },
    { "report", 0, 0, G_OPTION_ARG_NONE, &o.report, "dicomdir: with an SR", NULL },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.faults,
      "dicomdir: missing extra sop-uid series-uid study-uid patient-id transfer-syntax offset "
      "lower-ids lower-disc long-ids damaged", "FAULT" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (
    "ct|mr|panoramic|ultrasound|chest|localizer|capture|sr|jpeg|dicomdir OUT");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (argc != 3)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return 2;
    }
  if (!make (&o, argv[1], argv[2], &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the images and of their DICOMDIR (RULEBOOK section 3), from the facts that were read
 * of each file and, for IMG.reused, from what the store knows of other cases. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-check-private.h"
#include "danbi-comparison.h"
#include "danbi-identity.h"

typedef struct
{
  const DanbiCheckInput *input;
  const DanbiLimits *limits;
  const DanbiOrderCode *order; /* NULL while the order code is none of the table */
  DanbiForm form;
  const DanbiImage *last; /* the last DICOM file that was judged */
  GHashTable *seen; /* what was reported once and need not be for every slice of a series */
  GPtrArray *findings;
} Check;

/* Absent, or beside a DICOMDIR that does not refer to it: named by a finding and never sent. */
static gboolean
is_left_out (const DanbiImage *image)
{
  return (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_EXTRA)) != 0;
}

/**
 * danbi_check_is_dicom:
 * @image: a file of a case
 *
 * Returns: whether it is a DICOM file that was read and is to be sent
 */
gboolean
danbi_check_is_dicom (const DanbiImage *image)
{
  return image->kind == DANBI_IMAGE_DICOM && danbi_image_is_readable (image)
         && !is_left_out (image);
}

/* A picture in the file, whether or not the rest of the file is in order. */
static gboolean
claims_pixels (const DanbiImage *image)
{
  return (image->kind == DANBI_IMAGE_DICOM || image->kind == DANBI_IMAGE_JPEG)
         && !is_left_out (image) && image->rows > 0 && image->columns > 0;
}

static gboolean
is_primary (const DanbiImage *image)
{
  return danbi_check_is_dicom (image) && danbi_image_has_pixels (image)
         && !danbi_image_is_localizer (image)
         && !danbi_image_is_secondary_capture (image);
}

static const DanbiImage *
get_image (const Check *self,
           guint        place)
{
  return g_ptr_array_index (self->input->images, place);
}

/* Whether @test holds for some file. */
static gboolean
any (const Check *self,
     gboolean   (*test) (const DanbiImage *image))
{
  for (guint i = 0; i < self->input->images->len; i++)
    if (test (get_image (self, i)))
      return TRUE;
  return FALSE;
}

static gboolean
has_kind (const Check   *self,
          DanbiImageKind kind)
{
  for (guint i = 0; i < self->input->images->len; i++)
    if (get_image (self, i)->kind == kind && !is_left_out (get_image (self, i)))
      return TRUE;
  return FALSE;
}

/* DICOM pads texts with spaces. Empty where the attribute is absent. */
static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text ? text : ""));
}

/* Whether @value of @what is met for the first time. */
static gboolean
is_first (Check      *self,
          const char *what,
          const char *value)
{
  return g_hash_table_add (self->seen, g_strconcat (what, ":", value, NULL));
}

static void
report (Check            *self,
        DanbiReason       reason,
        const DanbiImage *image,
        const char       *first,
        const char       *second,
        const char       *third)
{
  const char *path = image ? danbi_image_get_display_path (image) : NULL;

  g_ptr_array_add (self->findings, danbi_finding_new (reason, DANBI_FIELD_NONE, path, first, second,
                                                      third, NULL));
}

/* The last part of its path: what a person calls the file. */
static char *
dup_name (const DanbiImage *image)
{
  return g_path_get_basename (danbi_image_get_display_path (image));
}

/* IMG.none, IMG.kind, IMG.jpg-not-allowed */
static void
check_kinds (Check *self)
{
  gboolean jpeg = has_kind (self, DANBI_IMAGE_JPEG);

  if (!any (self, claims_pixels))
    report (self, DANBI_REASON_IMAGE_NONE, NULL, NULL, NULL, NULL);
  if (jpeg && has_kind (self, DANBI_IMAGE_DICOM))
    report (self, DANBI_REASON_IMAGE_KINDS, NULL, NULL, NULL, NULL);
  if (jpeg && self->order && !self->order->jpg_allowed)
    report (self, DANBI_REASON_IMAGE_JPG, NULL, self->order->code, NULL, NULL);
}

/* IMG.size: what travels; viewers and the like beside the images do not. */
static void
check_size (Check *self)
{
  guint64 total = 0;
  char found[24];
  char allowed[24];

  for (guint i = 0; i < self->input->images->len; i++)
    if (get_image (self, i)->kind != DANBI_IMAGE_OTHER)
      total += get_image (self, i)->bytes;
  if (total <= self->limits->max_archive_bytes)
    return;

  g_snprintf (found, sizeof found, "%" G_GUINT64_FORMAT, total);
  g_snprintf (allowed, sizeof allowed, "%" G_GUINT64_FORMAT, self->limits->max_archive_bytes);
  report (self, DANBI_REASON_IMAGE_TOO_BIG, NULL, found, allowed, NULL);
}

/* IMG.damaged */
static void
check_damage (Check            *self,
              const DanbiImage *image)
{
  g_autofree char *name = image->error ? dup_name (image) : NULL;

  if (image->error && !is_left_out (image))
    report (self, DANBI_REASON_IMAGE_DAMAGED, image, name, image->error, NULL);
}

/* DIR.missing, DIR.extra, DIR.mismatch, DIR.names */
static void
check_dicomdir (Check            *self,
                const DanbiImage *image)
{
  g_autofree char *name = NULL;
  const char *detail;

  if (image->dir_faults == DANBI_DIR_OK)
    return;
  name = image->file_id ? g_strdup (image->file_id) : dup_name (image);
  detail = image->dir_detail ? image->dir_detail : name;
  if (image->dir_faults & DANBI_DIR_MISSING)
    report (self, DANBI_REASON_DIR_MISSING, image, name, NULL, NULL);
  if (image->dir_faults & DANBI_DIR_EXTRA)
    report (self, DANBI_REASON_DIR_EXTRA, image, name, NULL, NULL);
  if (image->dir_faults & DANBI_DIR_MISMATCH)
    report (self, DANBI_REASON_DIR_MISMATCH, image, name, detail, NULL);
  if (image->dir_faults & DANBI_DIR_NAME)
    report (self, DANBI_REASON_DIR_NAMES, image, name, NULL, NULL);
}

/* The arguments of these sentences: file, its size, the minimum, and what each side lacks. */
static void
report_small (Check            *self,
              DanbiReason       reason,
              const DanbiImage *image,
              guint             missing_columns,
              guint             missing_rows)
{
  const DanbiOrderClass *least = self->order->image_class;
  g_autofree char *name = dup_name (image);
  g_autofree char *size = g_strdup_printf ("%u×%u", image->columns, image->rows);
  g_autofree char *minimum = g_strdup_printf ("%u×%u", least->min_long, least->min_short);
  g_autofree char *columns = g_strdup_printf ("%u", missing_columns);
  g_autofree char *rows = g_strdup_printf ("%u", missing_rows);

  g_ptr_array_add (self->findings,
                   danbi_finding_new (reason, DANBI_FIELD_NONE,
                                      danbi_image_get_display_path (image), name, size, minimum,
                                      columns, rows, NULL));
}

/* IMG.resolution, IMG.localizer */
static void
check_resolution (Check            *self,
                  const DanbiImage *image,
                  gboolean          beside_primary)
{
  DanbiReason reason = DANBI_REASON_IMAGE_SMALL;
  guint missing_columns;
  guint missing_rows;

  if (!danbi_image_has_pixels (image)
      || danbi_image_meets_minimum (image, self->order->image_class, &missing_columns,
                                    &missing_rows))
    return;
  if (danbi_image_is_localizer (image))
    reason = DANBI_REASON_IMAGE_LOCALIZER;
  else if (danbi_image_is_secondary_capture (image) && beside_primary)
    reason = DANBI_REASON_IMAGE_CAPTURE;
  report_small (self, reason, image, missing_columns, missing_rows);
}

/* IMG.resolution of all pictures; where NHI published no minimum, once that it did not. */
static void
check_resolutions (Check *self)
{
  const DanbiOrderClass *least = self->order ? self->order->image_class : NULL;
  gboolean beside_primary = any (self, is_primary);

  if (!least || !any (self, danbi_image_has_pixels))
    return;
  if (least->min_long == 0)
    {
      report (self, DANBI_REASON_IMAGE_NO_MINIMUM, NULL, least->name_zh, least->name_en, NULL);
      return;
    }
  for (guint i = 0; i < self->input->images->len; i++)
    if (!is_left_out (get_image (self, i)))
      check_resolution (self, get_image (self, i), beside_primary);
}

static DanbiAgreement
compare (const Check      *self,
         DanbiCompared     what,
         const DanbiImage *image,
         DanbiSeverity    *severity)
{
  return danbi_form_compare (&self->form, what, image, severity);
}

/* Once for each rule and field: the value of the form agrees with the image that it came from. */
static void
report_own (Check            *self,
            DanbiReason       reason,
            DanbiField        field,
            const DanbiImage *image)
{
  if (is_first (self, "own", danbi_field_get_key (field)))
    report (self, reason, image, danbi_field_get_label (field), NULL, NULL);
}

/* A value that is no date is shown and never taken for one. */
static void
report_unread (Check            *self,
               DanbiReason       reason,
               const DanbiImage *image,
               const char       *text)
{
  g_autofree char *name = dup_name (image);
  g_autofree char *value = dup_stripped (text);
  DanbiRocDate day;

  /* Devices write zeros, or a day before anyone was born, where they know none. */
  if (value[strspn (value, "0")] != '\0' && !danbi_roc_date_from_dicom (value, NULL, &day)
      && is_first (self, "unread", value))
    report (self, reason, image, name, value, NULL);
}

/* IMG.modality: a statement about each modality, not about each slice. */
static void
check_modality (Check            *self,
                const DanbiImage *image)
{
  g_autofree char *stripped = dup_stripped (image->modality);
  g_autofree char *modality = g_ascii_strup (stripped, -1);
  g_autofree char *name = dup_name (image);
  g_autofree char *wanted = NULL;
  DanbiSeverity severity;
  DanbiAgreement agreement = compare (self, DANBI_COMPARED_MODALITY, image, &severity);

  if (agreement != DANBI_AGREEMENT_DIFFERENT && agreement != DANBI_AGREEMENT_INCOMPARABLE)
    return;
  if (!is_first (self, "modality", modality))
    return;
  if (agreement == DANBI_AGREEMENT_INCOMPARABLE)
    {
      report (self, DANBI_REASON_IMAGE_MODALITY_OTHER, image, name, modality, self->order->code);
      return;
    }
  wanted = g_strjoinv (", ", self->order->image_class->modalities);
  g_ptr_array_add (self->findings,
                   danbi_finding_new (DANBI_REASON_IMAGE_MODALITY, DANBI_FIELD_NONE,
                                      danbi_image_get_display_path (image), name, modality,
                                      self->order->code, wanted, NULL));
}

/* IMG.identity, the PatientID. */
static void
check_patient_id (Check            *self,
                  const DanbiImage *image)
{
  g_autofree char *id = danbi_identity_dup_plain (image->patient_id);
  DanbiSeverity severity;
  DanbiAgreement agreement = compare (self, DANBI_COMPARED_IDENTITY, image, &severity);

  if (agreement == DANBI_AGREEMENT_OWN)
    report_own (self, DANBI_REASON_IMAGE_OWN_IDENTITY, DANBI_FIELD_PATIENT_ID, image);
  if (agreement == DANBI_AGREEMENT_DIFFERENT && is_first (self, "id", id))
    report (self, DANBI_REASON_IMAGE_OTHER_ID, image, id, self->form.patient_id, NULL);
}

/* IMG.identity, the birth date. */
static void
check_birth_date (Check            *self,
                  const DanbiImage *image)
{
  g_autofree char *text = dup_stripped (image->birth_date);
  g_autofree char *in_image = NULL;
  g_autofree char *in_form = NULL;
  DanbiRocDate birth;
  DanbiSeverity severity;
  DanbiAgreement agreement = compare (self, DANBI_COMPARED_BIRTH_DATE, image, &severity);

  if (agreement == DANBI_AGREEMENT_OWN)
    report_own (self, DANBI_REASON_IMAGE_OWN_IDENTITY, DANBI_FIELD_BIRTH_DATE, image);
  if (agreement == DANBI_AGREEMENT_INCOMPARABLE)
    report_unread (self, DANBI_REASON_IMAGE_BIRTH_UNREAD, image, text);
  if (agreement != DANBI_AGREEMENT_DIFFERENT || !danbi_roc_date_from_dicom (text, NULL, &birth))
    return;
  in_image = danbi_check_format_date (&birth, DANBI_ROC_DAY);
  in_form = danbi_check_format_date (&self->form.birth_date, DANBI_ROC_DAY);
  if (is_first (self, "birth", in_image))
    report (self, DANBI_REASON_IMAGE_OTHER_BIRTH, image, in_image, in_form, NULL);
}

/* IMG.identity, the sex: M or F in the image (O says nothing) and the one in the number of F8, or
 * in the newborn's mark. */
static void
check_sex (Check            *self,
           const DanbiImage *image)
{
  gboolean male = danbi_image_get_sex (image) == DANBI_SEX_MALE;
  DanbiSeverity severity;

  if (compare (self, DANBI_COMPARED_SEX, image, &severity) == DANBI_AGREEMENT_DIFFERENT
      && is_first (self, "sex", male ? "M" : "F"))
    report (self, DANBI_REASON_IMAGE_OTHER_SEX, image, male ? _("male") : _("female"), NULL, NULL);
}

/* The day by which an image differs from the form: that of the study or, where that is the form's,
 * that of the acquisition in it. */
static DanbiReason
find_other_day (const Check      *self,
                const DanbiImage *image,
                DanbiSeverity     severity,
                DanbiRocDate     *day)
{
  g_autofree char *acquisition = dup_stripped (image->acquisition_date);

  danbi_image_get_day (image, day);
  if (danbi_roc_date_compare_days (day, &self->form.exam_day) != 0)
    return severity == DANBI_SEVERITY_ERROR ? DANBI_REASON_IMAGE_FAR_DAY
                                            : DANBI_REASON_IMAGE_OTHER_DAY;
  danbi_roc_date_from_dicom (acquisition, NULL, day);
  return DANBI_REASON_IMAGE_ACQUIRED;
}

static void
report_day (Check            *self,
            const DanbiImage *image,
            DanbiSeverity     severity)
{
  g_autofree char *in_image = NULL;
  g_autofree char *in_form = NULL;
  g_autofree char *days = NULL;
  DanbiRocDate day;
  DanbiReason reason = find_other_day (self, image, severity, &day);

  in_image = danbi_check_format_date (&day, DANBI_ROC_DAY);
  in_form = danbi_check_format_date (&self->form.exam_day, DANBI_ROC_DAY);
  days = g_strdup_printf ("%d", ABS (danbi_roc_date_days_between (&day, &self->form.exam_day)));
  if (is_first (self, reason == DANBI_REASON_IMAGE_ACQUIRED ? "acquired" : "study-date", in_image))
    report (self, reason, image, in_image, in_form, days);
}

/* IMG.study-date */
static void
check_study_date (Check            *self,
                  const DanbiImage *image)
{
  DanbiSeverity severity;

  switch (compare (self, DANBI_COMPARED_DAY, image, &severity))
    {
    case DANBI_AGREEMENT_DIFFERENT:
      report_day (self, image, severity);
      break;
    case DANBI_AGREEMENT_INCOMPARABLE:
      report_unread (self, DANBI_REASON_IMAGE_DAY_UNREAD, image,
                     danbi_image_get_compared (image, DANBI_COMPARED_DAY));
      break;
    case DANBI_AGREEMENT_OWN:
      report_own (self, DANBI_REASON_IMAGE_OWN_DAY, DANBI_FIELD_EXAM_TIME, image);
      break;
    case DANBI_AGREEMENT_UNKNOWN:
    case DANBI_AGREEMENT_SAME:
    default:
      break;
    }
}

/* The masked numbers of the patients that the store found the image with and that are others than
 * the case's; %NULL where there is none. A case without a number is of nobody yet. */
static char *
dup_other_patients (const char       *patient,
                    const DanbiImage *image)
{
  g_autoptr (GPtrArray) masked = NULL;

  if (!image->other_patients)
    return NULL;
  masked = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; image->other_patients[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (image->other_patients[i], " ", 2);

      if (parts[0] && strcmp (image->other_patients[i], patient) != 0)
        g_ptr_array_add (masked, danbi_identity_mask (parts[0]));
    }
  if (masked->len == 0)
    return NULL;
  g_ptr_array_add (masked, NULL);
  return g_strjoinv (", ", (char **) masked->pdata);
}

/* IMG.reused, file by file as it is true of each. */
static void
check_reused (Check *self)
{
  g_autofree char *patient = danbi_record_dup_patient (self->input->record);

  for (guint i = 0; *patient != '\0' && i < self->input->images->len; i++)
    {
      const DanbiImage *image = get_image (self, i);
      g_autofree char *others = dup_other_patients (patient, image);
      g_autofree char *name = others ? dup_name (image) : NULL;

      if (others && image->kind != DANBI_IMAGE_DICOMDIR && !is_left_out (image))
        report (self, DANBI_REASON_IMAGE_REUSED, image, name, others, NULL);
    }
}

/* Both filled and not the same. */
static gboolean
contradict (const char *a,
            const char *b)
{
  g_autofree char *x = dup_stripped (a);
  g_autofree char *y = dup_stripped (b);

  return *x != '\0' && *y != '\0' && g_ascii_strcasecmp (x, y) != 0;
}

/* A name that was guessed at is held against no other reading than another guess. */
static gboolean
names_contradict (const DanbiImage *a,
                  const DanbiImage *b)
{
  return a->name_is_guess == b->name_is_guess && contradict (a->patient_name, b->patient_name);
}

/* IMG.patients: another PatientID, an empty one beside a filled one included. Where no file has
 * one, name and birth date must not contradict. */
static gboolean
is_other_patient (const DanbiImage *a,
                  const DanbiImage *b)
{
  g_autofree char *x = dup_stripped (a->patient_id);
  g_autofree char *y = dup_stripped (b->patient_id);

  if (*x != '\0' || *y != '\0')
    return strcmp (x, y) != 0;
  return contradict (a->birth_date, b->birth_date) || names_contradict (a, b);
}

/* The file that the others are held against: the first that names a patient. */
static const DanbiImage *
find_patient (const Check *self)
{
  const DanbiImage *first = NULL;

  for (guint i = 0; i < self->input->images->len; i++)
    {
      const DanbiImage *image = get_image (self, i);
      g_autofree char *id = dup_stripped (image->patient_id);
      g_autofree char *name = dup_stripped (image->patient_name);

      if (danbi_check_is_dicom (image) && (*id != '\0' || *name != '\0'))
        return image;
      if (danbi_check_is_dicom (image) && !first)
        first = image;
    }
  return first;
}

/* IMG.patients */
static void
check_patients (Check *self)
{
  const DanbiImage *patient = find_patient (self);
  const DanbiImage *last = patient;

  for (guint i = 0; patient && i < self->input->images->len; i++)
    {
      const DanbiImage *image = get_image (self, i);
      g_autofree char *id = NULL;

      if (!danbi_check_is_dicom (image) || danbi_images_are_alike (image, last))
        continue;
      last = image;
      id = dup_stripped (image->patient_id);
      if (is_other_patient (image, patient) && is_first (self, "patient", id))
        {
          g_autofree char *name = dup_name (image);
          g_autofree char *other = dup_name (patient);

          report (self, DANBI_REASON_IMAGE_PATIENTS, image, name, other, NULL);
        }
    }
}

/* The rules of the right patient. What holds no picture belongs to the patient all the same, but
 * its modality and date say nothing about the examination. */
static void
check_right_patient (Check            *self,
                     const DanbiImage *image)
{
  check_patient_id (self, image);
  check_birth_date (self, image);
  check_sex (self, image);
  if (!danbi_image_has_pixels (image))
    return;
  check_modality (self, image);
  check_study_date (self, image);
}

/* The rules of one DICOM file. What is true of a slice is told of the first one, so that those like
 * it need no look. */
static void
check_dicom (Check            *self,
             const DanbiImage *image)
{
  if (!self->last || !danbi_images_are_alike (image, self->last))
    check_right_patient (self, image);
  self->last = image;
  if (!danbi_image_has_pixels (image))
    {
      g_autofree char *name = dup_name (image);

      report (self, DANBI_REASON_IMAGE_NO_PIXELS, image, name, NULL, NULL);
    }
}

/**
 * danbi_image_meets_minimum:
 * @image: a picture
 * @image_class: what images of its order code must be like
 * @missing_columns: (out) (optional): how many pixels its width lacks
 * @missing_rows: (out) (optional): how many pixels its height lacks
 *
 * The longer side is held against the larger number and the shorter side against the smaller one,
 * so the orientation does not matter (IMG.resolution). A class without a published minimum is
 * always met; whoever shows a verdict asks min_long first.
 *
 * Returns: whether nothing is missing
 */
gboolean
danbi_image_meets_minimum (const DanbiImage      *image,
                           const DanbiOrderClass *image_class,
                           guint                 *missing_columns,
                           guint                 *missing_rows)
{
  gboolean wide = image->columns >= image->rows;
  guint columns = wide ? image_class->min_long : image_class->min_short;
  guint rows = wide ? image_class->min_short : image_class->min_long;
  guint columns_lacking = image->columns < columns ? columns - image->columns : 0;
  guint rows_lacking = image->rows < rows ? rows - image->rows : 0;

  if (missing_columns)
    *missing_columns = columns_lacking;
  if (missing_rows)
    *missing_rows = rows_lacking;
  return columns_lacking == 0 && rows_lacking == 0;
}

/**
 * danbi_check_images:
 * @input: what is to be checked; its images are not %NULL
 * @rules: the rules in force
 * @findings: (element-type DanbiFinding): where to add what is found
 *
 * Holds the images against the rules of RULEBOOK section 3. Files that are neither DICOM nor JPEG
 * and came without an error, such as the viewer of a disc, are passed over. What depends on the
 * order code is silent while that is not known.
 */
void
danbi_check_images (const DanbiCheckInput *input,
                    const DanbiRules      *rules,
                    GPtrArray             *findings)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Check check = {
    .input = input,
    .limits = danbi_rules_get_limits (rules),
    .seen = seen,
    .findings = findings,
  };

  danbi_form_read (input, rules, &check.form);
  check.order = check.form.order;
  check_kinds (&check);
  check_size (&check);
  check_resolutions (&check);
  check_patients (&check);
  check_reused (&check);
  for (guint i = 0; i < input->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (input->images, i);

      check_damage (&check, image);
      check_dicomdir (&check, image);
      if (danbi_check_is_dicom (image))
        check_dicom (&check, image);
    }
}

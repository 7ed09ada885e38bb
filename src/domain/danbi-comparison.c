/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form beside the images: what the rules of the right patient judge by, and what a person is
 * shown, so that the two can never tell different things. */
#include "config.h"

#include <string.h>

#include "danbi-check-private.h"
#include "danbi-comparison.h"
#include "danbi-identity.h"

/* Nobody alive was born before; devices write such days where they know none. */
#define FIRST_YEAR_OF_BIRTH 1901

typedef DanbiAgreement (*CompareFunc) (const DanbiForm *form, const DanbiImage *image,
                                       DanbiSeverity *severity);

/* DICOM pads texts with spaces. Empty where the attribute is absent. */
static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text ? text : ""));
}

static gboolean
is_of_image (const DanbiForm *form,
             DanbiField       field)
{
  return (form->of_image & (1u << field)) != 0;
}

/* Two that say the same, of which the one may be the other again. */
static DanbiAgreement
agree (const DanbiForm *form,
       DanbiField       field)
{
  return is_of_image (form, field) ? DANBI_AGREEMENT_OWN : DANBI_AGREEMENT_SAME;
}

/* The form has no name, and a name proves nothing. */
static DanbiAgreement
compare_name (const DanbiForm  *form,
              const DanbiImage *image,
              DanbiSeverity    *severity)
{
  return DANBI_AGREEMENT_UNKNOWN;
}

/* Only a PatientID that looks like an identity number can be held against F8, most clinics write
 * their own chart number there. A number of no known shape may still be the very same. */
static DanbiAgreement
compare_identity (const DanbiForm  *form,
                  const DanbiImage *image,
                  DanbiSeverity    *severity)
{
  g_autofree char *id = danbi_identity_dup_plain (image->patient_id);
  DanbiIdentityKind kind = danbi_identity_get_kind (id);

  if (!form->patient_id || *id == '\0')
    return DANBI_AGREEMENT_UNKNOWN;
  if (strcmp (id, form->patient_id) == 0)
    return agree (form, DANBI_FIELD_PATIENT_ID);
  if (kind == DANBI_IDENTITY_MALFORMED || kind == DANBI_IDENTITY_OTHER)
    return DANBI_AGREEMENT_INCOMPARABLE;
  *severity = DANBI_SEVERITY_ERROR;
  return DANBI_AGREEMENT_DIFFERENT;
}

static gboolean
is_same_day (const DanbiRocDate *a,
             gboolean            has_b,
             const DanbiRocDate *b)
{
  return has_b && danbi_roc_date_compare_days (a, b) == 0;
}

/* The images of a newborn under a parent's card are the newborn's, so F15 will do as well as F9. */
static DanbiAgreement
compare_birth_date (const DanbiForm  *form,
                    const DanbiImage *image,
                    DanbiSeverity    *severity)
{
  g_autofree char *text = dup_stripped (image->birth_date);
  DanbiRocDate birth;

  if (!form->has_birth_date || *text == '\0')
    return DANBI_AGREEMENT_UNKNOWN;
  if (!danbi_roc_date_from_dicom (text, NULL, &birth))
    return DANBI_AGREEMENT_INCOMPARABLE;
  if (is_same_day (&birth, TRUE, &form->birth_date))
    return agree (form, DANBI_FIELD_BIRTH_DATE);
  if (is_same_day (&birth, form->has_newborn_birth_date, &form->newborn_birth_date))
    return agree (form, DANBI_FIELD_NEWBORN_BIRTH_DATE);
  if (birth.year < FIRST_YEAR_OF_BIRTH)
    return DANBI_AGREEMENT_INCOMPARABLE;
  *severity = DANBI_SEVERITY_ERROR;
  return DANBI_AGREEMENT_DIFFERENT;
}

/* The image of a newborn has the newborn's sex, one of the parent the parent's. Which of the two it
 * is of is told by its date of birth; where that does not, either will do. */
static gboolean
sex_fits (const DanbiForm  *form,
          const DanbiImage *image,
          DanbiSex          sex)
{
  DanbiRocDate birth;
  gboolean newborn = FALSE;
  gboolean parent = FALSE;

  if (form->newborn_sex == DANBI_SEX_UNKNOWN)
    return sex == form->sex;
  if (image->birth_date && danbi_roc_date_from_dicom (image->birth_date, NULL, &birth))
    {
      newborn = is_same_day (&birth, form->has_newborn_birth_date, &form->newborn_birth_date);
      parent = is_same_day (&birth, form->has_birth_date, &form->birth_date);
    }
  if (newborn != parent)
    return sex == (newborn ? form->newborn_sex : form->sex);
  return sex == form->newborn_sex || sex == form->sex;
}

static DanbiAgreement
compare_sex (const DanbiForm  *form,
             const DanbiImage *image,
             DanbiSeverity    *severity)
{
  DanbiSex sex = danbi_image_get_sex (image);
  g_autofree char *text = dup_stripped (image->sex);

  if (form->sex == DANBI_SEX_UNKNOWN || *text == '\0')
    return DANBI_AGREEMENT_UNKNOWN;
  if (sex == DANBI_SEX_UNKNOWN)
    return DANBI_AGREEMENT_INCOMPARABLE;
  if (sex_fits (form, image, sex))
    return agree (form, DANBI_FIELD_PATIENT_ID);
  *severity = DANBI_SEVERITY_WARNING;
  return DANBI_AGREEMENT_DIFFERENT;
}

static guint
days_apart (const DanbiRocDate *a,
            const DanbiRocDate *b)
{
  return (guint) ABS (danbi_roc_date_days_between (a, b));
}

/* The day of the study. Where that is the day of the form, an image in it that was made on another
 * day is worth a look: what was asked for is the actual examination. */
static DanbiAgreement
compare_day (const DanbiForm  *form,
             const DanbiImage *image,
             DanbiSeverity    *severity)
{
  g_autofree char *study = dup_stripped (image->study_date);
  g_autofree char *acquisition = dup_stripped (image->acquisition_date);
  DanbiRocDate day;
  DanbiRocDate made;

  if (!form->has_exam_day || (*study == '\0' && *acquisition == '\0'))
    return DANBI_AGREEMENT_UNKNOWN;
  if (!danbi_image_get_day (image, &day))
    return DANBI_AGREEMENT_INCOMPARABLE;
  if (days_apart (&day, &form->exam_day) > 0)
    *severity = days_apart (&day, &form->exam_day) > form->far_days ? DANBI_SEVERITY_ERROR
                                                                   : DANBI_SEVERITY_WARNING;
  else if (danbi_roc_date_from_dicom (acquisition, NULL, &made)
           && days_apart (&made, &form->exam_day) > 0)
    *severity = DANBI_SEVERITY_WARNING;
  else
    return agree (form, DANBI_FIELD_EXAM_TIME);
  return DANBI_AGREEMENT_DIFFERENT;
}

/* SC and OT do not tell how the image was made. */
static DanbiAgreement
compare_modality (const DanbiForm  *form,
                  const DanbiImage *image,
                  DanbiSeverity    *severity)
{
  static const char *const unspecific[] = { "SC", "OT", NULL };
  g_autofree char *stripped = dup_stripped (image->modality);
  g_autofree char *modality = g_ascii_strup (stripped, -1);

  if (!form->order || *modality == '\0')
    return DANBI_AGREEMENT_UNKNOWN;
  if (g_strv_contains ((const char *const *) form->order->image_class->modalities, modality))
    return DANBI_AGREEMENT_SAME;
  if (g_strv_contains (unspecific, modality))
    return DANBI_AGREEMENT_INCOMPARABLE;
  *severity = DANBI_SEVERITY_ERROR;
  return DANBI_AGREEMENT_DIFFERENT;
}

static const CompareFunc compare_funcs[DANBI_N_COMPARED] = {
  [DANBI_COMPARED_NAME] = compare_name,
  [DANBI_COMPARED_IDENTITY] = compare_identity,
  [DANBI_COMPARED_BIRTH_DATE] = compare_birth_date,
  [DANBI_COMPARED_SEX] = compare_sex,
  [DANBI_COMPARED_DAY] = compare_day,
  [DANBI_COMPARED_MODALITY] = compare_modality,
};

/**
 * danbi_image_get_compared:
 * @image: an image
 * @what: what to compare
 *
 * Returns: (transfer none) (nullable): what the image says of it, as it stands in the file
 */
const char *
danbi_image_get_compared (const DanbiImage *image,
                          DanbiCompared     what)
{
  switch (what)
    {
    case DANBI_COMPARED_NAME:
      return image->patient_name;
    case DANBI_COMPARED_IDENTITY:
      return image->patient_id;
    case DANBI_COMPARED_BIRTH_DATE:
      return image->birth_date;
    case DANBI_COMPARED_SEX:
      return image->sex;
    case DANBI_COMPARED_DAY:
      return image->study_date && *image->study_date ? image->study_date : image->acquisition_date;
    case DANBI_COMPARED_MODALITY:
      return image->modality;
    case DANBI_N_COMPARED:
    default:
      return NULL;
    }
}

/**
 * danbi_image_get_day:
 * @image: an image
 * @day: (out): when it was made: the day of the study or, without one, of the acquisition
 *
 * Returns: whether the image tells
 */
gboolean
danbi_image_get_day (const DanbiImage *image,
                     DanbiRocDate     *day)
{
  g_autofree char *study = dup_stripped (image->study_date);
  g_autofree char *acquisition = dup_stripped (image->acquisition_date);

  return danbi_roc_date_from_dicom (study, NULL, day)
         || danbi_roc_date_from_dicom (acquisition, NULL, day);
}

/**
 * danbi_image_get_sex:
 * @image: an image
 *
 * Returns: the patient's sex as the image has it; unknown for O, which says nothing, and for
 *   whatever is no sex of DICOM
 */
DanbiSex
danbi_image_get_sex (const DanbiImage *image)
{
  g_autofree char *text = dup_stripped (image->sex);

  if (g_ascii_strcasecmp (text, "M") == 0)
    return DANBI_SEX_MALE;
  return g_ascii_strcasecmp (text, "F") == 0 ? DANBI_SEX_FEMALE : DANBI_SEX_UNKNOWN;
}

static gboolean
read_day (const DanbiRecord *record,
          DanbiField         field,
          DanbiRocPrecision  precision,
          DanbiRocDate      *date)
{
  return danbi_roc_date_parse (danbi_record_get (record, field), precision, date) == DANBI_ROC_OK;
}

/**
 * danbi_form_read:
 * @input: a case
 * @rules: the rules in force
 * @form: (out): what of it the images are held against; good as long as the two
 */
void
danbi_form_read (const DanbiCheckInput *input,
                 const DanbiRules      *rules,
                 DanbiForm             *form)
{
  const DanbiRecord *record = input->record;
  const char *id = danbi_record_get (record, DANBI_FIELD_PATIENT_ID);
  const char *mark = danbi_record_get (record, DANBI_FIELD_NEWBORN_MARK);

  *form = (DanbiForm) {
    .sex = danbi_identity_get_sex (id),
    .order = danbi_rules_find_order (rules, danbi_record_get (record, DANBI_FIELD_ORDER_CODE)),
    .far_days = danbi_rules_get_limits (rules)->study_date_error_days,
    .of_image = input->fields_of_image,
  };
  if (danbi_identity_get_kind (id) != DANBI_IDENTITY_MALFORMED)
    form->patient_id = id;
  if (*mark != '\0')
    form->newborn_sex = g_ascii_isupper (*mark) ? DANBI_SEX_MALE : DANBI_SEX_FEMALE;
  form->has_exam_day = read_day (record, DANBI_FIELD_EXAM_TIME, DANBI_ROC_MINUTE, &form->exam_day);
  form->has_birth_date = read_day (record, DANBI_FIELD_BIRTH_DATE, DANBI_ROC_DAY,
                                   &form->birth_date);
  form->has_newborn_birth_date = read_day (record, DANBI_FIELD_NEWBORN_BIRTH_DATE, DANBI_ROC_DAY,
                                           &form->newborn_birth_date);
}

/**
 * danbi_form_compare:
 * @form: the form
 * @what: what to compare
 * @image: a DICOM image
 * @severity: (out): how much it matters where they differ, else %DANBI_SEVERITY_NOTICE
 *
 * Returns: how form and image go together in it
 */
DanbiAgreement
danbi_form_compare (const DanbiForm  *form,
                    DanbiCompared     what,
                    const DanbiImage *image,
                    DanbiSeverity    *severity)
{
  *severity = DANBI_SEVERITY_NOTICE;
  return compare_funcs[what](form, image, severity);
}

/* What holds no picture belongs to the patient all the same, but its modality and date say nothing
 * about the examination. */
static gboolean
tells_of (const DanbiImage *image,
          DanbiCompared     what)
{
  const char *text = danbi_image_get_compared (image, what);

  return text && *text != '\0'
         && (danbi_image_has_pixels (image)
             || (what != DANBI_COMPARED_DAY && what != DANBI_COMPARED_MODALITY));
}

/**
 * danbi_images_are_alike:
 * @a: a DICOM image
 * @b: another one
 *
 * Returns: whether the two, such as slices of a series, are alike in all that the form is held
 *   against, so that what is found of the one need not be looked for in the other
 */
gboolean
danbi_images_are_alike (const DanbiImage *a,
                        const DanbiImage *b)
{
  for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
    if (g_strcmp0 (danbi_image_get_compared (a, what), danbi_image_get_compared (b, what)) != 0)
      return FALSE;
  return g_strcmp0 (a->acquisition_date, b->acquisition_date) == 0
         && a->name_is_guess == b->name_is_guess
         && danbi_image_has_pixels (a) == danbi_image_has_pixels (b);
}

/* How much a person should see of it: a difference first, by its weight, then what cannot be
 * compared. */
static guint
get_weight (DanbiAgreement agreement,
            DanbiSeverity  severity)
{
  switch (agreement)
    {
    case DANBI_AGREEMENT_DIFFERENT:
      return 2 + (guint) severity;
    case DANBI_AGREEMENT_INCOMPARABLE:
      return 1;
    case DANBI_AGREEMENT_UNKNOWN:
    case DANBI_AGREEMENT_OWN:
    case DANBI_AGREEMENT_SAME:
    default:
      return 0;
    }
}

/* Adds @n images that are all like @image to one line. */
static void
add_to_line (DanbiComparison *line,
             DanbiCompared    what,
             const DanbiForm *form,
             DanbiImage      *image,
             guint            n)
{
  DanbiSeverity severity;
  DanbiAgreement agreement = danbi_form_compare (form, what, image, &severity);

  if (!tells_of (image, what))
    return;
  line->n_images += n;
  if (agreement == DANBI_AGREEMENT_DIFFERENT)
    line->n_others += n;
  if (line->image
      && get_weight (agreement, severity) <= get_weight (line->agreement, line->severity))
    return;
  line->image = image;
  line->agreement = agreement;
  line->severity = severity;
}

/* What cannot be held against the form may still differ among the images. */
static void
count_dissenters (DanbiComparison *line,
                  DanbiCompared    what,
                  GPtrArray       *images)
{
  const char *shown = line->image ? danbi_image_get_compared (line->image, what) : NULL;

  for (guint i = 0; shown && i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      line->n_others += danbi_check_is_dicom (image) && tells_of (image, what)
                        && strcmp (danbi_image_get_compared (image, what), shown) != 0;
    }
}

static void
compare_all (const DanbiForm *form,
             GPtrArray       *images,
             DanbiComparison *lines)
{
  DanbiImage *last = NULL;
  guint n_alike = 0;

  for (guint i = 0; i <= images->len; i++)
    {
      DanbiImage *image = i < images->len ? g_ptr_array_index (images, i) : NULL;

      if (image && !danbi_check_is_dicom (image))
        continue;
      if (image && last && danbi_images_are_alike (image, last))
        {
          n_alike++;
          continue;
        }
      for (DanbiCompared what = 0; last && what < DANBI_N_COMPARED; what++)
        add_to_line (&lines[what], what, form, last, n_alike);
      last = image;
      n_alike = 1;
    }
}

/* Where an image is of somebody else, it is that one's name which a person must see. */
static void
show_name_of_worst (DanbiComparison *lines)
{
  static const DanbiCompared by[] = { DANBI_COMPARED_IDENTITY, DANBI_COMPARED_BIRTH_DATE,
                                      DANBI_COMPARED_SEX };

  for (guint i = 0; i < G_N_ELEMENTS (by); i++)
    if (lines[by[i]].agreement == DANBI_AGREEMENT_DIFFERENT
        && tells_of (lines[by[i]].image, DANBI_COMPARED_NAME))
      {
        lines[DANBI_COMPARED_NAME].image = lines[by[i]].image;
        return;
      }
}

/**
 * danbi_compare:
 * @input: a case with its images
 * @lines: (out): one line for each #DanbiCompared; its image is borrowed from @input
 *
 * Holds the form beside all DICOM images that are to be sent.
 */
void
danbi_compare (const DanbiCheckInput *input,
               DanbiComparison        lines[DANBI_N_COMPARED])
{
  DanbiForm form;

  memset (lines, 0, DANBI_N_COMPARED * sizeof *lines);
  if (!input->images)
    return;
  danbi_form_read (input, danbi_check_get_rules (input), &form);
  compare_all (&form, input->images, lines);
  show_name_of_worst (lines);
  for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
    if (lines[what].agreement < DANBI_AGREEMENT_OWN)
      count_dissenters (&lines[what], what, input->images);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of what was dropped: what stands in it, why it is chosen, and why it may not be. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-drop-phrases.h"
#include "danbi-identity.h"
#include "danbi-phrases.h"

#define PARTED_BY " · "
/* How many files that could not be read are named; more than these are only counted. */
#define MAX_NAMED 3

static void
add_part (GString    *line,
          const char *part)
{
  if (!part || *part == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, PARTED_BY);
  g_string_append (line, part);
}

static void
take_part (GString *line,
           char    *part)
{
  add_part (line, part);
  g_free (part);
}

static char *
name_of_patient (const DanbiDropFacts *facts)
{
  g_autofree char *name = danbi_phrase_person (facts->patient_name);

  if (*name == '\0')
    return g_strdup (_("Patient without a name"));
  /* Translators: a name of which the image does not say in which characters it is written */
  return facts->name_is_guess ? g_strdup_printf (_("%s (name is a guess)"), name)
                              : g_steal_pointer (&name);
}

/**
 * danbi_phrase_drop_name:
 * @node: a line of the tree
 *
 * Returns: (transfer full): what it is called: the name of a patient, the day and the description
 *   of a study, the description of a series
 */
char *
danbi_phrase_drop_name (DanbiDropNode *node)
{
  const DanbiDropFacts *facts = danbi_drop_node_get_facts (node);
  g_autoptr (GString) line = g_string_new (NULL);

  switch (danbi_drop_node_get_kind (node))
    {
    case DANBI_DROP_PATIENT:
      return name_of_patient (facts);
    case DANBI_DROP_STUDY:
      take_part (line, facts->study_date ? danbi_phrase_dicom_date (facts->study_date)
                                         : g_strdup (_("Study without a date")));
      add_part (line, facts->description);
      return g_strdup (line->str);
    case DANBI_DROP_SERIES:
      return g_strdup (facts->description ? facts->description
                                          : _("Series without a description"));
    case DANBI_DROP_PICTURES:
      return g_strdup (_("JPG images"));
    case DANBI_DROP_PROBLEMS:
    default:
      return g_strdup (_("Files that could not be read"));
    }
}

static const char *
sex_in_words (const char *sex)
{
  if (sex && g_ascii_strcasecmp (sex, "M") == 0)
    return _("male");
  if (sex && g_ascii_strcasecmp (sex, "F") == 0)
    return _("female");
  return NULL;
}

static void
add_patient (GString              *line,
             const DanbiDropFacts *facts)
{
  g_autofree char *birth = danbi_phrase_dicom_date (facts->birth_date);

  add_part (line, facts->patient_id ? facts->patient_id : _("no patient ID"));
  if (*birth != '\0')
    take_part (line, g_strdup_printf (_("born %s"), birth));
  add_part (line, sex_in_words (facts->sex));
}

static void
add_n_series (GString       *line,
              DanbiDropNode *study)
{
  guint n = g_list_model_get_n_items (danbi_drop_node_get_children (study));

  take_part (line, g_strdup_printf (ngettext ("%u series", "%u series", n), n));
}

static void
add_sizes (GString              *line,
           const DanbiDropFacts *facts)
{
  if (facts->min_columns == 0)
    return;
  if (facts->min_columns == facts->max_columns && facts->min_rows == facts->max_rows)
    take_part (line, g_strdup_printf ("%u × %u", facts->min_columns, facts->min_rows));
  else
    take_part (line, g_strdup_printf (_("%u × %u to %u × %u"), facts->min_columns,
                                      facts->min_rows, facts->max_columns, facts->max_rows));
}

static const char *
why_left_out (const DanbiImage *image)
{
  if (image->error)
    return image->error;
  if (image->dir_faults & DANBI_DIR_MISSING)
    return _("the DICOMDIR refers to it, and it is not there");
  if (image->dir_faults & DANBI_DIR_EXTRA)
    return _("the DICOMDIR does not refer to it");
  return NULL;
}

/**
 * danbi_phrase_drop_left_out:
 * @node: a line of the tree
 *
 * Returns: (transfer full): of its own files those that cannot be taken, each by its name and why,
 *   a line each; "" where all can be taken
 */
char *
danbi_phrase_drop_left_out (DanbiDropNode *node)
{
  GPtrArray *files = danbi_drop_node_get_files (node);
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (files, i);
      const char *why = why_left_out (image);
      g_autofree char *name = NULL;

      if (!why || ++n > MAX_NAMED)
        continue;
      name = g_filename_display_basename (danbi_image_get_display_path (image));
      g_string_append_printf (lines, "%s%s: %s", n > 1 ? "\n" : "", name, why);
    }
  if (n > MAX_NAMED)
    {
      g_autofree char *rest = g_strdup_printf (ngettext ("and %u more file", "and %u more files",
                                                         n - MAX_NAMED), n - MAX_NAMED);

      g_string_append_printf (lines, "\n%s", rest);
    }
  return g_strdup (lines->str);
}

/**
 * danbi_phrase_drop_detail:
 * @node: a line of the tree
 *
 * Returns: (transfer full): what stands in it, as in “CT · 312 images · 512 × 512”
 */
char *
danbi_phrase_drop_detail (DanbiDropNode *node)
{
  const DanbiDropFacts *facts = danbi_drop_node_get_facts (node);
  DanbiDropKind kind = danbi_drop_node_get_kind (node);
  g_autoptr (GString) line = g_string_new (NULL);

  if (kind == DANBI_DROP_PATIENT)
    add_patient (line, facts);
  else
    add_part (line, facts->modality);
  if (kind == DANBI_DROP_STUDY)
    add_n_series (line, node);
  take_part (line, danbi_phrase_drop_counts (facts->n_images, facts->n_others,
                                             facts->n_left_out));
  if (kind == DANBI_DROP_SERIES || kind == DANBI_DROP_PICTURES)
    add_sizes (line, facts);
  return g_strdup (line->str);
}

/**
 * danbi_phrase_drop_reason:
 * @kind: what the line stands for
 * @fits: what it has in common with the case
 *
 * Why something is chosen from the start. What contradicts the case comes with
 * danbi_phrase_drop_doubt().
 *
 * Returns: (transfer full): as in “Same identity number as the form”; "" where there is no reason
 */
char *
danbi_phrase_drop_reason (DanbiDropKind kind,
                          DanbiDropFits fits)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (fits & DANBI_DROP_FITS_PRESENT)
    add_part (line, kind == DANBI_DROP_PATIENT ? _("the patient of the images in this case")
                                               : _("the study of the images in this case"));
  if (fits & DANBI_DROP_FITS_ID)
    add_part (line, _("same identity number as the form"));
  if (fits & DANBI_DROP_FITS_BIRTH)
    add_part (line, _("same date of birth as the form"));
  if (fits & DANBI_DROP_FITS_DAY)
    add_part (line, _("of the day of the examination"));
  if (fits & DANBI_DROP_FITS_NEAR_DAY)
    add_part (line, _("one day from the examination, the nearest"));
  if (fits & DANBI_DROP_FITS_NEWEST)
    add_part (line, _("the newest study"));
  if ((fits & DANBI_DROP_FITS_MODALITY) && kind == DANBI_DROP_STUDY)
    add_part (line, _("of the kind that the order code asks for"));
  if ((fits & DANBI_DROP_FITS_ALONE) && kind == DANBI_DROP_PATIENT)
    add_part (line, _("the only patient"));
  if ((fits & DANBI_DROP_FITS_ALONE) && kind == DANBI_DROP_STUDY)
    add_part (line, _("the only study"));
  return g_strdup (line->str);
}

/**
 * danbi_phrase_drop_doubt:
 * @fits: what it has in common with the case, and what not
 *
 * Returns: (transfer full): what contradicts the form; "" where nothing does
 */
char *
danbi_phrase_drop_doubt (DanbiDropFits fits)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (fits & DANBI_DROP_DIFFERS_ID)
    add_part (line, _("another identity number than the form"));
  if (fits & DANBI_DROP_DIFFERS_BIRTH)
    add_part (line, _("another date of birth than the form"));
  if (fits & DANBI_DROP_DIFFERS_DAY)
    add_part (line, _("not of the day of the examination"));
  if (fits & DANBI_DROP_DIFFERS_MODALITY)
    add_part (line, _("not the kind of image that the order code asks for"));
  return g_strdup (line->str);
}

/**
 * danbi_phrase_drop_refusal:
 * @refusal: why something may not be chosen
 *
 * Returns: (transfer full): a sentence; "" where it may
 */
char *
danbi_phrase_drop_refusal (DanbiDropRefusal refusal)
{
  switch (refusal)
    {
    case DANBI_DROP_OTHER_PATIENT_CHOSEN:
      return g_strdup (_("Another patient is chosen. A case has images of one patient only."));
    case DANBI_DROP_OTHER_PATIENT_IN_CASE:
      return g_strdup (_("This case has images of another patient."));
    case DANBI_DROP_OTHER_KIND_CHOSEN:
      return g_strdup (_("A case holds either DICOM or JPG, and the other is chosen."));
    case DANBI_DROP_OTHER_KIND_IN_CASE:
      return g_strdup (_("A case holds either DICOM or JPG, and this case has the other."));
    case DANBI_DROP_NOTHING_TO_TAKE:
      return g_strdup (_("None of these files can be taken."));
    case DANBI_DROP_ALLOWED:
    default:
      return g_strdup ("");
    }
}

/**
 * danbi_phrase_drop_verdict:
 * @facts: what stands in a series
 * @image_class: (nullable): what images of the case must be like; %NULL while the order code is not
 *   known
 * @good: (out): whether the verdict is a pass; what was not judged is none
 *
 * Returns: (transfer full): as in “at least 512 × 512: met”; "" where there is nothing to judge
 */
char *
danbi_phrase_drop_verdict (const DanbiDropFacts  *facts,
                           const DanbiOrderClass *image_class,
                           gboolean              *good)
{
  g_autofree char *minimum = danbi_phrase_minimum (image_class);

  *good = facts->size == DANBI_DROP_SIZE_MET;
  switch (facts->size)
    {
    case DANBI_DROP_SIZE_MET:
      return g_strdup_printf (_("Large enough (%s)"), minimum);
    case DANBI_DROP_SIZE_EXCUSED:
      return g_strdup (_("Localizer or capture, not judged by size"));
    case DANBI_DROP_SIZE_SMALL:
      return g_strdup_printf (ngettext ("%u image is too small (%s): %u pixels of width and %u of "
                                        "height are missing",
                                        "%u images are too small (%s): up to %u pixels of width "
                                        "and %u of height are missing",
                                        facts->n_small),
                              facts->n_small, minimum, facts->lacking_columns,
                              facts->lacking_rows);
    case DANBI_DROP_SIZE_UNJUDGED:
    default:
      if (facts->n_images == 0)
        return g_strdup (_("No pixels, travels with the study"));
      return g_steal_pointer (&minimum);
    }
}

/**
 * danbi_phrase_drop_counts:
 * @n_images: files with a picture
 * @n_others: files without
 * @n_left_out: files that cannot be taken
 *
 * Returns: (transfer full): as in “312 images · 1 report”
 */
char *
danbi_phrase_drop_counts (guint n_images,
                          guint n_others,
                          guint n_left_out)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (n_images > 0 || n_others + n_left_out == 0)
    take_part (line, g_strdup_printf (ngettext ("%u image", "%u images", n_images), n_images));
  if (n_others > 0)
    take_part (line, g_strdup_printf (ngettext ("%u report or the like", "%u reports or the like",
                                                n_others), n_others));
  if (n_left_out > 0)
    take_part (line, g_strdup_printf (ngettext ("%u file that cannot be taken",
                                                "%u files that cannot be taken", n_left_out),
                                      n_left_out));
  return g_strdup (line->str);
}

/**
 * danbi_phrase_drop_chosen:
 * @n_images: pictures that are chosen
 * @n_others: other files that are chosen
 * @n_left_out: files that the case will only name
 *
 * Returns: (transfer full): what will come into the case
 */
char *
danbi_phrase_drop_chosen (guint n_images,
                          guint n_others,
                          guint n_left_out)
{
  g_autofree char *counts = danbi_phrase_drop_counts (n_images, n_others, n_left_out);

  if (n_images + n_others + n_left_out == 0)
    return g_strdup (_("Nothing is chosen yet. Tick the images of this case’s patient."));
  return g_strdup_printf (_("Chosen: %s"), counts);
}

/**
 * danbi_phrase_drop_take:
 * @n_images: pictures that are chosen
 *
 * Returns: (transfer full): what the button says that takes them
 */
char *
danbi_phrase_drop_take (guint n_images)
{
  if (n_images == 0)
    return g_strdup (_("Add to the Case"));
  return g_strdup_printf (ngettext ("Add %u Image to the Case", "Add %u Images to the Case",
                                    n_images), n_images);
}

/**
 * danbi_phrase_drop_case:
 * @record: the case
 *
 * Returns: (transfer full): what the case is known by: the identity in full, since it is what the
 *   images are held against; "" while the form is empty
 */
char *
danbi_phrase_drop_case (const DanbiRecord *record)
{
  static const DanbiField fields[] = { DANBI_FIELD_PATIENT_ID, DANBI_FIELD_BIRTH_DATE,
                                       DANBI_FIELD_ORDER_CODE, DANBI_FIELD_EXAM_TIME };
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    take_part (line, danbi_phrase_value (fields[i], danbi_record_get (record, fields[i])));
  return g_strdup (line->str);
}

/**
 * danbi_phrase_reading:
 * @done: how many files were read
 * @total: of how many, 0 while unknown
 *
 * Returns: (transfer full): as in “Reading: 120 of 312 files”
 */
char *
danbi_phrase_reading (guint64 done,
                      guint64 total)
{
  if (total == 0 && done == 0)
    return g_strdup (_("Reading…"));
  if (total == 0)
    return g_strdup_printf (_("Reading: %u files so far"), (guint) done);
  return g_strdup_printf (_("Reading: %u of %u files"), (guint) MIN (done, total),
                          (guint) total);
}

/**
 * danbi_phrase_reading_medium:
 * @done: how many bytes were read of a disc or a stick
 * @total: of how many, 0 while unknown
 *
 * Returns: (transfer full): as in “Reading the disc: 45% of 700 MB”
 */
char *
danbi_phrase_reading_medium (guint64 done,
                             guint64 total)
{
  g_autofree char *size = g_format_size (total);

  if (total == 0)
    return g_strdup (_("Reading…"));
  return g_strdup_printf (_("Reading the disc: %u%% of %s"),
                          (guint) (MIN (done, total) * 100 / total), size);
}

/**
 * danbi_phrase_copying:
 * @done: how many bytes were copied into the case
 * @total: of how many, 0 while unknown
 *
 * Returns: (transfer full): as in “Copying into the case: 45%”
 */
char *
danbi_phrase_copying (guint64 done,
                      guint64 total)
{
  if (total == 0)
    return g_strdup (_("Copying into the case…"));
  return g_strdup_printf (_("Copying into the case: %u%%"),
                          (guint) (MIN (done, total) * 100 / total));
}

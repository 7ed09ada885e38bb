/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The phrases of the window: values in, one line for a reader out. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-check.h"
#include "danbi-clock.h"
#include "danbi-phrases.h"
#include "danbi-roc-date.h"
#include "danbi-site.h"
#include "danbi-time-phrases.h"
#include "danbi-typed.h"

/* A line has room for so many names of fields; the rest is counted. */
#define MAX_NAMED_FIELDS 4

/**
 * danbi_phrase_remaining:
 * @seconds: how long, in seconds; below 0 counts as 0
 *
 * Says how much time is left, in hours and minutes, rounded down: a promise of time must be kept.
 *
 * Returns: (transfer full): as in “22 h 10 min left”
 */
char *
danbi_phrase_remaining (gint64 seconds)
{
  guint64 minutes = (guint64) MAX (seconds, 0) / 60;

  if (minutes == 0)
    return g_strdup (_("less than a minute left"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%u min left", "%u min left", (gulong) minutes),
                            (guint) minutes);
  if (minutes % 60 == 0)
    return g_strdup_printf (ngettext ("%u h left", "%u h left", (gulong) (minutes / 60)),
                            (guint) (minutes / 60));
  return g_strdup_printf (_("%u h %u min left"), (guint) (minutes / 60), (guint) (minutes % 60));
}

/**
 * danbi_phrase_moment:
 * @unix_s: a time, seconds since the epoch
 * @now_s: the time now; the year is left out where it is the same
 *
 * Returns: (transfer full): the time in Taiwan, as in “11/23 15:20” or “114/11/23 15:20”
 */
char *
danbi_phrase_moment (gint64 unix_s,
                     gint64 now_s)
{
  DanbiRocDate date, today;

  danbi_roc_date_from_unix (unix_s, &date);
  danbi_roc_date_from_unix (now_s, &today);
  if (date.year == today.year)
    return g_strdup_printf ("%d/%02d %02d:%02d", date.month, date.day, date.hour, date.minute);
  return g_strdup_printf ("%d/%02d/%02d %02d:%02d", date.year - 1911, date.month, date.day,
                          date.hour, date.minute);
}

/**
 * danbi_phrase_deadline:
 * @deadline: when the case earns what
 * @limits: the numbers of the rulebook
 * @now_s: the time now
 *
 * The countdown of a case where nothing else says what it earns.
 *
 * Returns: (transfer full): as in “100% · 22 h 10 min left · from the examination”, "" while the
 *   clock cannot start
 */
char *
danbi_phrase_deadline (const DanbiDeadline *deadline,
                       const DanbiLimits   *limits,
                       gint64               now_s)
{
  DanbiReward reward = danbi_deadline_get_reward (deadline, now_s);
  gboolean full = reward == DANBI_REWARD_FULL;
  g_autofree char *share = NULL;
  g_autofree char *left = NULL;
  g_autofree char *assumed = NULL;

  if (reward == DANBI_REWARD_UNKNOWN)
    return g_strdup ("");
  if (reward == DANBI_REWARD_NONE)
    return g_strdup (_("no points any more"));
  share = g_strdup_printf ("%u%%",
                           full ? limits->full_points_percent : limits->half_points_percent);
  left = danbi_phrase_countdown (deadline, now_s);
  assumed = danbi_phrase_assumed (deadline);
  return g_strjoin (" · ", share, left, *assumed ? assumed : NULL, NULL);
}

static const char *
base_in_words (const DanbiDeadline *deadline)
{
  switch (deadline->base)
    {
    case DANBI_FIELD_CARD_TIME:
      return _("counted from the make-up swipe");
    case DANBI_FIELD_RECEIVED_TIME:
      return deadline->assumed
               ? _("counted from 00:00 of the day on which the images were received, assumed")
               : _("counted from when the images were received");
    default:
      return deadline->assumed ? _("counted from 00:00 of the examination day, assumed")
                               : _("counted from the examination");
    }
}

/**
 * danbi_phrase_ready:
 * @deadline: when the case earns what
 * @limits: the numbers of the rulebook
 * @now_s: the time now
 *
 * The bottom line of a case against which nothing stands: until when it earns what, and from
 * where that is counted.
 *
 * Returns: (transfer full): as in “Ready to send · 100% until 11/23 15:20, 22 h 10 min left
 *   (counted from the examination)”
 */
char *
danbi_phrase_ready (const DanbiDeadline *deadline,
                    const DanbiLimits   *limits,
                    gint64               now_s)
{
  DanbiReward reward = danbi_deadline_get_reward (deadline, now_s);
  gboolean full = reward == DANBI_REWARD_FULL;
  gint64 until_s = danbi_deadline_get_next_s (deadline, now_s);
  g_autofree char *until = NULL;
  g_autofree char *left = NULL;

  if (reward == DANBI_REWARD_UNKNOWN)
    return g_strdup (_("Ready to send"));
  if (reward == DANBI_REWARD_NONE)
    return g_strdup (_("Ready to send · no points any more, it still counts for the upload rate"));
  until = danbi_phrase_moment (until_s, now_s);
  left = danbi_phrase_remaining (until_s - now_s);
  /* Translators: share of the points, a date and time, “22 h 10 min left”, from where the time is
   * counted */
  return g_strdup_printf (_("Ready to send · %u%% until %s, %s (%s)"),
                          full ? limits->full_points_percent : limits->half_points_percent, until,
                          left, base_in_words (deadline));
}

/**
 * danbi_phrase_missing:
 * @labels: (array zero-terminated=1): the names of the fields that have no value yet
 *
 * Returns: (transfer full): as in “Still missing: Order code, Site”; after four names the rest is
 *   only counted; "" for no name
 */
char *
danbi_phrase_missing (const char *const *labels)
{
  guint n = g_strv_length ((char **) labels);
  guint shown = n > MAX_NAMED_FIELDS + 1 ? MAX_NAMED_FIELDS : n;
  g_autoptr (GString) names = g_string_new (NULL);

  if (n == 0)
    return g_strdup ("");
  for (guint i = 0; i < shown; i++)
    {
      /* Translators: between the names of fields in an enumeration */
      if (i > 0)
        g_string_append (names, C_("enumeration", ", "));
      g_string_append (names, labels[i]);
    }
  if (shown == n)
    return g_strdup_printf (_("Still missing: %s"), names->str);
  return g_strdup_printf (ngettext ("Still missing: %s and %u more",
                                    "Still missing: %s and %u more", n - shown),
                          names->str, n - shown);
}

/**
 * danbi_phrase_blocking:
 * @n_blocking: how many findings stand against sending
 *
 * Returns: (transfer full): as in “2 items to complete”
 */
char *
danbi_phrase_blocking (guint n_blocking)
{
  return g_strdup_printf (ngettext ("%u item to complete", "%u items to complete", n_blocking),
                          n_blocking);
}

/**
 * danbi_phrase_case_state:
 * @state: where the case is
 * @n_blocking: how many findings stand against sending it
 * @n_images: how many images it has
 *
 * The state of one line of the list, with what is left to do where it can be done.
 *
 * Returns: (transfer full): as in “Draft · 2 items to complete”
 */
char *
danbi_phrase_case_state (DanbiState state,
                         guint      n_blocking,
                         guint      n_images)
{
  const char *label = danbi_state_get_label (state);
  g_autofree char *rest = NULL;

  if (state == DANBI_STATE_DRAFT && n_blocking > 0)
    rest = danbi_phrase_blocking (n_blocking);
  else if (state == DANBI_STATE_READY && n_images > 0)
    rest = g_strdup_printf (ngettext ("%u image", "%u images", n_images), n_images);
  return rest ? g_strdup_printf ("%s · %s", label, rest) : g_strdup (label);
}

/**
 * danbi_phrase_saved:
 * @unix_s: when the case was saved
 *
 * Returns: (transfer full): as in “Saved 15:20:41”, the time in Taiwan
 */
char *
danbi_phrase_saved (gint64 unix_s)
{
  DanbiRocDate date;

  danbi_roc_date_from_unix (unix_s, &date);
  return g_strdup_printf (_("Saved %02d:%02d:%02d"), date.hour, date.minute, date.second);
}

/**
 * danbi_phrase_send_button:
 * @n_ready: how many cases are ready
 *
 * Returns: (transfer full): as in “Send (3)…”
 */
char *
danbi_phrase_send_button (guint n_ready)
{
  return n_ready > 0 ? g_strdup_printf (_("Send (%u)…"), n_ready) : g_strdup (_("Send…"));
}

/**
 * danbi_phrase_pixels:
 * @image: an image
 *
 * Returns: (transfer full): its size as width by height, with the number of frames where there are
 *   several; "" where it has no pixels
 */
char *
danbi_phrase_pixels (const DanbiImage *image)
{
  if (image->columns == 0 || image->rows == 0)
    return g_strdup ("");
  if (image->frames > 1)
    return g_strdup_printf (ngettext ("%u × %u, %u frame", "%u × %u, %u frames", image->frames),
                            image->columns, image->rows, image->frames);
  return g_strdup_printf ("%u × %u", image->columns, image->rows);
}

/**
 * danbi_phrase_minimum:
 * @image_class: (nullable): what the images must be like; %NULL while the order code is not known
 *
 * Returns: (transfer full): as in “at least 1400 × 1400”
 */
char *
danbi_phrase_minimum (const DanbiOrderClass *image_class)
{
  if (!image_class)
    return g_strdup (_("The order code decides what is needed"));
  if (image_class->min_long == 0)
    return g_strdup (_("No minimum published"));
  return g_strdup_printf (_("at least %u × %u"), image_class->min_long, image_class->min_short);
}

static const char *
site_demand (const DanbiOrderCode *order)
{
  if (order->site_scheme == DANBI_SITE_SCHEME_NONE)
    return NULL;
  if (order->site_scheme == DANBI_SITE_SCHEME_TOOTH)
    return order->site_required ? _("site: teeth, required") : _("site: teeth");
  return order->site_required ? _("site: body region, required") : _("site: body region");
}

/**
 * danbi_phrase_demands:
 * @order: an order code
 *
 * What an order code asks of a case, told before it is chosen.
 *
 * Returns: (transfer full): as in “X-ray · DICOM or JPG · at least 1400 × 1400 · site: teeth,
 *   required”, with the class in NHI's words
 */
char *
danbi_phrase_demands (const DanbiOrderCode *order)
{
  g_autofree char *minimum = danbi_phrase_minimum (order->image_class);

  return g_strjoin (" · ", order->image_class->name_zh,
                    order->jpg_allowed ? _("DICOM or JPG") : _("DICOM only"), minimum,
                    site_demand (order), NULL);
}

/**
 * danbi_phrase_code_group:
 * @code: a code
 *
 * Returns: (transfer none): what the further word of its table means to a reader; "" where there is
 *   none or it says nothing new
 */
const char *
danbi_phrase_code_group (const DanbiCode *code)
{
  static const struct
  {
    const char *group;
    const char *text;
  } groups[] = {
    { "counted", N_("counts as a visit") },
    { "not-counted", N_("does not count as a visit") },
    { "before", N_("failed before the sequence number was given") },
    { "after", N_("failed after the sequence number was given") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    if (strcmp (groups[i].group, code->group) == 0)
      return _(groups[i].text);
  return "";
}

static char *
verdict_on_size (const DanbiImage      *image,
                 const DanbiOrderClass *image_class,
                 gboolean              *good)
{
  guint columns, rows;

  if (image_class->min_long == 0)
    return g_strdup (_("Not judged: no minimum published"));
  *good = danbi_image_meets_minimum (image, image_class, &columns, &rows);
  if (*good)
    return g_strdup (_("Large enough"));
  if (danbi_image_is_localizer (image))
    return g_strdup (_("Localizer, not judged by size"));
  return g_strdup_printf (_("Too small: %u pixels of width and %u of height are missing"), columns,
                          rows);
}

/**
 * danbi_phrase_verdict:
 * @image: an image
 * @image_class: (nullable): what it must be like; %NULL while the order code is not known
 * @good: (out): whether the verdict is a pass; what was not judged is none
 *
 * What is to be said of one image by itself. Its findings come before it.
 *
 * Returns: (transfer full): as in “Large enough”
 */
char *
danbi_phrase_verdict (const DanbiImage      *image,
                      const DanbiOrderClass *image_class,
                      gboolean              *good)
{
  *good = FALSE;
  if (image->dir_faults & DANBI_DIR_MISSING)
    return g_strdup (_("Missing: the DICOMDIR refers to it"));
  if (!danbi_image_is_readable (image))
    return g_strdup (_("Could not be read"));
  if (!danbi_image_has_pixels (image))
    return g_strdup (_("No pixels, travels with the study"));
  if (!image_class)
    return g_strdup (_("Read"));
  return verdict_on_size (image, image_class, good);
}

/**
 * danbi_phrase_image_count:
 * @images: a list of #DanbiImage
 *
 * Returns: (transfer full): how many the case refers to and how many of them were read, as in
 *   “312 referenced, 312 read”; "" without any
 */
char *
danbi_phrase_image_count (GListModel *images)
{
  guint n = g_list_model_get_n_items (images);
  guint referenced = 0;
  guint read = 0;

  if (n == 0)
    return g_strdup ("");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (images, i);

      /* The DICOMDIR is what refers. */
      if (image->kind == DANBI_IMAGE_DICOMDIR)
        continue;
      referenced += (image->dir_faults & DANBI_DIR_EXTRA) == 0;
      read += danbi_image_is_readable (image) && (image->dir_faults & DANBI_DIR_MISSING) == 0;
    }
  return g_strdup_printf (_("%u referenced, %u read"), referenced, read);
}

/**
 * danbi_phrase_sent_share:
 * @fraction: from 0 to 1
 *
 * Returns: (transfer full): as in “45%”, rounded down, so that 100% means all of it
 */
char *
danbi_phrase_sent_share (double fraction)
{
  return g_strdup_printf ("%d%%", (int) (CLAMP (fraction, 0.0, 1.0) * 100.0));
}

/* A year before the ROC keeps its minus sign: -05 is 1907 (RULEBOOK section 2). */
static char *
year_in_digits (int gregorian)
{
  int year = gregorian - 1911;

  return year > 0 ? g_strdup_printf ("%03d", year) : g_strdup_printf ("-%02d", 1 - year);
}

/**
 * danbi_phrase_value:
 * @field: a field
 * @value: its value as it stands in the CSV
 *
 * Returns: (transfer full): the value as a person reads it: `1151122152003` as
 *   “115/11/22 15:20:03”; anything that is no date unchanged
 */
char *
danbi_phrase_value (DanbiField  field,
                    const char *value)
{
  guint precision = danbi_typed_get_precision (field);
  DanbiRocDate date;
  g_autofree char *year = NULL;

  if (precision == 0 || danbi_roc_date_parse (value, precision, &date) != DANBI_ROC_OK)
    return g_strdup (value);

  year = year_in_digits (date.year);
  if (precision == DANBI_ROC_MONTH)
    return g_strdup_printf ("%s/%02d", year, date.month);
  if (precision == DANBI_ROC_DAY)
    return g_strdup_printf ("%s/%02d/%02d", year, date.month, date.day);
  if (precision == DANBI_ROC_MINUTE)
    return g_strdup_printf ("%s/%02d/%02d %02d:%02d", year, date.month, date.day, date.hour,
                            date.minute);
  return g_strdup_printf ("%s/%02d/%02d %02d:%02d:%02d", year, date.month, date.day, date.hour,
                          date.minute, date.second);
}

/**
 * danbi_phrase_dicom_date:
 * @da: (nullable): a DICOM date, `19860115`
 *
 * Returns: (transfer full): the same day as the form shows it, “075/01/15”; @da itself where it is
 *   no date, "" where there is none
 */
char *
danbi_phrase_dicom_date (const char *da)
{
  DanbiRocDate date;
  g_autofree char *value = NULL;

  if (!da || !danbi_roc_date_from_dicom (da, NULL, &date))
    return g_strdup (da ? da : "");
  value = danbi_roc_date_format (&date, DANBI_ROC_DAY);
  return danbi_phrase_value (DANBI_FIELD_BIRTH_DATE, value);
}

/**
 * danbi_phrase_person:
 * @name: (nullable): a DICOM name, `WANG^SIAO MING=王^小明`
 *
 * DICOM parts a name by '^', and its alphabetic and ideographic forms by '='.
 *
 * Returns: (transfer full): the name as a person writes it, in the second form where there is one;
 *   "" where there is none
 */
char *
danbi_phrase_person (const char *name)
{
  g_auto (GStrv) forms = g_strsplit (name ? name : "", "=", -1);
  const char *best = forms[0] ? (forms[1] && *forms[1] ? forms[1] : forms[0]) : "";

  return g_strstrip (g_strdelimit (g_strdup (best), "^", ' '));
}

static const char *
agreement_in_words (const DanbiComparison *line)
{
  switch (line->agreement)
    {
    case DANBI_AGREEMENT_DIFFERENT:
      return _("Different");
    case DANBI_AGREEMENT_SAME:
      return _("The same");
    case DANBI_AGREEMENT_OWN:
      return _("Taken from the image");
    case DANBI_AGREEMENT_INCOMPARABLE:
      return _("Cannot be compared");
    case DANBI_AGREEMENT_UNKNOWN:
    default:
      return line->n_images > 0 ? _("Not compared") : "";
    }
}

/**
 * danbi_phrase_comparison:
 * @line: one line of the comparison of form and images
 *
 * Returns: (transfer full): the verdict in a word and, where not all images say the same, of how
 *   many it is true; "" where no image says anything
 */
char *
danbi_phrase_comparison (const DanbiComparison *line)
{
  const char *word = agreement_in_words (line);

  if (line->n_others == 0 || line->n_others == line->n_images)
    return g_strdup (word);
  if (line->agreement == DANBI_AGREEMENT_DIFFERENT)
    return g_strdup_printf (_("%s, %u of %u"), word, line->n_others, line->n_images);
  return g_strdup_printf (_("%s; %u of %u differ"), word, line->n_others, line->n_images);
}

static gboolean
is_strong (const DanbiComparison *lines,
           DanbiCompared          what)
{
  return lines[what].agreement == DANBI_AGREEMENT_DIFFERENT
         && lines[what].severity == DANBI_SEVERITY_ERROR;
}

/* Whether no image says anything that could be held against the form. */
static gboolean
proves_nothing (const DanbiComparison *lines,
                DanbiCompared          what)
{
  return lines[what].n_images == 0 || lines[what].agreement == DANBI_AGREEMENT_INCOMPARABLE
         || lines[what].agreement == DANBI_AGREEMENT_OWN;
}

/**
 * danbi_phrase_comparison_headline:
 * @lines: (array fixed-size=6): the comparison of form and images
 * @strong: (out): whether it stops the case
 *
 * Returns: (transfer full): what must not be overlooked in it: images of another patient, of
 *   another day or kind, or none that tells whose it is; "" where there is nothing of that kind
 */
char *
danbi_phrase_comparison_headline (const DanbiComparison *lines,
                                  gboolean              *strong)
{
  *strong = TRUE;
  if (is_strong (lines, DANBI_COMPARED_IDENTITY) || is_strong (lines, DANBI_COMPARED_BIRTH_DATE))
    return g_strdup (_("The images are of another patient than the form"));
  if (is_strong (lines, DANBI_COMPARED_DAY))
    return g_strdup (_("The images are of another day than the form"));
  if (is_strong (lines, DANBI_COMPARED_MODALITY))
    return g_strdup (_("The images are of another kind than the order"));

  *strong = FALSE;
  if (lines[DANBI_COMPARED_NAME].n_images == 0 && lines[DANBI_COMPARED_IDENTITY].n_images == 0
      && lines[DANBI_COMPARED_BIRTH_DATE].n_images == 0)
    return g_strdup (_("The images name no patient: look at them to see whose they are"));
  if (proves_nothing (lines, DANBI_COMPARED_IDENTITY)
      && proves_nothing (lines, DANBI_COMPARED_BIRTH_DATE))
    return g_strdup (_("Whose images these are could not be checked: compare the name"));
  return g_strdup ("");
}

static const char *
name_of_code (const DanbiRules *rules,
              DanbiCodeTable    table,
              const char       *code)
{
  const DanbiCode *found = rules ? danbi_rules_find_code (rules, table, code) : NULL;

  return found ? found->name_zh : "";
}

/* A site is written in the scheme of the order code; without one, whichever reads it. */
static char *
site_in_words (const DanbiRules *rules,
               const char       *site)
{
  DanbiSiteScheme schemes[] = { DANBI_SITE_SCHEME_TOOTH, DANBI_SITE_SCHEME_REGION };
  char offender[3];

  for (guint i = 0; rules && *site && i < G_N_ELEMENTS (schemes); i++)
    if (danbi_site_check (rules, schemes[i], site, offender) == DANBI_SITE_OK)
      return danbi_site_describe (rules, schemes[i], site);
  return g_strdup ("");
}

/**
 * danbi_phrase_understood:
 * @field: a field
 * @value: its value as it stands in the CSV
 * @rules: (nullable): the rules in force, for the names of codes
 * @now_s: the time now, for the age
 *
 * What the program takes a value for, shown beside the field so that a slip of the finger is seen.
 *
 * Returns: (transfer full): as in “Sunday”, “male”, “dental clinic”; "" where there is nothing to
 *   be said
 */
char *
danbi_phrase_understood (DanbiField        field,
                         const char       *value,
                         const DanbiRules *rules,
                         gint64            now_s)
{
  const DanbiOrderCode *order;
  char *described;

  switch (field)
    {
    case DANBI_FIELD_PROVIDER_TYPE:
      return g_strdup (name_of_code (rules, DANBI_CODE_TABLE_PROVIDER_TYPES, value));
    case DANBI_FIELD_VISIT_TYPE:
      return g_strdup (name_of_code (rules, DANBI_CODE_TABLE_VISIT_TYPES, value));
    case DANBI_FIELD_VISIT_SEQ:
      return g_strdup (name_of_code (rules, DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS, value));
    case DANBI_FIELD_ORDER_CODE:
      order = rules ? danbi_rules_find_order (rules, value) : NULL;
      return g_strdup (order ? order->name_zh : "");
    case DANBI_FIELD_SITE:
      return site_in_words (rules, value);
    default:
      described = danbi_typed_describe (field, value, now_s);
      return described ? described : g_strdup ("");
    }
}

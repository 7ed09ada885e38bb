/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written over and beside a picture: whose it is, what it shows, how it is shown. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "danbi-phrases.h"
#include "danbi-viewer-phrases.h"

static void
add_part (GString    *text,
          const char *parting,
          const char *part)
{
  if (!part || *part == '\0')
    return;
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append (text, parting);
  g_string_append (text, part);
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

/**
 * danbi_phrase_patient:
 * @image: an image
 *
 * Returns: (transfer full): whom the image says it is of, in lines; "" where it does not say
 */
char *
danbi_phrase_patient (const DanbiImage *image)
{
  g_autofree char *name = danbi_phrase_person (image->patient_name);
  g_autofree char *guess = g_strdup_printf (_("%s (name is a guess)"), name);
  g_autofree char *day = danbi_phrase_dicom_date (image->birth_date);
  g_autofree char *born = *day != '\0' ? g_strdup_printf (_("born %s"), day) : g_strdup ("");
  GString *text = g_string_new (NULL);

  add_part (text, "", *name != '\0' && image->name_is_guess ? guess : name);
  add_part (text, "\n", image->patient_id);
  add_part (text, text->len > 0 ? "\n" : "", born);
  add_part (text, " · ", sex_in_words (image->sex));
  return g_string_free (text, FALSE);
}

/**
 * danbi_phrase_study:
 * @image: an image
 *
 * Returns: (transfer full): what was examined and when, in lines; "" where the image does not say
 */
char *
danbi_phrase_study (const DanbiImage *image)
{
  g_autofree char *day = danbi_phrase_dicom_date (image->study_date);
  GString *text = g_string_new (NULL);

  add_part (text, "", day);
  add_part (text, " · ", image->modality);
  add_part (text, "\n", image->study_description);
  if (g_strcmp0 (image->series_description, image->study_description) != 0)
    add_part (text, "\n", image->series_description);
  return g_string_free (text, FALSE);
}

/**
 * danbi_phrase_place:
 * @place: of an image, from 0
 * @n: how many there are
 *
 * Returns: (transfer full): as in “Image 3 of 112”
 */
char *
danbi_phrase_place (guint place,
                    guint n)
{
  return g_strdup_printf (_("Image %u of %u"), place + 1, n);
}

/**
 * danbi_phrase_frame:
 * @frame: of a file, from 0
 * @n: how many there are
 *
 * Returns: (transfer full): as in “Frame 3 of 40”
 */
char *
danbi_phrase_frame (guint frame,
                    guint n)
{
  return g_strdup_printf (_("Frame %u of %u"), frame + 1, n);
}

/**
 * danbi_phrase_slice:
 * @slice: of a series, from 0
 * @n: how many there are
 *
 * Returns: (transfer full): as in “Slice 3 of 40”
 */
char *
danbi_phrase_slice (guint slice,
                    guint n)
{
  return g_strdup_printf (_("Slice %u of %u"), slice + 1, n);
}

/* A fraction is told only where the values themselves are small. */
static char *
value_in_words (double value,
                double width)
{
  return g_strdup_printf ("%.*f", width < 10 ? 2 : 0, fabs (value) < 0.005 ? 0.0 : value);
}

/**
 * danbi_phrase_tone:
 * @tone: window and level
 * @picture: the picture that is shown with it
 *
 * Returns: (transfer full): as in “Window 400 · Level 40”; "" where a picture of 8 bits is shown as
 *   it stands
 */
char *
danbi_phrase_tone (const DanbiTone    *tone,
                   const DanbiPicture *picture)
{
  g_autofree char *width = value_in_words (tone->width, tone->width);
  g_autofree char *center = value_in_words (tone->center, tone->width);
  DanbiTone own;
  char *text;

  danbi_tone_init (&own, picture);
  if (picture->depth == 8 && danbi_tone_equal (tone, &own))
    return g_strdup ("");
  text = g_strdup_printf (_("Window %s · Level %s"), width, center);
  if (tone->inverted != own.inverted)
    {
      g_autofree char *plain = text;

      text = g_strdup_printf (_("%s · inverted"), plain);
    }
  return text;
}

/**
 * danbi_phrase_picture:
 * @image: an image
 * @place: its place, from 0
 * @n: how many there are
 *
 * What a picture is called to somebody who does not see it.
 *
 * Returns: (transfer full): as in “Picture 3 of 112, CT 512 × 512”
 */
char *
danbi_phrase_picture (const DanbiImage *image,
                      guint             place,
                      guint             n)
{
  const char *modality = image->modality && *image->modality ? image->modality : "JPG";
  g_autofree char *pixels = danbi_phrase_pixels (image);

  return g_strdup_printf (_("Picture %u of %u, %s %s"), place + 1, n, modality, pixels);
}

/**
 * danbi_phrase_unseen:
 * @unseen: what nobody has looked at
 *
 * Returns: (transfer full): as in “3 images not looked at yet”; "" where there is none
 */
char *
danbi_phrase_unseen (const DanbiUnseen *unseen)
{
  guint n = unseen->n_unseen;

  if (n == 0)
    return g_strdup ("");
  if (unseen->all_single)
    return g_strdup_printf (ngettext ("%u image not looked at yet", "%u images not looked at yet",
                                      n),
                            n);
  return g_strdup_printf (ngettext ("%u series not looked at yet", "%u series not looked at yet",
                                    n),
                          n);
}

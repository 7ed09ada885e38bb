/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patient, the day and the kind of examination as the form has them, beside what the images
 * say. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-identity.h"
#include "danbi-image-comparison.h"
#include "danbi-phrases.h"
#include "danbi-quiet.h"
#include "danbi-wrapping.h"

struct _DanbiImageComparison
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *headline;
  GtkImage *headline_icon;
  GtkLabel *headline_label;
  GtkWidget *grid;
  GtkLabel *form_heading;
  GtkLabel *image_heading;
  GtkLabel *caption[DANBI_N_COMPARED];
  GtkLabel *form[DANBI_N_COMPARED];
  GtkLabel *image[DANBI_N_COMPARED];
  GtkImage *mark[DANBI_N_COMPARED];
  GtkLabel *word[DANBI_N_COMPARED];
  gboolean stacked; /* a caption stands above its values */
  DanbiComparison lines[DANBI_N_COMPARED]; /* their images are not kept */
};

G_DEFINE_FINAL_TYPE (DanbiImageComparison, danbi_image_comparison, GTK_TYPE_WIDGET)

static const char *const captions[DANBI_N_COMPARED] = {
  [DANBI_COMPARED_NAME] = N_("Name"),
  [DANBI_COMPARED_IDENTITY] = N_("ID number"),
  [DANBI_COMPARED_BIRTH_DATE] = N_("Date of birth"),
  [DANBI_COMPARED_SEX] = N_("Sex"),
  [DANBI_COMPARED_DAY] = N_("Study date"),
  [DANBI_COMPARED_MODALITY] = N_("Kind of image"),
};

/* Two values side by side, their caption and what comes of them need so many digits in the width
 * that the images have. */
#define BESIDE_DIGITS 32
#define WIDTH 348

/* Of which only one is on a line at a time. */
static const char *const styles[] = { "error", "warning", "success", "dim-label" };

/* However large the letters are and however narrow the panel is, nothing of a name or a number may
 * be cut off: two that end alike would look the same. */
static void
wrap_anywhere (GtkLabel *label)
{
  gtk_label_set_xalign (label, 0);
  gtk_label_set_yalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_NONE);
}

static GtkLabel *
add_label (DanbiImageComparison *self,
           const char           *text,
           const char           *style)
{
  GtkWidget *label = gtk_label_new (text);

  wrap_anywhere (GTK_LABEL (label));
  if (style)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, 0, 1, 1);
  return GTK_LABEL (label);
}

/* The icon stands for the word beside it, which is what is read out. */
static void
add_verdict (DanbiImageComparison *self,
             DanbiCompared         what)
{
  GtkWidget *verdict = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *word = gtk_label_new (NULL);

  self->mark[what] = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->word[what] = GTK_LABEL (word);
  wrap_anywhere (GTK_LABEL (word));
  gtk_widget_set_valign (GTK_WIDGET (self->mark[what]), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (verdict), GTK_WIDGET (self->mark[what]));
  gtk_box_append (GTK_BOX (verdict), g_object_new (DANBI_TYPE_WRAPPING, "child", word, NULL));
  gtk_grid_attach (GTK_GRID (self->grid), verdict, 0, 0, 1, 1);
}

static void
place (DanbiImageComparison *self,
       gpointer              widget,
       int                   column,
       int                   row)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->grid);

  g_object_set (gtk_layout_manager_get_layout_child (layout, widget), "column", column, "row", row,
                NULL);
}

/* One line for each, or where the letters are large two: the caption and what comes of it, and the
 * values below them. */
static void
arrange (DanbiImageComparison *self,
         gboolean              stacked)
{
  int first = stacked ? 0 : 1;

  self->stacked = stacked;
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), stacked);
  place (self, self->form_heading, first, 0);
  place (self, self->image_heading, first + 1, 0);
  for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
    {
      int row = 1 + (int) what * (stacked ? 2 : 1);
      int values_row = stacked ? row + 1 : row;

      place (self, self->caption[what], 0, row);
      place (self, self->form[what], first, values_row);
      place (self, self->image[what], first + 1, values_row);
      place (self, gtk_widget_get_parent (GTK_WIDGET (self->mark[what])), stacked ? 1 : 3, row);
    }
}

static void
build_lines (DanbiImageComparison *self)
{
  self->form_heading = add_label (self, _("Form"), "dim-label");
  self->image_heading = add_label (self, _("Images"), "dim-label");
  for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
    {
      self->caption[what] = add_label (self, _(captions[what]), "dim-label");
      self->form[what] = add_label (self, "", "numeric");
      self->image[what] = add_label (self, "", "numeric");
      gtk_widget_set_hexpand (GTK_WIDGET (self->form[what]), TRUE);
      gtk_widget_set_hexpand (GTK_WIDGET (self->image[what]), TRUE);
      add_verdict (self, what);
    }
  arrange (self, FALSE);
}

static void
fit_letters (DanbiImageComparison *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->grid);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int digit = pango_font_metrics_get_approximate_digit_width (metrics);
  gboolean stacked = WIDTH * PANGO_SCALE < BESIDE_DIGITS * digit;

  pango_font_metrics_unref (metrics);
  if (stacked != self->stacked)
    arrange (self, stacked);
}

static const char *
sex_in_words (DanbiSex sex)
{
  switch (sex)
    {
    case DANBI_SEX_MALE:
      return _("male");
    case DANBI_SEX_FEMALE:
      return _("female");
    case DANBI_SEX_UNKNOWN:
    default:
      return "";
    }
}

static gboolean
is_newborn (const DanbiRecord *record)
{
  return *danbi_record_get (record, DANBI_FIELD_NEWBORN_MARK) != '\0';
}

/* The images of a newborn are the newborn's. */
static char *
dup_birth_date_of_form (const DanbiRecord *record)
{
  DanbiField field = is_newborn (record) ? DANBI_FIELD_NEWBORN_BIRTH_DATE : DANBI_FIELD_BIRTH_DATE;
  g_autofree char *day = danbi_phrase_value (field, danbi_record_get (record, field));

  return is_newborn (record) ? g_strdup_printf (_("%s (newborn)"), day) : g_steal_pointer (&day);
}

static char *
dup_sex_of_form (const DanbiRecord *record)
{
  const char *mark = danbi_record_get (record, DANBI_FIELD_NEWBORN_MARK);

  if (is_newborn (record))
    return g_strdup_printf (_("%s (newborn)"), sex_in_words (g_ascii_isupper (*mark)
                                                               ? DANBI_SEX_MALE
                                                               : DANBI_SEX_FEMALE));
  return g_strdup (sex_in_words (
    danbi_identity_get_sex (danbi_record_get (record, DANBI_FIELD_PATIENT_ID))));
}

static char *
dup_day_of_form (const DanbiRecord *record)
{
  g_autofree char *day = g_strndup (danbi_record_get (record, DANBI_FIELD_EXAM_TIME),
                                    DANBI_ROC_DAY);

  return danbi_phrase_value (DANBI_FIELD_BIRTH_DATE, day);
}

/* The class of the order code. */
static char *
dup_modality_of_form (const DanbiRecord *record,
                      const DanbiRules  *rules)
{
  const DanbiOrderCode *order
    = danbi_rules_find_order (rules, danbi_record_get (record, DANBI_FIELD_ORDER_CODE));

  return g_strdup (order ? order->image_class->name_zh : "");
}

static char *
dup_of_form (DanbiCompared      what,
             const DanbiRecord *record,
             const DanbiRules  *rules)
{
  switch (what)
    {
    case DANBI_COMPARED_IDENTITY:
      return g_strdup (danbi_record_get (record, DANBI_FIELD_PATIENT_ID));
    case DANBI_COMPARED_BIRTH_DATE:
      return dup_birth_date_of_form (record);
    case DANBI_COMPARED_SEX:
      return dup_sex_of_form (record);
    case DANBI_COMPARED_DAY:
      return dup_day_of_form (record);
    case DANBI_COMPARED_MODALITY:
      return dup_modality_of_form (record, rules);
    case DANBI_COMPARED_NAME:
    case DANBI_N_COMPARED:
    default:
      return g_strdup ("");
    }
}

/* What cannot be read as what it should be is shown as it stands in the file. */
static char *
dup_of_image (DanbiCompared     what,
              const DanbiImage *image)
{
  const char *text = image ? danbi_image_get_compared (image, what) : NULL;

  switch (what)
    {
    case DANBI_COMPARED_NAME:
      return danbi_phrase_person (text);
    case DANBI_COMPARED_BIRTH_DATE:
    case DANBI_COMPARED_DAY:
      return danbi_phrase_dicom_date (text);
    case DANBI_COMPARED_SEX:
      if (image && danbi_image_get_sex (image) != DANBI_SEX_UNKNOWN)
        return g_strdup (sex_in_words (danbi_image_get_sex (image)));
      return g_strdup (text ? text : "");
    case DANBI_COMPARED_IDENTITY:
    case DANBI_COMPARED_MODALITY:
    case DANBI_N_COMPARED:
    default:
      return g_strdup (text ? text : "");
    }
}

static const char *
icon_of (const DanbiComparison *line)
{
  switch (line->agreement)
    {
    case DANBI_AGREEMENT_DIFFERENT:
      return line->severity == DANBI_SEVERITY_ERROR ? "dialog-error-symbolic"
                                                    : "dialog-warning-symbolic";
    case DANBI_AGREEMENT_SAME:
      return "object-select-symbolic";
    case DANBI_AGREEMENT_OWN:
      return "image-x-generic-symbolic";
    case DANBI_AGREEMENT_INCOMPARABLE:
      return "dialog-question-symbolic";
    case DANBI_AGREEMENT_UNKNOWN:
    default:
      return line->n_others > 0 ? "dialog-warning-symbolic" : NULL;
    }
}

static const char *
style_of (const DanbiComparison *line)
{
  switch (line->agreement)
    {
    case DANBI_AGREEMENT_DIFFERENT:
      return line->severity == DANBI_SEVERITY_ERROR ? "error" : "warning";
    case DANBI_AGREEMENT_SAME:
      return line->n_others > 0 ? "warning" : "success";
    case DANBI_AGREEMENT_OWN:
    case DANBI_AGREEMENT_INCOMPARABLE:
    case DANBI_AGREEMENT_UNKNOWN:
    default:
      return line->n_others > 0 ? "warning" : "dim-label";
    }
}

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, *text ? text : "–");
}

static void
show_of_image (DanbiImageComparison *self,
               DanbiCompared         what,
               gboolean              is_guess)
{
  g_autofree char *text = dup_of_image (what, self->lines[what].image);
  g_autofree char *guess = is_guess ? g_strdup_printf (_("%s (a guess)"), text) : NULL;
  const char *why = is_guess ? _("The file does not say how its letters are written, so this "
                                 "name is a guess.") : NULL;

  show_text (self->image[what], is_guess ? guess : text);
  danbi_quiet_set_tooltip (GTK_WIDGET (self->image[what]), why);
}

static void
show_verdict (DanbiImageComparison *self,
              DanbiCompared         what,
              const char           *word)
{
  const DanbiComparison *line = &self->lines[what];
  GtkWidget *verdict = gtk_widget_get_parent (GTK_WIDGET (self->mark[what]));
  g_autofree char *spoken = g_strdup_printf (_("%s: %s"), _(captions[what]), word);

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (strcmp (styles[i], style_of (line)) != 0)
      gtk_widget_remove_css_class (verdict, styles[i]);
  gtk_widget_add_css_class (verdict, style_of (line));
  danbi_quiet_set_icon (self->mark[what], icon_of (line));
  gtk_widget_set_visible (GTK_WIDGET (self->mark[what]), icon_of (line) != NULL);
  gtk_label_set_label (self->word[what], word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->word[what]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
show_line (DanbiImageComparison *self,
           DanbiCompared         what,
           const DanbiRecord    *record,
           const DanbiRules     *rules)
{
  const DanbiComparison *line = &self->lines[what];
  g_autofree char *form = dup_of_form (what, record, rules);
  g_autofree char *word = danbi_phrase_comparison (line);

  show_text (self->form[what], form);
  show_of_image (self, what,
                 what == DANBI_COMPARED_NAME && line->image && line->image->name_is_guess);
  show_verdict (self, what, word);
}

/* What a person must not overlook, in one sentence. */
static void
show_headline (DanbiImageComparison *self)
{
  gboolean strong;
  g_autofree char *text = danbi_phrase_comparison_headline (self->lines, &strong);

  gtk_widget_set_visible (self->headline, *text != '\0');
  gtk_label_set_label (self->headline_label, text);
  danbi_quiet_set_icon (self->headline_icon, strong ? "dialog-error-symbolic"
                                                    : "dialog-information-symbolic");
  if (strong)
    gtk_widget_add_css_class (self->headline, "error");
  else
    gtk_widget_remove_css_class (self->headline, "error");
}

static void
danbi_image_comparison_dispose (GObject *object)
{
  DanbiImageComparison *self = DANBI_IMAGE_COMPARISON (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (danbi_image_comparison_parent_class)->dispose (object);
}

static void
danbi_image_comparison_class_init (DanbiImageComparisonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_image_comparison_dispose;

  g_type_ensure (DANBI_TYPE_WRAPPING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-image-comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiImageComparison, box);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageComparison, headline);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageComparison, headline_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageComparison, headline_label);
  gtk_widget_class_bind_template_child (widget_class, DanbiImageComparison, grid);
}

static void
danbi_image_comparison_init (DanbiImageComparison *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  build_lines (self);
}

/**
 * danbi_image_comparison_show:
 * @self: the comparison
 * @desk: what knows the rules
 * @item: a case
 *
 * Shows the form beside the images of a case: on each line the image that differs most. Hides
 * itself where there is no image.
 */
void
danbi_image_comparison_show (DanbiImageComparison *self,
                             DanbiDesk            *desk,
                             DanbiCase            *item)
{
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  const DanbiCheckInput input = {
    .record = danbi_case_get_record (item),
    .now_s = danbi_clock_now_s (),
    .rulebook = danbi_desk_get_rulebook (desk),
    .images = images,
    .fields_of_image = danbi_case_get_fields_of_image (item),
  };
  gboolean any = FALSE;

  fit_letters (self);
  danbi_compare (&input, self->lines);
  for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
    {
      any = any || self->lines[what].n_images > 0;
      show_line (self, what, input.record, danbi_check_get_rules (&input));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), images->len > 0);
  gtk_widget_set_visible (self->grid, any);
  show_headline (self);
  for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
    self->lines[what].image = NULL;
}

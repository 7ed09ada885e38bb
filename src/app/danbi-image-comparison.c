/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patient and the day as the form has them beside what the images say. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-identity.h"
#include "danbi-image-comparison.h"
#include "danbi-phrases.h"

enum
{
  ROW_NAME,
  ROW_IDENTITY,
  ROW_BIRTH_DATE,
  ROW_STUDY_DATE,
  N_ROWS,
};

struct _DanbiImageComparison
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GtkLabel *form[N_ROWS];
  GtkLabel *image[N_ROWS];
  GtkImage *mark[N_ROWS];
};

G_DEFINE_FINAL_TYPE (DanbiImageComparison, danbi_image_comparison, GTK_TYPE_WIDGET)

static const char *const captions[N_ROWS] = {
  N_("Name"),
  N_("Identity number"),
  N_("Date of birth"),
  N_("Study date"),
};

static GtkLabel *
attach_label (DanbiImageComparison *self,
              const char           *text,
              const char           *style,
              int                   column,
              int                   row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, column == 1 || column == 2);
  gtk_widget_add_css_class (label, style);
  gtk_grid_attach (GTK_GRID (self->grid), label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static void
build_rows (DanbiImageComparison *self)
{
  attach_label (self, _("Form"), "dim-label", 1, 0);
  attach_label (self, _("Images"), "dim-label", 2, 0);
  for (int i = 0; i < N_ROWS; i++)
    {
      attach_label (self, _(captions[i]), "dim-label", 0, i + 1);
      self->form[i] = attach_label (self, "", "numeric", 1, i + 1);
      self->image[i] = attach_label (self, "", "numeric", 2, i + 1);
      self->mark[i] = GTK_IMAGE (gtk_image_new ());
      gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (self->mark[i]), 3, i + 1, 1, 1);
    }
}

static void
show_row (DanbiImageComparison *self,
          int                   row,
          const char           *form,
          const char           *image,
          DanbiAgreement        agreement)
{
  GtkWidget *mark = GTK_WIDGET (self->mark[row]);
  gboolean same = agreement == DANBI_AGREEMENT_SAME;

  gtk_label_set_label (self->form[row], *form ? form : "–");
  gtk_label_set_label (self->image[row], *image ? image : "–");
  gtk_widget_set_visible (mark, agreement != DANBI_AGREEMENT_UNKNOWN);
  gtk_image_set_from_icon_name (self->mark[row],
                                same ? "object-select-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (mark, same ? "warning" : "success");
  gtk_widget_add_css_class (mark, same ? "success" : "warning");
  gtk_widget_set_tooltip_text (mark, same ? _("The same") : _("Different"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  same ? _("The same") : _("Different"), -1);
}

/* The first image that tells anything of the patient speaks for the case: that all are of one
 * patient is a rule of its own. */
static DanbiImage *
find_speaker (GListModel *images)
{
  guint n = g_list_model_get_n_items (images);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (images, i);

      if (danbi_image_is_readable (image) &&
          (image->patient_name || image->patient_id || image->birth_date || image->study_date))
        return g_steal_pointer (&image);
    }
  return NULL;
}

/* Many devices write a chart number there: only what looks like an identity is held against one
 * (IMG.identity). */
static DanbiAgreement
agreement_of_identities (const char *form,
                         const char *image)
{
  return danbi_identity_get_kind (image) > DANBI_IDENTITY_OTHER ? danbi_agreement_of (form, image)
                                                                : DANBI_AGREEMENT_UNKNOWN;
}

static char *
form_day (const DanbiRecord *record)
{
  g_autofree char *day = g_strndup (danbi_record_get (record, DANBI_FIELD_EXAM_TIME), 7);

  return danbi_phrase_value (DANBI_FIELD_BIRTH_DATE, day);
}

static void
danbi_image_comparison_dispose (GObject *object)
{
  DanbiImageComparison *self = DANBI_IMAGE_COMPARISON (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (danbi_image_comparison_parent_class)->dispose (object);
}

static void
danbi_image_comparison_class_init (DanbiImageComparisonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_image_comparison_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-image-comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiImageComparison, grid);
}

static void
danbi_image_comparison_init (DanbiImageComparison *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  build_rows (self);
}

/**
 * danbi_agreement_of:
 * @form: what the form holds, "" for nothing
 * @image: what the images say, "" for nothing
 *
 * Returns: whether the two say the same, without regard to case
 */
DanbiAgreement
danbi_agreement_of (const char *form,
                    const char *image)
{
  if (*form == '\0' || *image == '\0')
    return DANBI_AGREEMENT_UNKNOWN;
  return g_ascii_strcasecmp (form, image) == 0 ? DANBI_AGREEMENT_SAME : DANBI_AGREEMENT_DIFFERENT;
}

/**
 * danbi_image_comparison_show:
 * @self: the comparison
 * @record: the form
 * @images: a list of #DanbiImage
 *
 * Shows the two beside each other; hides itself where no image says anything.
 */
void
danbi_image_comparison_show (DanbiImageComparison *self,
                             const DanbiRecord    *record,
                             GListModel           *images)
{
  g_autoptr (DanbiImage) image = find_speaker (images);
  const char *form_id = danbi_record_get (record, DANBI_FIELD_PATIENT_ID);
  const char *image_id;
  g_autofree char *name = NULL;
  g_autofree char *form_birth = NULL;
  g_autofree char *image_birth = NULL;
  g_autofree char *form_study = NULL;
  g_autofree char *image_study = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), image != NULL);
  if (!image)
    return;

  image_id = image->patient_id ? image->patient_id : "";
  name = danbi_phrase_person (image->patient_name);
  form_birth = danbi_phrase_value (DANBI_FIELD_BIRTH_DATE,
                                   danbi_record_get (record, DANBI_FIELD_BIRTH_DATE));
  image_birth = danbi_phrase_dicom_date (image->birth_date);
  form_study = form_day (record);
  image_study = danbi_phrase_dicom_date (image->study_date);
  show_row (self, ROW_NAME, "", name, DANBI_AGREEMENT_UNKNOWN);
  show_row (self, ROW_IDENTITY, form_id, image_id, agreement_of_identities (form_id, image_id));
  show_row (self, ROW_BIRTH_DATE, form_birth, image_birth,
            danbi_agreement_of (form_birth, image_birth));
  show_row (self, ROW_STUDY_DATE, form_study, image_study,
            danbi_agreement_of (form_study, image_study));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was dropped on a case and not yet taken: what stands in it, and what of it is chosen. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-desk.h"
#include "danbi-drop-private.h"

struct _DanbiDrop
{
  GObject parent_instance;

  DanbiIntake *intake; /* holds the files that came out of archives */
  GListStore *top;
  GPtrArray *files;    /* DanbiImage, in the order in which they were found */
  GPtrArray *leaves;   /* DanbiDropNode: the place of each of these files in the tree */
  DanbiImage *dicomdir; /* may travel where everything is chosen; NULL: none may */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (DanbiDrop, danbi_drop, G_TYPE_OBJECT)

/**
 * danbi_drop_question_new:
 * @item: a case
 * @rules: the rules in force; must outlive what is made here
 *
 * Returns: (transfer full): what of the case matters to what is dropped on it
 */
DanbiDropQuestion *
danbi_drop_question_new (DanbiCase        *item,
                         const DanbiRules *rules)
{
  DanbiDropQuestion *self = g_new0 (DanbiDropQuestion, 1);

  self->record = danbi_record_copy (danbi_case_get_record (item));
  self->exam_time_is_firm
    = danbi_case_get_origin (item, DANBI_FIELD_EXAM_TIME) == DANBI_ORIGIN_TYPED;
  self->present = danbi_case_dup_image_array (item);
  self->order = danbi_rules_find_order (rules, danbi_case_get_value (item,
                                                                     DANBI_FIELD_ORDER_CODE));
  return self;
}

/**
 * danbi_drop_question_free:
 * @self: (nullable): a question
 */
void
danbi_drop_question_free (DanbiDropQuestion *self)
{
  if (!self)
    return;
  danbi_record_free (self->record);
  g_ptr_array_unref (self->present);
  g_free (self);
}

/* Choosing */

static DanbiDropNode *
get_top (DanbiDrop *self,
         guint      index)
{
  g_autoptr (DanbiDropNode) node = g_list_model_get_item (G_LIST_MODEL (self->top), index);

  return node;
}

static guint
get_n_top (DanbiDrop *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->top));
}

static void
set_below (DanbiDropNode  *node,
           DanbiDropChosen chosen)
{
  guint n = danbi_drop_node_get_n_children (node);

  for (guint i = 0; i < n; i++)
    set_below (danbi_drop_node_get_child (node, i), chosen);
  danbi_drop_node_set_chosen (node, chosen);
}

/* What a node is by what its children are. */
static void
sum_up (DanbiDropNode *node)
{
  guint n = danbi_drop_node_get_n_children (node);
  guint n_all = 0, n_any = 0;

  for (guint i = 0; i < n; i++)
    {
      DanbiDropChosen chosen = danbi_drop_node_get_child (node, i)->chosen;

      n_all += chosen == DANBI_DROP_ALL;
      n_any += chosen != DANBI_DROP_NONE;
    }
  danbi_drop_node_set_chosen (node, n_all == n  ? DANBI_DROP_ALL
                                    : n_any > 0 ? DANBI_DROP_SOME
                                                : DANBI_DROP_NONE);
}

static void
sum_up_below (DanbiDropNode *node)
{
  guint n = danbi_drop_node_get_n_children (node);

  for (guint i = 0; i < n; i++)
    sum_up_below (danbi_drop_node_get_child (node, i));
  if (n > 0)
    sum_up (node);
}

static void
refuse_below (DanbiDropNode   *node,
              DanbiDropRefusal refusal)
{
  guint n = danbi_drop_node_get_n_children (node);

  for (guint i = 0; i < n; i++)
    refuse_below (danbi_drop_node_get_child (node, i), refusal);
  danbi_drop_node_set_refusal (node, refusal);
}

/* The patient, or the JPG files, of which something is chosen. */
static DanbiDropNode *
find_chosen (DanbiDrop *self)
{
  for (guint i = 0; i < get_n_top (self); i++)
    {
      DanbiDropNode *node = get_top (self, i);

      if (node->kind != DANBI_DROP_PROBLEMS && node->chosen != DANBI_DROP_NONE)
        return node;
    }
  return NULL;
}

/* IMG.patients and IMG.kind: while something of one is chosen, the others are refused. What is
 * refused for good stays so. */
static void
refresh_refusals (DanbiDrop *self)
{
  DanbiDropNode *chosen = find_chosen (self);

  for (guint i = 0; i < get_n_top (self); i++)
    {
      DanbiDropNode *node = get_top (self, i);
      gboolean for_now = node->refusal == DANBI_DROP_ALLOWED
                         || node->refusal == DANBI_DROP_OTHER_PATIENT_CHOSEN
                         || node->refusal == DANBI_DROP_OTHER_KIND_CHOSEN;
      DanbiDropRefusal refusal = DANBI_DROP_ALLOWED;

      if (!for_now || node->kind == DANBI_DROP_PROBLEMS)
        refusal = node->refusal;
      else if (chosen && node != chosen)
        refusal = chosen->kind == node->kind ? DANBI_DROP_OTHER_PATIENT_CHOSEN
                                             : DANBI_DROP_OTHER_KIND_CHOSEN;
      refuse_below (node, refusal);
    }
}

/* Frees what may be thousands of unpacked files: not in the main thread. */
static gpointer
free_intake_cb (gpointer intake)
{
  danbi_intake_free (intake);
  return NULL;
}

static void
danbi_drop_finalize (GObject *object)
{
  DanbiDrop *self = DANBI_DROP (object);

  g_clear_object (&self->dicomdir);
  g_clear_pointer (&self->leaves, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_object (&self->top);
  g_thread_unref (g_thread_new ("danbi-drop", free_intake_cb, self->intake));

  G_OBJECT_CLASS (danbi_drop_parent_class)->finalize (object);
}

static void
danbi_drop_class_init (DanbiDropClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_drop_finalize;

  changed_signal = g_signal_new ("changed", DANBI_TYPE_DROP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
danbi_drop_init (DanbiDrop *self)
{
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->leaves = g_ptr_array_new_with_free_func (g_object_unref);
}

/* For the other files of this room */

/**
 * danbi_drop_new:
 * @intake: (transfer full): what was dropped
 * @question: the case it was dropped on
 *
 * Builds the tree and chooses what fits the case. To be called in the thread that read: nothing of
 * it is known elsewhere yet.
 *
 * Returns: (transfer full): a drop
 */
DanbiDrop *
danbi_drop_new (DanbiIntake             *intake,
                const DanbiDropQuestion *question)
{
  DanbiDrop *self = g_object_new (DANBI_TYPE_DROP, NULL);
  g_autoptr (GPtrArray) selected = danbi_intake_select (intake);

  self->intake = intake;
  for (guint i = 0; i < selected->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (selected, i);

      if (image->kind == DANBI_IMAGE_DICOMDIR && !image->error)
        g_set_object (&self->dicomdir, image);
      else
        g_ptr_array_add (self->files, g_object_ref (image));
    }
  self->top = danbi_drop_tree_build (self->files, question, self->leaves);
  danbi_drop_propose (self->top, question);
  for (guint i = 0; i < get_n_top (self); i++)
    sum_up_below (get_top (self, i));
  refresh_refusals (self);
  return self;
}

/**
 * danbi_drop_dup_chosen:
 * @self: a drop
 *
 * Returns: (transfer full) (element-type DanbiImage): the files that are chosen, in the order in
 *   which they were found. The DICOMDIR is among them where it refers to exactly these.
 */
GPtrArray *
danbi_drop_dup_chosen (DanbiDrop *self)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->files->len; i++)
    {
      DanbiDropNode *leaf = g_ptr_array_index (self->leaves, i);

      if (leaf->chosen != DANBI_DROP_NONE)
        g_ptr_array_add (chosen, g_object_ref (g_ptr_array_index (self->files, i)));
    }
  if (self->dicomdir && chosen->len == self->files->len)
    g_ptr_array_insert (chosen, 0, g_object_ref (self->dicomdir));
  return chosen;
}

static gboolean
refuse (DanbiDropRefusal refusal,
        GError         **error)
{
  const char *message
    = refusal == DANBI_DROP_OTHER_PATIENT_IN_CASE
        ? _("These images are of another patient than the images of this case. Remove the images "
            "of the case first, or drop these on a case of their own.")
        : _("A case holds either DICOM or JPG, and this case has images of the other kind. Remove "
            "these first, or drop the images on a case of their own.");

  g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED, message);
  return FALSE;
}

/**
 * danbi_drop_check:
 * @self: a drop
 * @present: (element-type DanbiImage): the files that the case has
 * @error: why not, one sentence
 *
 * Where something is chosen, that is held against the case; where nothing is, all that could be.
 *
 * Returns: whether the case may have it
 */
gboolean
danbi_drop_check (DanbiDrop *self,
                  GPtrArray *present,
                  GError   **error)
{
  DanbiDropNode *chosen = find_chosen (self);
  DanbiDropRefusal refusal = DANBI_DROP_ALLOWED;

  for (guint i = 0; i < get_n_top (self); i++)
    {
      DanbiDropNode *node = get_top (self, i);

      if ((chosen && node != chosen) || node->kind == DANBI_DROP_PROBLEMS)
        continue;
      refusal = danbi_drop_judge (node, present);
      if (refusal == DANBI_DROP_ALLOWED)
        return TRUE;
    }
  return refusal == DANBI_DROP_ALLOWED || refuse (refusal, error);
}

/* Public functions */

/**
 * danbi_drop_get_patients:
 * @self: a drop
 *
 * Returns: (transfer none): a list of #DanbiDropNode: patients, those that fit the case first; then
 *   the JPG files and what could not be read, where there are such
 */
GListModel *
danbi_drop_get_patients (DanbiDrop *self)
{
  return G_LIST_MODEL (self->top);
}

/* How many of its leaves hold pictures. */
static guint
count_series (DanbiDropNode *node)
{
  guint n = danbi_drop_node_get_n_children (node);
  guint n_series = 0;

  if (!node->children)
    return node->facts.n_images > 0;
  for (guint i = 0; i < n; i++)
    n_series += count_series (danbi_drop_node_get_child (node, i));
  return n_series;
}

static guint
count_studies (DanbiDropNode *patient)
{
  guint n = danbi_drop_node_get_n_children (patient);
  guint n_studies = 0;

  for (guint i = 0; i < n; i++)
    n_studies += danbi_drop_node_has_content (danbi_drop_node_get_child (patient, i));
  return n_studies;
}

/**
 * danbi_drop_needs_choice:
 * @self: a drop
 *
 * Reports go with their study and are no choice. JPG files on a disc of DICOM were passed over
 * before; what is left of them was dropped by itself.
 *
 * Returns: whether there is more than one patient, study or series to choose from
 */
gboolean
danbi_drop_needs_choice (DanbiDrop *self)
{
  guint n_patients = 0, n_studies = 0, n_series = 0;
  gboolean pictures = FALSE;

  for (guint i = 0; i < get_n_top (self); i++)
    {
      DanbiDropNode *node = get_top (self, i);

      if (node->kind == DANBI_DROP_PATIENT)
        {
          n_patients += danbi_drop_node_has_content (node);
          n_studies += count_studies (node);
          n_series += count_series (node);
        }
      pictures |= node->kind == DANBI_DROP_PICTURES;
    }
  return n_patients > 1 || n_studies > 1 || n_series > 1 || (pictures && n_patients > 0);
}

/**
 * danbi_drop_choose:
 * @self: a drop
 * @node: one of its nodes
 * @chosen: whether all that stands in it shall be taken, or nothing of it
 *
 * A second patient is refused while something of the first one is chosen (IMG.patients), and JPG
 * beside DICOM (IMG.kind).
 *
 * Returns: whether it is so now
 */
gboolean
danbi_drop_choose (DanbiDrop     *self,
                   DanbiDropNode *node,
                   gboolean       chosen)
{
  if (chosen && node->refusal != DANBI_DROP_ALLOWED)
    return FALSE;

  set_below (node, chosen ? DANBI_DROP_ALL : DANBI_DROP_NONE);
  for (DanbiDropNode *above = node->parent; above; above = above->parent)
    sum_up (above);
  refresh_refusals (self);
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

/**
 * danbi_drop_count_chosen:
 * @self: a drop
 * @n_images: (out): pictures that are chosen
 * @n_others: (out): other files that are chosen, such as reports
 * @n_left_out: (out): files that are chosen and cannot be taken: the case will name them
 */
void
danbi_drop_count_chosen (DanbiDrop *self,
                         guint     *n_images,
                         guint     *n_others,
                         guint     *n_left_out)
{
  *n_images = *n_others = *n_left_out = 0;
  for (guint i = 0; i < self->leaves->len; i++)
    {
      DanbiDropNode *leaf = g_ptr_array_index (self->leaves, i);
      const DanbiImage *image = g_ptr_array_index (self->files, i);

      if (leaf->chosen == DANBI_DROP_NONE)
        continue;
      if (danbi_drop_is_left_out (image))
        (*n_left_out)++;
      else if (danbi_image_has_pixels (image))
        (*n_images)++;
      else
        (*n_others)++;
    }
}

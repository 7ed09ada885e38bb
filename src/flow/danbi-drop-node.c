/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the tree of what was dropped: a patient, a study or a series, with what it holds. */
#include "config.h"

#include "danbi-drop-private.h"

enum
{
  PROP_CHOSEN = 1,
  PROP_REFUSAL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiDropNode, danbi_drop_node, G_TYPE_OBJECT)

static void
facts_clear (DanbiDropFacts *facts)
{
  g_free (facts->patient_id);
  g_free (facts->patient_name);
  g_free (facts->birth_date);
  g_free (facts->sex);
  g_free (facts->study_date);
  g_free (facts->study_time);
  g_free (facts->description);
  g_free (facts->modality);
}

static void
danbi_drop_node_finalize (GObject *object)
{
  DanbiDropNode *self = DANBI_DROP_NODE (object);

  facts_clear (&self->facts);
  g_clear_object (&self->children);
  g_clear_object (&self->representative);
  g_ptr_array_unref (self->files);
  g_free (self->uid);

  G_OBJECT_CLASS (danbi_drop_node_parent_class)->finalize (object);
}

static void
danbi_drop_node_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  DanbiDropNode *self = DANBI_DROP_NODE (object);

  if (prop_id == PROP_CHOSEN)
    g_value_set_int (value, self->chosen);
  else if (prop_id == PROP_REFUSAL)
    g_value_set_int (value, self->refusal);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
danbi_drop_node_class_init (DanbiDropNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = danbi_drop_node_finalize;
  object_class->get_property = danbi_drop_node_get_property;

  props[PROP_CHOSEN] = g_param_spec_int ("chosen", NULL, NULL, DANBI_DROP_NONE, DANBI_DROP_ALL,
                                         DANBI_DROP_NONE, flags);
  props[PROP_REFUSAL] = g_param_spec_int ("refusal", NULL, NULL, DANBI_DROP_ALLOWED,
                                          DANBI_DROP_NOTHING_TO_TAKE, DANBI_DROP_ALLOWED, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_drop_node_init (DanbiDropNode *self)
{
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
}

/* For the other files of this room. @parent is %NULL for what stands at the top. Nodes that hold
 * files have no list of children. */
DanbiDropNode *
danbi_drop_node_new (DanbiDropKind  kind,
                     DanbiDropNode *parent)
{
  DanbiDropNode *self = g_object_new (DANBI_TYPE_DROP_NODE, NULL);

  self->kind = kind;
  self->parent = parent;
  if (kind == DANBI_DROP_PATIENT || kind == DANBI_DROP_STUDY)
    self->children = g_list_store_new (DANBI_TYPE_DROP_NODE);
  return self;
}

void
danbi_drop_node_set_chosen (DanbiDropNode  *self,
                            DanbiDropChosen chosen)
{
  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOSEN]);
}

void
danbi_drop_node_set_refusal (DanbiDropNode   *self,
                             DanbiDropRefusal refusal)
{
  if (self->refusal == refusal)
    return;
  self->refusal = refusal;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REFUSAL]);
}

guint
danbi_drop_node_get_n_children (DanbiDropNode *self)
{
  return self->children ? g_list_model_get_n_items (G_LIST_MODEL (self->children)) : 0;
}

/* (transfer none): the list keeps it alive. */
DanbiDropNode *
danbi_drop_node_get_child (DanbiDropNode *self,
                           guint          index)
{
  g_autoptr (DanbiDropNode) child = g_list_model_get_item (G_LIST_MODEL (self->children), index);

  return child;
}

/* Whether anything in it could be taken. */
gboolean
danbi_drop_node_has_content (DanbiDropNode *self)
{
  return self->facts.n_images + self->facts.n_others > 0;
}

/* Public functions */

/**
 * danbi_drop_node_get_kind:
 * @self: a node
 *
 * Returns: what it stands for
 */
DanbiDropKind
danbi_drop_node_get_kind (DanbiDropNode *self)
{
  return self->kind;
}

/**
 * danbi_drop_node_get_facts:
 * @self: a node
 *
 * Returns: (transfer none): what stands in it
 */
const DanbiDropFacts *
danbi_drop_node_get_facts (DanbiDropNode *self)
{
  return &self->facts;
}

/**
 * danbi_drop_node_get_children:
 * @self: a node
 *
 * Returns: (transfer none) (nullable): a list of #DanbiDropNode; %NULL for what holds files itself
 */
GListModel *
danbi_drop_node_get_children (DanbiDropNode *self)
{
  return self->children ? G_LIST_MODEL (self->children) : NULL;
}

/**
 * danbi_drop_node_get_files:
 * @self: a node
 *
 * Returns: (transfer none) (element-type DanbiImage): its own files, those that cannot be taken
 *   included; empty for what has children
 */
GPtrArray *
danbi_drop_node_get_files (DanbiDropNode *self)
{
  return self->files;
}

/**
 * danbi_drop_node_get_representative:
 * @self: a node
 *
 * Returns: (transfer none) (nullable): the picture in the middle of a series
 */
DanbiImage *
danbi_drop_node_get_representative (DanbiDropNode *self)
{
  return self->representative;
}

/**
 * danbi_drop_node_get_chosen:
 * @self: a node
 *
 * Returns: how much of it is chosen
 */
DanbiDropChosen
danbi_drop_node_get_chosen (DanbiDropNode *self)
{
  return self->chosen;
}

/**
 * danbi_drop_node_get_refusal:
 * @self: a node
 *
 * Returns: why it may not be chosen
 */
DanbiDropRefusal
danbi_drop_node_get_refusal (DanbiDropNode *self)
{
  return self->refusal;
}

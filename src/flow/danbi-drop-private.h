/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"
#include "danbi-drop.h"
#include "danbi-intake.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiDropQuestion:
 * @record: what the form says
 * @exam_time_is_firm: whether F12 was typed or confirmed and not only proposed
 * @present: (element-type DanbiImage): the files that the case has already
 * @order: (nullable): the row of the order code; %NULL while it is none of the table
 *
 * The case for which something was dropped, as it was in that moment. Unlike the case itself it may
 * be used in any thread.
 */
typedef struct
{
  DanbiRecord *record;
  gboolean exam_time_is_firm;
  GPtrArray *present;
  const DanbiOrderCode *order;
} DanbiDropQuestion;

DanbiDropQuestion *danbi_drop_question_new (DanbiCase *item, const DanbiRules *rules);
void danbi_drop_question_free (DanbiDropQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiDropQuestion, danbi_drop_question_free)

struct _DanbiDropNode
{
  GObject parent_instance;

  DanbiDropKind kind;
  DanbiDropFacts facts;
  DanbiDropNode *parent;  /* not owned: parents outlive their children */
  GListStore *children;   /* NULL: a leaf */
  GPtrArray *files;       /* DanbiImage; of a leaf */
  DanbiImage *representative;
  char *uid;              /* of the study or the series */
  DanbiDropChosen chosen;
  DanbiDropRefusal refusal;
};

/* The tree is built in the thread that reads: see danbi-drop-tree.c. */
DanbiDropNode *danbi_drop_node_new (DanbiDropKind kind, DanbiDropNode *parent);
void danbi_drop_node_set_chosen (DanbiDropNode *self, DanbiDropChosen chosen);
void danbi_drop_node_set_refusal (DanbiDropNode *self, DanbiDropRefusal refusal);
DanbiDropNode *danbi_drop_node_get_child (DanbiDropNode *self, guint index);
guint danbi_drop_node_get_n_children (DanbiDropNode *self);
gboolean danbi_drop_node_has_content (DanbiDropNode *self);

gboolean danbi_drop_is_left_out (const DanbiImage *image);
gboolean danbi_drop_same_patient (const DanbiImage *a, const DanbiImage *b);
GListStore *danbi_drop_tree_build (GPtrArray *files, const DanbiDropQuestion *question,
                                   GPtrArray *leaves);
DanbiDropRefusal danbi_drop_judge (DanbiDropNode *top, GPtrArray *present);
void danbi_drop_propose (GListStore *top, const DanbiDropQuestion *question);

DanbiDrop *danbi_drop_new (DanbiIntake *intake, const DanbiDropQuestion *question);
GPtrArray *danbi_drop_dup_chosen (DanbiDrop *self);
gboolean danbi_drop_check (DanbiDrop *self, GPtrArray *present, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the list of cases. */
#include "config.h"

#include "danbi-case-row-private.h"
#include "danbi-identity.h"

#define DAY_S (24 * 60 * 60)

struct _DanbiCaseRow
{
  GObject parent_instance;

  DanbiCaseSummary *summary;
};

G_DEFINE_FINAL_TYPE (DanbiCaseRow, danbi_case_row, G_TYPE_OBJECT)

static void
danbi_case_row_finalize (GObject *object)
{
  danbi_case_summary_free (DANBI_CASE_ROW (object)->summary);
  G_OBJECT_CLASS (danbi_case_row_parent_class)->finalize (object);
}

static void
danbi_case_row_class_init (DanbiCaseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_case_row_finalize;
}

static void
danbi_case_row_init (DanbiCaseRow *self)
{
}

/* Makes a row of what the store says; takes @summary over. */
DanbiCaseRow *
danbi_case_row_new (DanbiCaseSummary *summary)
{
  DanbiCaseRow *self = g_object_new (DANBI_TYPE_CASE_ROW, NULL);

  self->summary = summary;
  return self;
}

/* A row that says nothing. */
DanbiCaseRow *
danbi_case_row_new_blank (void)
{
  DanbiCaseSummary *summary = g_new0 (DanbiCaseSummary, 1);

  summary->record = danbi_record_new ();
  return danbi_case_row_new (summary);
}

/* Whether two rows would look alike. */
gboolean
danbi_case_row_equal (DanbiCaseRow *a,
                      DanbiCaseRow *b)
{
  return a->summary->id == b->summary->id && a->summary->state == b->summary->state
         && a->summary->n_images == b->summary->n_images
         && a->summary->n_unseen == b->summary->n_unseen
         && a->summary->n_blocking == b->summary->n_blocking
         && a->summary->full_until_s == b->summary->full_until_s
         && a->summary->half_until_s == b->summary->half_until_s
         && a->summary->binned_s == b->summary->binned_s
         && g_strcmp0 (a->summary->receipt, b->summary->receipt) == 0
         && danbi_record_same_text (a->summary->record, b->summary->record);
}

/**
 * danbi_case_row_get_id:
 * @self: a row
 *
 * Returns: the case's number in the store
 */
gint64
danbi_case_row_get_id (DanbiCaseRow *self)
{
  return self->summary->id;
}

/**
 * danbi_case_row_get_state:
 * @self: a row
 *
 * Returns: the case's state
 */
DanbiState
danbi_case_row_get_state (DanbiCaseRow *self)
{
  return self->summary->state;
}

/**
 * danbi_case_row_get_record:
 * @self: a row
 *
 * Returns: (transfer none): the case's values
 */
const DanbiRecord *
danbi_case_row_get_record (DanbiCaseRow *self)
{
  return self->summary->record;
}

/**
 * danbi_case_row_dup_masked_patient_id:
 * @self: a row
 *
 * Returns: (transfer full): the patient's id as lists show it, `A12****789`; "" where there is none
 */
char *
danbi_case_row_dup_masked_patient_id (DanbiCaseRow *self)
{
  return danbi_identity_mask (danbi_record_get (self->summary->record, DANBI_FIELD_PATIENT_ID));
}

/**
 * danbi_case_row_get_n_images:
 * @self: a row
 *
 * Returns: how many files the case has
 */
guint
danbi_case_row_get_n_images (DanbiCaseRow *self)
{
  return self->summary->n_images;
}

/**
 * danbi_case_row_get_n_unseen:
 * @self: a row
 *
 * Returns: of how many series of the case nobody has looked at any image; an image without a series
 *   stands for itself
 */
guint
danbi_case_row_get_n_unseen (DanbiCaseRow *self)
{
  return self->summary->n_unseen;
}

/**
 * danbi_case_row_get_n_blocking:
 * @self: a row
 *
 * Returns: how many findings stood against sending when the case was last saved
 */
guint
danbi_case_row_get_n_blocking (DanbiCaseRow *self)
{
  return self->summary->n_blocking;
}

/**
 * danbi_case_row_get_deadline:
 * @self: a row
 * @deadline: (out): when the case earns what, and from where that is counted
 *
 * The limits are those by which the store sorts: of the rules that were in force when the case was
 * saved.
 */
void
danbi_case_row_get_deadline (DanbiCaseRow  *self,
                             DanbiDeadline *deadline)
{
  static const DanbiLimits any = { 0 }; /* where it begins, does not depend on when it ends */

  danbi_deadline_compute (self->summary->record, &any, deadline);
  if (self->summary->full_until_s == 0)
    deadline->base = DANBI_FIELD_NONE;
  deadline->full_until_s = self->summary->full_until_s;
  deadline->half_until_s = self->summary->half_until_s;
}

/**
 * danbi_case_row_get_receipt:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the receipt of the last submission
 */
const char *
danbi_case_row_get_receipt (DanbiCaseRow *self)
{
  return self->summary->receipt;
}

/**
 * danbi_case_row_get_purge_s:
 * @self: a row
 *
 * Returns: when the case is removed for good; 0 where it is not in the bin
 */
gint64
danbi_case_row_get_purge_s (DanbiCaseRow *self)
{
  gint64 binned_s = self->summary->binned_s;

  return binned_s > 0 ? binned_s + DANBI_STORE_BIN_DAYS * DAY_S : 0;
}

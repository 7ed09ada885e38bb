/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed at the desk: understood, filled in from, offered, and judged at once. */
#include "config.h"

#include <string.h>

#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-typed.h"
#include "danbi-undo.h"

static gboolean
is_same_day (const char *a,
             const char *b)
{
  return strncmp (a, b, DANBI_ROC_DAY) == 0;
}

/* The header of an image knows the minute of the examination better than the card does. */
static gboolean
is_known_better (DanbiCase  *item,
                 DanbiField  field,
                 const char *value)
{
  return field == DANBI_FIELD_EXAM_TIME
         && danbi_case_get_origin (item, field) == DANBI_ORIGIN_IMAGE
         && is_same_day (danbi_case_get_value (item, field), value);
}

static void
propose (DanbiCase         *item,
         const DanbiRecord *proposals)
{
  for (int field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      const char *value = danbi_record_get (proposals, field);

      if (*value && !is_known_better (item, field, value))
        danbi_case_set_value (item, field, value, DANBI_ORIGIN_PROPOSED);
    }
}

/* The month follows the examination, whether that was typed or itself proposed from the card. */
static void
propose_from (DanbiCase *item,
              DanbiField field)
{
  g_autoptr (DanbiRecord) proposals = danbi_record_new ();

  danbi_typed_fill_from (field, danbi_case_get_record (item), proposals);
  propose (item, proposals);
}

/* When the examination was, as all images have it that say; FALSE where none does, or where they
 * are of several days. */
static gboolean
find_examination (DanbiCase    *item,
                  DanbiRocDate *when,
                  gboolean     *has_time)
{
  GListModel *images = danbi_case_get_images (item);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (images, i);
      DanbiRocDate date;

      if (!danbi_image_has_pixels (image) || !image->file_id
          || !danbi_roc_date_from_dicom (image->study_date, image->study_time, &date))
        continue;
      if (found && danbi_roc_date_compare_days (&date, when) != 0)
        return FALSE;
      if (found)
        continue;
      *when = date;
      *has_time = image->study_time && *image->study_time != '\0';
      found = TRUE;
    }
  return found;
}

/**
 * danbi_desk_offer_from_images:
 * @item: a case whose images are others than before
 *
 * Offers StudyDate and StudyTime for F12 (RULEBOOK section 7). What the card proposed gives way
 * only where the day is the same, so that an image of another day does not take away the value that
 * shows it to be one.
 */
void
danbi_desk_offer_from_images (DanbiCase *item)
{
  DanbiOrigin origin = danbi_case_get_origin (item, DANBI_FIELD_EXAM_TIME);
  const char *present = danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME);
  g_autofree char *value = NULL;
  gboolean has_time = FALSE;
  DanbiRocDate when;

  if (!find_examination (item, &when, &has_time))
    {
      /* What was taken from images that are gone goes with them. */
      if (origin == DANBI_ORIGIN_IMAGE)
        danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, NULL, DANBI_ORIGIN_IMAGE);
      propose_from (item, DANBI_FIELD_CARD_TIME);
      return;
    }
  value = danbi_roc_date_format (&when, DANBI_ROC_MINUTE);
  if (origin == DANBI_ORIGIN_PROPOSED && (!has_time || !is_same_day (present, value)))
    return;
  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, value, DANBI_ORIGIN_IMAGE);
  propose_from (item, DANBI_FIELD_EXAM_TIME);
}

/* What was examined last time with this code was done so: there, in such a visit, by such a
 * provider. A site that was proposed for another code goes with it. */
static void
propose_from_order (DanbiDesk  *self,
                    DanbiCase  *item,
                    const char *order_code)
{
  static const DanbiField followers[] = { DANBI_FIELD_SITE, DANBI_FIELD_VISIT_TYPE,
                                          DANBI_FIELD_PROVIDER_TYPE };

  for (guint i = 0; i < G_N_ELEMENTS (followers); i++)
    {
      const char *last = danbi_desk_recall_last (self, followers[i], order_code);

      if (*last != '\0' || followers[i] == DANBI_FIELD_SITE)
        danbi_case_set_value (item, followers[i], last, DANBI_ORIGIN_PROPOSED);
    }
}

static gboolean
has_number (GPtrArray  *siblings,
            const char *number)
{
  for (guint i = 0; siblings && i < siblings->len; i++)
    if (strcmp (danbi_record_get (g_ptr_array_index (siblings, i), DANBI_FIELD_REPORT_SEQ), number)
        == 0)
      return TRUE;
  return FALSE;
}

/**
 * danbi_desk_propose_report_number:
 * @item: a case that may be edited
 * @siblings: (nullable) (element-type DanbiRecord): the other cases of its visit
 * @taken: one number more that is not free, or ""
 *
 * Proposes the first number that no other case of the visit has, as they run 1, 2, 3… without holes
 * (F11.sequence). What a person typed stays.
 */
void
danbi_desk_propose_report_number (DanbiCase  *item,
                                  GPtrArray  *siblings,
                                  const char *taken)
{
  guint n = 0;
  g_autofree char *number = NULL;

  do
    {
      g_free (number);
      number = g_strdup_printf ("%u", ++n);
    }
  while (strcmp (number, taken) == 0 || has_number (siblings, number));
  danbi_case_set_value (item, DANBI_FIELD_REPORT_SEQ, number, DANBI_ORIGIN_PROPOSED);
}

/**
 * danbi_desk_free_report_number:
 * @item: a case that may be edited
 * @siblings: (nullable) (element-type DanbiRecord): the other cases of its visit, as they are now
 *
 * Proposes another number where that which the program proposed is taken.
 */
void
danbi_desk_free_report_number (DanbiCase *item,
                               GPtrArray *siblings)
{
  if (has_number (siblings, danbi_case_get_value (item, DANBI_FIELD_REPORT_SEQ)))
    danbi_desk_propose_report_number (item, siblings, "");
}

/**
 * danbi_desk_enter:
 * @self: the desk
 * @item: a case that may be edited
 * @field: a field
 * @typed: what a person typed into it so far, in any spelling of RULEBOOK section 8
 *
 * Takes what was typed, fills in what follows from it (never over something typed), and checks.
 */
void
danbi_desk_enter (DanbiDesk  *self,
                  DanbiCase  *item,
                  DanbiField  field,
                  const char *typed)
{
  g_autofree char *value = danbi_typed_to_value (field, typed, danbi_clock_now_s ());

  danbi_undo_begin (item, field);
  if (danbi_case_get_state (item) == DANBI_STATE_REJECTED)
    danbi_case_set_state (item, DANBI_STATE_DRAFT);
  danbi_case_set_value (item, field, value, DANBI_ORIGIN_TYPED);

  if (field == DANBI_FIELD_CARD_TIME)
    propose_from (item, DANBI_FIELD_CARD_TIME);
  if (field == DANBI_FIELD_CARD_TIME || field == DANBI_FIELD_EXAM_TIME)
    propose_from (item, DANBI_FIELD_EXAM_TIME);
  if (field == DANBI_FIELD_ORDER_CODE)
    propose_from_order (self, item, value);
  danbi_undo_end (item);
  danbi_desk_check (self, item);
}

/**
 * danbi_desk_undo:
 * @self: the desk
 * @item: a case
 * @field: (out): where the step was made; %DANBI_FIELD_NONE: in several fields at once
 *
 * Takes back what was typed, confirmed or given as a reason last, one step a field, and what
 * followed from it.
 *
 * Returns: whether there was anything, in a case that may be edited
 */
gboolean
danbi_desk_undo (DanbiDesk  *self,
                 DanbiCase  *item,
                 DanbiField *field)
{
  if (!danbi_case_is_editable (item) || !danbi_undo_step_back (item, field))
    return FALSE;
  danbi_desk_check (self, item);
  return TRUE;
}

/**
 * danbi_desk_redo:
 * @self: the desk
 * @item: a case
 * @field: (out): as danbi_desk_undo() has it
 *
 * Makes the step again that was taken back last.
 *
 * Returns: whether there was anything, in a case that may be edited
 */
gboolean
danbi_desk_redo (DanbiDesk  *self,
                 DanbiCase  *item,
                 DanbiField *field)
{
  if (!danbi_case_is_editable (item) || !danbi_undo_step_forth (item, field))
    return FALSE;
  danbi_desk_check (self, item);
  return TRUE;
}

/**
 * danbi_desk_confirm:
 * @self: the desk
 * @item: a case
 * @field: a field that the program filled in (請確認)
 *
 * Makes its value one that a person stands for.
 */
void
danbi_desk_confirm (DanbiDesk *self,
                    DanbiCase *item,
                    DanbiField field)
{
  danbi_undo_begin (item, field);
  danbi_case_confirm (item, field);
  danbi_undo_end (item);
  danbi_desk_check (self, item);
}

/**
 * danbi_desk_override:
 * @self: the desk
 * @item: a case
 * @rule: the id of an overridable rule
 * @why: the reason, kept with the case; "" takes the override back
 *
 * Lifts an error that may be lifted. It is a step that can be taken back.
 */
void
danbi_desk_override (DanbiDesk  *self,
                     DanbiCase  *item,
                     const char *rule,
                     const char *why)
{
  danbi_undo_begin (item, DANBI_FIELD_NONE);
  danbi_case_override (item, rule, why);
  danbi_undo_end (item);
  danbi_desk_check (self, item);
}

/**
 * danbi_desk_check:
 * @self: the desk
 * @item: a case
 *
 * Judges a case by all rules, and makes it a draft or ready.
 */
void
danbi_desk_check (DanbiDesk *self,
                  DanbiCase *item)
{
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  DanbiState state = danbi_case_get_state (item);
  DanbiCheckInput input = {
    .record = danbi_case_get_record (item),
    .now_s = danbi_clock_now_s (),
    .rulebook = self->rulebook,
    .siblings = danbi_desk_get_notes (item)->siblings,
    .images = images,
    .overrides = danbi_case_get_overrides (item),
    .fields_of_image = danbi_case_get_fields_of_image (item),
  };

  danbi_case_take_findings (item, danbi_check (&input));
  if (state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY)
    danbi_case_set_state (item, danbi_case_count_blocking (item) == 0 ? DANBI_STATE_READY
                                                                      : DANBI_STATE_DRAFT);
}

/**
 * danbi_desk_get_deadline:
 * @self: the desk
 * @item: a case
 * @deadline: (out): when it earns what
 */
void
danbi_desk_get_deadline (DanbiDesk     *self,
                         DanbiCase     *item,
                         DanbiDeadline *deadline)
{
  danbi_deadline_compute (danbi_case_get_record (item),
                          danbi_rules_get_limits (danbi_desk_get_rules (self, item)), deadline);
}

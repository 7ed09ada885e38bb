/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-gateway.h"
#include "danbi-store.h"

G_BEGIN_DECLS

/**
 * DanbiCourierEvents:
 * @case_record: (nullable): what a case of the batch holds, and its state
 * @case_state: a case came into a state; @outcome is its row's outcome where it has one
 * @case_packed: a case has its archive
 * @case_progress: a case's archive is packed or sent to this fraction, 0 to 1
 * @batch: what is written down of the batch has changed
 * @stage: the batch came into a stage (DanbiSendingStage)
 * @receipt: the receiver has the batch
 * @waits: the transfer pauses until then, and why; it goes on where @why is %NULL
 * @user_data: handed to each
 *
 * What the courier tells, in its own thread.
 */
typedef struct
{
  void (*case_record) (gint64 case_id, const DanbiRecord *record, DanbiState state,
                       gpointer user_data);
  void (*case_state) (gint64 case_id, DanbiState state, const DanbiRowOutcome *outcome,
                      gpointer user_data);
  void (*case_packed) (gint64 case_id, const char *archive, gpointer user_data);
  void (*case_progress) (gint64 case_id, double fraction, gpointer user_data);
  void (*batch) (const DanbiSubmission *submission, gpointer user_data);
  void (*stage) (int stage, gpointer user_data);
  void (*receipt) (const char *receipt, gpointer user_data);
  void (*waits) (gint64 next_try_s, const char *why, gpointer user_data);
  gpointer user_data;
} DanbiCourierEvents;

#define DANBI_COURIER_CASES_STAY DANBI_N_STATES

/**
 * DanbiCourierCalls:
 * @meet: finds out where the batch goes, and that it may go there: practice and real never mix
 * @pack: writes its archives and its CSV
 * @upload: brings a file to the receiver
 * @name: names the batch under its key; gives the receipt
 * @find: asks by the key; gives the receipt or %NULL
 * @ask: asks by the receipt
 * @terminate: has the receiver forget a file, if it can be reached
 * @hand: writes the batch into its folder
 * @save: writes the batch down, and puts those of its cases that are on their way into @cases
 * @settle: writes the batch down as done and each case as what became of it
 * @give_up: writes the batch down as given up and its cases as ready
 *
 * Everything that a courier does to the world, so that a test can stand in for the world. All
 * block.
 */
typedef struct
{
  gboolean (*meet) (gpointer world, DanbiSubmission *submission, GCancellable *cancellable,
                    GError **error);
  gboolean (*pack) (gpointer world, DanbiSubmission *submission, const DanbiCourierEvents *events,
                    GCancellable *cancellable, GError **error);
  gboolean (*upload) (gpointer world, DanbiUpload *upload, DanbiUploadUrlFunc on_url,
                      gpointer url_data, DanbiProgressFunc on_progress, gpointer progress_data,
                      const DanbiCourierEvents *events, GCancellable *cancellable, GError **error);
  char *(*name) (gpointer world, const char *key, const DanbiBatchRequest *request,
                 GCancellable *cancellable, GError **error);
  gboolean (*find) (gpointer world, const char *key, char **receipt, GCancellable *cancellable,
                    GError **error);
  DanbiBatchStatus *(*ask) (gpointer world, const char *receipt, GCancellable *cancellable,
                            GError **error);
  void (*terminate) (gpointer world, const char *url);
  gboolean (*hand) (gpointer world, DanbiSubmission *submission, GCancellable *cancellable,
                    GError **error);
  gboolean (*save) (gpointer world, DanbiSubmission *submission, DanbiState cases, GError **error);
  gboolean (*settle) (gpointer world, DanbiSubmission *submission, const DanbiState *states,
                      GError **error);
  gboolean (*give_up) (gpointer world, DanbiSubmission *submission, GError **error);
} DanbiCourierCalls;

/**
 * DanbiErrand:
 * @submission: the batch as it is written down
 * @doubtful: an earlier run of the program began it, so the receiver is asked for its key before
 *   anything of it is sent: where the store was restored from an older copy, it may be there
 * @events: who is told
 * @cancellable: (nullable): stops the work between two pieces
 *
 * One batch to be carried.
 */
typedef struct
{
  DanbiSubmission *submission;
  gboolean doubtful;
  const DanbiCourierEvents *events;
  GCancellable *cancellable;
} DanbiErrand;

/**
 * DanbiCourierResult:
 * @DANBI_COURIER_WENT_ON: it came further, and the next step may follow at once
 * @DANBI_COURIER_WAITS: the receiver, or a person, has not said yet what becomes of it
 * @DANBI_COURIER_RESTS: the step failed; it goes on by itself at the batch's next_try_s
 * @DANBI_COURIER_HELD: the step failed, and only a person can help
 * @DANBI_COURIER_STOPPED: it was stopped and is as it was
 * @DANBI_COURIER_ENDED: nothing will become of it any more
 */
typedef enum
{
  DANBI_COURIER_WENT_ON,
  DANBI_COURIER_WAITS,
  DANBI_COURIER_RESTS,
  DANBI_COURIER_HELD,
  DANBI_COURIER_STOPPED,
  DANBI_COURIER_ENDED,
} DanbiCourierResult;

/* Carries batches to where they go, step by step. Blocks: use it from one thread at a time. */
typedef struct _DanbiCourier DanbiCourier;

DanbiCourier *danbi_courier_new (const DanbiCourierCalls *calls, gpointer world,
                                 GDestroyNotify free_world);
void danbi_courier_free (DanbiCourier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiCourier, danbi_courier_free)

DanbiCourierResult danbi_courier_step (DanbiCourier *self, DanbiErrand *errand, GError **error);
gboolean danbi_courier_give_up (DanbiCourier *self, DanbiErrand *errand, GError **error);
gboolean danbi_courier_tell (DanbiCourier *self, DanbiErrand *errand, DanbiState outcome,
                             const char *receipt, GError **error);
void danbi_courier_tidy (DanbiCourier *self, DanbiErrand *errand);

G_END_DECLS

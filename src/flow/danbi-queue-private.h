/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-claim.h"
#include "danbi-courier-world.h"
#include "danbi-queue-entry.h"
#include "danbi-queue.h"

G_BEGIN_DECLS

/* What is done with one batch in another thread, and what came of it. */
typedef struct
{
  enum
  {
    DANBI_QUEUE_CARRY,   /* packed and sent until the receiver has it */
    DANBI_QUEUE_ASK,     /* asked about once */
    DANBI_QUEUE_GIVE_UP, /* called back */
    DANBI_QUEUE_TELL,    /* a person's word taken for what became of it */
  } kind;
  gint64 id;
  DanbiSending *sending;
  DanbiStore *store;
  DanbiClaim *claim;           /* of the queue */
  DanbiCourier *courier;       /* of the queue, or of the job alone */
  gboolean owns_courier;
  gboolean doubtful;
  GCancellable *cancellable;
  gboolean *called_back;       /* set by a person, in any moment; atomic */
  gboolean heard;              /* that it is called back: it was given up, or could not be */
  DanbiState outcome;          /* to be told */
  char *receipt;               /* likewise */

  DanbiSubmission *submission; /* as it is then; NULL where it could not be loaded */
  guint64 line_bytes_per_s;    /* as it was measured last, 0: it was not asked for */
  DanbiCourierResult result;
  GError *error;
} DanbiQueueJob;

void danbi_queue_job_run (DanbiQueueJob *self);
void danbi_queue_job_free (DanbiQueueJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiQueueJob, danbi_queue_job_free)

/* For danbi-queue-add.c. */
DanbiDesk *danbi_queue_get_desk (DanbiQueue *self);
void danbi_queue_take_in (DanbiQueue *self, DanbiSending *sending,
                          const DanbiSubmission *submission, guint64 bytes, gboolean doubtful);
void danbi_queue_note_line (DanbiQueue *self, guint64 bytes_per_s);
void danbi_queue_go (DanbiQueue *self);
void danbi_queue_wake (DanbiQueue *self);
void danbi_queue_watch_network (DanbiQueue *self, GNetworkMonitor *monitor);

/* For the desk. */
DanbiQueue *danbi_queue_new (DanbiDesk *desk);
void danbi_queue_close (DanbiQueue *self);
void danbi_queue_settings_changed (DanbiQueue *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-list.h"
#include "danbi-courier-world.h"
#include "danbi-desk.h"
#include "danbi-intake.h"
#include "danbi-practice.h"
#include "danbi-prepacker.h"
#include "danbi-queue.h"
#include "danbi-store.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

struct _DanbiDesk
{
  GObject parent_instance;

  DanbiStore *store;
  DanbiRulebook *rulebook;
  DanbiCaseList *cases;
  GThreadPool *writer;   /* one thread: saves happen in the order in which they were asked for */
  GHashTable *open;      /* case id (gint64 *) to the one DanbiCase of it, not owned */
  GPtrArray *memories;   /* DanbiMemory, what is used often and lately first */
  GPtrArray *forgotten;  /* what was forgotten in this run, a GPtrArray of DanbiMemory each time */
  DanbiRecord *clinic;   /* the codes that the clinic gave as its own */
  GPtrArray *templates;  /* DanbiTemplate */
  DanbiPractice *practice;
  DanbiPrepacker *prepacker; /* NULL: nothing is packed beforehand */
  DanbiCourierSettings *settings; /* where cases are sent, and how */
  DanbiQueue *queue;
  guint purge_id;        /* looks whether another day has come; 0: nothing is removed by itself */
  gint64 purged_on;      /* the day of the last purge, counted from 1970 in Taiwan */
};

/* What the desk keeps about a case beside the case itself. */
typedef struct
{
  gint64 *id;          /* shared with saves under way, read and written in the writer's thread */
  GPtrArray *siblings; /* DanbiRecord of the same visit, as of the last save */
} DanbiDeskNotes;

/* Who asks for the password of an archive, for danbi_desk_ask_password(). */
typedef struct
{
  DanbiDesk *desk;
  GCancellable *cancellable;
} DanbiDeskAsker;

char *danbi_desk_ask_password (const char *archive, gboolean wrong, gpointer user_data);
DanbiDeskNotes *danbi_desk_get_notes (DanbiCase *item);
void danbi_desk_save_with_images (DanbiDesk *self, DanbiCase *item, char *staged,
                                  GPtrArray *images, GTask *outer);
DanbiIntake *danbi_desk_inspect (GListModel *files, const DanbiIntakeOptions *options,
                                 GCancellable *cancellable, GError **error);
void danbi_desk_take_images (DanbiDesk *self, DanbiCase *item, GPtrArray *added, GObject *held,
                             DanbiProgressFunc on_progress, gpointer progress_data, GTask *task);
void danbi_desk_offer_from_images (DanbiCase *item);
DanbiStore *danbi_desk_get_store (DanbiDesk *self);
void danbi_desk_note_state (DanbiDesk *self, gint64 case_id, DanbiState state,
                            const DanbiRowOutcome *answer);
void danbi_desk_note_receipt (DanbiDesk *self, gint64 case_id, const char *receipt);
void danbi_desk_refresh_cases (DanbiDesk *self);
void danbi_desk_note_clock (DanbiDesk *self, gint64 lead_s);
void danbi_desk_reload_memories (DanbiDesk *self);
const char *danbi_desk_recall_last (DanbiDesk *self, DanbiField field, const char *order_code);
const char *danbi_desk_recall_usual (DanbiDesk *self, DanbiField field);
void danbi_desk_load_templates (DanbiDesk *self);
void danbi_desk_propose_report_number (DanbiCase *item, GPtrArray *siblings, const char *taken);
void danbi_desk_free_report_number (DanbiCase *item, GPtrArray *siblings);
void danbi_desk_hold_packing (DanbiDesk *self, GTask *task);
void danbi_desk_note_line (DanbiDesk *self);
void danbi_desk_stop_packing_case (DanbiDesk *self, gint64 case_id);
void danbi_desk_note_images (DanbiDesk *self, DanbiCase *item);
void danbi_desk_start_writer (DanbiDesk *self);
void danbi_desk_stop_writer (DanbiDesk *self);
void danbi_desk_push_job (DanbiDesk *self, GThreadFunc func, gpointer data);
void danbi_desk_run_after_saves (DanbiDesk *self, GThreadFunc func, gpointer data);
void danbi_desk_close_queue (DanbiDesk *self);
gboolean danbi_desk_has_gateway (DanbiDesk *self, GError **error);
DanbiCourierSettings *danbi_desk_dup_settings (DanbiDesk *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"
#include "danbi-file.h"
#include "danbi-patient.h"
#include "danbi-template.h"

G_BEGIN_DECLS

#define DANBI_STORE_ERROR (danbi_store_error_quark ())
typedef enum
{
  DANBI_STORE_ERROR_DAMAGED,   /* the integrity check failed */
  DANBI_STORE_ERROR_TOO_NEW,   /* written by a later version of the program */
  DANBI_STORE_ERROR_BUSY,      /* another process holds it too long */
  DANBI_STORE_ERROR_NOT_FOUND, /* no such case */
  DANBI_STORE_ERROR_PRACTICE,  /* practice data where real data belong, or the other way round */
  DANBI_STORE_ERROR_STATE,     /* the case is in a state in which this may not be done */
  DANBI_STORE_ERROR_FAILED,
} DanbiStoreError;
GQuark danbi_store_error_quark (void);

#define DANBI_TYPE_STORE (danbi_store_get_type ())
G_DECLARE_FINAL_TYPE (DanbiStore, danbi_store, DANBI, STORE, GObject)

/* The database in the folder of a store. */
#define DANBI_STORE_FILE "danbi.db"

/* Every call may come from any thread. Those that a window makes while it draws (a page of a list,
 * a count, a history), the look-up of patients and the search have connections of their own, which
 * only read; all others share one and wait for one another. */
DanbiStore *danbi_store_open (const char *dir, GError **error);
const char *danbi_store_get_dir (DanbiStore *self);

/**
 * DanbiStorePurpose:
 * @DANBI_STORE_UNDECIDED: nothing was sent from this store yet
 * @DANBI_STORE_REAL: real cases; never sent to a practice receiver
 * @DANBI_STORE_PRACTICE: practice cases; never sent anywhere else
 */
typedef enum
{
  DANBI_STORE_UNDECIDED,
  DANBI_STORE_REAL,
  DANBI_STORE_PRACTICE,
} DanbiStorePurpose;

DanbiStorePurpose danbi_store_get_purpose (DanbiStore *self);
gboolean danbi_store_claim_purpose (DanbiStore *self, DanbiStorePurpose purpose, GError **error);

/**
 * DanbiCaseSummary:
 *
 * What a list shows of one case, without its images.
 */
typedef struct
{
  gint64 id;
  DanbiState state;
  DanbiRecord *record;
  guint n_images;
  guint n_unseen;         /* series of which nobody has looked at any image */
  guint n_blocking;       /* findings that stood against sending when it was last saved */
  gint64 full_until_s;    /* 0: the clock has not started */
  gint64 half_until_s;
  gint64 saved_s;
  gint64 binned_s;        /* when it was deleted; 0: it is not in the bin */
  char *receipt;          /* of the last submission, or %NULL */
} DanbiCaseSummary;

void danbi_case_summary_free (DanbiCaseSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiCaseSummary, danbi_case_summary_free)

/**
 * DanbiCaseOrder:
 * @DANBI_CASE_ORDER_URGENT: open cases by the deadline they lose next, then the accepted, newest
 *   first; danbi-store-list.c has the order in full
 * @DANBI_CASE_ORDER_NEWEST: by id, newest first
 */
typedef enum
{
  DANBI_CASE_ORDER_URGENT,
  DANBI_CASE_ORDER_NEWEST,
} DanbiCaseOrder;

/* @deadline is what danbi_deadline_compute() gave with the rules in force (the store knows no
 * rules); %NULL: the clock has not started. */
gboolean danbi_store_save_case (DanbiStore *self, DanbiCase *item, const DanbiDeadline *deadline,
                                GError **error);
DanbiCase *danbi_store_load_case (DanbiStore *self, gint64 id, GError **error);
gboolean danbi_store_remove_case (DanbiStore *self, gint64 id, GError **error);

/* The bin: a case in it is in no list but danbi_store_find_cases() with @binned, is no known
 * patient and no other order of a visit, and can be neither loaded nor changed nor sent
 * (DANBI_STORE_ERROR_STATE) until it is restored. */
#define DANBI_STORE_BIN_DAYS 30
gboolean danbi_store_bin_case (DanbiStore *self, gint64 id, GError **error);
gboolean danbi_store_restore_case (DanbiStore *self, gint64 id, GError **error);
gint64 danbi_store_purge_bin (DanbiStore *self, gint64 before_s, GError **error);

GPtrArray *danbi_store_list_cases (DanbiStore *self, DanbiCaseOrder order, guint offset,
                                   guint limit, GError **error);
gint64 danbi_store_count_cases (DanbiStore *self, GError **error);

/**
 * DanbiCaseFilterOrder:
 * @DANBI_CASE_BY_VISIT: by the time of the visit, the newest first, and last what has none
 * @DANBI_CASE_BY_SAVED: what was saved last first, in the bin what was deleted last
 * @DANBI_CASE_BY_URGENCY: as DANBI_CASE_ORDER_URGENT; in the bin as DANBI_CASE_BY_VISIT
 */
typedef enum
{
  DANBI_CASE_BY_VISIT,
  DANBI_CASE_BY_SAVED,
  DANBI_CASE_BY_URGENCY,
} DanbiCaseFilterOrder;

/**
 * DanbiCaseFilter:
 * @text: (nullable): words with spaces between them, each of which must stand in the case: in the
 *   patient's number (its beginning, or any three characters of it), the order code, the number of
 *   the visit, the name of an archive or the receipt of any of its batches, or, as a date, in the
 *   days of F4 and F12 (`115/11/22`, `1122`); %NULL or "": any
 * @from: (nullable): the first day of the visit, YYYMMDD; %NULL or "": any
 * @to: (nullable): the last day, which counts. The day is that of F4, of F12 where F4 is empty
 * @states: bits `1u << DanbiState`; 0: any
 * @binned: the cases in the bin in place of the others
 * @order: in which order
 *
 * Which cases are asked for. All zero: all of them, the newest visit first.
 */
typedef struct
{
  const char *text;
  const char *from;
  const char *to;
  guint states;
  gboolean binned;
  DanbiCaseFilterOrder order;
} DanbiCaseFilter;

GArray *danbi_store_find_cases (DanbiStore *self, const DanbiCaseFilter *filter,
                                GCancellable *cancellable, GError **error);
GPtrArray *danbi_store_list_by_id (DanbiStore *self, const gint64 *ids, guint n, GError **error);
gboolean danbi_store_count_groups (DanbiStore *self, guint counts[DANBI_N_URGENCIES],
                                   GError **error);
gboolean danbi_store_get_next_end (DanbiStore *self, gint64 *end_s, GError **error);
GPtrArray *danbi_store_dup_visit (DanbiStore *self, const DanbiRecord *record, gint64 except_id,
                                  GError **error);

/* Images. A case's images live in one folder that is never changed once the case refers to it: a
 * new set is staged in a folder of its own, and committing it makes the case refer to the new one
 * in one step. Folders that no case refers to are removed when the store is opened. A staged folder
 * of %NULL commits that there are no images any more. */
char *danbi_store_stage_images (DanbiStore *self, gint64 case_id, GPtrArray *images,
                                DanbiProgressFunc on_progress, gpointer progress_data,
                                GCancellable *cancellable, GError **error);
gboolean danbi_store_commit_images (DanbiStore *self, DanbiCase *item, const char *staged,
                                    GPtrArray *images, GError **error);
gboolean danbi_store_discard_images (DanbiStore *self, const char *staged, GError **error);
char *danbi_store_dup_image_dir (DanbiStore *self, gint64 case_id, GError **error);

/**
 * DanbiReadyArchive:
 * @case_id: the case whose images it holds
 * @path: where it stands
 * @format: `7z` or `cab`
 * @method: how it is packed, a nick of the package
 * @bytes: its size
 * @sha256: of the archive, lower-case hexadecimal
 * @n_files: how many files it holds
 * @smallest: whether nothing smaller will be tried
 *
 * An archive that stands packed before its case is sent.
 */
typedef struct
{
  gint64 case_id;
  char *path;
  char *format;
  char *method;
  guint64 bytes;
  char *sha256;
  guint n_files;
  gboolean smallest;
} DanbiReadyArchive;

void danbi_ready_archive_free (DanbiReadyArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiReadyArchive, danbi_ready_archive_free)

/* Ready archives, one of each format for a case. They go by themselves when the case gets other
 * images, is removed, or is settled as accepted. */
char *danbi_store_dup_image_set (DanbiStore *self, gint64 case_id, GError **error);
char *danbi_store_new_ready_path (DanbiStore *self, gint64 case_id, const char *format,
                                  GError **error);
gboolean danbi_store_put_ready (DanbiStore *self, const DanbiReadyArchive *archive,
                                const char *image_set, GError **error);
DanbiReadyArchive *danbi_store_dup_ready (DanbiStore *self, gint64 case_id, const char *format,
                                          GError **error);
guint64 danbi_store_count_ready_bytes (DanbiStore *self, GError **error);
gint64 danbi_store_get_oldest_ready (DanbiStore *self, gint64 except_id);
gboolean danbi_store_drop_ready (DanbiStore *self, gint64 case_id, GError **error);

/* The same picture in a case of another patient (IMG.reused). */
GPtrArray *danbi_store_dup_other_patients (DanbiStore *self, gint64 case_id, GPtrArray *images,
                                           GError **error);
gboolean danbi_store_has_images (DanbiStore *self, gboolean *any, GError **error);

gboolean danbi_store_mark_looked_at (DanbiStore *self, gint64 case_id, const char *sha256,
                                     GError **error);

/* Where the files of one submission stand until it is saved as done or abandoned. */
char *danbi_store_dup_outbox_dir (DanbiStore *self, const char *key, GError **error);

/* Numbers that never repeat (RULEBOOK section 4). */
gboolean danbi_store_allocate_case_number (DanbiStore *self, guint64 *n, guint32 *installation,
                                           GError **error);
gboolean danbi_store_allocate_serial (DanbiStore *self, const char *date, guint *serial,
                                      GError **error);

/* States and their history. Every step of a transfer goes by danbi_store_set_state(); saving a case
 * whose stored state is sending, sent, unknown or accepted as one that can be edited is refused. */
gboolean danbi_store_set_state (DanbiStore *self, gint64 case_id, DanbiState state,
                                const char *note, GError **error);
GPtrArray *danbi_store_dup_history (DanbiStore *self, gint64 case_id, GError **error);

/**
 * DanbiSubmissionState:
 * @DANBI_SUBMISSION_QUEUED: its cases are locked, nothing is packed yet
 * @DANBI_SUBMISSION_PACKED: files are written, nothing left the house
 * @DANBI_SUBMISSION_SENDING: bytes are on their way
 * @DANBI_SUBMISSION_UNKNOWN: the batch was named and no answer came
 * @DANBI_SUBMISSION_SENT: there is a receipt, or it stands in its folder; the outcome is not known
 * @DANBI_SUBMISSION_DONE: every row has its outcome
 * @DANBI_SUBMISSION_ABANDONED: given up before the batch was named
 */
typedef enum
{
  DANBI_SUBMISSION_QUEUED,
  DANBI_SUBMISSION_PACKED,
  DANBI_SUBMISSION_SENDING,
  DANBI_SUBMISSION_UNKNOWN,
  DANBI_SUBMISSION_SENT,
  DANBI_SUBMISSION_DONE,
  DANBI_SUBMISSION_ABANDONED,
} DanbiSubmissionState;

/**
 * DanbiSubmission:
 *
 * One batch on its way: written before anything leaves the house, so that after a power cut the
 * program knows what it must ask about.
 */
typedef struct
{
  gint64 id;
  char *key;            /* idempotency key */
  char *destination;    /* base URL of the gateway, or "folder:" and an absolute path */
  char *csv_path;
  char *csv_upload;     /* tus URL, or NULL */
  char *receipt;        /* or NULL */
  DanbiSubmissionState state;
  GPtrArray *rows;      /* element-type DanbiSubmissionRow, in the order of the CSV */
  gint64 created_s;     /* read only, as the next two: the store sets them */
  gint64 changed_s;
  gint64 deadline_s;    /* when one of its cases loses points next, as seen when it was loaded;
                         * 0: none does */
  gint64 not_before_s;  /* 0: at once */
  gint64 next_try_s;    /* 0: none is set */
  guint n_failures;     /* in a row */
  char *trouble;        /* why the last try ended, without patient data; or NULL */
  char *received_at;    /* as the receiver told, or NULL */
} DanbiSubmission;

typedef struct
{
  gint64 case_id;
  char *archive_path;   /* NULL until it is packed, as the name and what follows the outcome */
  char *archive_name;
  char *upload;         /* tus URL, or NULL */
  char *outcome;        /* JSON of the row's outcome as the receiver gave it, or NULL */
  char *sha256;         /* of the archive */
  guint64 bytes;
  guint n_files;
  char *method;
} DanbiSubmissionRow;

DanbiSubmission *danbi_submission_new (void);
void danbi_submission_free (DanbiSubmission *self);
void danbi_submission_add_row (DanbiSubmission *self, gint64 case_id, const char *archive_path,
                               const char *archive_name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiSubmission, danbi_submission_free)

gboolean danbi_store_save_submission (DanbiStore *self, DanbiSubmission *submission,
                                      GError **error);
GPtrArray *danbi_store_dup_open_submissions (DanbiStore *self, GError **error);
DanbiSubmission *danbi_store_dup_last_submission (DanbiStore *self, gint64 case_id, GError **error);
DanbiSubmission *danbi_store_load_submission (DanbiStore *self, gint64 id, GError **error);
GPtrArray *danbi_store_find_submissions (DanbiStore *self, const char *words, guint offset,
                                         guint limit, GError **error);

/* What becomes of a batch and of its cases together, in one step: the cases are locked while their
 * batch is open, so what it holds cannot have been edited. */
gboolean danbi_store_enqueue (DanbiStore *self, DanbiSubmission *submission, GError **error);
gboolean danbi_store_give_up (DanbiStore *self, DanbiSubmission *submission, GError **error);
gboolean danbi_store_settle (DanbiStore *self, DanbiSubmission *submission,
                             const DanbiState *states, GError **error);
gboolean danbi_store_move_submission (DanbiStore *self, DanbiSubmission *submission,
                                      DanbiState cases, const char *note, GError **error);

/* What stood in the CSV of a batch: a case that was rejected may have been edited since. */
DanbiRecord *danbi_store_dup_sent_record (DanbiStore *self, gint64 submission_id, gint64 case_id,
                                          GError **error);

/* How quick the line to a gateway was when it was last measured; 0: not known. */
gboolean danbi_store_note_line (DanbiStore *self, const char *destination, guint64 bytes_per_s,
                                GError **error);
guint64 danbi_store_get_line (DanbiStore *self, const char *destination);

/**
 * DanbiMemory:
 * @turn: rises with each use of any value, so that the latest use has the highest
 * @field: what the value is of
 * @order_code: the order code with which it was used, "" where that does not matter
 * @value: the value
 * @rank_s: how often and how recently it was used; danbi-store-memory.c says how
 *
 * A value that was used and is offered again. Never an identity (RULEBOOK section 8).
 */
typedef struct
{
  gint64 turn;
  DanbiField field;
  char *order_code;
  char *value;
  gint64 rank_s;
} DanbiMemory;

void danbi_memory_free (DanbiMemory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiMemory, danbi_memory_free)

/* Remembered values, all at once and the most used ones first; there are some hundreds of them in a
 * clinic. */
gboolean danbi_store_remember (DanbiStore *self, const DanbiRecord *record, GError **error);
GPtrArray *danbi_store_dup_memories (DanbiStore *self, GError **error);
gboolean danbi_store_forget (DanbiStore *self, GPtrArray *memories, GError **error);
gboolean danbi_store_recall (DanbiStore *self, GPtrArray *memories, GError **error);

/* Known patients, and templates for the usual case: the one never without a person's choice, the
 * other never with anything of a patient. */
GPtrArray *danbi_store_find_patients (DanbiStore *self, const char *id_prefix,
                                      const char *birth_prefix, gint64 except_id, guint limit,
                                      GError **error);
GPtrArray *danbi_store_dup_templates (DanbiStore *self, GError **error);
gboolean danbi_store_set_templates (DanbiStore *self, GPtrArray *templates, GError **error);

G_END_DECLS

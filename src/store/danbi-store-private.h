/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-database.h"
#include "danbi-store.h"

G_BEGIN_DECLS

/* The 17 values, in the order of the fields. */
#define DANBI_STORE_FIELD_COLUMNS                                                                  \
  "provider_id, provider_type, service_month, card_time, visit_type, visit_seq, card_makeup, "     \
  "patient_id, birth_date, order_code, report_seq, exam_time, site, archive_name, "                \
  "newborn_birth_date, newborn_mark, received_time"

/* How many cases the list has. Counting all is quick, and few are in the bin; counting those that
 * are not would look at each. */
#define DANBI_STORE_COUNT_LISTED                                                                   \
  "SELECT (SELECT count(*) FROM cases) - (SELECT count(*) FROM cases WHERE binned_s > 0)"

/* Every use of a database lies between begin and end, which also keep other threads out. */
DanbiDatabase *danbi_store_begin_read (DanbiStore *self, GError **error);
DanbiDatabase *danbi_store_begin_write (DanbiStore *self, GError **error);
gboolean danbi_store_end (DanbiStore *self, gboolean ok, GError **error);

/**
 * DanbiStoreReader:
 * @DANBI_STORE_WINDOW: what is asked while a person waits for the next frame; some milliseconds
 * @DANBI_STORE_TYPING: what is looked up at each key
 * @DANBI_STORE_SEEK: a search through everything
 *
 * Connections that only read, each with a lock of its own: the window waits for nobody.
 */
typedef enum
{
  DANBI_STORE_WINDOW,
  DANBI_STORE_TYPING,
  DANBI_STORE_SEEK,
} DanbiStoreReader;
#define DANBI_STORE_N_READERS (DANBI_STORE_SEEK + 1)

DanbiDatabase *danbi_store_begin_look (DanbiStore *self, DanbiStoreReader reader, GError **error);
gboolean danbi_store_end_look (DanbiStore *self, DanbiStoreReader reader, gboolean ok,
                               GError **error);

void danbi_store_wipe_log (DanbiStore *self);
gboolean danbi_store_not_found (GError **error);
gboolean danbi_store_refuse_state (GError **error);
gboolean danbi_store_refuse_binned (GError **error);
gboolean danbi_store_is_editable (DanbiState state);

DanbiRecord *danbi_store_read_record (DanbiStatement *row, int first_column);
GArray *danbi_store_read_urgent_ids (DanbiDatabase *database, GError **error);
gboolean danbi_store_find_stored (DanbiDatabase *database, gint64 case_id, DanbiState *state,
                                  gint64 *binned_s, GError **error);
gboolean danbi_store_find_state (DanbiDatabase *database, gint64 case_id, DanbiState *state,
                                 GError **error);
gboolean danbi_store_write_state (DanbiDatabase *database, gint64 case_id, DanbiState state,
                                  const char *note, GError **error);
gboolean danbi_store_append_history (DanbiDatabase *database, gint64 case_id, DanbiState state,
                                     const char *note, GError **error);
GPtrArray *danbi_store_read_images (DanbiStore *self, DanbiDatabase *database, gint64 case_id,
                                    const char *image_dir, GError **error);

gboolean danbi_store_keep_sent (DanbiDatabase *database, gint64 submission_id, GError **error);

/* Which images were looked at. */
gboolean danbi_store_recount_unseen (DanbiDatabase *database, gint64 case_id, GError **error);
GHashTable *danbi_store_read_looked_at (DanbiDatabase *database, gint64 case_id, GError **error);

/**
 * DanbiStoreStepFunc:
 * @database: a database in a write transaction
 * @submission: the submission that is written in it afterwards
 * @user_data: what was handed over with the function
 * @error: the reason of a failure, which takes the transaction back
 *
 * What is done to the cases of a submission together with it.
 *
 * Returns: whether it was done
 */
typedef gboolean (*DanbiStoreStepFunc) (DanbiDatabase *database, const DanbiSubmission *submission,
                                        gpointer user_data, GError **error);

gboolean danbi_store_put_submission (DanbiStore *self, DanbiSubmission *submission,
                                     DanbiSubmissionState state, DanbiStoreStepFunc step,
                                     gpointer user_data, GError **error);
gboolean danbi_store_read_submission (DanbiDatabase *database, gint64 id,
                                      DanbiSubmission **submission, GError **error);
gboolean danbi_store_find_submission_state (DanbiDatabase *database, gint64 id,
                                            DanbiSubmissionState *state, GError **error);

/* What submissions and cases are found by (the columns words), after any of it has changed. */
gboolean danbi_store_renew_words (DanbiDatabase *database, gint64 submission_id, GError **error);
gboolean danbi_store_renew_words_of_case (DanbiDatabase *database, gint64 case_id, GError **error);

/* Archives that stand packed before their case is sent. */
gboolean danbi_store_find_image_set (DanbiDatabase *database, gint64 case_id, char **set,
                                     GError **error);
gboolean danbi_store_forget_ready (DanbiDatabase *database, gint64 case_id, const char *format,
                                   GPtrArray *paths, GError **error);

/* Folders that nothing refers to (table strays). Paths are relative to the store's folder. */
gboolean danbi_store_mark_stray (DanbiDatabase *database, const char *path, GError **error);
gboolean danbi_store_keep (DanbiDatabase *database, const char *path, GError **error);
gboolean danbi_store_announce_stray (DanbiStore *self, const char *path, GError **error);
void danbi_store_drop_stray (DanbiStore *self, const char *path);
void danbi_store_drop_strays (DanbiStore *self, GPtrArray *paths);
gboolean danbi_store_sweep (DanbiStore *self, GError **error);

/* What the folder of a set of images is named with, in cases/<id>/. */
#define DANBI_STORE_SET_PREFIX "set-"
char *danbi_store_dup_case_path (gint64 case_id, const char *image_dir);
char *danbi_store_dup_full_path (DanbiStore *self, const char *path);
gboolean danbi_store_fail_file (const char *path, GError **error);
gboolean danbi_store_sync_file (const char *path, GError **error);

G_END_DECLS

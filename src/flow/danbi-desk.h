/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-case.h"
#include "danbi-drop.h"
#include "danbi-file.h"
#include "danbi-password-request.h"
#include "danbi-pasted.h"
#include "danbi-patient.h"
#include "danbi-picture.h"
#include "danbi-rulebook.h"
#include "danbi-template.h"

G_BEGIN_DECLS

#define DANBI_DESK_ERROR (danbi_desk_error_quark ())
typedef enum
{
  DANBI_DESK_ERROR_FINDINGS, /* findings stand against it */
  DANBI_DESK_ERROR_STATE,    /* the case is in a state in which this may not be done */
  DANBI_DESK_ERROR_PRACTICE, /* practice and real would be mixed */
  DANBI_DESK_ERROR_NEEDS_FOLDER, /* a DICOMDIR was dropped without the folder that it stands in */
  DANBI_DESK_ERROR_FAILED,
} DanbiDeskError;
GQuark danbi_desk_error_quark (void);

#define DANBI_TYPE_DESK (danbi_desk_get_type ())
G_DECLARE_FINAL_TYPE (DanbiDesk, danbi_desk, DANBI, DESK, GObject)

/* The desk: the store, the rulebook and the gateway in one place; what both front ends call.
 *
 * Calls without _async are quick (below a millisecond) or, where their comment says so, block and
 * belong into a worker thread. Everything else is to be called from the main thread. */
DanbiDesk *danbi_desk_open (const char *dir, GError **error);
DanbiRulebook *danbi_desk_get_rulebook (DanbiDesk *self);
const DanbiRules *danbi_desk_get_rules (DanbiDesk *self, DanbiCase *item);

/* Cases. The list is a GListModel of DanbiCaseRow, most urgent first; it is kept up to date. */
GListModel *danbi_desk_get_cases (DanbiDesk *self);
gboolean danbi_desk_count_groups (DanbiDesk *self, guint counts[DANBI_N_URGENCIES]);
DanbiCase *danbi_desk_new_case (DanbiDesk *self);
DanbiCase *danbi_desk_next_order (DanbiDesk *self, DanbiCase *item);
void danbi_desk_load_case_async (DanbiDesk *self, gint64 id, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
DanbiCase *danbi_desk_load_case_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_save_async (DanbiDesk *self, DanbiCase *item, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean danbi_desk_save_finish (DanbiDesk *self, GAsyncResult *result, GError **error);

/* Deleting: into the bin, from where a case comes back as it was for 30 days, and for good.
 * Signal: "case-deleted" (its id), for whoever shows it. */
void danbi_desk_bin_cases_async (DanbiDesk *self, const gint64 *ids, guint n,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
GArray *danbi_desk_bin_cases_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_restore_cases_async (DanbiDesk *self, const gint64 *ids, guint n,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean danbi_desk_restore_cases_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_erase_cases_async (DanbiDesk *self, const gint64 *ids, guint n,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean danbi_desk_erase_cases_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_start_purging (DanbiDesk *self);

/* Blocks for a millisecond. */
GPtrArray *danbi_desk_dup_history (DanbiDesk *self, DanbiCase *item, GError **error);

/**
 * DanbiPaste:
 * @DANBI_PASTE_NONE: the text is no line of a list
 * @DANBI_PASTE_TAKEN: its values are in the case
 * @DANBI_PASTE_SEVERAL: it is several lines; nothing was taken
 * @DANBI_PASTE_OTHER_PATIENT: a person entered another patient; nothing was taken
 *
 * What was made of a pasted text.
 */
typedef enum
{
  DANBI_PASTE_NONE,
  DANBI_PASTE_TAKEN,
  DANBI_PASTE_SEVERAL,
  DANBI_PASTE_OTHER_PATIENT,
} DanbiPaste;

/* Typing. */
void danbi_desk_enter (DanbiDesk *self, DanbiCase *item, DanbiField field, const char *typed);
DanbiPaste danbi_desk_paste (DanbiDesk *self, DanbiCase *item, const char *text, guint32 *kept);
gboolean danbi_desk_undo (DanbiDesk *self, DanbiCase *item, DanbiField *field);
gboolean danbi_desk_redo (DanbiDesk *self, DanbiCase *item, DanbiField *field);
void danbi_desk_confirm (DanbiDesk *self, DanbiCase *item, DanbiField field);
void danbi_desk_override (DanbiDesk *self, DanbiCase *item, const char *rule, const char *why);
void danbi_desk_check (DanbiDesk *self, DanbiCase *item);
void danbi_desk_get_deadline (DanbiDesk *self, DanbiCase *item, DanbiDeadline *deadline);

/* Time. Which cases are urgent changes as it passes, and when it was wrong: then the list is to be
 * read anew. What a gateway that proved who it is says of the time comes with the signal
 * "clock-lead" (by how many seconds this computer's clock is ahead of it), after any contact with
 * it and when it is asked. */
void danbi_desk_time_passed (DanbiDesk *self);
gint64 danbi_desk_get_next_end (DanbiDesk *self);
void danbi_desk_ask_time (DanbiDesk *self);

/* What is known beforehand. Values that were used, the clinic's own codes and templates never hold
 * anything of a patient; patients of earlier cases are looked up, and taken only by a choice.
 * Signals: "templates-changed", and "trouble" (a sentence) when something could not be kept. */
GStrv danbi_desk_dup_suggestions (DanbiDesk *self, DanbiCase *item, DanbiField field);
gboolean danbi_desk_forget (DanbiDesk *self, DanbiCase *item, DanbiField field, const char *value);
gboolean danbi_desk_recall (DanbiDesk *self);
void danbi_desk_set_clinic (DanbiDesk *self, const char *provider_id, const char *provider_type,
                            const char *visit_type);
void danbi_desk_offer_clinic (DanbiDesk *self, DanbiCase *item);
void danbi_desk_find_patients_async (DanbiDesk *self, DanbiCase *item, DanbiField field,
                                     const char *typed, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *danbi_desk_find_patients_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_pick_patient (DanbiDesk *self, DanbiCase *item, const DanbiPatient *patient);
GPtrArray *danbi_desk_get_templates (DanbiDesk *self);
void danbi_desk_set_templates (DanbiDesk *self, GPtrArray *templates);
gboolean danbi_desk_takes_template (DanbiDesk *self, DanbiCase *item);
void danbi_desk_use_template (DanbiDesk *self, DanbiCase *item, const DanbiTemplate *template);

/* Images: what was dropped is read, and what is chosen of it copied into the case's own folder;
 * add_images does both at once with everything. Progress is told in the main thread. An archive
 * that needs a password brings the signal "password-wanted" (see danbi-password-request.h), a disc
 * or a stick the signal "medium-progress" (bytes, of how many). */
void danbi_desk_read_drop_async (DanbiDesk *self, DanbiCase *item, GListModel *files,
                                 DanbiProgressFunc on_progress, gpointer progress_data,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
DanbiDrop *danbi_desk_read_drop_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_take_drop_async (DanbiDesk *self, DanbiCase *item, DanbiDrop *drop,
                                 DanbiProgressFunc on_progress, gpointer progress_data,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean danbi_desk_take_drop_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_add_images_async (DanbiDesk *self, DanbiCase *item, GListModel *files,
                                  DanbiProgressFunc on_progress, gpointer progress_data,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean danbi_desk_add_images_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_remove_images_async (DanbiDesk *self, DanbiCase *item, GListModel *images,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean danbi_desk_remove_images_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_render_async (DanbiDesk *self, DanbiImage *image, guint max_side, guint frame,
                              gboolean deep, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
DanbiPicture *danbi_desk_render_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_mark_looked_at (DanbiDesk *self, DanbiCase *item, DanbiImage *image);

/* From here on images are packed in the background as soon as they are complete. */
void danbi_desk_start_packing (DanbiDesk *self);

/**
 * DanbiSendOptions:
 * @cab: whether archives are written as .CAB; %FALSE: as .7z
 * @ceiling_bytes_per_s: what may be sent in a second at most; 0: as much as the line takes
 * @ca_path: (nullable): a PEM file of certificates to trust instead of the system's
 * @certificate_path: (nullable): a PEM file with the clinic's own certificate
 * @key_path: (nullable): its key
 *
 * How cases are sent.
 */
typedef struct
{
  gboolean cab;
  guint64 ceiling_bytes_per_s;
  const char *ca_path;
  const char *certificate_path;
  const char *key_path;
} DanbiSendOptions;

/* Where cases go: the practice receiver that this program starts itself, the URL of a gateway, or
 * `folder:` and the path of a folder. How a batch fares is in danbi-queue.h. */
void danbi_desk_start_practice_async (DanbiDesk *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean danbi_desk_start_practice_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
gboolean danbi_desk_is_practice (DanbiDesk *self);
void danbi_desk_set_gateway (DanbiDesk *self, const char *url, const char *token);
const char *danbi_desk_get_gateway (DanbiDesk *self);
void danbi_desk_use_gateway_async (DanbiDesk *self, const char *url, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean danbi_desk_use_gateway_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_store_token_async (DanbiDesk *self, const char *url, const char *token,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean danbi_desk_store_token_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_set_send_options (DanbiDesk *self, const DanbiSendOptions *options);
gboolean danbi_desk_address_is_allowed (const char *address, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A password that an archive needs: the thread that reads the archive waits, the main thread shows
 * a dialog and answers.
 *
 * #DanbiDesk::password-wanted brings one, in the main thread, for whatever was dropped by whichever
 * call. Who handles it returns %TRUE and owes one answer, at once or later; where nobody does, the
 * archive stays closed and is named. Its signal "closed" says that the answer is not awaited any
 * more. */
#define DANBI_TYPE_PASSWORD_REQUEST (danbi_password_request_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPasswordRequest, danbi_password_request, DANBI, PASSWORD_REQUEST,
                      GObject)

DanbiPasswordRequest *danbi_password_request_new (const char *archive, gboolean wrong);
const char *danbi_password_request_get_archive (DanbiPasswordRequest *self);
gboolean danbi_password_request_is_wrong (DanbiPasswordRequest *self);
void danbi_password_request_answer (DanbiPasswordRequest *self, const char *password);
void danbi_password_request_close (DanbiPasswordRequest *self);

/* Blocks: to be called in the thread that needs the password. */
char *danbi_password_request_wait (DanbiPasswordRequest *self, GCancellable *cancellable);

G_END_DECLS

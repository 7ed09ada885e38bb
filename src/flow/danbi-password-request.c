/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A password on its way from a dialog in the main thread to the thread that reads an archive. */
#include "config.h"

#include <string.h>

#include "danbi-password-request.h"

struct _DanbiPasswordRequest
{
  GObject parent_instance;

  char *archive;
  gboolean wrong;
  GMutex mutex;
  GCond cond;
  gboolean answered;
  char *password;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiPasswordRequest, danbi_password_request, G_TYPE_OBJECT)

static void
danbi_password_request_finalize (GObject *object)
{
  DanbiPasswordRequest *self = DANBI_PASSWORD_REQUEST (object);

  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->archive);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (danbi_password_request_parent_class)->finalize (object);
}

static void
danbi_password_request_class_init (DanbiPasswordRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_password_request_finalize;

  /**
   * DanbiPasswordRequest::closed:
   *
   * Nobody waits for the answer any more: it came, or the reading was stopped. In the main thread.
   */
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
danbi_password_request_init (DanbiPasswordRequest *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

/**
 * danbi_password_request_new:
 * @archive: the archive, as the user sees it
 * @wrong: whether the password that was given before did not open it
 *
 * Returns: (transfer full): a question without an answer
 */
DanbiPasswordRequest *
danbi_password_request_new (const char *archive,
                            gboolean    wrong)
{
  DanbiPasswordRequest *self = g_object_new (DANBI_TYPE_PASSWORD_REQUEST, NULL);

  self->archive = g_strdup (archive);
  self->wrong = wrong;
  return self;
}

/**
 * danbi_password_request_get_archive:
 * @self: a question
 *
 * Returns: (transfer none): the archive, as the user sees it
 */
const char *
danbi_password_request_get_archive (DanbiPasswordRequest *self)
{
  return self->archive;
}

/**
 * danbi_password_request_is_wrong:
 * @self: a question
 *
 * Returns: whether the password that was given before did not open the archive
 */
gboolean
danbi_password_request_is_wrong (DanbiPasswordRequest *self)
{
  return self->wrong;
}

/**
 * danbi_password_request_answer:
 * @self: a question
 * @password: (nullable): the password; %NULL: the user gives none
 *
 * Answers it; only the first answer counts.
 */
void
danbi_password_request_answer (DanbiPasswordRequest *self,
                               const char           *password)
{
  g_mutex_lock (&self->mutex);
  if (!self->answered)
    self->password = g_strdup (password);
  self->answered = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * danbi_password_request_close:
 * @self: a question that nobody waits for any more
 *
 * Tells whoever shows it. To be called in the main thread.
 */
void
danbi_password_request_close (DanbiPasswordRequest *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
cancelled_cb (GCancellable         *cancellable,
              DanbiPasswordRequest *self)
{
  danbi_password_request_answer (self, NULL);
}

/**
 * danbi_password_request_wait:
 * @self: a question that was shown, or will be
 * @cancellable: (nullable): ends the waiting
 *
 * Waits for the answer.
 *
 * Returns: (transfer full) (nullable): the password; %NULL where there is none
 */
char *
danbi_password_request_wait (DanbiPasswordRequest *self,
                             GCancellable         *cancellable)
{
  gulong id = cancellable ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self,
                                                   NULL) : 0;
  char *password;

  g_mutex_lock (&self->mutex);
  while (!self->answered)
    g_cond_wait (&self->cond, &self->mutex);
  password = g_steal_pointer (&self->password);
  g_mutex_unlock (&self->mutex);
  if (id != 0)
    g_cancellable_disconnect (cancellable, id);
  return password;
}

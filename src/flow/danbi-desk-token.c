/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The access token of a gateway on its way between the desk and the Secret Service. */
#include "config.h"

#include "danbi-desk-private.h"
#include "danbi-destination.h"
#include "danbi-token.h"

#define TOKEN_VARIABLE "DANBI_TOKEN" /* stands before the Secret Service: for scripts and tests */

typedef struct
{
  char *url;
  char *token;
} Access;

static void
access_free (Access *self)
{
  g_free (self->url);
  g_free (self->token);
  g_free (self);
}

static Access *
access_new (const char *url,
            const char *token)
{
  Access *self = g_new0 (Access, 1);

  self->url = g_strdup (url);
  self->token = token && *token ? g_strdup (token) : NULL;
  return self;
}

static void
look_up_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Access *access = task_data;
  GError *error = NULL;

  access->token = danbi_token_lookup (access->url, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  DanbiDesk *self = DANBI_DESK (source);
  g_autoptr (GTask) outer = user_data;
  const Access *access = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  danbi_desk_set_gateway (self, access->url, access->token);
  if (ok)
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const Access *access = task_data;
  GError *error = NULL;

  if (access->token ? danbi_token_store (access->url, access->token, &error)
                    : danbi_token_clear (access->url, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  DanbiDesk *self = DANBI_DESK (source);
  g_autoptr (GTask) outer = user_data;
  const Access *access = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  if (g_strcmp0 (access->url, danbi_desk_get_gateway (self)) == 0)
    danbi_desk_set_gateway (self, access->url, access->token);
  g_task_return_boolean (outer, TRUE);
}

/* Public functions */

/**
 * danbi_desk_use_gateway_async:
 * @self: the desk
 * @url: (nullable): the base URL of a gateway, or `folder:` and the absolute path of a folder
 * @cancellable: (nullable): handed to the task
 * @callback: called in the main thread once the gateway is set
 * @user_data: handed to @callback
 *
 * Says where cases are sent from here on, with the token that the Secret Service keeps for it
 * (DANBI_TOKEN in the environment stands before that).
 */
void
danbi_desk_use_gateway_async (DanbiDesk          *self,
                              const char         *url,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) outer = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) inner = NULL;
  const char *given = g_getenv (TOKEN_VARIABLE);

  if (!url || danbi_destination_get_folder (url) || (given && *given))
    {
      danbi_desk_set_gateway (self, url, url && danbi_destination_get_folder (url) ? NULL : given);
      g_task_return_boolean (outer, TRUE);
      return;
    }
  inner = g_task_new (self, cancellable, looked_up_cb, g_steal_pointer (&outer));
  g_task_set_task_data (inner, access_new (url, NULL), (GDestroyNotify) access_free);
  g_task_run_in_thread (inner, look_up_in_thread);
}

/**
 * danbi_desk_use_gateway_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: why the token could not be looked up; the gateway is set all the same, without one
 *
 * Returns: whether the gateway is set with what the Secret Service keeps for it
 */
gboolean
danbi_desk_use_gateway_finish (DanbiDesk    *self,
                               GAsyncResult *result,
                               GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * danbi_desk_store_token_async:
 * @self: the desk
 * @url: the base URL of a gateway
 * @token: (nullable): its access token; %NULL or "" removes it
 * @cancellable: (nullable): handed to the task
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Has the Secret Service keep a token. Where @url is the gateway that is set, it is used from here
 * on.
 */
void
danbi_desk_store_token_async (DanbiDesk          *self,
                              const char         *url,
                              const char         *token,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask *outer = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) inner = g_task_new (self, cancellable, written_cb, outer);

  g_task_set_task_data (inner, access_new (url, token), (GDestroyNotify) access_free);
  g_task_run_in_thread (inner, write_in_thread);
}

/**
 * danbi_desk_store_token_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: why it could not be kept
 *
 * Returns: whether it is kept, or removed
 */
gboolean
danbi_desk_store_token_finish (DanbiDesk    *self,
                               GAsyncResult *result,
                               GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

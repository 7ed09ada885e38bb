/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice receiver: a gateway on this computer that checks what arrives as NHI would. */
#include "config.h"

#include <libsoup/soup.h>

#include "danbi-answer.h"
#include "danbi-batch-handler.h"
#include "danbi-clock.h"
#include "danbi-batch-intake.h"
#include "danbi-receiver.h"
#include "danbi-tus-handler.h"
#include "danbi-wire.h"

struct _DanbiReceiver
{
  GObject parent_instance;

  SoupServer *server;
  DanbiBatchIntake *intake;
  DanbiTusHandler *tus_handler;
  DanbiBatchHandler *batch_handler;
  char *url;
};

G_DEFINE_TYPE (DanbiReceiver, danbi_receiver, G_TYPE_OBJECT)
G_DEFINE_QUARK (danbi-receiver-error-quark, danbi_receiver_error)

/* Every answer says what it comes from, those that libsoup gives by itself too. */
static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Tus-Resumable", DANBI_TUS_VERSION);
  soup_message_headers_replace (headers, DANBI_PRACTICE_HEADER, DANBI_PRACTICE_VALUE);
}

/* What no other handler knows. */
static void
nowhere_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  danbi_answer_problem (message, SOUP_STATUS_NOT_FOUND, "There is nothing at this address.");
}

static guint64
get_max_bytes (DanbiRulebook *rulebook)
{
  DanbiRocDate today;

  danbi_roc_date_from_unix (danbi_clock_now_s (), &today);
  return danbi_rules_get_limits (danbi_rulebook_get_rules (rulebook, &today))->max_archive_bytes;
}

static void
danbi_receiver_dispose (GObject *object)
{
  DanbiReceiver *self = DANBI_RECEIVER (object);

  if (self->server)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->tus_handler, danbi_tus_handler_free);
  g_clear_pointer (&self->batch_handler, danbi_batch_handler_free);
  g_clear_object (&self->intake);
  g_clear_pointer (&self->url, g_free);
  G_OBJECT_CLASS (danbi_receiver_parent_class)->dispose (object);
}

static void
danbi_receiver_class_init (DanbiReceiverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = danbi_receiver_dispose;
}

static void
danbi_receiver_init (DanbiReceiver *self)
{
}

/**
 * danbi_receiver_new:
 * @dir: its folder, made where it is absent
 * @rulebook: the rules, sealed
 * @error: why the folder cannot be used
 *
 * Returns: (transfer full) (nullable): a receiver with what an earlier one had in that folder; it
 *   works in the thread-default main context
 */
DanbiReceiver *
danbi_receiver_new (const char    *dir,
                    DanbiRulebook *rulebook,
                    GError       **error)
{
  g_autoptr (DanbiReceiver) self = g_object_new (DANBI_TYPE_RECEIVER, NULL);

  self->intake = danbi_batch_intake_new (dir, rulebook, error);
  if (!self->intake)
    return NULL;
  self->tus_handler =
      danbi_tus_handler_new (danbi_batch_intake_get_store (self->intake), get_max_bytes (rulebook));
  self->batch_handler = danbi_batch_handler_new (self->intake);
  self->server = soup_server_new (NULL, NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), NULL);
  danbi_tus_handler_add_to (self->tus_handler, self->server);
  danbi_batch_handler_add_to (self->batch_handler, self->server);
  soup_server_add_handler (self->server, NULL, nowhere_cb, NULL, NULL);
  return g_steal_pointer (&self);
}

/**
 * danbi_receiver_set_delay_ms:
 * @self: a receiver
 * @delay_ms: how long a batch stands at "checking", in milliseconds
 */
void
danbi_receiver_set_delay_ms (DanbiReceiver *self,
                             guint          delay_ms)
{
  danbi_batch_intake_set_delay_ms (self->intake, delay_ms);
}

/**
 * danbi_receiver_set_keep:
 * @self: a receiver
 * @keep: whether the bytes of a batch stay in the folder after it was checked
 */
void
danbi_receiver_set_keep (DanbiReceiver *self,
                         gboolean       keep)
{
  danbi_batch_intake_set_keep (self->intake, keep);
}

/**
 * danbi_receiver_set_fault:
 * @self: a receiver
 * @fault: what is to be practised
 */
void
danbi_receiver_set_fault (DanbiReceiver     *self,
                          DanbiReceiverFault fault)
{
  danbi_batch_handler_set_fault (self->batch_handler, fault);
}

/**
 * danbi_receiver_listen:
 * @self: a receiver
 * @port: a port, 0 for any that is free
 * @error: why it cannot listen there
 *
 * Listens on 127.0.0.1 and nowhere else: it speaks plain HTTP. Batches that an earlier receiver
 * did not check are checked now.
 *
 * Returns: whether it listens
 */
gboolean
danbi_receiver_listen (DanbiReceiver *self,
                       guint16        port,
                       GError       **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  GSList *uris;

  if (!soup_server_listen (self->server, address, 0, error))
    return FALSE;
  uris = soup_server_get_uris (self->server);
  g_free (self->url);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  danbi_batch_intake_resume (self->intake);
  return TRUE;
}

/**
 * danbi_receiver_get_url:
 * @self: a receiver
 *
 * Returns: (transfer none) (nullable): its base URL, `http://127.0.0.1:PORT`; %NULL before it
 *   listens
 */
const char *
danbi_receiver_get_url (DanbiReceiver *self)
{
  return self->url;
}

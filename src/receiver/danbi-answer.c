/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the receiver answers: JSON documents, and problems as RFC 9457 has them. */
#include "config.h"

#include <string.h>

#include "danbi-answer.h"
#include "danbi-wire.h"

static const char *
get_title (guint status)
{
  switch (status)
    {
    case DANBI_WIRE_STATUS_CHECKSUM_MISMATCH:
      return "Checksum Mismatch";
    case 423:
      return "Locked";
    default:
      return soup_status_get_phrase (status);
    }
}

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *type,
        const char        *document)
{
  soup_server_message_set_status (message, status, get_title (status));
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, document, strlen (document));
}

/**
 * danbi_answer_json:
 * @message: a request
 * @status: the status of the answer
 * @document: its JSON document
 */
void
danbi_answer_json (SoupServerMessage *message,
                   guint              status,
                   const char        *document)
{
  answer (message, status, "application/json", document);
}

/* While it writes the headers of a 204, libsoup 3.2 forgets that no body follows, takes the end of
 * the connection for the end of one, and closes it: each piece of a file would need a new one. */
static void
wrote_headers_cb (SoupServerMessage *message,
                  gpointer           user_data)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_NONE);
}

/**
 * danbi_answer_nothing:
 * @message: a request
 * @status: the status of the answer, one without a body
 */
void
danbi_answer_nothing (SoupServerMessage *message,
                      guint              status)
{
  soup_server_message_set_status (message, status, NULL);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), NULL);
}

/**
 * danbi_answer_problem:
 * @message: a request
 * @status: the status of the answer, 400 to 599
 * @detail: what is wrong, a sentence without patient data
 */
void
danbi_answer_problem (SoupServerMessage *message,
                      guint              status,
                      const char        *detail)
{
  g_autofree char *document = danbi_problem_to_json (status, get_title (status), detail);

  answer (message, status, DANBI_PROBLEM_CONTENT_TYPE, document);
}

/**
 * danbi_answer_method:
 * @message: a request of a method that has no meaning at its address
 * @allowed: those that have one
 */
void
danbi_answer_method (SoupServerMessage *message,
                     const char        *allowed)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                allowed);
  danbi_answer_problem (message, 405, "This method has no meaning here.");
}

/**
 * danbi_request_get_header:
 * @message: a request
 * @name: a header's name
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
danbi_request_get_header (SoupServerMessage *message,
                          const char        *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);
}

/**
 * danbi_request_is_local:
 * @message: a request
 *
 * A page in a browser can have a name of its own lead to this computer and then read what it likes
 * there. Such a request gives itself away by its Host.
 *
 * Returns: whether it was meant for this computer
 */
gboolean
danbi_request_is_local (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  g_autofree char *url = g_uri_to_string_partial (uri, G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);

  return danbi_wire_url_is_loopback (url);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a request came to nothing: the kind of the error, and one sentence a person can act on. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "danbi-exchange.h"
#include "danbi-gateway.h"

#define MAX_KEY_BYTES (64 * 1024)

/* What OpenSSL says about the gateway's certificate (X509_V_ERR_… of its x509_vfy.h). */
enum
{
  VERIFY_NOT_YET_VALID = 9,
  VERIFY_EXPIRED = 10,
  VERIFY_SELF_SIGNED = 18,
  VERIFY_SELF_SIGNED_IN_CHAIN = 19,
  VERIFY_NO_ISSUER = 20,
  VERIFY_NO_ISSUER_FOR_LEAF = 21,
};

static const struct
{
  guint status;
  DanbiGatewayError kind;
  const char *sentence;
} answers[] = {
  { 400, DANBI_GATEWAY_ERROR_REFUSED,
    N_("The gateway could not make sense of what it was sent. Tell who runs it.") },
  { 401, DANBI_GATEWAY_ERROR_AUTH,
    N_("The gateway did not let this program in. Check the access token.") },
  { 403, DANBI_GATEWAY_ERROR_AUTH,
    N_("The gateway does not allow this clinic to send. Check the access token, or ask who runs "
       "the gateway.") },
  { 404, DANBI_GATEWAY_ERROR_GONE, N_("The gateway does not know what was asked for.") },
  { 407, DANBI_GATEWAY_ERROR_AUTH,
    N_("The proxy on the way wants a name and a password. Ask who runs the network.") },
  { 408, DANBI_GATEWAY_ERROR_LATER,
    N_("The gateway waited too long for the bytes. They are sent again.") },
  { 409, DANBI_GATEWAY_ERROR_REFUSED,
    N_("What the gateway has does not fit what it was told. Send it again.") },
  { 410, DANBI_GATEWAY_ERROR_GONE, N_("The gateway has removed what was asked for.") },
  { 412, DANBI_GATEWAY_ERROR_REFUSED,
    N_("The gateway speaks another version of the protocol (tus 1.0.0 is needed). Tell who runs "
       "it.") },
  { 413, DANBI_GATEWAY_ERROR_REFUSED,
    N_("The gateway takes no file of this size. Send fewer images in one case, or ask who runs "
       "it.") },
  { 415, DANBI_GATEWAY_ERROR_REFUSED,
    N_("The gateway does not take uploads of this kind. Check its address.") },
  { 422, DANBI_GATEWAY_ERROR_REFUSED, N_("The gateway refused what was sent.") },
  { 423, DANBI_GATEWAY_ERROR_LATER,
    N_("The gateway is still busy with an earlier try. It is tried again.") },
  { 425, DANBI_GATEWAY_ERROR_LATER, N_("The gateway is not ready yet. It is tried again.") },
  { 429, DANBI_GATEWAY_ERROR_LATER,
    N_("The gateway has too much to do at the moment. It is tried again later.") },
  { 460, DANBI_GATEWAY_ERROR_REFUSED,
    N_("The bytes that arrived at the gateway are not those that were sent. Send it again.") },
  { 500, DANBI_GATEWAY_ERROR_LATER,
    N_("The gateway has a fault of its own. It is tried again; if it stays so, tell who runs "
       "it.") },
  { 501, DANBI_GATEWAY_ERROR_REFUSED,
    N_("The gateway cannot do what is needed. Check its address.") },
  { 502, DANBI_GATEWAY_ERROR_LATER,
    N_("The way to the gateway is disturbed (a proxy got no answer from it). It is tried again.") },
  { 503, DANBI_GATEWAY_ERROR_LATER,
    N_("The gateway is out of service at the moment. It is tried again later.") },
  { 504, DANBI_GATEWAY_ERROR_LATER,
    N_("The gateway took too long to answer. It is tried again.") },
  { 507, DANBI_GATEWAY_ERROR_LATER,
    N_("The gateway's disc is full. It is tried again; if it stays so, tell who runs it.") },
};

static DanbiGatewayError
classify_status (guint        status,
                 const char **sentence)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i].status == status)
      {
        *sentence = _(answers[i].sentence);
        return answers[i].kind;
      }
  if (status >= 500)
    {
      *sentence = _("The gateway asks to come again later.");
      return DANBI_GATEWAY_ERROR_LATER;
    }
  if (status >= 400)
    {
      *sentence = _("The gateway refused what was sent.");
      return DANBI_GATEWAY_ERROR_REFUSED;
    }
  *sentence = status >= 300 ? _("The gateway points to another address, which is not followed. "
                                "Enter the address where it really is.")
                            : _("The gateway's answer was not understood.");
  return DANBI_GATEWAY_ERROR_PROTOCOL;
}

/**
 * danbi_exchange_fail_by_status:
 * @self: an exchange whose answer is no success
 * @error: set by its status, with what the receiver says about it
 *
 * Returns: %FALSE
 */
gboolean
danbi_exchange_fail_by_status (const DanbiExchange *self,
                               GError             **error)
{
  const char *sentence;
  DanbiGatewayError kind = classify_status (self->status, &sentence);
  g_autofree char *said = danbi_problem_dup_sentence (self->answer->str, self->answer->len);

  if (said)
    g_set_error (error, DANBI_GATEWAY_ERROR, (int) kind, "%s (HTTP %u: %s)", sentence,
                 self->status, said);
  else
    g_set_error (error, DANBI_GATEWAY_ERROR, (int) kind, "%s (HTTP %u)", sentence, self->status);
  return FALSE;
}

static gboolean
is_about_certificates (const char *why)
{
  return strstr (why, " alert ")
         && (strstr (why, "certificate") || strstr (why, "unknown ca")
             || strstr (why, "handshake failure") || strstr (why, "access denied"));
}

/* What OpenSSL says of a server that speaks no TLS, or only a TLS that is too old. */
static gboolean
is_about_versions (const char *why)
{
  return strstr (why, "wrong version number") || strstr (why, "unsupported protocol")
         || strstr (why, "alert protocol version");
}

static DanbiGatewayError
classify (const DanbiExchange *self,
          CURLcode             code,
          const char          *why)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return DANBI_GATEWAY_ERROR_CANCELLED;
  switch (code)
    {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return DANBI_GATEWAY_ERROR_TLS;
    case CURLE_SSL_CONNECT_ERROR:
      if (is_about_versions (why))
        return DANBI_GATEWAY_ERROR_TLS;
      break;
    case CURLE_WRITE_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return DANBI_GATEWAY_ERROR_PROTOCOL;
    default:
      break;
    }
  if (is_about_certificates (why))
    return DANBI_GATEWAY_ERROR_TLS;
  return self->sent ? DANBI_GATEWAY_ERROR_BROKEN : DANBI_GATEWAY_ERROR_UNREACHABLE;
}

/* Whether a PEM file holds a private key that a password protects. */
static gboolean
is_protected (const char *path)
{
  g_autofree char *text = NULL;

  return danbi_file_read (path, MAX_KEY_BYTES, &text, NULL, NULL)
         && (strstr (text, "BEGIN ENCRYPTED PRIVATE KEY")
             || strstr (text, "Proc-Type: 4,ENCRYPTED"));
}

static char *
dup_unreadable (const char *what,
                const char *path)
{
  if (!path || access (path, R_OK) == 0)
    return NULL;
  return g_strdup_printf (_("%s could not be read, so nothing was sent: %s. Choose the file "
                            "again."),
                          what, g_strerror (errno));
}

static char *
dup_own_files_sentence (const DanbiExchange *self,
                        const char          *why)
{
  const char *key_path = self->key_path ? self->key_path : self->certificate_path;
  char *sentence = dup_unreadable (_("The clinic's certificate"), self->certificate_path);

  if (!sentence)
    sentence = dup_unreadable (_("The key of the clinic's certificate"), self->key_path);
  if (!sentence && key_path && is_protected (key_path))
    sentence = g_strdup (_("The key of the clinic's certificate is protected by a password, so "
                           "nothing was sent. Have it saved without one, in a file that nobody "
                           "else can read."));
  if (!sentence)
    sentence = g_strdup_printf (_("The clinic's certificate and its key could not be used, so "
                                  "nothing was sent: they have to be PEM files that belong "
                                  "together (%s)."),
                                why);
  return sentence;
}

static char *
dup_authority_sentence (const DanbiExchange *self,
                        const char          *why)
{
  char *sentence = dup_unreadable (_("The file of trusted certificates"), self->ca_path);

  if (!sentence)
    sentence = g_strdup_printf (_("The file of trusted certificates holds none, so nothing was "
                                  "sent: it has to be a PEM file (%s)."),
                                why);
  return sentence;
}

static char *
dup_verification_sentence (const DanbiExchange *self,
                           const char          *why)
{
  long result = 0;

  curl_easy_getinfo (self->line->curl, CURLINFO_SSL_VERIFYRESULT, &result);
  switch (result)
    {
    case VERIFY_EXPIRED:
      return g_strdup (_("The gateway's certificate has expired, or the clock of this computer is "
                         "wrong, so nothing was sent. Check the clock, or tell who runs the "
                         "gateway."));
    case VERIFY_NOT_YET_VALID:
      return g_strdup (_("The gateway's certificate is not valid yet, so nothing was sent: check "
                         "the clock of this computer."));
    case VERIFY_SELF_SIGNED:
    case VERIFY_SELF_SIGNED_IN_CHAIN:
    case VERIFY_NO_ISSUER:
    case VERIFY_NO_ISSUER_FOR_LEAF:
      return g_strdup (_("The gateway's certificate comes from nobody whom this computer trusts, "
                         "so nothing was sent. Name the certificate of its authority in the "
                         "preferences."));
    default:
      break;
    }
  if (strstr (why, "subject name") || strstr (why, "does not match"))
    return g_strdup (_("The gateway's certificate is made out to another name than its address, "
                       "so nothing was sent. Check the address."));
  return g_strdup_printf (_("The gateway could not prove who it is, so nothing was sent: %s"),
                          why);
}

static char *
dup_tls_sentence (const DanbiExchange *self,
                  CURLcode             code,
                  const char          *why)
{
  if (code == CURLE_SSL_CERTPROBLEM)
    return dup_own_files_sentence (self, why);
  if (code == CURLE_SSL_CACERT_BADFILE)
    return dup_authority_sentence (self, why);
  if (is_about_certificates (why))
    return g_strdup (self->certificate_path
                         ? _("The gateway did not accept the clinic's certificate, so nothing was "
                             "sent. It may have expired: ask who issued it.")
                         : _("The gateway wants the clinic to prove itself with a certificate, so "
                             "nothing was sent. Name it in the preferences."));
  if (is_about_versions (why))
    return g_strdup (_("There is no up-to-date encryption at this address (TLS 1.2 is needed), so "
                       "nothing was sent. Check the address."));
  return dup_verification_sentence (self, why);
}

static char *
dup_unreachable_sentence (const DanbiExchange *self,
                          CURLcode             code,
                          const char          *why)
{
  if (self->proxy_status >= 300)
    return g_strdup_printf (_("The proxy on the way did not lead to the gateway (HTTP %u). Check "
                              "the network, or ask who runs it."),
                            self->proxy_status);
  if (code == CURLE_COULDNT_RESOLVE_HOST)
    return g_strdup (_("The gateway was not found. Check the network and the address."));
  return g_strdup_printf (_("The gateway could not be reached: %s"), why);
}

static char *
dup_broken_sentence (const DanbiExchange *self,
                     const char          *why)
{
  switch (self->fault)
    {
    case DANBI_LINE_SLEPT:
      return g_strdup (_("The computer slept, so the connection to the gateway is made anew."));
    case DANBI_LINE_MOVED:
      return g_strdup (_("The network changed, so the connection to the gateway is made anew."));
    case DANBI_LINE_SILENT:
      return g_strdup (_("The connection to the gateway broke: nothing came or went any more."));
    case DANBI_LINE_DRIPS:
      return g_strdup (_("The connection to the gateway broke: its answer did not come to an "
                         "end."));
    case DANBI_LINE_HOLDS:
    default:
      return g_strdup_printf (_("The connection to the gateway broke: %s"), why);
    }
}

static char *
dup_sentence (const DanbiExchange *self,
              DanbiGatewayError    kind,
              CURLcode             code,
              const char          *why)
{
  if (kind == DANBI_GATEWAY_ERROR_CANCELLED)
    return g_strdup (_("The transfer was stopped."));
  if (kind == DANBI_GATEWAY_ERROR_TLS)
    return dup_tls_sentence (self, code, why);
  if (kind == DANBI_GATEWAY_ERROR_PROTOCOL)
    return g_strdup_printf (_("The gateway's answer was not understood: %s"),
                            self->answer_too_long ? _("it is longer than 4 MiB") : why);
  if (kind == DANBI_GATEWAY_ERROR_UNREACHABLE && self->fault == DANBI_LINE_HOLDS)
    return dup_unreachable_sentence (self, code, why);
  return dup_broken_sentence (self, why);
}

/**
 * danbi_exchange_fail_by_transport:
 * @self: an exchange that got no answer
 * @code: what libcurl makes of it
 * @detail: what it says about it; may be empty
 * @error: set to what that means here
 */
void
danbi_exchange_fail_by_transport (DanbiExchange *self,
                                  CURLcode       code,
                                  const char    *detail,
                                  GError       **error)
{
  const char *why = *detail ? detail : curl_easy_strerror (code);
  DanbiGatewayError kind = classify (self, code, why);
  g_autofree char *sentence = NULL;

  if (self->file_error)
    {
      g_propagate_error (error, g_steal_pointer (&self->file_error));
      return;
    }
  sentence = dup_sentence (self, kind, code, why);
  g_set_error_literal (error, DANBI_GATEWAY_ERROR, (int) kind, sentence);
}

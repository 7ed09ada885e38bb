/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request over libcurl: bounded, cancellable, and honest about what may have been sent. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "danbi-exchange.h"
#include "danbi-gateway.h"

#define CONNECT_TIMEOUT_S 15L
#define DEFAULT_SILENCE_S 30
#define PROGRESS_INTERVAL_US (G_USEC_PER_SEC / 10)
#define UPLOAD_BUFFER_BYTES (512L * 1024L)
#define USER_AGENT "danbi/" DANBI_VERSION

static gboolean
parse_count (const char *text,
             gint64     *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL))
    return FALSE;
  *number = (gint64) value;
  return TRUE;
}

static void
forget_answer (DanbiExchange *self)
{
  g_clear_pointer (&self->location, g_free);
  g_string_truncate (self->answer, 0);
  self->upload_offset = -1;
  self->upload_length = -1;
  self->headers_ended = FALSE;
  self->practice = FALSE;
  self->problem = FALSE;
}

static void
take_header (DanbiExchange *self,
             const char    *name,
             const char    *value)
{
  if (g_ascii_strcasecmp (name, "Location") == 0)
    {
      g_free (self->location);
      self->location = g_strdup (value);
    }
  else if (g_ascii_strcasecmp (name, "Upload-Offset") == 0)
    parse_count (value, &self->upload_offset);
  else if (g_ascii_strcasecmp (name, "Upload-Length") == 0)
    parse_count (value, &self->upload_length);
  else if (g_ascii_strcasecmp (name, DANBI_PRACTICE_HEADER) == 0)
    self->practice = g_str_equal (value, DANBI_PRACTICE_VALUE);
  else if (g_ascii_strcasecmp (name, "Content-Type") == 0)
    self->problem = g_ascii_strncasecmp (value, DANBI_PROBLEM_CONTENT_TYPE,
                                         strlen (DANBI_PROBLEM_CONTENT_TYPE)) == 0;
}

/* A status line begins an answer; an interim answer before the real one leaves nothing behind. */
static size_t
header_cb (char  *buffer,
           size_t size,
           size_t count,
           void  *user_data)
{
  DanbiExchange *self = user_data;
  g_autofree char *line = g_strndup (buffer, size * count);
  char *colon = strchr (line, ':');

  if (g_str_has_prefix (line, "HTTP/"))
    forget_answer (self);
  else if (*g_strchomp (line) == '\0')
    self->headers_ended = TRUE;
  else if (colon)
    {
      *colon = '\0';
      take_header (self, line, g_strstrip (colon + 1));
    }
  return size * count;
}

static size_t
answer_cb (char  *data,
           size_t size,
           size_t count,
           void  *user_data)
{
  DanbiExchange *self = user_data;

  if (self->answer->len + size * count > DANBI_WIRE_MAX_DOCUMENT_BYTES)
    {
      self->answer_too_long = TRUE;
      return 0;
    }
  g_string_append_len (self->answer, data, (gssize) (size * count));
  return size * count;
}

static gssize
pread_some (int     fd,
            char   *buffer,
            gsize   size,
            guint64 offset)
{
  gssize got;

  do
    got = pread (fd, buffer, size, (off_t) offset);
  while (got < 0 && errno == EINTR);
  return got;
}

static size_t
file_cb (char  *buffer,
         size_t size,
         size_t count,
         void  *user_data)
{
  DanbiExchange *self = user_data;
  gsize wanted = MIN (size * count, self->file_length - self->file_done);
  gssize got;

  if (wanted == 0)
    return 0;
  got = pread_some (self->fd, buffer, wanted, self->file_offset + self->file_done);
  if (got <= 0)
    {
      g_set_error (&self->file_error, G_IO_ERROR,
                   got < 0 ? g_io_error_from_errno (errno) : G_IO_ERROR_PARTIAL_INPUT,
                   _("The file could not be read while it was sent: %s"),
                   got < 0 ? g_strerror (errno) : _("it became shorter"));
      return CURL_READFUNC_ABORT;
    }
  self->file_done += (guint64) got;
  return (size_t) got;
}

/* libcurl sends the body once more when a kept connection turns out to be dead. */
static int
file_seek_cb (void      *user_data,
              curl_off_t offset,
              int        origin)
{
  DanbiExchange *self = user_data;

  if (origin != SEEK_SET || offset < 0 || (guint64) offset > self->file_length)
    return CURL_SEEKFUNC_FAIL;
  self->file_done = (guint64) offset;
  return CURL_SEEKFUNC_OK;
}

static int
progress_cb (void      *user_data,
             curl_off_t download_total,
             curl_off_t downloaded,
             curl_off_t upload_total,
             curl_off_t uploaded)
{
  DanbiExchange *self = user_data;
  gint64 now_us = g_get_monotonic_time ();

  if (g_cancellable_is_cancelled (self->cancellable))
    return 1;
  if (self->on_progress && uploaded > 0 && now_us - self->told_us >= PROGRESS_INTERVAL_US)
    {
      self->told_us = now_us;
      self->on_progress (self->done_before + (guint64) uploaded, self->done_total,
                         self->progress_data);
    }
  return 0;
}

static void
set_method (DanbiExchange *self,
            CURL          *curl)
{
  if (g_str_equal (self->method, "HEAD"))
    curl_easy_setopt (curl, CURLOPT_NOBODY, 1L);
  else if (g_str_equal (self->method, "POST"))
    {
      curl_easy_setopt (curl, CURLOPT_POST, 1L);
      curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE_LARGE,
                        (curl_off_t) (self->body ? strlen (self->body) : 0));
      curl_easy_setopt (curl, CURLOPT_POSTFIELDS, self->body ? self->body : "");
    }
  else if (self->fd >= 0)
    {
      curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt (curl, CURLOPT_CUSTOMREQUEST, self->method);
      curl_easy_setopt (curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) self->file_length);
      curl_easy_setopt (curl, CURLOPT_READFUNCTION, file_cb);
      curl_easy_setopt (curl, CURLOPT_READDATA, self);
      curl_easy_setopt (curl, CURLOPT_SEEKFUNCTION, file_seek_cb);
      curl_easy_setopt (curl, CURLOPT_SEEKDATA, self);
      curl_easy_setopt (curl, CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER_BYTES);
    }
  else
    curl_easy_setopt (curl, CURLOPT_CUSTOMREQUEST, self->method);
}

static void
set_callbacks (DanbiExchange *self,
               CURL          *curl)
{
  curl_easy_setopt (curl, CURLOPT_HEADERFUNCTION, header_cb);
  curl_easy_setopt (curl, CURLOPT_HEADERDATA, self);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, answer_cb);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, self);
  curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, progress_cb);
  curl_easy_setopt (curl, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
}

/* Certificates are verified by default; it is said all the same. */
static void
set_tls (DanbiExchange *self,
         CURL          *curl)
{
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (self->ca_path)
    curl_easy_setopt (curl, CURLOPT_CAINFO, self->ca_path);
  if (self->certificate_path)
    curl_easy_setopt (curl, CURLOPT_SSLCERT, self->certificate_path);
  if (self->key_path)
    curl_easy_setopt (curl, CURLOPT_SSLKEY, self->key_path);
}

/* Redirects are not followed: the token and the images go where the user said and nowhere else. */
static void
set_manners (DanbiExchange *self,
             CURL          *curl)
{
  curl_easy_setopt (curl, CURLOPT_URL, self->url);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, self->headers);
  curl_easy_setopt (curl, CURLOPT_USERAGENT, USER_AGENT);
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_TIME, (long) self->silence_s);
  curl_easy_setopt (curl, CURLOPT_FRESH_CONNECT, self->fresh ? 1L : 0L);
  if (danbi_wire_url_is_loopback (self->url))
    curl_easy_setopt (curl, CURLOPT_PROXY, "");
}

static DanbiGatewayError
classify (const DanbiExchange *self,
          CURLcode             code)
{
  switch (code)
    {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return DANBI_GATEWAY_ERROR_TLS;
    case CURLE_ABORTED_BY_CALLBACK:
      return DANBI_GATEWAY_ERROR_CANCELLED;
    case CURLE_WRITE_ERROR:
      return DANBI_GATEWAY_ERROR_PROTOCOL;
    default:
      return self->sent ? DANBI_GATEWAY_ERROR_BROKEN : DANBI_GATEWAY_ERROR_UNREACHABLE;
    }
}

static void
set_transport_error (DanbiExchange *self,
                     CURLcode       code,
                     const char    *detail,
                     GError       **error)
{
  DanbiGatewayError kind = classify (self, code);
  const char *why = *detail ? detail : curl_easy_strerror (code);

  if (self->file_error)
    g_propagate_error (error, g_steal_pointer (&self->file_error));
  else if (kind == DANBI_GATEWAY_ERROR_CANCELLED)
    g_set_error_literal (error, DANBI_GATEWAY_ERROR, kind, _("The transfer was stopped."));
  else if (kind == DANBI_GATEWAY_ERROR_TLS)
    g_set_error (error, DANBI_GATEWAY_ERROR, kind,
                 _("The gateway could not prove who it is, so nothing was sent: %s"), why);
  else if (kind == DANBI_GATEWAY_ERROR_PROTOCOL)
    g_set_error (error, DANBI_GATEWAY_ERROR, kind, _("The gateway's answer was not understood: %s"),
                 self->answer_too_long ? _("it is longer than 4 MiB") : why);
  else if (kind == DANBI_GATEWAY_ERROR_UNREACHABLE)
    g_set_error (error, DANBI_GATEWAY_ERROR, kind, _("The gateway could not be reached: %s"), why);
  else
    g_set_error (error, DANBI_GATEWAY_ERROR, kind,
                 _("The connection to the gateway broke: %s"), why);
}

static DanbiGatewayError
classify_status (guint status)
{
  if (status == 401 || status == 403)
    return DANBI_GATEWAY_ERROR_AUTH;
  if (status == 404 || status == 410)
    return DANBI_GATEWAY_ERROR_GONE;
  if (status == 423 || status == 429 || status >= 500)
    return DANBI_GATEWAY_ERROR_LATER;
  return status >= 400 ? DANBI_GATEWAY_ERROR_REFUSED : DANBI_GATEWAY_ERROR_PROTOCOL;
}

/**
 * danbi_exchange_new:
 * @method: the HTTP method
 * @url: where to; the caller has judged it
 *
 * Returns: (transfer full): a request that was not sent yet
 */
DanbiExchange *
danbi_exchange_new (const char *method,
                    const char *url)
{
  DanbiExchange *self = g_new0 (DanbiExchange, 1);

  self->method = method;
  self->url = g_strdup (url);
  self->fd = -1;
  self->silence_s = DEFAULT_SILENCE_S;
  self->answer = g_string_new (NULL);
  forget_answer (self);
  /* A server that waits for "100-continue" costs a second for each piece. */
  self->headers = curl_slist_append (NULL, "Expect:");
  return self;
}

/**
 * danbi_exchange_free:
 * @self: (nullable): an exchange
 */
void
danbi_exchange_free (DanbiExchange *self)
{
  if (!self)
    return;
  curl_slist_free_all (self->headers);
  g_clear_error (&self->file_error);
  g_string_free (self->answer, TRUE);
  g_free (self->location);
  g_free (self->url);
  g_free (self);
}

/**
 * danbi_exchange_add_header:
 * @self: an exchange
 * @name: the header's name
 * @value: its value, without line breaks
 */
void
danbi_exchange_add_header (DanbiExchange *self,
                           const char    *name,
                           const char    *value)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", name, value);

  self->headers = curl_slist_append (self->headers, line);
}

/**
 * danbi_exchange_perform:
 * @self: an exchange
 * @curl: the handle that keeps the connections
 * @cancellable: (nullable): stops it
 * @error: why no answer came
 *
 * Sends the request and waits for the answer. An answer of any status is a success here.
 * @self->sent says, on failure too, whether a byte of the request left this computer.
 *
 * Returns: whether an answer came
 */
gboolean
danbi_exchange_perform (DanbiExchange *self,
                        CURL          *curl,
                        GCancellable  *cancellable,
                        GError       **error)
{
  char detail[CURL_ERROR_SIZE] = "";
  curl_off_t retry_after_s = 0;
  long request_bytes = 0;
  long status = 0;
  CURLcode code;

  curl_easy_reset (curl);
  self->cancellable = cancellable;
  set_manners (self, curl);
  set_tls (self, curl);
  set_method (self, curl);
  set_callbacks (self, curl);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, detail);

  code = g_cancellable_is_cancelled (cancellable) ? CURLE_ABORTED_BY_CALLBACK
                                                  : curl_easy_perform (curl);
  /* A connection that ends inside the headers is a success to libcurl. */
  if (code == CURLE_OK && !self->headers_ended)
    code = CURLE_PARTIAL_FILE;
  curl_easy_getinfo (curl, CURLINFO_REQUEST_SIZE, &request_bytes);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (curl, CURLINFO_RETRY_AFTER, &retry_after_s);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, NULL);
  self->cancellable = NULL;
  self->sent = request_bytes > 0;
  self->status = (guint) status;
  self->retry_after_s = (guint) CLAMP (retry_after_s, 0, G_MAXINT);

  if (code != CURLE_OK)
    set_transport_error (self, code, detail, error);
  return code == CURLE_OK;
}

/**
 * danbi_exchange_is_success:
 * @self: an exchange that was answered
 *
 * Returns: whether the answer's status is 200 to 299
 */
gboolean
danbi_exchange_is_success (const DanbiExchange *self)
{
  return self->status >= 200 && self->status <= 299;
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
  DanbiGatewayError kind = classify_status (self->status);
  g_autofree char *said = danbi_problem_dup_sentence (self->answer->str, self->answer->len);
  g_autofree char *why = said ? g_strdup_printf ("%s (HTTP %u)", said, self->status)
                              : g_strdup_printf ("HTTP %u", self->status);

  switch (kind)
    {
    case DANBI_GATEWAY_ERROR_AUTH:
      g_set_error (error, DANBI_GATEWAY_ERROR, kind,
                   _("The gateway did not let this program in: %s. Check the access token."), why);
      break;
    case DANBI_GATEWAY_ERROR_GONE:
      g_set_error (error, DANBI_GATEWAY_ERROR, kind,
                   _("The gateway does not know what was asked for: %s"), why);
      break;
    case DANBI_GATEWAY_ERROR_LATER:
      g_set_error (error, DANBI_GATEWAY_ERROR, kind,
                   _("The gateway asks to come again later: %s"), why);
      break;
    case DANBI_GATEWAY_ERROR_REFUSED:
      g_set_error (error, DANBI_GATEWAY_ERROR, kind, _("The gateway refused: %s"), why);
      break;
    default:
      g_set_error (error, DANBI_GATEWAY_ERROR, kind,
                   _("The gateway's answer was not understood: %s"), why);
      break;
    }
  return FALSE;
}

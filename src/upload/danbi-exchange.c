/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request over libcurl: bounded, cancellable, and honest about what may have been sent. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-exchange.h"
#include "danbi-piece.h"
#include "danbi-wire.h"

#define CONNECT_TIMEOUT_S 15L
#define DEFAULT_SILENCE_MS 30000
#define LOOK_INTERVAL_MS 1000 /* how often a silent line is looked at */
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
  g_clear_pointer (&self->upload_sha256, g_free);
  g_clear_pointer (&self->checksums, g_free);
  g_clear_pointer (&self->retry_after, g_free);
  g_string_truncate (self->answer, 0);
  self->checksum_offered = FALSE;
  self->server_time_s = 0;
  self->upload_offset = -1;
  self->upload_length = -1;
  self->headers_ended = FALSE;
  self->practice = FALSE;
  self->problem = FALSE;
}

static void
replace (char      **place,
         const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

/* The extensions stand in a list with commas. */
static gboolean
offers_checksum (const char *value)
{
  g_auto (GStrv) extensions = g_strsplit (value, ",", -1);

  for (guint i = 0; extensions[i]; i++)
    if (g_str_equal (g_strstrip (extensions[i]), "checksum"))
      return TRUE;
  return FALSE;
}

static void
take_tus_header (DanbiExchange *self,
                 const char    *name,
                 const char    *value)
{
  g_autofree char *filename = NULL;
  g_autofree char *sha256 = NULL;

  if (g_ascii_strcasecmp (name, "Upload-Offset") == 0)
    parse_count (value, &self->upload_offset);
  else if (g_ascii_strcasecmp (name, "Upload-Length") == 0)
    parse_count (value, &self->upload_length);
  else if (g_ascii_strcasecmp (name, "Upload-Metadata") == 0)
    {
      if (danbi_tus_metadata_parse (value, &filename, &sha256))
        replace (&self->upload_sha256, sha256);
    }
  else if (g_ascii_strcasecmp (name, "Tus-Extension") == 0)
    self->checksum_offered = offers_checksum (value);
  else if (g_ascii_strcasecmp (name, "Tus-Checksum-Algorithm") == 0)
    replace (&self->checksums, value);
}

static void
take_header (DanbiExchange *self,
             const char    *name,
             const char    *value)
{
  if (g_ascii_strcasecmp (name, "Location") == 0)
    replace (&self->location, value);
  else if (g_ascii_strcasecmp (name, "Date") == 0)
    self->server_time_s = MAX (curl_getdate (value, NULL), 0);
  else if (g_ascii_strcasecmp (name, "Retry-After") == 0)
    replace (&self->retry_after, value);
  else if (g_ascii_strcasecmp (name, DANBI_PRACTICE_HEADER) == 0)
    self->practice = g_str_equal (value, DANBI_PRACTICE_VALUE);
  else if (g_ascii_strcasecmp (name, "Content-Type") == 0)
    self->problem = g_ascii_strncasecmp (value, DANBI_PROBLEM_CONTENT_TYPE,
                                         strlen (DANBI_PROBLEM_CONTENT_TYPE)) == 0;
  else
    take_tus_header (self, name, value);
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
  wanted = danbi_pace_take (&self->line->pace, g_get_monotonic_time (), wanted);
  self->held_back = wanted == 0;
  if (self->held_back)
    return CURL_READFUNC_PAUSE;
  got = danbi_piece_read (self->fd, buffer, wanted, self->file_offset + self->file_done);
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

/* libcurl would send a body once more by itself when a kept connection turns out to be dead. What
 * the receiver has of it by then is to be asked first, so it is told that it cannot begin again. */
static int
file_seek_cb (void      *user_data,
              curl_off_t offset,
              int        origin)
{
  DanbiExchange *self = user_data;

  return self->file_done == 0 && offset == 0 && origin == SEEK_SET ? CURL_SEEKFUNC_OK
                                                                   : CURL_SEEKFUNC_FAIL;
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

  danbi_line_watch_note (&self->watch, (guint64) uploaded, (guint64) downloaded);
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
  /* Otherwise OpenSSL asks for the password of a key on the terminal, and waits. */
  curl_easy_setopt (curl, CURLOPT_KEYPASSWD, "");
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
  curl_easy_setopt (curl, CURLOPT_FRESH_CONNECT, self->fresh ? 1L : 0L);
  /* A look-up of a name that hangs is left behind when it is stopped, and not waited for. */
  curl_easy_setopt (curl, CURLOPT_QUICK_EXIT, 1L);
  /* Over HTTP/2 libcurl repeats requests of its own accord, and an upload gains nothing. */
  curl_easy_setopt (curl, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  if (danbi_wire_url_is_loopback (self->url))
    curl_easy_setopt (curl, CURLOPT_PROXY, "");
}

/* Until something moves, it was stopped, or it is time to look at the line again. */
static void
wait_for_line (DanbiExchange *self)
{
  GPollFD stop = { 0 };
  struct curl_waitfd extra = { 0 };
  gboolean can_stop = g_cancellable_make_pollfd (self->cancellable, &stop);
  guint wait_ms = LOOK_INTERVAL_MS;

  if (self->held_back)
    wait_ms = MIN (wait_ms, danbi_pace_get_wait_ms (&self->line->pace));
  wait_ms = MIN (wait_ms, self->silence_ms);
  extra.fd = stop.fd;
  extra.events = CURL_WAIT_POLLIN;
  curl_multi_poll (self->line->multi, can_stop ? &extra : NULL, can_stop ? 1 : 0, (int) wait_ms,
                   NULL);
  if (can_stop)
    g_cancellable_release_fd (self->cancellable);
  if (self->held_back)
    curl_easy_pause (self->line->curl, CURLPAUSE_CONT);
}

static gboolean
is_to_be_given_up (DanbiExchange *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return TRUE;
  self->fault = danbi_line_watch_judge (&self->watch, self->line->curl);
  return self->fault != DANBI_LINE_HOLDS;
}

static CURLcode
take_result (DanbiExchange *self)
{
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (self->line->multi, &left)))
    if (message->msg == CURLMSG_DONE)
      code = message->data.result;
  /* A connection that ends inside the headers is a success to libcurl. */
  return code == CURLE_OK && !self->headers_ended ? CURLE_PARTIAL_FILE : code;
}

/* libcurl's own loop looks up once a second, which is too seldom for somebody who wants to stop. */
static CURLcode
run (DanbiExchange *self)
{
  int running = 1;

  curl_multi_add_handle (self->line->multi, self->line->curl);
  while (curl_multi_perform (self->line->multi, &running) == CURLM_OK && running > 0
         && !is_to_be_given_up (self))
    wait_for_line (self);
  return take_result (self);
}

/* By the clock of whoever set the date; its own Date header says how that one stands. */
static guint
get_retry_after_s (const DanbiExchange *self)
{
  gint64 seconds = 0;
  gint64 now_s = self->server_time_s > 0 ? self->server_time_s
                                         : g_get_real_time () / G_USEC_PER_SEC;

  if (self->retry_after && !parse_count (self->retry_after, &seconds))
    seconds = curl_getdate (self->retry_after, NULL) - now_s;
  return (guint) CLAMP (seconds, 0, G_MAXINT);
}

/* What the handle knows, and then it is free for the next request. */
static void
take_facts (DanbiExchange *self)
{
  CURL *curl = self->line->curl;
  long request_bytes = 0;
  long status = 0;
  long proxy_status = 0;
  curl_off_t total_us = 0;
  curl_off_t ready_us = 0;

  curl_easy_getinfo (curl, CURLINFO_REQUEST_SIZE, &request_bytes);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (curl, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  curl_easy_getinfo (curl, CURLINFO_TOTAL_TIME_T, &total_us);
  curl_easy_getinfo (curl, CURLINFO_PRETRANSFER_TIME_T, &ready_us);
  curl_multi_remove_handle (self->line->multi, curl);
  /* What a proxy refused never came to the gateway. */
  self->sent = request_bytes > 0 && proxy_status < 300;
  self->proxy_status = (guint) proxy_status;
  self->status = (guint) status;
  self->took_us = total_us - ready_us;
  self->retry_after_s = get_retry_after_s (self);
  self->at_once = self->fault == DANBI_LINE_SLEPT || self->fault == DANBI_LINE_MOVED;
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
  self->silence_ms = DEFAULT_SILENCE_MS;
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
  forget_answer (self);
  g_string_free (self->answer, TRUE);
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
 * @line: the line to the gateway
 * @cancellable: (nullable): stops it, at once
 * @error: why no answer came
 *
 * Sends the request and waits for the answer. An answer of any status is a success here.
 * @self->sent says, on failure too, whether a byte of the request left this computer.
 *
 * Returns: whether an answer came
 */
gboolean
danbi_exchange_perform (DanbiExchange *self,
                        DanbiLine     *line,
                        GCancellable  *cancellable,
                        GError       **error)
{
  char detail[CURL_ERROR_SIZE] = "";
  CURLcode code;

  self->cancellable = cancellable;
  self->line = line;
  danbi_line_watch_begin (&self->watch, self->silence_ms);
  /* A connection from before a sleep is not to be trusted with anything. */
  self->fresh = self->fresh || self->watch.slept_us - line->slept_us > G_USEC_PER_SEC;
  line->slept_us = self->watch.slept_us;

  curl_easy_reset (line->curl);
  set_manners (self, line->curl);
  set_tls (self, line->curl);
  set_method (self, line->curl);
  set_callbacks (self, line->curl);
  curl_easy_setopt (line->curl, CURLOPT_ERRORBUFFER, detail);
  code = g_cancellable_is_cancelled (cancellable) ? CURLE_ABORTED_BY_CALLBACK : run (self);
  curl_easy_setopt (line->curl, CURLOPT_ERRORBUFFER, NULL);
  take_facts (self);

  if (code != CURLE_OK)
    danbi_exchange_fail_by_transport (self, code, detail, error);
  self->cancellable = NULL;
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

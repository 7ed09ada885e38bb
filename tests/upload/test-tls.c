/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the encrypted way: a gateway that cannot prove itself is sent nothing. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-gateway.h"
#include "danbi-test-file.h"
#include "danbi-test-pem.h"

/* To everything: a batch is taken in, an upload made under http://, its three bytes are there. */
#define ANSWER                                                                                     \
  "HTTP/1.1 202 Accepted\r\nConnection: close\r\nUpload-Offset: 3\r\n"                             \
  "Location: http://%s:%u/files/1\r\nContent-Length: 15\r\n\r\n{\"receipt\":\"R\"}"

/* What the server of a test is like. */
typedef struct
{
  const char *pem;  /* NULL: it speaks no TLS */
  const char *host; /* what it calls itself */
  gboolean asks;    /* for the clinic's certificate */
} Nature;

static const Nature plain = { NULL, "127.0.0.1" };
static const Nature good = { DANBI_TEST_KEY DANBI_TEST_CERTIFICATE, "127.0.0.1" };
static const Nature elsewhere = { DANBI_TEST_KEY DANBI_TEST_CERTIFICATE, "gateway.example" };
static const Nature asking = { DANBI_TEST_KEY DANBI_TEST_CERTIFICATE, "127.0.0.1", TRUE };
static const Nature expired = { DANBI_TEST_KEY DANBI_TEST_EXPIRED, "127.0.0.1" };
static const Nature too_early = { DANBI_TEST_KEY DANBI_TEST_TOO_EARLY, "127.0.0.1" };

typedef struct
{
  char *dir;
  char *pem_path;
  GTlsCertificate *certificate;
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  char *answer;
  char *url;
  char *wrong_host_url;
  const Nature *nature;
  gint n_requests;
} Fixture;

static gboolean
accept_certificate_cb (GTlsConnection      *connection,
                       GTlsCertificate     *certificate,
                       GTlsCertificateFlags flags,
                       gpointer             user_data)
{
  return TRUE;
}

static void
serve_plain (Fixture   *fixture,
             GIOStream *stream)
{
  char buffer[4096];

  g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer,
                       fixture->cancellable, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), fixture->answer,
                             strlen (fixture->answer), NULL,
                             fixture->cancellable, NULL);
}

static void
serve (Fixture           *fixture,
       GSocketConnection *connection)
{
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection),
                                                           fixture->certificate, NULL);
  char buffer[4096];

  if (fixture->nature->asks)
    {
      g_object_set (tls, "authentication-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
      g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_certificate_cb), NULL);
    }
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), fixture->cancellable, NULL)
      || g_input_stream_read (g_io_stream_get_input_stream (tls), buffer, sizeof buffer,
                              fixture->cancellable, NULL)
             <= 0)
    return;
  g_atomic_int_inc (&fixture->n_requests);
  g_output_stream_write_all (g_io_stream_get_output_stream (tls), fixture->answer,
                             strlen (fixture->answer), NULL,
                             fixture->cancellable, NULL);
  g_io_stream_close (tls, NULL, NULL);
}

static gpointer
serve_thread (gpointer data)
{
  Fixture *fixture = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (fixture->listener, NULL, fixture->cancellable,
                                                 NULL)))
    {
      if (fixture->nature->pem)
        serve (fixture, connection);
      else
        serve_plain (fixture, G_IO_STREAM (connection));
      g_object_unref (connection);
    }
  return NULL;
}

/* Writes a file of the test's folder. */
static char *
put (Fixture    *fixture,
     const char *name,
     const char *text)
{
  char *path = g_build_filename (fixture->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  guint16 port;

  fixture->nature = data;
  fixture->dir = g_dir_make_tmp ("danbi-tls-XXXXXX", NULL);
  fixture->pem_path = put (fixture, "a.pem",
                           fixture->nature->pem ? fixture->nature->pem : good.pem);
  fixture->certificate = g_tls_certificate_new_from_file (fixture->pem_path, NULL);
  fixture->cancellable = g_cancellable_new ();
  fixture->listener = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (fixture->listener, NULL, NULL);
  fixture->answer = g_strdup_printf (ANSWER, fixture->nature->host, port);
  fixture->url = g_strdup_printf ("https://127.0.0.1:%u", port);
  fixture->wrong_host_url = g_strdup_printf ("https://localhost:%u", port);
  fixture->thread = g_thread_new ("tls", serve_thread, fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_cancellable_cancel (fixture->cancellable);
  g_thread_join (fixture->thread);
  g_socket_listener_close (fixture->listener);
  g_object_unref (fixture->listener);
  g_object_unref (fixture->cancellable);
  g_clear_object (&fixture->certificate);
  danbi_dir_remove (fixture->dir, NULL);
  g_free (fixture->dir);
  g_free (fixture->pem_path);
  g_free (fixture->answer);
  g_free (fixture->url);
  g_free (fixture->wrong_host_url);
}

static char *
name_batch (const char *url,
            const char *ca_path,
            const char *certificate_path,
            const char *key_path,
            GError    **error)
{
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (url, "secret", NULL);
  g_autoptr (DanbiBatchRequest) request = danbi_batch_request_new ("u");

  g_hash_table_insert (request->archives, g_strdup ("A.7z"), g_strdup ("u"));
  danbi_gateway_set_tls_files (gateway, ca_path, certificate_path, key_path);
  return danbi_gateway_name_batch (gateway, "k", request, NULL, error);
}

/* Nothing was sent, and one sentence says why, without a way to go on by itself. */
static void
assert_refused (Fixture    *fixture,
                const char *url,
                const char *ca_path,
                const char *certificate_path,
                const char *key_path,
                const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (name_batch (url, ca_path, certificate_path, key_path, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS);
  g_assert_false (danbi_gateway_is_passing (error));
  g_assert_nonnull (strstr (error->message, words));
  g_assert_nonnull (strstr (error->message, "nothing was sent"));
  g_assert_cmpint (g_atomic_int_get (&fixture->n_requests), ==, 0);
}

static void
test_trusted (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = name_batch (fixture->url, fixture->pem_path, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (receipt, ==, "R");
  g_assert_cmpint (g_atomic_int_get (&fixture->n_requests), ==, 1);
}

static void
test_not_trusted (Fixture      *fixture,
                  gconstpointer data)
{
  assert_refused (fixture, fixture->url, NULL, NULL, NULL, "nobody whom this computer trusts");
  assert_refused (fixture, fixture->wrong_host_url, fixture->pem_path, NULL, NULL,
                  "another name than its address");
}

static void
test_expired (Fixture      *fixture,
              gconstpointer data)
{
  assert_refused (fixture, fixture->url, fixture->pem_path, NULL, NULL, "has expired");
}

static void
test_too_early (Fixture      *fixture,
                gconstpointer data)
{
  assert_refused (fixture, fixture->url, fixture->pem_path, NULL, NULL, "not valid yet");
}

static void
test_plain (Fixture      *fixture,
            gconstpointer data)
{
  assert_refused (fixture, fixture->url, fixture->pem_path, NULL, NULL, "no up-to-date encryption");
}

/* Files that are missing, protected, of something else, or do not belong together. */
static void
test_files (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.pem", NULL);
  g_autofree char *garbage = put (fixture, "garbage.pem", "no certificate\n");
  g_autofree char *certificate = put (fixture, "certificate.pem", DANBI_TEST_CERTIFICATE);
  g_autofree char *protected_key = put (fixture, "protected.pem", DANBI_TEST_PROTECTED_KEY);
  g_autofree char *other_key = put (fixture, "other.pem", DANBI_TEST_OTHER_KEY);
  g_autofree char *all_protected =
      put (fixture, "all.pem", DANBI_TEST_CERTIFICATE DANBI_TEST_PROTECTED_KEY);
  const struct
  {
    const char *ca;
    const char *certificate;
    const char *key;
    const char *words;
  } rows[] = {
    { missing, NULL, NULL, "The file of trusted certificates could not be read" },
    { garbage, NULL, NULL, "The file of trusted certificates holds none" },
    { fixture->pem_path, missing, missing, "The clinic's certificate could not be read" },
    { fixture->pem_path, garbage, garbage, "have to be PEM files" },
    { fixture->pem_path, certificate, missing,
      "The key of the clinic's certificate could not be read" },
    { fixture->pem_path, certificate, garbage, "have to be PEM files" },
    { fixture->pem_path, certificate, protected_key, "protected by a password" },
    { fixture->pem_path, all_protected, NULL, "protected by a password" },
    { fixture->pem_path, certificate, other_key, "belong together" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refused (fixture, fixture->url, rows[i].ca, rows[i].certificate, rows[i].key,
                    rows[i].words);
}

static void
test_own_certificate (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = name_batch (fixture->url, fixture->pem_path, fixture->pem_path,
                                         fixture->pem_path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (receipt, ==, "R");
  g_assert_cmpint (g_atomic_int_get (&fixture->n_requests), ==, 1);
}

/* A server behind a proxy that ends TLS does not know that it is spoken to in TLS. */
static void
test_plain_location (Fixture      *fixture,
                     gconstpointer data)
{
  gboolean here = g_str_equal (fixture->nature->host, "127.0.0.1");
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (fixture->url, "secret", NULL);
  g_autoptr (GError) error = NULL;

  danbi_gateway_set_tls_files (gateway, fixture->pem_path, NULL, NULL);
  g_assert_cmpint (danbi_test_file_send (gateway, 3, NULL, &error), ==, here);
  if (here)
    g_assert_no_error (error);
  else
    g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_requests), ==, here ? 2 : 1);
}

/* OpenSSL's own server, which says why it ends a handshake; GLib's only hangs up. */
static GSubprocess *
start_strict_server (const char *pem_path,
                     char      **url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  GSubprocess *server = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl",
      "s_server", "-accept", "127.0.0.1:0", "-cert", pem_path, "-CAfile", pem_path, "-Verify", "1",
      "-verify_return_error", "-www", NULL);

  if (!server)
    return NULL;
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  do
    {
      g_free (line);
      line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      g_assert_nonnull (line);
    }
  while (!g_str_has_prefix (line, "ACCEPT "));
  *url = g_strdup_printf ("https://127.0.0.1%s", strrchr (line, ':'));
  return server;
}

/* Since TLS 1.3 a server says so after the client has begun to speak: of a batch it would only be
 * known that it is to be asked for, and what is asked first shows the sentence. */
static void
test_clinic_without_proof (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char *stranger = put (fixture, "stranger.pem", DANBI_TEST_KEY DANBI_TEST_EXPIRED);
  g_autofree char *url = NULL;
  g_autoptr (GSubprocess) server = start_strict_server (fixture->pem_path, &url);
  const struct
  {
    const char *certificate;
    const char *words;
  } rows[] = {
    { NULL, "wants the clinic to prove itself" },
    { stranger, "did not accept the clinic's certificate" },
  };

  if (!server)
    {
      g_test_skip ("openssl is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DanbiGateway) gateway = danbi_gateway_new (url, "secret", NULL);
      g_autoptr (GError) error = NULL;
      gboolean practice;

      danbi_gateway_set_tls_files (gateway, fixture->pem_path, rows[i].certificate, NULL);
      g_assert_false (danbi_gateway_is_practice (gateway, &practice, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS);
      g_assert_false (danbi_gateway_is_passing (error));
      g_assert_nonnull (strstr (error->message, rows[i].words));
    }
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
}

#define ADD(name, data, func)                                                                      \
  g_test_add ("/danbi/upload/tls/" name, Fixture, &data, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_print ("1..0 # SKIP GLib has no TLS here (glib-networking)\n");
      return 0;
    }
  ADD ("a_trusted_gateway_is_spoken_to", good, test_trusted);
  ADD ("a_gateway_without_proof_is_sent_nothing", good, test_not_trusted);
  ADD ("a_gateway_whose_time_is_over_is_sent_nothing", expired, test_expired);
  ADD ("a_gateway_whose_time_has_not_come_is_sent_nothing", too_early, test_too_early);
  ADD ("a_gateway_without_encryption_is_sent_nothing", plain, test_plain);
  ADD ("an_upload_that_calls_itself_plain_is_sent_encrypted", good, test_plain_location);
  ADD ("an_upload_in_plain_elsewhere_is_refused", elsewhere, test_plain_location);
  ADD ("files_that_do_not_fit_are_told_apart", good, test_files);
  ADD ("a_clinic_can_prove_itself", asking, test_own_certificate);
  ADD ("a_clinic_that_has_to_and_cannot_is_told", good, test_clinic_without_proof);
  return g_test_run ();
}

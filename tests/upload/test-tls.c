/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the encrypted way: a gateway that cannot prove itself is sent nothing. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-gateway.h"

#define ANSWER                                                                                     \
  "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 15\r\n\r\n{\"receipt\":\"R\"}"

/* For 127.0.0.1, signed by itself, made for this test and good for nothing else. */
static const char pem[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk1JllHNhmrLc+znr\n"
  "2udxrSE9nPFpB6HU1Ce/ONhgv6GhRANCAARltfMme7tiWBqhD34jZgwLANI//COu\n"
  "z7kK5ta2DGZYlS3R5Jcv7GYSnolyiuhnABMOzSy7eZJ2UvRcB1SowCdQ\n"
  "-----END PRIVATE KEY-----\n"
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBkjCCATigAwIBAgIUUUfOnIMlqaW2i8MtXQXYOAOZtxMwCgYIKoZIzj0EAwIw\n"
  "FTETMBEGA1UEAwwKRGFuYmkgdGVzdDAgFw0yNjExMjIwODIyNDhaGA8yMTI2MTAy\n"
  "OTA4MjI0OFowFTETMBEGA1UEAwwKRGFuYmkgdGVzdDBZMBMGByqGSM49AgEGCCqG\n"
  "SM49AwEHA0IABGW18yZ7u2JYGqEPfiNmDAsA0j/8I67PuQrm1rYMZliVLdHkly/s\n"
  "ZhKeiXKK6GcAEw7NLLt5knZS9FwHVKjAJ1CjZDBiMB0GA1UdDgQWBBSJrITI82uq\n"
  "7PS1xO0xw8MvSEdpQzAfBgNVHSMEGDAWgBSJrITI82uq7PS1xO0xw8MvSEdpQzAP\n"
  "BgNVHRMBAf8EBTADAQH/MA8GA1UdEQQIMAaHBH8AAAEwCgYIKoZIzj0EAwIDSAAw\n"
  "RQIhAOr4AipyxSoLOIsPwn0iaoWCVO+TF5Z4oDLxj9W9emKnAiAyct2wB/ndBNlN\n"
  "p/8q92YeFah84wC/I0nqBH7Ux6of0Q==\n"
  "-----END CERTIFICATE-----\n";

typedef struct
{
  char *dir;
  char *pem_path;
  GTlsCertificate *certificate;
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  char *url;
  char *wrong_host_url;
  gboolean wants_certificate;
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
serve (Fixture           *fixture,
       GSocketConnection *connection)
{
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection),
                                                           fixture->certificate, NULL);
  char buffer[4096];

  if (fixture->wants_certificate)
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
  g_output_stream_write_all (g_io_stream_get_output_stream (tls), ANSWER, strlen (ANSWER), NULL,
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
      serve (fixture, connection);
      g_object_unref (connection);
    }
  return NULL;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  guint16 port;

  fixture->dir = g_dir_make_tmp ("danbi-tls-XXXXXX", NULL);
  fixture->pem_path = g_build_filename (fixture->dir, "a.pem", NULL);
  g_assert_true (g_file_set_contents (fixture->pem_path, pem, -1, NULL));
  fixture->certificate = g_tls_certificate_new_from_pem (pem, -1, NULL);
  fixture->wants_certificate = data != NULL;
  fixture->cancellable = g_cancellable_new ();
  fixture->listener = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (fixture->listener, NULL, NULL);
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
  g_free (fixture->url);
  g_free (fixture->wrong_host_url);
}

static char *
name_batch (const char *url,
            const char *ca_path,
            const char *own_path,
            GError    **error)
{
  g_autoptr (DanbiGateway) gateway = danbi_gateway_new (url, "secret", NULL);
  g_autoptr (DanbiBatchRequest) request = danbi_batch_request_new ("u");

  g_hash_table_insert (request->archives, g_strdup ("A.7z"), g_strdup ("u"));
  danbi_gateway_set_tls_files (gateway, ca_path, own_path, own_path);
  return danbi_gateway_name_batch (gateway, "k", request, NULL, error);
}

static void
test_trusted (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = name_batch (fixture->url, fixture->pem_path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (receipt, ==, "R");
  g_assert_cmpint (g_atomic_int_get (&fixture->n_requests), ==, 1);
}

static void
test_not_trusted (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (GError) stranger = NULL;
  g_autoptr (GError) other_name = NULL;

  g_assert_null (name_batch (fixture->url, NULL, NULL, &stranger));
  g_assert_error (stranger, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS);
  g_assert_null (name_batch (fixture->wrong_host_url, fixture->pem_path, NULL, &other_name));
  g_assert_error (other_name, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_requests), ==, 0);
}

static void
test_own_certificate (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt =
      name_batch (fixture->url, fixture->pem_path, fixture->pem_path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (receipt, ==, "R");
  g_assert_null (name_batch (fixture->url, fixture->pem_path, NULL, NULL));
  g_assert_cmpint (g_atomic_int_get (&fixture->n_requests), ==, 1);
}

#define ADD(name, data, func)                                                                      \
  g_test_add ("/danbi/upload/tls/" name, Fixture, data, set_up, func, tear_down)

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
  ADD ("a_trusted_gateway_is_spoken_to", NULL, test_trusted);
  ADD ("a_gateway_without_proof_is_sent_nothing", NULL, test_not_trusted);
  ADD ("a_clinic_can_prove_itself", "ask", test_own_certificate);
  return g_test_run ();
}

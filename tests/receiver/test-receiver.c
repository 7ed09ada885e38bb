/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the practice receiver's protocol, spoken to by a plain HTTP client. */
#include "config.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-test-batch.h"
#include "danbi-test-receiver.h"
#include "danbi-test-rulebook.h"
#include "danbi-wire.h"

#define JPG "ATT3501200007_00000000000A.7z"
#define NOW "2026-11-22T16:00:00+08:00"
#define SHA_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

typedef struct
{
  DanbiTestReceiver *receiver;
  SoupSession *session;
  char *archive;
  char *dir;
} Fixture;

typedef struct
{
  SoupMessage *message;
  GBytes *body;
  guint status;
} Answer;

static void
answer_free (Answer *self)
{
  g_object_unref (self->message);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static void
set_up (Fixture      *fixture,
        gconstpointer option)
{
  fixture->receiver = danbi_test_receiver_start ("--now", NOW, option, NULL);
  fixture->session = soup_session_new ();
  fixture->dir = g_dir_make_tmp ("danbi-receiver-test-XXXXXX", NULL);
  fixture->archive = g_build_filename (fixture->dir, "a.7z", NULL);
  danbi_test_archive_write_jpg (fixture->archive, 1);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer option)
{
  g_object_unref (fixture->session);
  danbi_test_receiver_free (fixture->receiver);
  danbi_dir_remove (fixture->dir, NULL);
  g_free (fixture->dir);
  g_free (fixture->archive);
}

/* Headers stand as "Name: value" lines. */
static Answer *
ask_raw (Fixture    *fixture,
         const char *method,
         const char *path,
         const char *headers,
         const char *body,
         gssize      length)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autofree char *url = g_strconcat (fixture->receiver->url, path, NULL);
  g_auto (GStrv) lines = g_strsplit (headers, "\n", -1);
  const char *type = NULL;

  answer->message = soup_message_new (method, url);
  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      char *value = strstr (lines[i], ": ");

      *value = '\0';
      if (g_str_equal (lines[i], "Content-Type"))
        type = value + 2;
      else
        soup_message_headers_replace (soup_message_get_request_headers (answer->message), lines[i],
                                      value + 2);
    }
  if (body)
    {
      g_autoptr (GBytes) bytes =
          g_bytes_new (body, length >= 0 ? (gsize) length : strlen (body));

      soup_message_set_request_body_from_bytes (answer->message, type, bytes);
    }
  answer->body = soup_session_send_and_read (fixture->session, answer->message, NULL, NULL);
  answer->status = soup_message_get_status (answer->message);
  return answer;
}

static Answer *
ask (Fixture    *fixture,
     const char *method,
     const char *path,
     const char *headers,
     const char *body)
{
  return ask_raw (fixture, method, path, headers, body, -1);
}

static const char *
get_header (Answer     *answer,
            const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (answer->message), name);
}

static guint
get_status (Fixture    *fixture,
            const char *method,
            const char *path,
            const char *headers,
            const char *body)
{
  g_autoptr (Answer) answer = ask (fixture, method, path, headers, body);

  g_assert_cmpstr (get_header (answer, "Tus-Resumable"), ==, "1.0.0");
  g_assert_cmpstr (get_header (answer, "Danbi-Receiver"), ==, "practice");
  if (answer->status >= 400 && !g_str_equal (method, "HEAD"))
    g_assert_cmpstr (get_header (answer, "Content-Type"), ==, "application/problem+json");
  return answer->status;
}

#define TUS "Tus-Resumable: 1.0.0\n"
#define OCTETS "Content-Type: application/offset+octet-stream\n"

/* Creates an upload and returns its path, `/files/…`. */
static char *
create (Fixture    *fixture,
        gsize       length,
        const char *filename,
        const char *sha256)
{
  g_autofree char *metadata =
      filename ? danbi_tus_metadata_format (filename, sha256) : g_strdup ("other YQ==");
  g_autofree char *headers =
      g_strdup_printf (TUS "Upload-Length: %zu\nUpload-Metadata: %s\n", length, metadata);
  g_autoptr (Answer) answer = ask (fixture, "POST", "/files", headers, NULL);

  g_assert_cmpuint (answer->status, ==, 201);
  return g_strdup (get_header (answer, "Location"));
}

static char *
put (Fixture    *fixture,
     const char *filename,
     const char *bytes,
     gsize       length)
{
  char *path = create (fixture, length, filename, NULL);

  if (length > 0)
    {
      g_autoptr (Answer) answer = ask_raw (fixture, "PATCH", path, TUS OCTETS "Upload-Offset: 0\n",
                                           bytes, (gssize) length);

      g_assert_cmpuint (answer->status, ==, 204);
    }
  return path;
}

static char *
put_archive (Fixture    *fixture,
             const char *filename)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->archive, &bytes, &length, NULL));
  return put (fixture, filename, bytes, length);
}

static char *
put_csv (Fixture    *fixture,
         const char *archive)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  g_autofree char *row = NULL;

  danbi_record_set (record, DANBI_FIELD_ARCHIVE_NAME, archive);
  row = danbi_test_csv_row (record);
  return put (fixture, DANBI_TEST_CSV_NAME, row, strlen (row));
}

static char *
make_body (const char *csv,
           const char *archive,
           const char *url)
{
  return g_strdup_printf ("{\"csv\":\"http://x%s\",\"archives\":{\"%s\":\"http://x%s\"}}", csv,
                          archive, url);
}

static Answer *
name_batch (Fixture    *fixture,
            const char *key,
            const char *body)
{
  g_autofree char *headers =
      g_strdup_printf ("Idempotency-Key: %s\nContent-Type: application/json\n", key);

  return ask (fixture, "POST", "/batches", headers, body);
}

static char *
take_receipt (Answer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);

  g_assert_cmpuint (answer->status, ==, 202);
  return danbi_receipt_from_json (text, length, NULL);
}

static DanbiBatchStatus *
wait_for (Fixture    *fixture,
          const char *receipt)
{
  g_autofree char *path = g_strconcat ("/batches/", receipt, NULL);

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (Answer) answer = ask (fixture, "GET", path, "", NULL);
      g_autoptr (GError) error = NULL;
      DanbiBatchStatus *status;
      gsize length;
      const char *text = g_bytes_get_data (answer->body, &length);

      g_assert_cmpuint (answer->status, ==, 200);
      status = danbi_batch_status_from_json (text, length, &error);
      g_assert_no_error (error);
      if (status->done)
        return status;
      danbi_batch_status_free (status);
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

static guint
count_uploads (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->receiver->dir, "uploads", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
test_creation (Fixture      *fixture,
               gconstpointer option)
{
  const struct
  {
    const char *headers;
    guint status;
  } cases[] = {
    { TUS "Upload-Length: 0\n", 201 },
    { TUS "Upload-Length: 4500000000\n", 201 },
    { TUS "Upload-Length: 4500000001\n", 413 },
    { TUS "Upload-Length: 99999999999999999999\n", 400 },
    { TUS "Upload-Length: -1\n", 400 },
    { TUS "Upload-Length: 1x\n", 400 },
    { TUS "Upload-Defer-Length: 1\n", 400 },
    { TUS, 400 },
    { "Upload-Length: 1\n", 412 },
    { "Tus-Resumable: 0.2.2\nUpload-Length: 1\n", 412 },
    { TUS "Upload-Length: 1\nUpload-Metadata: filename YS9i\n", 400 },
    { TUS "Upload-Length: 1\nUpload-Metadata: filename YQ==\n", 201 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].headers);
      g_assert_cmpuint (get_status (fixture, "POST", "/files", cases[i].headers, ""), ==,
                        cases[i].status);
    }
}

static void
test_methods (Fixture      *fixture,
              gconstpointer option)
{
  g_autofree char *path = create (fixture, 1, "a", NULL);
  g_autoptr (Answer) options = ask (fixture, "OPTIONS", "/files", "", NULL);
  g_autoptr (Answer) head = ask (fixture, "HEAD", path, TUS, NULL);

  g_assert_cmpuint (options->status, ==, 204);
  g_assert_cmpstr (get_header (options, "Tus-Version"), ==, "1.0.0");
  g_assert_cmpstr (get_header (options, "Tus-Extension"), ==, "creation,termination");
  g_assert_cmpstr (get_header (options, "Tus-Max-Size"), ==, "4500000000");
  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpstr (get_header (head, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (get_header (head, "Upload-Metadata"), ==, "filename YQ==");
  g_assert_cmpuint (get_status (fixture, "GET", path, TUS, NULL), ==, 405);
  g_assert_cmpuint (get_status (fixture, "PUT", path, TUS, "x"), ==, 405);
  g_assert_cmpuint (get_status (fixture, "HEAD", "/files", TUS, NULL), ==, 405);
  g_assert_cmpuint (get_status (fixture, "HEAD", path, "", NULL), ==, 412);
  g_assert_cmpuint (get_status (fixture, "DELETE", path, "", NULL), ==, 412);
  g_assert_cmpuint (get_status (fixture, "DELETE", path, TUS, NULL), ==, 204);
  g_assert_cmpuint (get_status (fixture, "DELETE", path, TUS, NULL), ==, 404);
  g_assert_cmpuint (get_status (fixture, "HEAD", path, TUS, NULL), ==, 404);
  g_assert_cmpuint (count_uploads (fixture), ==, 0);
}

static void
test_pieces (Fixture      *fixture,
             gconstpointer option)
{
  const struct
  {
    const char *headers;
    const char *body;
    guint status;
    const char *offset; /* afterwards */
  } cases[] = {
    { TUS OCTETS "Upload-Offset: 0\n", "abc", 204, "3" },
    { TUS OCTETS "Upload-Offset: 0\n", "abc", 409, "3" },
    { TUS OCTETS "Upload-Offset: 4\n", "abc", 409, "3" },
    { TUS OCTETS "Upload-Offset: x\n", "abc", 400, "3" },
    { TUS OCTETS, "abc", 400, "3" },
    { OCTETS "Upload-Offset: 3\n", "abc", 412, "3" },
    { TUS "Content-Type: text/plain\nUpload-Offset: 3\n", "abc", 415, "3" },
    { TUS OCTETS "Upload-Offset: 3\n", "12345678", 400, "3" },
    { TUS OCTETS "Upload-Offset: 3\n", "", 204, "3" },
    { TUS OCTETS "Upload-Offset: 3\n", "defg", 204, "7" },
    { TUS OCTETS "Upload-Offset: 7\n", "h", 204, "8" },
    { TUS OCTETS "Upload-Offset: 8\n", "i", 400, "8" },
  };
  g_autofree char *path = create (fixture, 8, "a", NULL);
  g_autofree char *there = danbi_test_receiver_dup_upload_path (fixture->receiver, path);
  g_autofree char *bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = ask (fixture, "PATCH", path, cases[i].headers, cases[i].body);
      g_autoptr (Answer) head = ask (fixture, "HEAD", path, TUS, NULL);

      g_test_message ("%s %s", cases[i].headers, cases[i].body);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (answer->status == 204)
        g_assert_cmpstr (get_header (answer, "Upload-Offset"), ==, cases[i].offset);
      g_assert_cmpstr (get_header (head, "Upload-Offset"), ==, cases[i].offset);
      g_assert_cmpstr (get_header (head, "Upload-Length"), ==, "8");
    }
  g_assert_true (g_file_get_contents (there, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "abcdefgh");
  g_assert_cmpuint (get_status (fixture, "PATCH", "/files/none", TUS OCTETS "Upload-Offset: 0\n",
                                "a"),
                    ==, 404);
}

/* A body that is too long is refused before a byte of it is written. */
static void
test_long_piece (Fixture      *fixture,
                 gconstpointer option)
{
  g_autofree char *path = create (fixture, 1000000, "a", NULL);
  g_autofree char *body = g_strnfill (1000001, 'x');
  g_autoptr (Answer) head = NULL;

  g_assert_cmpuint (get_status (fixture, "PATCH", path, TUS OCTETS "Upload-Offset: 0\n", body), ==,
                    400);
  head = ask (fixture, "HEAD", path, TUS, NULL);
  g_assert_cmpstr (get_header (head, "Upload-Offset"), ==, "0");
}

static GSocketConnection *
connect_raw (Fixture    *fixture,
             const char *text)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection = g_socket_client_connect_to_host (
      client, "127.0.0.1", (guint16) fixture->receiver->port, NULL, NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_assert_true (g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL));
  return connection;
}

/* Sends @text on a connection that is there, and returns what is answered. */
static char *
say (GSocketConnection *connection,
     const char        *text)
{
  char buffer[4096];
  gssize got;

  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                                 strlen (text), NULL, NULL, NULL));
  got = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                             sizeof buffer, NULL, NULL);
  return g_strndup (buffer, (gsize) MAX (got, 0));
}

/* Each new connection costs a round trip or three, and what was sent to one that the receiver had
 * closed without a word travels twice. */
static void
test_kept_connection (Fixture      *fixture,
                      gconstpointer option)
{
  const char *methods[] = { "HEAD", "OPTIONS" };
  g_autofree char *path = create (fixture, 4, "a", NULL);
  g_autoptr (GSocketConnection) connection = connect_raw (fixture, "");

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *piece = g_strdup_printf (
          "PATCH %s HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\n"
          "Content-Type: application/offset+octet-stream\r\nUpload-Offset: %u\r\n"
          "Content-Length: 1\r\n\r\nx",
          path, i);
      g_autofree char *other = g_strdup_printf (
          "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\n\r\n", methods[i % 2],
          path);
      g_autofree char *piece_answer = say (connection, piece);
      g_autofree char *other_answer = say (connection, other);

      g_assert_true (g_str_has_prefix (piece_answer, "HTTP/1.1 204 "));
      g_assert_true (g_str_has_prefix (other_answer, "HTTP/1.1 20"));
    }
}

static char *
wait_for_offset (Fixture    *fixture,
                 const char *path,
                 const char *offset)
{
  char *found = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (Answer) head = ask (fixture, "HEAD", path, TUS, NULL);

      g_free (found);
      found = g_strdup (get_header (head, "Upload-Offset"));
      if (g_strcmp0 (found, offset) == 0)
        break;
      g_usleep (10000);
    }
  return found;
}

/* A PATCH whose body stops coming: its bytes count, and it keeps others out until it is gone. */
static void
test_broken_piece (Fixture      *fixture,
                   gconstpointer option)
{
  g_autofree char *path = create (fixture, 8, "a", NULL);
  g_autofree char *request = g_strdup_printf (
      "PATCH %s HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
      "Content-Type: application/offset+octet-stream\r\nContent-Length: 8\r\n\r\nabc",
      path);
  g_autoptr (GSocketConnection) connection = connect_raw (fixture, request);
  g_autofree char *offset = wait_for_offset (fixture, path, "3");
  guint status = 0;

  g_assert_cmpstr (offset, ==, "3");
  g_assert_cmpuint (get_status (fixture, "PATCH", path, TUS OCTETS "Upload-Offset: 3\n", "de"),
                    ==, 423);
  g_assert_cmpuint (get_status (fixture, "DELETE", path, TUS, NULL), ==, 423);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  for (guint i = 0; i < 300 && status != 204; i++)
    {
      status = get_status (fixture, "PATCH", path, TUS OCTETS "Upload-Offset: 3\n", "defgh");
      g_usleep (10000);
    }
  g_assert_cmpuint (status, ==, 204);
}

static void
test_stranger (Fixture      *fixture,
               gconstpointer option)
{
  const char *hosts[] = { "evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *request = g_strdup_printf (
          "GET /batches?key=a HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", hosts[i]);
      g_autoptr (GSocketConnection) connection = connect_raw (fixture, request);
      GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
      char answer[13] = "";

      g_input_stream_read_all (input, answer, 12, NULL, NULL, NULL);
      g_assert_cmpstr (answer, ==, "HTTP/1.1 403");
    }
}

static void
test_batch (Fixture      *fixture,
            gconstpointer option)
{
  g_autofree char *archive = put_archive (fixture, JPG);
  g_autofree char *csv = put_csv (fixture, JPG);
  g_autofree char *body = make_body (csv, JPG, archive);
  g_autoptr (Answer) before = ask (fixture, "GET", "/batches?key=key-1", "", NULL);
  g_autoptr (Answer) answer = name_batch (fixture, "key-1", body);
  g_autofree char *receipt = take_receipt (answer);
  g_autoptr (DanbiBatchStatus) status = wait_for (fixture, receipt);
  g_autoptr (Answer) after = ask (fixture, "GET", "/batches?key=key-1", "", NULL);
  const DanbiRowOutcome *row = status->rows->pdata[0];

  g_assert_cmpstr (receipt, ==, "PRACTICE-20261122-000001");
  g_assert_cmpuint (before->status, ==, 404);
  g_assert_cmpstr (get_header (before, "Content-Type"), ==, "application/problem+json");
  g_assert_cmpuint (status->rows->len, ==, 1);
  g_assert_cmpint (row->state, ==, DANBI_ROW_ACCEPTED);
  g_assert_cmpstr (row->archive, ==, JPG);
  g_assert_true (g_str_has_prefix (status->received_at, "2026-11-22T16:00:0"));
  g_assert_cmpuint (after->status, ==, 200);
  g_assert_nonnull (strstr (g_bytes_get_data (after->body, NULL), receipt));
  /* What was checked is gone. */
  g_assert_cmpuint (count_uploads (fixture), ==, 0);
}

/* The row judges itself; that its archive cannot be told is no reason to refuse the others. */
static void
test_short_row (Fixture      *fixture,
                gconstpointer option)
{
  static const char row[] = "3501200007,13,11511," JPG "\r\n";
  g_autofree char *archive = put_archive (fixture, JPG);
  g_autofree char *csv = put (fixture, DANBI_TEST_CSV_NAME, row, strlen (row));
  g_autofree char *body = make_body (csv, JPG, archive);
  g_autoptr (Answer) answer = name_batch (fixture, "key-1", body);
  g_autofree char *receipt = take_receipt (answer);
  g_autoptr (DanbiBatchStatus) status = wait_for (fixture, receipt);
  const DanbiRowOutcome *outcome = status->rows->pdata[0];

  g_assert_cmpuint (status->rows->len, ==, 1);
  g_assert_cmpint (outcome->state, ==, DANBI_ROW_REJECTED);
  g_assert_cmpuint (count_uploads (fixture), ==, 0);
}

static void
test_nowhere (Fixture      *fixture,
              gconstpointer option)
{
  const char *paths[] = { "/", "/nowhere", "/other/batches" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (Answer) answer = ask (fixture, "GET", paths[i], "", NULL);

      g_assert_cmpuint (answer->status, ==, 404);
      g_assert_cmpstr (get_header (answer, "Content-Type"), ==, "application/problem+json");
    }
}

static void
test_same_key (Fixture      *fixture,
               gconstpointer option)
{
  g_autofree char *archive = put_archive (fixture, JPG);
  g_autofree char *csv = put_csv (fixture, JPG);
  g_autofree char *body = make_body (csv, JPG, archive);
  g_autofree char *spaced = g_strdup_printf (
      "{ \"archives\": {\"%s\": \"http://x%s\"}, \"csv\": \"http://x%s\" }", JPG, archive, csv);
  g_autofree char *other = make_body (csv, JPG, csv);
  g_autoptr (Answer) first = name_batch (fixture, "key-1", body);
  g_autofree char *receipt = take_receipt (first);
  g_autoptr (Answer) again = name_batch (fixture, "key-1", body);
  g_autoptr (Answer) same = name_batch (fixture, "key-1", spaced);
  g_autoptr (Answer) different = name_batch (fixture, "key-1", other);
  g_autofree char *again_receipt = take_receipt (again);
  g_autofree char *same_receipt = take_receipt (same);
  g_autoptr (DanbiBatchStatus) status = wait_for (fixture, receipt);
  g_autoptr (Answer) later = name_batch (fixture, "key-1", body);
  g_autofree char *later_receipt = take_receipt (later);

  g_assert_cmpstr (again_receipt, ==, receipt);
  g_assert_cmpstr (same_receipt, ==, receipt);
  g_assert_cmpstr (later_receipt, ==, receipt);
  g_assert_cmpuint (different->status, ==, 422);
  g_assert_cmpuint (get_status (fixture, "GET", "/batches/PRACTICE-20261122-000002", "", NULL), ==,
                    404);
}

static void
test_refused_batches (Fixture      *fixture,
                      gconstpointer option)
{
  g_autofree char *archive = put_archive (fixture, JPG);
  g_autofree char *csv = put_csv (fixture, JPG);
  g_autofree char *other_csv = put_csv (fixture, "ATT3501200007_00000000000Z.7z");
  g_autofree char *misnamed = put (fixture, "my.csv", "x", 1);
  g_autofree char *nameless = put (fixture, NULL, "x", 1);
  g_autofree char *empty_csv = put (fixture, DANBI_TEST_CSV_NAME, "", 0);
  g_autofree char *open = create (fixture, 5, JPG, NULL);
  const struct
  {
    const char *csv;
    const char *archive;
    guint status;
  } cases[] = {
    { csv, "/files/00000000000000000000000000000000", 422 },
    { "/files/..", archive, 422 },
    { csv, open, 409 },
    { csv, csv, 409 },
    { misnamed, archive, 422 },
    { nameless, archive, 422 },
    { empty_csv, archive, 422 },
    { other_csv, archive, 422 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = make_body (cases[i].csv, JPG, cases[i].archive);
      g_autoptr (Answer) answer = name_batch (fixture, "key-1", body);

      g_test_message ("case %u", i);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  g_assert_cmpuint (get_status (fixture, "GET", "/batches?key=key-1", "", NULL), ==, 404);
  /* A refusal holds nothing back: what was right can still be named, with the same key. */
  {
    g_autofree char *body = make_body (csv, JPG, archive);
    g_autoptr (Answer) answer = name_batch (fixture, "key-1", body);
    g_autofree char *receipt = take_receipt (answer);

    g_assert_cmpstr (receipt, ==, "PRACTICE-20261122-000001");
  }
}

static void
test_batch_requests (Fixture      *fixture,
                     gconstpointer option)
{
  g_autofree char *large = g_strnfill (DANBI_WIRE_MAX_DOCUMENT_BYTES + 1, ' ');
  g_autofree char *key = g_strnfill (129, 'k');
  g_autofree char *long_key = g_strdup_printf ("Idempotency-Key: %s\n", key);
  const char *body = "{\"csv\":\"u\",\"archives\":{\"A\":\"u\"}}";

  g_assert_cmpuint (get_status (fixture, "POST", "/batches", "", body), ==, 400);
  g_assert_cmpuint (get_status (fixture, "POST", "/batches", long_key, body), ==, 400);
  g_assert_cmpuint (get_status (fixture, "POST", "/batches", "Idempotency-Key: k\n", "{}"), ==,
                    400);
  g_assert_cmpuint (get_status (fixture, "POST", "/batches", "Idempotency-Key: k\n", NULL), ==,
                    400);
  g_assert_cmpuint (get_status (fixture, "POST", "/batches", "Idempotency-Key: k\n", large), ==,
                    413);
  g_assert_cmpuint (get_status (fixture, "GET", "/batches", "", NULL), ==, 400);
  g_assert_cmpuint (get_status (fixture, "GET", "/batches?key=", "", NULL), ==, 400);
  g_assert_cmpuint (get_status (fixture, "GET", "/batches/none", "", NULL), ==, 404);
  g_assert_cmpuint (get_status (fixture, "PUT", "/batches", "", "x"), ==, 405);
  g_assert_cmpuint (get_status (fixture, "DELETE", "/batches/none", "", NULL), ==, 405);
}

static void
test_wrong_bytes (Fixture      *fixture,
                  gconstpointer option)
{
  g_autofree char *csv = put_csv (fixture, JPG);
  g_autofree char *right = create (fixture, 3, JPG, SHA_OF_ABC);
  g_autofree char *wrong = create (fixture, 3, JPG, SHA_OF_ABC);
  g_autofree char *wrong_body = make_body (csv, JPG, wrong);
  g_autofree char *right_body = make_body (csv, JPG, right);
  const char *headers = TUS OCTETS "Upload-Offset: 0\n";
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) taken = NULL;

  g_assert_cmpuint (get_status (fixture, "PATCH", right, headers, "abc"), ==, 204);
  g_assert_cmpuint (get_status (fixture, "PATCH", wrong, headers, "abd"), ==, 204);
  refused = name_batch (fixture, "k", wrong_body);
  g_assert_cmpuint (refused->status, ==, DANBI_WIRE_STATUS_CHECKSUM_MISMATCH);
  g_assert_cmpuint (get_status (fixture, "HEAD", wrong, TUS, NULL), ==, 404);
  taken = name_batch (fixture, "k", right_body);
  g_assert_cmpuint (taken->status, ==, 202);
}

static DanbiRowState
send_again (Fixture    *fixture,
            const char *key,
            const char *name,
            const char *code)
{
  g_autofree char *archive = put_archive (fixture, name);
  g_autofree char *csv = put_csv (fixture, name);
  g_autofree char *body = make_body (csv, name, archive);
  g_autoptr (Answer) answer = name_batch (fixture, key, body);
  g_autofree char *receipt = take_receipt (answer);
  g_autoptr (DanbiBatchStatus) status = wait_for (fixture, receipt);
  const DanbiRowOutcome *row = status->rows->pdata[0];

  if (row->errors->len > 0)
    g_assert_cmpstr (((DanbiRowError *) row->errors->pdata[0])->code, ==, code);
  return row->state;
}

static void
test_replacement (Fixture      *fixture,
                  gconstpointer option)
{
  g_assert_cmpint (send_again (fixture, "k1", JPG, NULL), ==, DANBI_ROW_ACCEPTED);
  g_assert_cmpint (send_again (fixture, "k2", "ATT3501200007_00000000000B.7z", NULL), ==,
                   DANBI_ROW_ACCEPTED);
  g_assert_cmpint (send_again (fixture, "k3", JPG, "25"), ==, DANBI_ROW_REJECTED);
  g_assert_cmpint (send_again (fixture, "k4", "ATT3501200007_00000000000B.CAB", "22"), ==,
                   DANBI_ROW_REJECTED);
}

static void
test_restart (Fixture      *fixture,
              gconstpointer option)
{
  g_autofree char *archive = put_archive (fixture, JPG);
  g_autofree char *csv = put_csv (fixture, JPG);
  g_autofree char *open = create (fixture, 10, "a", NULL);
  g_autofree char *body = make_body (csv, JPG, archive);
  g_autoptr (Answer) answer = name_batch (fixture, "key-1", body);
  g_autofree char *receipt = take_receipt (answer);
  g_autofree char *path = g_strconcat ("/batches/", receipt, NULL);
  g_autoptr (Answer) checking = ask (fixture, "GET", path, "", NULL);
  g_autoptr (DanbiBatchStatus) status = NULL;
  const char *headers = TUS OCTETS "Upload-Offset: 0\n";

  /* --delay-ms holds the check: nothing of it may be touched meanwhile. */
  g_assert_nonnull (strstr (g_bytes_get_data (checking->body, NULL), "\"checking\""));
  g_assert_cmpuint (get_status (fixture, "DELETE", archive, TUS, NULL), ==, 423);
  g_assert_cmpuint (get_status (fixture, "PATCH", open, headers, "abc"), ==, 204);
  danbi_test_receiver_kill (fixture->receiver);
  danbi_test_receiver_start_again (fixture->receiver, option);
  g_assert_cmpuint (get_status (fixture, "DELETE", archive, TUS, NULL), ==, 423);
  danbi_test_receiver_kill (fixture->receiver);
  danbi_test_receiver_start_again (fixture->receiver, NULL);
  status = wait_for (fixture, receipt);
  g_assert_cmpint (((DanbiRowOutcome *) status->rows->pdata[0])->state, ==, DANBI_ROW_ACCEPTED);
  g_assert_cmpuint (get_status (fixture, "HEAD", open, TUS, NULL), ==, 200);
  g_assert_cmpuint (get_status (fixture, "PATCH", open, TUS OCTETS "Upload-Offset: 3\n", "defg"),
                    ==, 204);
  g_assert_cmpuint (count_uploads (fixture), ==, 2);
}

static void
test_lost_answer (Fixture      *fixture,
                  gconstpointer option)
{
  g_autofree char *archive = put_archive (fixture, JPG);
  g_autofree char *csv = put_csv (fixture, JPG);
  g_autofree char *body = make_body (csv, JPG, archive);
  g_autoptr (Answer) lost = name_batch (fixture, "key-1", body);
  gboolean taken = g_str_equal (option, "--fail=name-batch-after");
  g_autoptr (Answer) asked = ask (fixture, "GET", "/batches?key=key-1", "", NULL);
  g_autoptr (Answer) again = NULL;
  g_autofree char *receipt = NULL;

  g_assert_null (lost->body);
  g_assert_cmpuint (lost->status, ==, 0);
  g_assert_cmpuint (asked->status, ==, taken ? 200 : 404);
  again = name_batch (fixture, "key-1", body);
  receipt = take_receipt (again);
  g_assert_cmpstr (receipt, ==, "PRACTICE-20261122-000001");
}

static void
test_one_folder (Fixture      *fixture,
                 gconstpointer option)
{
  g_autoptr (GSubprocess) second =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, DANBI_TEST_RECEIVER, "--dir",
                        fixture->receiver->dir, NULL);

  g_assert_true (g_subprocess_wait (second, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 3);
}

static void
test_usage (void)
{
  const char *const wrong[][5] = {
    { DANBI_TEST_RECEIVER, NULL },
    { DANBI_TEST_RECEIVER, "--dir", "/tmp", "more", NULL },
    { DANBI_TEST_RECEIVER, "--dir=/tmp", "--port=65536", NULL },
    { DANBI_TEST_RECEIVER, "--dir=/tmp", "--port=-1", NULL },
    { DANBI_TEST_RECEIVER, "--dir=/tmp", "--fail=other", NULL },
    { DANBI_TEST_RECEIVER, "--dir=/tmp", "--now=yesterday", NULL },
    { DANBI_TEST_RECEIVER, "--dir=/tmp", "--address=0.0.0.0", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GSubprocess) process =
          g_subprocess_newv (wrong[i], G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);

      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    }
}

#define ADD(name, option, func)                                                                    \
  g_test_add ("/danbi/receiver/receiver/" name, Fixture, option, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("an_upload_is_created_or_refused", NULL, test_creation);
  ADD ("each_method_has_its_place", NULL, test_methods);
  ADD ("pieces_are_taken_in_order", NULL, test_pieces);
  ADD ("a_connection_lives_on_after_each_piece", NULL, test_kept_connection);
  ADD ("a_piece_that_is_too_long_leaves_nothing", NULL, test_long_piece);
  ADD ("bytes_of_a_broken_piece_count", NULL, test_broken_piece);
  ADD ("a_stranger_is_not_served", NULL, test_stranger);
  ADD ("a_right_batch_is_accepted", NULL, test_batch);
  ADD ("a_key_names_one_batch", NULL, test_same_key);
  ADD ("a_batch_without_its_uploads_is_refused", NULL, test_refused_batches);
  ADD ("a_row_of_another_shape_is_judged_as_a_row", NULL, test_short_row);
  ADD ("what_is_nowhere_is_a_problem_document", NULL, test_nowhere);
  ADD ("a_request_outside_the_contract_is_refused", NULL, test_batch_requests);
  ADD ("bytes_must_be_those_that_were_promised", NULL, test_wrong_bytes);
  ADD ("a_case_is_replaced_by_a_new_archive", NULL, test_replacement);
  ADD ("a_killed_receiver_goes_on", "--delay-ms=60000", test_restart);
  ADD ("a_lost_answer_can_be_asked_for", "--fail=name-batch-after", test_lost_answer);
  ADD ("a_lost_request_can_be_sent_again", "--fail=name-batch-before", test_lost_answer);
  ADD ("a_folder_has_one_receiver", NULL, test_one_folder);
  g_test_add_func ("/danbi/receiver/receiver/wrong_usage_is_told", test_usage);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what becomes of an upload after each answer a server can give, and what a person is
 * told: a table of scripts, one answer for each connection. */
#include "config.h"

#include <string.h>

#include "danbi-clock.h"
#include "danbi-gateway.h"
#include "danbi-test-file.h"
#include "danbi-test-line.h"

#define HEAD DANBI_TEST_HEAD
#define EMPTY DANBI_TEST_EMPTY
#define CREATED DANBI_TEST_CREATED
#define OFFSET DANBI_TEST_OFFSET
#define TAKEN DANBI_TEST_TAKEN
#define AFTER(status, when) HEAD (status) "Retry-After: " when "\r\nContent-Length: 0\r\n\r\n"
#define NONE (-1)

static DanbiGateway *
new_gateway (DanbiTestLine *line)
{
  g_autoptr (GError) error = NULL;
  DanbiGateway *gateway = danbi_gateway_new (danbi_test_line_get_url (line), "secret", &error);

  g_assert_no_error (error);
  danbi_gateway_set_pacing (gateway, 1024, 3, 4);
  danbi_gateway_set_patience (gateway, 3000);
  return gateway;
}

/* A sentence: it begins with a capital letter, and does not stop in the middle. */
static void
assert_is_sentence (const char *text)
{
  g_assert_true (g_ascii_isupper (text[0]));
  g_assert_cmpuint (strlen (text), >, 20);
  g_assert_null (strchr (text, '\n'));
  g_assert_null (strstr (text, "(null)"));
  g_assert_null (strchr (text, '%'));
  g_assert_null (strstr (text, "secret"));
}

typedef struct
{
  const char *answers[8];
  int error; /* NONE: it arrives */
  gboolean passes;
  guint connections;
  const char *words; /* of the sentence */
} Row;

static void
check_row (const Row *row)
{
  g_autoptr (GStrvBuilder) answers = g_strv_builder_new ();
  g_auto (GStrv) script = NULL;
  g_autoptr (DanbiTestLine) line = NULL;
  g_autoptr (DanbiGateway) gateway = NULL;
  g_autoptr (GError) error = NULL;
  gboolean arrived;

  for (guint n = 0; n < G_N_ELEMENTS (row->answers) && row->answers[n]; n++)
    g_strv_builder_add (answers, row->answers[n]);
  script = g_strv_builder_end (answers);
  line = danbi_test_line_new_script ((const char *const *) script);
  gateway = new_gateway (line);

  arrived = danbi_test_file_send (gateway, 3, NULL, &error);
  g_test_message ("%.40s → %s", row->answers[1] ? row->answers[1] : row->answers[0],
                  error ? error->message : "arrived");
  g_assert_cmpint (arrived, ==, row->error == NONE);
  g_assert_cmpuint (danbi_test_line_get_n_connections (line), ==, row->connections);
  if (!error)
    return;
  g_assert_error (error, DANBI_GATEWAY_ERROR, row->error);
  g_assert_cmpint (danbi_gateway_is_passing (error), ==, row->passes);
  assert_is_sentence (error->message);
  if (row->words)
    g_assert_nonnull (strstr (error->message, row->words));
}

static void
check_rows (const Row *rows,
            gsize      n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    check_row (&rows[i]);
}

static void
test_going_on (void)
{
  const Row rows[] = {
    { { CREATED ("/files/1"), TAKEN ("3") }, NONE, FALSE, 2 },
    { { CREATED ("files/1"), TAKEN ("3") }, NONE, FALSE, 2 },
    /* parts of a piece, and answers that are lost */
    { { CREATED ("/f"), TAKEN ("1"), TAKEN ("3") }, NONE, FALSE, 3 },
    { { CREATED ("/f"), "", OFFSET ("200 OK", "2"), TAKEN ("3") }, NONE, FALSE, 4 },
    { { CREATED ("/f"), "HTTP/1.1 204 ", OFFSET ("204 OK", "3") }, NONE, FALSE, 3 },
    { { CREATED ("/f"), HEAD ("204 OK"), OFFSET ("204 OK", "3") }, NONE, FALSE, 3 },
    { { "", CREATED ("/f"), TAKEN ("3") }, NONE, FALSE, 3 },
    /* come again, and the offset is asked first */
    { { EMPTY ("503 Service Unavailable"), CREATED ("/f"), TAKEN ("3") }, NONE, FALSE, 3 },
    { { AFTER ("429 Too Many Requests", "0"), CREATED ("/f"), TAKEN ("3") }, NONE, FALSE, 3 },
    { { CREATED ("/f"), EMPTY ("423 Locked"), OFFSET ("200 OK", "0"), TAKEN ("3") }, NONE, FALSE,
      4 },
    { { CREATED ("/f"), EMPTY ("409 Conflict"), OFFSET ("200 OK", "2"), TAKEN ("3") }, NONE, FALSE,
      4 },
    { { CREATED ("/f"), EMPTY ("500 Error"), OFFSET ("204 OK", "3") }, NONE, FALSE, 3 },
    { { CREATED ("/f"), EMPTY ("502 Bad Gateway"), OFFSET ("204 OK", "3") }, NONE, FALSE, 3 },
    { { CREATED ("/f"), EMPTY ("504 Gateway Timeout"), OFFSET ("204 OK", "0"), TAKEN ("3") }, NONE,
      FALSE, 4 },
    { { CREATED ("/f"), EMPTY ("408 Request Timeout"), OFFSET ("204 OK", "0"), TAKEN ("3") }, NONE,
      FALSE, 4 },
    { { CREATED ("/f"), EMPTY ("460 Checksum Mismatch"), OFFSET ("204 OK", "0"), TAKEN ("3") },
      NONE, FALSE, 4 },
    /* an upload that expired is begun again */
    { { CREATED ("/f"), EMPTY ("404 Gone"), CREATED ("/g"), TAKEN ("3") }, NONE, FALSE, 4 },
    { { CREATED ("/f"), EMPTY ("410 Gone"), CREATED ("/g"), TAKEN ("3") }, NONE, FALSE, 4 },
    { { CREATED ("/f"), "", EMPTY ("410 Gone"), CREATED ("/g"), TAKEN ("3") }, NONE, FALSE, 5 },
    /* another file under the address: its length, its hash (this one is of an empty file) */
    { { CREATED ("/f"), "",
        HEAD ("200 OK") "Upload-Offset: 0\r\nUpload-Length: 4\r\nContent-Length: 0\r\n\r\n",
        CREATED ("/g"), TAKEN ("3") },
      NONE, FALSE, 5 },
    { { CREATED ("/f"), "",
        HEAD ("200 OK") "Upload-Offset: 0\r\nUpload-Metadata: filename YS5jc3Y=,sha256 "
                        "ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MW"
                        "I3ODUyYjg1NQ==\r\nContent-Length: 0\r\n\r\n",
        CREATED ("/g"), TAKEN ("3") },
      NONE, FALSE, 5 },
    /* an offset that goes back, or that is none of this file's */
    { { CREATED ("/f"), TAKEN ("2"), TAKEN ("1"), OFFSET ("200 OK", "1"), TAKEN ("3") }, NONE,
      FALSE, 5 },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* Where only time can help, it is tried as often as was set, and then said so. */
static void
test_later (void)
{
  const int later = DANBI_GATEWAY_ERROR_LATER;
  const Row rows[] = {
    { { EMPTY ("503 A"), EMPTY ("503 B"), EMPTY ("503 C") }, later, TRUE, 3, "out of service" },
    { { EMPTY ("500 A"), EMPTY ("500 B"), EMPTY ("500 C") }, later, TRUE, 3, "fault of its own" },
    { { EMPTY ("502 A"), EMPTY ("502 B"), EMPTY ("502 C") }, later, TRUE, 3, "proxy" },
    { { EMPTY ("504 A"), EMPTY ("504 B"), EMPTY ("504 C") }, later, TRUE, 3, "too long" },
    { { EMPTY ("507 A"), EMPTY ("507 B"), EMPTY ("507 C") }, later, TRUE, 3, "disc is full" },
    { { EMPTY ("599 A"), EMPTY ("599 B"), EMPTY ("599 C") }, later, TRUE, 3, "599" },
    { { EMPTY ("429 A"), EMPTY ("429 B"), EMPTY ("429 C") }, later, TRUE, 3, "too much to do" },
    { { EMPTY ("423 A"), EMPTY ("423 B"), EMPTY ("423 C") }, later, TRUE, 3, "busy" },
    { { EMPTY ("408 A"), EMPTY ("408 B"), EMPTY ("408 C") }, later, TRUE, 3, "waited too long" },
    { { EMPTY ("425 A"), EMPTY ("425 B"), EMPTY ("425 C") }, later, TRUE, 3, "not ready" },
    /* later than anybody waits for: at once */
    { { AFTER ("429 Slow", "3600") }, later, TRUE, 1, "too much to do" },
    { { AFTER ("503 Slow", "Fri, 31 Dec 2088 23:59:59 GMT") }, later, TRUE, 1, "out of service" },
    /* a receiver that takes nothing, one that says 409 for ever, one whose bytes are damaged */
    { { CREATED ("/f"), TAKEN ("0"), OFFSET ("200 OK", "0"), TAKEN ("0"), OFFSET ("200 OK", "0"),
        TAKEN ("0") },
      later, TRUE, 6, "none of the bytes" },
    { { CREATED ("/f"), EMPTY ("409 A"), OFFSET ("200 OK", "0"), EMPTY ("409 B"),
        OFFSET ("200 OK", "0"), EMPTY ("409 C") },
      later, TRUE, 6, "more or fewer bytes" },
    { { CREATED ("/f"), EMPTY ("460 A"), OFFSET ("200 OK", "0"), EMPTY ("460 B"),
        OFFSET ("200 OK", "0"), EMPTY ("460 C") },
      later, TRUE, 6, "damaged" },
    /* answers of one byte, and none */
    { { "H", "H", "H" }, DANBI_GATEWAY_ERROR_BROKEN, TRUE, 3, "broke" },
    { { "", "", "" }, DANBI_GATEWAY_ERROR_BROKEN, TRUE, 3, "broke" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* An upload that expires again and again is begun again three times. */
static void
test_expiring (void)
{
  const Row rows[] = {
    { { CREATED ("/f"), EMPTY ("410 Gone"), CREATED ("/g"), EMPTY ("410 Gone"), CREATED ("/h"),
        EMPTY ("410 Gone"), CREATED ("/i"), EMPTY ("410 Gone") },
      DANBI_GATEWAY_ERROR_GONE, FALSE, 8, "has removed" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* Where only a person can help, it is tried once. */
static void
test_refusals (void)
{
  const int refused = DANBI_GATEWAY_ERROR_REFUSED;
  const int protocol = DANBI_GATEWAY_ERROR_PROTOCOL;
  const int auth = DANBI_GATEWAY_ERROR_AUTH;
  const Row rows[] = {
    { { EMPTY ("400 Bad Request") }, refused, FALSE, 1, "make sense" },
    { { EMPTY ("401 Unauthorized") }, auth, FALSE, 1, "access token" },
    { { EMPTY ("403 Forbidden") }, auth, FALSE, 1, "not allow" },
    { { CREATED ("/f"), EMPTY ("403 Forbidden") }, auth, FALSE, 2, "not allow" },
    { { EMPTY ("407 Proxy") }, auth, FALSE, 1, "proxy" },
    { { EMPTY ("409 Conflict") }, refused, FALSE, 1, "does not fit" },
    { { EMPTY ("412 Precondition Failed") }, refused, FALSE, 1, "tus 1.0.0" },
    { { EMPTY ("413 Too Large") }, refused, FALSE, 1, "size" },
    { { CREATED ("/f"), EMPTY ("413 Too Large") }, refused, FALSE, 2, "size" },
    { { CREATED ("/f"), EMPTY ("415 Type") }, refused, FALSE, 2, "kind" },
    { { EMPTY ("418 Teapot") }, refused, FALSE, 1, "418" },
    { { EMPTY ("501 Not Implemented") }, refused, FALSE, 1, "cannot do" },
    { { HEAD ("422 X") "Content-Type: application/problem+json\r\n\r\n"
                       "{\"detail\":\"The name is too long\"}" },
      refused, FALSE, 1, "The name is too long" },
    /* answers outside the contract */
    { { CREATED ("/f"), EMPTY ("204 No Content") }, protocol, FALSE, 2, "Upload-Offset" },
    { { CREATED ("/f"), TAKEN ("4") }, protocol, FALSE, 2, "Upload-Offset" },
    { { CREATED ("/f"), TAKEN ("18446744073709551615") }, protocol, FALSE, 2, "Upload-Offset" },
    { { CREATED ("/f"), TAKEN ("-1") }, protocol, FALSE, 2, "Upload-Offset" },
    { { CREATED ("/f"), TAKEN ("3x") }, protocol, FALSE, 2, "Upload-Offset" },
    { { CREATED ("/f"), "", OFFSET ("200 OK", "4") }, protocol, FALSE, 3, "Upload-Offset" },
    { { CREATED ("/f"), "", EMPTY ("200 OK") }, protocol, FALSE, 3, "Upload-Offset" },
    { { EMPTY ("201 Created") }, protocol, FALSE, 1, "Location" },
    { { EMPTY ("404 Not Found") }, protocol, FALSE, 1, "no gateway" },
    { { EMPTY ("410 Gone") }, protocol, FALSE, 1, "no gateway" },
    { { "220 mail.example ESMTP\r\n" }, protocol, FALSE, 1, NULL },
    /* redirects */
    { { EMPTY ("301 Moved") }, protocol, FALSE, 1, "another address" },
    { { HEAD ("302 Found") "Location: /elsewhere\r\nContent-Length: 0\r\n\r\n" }, protocol, FALSE,
      1, "another address" },
    { { CREATED ("/f"),
        HEAD ("307 X") "Location: http://127.0.0.1:9/f\r\nContent-Length: 0\r\n\r\n" },
      protocol, FALSE, 2, "another address" },
    { { CREATED ("/f"), HEAD ("308 X") "Location: /g\r\nContent-Length: 0\r\n\r\n" }, protocol,
      FALSE, 2, "another address" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* Where bytes and token may not go. */
static void
test_elsewhere (void)
{
  const int tls = DANBI_GATEWAY_ERROR_TLS;
  const Row rows[] = {
    { { CREATED ("http://gateway.example/files/1") }, tls, FALSE, 1, "another computer" },
    { { CREATED ("https://gateway.example/files/1") }, tls, FALSE, 1, "another computer" },
    { { CREATED ("http://127.0.0.1:9/files/1") }, tls, FALSE, 1, "another computer" },
    { { CREATED ("//gateway.example/files/1") }, tls, FALSE, 1, "another computer" },
    { { CREATED ("file:///etc/passwd") }, tls, FALSE, 1, "another computer" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_absolute_location (void)
{
  const char *taken[] = { TAKEN ("3"), NULL };
  g_autoptr (DanbiTestLine) target = danbi_test_line_new_script (taken);
  g_autofree char *created = g_strdup_printf (
      "HTTP/1.1 201 Created\r\nConnection: close\r\nLocation: %s/files/1\r\n"
      "Content-Length: 0\r\n\r\n",
      danbi_test_line_get_url (target));
  const char *answers[] = { created, NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  g_autoptr (GError) error = NULL;

  /* Another port is another gateway, also on this computer. */
  g_assert_false (danbi_test_file_send (gateway, 3, NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS);
  g_assert_cmpuint (danbi_test_line_get_n_connections (target), ==, 0);
}

/* A proxy with a bound for one request: the pieces become smaller until it takes them. */
static void
test_smaller_pieces (void)
{
  const char *answers[] = { CREATED ("/f"), EMPTY ("413 Too Large"), OFFSET ("200 OK", "0"),
                            TAKEN ("32768"), TAKEN ("65536"), NULL };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = NULL;

  danbi_gateway_set_pacing (gateway, 0, 3, 4);
  danbi_test_file_send (gateway, 65536, NULL, &error);
  g_assert_no_error (error);
  sent = danbi_test_line_dup_requests (line);
  g_assert_nonnull (strstr (sent, "\r\nContent-Length: 65536\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nContent-Length: 32768\r\n"));
}

#define OFFERS(extensions, algorithms)                                                             \
  HEAD ("204 No Content") "Tus-Extension: " extensions "\r\n" algorithms "\r\n"

static void
test_checksums (void)
{
  const struct
  {
    const char *offers;
    const char *header; /* NULL: none */
  } cases[] = {
    { OFFERS ("creation, checksum", "Tus-Checksum-Algorithm: md5, sha256\r\n"),
      "\r\nUpload-Checksum: sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\r\n" },
    { OFFERS ("checksum", "Tus-Checksum-Algorithm: sha1\r\n"),
      "\r\nUpload-Checksum: sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=\r\n" },
    { OFFERS ("checksum", ""), "\r\nUpload-Checksum: sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=\r\n" },
    { OFFERS ("creation,termination", "Tus-Checksum-Algorithm: sha256\r\n"), NULL },
    { OFFERS ("checksum-trailer", "Tus-Checksum-Algorithm: sha256\r\n"), NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *answers[] = { cases[i].offers, CREATED ("/f"), TAKEN ("3"), NULL };
      g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
      g_autoptr (DanbiGateway) gateway = new_gateway (line);
      g_autoptr (GError) error = NULL;
      g_autofree char *sent = NULL;
      gboolean practice;

      g_assert_true (danbi_gateway_is_practice (gateway, &practice, NULL, &error));
      danbi_test_file_send (gateway, 3, NULL, &error);
      g_assert_no_error (error);
      sent = danbi_test_line_dup_requests (line);
      if (cases[i].header)
        g_assert_nonnull (strstr (sent, cases[i].header));
      else
        g_assert_null (strstr (sent, "Upload-Checksum"));
    }
}

/* When to come back is told by the server's own clock, and so is how wrong this computer's is,
 * whether that is corrected already or not. */
static void
test_server_time (void)
{
  const gint64 server_s = 1795332003;
  const char *answers[] = {
    HEAD ("503 X") "Date: Sun, 22 Nov 2026 07:20:03 GMT\r\nRetry-After: Sun, 22 Nov 2026 08:20:03 "
                   "GMT\r\nContent-Length: 0\r\n\r\n",
    AFTER ("503 X", "600"), AFTER ("503 X", "soon"), NULL
  };
  const guint seconds[] = { 3600, 600, 0 };
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
  g_autoptr (DanbiGateway) gateway = new_gateway (line);
  gboolean practice;
  gint64 lead_s;

  danbi_clock_set_now_s (server_s + 720);
  danbi_clock_set_correction_s (-700);
  g_assert_false (danbi_gateway_get_clock_lead_s (gateway, &lead_s));
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_assert_false (danbi_gateway_is_practice (gateway, &practice, NULL, NULL));
      g_assert_cmpuint (danbi_gateway_get_retry_after_s (gateway), ==, seconds[i]);
      g_assert_true (danbi_gateway_get_clock_lead_s (gateway, &lead_s) == (i == 0));
      if (i == 0)
        g_assert_true (lead_s >= 720 && lead_s < 720 + 30);
    }
  danbi_clock_set_correction_s (0);
}

/* A proxy that does not lead on: what it says is none of the gateway's, and nothing was sent. */
static void
test_proxy (void)
{
  const struct
  {
    const char *answer;
    int error;
    const char *words;
  } cases[] = {
    { EMPTY ("407 Proxy Authentication Required"), DANBI_GATEWAY_ERROR_AUTH, "HTTP 407" },
    { EMPTY ("403 Forbidden"), DANBI_GATEWAY_ERROR_AUTH, "HTTP 403" },
    { EMPTY ("502 Bad Gateway"), DANBI_GATEWAY_ERROR_UNREACHABLE, "HTTP 502" },
    { EMPTY ("503 Service Unavailable"), DANBI_GATEWAY_ERROR_UNREACHABLE, "HTTP 503" },
    { "", DANBI_GATEWAY_ERROR_UNREACHABLE, "could not be reached" },
    { "HTTP/1.1 200 OK\r\n\r\n", DANBI_GATEWAY_ERROR_UNREACHABLE, "could not be reached" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *answers[] = { cases[i].answer, NULL };
      g_autoptr (DanbiTestLine) line = danbi_test_line_new_script (answers);
      g_autoptr (DanbiGateway) gateway =
          danbi_gateway_new ("https://gateway.example", "secret", NULL);
      g_autoptr (DanbiBatchRequest) request = danbi_batch_request_new ("https://x/1");
      g_autoptr (GError) error = NULL;
      g_autofree char *sent = NULL;

      g_hash_table_insert (request->archives, g_strdup ("A.7z"), g_strdup ("https://x/2"));
      g_setenv ("https_proxy", danbi_test_line_get_url (line), TRUE);
      g_assert_null (danbi_gateway_name_batch (gateway, "k", request, NULL, &error));
      g_unsetenv ("https_proxy");
      g_test_message ("%s", error->message);
      g_assert_error (error, DANBI_GATEWAY_ERROR, cases[i].error);
      g_assert_cmpint (danbi_gateway_is_passing (error), ==,
                       cases[i].error == DANBI_GATEWAY_ERROR_UNREACHABLE);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      sent = danbi_test_line_dup_requests (line);
      g_assert_true (g_str_has_prefix (sent, "CONNECT gateway.example:443 "));
      g_assert_null (strstr (sent, "secret"));
    }
}

/* Errors that come from elsewhere are no passing ones. */
static void
test_passing (void)
{
  g_autoptr (GError) full = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "x");
  g_autoptr (GError) stopped =
      g_error_new_literal (DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED, "x");
  g_autoptr (GError) gone =
      g_error_new_literal (DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_GONE, "x");
  g_autoptr (GError) away =
      g_error_new_literal (DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_UNREACHABLE, "x");

  g_assert_false (danbi_gateway_is_passing (full));
  g_assert_false (danbi_gateway_is_passing (stopped));
  g_assert_false (danbi_gateway_is_passing (gone));
  g_assert_false (danbi_gateway_is_passing (NULL));
  g_assert_true (danbi_gateway_is_passing (away));
}

#define ADD(name, func) g_test_add_func ("/danbi/upload/answers/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("it_goes_on_after_what_passes", test_going_on);
  ADD ("it_gives_up_for_now_where_only_time_can_help", test_later);
  ADD ("an_upload_that_expires_for_ever_is_given_up", test_expiring);
  ADD ("it_stops_at_once_where_only_a_person_can_help", test_refusals);
  ADD ("a_location_elsewhere_is_refused", test_elsewhere);
  ADD ("another_port_is_elsewhere", test_absolute_location);
  ADD ("a_proxy_that_takes_less_is_given_less", test_smaller_pieces);
  ADD ("pieces_carry_checksums_where_they_are_offered", test_checksums);
  ADD ("the_servers_clock_is_taken", test_server_time);
  ADD ("a_proxy_that_does_not_lead_on_is_told", test_proxy);
  ADD ("what_comes_from_elsewhere_does_not_pass", test_passing);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the way of one file, against the practice receiver and over lines that break. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "danbi-file.h"
#include "danbi-gateway.h"
#include "danbi-test-line.h"
#include "danbi-test-receiver.h"

#define PIECE 65536

typedef struct
{
  DanbiTestReceiver *receiver;
  char *dir;
  char *path;
  DanbiUpload upload;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->receiver = danbi_test_receiver_start (data, NULL);
  fixture->dir = g_dir_make_tmp ("danbi-transfer-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "file", NULL);
  fixture->upload.path = fixture->path;
  fixture->upload.filename = (char *) "DCF3501200007_0A1B2C3D4E5F.7z";
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  danbi_test_receiver_free (fixture->receiver);
  danbi_dir_remove (fixture->dir, NULL);
  g_free (fixture->path);
  g_free (fixture->dir);
  g_free (fixture->upload.sha256);
  g_free (fixture->upload.url);
}

/* A file of which no two pieces are alike, and a transfer that starts from nothing. */
static void
make_file (Fixture *fixture,
           gsize    size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree char *bytes = g_malloc (size + 1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) g_rand_int (rand);
  g_file_set_contents (fixture->path, bytes, (gssize) size, &error);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->upload.url, g_free);
  g_clear_pointer (&fixture->upload.sha256, g_free);
}

static void
assert_arrived (Fixture *fixture)
{
  g_autofree char *there = danbi_test_receiver_dup_upload_path (fixture->receiver,
                                                                fixture->upload.url);
  g_autofree char *sent = danbi_file_sha256 (fixture->path, NULL, NULL);
  g_autofree char *arrived = danbi_file_sha256 (there, NULL, NULL);

  g_assert_nonnull (sent);
  g_assert_cmpstr (arrived, ==, sent);
  g_assert_cmpstr (fixture->upload.sha256, ==, sent);
}

static DanbiGateway *
new_gateway (const char *url)
{
  g_autoptr (GError) error = NULL;
  DanbiGateway *gateway = danbi_gateway_new (url, NULL, &error);

  g_assert_no_error (error);
  danbi_gateway_set_pacing (gateway, PIECE, 5, 4);
  return gateway;
}

static void
upload_all (Fixture    *fixture,
            const char *url)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (url);
  g_autoptr (GError) error = NULL;

  danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_arrived (fixture);
}

static void
test_sizes (Fixture      *fixture,
            gconstpointer data)
{
  const gsize sizes[] = { 0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      make_file (fixture, sizes[i]);
      upload_all (fixture, fixture->receiver->url);
    }
}

static void
test_base_with_slash (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->receiver->url, "/", NULL);

  make_file (fixture, 10);
  upload_all (fixture, url);
  g_assert_null (strstr (fixture->upload.url, "//files"));
}

typedef struct
{
  Fixture *fixture;
  guint n_urls;
  gboolean refuse;
  gboolean may_go_back;
  guint64 first_done;
  guint64 last_done;
  guint64 total;
  gboolean acted;
  GCancellable *cancellable;
} Watch;

static gboolean
url_cb (const DanbiUpload *upload,
        gpointer           user_data,
        GError           **error)
{
  Watch *watch = user_data;
  g_autofree char *there = danbi_test_receiver_dup_upload_path (watch->fixture->receiver,
                                                                upload->url);
  GStatBuf info;

  watch->n_urls++;
  g_assert_cmpint (g_stat (there, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 0);
  if (watch->refuse)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The journal is full");
  return !watch->refuse;
}

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->total == 0)
    watch->first_done = done;
  g_assert_true (watch->may_go_back || done >= watch->last_done);
  g_assert_cmpuint (done, <=, total);
  watch->last_done = done;
  watch->total = total;
}

static void
test_address_first (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;
  Watch watch = { .fixture = fixture };

  make_file (fixture, 2 * PIECE);
  g_assert_true (danbi_gateway_upload (gateway, &fixture->upload, url_cb, &watch, progress_cb,
                                       &watch, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (watch.n_urls, ==, 1);
  g_assert_cmpuint (watch.first_done, ==, 0);
  g_assert_cmpuint (watch.last_done, ==, 2 * PIECE);
  g_assert_cmpuint (watch.total, ==, 2 * PIECE);
  assert_arrived (fixture);
}

static void
test_refused_address (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;
  g_autofree char *there = NULL;
  Watch watch = { .fixture = fixture, .refuse = TRUE };
  GStatBuf info;

  make_file (fixture, PIECE);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, url_cb, &watch, NULL, NULL,
                                        NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  there = danbi_test_receiver_dup_upload_path (fixture->receiver, fixture->upload.url);
  g_assert_cmpint (g_stat (there, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 0);
}

/* Each connection breaks somewhere else: inside headers, inside bodies, at the edge of a piece,
 * before and inside answers. */
static void
test_cuts (Fixture      *fixture,
           gconstpointer data)
{
  const gint64 ups[] = { 1, 100, 400, 700, 1000, 5000, PIECE, PIECE + 600, 2 * PIECE + 1234 };
  const gint64 downs[] = { 1, 30, 150, 250, 400, 600 };

  make_file (fixture, 4 * PIECE + 99);
  for (guint i = 0; i < G_N_ELEMENTS (ups) + G_N_ELEMENTS (downs); i++)
    {
      gint64 up = i < G_N_ELEMENTS (ups) ? ups[i] : -1;
      gint64 down = i < G_N_ELEMENTS (ups) ? -1 : downs[i - G_N_ELEMENTS (ups)];
      DanbiTestCut cuts[] = { { up, down }, { up, down }, { up, down } };
      g_autoptr (DanbiTestLine) line = danbi_test_line_new_proxy (
          fixture->receiver->port, cuts, G_N_ELEMENTS (cuts));

      g_test_message ("cut after %" G_GINT64_FORMAT " up, %" G_GINT64_FORMAT " down", up, down);
      g_clear_pointer (&fixture->upload.url, g_free);
      upload_all (fixture, danbi_test_line_get_url (line));
      g_assert_cmpuint (danbi_test_line_get_n_connections (line), >=, 2);
    }
}

/* More breaks than there are tries, but each connection gets a little further. */
static void
test_getting_on (Fixture      *fixture,
                 gconstpointer data)
{
  DanbiTestCut cuts[24];
  g_autoptr (DanbiTestLine) line = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    cuts[i] = (DanbiTestCut) { PIECE / 2, -1 };
  line = danbi_test_line_new_proxy (fixture->receiver->port, cuts, G_N_ELEMENTS (cuts));
  make_file (fixture, 14 * PIECE);
  upload_all (fixture, danbi_test_line_get_url (line));
  g_assert_cmpuint (danbi_test_line_get_n_connections (line), >, G_N_ELEMENTS (cuts));
}

static void
test_patience_ends (Fixture      *fixture,
                    gconstpointer data)
{
  const DanbiTestCut cuts[] = { { 100, -1 }, { 100, -1 }, { 100, -1 }, { 100, -1 }, { 100, -1 } };
  g_autoptr (DanbiTestLine) line =
      danbi_test_line_new_proxy (fixture->receiver->port, cuts, G_N_ELEMENTS (cuts));
  g_autoptr (DanbiGateway) gateway = new_gateway (danbi_test_line_get_url (line));
  g_autoptr (GError) error = NULL;

  make_file (fixture, 10);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, NULL, NULL, NULL,
                                        &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_BROKEN);
  g_assert_cmpuint (danbi_test_line_get_n_connections (line), ==, 5);
}

static void
test_unreachable (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;

  make_file (fixture, 10);
  danbi_test_receiver_kill (fixture->receiver);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, NULL, NULL, NULL,
                                        &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_UNREACHABLE);
  g_assert_null (fixture->upload.url);
}

static void
kill_cb (guint64  done,
         guint64  total,
         gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->acted || done < PIECE)
    return;
  watch->acted = TRUE;
  danbi_test_receiver_kill (watch->fixture->receiver);
  danbi_test_receiver_start_again (watch->fixture->receiver, NULL);
}

static void
test_receiver_restarts (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  Watch watch = { .fixture = fixture };

  make_file (fixture, 5 * PIECE);
  danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, kill_cb, &watch, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (watch.acted);
  assert_arrived (fixture);
}

static void
cancel_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  Watch *watch = user_data;

  if (done >= 3 * PIECE)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_cancel_and_go_on (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  Watch watch = { .fixture = fixture, .cancellable = cancellable };
  /* The receiver may not have seen yet that the first one ended, and refuse a piece. */
  Watch second = { .fixture = fixture, .may_go_back = TRUE };

  make_file (fixture, 5 * PIECE);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, cancel_cb, &watch,
                                        cancellable, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED);
  url = g_strdup (fixture->upload.url);
  g_assert_nonnull (url);

  g_clear_error (&error);
  g_assert_true (danbi_gateway_upload (gateway, &fixture->upload, url_cb, &second, progress_cb,
                                       &second, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->upload.url, ==, url);
  g_assert_cmpuint (second.n_urls, ==, 0);
  /* Of the piece that was under way when it was stopped nothing is sure. */
  g_assert_cmpuint (second.first_done, >=, 2 * PIECE);
  assert_arrived (fixture);
}

static void
test_cancel_while_waiting (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  make_file (fixture, 10);
  g_cancellable_cancel (cancellable);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, NULL, NULL,
                                        cancellable, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED);
  g_assert_null (fixture->upload.url);
}

/* The first word of progress comes between HEAD and the first piece, when nothing is written. */
static void
cut_off_cb (guint64  done,
            guint64  total,
            gpointer user_data)
{
  Watch *watch = user_data;
  g_autofree char *there = NULL;

  if (watch->acted)
    return;
  watch->acted = TRUE;
  watch->first_done = done;
  there = danbi_test_receiver_dup_upload_path (watch->fixture->receiver,
                                               watch->fixture->upload.url);
  g_assert_cmpint (truncate (there, PIECE / 2), ==, 0);
}

static void
test_other_offset (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *there = NULL;
  Watch refusing = { .fixture = fixture, .refuse = TRUE };
  Watch watch = { .fixture = fixture };

  make_file (fixture, 3 * PIECE);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, url_cb, &refusing, NULL, NULL,
                                        NULL, NULL));
  there = danbi_test_receiver_dup_upload_path (fixture->receiver, fixture->upload.url);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, NULL, NULL));
  g_assert_true (g_file_set_contents (there, bytes, PIECE, NULL));

  danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, cut_off_cb, &watch, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (watch.first_done, ==, PIECE);
  assert_arrived (fixture);
}

static void
test_forgotten (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;
  g_autofree char *old = NULL;
  Watch watch = { .fixture = fixture };

  make_file (fixture, PIECE);
  upload_all (fixture, fixture->receiver->url);
  old = g_strdup (fixture->upload.url);
  g_assert_true (danbi_gateway_terminate (gateway, old, NULL, &error));
  g_assert_true (danbi_gateway_terminate (gateway, old, NULL, &error));
  g_assert_no_error (error);

  g_assert_true (danbi_gateway_upload (gateway, &fixture->upload, url_cb, &watch, NULL, NULL, NULL,
                                       &error));
  g_assert_no_error (error);
  g_assert_cmpuint (watch.n_urls, ==, 1);
  g_assert_cmpstr (fixture->upload.url, !=, old);
  assert_arrived (fixture);
}

static void
test_other_gateway (Fixture      *fixture,
                    gconstpointer data)
{
  const char *strangers[] = { "https://other.example/files/1", "http://other.example/files/1",
                              "http://127.0.0.1:1/files/0", "not a url" };

  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      make_file (fixture, 100);
      fixture->upload.url = g_strdup (strangers[i]);
      upload_all (fixture, fixture->receiver->url);
      g_assert_true (g_str_has_prefix (fixture->upload.url, fixture->receiver->url));
    }
}

static void
test_other_length (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *old = NULL;

  make_file (fixture, 100);
  upload_all (fixture, fixture->receiver->url);
  old = g_strdup (fixture->upload.url);
  make_file (fixture, 101);
  fixture->upload.url = g_strdup (old);
  upload_all (fixture, fixture->receiver->url);
  g_assert_cmpstr (fixture->upload.url, !=, old);
}

static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  DanbiUpload absent = { .path = (char *) "/nonexistent/file", .filename = (char *) "a.csv" };
  DanbiUpload folder = { .path = fixture->dir, .filename = (char *) "a.csv" };
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_gateway_upload (gateway, &absent, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (danbi_gateway_upload (gateway, &folder, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
}

static void
shorten_cb (guint64  done,
            guint64  total,
            gpointer user_data)
{
  Watch *watch = user_data;

  if (done >= PIECE)
    g_assert_cmpint (truncate (watch->fixture->path, PIECE + 10), ==, 0);
}

static void
test_file_shrinks (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;
  Watch watch = { .fixture = fixture };

  make_file (fixture, 3 * PIECE);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, shorten_cb, &watch,
                                        NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
}

static void
test_too_large (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (DanbiGateway) gateway = new_gateway (fixture->receiver->url);
  g_autoptr (GError) error = NULL;

  make_file (fixture, 0);
  fixture->upload.sha256 = g_strnfill (64, '0');
  g_assert_cmpint (truncate (fixture->path, 4500000001), ==, 0);
  g_assert_false (danbi_gateway_upload (gateway, &fixture->upload, NULL, NULL, NULL, NULL, NULL,
                                        &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_REFUSED);
}

/* Uploads @text as @filename and returns its address. */
static char *
put (Fixture      *fixture,
     DanbiGateway *gateway,
     const char   *filename,
     const char   *text)
{
  DanbiUpload upload = { .path = fixture->path, .filename = (char *) filename };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  danbi_gateway_upload (gateway, &upload, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_free (upload.sha256);
  return upload.url;
}

/* The whole way of a batch whose answer, or whose request, is lost. */
static void
settle (const char *option,
        gboolean    taken)
{
  Fixture fixture = { 0 };
  g_autoptr (DanbiGateway) gateway = NULL;
  g_autoptr (DanbiBatchRequest) request = NULL;
  g_autoptr (DanbiBatchStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *found = NULL;
  g_autofree char *receipt = NULL;

  set_up (&fixture, option);
  gateway = new_gateway (fixture.receiver->url);
  csv = put (&fixture, gateway, "3501200007_20261122_001.csv", ",,,,,,,,,,,,,A.7z,,,\r\n");
  request = danbi_batch_request_new (csv);
  g_hash_table_insert (request->archives, g_strdup ("A.7z"),
                       put (&fixture, gateway, "A.7z", "no archive"));

  g_assert_null (danbi_gateway_name_batch (gateway, "key-1", request, NULL, &error));
  g_assert_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_BROKEN);
  g_clear_error (&error);
  g_assert_true (danbi_gateway_find_batch (gateway, "key-1", &found, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (found != NULL, ==, taken);
  receipt = danbi_gateway_name_batch (gateway, "key-1", request, NULL, &error);
  g_assert_no_error (error);
  if (taken)
    g_assert_cmpstr (receipt, ==, found);
  do
    {
      g_clear_pointer (&status, danbi_batch_status_free);
      status = danbi_gateway_get_batch (gateway, receipt, NULL, &error);
      g_assert_no_error (error);
    }
  while (!status->done);
  g_assert_cmpint (((DanbiRowOutcome *) status->rows->pdata[0])->state, ==, DANBI_ROW_REJECTED);
  tear_down (&fixture, NULL);
}

static void
test_lost_answer (void)
{
  settle ("--fail=name-batch-after", TRUE);
}

static void
test_lost_request (void)
{
  settle ("--fail=name-batch-before", FALSE);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/danbi/upload/transfer/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("files_of_any_size_arrive", test_sizes);
  ADD ("a_slash_after_the_address_changes_nothing", test_base_with_slash);
  ADD ("the_address_is_told_before_the_first_byte", test_address_first);
  ADD ("nothing_is_sent_when_the_address_cannot_be_kept", test_refused_address);
  ADD ("a_broken_line_is_gone_on_from", test_cuts);
  ADD ("patience_is_new_whenever_it_gets_on", test_getting_on);
  ADD ("a_line_that_always_breaks_is_given_up", test_patience_ends);
  ADD ("a_receiver_that_is_away_is_unreachable", test_unreachable);
  ADD ("a_receiver_may_be_killed_and_come_back", test_receiver_restarts);
  ADD ("a_stopped_transfer_goes_on_later", test_cancel_and_go_on);
  ADD ("a_cancelled_transfer_does_not_begin", test_cancel_while_waiting);
  ADD ("an_offset_that_differs_is_asked_for", test_other_offset);
  ADD ("a_forgotten_upload_starts_again", test_forgotten);
  ADD ("an_upload_of_another_gateway_starts_again", test_other_gateway);
  ADD ("an_upload_of_another_length_starts_again", test_other_length);
  ADD ("an_unreadable_file_is_told", test_unreadable);
  ADD ("a_file_that_shrinks_is_told", test_file_shrinks);
  ADD ("a_file_that_is_too_large_is_refused", test_too_large);
  g_test_add_func ("/danbi/upload/transfer/a_lost_answer_is_settled_by_asking", test_lost_answer);
  g_test_add_func ("/danbi/upload/transfer/a_lost_request_is_sent_again", test_lost_request);
  return g_test_run ();
}

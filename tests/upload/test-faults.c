/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fault runs: a line that is cut at random places, a receiver that is killed, a sender that is, a
 * disc that is full on either side. Nothing is lost, nothing is there twice, and what travels again
 * is at most a piece for each fault.
 *
 * How many: DANBI_FAULT_CUTS, DANBI_FAULT_RESTARTS, DANBI_FAULT_KILLS, DANBI_FAULT_FULL_DISCS. */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "danbi-file.h"
#include "danbi-gateway.h"
#include "danbi-test-file.h"
#include "danbi-test-line.h"
#include "danbi-test-receiver.h"

#define PIECE 65536
#define PATIENCE 1000
#define HEADER_BYTES 1024 /* more than any request has beside its piece */

static guint
get_count (const char *name,
           guint       otherwise)
{
  const char *text = g_getenv (name);

  return text ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

typedef struct
{
  DanbiTestReceiver *receiver;
  DanbiUpload upload;
  guint64 size;
  guint n_faults;
  guint n_done;
  guint64 next_at;
  GRand *rand;
} Run;

static void
run_begin (Run    *run,
           guint64 size)
{
  run->receiver = danbi_test_receiver_start (NULL, NULL);
  run->size = size;
  run->upload.path = danbi_test_file_new (size);
  run->upload.filename = (char *) "DCF3501200007_0A1B2C3D4E5F.7z";
  run->rand = g_rand_new_with_seed (g_random_int ());
}

static DanbiGateway *
new_gateway (const char *url)
{
  DanbiGateway *gateway = danbi_gateway_new (url, NULL, NULL);

  danbi_gateway_set_pacing (gateway, PIECE, PATIENCE, 2);
  return gateway;
}

/* How many uploads the receiver has bytes of. An answer to a creation may be lost: what it made is
 * never sent anything, and goes after a week. */
static guint
count_uploads (Run *run)
{
  g_autofree char *path = g_build_filename (run->receiver->dir, "uploads", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      struct stat info;

      if (!g_str_has_suffix (name, ".json") && stat (file, &info) == 0 && info.st_size > 0)
        n++;
    }
  return n;
}

/* Nothing is lost and nothing is there twice. */
static void
run_end (Run  *run,
         char *url)
{
  g_autofree char *there = danbi_test_receiver_dup_upload_path (run->receiver, url);
  g_autofree char *sent = danbi_file_sha256 (run->upload.path, NULL, NULL);
  g_autofree char *arrived = danbi_file_sha256 (there, NULL, NULL);

  g_assert_nonnull (sent);
  g_assert_cmpstr (arrived, ==, sent);
  g_assert_cmpuint (count_uploads (run), ==, 1);
  danbi_test_receiver_free (run->receiver);
  danbi_test_file_remove (run->upload.path);
  g_free (run->upload.url);
  g_free (run->upload.sha256);
  g_rand_free (run->rand);
}

/* Three in four connections end somewhere in what is sent, the others somewhere in an answer. */
static DanbiTestCut *
new_cuts (GRand *rand,
          guint  n)
{
  DanbiTestCut *cuts = g_new (DanbiTestCut, n);

  for (guint i = 0; i < n; i++)
    {
      gboolean down = g_rand_int_range (rand, 0, 4) == 0;

      cuts[i] = (DanbiTestCut) { .up = down ? -1 : g_rand_int_range (rand, 1, 3 * PIECE),
                                 .down = down ? g_rand_int_range (rand, 1, 600) : -1 };
    }
  return cuts;
}

static void
test_cuts (void)
{
  Run run = { .n_faults = get_count ("DANBI_FAULT_CUTS", 20) };
  g_autoptr (DanbiTestLine) line = NULL;
  g_autoptr (DanbiGateway) gateway = NULL;
  g_autofree DanbiTestCut *cuts = NULL;
  g_autoptr (GError) error = NULL;
  guint64 up;

  run_begin (&run, (guint64) run.n_faults * 2 * PIECE + 99);
  cuts = new_cuts (run.rand, run.n_faults);
  line = danbi_test_line_new_proxy (run.receiver->port, cuts, run.n_faults);
  gateway = new_gateway (danbi_test_line_get_url (line));
  danbi_gateway_upload (gateway, &run.upload, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  up = danbi_test_line_get_bytes_up (line);
  g_assert_cmpuint (danbi_test_line_get_n_connections (line), >, run.n_faults);
  g_test_message ("%u cuts, %u connections: %" G_GUINT64_FORMAT " bytes of a file, %"
                  G_GUINT64_FORMAT " over the line, %" G_GUINT64_FORMAT " more a cut (headers "
                  "among them; a piece has %d)",
                  run.n_faults, danbi_test_line_get_n_connections (line), run.size, up,
                  (up - run.size) / run.n_faults, PIECE);
  g_assert_cmpuint (up, >=, run.size);
  g_assert_cmpuint (up - run.size, <=,
                    run.n_faults * (guint64) (PIECE + 4 * HEADER_BYTES)
                        + run.size / PIECE * HEADER_BYTES + HEADER_BYTES);
  run_end (&run, run.upload.url);
}

static void
kill_receiver_cb (guint64  done,
                  guint64  total,
                  gpointer user_data)
{
  Run *run = user_data;

  if (run->n_done >= run->n_faults || done < run->next_at)
    return;
  run->n_done++;
  run->next_at = done + (guint64) g_rand_int_range (run->rand, PIECE / 4, 3 * PIECE);
  danbi_test_receiver_kill (run->receiver);
  danbi_test_receiver_start_again (run->receiver, NULL);
}

static void
test_restarts (void)
{
  Run run = { .n_faults = get_count ("DANBI_FAULT_RESTARTS", 3) };
  g_autoptr (DanbiGateway) gateway = NULL;
  g_autoptr (GError) error = NULL;

  run_begin (&run, (guint64) run.n_faults * 4 * PIECE + 99);
  gateway = new_gateway (run.receiver->url);
  danbi_gateway_upload (gateway, &run.upload, NULL, NULL, kill_receiver_cb, &run, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (run.n_done, ==, run.n_faults);
  g_test_message ("the receiver was killed and started again %u times", run.n_done);
  run_end (&run, run.upload.url);
}

static GSubprocess *
start_sender (Run        *run,
              const char *url,
              const char *journal)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  GSubprocess *sender;

  g_subprocess_launcher_setenv (launcher, "DANBI_TEST_CEILING", "4000000", TRUE);
  g_subprocess_launcher_setenv (launcher, "DANBI_TEST_PIECE", G_STRINGIFY (PIECE), TRUE);
  g_subprocess_launcher_setenv (launcher, "DANBI_TEST_SHA256", run->upload.sha256, TRUE);
  sender = g_subprocess_launcher_spawn (launcher, &error, DANBI_TEST_UPLOAD, run->upload.path, url,
                                        journal, NULL);
  g_assert_no_error (error);
  return sender;
}

/* Waits until @more bytes came over the line, and then the sender is gone. */
static gboolean
kill_after (GSubprocess   *sender,
            DanbiTestLine *line,
            guint64        more)
{
  guint64 goal = danbi_test_line_get_bytes_up (line) + more;
  gint64 end_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (danbi_test_line_get_bytes_up (line) < goal && g_get_monotonic_time () < end_us
         && g_subprocess_get_identifier (sender))
    g_usleep (500);
  g_subprocess_force_exit (sender);
  g_subprocess_wait (sender, NULL, NULL);
  return g_subprocess_get_if_signaled (sender);
}

static void
test_killed_sender (void)
{
  Run run = { .n_faults = get_count ("DANBI_FAULT_KILLS", 3) };
  g_autoptr (DanbiTestLine) line = NULL;
  g_autoptr (GSubprocess) last = NULL;
  g_autofree char *journal = NULL;
  g_autofree char *url = NULL;
  guint64 up;

  run_begin (&run, (guint64) run.n_faults * 4 * PIECE + 99);
  run.upload.sha256 = danbi_file_sha256 (run.upload.path, NULL, NULL);
  journal = g_build_filename (run.receiver->dir, "journal", NULL);
  line = danbi_test_line_new_proxy (run.receiver->port, NULL, 0);
  for (guint i = 0; i < run.n_faults; i++)
    {
      g_autoptr (GSubprocess) sender =
          start_sender (&run, danbi_test_line_get_url (line), journal);

      g_assert_true (
          kill_after (sender, line, (guint64) g_rand_int_range (run.rand, 1, 3 * PIECE)));
    }
  last = start_sender (&run, danbi_test_line_get_url (line), journal);
  g_assert_true (g_subprocess_wait_check (last, NULL, NULL));
  g_assert_true (g_file_get_contents (journal, &url, NULL, NULL));
  up = danbi_test_line_get_bytes_up (line);
  g_test_message ("the sender was killed %u times: %" G_GUINT64_FORMAT " bytes of a file, %"
                  G_GUINT64_FORMAT " over the line, %" G_GUINT64_FORMAT " more a kill",
                  run.n_faults, run.size, up, (up - run.size) / MAX (run.n_faults, 1));
  g_assert_cmpuint (up - run.size, <=,
                    run.n_faults * (guint64) (PIECE + 4 * HEADER_BYTES)
                        + run.size / PIECE * HEADER_BYTES + HEADER_BYTES);
  run_end (&run, url);
}

/* The receiver's disc takes no file that is larger. */
static gboolean
set_disc (Run    *run,
          guint64 bytes)
{
  const struct rlimit limit = { .rlim_cur = bytes, .rlim_max = RLIM_INFINITY };
  const char *id = g_subprocess_get_identifier (run->receiver->process);

  return prlimit ((pid_t) g_ascii_strtoll (id, NULL, 10), RLIMIT_FSIZE, &limit, NULL) == 0;
}

/* In each pause somebody makes room, but not much. */
static void
make_room_cb (gint64      next_try_s,
              const char *why,
              gpointer    user_data)
{
  Run *run = user_data;

  if (!why || !strstr (why, "507"))
    return;
  run->n_done++;
  run->next_at += (guint64) g_rand_int_range (run->rand, PIECE / 4, 2 * PIECE);
  g_assert_true (set_disc (run, run->n_done < run->n_faults ? run->next_at : RLIM_INFINITY));
}

static void
test_full_disc (void)
{
  Run run = { .n_faults = get_count ("DANBI_FAULT_FULL_DISCS", 3) };
  g_autoptr (DanbiGateway) gateway = NULL;
  g_autoptr (GError) error = NULL;

  run_begin (&run, (guint64) run.n_faults * 3 * PIECE + 99);
  run.next_at = PIECE / 2;
  gateway = new_gateway (run.receiver->url);
  danbi_gateway_set_wait_func (gateway, make_room_cb, &run);
  if (!set_disc (&run, run.next_at))
    {
      g_test_skip ("The size of files cannot be bounded here");
      run.n_done = run.n_faults;
    }
  danbi_gateway_upload (gateway, &run.upload, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (run.n_done, ==, run.n_faults);
  g_test_message ("the receiver's disc was full %u times", run.n_done);
  run_end (&run, run.upload.url);
}

static gboolean
full_journal_cb (const DanbiUpload *upload,
                 gpointer           user_data,
                 GError           **error)
{
  Run *run = user_data;

  if (run->n_done++ >= run->n_faults)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "No space left on device");
  return FALSE;
}

/* What cannot be written down is not sent: each time ends at once, and the next begins anew. */
static void
test_full_disc_here (void)
{
  Run run = { .n_faults = get_count ("DANBI_FAULT_FULL_DISCS", 3) };
  g_autoptr (DanbiGateway) gateway = NULL;
  g_autoptr (GError) error = NULL;

  run_begin (&run, 3 * PIECE);
  gateway = new_gateway (run.receiver->url);
  for (guint i = 0; i < run.n_faults; i++)
    {
      g_autoptr (GError) full = NULL;

      g_clear_pointer (&run.upload.url, g_free);
      g_assert_false (danbi_gateway_upload (gateway, &run.upload, full_journal_cb, &run, NULL,
                                            NULL, NULL, &full));
      g_assert_error (full, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
      g_assert_false (danbi_gateway_is_passing (full));
      g_assert_cmpuint (count_uploads (&run), ==, 0);
    }
  g_clear_pointer (&run.upload.url, g_free);
  danbi_gateway_upload (gateway, &run.upload, full_journal_cb, &run, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("the disc here was full %u times", run.n_faults);
  run_end (&run, run.upload.url);
}

#define ADD(name, func) g_test_add_func ("/danbi/upload/faults/" name, func)

int
main (int   argc,
      char *argv[])
{
  /* The receiver inherits it: a file that may not grow is an error then, and not its end. */
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  ADD ("a_line_is_cut_at_random_places", test_cuts);
  ADD ("the_receiver_is_killed_and_comes_back", test_restarts);
  ADD ("the_sender_is_killed_and_goes_on", test_killed_sender);
  ADD ("the_receivers_disc_is_full", test_full_disc);
  ADD ("the_disc_here_is_full", test_full_disc_here);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A password is asked for in one thread and given in another, by whoever listens to the desk. */
#include "config.h"

#include "danbi-password-request.h"
#include "flow-test.h"
#include "test-archive.h"

static gpointer
answer_in_thread (gpointer data)
{
  g_usleep (20000);
  danbi_password_request_answer (data, "secret");
  danbi_password_request_answer (data, "too late");
  return NULL;
}

static void
test_answer (void)
{
  g_autoptr (DanbiPasswordRequest) request = danbi_password_request_new ("/a/b.zip", TRUE);
  GThread *thread = g_thread_new ("answer", answer_in_thread, request);
  g_autofree char *password = danbi_password_request_wait (request, NULL);

  g_assert_cmpstr (password, ==, "secret");
  g_assert_cmpstr (danbi_password_request_get_archive (request), ==, "/a/b.zip");
  g_assert_true (danbi_password_request_is_wrong (request));
  g_thread_join (thread);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (20000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (DanbiPasswordRequest) request = danbi_password_request_new ("/a/b.zip", FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_in_thread, cancellable);

  g_assert_null (danbi_password_request_wait (request, cancellable));
  g_thread_join (thread);
}

typedef struct
{
  const char *const *answers;
  guint n_asked;
  guint n_closed;
} User;

static void
closed_cb (DanbiPasswordRequest *request,
           User                 *user)
{
  user->n_closed++;
}

static gboolean
wanted_cb (DanbiDesk            *desk,
           DanbiPasswordRequest *request,
           User                 *user)
{
  g_assert_cmpint (danbi_password_request_is_wrong (request), ==, user->n_asked > 0);
  g_signal_connect (request, "closed", G_CALLBACK (closed_cb), user);
  danbi_password_request_answer (request, user->answers[user->n_asked++]);
  return TRUE;
}

static char *
write_archive (FlowTest *test)
{
  g_autofree char *image = flow_test_write_jpeg (test, "a.jpg", 1);
  const TestEntry entries[] = { { .name = "a.jpg", .source = image }, { 0 } };
  char *archive = g_build_filename (test->dir, "x.zip", NULL);

  test_archive_write (archive, "zip", "encryption=aes256", entries);
  return archive;
}

static void
test_desk (FlowTest     *test,
           gconstpointer data)
{
  static const char *const answers[] = { "wrong", "secret", NULL };
  g_autofree char *archive = write_archive (test);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GError) error = NULL;
  User user = { .answers = answers };

  g_signal_connect (test->desk, "password-wanted", G_CALLBACK (wanted_cb), &user);
  g_assert_true (flow_test_add_images (test, item, archive, &error));
  g_assert_no_error (error);
  images = danbi_case_dup_image_array (item);
  g_assert_cmpuint (images->len, ==, 1);
  g_assert_null (((DanbiImage *) images->pdata[0])->error);
  g_assert_cmpuint (user.n_asked, ==, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (user.n_closed, ==, 2);
}

/* Nobody is there to type it: the archive is named, and nothing waits for ever. */
static void
test_nobody (FlowTest     *test,
             gconstpointer data)
{
  g_autofree char *archive = write_archive (test);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (flow_test_add_images (test, item, archive, &error));
  g_assert_no_error (error);
  images = danbi_case_dup_image_array (item);
  g_assert_cmpuint (images->len, ==, 1);
  g_assert_nonnull (((DanbiImage *) images->pdata[0])->error);
  g_assert_cmpstr (((DanbiImage *) images->pdata[0])->source_path, ==, archive);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/flow/password-request/the_first_answer_counts", test_answer);
  g_test_add_func ("/danbi/flow/password-request/cancelling_ends_the_waiting", test_cancel);
  g_test_add ("/danbi/flow/password-request/the_desk_asks_until_it_opens", FlowTest, NULL,
              flow_test_set_up, test_desk, flow_test_tear_down);
  g_test_add ("/danbi/flow/password-request/without_a_listener_the_archive_is_named", FlowTest,
              NULL, flow_test_set_up, test_nobody, flow_test_tear_down);
  return g_test_run ();
}

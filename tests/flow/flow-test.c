/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk in a folder of its own, and what a test does at it, waited for. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-fixture.h"
#include "danbi-paths.h"
#include "danbi-test-rulebook.h"
#include "flow-test.h"

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
await (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

void
flow_test_set_up (FlowTest     *test,
                  gconstpointer data)
{
  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  test->dir = g_dir_make_tmp ("danbi-flow-XXXXXX", NULL);
  flow_test_reopen (test);
}

void
flow_test_tear_down (FlowTest     *test,
                     gconstpointer data)
{
  flow_test_stop_receiver (test);
  g_clear_object (&test->desk);
  g_assert_true (danbi_dir_remove (test->dir, NULL));
  g_free (test->dir);
}

/* Closes the desk and opens it again, as the next start of the program does. */
void
flow_test_reopen (FlowTest *test)
{
  g_autofree char *data = g_build_filename (test->dir, "data", NULL);
  g_autoptr (GError) error = NULL;

  g_clear_object (&test->desk);
  test->desk = danbi_desk_open (data, &error);
  g_assert_no_error (error);
}

/* @option and @value are of the receiver's own, or %NULL. */
static char *
start_receiver (FlowTest   *test,
                const char *option,
                const char *value)
{
  g_autofree char *program = danbi_paths_dup_program ("danbi-receiver", "receiver");
  g_autofree char *dir = g_build_filename (test->dir, "receiver", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  char *url;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { program, "--port", "0", "--dir", dir, "--now",
                         "2026-11-22T16:00:00+08:00", "--die-with-parent", option, value, NULL };

  test->receiver = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (test->receiver));
  url = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  return url;
}

/* @fault is one of the receiver's own, or %NULL. */
void
flow_test_start_receiver (FlowTest   *test,
                          const char *fault)
{
  g_autofree char *url = start_receiver (test, fault ? "--fail" : NULL, fault);

  danbi_desk_set_gateway (test->desk, url, NULL);
}

/* One that checks each batch for a while. */
void
flow_test_start_slow_receiver (FlowTest   *test,
                               const char *delay_ms)
{
  g_autofree char *url = start_receiver (test, "--delay-ms", delay_ms);

  danbi_desk_set_gateway (test->desk, url, NULL);
}

void
flow_test_stop_receiver (FlowTest *test)
{
  if (!test->receiver)
    return;
  g_subprocess_force_exit (test->receiver);
  g_subprocess_wait (test->receiver, NULL, NULL);
  g_clear_object (&test->receiver);
}

void
flow_test_fill (FlowTest  *test,
                DanbiCase *item)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();

  for (int field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_desk_enter (test->desk, item, field, danbi_record_get (record, field));
}

void
flow_test_save (FlowTest  *test,
                DanbiCase *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  danbi_desk_save_async (test->desk, item, NULL, keep_result_cb, &result);
  await (&result);
  g_assert_true (danbi_desk_save_finish (test->desk, result, &error));
  g_assert_no_error (error);
}

gboolean
flow_test_add_images (FlowTest   *test,
                      DanbiCase  *item,
                      const char *path,
                      GError    **error)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  g_list_store_append (files, file);
  danbi_desk_add_images_async (test->desk, item, G_LIST_MODEL (files), NULL, NULL, NULL,
                               keep_result_cb, &result);
  await (&result);
  return danbi_desk_add_images_finish (test->desk, result, error);
}

DanbiDrop *
flow_test_read_drop (FlowTest          *test,
                     DanbiCase         *item,
                     const char *const *paths,
                     GError           **error)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; paths[i]; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);

      g_list_store_append (files, file);
    }
  danbi_desk_read_drop_async (test->desk, item, G_LIST_MODEL (files), NULL, NULL, NULL,
                              keep_result_cb, &result);
  await (&result);
  return danbi_desk_read_drop_finish (test->desk, result, error);
}

gboolean
flow_test_take_drop (FlowTest     *test,
                     DanbiCase    *item,
                     DanbiDrop    *drop,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_take_drop_async (test->desk, item, drop, NULL, NULL, cancellable, keep_result_cb,
                              &result);
  await (&result);
  return danbi_desk_take_drop_finish (test->desk, result, error);
}

char *
flow_test_write_jpeg (FlowTest   *test,
                      const char *name,
                      guint       seed)
{
  char *path = g_build_filename (test->dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_fixture_write_jpeg (path, 1600, 1400, FALSE, 80, seed, &error));
  g_assert_no_error (error);
  return path;
}

DanbiCase *
flow_test_new_ready_case (FlowTest *test,
                          guint     seed)
{
  DanbiCase *item = danbi_desk_new_case (test->desk);
  g_autofree char *name = g_strdup_printf ("film-%u.jpg", seed);
  g_autofree char *path = flow_test_write_jpeg (test, name, seed);
  g_autoptr (GError) error = NULL;

  flow_test_fill (test, item);
  g_assert_true (flow_test_add_images (test, item, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
  return item;
}

DanbiCase *
flow_test_load (FlowTest *test,
                gint64    id,
                GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_load_case_async (test->desk, id, NULL, keep_result_cb, &result);
  await (&result);
  return danbi_desk_load_case_finish (test->desk, result, error);
}

void
flow_test_finish (DanbiSending *sending)
{
  while (!danbi_sending_get_finished (sending))
    g_main_context_iteration (NULL, TRUE);
}

DanbiSending *
flow_test_send (FlowTest  *test,
                DanbiCase *item)
{
  gint64 id = danbi_case_get_id (item);
  DanbiSending *sending = danbi_desk_send (test->desk, &id, 1, DANBI_SEND_DEFAULT);

  flow_test_finish (sending);
  return sending;
}

/* How many batches the receiver took in, from what it keeps on disk. */
guint
flow_test_count_batches (FlowTest *test)
{
  g_autofree char *path = g_build_filename (test->dir, "receiver", "batches", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  for (const char *name; dir && (name = g_dir_read_name (dir));)
    n += g_str_has_suffix (name, ".json");
  return n;
}

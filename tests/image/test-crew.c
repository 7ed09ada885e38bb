/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children that crash, hang or try to break out, over one file of many. */
#include "config.h"

#include "danbi-crew.h"
#include "danbi-file-problem.h"
#include "image-test.h"

#define N_FILES 40
#define BAD_FILE 20
#define HANG_TIMEOUT_MS "1500"

typedef struct
{
  TestFolder folder;
  GPtrArray *jobs;
  guint n_told;
} Fixture;

static void
fixture_init (Fixture *self)
{
  test_folder_init (&self->folder);
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_job_free);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("IM%u", i);
      g_autofree char *path = NULL;
      TestDicom dicom = { .rows = 2, .columns = 2, .bits = 8, .pixels = "\1\2\3\4", .n_pixels = 4 };

      path = test_folder_write_small (&self->folder, name, &dicom);
      g_ptr_array_add (self->jobs, danbi_job_new (path, 0, FALSE));
    }
}

static void
fixture_clear (Fixture *self)
{
  g_ptr_array_unref (self->jobs);
  test_folder_clear (&self->folder);
}

static void
job_told_cb (DanbiJob *job,
             gpointer  user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (job == g_ptr_array_index (fixture->jobs, fixture->n_told));
  g_assert_true (danbi_job_is_done (job));
  fixture->n_told++;
}

static void
run_with (Fixture    *fixture,
          const char *trial)
{
  g_autoptr (DanbiCrew) crew = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("DANBI_INSPECTOR_TEST", trial, TRUE);
  if (g_str_has_prefix (trial, "hang"))
    g_setenv ("DANBI_INSPECTOR_TIMEOUT_MS", HANG_TIMEOUT_MS, TRUE);
  crew = danbi_crew_new (FALSE);
  g_assert_true (danbi_crew_run (crew, fixture->jobs, job_told_cb, fixture, NULL, &error));
  g_assert_no_error (error);
  g_unsetenv ("DANBI_INSPECTOR_TEST");
  g_unsetenv ("DANBI_INSPECTOR_TIMEOUT_MS");
}

static void
assert_one_bad (Fixture          *fixture,
                DanbiFileProblem  expected)
{
  g_autofree char *sentence = danbi_file_problem_dup_sentence (expected, NULL);

  g_assert_cmpuint (fixture->n_told, ==, N_FILES);
  for (guint i = 0; i < N_FILES; i++)
    {
      const DanbiJob *job = g_ptr_array_index (fixture->jobs, i);

      g_assert_cmpstr (job->image->error, ==, i == BAD_FILE ? sentence : NULL);
      g_assert_cmpuint (job->image->rows, ==, i == BAD_FILE ? 0 : 2);
    }
}

static void
test_bad_file (gconstpointer data)
{
  const DanbiFileProblem problem = g_str_has_prefix (data, "hang") ? DANBI_FILE_TIMED_OUT
                                                                   : DANBI_FILE_CRASHED;
  Fixture fixture = { 0 };

#if defined (__SANITIZE_ADDRESS__)
  if (g_str_has_prefix (data, "memory"))
    {
      g_test_skip ("memory is not limited under the address sanitizer");
      return;
    }
#endif
  fixture_init (&fixture);
  run_with (&fixture, data);
  assert_one_bad (&fixture, problem);
  fixture_clear (&fixture);
}

static void
test_locked (gconstpointer data)
{
  Fixture fixture = { 0 };
  g_autofree char *existing = NULL;
  g_autofree char *trial = NULL;

  fixture_init (&fixture);
  existing = test_folder_write (&fixture.folder, "existing", "as it was", -1);
  trial = g_strconcat (data, ":", existing, NULL);
  run_with (&fixture, trial);
  g_assert_cmpuint (fixture.n_told, ==, N_FILES);
  for (guint i = 0; i < N_FILES; i++)
    {
      const DanbiJob *job = g_ptr_array_index (fixture.jobs, i);

      g_assert_cmpstr (job->image->error, ==, NULL);
    }
  fixture_clear (&fixture);
}

static void
test_a_new_file_is_not_written (void)
{
  Fixture fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *trial = NULL;

  fixture_init (&fixture);
  path = test_folder_dup_path (&fixture.folder, "new");
  trial = g_strconcat ("write:", path, NULL);
  run_with (&fixture, trial);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  for (guint i = 0; i < N_FILES; i++)
    g_assert_null (((DanbiJob *) g_ptr_array_index (fixture.jobs, i))->image->error);
  fixture_clear (&fixture);
}

/* Every file is bad: each costs a child, and the crew goes on to the end. */
static void
test_all_bad (void)
{
  Fixture fixture = { 0 };

  test_folder_init (&fixture.folder);
  fixture.jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_job_free);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%u/IM", i);
      g_autofree char *path = test_folder_write (&fixture.folder, folder, "x", 1);

      g_ptr_array_add (fixture.jobs, danbi_job_new (path, 1, FALSE));
    }
  run_with (&fixture, "crash:IM");
  g_assert_cmpuint (fixture.n_told, ==, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_nonnull (((DanbiJob *) g_ptr_array_index (fixture.jobs, i))->image->error);
  fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, function) g_test_add_data_func ("/danbi/image/crew/" name, data, function)
  ADD ("a_crash_costs_one_file", "crash:IM20", test_bad_file);
  ADD ("a_hang_costs_one_file", "hang:IM20", test_bad_file);
  ADD ("endless_output_costs_one_file", "babble:IM20", test_bad_file);
  ADD ("eating_memory_costs_one_file", "memory:IM20", test_bad_file);
  ADD ("leaving_over_a_file_costs_one_file", "leave:IM20", test_bad_file);
  ADD ("the_child_can_open_no_socket", "socket", test_locked);
  ADD ("the_child_can_change_no_file", "write", test_locked);
  ADD ("the_child_can_start_no_process", "process", test_locked);
  g_test_add_func ("/danbi/image/crew/the_child_can_make_no_file", test_a_new_file_is_not_written);
  g_test_add_func ("/danbi/image/crew/crashes_on_every_file_come_to_an_end", test_all_bad);
  return g_test_run ();
}

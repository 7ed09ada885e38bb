/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of packing before anybody asks: what is ready, what is not, and that nothing is left. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "danbi-desk-private.h"
#include "danbi-fixture.h"
#include "danbi-packing.h"
#include "danbi-prepack-job.h"
#include "flow-test.h"

#define MB G_GUINT64_CONSTANT (1000000)

static const char *program;

/* Raw pixels, which every method makes something else of. */
static char *
write_raw (FlowTest   *test,
           const char *name,
           guint       side,
           guint32     seed)
{
  char *path = g_build_filename (test->dir, name, NULL);
  DanbiFixtureDicom dicom;
  g_autoptr (GError) error = NULL;

  danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_CHEST);
  dicom.rows = dicom.columns = side;
  dicom.seed = seed;
  dicom.instance = seed;
  g_assert_true (danbi_fixture_write_dicom (path, &dicom, &error));
  g_assert_no_error (error);
  return path;
}

static gint64
add (FlowTest   *test,
     DanbiCase  *item,
     const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (flow_test_add_images (test, item, path, &error));
  g_assert_no_error (error);
  return danbi_case_get_id (item);
}

/* A draft with one film in it, that has nothing else. */
static DanbiCase *
new_draft (FlowTest *test,
           guint     seed)
{
  DanbiCase *item = danbi_desk_new_case (test->desk);
  g_autofree char *name = g_strdup_printf ("draft-%u.jpg", seed);
  g_autofree char *path = flow_test_write_jpeg (test, name, seed);

  add (test, item, path);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_DRAFT);
  return item;
}

static DanbiCase *
new_raw_draft (FlowTest *test,
               guint     side)
{
  DanbiCase *item = danbi_desk_new_case (test->desk);
  g_autofree char *path = write_raw (test, "raw.dcm", side, 1);

  add (test, item, path);
  return item;
}

static void
await_idle (FlowTest *test)
{
  while (!danbi_prepacker_is_idle (test->desk->prepacker))
    g_usleep (1000);
}

static DanbiReadyArchive *
dup_ready (FlowTest   *test,
           gint64      id,
           const char *format)
{
  g_autoptr (GError) error = NULL;
  DanbiReadyArchive *ready = danbi_store_dup_ready (test->desk->store, id, format, &error);

  g_assert_no_error (error);
  return ready;
}

/* How many folders of ready archives a case has, also of those that are being written. */
static guint
count_folders (FlowTest *test,
               gint64    id)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autofree char *path = g_build_filename (test->dir, "data", "cases", number, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    n += !g_str_has_prefix (name, "set-");
  return n;
}

static void
assert_one_ready (FlowTest *test,
                  gint64    id)
{
  g_autoptr (DanbiReadyArchive) ready = dup_ready (test, id, "7z");
  g_autofree char *sha256 = NULL;

  g_assert_nonnull (ready);
  sha256 = danbi_file_sha256 (ready->path, NULL, NULL);
  g_assert_cmpstr (sha256, ==, ready->sha256);
  g_assert_cmpuint (count_folders (test, id), ==, 1);
}

static void
test_a_draft_is_packed_as_soon_as_its_images_are_whole (FlowTest     *test,
                                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiReadyArchive) ready = NULL;
  gint64 id;

  danbi_desk_start_packing (test->desk);
  item = new_draft (test, 1);
  id = danbi_case_get_id (item);
  await_idle (test);
  assert_one_ready (test, id);
  ready = dup_ready (test, id, "7z");
  g_assert_cmpuint (ready->n_files, ==, 1);
  g_assert_true (ready->smallest);
}

static void
test_ready_cases_are_packed_when_the_desk_opens (FlowTest     *test,
                                                 gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) draft = new_draft (test, 2);
  gint64 id = danbi_case_get_id (item), draft_id = danbi_case_get_id (draft);

  g_clear_object (&item);
  g_clear_object (&draft);
  flow_test_reopen (test);
  danbi_desk_start_packing (test->desk);
  while (count_folders (test, id) == 0)
    g_usleep (1000);
  await_idle (test);
  assert_one_ready (test, id);
  g_assert_cmpuint (count_folders (test, draft_id), ==, 0);
}

/* While something else keeps the computer busy there is the quick archive, and then the small one in
 * its place. */
static void
test_the_smallest_takes_the_place_of_the_soonest (FlowTest     *test,
                                                  gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiReadyArchive) soonest = NULL, smallest = NULL;
  gint64 id;

  danbi_desk_start_packing (test->desk);
  danbi_desk_set_gateway (test->desk, "https://gateway.invalid", NULL);
  g_assert_true (danbi_store_note_line (test->desk->store, "https://gateway.invalid", 1000 * MB,
                                        NULL));
  danbi_prepacker_hold (test->desk->prepacker);
  item = new_raw_draft (test, 512);
  id = danbi_case_get_id (item);
  while (!(soonest = dup_ready (test, id, "7z")))
    g_usleep (1000);
  g_assert_false (soonest->smallest);

  danbi_prepacker_release (test->desk->prepacker);
  await_idle (test);
  assert_one_ready (test, id);
  smallest = dup_ready (test, id, "7z");
  g_assert_true (smallest->smallest);
  g_assert_cmpuint (smallest->bytes, <, soonest->bytes);
  g_assert_cmpstr (smallest->method, !=, soonest->method);
  g_assert_cmpuint (smallest->n_files, ==, soonest->n_files);
}

static DanbiPacked *
take_ready (FlowTest  *test,
            DanbiCase *item)
{
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  g_autoptr (GError) error = NULL;
  DanbiPacked *packed
    = danbi_packing_take_ready (test->desk->store, danbi_case_get_id (item),
                                danbi_case_get_record (item), images, test->dir, DANBI_FORMAT_7Z,
                                &error);

  g_assert_no_error (error);
  return packed;
}

static DanbiMethod
find_method (const char *nick)
{
  DanbiMethod method = DANBI_METHOD_COPY;

  while (g_strcmp0 (danbi_method_get_nick (method), nick) != 0)
    method++;
  return method;
}

static void
test_what_is_taken_is_what_packing_afresh_would_give (FlowTest     *test,
                                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiPacked) taken = NULL, again = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (DanbiPackagePlan) plan = NULL;
  g_auto (DanbiPackageResult) afresh = { 0 };
  g_autofree char *path = g_build_filename (test->dir, "afresh.7z", NULL);
  g_autofree char *name = NULL, *sha256 = NULL;

  danbi_desk_start_packing (test->desk);
  item = flow_test_new_ready_case (test, 1);
  await_idle (test);
  taken = take_ready (test, item);
  again = take_ready (test, item);
  g_assert_nonnull (taken);
  images = danbi_case_dup_image_array (item);
  plan = danbi_packing_make_plan (images, NULL);
  g_assert_true (danbi_package_write (plan, DANBI_FORMAT_7Z, find_method (taken->package.method),
                                      path, 1000 * MB, &afresh, NULL, NULL, NULL, NULL));

  sha256 = danbi_file_sha256 (taken->path, NULL, NULL);
  g_assert_cmpstr (sha256, ==, afresh.sha256);
  g_assert_cmpstr (taken->package.sha256, ==, afresh.sha256);
  g_assert_cmpuint (taken->package.bytes, ==, afresh.bytes);
  g_assert_cmpuint (taken->package.n_files, ==, afresh.n_files);
  g_assert_cmpstr (taken->package.method, ==, afresh.method);
  g_assert_cmpuint (taken->n_referenced, ==, 1);
  g_assert_cmpuint (taken->n_read, ==, 1);
  name = g_path_get_basename (taken->path);
  g_assert_cmpstr (danbi_record_get (taken->record, DANBI_FIELD_ARCHIVE_NAME), ==, name);
  g_assert_cmpstr (again->path, !=, taken->path);
}

static void
test_where_nothing_is_ready_nothing_is_taken (FlowTest     *test,
                                              gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);

  g_assert_null (take_ready (test, item));
}

static DanbiPrepackJob *
prepare (FlowTest *test,
         gint64    id)
{
  DanbiPrepackOrder order = { .case_id = id, .max_bytes = 1000 * MB };
  gboolean smaller_wanted;
  g_autoptr (GError) error = NULL;
  DanbiPrepackJob *job
    = danbi_prepack_job_prepare (test->desk->store, &order, &smaller_wanted, &error);

  g_assert_no_error (error);
  return job;
}

static void
write_job (DanbiPrepackJob *job)
{
  gboolean smaller_wanted;
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_prepack_job_choose (job, &smaller_wanted, &error));
  g_assert_true (danbi_prepack_job_write (job, &error));
  g_assert_no_error (error);
}

/* At the worst moment: the archive of the former images is written and nobody stopped it. */
static void
test_an_archive_of_former_images_is_never_ready (FlowTest     *test,
                                                 gconstpointer data)
{
  g_autoptr (DanbiCase) item = new_draft (test, 1);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (DanbiPrepackJob) job = prepare (test, id);
  g_autofree char *path = flow_test_write_jpeg (test, "another.jpg", 2);
  g_autoptr (GError) error = NULL;

  write_job (job);
  add (test, item, path);
  g_assert_false (danbi_prepack_job_end (job, test->desk->store, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
  g_assert_null (dup_ready (test, id, "7z"));
  g_assert_cmpuint (count_folders (test, id), ==, 0);
}

static void
test_images_that_change_while_they_are_packed_are_packed_again (FlowTest     *test,
                                                                gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autofree char *path = write_raw (test, "second.dcm", 256, 2);
  g_autoptr (DanbiReadyArchive) ready = NULL;
  gint64 id;

  danbi_desk_start_packing (test->desk);
  item = new_raw_draft (test, 1024);
  g_assert_false (danbi_prepacker_is_idle (test->desk->prepacker));
  id = add (test, item, path);
  await_idle (test);
  assert_one_ready (test, id);
  ready = dup_ready (test, id, "7z");
  g_assert_cmpuint (ready->n_files, ==, 3);
}

static void
test_what_is_cancelled_leaves_nothing (FlowTest     *test,
                                       gconstpointer data)
{
  g_autoptr (DanbiCase) item = new_draft (test, 1);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (DanbiPrepackJob) job = prepare (test, id);
  g_autoptr (GError) error = NULL;

  write_job (job);
  danbi_prepack_job_cancel (job);
  g_assert_true (danbi_prepack_job_end (job, test->desk->store, &error));
  g_assert_no_error (error);
  g_assert_null (dup_ready (test, id, "7z"));
  g_assert_cmpuint (count_folders (test, id), ==, 0);
}

/* Whether a thread of that name has that nice value, as the kernel sees it. */
static gboolean
is_nice (const char *name,
         int         nice_value)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *id;
  gboolean found = FALSE;

  while (!found && (id = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", id, "comm", NULL);
      g_autofree char *comm = NULL;

      if (!g_file_get_contents (path, &comm, NULL, NULL) || !g_str_equal (g_strchomp (comm), name))
        continue;
      errno = 0;
      found = getpriority (PRIO_PROCESS, (id_t) g_ascii_strtoull (id, NULL, 10)) == nice_value
              && errno == 0;
    }
  return found;
}

static void
test_what_packs_leaves_the_computer_to_others (FlowTest     *test,
                                               gconstpointer data)
{
  int before = getpriority (PRIO_PROCESS, 0);
  g_autoptr (DanbiCase) item = NULL;
  gboolean seen = FALSE;

  danbi_desk_start_packing (test->desk);
  item = new_raw_draft (test, 1024);
  while (!seen && !danbi_prepacker_is_idle (test->desk->prepacker))
    seen = is_nice ("danbi-prepack", 10);
  g_assert_true (seen);
  g_assert_true (is_nice ("danbi-prepacker", before));
  g_assert_cmpint (getpriority (PRIO_PROCESS, 0), ==, before);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_a_case_that_is_removed_while_it_is_packed_is_gone (FlowTest     *test,
                                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  danbi_desk_start_packing (test->desk);
  item = new_raw_draft (test, 1024);
  id = danbi_case_get_id (item);
  folder = g_strdup_printf ("%s/data/cases/%" G_GINT64_FORMAT, test->dir, id);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  g_assert_false (danbi_prepacker_is_idle (test->desk->prepacker));

  danbi_desk_erase_cases_async (test->desk, &id, 1, NULL, keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (danbi_desk_erase_cases_finish (test->desk, result, &error));
  g_assert_no_error (error);
  g_assert_true (danbi_prepacker_is_idle (test->desk->prepacker));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_another_format_is_packed_once_more (FlowTest     *test,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiReadyArchive) ready = NULL;

  danbi_desk_start_packing (test->desk);
  item = new_draft (test, 1);
  await_idle (test);
  danbi_prepacker_set_format (test->desk->prepacker, DANBI_FORMAT_CAB);
  await_idle (test);
  ready = dup_ready (test, danbi_case_get_id (item), "cab");
  g_assert_nonnull (ready);
  g_assert_cmpuint (ready->n_files, ==, 1);
}

/* Room on the disc */

static void
test_the_bounds_are_those_that_were_decided (void)
{
  g_assert_true (danbi_prepacker_has_room (0, 1000 * MB));
  g_assert_false (danbi_prepacker_has_room (0, 1000 * MB - 1));
  g_assert_true (danbi_prepacker_has_room (500 * MB, 2000 * MB));
  g_assert_false (danbi_prepacker_has_room (500 * MB + 1, 2000 * MB));
  g_assert_false (danbi_prepacker_has_room (G_MAXUINT64, 2000 * MB));
  g_assert_cmpuint (danbi_prepacker_get_bound (1000 * MB), ==, 100 * MB);
  g_assert_cmpuint (danbi_prepacker_get_bound (200000 * MB), ==, 20000 * MB);
  g_assert_cmpuint (danbi_prepacker_get_bound (900000 * MB), ==, 20000 * MB);
}

static void
test_on_a_disc_that_is_nearly_full_nothing_is_packed (FlowTest     *test,
                                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;

  danbi_desk_start_packing (test->desk);
  danbi_prepacker_pretend_free (test->desk->prepacker, 1000 * MB);
  item = new_draft (test, 1);
  await_idle (test);
  g_assert_cmpuint (count_folders (test, danbi_case_get_id (item)), ==, 0);
}

/* An archive of nothing, as large as it takes. */
static void
put_large (FlowTest *test,
           gint64    id,
           guint64   bytes)
{
  g_autofree char *set = danbi_store_dup_image_set (test->desk->store, id, NULL);
  g_autofree char *path = danbi_store_new_ready_path (test->desk->store, id, "7z", NULL);
  DanbiReadyArchive archive = { id, path, (char *) "7z", (char *) "copy", bytes, (char *) "00", 1,
                                TRUE };
  g_autoptr (GError) error = NULL;
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL, 0600);

  g_assert_cmpint (ftruncate (fd, (off_t) bytes), ==, 0);
  close (fd);
  danbi_store_put_ready (test->desk->store, &archive, set, &error);
  g_assert_no_error (error);
}

static void
test_what_is_ready_for_longest_gives_way (FlowTest     *test,
                                          gconstpointer data)
{
  g_autoptr (DanbiCase) old = new_draft (test, 1);
  g_autoptr (DanbiCase) kept = new_draft (test, 2);
  g_autoptr (DanbiCase) item = NULL;
  gint64 old_id = danbi_case_get_id (old), kept_id = danbi_case_get_id (kept);

  put_large (test, old_id, 300 * MB);
  put_large (test, kept_id, 90 * MB);
  danbi_desk_start_packing (test->desk);
  danbi_prepacker_pretend_free (test->desk->prepacker, 3900 * MB);
  item = new_draft (test, 3);
  await_idle (test);
  assert_one_ready (test, danbi_case_get_id (item));
  g_assert_cmpuint (count_folders (test, old_id), ==, 0);
  g_assert_cmpuint (count_folders (test, kept_id), ==, 1);
}

/* What nobody has just asked for is not worth another's archive. */
static void
test_an_offer_takes_no_room_from_others (FlowTest     *test,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) old = new_draft (test, 1);
  g_autoptr (DanbiCase) item = new_draft (test, 2);

  put_large (test, danbi_case_get_id (old), 390 * MB);
  danbi_desk_start_packing (test->desk);
  danbi_prepacker_pretend_free (test->desk->prepacker, 3900 * MB);
  danbi_prepacker_offer (test->desk->prepacker, danbi_case_get_id (item));
  await_idle (test);
  g_assert_cmpuint (count_folders (test, danbi_case_get_id (old)), ==, 1);
  g_assert_cmpuint (count_folders (test, danbi_case_get_id (item)), ==, 0);
}

/* Which images are whole */

typedef struct
{
  const char *what;
  DanbiImageKind kind;
  const char *file_id;
  const char *error;
  DanbiDirFault faults;
  gboolean with_dicomdir;
  gboolean complete;
} Completeness;

static const Completeness completeness[] = {
  { "a JPG", DANBI_IMAGE_JPEG, "A.JPG", NULL, 0, FALSE, TRUE },
  { "a JPG without a name", DANBI_IMAGE_JPEG, NULL, NULL, 0, FALSE, FALSE },
  { "a damaged JPG", DANBI_IMAGE_JPEG, "A.JPG", "It ends too early.", 0, FALSE, FALSE },
  { "DICOM", DANBI_IMAGE_DICOM, "I1", NULL, 0, TRUE, TRUE },
  { "DICOM without a DICOMDIR", DANBI_IMAGE_DICOM, "I1", NULL, 0, FALSE, FALSE },
  { "DICOM that is missing", DANBI_IMAGE_DICOM, "I1", NULL, DANBI_DIR_MISSING, TRUE, FALSE },
  { "DICOM unlike its record", DANBI_IMAGE_DICOM, "I1", NULL, DANBI_DIR_MISMATCH, TRUE, FALSE },
  { "DICOM beside the DICOMDIR", DANBI_IMAGE_DICOM, NULL, NULL, DANBI_DIR_EXTRA, TRUE, TRUE },
  { "JPG and DICOMDIR", DANBI_IMAGE_OTHER, NULL, NULL, 0, TRUE, FALSE },
};

static void
test_only_whole_images_are_packed (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_assert_false (danbi_packing_is_complete (none));
  for (guint i = 0; i < G_N_ELEMENTS (completeness); i++)
    {
      const Completeness *one = &completeness[i];
      g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
      DanbiImage *image = danbi_image_new ("/one");

      image->kind = one->kind;
      image->file_id = g_strdup (one->file_id);
      image->error = g_strdup (one->error);
      image->dir_faults = one->faults;
      g_ptr_array_add (images, image);
      if (one->with_dicomdir)
        {
          DanbiImage *dicomdir = danbi_image_new ("/DICOMDIR");

          dicomdir->kind = DANBI_IMAGE_DICOMDIR;
          dicomdir->file_id = g_strdup ("DICOMDIR");
          g_ptr_array_add (images, dicomdir);
        }
      g_test_message ("%s", one->what);
      g_assert_cmpint (danbi_packing_is_complete (images), ==, one->complete);
    }
}

/* Killed */

/* What the child does: packs slowly, until it is killed. */
static int
pack_until_killed (const char *dir,
                   const char *id)
{
  g_autoptr (DanbiStore) store = danbi_store_open (dir, NULL);
  g_autoptr (DanbiPrepacker) prepacker = danbi_prepacker_new (store, 1000 * MB);

  danbi_prepacker_set_line (prepacker, 1000);
  danbi_prepacker_want (prepacker, g_ascii_strtoll (id, NULL, 10));
  for (;;)
    g_usleep (G_USEC_PER_SEC);
  return 0;
}

/* A thread that worked for it may hold the desk for a moment longer, and with it the store. */
static void
close_desk (FlowTest *test)
{
  gpointer desk = test->desk;

  g_object_add_weak_pointer (G_OBJECT (desk), &desk);
  g_clear_object (&test->desk);
  while (g_atomic_pointer_get (&desk))
    g_usleep (1000);
}

static void
test_killed_while_packing_it_leaves_nothing_once_it_is_opened_again (FlowTest     *test,
                                                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = new_raw_draft (test, 2048);
  gint64 id = danbi_case_get_id (item);
  g_autofree char *dir = g_build_filename (test->dir, "data", NULL);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  const char *argv[] = { program, "--pack-until-killed", dir, number, NULL };
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&item);
  close_desk (test);
  child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  while (count_folders (test, id) == 0)
    g_usleep (1000);
  g_usleep (20000);
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpuint (count_folders (test, id), ==, 1);

  flow_test_reopen (test);
  g_assert_null (dup_ready (test, id, "7z"));
  g_assert_cmpuint (count_folders (test, id), ==, 0);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/prepacker/" #name, FlowTest, NULL, flow_test_set_up, test_##name,       \
              flow_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "--pack-until-killed") == 0)
    return pack_until_killed (argv[2], argv[3]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/flow/prepacker/the_bounds_are_those_that_were_decided",
                   test_the_bounds_are_those_that_were_decided);
  g_test_add_func ("/danbi/flow/prepacker/only_whole_images_are_packed",
                   test_only_whole_images_are_packed);
  ADD (a_draft_is_packed_as_soon_as_its_images_are_whole);
  ADD (ready_cases_are_packed_when_the_desk_opens);
  ADD (the_smallest_takes_the_place_of_the_soonest);
  ADD (what_is_taken_is_what_packing_afresh_would_give);
  ADD (where_nothing_is_ready_nothing_is_taken);
  ADD (an_archive_of_former_images_is_never_ready);
  ADD (images_that_change_while_they_are_packed_are_packed_again);
  ADD (what_is_cancelled_leaves_nothing);
  ADD (what_packs_leaves_the_computer_to_others);
  ADD (a_case_that_is_removed_while_it_is_packed_is_gone);
  ADD (another_format_is_packed_once_more);
  ADD (on_a_disc_that_is_nearly_full_nothing_is_packed);
  ADD (what_is_ready_for_longest_gives_way);
  ADD (an_offer_takes_no_room_from_others);
  ADD (killed_while_packing_it_leaves_nothing_once_it_is_opened_again);
  return g_test_run ();
}

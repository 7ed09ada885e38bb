/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what the store knows of looking at images. */
#include "config.h"

#include "danbi-unseen.h"
#include "store-fixture.h"

static const char *const three_files[] = { "A1", "A2", "B1", NULL };

static GPtrArray *
new_series (StoreFixture *fixture)
{
  GPtrArray *images = store_fixture_new_images (fixture, three_files);

  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);

      image->rows = image->columns = 512;
      image->series_uid = g_strdup (i < 2 ? "1.2.1" : "1.2.2");
    }
  return images;
}

static void
commit (StoreFixture *fixture,
        gint64        id,
        GPtrArray    *images)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *staged = danbi_store_stage_images (fixture->store, id, images, NULL, NULL, NULL,
                                                      &error);

  g_assert_no_error (error);
  danbi_case_set_id (item, id);
  g_assert_true (danbi_store_commit_images (fixture->store, item, staged, images, &error));
  g_assert_no_error (error);
}

/* What the list says, which must be what the images of the case say. */
static guint
count_unseen (StoreFixture *fixture,
              gint64        id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) page = danbi_store_list_cases (fixture->store, DANBI_CASE_ORDER_NEWEST, 0,
                                                       1, &error);
  const DanbiCaseSummary *summary = g_ptr_array_index (page, 0);
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, &error);
  DanbiUnseen unseen;

  g_assert_no_error (error);
  g_assert_cmpint (summary->id, ==, id);
  danbi_unseen_count (danbi_case_get_images (item), &unseen);
  g_assert_cmpuint (summary->n_unseen, ==, unseen.n_unseen);
  return unseen.n_unseen;
}

static void
look (StoreFixture *fixture,
      gint64        id,
      const char   *sha256)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_store_mark_looked_at (fixture->store, id, sha256, &error));
  g_assert_no_error (error);
}

static void
test_a_look_survives_a_restart (StoreFixture *fixture,
                                gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = new_series (fixture);

  commit (fixture, id, images);
  g_assert_cmpuint (count_unseen (fixture, id), ==, 2);
  look (fixture, id, ((DanbiImage *) images->pdata[1])->sha256);
  g_assert_cmpuint (count_unseen (fixture, id), ==, 1);
  store_fixture_reopen (fixture);
  g_assert_cmpuint (count_unseen (fixture, id), ==, 1);
  look (fixture, id, ((DanbiImage *) images->pdata[2])->sha256);
  g_assert_cmpuint (count_unseen (fixture, id), ==, 0);
}

static void
test_other_files_and_cases_are_left_alone (StoreFixture *fixture,
                                           gconstpointer data)
{
  gint64 other = store_fixture_save_new (fixture, "A123456789");
  gint64 id = store_fixture_save_new (fixture, "B123456780");
  g_autoptr (GPtrArray) images = new_series (fixture);
  g_autoptr (GPtrArray) same = new_series (fixture);

  commit (fixture, other, same);
  commit (fixture, id, images);
  look (fixture, other, ((DanbiImage *) images->pdata[0])->sha256);
  look (fixture, id, "no file of this case");
  g_assert_cmpuint (count_unseen (fixture, id), ==, 2);
}

/* The images that are committed were copied before the look, and know nothing of it. */
static void
test_a_look_stays_in_the_next_set (StoreFixture *fixture,
                                   gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = new_series (fixture);
  g_autoptr (GPtrArray) again = new_series (fixture);

  commit (fixture, id, images);
  look (fixture, id, ((DanbiImage *) images->pdata[2])->sha256);
  g_free (((DanbiImage *) again->pdata[2])->file_id);
  ((DanbiImage *) again->pdata[2])->file_id = g_strdup ("C7");
  commit (fixture, id, again);
  g_assert_cmpuint (count_unseen (fixture, id), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  store_fixture_add ("/danbi/store/look/a_look_survives_a_restart",
                     test_a_look_survives_a_restart);
  store_fixture_add ("/danbi/store/look/other_files_and_cases_are_left_alone",
                     test_other_files_and_cases_are_left_alone);
  store_fixture_add ("/danbi/store/look/a_look_stays_in_the_next_set",
                     test_a_look_stays_in_the_next_set);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of pictures for the screen, and of noting who has looked at them. */
#include "config.h"

#include "danbi-case-row.h"
#include "danbi-fixture.h"
#include "danbi-unseen.h"
#include "flow-test.h"

static void
rendered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static DanbiPicture *
render (FlowTest   *test,
        DanbiImage *image,
        guint       max_side,
        guint       frame,
        gboolean    deep,
        GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_render_async (test->desk, image, max_side, frame, deep, NULL, rendered_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return danbi_desk_render_finish (test->desk, result, error);
}

static DanbiImage *
new_image (FlowTest        *test,
           DanbiFixtureKind kind,
           guint            frames)
{
  g_autofree char *path = g_build_filename (test->dir, "image.dcm", NULL);
  DanbiFixtureDicom dicom;
  g_autoptr (GError) error = NULL;

  danbi_fixture_dicom_init (&dicom, kind);
  dicom.frames = frames;
  g_assert_true (danbi_fixture_write_dicom (path, &dicom, &error));
  g_assert_no_error (error);
  return danbi_image_new (path);
}

static void
test_grey_is_as_deep_as_is_asked (FlowTest     *test,
                                  gconstpointer data)
{
  g_autoptr (DanbiImage) image = new_image (test, DANBI_FIXTURE_CT, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiPicture) shallow = render (test, image, 100, 0, FALSE, &error);
  g_autoptr (DanbiPicture) deep = render (test, image, 0, 0, TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (shallow->depth, ==, 8);
  g_assert_cmpuint (shallow->width, ==, 100);
  g_assert_cmpuint (shallow->full_width, ==, 512);
  g_assert_cmpuint (deep->depth, ==, 16);
  g_assert_cmpuint (deep->width, ==, 512);
  g_assert_cmpfloat (deep->high, >, deep->low);
  g_assert_cmpuint (danbi_picture_get_bytes (deep), ==, 512 * 512 * 2);
}

static void
test_frames_are_counted_and_differ (FlowTest     *test,
                                    gconstpointer data)
{
  g_autoptr (DanbiImage) image = new_image (test, DANBI_FIXTURE_ULTRASOUND, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiPicture) first = render (test, image, 64, 0, TRUE, &error);
  g_autoptr (DanbiPicture) last = render (test, image, 64, 2, TRUE, &error);
  g_autoptr (DanbiPicture) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (first->frames, ==, 3);
  g_assert_cmpuint (first->channels, ==, 3);
  g_assert_false (g_bytes_equal (first->pixels, last->pixels));
  none = render (test, image, 64, 3, TRUE, &error);
  g_assert_null (none);
  g_assert_nonnull (error);
}

static void
test_a_picture_is_not_believed (FlowTest     *test,
                                gconstpointer data)
{
  g_autoptr (GBytes) pixels = g_bytes_new_static ("123456", 6);
  static const struct
  {
    DanbiPicture fields;
    gboolean lawful;
  } cases[] = {
    { { .width = 2, .height = 3, .channels = 1, .depth = 8, .frames = 1 }, TRUE },
    { { .width = 2, .height = 1, .channels = 3, .depth = 8, .frames = 1 }, TRUE },
    { { .width = 3, .height = 1, .channels = 1, .depth = 16, .high = 1, .frames = 1 }, TRUE },
    { { .width = 3, .height = 1, .channels = 1, .depth = 16, .frames = 1 }, FALSE },
    { { .width = 1, .height = 1, .channels = 3, .depth = 16, .high = 1, .frames = 1 }, FALSE },
    { { .width = 2, .height = 4, .channels = 1, .depth = 8, .frames = 1 }, FALSE },
    { { .width = 2, .height = 3, .channels = 1, .depth = 8, .frames = 0 }, FALSE },
    { { .width = 3, .height = 1, .channels = 2, .depth = 8, .frames = 1 }, FALSE },
    { { .width = 0, .height = 6, .channels = 1, .depth = 8, .frames = 1 }, FALSE },
    /* A product that would wrap in 32 bits. */
    { { .width = 65536, .height = 65536, .channels = 1, .depth = 8, .frames = 1 }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiPicture fields = cases[i].fields;
      DanbiPicture *picture;

      fields.pixels = pixels;
      picture = danbi_picture_new (&fields);
      g_assert_cmpint (picture != NULL, ==, cases[i].lawful);
      g_clear_pointer (&picture, danbi_picture_unref);
    }
}

static guint
count_unseen (DanbiCase *item)
{
  DanbiUnseen unseen;

  danbi_unseen_count (danbi_case_get_images (item), &unseen);
  return unseen.n_unseen;
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  ++*(guint *) user_data;
}

static void
wait_for_row (FlowTest *test,
              guint     n_unseen)
{
  GListModel *cases = danbi_desk_get_cases (test->desk);
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  guint known;

  do
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (cases, 0);

      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      known = danbi_case_row_get_n_unseen (row);
    }
  while (known != n_unseen);
}

static void
test_a_look_is_told_kept_and_not_content (FlowTest     *test,
                                          gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autofree char *path = flow_test_write_jpeg (test, "second.jpg", 2);
  guint revision = danbi_case_get_revision (item);
  gint64 id = danbi_case_get_id (item);
  guint n_told = 0;
  g_autoptr (DanbiImage) image = g_list_model_get_item (danbi_case_get_images (item), 0);
  g_autoptr (GError) error = NULL;

  g_signal_connect (item, "notify::images", G_CALLBACK (count_cb), &n_told);
  wait_for_row (test, 1);
  danbi_desk_mark_looked_at (test->desk, item, image);
  danbi_desk_mark_looked_at (test->desk, item, image);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (danbi_case_get_revision (item), ==, revision);
  g_assert_cmpuint (count_unseen (item), ==, 0);
  wait_for_row (test, 0);

  g_assert_true (flow_test_add_images (test, item, path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_unseen (item), ==, 1);
  g_clear_object (&item);
  flow_test_reopen (test);
  item = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_unseen (item), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/render/" #name, FlowTest, NULL, flow_test_set_up, test_##name,          \
              flow_test_tear_down)
  ADD (grey_is_as_deep_as_is_asked);
  ADD (frames_are_counted_and_differ);
  ADD (a_picture_is_not_believed);
  ADD (a_look_is_told_kept_and_not_content);
#undef ADD
  return g_test_run ();
}

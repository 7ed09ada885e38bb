/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what nobody has looked at. */
#include "config.h"

#include "danbi-unseen.h"

/* Each letter is one image of the series of that letter, `j` one without a series; a capital was
 * looked at. `!` is a file without a picture, `?` one that is not sent. */
static GListModel *
new_images (const char *letters)
{
  GListStore *images = g_list_store_new (DANBI_TYPE_IMAGE);

  for (const char *at = letters; *at; at++)
    {
      g_autoptr (DanbiImage) image = danbi_image_new ("/data/IMG");

      image->kind = DANBI_IMAGE_DICOM;
      image->rows = image->columns = *at == '!' ? 0 : 512;
      image->file_id = *at == '?' ? NULL : g_strdup ("IMG");
      image->looked_at = g_ascii_isupper (*at);
      if (g_ascii_isalpha (*at) && g_ascii_tolower (*at) != 'j')
        image->series_uid = g_strdup_printf ("1.2.%d", g_ascii_tolower (*at));
      g_list_store_append (images, image);
    }
  return G_LIST_MODEL (images);
}

static void
test_a_series_is_seen_with_its_first_image (void)
{
  static const struct
  {
    const char *letters;
    DanbiUnseen expected;
  } cases[] = {
    { "", { 0, 0, TRUE } },        { "a", { 1, 1, TRUE } },       { "A", { 1, 0, TRUE } },
    { "aaa", { 1, 1, FALSE } },    { "aAa", { 1, 0, TRUE } },     { "aab", { 2, 2, FALSE } },
    { "aAb", { 2, 1, TRUE } },     { "AaBbcc", { 3, 1, FALSE } }, { "jjj", { 3, 3, TRUE } },
    { "jJj", { 3, 2, TRUE } },     { "!?", { 0, 0, TRUE } },      { "a!?a", { 1, 1, FALSE } },
    { "jaa", { 2, 2, FALSE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GListModel) images = new_images (cases[i].letters);
      DanbiUnseen unseen;

      danbi_unseen_count (images, &unseen);
      g_assert_cmpuint (unseen.n_series, ==, cases[i].expected.n_series);
      g_assert_cmpuint (unseen.n_unseen, ==, cases[i].expected.n_unseen);
      g_assert_cmpint (unseen.all_single, ==, cases[i].expected.all_single);
    }
}

static void
test_the_same_file_stays_seen (void)
{
  g_autoptr (GListModel) before = new_images ("Jjj");
  g_autoptr (GListModel) after = new_images ("jjj");
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  static const char *const digests[2][3] = { { "aa", "bb", NULL }, { "bb", "aa", NULL } };

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DanbiImage) old = g_list_model_get_item (before, i);

      g_ptr_array_add (images, g_list_model_get_item (after, i));
      old->sha256 = g_strdup (digests[0][i]);
      ((DanbiImage *) images->pdata[i])->sha256 = g_strdup (digests[1][i]);
    }
  danbi_unseen_carry (before, images);
  g_assert_false (((DanbiImage *) images->pdata[0])->looked_at);
  g_assert_true (((DanbiImage *) images->pdata[1])->looked_at);
  g_assert_false (((DanbiImage *) images->pdata[2])->looked_at);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/domain/unseen/a_series_is_seen_with_its_first_image",
                   test_a_series_is_seen_with_its_first_image);
  g_test_add_func ("/danbi/domain/unseen/the_same_file_stays_seen", test_the_same_file_stays_seen);
  return g_test_run ();
}

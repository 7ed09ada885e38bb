/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of previews, and what a child may announce. */
#include "config.h"

#include "danbi-preview.h"

static const struct
{
  guint max_side, width, height, fitted_width, fitted_height;
} SIZES[] = {
  { 256, 512, 256, 256, 128 },
  { 256, 256, 512, 128, 256 },
  { 256, 256, 256, 256, 256 },
  { 256, 257, 257, 256, 256 },
  { 256, 100, 50, 100, 50 },
  { 256, 65535, 1, 256, 1 },
  { 1, 3000, 2000, 1, 1 },
  { 0, 65535, 65535, DANBI_PREVIEW_MAX_SIDE, DANBI_PREVIEW_MAX_SIDE },
  { 100000, 65535, 65535, DANBI_PREVIEW_MAX_SIDE, DANBI_PREVIEW_MAX_SIDE },
};

static void
test_fit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (SIZES); i++)
    {
      guint width = SIZES[i].width;
      guint height = SIZES[i].height;

      danbi_preview_fit (SIZES[i].max_side, &width, &height);
      g_assert_cmpuint (width, ==, SIZES[i].fitted_width);
      g_assert_cmpuint (height, ==, SIZES[i].fitted_height);
    }
}

static const char DEEP[]
  = "{\"width\":4,\"height\":3,\"channels\":1,\"depth\":16,\"frames\":9,\"full_width\":40,"
    "\"full_height\":30,\"low\":-1024,\"high\":3071,\"window_center\":40.5,"
    "\"window_width\":400,\"inverted\":true}";

static const struct
{
  const char *from, *to;
} REFUSED[] = {
  { "\"width\":4", "\"width\":0" },
  { "\"width\":4", "\"width\":4097" },
  { "\"width\":4", "\"width\":-4" },
  { "\"width\":4", "\"width\":4.5" },
  { "\"width\":4,", "" },
  { "\"height\":3", "\"height\":4097" },
  { "\"channels\":1", "\"channels\":2" },
  { "\"channels\":1", "\"channels\":3" },
  { "\"channels\":1", "\"channels\":4" },
  { "\"depth\":16", "\"depth\":9" },
  { "\"depth\":16", "\"depth\":32" },
  { "\"frames\":9", "\"frames\":0" },
  { "\"frames\":9", "\"frames\":2147483648" },
  { "\"full_width\":40", "\"full_width\":1000001" },
  { "\"low\":-1024", "\"low\":3071" },
  { "\"low\":-1024", "\"low\":-1e301" },
  { "\"low\":-1024", "\"low\":\"0\"" },
  { "\"window_width\":400", "\"window_width\":-1" },
};

static json_t *
parse_with (const char *from,
            const char *to)
{
  g_autoptr (GString) text = g_string_new (DEEP);
  json_t *object;

  g_string_replace (text, from, to, 1);
  object = danbi_json_parse (text->str, text->len, NULL);
  g_assert_nonnull (object);
  return object;
}

static void
test_announcement (void)
{
  g_autoptr (json_t) object = parse_with (DEEP, DEEP);
  g_autoptr (DanbiPreview) preview = danbi_preview_from_json (object);
  g_autoptr (json_t) back = NULL;
  g_autoptr (DanbiPreview) again = NULL;

  g_assert_nonnull (preview);
  g_assert_cmpuint (danbi_preview_get_bytes (preview), ==, 4 * 3 * 2);
  back = danbi_preview_to_json (preview);
  again = danbi_preview_from_json (back);
  g_assert_cmpmem (preview, sizeof *preview, again, sizeof *again);
  g_assert_cmpuint (again->frames, ==, 9);
  g_assert_cmpfloat (again->window_center, ==, 40.5);
  g_assert_true (again->inverted);
}

static void
test_refused_announcements (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (REFUSED); i++)
    {
      g_autoptr (json_t) object = parse_with (REFUSED[i].from, REFUSED[i].to);

      g_test_message ("%s", REFUSED[i].to);
      g_assert_null (danbi_preview_from_json (object));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/preview/fits_and_keeps_its_shape", test_fit);
  g_test_add_func ("/danbi/image/preview/an_announcement_comes_back", test_announcement);
  g_test_add_func ("/danbi/image/preview/an_announcement_keeps_its_bounds",
                   test_refused_announcements);
  return g_test_run ();
}

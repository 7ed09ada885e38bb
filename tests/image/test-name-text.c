/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in the encodings that discs and archives bring, each as a reader would read it. */
#include "config.h"

#include <locale.h>

#include "danbi-name-text.h"

static const struct
{
  const char *bytes;
  const char *text;
} NAMES[] = {
  { "IM000001.dcm", "IM000001.dcm" },
  { "", "" },
  { "\345\275\261\345\203\217", "影像" },                          /* UTF-8 */
  { "e\314\201tude", "e\314\201tude" },                            /* UTF-8, accent apart */
  { "\274v\271\263", "影像" },                                     /* Big5 */
  { "\265L\252\371X\245\372_\244W\302\345", "無門X光_上醫" },
  { "CT \274v\271\263 1", "CT 影像 1" },
  { "\263\134\245\134\273\134", "許功蓋" },                        /* Big5 with backslashes within */
  { "\273\274\325\337\315\274\317\361", "患者图像" },              /* GBK */
  { "\321\252\271\334", "血管" },
  { "\216\312\220^", "写真" },                                     /* Shift-JIS */
  { "\203J\203\201\203\211", "カメラ" },
  { "\212\263\216\322.jpg", "患者.jpg" },
  { "r\202sum\202.txt", "résumé.txt" },                            /* code page 437 */
  { "M\201ller", "Müller" },
  { "M\374ller", "Müller" },                                       /* code page 1252 */
  { "\377\376", NULL },
  { "a\200", "aÇ" },
};

static void
test_guess (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *text = danbi_name_guess (NAMES[i].bytes);

      g_test_message ("%u %s", i, NAMES[i].text);
      g_assert_cmpstr (text, ==, NAMES[i].text ? NAMES[i].text : NAMES[i].bytes);
    }
}

/* Each level of a path may come from another system. */
static void
test_paths (void)
{
  g_autofree char *mixed
    = danbi_name_to_text ("/media/\345\275\261\345\203\217/\274v\271\263/\216\312\220^/IM1");
  g_autofree char *bytes = danbi_name_to_text ("/a/\377\376\nb");

  g_assert_cmpstr (mixed, ==, "/media/影像/影像/写真/IM1");
  g_assert_cmpstr (bytes, ==, "/a/\357\277\275\357\277\275 b");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* What is read does not depend on the locale. */
  setlocale (LC_ALL, "C");
  g_test_add_func ("/danbi/image/name-text/each_encoding_is_told_from_the_others", test_guess);
  g_test_add_func ("/danbi/image/name-text/each_level_of_a_path_is_read_for_itself", test_paths);
  return g_test_run ();
}

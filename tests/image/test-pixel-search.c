/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the pixels stand is found by their tag and length, in whatever layout DCMTK reads. */
#include "config.h"

#include <string.h>

#include "danbi-pixel-search.h"
#include "image-test.h"

#define PIECE_BYTES 16384 /* which the file is read in */
#define AN_ICON "\xe0\x7f\x10\0OB\0\0\4\0\0\0icon"
#define AN_ICON_IN_FRAGMENTS                                                                       \
  "\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"

typedef struct
{
  const char *before;
  gsize n_before;
  const char *element; /* its head, and its value unless that is `wanted` bytes of noise */
  gsize n_element;
  guint64 wanted;
  guint64 length;      /* 0: not found */
} Row;

#define BYTES(text) (text), sizeof (text) - 1

static const Row rows[] = {
  { BYTES (""), BYTES ("\xe0\x7f\x10\0OW\0\0\4\0\0\0abcd"), 4, 4 },
  { BYTES (""), BYTES ("\xe0\x7f\x10\0OB\0\0\5\0\0\0abcde"), 5, 5 },
  { BYTES (""), BYTES ("\xe0\x7f\x10\0UN\0\0\4\0\0\0abcd"), 4, 4 },
  { BYTES (""), BYTES ("\xe0\x7f\x08\0OF\0\0\4\0\0\0abcd"), 4, 4 },
  { BYTES (""), BYTES ("\xe0\x7f\x10\0\4\0\0\0abcd"), 4, 4 },
  { BYTES (""), BYTES ("\x7f\xe0\0\x10OW\0\0\0\0\0\4abcd"), 4, 4 },
  /* Fragments: an empty table, one of two bytes, the mark at the end. */
  { BYTES (""),
    BYTES ("\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\0\0\0\0\xfe\xff\0\xe0\2\0\0\0ab"
           "\xfe\xff\xdd\xe0\0\0\0\0"),
    0, 26 },
  /* Icons before it, one of the same length too. */
  { BYTES (AN_ICON), BYTES ("\xe0\x7f\x10\0OW\0\0\6\0\0\0abcdef"), 6, 6 },
  { BYTES (AN_ICON), BYTES ("\xe0\x7f\x10\0OW\0\0\4\0\0\0abcd"), 4, 4 },
  { BYTES (AN_ICON_IN_FRAGMENTS),
    BYTES ("\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\2\0\0\0ab\xfe\xff\xdd\xe0\0\0\0\0"),
    0, 18 },
  /* The tag within the pixels is no beginning. */
  { BYTES (""), BYTES ("\xe0\x7f\x10\0OW\0\0\x10\0\0\0\xe0\x7f\x10\0OW\0\0\x10\0\0\0abcd"), 16, 16 },
  /* Not there, of another length, cut off, not closed. */
  { BYTES (""), BYTES ("\xe0\x7f\x10\0OW\0\0\4\0\0\0abcd"), 6, 0 },
  { BYTES (""), BYTES ("\xe0\x7f\x10\0OW\0\0\4\0\0\0ab"), 4, 0 },
  { BYTES (""), BYTES ("\xe0\x7f\x11\0OW\0\0\4\0\0\0abcd"), 4, 0 },
  { BYTES (""),
    BYTES ("\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\2\0\0\0ab\xfe\xff\xdd\xe0"), 0, 0 },
  { BYTES (""), BYTES ("\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\0\0\0ab"), 0, 0 },
  { BYTES (""), BYTES (""), 4, 0 },
};

static void
check_row (const Row *row,
           gsize      n_before)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = NULL;
  g_autofree char *detail = NULL;
  guint64 offset = 1, length = 1;
  guint64 end;

  test_folder_init (&folder);
  g_byte_array_set_size (bytes, (guint) n_before);
  memset (bytes->data, 'x', n_before);
  g_byte_array_append (bytes, (const guint8 *) row->before, (guint) row->n_before);
  g_byte_array_append (bytes, (const guint8 *) row->element, (guint) row->n_element);
  end = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "what follows", 12 * (row->length > 0));
  path = test_folder_write (&folder, "a", bytes->data, bytes->len);
  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  g_assert_cmpint (danbi_pixel_search_run (&source, row->wanted, &offset, &length), ==,
                   row->length > 0);
  g_assert_cmpuint (length, ==, row->length);
  g_assert_cmpuint (offset, ==, row->length > 0 ? end - row->length : 0);
}

static void
test_each_layout (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i], 132);
}

/* Wherever the pieces meet in which the file is read. */
static void
test_a_head_in_two_pieces (void)
{
  for (gsize n_before = PIECE_BYTES - 16; n_before < PIECE_BYTES + 16; n_before++)
    check_row (&rows[0], n_before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/pixel-search/each_layout", test_each_layout);
  g_test_add_func ("/danbi/image/pixel-search/a_head_in_two_pieces", test_a_head_in_two_pieces);
  return g_test_run ();
}

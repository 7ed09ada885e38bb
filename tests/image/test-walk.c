/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names below what was dropped: their order and their bounds. */
#include "config.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "danbi-file.h"
#include "danbi-inspection.h"
#include "danbi-walk.h"
#include "image-test.h"

static GPtrArray *
walk (const char  *path,
      GError     **error)
{
  const char *paths[] = { path, NULL };

  return danbi_walk_run (paths, NULL, error);
}

static void
test_order (void)
{
  static const char *const names[] = { "A", "B/1", "B/2", "a", "\xe5\xbd\xb1" };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GPtrArray) files = NULL;

  test_folder_init (&folder);
  for (guint i = G_N_ELEMENTS (names); i > 0; i--)
    g_free (test_folder_write (&folder, names[i - 1], "x", 1));
  files = walk (folder.path, NULL);
  g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (files, i);
      g_autofree char *expected = test_folder_dup_path (&folder, names[i]);

      g_assert_cmpstr (file->path, ==, expected);
      g_assert_cmpuint (file->size, ==, 1);
      g_assert_false (file->if_referenced);
    }
}

static void
test_depth (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GString) path = g_string_new ("f");

  test_folder_init (&folder);
  for (guint depth = 0; depth <= DANBI_WALK_MAX_DEPTH + 1; depth++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) files = NULL;

      g_free (test_folder_write (&folder, path->str, "x", 1));
      files = walk (folder.path, &error);
      if (depth <= DANBI_WALK_MAX_DEPTH)
        g_assert_cmpuint (files->len, ==, depth + 1);
      else
        g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_TOO_MUCH);
      g_string_prepend (path, "d/");
    }
}

/* What waits, never ends, or leads round in a circle is no file of a disc. */
static void
test_odd_files (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *fifo = NULL;
  g_autofree char *loop = NULL;
  g_autofree char *dangling = NULL;
  g_autofree char *socket_path = NULL;
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  test_folder_init (&folder);
  fifo = test_folder_dup_path (&folder, "fifo");
  loop = test_folder_dup_path (&folder, "loop");
  dangling = test_folder_dup_path (&folder, "dangling");
  socket_path = test_folder_dup_path (&folder, "socket");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (".", loop), ==, 0);
  g_assert_cmpint (symlink ("nothing", dangling), ==, 0);
  fd = socket (AF_UNIX, SOCK_STREAM, 0);
  g_strlcpy (address.sun_path, socket_path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
  g_free (test_folder_write (&folder, "empty", "", 0));
  files = walk (folder.path, NULL);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpuint (((DanbiWalkFile *) files->pdata[0])->size, ==, 0);
}

/* Without leave to look into a folder it is named, and the others are read. */
static void
test_closed_folder (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *closed = NULL;
  uid_t user = geteuid ();

  test_folder_init (&folder);
  g_free (test_folder_write (&folder, "closed/a", "x", 1));
  g_free (test_folder_write (&folder, "open", "x", 1));
  closed = test_folder_dup_path (&folder, "closed");
  g_assert_cmpint (chmod (folder.path, 0755), ==, 0);
  g_assert_cmpint (chmod (closed, 0), ==, 0);
  /* The superuser may do everything; nobody may not. */
  if (user == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  files = walk (folder.path, NULL);
  g_assert_cmpint (seteuid (user), ==, 0);
  g_assert_cmpint (chmod (closed, 0700), ==, 0);
  g_assert_cmpuint (files->len, ==, 2);
  g_assert_cmpstr (((DanbiWalkFile *) files->pdata[0])->path, ==, closed);
  g_assert_nonnull (((DanbiWalkFile *) files->pdata[0])->failure);
  g_assert_null (((DanbiWalkFile *) files->pdata[1])->failure);
}

static const struct
{
  const char *name;
  const char *folded;
} FOLDED[] = {
  { "im1", "IM1" },
  { "DICOM/IM1;1", "DICOM/IM1" },
  { "dicom/im1.;12", "DICOM/IM1" },
  { "IM1.", "IM1" },
  { "IM1;x", "IM1;X" },
  { "IM1;", "IM1;" },
  { "a;1/b", "A;1/B" },
};

static void
test_folding (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (FOLDED); i++)
    {
      g_autofree char *folded = danbi_walk_fold_name (FOLDED[i].name);

      g_assert_cmpstr (folded, ==, FOLDED[i].folded);
    }
}

static void
test_dicomdir_names (void)
{
  g_assert_true (danbi_walk_is_dicomdir_name ("/cd/DICOMDIR"));
  g_assert_true (danbi_walk_is_dicomdir_name ("/cd/dicomdir"));
  g_assert_true (danbi_walk_is_dicomdir_name ("/cd/dicomdir.;1"));
  g_assert_false (danbi_walk_is_dicomdir_name ("/cd/DICOMDIR.BAK"));
  g_assert_false (danbi_walk_is_dicomdir_name ("/cd/DICOMDIR/IM1"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/walk/" name, function)
  ADD ("files_come_in_the_order_of_their_bytes", test_order);
  ADD ("folders_are_entered_32_levels_deep_and_no_deeper", test_depth);
  ADD ("what_is_no_file_is_passed_over", test_odd_files);
  ADD ("a_closed_folder_is_named", test_closed_folder);
  ADD ("names_are_folded_as_a_dicomdir_writes_them", test_folding);
  ADD ("a_dicomdir_is_known_by_its_name", test_dicomdir_names);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk through an archive: bytes of a stranger to libarchive and our reader around it, and the
 * names that come out to the spool that places them. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "danbi-archive-reader.h"
#include "danbi-json.h"
#include "danbi-spool.h"

#define MAX_SAID_BYTES (8 * 1024 * 1024) /* of an archive that grows */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static DanbiSpool *spool;
static char *root;

static void
leave (void)
{
  danbi_spool_free (spool);
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  danbi_archive_reader_prepare ();
  spool = danbi_spool_new (NULL);
  root = spool ? danbi_spool_add_root (spool, "/x.zip", NULL) : NULL;
  if (!root)
    g_error ("there is no room for the spool");
  atexit (leave);
  return 0;
}

typedef struct
{
  GString *line;   /* that is not whole yet */
  guint64 n_bytes; /* of a file, that are still to pass by */
  gsize n_said;
} Parent;

/* Wherever a name leads, it leads below the folder of its archive. */
static void
place (const char *name)
{
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;
  DanbiFileProblem problem;

  if (!danbi_spool_place (spool, root, name, &path, &problem, NULL) || !path)
    return;
  if (strncmp (path, root, strlen (root)) != 0 || path[strlen (root)] != '/'
      || strstr (path, "/../") || g_str_has_suffix (path, "/.."))
    g_error ("a name leads out");
  shown = danbi_spool_dup_shown (spool, path);
  if (!shown || !g_utf8_validate (shown, -1, NULL))
    g_error ("a name cannot be shown");
}

static void
take_line (Parent *parent)
{
  g_autoptr (json_t) object = danbi_json_parse (parent->line->str, parent->line->len, NULL);
  const char *escaped = danbi_json_get_string (object, "entry");
  g_autofree char *name = escaped ? g_uri_unescape_string (escaped, NULL) : NULL;

  if (!object || (escaped && !name))
    g_error ("the reader says what nobody understands");
  parent->n_bytes = (guint64) json_integer_value (json_object_get (object, "bytes"));
  if (name)
    place (name);
  g_string_set_size (parent->line, 0);
}

static gboolean
listen_cb (const void *data,
           gsize       length,
           gpointer    user_data)
{
  Parent *parent = user_data;
  const char *at = data;

  parent->n_said += length;
  for (gsize i = 0; i < length; i++)
    if (parent->n_bytes > 0)
      parent->n_bytes--;
    else if (at[i] == '\n')
      take_line (parent);
    else
      g_string_append_c (parent->line, at[i]);
  return parent->n_said < MAX_SAID_BYTES;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const char *const passwords[] = { "secret", NULL };
  g_autoptr (GString) line = g_string_new (NULL);
  Parent parent = { .line = line };
  g_autofree char *path = NULL;
  int fd = memfd_create ("archive", MFD_CLOEXEC);

  if (fd < 0 || write (fd, data, size) != (gssize) size)
    g_error ("there is no memory for the archive");
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  danbi_archive_reader_run (path, size % 2 ? passwords : NULL, listen_cb, &parent);
  close (fd);
  return 0;
}

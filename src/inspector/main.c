/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbi-inspector: reads hostile files for the program, one request a line, locked in. */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-archive-reader.h"
#include "danbi-confinement.h"
#include "danbi-dicom.h"
#include "danbi-file.h"
#include "danbi-image-json.h"
#include "danbi-inspector-core.h"
#include "danbi-trial.h"

/* The kernel ends this process after 60 s of CPU time (see danbi-confinement.c); it goes by itself
 * between two files before that, so that the file that happens to be the last is not blamed. */
#define RETIRE_AFTER_CPU_S 20
#define READ_BYTES 16384
#define KEPT_BYTES (16 * 1024 * 1024)

typedef struct
{
  GByteArray *bytes;
  gsize n_taken;
} Input;

/* The next line without its end; %NULL at the end of the input or where a line is too long. */
static char *
read_line (Input *input,
           gsize *length)
{
  for (;;)
    {
      gsize left = input->bytes->len - input->n_taken;
      const guint8 *begin = input->bytes->data + input->n_taken;
      const guint8 *end = left > 0 ? memchr (begin, '\n', left) : NULL;
      guint8 buffer[READ_BYTES];
      gssize n;

      if (end)
        {
          *length = (gsize) (end - begin);
          input->n_taken += *length + 1;
          return g_strndup ((const char *) begin, *length);
        }
      if (left > DANBI_INSPECTOR_MAX_REQUEST_BYTES)
        return NULL;
      n = read (STDIN_FILENO, buffer, sizeof buffer);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return NULL;
      g_byte_array_remove_range (input->bytes, 0, (guint) input->n_taken);
      input->n_taken = 0;
      g_byte_array_append (input->bytes, buffer, (guint) n);
    }
}

/* The clock is asked for first: that takes no system call, and no time of the processor passes
 * faster than it. */
static gboolean
is_worn_out (gint64 *asked_us)
{
  struct rusage usage;

  if (g_get_monotonic_time () - *asked_us < G_USEC_PER_SEC)
    return FALSE;
  *asked_us = g_get_monotonic_time ();
  return getrusage (RUSAGE_SELF, &usage) == 0
         && usage.ru_utime.tv_sec + usage.ru_stime.tv_sec >= RETIRE_AFTER_CPU_S;
}

static int
serve (Input *input)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  gint64 asked_us = g_get_monotonic_time ();
  char *line;
  gsize length;

  while ((line = read_line (input, &length)))
    {
      g_autofree char *request = line;

      danbi_trial_run (request, length);
      g_byte_array_set_size (answer, 0);
      if (!danbi_inspector_answer (request, length, answer)
          || !danbi_file_write_all (STDOUT_FILENO, answer->data, answer->len))
        return EXIT_FAILURE;
      if (is_worn_out (&asked_us))
        break;
    }
  return EXIT_SUCCESS;
}

static gboolean
say_written (DanbiFileProblem  problem,
             const char       *file_id,
             const char       *detail)
{
  g_autoptr (json_t) answer = json_object ();
  g_autofree char *line = NULL;

  json_object_set_new (answer, "written", json_boolean (problem == DANBI_FILE_OK));
  json_object_set_new (answer, "problem", json_string (danbi_file_problem_to_nick (problem)));
  json_object_set_new (answer, "file_id", danbi_json_string_or_null (file_id));
  json_object_set_new (answer, "detail", danbi_json_string_or_null (detail));
  line = danbi_json_to_line (answer);
  return danbi_file_write_all (STDOUT_FILENO, line, strlen (line))
         && danbi_file_write_all (STDOUT_FILENO, "\n", 1);
}

/* File IDs come one a line, an empty line ends them. */
static GStrv
read_file_ids (Input *input)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char *line;
  gsize length;

  while ((line = read_line (input, &length)))
    {
      g_autofree char *file_id = line;

      if (length == 0)
        return g_strv_builder_end (builder);
      if (!danbi_file_id_is_lawful (file_id))
        return NULL;
      g_strv_builder_add (builder, file_id);
    }
  return NULL;
}

static int
write_directory (Input      *input,
                 const char *root)
{
  g_auto (GStrv) file_ids = read_file_ids (input);
  g_autofree char *detail = NULL;
  DanbiFileProblem problem;
  guint failed = G_MAXUINT;

  if (!file_ids)
    return EXIT_FAILURE;
  danbi_trial_run (NULL, 0);
  problem = danbi_dicom_write_directory (root, (const char *const *) file_ids, &failed, &detail);
  return say_written (problem, failed < g_strv_length (file_ids) ? file_ids[failed] : NULL, detail)
           ? EXIT_SUCCESS : EXIT_FAILURE;
}

static gboolean
write_all_cb (const void *data,
              gsize       length,
              gpointer    user_data)
{
  return danbi_file_write_all (STDOUT_FILENO, data, length);
}

/* Passwords come percent-encoded, one a line; an empty line ends them. */
static GStrv
read_passwords (Input *input)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char *line;
  gsize length;

  while ((line = read_line (input, &length)))
    {
      g_autofree char *escaped = line;
      g_autofree char *password = g_uri_unescape_string (escaped, NULL);

      if (length == 0)
        return g_strv_builder_end (builder);
      if (password)
        g_strv_builder_add (builder, password);
    }
  return NULL;
}

/* One archive, then the end: whatever it did to this process harms no other file. */
static int
unpack (Input *input)
{
  gsize length = 0;
  g_autofree char *request = read_line (input, &length);
  g_autofree char *path = request ? danbi_inspector_dup_path (request, length) : NULL;
  g_auto (GStrv) passwords = path ? read_passwords (input) : NULL;

  if (!passwords)
    return EXIT_FAILURE;
  danbi_trial_run (request, length);
  return danbi_archive_reader_run (path, (const char *const *) passwords, write_all_cb, NULL)
           ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run (DanbiConfinement  purpose,
     const char       *root,
     Input            *input)
{
  switch (purpose)
    {
    case DANBI_CONFINEMENT_WRITE:
      return write_directory (input, root);
    case DANBI_CONFINEMENT_UNPACK:
      return unpack (input);
    case DANBI_CONFINEMENT_READ:
    default:
      return serve (input);
    }
}

/* Pictures of one kind follow each other. What is given back to the system after one of them is
 * asked for again by the next, page by page, each cleared by the kernel. */
static void
keep_memory (void)
{
  mallopt (M_MMAP_THRESHOLD, KEPT_BYTES);
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
}

/* What a decoder loads from the system's own files, such as DCMTK's dictionary, it loads when the
 * first file needs it: reading stays allowed, and most files need none of it. */
static void
prepare (DanbiConfinement purpose)
{
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  umask (0077);
  keep_memory ();
  if (purpose == DANBI_CONFINEMENT_UNPACK)
    danbi_archive_reader_prepare ();
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  Input input = { .bytes = bytes };
  const char *root = argc == 3 && strcmp (argv[1], "--write-dicomdir") == 0 ? argv[2] : NULL;
  gboolean unpacks = argc == 2 && strcmp (argv[1], "--unpack") == 0;
  DanbiConfinement purpose = root ? DANBI_CONFINEMENT_WRITE
                             : unpacks ? DANBI_CONFINEMENT_UNPACK : DANBI_CONFINEMENT_READ;

  if (argc > 1 && purpose == DANBI_CONFINEMENT_READ)
    {
      g_printerr ("danbi-inspector is started by Danbi; it is of no use by itself.\n");
      return 2;
    }
  prepare (purpose);
  if (!danbi_confinement_enter (purpose, root, &error))
    {
      g_printerr ("%s\n", error->message);
      return 3;
    }
  if (!danbi_file_write_all (STDOUT_FILENO, "ready\n", 6))
    return EXIT_FAILURE;

  /* _exit(): what runs at the end of a process may want system calls that are closed by now. */
  _exit (run (purpose, root, &input));
}

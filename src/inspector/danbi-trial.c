/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a hostile file might make the inspector do, done on purpose, so that tests see the lock. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "danbi-inspector-core.h"
#include "danbi-trial.h"

#define TRIAL_VARIABLE "DANBI_INSPECTOR_TEST"
#define MEMORY_STEP_BYTES (16 * 1024 * 1024)
#define BROKEN_OUT_EXIT 99 /* the parent sees a child that ended over the file */

static void
expect_refused (gboolean refused)
{
  if (!refused)
    _exit (BROKEN_OUT_EXIT);
}

static void
try_socket (const char *argument)
{
  int pair[2];

  expect_refused (socket (AF_INET, SOCK_STREAM, 0) < 0);
  expect_refused (socket (AF_UNIX, SOCK_STREAM, 0) < 0);
  expect_refused (socketpair (AF_UNIX, SOCK_STREAM, 0, pair) < 0);
  expect_refused (sendto (STDOUT_FILENO, "x", 1, 0, NULL, 0) < 0);
}

static void
try_write (const char *argument)
{
  static const int flags[] = { O_WRONLY, O_RDWR, O_WRONLY | O_CREAT, O_RDONLY | O_CREAT,
                               O_RDONLY | O_TRUNC };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    expect_refused (open (argument, flags[i] | O_CLOEXEC, 0600) < 0);
  expect_refused (creat (argument, 0600) < 0);
  expect_refused (unlink (argument) < 0);
  expect_refused (mkdir (argument, 0700) < 0);
  expect_refused (symlink ("x", argument) < 0);
}

static void
try_process (const char *argument)
{
  char *argv[] = { (char *) "/bin/true", NULL };
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  expect_refused (child < 0);
  expect_refused (kill (getppid (), 0) < 0);
  expect_refused (ptrace (PTRACE_TRACEME, 0, NULL, NULL) < 0);
  expect_refused (setrlimit (RLIMIT_CPU, &(struct rlimit) { 1, 1 }) < 0);
  execv (argv[0], argv);
}

/* With leave to write in one folder: not beside it, and nothing but files in it. */
static void
try_stray (const char *argument)
{
  expect_refused (open (argument, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) < 0);
  expect_refused (unlink (argument) < 0);
  expect_refused (chmod (argument, 0777) < 0);
  try_socket (argument);
  try_process (argument);
}

static void
try_crash (const char *argument)
{
  abort ();
}

/* As if it had retired, but over a file. */
static void
try_leave (const char *argument)
{
  _exit (0);
}

static void
try_hang (const char *argument)
{
  for (;;)
    pause ();
}

static void
try_babble (const char *argument)
{
  while (write (STDOUT_FILENO, "xxxxxxxxxxxxxxxx", 16) > 0)
    ;
}

/* Takes addresses only: filling a gigabyte would slow the machine down and show no more. */
static void
try_memory (const char *argument)
{
  for (;;)
    {
      void *block = mmap (NULL, MEMORY_STEP_BYTES, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

      if (block == MAP_FAILED)
        abort ();
    }
}

static const struct
{
  const char *name;
  gboolean on_one_file; /* the argument is that file's name */
  void (*run) (const char *argument);
} TRIALS[] = {
  { "crash", TRUE, try_crash },     { "hang", TRUE, try_hang },
  { "babble", TRUE, try_babble },   { "memory", TRUE, try_memory },
  { "leave", TRUE, try_leave },
  { "socket", FALSE, try_socket },  { "write", FALSE, try_write },
  { "process", FALSE, try_process }, { "stray", FALSE, try_stray },
};

static gboolean
is_about (const char *request,
          gsize       length,
          const char *name)
{
  g_autofree char *path = request ? danbi_inspector_dup_path (request, length) : NULL;
  g_autofree char *found = path ? g_path_get_basename (path) : NULL;

  return g_strcmp0 (found, name) == 0;
}

/**
 * danbi_trial_run:
 * @request: (nullable): the request that is about to be answered
 * @length: how many bytes
 *
 * Does what the environment variable DANBI_INSPECTOR_TEST asks for, after the lock was turned:
 * `crash:NAME`, `hang:NAME`, `babble:NAME`, `memory:NAME` and `leave:NAME` on the file of that
 * name, `socket:`, `write:PATH` and `process:` on each file, `stray:PATH` before a DICOMDIR is
 * written. The last four end the process where the lock did not hold. Who can set the variable can
 * do nothing with it that he could not do without.
 */
void
danbi_trial_run (const char *request,
                 gsize       length)
{
  const char *wanted = g_getenv (TRIAL_VARIABLE);
  const char *colon = wanted ? strchr (wanted, ':') : NULL;

  for (guint i = 0; colon && i < G_N_ELEMENTS (TRIALS); i++)
    if (strlen (TRIALS[i].name) == (gsize) (colon - wanted)
        && strncmp (TRIALS[i].name, wanted, (gsize) (colon - wanted)) == 0
        && (!TRIALS[i].on_one_file || is_about (request, length, colon + 1)))
      TRIALS[i].run (colon + 1);
}

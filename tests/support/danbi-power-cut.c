/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a program, or linked into it, ends it right after one of its flushes to disk, as a
 * power cut would: DANBI_POWER_CUT=N is the N-th fsync() or fdatasync(). Between two of them
 * nothing becomes durable, so that N = 1, 2, 3… are all the moments at which a cut can differ. */
#include "config.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

typedef int (*Flush) (int fd);

static atomic_long left; /* flushes until the cut; never reached from 0 */

/* The children of the program live on and see nothing of it. */
__attribute__ ((constructor)) static void
set_up (void)
{
  const char *at = getenv ("DANBI_POWER_CUT");

  left = at ? strtol (at, NULL, 10) : 0;
  unsetenv ("DANBI_POWER_CUT");
  unsetenv ("LD_PRELOAD");
}

static int
flush_and_cut (const char *name,
               int         fd)
{
  Flush flush = (Flush) dlsym (RTLD_NEXT, name);
  int result = flush (fd);

  if (atomic_fetch_sub (&left, 1) == 1)
    kill (getpid (), SIGKILL);
  return result;
}

int
fsync (int fd)
{
  return flush_and_cut ("fsync", fd);
}

int
fdatasync (int fd)
{
  return flush_and_cut ("fdatasync", fd);
}

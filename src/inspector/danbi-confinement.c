/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock that the inspector turns on itself before it reads a stranger's first byte. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "danbi-confinement.h"

#define MAX_MEMORY_BYTES (1024 * 1024 * 1024)
#define MAX_WRITTEN_BYTES (512 * 1024 * 1024)
#define MAX_OPEN_FILES 64

/* Unpacking 20 GB of LZMA takes half an hour of an old processor. */
static const rlim_t MAX_CPU_S[] = {
  [DANBI_CONFINEMENT_READ] = 60,
  [DANBI_CONFINEMENT_UNPACK] = 3600,
  [DANBI_CONFINEMENT_WRITE] = 600,
};

#if defined (__SANITIZE_ADDRESS__)
#define HAVE_ADDRESS_SANITIZER 1
#elif defined (__has_feature)
#if __has_feature (address_sanitizer)
#define HAVE_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef HAVE_ADDRESS_SANITIZER
#define HAVE_ADDRESS_SANITIZER 0
#endif

/* Flags of open() that could change a file. */
#define CHANGING_FLAGS (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

/* Reading, memory, time and ending: what a decoder needs of the kernel, and no more. */
static const int HARMLESS_CALLS[] = {
  SCMP_SYS (access), SCMP_SYS (brk), SCMP_SYS (clock_getres), SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_nanosleep), SCMP_SYS (close), SCMP_SYS (dup), SCMP_SYS (exit),
  SCMP_SYS (exit_group), SCMP_SYS (faccessat), SCMP_SYS (faccessat2), SCMP_SYS (fadvise64),
  SCMP_SYS (fstat), SCMP_SYS (fstatfs), SCMP_SYS (futex), SCMP_SYS (getcwd), SCMP_SYS (getdents64),
  SCMP_SYS (getegid), SCMP_SYS (geteuid), SCMP_SYS (getgid), SCMP_SYS (getpid),
  SCMP_SYS (getrandom), SCMP_SYS (getrlimit), SCMP_SYS (getrusage), SCMP_SYS (gettid),
  SCMP_SYS (gettimeofday), SCMP_SYS (getuid), SCMP_SYS (lseek), SCMP_SYS (lstat),
  SCMP_SYS (madvise), SCMP_SYS (mmap), SCMP_SYS (mprotect), SCMP_SYS (mremap), SCMP_SYS (munmap),
  SCMP_SYS (nanosleep), SCMP_SYS (newfstatat), SCMP_SYS (pause), SCMP_SYS (poll),
  SCMP_SYS (ppoll), SCMP_SYS (pread64), SCMP_SYS (read), SCMP_SYS (readlink),
  SCMP_SYS (readlinkat), SCMP_SYS (readv), SCMP_SYS (restart_syscall), SCMP_SYS (rseq),
  SCMP_SYS (rt_sigaction), SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sched_getaffinity), SCMP_SYS (sched_yield), SCMP_SYS (set_robust_list),
  SCMP_SYS (sigaltstack), SCMP_SYS (stat), SCMP_SYS (statx), SCMP_SYS (sysinfo),
  SCMP_SYS (time), SCMP_SYS (times), SCMP_SYS (uname),
};

/* What writing one file and giving it its name takes on top. */
static const int WRITING_CALLS[] = {
  SCMP_SYS (fdatasync), SCMP_SYS (fsync),
  SCMP_SYS (ftruncate), SCMP_SYS (open), SCMP_SYS (openat), SCMP_SYS (pwrite64),
  SCMP_SYS (rename), SCMP_SYS (renameat), SCMP_SYS (renameat2), SCMP_SYS (unlink),
  SCMP_SYS (unlinkat), SCMP_SYS (write), SCMP_SYS (writev),
};

static gboolean
fail (GError    **error,
      const char *what,
      int         code)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Could not confine the inspector: %s: %s",
               what, g_strerror (code));
  return FALSE;
}

static gboolean
limit (int       resource,
       rlim_t    soft,
       rlim_t    hard,
       GError  **error)
{
  struct rlimit current;
  struct rlimit wanted;

  if (getrlimit (resource, &current) < 0)
    return fail (error, "getrlimit", errno);
  wanted.rlim_max = MIN (hard, current.rlim_max);
  wanted.rlim_cur = MIN (soft, wanted.rlim_max);
  return setrlimit (resource, &wanted) == 0 || fail (error, "setrlimit", errno);
}

/* The sanitizer reserves terabytes of addresses, so memory is not limited under it. */
static gboolean
limit_resources (DanbiConfinement   purpose,
                 GError           **error)
{
  rlim_t cpu_s = MAX_CPU_S[purpose];
  rlim_t written_bytes = purpose == DANBI_CONFINEMENT_WRITE ? MAX_WRITTEN_BYTES : 0;

  /* Beyond the limit, writing shall fail and not kill. */
  signal (SIGXFSZ, SIG_IGN);
  return limit (RLIMIT_CORE, 0, 0, error)
         && limit (RLIMIT_CPU, cpu_s, cpu_s + 1, error)
         && limit (RLIMIT_FSIZE, written_bytes, written_bytes, error)
         && limit (RLIMIT_NPROC, 0, 0, error)
         && limit (RLIMIT_NOFILE, MAX_OPEN_FILES, MAX_OPEN_FILES, error)
         && (HAVE_ADDRESS_SANITIZER
             || limit (RLIMIT_AS, MAX_MEMORY_BYTES, MAX_MEMORY_BYTES, error));
}

static gboolean
set_process_flags (GError **error)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    return fail (error, "no new privileges", errno);
  if (prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
    return fail (error, "death with the parent", errno);
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
    return fail (error, "no dump", errno);
  return TRUE;
}

/* Rights of Landlock that change the file system. Kernel headers of the floor lack the last. */
#define LANDLOCK_TRUNCATE (G_GUINT64_CONSTANT (1) << 14)
#define LANDLOCK_FILE_CHANGES                                                                      \
  (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG)
#define LANDLOCK_OTHER_CHANGES                                                                     \
  (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR      \
   | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK   \
   | LANDLOCK_ACCESS_FS_MAKE_SYM)

static gboolean
allow_changes_below (int          ruleset,
                     const char  *root,
                     guint64      changes,
                     GError     **error)
{
  struct landlock_path_beneath_attr rule = { .allowed_access = changes };
  int code;

  rule.parent_fd = open (root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return fail (error, "the folder to write in", errno);
  code = (int) syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close (rule.parent_fd);
  return code == 0 || fail (error, "landlock", errno);
}

/* A filter of system calls cannot tell one path from another; Landlock can. Where the kernel lacks
 * it (before 5.13, or switched off) the filter still holds. */
static gboolean
limit_changes (const char  *writable_root,
               GError     **error)
{
  int version = (int) syscall (SYS_landlock_create_ruleset, NULL, 0,
                               LANDLOCK_CREATE_RULESET_VERSION);
  guint64 file_changes = LANDLOCK_FILE_CHANGES | (version >= 3 ? LANDLOCK_TRUNCATE : 0);
  struct landlock_ruleset_attr attributes
    = { .handled_access_fs = file_changes | LANDLOCK_OTHER_CHANGES };
  gboolean ok;
  int ruleset;

  if (version < 1)
    return TRUE;
  ruleset = (int) syscall (SYS_landlock_create_ruleset, &attributes,
                           sizeof attributes.handled_access_fs, 0);
  if (ruleset < 0)
    return fail (error, "landlock", errno);
  ok = !writable_root || allow_changes_below (ruleset, writable_root, file_changes, error);
  if (ok && syscall (SYS_landlock_restrict_self, ruleset, 0) < 0)
    ok = fail (error, "landlock", errno);
  close (ruleset);
  return ok;
}

static int
allow_all (scmp_filter_ctx  filter,
           const int       *calls,
           gsize            n_calls)
{
  int code = 0;

  for (gsize i = 0; code == 0 && i < n_calls; i++)
    code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, calls[i], 0);
  return code;
}

/* open() that cannot change a file, and write() to the parent and to the log only. */
static int
allow_reading (scmp_filter_ctx filter)
{
  int code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                               SCMP_A2 (SCMP_CMP_MASKED_EQ, CHANGING_FLAGS, O_RDONLY));

  if (code == 0)
    code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (open), 1,
                             SCMP_A1 (SCMP_CMP_MASKED_EQ, CHANGING_FLAGS, O_RDONLY));
  for (scmp_datum_t fd = STDOUT_FILENO; code == 0 && fd <= STDERR_FILENO; fd++)
    {
      code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1,
                               SCMP_A0 (SCMP_CMP_EQ, fd));
      if (code == 0)
        code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (writev), 1,
                                 SCMP_A0 (SCMP_CMP_EQ, fd));
    }
  return code;
}

/* abort() signals the own process; limits may be read and not set; descriptors may be marked and
 * duplicated and not turned into anything else. */
static int
allow_narrowly (scmp_filter_ctx filter)
{
  int code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                               SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));

  if (code == 0)
    code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1,
                             SCMP_A2 (SCMP_CMP_EQ, 0));
  for (int command = F_DUPFD; code == 0 && command <= F_GETFL; command++)
    code = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1,
                             SCMP_A1 (SCMP_CMP_EQ, (scmp_datum_t) command));
  return code;
}

/* Everything that is not named fails with EPERM: sockets, programs, processes, other processes'
 * memory, and what kernels will bring. */
static gboolean
filter_calls (gboolean   writing,
              GError   **error)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int code;

  if (!filter)
    return fail (error, "seccomp", ENOMEM);
  code = allow_all (filter, HARMLESS_CALLS, G_N_ELEMENTS (HARMLESS_CALLS));
  if (code == 0)
    code = allow_narrowly (filter);
  if (code == 0)
    code = writing ? allow_all (filter, WRITING_CALLS, G_N_ELEMENTS (WRITING_CALLS))
                   : allow_reading (filter);
  if (code == 0)
    code = seccomp_load (filter);
  seccomp_release (filter);
  return code == 0 || fail (error, "seccomp", -code);
}

/**
 * danbi_confinement_enter:
 * @purpose: what the process is for
 * @writable_root: (nullable): the folder in which a DICOMDIR is to be written, %NULL to read only
 * @error: what could not be locked
 *
 * From here on this process can neither open a socket nor start a program nor touch another
 * process. It can change no file, but below @writable_root (where the kernel has no Landlock:
 * anywhere, as its user may). Memory, CPU time, open files and file
 * size are bounded. There is no way back.
 *
 * Returns: whether all of it holds; on %FALSE nothing from outside may be read
 */
gboolean
danbi_confinement_enter (DanbiConfinement   purpose,
                         const char        *writable_root,
                         GError           **error)
{
  return set_process_flags (error) && limit_resources (purpose, error)
         && limit_changes (writable_root, error)
         && filter_calls (purpose == DANBI_CONFINEMENT_WRITE, error);
}

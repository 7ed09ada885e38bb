/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each method makes of a package, tried on some of its own bytes, and which one to take. */
#include "config.h"

#include <time.h>

#include "danbi-package-private.h"

/* Pixels and heads are met in their right shares in windows that are spread over all bytes. */
#define WINDOW_BYTES (16 * 1024)

/* A first trial of so many windows tells the speed, and what a method loses before it has learnt. */
#define N_WINDOWS_FIRST 4
#define N_WINDOWS_MAX 256

/* The time for it: at least so much, else a hundredth of what packing may take. */
#define MIN_SAMPLE_S 0.15
#define MAX_SAMPLE_S 1.0
#define SHARE_OF_WORK 0.01
#define WORK_BYTES_PER_S 10e6

/* A gain that is smaller is none: the time for it is better spent otherwise. */
#define WORTH_IT 0.97

/* Some of the bytes of a package: the n-th window is read when it is wanted. Any number of them is
 * spread over the whole. */
typedef struct
{
  const DanbiPackageJob *job;
  guint8 *data;
  gsize length;
  guint64 n_there; /* windows that the package has */
  guint64 n_read;
  guint64 step; /* from one to the next, round and round */
} Windows;

/* What it took to pack the first bytes of the windows. */
typedef struct
{
  double plain;
  double packed;
  double pack_s;
  double verify_s;
} Trial;

/* The time this thread worked: what else the computer does at the moment is no matter of the
 * package. */
static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static guint64
greatest_common_divisor (guint64 a,
                         guint64 b)
{
  return b == 0 ? a : greatest_common_divisor (b, a % b);
}

/* Steps of about the golden section of the whole lie spread evenly wherever one stops, and meet
 * every window once when their length has no divisor in common with the whole. */
static void
windows_init (Windows               *self,
              const DanbiPackageJob *job)
{
  *self = (Windows) { .job = job };
  self->n_there = MAX (job->plain_bytes / WINDOW_BYTES, 1);
  self->step = MAX ((guint64) (0.6180339887 * (double) self->n_there), 1);
  while (greatest_common_divisor (self->n_there, self->step) != 1)
    self->step++;
  self->data = g_malloc (MIN (self->n_there, N_WINDOWS_MAX) * WINDOW_BYTES);
}

static gsize
read_source (const DanbiPackageJob *job,
             guint                  index,
             guint64                offset,
             guint8                *target,
             gsize                  length)
{
  const char *path = danbi_package_plan_get_entry (job->plan, index)->source;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, job->cancellable, NULL);
  gsize got = 0;

  if (stream && g_seekable_seek (G_SEEKABLE (stream), (goffset) offset, G_SEEK_SET, NULL, NULL))
    g_input_stream_read_all (G_INPUT_STREAM (stream), target, length, &got, job->cancellable,
                             NULL);
  return got;
}

/* Reads one window of the sources, which lie one behind the other as in the archive. A file that
 * cannot be read is passed over: whoever packs it will say so. */
static void
windows_read_next (Windows *self)
{
  guint64 offset = (self->n_read++ * self->step) % self->n_there * WINDOW_BYTES;
  gsize left = WINDOW_BYTES;

  for (guint i = 0; i < danbi_package_plan_get_n_entries (self->job->plan) && left > 0; i++)
    {
      guint64 size = self->job->sizes[i];
      gsize wanted = (gsize) MIN (left, size - MIN (offset, size));

      if (wanted > 0)
        self->length += read_source (self->job, i, offset, self->data + self->length, wanted);
      left -= wanted;
      offset -= MIN (offset, size);
    }
}

/* Reads on until the first @n windows are there. */
static void
windows_want (Windows *self,
              guint    n)
{
  while (self->n_read < MIN (n, self->n_there))
    windows_read_next (self);
}

/* Packs and unpacks the first @n windows. */
static gboolean
try_windows (Windows     *windows,
             guint        n,
             DanbiFormat  format,
             DanbiMethod  method,
             Trial       *trial,
             GError     **error)
{
  g_autoptr (GByteArray) packed = NULL;
  double begin_s, packed_s;
  gsize length;

  if (g_cancellable_set_error_if_cancelled (windows->job->cancellable, error))
    return FALSE;
  windows_want (windows, n);
  length = MIN ((gsize) n * WINDOW_BYTES, windows->length);

  begin_s = now_s ();
  packed = format == DANBI_FORMAT_CAB ? danbi_cab_pack (method, windows->data, length, error)
                                      : danbi_seven_zip_pack (method, windows->data, length, error);
  packed_s = now_s ();
  if (!packed || !danbi_package_unpack (packed->data, packed->len, error))
    return FALSE;
  *trial = (Trial) { (double) length, packed->len, packed_s - begin_s, now_s () - packed_s };
  return TRUE;
}

/* What the windows beyond the first ones took: opening the archive, and learning what such files
 * look like, happens once in a package and would weigh too much in a sample. */
static Trial
subtract (const Trial *large,
          const Trial *small)
{
  if (large->plain <= small->plain)
    return *small;
  return (Trial) { large->plain - small->plain, large->packed - small->packed,
                   MAX (large->pack_s - small->pack_s, 0), MAX (large->verify_s - small->verify_s, 0) };
}

static double
measure_hashing (const Windows *windows)
{
  double begin_s = now_s ();
  g_autofree char *sha256 = NULL;

  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, windows->data, windows->length);
  return (now_s () - begin_s) / (double) windows->length;
}

/* Hashing goes on beside packing and, with that of the archive itself, beside unpacking; the two
 * cores have all of that between them. */
static DanbiMethodEstimate
estimate (const Trial *trial,
          double       hash_s)
{
  double ratio = trial->packed / trial->plain;
  double pack_s = MAX (trial->pack_s / trial->plain, hash_s);
  double unpack_s = trial->verify_s / trial->plain;
  double verify_s = MAX (MAX (unpack_s, hash_s), (unpack_s + hash_s * (1 + ratio)) / 2);

  return (DanbiMethodEstimate) { ratio, 1 / (pack_s + verify_s) };
}

/* Tries a method on as many windows as @budget_s allows, judged by a first few. */
static gboolean
sample_method (Windows             *windows,
               DanbiFormat          format,
               DanbiMethod          method,
               double               budget_s,
               double               hash_s,
               DanbiMethodEstimate *result,
               GError             **error)
{
  Trial first, all;
  double n;

  if (!try_windows (windows, N_WINDOWS_FIRST, format, method, &first, error))
    return FALSE;
  n = N_WINDOWS_FIRST * (budget_s / MAX (first.pack_s + first.verify_s, 1e-6) - 1);
  n = CLAMP (n, 2 * N_WINDOWS_FIRST, N_WINDOWS_MAX);
  if (!try_windows (windows, (guint) n, format, method, &all, error))
    return FALSE;
  all = subtract (&all, &first);
  *result = estimate (&all, hash_s);
  return TRUE;
}

static gboolean
sample_all (Windows            *windows,
            DanbiFormat         format,
            DanbiPackageSample *sample,
            GError            **error)
{
  /* How the time is shared: the slow ones get more and yet see fewer bytes. */
  static const double shares[DANBI_N_METHODS] = { 0.05, 0.20, 0.35, 0.40 };
  double work_s = (double) sample->bytes / WORK_BYTES_PER_S;
  double budget_s = CLAMP (SHARE_OF_WORK * work_s, MIN_SAMPLE_S, MAX_SAMPLE_S);
  guint n = format == DANBI_FORMAT_CAB ? DANBI_METHOD_DEFLATE + 1 : DANBI_N_METHODS;
  double hash_s;

  windows_want (windows, N_WINDOWS_FIRST);
  if (windows->length == 0)
    return TRUE;
  hash_s = measure_hashing (windows);
  for (guint i = 0; i < n; i++)
    if (!sample_method (windows, format, (DanbiMethod) i, budget_s * shares[i], hash_s,
                        &sample->methods[i], error))
      return FALSE;
  return TRUE;
}

/**
 * danbi_package_sample:
 * @plan: what is to be packed
 * @format: which archive
 * @sample: (out caller-allocates): what each method makes of it
 * @cancellable: (nullable): stops it
 * @error: the reason of a failure
 *
 * Packs some of the package's own bytes by each method in memory, and unpacks them, as is done with
 * the whole. That takes some 150 ms, for a large package up to a second.
 *
 * Returns: whether @sample is set
 */
gboolean
danbi_package_sample (const DanbiPackagePlan *plan,
                      DanbiFormat             format,
                      DanbiPackageSample     *sample,
                      GCancellable           *cancellable,
                      GError                **error)
{
  DanbiPackageJob job;
  gboolean ok;

  *sample = (DanbiPackageSample) { 0 };
  danbi_package_job_init (&job, plan, "", cancellable);
  ok = danbi_package_job_measure (&job, error);
  if (ok && job.plain_bytes > 0)
    {
      Windows windows;

      sample->bytes = job.plain_bytes;
      windows_init (&windows, &job);
      ok = sample_all (&windows, format, sample, error);
      g_free (windows.data);
    }
  danbi_package_job_clear (&job);
  return ok;
}

static double
time_s (const DanbiPackageSample *sample,
        DanbiMethod               method,
        guint64                   line_bytes_per_s)
{
  const DanbiMethodEstimate *estimated = &sample->methods[method];

  return (double) sample->bytes
         * (1 / estimated->bytes_per_s + estimated->ratio / (double) line_bytes_per_s);
}

/**
 * danbi_package_sample_choose:
 * @sample: a sample
 * @line_bytes_per_s: what the line carries in a second; 0: not known, 20 Mbit/s is taken
 *
 * Returns: the method with which the package is packed and at the other end soonest
 */
DanbiMethod
danbi_package_sample_choose (const DanbiPackageSample *sample,
                             guint64                   line_bytes_per_s)
{
  guint64 line = line_bytes_per_s ? line_bytes_per_s : DANBI_PACKAGE_LINE_BYTES_PER_S;
  guint best = DANBI_METHOD_COPY;

  for (guint i = best + 1; i < DANBI_N_METHODS; i++)
    if (sample->methods[i].bytes_per_s > 0
        && time_s (sample, (DanbiMethod) i, line) < time_s (sample, (DanbiMethod) best, line))
      best = i;
  return (DanbiMethod) best;
}

/**
 * danbi_package_sample_smallest:
 * @sample: a sample
 *
 * Returns: the method with which the archive is smallest; the quickest of those between which there
 *   are less than three hundredths
 */
DanbiMethod
danbi_package_sample_smallest (const DanbiPackageSample *sample)
{
  double least = sample->methods[DANBI_METHOD_COPY].ratio;
  guint best = DANBI_METHOD_COPY;

  for (guint i = 0; i < DANBI_N_METHODS; i++)
    if (sample->methods[i].bytes_per_s > 0)
      least = MIN (least, sample->methods[i].ratio);
  while (sample->methods[best].ratio * WORTH_IT > least)
    best++;
  return (DanbiMethod) best;
}

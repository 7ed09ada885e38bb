# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks share: runs in turn, medians of ratios, and one line for a figure."""
import collections
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

Sample = collections.namedtuple('Sample', 'wall_s cpu_s rss_mib')

SKIPPED = 77


def skip(why):
    """Ends the benchmark; test runners take the status for "skipped"."""
    print(f'skipped: {why}')
    sys.exit(SKIPPED)


def need(program):
    """The path of somebody else's program, or the end of the benchmark."""
    return shutil.which(program) or skip(f'{program} is not installed')


def scratch():
    """A folder that is removed when the block ends: with bench.scratch() as path."""
    return tempfile.TemporaryDirectory(prefix='danbi-bench-')


def make(program, *args):
    """Runs a helper that must succeed, before anything is timed."""
    subprocess.run([program, *map(str, args)], check=True, stdout=subprocess.DEVNULL)


def run(argv, statuses=(0,), stdin=None, output=None):
    """Times one process with all children it waited for. Its output goes to @output, or nowhere."""
    words = [str(word) for word in argv]
    with open(output or os.devnull, 'wb') as out, open(stdin or os.devnull, 'rb') as source:
        begin = time.monotonic()
        child = subprocess.Popen(words, stdin=source, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in statuses:
        sys.exit(f'{words[0]} ended with status {child.returncode}')
    return Sample(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(n_runs, n_warm=1, **jobs):
    """Calls the jobs one after the other, A B A B, after @n_warm rounds that are not counted: what
    the machine does beside falls on all of them alike. The results by the name of the job."""
    results = {name: [] for name in jobs}
    for round_ in range(n_warm + n_runs):
        for name, job in jobs.items():
            result = job()
            if round_ >= n_warm:
                results[name].append(result)
    return results


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def number(value, unit):
    if unit == 's' and value < 0.1:
        value, unit = value * 1000, 'ms'
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f'{value:.{digits}f} {unit}'


def report(title, unit, ours, theirs):
    """Prints a figure. @ours and @theirs are (name, values), made in turn: the ratio is the median
    of the ratios of neighbours, and the brackets hold the middle half of them."""
    ratios = [a / b for a, b in zip(ours[1], theirs[1])]
    sides = ', '.join(f'{name} {number(statistics.median(values), unit)}'
                      for name, values in (ours, theirs))
    print(f'{title}: {sides}, ratio {statistics.median(ratios):.2f} '
          f'({quantile(ratios, 0.25):.2f}–{quantile(ratios, 0.75):.2f}, n={len(ratios)})',
          flush=True)


def report_samples(title, ours, theirs):
    """Two figures of @ours and @theirs, (name, samples): the wall clock, and the processor."""
    for word, unit, member in (('', 's', 'wall_s'), (', CPU', 's', 'cpu_s')):
        report(title + word, unit, *((name, [getattr(sample, member) for sample in samples])
                                     for name, samples in (ours, theirs)))


def report_pairs(program, *args):
    """Runs a program of ours that times both sides itself, one after the other, and prints lines
    "figure<TAB>ours<TAB>theirs" in milliseconds. Tells the median, and of many the slow end too."""
    figures = {}
    done = subprocess.run([program, *map(str, args)], check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        title, ours, theirs = line.split('\t')
        figures.setdefault(title, []).append((float(ours), float(theirs)))
    for title, pairs in figures.items():
        ours, theirs = zip(*pairs)
        report(title, 'ms', ('danbi', ours), ('bare SQLite', theirs))
        if len(pairs) >= 100:
            print(f'{title}, p99: danbi {number(quantile(ours, 0.99), "ms")}, '
                  f'bare SQLite {number(quantile(theirs, 0.99), "ms")}', flush=True)

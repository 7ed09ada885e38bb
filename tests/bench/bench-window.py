# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-window.py DANBI FIRST-FRAME MINIMAL-WINDOW DESK-COST: from the start of the program to the
first picture of its window, beside the least that libadwaita can show. On a display of its own:
headless.sh starts this."""
import collections
import subprocess
import sys

import bench

DANBI, FIRST_FRAME, MINIMAL, DESK_COST = sys.argv[1:5]
N_RUNS = 15

Frame = collections.namedtuple('Frame', 'wall_ms cpu_ms rss_mib')


def first_frame(*argv):
    done = subprocess.run([FIRST_FRAME, *argv], check=True, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return Frame(*map(float, done.stdout.split()))


def report(title, ours, theirs):
    for word, unit, member in (('', 'ms', 'wall_ms'), (', CPU', 'ms', 'cpu_ms'),
                               (', memory', 'MiB', 'rss_mib')):
        bench.report(title + word, unit, *((name, [getattr(frame, member) for frame in frames])
                                           for name, frames in (ours, theirs)))


def main():
    with bench.scratch() as folder:
        empty, full = f'{folder}/empty', f'{folder}/full'
        bench.make(DESK_COST, 'fill', full)
        frames = bench.in_turn(
            N_RUNS,
            danbi=lambda: first_frame(DANBI, '--practice', '--data', empty),
            minimal=lambda: first_frame(MINIMAL),
            full=lambda: first_frame(DANBI, '--practice', '--data', full))
    title = 'window to its first frame'
    report(title, ('danbi', frames['danbi']), ('minimal libadwaita window', frames['minimal']))
    report(title, ('danbi with 100,000 cases', frames['full']), ('danbi', frames['danbi']))


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-frames.py FRAMES MINIMAL-FORM IMAGE-LIST DANBI-MAKE-FIXTURES DESK-COST: what a frame costs
while somebody types into a case with 2,000 images and beside a list of 100,000 cases, beside the
least window of libadwaita that is typed into and scrolled. On a display of its own: headless.sh
starts this."""
import os
import shutil
import subprocess
import sys

import bench

FRAMES, MINIMAL, IMAGE_LIST, FIXTURES, DESK_COST = sys.argv[1:6]
N_RUNS = 3
N_IMAGES = 2000
FRAME_MS = 16
TURN_MS = 10


def copy(source, target):
    """Images are the same file, as they are never written again."""
    (os.link if '/cases/' in source else shutil.copy2)(source, target)


def measure_on(data, *args):
    """On a copy, as a case that is typed into is another one afterwards."""
    shutil.copytree(data, f'{data}-now', copy_function=copy)
    try:
        return measure(FRAMES, f'{data}-now', *args)
    finally:
        shutil.rmtree(f'{data}-now')


def measure(program, *args):
    """What a run cost, by what was done, frames and turns of the main loop: pairs of milliseconds,
    by the clock on the wall and by the processor of the thread."""
    done = subprocess.run([program, *map(str, args)], check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    found = {}
    for line in done.stdout.splitlines():
        what, kind, wall_ms, own_ms = line.split('\t')
        found.setdefault(what, {}).setdefault(kind, []).append((float(wall_ms), float(own_ms)))
    return found


def gather(runs, what, kind):
    """(by the wall, by the processor)"""
    return list(zip(*(pair for run in runs for pair in run.get(what, {}).get(kind, []))))


def in_words(name, runs, what, kind, bound_ms):
    wall, own = gather(runs, what, kind)
    return (f'{name} {bench.number(bench.quantile(own, 0.5), "ms")}, '
            f'p99 {bench.number(bench.quantile(own, 0.99), "ms")}, '
            f'longest {bench.number(max(own), "ms")} (wall {bench.number(max(wall), "ms")}), '
            f'over {bound_ms} ms {sum(ms > bound_ms for ms in own)} '
            f'(wall {sum(ms > bound_ms for ms in wall)}) of {len(own)}')


def report(title, ours, theirs, phases):
    for what, peer in phases.items():
        if not gather(ours, what, 'frame'):
            continue
        for kind, bound_ms in (('frame', FRAME_MS), ('turn', TURN_MS)):
            print(f'{kind}s, {what}, {title}, CPU: '
                  + '; '.join((in_words('danbi', ours, what, kind, bound_ms),
                               in_words('minimal', theirs, peer, kind, bound_ms))), flush=True)


def fill_images(folder, name, side):
    """A case with so many images of so many pixels; the least that is asked of them is 256×192."""
    bench.make(FIXTURES, 'dicomdir', f'{folder}/disc-{name}', '--images', 'mr', '--count', N_IMAGES,
               '--rows', side, '--columns', side)
    bench.make(IMAGE_LIST, 'fill', f'{folder}/{name}', f'{folder}/disc-{name}')


def main():
    bench.need('xdotool')
    with bench.scratch() as folder:
        fill_images(folder, 'images', 256)
        fill_images(folder, 'small', 128)
        bench.make(DESK_COST, 'fill', f'{folder}/list')
        runs = bench.in_turn(N_RUNS, n_warm=0,
                             images=lambda: measure_on(f'{folder}/images', 1),
                             small=lambda: measure_on(f'{folder}/small', 1),
                             minimal=lambda: measure(MINIMAL),
                             cases=lambda: measure_on(f'{folder}/list'))
    typing = {'typing': 'typing', 'typing the next': 'typing'}
    with_images = {**typing, 'images': 'scrolling'}
    report(f'{N_IMAGES:,} images', runs['images'], runs['minimal'], with_images)
    report(f'{N_IMAGES:,} images, each too small', runs['small'], runs['minimal'], with_images)
    report('100,000 cases', runs['cases'], runs['minimal'],
           {**typing, 'cases': 'scrolling', 'typing into the query': 'typing',
            'what was found': 'scrolling'})


main()

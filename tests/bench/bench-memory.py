# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-memory.py IMAGE-LIST MINIMAL-WINDOW DANBI-MAKE-FIXTURES: what 2,000 images in the list cost
in memory after all of them were scrolled by, beside the least window of libadwaita. On a display of
its own: headless.sh starts this."""
import re
import subprocess
import sys
import time

import bench

IMAGE_LIST, MINIMAL, FIXTURES = sys.argv[1:4]
N_IMAGES = 2000
BOUND_MIB = 250


def figure(pid, file, name):
    """In MiB."""
    with open(f'/proc/{pid}/{file}', encoding='ascii') as lines:
        return int(re.search(rf'^{name}:\s+(\d+) kB', lines.read(), re.M).group(1)) / 1024


def memory(pid):
    return {'peak': figure(pid, 'status', 'VmHWM'), 'now': figure(pid, 'status', 'VmRSS'),
            'share (PSS)': figure(pid, 'smaps_rollup', 'Pss')}


def of_list(data):
    with subprocess.Popen([IMAGE_LIST, 'scroll', data], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        said = program.stdout.readline().split()
        if not said:
            sys.exit('the list ended early')
        return memory(program.pid), said


def of_minimal():
    with subprocess.Popen([MINIMAL], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as program:
        time.sleep(3)
        found = memory(program.pid)
        program.terminate()
    return found


def main():
    with bench.scratch() as folder:
        bench.make(FIXTURES, 'dicomdir', f'{folder}/disc', '--images', 'mr', '--count', N_IMAGES,
                   '--rows', 256, '--columns', 256)
        bench.make(IMAGE_LIST, 'fill', f'{folder}/data', f'{folder}/disc')
        theirs = of_minimal()
        ours, (n_files, quick_ms, slow_ms) = of_list(f'{folder}/data')
    for name, value in ours.items():
        bench.report(f'memory with {N_IMAGES:,} images, {name}', 'MiB', ('danbi', [value]),
                     ('minimal libadwaita window', [theirs[name]]))
    print(f'{n_files} files; bound {BOUND_MIB} MiB: peak {ours["peak"] / BOUND_MIB:.0%} of it')
    print(f'at most the main loop worked, between two steps of scrolling quickly {quick_ms} ms, '
          f'from page to page {slow_ms} ms')


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-first-byte.py FIRST-BYTE RECEIVER: from *send* to the first byte of the archive on the line,
with an archive that stands ready and with one that is packed then, beside the 100 ms of issue 4."""
import subprocess
import sys

import bench

N_IMAGES = 3
N_RUNS = 7
NOW = '2026-11-22T16:00:00+08:00'
PROMISED_MS = 100

first_byte, receiver = sys.argv[1:3]

with bench.scratch() as folder:
    server = subprocess.Popen([receiver, '--port', '0', '--dir', f'{folder}/receiver', '--now', NOW,
                               '--die-with-parent'], stdout=subprocess.PIPE, text=True)
    url = server.stdout.readline().strip()
    done = subprocess.run([first_byte, folder, url, str(N_IMAGES), str(N_RUNS)], check=True,
                          capture_output=True, text=True)
    server.terminate()
    server.wait()

pairs = [tuple(map(float, line.split('\t'))) for line in done.stdout.splitlines()]
ready, afresh = zip(*pairs)
promised = ('promised', [PROMISED_MS] * len(pairs))
bench.report('first byte, the archive is ready', 'ms', ('danbi', ready), promised)
bench.report('first byte, the archive is packed then', 'ms', ('danbi', afresh), promised)

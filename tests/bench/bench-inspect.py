# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-inspect.py DANBICTL MAKE-FIXTURES PEER-DCMTK: the headers of 1,000 CT images, beside
dcmdump and beside DCMTK's library in one process that reads the same values."""
import sys

import bench

CTL, FIXTURES, DCMTK = sys.argv[1:4]
N_IMAGES = 1000
N_RUNS = 15
# Pixel data is passed over by all three, so small pictures cost what large ones do (README.md).
SIDE = 128


def main():
    dcmdump = bench.need('dcmdump')
    with bench.scratch() as folder:
        images = f'{folder}/images'
        bench.make(FIXTURES, 'ct', images, '--count', N_IMAGES, '--rows', SIDE, '--columns', SIDE)
        samples = bench.in_turn(
            N_RUNS,
            danbictl=lambda: bench.run([CTL, 'inspect', '--json', images]),
            library=lambda: bench.run([DCMTK, images]),
            dcmdump=lambda: bench.run([dcmdump, '-M', '+sd', '+r', images]))
    title = f'inspect {N_IMAGES:,} CT'
    ours = 'danbictl', samples['danbictl']
    bench.report_samples(title, ours, ('DCMTK in one process', samples['library']))
    bench.report_samples(title, ours, ('dcmdump', samples['dcmdump']))


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-thumbnails.py THUMBNAIL-COST MAKE-FIXTURES PEER-THUMBNAILS PEER-PIXBUF: thumbnails of 200
images by two confined children, beside DCMTK's library or GdkPixbuf in one process."""
import pathlib
import shutil
import sys

import bench

OURS, FIXTURES, DCMTK, PIXBUF = sys.argv[1:5]
N_IMAGES = 200
N_RUNS = 7


def make_lossless(raw, target):
    """The same images as JPEG lossless, as most scanners send them; where DCMTK's tool is there."""
    pathlib.Path(target).mkdir()
    for path in sorted(pathlib.Path(raw).iterdir()):
        bench.make('dcmcjpeg', '+e1', path, pathlib.Path(target, path.name))


def compare(title, folder, peer_name, peer):
    samples = bench.in_turn(N_RUNS, ours=lambda: bench.run([OURS, folder]),
                            peer=lambda: bench.run([peer, folder]))
    # The children outlive the program by a moment, so their processor time is nobody's.
    walls = {name: [sample.wall_s for sample in samples[name]] for name in samples}
    bench.report(f'thumbnails of {N_IMAGES} {title}', 's', ('two children', walls['ours']),
                 (peer_name, walls['peer']))


def main():
    with bench.scratch() as folder:
        raw, lossless, jpeg = (f'{folder}/{name}' for name in ('raw', 'lossless', 'jpeg'))
        bench.make(FIXTURES, 'ct', raw, '--count', N_IMAGES)
        compare('CT 512×512', raw, 'DCMTK in one process', DCMTK)
        if shutil.which('dcmcjpeg'):
            make_lossless(raw, lossless)
            compare('CT, JPEG lossless', lossless, 'DCMTK in one process', DCMTK)
        bench.make(FIXTURES, 'jpeg', jpeg, '--count', N_IMAGES, '--rows', 1400, '--columns', 2800)
        compare('JPEG 2800×1400', jpeg, 'GdkPixbuf in one process', PIXBUF)


main()

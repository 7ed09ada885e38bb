# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-pack.py DANBICTL MAKE-FIXTURES: 1,000 CT images become a .7z, beside 7zz at its quickest
setting that compresses. Ours also inspects them, writes a DICOMDIR and reads the archive again."""
import json
import os
import pathlib
import shutil
import sys

import bench

CTL, FIXTURES = sys.argv[1:3]
N_IMAGES = 1000
N_RUNS = 3
NOW = '2026-11-22T16:00:00+08:00'
CASE = {
    'provider_id': '3501200007', 'provider_type': '13', 'service_month': '11511',
    'card_time': '1151122152003', 'visit_type': '02', 'visit_seq': '0020', 'card_makeup': '1',
    'patient_id': 'A123456789', 'birth_date': '0750115', 'order_code': '33070B', 'report_seq': '1',
    'exam_time': '11511221520', 'site': 'A',
}
PATIENT = ('--patient-id', 'A123456789', '--birth', '19860115', '--sex', 'M', '--date', '20261122')


def size_of(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob('*') if path.is_file())


class Packing:
    """Both ways to pack one folder, each into a folder that is new every time."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.images = self.folder / 'images'
        self.case = self.folder / 'case.json'
        self.case.write_text(json.dumps(CASE), encoding='utf-8')
        self.sizes = {}
        bench.make(FIXTURES, 'ct', self.images, '--count', N_IMAGES, *PATIENT)

    def timed(self, name, make_argv):
        out = self.folder / 'out'
        out.mkdir()
        sample = bench.run(make_argv(out))
        self.sizes[name] = size_of(out)
        shutil.rmtree(out)
        return sample

    def danbictl(self):
        data = self.folder / 'data'
        sample = self.timed('danbictl', lambda out: [
            CTL, 'pack', self.case, '--images', self.images, '--out', out, '--data', data,
            '--now', NOW])
        shutil.rmtree(data)
        return sample

    def peer(self, program):
        return self.timed('7zz', lambda out: [
            program, 'a', '-mx1', '-mmt2', out / 'images.7z', self.images])


def main():
    program = bench.need('7zz')
    with bench.scratch() as folder:
        if shutil.disk_usage(folder).free < 4_000_000_000:
            bench.skip(f'{os.path.dirname(folder)} has less than 4 GB left')
        packing = Packing(folder)
        bytes_ = size_of(packing.images)
        samples = bench.in_turn(N_RUNS, n_warm=0, danbictl=packing.danbictl,
                                peer=lambda: packing.peer(program))
    title = f'pack {N_IMAGES:,} CT of {bytes_ / 1e6:.0f} MB'
    bench.report_samples(title, ('danbictl', samples['danbictl']),
                         ('7zz -mx1 -mmt2', samples['peer']))
    bench.report(title + ', size', 'MB', ('danbictl', [packing.sizes['danbictl'] / 1e6]),
                 ('7zz -mx1', [packing.sizes['7zz'] / 1e6]))


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-pack.py DANBICTL MAKE-FIXTURES PACK-METHODS: raw CT, CT in JPEG lossless and 20 panoramics
become a .7z, beside 7zz at the best of three settings. Ours also samples, hashes every file and
reads the archive again. Environment: DANBI_BENCH_PACK_MB, how much raw CT (100);
DANBI_BENCH_PACK_RUNS, how often (3); DANBI_BENCH_PACK_GB, the size of one file that is packed to
see how much memory that takes, 4.4 for instance (none)."""
import concurrent.futures
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

import bench

CTL, FIXTURES, METHODS = sys.argv[1:4]
RAW_MB = int(os.environ.get('DANBI_BENCH_PACK_MB', '100'))
N_RUNS = int(os.environ.get('DANBI_BENCH_PACK_RUNS', '3'))
LARGE_GB = float(os.environ.get('DANBI_BENCH_PACK_GB', '0'))
LINES_MBIT = (5, 20, 100)
LEVELS = (1, 3, 5)
PACKERS = ('copy', 'deflate', 'bzip2', 'ppmd')
N_LOSSLESS = 250
LARGE_PIECE = 1024 * 1024
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


def compress(source, target):
    subprocess.run(['dcmcjpeg', '+e1', source, target], check=True, capture_output=True)


def make_lossless(raw, folder):
    folder.mkdir()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compress, raw, [folder / path.name for path in raw]))


class Packing:
    """One folder of images and what both programs make of it, by name: wall seconds and bytes."""

    def __init__(self, scratch, images):
        self.out = scratch / 'out'
        self.images = images
        self.samples = {}
        self.sizes = {}

    def timed(self, name, argv):
        self.out.mkdir()
        sample = bench.run(argv)
        shutil.rmtree(self.out / 'spool', ignore_errors=True)
        self.sizes[name] = size_of(self.out)
        self.samples.setdefault(name, []).append(sample)
        shutil.rmtree(self.out)
        return sample

    def ours(self, method):
        return self.timed(method, [METHODS, self.images, self.out, method])

    def peer(self, program, level):
        name = f'-mx{level}'
        return self.timed(name, [program, 'a', f'-mx{level}', '-mmt2', self.out / 'images.7z',
                                 self.images])

    def foresee(self):
        """What the sample says: how it begins, and the rest of the line, by its second field."""
        done = subprocess.run([METHODS, self.images, self.out], check=True, capture_output=True,
                              text=True)
        shutil.rmtree(self.out)
        lines = [line.split('\t') for line in done.stdout.splitlines()]
        return {(line[0], line[1]): line[2:] for line in lines}

    def seconds(self, name, mbit):
        """Pack and transfer, for each run."""
        return [sample.wall_s + self.sizes[name] * 8e-6 / mbit for sample in self.samples[name]]


def report_lines(title, packing, choices):
    """For each line the method that was chosen, beside the setting of 7zz that was best there."""
    for mbit in LINES_MBIT:
        ours = choices[mbit]
        peer = min((f'-mx{level}' for level in LEVELS),
                   key=lambda name: statistics.median(packing.seconds(name, mbit)))
        bench.report(f'{title}, pack + transfer at {mbit} Mbit/s', 's',
                     (f'danbi ({ours})', packing.seconds(ours, mbit)),
                     (f'7zz {peer}', packing.seconds(peer, mbit)))


def report_packing(title, packing):
    """All settings, one line each."""
    plain = size_of(packing.images)
    for name, samples in packing.samples.items():
        wall_s = statistics.median(sample.wall_s for sample in samples)
        rss_mib = max(sample.rss_mib for sample in samples)
        print(f'{title}, {name}: {bench.number(wall_s, "s")}, {packing.sizes[name] / 1e6:.1f} MB '
              f'({100 * packing.sizes[name] / plain:.1f} %), at most {rss_mib:.0f} MiB', flush=True)


def compare(title, packing, program):
    foreseen = packing.foresee()
    choices = {mbit: foreseen['choice', str(mbit)][0] for mbit in LINES_MBIT}
    jobs = {method: lambda method=method: packing.ours(method)
            for method in sorted(set(choices.values()), key=PACKERS.index)}
    jobs |= {f'mx{level}': lambda level=level: packing.peer(program, level) for level in LEVELS}
    bench.in_turn(N_RUNS, n_warm=0, **jobs)
    title = f'{title} of {size_of(packing.images) / 1e6:.0f} MB'
    report_packing(title, packing)
    report_lines(title, packing, choices)


def judge_choice(title, packing):
    """How much longer than the best method the chosen one takes. The seconds are those that the
    packing thread works: what else the machine does is no fault of the choice."""
    foreseen = packing.foresee()
    took = {}
    for method in PACKERS:
        packing.out.mkdir()
        done = subprocess.run([METHODS, packing.images, packing.out, method], check=True,
                              capture_output=True, text=True)
        shutil.rmtree(packing.out)
        bytes_, worked_s = map(float, done.stdout.split('\t'))
        took[method] = lambda mbit, b=bytes_, s=worked_s: s + b * 8e-6 / mbit
    for mbit in LINES_MBIT:
        chosen = foreseen['choice', str(mbit)][0]
        best = min(PACKERS, key=lambda method: took[method](mbit))
        more = took[chosen](mbit) / took[best](mbit) - 1
        print(f'{title}, choice at {mbit} Mbit/s: {chosen} {took[chosen](mbit):.1f} s, '
              f'best {best} {took[best](mbit):.1f} s, {100 * more:.1f} % more', flush=True)


def report_danbictl(scratch, images, program):
    """The whole way from a case to the archive, inspection and DICOMDIR among it."""
    case = scratch / 'case.json'
    case.write_text(json.dumps(CASE), encoding='utf-8')
    packing = Packing(scratch, images)
    data = scratch / 'data'

    def ours():
        sample = packing.timed('danbictl', [
            CTL, 'pack', case, '--images', images, '--out', packing.out, '--data', data,
            '--now', NOW])
        shutil.rmtree(data)
        return sample

    samples = bench.in_turn(N_RUNS, n_warm=0, danbictl=ours, peer=lambda: packing.peer(program, 1))
    bench.report_samples(f'danbictl pack of {size_of(images) / 1e6:.0f} MB',
                         ('danbictl', samples['danbictl']), ('7zz -mx1 -mmt2', samples['peer']))


def report_memory(scratch):
    """One file that no memory holds, of bytes that no method can pack. (The peak of a child begins
    with that of its parent, which is why this one holds little.)"""
    images = scratch / 'large'
    images.mkdir()
    piece = os.urandom(LARGE_PIECE)
    with open(images / 'IM1', 'wb') as file:
        while file.tell() < LARGE_GB * 1e9:
            file.write(piece[:int(min(LARGE_PIECE, LARGE_GB * 1e9 - file.tell()))])
    packing = Packing(scratch, images)
    for method in ('copy', 'deflate', 'bzip2'):
        packing.ours(method)
    report_packing(f'one file of {LARGE_GB} GB', packing)
    shutil.rmtree(images)


def main():
    program = bench.need('7zz')
    n_raw = max(RAW_MB * 1_000_000 // 525_500, 1)
    with bench.scratch() as folder:
        scratch = pathlib.Path(folder)
        if shutil.disk_usage(scratch).free < 6 * RAW_MB * 1e6 + 4 * LARGE_GB * 1e9:
            bench.skip(f'there is too little room in {scratch.parent}')
        sets = [('raw CT', scratch / 'raw'), ('20 panoramics', scratch / 'panoramics')]
        bench.make(FIXTURES, 'ct', sets[0][1], '--count', n_raw, *PATIENT)
        bench.make(FIXTURES, 'jpeg', sets[1][1], '--count', 20)
        if shutil.which('dcmcjpeg'):
            sets.insert(1, ('JPEG-lossless CT', scratch / 'lossless'))
            make_lossless(sorted(sets[0][1].iterdir())[:N_LOSSLESS], sets[1][1])
        else:
            print('without JPEG-lossless CT: dcmcjpeg is not installed')
        for title, images in sets:
            packing = Packing(scratch, images)
            compare(title, packing, program)
            judge_choice(title, packing)
        report_danbictl(scratch, sets[0][1], program)
        if LARGE_GB > 0:
            report_memory(scratch)


main()

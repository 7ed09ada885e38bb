# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-upload.py DANBI-TEST-UPLOAD DANBI-RECEIVER: one file to the practice receiver over the
loopback device, in the pieces that the sender chooses, beside `curl -T` that sends it in one."""
import hashlib
import os
import pathlib
import subprocess
import sys
import urllib.request

import bench

UPLOAD, RECEIVER = sys.argv[1:3]
N_BYTES = int(os.environ.get('DANBI_BENCH_UPLOAD_BYTES', 512 * 1024 * 1024))
N_RUNS = 5
TUS = {'Tus-Resumable': '1.0.0'}


def make_file(path):
    """Bytes that are not alike; returns their hash, which neither side shall compute again."""
    digest = hashlib.sha256()
    block = os.urandom(1024 * 1024)
    with open(path, 'wb') as file:
        for done in range(0, N_BYTES, len(block)):
            part = block[:N_BYTES - done]
            file.write(part)
            digest.update(part)
    return digest.hexdigest()


def ask(method, url, **headers):
    request = urllib.request.Request(url, method=method, headers=TUS | headers)
    with urllib.request.urlopen(request) as answer:
        return answer.headers


class Sending:
    """Both ways to send one file; what arrived is removed before the next."""

    def __init__(self, folder):
        self.file = pathlib.Path(folder) / 'file'
        self.uploads = pathlib.Path(folder) / 'received' / 'uploads'
        os.environ['DANBI_TEST_SHA256'] = make_file(self.file)
        self.receiver = subprocess.Popen(
            [RECEIVER, '--die-with-parent', '--dir', self.uploads.parent], stdout=subprocess.PIPE,
            text=True)
        self.url = self.receiver.stdout.readline().strip()

    def tidy(self, sample):
        sizes = [path.stat().st_size for path in self.uploads.iterdir() if path.suffix != '.json']
        if sizes != [N_BYTES]:
            sys.exit(f'{sizes} bytes arrived')
        for path in self.uploads.iterdir():
            path.unlink()
        return sample

    def danbi(self):
        return self.tidy(bench.run([UPLOAD, self.file, self.url]))

    def curl(self, program):
        place = ask('POST', self.url + '/files', **{'Upload-Length': str(N_BYTES)})['Location']
        return self.tidy(bench.run([
            program, '-sf', '-X', 'PATCH', '-T', self.file, '-H', 'Tus-Resumable: 1.0.0',
            '-H', 'Upload-Offset: 0', '-H', 'Content-Type: application/offset+octet-stream',
            '-H', 'Expect:', self.url + place]))


def main():
    program = bench.need('curl')
    with bench.scratch() as folder:
        sending = Sending(folder)
        try:
            samples = bench.in_turn(N_RUNS, danbi=sending.danbi,
                                    curl=lambda: sending.curl(program))
        finally:
            sending.receiver.terminate()
    title = f'upload {N_BYTES / 1e6:.0f} MB over loopback'
    bench.report_samples(title, ('danbi', samples['danbi']), ('curl -T', samples['curl']))
    speeds = {name: [N_BYTES / 1e6 / sample.wall_s for sample in some]
              for name, some in samples.items()}
    bench.report(title + ', speed', 'MB/s', ('danbi', speeds['danbi']),
                 ('curl -T', speeds['curl']))
    bench.report(title + ', peak memory', 'MiB',
                 ('danbi', [sample.rss_mib for sample in samples['danbi']]),
                 ('curl -T', [sample.rss_mib for sample in samples['curl']]))


main()

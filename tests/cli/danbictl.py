# SPDX-License-Identifier: GPL-3.0-or-later
"""danbictl as a test sees it: a good case, a folder of its own, one call."""
import atexit
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

CTL, FIXTURES, SOURCE = sys.argv[1:4]
NOW = '2026-11-22T16:00:00+08:00'
TMP = pathlib.Path(tempfile.mkdtemp(prefix='danbi-cli-'))
atexit.register(shutil.rmtree, TMP, ignore_errors=True)
# Whoever runs the tests may have cases of their own, written by another version.
os.environ['XDG_DATA_HOME'] = str(TMP / 'home')

GOOD = {
    'provider_id': '3501200007', 'provider_type': '13', 'service_month': '11511',
    'card_time': '1151122152003', 'visit_type': '02', 'visit_seq': '0020', 'card_makeup': '1',
    'patient_id': 'A123456789', 'birth_date': '0750115', 'order_code': '34004C', 'report_seq': '1',
    'exam_time': '11511221520', 'site': 'FM',
}


def ctl(*args, stdin=None, now=NOW, env=None):
    """Runs danbictl; (exit status, standard output, standard error)."""
    words = [CTL, *map(str, args)] + (['--now', now] if now else [])
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, timeout=120,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stdout, done.stderr


def ctl_json(*args, **kwargs):
    """Runs danbictl with --json; (exit status, the document)."""
    status, out, err = ctl(*args, '--json', **kwargs)
    try:
        return status, json.loads(out)
    except json.JSONDecodeError as error:
        raise AssertionError(f'no JSON: {out!r} {err!r}') from error


def case_file(name='case.json', **changes):
    path = TMP / name
    path.write_text(json.dumps({**GOOD, **changes}), encoding='utf-8')
    return path


def fixture(kind, name, *options):
    path = TMP / name
    if not path.exists():
        subprocess.run([FIXTURES, kind, str(path), *map(str, options)], check=True,
                       stdout=subprocess.DEVNULL)
    return path


def panoramic():
    """A folder with one panoramic DICOM file of the good case's patient."""
    folder = TMP / 'panoramic'
    folder.mkdir(exist_ok=True)
    fixture('panoramic', 'panoramic/film', '--patient-id', 'A123456789', '--birth', '19860115',
            '--sex', 'M', '--date', '20261122')
    return folder


def rules_of(document):
    return [finding['rule'] for finding in document['findings']]


@contextlib.contextmanager
def practice(name):
    """The practice receiver on a port of its own."""
    process = subprocess.Popen([CTL, 'practice', '--port', '0', '--data', str(TMP / name)],
                               stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)

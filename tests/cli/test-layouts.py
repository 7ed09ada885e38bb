#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every row of tests/cases/layouts.tsv: its folder is made, dropped, and comes out as it says.

What holds for all of them is seen to as well: the source stays as it was, nothing is left behind,
and a drop without an error packs into one archive that has every file that was read.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from danbictl import CTL, FIXTURES, NOW, SOURCE, TMP, case_file  # noqa: E402
from recipe import Kitchen, NotAtHand, unescape  # noqa: E402
from tap import Skip, equal, run, test  # noqa: E402

COLUMNS = ('layout', 'recipe', 'drop', 'counts', 'order', 'findings', 'says')
NOBODY = 65534
MAX_SHOWN = 2000
REALDATA = pathlib.Path(os.environ.get('DANBI_REALDATA',
                                       pathlib.Path(SOURCE, '..', 'shared', 'realdata'))).resolve()

# A good case for each class of order; the patient and the day are those of the fixtures.
ORDERS = {
    'panoramic': {},
    'ct': {'order_code': '33070B', 'site': 'H'},
    'mr': {'order_code': '33084B', 'site': 'H'},
    'us': {'order_code': '19001C', 'site': ''},
    'xray': {'order_code': '32001C', 'site': ''},
}
# Who it is and on which day it was made have tables of their own, and stand against nothing here.
LEFT_OUT = ('IMG.identity', 'IMG.study-date', 'IMG.reused')
OVERRIDES = [word for rule in LEFT_OUT for word in ('--override', f'{rule}=of another table')]


def rows():
    text = pathlib.Path(SOURCE, 'tests', 'cases', 'layouts.tsv').read_text(encoding='utf-8')
    lines = [line for line in text.splitlines() if line and not line.startswith('#')]
    equal(tuple(lines[0].split('\t')), COLUMNS, 'columns')
    for line in lines[1:]:
        yield dict(zip(COLUMNS, line.split('\t') + [''] * len(COLUMNS)))


class Drop:
    """What is dropped in one row, and how."""

    def __init__(self, row, folder):
        self.paths = []
        self.options = []
        self.as_nobody = self.vanishing = None
        self.data = folder.parent / 'data'
        self.data.mkdir()
        self.data.chmod(0o777)
        for word in row['drop'].split():
            key, _, value = word.partition('=')
            if key == '--as-nobody':
                self.as_nobody = True
            elif key == '--vanish':
                self.vanishing = folder / value
            elif key.startswith('--'):
                self.options.append(word)
            else:
                self.paths.append(os.path.join(os.fsencode(folder), unescape(word)))

    def identity(self):
        if not self.as_nobody or os.geteuid() != 0:
            return {}
        return {'user': NOBODY, 'group': NOBODY, 'extra_groups': []}

    def ctl(self, *words):
        with tempfile.TemporaryFile() as err:
            try:
                process = subprocess.Popen([CTL, *words, *self.options, '--now', NOW,
                                            '--data', self.data],
                                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                           stderr=err, **self.identity())
            except PermissionError as error:
                raise Skip('the programs cannot be run as nobody') from error
            watchdog = threading.Timer(120, process.kill)
            watchdog.start()
            out = process.stdout.readline()
            if self.vanishing and words[0] == 'inspect':
                shutil.rmtree(self.vanishing)
            out += process.stdout.read()
            status = process.wait()
            watchdog.cancel()
            err.seek(0)
            return status, out.decode('utf-8', 'replace'), err.read().decode('utf-8', 'replace')


def snapshot(folder):
    """Everything below a folder: kind, size, time of change, and where a link leads."""
    found = {}
    for path, folders, files in os.walk(os.fsencode(folder)):
        for name in folders + files:
            full = os.path.join(path, name)
            status = os.lstat(full)
            found[full] = (status.st_mode, status.st_size, status.st_mtime_ns)
    return found


def count_lines(lines, status):
    """What the counts column can ask for."""
    if not lines or not lines[-1].get('summary'):
        return {'exit': status}
    *files, summary = lines
    studies = summary['studies']
    got = {key: summary[key] for key in ('files', 'images', 'errors', 'referenced', 'read')}
    got['exit'] = status
    got['studies'] = len(studies)
    got['series'] = sum(len(study['series']) for study in studies)
    got['patients'] = len({line['patient_id'] for line in files
                           if line['kind'] == 'dicom' and not line.get('error')
                           and 'missing' not in line.get('dir_faults', [])})
    return got


def compare_counts(row, lines, status):
    got = count_lines(lines, status)
    for word in row['counts'].split():
        key, sign, wanted = word.partition('=')
        if not sign:
            name, _, faults = word.rpartition(':')
            matching = [line for line in lines if line.get('path', '').endswith(name)]
            assert matching, f'no file {name}'
            equal('+'.join(matching[0].get('dir_faults', [])), faults, name)
        elif wanted.startswith('>'):
            assert got.get(key, 0) > int(wanted[1:]), f'{key}: got {got}'
        else:
            equal(got.get(key), int(wanted), f'{key} of {got}')


def findings_of(document):
    found = collections.Counter(f"{finding['rule']}:{finding['severity']}"
                                for finding in document['findings']
                                if finding['rule'] not in LEFT_OUT)
    return sorted(key if n == 1 else f'{key}×{n}' for key, n in found.items())


def compare_pack(drop, case):
    out = drop.data / 'packed'
    status, document, err = drop.ctl('pack', case, '--json', '--out', out, *OVERRIDES, '--images',
                                     *drop.paths)
    equal(status, 0, f'exit of pack, {document} {err}')
    packed = json.loads(document)
    equal(packed['packed'], packed['read'], 'packed')
    equal(packed['referenced'], packed['read'], 'referenced')


def compare_check(row, drop, folder):
    case = case_file(f'{folder.name}/case.json', **ORDERS[row['order']])
    case.chmod(0o644)
    status, out, err = drop.ctl('check', case, '--json', *OVERRIDES, '--images', *drop.paths)
    if row['findings'].startswith('exit='):
        equal(status, int(row['findings'][5:]), f'exit of check, {out}')
        return err
    document = json.loads(out)
    wanted = [] if row['findings'] == '-' else sorted(row['findings'].split(', '))
    equal(findings_of(document), wanted, f'findings, {out[:MAX_SHOWN]}')
    if document['acceptable']:
        compare_pack(drop, case)
    return err + out


def play(row, folder):
    source = folder / 'source'
    source.mkdir(parents=True)
    try:
        Kitchen(source, FIXTURES, REALDATA if REALDATA.is_dir() else None).cook(row['recipe'])
    except NotAtHand as reason:
        raise Skip(str(reason)) from reason
    drop = Drop(row, source)
    before = snapshot(source)
    status, out, err = drop.ctl('inspect', '--json', *drop.paths)
    lines = [json.loads(line) for line in out.splitlines()]
    said = err + out
    try:
        compare_counts(row, lines, status)
        if row['order'] != '-':
            said += compare_check(row, drop, folder)
        for words in filter(None, row['says'].split('|')):
            assert words in said, f'nothing says {words!r}'
    except (AssertionError, json.JSONDecodeError) as error:
        raise AssertionError(f'{error}\n{err}{out[:MAX_SHOWN]}') from error
    if not drop.vanishing:
        equal(snapshot(source) == before, True, 'the source is as it was')


def play_and_tidy(row, number):
    folder = TMP / str(number)
    try:
        play(row, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def add(row, outcome):
    def point():
        outcome.result()
    point.__name__ = row['layout'].replace(' ', '_')
    test(point)


# Some rows at once: most of the time of each is the start of programs. To see one row alone, its
# name is given behind the folder of the sources.
TMP.chmod(0o755)
with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
    for NUMBER, ROW in enumerate(rows()):
        if len(sys.argv) < 5 or ROW['layout'] in sys.argv[4:]:
            add(ROW, pool.submit(play_and_tidy, ROW, NUMBER))
    run('/danbi/cli/layouts')

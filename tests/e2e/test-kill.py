#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hundred power cuts: a program edits, packs and sends cases and is killed at random moments.

test-kill.py FLOW-WORKER DANBICTL DANBI-RECEIVER DANBI-MAKE-FIXTURES. DANBI_KILL_SEED repeats a run,
DANBI_KILL_ROUNDS changes their number.

What the worker said before it died is what somebody was told (tests/e2e/flow-worker.c), so it must
be true afterwards; what it was about to do may have been done or not, but not by half.
"""
import atexit
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import equal, run, test  # noqa: E402

WORKER, CTL, RECEIVER, FIXTURES = sys.argv[1:5]
ROUNDS = int(os.environ.get('DANBI_KILL_ROUNDS', 100))
SEED = int(os.environ.get('DANBI_KILL_SEED') or random.SystemRandom().randrange(2 ** 31))
ROUNDS_BETWEEN_LOOKS = 10
LONGEST_LIFE_S = 0.8
TMP = pathlib.Path(tempfile.mkdtemp(prefix='danbi-kill-'))
DATA = TMP / 'data'
BOOK = TMP / 'receiver' / 'batches'
atexit.register(shutil.rmtree, TMP, ignore_errors=True)


class Told:
    """What was said of one case before the program was killed."""

    def __init__(self):
        self.reports = set()  # the report numbers that it may have
        self.images = {0}     # how many images it may have
        self.accepted = False

    def hear(self, word, number):
        if word == 'saving':
            self.reports.add(number)
        elif word == 'saved':
            self.reports = {number}
        elif word == 'adding':
            self.images.add(number)
        elif word == 'added':
            self.images = {number}
        elif word == 'accepted':
            self.accepted = True


class Clinic:
    """A folder of cases, a receiver that runs throughout, and all that was said."""

    def __init__(self):
        self.told = {}
        self.random = random.Random(SEED)
        self.kills = 0
        self.films = [str(self.fixture(i)) for i in range(3)]
        self.receiver = subprocess.Popen([RECEIVER, '--port', '0', '--dir', str(TMP / 'receiver')],
                                         stdout=subprocess.PIPE, text=True)
        atexit.register(self.receiver.kill)
        self.url = self.receiver.stdout.readline().strip()

    @staticmethod
    def fixture(number):
        path = TMP / f'film-{number}.jpg'
        subprocess.run([FIXTURES, 'jpeg', path, '--columns', '1400', '--rows', '1400', '--quality',
                        '20', '--seed', str(number + 1)], check=True, stdout=subprocess.DEVNULL)
        return path

    def hear(self, said):
        for line in said.splitlines():
            words = line.split(' ')
            # The last line may have been cut off.
            if len(words) == 3 and words[1] != '0' and line + '\n' in said:
                self.told.setdefault(int(words[1]), Told()).hear(words[0], int(words[2]))

    def work_and_kill(self):
        words = [WORKER, 'work', DATA, self.url, str(self.random.randrange(2 ** 31)), *self.films]
        life_s = self.random.random() * LONGEST_LIFE_S
        worker = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        first = worker.stdout.readline()
        time.sleep(life_s)
        worker.send_signal(signal.SIGKILL)
        said, wrong = worker.communicate()
        equal((worker.returncode, wrong), (-signal.SIGKILL, ''), f'it worked for {life_s:.3f} s')
        self.hear(first + said)
        self.kills += 1

    def settle(self):
        done = subprocess.run([WORKER, 'settle', DATA, self.url], capture_output=True, text=True,
                              timeout=60)
        equal((done.returncode, done.stderr), (0, ''), 'settling')


def query(sql):
    connection = sqlite3.connect(f'file:{DATA}/danbi.db?mode=ro', uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def list_cases():
    done = subprocess.run([CTL, 'case', 'list', '--json', '--data', DATA], capture_output=True,
                          text=True, timeout=60)
    equal((done.returncode, done.stderr), (0, ''), 'case list')
    return {case['id']: case for case in json.loads(done.stdout)}


def assert_the_store_is_whole():
    equal([tuple(row) for row in query('PRAGMA integrity_check')], [('ok',)])
    equal([tuple(row) for row in query('PRAGMA foreign_key_check')], [])


def assert_what_was_told_is_true(clinic, settled):
    rows = {row['id']: row for row in query('SELECT * FROM cases')}
    for number, told in clinic.told.items():
        assert number in rows, f'case {number} was saved and is gone'
        row = rows[number]
        assert int(row['report_seq']) in told.reports, \
            f'case {number} has report {row["report_seq"]}, told was {told.reports}'
        assert row['n_images'] in told.images, \
            f'case {number} has {row["n_images"]} images, told was {told.images}'
        equal((row['patient_id'], row['order_code'], row['site']), ('A123456789', '34004C', 'FM'))
        if told.accepted:
            equal(row['state'], 'accepted', f'case {number}')
    if settled:
        equal({row['state'] for row in rows.values()} - {'accepted', 'ready', 'draft'}, set())
    listed = list_cases()
    equal({number: case['state'] for number, case in listed.items()},
          {number: row['state'] for number, row in rows.items()})


def assert_no_case_is_half():
    referenced = set()
    for case in query('SELECT id, image_dir, n_images FROM cases WHERE image_dir IS NOT NULL'):
        folder = DATA / 'cases' / str(case['id']) / case['image_dir']
        referenced.add(folder)
        images = query(f'SELECT * FROM images WHERE case_id = {case["id"]}')
        equal(len(images), case['n_images'], f'images of case {case["id"]}')
        equal(sorted(path.name for path in folder.iterdir()),
              sorted(image['file_id'] for image in images))
        for image in images:
            content = (folder / image['file_id']).read_bytes()
            equal((len(content), hashlib.sha256(content).hexdigest()),
                  (image['bytes'], image['sha256']), f'{folder}/{image["file_id"]}')
    return referenced


def assert_nothing_is_left_over(referenced):
    found = {path for path in DATA.glob('cases/*/*')}
    equal(found, referenced, 'folders of images')
    equal([path.name for path in DATA.glob('outbox/*')], [], 'outbox')


def assert_the_receiver_has_each_case_once(settled):
    owners = {row['archive_name']: row['case_id'] for row in query('SELECT * FROM submission_rows')}
    held = {}
    keys = []
    for path in BOOK.glob('*.json'):
        batch = json.loads(path.read_text(encoding='utf-8'))
        keys.append(batch['key'])
        for row in batch['status']['rows']:
            assert row['archive'] in owners, f'{row["archive"]} is not known to the store'
            equal(row['state'], 'accepted', f'{row}')
            held.setdefault(owners[row['archive']], []).append(row['archive'])
    equal(len(keys), len(set(keys)), 'keys of batches')
    equal({case: archives for case, archives in held.items() if len(archives) > 1}, {},
          'cases that the receiver holds twice')
    accepted = {row['id'] for row in query("SELECT id FROM cases WHERE state = 'accepted'")}
    equal(accepted - held.keys(), set(), 'accepted, but not with the receiver')
    if settled:
        equal(held.keys() - accepted, set(), 'with the receiver, but not accepted')
    return len(held)


def look(clinic, settled):
    assert_the_store_is_whole()
    assert_what_was_told_is_true(clinic, settled)
    referenced = assert_no_case_is_half()
    held = assert_the_receiver_has_each_case_once(settled)
    if settled:
        assert_nothing_is_left_over(referenced)
    return held


@test
def what_was_told_is_true_after_each_of_a_hundred_kills():
    print(f'# DANBI_KILL_SEED={SEED}', flush=True)
    clinic = Clinic()
    try:
        while clinic.kills < ROUNDS:
            clinic.work_and_kill()
            if clinic.kills % ROUNDS_BETWEEN_LOOKS == 0:
                look(clinic, False)
                clinic.settle()
                held = look(clinic, True)
    except BaseException:
        print(f'# after {clinic.kills} kills, DANBI_KILL_SEED={SEED}', flush=True)
        raise
    counts = query('SELECT state, count(*) AS n FROM cases GROUP BY state')
    print(f'# {clinic.kills} kills, the receiver holds {held} cases;',
          ', '.join(f'{row["n"]} {row["state"]}' for row in counts), flush=True)
    assert held > 0, 'no case ever came through: lives are too short'


run('/danbi/e2e/kill')

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program edits, packs and sends cases and is killed: at a hundred random moments, and after each
flush to disk of one run.

test-kill.py FLOW-WORKER DANBICTL DANBI-RECEIVER DANBI-MAKE-FIXTURES DANBI-POWER-CUT.
DANBI_KILL_SEED repeats a run, DANBI_KILL_ROUNDS changes how many random moments there are.

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

WORKER, CTL, RECEIVER, FIXTURES, POWER_CUT = sys.argv[1:6]
ROUNDS = int(os.environ.get('DANBI_KILL_ROUNDS', 100))
SEED = int(os.environ.get('DANBI_KILL_SEED') or random.SystemRandom().randrange(2 ** 31))
ROUNDS_BETWEEN_LOOKS = 10
LONGEST_LIFE_S = 0.6
MOST_FLUSHES = 400  # of one run: more would never end
SETTLE_FLUSHES = 17  # about as many as settling has
TMP = pathlib.Path(tempfile.mkdtemp(prefix='danbi-kill-'))
atexit.register(shutil.rmtree, TMP, ignore_errors=True)


class Told:
    """What was said of one case before the program was killed."""

    def __init__(self):
        self.reports = set()  # the report numbers that it may have
        self.images = {0}     # how many images it may have
        self.accepted = False
        self.edited = False  # made a draft again after the cut
        self.binned = {False}  # whether it may be in the bin

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
        elif word in ('binning', 'restoring'):
            self.binned.add(word == 'binning')
        elif word in ('binned', 'restored'):
            self.binned = {word == 'binned'}


def make_film(name, side, quality):
    path = TMP / name
    if not path.exists():
        subprocess.run([FIXTURES, 'jpeg', path, '--columns', side, '--rows', side, '--quality',
                        quality, '--seed', str(len(name))], check=True, stdout=subprocess.DEVNULL)
    return path


class Clinic:
    """A folder of cases, a receiver that runs throughout, and all that was said."""

    def __init__(self, name):
        self.data = TMP / name / 'data'
        self.book = TMP / name / 'receiver' / 'batches'
        self.told = {}
        self.seen_whole = set()
        self.random = random.Random(SEED)
        self.kills = 0
        self.settled = 0
        self.receiver = subprocess.Popen(
            [RECEIVER, '--port', '0', '--dir', str(TMP / name / 'receiver')],
            stdout=subprocess.PIPE, text=True)
        self.url = self.receiver.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.receiver.kill()
        self.receiver.wait()
        shutil.rmtree(self.data.parent, ignore_errors=True)

    def hear(self, said):
        for line in said.splitlines():
            words = line.split(' ')
            # The last line may have been cut off.
            if len(words) == 3 and words[1] != '0' and line + '\n' in said:
                self.told.setdefault(int(words[1]), Told()).hear(words[0], int(words[2]))

    def work_and_kill(self, films):
        words = [WORKER, 'work', self.data, self.url, str(self.random.randrange(2 ** 31)), *films]
        life_s = self.random.random() * LONGEST_LIFE_S
        worker = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        first = worker.stdout.readline()
        time.sleep(life_s)
        worker.send_signal(signal.SIGKILL)
        said, wrong = worker.communicate()
        equal((worker.returncode, wrong), (-signal.SIGKILL, ''), f'it worked for {life_s:.3f} s')
        self.hear(first + said)
        self.kills += 1

    def run_until_cut(self, flush, *words):
        """Runs the worker until its flush of that number; whether it came so far."""
        done = subprocess.run([WORKER, words[0], self.data, self.url, *words[1:]], text=True,
                              capture_output=True, timeout=60,
                              env={**os.environ, 'LD_PRELOAD': POWER_CUT,
                                   'DANBI_POWER_CUT': str(flush)})
        self.hear(done.stdout)
        equal(done.stderr, '', f'{words[0]}, flush {flush}')
        assert done.returncode in (0, -signal.SIGKILL), done.returncode
        self.kills += done.returncode != 0
        return done.returncode != 0

    def settle(self):
        """As the command line settles, or as the window's queue goes on."""
        self.settled += 1
        equal(self.run_until_cut(0, self.how_to_settle()), False)

    def how_to_settle(self):
        return 'resume' if self.settled % 2 else 'settle'

    def edit_what_may_be_edited(self):
        """What a person may do before anything is settled: break the latest cases."""
        for row in self.query('SELECT id, state FROM cases WHERE binned_s = 0 '
                              'ORDER BY id DESC LIMIT 2'):
            if row['state'] in ('draft', 'ready') and row['id'] in self.told:
                self.ctl('case', 'set', row['id'], 'visit_type=ZZ')
                self.told[row['id']].edited = True

    def ctl(self, *words):
        done = subprocess.run([CTL, *map(str, words), '--json', '--data', self.data],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode in (0, 1) and not done.stderr, f'{words}: {done.stderr}'
        return json.loads(done.stdout)

    def query(self, sql):
        connection = sqlite3.connect(f'file:{self.data}/danbi.db?mode=ro', uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def assert_the_store_is_whole(clinic):
    """Gives the cases as danbictl lists them; who opens the store finishes what was cut off."""
    listed = {case['id']: case['state'] for case in clinic.ctl('case', 'list')}
    equal([tuple(row) for row in clinic.query('PRAGMA integrity_check')], [('ok',)])
    equal([tuple(row) for row in clinic.query('PRAGMA foreign_key_check')], [])
    return listed


def assert_what_was_told_is_true(clinic, listed):
    rows = {row['id']: row for row in clinic.query('SELECT * FROM cases')}
    for number, told in clinic.told.items():
        assert number in rows, f'case {number} was saved and is gone'
        row = rows[number]
        assert int(row['report_seq']) in told.reports, \
            f'case {number} has report {row["report_seq"]}, told was {told.reports}'
        assert row['n_images'] in told.images, \
            f'case {number} has {row["n_images"]} images, told was {told.images}'
        equal((row['patient_id'], row['order_code'], row['site']), ('A123456789', '34004C', 'FM'))
        assert (row['binned_s'] > 0) in told.binned, f'case {number} is in the bin or is not'
        if told.accepted:
            equal(row['state'], 'accepted', f'case {number}')
        if told.edited:
            equal((row['visit_type'], row['state']), ('ZZ', 'draft'), f'case {number}')
    equal(listed, {number: row['state'] for number, row in rows.items() if not row['binned_s']})


def assert_no_case_is_half(clinic):
    """Every image is there, to the last byte; gives the folders that cases refer to."""
    referenced = set()
    for case in clinic.query('SELECT id, image_dir, n_images FROM cases '
                             'WHERE image_dir IS NOT NULL'):
        folder = clinic.data / 'cases' / str(case['id']) / case['image_dir']
        referenced.add(folder)
        images = clinic.query(f'SELECT * FROM images WHERE case_id = {case["id"]}')
        equal(len(images), case['n_images'], f'images of case {case["id"]}')
        equal(sorted(path.name for path in folder.iterdir()),
              sorted(image['file_id'] for image in images))
        for image in images if folder not in clinic.seen_whole else []:
            content = (folder / image['file_id']).read_bytes()
            equal((len(content), hashlib.sha256(content).hexdigest()),
                  (image['bytes'], image['sha256']), f'{folder}/{image["file_id"]}')
        clinic.seen_whole.add(folder)  # a set of images never changes
    return referenced


def assert_nothing_is_left_over(clinic, referenced):
    equal(set(clinic.data.glob('cases/*/*')), referenced, 'folders of images')
    equal([path.name for path in clinic.data.glob('outbox/*')], [], 'outbox')
    states = {row['state'] for row in clinic.query('SELECT DISTINCT state FROM cases')}
    equal(states - {'accepted', 'ready', 'draft'}, set(), 'cases that are still on their way')


def assert_the_receiver_has_each_case_once(clinic):
    """Gives the cases that the receiver holds."""
    owners = {row['archive_name']: row['case_id']
              for row in clinic.query('SELECT * FROM submission_rows')}
    held = {}
    keys = []
    for path in clinic.book.glob('*.json'):
        batch = json.loads(path.read_text(encoding='utf-8'))
        keys.append(batch['key'])
        for archive in batch['request']['archives']:
            assert archive in owners, f'{archive} is not known to the store'
            held.setdefault(owners[archive], []).append(archive)
        equal([row['state'] for row in batch['status']['rows'] if row['state'] != 'accepted'], [])
    equal(len(keys), len(set(keys)), 'keys of batches')
    equal({case: archives for case, archives in held.items() if len(archives) > 1}, {},
          'cases that the receiver holds twice')
    accepted = {row['id'] for row in clinic.query("SELECT id FROM cases WHERE state = 'accepted'")}
    equal(accepted - held.keys(), set(), 'accepted, but not with the receiver')
    return held.keys(), accepted


def look(clinic):
    """What holds at every moment."""
    assert_what_was_told_is_true(clinic, assert_the_store_is_whole(clinic))
    assert_no_case_is_half(clinic)
    assert_the_receiver_has_each_case_once(clinic)


def look_at_settled(clinic):
    """What holds besides, once the program was started again and has settled."""
    look(clinic)
    assert_nothing_is_left_over(clinic, assert_no_case_is_half(clinic))
    held, accepted = assert_the_receiver_has_each_case_once(clinic)
    equal(held - accepted, set(), 'with the receiver, but not accepted')


def report(clinic):
    counts = clinic.query("SELECT iif (binned_s > 0, 'in the bin', state) AS state, count(*) AS n "
                          'FROM cases GROUP BY 1')
    print(f'# {clinic.kills} kills;', ', '.join(f'{row["n"]} {row["state"]}' for row in counts),
          flush=True)
    assert any(row['state'] == 'accepted' for row in counts), 'no case ever came through'


@test
def what_was_told_is_true_after_each_of_a_hundred_kills():
    print(f'# DANBI_KILL_SEED={SEED}', flush=True)
    films = [make_film(f'film{"s" * i}.jpg', '1400', '20') for i in range(3)]
    with Clinic('random') as clinic:
        while clinic.kills < ROUNDS:
            clinic.work_and_kill(films)
            if clinic.kills % ROUNDS_BETWEEN_LOOKS == 0:
                look(clinic)
                clinic.settle()
                look_at_settled(clinic)
        report(clinic)


@test
def a_power_cut_after_any_flush_leaves_nothing_on_its_way():
    small = make_film('small.jpg', '1400', '20')
    large = make_film('large.jpg', '2500', '100')
    with Clinic('counted') as clinic:
        flush = 0
        cut = True
        while cut:
            flush += 1
            assert flush < MOST_FLUSHES, f'{flush} flushes'
            cut = clinic.run_until_cut(flush, 'once', small, large)
            look(clinic)
            if flush % 2 == 0:
                clinic.edit_what_may_be_edited()
            # Whoever settles may be cut off as well, at another place each time.
            clinic.run_until_cut(flush * 5 % SETTLE_FLUSHES + 1, clinic.how_to_settle())
            clinic.settle()
            look_at_settled(clinic)
        print(f'# {flush - 1} flushes', flush=True)
        report(clinic)


run('/danbi/e2e/kill')

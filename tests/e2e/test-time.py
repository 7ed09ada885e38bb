#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list in its groups while time passes, the arrows in it, and a computer whose clock is wrong.

test-time.py DANBI DANBICTL DANBI-MAKE-FIXTURES DANBI-DRAG-SOURCE PO-FOLDER SOURCE-ROOT, on a
display and a session bus of its own (tests/support/headless.sh). DANBI_SCREENSHOTS=FOLDER keeps a
picture of each stage.
"""
import datetime
import email.utils
import http.server
import os
import pathlib
import re
import ssl
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import equal, run, test  # noqa: E402

try:
    import gi  # noqa: F401
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

import a11y  # noqa: E402
from front_desk import PO, SOURCE, TMP, Desk, ctl, shoot, today  # noqa: E402

UP, DOWN, HOME, END = 0xff52, 0xff54, 0xff50, 0xff57
FULL_H = 24
FAST = datetime.timedelta(minutes=12)


def at(moment, form):
    return f'{moment.year - 1911:03}{moment:{form}}'


def store(desk, patient, swiped_before, **more):
    """Stores a draft whose clock runs from a make-up swipe, which is known to the second."""
    swipe = today() - swiped_before
    exam = swipe - datetime.timedelta(hours=1)
    number = ctl('case', 'new', '--data', desk.data)['id']
    values = {'patient_id': patient, 'card_time': at(swipe, '%m%d%H%M%S'), 'card_makeup': '2',
              'exam_time': at(exam, '%m%d%H%M'), **more}
    ctl('case', 'set', number, *(f'{key}={value}' for key, value in values.items()), '--data',
        desk.data, incomplete=True)


def hours(n, seconds=0):
    return datetime.timedelta(hours=n, seconds=seconds)


def wait_for_headings(desk, *wanted):
    a11y.wait(lambda: desk.headings() == list(wanted),
              lambda: f'the groups {wanted}, there are {desk.headings()}', 25)


@test
def a_case_goes_into_the_next_group_in_its_second():
    desk = Desk('groups')
    store(desk, 'A123456789', hours(FULL_H, -15))  # 15 s are left
    store(desk, 'F131104093', hours(20))
    store(desk, 'Y123456788', hours(90))
    with desk:
        wait_for_headings(desk, 'Today · 100%, 2 cases',
                          'No points any more · counts for the upload rate, 1 case')
        first = desk.case_lines()[0]
        said = a11y.name(first)
        assert said.endswith(' less than a minute left · from the make-up swipe'), said
        shoot('groups')
        wait_for_headings(desk, 'Today · 100%, 1 case', 'Soon lost · 50%, 1 case',
                          'No points any more · counts for the upload rate, 1 case')
        assert 'F13****093' in a11y.all_texts(desk.case_lines()[0])
        shoot('groups-later')
        desk.quit()


def focused_patient(desk):
    """Whose line has the focus, "" where that is a heading, None where it is elsewhere."""
    line = next((line for line in a11y.children(desk.list) if a11y.has(line, 'FOCUSED')), None)
    if line is None:
        return None
    return '' if any(a11y.find_all(line, 'heading')) else a11y.name(line)[:10]


def wait_for_line(desk, masked):
    a11y.wait(lambda: focused_patient(desk) == masked,
              lambda: f'the focus at {masked}, it is at {focused_patient(desk)}')


@test
def the_arrows_lead_from_case_to_case_past_the_headings():
    desk = Desk('arrows')
    store(desk, 'A123456789', hours(2))
    store(desk, 'F131104093', hours(30))
    store(desk, 'Y123456788', hours(90))
    with desk:
        desk.press_button(a11y.wait(lambda: next(iter(desk.case_lines()), None), 'the case'))
        desk.wait_for_value('Identity number', 'A123456789')
        for key, patient in [(DOWN, 'F131104093'), (DOWN, 'Y123456788'), (DOWN, 'Y123456788'),
                             (UP, 'F131104093'), (UP, 'A123456789'), (UP, 'A123456789')]:
            a11y.press(key)
            wait_for_line(desk, f'{patient[:3]}****{patient[-3:]}')
            desk.wait_for_value('Identity number', patient)
        a11y.press(END)
        wait_for_line(desk, 'Y12****788')
        a11y.press(HOME)
        wait_for_line(desk, 'A12****789')
        desk.quit()


class Gateway(http.server.BaseHTTPRequestHandler):
    """Says what it is and what time it is there, and nothing else."""
    protocol_version = 'HTTP/1.1'

    def do_OPTIONS(self):  # the name is the library's
        self.send_response(204)
        self.send_header('Tus-Resumable', '1.0.0')
        self.end_headers()

    def date_time_string(self, timestamp=None):
        there = datetime.datetime.now(datetime.timezone.utc) - FAST
        return email.utils.format_datetime(there, usegmt=True)

    def log_message(self, *args):
        pass


def certificate():
    """The key and the certificate of the tests of upload, as a file."""
    text = pathlib.Path(SOURCE, 'tests/upload/danbi-test-pem.h').read_text(encoding='utf-8')
    blocks = [re.search(rf'#define {name} \\\n((?:.*\\\n)*.*\n)', text).group(1)
              for name in ('DANBI_TEST_KEY', 'DANBI_TEST_CERTIFICATE')]
    lines = re.findall(r'"(.*)\\n"', ''.join(blocks))
    path = TMP / 'gateway.pem'
    path.write_text('\n'.join(lines) + '\n', encoding='ascii')
    return path


def serve_behind():
    """A gateway of the NHI's kind whose clock is right, while this computer's is fast."""
    pem = certificate()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Gateway)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'https://127.0.0.1:{server.server_port}', pem


def settings(pem):
    """The preferences of a clinic that trusts this gateway."""
    folder = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'glib-2.0', 'settings')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'keyfile').write_text(
        f"[io/github/danbi/Danbi]\nca-file='{pem}'\nwelcomed=true\npractice=false\n",
        encoding='utf-8')
    return {'GSETTINGS_BACKEND': 'keyfile',
            'GSETTINGS_SCHEMA_DIR': str(pathlib.Path(PO).parent / 'data')}


@test
def a_wrong_clock_is_said_and_now_is_the_gateways():
    url, pem = serve_behind()
    with Desk('fast', gateway=url, **settings(pem)) as desk:
        a11y.wait(lambda: any('is 12 minutes fast' in said for said in a11y.all_texts(desk.frame)),
                  lambda: f'the banner, there is {a11y.all_texts(desk.frame)}')
        shoot('wrong-clock')
        for label in ('Identity number', 'Date of birth'):
            desk.enter(label, None)
        desk.wait_for_focus('Card swipe time')
        a11y.type_text('n')
        a11y.press(a11y.RETURN)
        a11y.wait(lambda: len(desk.value('Card swipe time')) > 1, 'the time')
        there = today() - FAST
        said = desk.value('Card swipe time').split()[-1]
        entered = there.replace(hour=int(said[:2]), minute=int(said[3:5]), second=int(said[6:8]))
        assert abs((entered - there).total_seconds()) < 60, said
        desk.quit()


run('time')

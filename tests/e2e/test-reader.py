#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program to somebody who does not see it: every control has a name, the order of Tab and Return
is that of the form, and a whole case is done by keys and what is read aloud. Arguments as
test-window.py, and DANBI-RECEIVER after them.
"""
import collections
import contextlib
import datetime
import pathlib
import re
import subprocess
import sys
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import equal, run, test  # noqa: E402

try:
    import gi
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

import a11y  # noqa: E402
from front_desk import ENGLISH, TMP, Desk, FirstDesk, fixture, shoot, today  # noqa: E402

RECEIVER = sys.argv[8]
F1, F4, F10, DELETE = 0xffbe, 0xffc1, 0xffc7, 0xffff
RETURN_KEY, A_KEY = 36, 38  # key codes

# What can be done something with, or what is gone to as a whole.
CONTROLS = ('push button', 'toggle button', 'check box', 'radio button', 'text', 'entry',
            'password text', 'combo box', 'spin button', 'slider', 'list', 'list item', 'table',
            'table row', 'tree table', 'tree item', 'menu item', 'check menu item',
            'radio menu item', 'page tab', 'link', 'image', 'frame', 'dialog')
# Where GTK says nothing it says the name of its own type.
TYPE_NAME = re.compile(r'(Gtk|Adw|Gdk|Danbi)[A-Z]\w*$')


def inside(node):
    """The node and all below it, with their roles. What libadwaita makes of a list of choices, and
    of the pencil in an entry, is its own."""
    role = node.get_role_name()
    yield node, role
    if role in ('combo box', 'text', 'password text'):
        return
    for child in a11y.children(node):
        try:
            yield from inside(child)
        except GLib.Error:
            continue


def is_nameless(name):
    words = name.split()
    half = len(words) // 2
    twice = half > 0 and len(words) % 2 == 0 and words[:half] == words[half:]
    return not name.strip() or TYPE_NAME.match(name) is not None or twice


def visit(what, root):
    """Asks every control of a window for its name, and says how many there were."""
    visited, nameless = collections.Counter(), []
    for node, role in inside(root):
        if role not in CONTROLS:
            continue
        visited[role] += 1
        if is_nameless(a11y.name(node)) and a11y.is_shown(node):
            nameless.append((role, a11y.name(node), node.get_description()))
    print(f'# {what}: ' + ', '.join(f'{n} {role}' for role, n in sorted(visited.items())),
          flush=True)
    assert visited, what
    equal(nameless, [], f'{what}, controls without a name')


@contextlib.contextmanager
def window(desk, title, *keys):
    """Another window, opened by a key with what is held down with it, and closed by Escape."""
    before = len(desk.program.windows())
    a11y.press(*keys)
    opened = desk.wait_for_window(title)
    a11y.focus_top_window()
    yield opened
    a11y.press(a11y.ESCAPE)
    a11y.wait(lambda: len(desk.program.windows()) == before, f'“{title}” to close')
    a11y.focus_top_window()


def visit_window(desk, title, *keys):
    with window(desk, title, *keys) as opened:
        equal(opened.get_role_name(), 'frame', title)
        visit(title, opened)


def film(name='film', columns=2800):
    return fixture('jpeg', f'{name}.jpg', '--columns', str(columns), '--rows', '1400')


def disc():
    return fixture('dicomdir', 'three', '--images', 'ct', '--count', '2', '--patients', '3',
                   '--patient-id', 'A123456789', '--birth', '19860115', '--sex', 'M', '--date',
                   today().strftime('%Y%m%d'))


@test
def every_control_of_the_welcome_and_of_the_preferences_has_a_name():
    with FirstDesk('welcome') as desk:
        visit('welcome', desk.welcome)
        a11y.press(a11y.ESCAPE)
        a11y.wait(lambda: len(desk.program.windows()) == 1, 'the welcome to close')
        visit_window(desk, 'Preferences', ',', a11y.CONTROL)
        desk.quit()


@test
def every_control_of_a_blank_form_and_beside_it_has_a_name():
    with Desk('blank') as desk:
        visit('blank', desk.frame)
        a11y.press(F10)
        menu = a11y.find(desk.frame, 'menu item', 'Receipts').get_parent()
        first = menu.get_child_at_index(0)
        a11y.wait(lambda: a11y.has(first, 'FOCUSED'), 'the focus in the menu')
        visit('the menu', menu)
        a11y.press(a11y.ESCAPE)
        a11y.wait(lambda: not a11y.has(first, 'FOCUSED'), 'the menu to close')
        visit_window(desk, 'Send Cases', 'u', a11y.CONTROL)
        visit_window(desk, 'Receipts', 'r', a11y.CONTROL)
        desk.quit()


def lock(path):
    """An archive with a password. Python writes none, but it may say that there is one."""
    archive = TMP / 'locked.zip'
    with zipfile.ZipFile(archive, 'w') as packed:
        packed.write(path, 'film.jpg')
    known = bytearray(archive.read_bytes())
    for sign, at in ((b'PK\3\4', 6), (b'PK\1\2', 8)):
        known[known.index(sign) + at] |= 1
    archive.write_bytes(known)
    return archive


def give_up(desk, title):
    """Visits a window that came by itself, and closes it."""
    opened = desk.wait_for_window(title)
    visit(title, opened)
    a11y.press(a11y.ESCAPE)
    a11y.wait(lambda: len(desk.program.windows()) == 1, f'“{title}” to close')
    a11y.focus_top_window()


@test
def every_control_of_what_comes_with_images_has_a_name():
    with Desk('images') as desk:
        desk.drop(lock(film()))
        give_up(desk, 'Password of an Archive')
        desk.drop(disc())
        give_up(desk, 'Choose Images for This Case')
        a11y.press('n', a11y.CONTROL)
        desk.wait_for_focus('Identity number')
        desk.drop(film())
        desk.wait_for_images(1, 1)
        visit('images', desk.frame)
        rows = a11y.find(desk.page, 'list', 'Images of this case')
        desk.press_button(a11y.wait(lambda: next(a11y.children(rows), None), 'a row'))
        visit_window(desk, 'Image 1 of 1', a11y.RETURN)
        desk.quit()


def type_half_a_case(desk):
    """With a wrong number, a list of choices and a chart of teeth on the way."""
    desk.enter('Identity number', 'A123456788')
    desk.enter('Date of birth', '75/1/15')
    desk.enter('Card swipe time', 'n')
    a11y.type_text('0')
    choices = a11y.find(desk.page, 'list', 'Choices')
    a11y.wait(lambda: list(a11y.children(choices)), 'choices')
    visit('choices', desk.page)
    a11y.type_text('2')
    desk.enter('Visit type', None)
    desk.enter('Visit sequence', '20', '0020')
    desk.enter('Make-up swipe mark', None, '1')
    desk.enter('Order code', '34004c', '34004C')
    desk.enter('Examination time', None)
    desk.enter('Month of service', None)
    desk.wait_for_focus('Site')
    a11y.press(F4)
    a11y.find(desk.page, 'list', 'Tooth Chart')
    visit('half a case', desk.page)
    a11y.press(a11y.ESCAPE)


@test
def every_control_of_half_a_case_has_a_name_and_what_is_wrong_is_said_at_its_field():
    with Desk('half') as desk:
        type_half_a_case(desk)
        entry = desk.entries['Identity number']
        equal(a11y.has(entry, 'INVALID'), True)
        said = entry.get_description()
        assert said.startswith('The check digit of identity number “A123456788”'), said
        for label in ('Date of birth', 'Provider code'):
            equal(a11y.has(desk.entries[label], 'INVALID'), False, label)
        equal(desk.entries['Provider code'].get_description(), 'required')
        desk.quit()


def visit_query(desk):
    """The cases that are found, and the bin with the one that was deleted."""
    a11y.press('n', a11y.CONTROL)
    desk.enter('Identity number', 'F131104093')
    a11y.press(DELETE, a11y.CONTROL, a11y.SHIFT)
    desk.wait_for_value('Identity number', '')
    with window(desk, 'Query', 'f', a11y.CONTROL) as query:
        equal(query.get_role_name(), 'frame')
        found = a11y.find(query, 'list', 'Cases found')
        line = a11y.wait(lambda: next(a11y.find_all(found, 'list item'), None), 'a case')
        assert 'Identity number A12****789' in a11y.name(line), a11y.name(line)
        visit('query', query)
        a11y.do(a11y.find(query, 'push button', 'Bin'), 'click')
        a11y.wait(lambda: any('F13****093' in a11y.name(node)
                              for node in a11y.find_all(found, 'list item')), 'what was deleted')
        visit('the bin', query)


@test
def every_control_of_what_is_sent_by_hand_has_a_name():
    folder = TMP / 'vpn'
    folder.mkdir()
    with Desk('by-hand', gateway=f'folder:{folder}') as desk:
        desk.fill('34004C', 'FM')
        desk.drop(film())
        desk.wait_for_images(1, 1)
        desk.wait_for_bottom_line('Ready to send')
        visit('ready', desk.frame)
        visit_window(desk, 'Send Cases', 'u', a11y.CONTROL)
        a11y.do(desk.frame, 'win.keep-template')
        give_up(desk, 'Templates')
        a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)
        desk.wait_for_bottom_line('Stands in the folder')
        visit_window(desk, 'Receipts', 'r', a11y.CONTROL)
        visit_query(desk)
        with window(desk, 'Send Cases', 'u', a11y.CONTROL) as sending:
            visit('on its way', sending)
            a11y.do(a11y.find(sending, 'push button', 'Hand Over…'), 'click')
            visit('Upload on the VPN Page', desk.wait_for_window('Upload on the VPN Page'))
            a11y.press(a11y.ESCAPE)
            a11y.wait(lambda: len(desk.program.windows()) == 2, 'the hand-over to close')
            a11y.focus_top_window()
        desk.quit()


@contextlib.contextmanager
def receiver_of_last_month():
    """A receiver whose clock is slow, so that the swipe of a card lies in the future to it."""
    behind = (today() - datetime.timedelta(days=30)).isoformat(timespec='seconds')
    with subprocess.Popen([RECEIVER, '--dir', str(TMP / 'receiver'), '--now', behind],
                          stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


@test
def a_rejected_case_says_why_at_its_fields_and_its_code_has_a_page():
    with receiver_of_last_month() as url, Desk('rejected', gateway=url) as desk:
        desk.fill('34004C', 'FM')
        desk.drop(film())
        desk.wait_for_images(1, 1)
        desk.wait_for_bottom_line('Ready to send')
        a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)
        desk.wait_for_bottom_line('Rejected', 40)
        visit('rejected', desk.frame)
        a11y.press(a11y.F8)
        desk.wait_for_focus('Card swipe time')
        entry = desk.entries['Card swipe time']
        equal(a11y.has(entry, 'INVALID'), True)
        assert 'NHI 08' in entry.get_description(), entry.get_description()
        shoot('rejected')
        desk.press_button(next(a11y.find_all(entry.get_parent(), 'push button',
                                             'What is NHI error code 08?')))
        page = desk.wait_for_window('Help')
        title = a11y.find(page, 'heading')
        assert a11y.name(title).startswith('08'), a11y.name(title)
        shoot('code-page')
        a11y.press(a11y.ESCAPE)
        a11y.wait(lambda: len(desk.program.windows()) == 1, 'the help to close')
        a11y.focus_top_window()
        desk.quit()


@test
def f1_shows_the_keys_and_shift_f1_finds_a_code():
    with Desk('help') as desk:
        with window(desk, 'Keyboard Shortcuts', F1) as keys:
            visit('the keys', keys)
            said = a11y.all_texts(keys)
            for what in ('Send this case', 'Receipts'):
                assert what in said, said
            shoot('keys')
        with window(desk, 'Help', F1, a11y.SHIFT) as pages:
            visit('the help', pages)
            search = a11y.find(pages, 'entry', 'Search the help')
            a11y.wait(lambda: a11y.has(search, 'FOCUSED'), 'the focus in the search')
            a11y.type_text('05')
            a11y.press(a11y.RETURN)
            a11y.wait(lambda: any(a11y.name(node).startswith('05')
                                  for node in a11y.find_all(pages, 'heading')), 'the page of 05')
            a11y.press(a11y.ESCAPE)  # what was sought goes first
        desk.wait_for_focus('Identity number')
        desk.quit()


@test
def a_return_that_is_held_down_comes_to_the_last_line_and_does_not_send():
    with Desk('held') as desk:
        a11y.hold(A_KEY, 1)
        a11y.wait(lambda: len(desk.value('Identity number')) > 3, 'a key that repeats')
        a11y.press('a', a11y.CONTROL)
        a11y.press(a11y.BACKSPACE)
        desk.wait_for_value('Identity number', '')
        desk.fill('34004C', 'FM')
        desk.drop(film())
        desk.wait_for_images(1, 1)
        desk.wait_for_bottom_line('Ready to send')
        send = a11y.find(desk.bottom, 'push button', 'Send This Case')
        a11y.press(a11y.RETURN, a11y.SHIFT)
        desk.wait_for_focus('Provider type')
        a11y.hold(RETURN_KEY, 1.5)
        equal(a11y.has(send, 'FOCUSED'), True)
        equal(desk.book(), [])
        assert desk.bottom_line().startswith('Ready to send'), desk.bottom_line()
        a11y.press(a11y.RETURN)
        desk.wait_for_bottom_line('Accepted', 40)
        desk.quit()


class Ear:
    """What is read aloud: what the focus comes to, and what is said anew of it."""

    KINDS = ('object:state-changed:focused', 'object:property-change:accessible-name',
             'object:property-change:accessible-description')

    def __init__(self, aloud=True):
        self.aloud = aloud
        self.heard = []
        self.at = None  # role and name of what has the focus
        self.listener = Atspi.EventListener.new(self._hear)
        for kind in self.KINDS:
            self.listener.register(kind)

    def _hear(self, event):
        node = event.source
        try:
            if event.type.startswith('object:state-changed'):
                if event.detail1:
                    self.at = node.get_role_name(), a11y.name(node)
                    self._say(*self.at, self._text(node), node.get_description())
            elif a11y.has(node, 'FOCUSED'):
                self._say(a11y.name(node) if event.type.endswith('name')
                          else node.get_description())
        except GLib.Error:
            pass

    @staticmethod
    def _text(node):
        return a11y.text(node) if node.get_role_name() == 'text' else ''

    def _say(self, *parts):
        said = ' · '.join(part.replace('\n', ' / ') for part in parts if part)
        if said and (not self.heard or self.heard[-1] != said):
            self.heard.append(said)
            if self.aloud:
                print(f'# heard: {said}', flush=True)

    def wait_for(self, part, timeout_s=20):
        a11y.wait(lambda: any(part in said for said in self.heard),
                  lambda: f'“{part}” to be heard, there was {self.heard}', timeout_s)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for what in self.KINDS:
            self.listener.deregister(what)


def press_and_see(ear, *keys):
    """Role and name of what has the focus after a key."""
    before = ear.at
    a11y.press(*keys)
    a11y.wait(lambda: ear.at != before, f'the focus to leave {before}')
    return ear.at


# What Tab comes to in a blank form, from its first field on, and then round.
TAB_ORDER = [*(('text', label) for label in ENGLISH),
             ('push button', 'Referred examination'), ('push button', 'Newborn'),
             ('push button', 'Choose Images…'), ('push button', 'Choose Folder…'),
             ('push button', 'Still missing: Identity number, Date of birth, Card swipe time, '
                             'Visit type and 7 more'),
             ('push button', 'Send This Case'), ('push button', 'New Case'),
             ('push button', 'Templates'), ('push button', 'Next Order'),
             ('push button', 'Send…'), ('push button', 'Query'), ('push button', 'Main menu'),
             ('push button', 'The First Case, Step by Step')]
# The site is not asked for before there is an order that has one.
RETURN_ORDER = [label for label in ENGLISH if label != 'Site']


@test
def tab_and_return_go_in_the_order_of_the_form():
    with Desk('order') as desk, Ear(aloud=False) as ear:
        stops = [press_and_see(ear, a11y.TAB) for _ in TAB_ORDER]
        equal(stops, TAB_ORDER[1:] + TAB_ORDER[:1])
        stops = [press_and_see(ear, a11y.RETURN) for _ in RETURN_ORDER]
        equal([label for _, label in stops[:-1]], RETURN_ORDER[1:])
        assert stops[-1][1].startswith('Still missing'), stops[-1]
        stops = [press_and_see(ear, a11y.RETURN, a11y.SHIFT) for _ in ENGLISH]
        equal([label for _, label in stops], ENGLISH[::-1])
        desk.quit()


def choose_image(desk, path):
    """By the keys of GTK's file chooser."""
    a11y.press('o', a11y.CONTROL)
    desk.wait_for_window('Add Images')
    a11y.type_text(str(path))
    time.sleep(0.5)
    a11y.press(a11y.RETURN)
    a11y.wait(lambda: len(desk.program.windows()) == 1, 'the file chooser to close')
    a11y.focus_top_window()


@test
def a_first_case_goes_to_accepted_by_keys_and_what_is_heard():
    with Desk('heard') as desk, Ear() as ear:
        desk.enter('Identity number', 'a123456788')
        ear.wait_for('The check digit of identity number “A123456788” does not fit')
        a11y.press(a11y.RETURN, a11y.SHIFT)
        desk.wait_for_focus('Identity number')
        a11y.press('a', a11y.CONTROL)
        desk.fill('34004C', 'FM')
        ear.wait_for('push button · Still missing: Images')
        choose_image(desk, film())
        desk.wait_for_images(1, 1)
        ear.wait_for('Ready to send · 100% until')
        a11y.press(a11y.RETURN, a11y.SHIFT)
        desk.wait_for_focus('Provider type')
        a11y.press(a11y.RETURN)
        ear.wait_for('push button · Send This Case')
        a11y.press(a11y.RETURN)
        ear.wait_for('Accepted', 40)
        for label in ENGLISH:
            ear.wait_for(f'text · {label}')
        equal([case['state'] for case in desk.cases()], ['accepted'])
        desk.quit()


run('/danbi/e2e/reader')

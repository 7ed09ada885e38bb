# SPDX-License-Identifier: GPL-3.0-or-later
"""Danbi's window as the person at the front desk uses it: keys, one drag, and what stands there."""
import atexit
import contextlib
import datetime
import gettext
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
import a11y  # noqa: E402
import notices  # noqa: E402, F401  (the desktop that the window tells of outcomes)

DANBI, CTL, FIXTURES, DRAG_SOURCE, PO, SOURCE = sys.argv[1:7]
SCHEMAS = str(pathlib.Path(PO).parent / 'data')
TMP = pathlib.Path(tempfile.mkdtemp(prefix='danbi-window-'))
SCREENSHOTS = os.environ.get('DANBI_SCREENSHOTS')
LOG = TMP / 'danbi.log'
atexit.register(shutil.rmtree, TMP, ignore_errors=True)

# GTK draws its own shadow where no window manager does, and the tree counts from inside of it.
BORDER = 5
SCREEN = (1366, 768)
# Where no list of choices opens: without a window manager the keyboard follows the mouse.
PARKED = (683, 28)
# What a form is asked for, in its order; the name is the msgid of the field.
ENGLISH = ['Identity number', 'Date of birth', 'Card swipe time', 'Visit type', 'Visit sequence',
           'Make-up swipe mark', 'Order code', 'Examination time', 'Month of service', 'Site',
           'Report number', 'Provider code', 'Provider type']


def today():
    """The day in Taiwan."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))


def roc_day(moment):
    return f'{moment.year - 1911:03}/{moment:%m/%d}'


def fixture(kind, name, *options):
    path = TMP / name
    if not path.exists():
        subprocess.run([FIXTURES, kind, str(path), *map(str, options)], check=True,
                       stdout=subprocess.DEVNULL)
    return path


FINDINGS = 1  # danbictl did it, and something still stands against sending the case


def ctl(*words, incomplete=False):
    done = subprocess.run([CTL, *map(str, words), '--json'], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0 or (incomplete and done.returncode == FINDINGS), done.stderr
    return json.loads(done.stdout)


def real_data(*parts):
    """A file of the real data; None where they are not on this computer."""
    root = os.environ.get('DANBI_REALDATA') or pathlib.Path(SOURCE).parent / 'shared' / 'realdata'
    path = pathlib.Path(root).joinpath(*parts)
    return path if path.exists() else None


def shoot(name):
    if SCREENSHOTS and shutil.which('import'):
        pathlib.Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
        subprocess.run(['import', '-window', 'root', f'{SCREENSHOTS}/{name}.png'], check=False)


def chinese_locale():
    """A Chinese locale of our own: most computers that build have none."""
    folder = TMP / 'locale'
    folder.mkdir(exist_ok=True)
    target = folder / 'zh_TW.UTF-8'
    if not target.exists() and shutil.which('localedef'):
        subprocess.run(['localedef', '-i', 'zh_TW', '-f', 'UTF-8', str(target)], check=False,
                       capture_output=True)
    if target.exists():
        return {'LOCPATH': str(folder), 'LC_ALL': 'zh_TW.UTF-8', 'LANGUAGE': 'zh_TW'}
    return {'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'zh_TW'}


class Desk:
    """A window on a folder of cases, open as long as the `with`."""

    def __init__(self, name, chinese=False, gateway=None, **environment):
        self.data = TMP / name
        self.gateway = gateway  # None: practice
        words = gettext.translation('danbi', PO, ['zh_TW']) if chinese else None
        self.say = words.gettext if words else str
        self.words = words
        self.environment = {'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'C', 'G_DEBUG': 'fatal-criticals',
                            **(chinese_locale() if chinese else {}), **environment}
        self.program = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, error, trace):
        if error:
            shoot('failed')
            with contextlib.suppress(Exception):
                print(f'# on the screen: {self.texts()}')
            print(*(f'# said: {line}' for line in self.program.errors().splitlines()[-10:]),
                  sep='\n', flush=True)
        self.program.kill()
        if not error:
            self.assert_quiet()

    def start(self):
        LOG.unlink(missing_ok=True)
        where = ['--gateway', self.gateway] if self.gateway else ['--practice']
        self.program = a11y.Program([DANBI, *where, '--data', str(self.data)], LOG,
                                    **self.environment)
        self.frame = a11y.find(self.program.root, 'frame', timeout_s=20)
        a11y.move_mouse(*PARKED)
        a11y.find(self.frame, 'text', self.say(ENGLISH[-1]))
        known = {a11y.name(node): node for node in a11y.find_all(self.frame, 'text')}
        self.entries = {label: known[self.say(label)] for label in ENGLISH}
        send = a11y.find(self.frame, 'push button', self.say('Send This Case'))
        self.bottom = send.get_parent()
        self.bottom_label = next(a11y.find_all(self.bottom, 'label'))
        self.page = self.bottom.get_parent()
        heading = a11y.find(self.page, 'label', self.say('Images'))
        self.image_count = heading.get_parent().get_child_at_index(1)
        self.list = a11y.find(self.frame, 'list', self.say('Cases'))
        self.wait_for_start()

    def wait_for_start(self):
        self.wait_for_focus('Identity number')

    def quit(self):
        a11y.press('q', a11y.CONTROL)
        status = self.program.wait_for_end()
        assert status == 0, f'it ended with {status}: {self.program.errors()}'
        self.assert_quiet()

    def assert_quiet(self):
        """GTK has held nothing against the windows."""
        wrong = [line for line in self.program.errors().splitlines()
                 if re.search(r'(Gtk|GLib|Gdk|Adw|GObject|danbi)[\w-]*-(WARNING|CRITICAL)', line)
                 # GTK loses count of a button that is let go over another window than it was
                 # pressed in.
                 and 'Broken accounting of active state' not in line]
        assert not wrong, wrong

    # What stands there

    def value(self, label):
        return a11y.text(self.entries[label])

    def values(self):
        return {label: self.value(label) for label in ENGLISH}

    def bottom_line(self):
        return a11y.text(self.bottom_label)

    def findings_at(self, label):
        """The sentences below the entry, not its name and not the list of choices."""
        row = list(a11y.children(self.entries[label].get_parent()))
        below = [node for node in row[2:] if node.get_role_name() == 'panel']
        return [said for node in below for said in a11y.all_texts(node)]

    def has_focus(self, label):
        return a11y.has(self.entries[label], 'FOCUSED')

    def wait_for_focus(self, label):
        a11y.wait(lambda: self.has_focus(label), f'the focus at {label}')

    def wait_for_value(self, label, value):
        a11y.wait(lambda: self.value(label) == value,
                  lambda: f'{label} “{value}”, there is “{self.value(label)}”')

    def wait_for_bottom_line(self, part, timeout_s=20):
        a11y.wait(lambda: part in self.bottom_line(),
                  lambda: f'“{part}” in the bottom line, there is “{self.bottom_line()}”', timeout_s)

    def case_lines(self):
        """The lines of the list that show a case, not the heading of a group."""
        return [line for line in a11y.children(self.list)
                if not any(True for _ in a11y.find_all(line, 'heading'))]

    def headings(self):
        """The groups of the list, as a screen reader tells them."""
        return [a11y.name(node) for node in a11y.find_all(self.list, 'heading')
                if a11y.is_shown(node)]

    def texts(self):
        """All that stands on the page, but for the list of images."""
        return a11y.all_texts(self.page, skip='list')

    def wait_for_text(self, part, timeout_s=20):
        a11y.wait(lambda: any(part in said for said in self.texts()),
                  lambda: f'“{part}” among {self.texts()}', timeout_s)

    def traces(self, *words):
        """Whatever the page still says of them to anybody, shown or not: text, name, description."""
        found = []
        for node, role in a11y.walk(self.page):
            said = (a11y.text(node) if role in a11y.ROLES_WITH_TEXT else '', node.get_name() or '', node.get_description() or '')
            found += [part for part in said if any(word in part for word in words)]
        return found

    # What one does

    def enter(self, label, typed, shown=None):
        """Types into the field that has the focus, and goes on with Return."""
        self.wait_for_focus(label)
        if typed is not None:
            a11y.type_text(typed)
            self.wait_for_value(label, typed)
        a11y.press(a11y.RETURN)
        a11y.wait(lambda: not self.has_focus(label), f'{label} to let the focus go')
        if shown is not None:
            self.wait_for_value(label, shown)

    def fill(self, order, site, **typed):
        """A whole case, the way from the first field to the last. What the program proposes is
        confirmed with Return."""
        self.enter('Identity number', typed.get('patient', 'a123456789'))
        self.enter('Date of birth', typed.get('birth', '75/1/15'))
        self.enter('Card swipe time', 'n')
        self.enter('Visit type', '02')
        self.enter('Visit sequence', '20', '0020')
        self.enter('Make-up swipe mark', None, '1')
        self.enter('Order code', order.lower(), order)
        self.enter('Examination time', None)
        self.enter('Month of service', None)
        self.enter('Site', site)
        self.enter('Report number', None, '1')
        if not self.value('Provider code'):
            self.enter('Provider code', '3501200007')
            self.enter('Provider type', '13')

    def drop(self, *paths):
        """Drags files from another program's window into this one."""
        with subprocess.Popen([DRAG_SOURCE, *map(str, paths)], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as source:
            try:
                assert source.stdout.readline() == 'ready\n', 'no window to drag from'
                a11y.drag((30, 30), (1150, 400))
                said = [source.stdout.readline().strip() for _ in range(2)]
                assert said == ['begin', 'dropped'], said
            finally:
                source.kill()
        a11y.move_mouse(*PARKED)

    def wait_for_window(self, title):
        """Another window than the one of the cases."""
        return a11y.wait(lambda: next((window for window in self.program.windows()
                                       if a11y.name(window) == self.say(title)), None), title)

    def wait_for_images(self, referenced, read):
        wanted = self.say('%u referenced, %u read').replace('%u', '{}').format(referenced, read)
        a11y.wait(lambda: a11y.text(self.image_count) == wanted,
                  lambda: f'“{wanted}”, there is “{a11y.text(self.image_count)}”', 40)
        # They stand there a moment before the case may be sent.
        cancel = a11y.find(self.page, 'push button', self.say('Cancel'))
        a11y.wait(lambda: not a11y.has(cancel, 'SENSITIVE'), 'the images to be taken')

    def press_button(self, node):
        """Clicks it where it stands."""
        x, y, width, height = a11y.place(node)
        a11y.click(BORDER + x + width // 2, BORDER + y + height // 2)
        a11y.move_mouse(*PARKED)

    def overridable(self):
        """The buttons that stand beside findings for which a reason may be given."""
        return [node for node in a11y.find_all(self.page, 'push button',
                                               self.say('Send All the Same…'), skip='list')
                if a11y.is_shown(node)]

    def override(self, button, why):
        """Gives a reason for the finding that the button stands beside."""
        row = button.get_parent().get_parent()
        self.press_button(button)
        entry = a11y.find(row, 'text', self.say('Reason'))
        a11y.wait(lambda: a11y.has(entry, 'FOCUSED'), 'the focus in the reason')
        a11y.type_text(why)
        a11y.wait(lambda: a11y.text(entry) == why, 'the reason to be typed')
        a11y.press(a11y.RETURN)

    # What holds afterwards

    def cases(self):
        return ctl('case', 'list', '--data', self.data)

    def book(self):
        """The batches that the receiver has written down."""
        return [json.loads(path.read_text(encoding='utf-8'))
                for path in sorted((self.data / 'receiver' / 'batches').glob('*.json'))]


class FirstDesk(Desk):
    """Where settings are kept: at the first start a welcome stands before the window."""

    def __init__(self, name, **how):
        super().__init__(name, GSETTINGS_SCHEMA_DIR=SCHEMAS, **how)

    def wait_for_start(self):
        self.welcome = self.wait_for_window('Welcome to Danbi')


class Chooser:
    """What was dropped, to choose from: the window that stands before the one of the desk."""

    def __init__(self, desk):
        self.desk = desk
        self.window = a11y.wait(
            lambda: next((w for w in desk.program.windows() if w != desk.frame), None),
            'the chooser')
        self.list = a11y.find(self.window, 'list', desk.say('Patients, studies and series'))
        a11y.wait(lambda: self.focused() is not None, 'the focus in the list')

    def rows(self):
        """The lines that are in sight; the expander in each item of the list speaks for it."""
        items = [node for node in a11y.children(self.list) if a11y.is_shown(node)]
        return [item.get_child_at_index(0) for item in items]

    def focused(self):
        return next((a11y.name(row) for row in self.rows() if a11y.has(row, 'FOCUSED')), None)

    def wait_for_focus(self, part):
        a11y.wait(lambda: part in (self.focused() or ''),
                  lambda: f'the focus at “{part}”, it is at “{self.focused()}”')

    def chosen(self):
        """The lines that are ticked, by the first word of their names."""
        return [a11y.name(row).split(',')[0] for row in self.rows() if a11y.has(row, 'CHECKED')]

    def says(self, part):
        return any(part in said for said in a11y.all_texts(self.window))

    def wait_for_text(self, part):
        a11y.wait(lambda: self.says(part),
                  lambda: f'“{part}” among {a11y.all_texts(self.window)}')

    def wait_for_end(self):
        a11y.wait(lambda: len(self.desk.program.windows()) == 1, 'the chooser to go')

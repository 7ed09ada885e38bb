#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many keys a case costs, from blank to ready, and where Tab goes. Arguments as test-window.py.

A key with what is held down with it counts once; so does a letter. The images are dropped before the
first key and are not counted. The clinic has entered a case before, and where somebody is known, some
patients: a few begin as they do.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import equal, run, test  # noqa: E402

try:
    import gi  # noqa: F401
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

import a11y  # noqa: E402
from front_desk import ENGLISH, TMP, Desk, ctl, fixture, shoot  # noqa: E402

MOST_STOPS = 60
ALT = 64  # the key code
KNOWN = ('F131104093', '0601231')
# Who was here before them, the last one first.
OTHERS = (('F223456786', '0700402'), ('B120000008', '0551130'), ('F220987659', '0810909'))


class Count:
    """Presses keys and writes down in which field."""

    def __init__(self, desk):
        self.desk = desk
        self.fields = {}

    def add(self, label, keys):
        self.fields[label] = self.fields.get(label, 0) + keys

    def type(self, label, words):
        self.desk.wait_for_focus(label)
        a11y.type_text(words)
        self.desk.wait_for_value(label, words)
        self.add(label, len(words))

    def press(self, label, key, *modifiers):
        a11y.press(key, *modifiers)
        self.add(label, 1)

    def tell(self, name, most):
        total = sum(self.fields.values())
        print(f'# {name}: {total} keys, at most {most}')
        for label, keys in self.fields.items():
            print(f'#   {label}: {keys}')
        assert total <= most, f'{name}: {total} keys'


def film(name, columns):
    return fixture('jpeg', f'{name}.jpg', '--columns', str(columns), '--rows', '1400')


def drop(desk, name, columns):
    desk.drop(film(name, columns))
    desk.wait_for_images(1, 1)


def enter_a_case_before(desk):
    """What a clinic that works with the program has: the codes that it used last."""
    desk.fill('34004C', 'FM')
    drop(desk, 'before', 2800)
    a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)
    desk.wait_for_bottom_line('Accepted', 40)


def begin_the_next(desk):
    a11y.press('n', a11y.CONTROL)
    desk.wait_for_focus('Identity number')
    desk.wait_for_value('Provider code', '3501200007')


def choose_first(count, label):
    """Opens the list of what is used most, and takes the first."""
    count.press(label, a11y.DOWN)
    count.press(label, a11y.RETURN)
    a11y.wait(lambda: count.desk.value(label) == '34004C', f'a choice at {label}')


def enter_a_new_patient(desk, count):
    count.type('Identity number', 'f131104093')
    count.press('Identity number', a11y.RETURN)
    count.type('Date of birth', '601231')
    count.press('Date of birth', a11y.RETURN)
    count.type('Card swipe time', 'n')
    count.press('Card swipe time', a11y.F8)
    count.type('Visit sequence', '20')
    count.press('Visit sequence', a11y.F8)
    desk.wait_for_focus('Order code')
    choose_first(count, 'Order code')


@test
def a_new_patient_is_typed_with_26_keys_and_the_next_order_with_4():
    with Desk('new-patient') as desk:
        enter_a_case_before(desk)
        begin_the_next(desk)
        drop(desk, 'film', 2900)
        desk.wait_for_focus('Identity number')
        count = Count(desk)
        enter_a_new_patient(desk, count)
        desk.wait_for_bottom_line('Ready to send')
        shoot('new-patient')
        count.tell('a new patient', 26)

        count = Count(desk)
        count.press('(window)', 'n', a11y.CONTROL, a11y.SHIFT)
        desk.wait_for_focus('Order code')
        desk.wait_for_value('Report number', '2')
        drop(desk, 'second', 3000)
        desk.wait_for_focus('Order code')
        choose_first(count, 'Order code')
        desk.wait_for_bottom_line('Ready to send')
        count.tell('the next order of the visit', 4)
        desk.quit()


def know_patients(desk):
    """Cases of some patients that were never sent, the wanted one's the last."""
    for patient, birth in (*reversed(OTHERS), KNOWN):
        case = ctl('case', 'new', '--data', desk.data, incomplete=True)
        ctl('case', 'set', case['id'], f'patient_id={patient}', f'birth_date={birth}', '--data',
            desk.data, incomplete=True)


def choose_patient(desk, count, prefix):
    """Whoever begins like this, and was here last; they are shown in full before they are taken."""
    count.type('Identity number', prefix)
    count.press('Identity number', a11y.DOWN)
    a11y.find(desk.page, 'label', KNOWN[0])
    count.press('Identity number', a11y.RETURN)
    desk.wait_for_focus('Card swipe time')
    equal((desk.value('Identity number'), desk.value('Date of birth')), (KNOWN[0], '060/12/31'))


def swipe_the_card(count):
    count.type('Card swipe time', 'n')
    count.press('Card swipe time', a11y.F8)
    count.type('Visit sequence', '20')


@test
def a_known_patient_costs_12_keys():
    with Desk('known-patient') as desk:
        know_patients(desk)
        enter_a_case_before(desk)
        begin_the_next(desk)
        drop(desk, 'known', 2900)
        desk.wait_for_focus('Identity number')
        count = Count(desk)
        choose_patient(desk, count, 'f1')
        swipe_the_card(count)
        count.press('Visit sequence', a11y.F8)
        desk.wait_for_focus('Order code')
        choose_first(count, 'Order code')
        desk.wait_for_bottom_line('Ready to send')
        shoot('known-patient')
        count.tell('a known patient', 12)
        desk.quit()


def keep_as_template(desk):
    """The open case becomes the template of Alt+1."""
    a11y.do(desk.frame, 'win.keep-template')
    desk.wait_for_window('Templates')
    a11y.press(a11y.ESCAPE)
    a11y.wait(lambda: len(desk.program.windows()) == 1, 'the templates to close')


@test
def a_template_case_for_a_known_patient_costs_8_keys():
    with Desk('template') as desk:
        know_patients(desk)
        enter_a_case_before(desk)
        keep_as_template(desk)
        begin_the_next(desk)
        drop(desk, 'template', 2900)
        desk.wait_for_focus('Identity number')
        count = Count(desk)
        count.press('(window)', '1', ALT)
        desk.wait_for_value('Order code', '34004C')
        choose_patient(desk, count, 'f')
        swipe_the_card(count)
        desk.wait_for_bottom_line('Ready to send')
        shoot('template')
        count.tell('a template case for a known patient', 8)
        desk.quit()


def where(desk):
    """Role, name and place of what has the focus; what is in a list is named by what stands in it."""
    node = next((node for node, _ in a11y.walk(desk.frame) if a11y.has(node, 'FOCUSED')), None)
    return node and (node.get_role_name(), a11y.name(node) or ' '.join(a11y.all_texts(node)),
                     a11y.place(node))


def press_tab(desk):
    before = where(desk)
    a11y.press(a11y.TAB)
    return a11y.wait(lambda: next((at for at in [where(desk)] if at and at != before), None),
                     'Tab to move the focus')[:2]


@test
def tab_stops_only_where_something_can_be_done():
    with Desk('tab') as desk:
        desk.enter('Identity number', 'A123456788')  # with its finding
        desk.enter('Date of birth', '75/1/15')
        desk.enter('Card swipe time', 'n')           # with what it proposes
        first, stops = None, []
        for _ in range(MOST_STOPS):
            stop = press_tab(desk)
            if stop == first:
                break
            first = first or stop
            stops.append(stop)
        print('# ' + ', '.join(f'{role} “{label}”' for role, label in stops))
        equal(stops[-1] == first or len(stops) < MOST_STOPS, True, 'Tab comes round')
        equal([stop for stop in stops if not stop[1]], [], 'stops without a name')
        equal([stop for stop in stops if stop[0] in ('label', 'image', 'icon', 'alert')], [])
        fields = [label for role, label in stops if role == 'text' and label in ENGLISH]
        equal(sorted(fields), sorted(ENGLISH))
        at = fields.index(ENGLISH[0])
        equal(fields[at:] + fields[:at], ENGLISH)
        desk.quit()


def input_method():
    """The environment of a program with an input method on that takes every key for a sound."""
    modules = TMP / 'im' / 'immodules'
    modules.mkdir(parents=True, exist_ok=True)
    module = pathlib.Path(sys.argv[7])
    if not (modules / module.name).exists():
        (modules / module.name).symlink_to(module.resolve())
    return {'GTK_PATH': str(TMP / 'im'), 'GTK_IM_MODULE': 'danbi-test'}


@test
def digits_and_letters_come_out_right_with_an_input_method_on():
    with Desk('input-method', **input_method()) as desk:
        desk.enter('Identity number', 'f131104093', 'F131104093')
        desk.enter('Date of birth', '60/12/31', '060/12/31')
        desk.enter('Card swipe time', 'n')
        desk.enter('Visit type', '02')
        desk.enter('Visit sequence', '20', '0020')
        desk.enter('Make-up swipe mark', None, '1')
        a11y.type_text('c')  # here words are searched for, and it is on
        desk.wait_for_value('Order code', 'ㄅ')
        a11y.press(a11y.BACKSPACE)
        a11y.type_text('2s2h')  # ㄉㄋㄉㄘ by its keys: a digit never comes to it
        desk.wait_for_value('Order code', '2s2h')
        a11y.find(desk.page, 'label', '電腦斷層造影—無造影劑')
        for _ in '2s2h':
            a11y.press(a11y.BACKSPACE)
        desk.enter('Order code', '34004c', '34004C')
        desk.enter('Examination time', None)
        desk.enter('Month of service', None)
        desk.enter('Site', 'FM')
        desk.quit()


run('/danbi/e2e/keystrokes')

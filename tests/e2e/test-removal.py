#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case that is deleted by mistake, with real keys and a click. Arguments as test-window.py."""
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
from front_desk import Desk, shoot  # noqa: E402

DELETE = 0xffff


def type_a_patient(desk):
    desk.enter('Identity number', 'a123456789')
    a11y.wait(lambda: len(desk.cases()) == 1, 'the case on disk')


def delete(desk):
    """Presses the keys, and gives the button that takes it back."""
    a11y.press(DELETE, a11y.CONTROL, a11y.SHIFT)
    desk.wait_for_value('Identity number', '')
    desk.wait_for_focus('Identity number')
    # libadwaita says the name of this button twice.
    button = a11y.find(desk.frame, 'push button', 'Undo Undo')
    equal(desk.cases(), [])
    said = a11y.all_texts(desk.frame)
    assert 'A12****789 is in the bin' in said, said
    assert not any('A123456789' in part for part in said), said
    return button


@test
def ctrl_z_brings_a_deleted_case_back_and_a_restart_leaves_it_in_the_bin():
    with Desk('keys') as desk:
        type_a_patient(desk)
        delete(desk)
        shoot('deleted')
        a11y.press('z', a11y.CONTROL)
        desk.wait_for_value('Identity number', 'A123456789')
        equal(len(desk.cases()), 1)
        delete(desk)
        desk.quit()
        desk.start()
        equal(desk.cases(), [])
        a11y.press('z', a11y.CONTROL)
        desk.wait_for_value('Identity number', '')
        desk.quit()


@test
def a_click_on_the_toast_brings_it_back():
    with Desk('click') as desk:
        type_a_patient(desk)
        desk.press_button(delete(desk))
        desk.wait_for_value('Identity number', 'A123456789')
        equal(len(desk.cases()), 1)
        desk.quit()


run('removal')

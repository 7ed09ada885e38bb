#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A code and a site chosen in the real window, as a screen reader tells it. Arguments as test-window.py."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import equal, run, test  # noqa: E402

try:
    import gi
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import a11y  # noqa: E402
from front_desk import Desk, shoot  # noqa: E402

F4, RIGHT = 0xffc1, 0xff53


def go_to_order(desk):
    desk.enter('Identity number', 'a123456789')
    desk.enter('Date of birth', '75/1/15')
    desk.enter('Card swipe time', 'n')
    desk.enter('Visit type', '02')
    desk.enter('Visit sequence', '20', '0020')
    desk.enter('Make-up swipe mark', None, '1')
    desk.wait_for_focus('Order code')


def go_to_site(desk):
    a11y.press(a11y.RETURN)
    desk.enter('Examination time', None)
    desk.enter('Month of service', None)
    desk.wait_for_focus('Site')


def names(board):
    return [a11y.name(node) for node in a11y.children(board)]


def wait_for_state(node, state):
    a11y.wait(lambda: a11y.has(node, state), f'“{a11y.name(node)}” {state}')


@test
def teeth_are_chosen_and_read_as_selected():
    with Desk('teeth') as desk:
        go_to_order(desk)
        a11y.type_text('ceqj')
        desk.wait_for_value('Order code', 'ceqj')
        a11y.press(a11y.RETURN)
        desk.wait_for_value('Order code', '34004C')
        go_to_site(desk)
        a11y.press(F4)
        popover = a11y.find(desk.page, 'filler', 'Tooth Chart')
        chart = a11y.find(popover, 'list', 'Tooth Chart')
        equal([name for name in names(chart) if not name], [])
        equal(len(names(chart)), 66)
        tooth = a11y.find(chart, 'list item', '恆牙 36')
        next_tooth = a11y.find(chart, 'list item', '恆牙 37')
        equal(desk.has_focus('Site'), True)
        a11y.type_text('36')
        wait_for_state(tooth, 'SELECTED')
        a11y.press(a11y.DOWN)
        wait_for_state(tooth, 'FOCUSED')
        a11y.press(RIGHT)
        wait_for_state(next_tooth, 'FOCUSED')
        equal(a11y.has(next_tooth, 'SELECTED'), False)
        a11y.press(a11y.SPACE)
        wait_for_state(next_tooth, 'SELECTED')
        desk.wait_for_value('Site', '3637')
        Atspi.Action.do_action(tooth, 0)
        desk.wait_for_value('Site', '37')
        equal(a11y.has(tooth, 'SELECTED'), False)
        a11y.type_text('fm')
        desk.wait_for_value('Site', '37FM')
        equal(next_tooth.get_description(), '全口 is chosen too')
        desk.wait_for_text('Tooth 37 lies in area FM')
        shoot('teeth')
        a11y.press(a11y.ESCAPE)
        desk.wait_for_focus('Site')
        a11y.wait(lambda: not a11y.is_shown(popover), 'the chart to close')
        a11y.type_text('11')
        desk.wait_for_value('Site', '37FM11')
        desk.quit()


@test
def body_regions_are_chosen_in_their_order():
    with Desk('regions') as desk:
        go_to_order(desk)
        a11y.type_text('33070b')
        desk.wait_for_value('Order code', '33070b')
        go_to_site(desk)
        a11y.press(a11y.DOWN, 64)  # Alt
        board = a11y.find(desk.page, 'list', 'Body Regions')
        equal(names(board)[:3], ['H 頭部', 'A 頸部', 'F 頭頸部'])
        a11y.press(a11y.DOWN)
        wait_for_state(a11y.find(board, 'list item', 'H 頭部'), 'FOCUSED')
        a11y.type_text('nj')
        wait_for_state(a11y.find(board, 'list item', 'J 胸椎'), 'SELECTED')
        desk.wait_for_value('Site', 'NJ')
        a11y.press(a11y.RETURN)
        desk.wait_for_focus('Site')
        desk.quit()


run('/danbi/e2e/picking')

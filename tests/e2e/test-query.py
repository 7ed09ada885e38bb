#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""查詢 by keys: a case is found, opened, shown whole, deleted and taken back. Arguments as
test-window.py."""
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


class Query:
    """The window of cases that are found, while it is open."""

    def __init__(self, desk):
        a11y.press('f', a11y.CONTROL)
        self.desk = desk
        self.window = desk.wait_for_window('Query')
        self.search = a11y.find(self.window, 'entry', 'Search the cases')
        self.list = a11y.find(self.window, 'list', 'Cases found')

    def rows(self):
        """The names of the rows in sight."""
        return [a11y.name(node) for node in a11y.find_all(self.list, 'list item')
                if a11y.is_shown(node)]

    def wait_for_rows(self, *parts):
        """As many rows as parts, each with its part."""
        a11y.wait(lambda: len(self.rows()) == len(parts)
                  and all(part in row for part, row in zip(parts, self.rows())),
                  lambda: f'{parts}, there is {self.rows()}')

    def row(self, part):
        return next(node for node in a11y.find_all(self.list, 'list item') if part in a11y.name(node))

    def wait_for_focus(self, part):
        a11y.wait(lambda: a11y.has(self.row(part), 'FOCUSED'), f'the focus at {part}')

    def wait_for_text(self, part):
        a11y.wait(lambda: any(part in said for said in a11y.all_texts(self.window)),
                  lambda: f'“{part}” among {a11y.all_texts(self.window)}')


def enter_two_patients(desk):
    for patient, when, order in (('f131104093', 'y0915', '33070b'),
                                 ('a123456789', 'n', '34004c')):
        desk.enter('Identity number', patient)
        desk.enter('Date of birth', '75/1/15')
        desk.enter('Card swipe time', when)
        desk.enter('Visit type', '02')
        desk.enter('Visit sequence', '20', '0020')
        desk.enter('Make-up swipe mark', None, '1')
        desk.enter('Order code', order, order.upper())
        a11y.press('n', a11y.CONTROL)
        desk.wait_for_focus('Identity number')
    a11y.wait(lambda: len(desk.cases()) == 2, 'both cases to be on disk')


def open_from(desk, query, part):
    query.wait_for_focus(part)
    a11y.press(a11y.RETURN)
    desk.wait_for_value('Identity number', 'F131104093')
    a11y.wait(lambda: a11y.has(desk.frame, 'ACTIVE'), 'the form to come to the front')


@test
def a_case_is_found_and_opened_shown_whole_deleted_and_taken_back():
    with Desk('query') as desk:
        enter_two_patients(desk)
        query = Query(desk)
        query.wait_for_rows('A12****789', 'F13****093')
        a11y.type_text('f1311')
        query.wait_for_rows('Identity number F13****093, Order code 33070B, State Draft')
        a11y.press(a11y.DOWN)
        open_from(desk, query, 'F13****093')

        query = Query(desk)  # the same again, with what was looked for
        equal(a11y.text(query.search), 'f1311')
        a11y.press(a11y.DOWN)
        query.wait_for_focus('F13****093')
        a11y.press('i', a11y.CONTROL)
        query.wait_for_rows('Identity number F131104093')
        shoot('query-whole')
        a11y.press(a11y.ESCAPE)
        query.wait_for_rows('A12****789', 'F13****093')

        # The open case is deleted from the list, and the list stays.
        a11y.press(a11y.DOWN)
        a11y.press(a11y.DOWN)
        query.wait_for_focus('F13****093')
        a11y.press(' ')
        query.wait_for_text('2 cases found, 1 ticked')
        equal(a11y.has(query.row('F13****093'), 'CHECKED'), True, 'it is ticked')
        shoot('query-ticked')
        a11y.press(DELETE)
        query.wait_for_rows('A12****789')
        query.wait_for_text('1 case is in the bin.')
        desk.wait_for_value('Identity number', '')
        a11y.press('z', a11y.CONTROL)
        query.wait_for_rows('A12****789', 'F13****093')

        # What is typed anywhere is looked for; with the next patient nothing of it is left.
        a11y.type_text('a123')
        query.wait_for_rows('A12****789')
        a11y.press(a11y.DOWN)
        query.wait_for_focus('A12****789')
        a11y.press(a11y.RETURN)
        desk.wait_for_value('Identity number', 'A123456789')
        a11y.press('n', a11y.CONTROL)
        a11y.wait(lambda: len(desk.program.windows()) == 1, '查詢 to be closed')
        desk.wait_for_value('Identity number', '')
        desk.quit()


run('/danbi/e2e/query')

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on its way, by real events: a gateway that is not there, and a folder for the VPN page.

test-queue.py: as test-window.py.
"""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import equal, run, test  # noqa: E402

try:
    import gi  # noqa: F401
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

import a11y  # noqa: E402
from front_desk import TMP, Desk, fixture, shoot  # noqa: E402

NOBODY = 'http://127.0.0.1:1'  # no program listens there


def fill_and_send(desk):
    film = fixture('jpeg', 'film.jpg', '--columns', '2800', '--rows', '1400')
    desk.fill('34004C', 'FM')
    desk.drop(film)
    desk.wait_for_images(1, 1)
    desk.wait_for_bottom_line('Ready to send')
    a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)


def open_first_case(desk):
    desk.press_button(a11y.wait(lambda: next(iter(desk.case_lines()), None), 'the case'))


@test
def a_case_that_nobody_takes_is_still_on_its_way_after_a_restart():
    with Desk('nobody', gateway=NOBODY) as desk:
        fill_and_send(desk)
        desk.wait_for_bottom_line('The next try is at')
        equal([case['state'] for case in desk.cases()], ['sending'])
        desk.quit()

        desk.start()
        open_first_case(desk)
        desk.wait_for_bottom_line('The next try is at')
        a11y.press('u', a11y.CONTROL)
        window = desk.wait_for_window('Send Cases')
        a11y.wait(lambda: any('The next try is at' in said for said in a11y.all_texts(window)),
                  lambda: a11y.all_texts(window))
        shoot('queue-resting')
        desk.press_button(a11y.find(window, 'push button', 'Give Up'))
        desk.wait_for_bottom_line('Ready to send')
        equal([case['state'] for case in desk.cases()], ['ready'])
        a11y.press(a11y.ESCAPE)
        a11y.wait(lambda: len(desk.program.windows()) == 1, 'the window of sending to go')
        desk.quit()


@test
def a_batch_in_a_folder_is_carried_on_by_hand_and_its_answer_told():
    folder = TMP / '上傳批次'
    folder.mkdir()
    with Desk('folder', gateway=f'folder:{folder}') as desk:
        fill_and_send(desk)
        desk.wait_for_bottom_line('Stands in the folder')
        batch = next(folder.iterdir())
        equal(sorted(path.suffix for path in batch.iterdir()), ['.7z', '.csv'])

        a11y.press('u', a11y.CONTROL)
        window = desk.wait_for_window('Send Cases')
        desk.press_button(a11y.find(window, 'push button', 'Hand Over…'))
        window = desk.wait_for_window('Upload on the VPN Page')
        fields = a11y.find(window, 'list', 'Fields in the order of the VPN page')
        a11y.wait(lambda: len(list(a11y.children(fields))) == 17, '17 fields')
        assert str(batch) in a11y.all_texts(window), a11y.all_texts(window)
        rows = list(a11y.children(fields))
        desk.press_button(rows[0])
        a11y.press(a11y.RETURN)  # the next one has the focus
        for row in rows[:2]:
            a11y.wait(lambda: a11y.name(row).endswith('copied'), lambda: a11y.name(row))
        shoot('hand-over')
        desk.press_button(a11y.find(window, 'text', 'Receipt number'))
        a11y.type_text('1151122000123')
        accepted = a11y.find(window, 'push button', 'Accepted')
        a11y.wait(lambda: a11y.has(accepted, 'SENSITIVE'), 'the button to be pressed')
        desk.press_button(accepted)
        desk.wait_for_bottom_line('Accepted')
        equal([case['state'] for case in desk.cases()], ['accepted'])

        a11y.press('r', a11y.CONTROL)
        window = desk.wait_for_window('Receipts')
        a11y.wait(lambda: '1151122000123' in a11y.all_texts(window), lambda: a11y.all_texts(window))
        time.sleep(0.1)
        shoot('receipts')
        desk.program.kill()


run('/danbi/e2e/queue')

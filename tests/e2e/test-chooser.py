#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disc of several patients is dropped on a case: what one chooses by keys is what it gets.

test-chooser.py with the arguments of test-window.py.
"""
import json
import pathlib
import subprocess
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
from front_desk import CTL, Chooser, Desk, fixture, shoot, today  # noqa: E402

LEFT, RIGHT = 0xff51, 0xff53


def disc_of_three():
    """Three patients, each with two series of CT and a report."""
    return fixture('dicomdir', 'three', '--images', 'ct', '--count', '4', '--series', '2',
                   '--patients', '3', '--report', '--patient-id', 'A123456789', '--patient-name',
                   'WANG^XIAOMING=王^小明', '--birth', '19860115', '--sex', 'M', '--date',
                   today().strftime('%Y%m%d'))


def patients_on_disk(desk):
    """Of each DICOM file in the folders of the cases, whose it is; and what the DICOMDIR names."""
    found = set()
    for path in sorted((desk.data / 'cases').rglob('*')):
        if not path.is_file():
            continue
        done = subprocess.run([CTL, 'inspect', str(path), '--json'], capture_output=True, text=True,
                              check=False)
        for line in done.stdout.splitlines():
            said = json.loads(line)
            if said.get('patient_id'):
                found.add(said['patient_id'])
    return found


@test
def a_disc_of_three_patients_gives_the_one_of_the_form():
    disc = disc_of_three()
    with Desk('fits') as desk:
        desk.fill('33070B', 'K')
        desk.drop(disc)
        chooser = Chooser(desk)
        chooser.wait_for_focus('王 小明')
        chooser.wait_for_text('same identity number as the form')
        chooser.wait_for_text('Chosen: 8 images')
        shoot('chooser-fits')
        a11y.press(a11y.RETURN)
        chooser.wait_for_end()
        desk.wait_for_images(9, 9)
        shoot('chooser-taken')
        equal(patients_on_disk(desk), {'A123456789'})
        desk.quit()


@test
def without_a_word_of_whose_it_is_no_patient_is_guessed():
    disc = disc_of_three()
    with Desk('guess') as desk:
        desk.drop(disc)
        chooser = Chooser(desk)
        chooser.wait_for_text('Nothing is chosen yet')
        equal(chooser.chosen(), [])
        a11y.press(a11y.RETURN)  # nothing is chosen, nothing is taken
        a11y.press(a11y.DOWN)
        chooser.wait_for_focus('SECOND0001')
        a11y.press(a11y.SPACE)
        chooser.wait_for_text('Chosen: 8 images')
        chooser.wait_for_text('Another patient is chosen')
        a11y.press(a11y.DOWN)
        chooser.wait_for_focus('SECOND0002')
        a11y.press(a11y.SPACE)  # refused
        shoot('chooser-refused')
        equal(len(chooser.chosen()), 1)
        a11y.press(a11y.ESCAPE)
        chooser.wait_for_end()
        desk.wait_for_bottom_line('Still missing')
        equal(patients_on_disk(desk), set())

        desk.drop(disc)
        chooser = Chooser(desk)
        a11y.press(a11y.DOWN)
        chooser.wait_for_focus('SECOND0001')
        a11y.press(RIGHT)
        a11y.press(RIGHT)
        chooser.wait_for_focus('ABDOMEN')
        a11y.press(RIGHT)
        a11y.press(RIGHT)
        a11y.press(a11y.SPACE)  # one series alone
        chooser.wait_for_text('Chosen: 4 images')
        a11y.press(LEFT)
        a11y.press(LEFT)
        shoot('chooser-one-series')
        a11y.press(a11y.RETURN)
        chooser.wait_for_end()
        desk.wait_for_images(4, 4)
        equal(patients_on_disk(desk), {'SECOND0001'})

        desk.drop(disc)  # the case has a patient now
        chooser = Chooser(desk)
        chooser.wait_for_text('This case has images of another patient')
        chooser.wait_for_text('the patient of the images in this case')
        a11y.press(a11y.RETURN)
        chooser.wait_for_end()
        desk.wait_for_images(9, 9)
        equal(patients_on_disk(desk), {'SECOND0001'})
        desk.quit()


@test
def the_mouse_ticks_and_takes():
    disc = disc_of_three()
    with Desk('mouse') as desk:
        desk.drop(disc)
        chooser = Chooser(desk)
        box = next(box for box in a11y.find_all(chooser.window, 'check box')
                   if 'SECOND0002' in a11y.name(box))
        desk.press_button(box)
        chooser.wait_for_text('Chosen: 8 images')
        desk.press_button(a11y.find(chooser.window, 'push button', 'Add 8 Images to the Case'))
        chooser.wait_for_end()
        desk.wait_for_images(9, 9)
        equal(patients_on_disk(desk), {'SECOND0002'})


@test
def one_patient_of_one_series_is_asked_nothing():
    disc = fixture('dicomdir', 'single', '--images', 'ct', '--count', '3', '--report', '--patient-id',
                   'A123456789')
    with Desk('one') as desk:
        desk.drop(disc)
        desk.wait_for_images(4, 4)
        equal(len(desk.program.windows()), 1)


run('/danbi/e2e/chooser')

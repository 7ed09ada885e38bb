#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures that are no plain JPEG, in the real window: dropped, seen, said what was made of them, and
sent. Arguments as test-window.py."""
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import Skip, equal, run, test  # noqa: E402

try:
    import gi  # noqa: F401
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

import a11y  # noqa: E402
from front_desk import TMP, Desk, ctl, shoot  # noqa: E402

MAGICK = shutil.which('convert')


def picture(name, *options):
    if not MAGICK:
        raise Skip('ImageMagick is not installed')
    path = TMP / name
    subprocess.run([MAGICK, '-size', '1600x1440', 'gradient:black-white', *options, path],
                   check=True)
    return path


@test
def a_png_is_shown_and_sent_as_the_jpg_that_was_made_of_it():
    film = picture('全口.png')
    with Desk('png') as desk:
        desk.fill('34004C', 'FM')
        desk.drop(film)
        desk.wait_for_images(1, 1)
        desk.wait_for_bottom_line('Ready to send · 100% until')
        files = ctl('case', 'show', 1, '--data', desk.data)['files']
        equal([(file['kind'], file['converted_from'], file['columns'], file['rows'])
               for file in files], [('jpeg', 'png', 1600, 1440)])
        shoot('png-ready')
        a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)
        desk.wait_for_bottom_line(desk.say('Accepted'), 40)
        equal([case['state'] for case in desk.cases()], ['accepted'])
        desk.quit()


run('/danbi/e2e/picture')

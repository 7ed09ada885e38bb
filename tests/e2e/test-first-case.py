#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 第一筆案件 of the help, followed to the letter by somebody who knows nothing else.

test-first-case.py: as test-window.py. What a step names, a value to type, a key, a button, is read out
of the page: a step that cannot be followed, or a page that does not say enough, fails.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import equal, run, test  # noqa: E402

try:
    import gi  # noqa: F401
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

import a11y  # noqa: E402
from front_desk import SOURCE, Desk, FirstDesk, fixture, shoot  # noqa: E402

M = '{http://projectmallard.org/1.0/}'
MOST_STEPS = 10
PROVIDER = '3501200007'


def read_page():
    return ElementTree.parse(pathlib.Path(SOURCE) / 'help' / 'zh_TW' / 'first-case.page')


def read_steps():
    return read_page().findall(f'.//{M}steps/{M}item/{M}p')


def said(step):
    return ''.join(step.itertext())


def examples(step):
    """What the step gives as an example, in its order."""
    return [word for group in re.findall(r'例如([^。；，]*)', said(step))
            for word in re.findall(r'[A-Z0-9/]+', group)]


def button(desk, step, number=0):
    """The button that the step names, as it stands on the screen."""
    name = step.findall(f'{M}gui')[number].text
    return a11y.wait(lambda: next((node for node in a11y.find_all(desk.frame, 'push button', name)
                                   if a11y.is_shown(node)), None), f'a button “{name}”')


def focused(desk):
    return next((label for label in desk.entries if desk.has_focus(label)), None)


def enter(desk, value):
    """Types into the field that has the focus, and goes on as the page says: with Enter."""
    label = a11y.wait(lambda: focused(desk), 'a field with the focus')
    a11y.type_text(value)
    desk.wait_for_value(label, value)
    a11y.press(a11y.RETURN)
    a11y.wait(lambda: not desk.has_focus(label), f'{label} to let the focus go')
    return label


def confirm_until(desk, *labels):
    """Enter in the fields with a dashed frame, up to one of those."""
    a11y.wait(lambda: focused(desk), 'a field with the focus')
    for _ in range(len(desk.entries)):
        if focused(desk) in labels:
            return
        here = focused(desk)
        assert desk.value(here), f'{here} is empty, and no step has told what to type there'
        a11y.press(a11y.RETURN)
        a11y.wait(lambda: focused(desk) not in (None, here), f'{here} to let the focus go')
    raise AssertionError(f'the focus never comes to {labels}')


def follow(desk, steps, welcomed):
    """From the first step to the last. Who was welcomed has told the clinic's code before."""
    new, patient, card, visit, order, clinic, images, _, send, done = steps

    equal([key.text for key in new.iter(f'{M}key')], ['Ctrl', 'N'])
    button(desk, new)
    a11y.press('n', a11y.CONTROL)

    number, birth = examples(patient)
    equal(enter(desk, number), 'Identity number')
    equal(enter(desk, birth), 'Date of birth')

    assert '輸入 n' in said(card), said(card)
    equal(enter(desk, 'n'), 'Card swipe time')
    assert desk.value('Examination time') and desk.value('Month of service'), desk.values()

    kind, sequence = examples(visit)
    equal(enter(desk, kind), 'Visit type')
    equal(enter(desk, sequence), 'Visit sequence')
    confirm_until(desk, 'Order code')

    code, site = examples(order)
    equal(enter(desk, code), 'Order code')
    confirm_until(desk, 'Site')
    button(desk, order)
    equal(enter(desk, site), 'Site')

    assert '10 碼' in said(clinic), said(clinic)
    if not welcomed:
        confirm_until(desk, 'Provider code')
        equal(enter(desk, PROVIDER), 'Provider code')
    confirm_until(desk, 'Provider type')
    equal(desk.value('Provider code'), PROVIDER)
    enter(desk, examples(clinic)[0])

    button(desk, images)
    desk.drop(fixture('jpeg', 'photo.jpg', '--columns', '2800', '--rows', '1400'))
    desk.wait_for_images(1, 1)
    shoot('first-case-images')

    ready = re.findall('「(.*?)」', said(send))[1]
    desk.wait_for_bottom_line(ready)
    desk.press_button(button(desk, send))
    state = re.findall('「(.*?)」', said(done))[0]
    a11y.wait(lambda: any(state in text for text in a11y.all_texts(desk.list)),
              lambda: a11y.all_texts(desk.list), 40)
    shoot('first-case-done')
    equal([case['state'] for case in desk.cases()], ['accepted'])


@test
def the_page_alone_leads_to_已收件():
    steps = read_steps()
    assert len(steps) <= MOST_STEPS, f'{len(steps)} steps'
    with Desk('first-case', chinese=True) as desk:
        follow(desk, steps, False)
        desk.quit()


@test
def the_welcome_is_answered_and_the_page_leads_on_from_there():
    with FirstDesk('welcome', chinese=True) as desk:
        a11y.focus_top_window()
        code = a11y.find(desk.welcome, 'text')
        a11y.wait(lambda: a11y.has(code, 'FOCUSED'), 'the focus in the welcome')
        a11y.type_text(PROVIDER)
        a11y.wait(lambda: a11y.text(code) == PROVIDER, 'the code to be typed')
        shoot('welcome')
        begin = read_page().find(f'.//{M}p/{M}gui').text
        desk.press_button(a11y.find(desk.welcome, 'push button', begin))
        a11y.wait(lambda: len(desk.program.windows()) == 1, 'the welcome to close')
        a11y.focus_top_window()
        follow(desk, read_steps(), True)
        desk.quit()


@test
def what_is_forgotten_is_found_with_f8():
    send = read_steps()[8]
    missing = re.findall('「(.*?)」', said(send))[0]
    assert 'F8' in said(send), said(send)
    with Desk('forgotten', chinese=True) as desk:
        enter(desk, 'A123456789')
        desk.wait_for_bottom_line(missing)
        desk.wait_for_focus('Date of birth')
        a11y.press(a11y.F8)
        desk.wait_for_focus('Card swipe time')
        desk.quit()


run('/danbi/e2e/first-case')

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window by real events: keys and a drag go in, what stands on the screen comes out.

test-window.py DANBI DANBICTL DANBI-MAKE-FIXTURES DANBI-DRAG-SOURCE PO-FOLDER SOURCE-ROOT, on a
display and a session bus of its own (tests/support/headless.sh). DANBI_SCREENSHOTS=FOLDER keeps a
picture of each stage.
"""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import Skip, equal, run, test  # noqa: E402

try:
    import gi  # noqa: F401
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

import a11y  # noqa: E402
from front_desk import (BORDER, ENGLISH, SCREEN, TMP, Chooser, Desk, ctl, fixture,  # noqa: E402
                        real_data, roc_day, shoot, today)

PAGE_DOWN, END = 0xff56, 0xff57


def assert_accepted_once(desk, archive_kind):
    """The list of danbictl and the book of the receiver tell the same as the window."""
    cases = desk.cases()
    equal([case['state'] for case in cases], ['accepted'])
    book = desk.book()
    equal(len(book), 1, 'batches')
    rows = book[0]['status']['rows']
    equal([row['state'] for row in rows], ['accepted'])
    assert rows[0]['archive'].startswith(archive_kind), rows


def send_by_keyboard(desk, name):
    a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)
    desk.wait_for_bottom_line(desk.say('Accepted'), 40)
    shoot(f'{name}-accepted')


@test
def a_jpg_goes_from_the_first_key_to_accepted():
    film = fixture('jpeg', '全口 film.jpg', '--columns', '2800', '--rows', '1400')
    with Desk('jpg') as desk:
        shoot('jpg-empty')
        desk.fill('34004C', 'FM')
        equal(desk.value('Date of birth'), '075/01/15')
        assert desk.value('Examination time').startswith(roc_day(today())), desk.values()
        desk.wait_for_bottom_line('Still missing: Images')
        shoot('jpg-without-image')
        desk.drop(film)
        desk.wait_for_images(1, 1)
        desk.wait_for_bottom_line('Ready to send · 100% until')
        shoot('jpg-ready')
        send_by_keyboard(desk, 'jpg')
        assert_accepted_once(desk, 'ATT')
        desk.quit()


@test
def a_folder_with_a_dicomdir_goes_to_accepted_through_the_send_window():
    disc = fixture('dicomdir', 'disc', '--images', 'mr', '--count', '12', '--patient-id',
                   'A123456789', '--birth', '19860115', '--sex', 'M', '--date',
                   today().strftime('%Y%m%d'))
    with Desk('dicomdir') as desk:
        desk.fill('33084B', 'K')
        desk.drop(disc)
        desk.wait_for_images(12, 12)
        desk.wait_for_bottom_line('Ready to send · 100% until')
        shoot('dicomdir-ready')
        a11y.press('u', a11y.CONTROL)
        window = a11y.wait(lambda: next((w for w in desk.program.windows() if w != desk.frame), None),
                           'the window of ready cases')
        button = a11y.find(window, 'push button', 'Send 1 Case')
        shoot('dicomdir-send-window')
        desk.press_button(button)
        a11y.wait(lambda: 'Accepted' in a11y.all_texts(window), lambda: a11y.all_texts(window), 40)
        shoot('dicomdir-accepted')
        desk.wait_for_bottom_line('Accepted')
        assert_accepted_once(desk, 'DCF')


@test
def in_chinese_it_reads_已收件():
    film = fixture('jpeg', '全口 film.jpg', '--columns', '2800', '--rows', '1400')
    with Desk('chinese', chinese=True) as desk:
        shoot('chinese-empty')
        desk.fill('34004C', 'FM')
        desk.drop(film)
        desk.wait_for_images(1, 1)
        desk.wait_for_bottom_line('100%')
        shoot('chinese-ready')
        a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)
        desk.wait_for_bottom_line('已收件', 40)
        shoot('chinese-accepted')
        assert_accepted_once(desk, 'ATT')
        desk.quit()


@test
def what_is_wrong_stands_at_its_field_and_what_is_missing_in_the_bottom_line():
    with Desk('half') as desk:
        desk.enter('Identity number', 'A123456788')
        desk.enter('Date of birth', '75/2/30')
        desk.enter('Card swipe time', 'n')
        desk.enter('Visit type', 'ZZ')
        shoot('half-filled')
        for label, part in (('Identity number', 'A123456788'), ('Date of birth', '0750230'),
                            ('Visit type', 'ZZ')):
            a11y.wait(lambda: any(part in said for said in desk.findings_at(label)),
                      f'a finding at {label}')
            assert a11y.has(desk.entries[label], 'INVALID'), label
        for label in ('Card swipe time', 'Visit sequence', 'Order code'):
            equal(desk.findings_at(label), [], label)
        line = desk.bottom_line()
        assert line.startswith('Still missing: Visit sequence, Order code'), line
        desk.quit()
        equal([case['state'] for case in desk.cases()], ['draft'])


@test
def a_case_that_may_not_be_sent_is_not_sent_but_shown_where_it_lacks():
    with Desk('too-early') as desk:
        desk.enter('Identity number', 'A123456789')
        a11y.press(a11y.RETURN, a11y.CONTROL, a11y.SHIFT)
        desk.wait_for_focus('Card swipe time')
        assert a11y.has(desk.entries['Order code'], 'INVALID')
        shoot('sent-too-early')
        a11y.wait(lambda: [case['state'] for case in desk.cases()] == ['draft'], 'a draft')
        equal(desk.book(), [])


@test
def a_second_after_the_last_key_the_power_may_fail():
    with Desk('autosave') as desk:
        desk.enter('Identity number', 'A123456789')
        desk.enter('Date of birth', '75/1/15')
        desk.enter('Card swipe time', '115/11/2 9:30:05')
        a11y.type_text('02')
        time.sleep(1.0)
        desk.program.kill()
        case, = desk.cases()
        record = ctl('case', 'show', case['id'], '--data', desk.data)['case']
        equal((record['patient_id'], record['birth_date'], record['card_time'],
               record['visit_type'], record['exam_time']),
              ('A123456789', '0750115', '1151102093005', '02', '11511020930'))


@test
def what_was_typed_stands_there_again_after_a_restart():
    with Desk('restart') as desk:
        desk.enter('Identity number', 'F131104093')
        desk.enter('Date of birth', '60/12/31')
        desk.enter('Card swipe time', 'n')
        desk.wait_for_focus('Visit type')
        a11y.type_text('0')  # half a value is a value
        desk.wait_for_value('Visit type', '0')
        before, said = desk.values(), desk.bottom_line()
        desk.quit()  # in the same moment
        desk.start()
        equal(desk.value('Identity number'), '')
        row = a11y.wait(lambda: next(iter(desk.case_lines()), None), 'the case in the list')
        desk.press_button(row)
        desk.wait_for_value('Identity number', 'F131104093')
        equal(desk.values(), before)
        equal(desk.bottom_line(), said)
        shoot('restarted')
        desk.quit()


def unseen(desk):
    """The images among the rows on the screen that nobody has looked at."""
    return [node for node in a11y.find_all(desk.page, 'image', desk.say('Not looked at yet'))
            if a11y.is_shown(node)]


def wait_for_picture(viewer, name):
    return a11y.wait(lambda: next((node for node in a11y.find_all(viewer, 'image')
                                   if a11y.name(node).startswith(name)), None), name)


def wait_for_seen(desk, left):
    a11y.wait(lambda: len(unseen(desk)) == left,
              lambda: f'{left} unseen, there are {len(unseen(desk))}')


@test
def an_image_is_looked_at_large_and_that_is_remembered():
    disc = fixture('dicomdir', 'slices', '--images', 'ct', '--count', '3')
    with Desk('viewer') as desk:
        desk.drop(disc)
        desk.wait_for_images(3, 3)
        rows = a11y.find(desk.page, 'list', desk.say('Images of this case'))
        a11y.wait(lambda: len(list(a11y.children(rows))) == 3, 'three rows')
        desk.press_button(next(a11y.children(rows)))
        a11y.press(a11y.RETURN)
        viewer = a11y.wait(lambda: next((window for window in desk.program.windows()
                                         if a11y.name(window) == 'Image 1 of 3'), None), 'the viewer')
        wait_for_picture(viewer, 'Picture 1 of 3, CT 512 × 512')
        wait_for_seen(desk, 2)
        a11y.press(PAGE_DOWN)
        wait_for_picture(viewer, 'Picture 2 of 3')
        shoot('viewer')
        wait_for_seen(desk, 1)
        a11y.press('1')
        a11y.find(viewer, 'push button', 'Fit to the window, now 100%')
        a11y.press('+', a11y.CONTROL)
        a11y.find(viewer, 'push button', 'Fit to the window, now 125%')
        a11y.press('i')
        a11y.wait(lambda: any('inverted' in said for said in a11y.all_texts(viewer)), 'inverted')
        shoot('viewer-zoomed')
        a11y.press(END)
        wait_for_picture(viewer, 'Picture 3 of 3')
        wait_for_seen(desk, 0)
        a11y.press(a11y.ESCAPE)
        a11y.wait(lambda: len(desk.program.windows()) == 1, 'the viewer to close')
        desk.quit()
        desk.start()
        desk.press_button(a11y.wait(lambda: next(iter(desk.case_lines()), None), 'the case'))
        desk.wait_for_images(3, 3)
        time.sleep(0.2)
        equal(len(unseen(desk)), 0)
        desk.quit()


@test
def a_new_case_has_nothing_of_the_last_patient():
    film = fixture('jpeg', '全口 film.jpg', '--columns', '2800', '--rows', '1400')
    with Desk('new-case') as desk:
        desk.fill('34004C', 'FM', patient='F131104093', birth='60/12/31')
        desk.drop(film)
        desk.wait_for_images(1, 1)
        equal(len(desk.traces('F131104093', '060/12/31')) > 0, True)
        a11y.press('n', a11y.CONTROL)
        desk.wait_for_value('Identity number', '')
        desk.wait_for_focus('Identity number')
        a11y.press('z', a11y.CONTROL)
        time.sleep(0.2)
        shoot('new-case')
        own = ('Make-up swipe mark', 'Report number', 'Provider code', 'Provider type')
        equal({label: value for label, value in desk.values().items() if value and label not in own},
              {})
        equal(desk.traces('F131104093', 'F13', '060/12', '0601231', '0020', '34004', '齒顎',
                          'FILM', 'film', 'Sun', '1 referenced', f'{today():%m/%d}'), [])


def assert_fits(desk):
    """The window fits the screen, and the form its place, so that nothing has to be scrolled."""
    _, _, width, height = a11y.place(desk.frame)
    assert width + 2 * BORDER <= SCREEN[0] and height + 2 * BORDER <= SCREEN[1], (width, height)
    scrolled = next(a11y.find_all(desk.page, 'scroll pane'))
    form = scrolled.get_child_at_index(0).get_child_at_index(0)
    left, top, room, height = a11y.place(scrolled)
    x, y, width, _ = a11y.place(form)
    assert x >= left and x + width <= left + room, \
        f'the form, {width} pixels wide from {x}, has {room} from {left}'
    for label in ENGLISH:
        _, y, _, entry_height = a11y.place(desk.entries[label])
        assert y >= top and y + entry_height <= top + height, f'{label} is out of sight'


@test
def one_case_fits_the_screen_without_scrolling():
    film = fixture('jpeg', '全口 film.jpg', '--columns', '2800', '--rows', '1400')
    for chinese in (False, True):
        with Desk(f'fits-{chinese}', chinese=chinese) as desk:
            desk.enter('Identity number', 'A123456788')  # with its finding
            desk.enter('Date of birth', '75/2/30')
            desk.enter('Card swipe time', 'n')  # and with what it proposes
            assert_fits(desk)
            desk.drop(film)
            desk.wait_for_images(1, 1)
            shoot(f'fits-{desk.say("Images")}')
            assert_fits(desk)


def drop_a_hostile_disc(name, trial):
    """Three DICOM files, one of which makes the inspector misbehave: that is one finding."""
    folder = fixture('mr', 'hostile', '--count', '3', '--patient-id', 'A123456789', '--birth',
                     '19860115', '--sex', 'M', '--date', today().strftime('%Y%m%d'))
    with Desk(name, DANBI_INSPECTOR_TEST=f'{trial}:IM00002',
              DANBI_INSPECTOR_TIMEOUT_MS='1500') as desk:
        desk.fill('33084B', 'K')
        desk.drop(folder)
        desk.wait_for_images(3, 2)
        shoot(name)
        said = [words for words in a11y.all_texts(desk.page) if 'cannot be read' in words
                and 'IM00002' in words]
        # at the file, and as the bottom line, which says what stands against sending
        equal(sorted(set(said)), [desk.bottom_line()])
        a11y.press('n', a11y.CONTROL)
        desk.enter('Identity number', 'F131104093')
        a11y.wait(lambda: len(desk.cases()) == 2, 'a second case')
        desk.quit()


@test
def an_inspector_that_crashes_is_one_finding_on_one_file():
    drop_a_hostile_disc('crash', 'crash')


@test
def an_inspector_that_hangs_is_one_finding_on_one_file():
    drop_a_hostile_disc('hang', 'hang')


def override_all(desk, name, most):
    """Gives a reason wherever one is asked for, as a person does who knows better."""
    rules = 0
    while desk.overridable():
        assert rules < most, f'more than {most} rules to override: {desk.texts()}'
        desk.override(desk.overridable()[0], f'compared with the request, reason {rules + 1}')
        rules += 1
        desk.wait_for_text(f'Sent all the same because: compared with the request, reason {rules}')
    shoot(f'{name}-overridden')
    return rules


@test
def a_real_knee_on_a_real_disc_goes_to_accepted():
    disc = real_data('dicomdir', 'knee_mri_cd')
    if not disc:
        raise Skip('no real data here')
    with Desk('knee') as desk:
        desk.fill('33084B', 'K')
        desk.drop(disc)
        chooser = Chooser(desk)
        shoot('knee-chooser')
        a11y.press(a11y.RETURN)
        chooser.wait_for_end()
        a11y.wait(lambda: 'referenced' in a11y.text(desk.image_count), 'the images', 60)
        shoot('knee-dropped')
        assert override_all(desk, 'knee', 4) > 0
        desk.wait_for_bottom_line('Ready to send')
        send_by_keyboard(desk, 'knee')
        assert_accepted_once(desk, 'DCF')
        desk.quit()


@test
def a_real_panoramic_below_the_minimum_goes_to_accepted_with_a_reason():
    film = real_data('jpg', 'xray', 'panoramic_2048x1088_gray_baseline.jpg')
    if not film:
        raise Skip('no real data here')
    with Desk('panoramic') as desk:
        desk.fill('34004C', 'FM')
        desk.drop(film)
        desk.wait_for_images(1, 1)
        desk.wait_for_text('1088')
        shoot('panoramic-dropped')
        equal(override_all(desk, 'panoramic', 1), 1)
        desk.wait_for_bottom_line('Ready to send')
        send_by_keyboard(desk, 'panoramic')
        assert_accepted_once(desk, 'ATT')
        desk.quit()


run('/danbi/e2e/window')

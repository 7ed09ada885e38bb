#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images of the wrong patient, planted: each is found, and no clean set is stopped.

A set is a folder of images and a case that goes with it: made ones, and files of the world with a
usable date of birth, study date and modality (all of them where DANBI_MISMATCH_ALL is set). What is
planted is one attribute of the file, or one file, and nothing else. With `few` behind the folder of
the sources every fourth set is taken.
"""
import concurrent.futures
import datetime
import json
import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from danbictl import GOOD, SOURCE, TMP, ctl, ctl_json, fixture, rules_of  # noqa: E402
from dicomedit import Unknown, edited  # noqa: E402
from tap import run, test  # noqa: E402

REALDATA = pathlib.Path(os.environ.get('DANBI_REALDATA')
                        or pathlib.Path(SOURCE).parent / 'shared' / 'realdata')
MAX_REAL_SETS = 10_000 if os.environ.get('DANBI_MISMATCH_ALL') else 12
MAX_BYTES = 8_000_000

MALE, FEMALE, STRANGER = 'A123456789', 'A223456781', 'F131104093'
# A class of order codes by each modality, and a modality that does not belong to it.
ORDERS = {'CT': ('33070B', 'H', 'MR'), 'MR': ('33084B', 'H', 'CT'), 'US': ('19001C', '', 'CT'),
          'ES': ('28016C', '', 'US')}
ORDERS.update(dict.fromkeys(('CR', 'DX', 'PX', 'IO', 'RG', 'XA', 'RF'), ('32001C', '', 'CT')))
PATIENT_RULES = {'IMG.identity', 'IMG.study-date', 'IMG.modality', 'IMG.reused', 'IMG.patients'}


def roc(day):
    return f'{day.year - 1911:03d}{day:%m%d}'


def read_day(text, earliest):
    """A date of DICOM that a case can have; None where it is none."""
    try:
        day = datetime.datetime.strptime((text or '').strip(), '%Y%m%d').date()
    except ValueError:
        return None
    return day if day.year >= earliest else None


class Set:
    """A folder of images and the case that goes with it."""

    def __init__(self, name, folder, facts):
        self.name, self.folder, self.facts = name, folder, facts
        self.home = folder.parent
        self.first = sorted(path for path in folder.rglob('*')
                            if path.is_file() and path.name != 'DICOMDIR')[0]
        self.day = read_day(facts['study_date'], 1912)
        self.birth = read_day(facts['birth_date'], 1901)
        self.modality = facts['modality']
        self.patient = FEMALE if (facts['sex'] or '').strip() == 'F' else MALE
        self.now = f'{self.day + datetime.timedelta(days=1)}T16:00:00+08:00'

    def case(self, **changes):
        code, site, _ = ORDERS[self.modality]
        case = {**GOOD, 'patient_id': self.patient, 'birth_date': roc(self.birth),
                'order_code': code, 'site': site, 'exam_time': roc(self.day) + '1520',
                'card_time': roc(self.day) + '152003', 'service_month': roc(self.day)[:5],
                **changes}
        path = self.home / f"case-{case['patient_id']}.json"
        path.write_text(json.dumps(case), encoding='utf-8')
        return path

    def found(self, folder, case=None, data=None):
        """What is found by the rules of the right patient: {rule: severity, the worst}."""
        words = ('--data', data or self.home / 'no-store')
        _, document = ctl_json('check', case or self.case(), '--images', folder, *words,
                               now=self.now)
        found = {}
        for finding in sorted(document['findings'], key=lambda f: f['severity'] == 'error'):
            if finding['rule'] in PATIENT_RULES and finding['severity'] != 'notice':
                found[finding['rule']] = finding['severity']
        return found

    def planted(self, name, **attributes):
        """The set with some attributes of its first file changed, in a folder of its own."""
        folder = self.home / name
        shutil.copytree(self.folder, folder)
        (folder / 'DICOMDIR').unlink(missing_ok=True)
        target = folder / self.first.relative_to(self.folder)
        target.write_bytes(edited(target.read_bytes(), **attributes))
        return folder


def make_set(name, path, facts):
    home = TMP / 'sets' / name
    folder = home / 'clean'
    if path.is_dir():
        shutil.copytree(path, folder)
    else:
        folder.mkdir(parents=True)
        shutil.copyfile(path, folder / 'IM1')
    return Set(name, folder, facts)


def made_sets():
    facts = {'study_date': '20261122', 'birth_date': '19860115', 'sex': 'M'}
    common = ('--patient-id', MALE, '--birth', '19860115', '--sex', 'M', '--date', '20261122')
    kinds = (('ct', 'CT', ('--count', 4)), ('mr', 'MR', ('--count', 3)),
             ('panoramic', 'PX', ('--count', 1)), ('ultrasound', 'US', ('--count', 2)),
             ('chest', 'CR', ('--count', 1)), ('ct', 'CT', ('--count', 2, '--implicit')),
             ('panoramic', 'PX', ('--count', 1, '--jpeg')), ('dicomdir', 'CT', ('--count', 3)),
             ('dicomdir', 'CT', ('--count', 2, '--series', 2, '--report')))
    for number, (kind, modality, options) in enumerate(kinds):
        path = fixture(kind, f'made-{number}', *common, '--seed', 100 + number, *options)
        yield make_set(f'made-{number}-{kind}', path, {**facts, 'modality': modality})
    chart = fixture('ct', 'made-chart', *common[2:], '--patient-id', 'CH-0417', '--count', 2)
    yield make_set('made-chart', chart, {**facts, 'modality': 'CT'})


def is_usable(facts):
    """Whether a case can be made that goes with it, and a header be edited."""
    return (facts['kind'] == 'dicom' and not facts.get('error') and facts['rows']
            and facts['columns'] and facts['modality'] in ORDERS
            and read_day(facts['study_date'], 1912) and read_day(facts['birth_date'], 1901)
            and facts['bytes'] < MAX_BYTES and '#' not in facts['path'])


def real_sets():
    if not REALDATA.is_dir():
        return
    _, out, _ = ctl('inspect', REALDATA, '--json')
    usable = [facts for facts in map(json.loads, out.splitlines())
              if not facts.get('summary') and is_usable(facts)]
    step = max(1, len(usable) // MAX_REAL_SETS)
    for number, facts in enumerate(usable[::step][:MAX_REAL_SETS]):
        path = pathlib.Path(facts['path'])
        try:
            edited(path.read_bytes(), PatientID='1')
        except (Unknown, OSError):
            continue
        yield make_set(f'real-{number}-{path.name}', path, facts)


SETS = []


def all_sets():
    if not SETS:
        every = [*made_sets(), *real_sets()]
        SETS.extend(every[::4] if 'few' in sys.argv[4:] else every)
    return SETS


def each_set(function):
    """Runs a function for each set, two at a time; what it returns, flat."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [one for many in pool.map(function, all_sets()) for one in many]


def report(what, wrong, total):
    print(f'# {total} {what}, {len(wrong)} of them wrong, {len(all_sets())} sets')
    assert total and not wrong, wrong


@test
def no_clean_set_is_stopped():
    def look(clean):
        return [(clean.name, clean.found(clean.folder))]
    seen = each_set(look)
    report('clean sets', [one for one in seen if 'error' in one[1].values()], len(seen))


def other_days(day, days):
    return f'{day + datetime.timedelta(days=days):%Y%m%d}'


def plants_of(clean):
    """(name, the attributes to change, the rule that must find it, how severely)."""
    other_sex = 'F' if clean.patient == MALE else 'M'
    return (
        ('birth', {'PatientBirthDate': other_days(clean.birth, 1)}, 'IMG.identity', 'error'),
        ('birth-year', {'PatientBirthDate': f'{clean.birth.year + 10}0301'}, 'IMG.identity',
         'error'),
        ('sex', {'PatientSex': other_sex}, 'IMG.identity', 'warning'),
        ('id', {'PatientID': STRANGER}, 'IMG.identity', 'error'),
        ('id-as-typed', {'PatientID': 'f131-104-093'}, 'IMG.identity', 'error'),
        ('day-before', {'StudyDate': other_days(clean.day, -1)}, 'IMG.study-date', 'warning'),
        ('30-days', {'StudyDate': other_days(clean.day, -30)}, 'IMG.study-date', 'warning'),
        ('31-days', {'StudyDate': other_days(clean.day, -31)}, 'IMG.study-date', 'error'),
        ('31-days-later', {'StudyDate': other_days(clean.day, 31)}, 'IMG.study-date', 'error'),
        ('modality', {'Modality': ORDERS[clean.modality][2]}, 'IMG.modality', 'error'),
        ('capture', {'Modality': 'OT'}, 'IMG.modality', 'warning'),
    )


@test
def every_changed_attribute_is_found():
    def look(clean):
        for name, attributes, rule, severity in plants_of(clean):
            found = clean.found(clean.planted(name, **attributes))
            yield clean.name, name, found, found.get(rule) == severity
            shutil.rmtree(clean.home / name)
    seen = each_set(look)
    report('planted attributes', [one for one in seen if not one[3]], len(seen))


@test
def an_image_of_a_second_patient_is_found():
    def look(clean):
        mixed = clean.planted('mixed')
        stranger = edited(clean.first.read_bytes(), PatientID='STRANGER', PatientName='Doe^J',
                          SOPInstanceUID='1.2.3.4.5.6')
        (mixed / 'STRANGER').write_bytes(stranger)
        found = clean.found(mixed)
        shutil.rmtree(mixed)
        return [(clean.name, found, found.get('IMG.patients') == 'error')]
    seen = each_set(look)
    report('sets with a second patient', [one for one in seen if not one[2]], len(seen))


def keep_case(home, case, folder, now):
    """A store with one case that has these images; its folder."""
    data = home / 'store'
    where = ('--data', data)
    fields = [f'{key}={value}' for key, value in json.loads(case.read_text()).items() if value]
    ctl('case', 'new', *where, now=now)
    ctl('case', 'set', 1, *fields, *where, now=now)
    status, _, err = ctl('case', 'images', 1, folder, *where, now=now)
    assert status in (0, 1), err
    return data


@test
def an_image_of_another_case_is_found():
    """The same file, and the same picture under another header; the same patient's are no matter."""
    def look(clean):
        data = keep_case(clean.home, clean.case(), clean.folder, clean.now)
        own, strange = clean.case(), clean.case(patient_id=STRANGER)
        header = clean.planted('header', PatientID='SOMEBODY', SOPInstanceUID='1.2.3.4.5.7',
                               PatientName='Somebody^Else')
        for name, case, folder, wanted in (('own', own, clean.folder, None),
                                           ('own-header', own, header, None),
                                           ('file', strange, clean.folder, 'error'),
                                           ('header', strange, header, 'error')):
            found = clean.found(folder, case, data)
            yield clean.name, name, found, found.get('IMG.reused') == wanted
        shutil.rmtree(header)
        shutil.rmtree(data)
    seen = each_set(look)
    clean = [one for one in seen if one[1].startswith('own')]
    report('lookups of the same patient', [one for one in clean if not one[3]], len(clean))
    planted = [one for one in seen if not one[1].startswith('own')]
    report('reused images', [one for one in planted if not one[3]], len(planted))


def jpegs():
    for number in range(3):
        yield fixture('jpeg', f'film-{number}.jpg', '--columns', 1600, '--rows', 1400, '--seed',
                      40 + number)
    for folder in ('exif', 'xray'):
        yield from sorted((REALDATA / 'jpg' / folder).glob('*.jp*g'))[-4:]


def with_comment(data):
    """The same scan behind another header, as a program leaves it that tags pictures."""
    return data[:2] + b'\xff\xfe\x00\x0btagged it' + data[2:]


@test
def a_reused_jpeg_is_found_under_another_header():
    now = '2026-11-22T16:00:00+08:00'
    wrong, total = [], 0
    for number, path in enumerate(jpegs()):
        home = TMP / f'jpeg-{number}'
        for name in ('first', 'tagged'):
            (home / name).mkdir(parents=True)
        shutil.copyfile(path, home / 'first' / 'film.jpg')
        (home / 'tagged' / 'film.jpg').write_bytes(with_comment(path.read_bytes()))
        cases = {}
        for patient in (MALE, STRANGER):
            cases[patient] = home / f'{patient}.json'
            cases[patient].write_text(json.dumps({**GOOD, 'patient_id': patient}))
        data = keep_case(home, cases[MALE], home / 'first', now)
        for folder, patient, wanted in (('first', MALE, False), ('tagged', MALE, False),
                                        ('first', STRANGER, True), ('tagged', STRANGER, True)):
            _, document = ctl_json('check', cases[patient], '--images', home / folder, '--data',
                                   data, now=now)
            rules = {finding['rule'] for finding in document['findings']}
            total += 1
            if ('IMG.reused' in rules) != wanted:
                wrong.append((path.name, folder, patient, document['findings']))
    report('lookups of JPEGs', wrong, total)


@test
def checking_makes_no_store():
    data = TMP / 'never-made'
    clean = all_sets()[0]
    clean.found(clean.folder, data=data)
    assert not data.exists()


@test
def a_reason_is_kept_with_the_case_and_its_history():
    """`send` keeps it; it lifts no more than what was found when it was given."""
    clean = all_sets()[0]
    strange = clean.case(patient_id=STRANGER)
    data = ('--data', clean.home / 'reasons')
    words = ('--images', clean.folder, '--to', 'http://127.0.0.1:9', *data)
    assert ctl('send', strange, *words, now=clean.now)[0] == 1
    status, _, err = ctl('send', strange, *words, '--override', 'IMG.identity=chart was merged',
                         now=clean.now)
    assert status == 3, err  # nobody listens there; the case is stored
    shown = ctl_json('case', 'show', 1, *data, now=clean.now)[1]
    assert shown['state'] == 'ready', shown['findings']
    assert shown['overrides'] == {'IMG.identity': 'chart was merged'}, shown
    notes = [entry['note'] for entry in shown['history'] if entry['note']]
    assert notes == ['override IMG.identity: chart was merged'], shown['history']
    _, changed = ctl_json('case', 'set', 1, 'patient_id=Y123456788', *data, now=clean.now)
    assert changed['state'] == 'draft', changed['findings']
    assert 'IMG.identity' in rules_of(changed), changed


run('/danbi/cli/mismatch')

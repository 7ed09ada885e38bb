#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of CONTRACT.md, from outside: words in, JSON and exit status out."""
import contextlib
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from danbictl import (CTL, GOOD, NOW, TMP, case_file, ctl, ctl_json, fixture, panoramic,  # noqa: E402
                      practice, rules_of)
from tap import equal, run, test  # noqa: E402


# check

@test
def a_good_case_is_acceptable():
    status, document = ctl_json('check', case_file(), '--images', panoramic())
    equal(status, 0)
    equal(document['acceptable'], True)
    equal(document['findings'], [])
    equal(document['deadline'], {'base': 'exam_time', 'assumed': False,
                                 'full_until': '2026-11-23T15:20:00+08:00',
                                 'half_until': '2026-11-25T15:20:00+08:00', 'now': 'full'})
    equal(document['images']['kind'], 'DICOM')
    equal((document['images']['referenced'], document['images']['read']), (1, 1))


@test
def a_finding_has_all_its_members():
    status, document = ctl_json('check', case_file(patient_id='A123456788'), '--images',
                                panoramic())
    equal(status, 1)
    finding = next(f for f in document['findings'] if f['rule'] == 'F08.checksum')
    assert finding.pop('message')
    equal(finding, {'rule': 'F08.checksum', 'severity': 'error', 'overridable': True,
                    'field': 'patient_id', 'nhi_code': '05', 'path': None})


@test
def a_case_without_images_may_not_be_sent():
    status, document = ctl_json('check', case_file())
    equal(status, 1)
    equal(rules_of(document), ['IMG.none'])


@test
def an_override_lifts_what_may_be_lifted():
    case = case_file(order_code='99999Z', site='')
    status, document = ctl_json('check', case, '--images', panoramic())
    equal((status, rules_of(document)), (1, ['F10.code']))
    status, document = ctl_json('check', case, '--images', panoramic(), '--override',
                                'F10.code=a new code')
    equal((status, document['acceptable']), (0, True))


@test
def what_may_not_be_lifted_is_wrong_usage():
    status, out, err = ctl('check', case_file(), '--override', 'F01.format=because')
    equal((status, out), (2, ''))
    assert 'F01.format' in err


@test
def several_images_follow_one_option():
    fixture('jpeg', 'one.jpg', '--columns', '2000', '--rows', '1500', '--seed', '1')
    fixture('jpeg', 'two.jpg', '--columns', '2000', '--rows', '1500', '--seed', '2')
    for words in (('--images', TMP / 'one.jpg', TMP / 'two.jpg'),
                  ('--images', TMP / 'one.jpg', '--images', TMP / 'two.jpg')):
        status, document = ctl_json('check', case_file(), *words)
        equal((status, document['images']['kind'], document['images']['read']), (0, 'JPG', 2))


@test
def an_image_below_the_minimum_is_named():
    small = fixture('jpeg', 'small.jpg', '--columns', '2000', '--rows', '1399')
    status, document = ctl_json('check', case_file(), '--images', small)
    equal(status, 1)
    finding = document['findings'][0]
    equal((finding['rule'], finding['overridable'], finding['path']),
          ('IMG.resolution', True, str(small)))


@test
def a_truncated_file_is_damaged():
    whole = fixture('jpeg', 'whole.jpg', '--columns', '2000', '--rows', '1500')
    cut = TMP / 'cut.jpg'
    cut.write_bytes(whole.read_bytes()[:-2000])
    status, document = ctl_json('check', case_file(), '--images', cut)
    equal(status, 1)
    assert 'IMG.damaged' in rules_of(document), document


def disc(fault=None):
    """An MR study on a disc, with a planted fault perhaps, and a case that fits it."""
    planted = ('--fault', fault) if fault else ()
    folder = fixture('dicomdir', f'disc-{fault}', '--images', 'mr', *planted,
                     '--patient-id', 'A123456789', '--birth', '19860115', '--sex', 'M', '--date',
                     '20261122')
    return case_file(f'mr-{fault}.json', order_code='33084B', site='H'), folder


@test
def a_disc_is_held_against_its_dicomdir():
    for fault, rule, status in (('missing', 'DIR.missing', 1), ('sop-uid', 'DIR.mismatch', 1),
                                ('damaged', 'IMG.damaged', 1), ('extra', 'DIR.extra', 0),
                                ('lower-ids', 'DIR.names', 0)):
        case, folder = disc(fault)
        got, document = ctl_json('check', case, '--images', folder)
        equal((got, set(rules_of(document))), (status, {rule}), fault)


@test
def a_dicomdir_with_wrong_offsets_is_replaced():
    case, folder = disc('offset')
    status, document = ctl_json('pack', case, '--images', folder, '--out', TMP / 'out-offset',
                                '--data', TMP / 'pack-data')
    equal(status, 0, str(document))
    equal((document['referenced'], document['read'], document['packed']), (3, 3, 3))


@test
def a_slice_that_is_no_image_any_more_is_named():
    folder = fixture('ct', 'lost-slice', '--count', '3')
    (folder / 'IM00002').write_bytes(bytes(4096))
    (folder / 'LICENSE').write_text('a viewer')
    case = case_file('ct.json', order_code='33070B', site='H')
    status, document = ctl_json('check', case, '--images', folder)
    damaged = [f['path'] for f in document['findings'] if f['rule'] == 'IMG.damaged']
    equal((status, damaged), (1, [str(folder / 'IM00002')]))


# check --batch

@test
def a_batch_keeps_its_order():
    lines = [GOOD, {**GOOD, 'patient_id': 'A123456788'}, {**GOOD, 'visit_type': 'ZZ'}]
    batch = TMP / 'batch.jsonl'
    batch.write_text(''.join(json.dumps(line) + '\n' for line in lines), encoding='utf-8')
    status, out, _ = ctl('check', '--batch', batch)
    results = [json.loads(line) for line in out.splitlines()]
    equal(status, 1)
    equal([r['acceptable'] for r in results], [True, False, False])
    assert 'F08.checksum' in rules_of(results[1]) and 'F05.code' in rules_of(results[2])
    assert all('IMG.none' not in rules_of(r) for r in results)


@test
def each_line_of_a_batch_is_judged_alone():
    batch = TMP / 'visit.jsonl'
    batch.write_text(''.join(json.dumps({**GOOD, 'report_seq': n}) + '\n' for n in '137'),
                     encoding='utf-8')
    status, out, _ = ctl('check', '--batch', batch)
    equal(status, 0)
    equal([rules_of(json.loads(line)) for line in out.splitlines()], [[], [], []])


@test
def the_orders_of_a_visit_know_each_other_in_the_store():
    data = TMP / 'visit'
    fields = [f'{key}={value}' for key, value in GOOD.items()]
    for number, sequence in ((1, '1'), (2, '3')):
        ctl('case', 'new', '--data', data)
        ctl('case', 'set', number, *fields, f'report_seq={sequence}', '--data', data)
    _, first = ctl_json('case', 'show', 1, '--data', data)
    _, second = ctl_json('case', 'show', 2, '--data', data)
    assert 'F11.sequence' not in rules_of(first), first
    assert 'F11.sequence' in rules_of(second), second


@test
def a_case_file_may_follow_the_images():
    status, document = ctl_json('check', '--images', panoramic(), case_file())
    equal((status, document['acceptable']), (0, True))


@test
def a_line_that_is_no_case_has_its_result_too():
    batch = TMP / 'broken.jsonl'
    batch.write_text(f'{json.dumps(GOOD)}\n{{"patient_id": 7}}\nnot json\n{json.dumps(GOOD)}\n',
                     encoding='utf-8')
    status, out, _ = ctl('check', '--batch', batch)
    results = [json.loads(line) for line in out.splitlines()]
    equal(status, 3)
    equal([r['acceptable'] for r in results], [True, False, False, True])
    assert 'patient_id' in results[1]['error'] and 'ine 3' in results[2]['error'], results


@test
def all_lines_of_a_batch_are_judged_at_one_time():
    edge = json.dumps({**GOOD, 'card_time': '1151122161001'}) + '\n'
    good = json.dumps(GOOD) + '\n'
    words = [CTL, 'check', '--batch', '-', '--now', NOW]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        process.stdin.write(edge)
        process.stdin.flush()
        time.sleep(1.2)
        process.stdin.write(good)
        process.stdin.close()
        first = json.loads(process.stdout.readline())
    assert 'F04.future' in rules_of(first), first


@test
def a_nul_is_a_forbidden_character_and_no_end():
    line = json.dumps({**GOOD, 'visit_seq': '0020\0', 'site': '\0'})
    status, out, _ = ctl('check', '--batch', '-', stdin=line + '\n')
    findings = [(f['rule'], f['field']) for f in json.loads(out)['findings']]
    equal(status, 1)
    for wanted in (('ALL.charset', 'visit_seq'), ('ALL.length', 'visit_seq'),
                   ('ALL.charset', 'site')):
        assert wanted in findings, findings
    status, document = ctl_json('check', case_file(visit_type='02\0'))
    equal(status, 1)
    assert 'ALL.charset' in rules_of(document), document


@test
def a_batch_of_a_million_characters_is_read_from_standard_input():
    status, out, _ = ctl('check', '--batch', '-', stdin=(json.dumps(GOOD) + '\n') * 3000)
    equal(len(out.splitlines()), 3000)
    equal(status, 0)


# deadline and rules

@test
def the_deadline_of_a_referred_examination_starts_when_the_images_came():
    case = case_file(exam_time='11511220000', received_time='11511221000')
    status, document = ctl_json('deadline', case)
    equal(status, 0)
    equal(document['base'], 'received_time')
    equal(document['full_until'], '2026-11-23T10:00:00+08:00')


@test
def an_order_code_says_what_it_demands():
    status, document = ctl_json('rules', '33084B')
    equal(status, 0)
    equal((document['class'], document['min_long'], document['min_short'],
           document['jpg_allowed'], document['site_required']), ('MR', 256, 192, False, True))


@test
def the_rule_set_has_56_order_codes():
    status, document = ctl_json('rules')
    equal((status, len(document['order_codes'])), (0, 56))
    equal(document['effective_from'], '2021-10-01')


# inspect

@test
def inspect_prints_a_line_for_each_file_and_a_summary():
    folder = fixture('ct', 'ct', '--count', '5')
    (folder / 'README.TXT').write_text('a viewer')
    status, out, _ = ctl('inspect', folder, '--json')
    lines = [json.loads(line) for line in out.splitlines()]
    summary = lines.pop()
    equal(status, 0)
    equal((summary['summary'], summary['files'], summary['images'], summary['errors']),
          (True, 6, 5, 0))
    equal(sorted(line['kind'] for line in lines), ['dicom'] * 5 + ['other'])
    first = next(line for line in lines if line['kind'] == 'dicom')
    equal((first['rows'], first['columns'], first['modality']), (512, 512, 'CT'))
    assert {'frames', 'sop_class_uid', 'sop_instance_uid', 'series_uid', 'study_uid',
            'transfer_syntax', 'patient_id', 'patient_name', 'birth_date', 'sex', 'study_date',
            'study_time', 'image_type', 'bytes', 'path'} <= first.keys()
    equal(len(summary['studies']), 1)


def zipped(folder, name):
    path = TMP / name
    if not path.exists():
        shutil.make_archive(str(path.with_suffix('')), 'zip', folder)
    return path


@contextlib.contextmanager
def empty_tmpdir():
    """A folder for temporary files, in which nothing may stay."""
    folder = TMP / 'spool'
    folder.mkdir(exist_ok=True)
    yield {'TMPDIR': str(folder)}
    equal(list(folder.iterdir()), [])


@test
def an_archive_is_read_as_a_folder():
    archive = zipped(fixture('ct', 'ct', '--count', '5'), 'ct.zip')
    with empty_tmpdir() as env:
        status, out, _ = ctl('inspect', archive, '--json', env=env)
    lines = [json.loads(line) for line in out.splitlines()]
    summary = lines.pop()
    equal(status, 0)
    equal((summary['images'], summary['errors'], summary['referenced'], summary['read']),
          (5, 0, 5, 5))
    paths = [line['path'] for line in lines]
    assert all(path.startswith(f'{archive}/') for path in paths), paths


@test
def an_archive_that_fails_is_one_line_with_its_reason():
    whole = zipped(fixture('ct', 'ct', '--count', '5'), 'ct.zip')
    cut = TMP / 'cut.zip'
    cut.write_bytes(whole.read_bytes()[:100])
    with empty_tmpdir() as env:
        status, out, _ = ctl('inspect', cut, '--json', env=env)
    failed = [line for line in map(json.loads, out.splitlines()) if line.get('path') == str(cut)]
    equal(status, 1)
    assert len(failed) == 1 and 'damaged' in failed[0]['error'], out


@test
def a_case_is_checked_and_packed_out_of_an_archive():
    archive = zipped(panoramic(), 'panoramic.zip')
    with empty_tmpdir() as env:
        status, document = ctl_json('check', case_file(), '--images', archive, env=env)
        equal((status, document['images']['referenced'], document['images']['read']), (0, 1, 1))
        status, document = ctl_json('pack', case_file(), '--images', archive, '--out',
                                    TMP / 'out-zip', '--data', TMP / 'pack-data', env=env)
    equal(status, 0)
    equal((document['referenced'], document['read'], document['packed']), (1, 1, 1))
    equal(list((TMP / 'pack-data' / 'spool').iterdir()), [])


@test
def a_disc_in_an_archive_keeps_its_dicomdir():
    case, folder = disc()
    archive = zipped(folder, 'disc.zip')
    with empty_tmpdir() as env:
        status, document = ctl_json('pack', case, '--images', archive, '--out', TMP / 'out-disc',
                                    '--data', TMP / 'pack-data', env=env)
    equal(status, 0, str(document))
    equal((document['referenced'], document['read'], document['packed']), (3, 3, 3))


@test
def images_of_a_stored_case_come_out_of_an_archive():
    archive = zipped(panoramic(), 'panoramic.zip')
    data = TMP / 'zip-data'
    left = data / 'spool' / 'danbi-unpack-killed'
    left.mkdir(parents=True)
    (left / 'IM1').write_bytes(b'x')
    _, document = ctl_json('case', 'new', '--data', data)
    assert not left.exists(), 'what a killed program left behind is still there'
    case_id = document['id']
    status, _, err = ctl('case', 'images', case_id, archive, '--data', data)
    assert status in (0, 1), err
    _, document = ctl_json('case', 'show', case_id, '--data', data)
    images = [f for f in document['files'] if f['kind'] == 'dicom']
    equal([f['path'] for f in images], [f'{archive}/film'])
    equal(list((data / 'spool').iterdir()), [])


@test
def a_path_that_is_absent_is_a_failure():
    status, out, err = ctl('inspect', TMP / 'absent')
    equal((status, out), (3, ''))
    assert 'absent' in err and len(err.strip().splitlines()) == 1, err


# pack

@test
def pack_writes_a_csv_and_an_archive_that_belong_together():
    status, document = ctl_json('pack', case_file(), '--images', panoramic(), '--out', TMP / 'out',
                                '--data', TMP / 'pack-data')
    equal(status, 0)
    archive = document['archives'][0]
    path = pathlib.Path(archive['path'])
    equal(hashlib.sha256(path.read_bytes()).hexdigest(), archive['sha256'])
    equal(path.stat().st_size, archive['bytes'])
    equal((document['referenced'], document['read'], document['packed']), (1, 1, 1))
    equal(len(path.name), 29)
    assert path.name.startswith('DCF3501200007_') and path.name.endswith('.7z')
    row = pathlib.Path(document['csv']).read_bytes()
    assert row.endswith(b'\r\n') and row.count(b',') == 16
    equal(row.decode('ascii').split(',')[13], path.name)
    equal(path.stat().st_mode & 0o777, 0o600)
    equal(sorted(p.suffix for p in (TMP / 'out').iterdir()), ['.7z', '.csv'])


@test
def case_numbers_never_repeat():
    names = set()
    for _ in range(5):
        _, document = ctl_json('pack', case_file(), '--images', panoramic(), '--out', TMP / 'out5',
                               '--data', TMP / 'pack-data')
        names.add(document['archives'][0]['path'])
        names.add(document['csv'])
    equal(len(names), 10)


@test
def a_cab_has_the_extension_in_capitals():
    status, document = ctl_json('pack', case_file(), '--images', panoramic(), '--out',
                                TMP / 'out-cab', '--format', 'cab', '--data', TMP / 'pack-data')
    equal(status, 0)
    name = pathlib.Path(document['archives'][0]['path']).name
    assert name.endswith('.CAB') and len(name) == 30, name


@test
def a_case_with_errors_is_not_packed():
    status, document = ctl_json('pack', case_file(visit_type=''), '--images', panoramic(), '--out',
                                TMP / 'out-bad', '--data', TMP / 'pack-data')
    equal((status, document['acceptable']), (1, False))
    assert not (TMP / 'out-bad').exists()


# send

@test
def a_case_is_sent_and_accepted():
    with practice('receiver-1') as url:
        status, document = ctl_json('send', case_file(), '--images', panoramic(), '--to', url,
                                    '--wait', '--data', TMP / 'send-1', now=None)
    equal(status, 0)
    equal(document['state'], 'accepted')
    row = document['rows'][0]
    equal((row['row'], row['state'], row['errors'], len(row['archive'])), (1, 'accepted', [], 29))
    assert document['receipt']


@test
def what_a_case_command_does_not_take_is_wrong_usage():
    data = ('--data', TMP / 'strict')
    status, document = ctl_json('case', 'new', *data)
    number = document['id']
    for words in (('list', 'x'), ('new', 'x'), ('show', number, 'x'), ('remove', number, number),
                  ('set', number, 'archive_name=DCF3501200007_ABCDEFGHIJKL.7z')):
        status, out, err = ctl('case', *words, *data)
        equal((status, out), (2, ''), f'{words} {err}')
    equal(ctl_json('case', 'remove', number, *data), (0, {'id': number, 'removed': True}))


@test
def what_is_on_its_way_is_asked_about_and_not_sent_again():
    data = ('--data', TMP / 'settle')
    with practice('settle-receiver') as url:
        status, sent = ctl_json('send', case_file(), '--images', panoramic(), '--to', url, *data)
        equal((status, sent['state']), (0, 'sent'), str(sent))
        number = sent['rows'][0]['case']
        equal(ctl('send', case_file(report_seq='2'), '--images', panoramic(), '--to',
                  'http://127.0.0.1:9', *data)[:2], (3, ''))
        _, cases = ctl_json('case', 'list', *data)
        other = next(case['id'] for case in cases if case['state'] == 'ready')
        equal(ctl('send', number, other, '--to', url, *data)[:2], (2, ''))
        status, known = ctl_json('send', number, '--to', url, '--wait', *data)
        equal((status, known['state'], known['receipt']), (0, 'accepted', sent['receipt']))
        equal(known['rows'][0]['archive'], sent['rows'][0]['archive'])
        equal(list((TMP / 'settle' / 'outbox').iterdir()), [])


@test
def stored_cases_are_sent_as_one_batch_and_judged_row_by_row():
    data = TMP / 'send-2'
    fields = [f'{key}={value}' for key, value in GOOD.items()]
    for number, more in ((1, []), (2, ['patient_id=F131104093'])):
        _, out, _ = ctl('case', 'new', '--data', data, now=None)
        equal(out.strip(), str(number))
        ctl('case', 'set', number, *fields, *more, '--data', data, now=None)
    for number in (1, 2):
        jpg = fixture('jpeg', f'film-{number}.jpg', '--columns', '2000', '--rows', '1500', '--seed',
                      number)
        status, document = ctl_json('case', 'images', number, jpg, '--data', data, now=None)
        equal((status, document['state']), (0, 'ready'), str(document['findings']))
    with practice('receiver-2') as url:
        status, document = ctl_json('send', 1, 2, '--to', url, '--wait', '--data', data, now=None)
    equal((status, document['state']), (0, 'accepted'))
    equal([row['state'] for row in document['rows']], ['accepted', 'accepted'])
    _, cases = ctl_json('case', 'list', '--data', data, now=None)
    equal({case['state'] for case in cases}, {'accepted'})


@test
def a_sent_case_is_not_sent_again():
    data = TMP / 'send-2'
    with practice('receiver-2') as url:
        status, _, err = ctl('send', 1, '--to', url, '--wait', '--data', data, now=None)
    equal(status, 3)
    assert len(err.strip().splitlines()) == 1, err


@test
def a_gateway_that_is_not_there_loses_nothing():
    data = TMP / 'send-3'
    status, out, err = ctl('send', case_file(), '--images', panoramic(), '--to',
                           'http://127.0.0.1:9', '--wait', '--data', data, now=None)
    equal((status, out), (3, ''))
    assert len(err.strip().splitlines()) == 1, err
    _, cases = ctl_json('case', 'list', '--data', data, now=None)
    equal([case['state'] for case in cases], ['ready'])


@test
def plain_http_leaves_this_computer_never():
    status, _, err = ctl('send', case_file(), '--images', panoramic(), '--to',
                         'http://gateway.example', '--data', TMP / 'send-4', now=None)
    equal(status, 3)
    assert 'https' in err, err


@test
def practice_cases_are_not_sent_to_a_real_gateway():
    data = TMP / 'send-1'
    _, out, _ = ctl('case', 'new', '--data', data, now=None)
    number = out.strip()
    fields = [f'{key}={value}' for key, value in GOOD.items()]
    ctl('case', 'set', number, *fields, '--data', data, now=None)
    ctl('case', 'images', number, panoramic(), '--data', data, now=None)
    gateway = pathlib.Path(__file__).parent / 'bare-gateway.py'
    with subprocess.Popen([sys.executable, gateway], stdout=subprocess.PIPE, text=True) as real:
        status, _, err = ctl('send', number, '--to', real.stdout.readline().strip(), '--data', data,
                             now=None)
        real.kill()
    equal(status, 3)
    assert 'practi' in err.lower(), err


# the store

@test
def what_is_typed_is_understood():
    data = TMP / 'store'
    ctl('case', 'new', '--data', data)
    _, document = ctl_json('case', 'set', 1, 'patient_id=a123456789', 'card_time=t 15:20:03',
                           'visit_seq=20', 'order_code=34004c', 'birth_date=75/1/15', '--data',
                           data)
    case = document['case']
    equal(case['patient_id'], 'A123456789')
    equal(case['card_time'], '1151122152003')
    equal(case['exam_time'], '11511221520')
    equal(case['service_month'], '11511')
    equal((case['visit_seq'], case['order_code'], case['birth_date']),
          ('0020', '34004C', '0750115'))


@test
def a_removed_case_is_gone():
    data = TMP / 'store'
    equal(ctl('case', 'remove', 1, '--data', data)[0], 0)
    equal(ctl('case', 'show', 1, '--data', data)[0], 3)
    equal(ctl_json('case', 'list', '--data', data), (0, []))


# usage

@test
def wrong_usage_is_status_2_and_one_sentence():
    for words in ((), ('frobnicate',), ('check',), ('check', 'a', 'b'), ('pack', case_file()),
                  ('send', case_file()), ('case',), ('case', 'set', 'x'), ('case', 'frob'),
                  ('check', case_file(), '--frob'), ('rules', 'a', 'b'), ('deadline',),
                  ('inspect',), ('practice', '--port', '70000')):
        status, out, err = ctl(*words)
        equal((status, out), (2, ''), f'{words}')
        equal(len(err.strip().splitlines()), 1, f'{words}: {err}')
    equal(ctl('check', case_file(), now='yesterday')[0], 2)


@test
def a_broken_case_file_is_status_3():
    for text in ('', '{', '[]', '{"patient": "A123456789"}', '{"site": 1}',
                 '{"site": "FM", "site": "UB"}'):
        path = TMP / 'broken.json'
        path.write_text(text, encoding='utf-8')
        status, out, err = ctl('check', path)
        equal((status, out), (3, ''), text)
        assert 'broken.json' in err, err


@test
def help_lists_the_commands():
    status, out, _ = ctl('--help', now=None)
    equal(status, 0)
    for command in ('check', 'inspect', 'pack', 'send', 'case', 'deadline', 'rules', 'practice'):
        assert f'  {command} ' in out, command


@test
def sentences_speak_chinese():
    _, out, _ = ctl('check', case_file(), env={'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'zh_TW'})
    assert '影像' in out, out


run('/danbi/cli/contract')

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`check --batch` against tests/cases/fields.tsv, the table of every rule of the fields.

Each row is put through the program as it stands, and what it finds is compared to the letter.
"""
import codecs
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from danbictl import GOOD, NOW, SOURCE, TMP, ctl  # noqa: E402
from tap import equal, run, test  # noqa: E402

COLUMNS = ('rule', 'changes', 'now', 'siblings', 'findings')


def rows():
    text = pathlib.Path(SOURCE, 'tests', 'cases', 'fields.tsv').read_text(encoding='utf-8')
    lines = [line for line in text.splitlines() if line and not line.startswith('#')]
    for line in lines[1:]:
        yield dict(zip(COLUMNS, line.split('\t') + [''] * 5))


def unescape(text):
    return codecs.escape_decode(text.encode())[0].decode('utf-8', 'surrogateescape')


def case_of(row):
    case = dict(GOOD)
    for change in filter(None, row['changes'].split(';')):
        key, _, value = change.partition('=')
        case[key] = unescape(value)
    return case


def is_expressible(row):
    """JSON has no bytes that are no UTF-8, and a C string no NUL."""
    return all('\0' not in v and v.isprintable() or v.isascii() for v in case_of(row).values())


def found(document):
    out = []
    for f in document['findings']:
        out.append(':'.join((f['rule'], f['severity'], f['nhi_code'] or '-', f['field'] or '-')))
        if f['overridable']:
            out[-1] += ':overridable'
    return out


def wanted(row):
    return [] if row['findings'] == '-' else row['findings'].split(', ')


@test
def every_row_of_the_table_comes_out_to_the_letter():
    by_time = collections.defaultdict(list)
    for row in rows():
        if not row['siblings'] and is_expressible(row):
            by_time[row['now'] or NOW].append(row)
    compared = 0
    rules = set()
    for now, group in by_time.items():
        batch = TMP / 'batch.jsonl'
        batch.write_text(''.join(json.dumps(case_of(row)) + '\n' for row in group),
                         encoding='utf-8')
        _, out, err = ctl('check', '--batch', batch, now=now)
        for row, line in zip(group, out.splitlines(), strict=True):
            got = found(json.loads(line))
            equal(got, wanted(row), f"{row['rule']} {row['changes']!r} {err}")
            compared += 1
            rules.update(g.split(':')[0] for g in got)
    print(f'# {compared} cases, {len(rules)} rules')
    assert compared > 300 and len(rules) > 30


run('/danbi/cli/rulebook')

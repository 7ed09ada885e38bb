#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-tests.py BUILD-DIR…: counts the test points of the last `meson test` run in each folder.

A TAP program counts as many tests as it has points; any other program counts as one. The last line
printed is `N passed, N failed, N skipped`. Exit status 1 when one failed or none ran.
"""
import json
import pathlib
import re
import sys

POINT = re.compile(r'^(not ok|ok)\b([^#]*)(#\s*(SKIP|TODO))?', re.IGNORECASE)
MESON_GOOD = {'OK', 'EXPECTEDFAIL'}


def count_program(test):
    """(passed, failed, skipped) of one program."""
    points = [m for m in map(POINT.match, test.get('stdout', '').splitlines()) if m]
    if test['result'] == 'SKIP' and not points:
        return 0, 0, 1
    if not points:
        return (1, 0, 0) if test['result'] in MESON_GOOD else (0, 1, 0)
    skipped = sum(1 for m in points if m.group(4))
    failed = sum(1 for m in points if m.group(1) == 'not ok' and not m.group(4))
    # A program that died after its last point failed once more than its points say.
    if test['result'] not in MESON_GOOD | {'SKIP'} and failed == 0:
        failed = 1
    return len(points) - skipped - failed, failed, skipped


def main(dirs):
    total = [0, 0, 0]
    for folder in dirs:
        here = [0, 0, 0]
        log = pathlib.Path(folder, 'meson-logs', 'testlog.json')
        for line in log.read_text(encoding='utf-8', errors='replace').splitlines():
            here = [a + b for a, b in zip(here, count_program(json.loads(line)))]
        print(f'{folder}: {here[0]} passed, {here[1]} failed, {here[2]} skipped')
        total = [a + b for a, b in zip(total, here)]
    print(f'{total[0]} passed, {total[1]} failed, {total[2]} skipped')
    return 0 if total[0] and not total[1] else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

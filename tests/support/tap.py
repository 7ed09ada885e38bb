# SPDX-License-Identifier: GPL-3.0-or-later
"""A few lines of TAP for the tests that are Python: each function decorated with @test is a point."""
import sys
import traceback

_tests = []


class Skip(Exception):
    """Raised by a test that cannot run here; its text says why."""


def test(function):
    _tests.append(function)
    return function


def equal(got, wanted, what=''):
    if got != wanted:
        raise AssertionError(f'{what or "value"}: got {got!r}, wanted {wanted!r}')


def run(prefix):
    """Runs every test in the order of the file, prints TAP, and ends the program."""
    chosen = _tests
    print(f'1..{len(chosen)}', flush=True)
    failed = 0
    for number, function in enumerate(chosen, 1):
        name = f'{prefix}/{function.__name__}'
        try:
            function()
            print(f'ok {number} {name}', flush=True)
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}', flush=True)
        except Exception:  # a test may fail in any way
            failed += 1
            print(f'not ok {number} {name}', flush=True)
            for line in traceback.format_exc().splitlines():
                print(f'# {line}', flush=True)
    sys.exit(1 if failed else 0)

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""danbictl asks for the password of an archive on its terminal, and nowhere else."""
import json
import os
import pathlib
import pty
import select
import struct
import subprocess
import sys
import time
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from danbictl import CTL, TMP, ctl, fixture  # noqa: E402
from tap import equal, run, test  # noqa: E402

PASSWORD = 'geheim-77'


class Cipher:
    """The encryption of the first ZIPs (APPNOTE 6.1)."""

    def __init__(self, password):
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self.update(byte)

    def update(self, byte):
        crc = zlib.crc32(bytes([byte]), self.keys[0] ^ 0xffffffff) ^ 0xffffffff
        second = ((self.keys[1] + (crc & 0xff)) * 134775813 + 1) & 0xffffffff
        third = zlib.crc32(bytes([second >> 24]), self.keys[2] ^ 0xffffffff) ^ 0xffffffff
        self.keys = [crc, second, third]

    def encrypt(self, data):
        out = bytearray()
        for byte in data:
            temp = (self.keys[2] | 2) & 0xffff
            out.append(byte ^ ((temp * (temp ^ 1)) >> 8 & 0xff))
            self.update(byte)
        return bytes(out)


def locked(name, data):
    """A ZIP with one encrypted, uncompressed file."""
    path = TMP / name
    crc = zlib.crc32(data)
    body = Cipher(PASSWORD.encode()).encrypt(bytes(11) + bytes([crc >> 24]) + data)
    facts = struct.pack('<HHHHHIIIHH', 20, 1, 0, 0, 0x21, crc, len(body), len(data), 3, 0)
    local = b'PK\3\4' + facts + b'IM1' + body
    central = (b'PK\1\2' + struct.pack('<H', 20) + facts + struct.pack('<HHHII', 0, 0, 0, 0, 0)
               + b'IM1')
    end = b'PK\5\6' + struct.pack('<HHHHIIH', 0, 0, 1, 1, len(central), len(local), 0)
    path.write_bytes(local + central + end)
    return path


def image():
    return fixture('ct', 'single').read_bytes()


def converse(archive, answers):
    """Runs danbictl at a terminal of its own; (exit status, standard output, the terminal)."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([CTL, 'inspect', archive, '--json'], stdin=theirs, stderr=theirs,
                          stdout=subprocess.PIPE, text=True, start_new_session=True) as child:
        os.close(theirs)
        shown, waiting, until = '', list(answers), time.monotonic() + 60
        while time.monotonic() < until:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    part = os.read(ours, 4096).decode()
                except OSError:
                    break
                shown += part
                if part.rstrip('\r\n').endswith(': ') and waiting:
                    words = open(f'/proc/{child.pid}/cmdline', encoding='utf-8').read()
                    assert PASSWORD not in words
                    time.sleep(0.2)
                    os.write(ours, waiting.pop(0).encode())
            elif child.poll() is not None:
                break
        out = child.stdout.read()
    os.close(ours)
    return child.returncode, [json.loads(line) for line in out.splitlines()], shown


@test
def a_password_is_asked_for_without_echo_until_it_opens():
    archive = locked('locked.zip', image())
    status, lines, shown = converse(archive, ['wrong\n', PASSWORD + '\n'])
    equal((status, lines[-1]['read'], lines[0]['path']), (0, 1, f'{archive}/IM1'))
    equal(shown.count('Password of'), 2)
    assert 'does not open' in shown and str(archive) in shown, shown
    assert PASSWORD not in shown and 'wrong' not in shown, shown


@test
def who_gives_none_reads_the_sentence():
    archive = locked('locked.zip', image())
    for answer in ('\n', '\x03'):
        status, lines, shown = converse(archive, [answer])
        equal((status, lines[-1]['read'], lines[0]['path']), (1, 0, str(archive)))
        assert 'password' in lines[0]['error'], lines
        equal(shown.count('Password of'), 1)


@test
def without_a_terminal_nothing_is_asked():
    archive = locked('locked.zip', image())
    status, out, err = ctl('inspect', archive, '--json', stdin=PASSWORD + '\n')
    equal(status, 1)
    assert 'password' in json.loads(out.splitlines()[0])['error'], out
    assert 'Password of' not in err, err


@test
def a_dicomdir_alone_asks_for_its_folder():
    alone = TMP / 'alone'
    alone.mkdir()
    (alone / 'DICOMDIR').write_bytes((fixture('dicomdir', 'disc', '--count', '2') / 'DICOMDIR').read_bytes())
    status, _, err = ctl('inspect', alone / 'DICOMDIR')
    equal(status, 1)
    assert 'Choose the folder or the disc that holds it' in err, err


@test
def a_folder_is_read_whatever_its_name_and_the_locale():
    folder = os.fsencode(TMP) + b'/\xbcv\xb9\xb3'
    os.mkdir(folder)
    with open(folder + b'/IM1', 'wb') as file:
        file.write(image())
    for locale in ('C', 'C.UTF-8', 'zh_TW.UTF-8'):
        done = subprocess.run([CTL, 'inspect', folder, '--json'], capture_output=True, timeout=60,
                              env={**os.environ, 'LC_ALL': locale})
        line = json.loads(done.stdout.splitlines()[0])
        equal((done.returncode, line['kind'], line['path']), (0, 'dicom', f'{TMP}/影像/IM1'))


run('/danbi/cli/password')

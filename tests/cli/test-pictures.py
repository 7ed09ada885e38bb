#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures that are no plain JPEG, from the drop to the outcome: what is made of them, what is kept
of them, what is passed over."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
sys.path.insert(0, os.path.dirname(__file__))

from danbictl import (GOOD, TMP, case_file, ctl, ctl_json, fixture, panoramic, practice,  # noqa: E402
                      rules_of)
from tap import Skip, equal, run, test  # noqa: E402

MAGICK = shutil.which('convert')
SIDES = (1500, 1420)


def magick(*words):
    if not MAGICK:
        raise Skip('ImageMagick is not installed')
    subprocess.run([MAGICK, *map(str, words)], check=True, stderr=subprocess.DEVNULL)


def film(name, *options, size=SIDES, source='gradient:black-white'):
    """A picture of a film, made once."""
    path = TMP / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        magick('-size', f'{size[0]}x{size[1]}', source, *options, path)
    return path


def turned(name, orientation, size=SIDES):
    """A JPEG that says it lies on its side."""
    plain = film(f'plain-{name}', '-quality', '90', size=size)
    data = plain.read_bytes()
    notes = (b'Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0'
             + bytes([orientation]) + b'\0\0\0\0\0\0\0')
    path = TMP / name
    path.write_bytes(data[:2] + b'\xff\xe1' + (len(notes) + 2).to_bytes(2, 'big') + notes + data[2:])
    return path


def unpack(archive):
    folder = pathlib.Path(tempfile.mkdtemp(dir=TMP))
    program = shutil.which('7z') or shutil.which('7zz')
    if not program:
        raise Skip('7-Zip is not installed')
    subprocess.run([program, 'x', f'-o{folder}', archive], check=True, stdout=subprocess.DEVNULL)
    return folder


def describe(path):
    magick_identify = shutil.which('identify')
    done = subprocess.run([magick_identify, '-format', '%m %w %h %Q %[colorspace] %[orientation]',
                           path], check=True, capture_output=True, text=True)
    return done.stdout.split()


KINDS = {
    'film.png': ('png', ()),
    'film-16.png': ('png', ('-depth', '16')),
    'film.bmp': ('bmp', ()),
    'film.tif': ('tiff', ('-compress', 'lzw')),
    'film.webp': ('webp', ('-define', 'webp:lossless=true')),
    'inks.jpg': ('jpeg', ('-colorspace', 'CMYK')),
}


@test
def each_kind_is_inspected_as_what_it_is_and_what_it_can_become():
    for name, (kind, options) in KINDS.items():
        status, line = ctl('inspect', film(name, *options), '--json')[:2]
        equal(status, 0, name)
        document = json.loads(line.splitlines()[0])
        equal((document['kind'], document['convertible'], document['columns'], document['rows']),
              ('jpeg' if kind == 'jpeg' else 'other', kind, *SIDES), name)
        assert 'error' not in document


@test
def each_kind_is_packed_as_a_jpg_of_the_same_size():
    for name, (_, options) in KINDS.items():
        picture = film(name, *options)
        before = picture.read_bytes()
        out = TMP / f'out-{name}'
        status, report = ctl_json('pack', case_file(), '--images', picture, '--out', out)
        equal((status, report['read'], report['packed']), (0, 1, 1), name)
        folder = unpack(report['archives'][0]['path'])
        files = sorted(path.name for path in folder.iterdir())
        equal(files, [pathlib.Path(name).stem.upper().replace('-', '') + '.JPG'])
        kind, width, height, quality, colours, orientation = describe(folder / files[0])
        equal((kind, int(width), int(height), quality), ('JPEG', *SIDES, '95'), name)
        equal(colours in ('Gray', 'sRGB'), True)
        equal(picture.read_bytes(), before)
        equal(sorted(path.suffix for path in out.iterdir()), ['.7z', '.csv'])


@test
def a_picture_on_its_side_is_turned_without_loss_where_it_goes():
    for orientation in range(2, 9):
        picture = turned(f'side-{orientation}.jpg', orientation, size=(1600, 1440))
        status, report = ctl_json('pack', case_file(), '--images', picture, '--out',
                                  TMP / f'out-side-{orientation}')
        equal(status, 0)
        folder = unpack(report['archives'][0]['path'])
        kind, width, height, quality, _, side = describe(next(folder.iterdir()))
        equal((kind, int(width), int(height)),
              ('JPEG', *((1440, 1600) if orientation >= 5 else (1600, 1440))))
        equal((quality, side), ('90', 'Undefined'))


@test
def an_upright_jpeg_travels_byte_for_byte():
    for picture in (film('up.jpg', '-quality', '80'), turned('up-1.jpg', 1)):
        status, report = ctl_json('pack', case_file(), '--images', picture, '--out',
                                  TMP / ('out-' + picture.name))
        equal(status, 0)
        equal(next(unpack(report['archives'][0]['path']).iterdir()).read_bytes(),
              picture.read_bytes())


@test
def nothing_is_resampled_to_pass():
    small = film('small.png', size=(1399, 2800))
    status, document = ctl_json('check', case_file(), '--images', small)
    equal((status, rules_of(document)), (1, ['IMG.resolution']))


@test
def a_code_that_wants_dicom_refuses_it_as_it_refuses_a_jpg():
    status, document = ctl_json('check', case_file(order_code='33070B', site=''), '--images',
                                film('film.png'))
    equal(status, 1)
    assert 'IMG.jpg-not-allowed' in rules_of(document), rules_of(document)


@test
def a_damaged_picture_is_named():
    for name, cut in (('film.png', 400), ('film.bmp', 4000), ('film.tif', 400),
                      ('film.webp', 200)):
        whole = film(name, *KINDS[name][1])
        broken = TMP / ('broken-' + name)
        broken.write_bytes(whole.read_bytes()[:-cut])
        status, document = ctl_json('check', case_file(), '--images', broken)
        equal(status, 1, name)
        finding = next(f for f in document['findings'] if f['rule'] == 'IMG.damaged')
        equal(finding['path'], str(broken))


@test
def a_format_that_cannot_be_sent_has_its_name():
    picture = TMP / 'photo.heic'
    picture.write_bytes(b'\0\0\0\x18ftypheic\0\0\0\0mif1heic' + bytes(200))
    paper = TMP / 'report.pdf'
    paper.write_bytes(b'%PDF-1.4\n' + bytes(200))
    for path, name in ((picture, 'HEIC'), (paper, 'PDF')):
        status, document = ctl_json('check', case_file(), '--images', path)
        equal(status, 1)
        finding = next(f for f in document['findings'] if f['rule'] == 'IMG.damaged')
        assert name in finding['message'], finding


@test
def pictures_on_a_disc_are_passed_over_without_alarm():
    disc = TMP / 'disc'
    shutil.copytree(panoramic(), disc)
    (disc / 'VIEWER').mkdir()
    film('disc/VIEWER/splash.bmp', size=(640, 480))
    film('disc/thumb.png', size=(160, 120))
    film('disc/thumb.jpg', size=(160, 120))
    (disc / 'broken.png').write_bytes(film('film.png').read_bytes()[:-100])
    (disc / 'cut.jpg').write_bytes((disc / 'thumb.jpg').read_bytes()[:300])
    (disc / 'icon.gif').write_bytes(b'GIF89a' + bytes(50))
    (disc / 'manual.pdf').write_bytes(b'%PDF-1.4\n')
    status, document = ctl_json('check', case_file(), '--images', disc)
    equal((status, rules_of(document)), (0, []), str(document['findings']))
    equal((document['images']['kind'], document['images']['read'],
           document['images']['referenced']), ('DICOM', 1, 1))


@test
def a_picture_that_was_dropped_itself_beside_dicom_is_meant():
    status, document = ctl_json('check', case_file(), '--images', panoramic(), film('film.png'))
    equal(status, 1)
    assert 'IMG.kind' in rules_of(document), rules_of(document)


def stored_files(data):
    root = data / 'cases' / '1'
    return {str(path.relative_to(next(root.iterdir()))): path
            for path in root.rglob('*') if path.is_file()}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@test
def the_original_is_kept_with_the_case_and_never_sent():
    data = TMP / 'store'
    fields = [f'{key}={value}' for key, value in GOOD.items()]
    ctl('case', 'new', '--data', data, now=None)
    ctl('case', 'set', 1, *fields, '--data', data, now=None)
    png, side = film('film.png'), turned('side-6.jpg', 6, size=(1600, 1440))
    status, document = ctl_json('case', 'images', 1, png, '--data', data, now=None)
    equal(status, 0, str(document))
    files = stored_files(data)
    equal(sorted(files), ['FILM.JPG', 'ORIGINALS/0001.png'])
    equal(digest(files['ORIGINALS/0001.png']), digest(png))
    first = files['FILM.JPG'].stat().st_ino, files['ORIGINALS/0001.png'].stat().st_ino

    status, document = ctl_json('case', 'images', 1, side, '--data', data, now=None)
    equal(status, 0, str(document))
    files = stored_files(data)
    equal(sorted(files), ['FILM.JPG', 'ORIGINALS/0001.png', 'ORIGINALS/0002.jpg', 'SIDE6.JPG'])
    equal(first, (files['FILM.JPG'].stat().st_ino, files['ORIGINALS/0001.png'].stat().st_ino))
    equal(digest(files['ORIGINALS/0002.jpg']), digest(side))

    ctl_json('case', 'images', 1, png, side, '--data', data, now=None)
    equal(sorted(stored_files(data)), sorted(files), 'dropped twice')
    for path in stored_files(data).values():
        equal(path.stat().st_mode & 0o777, 0o600)

    _, document = ctl_json('case', 'show', 1, '--data', data, now=None)
    equal([(file['kind'], file['converted_from'], file['columns'], file['rows'])
           for file in document['files']],
          [('jpeg', 'png', *SIDES), ('jpeg', 'jpeg-turned', 1440, 1600)])
    with practice('receiver') as url:
        status, document = ctl_json('send', 1, '--to', url, '--wait', '--data', data, now=None)
    equal((status, document['state']), (0, 'accepted'))
    ctl('case', 'remove', 1, '--data', data, now=None)


@test
def nothing_temporary_is_left():
    equal([path.name for path in TMP.rglob('.danbi-*')], [])


run('/danbi/cli/pictures')

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-house.py SOURCE-ROOT: the rules of the house that the compiler does not hold. Prints TAP."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])
SRC = ROOT / 'src'
ROOMS = sorted(p.name for p in SRC.iterdir() if p.is_dir())

# Who may include whose headers, beside a room's own. The compiler holds most of it; this holds it
# also against a dependency that was added to a meson.build without thought.
MAY_USE = {
    'base': set(),
    'domain': {'base'},
    'image': {'base', 'domain'},
    'package': {'base', 'domain'},
    'store': {'base', 'domain'},
    'wire': {'base'},
    'upload': {'base', 'wire'},
    'inspector': {'base', 'domain', 'image'},
    'receiver': {'base', 'domain', 'wire'},
    'flow': {'base', 'domain', 'image', 'package', 'store', 'wire', 'upload'},
    'cli': {'base', 'domain', 'flow'},
    'app': {'base', 'domain', 'flow'},
}

# A foreign header, and the only files that may include it.
ONLY_IN = [
    (r'<(gtk|adwaita|gdk)', r'src/app/'),
    (r'[<"]dcmtk/', r'src/image/[^/]*\.cc$'),
    (r'<sqlite3\.h>', r'src/store/'),
    (r'<curl/', r'src/upload/'),
    (r'<libsecret/', r'src/upload/'),
    (r'<libsoup/', r'src/receiver/'),
    (r'<archive(_entry)?\.h>', r'src/(package|receiver|image)/'),
    (r'<libgcab', r'src/package/'),
    (r'<seccomp\.h>', r'src/inspector/'),
    (r'<(jpeglib|turbojpeg)\.h>', r'src/image/'),
]


def sources():
    return sorted(p for p in SRC.rglob('*') if p.suffix in ('.c', '.cc', '.h', '.inc'))


def relative(path):
    return path.relative_to(ROOT).as_posix()


def includes(path):
    for line in path.read_text(encoding='utf-8').splitlines():
        match = re.match(r'\s*#\s*include\s+([<"][^>"]+[>"])', line)
        if match:
            yield match.group(1)


def header_rooms():
    """Header name to the rooms that have one of that name."""
    rooms = {}
    for path in SRC.glob('*/*.h'):
        rooms.setdefault(path.name, set()).add(path.parent.name)
    return rooms


def rooms_use_only_what_they_may():
    owners = header_rooms()
    for path in sources():
        room = path.relative_to(SRC).parts[0]
        for include in includes(path):
            owner = owners.get(include.strip('"<>'), set())
            if include[0] == '"' and owner and room not in owner and not owner & MAY_USE[room]:
                yield f'{relative(path)} includes {include} of {", ".join(sorted(owner))}'


def private_headers_stay_at_home():
    owners = header_rooms()
    for path in sources():
        room = path.relative_to(SRC).parts[0]
        for include in includes(path):
            name = include.strip('"<>')
            if name.endswith('-private.h') and room not in owners.get(name, set()):
                yield f'{relative(path)} includes {include}'


def foreign_headers_have_one_place():
    for path in sources():
        for include in includes(path):
            for pattern, place in ONLY_IN:
                if re.match(pattern, include) and not re.search(place, relative(path)):
                    yield f'{relative(path)} includes {include}'


def every_room_says_what_it_is_for():
    for room in ROOMS:
        readme = SRC / room / 'README.md'
        if not readme.is_file():
            yield f'src/{room} has no README.md'
            continue
        text = readme.read_text(encoding='utf-8').lower()
        for words in ('may use', 'may be used by'):
            if words not in text:
                yield f'src/{room}/README.md does not say who it “{words}”'


def every_ui_file_is_in_the_gresource():
    listed = (ROOT / 'ui' / 'danbi.gresource.xml').read_text(encoding='utf-8')
    for path in sorted((ROOT / 'ui').glob('*.ui')):
        if not re.search(rf'>{re.escape(path.name)}<', listed):
            yield f'ui/{path.name} is not in ui/danbi.gresource.xml'


TRANSLATES = re.compile(r'(?<![\w])(N?C?_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*["\w]')


def every_translatable_file_is_in_potfiles():
    listed = set((ROOT / 'po' / 'POTFILES').read_text(encoding='utf-8').split())
    candidates = [p for p in sources() if TRANSLATES.search(p.read_text(encoding='utf-8'))]
    candidates += [p for p in (ROOT / 'ui').glob('*.ui')
                   if 'translatable="yes"' in p.read_text(encoding='utf-8')]
    candidates += sorted((ROOT / 'data').glob('*.in')) + sorted((ROOT / 'data').glob('*.gschema.xml'))
    for path in candidates:
        if relative(path) not in listed:
            yield f'{relative(path)} is not in po/POTFILES'
    for name in sorted(listed):
        if not (ROOT / name).is_file():
            yield f'po/POTFILES names {name}, which does not exist'


def the_translation_is_complete():
    done = subprocess.run(['msgfmt', '--check', '--statistics', '-o', '/dev/null', 'po/zh_TW.po'],
                          cwd=ROOT, capture_output=True, text=True,
                          env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'})
    if done.returncode or 'untranslated' in done.stderr or 'fuzzy' in done.stderr:
        yield done.stderr.strip()


def the_translation_knows_every_text():
    pot = subprocess.run(['xgettext', '--files-from=po/POTFILES', '--from-code=UTF-8',
                          '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
                          '--keyword=g_dngettext:2,3', '--keyword=ngettext:1,2', '-o', '-'],
                         cwd=ROOT, capture_output=True, text=True)
    if pot.returncode:
        yield pot.stderr.strip()
        return
    cmp = subprocess.run(['msgcmp', 'po/zh_TW.po', '-'], cwd=ROOT, input=pot.stdout,
                         capture_output=True, text=True, env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'})
    if cmp.returncode:
        yield from cmp.stderr.strip().splitlines()[:20]


def files_open_with_a_licence_and_a_sentence():
    for path in sources():
        lines = path.read_text(encoding='utf-8').splitlines()
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in lines[0]:
            yield f'{relative(path)} has no SPDX line'
        if path.suffix in ('.c', '.cc') and not lines[1].startswith('/*'):
            yield f'{relative(path)} does not open with a sentence'


def files_stay_readable():
    for path in sources():
        text = path.read_text(encoding='utf-8')
        # What knows DCMTK has to stand in one file.
        if text.count('\n') > (850 if path.suffix == '.cc' else 800):
            yield f'{relative(path)} has {text.count(chr(10))} lines'
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > 100:
                yield f'{relative(path)}:{number} is {len(line)} wide'


def nothing_is_left_open():
    for path in sources():
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            if re.search(r'\b(TODO|FIXME|XXX|HACK)\b', line):
                yield f'{relative(path)}:{number} {line.strip()}'


CHECKS = [
    rooms_use_only_what_they_may,
    private_headers_stay_at_home,
    foreign_headers_have_one_place,
    every_room_says_what_it_is_for,
    every_ui_file_is_in_the_gresource,
    every_translatable_file_is_in_potfiles,
    the_translation_is_complete,
    the_translation_knows_every_text,
    files_open_with_a_licence_and_a_sentence,
    files_stay_readable,
    nothing_is_left_open,
]


def main():
    print(f'1..{len(CHECKS)}')
    failed = False
    for number, check in enumerate(CHECKS, 1):
        complaints = list(check())
        failed |= bool(complaints)
        print(f'{"not ok" if complaints else "ok"} {number} {check.__name__.replace("_", " ")}')
        for complaint in complaints[:40]:
            print(f'# {complaint}')
    return 1 if failed else 0


sys.exit(main())

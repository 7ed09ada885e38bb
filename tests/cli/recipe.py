# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the folder of one layout from its recipe, a line of steps parted by `;`.

Each step is a word and its arguments, quoted as in a shell; escapes such as `\\xa4` stand for bytes.
All paths are below the folder; those of `real` begin in the folder of the files of the world.
"""
import codecs
import ctypes
import ctypes.util
import hashlib
import os
import pathlib
import shlex
import shutil
import struct
import subprocess
import zipfile

FIXTURE_KINDS = ('ct', 'mr', 'panoramic', 'ultrasound', 'chest', 'localizer', 'capture', 'sr',
                 'jpeg', 'dicomdir')


class NotAtHand(Exception):
    """Something that the recipe needs is not on this machine; the text says what."""


def unescape(word):
    return codecs.escape_decode(word.encode())[0]


def split(step):
    """Words as in a shell, but that a backslash is left for unescape()."""
    lexer = shlex.shlex(step, posix=True)
    lexer.whitespace_split = True
    lexer.escape = lexer.commenters = ''
    return list(lexer)


class Kitchen:
    """Cooks recipes in one folder."""

    def __init__(self, folder, fixtures, realdata):
        self.folder = pathlib.Path(folder)
        self.fixtures = fixtures
        self.realdata = realdata

    def cook(self, recipe):
        for step in filter(None, (part.strip() for part in recipe.split(';'))):
            word, *arguments = split(step)
            if word in FIXTURE_KINDS:
                self.fixture(word, *arguments)
            else:
                getattr(self, 'do_' + word)(*arguments)

    def path(self, word):
        path = os.path.join(self.folder, os.fsdecode(unescape(word)))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def fixture(self, kind, name, *options):
        words = [os.fsencode(self.fixtures), kind.encode(), os.fsencode(self.path(name))]
        subprocess.run(words + [unescape(option) for option in options], check=True,
                       stdout=subprocess.DEVNULL)

    def do_real(self, source, target):
        if not self.realdata:
            raise NotAtHand('the files of the world are not at hand')
        path = self.realdata / source
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, self.path(target))

    def do_text(self, name, *words):
        with open(self.path(name), 'wb') as file:
            file.write(b' '.join(map(unescape, words)))

    def do_zeros(self, name, length):
        with open(self.path(name), 'wb') as file:
            file.truncate(int(length))

    def do_dir(self, name):
        os.makedirs(self.path(name))

    def do_fifo(self, name):
        os.mkfifo(self.path(name))

    def do_link(self, target, name):
        os.symlink(os.fsdecode(unescape(target)), self.path(name))

    def do_cp(self, source, target):
        path = self.path(source)
        (shutil.copytree if os.path.isdir(path) else shutil.copyfile)(path, self.path(target))

    def do_mv(self, source, target):
        os.rename(self.path(source), self.path(target))

    def do_rm(self, name):
        path = self.path(name)
        (shutil.rmtree if os.path.isdir(path) else os.unlink)(path)

    def do_chmod(self, mode, name):
        os.chmod(self.path(name), int(mode, 8))

    def do_cut(self, name, where):
        """To N bytes, by -N bytes, to N %, or N bytes behind the first `text+N`."""
        path = self.path(name)
        size = os.path.getsize(path)
        if where.endswith('%'):
            length = size * int(where[:-1]) // 100
        elif '+' in where:
            text, more = where.rsplit('+', 1)
            length = pathlib.Path(path).read_bytes().index(unescape(text)) + int(more)
        else:
            length = int(where) if int(where) >= 0 else size + int(where)
        os.truncate(path, length)

    def do_patch(self, name, old, new):
        """Replaces bytes by as many others, wherever they stand."""
        path = pathlib.Path(self.path(name))
        old, new = unescape(old), unescape(new)
        content = path.read_bytes()
        assert old in content, f'{name} has no {old}'
        assert len(old) == len(new), f'{old} and {new} differ in length'
        path.write_bytes(content.replace(old, new))

    def do_retag(self, name, old, new):
        """Another value of up to the same length for a text, filled up with NUL."""
        missing = len(unescape(old)) - len(unescape(new))
        self.do_patch(name, old, new + '\\0' * missing)

    def do_poke(self, name, text, distance, new):
        """Writes bytes so many behind the beginning of the first `text`."""
        path = pathlib.Path(self.path(name))
        content = bytearray(path.read_bytes())
        at = content.index(unescape(text)) + int(distance)
        content[at:at + len(unescape(new))] = unescape(new)
        path.write_bytes(content)

    def do_append(self, name, other):
        with open(self.path(name), 'ab') as file:
            file.write(pathlib.Path(self.path(other)).read_bytes())

    def do_open(self, name):
        """Everything below may be read by everyone."""
        for path, folders, files in os.walk(self.path(name)):
            os.chmod(path, 0o755)
            for file in files:
                os.chmod(os.path.join(path, file), 0o644)

    def do_random(self, name, length):
        noise = b''.join(hashlib.sha256(bytes([i % 256, i // 256])).digest()
                         for i in range(int(length) // 32))
        pathlib.Path(self.path(name)).write_bytes(noise)

    def do_exif(self, name, orientation):
        """A JPEG of which a camera says how it was held."""
        path = pathlib.Path(self.path(name))
        entry = struct.pack('>HHIHH', 0x112, 3, 1, int(orientation), 0)
        exif = b'Exif\0\0MM\0*\0\0\0\x08' + struct.pack('>H', 1) + entry + b'\0' * 4
        jpeg = path.read_bytes()
        path.write_bytes(jpeg[:2] + b'\xff\xe1' + struct.pack('>H', len(exif) + 2) + exif + jpeg[2:])

    def do_picture(self, name, *options):
        """As the options of ImageMagick draw it."""
        convert = shutil.which('convert')
        if not convert:
            raise NotAtHand('ImageMagick is not installed')
        subprocess.run([convert, *options, self.path(name)], check=True)

    def entries(self, folder):
        root = self.path(folder)
        for path, folders, files in os.walk(os.fsencode(root)):
            folders.sort()
            for name in sorted(files):
                full = os.path.join(path, name)
                yield os.path.relpath(full, os.fsencode(root)), pathlib.Path(os.fsdecode(full))

    def do_zip(self, target, folder, names='utf-8', *more):
        """With names in UTF-8, or in another code and without a word of it. `more` are files of
        the folder that get another name in the archive, as `IM1=../IM1`."""
        renamed = dict(word.split('=', 1) for word in more)
        with zipfile.ZipFile(self.path(target), 'w', zipfile.ZIP_DEFLATED) as archive:
            for name, path in self.entries(folder):
                text = os.fsdecode(name)
                entry = _ZipEntry(renamed.get(text, text), names)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())

    def do_locked(self, target, folder, method, password):
        """A ZIP or 7z with a password, by 7-Zip."""
        program = shutil.which('7zz') or shutil.which('7z')
        if not program:
            raise NotAtHand('7-Zip is not installed')
        options = {'zipcrypto': ['-tzip', '-mem=ZipCrypto'], 'aes': ['-tzip', '-mem=AES256'],
                   '7z': ['-t7z'], '7z-names': ['-t7z', '-mhe=on']}[method]
        subprocess.run([program, 'a', *options, '-p' + password, self.path(target), '.'],
                       cwd=self.path(folder), check=True, stdout=subprocess.DEVNULL)

    def do_pack(self, target, folder, form):
        """By libarchive: iso9660, 7zip, ustar."""
        _pack(self.path(target), form, self.entries(folder))

    def do_cab(self, target, folder):
        pathlib.Path(self.path(target)).write_bytes(_cabinet(self.entries(folder)))


class _ZipEntry(zipfile.ZipInfo):
    def __init__(self, name, code):
        super().__init__(name)
        self.code = code

    def _encodeFilenameFlags(self):
        raw = self.filename.encode(self.code, 'surrogateescape')
        return raw, self.flag_bits | (0x800 if self.code == 'utf-8' else 0)


def _pack(target, form, entries):
    found = ctypes.util.find_library('archive') or 'libarchive.so.13'
    try:
        lib = ctypes.CDLL(found)
    except OSError as error:
        raise NotAtHand('libarchive is not installed') from error
    for function in ('archive_write_new', 'archive_entry_new'):
        getattr(lib, function).restype = ctypes.c_void_p
    archive = ctypes.c_void_p(lib.archive_write_new())

    def check(status):
        assert status == 0, f'libarchive: {status}'

    check(lib.archive_write_set_format_by_name(archive, form.encode()))
    check(lib.archive_write_open_filename(archive, os.fsencode(target)))
    for name, path in entries:
        content = path.read_bytes()
        entry = ctypes.c_void_p(lib.archive_entry_new())
        lib.archive_entry_set_pathname(entry, name)
        lib.archive_entry_set_size(entry, ctypes.c_int64(len(content)))
        lib.archive_entry_set_filetype(entry, 0o100000)
        lib.archive_entry_set_perm(entry, 0o644)
        check(lib.archive_write_header(archive, entry))
        lib.archive_write_data(archive, content, ctypes.c_size_t(len(content)))
        lib.archive_entry_free(entry)
    check(lib.archive_write_close(archive))
    lib.archive_write_free(archive)


def _cabinet(entries):
    """A cabinet of one folder that is not compressed (MS-CAB 2)."""
    files = data = b''
    offset = count = 0
    for name, path in entries:
        content = path.read_bytes()
        utf8 = 0x80 if not name.isascii() else 0
        files += struct.pack('<IIHHHH', len(content), offset, 0, 0x5a21, 0, 0x20 | utf8)
        files += name.replace(b'/', b'\\') + b'\0'
        data += content
        offset += len(content)
        count += 1
    blocks = [data[i:i + 32768] for i in range(0, len(data), 32768)]
    first = 36 + 8 + len(files)
    body = b''.join(struct.pack('<IHH', 0, len(b), len(b)) + b for b in blocks)
    header = struct.pack('<4sIIIIIBBHHHHH', b'MSCF', 0, first + len(body), 0, 44, 0, 3, 1, 1,
                         count, 0, 1, 0)
    return header + struct.pack('<IHH', first, len(blocks), 0) + files + body

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every picture of the world, where it is at hand, pixel by pixel against other people's readers:
the numbers that pydicom and GDCM found in it, and the grey tones that DCMTK's own tools make."""
import array
import collections
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import warnings

INSPECTOR, SOURCE = sys.argv[1:3]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import Skip, run, test  # noqa: E402

try:
    import pydicom
except ImportError:  # another Python than Debian's, which has it
    sys.path.append('/usr/lib/python3/dist-packages')
    try:
        import pydicom
    except ImportError:
        pydicom = None

ROOT = pathlib.Path(os.environ.get('DANBI_REALDATA',
                                   pathlib.Path(SOURCE, '..', 'shared', 'realdata'))).resolve()
CODES = {'uint8': 'B', 'int8': 'b', 'uint16': 'H', 'int16': 'h', '>u2': 'H', '>i2': 'h'}

# What has pixels and is told as a sentence, and why.
SENTENCES = {
    'fodicom_regressions/GH364.dcm': 'an element that is longer than the file',
    'fodicom_regressions/GH626.dcm': 'cut off',
    'pydicom_test_files/MR_truncated.dcm': 'cut off',
    'pydicom_test_files/SC_rgb_jpeg.dcm': 'its last item is cut off',
    'pydicom_test_files/meta_missing_tsyntax.dcm': 'no rows and no columns',
    'pydicom_test_files/nested_priv_SQ.dcm': 'no rows and no columns',
    'pydicom_test_files/JPEG2000-embedded-sequence-delimiter.dcm':
        'its code stream is of another size than its header says',
}
# Where the numbers are not those of the oracle, and why.
OTHER_NUMBERS = {
    'ct/CT0012.fragmented_no_bot_jpeg_ls.81.dcm':
        'near-lossless: within 2 of the lossless one, as it says; GDCM differs by as much',
    'fodicom_regressions/mr_brucker.dcm': 'pixels that are not square',
    'pydicom_test_files/SC_rgb_small_odd_big_endian.dcm':
        'bytes in words of the other order: pydicom leaves them so, DCMTK has our tones',
}
# Where the tones are not those of DCMTK's tools, and why.
OTHER_TONES = {
    'dicomdir/pydicom_multi/77654033/CT2/17166': 'its window shows nothing but white',
    'dicomdir/pydicom_multi/77654033/CT2/17196': 'its window shows nothing but white',
}


class Inspector:
    """The confined child, asked as the program asks it."""

    def __init__(self):
        self.child = subprocess.Popen([INSPECTOR], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.child.stdout.readline() == b'ready\n'

    def render(self, path, frame=0, deep=False):
        request = {'op': 'render', 'path': urllib.parse.quote(str(path)), 'max_side': 0,
                   'frame': frame, 'deep': deep}
        self.child.stdin.write(json.dumps(request).encode() + b'\n')
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line:  # it retires between two files, and never in one
            assert self.child.wait() == 0, path
            self.__init__()
            return self.render(path, frame, deep)
        answer = json.loads(line)
        return answer, self.child.stdout.read(answer.get('bytes', 0))


def need_data():
    if not ROOT.is_dir():
        raise Skip('no real data')
    if not pydicom:
        raise Skip('no pydicom')
    warnings.simplefilter('ignore')


def read(path):
    try:
        return pydicom.dcmread(path, force=True)
    except Exception:  # pydicom raises whatever comes up
        return pydicom.Dataset()


def images():
    for path in sorted(ROOT.rglob('*')):
        if not path.is_file() or path.suffix in ('.jpg', '.png', '.tsv', '.txt', '.md'):
            continue
        if path.parent.parent.name == 'knee_mri_cd' and path.name[-1] != '0':
            continue  # a hundred slices of one knee
        dataset = read(path)
        if any(name in dataset for name in ('PixelData', 'FloatPixelData', 'DoubleFloatPixelData')):
            yield path, dataset


@test
def each_image_has_a_picture_or_a_known_sentence():
    need_data()
    inspector, counts, wrong = Inspector(), collections.Counter(), []
    for path, _ in images():
        name = str(path.relative_to(ROOT))
        answer, _ = inspector.render(path)
        counts[answer.get('problem', 'picture')] += 1
        if ('problem' in answer) != (name in SENTENCES):
            wrong.append((name, answer.get('problem')))
    print(f'# {dict(counts)}')
    assert not wrong, wrong


def stored_numbers(dataset, answer, pixels, code):
    """Takes the modality LUT off again."""
    shared = dataset.get('SharedFunctionalGroupsSequence', [{}])[0]
    rescale = shared.get('PixelValueTransformationSequence', [dataset])[0]
    slope = float(rescale.get('RescaleSlope') or 1)
    intercept = float(rescale.get('RescaleIntercept') or 0)
    step = (answer['high'] - answer['low']) / 65535
    table = [round((answer['low'] + i * step - intercept) / slope) for i in range(65536)]
    return array.array(code, map(table.__getitem__, array.array('H', pixels)))


def is_comparable(dataset, shape, kind):
    """The oracle has numbers as they stand in the file: so no colours that are transformed, no
    look-up tables, no windows of 8 bits, and no numbers of 32 bits, of which 16 come."""
    colour = dataset.get('SamplesPerPixel', 1) == 3
    if 'x' not in shape or kind not in CODES or 'ModalityLUTSequence' in dataset:
        return False
    if dataset.PhotometricInterpretation == 'PALETTE COLOR' or dataset.BitsAllocated == 1:
        return False
    if colour:
        return dataset.PhotometricInterpretation == 'RGB' and dataset.BitsAllocated == 8
    if dataset.BitsStored > 8:
        return True
    return not any(name in dataset for name in ('WindowCenter', 'VOILUTSequence')) \
        and dataset.PhotometricInterpretation != 'MONOCHROME1'


def digest(inspector, path, dataset, kind):
    total = hashlib.md5()
    for frame in range(int(dataset.get('NumberOfFrames') or 1)):
        answer, pixels = inspector.render(path, frame, deep=True)
        if answer.get('depth') == 16:
            numbers = stored_numbers(dataset, answer, pixels, CODES[kind])
            if kind.startswith('>'):
                numbers.byteswap()
            pixels = numbers.tobytes()
        total.update(pixels)
    return total.hexdigest()


@test
def numbers_are_those_of_pydicom_and_gdcm():
    need_data()
    inspector, equal, wrong = Inspector(), 0, []
    for line in (ROOT / 'oracle' / 'pixels.tsv').read_text().splitlines()[1:]:
        name, shape, kind, wanted = line.split('\t')[:4]
        dataset = read(ROOT / name)
        if name in SENTENCES or name in OTHER_NUMBERS or not is_comparable(dataset, shape, kind):
            continue
        if digest(inspector, ROOT / name, dataset, kind) == wanted:
            equal += 1
        else:
            wrong.append((name, shape, kind))
    print(f'# {equal} images have the same numbers, of {equal + len(wrong)}')
    assert not wrong, wrong
    assert equal > 0


def tool_for(dataset):
    syntax = str(getattr(dataset, 'file_meta', {}).get('TransferSyntaxUID', ''))
    if '.1.2.4.5' in syntax or '.1.2.4.7' in syntax:
        return 'dcmj2pnm'
    return 'dcml2pnm' if '.1.2.4.8' in syntax else 'dcm2pnm'


def read_pnm(path):
    head, size, _, pixels = path.read_bytes().split(b'\n', 3)
    width, height = map(int, size.split())
    return (width, height, 3 if head == b'P6' else 1), pixels


def window_options(dataset):
    if 'VOILUTSequence' in dataset:
        return ['+Wl', '1']
    if 'WindowCenter' in dataset:
        return ['+Wi', '1']
    colour = dataset.get('SamplesPerPixel', 1) == 3 \
        or dataset.get('PhotometricInterpretation') == 'PALETTE COLOR'
    return [] if colour or 1 < dataset.get('BitsStored', 8) <= 8 else None


def mean_difference(one, other):
    step = 1 + len(one) // 20000
    one, other = one[::step], other[::step]
    return sum(abs(a - b) for a, b in zip(one, other)) / len(one)


@test
def tones_are_those_of_dcmtk():
    need_data()
    if not shutil.which('dcm2pnm'):
        raise Skip('no dcmtk')
    inspector, compared, wrong = Inspector(), 0, []
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder, 'a.pnm')
        for path, dataset in images():
            name, options = str(path.relative_to(ROOT)), window_options(dataset)
            if options is None or name in OTHER_TONES or name in SENTENCES:
                continue
            subprocess.run([tool_for(dataset), '-q', '-O', '+op', *options, path, target],
                           capture_output=True)
            if not target.exists() or target.stat().st_size == 0:
                continue
            shape, wanted = read_pnm(target)
            target.unlink()
            answer, pixels = inspector.render(path)
            if (answer['full_width'], answer['full_height']) != (answer['width'], answer['height']):
                continue
            compared += 1
            if shape != (answer['width'], answer['height'], answer['channels']) \
                    or mean_difference(pixels, wanted) >= 1:
                wrong.append(name)
    print(f'# {compared} images compared')
    assert not wrong, wrong
    assert compared > 0


run('/danbi/image/pixels')

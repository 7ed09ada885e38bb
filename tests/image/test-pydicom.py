#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file of the world, where these are at hand, value by value against pydicom."""
import json
import os
import pathlib
import subprocess
import sys
import warnings

CTL, SOURCE = sys.argv[1:3]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from tap import Skip, equal, run, test  # noqa: E402

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

# What inspect calls it, and pydicom.
VALUES = {
    'rows': 'Rows', 'columns': 'Columns', 'frames': 'NumberOfFrames', 'modality': 'Modality',
    'sop_class_uid': 'SOPClassUID', 'sop_instance_uid': 'SOPInstanceUID',
    'series_uid': 'SeriesInstanceUID', 'study_uid': 'StudyInstanceUID',
    'transfer_syntax': 'TransferSyntaxUID', 'patient_id': 'PatientID',
    'patient_name': 'PatientName', 'birth_date': 'PatientBirthDate', 'sex': 'PatientSex',
    'study_date': 'StudyDate', 'study_time': 'StudyTime', 'acquisition_date': 'AcquisitionDate',
    'image_type': 'ImageType', 'study_description': 'StudyDescription',
    'series_description': 'SeriesDescription',
}

# Where pydicom is not what we want to be like, and why.
KNOWN = {
    ('charset/GH1301_gb18030.dcm', 'sex'):
        'a code string in Chinese: pydicom takes its bytes for Latin 1, we show that it is none',
    ('pydicom_test_files/badVR.dcm', 'frames'): 'the number is "1A": pydicom raises, we take the 1',
}
# The transfer syntax of a file without a head, by its byte order and whether the VRs are left out.
BARE = {(True, True): '1.2.840.10008.1.2', (True, False): '1.2.840.10008.1.2.1',
        (False, False): '1.2.840.10008.1.2.2'}


def inspect():
    done = subprocess.run([CTL, 'inspect', '--json', str(ROOT)], capture_output=True, text=True,
                          timeout=300)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines and lines[-1].get('summary'), done.stderr
    return lines[:-1]


def text_of(value):
    """One value as a text that a screen shows: without padding, the values parted by '\\'."""
    if value is None:
        return None
    values = value if isinstance(value, (list, pydicom.multival.MultiValue)) else [value]
    text = '\\'.join(' '.join(str(v).replace('\0', ' ').split('\n')).strip() for v in values)
    return text or None


def theirs(dataset, key):
    if key == 'transfer_syntax':
        return (text_of(dataset.file_meta.get('TransferSyntaxUID'))
                or BARE[dataset.is_little_endian, dataset.is_implicit_VR])
    value = dataset.get(VALUES[key])
    if key in ('rows', 'columns', 'frames'):
        if not any(tag in dataset for tag in ('PixelData', 'FloatPixelData',
                                              'DoubleFloatPixelData')):
            return None
        return int(value) if value is not None else 1 if key == 'frames' else None
    if key == 'patient_name' and value is not None:
        return text_of(str(value).rstrip(' ='))
    if key == 'acquisition_date' and not value:
        return text_of(str(dataset.get('AcquisitionDateTime') or '')[:8])
    return text_of(value)


def read_by_pydicom(path, force):
    try:
        return pydicom.dcmread(path, force=force, defer_size=4096)
    except Exception:  # it raises whatever its parts raise
        return None


def compare(line, dataset, differences):
    """Compares one file; returns how many values."""
    relative = os.path.relpath(line['path'], ROOT)
    compared = 0
    for key in VALUES:
        try:
            wanted = theirs(dataset, key)
        except ValueError as error:  # of a value that it cannot turn into Python
            wanted = f'({error})'
        compared += 1
        if line[key] != wanted and (relative, key) not in KNOWN:
            differences.append(f'{relative} {key}: {line[key]!r}, pydicom {wanted!r}')
    return compared


@test
def every_value_is_what_pydicom_reads():
    if not pydicom:
        raise Skip('python3-pydicom is not installed')
    if not ROOT.is_dir():
        raise Skip('the files of the world are not at hand')
    warnings.simplefilter('ignore')
    files = [line for line in inspect() if 'missing' not in line.get('dir_faults', [])]
    equal(len(files), sum(1 for path in ROOT.rglob('*') if path.is_file()), 'files')
    both = damaged = only_ours = compared = 0
    differences = []
    for line in files:
        is_dicom = line['kind'] in ('dicom', 'dicomdir')
        dataset = read_by_pydicom(line['path'], force=is_dicom)
        if not is_dicom and dataset is not None:
            differences.append(f"{line['path']}: only pydicom reads it")
        elif is_dicom and 'without the head' not in line.get('error', 'without the head'):
            damaged += 1
        elif is_dicom and dataset is None:
            only_ours += 1
        elif is_dicom:
            both += 1
            compared += compare(line, dataset, differences)
    print(f'# {len(files)} files, {both} read by both, {only_ours} by us only, {damaged} that we '
          f'call damaged, {compared} values compared, {len(differences)} differences, '
          f'{len(KNOWN)} that are known')
    for difference in differences:
        print(f'# {difference}')
    equal(len(differences), 0, 'differences')
    assert both > 350 and compared > 6000


run('/danbi/image/pydicom')

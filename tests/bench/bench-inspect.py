# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-inspect.py DANBICTL MAKE-FIXTURES PEER-DCMTK PEER-PREAD FIRST-VERDICT [PEER-GDCM]: the
headers of 1,000 CT images, beside reading their first bytes and beside the libraries and programs of
others; and how long after a drop the first file has its line."""
import pathlib
import shutil
import statistics
import subprocess
import sys

import bench

CTL, FIXTURES, DCMTK, PREAD, FIRST_VERDICT = sys.argv[1:6]
GDCM = sys.argv[6] if len(sys.argv) > 6 else None
N_IMAGES = 1000
N_RUNS = 15
N_DROPS = 21
VERDICT_MS = 100  # what issue 3 promises
# Pixel data is passed over by all three, so small pictures cost what large ones do (README.md).
SIDE = 128

# What scanners write beside what an image must have: the fixtures have 45 elements, the CT images
# of the world 100 to 300.
TEXTS = {
    'SeriesTime': '152001', 'AcquisitionTime': '152002', 'InstitutionName': 'CLINIC',
    'StationName': 'CT01', 'OperatorsName': 'NOBODY', 'ManufacturerModelName': 'SYNTHETIC 64',
    'PatientAge': '051Y', 'PatientSize': '1.70', 'PatientWeight': '70', 'BodyPartExamined': 'HEAD',
    'ScanOptions': 'HELICAL MODE', 'SliceThickness': '5.000000', 'KVP': '120',
    'SpacingBetweenSlices': '5.000000', 'DataCollectionDiameter': '500.000000',
    'DeviceSerialNumber': '000001', 'SoftwareVersions': '1.0', 'ProtocolName': 'HEAD ROUTINE',
    'ReconstructionDiameter': '250.000000', 'DistanceSourceToDetector': '1099.310000',
    'DistanceSourceToPatient': '630.000000', 'GantryDetectorTilt': '0.000000',
    'TableHeight': '167.100000', 'RotationDirection': 'CW', 'ExposureTime': '800',
    'XRayTubeCurrent': '200', 'Exposure': '160', 'FilterType': 'BODY FILTER',
    'GeneratorPower': '24000', 'FocalSpots': '0.7', 'ConvolutionKernel': 'STANDARD',
    'PatientPosition': 'HFS', 'AcquisitionNumber': '1',
    'ImageOrientationPatient': r'1\0\0\0\1\0', 'ImagePositionPatient': r'-125.0\-125.0\40.0',
    'SliceLocation': '40.000000', 'PixelSpacing': r'0.48\0.48', 'FrameOfReferenceUID': '2.25.1',
    'PositionReferenceIndicator': 'OM',
    'RequestingPhysician': 'NOBODY', 'RequestedProcedureDescription': 'CT HEAD',
    'PerformedProcedureStepStartDate': '20261122', 'PerformedProcedureStepStartTime': '152000',
    'PerformedProcedureStepID': '1', 'PerformedProcedureStepDescription': 'CT HEAD',
    '(0008,1140)[0].ReferencedSOPClassUID': '1.2.840.10008.5.1.4.1.1.2',
    '(0008,1140)[0].ReferencedSOPInstanceUID': '2.25.2',
    '(0040,0275)[0].ScheduledProcedureStepDescription': 'CT HEAD',
    '(0040,0275)[0].ScheduledProcedureStepID': '1',
}
N_PRIVATE = 60


def enrich(dcmodify, images):
    """Gives every image the header of a scanner's, a private block among it."""
    words = [f'{key}={value}' for key, value in TEXTS.items()]
    words += ['(0019,0010)=DANBI BENCH']
    words += [f'(0019,10{number:02x})=47\\45' for number in range(N_PRIVATE)]
    options = [option for word in words for option in ('-i', word)]
    bench.make(dcmodify, '-nb', *options, *sorted(pathlib.Path(images).iterdir()))


def find_pydicom():
    """A Python that has pydicom; the distribution's may not be the first in the path."""
    for python in (sys.executable, '/usr/bin/python3'):
        if subprocess.run([python, '-c', 'import pydicom'], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


def list_peers(images):
    """What reads the same headers: name and command, of those that are installed."""
    peers = {'pread of 16 KiB each': [PREAD, images], 'DCMTK in one process': [DCMTK, images]}
    if shutil.which('dcmdump'):
        peers['dcmdump -M'] = ['dcmdump', '-M', '+sd', '+r', images]
    if GDCM:
        peers['GDCM in one process'] = [GDCM, images]
    python = find_pydicom()
    if python:
        peer = pathlib.Path(__file__).with_name('peer-pydicom.py')
        peers['pydicom in one process'] = [python, peer, images]
    return peers


def compare(images):
    peers = list_peers(images)
    jobs = {name: lambda argv=argv: bench.run(argv) for name, argv in peers.items()}
    samples = bench.in_turn(
        N_RUNS, danbictl=lambda: bench.run([CTL, 'inspect', '--json', images]), **jobs)
    for name in peers:
        bench.report_samples(f'inspect {N_IMAGES:,} CT', ('danbictl', samples['danbictl']),
                             (name, samples[name]))


def report_verdict(title, path):
    """Within the running program: no start of it, but one of the confined child for every drop."""
    done = subprocess.run([FIRST_VERDICT, str(N_DROPS), path], check=True, capture_output=True,
                          text=True)
    rows = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    first, last = zip(*rows)
    print(f'first verdict, {title}: {bench.number(statistics.median(first), "ms")} '
          f'(slowest of {N_DROPS} {bench.number(max(first), "ms")}, promised {VERDICT_MS} ms), '
          f'all files {bench.number(statistics.median(last), "ms")}', flush=True)


def main():
    dcmodify = bench.need('dcmodify')
    with bench.scratch() as folder:
        images, disc, jpeg = f'{folder}/images', f'{folder}/disc', f'{folder}/panoramic.jpg'
        bench.make(FIXTURES, 'ct', images, '--count', N_IMAGES, '--rows', SIDE, '--columns', SIDE)
        enrich(dcmodify, images)
        bench.make(FIXTURES, 'dicomdir', disc, '--count', N_IMAGES, '--rows', SIDE, '--columns', SIDE)
        bench.make(FIXTURES, 'jpeg', jpeg, '--rows', 1400, '--columns', 2800)
        compare(images)
        report_verdict('panoramic JPG of 2800×1400', jpeg)
        report_verdict(f'folder of {N_IMAGES:,} CT', images)
        report_verdict(f'DICOMDIR and {N_IMAGES:,} images', disc)


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-inspect.py DANBICTL MAKE-FIXTURES PEER-DCMTK: the headers of 1,000 CT images, beside
dcmdump and beside DCMTK's library in one process that reads the same values."""
import pathlib
import sys

import bench

CTL, FIXTURES, DCMTK = sys.argv[1:4]
N_IMAGES = 1000
N_RUNS = 15
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


def main():
    dcmdump, dcmodify = bench.need('dcmdump'), bench.need('dcmodify')
    with bench.scratch() as folder:
        images = f'{folder}/images'
        bench.make(FIXTURES, 'ct', images, '--count', N_IMAGES, '--rows', SIDE, '--columns', SIDE)
        enrich(dcmodify, images)
        samples = bench.in_turn(
            N_RUNS,
            danbictl=lambda: bench.run([CTL, 'inspect', '--json', images]),
            library=lambda: bench.run([DCMTK, images]),
            dcmdump=lambda: bench.run([dcmdump, '-M', '+sd', '+r', images]))
    title = f'inspect {N_IMAGES:,} CT'
    ours = 'danbictl', samples['danbictl']
    bench.report_samples(title, ours, ('DCMTK in one process', samples['library']))
    bench.report_samples(title, ours, ('dcmdump', samples['dcmdump']))


main()

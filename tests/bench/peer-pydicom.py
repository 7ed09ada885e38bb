# SPDX-License-Identifier: GPL-3.0-or-later
"""peer-pydicom.py FOLDER: pydicom reads the headers of a folder's files and prints the values that
`danbictl inspect` prints."""
import pathlib
import sys

import pydicom

KEYWORDS = [
    'Rows', 'Columns', 'NumberOfFrames', 'Modality', 'SOPClassUID', 'SOPInstanceUID',
    'SeriesInstanceUID', 'StudyInstanceUID', 'PatientID', 'PatientName', 'PatientBirthDate',
    'PatientSex', 'StudyDate', 'StudyTime', 'AcquisitionDate', 'ImageType', 'StudyDescription',
    'SeriesDescription',
]

for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    header = pydicom.dcmread(path, stop_before_pixels=True, specific_tags=KEYWORDS)
    print(path, *(header.get(keyword, '') for keyword in KEYWORDS),
          header.file_meta.TransferSyntaxUID, sep='\t')

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sender finds acceptable of the files of the world, the receiver accepts too."""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'cli'))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'support'))
from danbictl import SOURCE, TMP, case_file, ctl_json, practice  # noqa: E402
from tap import Skip, equal, run, test  # noqa: E402

REALDATA = pathlib.Path(os.environ.get('DANBI_REALDATA')
                        or pathlib.Path(SOURCE).parent / 'shared' / 'realdata')

# Whose images they are, when and of what size they were taken may be lifted with a reason.
LIFTED = [word for rule in ('IMG.modality', 'IMG.identity', 'IMG.resolution', 'IMG.study-date')
          for word in ('--override', f'{rule}=a file of the world')]


def assert_accepted(url, name):
    path = REALDATA / name
    if not REALDATA.is_dir():
        raise Skip('the files of the world are not at hand')
    case = case_file('mr.json', order_code='33084B', site='H')
    words = [case, '--images', path, *LIFTED, '--data', TMP / 'data']
    status, document = ctl_json('send', *words, '--to', url, '--wait', now=None)
    equal((status, document['state']), (0, 'accepted'), f'{name}: {document}')
    equal(document['rows'][0]['errors'], [])


CT = 'transfer_syntaxes/CTImage/CTImage.dcm_'
FILES = (
    CT + 'BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2.dcm',
    CT + 'DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99.dcm',
    CT + 'JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80.dcm',
    CT + 'LittleEndianImplicitTransferSyntax_1.2.840.10008.1.2.dcm',
    CT + 'RLELosslessTransferSyntax_1.2.840.10008.1.2.5.dcm',
    'transfer_syntaxes/TestPattern/TestPattern_JPEG-Baseline_YBR422.dcm',
    'fodicom_regressions/GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm',
    'pydicom_test_files/SC_ybr_full_422_uncompressed.dcm',
    # Without PatientName: its DICOMDIR lists an empty one, and the file stays as it is.
    'dental/xrayview_panoramic_SC.dcm',
)


@test
def a_disc_that_is_sent_as_it_is_is_accepted():
    with practice('disc-receiver') as url:
        assert_accepted(url, 'dicomdir/knee_mri_cd')


@test
def single_files_of_many_syntaxes_are_accepted():
    with practice('file-receiver') as url:
        for name in FILES:
            assert_accepted(url, name)


run('/danbi/receiver/realdata')

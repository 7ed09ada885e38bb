# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes single attributes of a DICOM file and leaves every other byte as it was.

Knows explicit and implicit VR, little endian; what else a file may be is refused.
"""
import struct

EXPLICIT = '1.2.840.10008.1.2.1'
IMPLICIT = '1.2.840.10008.1.2'
DEFLATED = '1.2.840.10008.1.2.1.99'
BIG_ENDIAN = '1.2.840.10008.1.2.2'
LONG_FORMS = {b'OB', b'OD', b'OF', b'OL', b'OV', b'OW', b'SQ', b'SV', b'UC', b'UN', b'UR', b'UT',
              b'UV'}
UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD

TAGS = {
    'StudyDate': (0x00080020, b'DA'), 'AcquisitionDate': (0x00080022, b'DA'),
    'Modality': (0x00080060, b'CS'), 'SOPInstanceUID': (0x00080018, b'UI'),
    'PatientName': (0x00100010, b'PN'), 'PatientID': (0x00100020, b'LO'),
    'PatientBirthDate': (0x00100030, b'DA'), 'PatientSex': (0x00100040, b'CS'),
}


class Unknown(Exception):
    """A file of a kind that is not edited here."""


class Editor:
    def __init__(self, data):
        if data[128:132] != b'DICM':
            raise Unknown('no preamble')
        self.data = data
        self.implicit = False
        self.start = self._read_meta()

    def _read_meta(self):
        at, syntax = 132, IMPLICIT
        while struct.unpack_from('<H', self.data, at)[0] == 2:
            tag, _, value, end = self._element(at, explicit=True)
            if tag == 0x00020010:
                syntax = self.data[value:end].rstrip(b'\0 ').decode('ascii')
            at = end
        if syntax in (DEFLATED, BIG_ENDIAN):
            raise Unknown(syntax)
        self.implicit = syntax == IMPLICIT
        return at

    def _element(self, at, explicit=None):
        """(tag, VR, where its value begins, where it ends) of the element at a place."""
        group, number = struct.unpack_from('<HH', self.data, at)
        tag = group << 16 | number
        if tag in (ITEM, ITEM_END, SEQUENCE_END) or not (explicit or not self.implicit):
            vr, value = b'', at + 8
            length = struct.unpack_from('<I', self.data, at + 4)[0]
        else:
            vr = self.data[at + 4:at + 6]
            long_form = vr in LONG_FORMS
            value = at + (12 if long_form else 8)
            length = struct.unpack_from('<I' if long_form else '<H', self.data,
                                        value - (4 if long_form else 2))[0]
        end = self._skip(value) if length == UNDEFINED else value + length
        if end > len(self.data):
            raise Unknown('cut off')
        return tag, vr, value, end

    def _skip(self, at):
        """The end of a value of undefined length: items, or elements, up to their delimiter."""
        while True:
            tag, _, _, end = self._element(at)
            if tag in (ITEM_END, SEQUENCE_END):
                return end
            at = end

    def _encode(self, tag, vr, value):
        value += b' ' * (len(value) % 2) if vr != b'UI' else b'\0' * (len(value) % 2)
        head = struct.pack('<HH', tag >> 16, tag & 0xFFFF)
        if self.implicit:
            return head + struct.pack('<I', len(value)) + value
        return head + vr + struct.pack('<H', len(value)) + value

    def set(self, name, text):
        wanted, vr = TAGS[name]
        element = self._encode(wanted, vr, text.encode('ascii'))
        at = self.start
        while at + 8 <= len(self.data):
            tag, _, _, end = self._element(at)
            if tag >= wanted:
                end = end if tag == wanted else at
                self.data = self.data[:at] + element + self.data[end:]
                return
            at = end
        raise Unknown('no place for it')


def edited(data, **attributes):
    """The bytes of a DICOM file with some of its attributes changed, named by their keywords."""
    editor = Editor(data)
    for name, text in attributes.items():
        editor.set(name, text)
    return editor.data

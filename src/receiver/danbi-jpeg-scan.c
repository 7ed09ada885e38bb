/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows the markers of a JPEG file as its bytes come by: begin, frame, scan, end. */
#include "config.h"

#include "danbi-jpeg-scan.h"

/* Spelling (ITU-T T.81, annex B): FF D8, then segments FF xx with a length of two bytes that
 * counts itself, then FF DA and coded data, in which FF 00 and FF D0 to D7 are no markers, and FF
 * D9 at the end. Any number of FF may stand before a marker. What follows the end is passed over:
 * cameras write there. */

enum
{
  STATE_FIRST,       /* FF of SOI */
  STATE_SECOND,      /* D8 of SOI */
  STATE_MARKER_FF,   /* FF of a marker */
  STATE_MARKER_CODE, /* its code */
  STATE_LENGTH_HIGH,
  STATE_LENGTH_LOW,
  STATE_SEGMENT,
  STATE_CODED,
  STATE_CODED_FF,
  STATE_DONE,
};

#define MARKER_SOI 0xd8
#define MARKER_EOI 0xd9
#define MARKER_SOS 0xda
#define MARKER_TEM 0x01

static gboolean
is_frame (guint marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
is_restart (guint marker)
{
  return marker >= 0xd0 && marker <= 0xd7;
}

static void
take_marker (DanbiJpegScan *self,
             guint          marker)
{
  if (marker == 0xff)
    return; /* a fill byte */
  self->marker = marker;
  if (marker == MARKER_EOI)
    {
      self->has_end = TRUE;
      self->state = STATE_DONE;
    }
  else if (marker == 0x00 || marker == MARKER_SOI)
    self->broken = TRUE;
  else if (is_restart (marker) || marker == MARKER_TEM)
    self->state = STATE_MARKER_FF;
  else
    self->state = STATE_LENGTH_HIGH;
}

static void
end_segment (DanbiJpegScan *self)
{
  self->has_scan = self->has_scan || self->marker == MARKER_SOS;
  self->state = self->marker == MARKER_SOS ? STATE_CODED : STATE_MARKER_FF;
}

static void
take_length (DanbiJpegScan *self,
             guint          low)
{
  self->length += low;
  self->position = 2;
  self->dimension = 0;
  if (self->length < 2 || (is_frame (self->marker) && self->length < 8))
    self->broken = TRUE;
  else if (self->length == 2)
    end_segment (self);
  else
    self->state = STATE_SEGMENT;
}

/* The frame header gives precision, then height and width of two bytes each; a width of 0 is no
 * picture. (The height may follow later, in a DNL segment.) */
static void
take_segment_byte (DanbiJpegScan *self,
                   guint          byte)
{
  if (is_frame (self->marker) && (self->position == 5 || self->position == 6))
    self->dimension = self->dimension << 8 | byte;
  self->position++;
  if (is_frame (self->marker) && self->position == 7)
    {
      self->has_frame = TRUE;
      self->broken = self->broken || self->dimension == 0;
    }
  if (self->position == self->length)
    end_segment (self);
}

static void
take_coded_marker (DanbiJpegScan *self,
                   guint          byte)
{
  if (byte == 0x00 || is_restart (byte))
    self->state = STATE_CODED;
  else
    take_marker (self, byte);
}

static void
take_byte (DanbiJpegScan *self,
           guint          byte)
{
  switch (self->state)
    {
    case STATE_FIRST:
      self->broken = byte != 0xff;
      self->state = STATE_SECOND;
      break;
    case STATE_SECOND:
      self->broken = byte != MARKER_SOI;
      self->state = STATE_MARKER_FF;
      break;
    case STATE_MARKER_FF:
      self->broken = byte != 0xff;
      self->state = STATE_MARKER_CODE;
      break;
    case STATE_MARKER_CODE:
      take_marker (self, byte);
      break;
    case STATE_LENGTH_HIGH:
      self->length = byte << 8;
      self->state = STATE_LENGTH_LOW;
      break;
    case STATE_LENGTH_LOW:
      take_length (self, byte);
      break;
    case STATE_SEGMENT:
      take_segment_byte (self, byte);
      break;
    case STATE_CODED:
      if (byte == 0xff)
        self->state = STATE_CODED_FF;
      break;
    case STATE_CODED_FF:
      take_coded_marker (self, byte);
      break;
    default:
      break;
    }
}

/**
 * danbi_jpeg_scan_feed:
 * @self: a scan
 * @bytes: the next bytes of the file
 * @length: how many
 */
void
danbi_jpeg_scan_feed (DanbiJpegScan *self,
                      const guint8  *bytes,
                      gsize          length)
{
  for (gsize i = 0; i < length && !self->broken && self->state != STATE_DONE; i++)
    take_byte (self, bytes[i]);
}

/**
 * danbi_jpeg_scan_is_whole:
 * @self: a scan that was fed a whole file
 *
 * Returns: whether the file began, had a frame and a scan, and ended as a JPEG file does
 */
gboolean
danbi_jpeg_scan_is_whole (const DanbiJpegScan *self)
{
  return !self->broken && self->has_frame && self->has_scan && self->has_end;
}

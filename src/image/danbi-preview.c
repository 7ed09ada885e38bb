/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture for the screen, and the line by which the inspector announces it. */
#include "config.h"

#include <math.h>

#include "danbi-preview.h"

#define MAX_FULL_SIDE 1000000 /* a JPEG 2000 code stream may be wider than any DICOM image */
#define MAX_VALUE 1e300

typedef struct
{
  const char *key;
  glong offset;
  guint min, max;
} Count;

typedef struct
{
  const char *key;
  glong offset;
} Value;

#define COUNT(member, min, max) { #member, G_STRUCT_OFFSET (DanbiPreview, member), min, max }
#define VALUE(member) { #member, G_STRUCT_OFFSET (DanbiPreview, member) }

static const Count COUNTS[] = {
  COUNT (width, 1, DANBI_PREVIEW_MAX_SIDE),
  COUNT (height, 1, DANBI_PREVIEW_MAX_SIDE),
  COUNT (channels, 1, 3),
  COUNT (depth, 8, 16),
  COUNT (frames, 1, G_MAXINT32),
  COUNT (full_width, 1, MAX_FULL_SIDE),
  COUNT (full_height, 1, MAX_FULL_SIDE),
};

static const Value VALUES[] = {
  VALUE (low), VALUE (high), VALUE (window_center), VALUE (window_width),
};

/**
 * danbi_preview_new:
 * @width: pixels, 1 or more
 * @height: pixels, 1 or more
 * @channels: 1 (grey) or 3 (RGB)
 * @depth: bits a sample: 8, or 16 with one channel
 * @pixels: (transfer full): @width × @height × @channels samples from g_malloc()
 *
 * The only picture of a file, and of full size until the caller says otherwise.
 *
 * Returns: (transfer full): the picture
 */
DanbiPreview *
danbi_preview_new (guint    width,
                   guint    height,
                   guint    channels,
                   guint    depth,
                   gpointer pixels)
{
  DanbiPreview *self = g_new0 (DanbiPreview, 1);

  self->width = self->full_width = width;
  self->height = self->full_height = height;
  self->channels = channels;
  self->depth = depth;
  self->frames = 1;
  self->pixels = g_bytes_new_take (pixels, danbi_preview_get_bytes (self));
  return self;
}

/**
 * danbi_preview_free:
 * @self: (nullable): a picture
 */
void
danbi_preview_free (DanbiPreview *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_free (self);
}

/**
 * danbi_preview_fit:
 * @max_side: the longest side that is wanted, in pixels; 0: %DANBI_PREVIEW_MAX_SIDE
 * @width: (inout): pixels; made smaller with @height so that the longer one is @max_side
 * @height: (inout): pixels
 *
 * Never enlarges, and leaves at least one pixel.
 */
void
danbi_preview_fit (guint  max_side,
                   guint *width,
                   guint *height)
{
  guint bound = max_side > 0 ? MIN (max_side, DANBI_PREVIEW_MAX_SIDE) : DANBI_PREVIEW_MAX_SIDE;
  guint64 longer = MAX (*width, *height);

  if (longer <= bound)
    return;
  *width = (guint) MAX ((*width * (guint64) bound + longer / 2) / longer, 1);
  *height = (guint) MAX ((*height * (guint64) bound + longer / 2) / longer, 1);
}

/**
 * danbi_preview_get_bytes:
 * @self: a picture
 *
 * Returns: how many bytes its pixels take
 */
gsize
danbi_preview_get_bytes (const DanbiPreview *self)
{
  return (gsize) self->width * self->height * self->channels * (self->depth / 8);
}

/**
 * danbi_preview_to_json:
 * @self: a picture
 *
 * Returns: (transfer full): all of it but the pixels, which follow the line as they are
 */
json_t *
danbi_preview_to_json (const DanbiPreview *self)
{
  json_t *object = json_object ();

  for (guint i = 0; i < G_N_ELEMENTS (COUNTS); i++)
    json_object_set_new (object, COUNTS[i].key,
                         json_integer (G_STRUCT_MEMBER (guint, self, COUNTS[i].offset)));
  for (guint i = 0; i < G_N_ELEMENTS (VALUES); i++)
    json_object_set_new (object, VALUES[i].key,
                         json_real (G_STRUCT_MEMBER (double, self, VALUES[i].offset)));
  json_object_set_new (object, "inverted", json_boolean (self->inverted));
  json_object_set_new (object, "bytes", json_integer ((json_int_t) danbi_preview_get_bytes (self)));
  return object;
}

static gboolean
take_counts (DanbiPreview *self,
             const json_t *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (COUNTS); i++)
    {
      const json_t *value = json_object_get (object, COUNTS[i].key);
      json_int_t count = json_integer_value (value);

      if (!json_is_integer (value) || count < COUNTS[i].min || count > COUNTS[i].max)
        return FALSE;
      G_STRUCT_MEMBER (guint, self, COUNTS[i].offset) = (guint) count;
    }
  return self->channels != 2
         && (self->depth == 8 || (self->depth == 16 && self->channels == 1));
}

static gboolean
take_values (DanbiPreview *self,
             const json_t *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (VALUES); i++)
    {
      const json_t *value = json_object_get (object, VALUES[i].key);
      double number = json_number_value (value);

      if (!json_is_number (value) || !isfinite (number) || fabs (number) > MAX_VALUE)
        return FALSE;
      G_STRUCT_MEMBER (double, self, VALUES[i].offset) = number;
    }
  self->inverted = json_is_true (json_object_get (object, "inverted"));
  return self->window_width >= 0 && (self->depth == 8 || self->low < self->high);
}

/**
 * danbi_preview_from_json:
 * @object: what a child announces
 *
 * Returns: (transfer full) (nullable): the picture without its pixels, %NULL where a number is
 *   absent or out of its bounds
 */
DanbiPreview *
danbi_preview_from_json (const json_t *object)
{
  g_autoptr (DanbiPreview) self = g_new0 (DanbiPreview, 1);

  return take_counts (self, object) && take_values (self, object) ? g_steal_pointer (&self) : NULL;
}

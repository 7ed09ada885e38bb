/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is before and after a picture: the images of a case, and the slices of a series. */
#include "config.h"

#include "danbi-stack.h"
#include "danbi-unseen.h"

static gboolean
is_same_series (GPtrArray *stack,
                guint      a,
                guint      b)
{
  const DanbiImage *one = g_ptr_array_index (stack, a);
  const DanbiImage *other = g_ptr_array_index (stack, b);

  return g_strcmp0 (one->series_uid ? one->series_uid : "",
                    other->series_uid ? other->series_uid : "") == 0;
}

/**
 * danbi_stack_new:
 * @images: the images of a case, a list of #DanbiImage
 *
 * Returns: (transfer full) (element-type DanbiImage): those that are sent and can be shown
 */
GPtrArray *
danbi_stack_new (GListModel *images)
{
  GPtrArray *stack = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (images, i);

      if (danbi_image_is_to_be_seen (image))
        g_ptr_array_add (stack, g_steal_pointer (&image));
    }
  return stack;
}

/**
 * danbi_stack_new_series:
 * @stack: the images of a case
 * @place: one of them
 *
 * Finds the slices that one goes through with the wheel. Images of no series, such as JPGs, are one
 * stack together; a file of several frames is one by itself.
 *
 * Returns: (transfer full) (element-type DanbiImage): the images of its series, in their order
 */
GPtrArray *
danbi_stack_new_series (GPtrArray *stack,
                        guint      place)
{
  GPtrArray *series = g_ptr_array_new_with_free_func (g_object_unref);
  const DanbiImage *image = g_ptr_array_index (stack, place);

  for (guint i = 0; i < stack->len; i++)
    {
      DanbiImage *other = g_ptr_array_index (stack, i);

      if (i == place
          || (is_same_series (stack, i, place) && other->frames <= 1 && image->frames <= 1))
        g_ptr_array_add (series, g_object_ref (other));
    }
  return series;
}

/**
 * danbi_stack_find:
 * @stack: images
 * @image: an image
 *
 * Returns: where it stands, from 0; their number where it is none of them
 */
guint
danbi_stack_find (GPtrArray        *stack,
                  const DanbiImage *image)
{
  guint place;

  return g_ptr_array_find (stack, image, &place) ? place : stack->len;
}

/**
 * danbi_stack_find_same:
 * @stack: images
 * @image: an image of an earlier set of the same case
 *
 * Returns: where the same file stands now; their number where it is gone
 */
guint
danbi_stack_find_same (GPtrArray        *stack,
                       const DanbiImage *image)
{
  for (guint i = 0; i < stack->len; i++)
    {
      const DanbiImage *other = g_ptr_array_index (stack, i);

      if (other == image || (image->sha256 && g_strcmp0 (image->sha256, other->sha256) == 0))
        return i;
    }
  return stack->len;
}

/**
 * danbi_stack_find_next_series:
 * @stack: the images of a case
 * @place: one of them
 * @direction: 1: the series after it; -1: the one before it
 *
 * Returns: the first image of that series; @place where there is none
 */
guint
danbi_stack_find_next_series (GPtrArray *stack,
                              guint      place,
                              int        direction)
{
  guint at = place;

  while (at < stack->len && is_same_series (stack, at, place))
    at += (guint) direction; /* below 0 it is beyond the end */
  if (at >= stack->len)
    return place;
  /* Backwards one comes to the end of a series first. */
  while (direction < 0 && at > 0 && is_same_series (stack, at - 1, at))
    at--;
  return at;
}

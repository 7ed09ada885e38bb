/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the receiver rejected a case, error by error, and whether that was answered since. */
#include "config.h"

#include "danbi-rejection.h"

static GQuark
rejections_quark (void)
{
  return g_quark_from_static_string ("danbi-rejections");
}

/**
 * danbi_rejection_new:
 * @field: the field it is about, %DANBI_FIELD_NONE for the case as a whole
 * @code: NHI's error code
 * @value: what the field holds
 *
 * Returns: (transfer full): one error of the receiver
 */
DanbiRejection *
danbi_rejection_new (DanbiField  field,
                     const char *code,
                     const char *value)
{
  DanbiRejection *self = g_new0 (DanbiRejection, 1);

  self->field = field;
  self->code = g_strdup (code);
  self->value = g_strdup (value);
  return self;
}

/**
 * danbi_rejection_free:
 * @self: (nullable): one error of the receiver
 */
void
danbi_rejection_free (DanbiRejection *self)
{
  if (!self)
    return;
  g_free (self->code);
  g_free (self->value);
  g_free (self);
}

/**
 * danbi_rejection_is_answered:
 * @self: one error of the receiver
 * @item: the case that it rejected
 *
 * Whether that is right now only the receiver can say. An error about the case as a whole cannot be
 * answered by one field and stands until the next outcome.
 *
 * Returns: whether the field holds something else than when the answer was noted
 */
gboolean
danbi_rejection_is_answered (const DanbiRejection *self,
                             DanbiCase            *item)
{
  return self->field != DANBI_FIELD_NONE
         && g_strcmp0 (self->value, danbi_case_get_value (item, self->field)) != 0;
}

/**
 * danbi_case_get_rejections:
 * @self: a case
 *
 * Returns: (transfer none) (nullable) (element-type DanbiRejection): why the receiver rejected it
 *   the last time, one entry an error; %NULL where it did not
 */
GPtrArray *
danbi_case_get_rejections (DanbiCase *self)
{
  return g_object_get_qdata (G_OBJECT (self), rejections_quark ());
}

/**
 * danbi_case_take_rejections:
 * @self: a case
 * @rejections: (transfer full) (nullable) (element-type DanbiRejection): why the receiver rejected
 *   it; none counts as %NULL
 *
 * Whoever shows the case is told by "notify::outcome".
 */
void
danbi_case_take_rejections (DanbiCase *self,
                            GPtrArray *rejections)
{
  if (rejections && rejections->len == 0)
    g_clear_pointer (&rejections, g_ptr_array_unref);
  if (!rejections && !danbi_case_get_rejections (self))
    return;
  g_object_set_qdata_full (G_OBJECT (self), rejections_quark (), rejections,
                           (GDestroyNotify) g_ptr_array_unref);
  g_object_notify (G_OBJECT (self), "outcome");
}

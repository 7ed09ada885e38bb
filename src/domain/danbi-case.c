/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case as everybody sees it: the values and where they came from, the images, the findings and
 * what became of it. */
#include "config.h"

#include <string.h>

#include "danbi-case.h"
#include "danbi-unseen.h"

struct _DanbiCase
{
  GObject parent_instance;

  gint64 id;
  DanbiState state;
  guint revision;
  DanbiRecord *record;
  DanbiOrigin origins[DANBI_LAST_FIELD + 1]; /* by DanbiField */
  GListStore *images;
  GListStore *findings;
  GHashTable *overrides; /* rule id to DanbiOverride */
  char *receipt;
  char *outcome;
};

/* The properties of the fields have the numbers of the fields. */
enum
{
  PROP_ID = DANBI_LAST_FIELD + 1,
  PROP_STATE,
  PROP_REVISION,
  PROP_IMAGES,
  PROP_FINDINGS,
  PROP_RECEIPT,
  PROP_OUTCOME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiCase, danbi_case, G_TYPE_OBJECT)

typedef gboolean (*EqualFunc) (gpointer a, gpointer b);

static gboolean
same_pointer (gpointer a,
              gpointer b)
{
  return a == b;
}

static gboolean
same_finding (gpointer a,
              gpointer b)
{
  return danbi_finding_equal (a, b);
}

/* Whether item @place of @store is @item. */
static gboolean
has_item_at (GListStore *store,
             guint       place,
             gpointer    item,
             EqualFunc   equal)
{
  g_autoptr (GObject) there = g_list_model_get_item (G_LIST_MODEL (store), place);

  return equal (there, item);
}

/* Makes @store hold @items with the smallest change that one signal can tell, so that what stayed
 * is not drawn again. Returns whether anything changed. */
static gboolean
replace_items (GListStore *store,
               GPtrArray  *items,
               EqualFunc   equal)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint n_same = MIN (n_old, items->len);
  guint head = 0;
  guint tail = 0;

  while (head < n_same && has_item_at (store, head, items->pdata[head], equal))
    head++;
  while (tail < n_same - head
         && has_item_at (store, n_old - 1 - tail, items->pdata[items->len - 1 - tail], equal))
    tail++;
  if (head == n_old && head == items->len)
    return FALSE;
  g_list_store_splice (store, head, n_old - head - tail, items->pdata + head,
                       items->len - head - tail);
  return TRUE;
}

/* A field or an image changed: whoever keeps the case has something to save. */
static void
touch (DanbiCase *self)
{
  self->revision++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVISION]);
}

static void
danbi_case_finalize (GObject *object)
{
  DanbiCase *self = DANBI_CASE (object);

  danbi_record_free (self->record);
  g_clear_object (&self->images);
  g_clear_object (&self->findings);
  g_hash_table_unref (self->overrides);
  g_free (self->receipt);
  g_free (self->outcome);

  G_OBJECT_CLASS (danbi_case_parent_class)->finalize (object);
}

static void
danbi_case_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  DanbiCase *self = DANBI_CASE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_REVISION:
      g_value_set_uint (value, self->revision);
      break;
    case PROP_IMAGES:
      g_value_set_object (value, self->images);
      break;
    case PROP_FINDINGS:
      g_value_set_object (value, self->findings);
      break;
    case PROP_RECEIPT:
      g_value_set_string (value, self->receipt);
      break;
    case PROP_OUTCOME:
      g_value_set_string (value, self->outcome);
      break;
    default:
      if (prop_id >= DANBI_FIRST_FIELD && prop_id <= DANBI_LAST_FIELD)
        g_value_set_string (value, danbi_record_get (self->record, (DanbiField) prop_id));
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* "patient_id" is the property "patient-id". */
static void
install_field_properties (void)
{
  for (guint field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (danbi_field_get_key (field)), "_", '-');

      properties[field] = g_param_spec_string (name, NULL, NULL, "",
                                               G_PARAM_READABLE | G_PARAM_STATIC_NICK
                                                 | G_PARAM_STATIC_BLURB | G_PARAM_EXPLICIT_NOTIFY);
    }
}

static void
danbi_case_class_init (DanbiCaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = danbi_case_finalize;
  object_class->get_property = danbi_case_get_property;

  install_field_properties ();
  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, DANBI_N_STATES - 1,
                                             DANBI_STATE_DRAFT, flags);
  properties[PROP_REVISION] = g_param_spec_uint ("revision", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IMAGES] = g_param_spec_object ("images", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_FINDINGS] = g_param_spec_object ("findings", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   flags);
  properties[PROP_RECEIPT] = g_param_spec_string ("receipt", NULL, NULL, NULL, flags);
  properties[PROP_OUTCOME] = g_param_spec_string ("outcome", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
danbi_case_init (DanbiCase *self)
{
  self->record = danbi_record_new ();
  self->images = g_list_store_new (DANBI_TYPE_IMAGE);
  self->findings = g_list_store_new (DANBI_TYPE_FINDING);
  self->overrides = danbi_overrides_new ();
}

/**
 * danbi_case_new:
 *
 * Returns: (transfer full): a draft of which nothing is known yet
 */
DanbiCase *
danbi_case_new (void)
{
  return g_object_new (DANBI_TYPE_CASE, NULL);
}

/**
 * danbi_case_get_id:
 * @self: a case
 *
 * Returns: its number in the store, 0 while it is in none
 */
gint64
danbi_case_get_id (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), 0);

  return self->id;
}

/**
 * danbi_case_set_id:
 * @self: a case
 * @id: its number in the store, from 1
 */
void
danbi_case_set_id (DanbiCase *self,
                   gint64     id)
{
  g_return_if_fail (DANBI_IS_CASE (self));

  if (self->id == id)
    return;
  self->id = id;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
}

/**
 * danbi_case_get_state:
 * @self: a case
 *
 * Returns: what became of it so far
 */
DanbiState
danbi_case_get_state (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), DANBI_STATE_DRAFT);

  return self->state;
}

/**
 * danbi_case_set_state:
 * @self: a case
 * @state: what became of it
 */
void
danbi_case_set_state (DanbiCase *self,
                      DanbiState state)
{
  g_return_if_fail (DANBI_IS_CASE (self));
  g_return_if_fail (state < DANBI_N_STATES);

  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * danbi_case_is_editable:
 * @self: a case
 *
 * Returns: whether its fields may be changed: only before it was sent and after it was rejected
 *   (RULEBOOK section 6)
 */
gboolean
danbi_case_is_editable (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), FALSE);

  return self->state == DANBI_STATE_DRAFT || self->state == DANBI_STATE_READY
         || self->state == DANBI_STATE_REJECTED;
}

/**
 * danbi_case_get_revision:
 * @self: a case
 *
 * Returns: a number that rises with each change of a field, an override or the images
 */
guint
danbi_case_get_revision (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), 0);

  return self->revision;
}

/**
 * danbi_case_get_value:
 * @self: a case
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Returns: (transfer none): the value, "" where it is absent; valid until it is set again
 */
const char *
danbi_case_get_value (DanbiCase *self,
                      DanbiField field)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), "");

  return danbi_record_get (self->record, field);
}

/* Whether a person stands for the value, so that the program leaves it alone. */
static gboolean
is_vouched_for (DanbiOrigin origin)
{
  return origin == DANBI_ORIGIN_TYPED || origin == DANBI_ORIGIN_IMAGE_CONFIRMED
         || origin == DANBI_ORIGIN_EARLIER;
}

/**
 * danbi_case_set_value:
 * @self: a case
 * @field: a field; not %DANBI_FIELD_NONE
 * @value: (nullable): its value as it will stand in the CSV; %NULL is the same as ""
 * @origin: where it came from; %DANBI_ORIGIN_NONE counts as typed where there is a value
 *
 * Sets a value. What the program fills in never replaces what a person typed (RULEBOOK section 8):
 * such a call is without effect. An empty value has no origin, so that it may be filled in again.
 * Whether the case may be edited is for the caller to ask.
 */
void
danbi_case_set_value (DanbiCase  *self,
                      DanbiField  field,
                      const char *value,
                      DanbiOrigin origin)
{
  gboolean filled_in = origin == DANBI_ORIGIN_PROPOSED || origin == DANBI_ORIGIN_IMAGE;
  gboolean empty = !value || *value == '\0';

  g_return_if_fail (DANBI_IS_CASE (self));
  g_return_if_fail (field >= DANBI_FIRST_FIELD && field <= DANBI_LAST_FIELD);

  if (filled_in && is_vouched_for (self->origins[field]))
    return;
  if (empty)
    origin = DANBI_ORIGIN_NONE;
  else if (origin == DANBI_ORIGIN_NONE)
    origin = DANBI_ORIGIN_TYPED;
  if (self->origins[field] == origin
      && g_strcmp0 (danbi_record_get (self->record, field), empty ? "" : value) == 0)
    return;

  self->origins[field] = origin;
  danbi_record_set (self->record, field, value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[field]);
  touch (self);
}

/**
 * danbi_case_get_origin:
 * @self: a case
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Returns: where its value came from
 */
DanbiOrigin
danbi_case_get_origin (DanbiCase *self,
                       DanbiField field)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), DANBI_ORIGIN_NONE);
  g_return_val_if_fail (field >= DANBI_FIRST_FIELD && field <= DANBI_LAST_FIELD, DANBI_ORIGIN_NONE);

  return self->origins[field];
}

/**
 * danbi_case_needs_confirmation:
 * @self: a case
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Returns: whether the field is to be marked 請確認: the program filled it in and nobody has
 *   confirmed it. The archive name is the program's own and needs nobody's word.
 */
gboolean
danbi_case_needs_confirmation (DanbiCase *self,
                               DanbiField field)
{
  DanbiOrigin origin = danbi_case_get_origin (self, field);

  return field != DANBI_FIELD_ARCHIVE_NAME
         && (origin == DANBI_ORIGIN_PROPOSED || origin == DANBI_ORIGIN_IMAGE);
}

/**
 * danbi_case_confirm:
 * @self: a case
 * @field: a field; not %DANBI_FIELD_NONE
 *
 * Takes what stands in the field as if a person had typed it, but for one thing: that it was taken
 * from an image stays known. An empty field stays as it is.
 */
void
danbi_case_confirm (DanbiCase *self,
                    DanbiField field)
{
  DanbiOrigin origin = danbi_case_get_origin (self, field);
  gboolean of_image = origin == DANBI_ORIGIN_IMAGE || origin == DANBI_ORIGIN_IMAGE_CONFIRMED;

  danbi_case_set_value (self, field, danbi_case_get_value (self, field),
                        of_image ? DANBI_ORIGIN_IMAGE_CONFIRMED : DANBI_ORIGIN_TYPED);
}

/**
 * danbi_case_get_fields_of_image:
 * @self: a case
 *
 * Returns: the fields whose values were taken from an image, for #DanbiCheckInput: bit n for the
 *   #DanbiField n
 */
guint32
danbi_case_get_fields_of_image (DanbiCase *self)
{
  guint32 fields = 0;

  g_return_val_if_fail (DANBI_IS_CASE (self), 0);

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    if (self->origins[field] == DANBI_ORIGIN_IMAGE
        || self->origins[field] == DANBI_ORIGIN_IMAGE_CONFIRMED)
      fields |= 1u << field;
  return fields;
}

/**
 * danbi_case_get_record:
 * @self: a case
 *
 * Returns: (transfer none): all values; they change with the case
 */
const DanbiRecord *
danbi_case_get_record (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), NULL);

  return self->record;
}

/**
 * danbi_case_get_images:
 * @self: a case
 *
 * Returns: (transfer none): its files, a live list of #DanbiImage
 */
GListModel *
danbi_case_get_images (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), NULL);

  return G_LIST_MODEL (self->images);
}

static GPtrArray *
dup_items (GListStore *store)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  GPtrArray *items = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (store), i));
  return items;
}

/**
 * danbi_case_dup_image_array:
 * @self: a case
 *
 * Returns: (transfer full) (element-type DanbiImage): its files, as danbi_check() takes them
 */
GPtrArray *
danbi_case_dup_image_array (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), NULL);

  return dup_items (self->images);
}

/**
 * danbi_case_take_images:
 * @self: a case
 * @images: (transfer full) (element-type DanbiImage): all its files from now on
 *
 * What was in the case before and was looked at stays looked at.
 */
void
danbi_case_take_images (DanbiCase *self,
                        GPtrArray *images)
{
  g_autoptr (GPtrArray) taken = images;

  g_return_if_fail (DANBI_IS_CASE (self));

  danbi_unseen_carry (G_LIST_MODEL (self->images), taken);
  if (replace_items (self->images, taken, same_pointer))
    touch (self);
}

/**
 * danbi_case_mark_looked_at:
 * @self: a case
 * @image: one of its images
 *
 * Notes that a person had the image on the screen, and tells it by "notify::images". The revision
 * does not rise: what is sent does not depend on it.
 *
 * Returns: whether nobody had looked at it before
 */
gboolean
danbi_case_mark_looked_at (DanbiCase  *self,
                           DanbiImage *image)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), FALSE);

  if (image->looked_at)
    return FALSE;
  image->looked_at = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGES]);
  return TRUE;
}

/**
 * danbi_case_get_findings:
 * @self: a case
 *
 * Returns: (transfer none): what the last check found, a live list of #DanbiFinding
 */
GListModel *
danbi_case_get_findings (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), NULL);

  return G_LIST_MODEL (self->findings);
}

/**
 * danbi_case_take_findings:
 * @self: a case
 * @findings: (transfer full) (element-type DanbiFinding): what a check found
 *
 * Findings that were there before stay the same objects, and where nothing changed no signal is
 * emitted. The revision does not rise: findings follow from the case and need not be saved.
 */
void
danbi_case_take_findings (DanbiCase *self,
                          GPtrArray *findings)
{
  g_autoptr (GPtrArray) taken = findings;

  g_return_if_fail (DANBI_IS_CASE (self));

  replace_items (self->findings, taken, same_finding);
}

/**
 * danbi_case_count_blocking:
 * @self: a case
 *
 * Returns: how many things stand against sending since the last check. What is wrong with a hundred
 *   images of a series in the same way is one thing
 */
guint
danbi_case_count_blocking (DanbiCase *self)
{
  gboolean seen[DANBI_N_REASONS][DANBI_LAST_FIELD + 1] = { 0 };
  guint n = 0;

  g_return_val_if_fail (DANBI_IS_CASE (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->findings)); i++)
    {
      g_autoptr (DanbiFinding) finding = g_list_model_get_item (G_LIST_MODEL (self->findings), i);

      if (danbi_finding_blocks (finding))
        {
          gboolean *met = &seen[danbi_finding_get_reason (finding)]
                               [danbi_finding_get_field (finding)];

          n += *met ? 0 : 1;
          *met = TRUE;
        }
    }
  return n;
}

/**
 * danbi_case_get_overrides:
 * @self: a case
 *
 * Returns: (transfer none) (element-type utf8 DanbiOverride): rule id to the reason for which the
 *   user sends all the same, for danbi_check(); change it with danbi_case_override() only
 */
GHashTable *
danbi_case_get_overrides (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), NULL);

  return self->overrides;
}

/* All that was found by @rule the last time, with the reason for which it is sent all the same. */
static DanbiOverride *
override_what_was_found (DanbiCase  *self,
                         const char *rule,
                         const char *why)
{
  DanbiOverride *given = danbi_override_new_bound (why, "");
  g_autoptr (GPtrArray) findings = dup_items (self->findings);

  for (guint i = 0; i < findings->len; i++)
    if (danbi_finding_get_overridable (findings->pdata[i])
        && strcmp (danbi_finding_get_rule (findings->pdata[i]), rule) == 0)
      danbi_override_add (given, findings->pdata[i]);
  return given;
}

/**
 * danbi_case_override:
 * @self: a case
 * @rule: a rule id
 * @why: (nullable): why the case is to be sent all the same; %NULL or "" takes it back
 *
 * Lifts what the last check found by a rule, and nothing that is found by it later: a reason given
 * for one patient's image does not hold for another's. Takes effect with the next check.
 */
void
danbi_case_override (DanbiCase  *self,
                     const char *rule,
                     const char *why)
{
  g_return_if_fail (DANBI_IS_CASE (self));
  g_return_if_fail (rule != NULL);

  if (why && *why != '\0')
    danbi_case_take_override (self, rule, override_what_was_found (self, rule, why));
  else if (g_hash_table_remove (self->overrides, rule))
    touch (self);
}

/**
 * danbi_case_take_override:
 * @self: a case
 * @rule: a rule id
 * @given: (transfer full): the reason, and what it was given for
 */
void
danbi_case_take_override (DanbiCase     *self,
                          const char    *rule,
                          DanbiOverride *given)
{
  g_autoptr (DanbiOverride) taken = given;
  const DanbiOverride *known;

  g_return_if_fail (DANBI_IS_CASE (self));
  g_return_if_fail (rule != NULL);

  known = g_hash_table_lookup (self->overrides, rule);
  if (known && danbi_override_equal (known, taken))
    return;
  g_hash_table_insert (self->overrides, g_strdup (rule), g_steal_pointer (&taken));
  touch (self);
}

/**
 * danbi_case_get_receipt:
 * @self: a case
 *
 * Returns: (transfer none) (nullable): the receiver's number of the batch it was last sent with
 */
const char *
danbi_case_get_receipt (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), NULL);

  return self->receipt;
}

/**
 * danbi_case_set_receipt:
 * @self: a case
 * @receipt: (nullable): the receiver's number of the batch
 */
void
danbi_case_set_receipt (DanbiCase  *self,
                        const char *receipt)
{
  g_return_if_fail (DANBI_IS_CASE (self));

  if (g_strcmp0 (self->receipt, receipt) == 0)
    return;
  g_free (self->receipt);
  self->receipt = g_strdup (receipt);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIPT]);
}

/**
 * danbi_case_get_outcome:
 * @self: a case
 *
 * Returns: (transfer none) (nullable): why the receiver rejected it the last time, a sentence a
 *   line; %NULL where it did not
 */
const char *
danbi_case_get_outcome (DanbiCase *self)
{
  g_return_val_if_fail (DANBI_IS_CASE (self), NULL);

  return self->outcome;
}

/**
 * danbi_case_set_outcome:
 * @self: a case
 * @outcome: (nullable): why the receiver rejected it, a sentence a line; "" counts as %NULL
 */
void
danbi_case_set_outcome (DanbiCase  *self,
                        const char *outcome)
{
  g_return_if_fail (DANBI_IS_CASE (self));

  if (outcome && *outcome == '\0')
    outcome = NULL;
  if (g_strcmp0 (self->outcome, outcome) == 0)
    return;
  g_free (self->outcome);
  self->outcome = g_strdup (outcome);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
}

static void
copy_value (DanbiCase *from,
            DanbiCase *to,
            DanbiField field)
{
  danbi_record_set (to->record, field, danbi_record_get (from->record, field));
  to->origins[field] = from->origins[field];
}

/**
 * danbi_case_copy:
 * @self: a case
 *
 * Makes a snapshot that another thread may keep while @self goes on changing. Images and findings
 * do not change and are shared.
 *
 * Returns: (transfer full): a case of the same id, state, revision, values, images, findings,
 *   overrides and receipt
 */
DanbiCase *
danbi_case_copy (DanbiCase *self)
{
  DanbiCase *copy = danbi_case_new ();
  g_autoptr (GPtrArray) images = dup_items (self->images);
  g_autoptr (GPtrArray) findings = dup_items (self->findings);

  copy->id = self->id;
  copy->state = self->state;
  copy->revision = self->revision;
  copy->receipt = g_strdup (self->receipt);
  copy->outcome = g_strdup (self->outcome);
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    copy_value (self, copy, field);
  danbi_overrides_add_all (copy->overrides, self->overrides);
  replace_items (copy->images, images, same_pointer);
  replace_items (copy->findings, findings, same_pointer);
  return copy;
}

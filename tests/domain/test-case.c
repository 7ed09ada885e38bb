/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a case keeps, what it refuses, and when it speaks. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "danbi-case.h"

typedef struct
{
  guint n_field;
  guint n_revision;
  guint n_items;
  guint position;
  guint removed;
  guint added;
} Heard;

static void
notify_cb (GObject    *object,
           GParamSpec *pspec,
           gpointer    user_data)
{
  Heard *heard = user_data;

  if (strcmp (pspec->name, "revision") == 0)
    heard->n_revision++;
  else
    heard->n_field++;
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  Heard *heard = user_data;

  heard->n_items++;
  heard->position = position;
  heard->removed = removed;
  heard->added = added;
}

static void
test_a_new_case_is_an_empty_draft (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();

  g_assert_cmpint (danbi_case_get_id (item), ==, 0);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_DRAFT);
  g_assert_cmpuint (danbi_case_get_revision (item), ==, 0);
  g_assert_null (danbi_case_get_receipt (item));
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_findings (item)), ==, 0);
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_assert_cmpstr (danbi_case_get_value (item, field), ==, "");
      g_assert_cmpint (danbi_case_get_origin (item, field), ==, DANBI_ORIGIN_NONE);
      g_assert_false (danbi_case_needs_confirmation (item, field));
    }
}

/* Who may write over whom. */
static void
test_what_a_person_typed_is_not_filled_in_again (void)
{
  const struct
  {
    DanbiOrigin before;
    DanbiOrigin origin;
    const char *value;
    const char *kept;
    DanbiOrigin after;
  } cases[] = {
    { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_PROPOSED, "new", "old", DANBI_ORIGIN_TYPED },
    { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_IMAGE, "new", "old", DANBI_ORIGIN_TYPED },
    { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_PROPOSED, "", "old", DANBI_ORIGIN_TYPED },
    { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_PROPOSED, "old", "old", DANBI_ORIGIN_TYPED },
    { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_TYPED, "new", "new", DANBI_ORIGIN_TYPED },
    { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_TYPED, "", "", DANBI_ORIGIN_NONE },
    { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_TYPED, NULL, "", DANBI_ORIGIN_NONE },
    { DANBI_ORIGIN_PROPOSED, DANBI_ORIGIN_PROPOSED, "new", "new", DANBI_ORIGIN_PROPOSED },
    { DANBI_ORIGIN_PROPOSED, DANBI_ORIGIN_IMAGE, "new", "new", DANBI_ORIGIN_IMAGE },
    { DANBI_ORIGIN_PROPOSED, DANBI_ORIGIN_TYPED, "old", "old", DANBI_ORIGIN_TYPED },
    { DANBI_ORIGIN_PROPOSED, DANBI_ORIGIN_PROPOSED, "", "", DANBI_ORIGIN_NONE },
    { DANBI_ORIGIN_IMAGE, DANBI_ORIGIN_TYPED, "new", "new", DANBI_ORIGIN_TYPED },
    { DANBI_ORIGIN_NONE, DANBI_ORIGIN_PROPOSED, "new", "new", DANBI_ORIGIN_PROPOSED },
    { DANBI_ORIGIN_NONE, DANBI_ORIGIN_IMAGE, "new", "new", DANBI_ORIGIN_IMAGE },
    { DANBI_ORIGIN_NONE, DANBI_ORIGIN_NONE, "new", "new", DANBI_ORIGIN_TYPED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiCase) item = danbi_case_new ();

      if (cases[i].before != DANBI_ORIGIN_NONE)
        danbi_case_set_value (item, DANBI_FIELD_SITE, "old", cases[i].before);
      danbi_case_set_value (item, DANBI_FIELD_SITE, cases[i].value, cases[i].origin);
      g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_SITE), ==, cases[i].kept);
      g_assert_cmpint (danbi_case_get_origin (item, DANBI_FIELD_SITE), ==, cases[i].after);
      g_assert_cmpint (danbi_case_needs_confirmation (item, DANBI_FIELD_SITE), ==,
                       cases[i].after == DANBI_ORIGIN_PROPOSED
                         || cases[i].after == DANBI_ORIGIN_IMAGE);
    }
}

static void
test_a_change_is_told_once_and_no_change_never (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  Heard heard = { 0 };

  g_signal_connect (item, "notify", G_CALLBACK (notify_cb), &heard);
  danbi_case_set_value (item, DANBI_FIELD_SITE, "FM", DANBI_ORIGIN_PROPOSED);
  g_assert_cmpuint (heard.n_field, ==, 1);
  g_assert_cmpuint (danbi_case_get_revision (item), ==, 1);

  danbi_case_set_value (item, DANBI_FIELD_SITE, "FM", DANBI_ORIGIN_PROPOSED);
  g_assert_cmpuint (heard.n_field, ==, 1);

  danbi_case_confirm (item, DANBI_FIELD_SITE);
  g_assert_cmpuint (heard.n_field, ==, 2);
  g_assert_cmpint (danbi_case_get_origin (item, DANBI_FIELD_SITE), ==, DANBI_ORIGIN_TYPED);
  danbi_case_confirm (item, DANBI_FIELD_SITE);
  danbi_case_confirm (item, DANBI_FIELD_EXAM_TIME);
  danbi_case_set_value (item, DANBI_FIELD_SITE, "UB", DANBI_ORIGIN_IMAGE);
  g_assert_cmpuint (heard.n_field, ==, 2);
  g_assert_cmpuint (heard.n_revision, ==, 2);
  g_assert_cmpuint (danbi_case_get_revision (item), ==, 2);
}

static void
test_each_field_is_a_property_named_by_its_key (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (danbi_field_get_key (field)), "_", '-');
      g_autofree char *signal_name = g_strconcat ("notify::", name, NULL);
      g_autofree char *value = NULL;
      Heard heard = { 0 };

      g_signal_connect (item, signal_name, G_CALLBACK (notify_cb), &heard);
      danbi_case_set_value (item, field, name, DANBI_ORIGIN_TYPED);
      g_object_get (item, name, &value, NULL);
      g_assert_cmpstr (value, ==, name);
      g_assert_cmpuint (heard.n_field, ==, 1);
      g_signal_handlers_disconnect_by_data (item, &heard);
    }
}

static void
test_the_other_properties_follow (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GListModel) images = NULL;
  g_autoptr (GListModel) findings = NULL;
  Heard heard = { 0 };
  gint64 id = 0;
  int state = 0;
  guint revision = 0;

  g_signal_connect (item, "notify", G_CALLBACK (notify_cb), &heard);
  danbi_case_set_id (item, 7);
  danbi_case_set_id (item, 7);
  danbi_case_set_state (item, DANBI_STATE_SENT);
  danbi_case_set_state (item, DANBI_STATE_SENT);
  danbi_case_set_receipt (item, "R-1");
  danbi_case_set_receipt (item, "R-1");
  danbi_case_set_outcome (item, "wrong");
  danbi_case_set_outcome (item, "wrong");
  g_object_get (item, "id", &id, "state", &state, "revision", &revision, "images", &images,
                "findings", &findings, NULL);
  g_assert_cmpint (id, ==, 7);
  g_assert_cmpint (state, ==, DANBI_STATE_SENT);
  g_assert_cmpuint (revision, ==, 0);
  g_assert_true (images == danbi_case_get_images (item));
  g_assert_true (findings == danbi_case_get_findings (item));
  g_assert_cmpuint (heard.n_field, ==, 4);
  g_assert_cmpstr (danbi_case_get_receipt (item), ==, "R-1");
  g_assert_cmpstr (danbi_case_get_outcome (item), ==, "wrong");
  danbi_case_set_outcome (item, "");
  g_assert_null (danbi_case_get_outcome (item));
}

static void
test_only_what_is_not_with_the_receiver_may_be_edited (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  const gboolean editable[DANBI_N_STATES] = {
    [DANBI_STATE_DRAFT] = TRUE, [DANBI_STATE_READY] = TRUE, [DANBI_STATE_REJECTED] = TRUE
  };

  for (DanbiState state = 0; state < DANBI_N_STATES; state++)
    {
      danbi_case_set_state (item, state);
      g_assert_cmpint (danbi_case_is_editable (item), ==, editable[state]);
    }
}

static void
test_the_archive_name_needs_nobodys_word (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();

  danbi_case_set_value (item, DANBI_FIELD_ARCHIVE_NAME, "x", DANBI_ORIGIN_PROPOSED);
  g_assert_false (danbi_case_needs_confirmation (item, DANBI_FIELD_ARCHIVE_NAME));
}

static DanbiFinding *
finding (DanbiReason reason,
         const char *argument)
{
  return danbi_finding_new (reason, DANBI_FIELD_NONE, NULL, argument, NULL);
}

/* Letters stand for findings; what is told must be the smallest stretch that differs. */
static void
test_a_list_changes_only_where_it_differs (void)
{
  const struct
  {
    const char *before, *after;
    guint n_items, position, removed, added;
  } cases[] = {
    { "", "", 0, 0, 0, 0 },       { "", "a", 1, 0, 0, 1 },      { "abc", "abc", 0, 0, 0, 0 },
    { "abc", "", 1, 0, 3, 0 },    { "abc", "abxc", 1, 2, 0, 1 }, { "abc", "ac", 1, 1, 1, 0 },
    { "abc", "axc", 1, 1, 1, 1 }, { "abc", "xyz", 1, 0, 3, 3 }, { "aa", "aaa", 1, 2, 0, 1 },
    { "aaa", "aa", 1, 2, 1, 0 },  { "abc", "abcd", 1, 3, 0, 1 }, { "abc", "xabc", 1, 0, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiCase) item = danbi_case_new ();
      Heard heard = { 0 };

      for (guint turn = 0; turn < 2; turn++)
        {
          const char *letters = turn == 0 ? cases[i].before : cases[i].after;
          GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);

          for (; *letters != '\0'; letters++)
            g_ptr_array_add (findings, finding (DANBI_REASON_PATIENT_ID_FORMAT,
                                                (const char[]){ *letters, '\0' }));
          if (turn == 1)
            g_signal_connect (danbi_case_get_findings (item), "items-changed",
                              G_CALLBACK (items_changed_cb), &heard);
          danbi_case_take_findings (item, findings);
        }
      g_assert_cmpuint (heard.n_items, ==, cases[i].n_items);
      g_assert_cmpuint (heard.position, ==, cases[i].position);
      g_assert_cmpuint (heard.removed, ==, cases[i].removed);
      g_assert_cmpuint (heard.added, ==, cases[i].added);
      g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_findings (item)), ==,
                        strlen (cases[i].after));
      g_assert_cmpuint (danbi_case_get_revision (item), ==, 0);
    }
}

static GPtrArray *
make_images (guint n)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (images, danbi_image_new ("/a"));
  return images;
}

static void
test_images_are_content (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  Heard heard = { 0 };

  g_signal_connect (item, "notify::revision", G_CALLBACK (notify_cb), &heard);
  danbi_case_take_images (item, make_images (3));
  g_assert_cmpuint (heard.n_revision, ==, 1);
  danbi_case_take_images (item, danbi_case_dup_image_array (item));
  g_assert_cmpuint (heard.n_revision, ==, 1);
  danbi_case_take_images (item, make_images (0));
  g_assert_cmpuint (heard.n_revision, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 0);
}

static void
test_an_override_is_content (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  GHashTable *overrides = danbi_case_get_overrides (item);

  danbi_case_override (item, "F08.checksum", "because");
  danbi_case_override (item, "F08.checksum", "because");
  g_assert_cmpuint (danbi_case_get_revision (item), ==, 1);
  g_assert_cmpstr (danbi_override_get_why (g_hash_table_lookup (overrides, "F08.checksum")), ==,
                   "because");
  danbi_case_override (item, "F08.checksum", "");
  danbi_case_override (item, "F08.checksum", NULL);
  g_assert_cmpuint (danbi_case_get_revision (item), ==, 2);
  g_assert_cmpuint (g_hash_table_size (overrides), ==, 0);
}

static void
take_finding (DanbiCase  *item,
              const char *arg)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (findings, finding (DANBI_REASON_IMAGE_OTHER_ID, arg));
  danbi_case_take_findings (item, findings);
}

static gboolean
lifts (DanbiCase  *item,
       const char *arg)
{
  g_autoptr (DanbiFinding) found = finding (DANBI_REASON_IMAGE_OTHER_ID, arg);
  const DanbiOverride *given = g_hash_table_lookup (danbi_case_get_overrides (item),
                                                    "IMG.identity");

  return given && danbi_override_lifts (given, found);
}

/* The same reason for another patient's image is another reason. */
static void
test_an_override_is_bound_to_what_was_found (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (DanbiCase) copy = NULL;

  take_finding (item, "F131104093");
  danbi_case_override (item, "IMG.identity", "chart was merged");
  g_assert_true (lifts (item, "F131104093"));
  g_assert_false (lifts (item, "Y123456788"));

  take_finding (item, "Y123456788");
  g_assert_true (lifts (item, "F131104093"));
  danbi_case_override (item, "IMG.identity", "chart was merged");
  g_assert_cmpuint (danbi_case_get_revision (item), ==, 2);
  g_assert_false (lifts (item, "F131104093"));
  g_assert_true (lifts (item, "Y123456788"));

  copy = danbi_case_copy (item);
  danbi_case_override (item, "IMG.identity", NULL);
  g_assert_false (lifts (item, "Y123456788"));
  g_assert_true (lifts (copy, "Y123456788"));
  g_assert_false (lifts (copy, "F131104093"));
}

/* What came from an image stays known as that, whoever confirms it; what is typed is a person's. */
static void
test_what_came_from_an_image_stays_known (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  const guint32 bit = 1u << DANBI_FIELD_EXAM_TIME;

  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_IMAGE);
  danbi_case_set_value (item, DANBI_FIELD_SITE, "UB", DANBI_ORIGIN_PROPOSED);
  g_assert_true (danbi_case_needs_confirmation (item, DANBI_FIELD_EXAM_TIME));
  g_assert_cmpuint (danbi_case_get_fields_of_image (item), ==, bit);

  danbi_case_confirm (item, DANBI_FIELD_EXAM_TIME);
  danbi_case_confirm (item, DANBI_FIELD_EXAM_TIME);
  danbi_case_confirm (item, DANBI_FIELD_SITE);
  g_assert_false (danbi_case_needs_confirmation (item, DANBI_FIELD_EXAM_TIME));
  g_assert_cmpuint (danbi_case_get_fields_of_image (item), ==, bit);
  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511231520", DANBI_ORIGIN_IMAGE);
  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511231520", DANBI_ORIGIN_PROPOSED);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11511221520");

  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_TYPED);
  g_assert_cmpuint (danbi_case_get_fields_of_image (item), ==, 0);
}

static void
test_what_is_overridden_or_a_warning_does_not_block (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);
  DanbiFinding *lifted = finding (DANBI_REASON_PATIENT_ID_CHECKSUM, "A");

  danbi_finding_set_override (lifted, "because");
  g_ptr_array_add (findings, lifted);
  g_ptr_array_add (findings, finding (DANBI_REASON_PATIENT_ID_CHECKSUM, "B"));
  g_ptr_array_add (findings, finding (DANBI_REASON_PATIENT_ID_FORMAT, "C"));
  g_ptr_array_add (findings, finding (DANBI_REASON_PATIENT_ID_SHAPE, "D"));
  danbi_case_take_findings (item, findings);
  g_assert_cmpuint (danbi_case_count_blocking (item), ==, 2);
}

static DanbiCase *
make_full_case (void)
{
  DanbiCase *item = danbi_case_new ();
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_case_set_value (item, field, danbi_field_get_key (field),
                          field % 2 == 0 ? DANBI_ORIGIN_TYPED : DANBI_ORIGIN_PROPOSED);
  danbi_case_set_value (item, DANBI_FIELD_REPORT_SEQ, "9", DANBI_ORIGIN_TYPED);
  danbi_case_set_id (item, 12);
  danbi_case_set_state (item, DANBI_STATE_ACCEPTED);
  danbi_case_set_receipt (item, "R-2");
  danbi_case_override (item, "F10.code", "because");
  danbi_case_take_images (item, make_images (2));
  g_ptr_array_add (findings, finding (DANBI_REASON_PATIENT_ID_FORMAT, "A"));
  danbi_case_take_findings (item, findings);
  return item;
}

static void
test_a_copy_keeps_what_the_case_was (void)
{
  g_autoptr (DanbiCase) item = make_full_case ();
  guint revision = danbi_case_get_revision (item);
  g_autoptr (DanbiCase) copy = danbi_case_copy (item);

  danbi_case_set_value (item, DANBI_FIELD_SITE, "other", DANBI_ORIGIN_TYPED);
  danbi_case_override (item, "F10.code", NULL);
  danbi_case_take_images (item, make_images (0));
  danbi_case_take_findings (item, make_images (0));

  g_assert_cmpint (danbi_case_get_id (copy), ==, 12);
  g_assert_cmpint (danbi_case_get_state (copy), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (danbi_case_get_revision (copy), ==, revision);
  g_assert_cmpstr (danbi_case_get_receipt (copy), ==, "R-2");
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      gboolean number = field == DANBI_FIELD_REPORT_SEQ;

      g_assert_cmpstr (danbi_case_get_value (copy, field), ==,
                       number ? "9" : danbi_field_get_key (field));
      g_assert_cmpint (danbi_case_get_origin (copy, field), ==,
                       number || field % 2 == 0 ? DANBI_ORIGIN_TYPED : DANBI_ORIGIN_PROPOSED);
    }
  g_assert_cmpuint (g_hash_table_size (danbi_case_get_overrides (copy)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (copy)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_findings (copy)), ==, 1);
}

static void
test_the_next_order_keeps_the_visit_and_nothing_of_the_order (void)
{
  g_autoptr (DanbiCase) item = make_full_case ();
  g_autoptr (DanbiCase) next = danbi_case_new_next_order (item);

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      gboolean dropped = field == DANBI_FIELD_ORDER_CODE || field == DANBI_FIELD_SITE
                         || field == DANBI_FIELD_ARCHIVE_NAME;

      if (field == DANBI_FIELD_REPORT_SEQ)
        continue;
      g_assert_cmpstr (danbi_case_get_value (next, field), ==,
                       dropped ? "" : danbi_case_get_value (item, field));
      g_assert_cmpint (danbi_case_get_origin (next, field), ==,
                       dropped ? DANBI_ORIGIN_NONE : danbi_case_get_origin (item, field));
    }
  g_assert_cmpstr (danbi_case_get_value (next, DANBI_FIELD_REPORT_SEQ), ==, "10");
  g_assert_true (danbi_case_needs_confirmation (next, DANBI_FIELD_REPORT_SEQ));
  g_assert_cmpint (danbi_case_get_id (next), ==, 0);
  g_assert_cmpint (danbi_case_get_state (next), ==, DANBI_STATE_DRAFT);
  g_assert_null (danbi_case_get_receipt (next));
  g_assert_cmpuint (g_hash_table_size (danbi_case_get_overrides (next)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (next)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_findings (next)), ==, 0);
}

static void
test_the_next_report_number_is_lawful_or_empty (void)
{
  const char *const cases[][2] = {
    { "1", "2" },      { "9", "10" }, { "999998", "999999" }, { "999999", "" },
    { "0", "" },       { "", "" },    { "x", "" },            { "-1", "" },
    { "99999999", "" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiCase) item = danbi_case_new ();
      g_autoptr (DanbiCase) next = NULL;

      danbi_case_set_value (item, DANBI_FIELD_REPORT_SEQ, cases[i][0], DANBI_ORIGIN_TYPED);
      next = danbi_case_new_next_order (item);
      g_assert_cmpstr (danbi_case_get_value (next, DANBI_FIELD_REPORT_SEQ), ==, cases[i][1]);
    }
}

static void
test_each_state_has_a_word_and_a_label (void)
{
  const char *const nicks[] = { "draft",    "ready",    "sending", "sent",
                                "accepted", "rejected", "unknown" };
  DanbiState state = DANBI_STATE_SENT;

  for (DanbiState i = 0; i < DANBI_N_STATES; i++)
    {
      g_assert_cmpstr (danbi_state_get_nick (i), ==, nicks[i]);
      g_assert_true (danbi_state_from_nick (nicks[i], &state));
      g_assert_cmpint (state, ==, i);
      g_assert_cmpstr (danbi_state_get_label (i), !=, "");
    }
  g_assert_false (danbi_state_from_nick ("Draft", &state));
  g_assert_false (danbi_state_from_nick (NULL, &state));
  g_assert_cmpint (state, ==, DANBI_STATE_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name) g_test_add_func ("/danbi/domain/case/" #name, test_##name)
  ADD (a_new_case_is_an_empty_draft);
  ADD (what_a_person_typed_is_not_filled_in_again);
  ADD (a_change_is_told_once_and_no_change_never);
  ADD (each_field_is_a_property_named_by_its_key);
  ADD (the_other_properties_follow);
  ADD (only_what_is_not_with_the_receiver_may_be_edited);
  ADD (the_archive_name_needs_nobodys_word);
  ADD (a_list_changes_only_where_it_differs);
  ADD (images_are_content);
  ADD (an_override_is_content);
  ADD (an_override_is_bound_to_what_was_found);
  ADD (what_came_from_an_image_stays_known);
  ADD (what_is_overridden_or_a_warning_does_not_block);
  ADD (a_copy_keeps_what_the_case_was);
  ADD (the_next_order_keeps_the_visit_and_nothing_of_the_order);
  ADD (the_next_report_number_is_lawful_or_empty);
  ADD (each_state_has_a_word_and_a_label);
#undef ADD
  return g_test_run ();
}

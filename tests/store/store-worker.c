/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second program that has the store open: draws numbers, or works until it is killed. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store-fixture.h"

#define MAX_CASES 4

static void
check (gboolean ok,
       GError  *error)
{
  if (ok)
    return;
  fprintf (stderr, "%s\n", error->message);
  exit (1);
}

static void
draw_numbers (DanbiStore *store,
              guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 number;
      guint32 installation;
      guint serial;
      GError *error = NULL;

      check (danbi_store_allocate_case_number (store, &number, &installation, &error), error);
      check (danbi_store_allocate_serial (store, "20261122", &serial, &error), error);
      printf ("%" G_GUINT64_FORMAT " %u\n", number, serial);
    }
}

/* Round @round of a case: the site and the report number are the round, and so is what its images
 * hold, so that a mixture of two rounds shows. */
static DanbiCase *
save_round (DanbiStore *store,
            gint64      id,
            guint       round)
{
  DanbiCase *item = store_fixture_new_case ("A123456789");
  g_autofree char *text = g_strdup_printf ("%u", round);
  GError *error = NULL;

  danbi_case_set_id (item, id);
  danbi_case_set_value (item, DANBI_FIELD_SITE, text, DANBI_ORIGIN_TYPED);
  danbi_case_set_value (item, DANBI_FIELD_REPORT_SEQ, text, DANBI_ORIGIN_TYPED);
  danbi_case_override (item, "F08.checksum", text);
  check (danbi_store_save_case (store, item, NULL, &error), error);
  return item;
}

static DanbiImage *
make_image (const char *source_dir,
            guint       index,
            guint       round)
{
  g_autofree char *name = g_strdup_printf ("%u", index);
  g_autofree char *path = g_build_filename (source_dir, name, NULL);
  g_autofree char *text = g_strdup_printf ("round %u file %u", round, index);
  DanbiImage *image = danbi_image_new (path);

  g_file_set_contents (path, text, -1, NULL);
  image->file_id = g_strdup_printf ("IMAGES/I%u", index);
  image->kind = DANBI_IMAGE_DICOM;
  image->bytes = strlen (text);
  return image;
}

static void
replace_images (DanbiStore *store,
                DanbiCase  *item,
                const char *source_dir,
                guint       round)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *staged = NULL;
  g_autofree char *dicomdir = NULL;
  GError *error = NULL;

  for (guint i = 0; i < 1 + round % 3; i++)
    g_ptr_array_add (images, make_image (source_dir, i, round));
  staged = danbi_store_stage_images (store, danbi_case_get_id (item), images, NULL, NULL, NULL,
                                     &error);
  check (staged != NULL, error);
  dicomdir = g_build_filename (staged, "DICOMDIR", NULL);
  check (g_file_set_contents (dicomdir, "DICOMDIR", -1, &error), error);
  check (danbi_store_commit_images (store, item, staged, images, &error), error);
}

/* The archive tells of which set of images it is. */
static void
keep_ready (DanbiStore *store,
            gint64      id,
            const char *format)
{
  g_autofree char *set = danbi_store_dup_image_set (store, id, NULL);
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;
  GError *error = NULL;
  DanbiReadyArchive archive = {
    .case_id = id,
    .format = (char *) format,
    .method = (char *) "copy",
  };

  path = danbi_store_new_ready_path (store, id, format, &error);
  check (path != NULL, error);
  part = g_strconcat (path, ".part", NULL);
  check (g_file_set_contents (part, set, -1, &error), error);
  check (rename (part, path) == 0, error);
  archive.path = path;
  archive.bytes = strlen (set);
  archive.sha256 = set;
  check (danbi_store_put_ready (store, &archive, set, &error), error);
}

static void
advance (DanbiStore          *store,
         DanbiSubmission     *submission,
         DanbiSubmissionState state)
{
  GError *error = NULL;

  submission->state = state;
  check (danbi_store_save_submission (store, submission, &error), error);
}

static void
settle (DanbiStore      *store,
        DanbiSubmission *submission,
        DanbiState       state)
{
  DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, 0);
  GError *error = NULL;

  advance (store, submission, DANBI_SUBMISSION_UNKNOWN);
  submission->receipt = g_strdup (submission->key);
  advance (store, submission, DANBI_SUBMISSION_SENT);
  row->outcome = g_strdup ("{}");
  check (danbi_store_settle (store, submission, &state, &error), error);
}

static void
pack (DanbiStore      *store,
      DanbiSubmission *submission)
{
  g_autofree char *outbox = NULL;
  GError *error = NULL;

  outbox = danbi_store_dup_outbox_dir (store, submission->key, &error);
  check (outbox != NULL, error);
  submission->csv_path = g_build_filename (outbox, "a.csv", NULL);
  check (g_file_set_contents (submission->csv_path, "csv", -1, &error), error);
  advance (store, submission, DANBI_SUBMISSION_PACKED);
  advance (store, submission, DANBI_SUBMISSION_SENDING);
}

/* What becomes of a batch changes from one to the next: given up at once, given up while it is
 * sent, rejected, accepted. Tells the state of the case in the end; it is locked until then. */
static DanbiState
send_case (DanbiStore *store,
           gint64      id,
           guint       kind)
{
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  DanbiState state = kind == 3 ? DANBI_STATE_ACCEPTED : DANBI_STATE_REJECTED;
  GError *error = NULL;

  submission->key = g_uuid_string_random ();
  submission->destination = g_strdup ("http://127.0.0.1/");
  danbi_submission_add_row (submission, id, NULL, NULL);
  check (danbi_store_enqueue (store, submission, &error), error);
  if (kind > 0)
    pack (store, submission);
  if (kind > 1)
    {
      settle (store, submission, state);
      return state;
    }
  check (danbi_store_give_up (store, submission, &error), error);
  return DANBI_STATE_READY;
}

/* Every case that is deleted goes by the bin, and some come back. */
static void
bin (DanbiStore *store,
     gint64      id,
     gboolean    for_good)
{
  GError *error = NULL;

  check (danbi_store_bin_case (store, id, &error), error);
  if (for_good)
    check (danbi_store_remove_case (store, id, &error), error);
  else
    check (danbi_store_restore_case (store, id, &error), error);
}

/* Tells after each round which case has which round now, as one line. */
static void
churn (DanbiStore *store,
       const char *source_dir,
       guint       round,
       guint       n_rounds)
{
  gint64 ids[MAX_CASES] = { 0 };

  for (guint end = round + n_rounds; round < end; round++)
    {
      gint64 *id = &ids[round % MAX_CASES];
      g_autoptr (DanbiCase) item = save_round (store, *id, round);
      DanbiState state = DANBI_STATE_DRAFT;

      *id = danbi_case_get_id (item);
      printf ("%" G_GINT64_FORMAT " %u\n", *id, round);
      fflush (stdout);
      replace_images (store, item, source_dir, round);
      keep_ready (store, *id, round % 2 ? "7z" : "cab");
      if (round % 3 == 0)
        keep_ready (store, *id, "7z");
      if (round % 2 == 0)
        state = send_case (store, *id, round / 2 % 4);
      if ((round % 7 == 0 || round % 5 == 0) && state != DANBI_STATE_ACCEPTED)
        bin (store, *id, round % 7 == 0);
      if (round % 7 == 0 || state == DANBI_STATE_ACCEPTED)
        *id = 0;
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (DanbiStore) store = NULL;
  GError *error = NULL;

  store = danbi_store_open (argv[2], &error);
  check (store != NULL, error);
  if (strcmp (argv[1], "numbers") == 0)
    draw_numbers (store, (guint) atoi (argv[3]));
  else
    churn (store, argv[3], (guint) atoi (argv[4]), (guint) atoi (argv[5]));
  return 0;
}

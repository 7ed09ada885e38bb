/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Works at a desk until it is killed, or settles what those before it left: the program under
 * test-kill.py. What it says on standard output is what somebody was told, and so must be true
 * whatever happens next.
 *
 *   flow-worker settle DIR URL
 *   flow-worker resume DIR URL                  the same by the queue
 *   flow-worker work DIR URL SEED FILE...       until it is killed
 *   flow-worker once DIR URL SMALL-FILE LARGE-FILE  one case that is accepted, one that the queue
 *                                               has and that is called back
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "danbi-desk.h"
#include "danbi-queue.h"

#define MAX_IN_BATCH 3
#define MAX_SAVES 4
#define MAX_REPORT 999999

typedef struct
{
  DanbiDesk *desk;
  GRand *random;
  const char *const *files;
  GPtrArray *ready; /* DanbiCase that wait to be sent */
} Worker;

/* One line, and out of the process before anything else is done. */
static void
say (const char *word,
     gint64      id,
     int         number)
{
  printf ("%s %" G_GINT64_FORMAT " %d\n", word, id, number);
  fflush (stdout);
}

static void
stop_on (GError *error)
{
  if (!error)
    return;
  fprintf (stderr, "%s\n", error->message);
  exit (EXIT_FAILURE);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
save (Worker    *self,
      DanbiCase *item,
      int        report)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  say ("saving", danbi_case_get_id (item), report);
  danbi_desk_save_async (self->desk, item, NULL, keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  danbi_desk_save_finish (self->desk, result, &error);
  stop_on (error);
  say ("saved", danbi_case_get_id (item), report);
}

static void
set_report (Worker    *self,
            DanbiCase *item,
            int        report)
{
  g_autofree char *text = g_strdup_printf ("%d", report);

  danbi_desk_enter (self->desk, item, DANBI_FIELD_REPORT_SEQ, text);
}

/* A case that may be sent as soon as it has images. Each is a visit of its own. */
static DanbiCase *
new_case (Worker *self)
{
  static const struct
  {
    DanbiField field;
    const char *typed;
  } values[] = {
    { DANBI_FIELD_PATIENT_ID, "A123456789" }, { DANBI_FIELD_BIRTH_DATE, "75/1/15" },
    { DANBI_FIELD_CARD_TIME, "n" },           { DANBI_FIELD_VISIT_TYPE, "02" },
    { DANBI_FIELD_CARD_MAKEUP, "1" },         { DANBI_FIELD_ORDER_CODE, "34004C" },
    { DANBI_FIELD_SITE, "FM" },               { DANBI_FIELD_PROVIDER_ID, "3501200007" },
    { DANBI_FIELD_PROVIDER_TYPE, "13" },
  };
  DanbiCase *item = danbi_desk_new_case (self->desk);
  g_autofree char *sequence = g_strdup_printf ("%04d", g_rand_int_range (self->random, 1, 1501));

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    danbi_desk_enter (self->desk, item, values[i].field, values[i].typed);
  danbi_desk_enter (self->desk, item, DANBI_FIELD_VISIT_SEQ, sequence);
  return item;
}

static void
add_images (Worker    *self,
            DanbiCase *item)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int n = 0;

  for (guint i = 0; self->files[i]; i++)
    if (i == 0 || g_rand_boolean (self->random))
      {
        g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->files[i]);

        g_list_store_append (files, file);
        n++;
      }
  say ("adding", danbi_case_get_id (item), n);
  danbi_desk_add_images_async (self->desk, item, G_LIST_MODEL (files), NULL, NULL, NULL,
                               keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  danbi_desk_add_images_finish (self->desk, result, &error);
  stop_on (error);
  say ("added", danbi_case_get_id (item), n);
}

static void
await (DanbiSending *sending)
{
  while (!danbi_sending_get_finished (sending))
    g_main_context_iteration (NULL, TRUE);
  if (danbi_sending_get_error_message (sending))
    {
      fprintf (stderr, "%s\n", danbi_sending_get_error_message (sending));
      exit (EXIT_FAILURE);
    }
}

static DanbiSending *
put_in_queue (DanbiDesk    *desk,
              const gint64 *ids,
              guint         n_ids)
{
  DanbiQueue *queue = danbi_desk_get_queue (desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DanbiSending *sending;

  danbi_queue_add_async (queue, ids, n_ids, 0, NULL, keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  sending = danbi_queue_add_finish (queue, result, &error);
  stop_on (error);
  return sending;
}

/* As the command line does it, or as the window does. */
static DanbiSending *
start_batch (Worker       *self,
             const gint64 *ids,
             guint         n_ids)
{
  if (g_rand_boolean (self->random))
    return danbi_desk_send (self->desk, ids, n_ids, DANBI_SEND_DEFAULT);
  return put_in_queue (self->desk, ids, n_ids);
}

static void
send_ready (Worker *self)
{
  g_autoptr (DanbiSending) sending = NULL;
  gint64 ids[MAX_IN_BATCH];
  GListModel *rows;

  for (guint i = 0; i < self->ready->len; i++)
    {
      ids[i] = danbi_case_get_id (g_ptr_array_index (self->ready, i));
      say ("sending", ids[i], 0);
    }
  sending = start_batch (self, ids, self->ready->len);
  await (sending);

  rows = danbi_sending_get_rows (sending);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);

      say (danbi_state_get_nick (danbi_sending_row_get_state (row)),
           danbi_sending_row_get_case_id (row), 0);
    }
  g_ptr_array_set_size (self->ready, 0);
}

static void
edit (Worker    *self,
      DanbiCase *item)
{
  int n_saves = g_rand_int_range (self->random, 1, MAX_SAVES + 1);

  for (int i = 0; i < n_saves; i++)
    {
      int report = g_rand_int_range (self->random, 1, MAX_REPORT + 1);

      set_report (self, item, report);
      save (self, item, report);
    }
}

static void
bin (Worker *self,
     gint64  id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) gone = NULL;
  g_autoptr (GError) error = NULL;

  say ("binning", id, 0);
  danbi_desk_bin_cases_async (self->desk, &id, 1, NULL, keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  gone = danbi_desk_bin_cases_finish (self->desk, result, &error);
  stop_on (error);
  say ("binned", id, 0);
}

static void
restore (Worker *self,
         gint64  id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  say ("restoring", id, 0);
  danbi_desk_restore_cases_async (self->desk, &id, 1, NULL, keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  danbi_desk_restore_cases_finish (self->desk, result, &error);
  stop_on (error);
  say ("restored", id, 0);
}

/* Edited, given images, edited again; every third one is not sent, but deleted, and half of these
 * come back. */
static void
work_on_one (Worker *self)
{
  g_autoptr (DanbiCase) item = new_case (self);

  edit (self, item);
  add_images (self, item);
  edit (self, item);
  if (g_rand_int_range (self->random, 0, 3) > 0)
    {
      g_ptr_array_add (self->ready, g_steal_pointer (&item));
      return;
    }
  bin (self, danbi_case_get_id (item));
  if (g_rand_boolean (self->random))
    restore (self, danbi_case_get_id (item));
}

static void
settle (DanbiDesk *desk)
{
  g_autoptr (DanbiSending) sending = danbi_desk_settle (desk, DANBI_SEND_DEFAULT);

  await (sending);
}

/* What the next start of the window does. The writer's thread works in order: a case that is not
 * there is looked for after the queue has read what was left. */
static void
resume (DanbiDesk *desk)
{
  DanbiQueue *queue = danbi_desk_get_queue (desk);
  g_autoptr (GAsyncResult) result = NULL;

  danbi_queue_resume (queue);
  danbi_desk_load_case_async (desk, G_MAXINT32, NULL, keep_result_cb, &result);
  while (!result || danbi_queue_count_open (queue) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
call_back_cb (DanbiSending *sending,
              GParamSpec   *pspec,
              gpointer      user_data)
{
  if (danbi_sending_get_stage (sending) == DANBI_SENDING_TRANSFER)
    danbi_sending_cancel (sending);
}

static DanbiCase *
make_case (Worker     *self,
           const char *file)
{
  DanbiCase *item = new_case (self);
  const char *files[] = { file, NULL };

  self->files = files;
  set_report (self, item, 1);
  save (self, item, 1);
  add_images (self, item);
  return item;
}

/* The same steps each time, so that the moment of a power cut can be counted. */
static void
work_once (DanbiDesk  *desk,
           const char *small,
           const char *large)
{
  Worker self = {
    .desk = desk,
    .random = g_rand_new (),
    .ready = g_ptr_array_new_with_free_func (g_object_unref),
  };
  g_autoptr (DanbiCase) item = make_case (&self, large);
  g_autoptr (DanbiSending) sending = NULL;
  gint64 id = danbi_case_get_id (item);

  g_ptr_array_add (self.ready, make_case (&self, small));
  send_ready (&self);

  say ("sending", id, 0);
  sending = put_in_queue (desk, &id, 1);
  g_signal_connect (sending, "notify::stage", G_CALLBACK (call_back_cb), NULL);
  while (!danbi_sending_get_finished (sending))
    g_main_context_iteration (NULL, TRUE);
  say (danbi_sending_get_stage (sending) == DANBI_SENDING_FAILED ? "called-back" : "gone", id, 0);

  g_ptr_array_unref (self.ready);
  g_rand_free (self.random);
}

static G_GNUC_NORETURN void
work (DanbiDesk         *desk,
      guint32            seed,
      const char *const *files)
{
  Worker self = {
    .desk = desk,
    .random = g_rand_new_with_seed (seed),
    .files = files,
    .ready = g_ptr_array_new_with_free_func (g_object_unref),
  };

  say ("works", 0, 0);
  if (g_rand_boolean (self.random))
    settle (desk);
  else if (g_rand_boolean (self.random))
    resume (desk);
  for (;;)
    {
      int wanted = g_rand_int_range (self.random, 1, MAX_IN_BATCH + 1);

      while ((int) self.ready->len < wanted)
        work_on_one (&self);
      send_ready (&self);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (DanbiDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc < 4
      || (strcmp (argv[1], "settle") != 0 && strcmp (argv[1], "resume") != 0 && argc < 6))
    {
      fprintf (stderr, "flow-worker settle|resume DIR URL | work DIR URL SEED FILE... | "
                       "once DIR URL SMALL-FILE LARGE-FILE\n");
      return 2;
    }
  desk = danbi_desk_open (argv[2], &error);
  stop_on (error);
  danbi_desk_set_gateway (desk, argv[3], NULL);
  if (strcmp (argv[1], "work") == 0)
    work (desk, (guint32) strtoul (argv[4], NULL, 10), (const char *const *) &argv[5]);
  if (strcmp (argv[1], "once") == 0)
    work_once (desk, argv[4], argv[5]);
  else if (strcmp (argv[1], "resume") == 0)
    resume (desk);
  else
    settle (desk);
  return EXIT_SUCCESS;
}

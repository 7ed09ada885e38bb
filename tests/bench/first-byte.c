/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the moment a case is put into the queue to the first byte of its archive on the line: with an
 * archive that stands ready, and with one that is packed then. A listener between the desk and the
 * receiver sees the bytes pass.
 *
 *   first-byte DIR RECEIVER-URL N-IMAGES N-RUNS
 *
 * Prints "ready<TAB>packed then" in milliseconds, a line for each run.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-fixture.h"
#include "danbi-queue.h"
#include "danbi-test-rulebook.h"

#define PIECE_BYTES (64 * 1024)
#define REQUEST "PATCH /"
#define END_OF_HEADERS "\r\n\r\n"

typedef struct
{
  GSocketConnectable *receiver;
  _Atomic gint64 first_byte_us; /* 0: none has passed since it was set so */
} Listener;

static void
stop_on (GError *error)
{
  if (!error)
    return;
  fprintf (stderr, "%s\n", error->message);
  exit (EXIT_FAILURE);
}

/* The listener */

/* Whether a byte of a file passes: one that follows the headers of a request that brings some. */
static gboolean
brings_file (const char *data,
             gsize       length,
             gboolean   *in_file)
{
  const char *request = *in_file ? data : memmem (data, length, REQUEST, strlen (REQUEST));
  const char *end;

  if (*in_file || !request)
    return *in_file;
  end = memmem (request, length - (gsize) (request - data), END_OF_HEADERS,
                strlen (END_OF_HEADERS));
  *in_file = TRUE;
  return end && end + strlen (END_OF_HEADERS) < data + length;
}

static gboolean
pass_on (GIOStream *from,
         GIOStream *to,
         Listener  *listener,
         gboolean  *in_file)
{
  char data[PIECE_BYTES];
  gssize got = g_input_stream_read (g_io_stream_get_input_stream (from), data, sizeof data, NULL,
                                    NULL);

  if (got <= 0)
    return FALSE;
  if (listener && brings_file (data, (gsize) got, in_file)
      && listener->first_byte_us == 0)
    listener->first_byte_us = g_get_monotonic_time ();
  return g_output_stream_write_all (g_io_stream_get_output_stream (to), data, (gsize) got, NULL,
                                    NULL, NULL);
}

typedef struct
{
  GIOStream *from;
  GIOStream *to;
} Way;

static gpointer
pass_answers (gpointer data)
{
  Way *way = data;

  while (pass_on (way->from, way->to, NULL, NULL))
    continue;
  g_io_stream_close (way->to, NULL, NULL);
  return NULL;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  Listener *listener = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) onward
    = g_socket_client_connect (client, listener->receiver, NULL, NULL);
  Way answers = { G_IO_STREAM (onward), G_IO_STREAM (connection) };
  gboolean in_file = FALSE;
  GThread *thread;

  if (!onward)
    return TRUE;
  thread = g_thread_new ("answers", pass_answers, &answers);
  while (pass_on (G_IO_STREAM (connection), G_IO_STREAM (onward), listener, &in_file))
    in_file = in_file && listener->first_byte_us == 0;
  g_io_stream_close (G_IO_STREAM (onward), NULL, NULL);
  g_thread_join (thread);
  return TRUE;
}

/* The desk */

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
write_images (const char *dir,
              guint       n_images,
              guint       seed)
{
  for (guint i = 0; i < n_images; i++)
    {
      g_autofree char *name = g_strdup_printf ("P%07u", i);
      g_autofree char *path = g_build_filename (dir, name, NULL);
      DanbiFixtureDicom dicom;
      GError *error = NULL;

      danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_PANORAMIC);
      dicom.patient_id = "A123456789";
      dicom.birth_date = "19860115";
      dicom.sex = "M";
      dicom.study_date = dicom.series_date = dicom.acquisition_date = "20261122";
      dicom.instance = i + 1;
      dicom.seed = seed + i;
      danbi_fixture_write_dicom (path, &dicom, &error);
      stop_on (error);
    }
}

static void
await_ready (DanbiDesk *desk,
             gint64     id)
{
  DanbiReadyArchive *ready;

  while (!(ready = danbi_store_dup_ready (desk->store, id, "7z", NULL)))
    g_usleep (1000);
  danbi_ready_archive_free (ready);
}

static gint64
new_case (DanbiDesk  *desk,
          const char *images)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (desk);
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) folder = g_file_new_for_path (images);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_desk_enter (desk, item, field, danbi_record_get (record, field));
  g_list_store_append (files, folder);
  danbi_desk_add_images_async (desk, item, G_LIST_MODEL (files), NULL, NULL, NULL, keep_result_cb,
                               &result);
  danbi_desk_add_images_finish (desk, await (&result), &error);
  stop_on (error);
  await_ready (desk, danbi_case_get_id (item));
  return danbi_case_get_id (item);
}

/* In milliseconds, from the request of the user to the first byte of the archive. */
static double
time_first_byte (DanbiDesk *desk,
                 Listener  *listener,
                 gint64     id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DanbiSending) sending = NULL;
  GError *error = NULL;
  gint64 begin_us;

  listener->first_byte_us = 0;
  begin_us = g_get_monotonic_time ();
  danbi_queue_add_async (danbi_desk_get_queue (desk), &id, 1, 0, NULL, keep_result_cb, &result);
  sending = danbi_queue_add_finish (danbi_desk_get_queue (desk), await (&result), &error);
  stop_on (error);
  while (!danbi_sending_get_finished (sending))
    g_main_context_iteration (NULL, TRUE);
  if (danbi_sending_get_error_message (sending))
    {
      fprintf (stderr, "%s\n", danbi_sending_get_error_message (sending));
      exit (EXIT_FAILURE);
    }
  return (double) (listener->first_byte_us - begin_us) / 1000;
}

static void
run_once (DanbiDesk  *desk,
          Listener   *listener,
          const char *dir,
          guint       n_images,
          guint       run)
{
  g_autofree char *name = g_strdup_printf ("images-%u", run);
  g_autofree char *images = g_build_filename (dir, name, NULL);
  gint64 ready, afresh;
  double ready_ms, afresh_ms;
  GError *error = NULL;

  danbi_dir_create (images, &error);
  stop_on (error);
  write_images (images, n_images, run * n_images);
  ready = new_case (desk, images);
  afresh = new_case (desk, images);
  danbi_store_drop_ready (desk->store, afresh, &error);
  stop_on (error);

  ready_ms = time_first_byte (desk, listener, ready);
  afresh_ms = time_first_byte (desk, listener, afresh);
  printf ("%f\t%f\n", ready_ms, afresh_ms);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (16);
  g_autofree char *data = NULL, *url = NULL;
  g_autoptr (DanbiDesk) desk = NULL;
  Listener listener = { NULL, 0 };
  GError *error = NULL;
  guint16 port;

  if (argc != 5)
    {
      fprintf (stderr, "usage: %s DIR RECEIVER-URL N-IMAGES N-RUNS\n", argv[0]);
      return 2;
    }
  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  listener.receiver = g_network_address_parse_uri (argv[2], 80, &error);
  stop_on (error);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  stop_on (error);
  g_signal_connect (service, "run", G_CALLBACK (run_cb), &listener);
  g_socket_service_start (service);

  data = g_build_filename (argv[1], "data", NULL);
  desk = danbi_desk_open (data, &error);
  stop_on (error);
  url = g_strdup_printf ("http://127.0.0.1:%u", port);
  danbi_desk_set_gateway (desk, url, NULL);
  danbi_desk_start_packing (desk);
  /* Nothing is packed that only becomes smaller, beside what is timed. */
  danbi_prepacker_hold (desk->prepacker);
  danbi_queue_resume (danbi_desk_get_queue (desk));
  for (guint run = 0; run < (guint) atoi (argv[4]); run++)
    run_once (desk, &listener, argv[1], (guint) atoi (argv[3]), run);
  g_socket_service_stop (service);
  g_object_unref (listener.receiver);
  return 0;
}

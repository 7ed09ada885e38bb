/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notices as the desktop gets them, by a desktop of our own. Needs a session bus. */
#include "config.h"

#include <string.h>

#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-notifier.h"
#include "danbi-test-rulebook.h"

#define HOUR (60 * 60)

static const char desktop_xml[]
  = "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
    "</interface></node>";

typedef struct
{
  GtkApplication *application;
  GPtrArray *told; /* title and body, one string each */
  char *dir;
  DanbiDesk *desk;
  DanbiNotifier *notifier;
} Fixture;

static void
call_cb (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  const char *title, *body;

  g_variant_get (parameters, "(&su&s&s&s@as@a{sv}i)", NULL, NULL, NULL, &title, &body, NULL, NULL,
                 NULL);
  g_ptr_array_add (user_data, g_strdup_printf ("%s|%s", title, body));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 1));
}

static void
be_the_desktop (GDBusConnection *connection,
                GPtrArray       *told)
{
  static const GDBusInterfaceVTable vtable = { .method_call = call_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (desktop_xml, NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (connection, "/org/freedesktop/Notifications",
                                     node->interfaces[0], &vtable, told, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (
    connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "RequestName", g_variant_new ("(su)", "org.freedesktop.Notifications", 0), NULL, 0, -1, NULL,
    &error);
  g_assert_no_error (error);
}

static void
wait_a_little (void)
{
  gint64 until = g_get_monotonic_time () + 300 * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  danbi_desk_save_finish (DANBI_DESK (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* A draft that was examined so many seconds before now. */
static void
save_case (Fixture    *f,
           const char *patient,
           gint64      age_s)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (f->desk);
  DanbiRocDate date;
  g_autofree char *exam = NULL;
  gboolean saved = FALSE;

  danbi_roc_date_from_unix (DANBI_TEST_NOW_S - age_s, &date);
  exam = danbi_roc_date_format (&date, DANBI_ROC_MINUTE);
  danbi_desk_enter (f->desk, item, DANBI_FIELD_PATIENT_ID, patient);
  danbi_desk_enter (f->desk, item, DANBI_FIELD_EXAM_TIME, exam);
  danbi_desk_save_async (f->desk, item, NULL, saved_cb, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  f->application = gtk_application_new ("io.github.danbi.NotifierTest", 0);
  g_application_register (G_APPLICATION (f->application), NULL, &error);
  g_assert_no_error (error);
  f->told = g_ptr_array_new_with_free_func (g_free);
  be_the_desktop (g_application_get_dbus_connection (G_APPLICATION (f->application)), f->told);
  f->dir = g_dir_make_tmp ("danbi-notifier-XXXXXX", &error);
  g_assert_no_error (error);
  f->desk = danbi_desk_open (f->dir, &error);
  g_assert_no_error (error);
  f->notifier = danbi_notifier_new (f->application, f->desk);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->notifier);
  g_clear_object (&f->desk);
  g_clear_object (&f->application);
  g_ptr_array_unref (f->told);
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

static void
test_all (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  save_case (f, "A123456789", 22 * HOUR + 60);   /* 1 h 59 min of 100 % are left */
  save_case (f, "F131104093", 21 * HOUR + 3540); /* 2 h 1 min */
  save_case (f, "O158238845", 71 * HOUR);        /* an hour of 50 % */
  save_case (f, "Y123456788", 73 * HOUR);        /* nothing is left to lose */
  danbi_notifier_tell_deadlines (f->notifier);
  danbi_notifier_tell_deadlines (f->notifier);
  wait_a_little ();
  g_assert_cmpuint (f->told->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (
    f->told, "A12****789: not sent yet|100% · 1 h 59 min left", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (
    f->told, "O15****845: not sent yet|50% · 1 h left", g_str_equal, NULL));

  danbi_record_set (record, DANBI_FIELD_PATIENT_ID, "A123456789");
  danbi_notifier_tell_outcome (f->notifier, 1, record, DANBI_STATE_REJECTED);
  wait_a_little ();
  g_assert_cmpuint (f->told->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (f->told, 2), ==,
                   "A12****789: to be corrected|What the receiver found stands at the fields.");
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/danbi/app/notifier/a_near_deadline_is_told_once_and_an_outcome_too", Fixture, NULL,
              set_up, test_all, tear_down);
  return g_test_run ();
}

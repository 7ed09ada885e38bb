/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told while nobody looks: an outcome, and a deadline that is two hours away. */
#include "config.h"

#include "danbi-case-row.h"
#include "danbi-clock.h"
#include "danbi-notifier.h"
#include "danbi-phrases.h"
#include "danbi-queue-phrases.h"

/* The list begins with what is urgent; nobody has so many deadlines in two hours. */
#define MAX_WATCHED 500
/* How long before a deadline it is told that a case was not sent. */
#define NEAR_S (2 * 60 * 60)

struct _DanbiNotifier
{
  GObject parent_instance;

  GtkApplication *application; /* not owned: it owns the window, and that this */
  DanbiDesk *desk;
  GHashTable *told; /* case id to the deadline of which was told, both gint64 */
};

G_DEFINE_FINAL_TYPE (DanbiNotifier, danbi_notifier, G_TYPE_OBJECT)

static gboolean
is_looked_at (DanbiNotifier *self)
{
  for (GList *at = gtk_application_get_windows (self->application); at; at = at->next)
    if (gtk_window_is_active (at->data))
      return TRUE;
  return FALSE;
}

/* One notice a case: the next one takes the place of the last. */
static void
post_notice (DanbiNotifier         *self,
             gint64                 case_id,
             const char            *title,
             const char            *body,
             GNotificationPriority  priority)
{
  g_autoptr (GNotification) notice = g_notification_new (title);
  g_autofree char *id = g_strdup_printf ("case-%" G_GINT64_FORMAT, case_id);

  g_notification_set_body (notice, body);
  g_notification_set_priority (notice, priority);
  g_notification_set_default_action_and_target (notice, "app.open-case", "x", case_id);
  g_application_send_notification (G_APPLICATION (self->application), id, notice);
}

/* What is under way may be held up, so its deadline counts until the receiver has it. */
static gboolean
is_unsent (DanbiState state)
{
  return state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY
         || state == DANBI_STATE_SENDING || state == DANBI_STATE_REJECTED;
}

static gboolean
was_told (DanbiNotifier *self,
          gint64         case_id,
          gint64         until_s)
{
  const gint64 *last = g_hash_table_lookup (self->told, &case_id);

  if (last && *last == until_s)
    return TRUE;
  g_hash_table_replace (self->told, g_memdup2 (&case_id, sizeof case_id),
                        g_memdup2 (&until_s, sizeof until_s));
  return FALSE;
}

static void
tell_deadline (DanbiNotifier *self,
               DanbiCaseRow  *row)
{
  const DanbiRecord *record = danbi_case_row_get_record (row);
  gint64 now_s = danbi_clock_now_s ();
  gint64 id = danbi_case_row_get_id (row);
  const DanbiLimits *limits;
  DanbiDeadline deadline;
  gint64 until_s;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  danbi_case_row_get_deadline (row, &deadline);
  until_s = danbi_deadline_get_next_s (&deadline, now_s);
  if (until_s == 0 || until_s - now_s > NEAR_S || was_told (self, id, until_s))
    return;
  limits = danbi_deadline_get_limits (&deadline, danbi_desk_get_rulebook (self->desk));
  title = danbi_phrase_notice_title (record, DANBI_STATE_READY);
  body = danbi_phrase_deadline (&deadline, limits, now_s);
  post_notice (self, id, title, body, G_NOTIFICATION_PRIORITY_HIGH);
}

static void
danbi_notifier_dispose (GObject *object)
{
  DanbiNotifier *self = DANBI_NOTIFIER (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->told, g_hash_table_unref);

  G_OBJECT_CLASS (danbi_notifier_parent_class)->dispose (object);
}

static void
danbi_notifier_class_init (DanbiNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = danbi_notifier_dispose;
}

static void
danbi_notifier_init (DanbiNotifier *self)
{
  self->told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/**
 * danbi_notifier_new:
 * @application: the program, which outlives the notifier
 * @desk: the desk whose cases are watched
 *
 * Returns: (transfer full): a notifier
 */
DanbiNotifier *
danbi_notifier_new (GtkApplication *application,
                    DanbiDesk      *desk)
{
  DanbiNotifier *self = g_object_new (DANBI_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->desk = g_object_ref (desk);
  return self;
}

/**
 * danbi_notifier_tell_outcome:
 * @self: the notifier
 * @case_id: a case
 * @record: its values
 * @state: what became of it: accepted, rejected or unknown
 *
 * Tells it where no window of the program is being looked at. A window that is says it by itself.
 */
void
danbi_notifier_tell_outcome (DanbiNotifier     *self,
                             gint64             case_id,
                             const DanbiRecord *record,
                             DanbiState         state)
{
  g_autofree char *title = danbi_phrase_notice_title (record, state);

  if (!is_looked_at (self))
    post_notice (self, case_id, title, danbi_phrase_notice_body (state),
                 state == DANBI_STATE_ACCEPTED ? G_NOTIFICATION_PRIORITY_NORMAL
                                               : G_NOTIFICATION_PRIORITY_HIGH);
}

/**
 * danbi_notifier_tell_deadlines:
 * @self: the notifier
 *
 * Tells once of each case that was not sent and loses points within two hours. To be called now and
 * then.
 */
void
danbi_notifier_tell_deadlines (DanbiNotifier *self)
{
  GListModel *cases = danbi_desk_get_cases (self->desk);
  guint n = MIN (g_list_model_get_n_items (cases), MAX_WATCHED);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (cases, i);

      if (is_unsent (danbi_case_row_get_state (row)))
        tell_deadline (self, row);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the time still is what it was taken for: midnight, the ends of points, sleep, a clock
 * that was set, and one that is wrong. */
#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "danbi-clock-watch.h"
#include "danbi-clock.h"
#include "danbi-time-phrases.h"

/* Countdowns are told in minutes. */
#define TICK_S 20
/* How often the gateway is asked for the time after it was when it was set. */
#define ASK_EVERY_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
/* A clock is wrong, a sleep long and a change of the clock worth a word from here on. */
#define MUCH_S 60
/* Less is how exactly clocks can be read, one after another. */
#define JUMP_US (2 * G_USEC_PER_SEC)
#define DAY_S (24 * 60 * 60)

struct _DanbiClockWatch
{
  GObject parent_instance;

  DanbiDesk *desk;
  int timer_fd;
  guint timer_id;
  guint tick_id;
  guint arm_id;
  gint64 start_us;  /* what this computer's clock said when it was started, by what it says now */
  gint64 slept_us;
  gint64 next_s;    /* when something changes by itself */
  gint64 day;       /* since the epoch, in Taiwan */
  gint64 asked_us;  /* when the gateway was asked last; 0: it is to be asked now */
  gint64 lead_s;    /* by how much it is ahead of the gateway's, as far as is known */
  gboolean compared;
};

enum
{
  PASSED,
  SAID,
  WRONG,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiClockWatch, danbi_clock_watch, G_TYPE_OBJECT)

static gint64
get_day (gint64 unix_s)
{
  return (unix_s + DANBI_TAIWAN_OFFSET_S) / DAY_S;
}

/* Nothing sets this but who sets the clock: neither sleep nor time that goes by. */
static gint64
get_start_us (void)
{
  return danbi_clock_get_uncorrected_us () - g_get_monotonic_time ()
         - danbi_clock_get_slept_us ();
}

/* The next end of points, the second after which is another; or the next midnight. */
static gint64
find_next_s (DanbiClockWatch *self)
{
  gint64 midnight_s = (self->day + 1) * DAY_S - DANBI_TAIWAN_OFFSET_S;
  gint64 end_s = danbi_desk_get_next_end (self->desk);

  return end_s > 0 ? MIN (midnight_s, end_s + 1) : midnight_s;
}

/* A timer by the clock on the wall, which also goes off as soon as somebody sets that, and when the
 * computer wakes up. */
static void
arm (DanbiClockWatch *self)
{
  gint64 at_us;
  struct itimerspec at = { 0 };

  self->next_s = find_next_s (self);
  at_us = MAX (danbi_clock_to_system_us (self->next_s), 1);
  at.it_value.tv_sec = (time_t) (at_us / G_USEC_PER_SEC);
  at.it_value.tv_nsec = (long) (at_us % G_USEC_PER_SEC) * 1000;
  if (timerfd_settime (self->timer_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL) != 0
      && errno != ECANCELED)
    g_warning ("The next change of the list will be noticed late: %s", g_strerror (errno));
}

/* What a difference of clocks means for the time: only what is much is made right, so that the
 * seconds in which the two are read never move a deadline. */
static void
correct (DanbiClockWatch *self)
{
  gboolean wrong = self->compared && ABS (self->lead_s) > MUCH_S;
  gint64 correction_s = wrong ? -self->lead_s : 0;

  danbi_clock_set_correction_s (correction_s);
  g_signal_emit (self, signals[WRONG], 0, wrong ? self->lead_s : 0);
}

static void
say (DanbiClockWatch *self,
     char            *text)
{
  g_signal_emit (self, signals[SAID], 0, text);
  g_free (text);
}

/* Whether somebody set the clock. What the gateway said of it holds on, by so much more or less,
 * and then the time is the gateway's as before. */
static gboolean
look_for_change (DanbiClockWatch *self,
                 gint64          *by_s)
{
  gint64 start_us = get_start_us ();
  gint64 by_us = start_us - self->start_us;

  self->start_us = start_us;
  *by_s = 0;
  if (ABS (by_us) < JUMP_US)
    return FALSE;
  if (self->compared)
    {
      self->lead_s += by_us / G_USEC_PER_SEC;
      correct (self);
    }
  else
    *by_s = by_us / G_USEC_PER_SEC;
  return TRUE;
}

static gint64
look_for_sleep (DanbiClockWatch *self)
{
  gint64 slept_us = danbi_clock_get_slept_us ();
  gint64 more_us = slept_us - self->slept_us;

  self->slept_us = slept_us;
  return more_us / G_USEC_PER_SEC;
}

/* One line at most: the greater reason explains the smaller ones. */
static void
say_why (DanbiClockWatch *self,
         gint64           set_by_s,
         gint64           slept_s,
         gboolean         new_day)
{
  if (ABS (set_by_s) > MUCH_S)
    say (self, danbi_phrase_clock_was_set (set_by_s));
  else if (slept_s > MUCH_S)
    say (self, danbi_phrase_slept (slept_s));
  else if (new_day)
    say (self, danbi_phrase_new_day (danbi_clock_now_s ()));
}

static void
pass (DanbiClockWatch *self,
      gboolean         much)
{
  if (much)
    danbi_desk_time_passed (self->desk);
  g_signal_emit (self, signals[PASSED], 0, much);
  arm (self);
}

static void
ask_now_and_then (DanbiClockWatch *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->asked_us > 0 && now_us - self->asked_us < ASK_EVERY_US)
    return;
  self->asked_us = now_us;
  danbi_desk_ask_time (self->desk);
}

/* Whether more than minutes went by since the last look. */
static gboolean
look (DanbiClockWatch *self)
{
  gint64 set_by_s;
  gboolean set = look_for_change (self, &set_by_s);
  gint64 slept_s = look_for_sleep (self);
  gint64 now_s = danbi_clock_now_s ();
  gboolean new_day = get_day (now_s) != self->day;

  self->day = get_day (now_s);
  if (set || slept_s > MUCH_S)
    self->asked_us = 0;
  say_why (self, set_by_s, slept_s, new_day);
  return set || slept_s > MUCH_S || new_day || now_s >= self->next_s;
}

static gboolean
tick_cb (gpointer user_data)
{
  DanbiClockWatch *self = user_data;

  pass (self, look (self));
  ask_now_and_then (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
timer_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  guint64 n_times;

  /* Whether it went off or was cancelled makes no difference: it is looked what is so. */
  if (read (fd, &n_times, sizeof n_times) < 0 && errno == EAGAIN)
    return G_SOURCE_CONTINUE;
  danbi_clock_watch_look (DANBI_CLOCK_WATCH (user_data));
  return G_SOURCE_CONTINUE;
}

static gboolean
arm_cb (gpointer user_data)
{
  DanbiClockWatch *self = user_data;

  self->arm_id = 0;
  arm (self);
  return G_SOURCE_REMOVE;
}

/* A case that was just entered may be the next to lose something. */
static void
cases_changed_cb (GListModel      *cases,
                  guint            position,
                  guint            removed,
                  guint            added,
                  DanbiClockWatch *self)
{
  if (self->arm_id == 0)
    self->arm_id = g_idle_add (arm_cb, self);
}

/* The seconds by which two comparisons differ change nothing. */
static void
lead_cb (DanbiDesk       *desk,
         gint64           lead_s,
         DanbiClockWatch *self)
{
  gint64 before_s = danbi_clock_get_correction_s ();

  if (self->compared && ABS (lead_s - self->lead_s) * G_USEC_PER_SEC <= JUMP_US)
    return;
  self->lead_s = lead_s;
  self->compared = TRUE;
  correct (self);
  if (danbi_clock_get_correction_s () == before_s)
    return;
  self->day = get_day (danbi_clock_now_s ());
  pass (self, TRUE);
}

static void
danbi_clock_watch_dispose (GObject *object)
{
  DanbiClockWatch *self = DANBI_CLOCK_WATCH (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->arm_id, g_source_remove);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_clock_watch_parent_class)->dispose (object);
}

static void
danbi_clock_watch_finalize (GObject *object)
{
  DanbiClockWatch *self = DANBI_CLOCK_WATCH (object);

  if (self->timer_fd >= 0)
    close (self->timer_fd);

  G_OBJECT_CLASS (danbi_clock_watch_parent_class)->finalize (object);
}

static void
danbi_clock_watch_class_init (DanbiClockWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = danbi_clock_watch_dispose;
  object_class->finalize = danbi_clock_watch_finalize;

  /**
   * DanbiClockWatch::passed:
   * @much: whether more than minutes went by: cases lost points, a day began, the computer slept,
   *   or the time was wrong until now
   *
   * Time went by. The list of the desk has been read anew where it was much.
   */
  signals[PASSED] = g_signal_new ("passed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /**
   * DanbiClockWatch::said:
   * @text: one line
   *
   * Why the time is another than one might think.
   */
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * DanbiClockWatch::wrong:
   * @lead_s: by how many seconds the clock of this computer is ahead; 0 where it is right
   *
   * The clock of this computer was compared with the gateway's, or set. Where it is wrong, the time
   * of the program is the gateway's.
   */
  signals[WRONG] = g_signal_new ("wrong", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
danbi_clock_watch_init (DanbiClockWatch *self)
{
  self->timer_fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  self->start_us = get_start_us ();
  self->slept_us = danbi_clock_get_slept_us ();
  self->day = get_day (danbi_clock_now_s ());
  self->asked_us = g_get_monotonic_time ();
}

/**
 * danbi_clock_watch_new:
 * @desk: the desk whose list and gateway are watched
 *
 * Returns: (transfer full): a watch
 */
DanbiClockWatch *
danbi_clock_watch_new (DanbiDesk *desk)
{
  DanbiClockWatch *self = g_object_new (DANBI_TYPE_CLOCK_WATCH, NULL);

  self->desk = g_object_ref (desk);
  arm (self);
  if (self->timer_fd >= 0)
    self->timer_id = g_unix_fd_add (self->timer_fd, G_IO_IN, timer_cb, self);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  g_signal_connect_object (desk, "clock-lead", G_CALLBACK (lead_cb), self, 0);
  g_signal_connect_object (danbi_desk_get_cases (desk), "items-changed",
                           G_CALLBACK (cases_changed_cb), self, 0);
  return self;
}

/**
 * danbi_clock_watch_look:
 * @self: a watch
 *
 * Looks at the clocks at once. It does so by itself when the clock is set, when the computer wakes
 * up, at midnight and when cases lose points.
 */
void
danbi_clock_watch_look (DanbiClockWatch *self)
{
  pass (self, look (self));
}

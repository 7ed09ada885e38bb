/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line below the header that says when the time is another than one might think. */
#include "config.h"

#include "danbi-clock-banner.h"
#include "danbi-clock-watch.h"
#include "danbi-time-phrases.h"

/* How long it stands there that something happened; that the clock is wrong stands until it is
 * right, or is closed. */
#define SAY_FOR_S 30

struct _DanbiClockBanner
{
  GtkBox parent_instance;

  GtkRevealer *revealer;
  GtkImage *icon;
  GtkLabel *text;

  DanbiClockWatch *watch;
  char *wrong; /* what is wrong and was not closed, or NULL */
  guint passing_id;
};

enum
{
  PASSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiClockBanner, danbi_clock_banner, GTK_TYPE_BOX)

static void
show_text (DanbiClockBanner *self,
           const char       *text,
           const char       *icon)
{
  gtk_label_set_label (self->text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
show_what_lasts (DanbiClockBanner *self)
{
  g_clear_handle_id (&self->passing_id, g_source_remove);
  if (self->wrong)
    show_text (self, self->wrong, "dialog-warning-symbolic");
  else
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static gboolean
passing_over_cb (gpointer user_data)
{
  DanbiClockBanner *self = user_data;

  self->passing_id = 0;
  show_what_lasts (self);
  return G_SOURCE_REMOVE;
}

static void
said_cb (DanbiClockWatch  *watch,
         const char       *text,
         DanbiClockBanner *self)
{
  g_clear_handle_id (&self->passing_id, g_source_remove);
  self->passing_id = g_timeout_add_seconds (SAY_FOR_S, passing_over_cb, self);
  show_text (self, text, "dialog-information-symbolic");
}

static void
wrong_cb (DanbiClockWatch  *watch,
          gint64            lead_s,
          DanbiClockBanner *self)
{
  g_free (self->wrong);
  self->wrong = lead_s != 0 ? danbi_phrase_wrong_clock (lead_s) : NULL;
  show_what_lasts (self);
}

static void
passed_cb (DanbiClockWatch  *watch,
           gboolean          much,
           DanbiClockBanner *self)
{
  g_signal_emit (self, signals[PASSED], 0, much);
}

static void
close_cb (GtkButton        *button,
          DanbiClockBanner *self)
{
  g_clear_pointer (&self->wrong, g_free);
  show_what_lasts (self);
}

static void
danbi_clock_banner_dispose (GObject *object)
{
  DanbiClockBanner *self = DANBI_CLOCK_BANNER (object);

  g_clear_handle_id (&self->passing_id, g_source_remove);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->wrong, g_free);

  G_OBJECT_CLASS (danbi_clock_banner_parent_class)->dispose (object);
}

static void
danbi_clock_banner_class_init (DanbiClockBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_clock_banner_dispose;

  /**
   * DanbiClockBanner::passed:
   * @much: whether everything that depends on the time is to be told anew
   *
   * Time went by.
   */
  signals[PASSED] = g_signal_new ("passed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-clock-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiClockBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiClockBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiClockBanner, text);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
danbi_clock_banner_init (DanbiClockBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_clock_banner_set_desk:
 * @self: the banner
 * @desk: the desk whose time it is
 *
 * From here on the clock is watched.
 */
void
danbi_clock_banner_set_desk (DanbiClockBanner *self,
                             DanbiDesk        *desk)
{
  g_clear_object (&self->watch);
  self->watch = danbi_clock_watch_new (desk);
  g_signal_connect_object (self->watch, "passed", G_CALLBACK (passed_cb), self, 0);
  g_signal_connect_object (self->watch, "said", G_CALLBACK (said_cb), self, 0);
  g_signal_connect_object (self->watch, "wrong", G_CALLBACK (wrong_cb), self, 0);
}

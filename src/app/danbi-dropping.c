/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One drop on its way into a case: read, chosen from where there is a choice, and copied. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-chooser.h"
#include "danbi-drop-phrases.h"
#include "danbi-dropping.h"
#include "danbi-file-dialog.h"

struct _DanbiDropping
{
  GObject parent_instance;

  GtkWindow *window; /* weak */
  DanbiDesk *desk;
  DanbiDroppingState state;
  DanbiCase *item;           /* NULL while idle */
  GCancellable *cancellable; /* likewise */
  DanbiChooser *chooser;     /* weak; while the user chooses */
  gboolean by_bytes;         /* a slow disc tells how far it is */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PROGRESS,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiDropping, danbi_dropping, G_TYPE_OBJECT)

static void
set_state (DanbiDropping     *self,
           DanbiDroppingState state)
{
  self->state = state;
  if (state == DANBI_DROPPING_IDLE)
    {
      g_clear_object (&self->cancellable);
      g_clear_object (&self->item);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What was cancelled needs no words. */
static void
fail (DanbiDropping *self,
      const GError  *error)
{
  set_state (self, DANBI_DROPPING_IDLE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
tell (DanbiDropping *self,
      const char    *text,
      guint64        done,
      guint64        total)
{
  double share = total > 0 ? (double) MIN (done, total) / (double) total : -1;

  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, text, share);
}

/* Copying */

static void
copied_some_cb (guint64  done,
                guint64  total,
                gpointer user_data)
{
  g_autofree char *text = danbi_phrase_copying (done, total);

  tell (DANBI_DROPPING (user_data), text, done, total);
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DanbiDropping) self = user_data;
  g_autoptr (GError) error = NULL;

  if (danbi_desk_take_drop_finish (DANBI_DESK (source), result, &error))
    set_state (self, DANBI_DROPPING_IDLE);
  else
    fail (self, error);
}

static void
take (DanbiDropping *self,
      DanbiDrop     *drop)
{
  set_state (self, DANBI_DROPPING_COPYING);
  copied_some_cb (0, 0, self);
  danbi_desk_take_drop_async (self->desk, self->item, drop, copied_some_cb, self,
                              self->cancellable, taken_cb, g_object_ref (self));
}

/* Choosing */

static void
take_cb (DanbiChooser  *chooser,
         DanbiDropping *self)
{
  g_clear_weak_pointer (&self->chooser);
  take (self, danbi_chooser_get_drop (chooser));
}

static void
cancel_cb (DanbiChooser  *chooser,
           DanbiDropping *self)
{
  g_clear_weak_pointer (&self->chooser);
  set_state (self, DANBI_DROPPING_IDLE);
}

static void
choose (DanbiDropping *self,
        DanbiDrop     *drop)
{
  DanbiChooser *chooser = danbi_chooser_new (self->window, self->desk, self->item, drop);

  g_set_weak_pointer (&self->chooser, chooser);
  g_signal_connect_object (chooser, "take", G_CALLBACK (take_cb), self, 0);
  g_signal_connect_object (chooser, "cancel", G_CALLBACK (cancel_cb), self, 0);
  set_state (self, DANBI_DROPPING_CHOOSING);
  gtk_window_present (GTK_WINDOW (chooser));
}

/* Reading */

static void
read_some_cb (guint64  done,
              guint64  total,
              gpointer user_data)
{
  DanbiDropping *self = DANBI_DROPPING (user_data);
  g_autofree char *text = danbi_phrase_reading (done, total);

  if (!self->by_bytes)
    tell (self, text, done, total);
}

static void
medium_progress_cb (DanbiDesk     *desk,
                    guint64        done,
                    guint64        total,
                    DanbiDropping *self)
{
  g_autofree char *text = danbi_phrase_reading_medium (done, total);

  self->by_bytes = self->state == DANBI_DROPPING_READING && done < total;
  if (self->by_bytes)
    tell (self, text, done, total);
}

static void start_reading (DanbiDropping *self, GListModel *files);

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (DanbiDropping) self = user_data;
  g_autoptr (GListModel) files
    = danbi_file_dialog_choose_finish (GTK_WINDOW (source), result, NULL);

  if (files && !g_cancellable_is_cancelled (self->cancellable))
    start_reading (self, files);
  else
    set_state (self, DANBI_DROPPING_IDLE);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DanbiDropping) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiDrop) drop = danbi_desk_read_drop_finish (DANBI_DESK (source), result, &error);

  self->by_bytes = FALSE;
  if (self->window && g_error_matches (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_NEEDS_FOLDER))
    danbi_file_dialog_choose_folder_async (self->window,
                                           _("Choose the Folder That Holds This DICOMDIR"),
                                           folder_chosen_cb, g_object_ref (self));
  else if (!drop)
    fail (self, error);
  else if (!self->window || g_cancellable_is_cancelled (self->cancellable))
    set_state (self, DANBI_DROPPING_IDLE);
  else if (danbi_drop_needs_choice (drop))
    choose (self, drop);
  else
    take (self, drop);
}

static void
start_reading (DanbiDropping *self,
               GListModel    *files)
{
  read_some_cb (0, 0, self);
  danbi_desk_read_drop_async (self->desk, self->item, files, read_some_cb, self,
                              self->cancellable, read_cb, g_object_ref (self));
}

/* Virtual functions */

static void
danbi_dropping_dispose (GObject *object)
{
  DanbiDropping *self = DANBI_DROPPING (object);

  g_clear_weak_pointer (&self->chooser);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_dropping_parent_class)->dispose (object);
}

static void
danbi_dropping_class_init (DanbiDroppingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = danbi_dropping_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DANBI_TYPE_DROPPING, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", DANBI_TYPE_DROPPING, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                           G_TYPE_DOUBLE);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", DANBI_TYPE_DROPPING, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
danbi_dropping_init (DanbiDropping *self)
{
}

/**
 * danbi_dropping_new:
 * @window: the window that a chooser stands before; not kept alive
 * @desk: the desk
 *
 * Returns: (transfer full): nothing on its way yet
 */
DanbiDropping *
danbi_dropping_new (GtkWindow *window,
                    DanbiDesk *desk)
{
  DanbiDropping *self = g_object_new (DANBI_TYPE_DROPPING, NULL);

  g_set_weak_pointer (&self->window, window);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "medium-progress", G_CALLBACK (medium_progress_cb), self, 0);
  return self;
}

/**
 * danbi_dropping_start:
 * @self: nothing on its way
 * @item: the case, which may be edited
 * @files: a list of #GFile: files and folders
 */
void
danbi_dropping_start (DanbiDropping *self,
                      DanbiCase     *item,
                      GListModel    *files)
{
  g_return_if_fail (self->state == DANBI_DROPPING_IDLE);

  self->item = g_object_ref (item);
  self->cancellable = g_cancellable_new ();
  set_state (self, DANBI_DROPPING_READING);
  start_reading (self, files);
}

/**
 * danbi_dropping_cancel:
 * @self: what may be on its way
 *
 * Stops it; the case stays as it was.
 */
void
danbi_dropping_cancel (DanbiDropping *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  if (self->chooser)
    gtk_window_close (GTK_WINDOW (self->chooser));
}

/**
 * danbi_dropping_get_state:
 * @self: what may be on its way
 *
 * Returns: how far it is
 */
DanbiDroppingState
danbi_dropping_get_state (DanbiDropping *self)
{
  return self->state;
}

/**
 * danbi_dropping_get_case:
 * @self: what may be on its way
 *
 * Returns: (transfer none) (nullable): the case it is for; %NULL while nothing is on its way
 */
DanbiCase *
danbi_dropping_get_case (DanbiDropping *self)
{
  return self->item;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the password of an archive that was dropped: Return opens it, Escape gives none. */
#include "config.h"

#include "danbi-password-dialog.h"
#include "danbi-reader.h"

struct _DanbiPasswordDialog
{
  AdwWindow parent_instance;

  DanbiPasswordRequest *request;
  GtkLabel *archive_label;
  GtkLabel *wrong_label;
  GtkPasswordEntry *entry;
  GtkWidget *open_button;
};

G_DEFINE_FINAL_TYPE (DanbiPasswordDialog, danbi_password_dialog, ADW_TYPE_WINDOW)

static void
open_cb (DanbiPasswordDialog *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (*password == '\0')
    return;
  danbi_password_request_answer (self->request, password);
  gtk_window_close (GTK_WINDOW (self));
}

static void
changed_cb (DanbiPasswordDialog *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  gtk_widget_set_sensitive (self->open_button, *password != '\0');
}

/* Whichever way the window goes: who waits for the answer gets one. */
static void
danbi_password_dialog_dispose (GObject *object)
{
  DanbiPasswordDialog *self = DANBI_PASSWORD_DIALOG (object);

  if (self->request)
    danbi_password_request_answer (self->request, NULL);
  g_clear_object (&self->request);
  G_OBJECT_CLASS (danbi_password_dialog_parent_class)->dispose (object);
}

static void
danbi_password_dialog_class_init (DanbiPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_password_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiPasswordDialog, archive_label);
  gtk_widget_class_bind_template_child (widget_class, DanbiPasswordDialog, wrong_label);
  gtk_widget_class_bind_template_child (widget_class, DanbiPasswordDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, DanbiPasswordDialog, open_button);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_password_dialog_init (DanbiPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_password_dialog_new:
 * @parent: the window that asks
 * @request: what is asked
 *
 * Returns: (transfer none): a dialog, which answers @request and goes
 */
GtkWidget *
danbi_password_dialog_new (GtkWindow            *parent,
                           DanbiPasswordRequest *request)
{
  DanbiPasswordDialog *self
    = g_object_new (DANBI_TYPE_PASSWORD_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name
    = g_path_get_basename (danbi_password_request_get_archive (request));

  self->request = g_object_ref (request);
  gtk_label_set_text (self->archive_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->archive_label),
                               danbi_password_request_get_archive (request));
  gtk_widget_set_visible (GTK_WIDGET (self->wrong_label),
                          danbi_password_request_is_wrong (request));
  g_signal_connect_object (request, "closed", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
  danbi_reader_focus_first (GTK_WIDGET (self), GTK_WIDGET (self->entry));
  return GTK_WIDGET (self);
}

static gboolean
password_wanted_cb (DanbiDesk            *desk,
                    DanbiPasswordRequest *request,
                    GtkWindow            *window)
{
  gtk_window_present (GTK_WINDOW (danbi_password_dialog_new (window, request)));
  return TRUE;
}

/**
 * danbi_password_dialog_attach:
 * @window: the window that asks, as long as it is there
 * @desk: the desk
 *
 * Shows a dialog whenever @desk needs a password.
 */
void
danbi_password_dialog_attach (GtkWindow *window,
                              DanbiDesk *desk)
{
  g_signal_connect_object (desk, "password-wanted", G_CALLBACK (password_wanted_cb), window, 0);
}

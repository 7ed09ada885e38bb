/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk asks for the password of an archive that was dropped, and the window answers. */
#include "config.h"

#include "danbi-desk-private.h"

typedef struct
{
  DanbiDesk *desk;
  DanbiPasswordRequest *request;
} Question;

static Question *
question_new (DanbiDesk            *desk,
              DanbiPasswordRequest *request)
{
  Question *question = g_new (Question, 1);

  question->desk = g_object_ref (desk);
  question->request = g_object_ref (request);
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->request);
  g_object_unref (question->desk);
  g_free (question);
}

static gboolean
show_cb (gpointer user_data)
{
  Question *question = user_data;
  gboolean handled = FALSE;

  g_signal_emit_by_name (question->desk, "password-wanted", question->request, &handled);
  if (!handled)
    danbi_password_request_answer (question->request, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
close_cb (gpointer user_data)
{
  danbi_password_request_close (((Question *) user_data)->request);
  return G_SOURCE_REMOVE;
}

/* A #DanbiIntakePasswordFunc for a worker's thread; @user_data is a #DanbiDeskAsker. */
char *
danbi_desk_ask_password (const char *archive,
                         gboolean    wrong,
                         gpointer    user_data)
{
  const DanbiDeskAsker *asker = user_data;
  g_autoptr (DanbiPasswordRequest) request = danbi_password_request_new (archive, wrong);
  char *password;

  g_idle_add_full (G_PRIORITY_DEFAULT, show_cb, question_new (asker->desk, request),
                   question_free);
  password = danbi_password_request_wait (request, asker->cancellable);
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, question_new (asker->desk, request),
                   question_free);
  return password;
}

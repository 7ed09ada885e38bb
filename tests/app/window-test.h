/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-field-row.h"
#include "danbi-window.h"

/* A window on a desk of its own, for the tests that need both. */
typedef struct
{
  char *dir;
  DanbiDesk *desk;
  DanbiWindow *window;
} Fixture;

void window_test_init (int *argc, char ***argv);
int window_test_run (void);
void wait_for (gboolean (*done) (gpointer), gpointer data);
void settle (void);
void open_window (Fixture *f);
void close_window (Fixture *f);
void set_up (Fixture *f, gconstpointer data);
void tear_down (Fixture *f, gconstpointer data);
DanbiCase *get_case (Fixture *f);
DanbiFieldRow *find_row (GtkWidget *widget, DanbiField field);
gpointer part_of_row (Fixture *f, DanbiField field, const char *part);
void type (Fixture *f, DanbiField field, const char *text);
const char *text_of (Fixture *f, DanbiField field);
void press (Fixture *f, const char *action);
gboolean has_one_case (gpointer data);

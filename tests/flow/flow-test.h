/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"
#include "danbi-sending.h"

G_BEGIN_DECLS

/* A desk in a folder of its own, and what a test does at it, waited for. */
typedef struct
{
  char *dir;
  DanbiDesk *desk;
  GSubprocess *receiver;
} FlowTest;

void flow_test_set_up (FlowTest *test, gconstpointer data);
void flow_test_tear_down (FlowTest *test, gconstpointer data);
void flow_test_reopen (FlowTest *test);
void flow_test_start_receiver (FlowTest *test, const char *fault);
void flow_test_start_slow_receiver (FlowTest *test, const char *delay_ms);
void flow_test_stop_receiver (FlowTest *test);

void flow_test_fill (FlowTest *test, DanbiCase *item);
void flow_test_save (FlowTest *test, DanbiCase *item);
gboolean flow_test_add_images (FlowTest *test, DanbiCase *item, const char *path, GError **error);
DanbiDrop *flow_test_read_drop (FlowTest *test, DanbiCase *item, const char *const *paths,
                                GError **error);
gboolean flow_test_take_drop (FlowTest *test, DanbiCase *item, DanbiDrop *drop,
                              GCancellable *cancellable, GError **error);
char *flow_test_write_jpeg (FlowTest *test, const char *name, guint seed);
DanbiCase *flow_test_new_ready_case (FlowTest *test, guint seed);
DanbiCase *flow_test_load (FlowTest *test, gint64 id, GError **error);
void flow_test_finish (DanbiSending *sending);
DanbiSending *flow_test_send (FlowTest *test, DanbiCase *item);
guint flow_test_count_batches (FlowTest *test);

G_END_DECLS

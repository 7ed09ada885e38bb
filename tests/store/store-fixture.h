/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "danbi-store.h"

G_BEGIN_DECLS

/* 2026-11-22 15:20:03 in Taiwan, the noon of all tests that hand the clock in. */
#define FIXTURE_NOW_S G_GINT64_CONSTANT (1795332003)

/* A store in a folder of its own, and the clock at FIXTURE_NOW_S. */
typedef struct
{
  char *dir;
  DanbiStore *store;
} StoreFixture;

void store_fixture_set_up (StoreFixture *self, gconstpointer data);
void store_fixture_set_up_in (StoreFixture *self, const char *parent);
void store_fixture_tear_down (StoreFixture *self, gconstpointer data);
void store_fixture_reopen (StoreFixture *self);
void store_fixture_open_old (StoreFixture *self, const char *name);
char *store_fixture_path (StoreFixture *self, const char *name);
gint64 store_fixture_query (StoreFixture *self, const char *sql);
void store_fixture_execute (const char *path, const char *sql);
gboolean store_fixture_contains (StoreFixture *self, const char *text);

void store_fixture_assert_soon_after (gint64 at_s, gint64 expected_s);

DanbiCase *store_fixture_new_case (const char *patient_id);
gint64 store_fixture_save_new (StoreFixture *self, const char *patient_id);
GPtrArray *store_fixture_new_images (StoreFixture *self, const char *const *file_ids);
char *store_fixture_give_images (StoreFixture *self, gint64 id, const char *const *file_ids);

#define store_fixture_add(path, function)                                                          \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

G_END_DECLS

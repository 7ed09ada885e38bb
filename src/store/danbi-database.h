/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _DanbiDatabase DanbiDatabase;

DanbiDatabase *danbi_database_open (const char *path, GError **error);
DanbiDatabase *danbi_database_open_reader (const char *path, GError **error);
void danbi_database_close (DanbiDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiDatabase, danbi_database_close)

gboolean danbi_database_check (DanbiDatabase *self, GError **error);
gboolean danbi_database_configure (DanbiDatabase *self, GError **error);
gboolean danbi_database_is_logged (DanbiDatabase *self);
gboolean danbi_database_execute (DanbiDatabase *self, const char *sql, GError **error);
gboolean danbi_database_begin_read (DanbiDatabase *self, GError **error);
gboolean danbi_database_begin_write (DanbiDatabase *self, GError **error);
gboolean danbi_database_end (DanbiDatabase *self, gboolean ok, GError **error);
void danbi_database_wipe_log (DanbiDatabase *self);
gboolean danbi_database_get_number (DanbiDatabase *self, const char *sql, gint64 *number,
                                    GError **error);
gint64 danbi_database_get_last_id (DanbiDatabase *self);
gint64 danbi_database_get_n_changed (DanbiDatabase *self);

/**
 * DanbiStatement:
 *
 * A prepared statement that its database keeps for the next time. What goes out of scope is
 * rewound and forgets its values, so no patient data linger and no cursor stays open.
 */
typedef sqlite3_stmt DanbiStatement;

DanbiStatement *danbi_database_prepare (DanbiDatabase *self, const char *sql, GError **error);
void danbi_statement_release (DanbiStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiStatement, danbi_statement_release)

void danbi_statement_set_text (DanbiStatement *self, const char *name, const char *text);
void danbi_statement_set_int (DanbiStatement *self, const char *name, gint64 number);
gboolean danbi_statement_next (DanbiStatement *self, gboolean *row, GError **error);
gboolean danbi_statement_run (DanbiStatement *self, GError **error);
const char *danbi_statement_get_text (DanbiStatement *self, int column);
gint64 danbi_statement_get_int (DanbiStatement *self, int column);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiTestCut:
 * @up: after how many bytes from the client the connection is cut; −1 for never
 * @down: after how many bytes from the server; −1 for never
 */
typedef struct
{
  gint64 up;
  gint64 down;
} DanbiTestCut;

/**
 * DanbiTestManner:
 * @DANBI_TEST_AT_ONCE: the answer comes in one go and the connection ends
 * @DANBI_TEST_BYTE_BY_BYTE: it comes byte by byte, with a pause after each
 * @DANBI_TEST_WITHOUT_END: blanks come after it for ever, one after each pause; where that is 0,
 *   as fast as they are taken
 * @DANBI_TEST_THEN_SILENCE: nothing comes after it, and the connection does not end
 *
 * How a script answers.
 */
typedef enum
{
  DANBI_TEST_AT_ONCE,
  DANBI_TEST_BYTE_BY_BYTE,
  DANBI_TEST_WITHOUT_END,
  DANBI_TEST_THEN_SILENCE,
} DanbiTestManner;

/* What most answers of a script begin with, and whole ones. */
#define DANBI_TEST_HEAD(status) "HTTP/1.1 " status "\r\nConnection: close\r\n"
#define DANBI_TEST_EMPTY(status) DANBI_TEST_HEAD (status) "Content-Length: 0\r\n\r\n"
#define DANBI_TEST_CREATED(location)                                                               \
  DANBI_TEST_HEAD ("201 Created") "Location: " location "\r\nContent-Length: 0\r\n\r\n"
#define DANBI_TEST_OFFSET(status, offset)                                                          \
  DANBI_TEST_HEAD (status) "Upload-Offset: " offset "\r\nContent-Length: 0\r\n\r\n"
#define DANBI_TEST_TAKEN(offset) DANBI_TEST_OFFSET ("204 No Content", offset)

/* A line that cuts connections, or that answers by itself from a script. */
typedef struct _DanbiTestLine DanbiTestLine;

DanbiTestLine *danbi_test_line_new_proxy (guint target_port, const DanbiTestCut *cuts,
                                          guint n_cuts);
DanbiTestLine *danbi_test_line_new_script (const char *const *answers);
void danbi_test_line_set_manner (DanbiTestLine *self, DanbiTestManner manner, guint pause_ms);
const char *danbi_test_line_get_url (DanbiTestLine *self);
guint danbi_test_line_get_n_connections (DanbiTestLine *self);
guint64 danbi_test_line_get_bytes_up (DanbiTestLine *self);
char *danbi_test_line_dup_requests (DanbiTestLine *self);
void danbi_test_line_free (DanbiTestLine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTestLine, danbi_test_line_free)

G_END_DECLS

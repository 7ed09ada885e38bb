/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tus 1.0.0 at /files: creation, HEAD, PATCH and termination, bytes straight to disk. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-answer.h"
#include "danbi-file.h"
#include "danbi-tus-handler.h"
#include "danbi-wire.h"

#define PATH "/files"
#define PIECE_KEY "danbi-piece"

struct _DanbiTusHandler
{
  DanbiTusStore *store;
  guint64 max_bytes;
};

/* The body of one PATCH on its way to disk, or why it is not let in. */
typedef struct
{
  DanbiTusHandler *handler;
  char *id;
  int fd;
  guint64 room;    /* how many bytes the upload still lacks */
  guint status;    /* of the problem; 0: none */
  const char *detail;
} Piece;

static void
piece_free (gpointer data)
{
  Piece *self = data;

  if (self->fd >= 0)
    {
      close (self->fd);
      danbi_tus_store_unlock (self->handler->store, self->id);
    }
  g_free (self->id);
  g_free (self);
}

static void
refuse (Piece      *self,
        guint       status,
        const char *detail)
{
  self->status = status;
  self->detail = detail;
}

static gboolean
parse_count (const char *text,
             guint64    *number)
{
  return text && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, number, NULL);
}

static gboolean
speaks_tus (SoupServerMessage *message)
{
  return g_strcmp0 (danbi_request_get_header (message, "Tus-Resumable"), DANBI_TUS_VERSION) == 0;
}

/* The id in /files/ID; "" for /files itself. */
static const char *
get_id (const char *path)
{
  const char *rest = path + strlen (PATH);

  return *rest == '/' ? rest + 1 : rest;
}

static void
set_header (SoupServerMessage *message,
            const char        *name,
            guint64            value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), name, text);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              Piece             *piece)
{
  gsize length;
  const char *data = g_bytes_get_data (chunk, &length);

  if (piece->status != 0)
    return;
  if (length > piece->room)
    refuse (piece, 400, "The request carries more bytes than the upload lacks.");
  else if (!danbi_file_write_all (piece->fd, data, length))
    refuse (piece, 507, "The bytes could not be written to disk.");
  else
    piece->room -= length;
}

static void
open_piece (Piece             *self,
            SoupServerMessage *message)
{
  g_autoptr (DanbiTusUpload) upload = danbi_tus_store_find (self->handler->store, self->id);
  const char *type = danbi_request_get_header (message, "Content-Type");
  guint64 body_bytes = 0;
  guint64 offset;

  parse_count (danbi_request_get_header (message, "Content-Length"), &body_bytes);
  if (!danbi_request_is_local (message))
    refuse (self, 403, "This receiver serves its own computer only.");
  else if (!speaks_tus (message))
    refuse (self, 412, "Tus-Resumable must be 1.0.0.");
  else if (!upload)
    refuse (self, 404, "There is no such upload.");
  else if (g_strcmp0 (type, DANBI_TUS_CONTENT_TYPE) != 0)
    refuse (self, 415, "The type of the body must be application/offset+octet-stream.");
  else if (!parse_count (danbi_request_get_header (message, "Upload-Offset"), &offset))
    refuse (self, 400, "Upload-Offset is missing or no number.");
  else if (!danbi_tus_store_lock (self->handler->store, self->id))
    refuse (self, 423, "Another request is working on this upload.");
  else
    {
      g_autofree char *path = danbi_tus_store_dup_path (self->handler->store, self->id);

      self->room = upload->length - upload->offset;
      self->fd = open (path, O_WRONLY | O_APPEND | O_CLOEXEC);
      if (self->fd < 0)
        danbi_tus_store_unlock (self->handler->store, self->id);
      if (self->fd < 0)
        refuse (self, 500, "The upload could not be opened.");
      else if (offset != upload->offset)
        refuse (self, 409, "Upload-Offset is not the offset of the upload.");
      else if (body_bytes > self->room)
        refuse (self, 400, "The request carries more bytes than the upload lacks.");
    }
}

/* Before the body comes: it is never kept in memory, whatever the request. */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Piece *piece;

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (!g_str_equal (soup_server_message_get_method (message), "PATCH"))
    return;
  piece = g_new0 (Piece, 1);
  piece->handler = user_data;
  piece->id = g_strdup (get_id (path));
  piece->fd = -1;
  open_piece (piece, message);
  /* The connection may end before the body: with the message the upload is free again, and what
   * came is on disk. */
  g_object_set_data_full (G_OBJECT (message), PIECE_KEY, piece, piece_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), piece);
}

static void
answer_patch (SoupServerMessage *message)
{
  Piece *piece = g_object_get_data (G_OBJECT (message), PIECE_KEY);
  struct stat info;

  if (!piece)
    danbi_answer_problem (message, 500, "The body was not taken in.");
  else if (piece->status != 0)
    danbi_answer_problem (message, piece->status, piece->detail);
  else if (fdatasync (piece->fd) < 0 || fstat (piece->fd, &info) < 0)
    danbi_answer_problem (message, 507, "The bytes could not be written to disk.");
  else
    {
      danbi_answer_nothing (message, SOUP_STATUS_NO_CONTENT);
      set_header (message, "Upload-Offset", (guint64) info.st_size);
    }
  /* The lock ends here and not with the connection: the next piece may follow at once. */
  g_signal_handlers_disconnect_by_func (message, got_chunk_cb, piece);
  g_object_set_data (G_OBJECT (message), PIECE_KEY, NULL);
}

static void
answer_creation (DanbiTusHandler   *self,
                 SoupServerMessage *message)
{
  const char *metadata = danbi_request_get_header (message, "Upload-Metadata");
  g_autoptr (GError) error = NULL;
  g_autofree char *filename = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *id = NULL;
  g_autofree char *location = NULL;
  guint64 length;

  if (!parse_count (danbi_request_get_header (message, "Upload-Length"), &length))
    return danbi_answer_problem (message, 400, "Upload-Length is missing or no number.");
  if (length > self->max_bytes)
    return danbi_answer_problem (message, 413, "The file is larger than an archive may be.");
  if (metadata && !danbi_tus_metadata_parse (metadata, &filename, &sha256))
    return danbi_answer_problem (message, 400, "Upload-Metadata is not lawful.");
  id = danbi_tus_store_create (self->store, length, filename, sha256, &error);
  if (!id)
    return danbi_answer_problem (message, 507, error->message);

  location = g_strconcat (PATH "/", id, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                location);
  soup_server_message_set_status (message, SOUP_STATUS_CREATED, NULL);
}

static void
answer_head (DanbiTusHandler   *self,
             SoupServerMessage *message,
             const char        *id)
{
  g_autoptr (DanbiTusUpload) upload = danbi_tus_store_find (self->store, id);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *metadata = NULL;

  if (!upload)
    return danbi_answer_problem (message, 404, "There is no such upload.");
  set_header (message, "Upload-Offset", upload->offset);
  set_header (message, "Upload-Length", upload->length);
  if (upload->filename)
    {
      metadata = danbi_tus_metadata_format (upload->filename, upload->sha256);
      soup_message_headers_replace (headers, "Upload-Metadata", metadata);
    }
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  danbi_answer_nothing (message, SOUP_STATUS_OK);
}

static void
answer_delete (DanbiTusHandler   *self,
               SoupServerMessage *message,
               const char        *id)
{
  g_autoptr (DanbiTusUpload) upload = danbi_tus_store_find (self->store, id);
  g_autoptr (GError) error = NULL;

  if (!upload)
    return danbi_answer_problem (message, 404, "There is no such upload.");
  if (!danbi_tus_store_lock (self->store, id))
    return danbi_answer_problem (message, 423, "Something is working on this upload.");
  if (danbi_tus_store_remove (self->store, id, &error))
    danbi_answer_nothing (message, SOUP_STATUS_NO_CONTENT);
  else
    danbi_answer_problem (message, 500, error->message);
  danbi_tus_store_unlock (self->store, id);
}

static void
answer_options (DanbiTusHandler   *self,
                SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Tus-Version", DANBI_TUS_VERSION);
  soup_message_headers_replace (headers, "Tus-Extension", "creation,termination");
  set_header (message, "Tus-Max-Size", self->max_bytes);
  danbi_answer_nothing (message, SOUP_STATUS_NO_CONTENT);
}

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  DanbiTusHandler *self = user_data;
  const char *method = soup_server_message_get_method (message);
  const char *id = get_id (path);

  if (g_str_equal (method, "PATCH"))
    answer_patch (message);
  else if (!danbi_request_is_local (message))
    danbi_answer_problem (message, 403, "This receiver serves its own computer only.");
  else if (g_str_equal (method, "OPTIONS"))
    answer_options (self, message);
  else if (!speaks_tus (message))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Tus-Version", DANBI_TUS_VERSION);
      danbi_answer_problem (message, 412, "Tus-Resumable must be 1.0.0.");
    }
  else if (g_str_equal (method, "POST") && !*id)
    answer_creation (self, message);
  else if (g_str_equal (method, "HEAD") && *id)
    answer_head (self, message, id);
  else if (g_str_equal (method, "DELETE") && *id)
    answer_delete (self, message, id);
  else
    danbi_answer_method (message, *id ? "HEAD, PATCH, DELETE, OPTIONS" : "POST, OPTIONS");
}

/**
 * danbi_tus_handler_new:
 * @store: (transfer none): where uploads go; must live longer
 * @max_bytes: the greatest length of one upload
 *
 * Returns: (transfer full): the handler
 */
DanbiTusHandler *
danbi_tus_handler_new (DanbiTusStore *store,
                       guint64        max_bytes)
{
  DanbiTusHandler *self = g_new0 (DanbiTusHandler, 1);

  self->store = store;
  self->max_bytes = max_bytes;
  return self;
}

/**
 * danbi_tus_handler_free:
 * @self: (nullable): a handler whose server is gone
 */
void
danbi_tus_handler_free (DanbiTusHandler *self)
{
  g_free (self);
}

/**
 * danbi_tus_handler_add_to:
 * @self: a handler
 * @server: a server
 *
 * Has the server answer at /files.
 */
void
danbi_tus_handler_add_to (DanbiTusHandler *self,
                          SoupServer      *server)
{
  soup_server_add_early_handler (server, PATH, early_cb, self, NULL);
  soup_server_add_handler (server, PATH, answer_cb, self, NULL);
}

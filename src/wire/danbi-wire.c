/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sender and receiver of the gateway protocol share beside JSON: values, limits, addresses. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-wire.h"

/* Every character that RFC 3986 allows in a URL; two readers of one URL agree on these alone. */
#define URL_CHARACTERS                                                                             \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"

G_DEFINE_QUARK (danbi-wire-error-quark, danbi_wire_error)

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

/**
 * danbi_row_error_new:
 * @column: NHI's number of the field, 0 to 17
 * @field: (nullable): the field's key
 * @code: NHI's error code
 *
 * Returns: (transfer full): the error
 */
DanbiRowError *
danbi_row_error_new (guint       column,
                     const char *field,
                     const char *code)
{
  DanbiRowError *self = g_new0 (DanbiRowError, 1);

  self->column = column;
  self->field = g_strdup (field);
  self->code = g_strdup (code);
  return self;
}

/**
 * danbi_row_error_free:
 * @self: (nullable): an error of a row
 */
void
danbi_row_error_free (DanbiRowError *self)
{
  if (!self)
    return;
  g_free (self->field);
  g_free (self->code);
  g_free (self);
}

/**
 * danbi_row_outcome_new:
 * @row: the row of the CSV, from 1
 * @archive: the archive it names
 * @state: what became of it
 *
 * Returns: (transfer full): the outcome, without errors
 */
DanbiRowOutcome *
danbi_row_outcome_new (guint         row,
                       const char   *archive,
                       DanbiRowState state)
{
  DanbiRowOutcome *self = g_new0 (DanbiRowOutcome, 1);

  self->row = row;
  self->archive = g_strdup (archive);
  self->state = state;
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_row_error_free);
  return self;
}

/**
 * danbi_row_outcome_copy:
 * @self: the outcome of a row
 *
 * Returns: (transfer full): an outcome of its own with the same errors
 */
DanbiRowOutcome *
danbi_row_outcome_copy (const DanbiRowOutcome *self)
{
  DanbiRowOutcome *copy = danbi_row_outcome_new (self->row, self->archive, self->state);

  for (guint i = 0; i < self->errors->len; i++)
    {
      const DanbiRowError *error = g_ptr_array_index (self->errors, i);

      g_ptr_array_add (copy->errors,
                       danbi_row_error_new (error->column, error->field, error->code));
    }
  return copy;
}

/**
 * danbi_row_outcome_free:
 * @self: (nullable): the outcome of a row
 */
void
danbi_row_outcome_free (DanbiRowOutcome *self)
{
  if (!self)
    return;
  g_free (self->archive);
  g_ptr_array_unref (self->errors);
  g_free (self);
}

/**
 * danbi_batch_status_new:
 * @receipt: the receiver's number of the batch
 *
 * Returns: (transfer full): the status of a batch that is still being checked
 */
DanbiBatchStatus *
danbi_batch_status_new (const char *receipt)
{
  DanbiBatchStatus *self = g_new0 (DanbiBatchStatus, 1);

  self->receipt = g_strdup (receipt);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_row_outcome_free);
  return self;
}

/**
 * danbi_batch_status_free:
 * @self: (nullable): the status of a batch
 */
void
danbi_batch_status_free (DanbiBatchStatus *self)
{
  if (!self)
    return;
  g_free (self->receipt);
  g_free (self->received_at);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * danbi_batch_request_new:
 * @csv: the tus URL of the CSV
 *
 * Returns: (transfer full): a request without archives; set them in its hash table, which owns
 *   its keys and values
 */
DanbiBatchRequest *
danbi_batch_request_new (const char *csv)
{
  DanbiBatchRequest *self = g_new0 (DanbiBatchRequest, 1);

  self->csv = g_strdup (csv);
  self->archives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * danbi_batch_request_free:
 * @self: (nullable): a request
 */
void
danbi_batch_request_free (DanbiBatchRequest *self)
{
  if (!self)
    return;
  g_free (self->csv);
  g_hash_table_unref (self->archives);
  g_free (self);
}

/**
 * danbi_row_state_get_nick:
 * @state: what became of a row
 *
 * Returns: (transfer none): the state's name in CONTRACT.md, `accepted` or `rejected`; `pending`
 *   for a row that is not judged yet
 */
const char *
danbi_row_state_get_nick (DanbiRowState state)
{
  switch (state)
    {
    case DANBI_ROW_ACCEPTED:
      return "accepted";
    case DANBI_ROW_REJECTED:
      return "rejected";
    case DANBI_ROW_PENDING:
    default:
      return "pending";
    }
}

/**
 * danbi_wire_key_is_lawful:
 * @key: (nullable): an idempotency key
 *
 * Returns: whether it is 1 to 128 printable ASCII characters without a blank
 */
gboolean
danbi_wire_key_is_lawful (const char *key)
{
  gsize length = key ? strlen (key) : 0;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (key[i]))
      return FALSE;
  return length >= 1 && length <= DANBI_WIRE_MAX_KEY_BYTES;
}

/**
 * danbi_wire_sha256_is_lawful:
 * @sha256: (nullable): a text
 *
 * Returns: whether it is a SHA-256 in lower-case hexadecimal
 */
gboolean
danbi_wire_sha256_is_lawful (const char *sha256)
{
  return sha256 && strlen (sha256) == 64 && strspn (sha256, "0123456789abcdef") == 64;
}

/**
 * danbi_wire_url_is_loopback:
 * @url: an address
 *
 * Returns: whether it leads to this computer: `127.0.0.0/8`, `[::1]` or `localhost`
 */
gboolean
danbi_wire_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  return host && host_is_loopback (host);
}

/**
 * danbi_wire_url_is_allowed:
 * @url: the address of a gateway, or of something on it
 * @error: set to %DANBI_WIRE_ERROR_ADDRESS, with a sentence for the user
 *
 * TLS is required; plain HTTP only to this computer (CONTRACT.md, "The gateway protocol"). An
 * address with a user name, a fragment or a character outside RFC 3986 is refused: two programs
 * could read it in two ways.
 *
 * Returns: whether anything may be sent there
 */
gboolean
danbi_wire_url_is_allowed (const char *url,
                           GError    **error)
{
  gsize length = strlen (url);
  g_autoptr (GUri) uri = NULL;
  const char *host;
  const char *scheme;

  if (length <= DANBI_WIRE_MAX_URL_BYTES && strspn (url, URL_CHARACTERS) == length)
    uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  host = uri ? g_uri_get_host (uri) : NULL;
  scheme = uri ? g_uri_get_scheme (uri) : NULL;

  if (!host || !*host || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")))
    g_set_error_literal (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_ADDRESS,
                         _("This is not the address of a gateway: it must look like "
                           "https://gateway.example/"));
  else if (g_uri_get_userinfo (uri) || g_uri_get_fragment (uri))
    g_set_error_literal (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_ADDRESS,
                         _("The address of the gateway may hold neither a user name nor “#”; "
                           "remove them."));
  else if (g_str_equal (scheme, "http") && !host_is_loopback (host))
    g_set_error_literal (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_ADDRESS,
                         _("Patient data may leave this computer only encrypted: use an address "
                           "that begins with https://"));
  else
    return TRUE;
  return FALSE;
}

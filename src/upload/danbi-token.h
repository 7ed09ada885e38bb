/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DANBI_TOKEN_ERROR (danbi_token_error_quark ())

/**
 * DanbiTokenError:
 * @DANBI_TOKEN_ERROR_LOCKED: the keyring is there but stays locked
 * @DANBI_TOKEN_ERROR_FAILED: there is no keyring, or it failed
 */
typedef enum
{
  DANBI_TOKEN_ERROR_LOCKED,
  DANBI_TOKEN_ERROR_FAILED,
} DanbiTokenError;
GQuark danbi_token_error_quark (void);

/* The access token of a gateway, in the Secret Service and nowhere else. All calls block. */
char *danbi_token_lookup (const char *base_url, GError **error);
gboolean danbi_token_store (const char *base_url, const char *token, GError **error);
gboolean danbi_token_clear (const char *base_url, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The access token of a gateway: kept by the Secret Service under the gateway's address. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "danbi-token.h"

#define ATTRIBUTE "gateway"

static const SecretSchema schema = {
  DANBI_APPLICATION_ID ".Token",
  SECRET_SCHEMA_NONE,
  { { ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

G_DEFINE_QUARK (danbi-token-error-quark, danbi_token_error)

/* One gateway has one name, with a slash at its end or without. */
static char *
dup_name (const char *base_url)
{
  char *name = g_strstrip (g_strdup (base_url));

  while (g_str_has_suffix (name, "/"))
    name[strlen (name) - 1] = '\0';
  return name;
}

static void
fail (GError      **error,
      const char   *sentence,
      const GError *why)
{
  gboolean locked = g_error_matches (why, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
                    || g_error_matches (why, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED);

  if (locked)
    g_set_error (error, DANBI_TOKEN_ERROR, DANBI_TOKEN_ERROR_LOCKED,
                 _("%s: the keyring is locked. Unlock it, then try again."), sentence);
  else
    g_set_error (error, DANBI_TOKEN_ERROR, DANBI_TOKEN_ERROR_FAILED, "%s: %s", sentence,
                 why->message);
}

/**
 * danbi_token_lookup:
 * @base_url: the gateway's address
 * @error: why the keyring could not be asked
 *
 * Returns: (transfer full) (nullable): the token; %NULL without an error where there is none
 */
char *
danbi_token_lookup (const char *base_url,
                    GError    **error)
{
  g_autofree char *name = dup_name (base_url);
  g_autoptr (GError) why = NULL;
  char *secret = secret_password_lookup_sync (&schema, NULL, &why, ATTRIBUTE, name, NULL);
  char *token = g_strdup (secret);

  secret_password_free (secret);
  if (why)
    fail (error, _("The access token could not be fetched from the keyring"), why);
  return token;
}

/**
 * danbi_token_store:
 * @base_url: the gateway's address
 * @token: the token
 * @error: why the keyring did not take it
 *
 * Replaces an earlier token of this gateway.
 *
 * Returns: whether it is kept
 */
gboolean
danbi_token_store (const char *base_url,
                   const char *token,
                   GError    **error)
{
  g_autofree char *name = dup_name (base_url);
  g_autofree char *label = g_strdup_printf (_("Danbi: access token for %s"), name);
  g_autoptr (GError) why = NULL;

  secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, token, NULL, &why,
                              ATTRIBUTE, name, NULL);
  if (why)
    fail (error, _("The access token could not be kept in the keyring"), why);
  return !why;
}

/**
 * danbi_token_clear:
 * @base_url: the gateway's address
 * @error: why it could not be removed
 *
 * Returns: whether there is no token of this gateway any more
 */
gboolean
danbi_token_clear (const char *base_url,
                   GError    **error)
{
  g_autofree char *name = dup_name (base_url);
  g_autoptr (GError) why = NULL;

  secret_password_clear_sync (&schema, NULL, &why, ATTRIBUTE, name, NULL);
  if (why)
    fail (error, _("The access token could not be removed from the keyring"), why);
  return !why;
}

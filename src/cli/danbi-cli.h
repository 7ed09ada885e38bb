/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"
#include "danbi-json.h"

G_BEGIN_DECLS

/**
 * DanbiExit:
 *
 * The exit status of danbictl (CONTRACT).
 */
typedef enum
{
  DANBI_EXIT_DONE = 0,     /* nothing stands against sending */
  DANBI_EXIT_FINDINGS = 1, /* findings of severity error, or rejected rows */
  DANBI_EXIT_USAGE = 2,    /* wrong usage */
  DANBI_EXIT_FAILURE = 3,  /* a file, database or network failure */
} DanbiExit;

/**
 * DanbiCli:
 * @json: whether results are JSON
 * @data: the data folder
 * @images: (nullable): paths after `--images`
 * @overrides: (nullable): `RULE=REASON` after `--override`
 * @batch: (nullable): the file of `check --batch`
 * @out: (nullable): the folder of `pack --out`
 * @format: (nullable): `7z` or `cab`
 * @to: (nullable): the gateway of `send --to`
 * @wait: whether `send` waits for the outcome
 * @port: the port of `practice`
 * @args: what is left: the words that are no options
 *
 * What was said on the command line.
 */
typedef struct
{
  gboolean json;
  char *data;
  GStrv images;
  GStrv overrides;
  char *batch;
  char *out;
  char *format;
  char *to;
  char *now;
  gboolean wait;
  int port;
  GStrv args;
} DanbiCli;

void danbi_cli_print (json_t *document);
int danbi_cli_fail (GError *error);
int danbi_cli_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);
DanbiDesk *danbi_cli_open_desk (const DanbiCli *cli, GError **error);
DanbiRecord *danbi_cli_read_case (const char *path, GError **error);
gboolean danbi_cli_apply_overrides (const DanbiCli *cli, GHashTable *overrides, GError **error);
char *danbi_cli_ask_password (const char *archive, gboolean wrong, gpointer user_data);
void danbi_cli_offer_passwords (DanbiDesk *desk);
void danbi_cli_store_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *danbi_cli_await (GAsyncResult **place);
gboolean danbi_cli_parse_id (const char *text, gint64 *id);

int danbi_cli_check (const DanbiCli *cli);
int danbi_cli_inspect (const DanbiCli *cli);
int danbi_cli_pack (const DanbiCli *cli);
int danbi_cli_send (const DanbiCli *cli);
int danbi_cli_case (const DanbiCli *cli);
int danbi_cli_deadline (const DanbiCli *cli);
int danbi_cli_rules (const DanbiCli *cli);
int danbi_cli_practice (const DanbiCli *cli);

G_END_DECLS

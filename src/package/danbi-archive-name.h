/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"
#include "danbi-image.h"

G_BEGIN_DECLS

typedef enum
{
  DANBI_FORMAT_7Z,
  DANBI_FORMAT_CAB,
} DanbiFormat;

#define DANBI_CASE_NUMBER_LENGTH 12

/* The store draws up to 32 case numbers a second by the clock: these last for 68 years. */
#define DANBI_CASE_NUMBER_BITS 36
#define DANBI_CASE_NUMBER_MAX ((G_GUINT64_CONSTANT (1) << DANBI_CASE_NUMBER_BITS) - 1)
#define DANBI_INSTALLATION_BITS 26

#define DANBI_CSV_SERIAL_MAX 999999

char *danbi_case_number_format (guint64 n, guint32 installation);
char *danbi_archive_name_new (DanbiImageKind kind, const char *provider_id,
                              const char *case_number, DanbiFormat format);
gboolean danbi_archive_name_parse (const char *name, DanbiImageKind *kind, char **provider_id,
                                   char **case_number, DanbiFormat *format);
char *danbi_csv_name_new (const char *provider_id, gint64 now_s, guint serial);
char *danbi_jpg_name_new (const char *original, guint index, GHashTable *taken);

G_END_DECLS

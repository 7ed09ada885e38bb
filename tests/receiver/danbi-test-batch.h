/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <archive.h>
#include <gio/gio.h>

#include "danbi-fixture.h"
#include "danbi-record.h"

G_BEGIN_DECLS

#define DANBI_TEST_CSV_NAME "3501200007_20261122_001.csv"

/* A 7z written by libarchive alone, entry by entry. */
struct archive *danbi_test_archive_begin (const char *path);
void danbi_test_archive_add (struct archive *self, const char *name, const void *bytes,
                             gsize length);
void danbi_test_archive_add_file (struct archive *self, const char *name, const char *path);
void danbi_test_archive_add_link (struct archive *self, const char *name);
void danbi_test_archive_end (struct archive *self);

void danbi_test_archive_write_jpg (const char *path, guint n_files);
void danbi_test_archive_write_set (const char *path, const DanbiFixtureSet *set);
void danbi_test_archive_write_dicom (const char *path, DanbiFixtureFault faults);

char *danbi_test_csv_row (const DanbiRecord *record);

G_END_DECLS

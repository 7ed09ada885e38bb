/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TestEntry:
 * @name: in the archive
 * @source: (nullable): the file that gives the bytes
 * @text: (nullable): the bytes themselves, where there is no @source
 * @link_to: (nullable): what the entry is a link to
 * @hard: whether the link is another name and no symbolic link
 *
 * One file of an archive. A table of them ends with one that has no name.
 */
typedef struct
{
  const char *name;
  const char *source;
  const char *text;
  const char *link_to;
  gboolean hard;
} TestEntry;

void test_archive_write (const char *path, const char *format, const char *options,
                         const TestEntry *entries);
void test_archive_write_cab (const char *path, const TestEntry *entries);
void test_archive_write_folder (const char *path, const char *format, const char *options,
                                const char *folder);

G_END_DECLS

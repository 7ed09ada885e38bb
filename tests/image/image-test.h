/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-dicom-writer.h"
#include "danbi-fixture.h"
#include "danbi-image.h"

G_BEGIN_DECLS

#define TEST_SOP_CLASS "1.2.840.10008.5.1.4.1.1.7"
#define TEST_EXPLICIT_LE "1.2.840.10008.1.2.1"

/* A folder that goes with its test. */
typedef struct
{
  char *path;
} TestFolder;

void test_folder_init (TestFolder *self);
void test_folder_clear (TestFolder *self);
char *test_folder_dup_path (const TestFolder *self, const char *name);
char *test_folder_write (const TestFolder *self, const char *name, const void *data, gssize length);
char *test_folder_write_dicom (const TestFolder *self, const char *name, DanbiFixtureKind kind);
void test_folder_write_set (const TestFolder *self, guint n_images, DanbiFixtureFault faults);
void test_folder_replace (const TestFolder *self, const char *name, const char *from,
                          const char *to);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestFolder, test_folder_clear)

/**
 * TestDicom:
 * @transfer_syntax: %NULL: explicit little endian
 * @interpretation: %NULL: MONOCHROME2
 * @charset: %NULL: no character set
 * @name: %NULL: no name
 * @n_frames: %NULL: no NumberOfFrames
 * @bits: bits allocated
 * @pixels: %NULL: no pixel data
 *
 * A small DICOM file by hand, also a wrong one.
 */
typedef struct
{
  const char *transfer_syntax;
  const char *interpretation;
  const char *charset;
  const char *name;
  const char *n_frames;
  guint16 rows;
  guint16 columns;
  guint16 samples;
  guint16 bits;
  const void *pixels;
  gsize n_pixels;
  gboolean bare;
} TestDicom;

char *test_folder_write_small (const TestFolder *self, const char *name, const TestDicom *dicom);

DanbiImage *test_find_image (GPtrArray *images, const char *name);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-package-private.h"

G_BEGIN_DECLS

/* A folder for sources and one for archives, of which nothing may be left but the archive. */
typedef struct
{
  char *sources;
  char *out;
  char *paths[2]; /* by DanbiFormat */
} TestPackage;

/* Every method of every format, as the format calls it. */
#define TEST_N_WAYS 6
typedef struct
{
  DanbiFormat format;
  DanbiMethod method;
  const char *name;
} TestPackageWay;
extern const TestPackageWay test_ways[TEST_N_WAYS];

void test_package_add (const char *group, const char *name,
                       void (*test) (TestPackage *, gconstpointer));
guint test_package_count_files (const char *path);
void test_package_add_source (TestPackage *self, DanbiPackagePlan *plan, const char *name,
                              gsize length, guint32 seed, gboolean with_hash);
DanbiPackagePlan *test_package_make_plan (TestPackage *self, guint n);
void test_package_write_by_method (TestPackage *self, DanbiPackagePlan *plan, DanbiFormat format,
                                   DanbiMethod method, DanbiPackageResult *result);
void test_package_write (TestPackage *self, DanbiPackagePlan *plan, DanbiFormat format,
                         DanbiPackageResult *result);

G_END_DECLS

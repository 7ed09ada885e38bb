/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiConfinement:
 * @DANBI_CONFINEMENT_READ: files one after the other, each for a moment
 * @DANBI_CONFINEMENT_UNPACK: one archive, which may take long
 * @DANBI_CONFINEMENT_WRITE: a DICOMDIR in one folder
 *
 * What the process is for.
 */
typedef enum
{
  DANBI_CONFINEMENT_READ,
  DANBI_CONFINEMENT_UNPACK,
  DANBI_CONFINEMENT_WRITE,
} DanbiConfinement;

gboolean danbi_confinement_enter (DanbiConfinement purpose, const char *writable_root,
                                  GError **error);

G_END_DECLS

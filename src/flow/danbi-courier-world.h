/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-archive-name.h"
#include "danbi-courier.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiCourierSettings:
 * @destination: the base URL of a gateway, or "folder:" and an absolute path
 * @token: (nullable): the bearer token of that gateway
 * @format: how archives are written
 * @ceiling_bytes_per_s: what may be sent in a second at most, 0: as much as the line takes
 * @ca_path: (nullable): certificates to trust instead of the system's
 * @certificate_path: (nullable): the clinic's own certificate
 * @key_path: (nullable): its key
 *
 * Where batches go, and how.
 */
typedef struct
{
  char *destination;
  char *token;
  DanbiFormat format;
  guint64 ceiling_bytes_per_s;
  char *ca_path;
  char *certificate_path;
  char *key_path;
} DanbiCourierSettings;

DanbiCourierSettings *danbi_courier_settings_copy (const DanbiCourierSettings *self);
void danbi_courier_settings_free (DanbiCourierSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiCourierSettings, danbi_courier_settings_free)

/* The world as it is: the store, and a gateway or a folder. */
typedef struct _DanbiCourierWorld DanbiCourierWorld;

DanbiCourierWorld *danbi_courier_world_new (DanbiStore *store, DanbiRulebook *rulebook,
                                            const DanbiCourierSettings *settings);
void danbi_courier_world_free (DanbiCourierWorld *self);

/**
 * DanbiCourierClockFunc:
 * @lead_s: by how much the clock of this computer is ahead of the gateway's; below 0: behind
 * @user_data: what was handed over with the function
 *
 * Told in the courier's thread whenever a gateway was met that has proved who it is.
 */
typedef void (*DanbiCourierClockFunc) (gint64 lead_s, gpointer user_data);
void danbi_courier_world_set_clock_func (DanbiCourierWorld *self, DanbiCourierClockFunc func,
                                         gpointer user_data);
void danbi_courier_world_set_ceiling (DanbiCourierWorld *self, guint64 bytes_per_s);
DanbiCourier *danbi_courier_world_new_courier (DanbiCourierWorld *self);

G_END_DECLS

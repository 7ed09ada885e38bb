/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the preferences mean: where cases go, how fast, and from which hour on. */
#include "config.h"

#include "danbi-roc-date.h"
#include "danbi-settings.h"

/* The night has so many hours: who sends within them sends at once. */
#define OFF_PEAK_S (9 * 60 * 60)
#define DAY_S (24 * 60 * 60)
/* As in the schema, for a program without one. */
#define DEFAULT_HOUR 20

/**
 * danbi_settings_open:
 *
 * Returns: (transfer full) (nullable): the settings; %NULL where their schema is not installed:
 *   then nothing is remembered
 */
GSettings *
danbi_settings_open (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, DANBI_APPLICATION_ID, TRUE);
  return schema ? g_settings_new (DANBI_APPLICATION_ID) : NULL;
}

/**
 * danbi_settings_dup_destination:
 * @settings: (nullable): the settings
 *
 * Returns: (transfer full) (nullable): where real cases go, as danbi_desk_set_gateway() takes it;
 *   %NULL where none is set up
 */
char *
danbi_settings_dup_destination (GSettings *settings)
{
  g_autofree char *kind = settings ? g_settings_get_string (settings, "destination") : NULL;
  gboolean to_folder = g_strcmp0 (kind, "folder") == 0;
  g_autofree char *place = NULL;

  if (!settings)
    return NULL;
  place = g_settings_get_string (settings, to_folder ? "folder" : "gateway-url");
  g_strstrip (place);
  if (*place == '\0')
    return NULL;
  return to_folder ? g_strconcat ("folder:", place, NULL) : g_steal_pointer (&place);
}

/**
 * danbi_settings_get_off_peak:
 * @settings: (nullable): the settings
 *
 * Returns: whether batches wait until it is after hours
 */
gboolean
danbi_settings_get_off_peak (GSettings *settings)
{
  return settings && g_settings_get_boolean (settings, "off-peak");
}

/**
 * danbi_settings_get_off_peak_hour:
 * @settings: (nullable): the settings
 *
 * Returns: the hour of the day in Taiwan from which on it is after hours
 */
guint
danbi_settings_get_off_peak_hour (GSettings *settings)
{
  return settings ? (guint) g_settings_get_int (settings, "off-peak-hour") : DEFAULT_HOUR;
}

/**
 * danbi_settings_get_not_before_s:
 * @settings: (nullable): the settings
 * @now_s: the time now
 *
 * Returns: when a batch that is sent now may start; 0: at once
 */
gint64
danbi_settings_get_not_before_s (GSettings *settings,
                                 gint64     now_s)
{
  return danbi_settings_get_off_peak (settings)
           ? danbi_off_peak_start_s (now_s, danbi_settings_get_off_peak_hour (settings))
           : 0;
}

/**
 * danbi_settings_get_ceiling:
 * @settings: (nullable): the settings
 *
 * Returns: the most bytes that are sent in a second; 0: no ceiling
 */
guint64
danbi_settings_get_ceiling (GSettings *settings)
{
  if (!settings || !g_settings_get_boolean (settings, "limit"))
    return 0;
  return (guint64) g_settings_get_int (settings, "ceiling-kbit") * 1000 / 8;
}

static char *
dup_path (GSettings  *settings,
          const char *key)
{
  g_autofree char *path = g_settings_get_string (settings, key);

  return *path ? g_steal_pointer (&path) : NULL;
}

/**
 * danbi_settings_apply:
 * @settings: (nullable): the settings
 * @desk: the desk
 *
 * Tells the desk how cases are sent from here on.
 */
void
danbi_settings_apply (GSettings *settings,
                      DanbiDesk *desk)
{
  g_autofree char *ca = settings ? dup_path (settings, "ca-file") : NULL;
  g_autofree char *certificate = settings ? dup_path (settings, "certificate-file") : NULL;
  g_autofree char *key = settings ? dup_path (settings, "key-file") : NULL;
  DanbiSendOptions options = {
    .cab = settings && g_settings_get_boolean (settings, "cab"),
    .ceiling_bytes_per_s = danbi_settings_get_ceiling (settings),
    .ca_path = ca,
    .certificate_path = certificate,
    .key_path = key,
  };

  danbi_desk_set_send_options (desk, &options);
}

/**
 * danbi_settings_tell_clinic:
 * @settings: (nullable): the settings
 * @desk: the desk
 *
 * Tells the desk the clinic's own codes. They are settings and not in the store: practice and real
 * cases have a store each, and both are of the same clinic.
 */
void
danbi_settings_tell_clinic (GSettings *settings,
                            DanbiDesk *desk)
{
  g_autofree char *provider_id = NULL;
  g_autofree char *provider_type = NULL;
  g_autofree char *visit_type = NULL;

  if (!settings)
    return;
  provider_id = g_settings_get_string (settings, "provider-id");
  provider_type = g_settings_get_string (settings, "provider-type");
  visit_type = g_settings_get_string (settings, "visit-type");
  danbi_desk_set_clinic (desk, provider_id, provider_type, visit_type);
}

/**
 * danbi_off_peak_start_s:
 * @now_s: the time now
 * @hour: the hour of the day in Taiwan from which is sent, 0 to 23
 *
 * Returns: when that hour comes next; 0 where it is after hours now
 */
gint64
danbi_off_peak_start_s (gint64 now_s,
                        guint  hour)
{
  DanbiRocDate date;
  gint64 start_s;

  danbi_roc_date_from_unix (now_s, &date);
  date.hour = (int) hour;
  date.minute = date.second = 0;
  start_s = danbi_roc_date_to_unix (&date);
  if (start_s > now_s)
    start_s -= DAY_S;
  return now_s - start_s < OFF_PEAK_S ? 0 : start_s + DAY_S;
}

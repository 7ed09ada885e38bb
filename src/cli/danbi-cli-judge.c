/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case held against the rulebook, with or without its images. */
#include "config.h"

#include "danbi-cli-judge.h"
#include "danbi-clock.h"
#include "danbi-paths.h"
#include "danbi-reuse.h"
#include "danbi-tables.h"

/**
 * danbi_judgement_new:
 * @input: what to check
 *
 * Returns: (transfer full): the judgement of the fields, and of the images where there are any
 */
DanbiJudgement *
danbi_judgement_new (const DanbiCheckInput *input)
{
  DanbiJudgement *self = g_new0 (DanbiJudgement, 1);

  self->now_s = input->now_s;
  self->findings = danbi_check (input);
  danbi_deadline_compute (input->record, danbi_rules_get_limits (danbi_check_get_rules (input)),
                          &self->deadline);
  return self;
}

/**
 * danbi_judgement_free:
 * @self: (nullable): a judgement
 */
void
danbi_judgement_free (DanbiJudgement *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->record, danbi_record_free);
  g_clear_pointer (&self->intake, danbi_intake_free);
  g_clear_pointer (&self->chosen, g_ptr_array_unref);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

static gboolean
inspect_images (const DanbiCli *cli,
                DanbiIntake   **intake,
                GPtrArray     **chosen,
                GError        **error)
{
  g_autofree char *standard = danbi_paths_dup_data_dir ();
  const DanbiIntakeOptions options = { .ask_password = danbi_cli_ask_password };

  if (!cli->images)
    {
      *chosen = g_ptr_array_new_with_free_func (g_object_unref);
      return TRUE;
    }

  *intake = danbi_intake_inspect ((const char *const *) cli->images, &options, NULL, error);
  if (!*intake)
    return FALSE;
  *chosen = danbi_intake_select (*intake);
  return danbi_reuse_note_in_dir (cli->data ? cli->data : standard, *chosen, NULL, error);
}

/**
 * danbi_judgement_of_file:
 * @cli: the command line, for its images and overrides
 * @path: CASE.json
 * @error: the reason of a failure; of %G_OPTION_ERROR where the command line is wrong
 *
 * Returns: (transfer full) (nullable): the judgement of a case and its images
 */
DanbiJudgement *
danbi_judgement_of_file (const DanbiCli *cli,
                         const char     *path,
                         GError        **error)
{
  g_autoptr (DanbiRecord) record = danbi_cli_read_case (path, error);
  g_autoptr (DanbiRulebook) rulebook = NULL;
  g_autoptr (GHashTable) overrides = danbi_overrides_new ();
  g_autoptr (DanbiIntake) intake = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  DanbiJudgement *self;

  if (!record || !danbi_cli_apply_overrides (cli, overrides, error)
      || !(rulebook = danbi_rulebook_new_from (danbi_tables_foreach, error))
      || !inspect_images (cli, &intake, &chosen, error))
    return NULL;

  self = danbi_judgement_new (&(DanbiCheckInput) { .record = record,
                                                   .now_s = danbi_clock_now_s (),
                                                   .rulebook = rulebook,
                                                   .images = chosen,
                                                   .overrides = overrides });
  self->kind = danbi_intake_get_kind (chosen);
  self->bytes = danbi_intake_get_bytes (chosen);
  if (intake)
    {
      self->n_referenced = intake->n_referenced;
      self->n_read = intake->n_read;
    }
  self->record = g_steal_pointer (&record);
  self->intake = g_steal_pointer (&intake);
  self->chosen = g_steal_pointer (&chosen);
  return self;
}

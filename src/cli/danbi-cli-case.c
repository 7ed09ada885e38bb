/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbictl case: the case store on the command line. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-case-row.h"
#include "danbi-cli-case.h"
#include "danbi-clock.h"
#include "danbi-intake.h"
#include "danbi-shapes.h"

/* Waiting for the desk */

DanbiCase *
danbi_cli_load_case (DanbiDesk *desk,
                     gint64     id,
                     GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_load_case_async (desk, id, NULL, danbi_cli_store_result_cb, &result);
  return danbi_desk_load_case_finish (desk, danbi_cli_await (&result), error);
}

gboolean
danbi_cli_save_case (DanbiDesk *desk,
                     DanbiCase *item,
                     GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_save_async (desk, item, NULL, danbi_cli_store_result_cb, &result);
  return danbi_desk_save_finish (desk, danbi_cli_await (&result), error);
}

gboolean
danbi_cli_add_images (DanbiDesk         *desk,
                      DanbiCase         *item,
                      const char *const *paths,
                      GError           **error)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; paths[i]; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (paths[i]);

      g_list_store_append (files, file);
    }
  danbi_desk_add_images_async (desk, item, G_LIST_MODEL (files), NULL, NULL, NULL,
                               danbi_cli_store_result_cb, &result);
  return danbi_desk_add_images_finish (desk, danbi_cli_await (&result), error);
}

gboolean
danbi_cli_remove_case (DanbiDesk *desk,
                       DanbiCase *item,
                       GError   **error)
{
  gint64 id = danbi_case_get_id (item);
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_erase_cases_async (desk, &id, 1, NULL, danbi_cli_store_result_cb, &result);
  return danbi_desk_erase_cases_finish (desk, danbi_cli_await (&result), error);
}

static GPtrArray *
dup_findings (DanbiCase *item)
{
  GListModel *model = danbi_case_get_findings (item);
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (findings, g_list_model_get_item (model, i));
  return findings;
}

/* What `check --json` would say of a stored case. */
json_t *
danbi_cli_shape_case_check (DanbiDesk *desk,
                            DanbiCase *item)
{
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  g_autoptr (GPtrArray) findings = dup_findings (item);
  DanbiDeadline deadline;
  guint n_referenced = 0, n_read = 0;

  danbi_desk_get_deadline (desk, item, &deadline);
  danbi_intake_count (images, &n_referenced, &n_read);
  return danbi_shape_check (findings, danbi_shape_deadline (&deadline, danbi_clock_now_s ()),
                            danbi_shape_images (danbi_intake_get_kind (images), n_referenced,
                                                n_read, danbi_intake_get_bytes (images)));
}

/* Printing */

static void
print_document (const DanbiCli *cli,
                json_t         *document)
{
  char *text;

  if (cli->json)
    {
      danbi_cli_print (document);
      return;
    }
  text = json_dumps (document, JSON_INDENT (2));
  g_print ("%s\n", text);
  free (text);
  json_decref (document);
}

static json_t *
shape_case (DanbiDesk *desk,
            DanbiCase *item)
{
  json_t *document = danbi_cli_shape_case_check (desk, item);
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  g_autoptr (GPtrArray) history = danbi_desk_dup_history (desk, item, NULL);
  json_t *files = json_array ();

  for (guint i = 0; i < images->len; i++)
    json_array_append_new (files, danbi_intake_describe (g_ptr_array_index (images, i)));
  json_object_set_new (document, "id", json_integer (danbi_case_get_id (item)));
  json_object_set_new (document, "state",
                       json_string (danbi_state_get_nick (danbi_case_get_state (item))));
  json_object_set_new (document, "receipt",
                       danbi_json_string_or_null (danbi_case_get_receipt (item)));
  json_object_set_new (document, "case", danbi_shape_record (danbi_case_get_record (item)));
  json_object_set_new (document, "files", files);
  json_object_set_new (document, "overrides",
                       danbi_shape_overrides (danbi_case_get_overrides (item)));
  json_object_set_new (document, "history",
                       history ? danbi_shape_history (history) : json_null ());
  return document;
}

static json_t *
shape_row (DanbiCaseRow *row)
{
  json_t *object = json_object ();
  DanbiDeadline deadline;

  danbi_case_row_get_deadline (row, &deadline);
  json_object_set_new (object, "id", json_integer (danbi_case_row_get_id (row)));
  json_object_set_new (object, "state",
                       json_string (danbi_state_get_nick (danbi_case_row_get_state (row))));
  json_object_set_new (object, "case", danbi_shape_record (danbi_case_row_get_record (row)));
  json_object_set_new (object, "images", json_integer (danbi_case_row_get_n_images (row)));
  json_object_set_new (object, "blocking", json_integer (danbi_case_row_get_n_blocking (row)));
  json_object_set_new (object, "receipt",
                       danbi_json_string_or_null (danbi_case_row_get_receipt (row)));
  json_object_set_new (object, "deadline",
                       danbi_shape_deadline (&deadline, danbi_clock_now_s ()));
  return object;
}

static void
print_row (DanbiCaseRow *row)
{
  g_autofree char *patient = danbi_case_row_dup_masked_patient_id (row);
  const DanbiRecord *record = danbi_case_row_get_record (row);

  g_print ("%" G_GINT64_FORMAT "\t%s\t%s\t%s\n", danbi_case_row_get_id (row),
           danbi_state_get_nick (danbi_case_row_get_state (row)), patient,
           danbi_record_get (record, DANBI_FIELD_ORDER_CODE));
}

/* The commands */

static int
list_cases (const DanbiCli *cli,
            DanbiDesk      *desk,
            GError        **error)
{
  GListModel *cases = danbi_desk_get_cases (desk);
  json_t *array = json_array ();

  for (guint i = 0; i < g_list_model_get_n_items (cases); i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (cases, i);

      if (cli->json)
        json_array_append_new (array, shape_row (row));
      else
        print_row (row);
    }
  if (cli->json)
    danbi_cli_print (array);
  else
    json_decref (array);
  return DANBI_EXIT_DONE;
}

static int
show_case (const DanbiCli *cli,
           DanbiDesk      *desk,
           DanbiCase      *item,
           GError        **error)
{
  print_document (cli, shape_case (desk, item));
  return DANBI_EXIT_DONE;
}

static int
new_case (const DanbiCli *cli,
          DanbiDesk      *desk,
          GError        **error)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (desk);

  if (!danbi_cli_save_case (desk, item, error))
    return DANBI_EXIT_FAILURE;
  if (cli->json)
    print_document (cli, shape_case (desk, item));
  else
    g_print ("%" G_GINT64_FORMAT "\n", danbi_case_get_id (item));
  return DANBI_EXIT_DONE;
}

static int
set_fields (const DanbiCli *cli,
            DanbiDesk      *desk,
            DanbiCase      *item,
            GError        **error)
{
  if (!cli->args[3])
    return danbi_cli_usage (_("case set takes a case's number and KEY=VALUE…."));
  if (!danbi_case_is_editable (item))
    return danbi_cli_usage (_("The case may not be edited: it is %s."),
                            danbi_state_get_label (danbi_case_get_state (item)));

  for (guint i = 3; cli->args[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (cli->args[i], "=", 2);
      DanbiField field = danbi_field_from_key (parts[0]);

      if (field == DANBI_FIELD_ARCHIVE_NAME)
        return danbi_cli_usage (_("The archive name is made by the program and cannot be set."));
      if (field == DANBI_FIELD_NONE || !parts[1])
        return danbi_cli_usage (_("“%s” is not KEY=VALUE with the key of a field."), cli->args[i]);
      danbi_desk_enter (desk, item, field, parts[1]);
    }
  if (!danbi_cli_save_case (desk, item, error))
    return DANBI_EXIT_FAILURE;
  print_document (cli, shape_case (desk, item));
  return danbi_case_count_blocking (item) == 0 ? DANBI_EXIT_DONE : DANBI_EXIT_FINDINGS;
}

static int
add_images (const DanbiCli *cli,
            DanbiDesk      *desk,
            DanbiCase      *item,
            GError        **error)
{
  if (!cli->args[3])
    return danbi_cli_usage (_("case images takes a case's number and files or folders."));
  if (!danbi_cli_add_images (desk, item, (const char *const *) cli->args + 3, error))
    return DANBI_EXIT_FAILURE;
  print_document (cli, shape_case (desk, item));
  return danbi_case_count_blocking (item) == 0 ? DANBI_EXIT_DONE : DANBI_EXIT_FINDINGS;
}

static int
remove_case (const DanbiCli *cli,
             DanbiDesk      *desk,
             DanbiCase      *item,
             GError        **error)
{
  gint64 id = danbi_case_get_id (item);

  if (!danbi_cli_remove_case (desk, item, error))
    return DANBI_EXIT_FAILURE;
  if (cli->json)
    danbi_cli_print (json_pack ("{s:I, s:b}", "id", (json_int_t) id, "removed", TRUE));
  return DANBI_EXIT_DONE;
}

typedef struct
{
  const char *name;
  gboolean has_more; /* takes more words than the case's number */
  int (*run) (const DanbiCli *cli, DanbiDesk *desk, DanbiCase *item, GError **error);
} CaseCommand;

static const CaseCommand case_commands[] = {
  { "show", FALSE, show_case },
  { "set", TRUE, set_fields },
  { "images", TRUE, add_images },
  { "remove", FALSE, remove_case },
};

static int
run_on_case (const DanbiCli *cli,
             DanbiDesk      *desk,
             GError        **error)
{
  g_autoptr (DanbiCase) item = NULL;
  gint64 id;

  for (gsize i = 0; i < G_N_ELEMENTS (case_commands); i++)
    {
      if (strcmp (case_commands[i].name, cli->args[1]) != 0)
        continue;
      if (!cli->args[2] || !danbi_cli_parse_id (cli->args[2], &id)
          || (cli->args[3] && !case_commands[i].has_more))
        return danbi_cli_usage (_("case %s takes a case's number."), cli->args[1]);
      item = danbi_cli_load_case (desk, id, error);
      return item ? case_commands[i].run (cli, desk, item, error) : DANBI_EXIT_FAILURE;
    }
  return danbi_cli_usage (_("There is no command “case %s”."), cli->args[1]);
}

/**
 * danbi_cli_case:
 * @cli: the command line
 *
 * `danbictl case`.
 *
 * Returns: the exit status
 */
int
danbi_cli_case (const DanbiCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiDesk) desk = NULL;
  int status;

  if (!cli->args[1])
    return danbi_cli_usage (_("case takes list, show, new, set, images or remove."));
  if (cli->args[2] && (strcmp (cli->args[1], "list") == 0 || strcmp (cli->args[1], "new") == 0))
    return danbi_cli_usage (_("case %s takes nothing more."), cli->args[1]);
  desk = danbi_cli_open_desk (cli, &error);
  if (!desk)
    return danbi_cli_fail (error);

  if (strcmp (cli->args[1], "list") == 0)
    status = list_cases (cli, desk, &error);
  else if (strcmp (cli->args[1], "new") == 0)
    status = new_case (cli, desk, &error);
  else
    status = run_on_case (cli, desk, &error);
  return error ? danbi_cli_fail (error) : status;
}

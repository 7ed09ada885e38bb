/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of the inspector's lines: what a child that was taken over might answer. */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "danbi-directory.h"
#include "danbi-image-json.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What was accepted must stand the way to the screen and back. */
static void
check_image (char   *line,
             gsize   length)
{
  g_autoptr (DanbiImage) image = NULL;
  g_autoptr (DanbiImage) back = NULL;
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autoptr (json_t) shown = NULL;
  DanbiFacts facts;

  if (danbi_facts_parse (&facts, line, length))
    image = danbi_image_from_facts (&facts, "/disc/IM1", NULL);
  if (!image)
    return;
  shown = danbi_image_to_json (image);
  danbi_image_append_facts (image, DANBI_FILE_OK, NULL, again);
  if (danbi_facts_parse (&facts, (char *) again->data, again->len))
    back = danbi_image_from_facts (&facts, "/disc/IM1", NULL);
  if (!shown || !back)
    g_error ("an accepted image does not come back");
}

static void
check_record (char  *line,
              gsize  length)
{
  g_autoptr (DanbiDirectory) directory = danbi_directory_new ();
  DanbiDirectoryRecord *record;
  DanbiFacts facts;

  if (!danbi_facts_parse (&facts, line, length)
      || !danbi_directory_add_facts (directory, &facts, NULL))
    return;
  record = g_ptr_array_index (directory->records, 0);
  if (danbi_file_id_is_lawful (record->file_id) && !danbi_file_id_is_safe (record->file_id))
    g_error ("a lawful File ID is not safe");
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_autofree char *copy = g_strdup (line);

  check_image (line, strlen (line));
  check_record (copy, strlen (copy));
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of the inspector's lines: what a child that was taken over might answer. */
#include "config.h"

#include <stdint.h>

#include "danbi-directory.h"
#include "danbi-image-json.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What was accepted must stand the way to the screen and back. */
static void
check_image (const json_t *object)
{
  g_autoptr (DanbiImage) image = danbi_image_from_json (object, "/disc/IM1", NULL);
  g_autoptr (json_t) facts = NULL;
  g_autoptr (json_t) line = NULL;
  g_autoptr (DanbiImage) back = NULL;

  if (!image)
    return;
  line = danbi_image_to_json (image);
  facts = danbi_image_facts_to_json (image, DANBI_FILE_OK, NULL);
  back = danbi_image_from_json (facts, "/disc/IM1", NULL);
  if (!line || !back)
    g_error ("an accepted image does not come back");
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (json_t) object = danbi_json_parse ((const char *) data, size, NULL);
  g_autoptr (DanbiDirectory) directory = danbi_directory_new ();

  if (!json_is_object (object))
    return 0;
  check_image (object);
  if (danbi_directory_add_json (directory, object, NULL))
    {
      DanbiDirectoryRecord *record = g_ptr_array_index (directory->records, 0);

      if (danbi_file_id_is_lawful (record->file_id) && !danbi_file_id_is_safe (record->file_id))
        g_error ("a lawful File ID is not safe");
    }
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor under `danbictl check --batch`: each line is read as JSON and written again. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int
main (void)
{
  char *line = NULL;
  size_t size = 0;
  ssize_t length;

  while ((length = getline (&line, &size, stdin)) > 0)
    {
      json_t *value = json_loadb (line, (size_t) length, JSON_REJECT_DUPLICATES, NULL);
      char *text = value ? json_dumps (value, JSON_COMPACT) : NULL;

      if (!text)
        return EXIT_FAILURE;
      puts (text);
      free (text);
      json_decref (value);
    }
  free (line);
  return EXIT_SUCCESS;
}

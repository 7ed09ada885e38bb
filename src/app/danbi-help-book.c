/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help as a whole: its pages, which are compiled into the program, in their order. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "danbi-help-book.h"
#include "danbi-help-resources.h"

#define PLACE "/io/github/danbi/Danbi/help/"

struct _DanbiHelpBook
{
  GPtrArray *pages; /* (element-type DanbiHelpPage) */
};

/* The contents come first; what stands below another guide than the contents comes last. */
static guint
get_rank (const DanbiHelpPage *page)
{
  if (page->guides->len == 0)
    return 0;
  return danbi_help_page_names (page, "index") ? 1 : 2;
}

static int
compare_pages (gconstpointer a,
               gconstpointer b)
{
  const DanbiHelpPage *one = *(const DanbiHelpPage *const *) a;
  const DanbiHelpPage *other = *(const DanbiHelpPage *const *) b;
  guint rank = get_rank (one);

  if (rank != get_rank (other))
    return rank < get_rank (other) ? -1 : 1;
  return g_strcmp0 (one->sort, other->sort);
}

static gboolean
read_page (DanbiHelpBook *book,
           const char    *name,
           GError       **error)
{
  g_autofree char *path = g_strconcat (PLACE, name, NULL);
  g_autoptr (GBytes) bytes
    = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  DanbiHelpPage *page;
  const char *text;
  gsize length;

  if (!bytes)
    return FALSE;
  text = g_bytes_get_data (bytes, &length);
  page = danbi_help_page_read (text, (gssize) length, error);
  if (!page)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  g_ptr_array_add (book->pages, page);
  return TRUE;
}

/**
 * danbi_help_book_open:
 * @error: return location for an error
 *
 * Returns: (transfer full): the help
 */
DanbiHelpBook *
danbi_help_book_open (GError **error)
{
  g_autoptr (DanbiHelpBook) book = g_new0 (DanbiHelpBook, 1);
  g_auto (GStrv) names = NULL;

  book->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_help_page_free);
  danbi_help_register_resource ();
  names = g_resources_enumerate_children (PLACE, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (!names)
    return NULL;
  for (gsize i = 0; names[i]; i++)
    if (!read_page (book, names[i], error))
      return NULL;
  g_ptr_array_sort (book->pages, compare_pages);
  return g_steal_pointer (&book);
}

/**
 * danbi_help_book_free:
 * @book: (transfer full): the help
 */
void
danbi_help_book_free (DanbiHelpBook *book)
{
  g_ptr_array_unref (book->pages);
  g_free (book);
}

/**
 * danbi_help_book_get_n_pages:
 * @book: the help
 *
 * Returns: how many pages it has
 */
guint
danbi_help_book_get_n_pages (DanbiHelpBook *book)
{
  return book->pages->len;
}

/**
 * danbi_help_book_get_page:
 * @book: the help
 * @i: which page, from 0 on
 *
 * Returns: (transfer none): the page
 */
const DanbiHelpPage *
danbi_help_book_get_page (DanbiHelpBook *book,
                          guint          i)
{
  return g_ptr_array_index (book->pages, i);
}

/**
 * danbi_help_book_find:
 * @book: the help
 * @id: the id of a page
 *
 * Returns: (transfer none) (nullable): that page
 */
const DanbiHelpPage *
danbi_help_book_find (DanbiHelpBook *book,
                      const char    *id)
{
  for (guint i = 0; i < book->pages->len; i++)
    {
      const DanbiHelpPage *page = g_ptr_array_index (book->pages, i);

      if (strcmp (page->id, id) == 0)
        return page;
    }
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of the help: the part of Mallard that its pages use, read into lines of Pango markup. */
#include "config.h"

#include <string.h>

#include "danbi-help-page.h"

/* A line may break behind it, and not within the name of a key. */
#define KEY_JOINT "+\u200b"

typedef struct
{
  const char *element;
  const char *before;
  const char *after;
} Inline;

/* What may stand inside a line, beside <link>. */
static const Inline inlines[] = {
  { "gui", "<b>", "</b>" },          { "em", "<b>", "</b>" },   { "key", "<tt>", "</tt>" },
  { "input", "<tt>", "</tt>" },      { "code", "<tt>", "</tt>" }, { "keyseq", "", "" },
};

typedef struct
{
  DanbiHelpPage *page;
  GString *line;        /* NULL between lines */
  GString *words;
  const char *list;     /* the list that is open: "list", "steps", "terms"; NULL outside */
  gboolean in_note;
  gboolean at_item;     /* the next line is the first of its item */
  gboolean in_keyseq;
  gboolean after_key;   /* in a <keyseq>, after its first key */
  guint n_items;
} Reader;

static void
free_block (gpointer data)
{
  DanbiHelpBlock *block = data;

  g_free (block->markup);
  g_free (block);
}

static const Inline *
find_inline (const char *element)
{
  for (gsize i = 0; i < G_N_ELEMENTS (inlines); i++)
    if (strcmp (inlines[i].element, element) == 0)
      return &inlines[i];
  return NULL;
}

static const char *
find_attribute (const char **names,
                const char **values,
                const char  *name)
{
  for (gsize i = 0; names[i]; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];
  return NULL;
}

static const char *
get_parent (GMarkupParseContext *context)
{
  const GSList *stack = g_markup_parse_context_get_element_stack (context);

  return stack && stack->next ? stack->next->data : "";
}

static gboolean
is_line (const char *element)
{
  return strcmp (element, "p") == 0 || strcmp (element, "title") == 0
         || strcmp (element, "desc") == 0;
}

static gboolean
is_list (const char *element)
{
  return strcmp (element, "list") == 0 || strcmp (element, "steps") == 0
         || strcmp (element, "terms") == 0;
}

static void
start_page (Reader      *reader,
            const char **names,
            const char **values)
{
  reader->page->id = g_strdup (find_attribute (names, values, "id"));
  reader->page->is_guide = g_strcmp0 (find_attribute (names, values, "type"), "guide") == 0;
}

static void
start_link (Reader      *reader,
            const char **names,
            const char **values)
{
  const char *xref = find_attribute (names, values, "xref");

  if (!xref)
    return;
  if (!reader->line)
    {
      if (g_strcmp0 (find_attribute (names, values, "type"), "guide") == 0)
        g_ptr_array_add (reader->page->guides, g_strdup (xref));
      return;
    }
  {
    g_autofree char *markup = g_markup_printf_escaped ("<a href=\"%s\">", xref);

    g_string_append (reader->line, markup);
  }
}

static void
start_inline (Reader     *reader,
              const char *element)
{
  const Inline *found = find_inline (element);

  if (!found || !reader->line)
    return;
  if (strcmp (element, "keyseq") == 0)
    {
      reader->in_keyseq = TRUE;
      reader->after_key = FALSE;
    }
  else if (reader->in_keyseq && reader->after_key)
    g_string_append (reader->line, KEY_JOINT);
  else
    reader->after_key = reader->in_keyseq;
  g_string_append (reader->line, found->before);
}

static void
start_element (GMarkupParseContext *context,
               const char          *element,
               const char         **names,
               const char         **values,
               gpointer             user_data,
               GError             **error)
{
  Reader *reader = user_data;

  if (strcmp (element, "page") == 0)
    start_page (reader, names, values);
  else if (strcmp (element, "link") == 0)
    start_link (reader, names, values);
  else if (strcmp (element, "note") == 0)
    reader->in_note = TRUE;
  else if (strcmp (element, "item") == 0)
    {
      reader->at_item = TRUE;
      reader->n_items++;
    }
  else if (is_list (element))
    {
      reader->list = g_intern_string (element);
      reader->n_items = 0;
    }
  else if (is_line (element) && !reader->line)
    reader->line = g_string_new (NULL);
  else
    start_inline (reader, element);
}

static DanbiHelpKind
get_kind (Reader     *reader,
          const char *element)
{
  if (strcmp (element, "title") == 0)
    return reader->list ? DANBI_HELP_TERM : DANBI_HELP_HEADING;
  if (reader->in_note)
    return DANBI_HELP_NOTE;
  if (g_strcmp0 (reader->list, "terms") == 0)
    return DANBI_HELP_MEANING;
  if (!reader->list || !reader->at_item)
    return DANBI_HELP_TEXT;
  return strcmp (reader->list, "steps") == 0 ? DANBI_HELP_STEP : DANBI_HELP_ITEM;
}

static void
add_block (Reader     *reader,
           const char *element,
           const char *markup)
{
  DanbiHelpBlock *block = g_new0 (DanbiHelpBlock, 1);

  block->kind = get_kind (reader, element);
  block->number = reader->n_items;
  block->markup = g_strdup (markup);
  g_ptr_array_add (reader->page->blocks, block);
  if (block->kind != DANBI_HELP_TERM)
    reader->at_item = FALSE;
}

/* A title in <info> is what the page is sorted by. */
static void
end_line (Reader     *reader,
          const char *element,
          const char *parent)
{
  g_autofree char *markup = g_strstrip (g_string_free (g_steal_pointer (&reader->line), FALSE));
  DanbiHelpPage *page = reader->page;
  char **place = NULL;

  if (strcmp (element, "desc") == 0)
    place = &page->desc;
  else if (strcmp (element, "title") == 0 && strcmp (parent, "info") == 0)
    place = &page->sort;
  else if (strcmp (element, "title") == 0 && strcmp (parent, "page") == 0)
    place = &page->title;

  if (!place)
    add_block (reader, element, markup);
  else if (!*place)
    *place = g_steal_pointer (&markup);
  g_string_append_c (reader->words, '\n');
}

static void
end_inline (Reader     *reader,
            const char *element)
{
  const Inline *found = find_inline (element);

  if (!reader->line)
    return;
  if (strcmp (element, "keyseq") == 0)
    reader->in_keyseq = FALSE;
  g_string_append (reader->line, found ? found->after : "");
}

static void
end_element (GMarkupParseContext *context,
             const char          *element,
             gpointer             user_data,
             GError             **error)
{
  Reader *reader = user_data;

  if (reader->line && is_line (element))
    end_line (reader, element, get_parent (context));
  else if (reader->line && strcmp (element, "link") == 0)
    g_string_append (reader->line, "</a>");
  else if (strcmp (element, "note") == 0)
    reader->in_note = FALSE;
  else if (is_list (element))
    reader->list = NULL;
  else
    end_inline (reader, element);
}

/* Any run of white space is one space. */
static char *
collapse (const char *text,
          gsize       length)
{
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      g_string_append_c (out, text[i]);
    else if (i == 0 || !g_ascii_isspace (text[i - 1]))
      g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

static void
take_text (GMarkupParseContext *context,
           const char          *text,
           gsize                length,
           gpointer             user_data,
           GError             **error)
{
  Reader *reader = user_data;
  const char *element = g_markup_parse_context_get_element (context);
  g_autofree char *plain = NULL;
  g_autofree char *escaped = NULL;

  /* Between two keys stands nothing but the sign that joins them. */
  if (!reader->line || strcmp (element, "keyseq") == 0)
    return;
  plain = collapse (text, length);
  escaped = g_markup_escape_text (plain, -1);
  g_string_append (reader->line, escaped);
  g_string_append (reader->words, plain);
}

static gboolean
check_page (const DanbiHelpPage *page,
            GError             **error)
{
  if (page->id && page->title)
    return TRUE;
  g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                       "A page of the help has no id or no title.");
  return FALSE;
}

/**
 * danbi_help_page_read:
 * @text: a page in Mallard
 * @length: its length, or -1
 * @error: return location for an error
 *
 * Returns: (transfer full): the page
 */
DanbiHelpPage *
danbi_help_page_read (const char *text,
                      gssize      length,
                      GError    **error)
{
  static const GMarkupParser parser = { start_element, end_element, take_text, NULL, NULL };
  g_autoptr (DanbiHelpPage) page = g_new0 (DanbiHelpPage, 1);
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  Reader reader = { .page = page, .words = words };
  gboolean done;

  page->guides = g_ptr_array_new_with_free_func (g_free);
  page->blocks = g_ptr_array_new_with_free_func (free_block);
  context = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &reader, NULL);
  done = g_markup_parse_context_parse (context, text, length, error)
         && g_markup_parse_context_end_parse (context, error) && check_page (page, error);
  if (reader.line)
    g_string_free (reader.line, TRUE);
  if (!done)
    return NULL;
  page->words = g_utf8_casefold (words->str, -1);
  return g_steal_pointer (&page);
}

/**
 * danbi_help_page_free:
 * @page: (transfer full): a page
 */
void
danbi_help_page_free (DanbiHelpPage *page)
{
  g_free (page->id);
  g_free (page->title);
  g_free (page->desc);
  g_free (page->sort);
  g_ptr_array_unref (page->guides);
  g_ptr_array_unref (page->blocks);
  g_free (page->words);
  g_free (page);
}

/**
 * danbi_help_page_names:
 * @page: a page
 * @guide: the id of a guide
 *
 * Returns: whether the page is one of those that stand below that guide
 */
gboolean
danbi_help_page_names (const DanbiHelpPage *page,
                       const char          *guide)
{
  return g_ptr_array_find_with_equal_func (page->guides, guide, g_str_equal, NULL);
}

/**
 * danbi_help_page_is_called:
 * @page: a page
 * @sought: the beginning of a title, in any case
 *
 * Returns: whether the title begins so; never where nothing is sought
 */
gboolean
danbi_help_page_is_called (const DanbiHelpPage *page,
                           const char          *sought)
{
  g_autofree char *title = g_utf8_casefold (page->title, -1);
  g_autofree char *folded = g_utf8_casefold (sought, -1);

  return *folded && g_str_has_prefix (title, folded);
}

/**
 * danbi_help_page_has:
 * @page: a page
 * @sought: words, in any case, with spaces between them
 *
 * Returns: whether each of the words stands somewhere in the page
 */
gboolean
danbi_help_page_has (const DanbiHelpPage *page,
                     const char          *sought)
{
  g_autofree char *folded = g_utf8_casefold (sought, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\u3000", -1);

  for (gsize i = 0; words[i]; i++)
    if (!strstr (page->words, words[i]))
      return FALSE;
  return TRUE;
}

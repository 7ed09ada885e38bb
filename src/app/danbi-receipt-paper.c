/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A receipt on paper and as PDF: the same pages, drawn by Pango and Cairo. */
#include "config.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-phrases.h"
#include "danbi-receipt-paper.h"

#define A4_WIDTH 595.276
#define A4_HEIGHT 841.89
#define MARGIN 50.0
#define LABEL_SHARE 0.26
#define GAP 4.0
#define HEADING_GAP 12.0
#define FOOTER 24.0

/* One line of the receipt where it stands. */
typedef struct
{
  PangoLayout *label;
  PangoLayout *value; /* NULL for a heading */
  guint page;
  double y;
} Line;

struct _DanbiReceiptPaper
{
  PangoContext *context;
  GArray *lines; /* of Line */
  double width;
  double height;
  guint n_pages;
  char *note;
};

static void
line_clear (gpointer data)
{
  Line *line = data;

  g_clear_object (&line->label);
  g_clear_object (&line->value);
}

static PangoLayout *
lay_out (DanbiReceiptPaper *self,
         const char        *text,
         double             size,
         gboolean           bold,
         double             width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans");

  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
height_of (PangoLayout *layout)
{
  int height;

  if (!layout)
    return 0;
  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
add_line (DanbiReceiptPaper      *self,
          const DanbiReceiptLine *text)
{
  double label_width = self->width * LABEL_SHARE;
  gboolean title = self->lines->len == 0;
  Line line = { 0 };

  if (text->value)
    {
      line.label = lay_out (self, text->label, 9, FALSE, label_width - GAP);
      line.value = lay_out (self, text->value, 9, FALSE, self->width - label_width);
    }
  else
    line.label = lay_out (self, text->label, title ? 18 : 11, TRUE, self->width);
  g_array_append_val (self->lines, line);
}

/* A heading does not stay behind alone at the foot of a page. */
static double
room_needed (DanbiReceiptPaper *self,
             guint              index)
{
  const Line *line = &g_array_index (self->lines, Line, index);
  double height = MAX (height_of (line->label), height_of (line->value));

  if (line->value || index + 1 >= self->lines->len)
    return height;
  line = &g_array_index (self->lines, Line, index + 1);
  return height + GAP + MAX (height_of (line->label), height_of (line->value));
}

static void
break_into_pages (DanbiReceiptPaper *self,
                  double             first_y)
{
  double y = first_y;

  self->n_pages = 1;
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);

      if (!line->value && i > 0)
        y += HEADING_GAP;
      if (y > 0 && y + room_needed (self, i) > self->height - FOOTER)
        {
          self->n_pages++;
          y = 0;
        }
      line->page = self->n_pages - 1;
      line->y = y;
      y += MAX (height_of (line->label), height_of (line->value)) + GAP;
    }
}

/* What must not be taken for a real receipt says so, above all else. */
static double
draw_note (DanbiReceiptPaper *self,
           cairo_t           *cr)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (!self->note)
    return 0;
  layout = lay_out (self, self->note, 12, TRUE, self->width - 2 * GAP);
  if (cr)
    {
      cairo_set_line_width (cr, 1);
      cairo_rectangle (cr, 0.5, 0.5, self->width - 1, height_of (layout) + 2 * GAP);
      cairo_stroke (cr);
      cairo_move_to (cr, GAP, GAP);
      pango_cairo_show_layout (cr, layout);
    }
  return height_of (layout) + 2 * GAP + HEADING_GAP;
}

static void
draw_footer (DanbiReceiptPaper *self,
             guint              page,
             cairo_t           *cr)
{
  g_autofree char *moment = danbi_phrase_moment (danbi_clock_now_s (), 0); /* with its year */
  /* Translators: number of the page, how many there are, when it was printed */
  g_autofree char *text = g_strdup_printf (_("Page %u of %u · Danbi, %s"), page + 1, self->n_pages,
                                           moment);
  g_autoptr (PangoLayout) layout = lay_out (self, text, 8, FALSE, self->width);

  cairo_move_to (cr, 0, self->height - height_of (layout));
  pango_cairo_show_layout (cr, layout);
}

static void
draw_line (DanbiReceiptPaper *self,
           const Line        *line,
           cairo_t           *cr)
{
  if (!line->value && line != &g_array_index (self->lines, Line, 0))
    {
      cairo_set_line_width (cr, 0.5);
      cairo_move_to (cr, 0, line->y - GAP);
      cairo_line_to (cr, self->width, line->y - GAP);
      cairo_stroke (cr);
    }
  cairo_move_to (cr, 0, line->y);
  pango_cairo_show_layout (cr, line->label);
  if (!line->value)
    return;
  cairo_move_to (cr, self->width * LABEL_SHARE, line->y);
  pango_cairo_show_layout (cr, line->value);
}

/**
 * danbi_receipt_paper_new:
 * @lines: (element-type DanbiReceiptLine): what a receipt says
 * @note: (nullable): what stands in a frame above it all
 * @context: how text is set, with 72 units an inch
 * @width: the width between the margins, in points
 * @height: the height between them
 *
 * Returns: (transfer full): its pages
 */
DanbiReceiptPaper *
danbi_receipt_paper_new (GPtrArray    *lines,
                         const char   *note,
                         PangoContext *context,
                         double        width,
                         double        height)
{
  DanbiReceiptPaper *self = g_new0 (DanbiReceiptPaper, 1);

  /* Paper has no pixels to which letters could be moved. */
  pango_context_set_round_glyph_positions (context, FALSE);
  self->context = g_object_ref (context);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);
  self->width = width;
  self->height = height;
  self->note = g_strdup (note);
  for (guint i = 0; i < lines->len; i++)
    add_line (self, g_ptr_array_index (lines, i));
  break_into_pages (self, draw_note (self, NULL));
  return self;
}

/**
 * danbi_receipt_paper_free:
 * @self: (nullable): pages
 */
void
danbi_receipt_paper_free (DanbiReceiptPaper *self)
{
  if (!self)
    return;
  g_array_unref (self->lines);
  g_object_unref (self->context);
  g_free (self->note);
  g_free (self);
}

/**
 * danbi_receipt_paper_get_n_pages:
 * @self: pages
 *
 * Returns: how many, at least 1
 */
guint
danbi_receipt_paper_get_n_pages (DanbiReceiptPaper *self)
{
  return self->n_pages;
}

/**
 * danbi_receipt_paper_draw:
 * @self: pages
 * @page: which, from 0
 * @cr: where to, its origin at the upper margin on the left
 */
void
danbi_receipt_paper_draw (DanbiReceiptPaper *self,
                          guint              page,
                          cairo_t           *cr)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (page == 0)
    draw_note (self, cr);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->page == page)
        draw_line (self, line, cr);
    }
  draw_footer (self, page, cr);
}

/**
 * danbi_receipt_dup_file_name:
 * @receipt: a receipt
 *
 * Returns: (transfer full): a name for it as a file; the receiver's number is taken only as far as
 *   it can stand in one
 */
char *
danbi_receipt_dup_file_name (DanbiReceipt *receipt)
{
  const char *number = danbi_receipt_get_receipt (receipt);
  g_autofree char *safe = number && *number
                            ? g_strdup (number)
                            : g_strdup_printf ("%" G_GINT64_FORMAT,
                                               danbi_receipt_get_submission_id (receipt));

  g_strcanon (safe, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-", '_');
  return g_strdup_printf ("%s-%s.pdf", _("receipt"), safe);
}

static cairo_status_t
collect_cb (void                *closure,
            const unsigned char *data,
            unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_pdf (GPtrArray  *lines,
          const char *note,
          GByteArray *bytes)
{
  cairo_surface_t *surface
    = cairo_pdf_surface_create_for_stream (collect_cb, bytes, A4_WIDTH, A4_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = pango_cairo_create_context (cr);
  cairo_font_options_t *options = cairo_font_options_create ();
  g_autoptr (DanbiReceiptPaper) paper = NULL;

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_language (context, pango_language_get_default ());
  paper = danbi_receipt_paper_new (lines, note, context, A4_WIDTH - 2 * MARGIN,
                                   A4_HEIGHT - 2 * MARGIN);
  cairo_translate (cr, MARGIN, MARGIN);
  for (guint page = 0; page < paper->n_pages; page++)
    {
      danbi_receipt_paper_draw (paper, page, cr);
      cairo_show_page (cr);
    }
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

/**
 * danbi_receipt_paper_write_pdf:
 * @lines: (element-type DanbiReceiptLine): what a receipt says
 * @note: (nullable): what stands in a frame above it all
 * @path: the file, which only this user can read
 * @error: the reason of a failure
 *
 * Returns: whether the file was written
 */
gboolean
danbi_receipt_paper_write_pdf (GPtrArray  *lines,
                               const char *note,
                               const char *path,
                               GError    **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  draw_pdf (lines, note, bytes);
  return danbi_file_write (path, bytes->data, bytes->len, error);
}

/* Printing */

typedef struct
{
  DanbiReceipt *receipt;
  char *note;
  DanbiReceiptPaper *paper;
} Print;

static void
print_free (gpointer data)
{
  Print *print = data;

  g_object_unref (print->receipt);
  g_free (print->note);
  danbi_receipt_paper_free (print->paper);
  g_free (print);
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Print             *print)
{
  PangoContext *pango = gtk_print_context_create_pango_context (context);
  g_autoptr (GPtrArray) lines = danbi_receipt_dup_lines (print->receipt);

  g_clear_pointer (&print->paper, danbi_receipt_paper_free);
  print->paper = danbi_receipt_paper_new (lines, print->note, pango,
                                          gtk_print_context_get_width (context),
                                          gtk_print_context_get_height (context));
  g_object_unref (pango);
  gtk_print_operation_set_n_pages (operation, (int) print->paper->n_pages);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Print             *print)
{
  danbi_receipt_paper_draw (print->paper, (guint) page,
                            gtk_print_context_get_cairo_context (context));
}

/**
 * danbi_receipt_print_new:
 * @receipt: a receipt
 * @note: (nullable): what stands in a frame above it all
 *
 * Returns: (transfer full): what prints it on A4, once it is run
 */
GtkPrintOperation *
danbi_receipt_print_new (DanbiReceipt *receipt,
                         const char   *note)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPaperSize) a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autofree char *name = danbi_receipt_dup_file_name (receipt);
  Print *print = g_new0 (Print, 1);

  print->receipt = g_object_ref (receipt);
  print->note = g_strdup (note);
  g_object_set_data_full (G_OBJECT (operation), "danbi-print", print, print_free);
  gtk_page_setup_set_paper_size (setup, a4);
  gtk_page_setup_set_top_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_show_progress (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), print);
  return operation;
}

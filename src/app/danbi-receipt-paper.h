/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-receipt.h"

G_BEGIN_DECLS

/* The pages of a receipt. Lengths are in points. */
typedef struct _DanbiReceiptPaper DanbiReceiptPaper;

DanbiReceiptPaper *danbi_receipt_paper_new (GPtrArray *lines, const char *note,
                                            PangoContext *context, double width, double height);
void danbi_receipt_paper_free (DanbiReceiptPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiReceiptPaper, danbi_receipt_paper_free)

guint danbi_receipt_paper_get_n_pages (DanbiReceiptPaper *self);
void danbi_receipt_paper_draw (DanbiReceiptPaper *self, guint page, cairo_t *cr);

/* Blocks for a while and may be called in any thread. */
gboolean danbi_receipt_paper_write_pdf (GPtrArray *lines, const char *note, const char *path,
                                        GError **error);

char *danbi_receipt_dup_file_name (DanbiReceipt *receipt);
GtkPrintOperation *danbi_receipt_print_new (DanbiReceipt *receipt, const char *note);

G_END_DECLS

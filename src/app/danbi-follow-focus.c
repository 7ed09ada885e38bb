/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed into stays in sight, whatever comes and goes above it: GTK scrolls to what gets the
 * focus, but to where it is in that moment, and to the entry without its name and its findings. */
#include "config.h"

#include "danbi-follow-focus.h"

#define MARGIN 8

typedef struct
{
  GtkScrolledWindow *scroller; /* which owns it */
  GType whole;
  guint idle;
  gboolean rooted;
} Follower;

static const char key[] = "danbi-follow-focus";

static void
follower_free (gpointer data)
{
  Follower *self = data;

  g_clear_handle_id (&self->idle, g_source_remove);
  g_free (self);
}

/* The whole of what has the focus; %NULL where that is somewhere else. */
static GtkWidget *
get_focused (Follower *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->scroller));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GtkWidget *whole = focus ? gtk_widget_get_ancestor (focus, self->whole) : NULL;

  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->scroller)))
    return NULL;
  return whole ? whole : focus;
}

static gboolean
follow_cb (gpointer data)
{
  Follower *self = data;
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->scroller);
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (viewport));
  GtkWidget *focused = get_focused (self);
  graphene_rect_t bounds;

  self->idle = 0;
  if (focused && gtk_widget_compute_bounds (focused, content, &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroller),
                               bounds.origin.y - MARGIN,
                               bounds.origin.y + bounds.size.height + MARGIN);
  return G_SOURCE_REMOVE;
}

/* Once everything has its place. */
static void
follow_soon_cb (GtkScrolledWindow *scroller)
{
  Follower *self = g_object_get_data (G_OBJECT (scroller), key);

  if (self->idle == 0 && get_focused (self))
    self->idle = g_idle_add_full (GDK_PRIORITY_REDRAW + 1, follow_cb, self, NULL);
}

static void
map_cb (GtkScrolledWindow *scroller)
{
  Follower *self = g_object_get_data (G_OBJECT (scroller), key);

  if (self->rooted)
    return;
  self->rooted = TRUE;
  g_signal_connect_object (gtk_widget_get_root (GTK_WIDGET (scroller)), "notify::focus-widget",
                           G_CALLBACK (follow_soon_cb), scroller, G_CONNECT_SWAPPED);
}

/**
 * danbi_follow_focus_attach:
 * @scroller: what scrolls, a viewport in it; it stays in one window, which lives as long
 * @whole: the type of what is to be in sight with what has the focus
 *
 * From here on @scroller scrolls, as little as is needed, whenever the focus moves or what is in it
 * grows.
 */
void
danbi_follow_focus_attach (GtkScrolledWindow *scroller,
                           GType              whole)
{
  Follower *self = g_new0 (Follower, 1);

  self->scroller = scroller;
  self->whole = whole;
  g_object_set_data_full (G_OBJECT (scroller), key, self, follower_free);
  g_signal_connect (scroller, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scroller), "changed",
                           G_CALLBACK (follow_soon_cb), scroller, G_CONNECT_SWAPPED);
}

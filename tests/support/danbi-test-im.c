/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An input method for tests that takes every key for a sound, as a Zhuyin keyboard does. */
#include <gtk/gtk.h>
#include <gtk/gtkimmodule.h>

#define TEST_TYPE_IM (test_im_get_type ())
G_DECLARE_FINAL_TYPE (TestIm, test_im, TEST, IM, GtkIMContext)

struct _TestIm
{
  GtkIMContext parent_instance;
};

G_DEFINE_DYNAMIC_TYPE (TestIm, test_im, GTK_TYPE_IM_CONTEXT)

static gboolean
test_im_filter_keypress (GtkIMContext *context,
                         GdkEvent     *event)
{
  gunichar c = gdk_keyval_to_unicode (gdk_key_event_get_keyval (event));

  if (gdk_event_get_event_type (event) != GDK_KEY_PRESS || c <= ' ' || c > '~'
      || (gdk_event_get_modifier_state (event) & GDK_CONTROL_MASK))
    return FALSE;
  g_signal_emit_by_name (context, "commit", "ㄅ");
  return TRUE;
}

static void
test_im_class_init (TestImClass *klass)
{
  GTK_IM_CONTEXT_CLASS (klass)->filter_keypress = test_im_filter_keypress;
}

static void
test_im_class_finalize (TestImClass *klass)
{
}

static void
test_im_init (TestIm *self)
{
}

G_MODULE_EXPORT void
g_io_module_load (GIOModule *module)
{
  g_type_module_use (G_TYPE_MODULE (module));
  test_im_register_type (G_TYPE_MODULE (module));
  g_io_extension_point_implement (GTK_IM_MODULE_EXTENSION_POINT_NAME, TEST_TYPE_IM, "danbi-test",
                                  10);
}

G_MODULE_EXPORT void
g_io_module_unload (GIOModule *module)
{
}

# SPDX-License-Identifier: GPL-3.0-or-later
"""The notices of a desktop: whoever imports this is the one that shows them on this session bus."""
import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

INTERFACE = '''<node><interface name="org.freedesktop.Notifications">
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
</interface></node>'''

shown = []  # pairs of a title and a text


def _call(_bus, _sender, _path, _interface, method, values, invocation):
    if method == 'Notify':
        shown.append((values[3], values[4]))
        invocation.return_value(GLib.Variant('(u)', (len(shown),)))
    else:
        invocation.return_value(None)


_bus = Gio.bus_get_sync(Gio.BusType.SESSION)
_bus.register_object('/org/freedesktop/Notifications',
                     Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], _call, None, None)
Gio.bus_own_name_on_connection(_bus, 'org.freedesktop.Notifications', 0, None, None)

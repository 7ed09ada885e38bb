# SPDX-License-Identifier: GPL-3.0-or-later
"""A program's windows as a screen reader sees them (AT-SPI), and a keyboard and a mouse for them.

Everything is asked anew each time: what was cached may be what stood there before. A node of the
tree is an Atspi.Accessible; one that goes away raises GLib.Error, which the functions that look for
something take for "not there".
"""
import ctypes
import os
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.init()
Atspi.set_timeout(5000, 15000)
Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)

RETURN, TAB, ESCAPE, F8, DOWN, SPACE, BACKSPACE = (0xff0d, 0xff09, 0xff1b, 0xffc5, 0xff54, 0x20,
                                                   0xff08)
CONTROL, SHIFT = 37, 50  # key codes of every PC keyboard under X
PAUSE_S = 0.02

running = []  # the programs that are meant to run


def pump():
    """Lets what the bus sent in the meantime arrive."""
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)


def wait(ask, what, timeout_s=10):
    """Asks until the answer is true, and returns it; an AssertionError says what never came."""
    end = time.monotonic() + timeout_s
    while True:
        try:
            answer = ask()
        except GLib.Error:
            answer = None
        if answer:
            return answer
        for program in running:
            program.assert_alive()
        if time.monotonic() > end:
            raise AssertionError(f'waited {timeout_s} s in vain: {what() if callable(what) else what}')
        pump()
        time.sleep(PAUSE_S)


# What a node says

# Asking a node what it can do is twenty times as slow as asking for its role.
ROLES_WITH_TEXT = ('label', 'text', 'alert')


def text(node):
    """The text of a label or an entry."""
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def name(node):
    """The name without the underlines of mnemonics."""
    return (node.get_name() or '').replace('_', '')


def has(node, state):
    return node.get_state_set().contains(getattr(Atspi.StateType, state))


def place(node):
    """(x, y, width, height) in its window; widgets that are not shown are 0 wide or 0 high."""
    try:
        box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    except GLib.Error:  # pages of a stack are no widgets
        return 0, 0, 0, 0
    return box.x, box.y, box.width, box.height


def is_shown(node):
    _, _, width, height = place(node)
    return width > 0 and height > 0


# Where it is

DEEPEST = 80  # the window of a case is a third as deep


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def walk(node, skip=None, depth=0):
    """The node and all below it, in the order of the window; pairs of a node and its role.

    What is in a node of the role skip is left out: a long list takes seconds to read. While a window
    comes up a node may for a moment be told as a child of its own, which no window is deep enough for."""
    if depth == DEEPEST:
        return
    try:
        role = node.get_role_name()
        yield node, role
        if role == skip:
            return
        for child in children(node):
            yield from walk(child, skip, depth + 1)
    except GLib.Error:
        return


def find_all(root, role, label=None, skip=None):
    for node, has_role in walk(root, skip):
        try:
            if has_role == role and (label is None or name(node) == label):
                yield node
        except GLib.Error:
            continue


def find(root, role, label=None, timeout_s=10):
    return wait(lambda: next(find_all(root, role, label), None), f'{role} “{label}”', timeout_s)


def all_texts(root, skip=None):
    """The text of every label and entry that is shown below a node."""
    found = []
    for node, role in walk(root, skip):
        if role not in ROLES_WITH_TEXT:
            continue
        try:
            said = text(node)
            if said and is_shown(node):
                found.append(said)
        except GLib.Error:
            continue
    return found


# The keyboard and the mouse: real events, made by the X server

def press(key, *modifiers):
    """Presses one key, given as a keysym or a character, with modifiers held down."""
    keysym = ord(key) if isinstance(key, str) else key
    for modifier in modifiers:
        Atspi.generate_keyboard_event(modifier, None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(keysym, None, Atspi.KeySynthType.SYM)
    for modifier in reversed(modifiers):
        Atspi.generate_keyboard_event(modifier, None, Atspi.KeySynthType.RELEASE)


def repeat_keys(on):
    """Whether the X server repeats a key that is held down; headless.sh starts it so that it does not."""
    x11 = ctypes.CDLL('libX11.so.6')
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    (x11.XAutoRepeatOn if on else x11.XAutoRepeatOff)(display)
    x11.XCloseDisplay(display)


def hold(keycode, seconds):
    """Keeps a key down, and the X server repeats it."""
    repeat_keys(True)
    Atspi.generate_keyboard_event(keycode, None, Atspi.KeySynthType.PRESS)
    time.sleep(seconds)
    Atspi.generate_keyboard_event(keycode, None, Atspi.KeySynthType.RELEASE)
    repeat_keys(False)


def type_text(words):
    Atspi.generate_keyboard_event(0, words, Atspi.KeySynthType.STRING)


def move_mouse(x, y):
    Atspi.generate_mouse_event(int(x), int(y), 'abs')


def click(x, y):
    Atspi.generate_mouse_event(int(x), int(y), 'b1c')


def drag(start, end, steps=12):
    """Presses at one place, moves in steps, as a hand does, and lets go at the other."""
    move_mouse(*start)
    Atspi.generate_mouse_event(*start, 'b1p')
    for i in range(1, steps + 1):
        move_mouse(start[0] + (end[0] - start[0]) * i / steps,
                   start[1] + (end[1] - start[1]) * i / steps)
        time.sleep(PAUSE_S)
    Atspi.generate_mouse_event(*end, 'b1r')


def do(node, wanted):
    """Does what a node offers under a name: a button's click, a window's “win.save”."""
    for i in range(Atspi.Action.get_n_actions(node)):
        if Atspi.Action.get_action_name(node, i) == wanted:
            Atspi.Action.do_action(node, i)
            return
    raise AssertionError(f'{node.get_role_name()} “{name(node)}” does not offer “{wanted}”')


class _Attributes(ctypes.Structure):
    """XWindowAttributes."""
    _fields_ = [(name, kind) for names, kind in (
        ('x y width height border_width depth', ctypes.c_int), ('visual', ctypes.c_void_p),
        ('root', ctypes.c_ulong), ('kind bit_gravity win_gravity backing_store', ctypes.c_int),
        ('backing_planes backing_pixel', ctypes.c_ulong), ('save_under', ctypes.c_int),
        ('colormap', ctypes.c_ulong), ('map_installed map_state', ctypes.c_int),
        ('all_events your_events no_propagation', ctypes.c_long), ('override', ctypes.c_int),
        ('screen', ctypes.c_void_p)) for name in names.split()]


IS_VIEWABLE, REVERT_TO_POINTER_ROOT = 2, 1


def focus_top_window():
    """What a window manager does when a window has closed: the next one below gets the keyboard."""
    x11 = ctypes.CDLL('libX11.so.6')
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    above, below, count = ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
    x11.XQueryTree(display, ctypes.c_ulong(x11.XDefaultRootWindow(display)), ctypes.byref(above),
                   ctypes.byref(above), ctypes.byref(below), ctypes.byref(count))
    found = _Attributes()
    for window in reversed(below[:count.value]):
        x11.XGetWindowAttributes(display, ctypes.c_ulong(window), ctypes.byref(found))
        if found.map_state == IS_VIEWABLE and not found.override and found.width > 100:
            x11.XSetInputFocus(display, ctypes.c_ulong(window), REVERT_TO_POINTER_ROOT,
                               ctypes.c_ulong(0))
            break
    x11.XFree(below)
    x11.XCloseDisplay(display)


class Program:
    """A program that was started here, with its windows."""

    def __init__(self, words, log, **environment):
        self.log = log
        with open(log, 'ab') as errors:
            self.process = subprocess.Popen(words, stdout=errors, stderr=errors,
                                            env={**os.environ, **environment})
        running.append(self)
        self.root = wait(self._find_root, f'{words[0]} on the accessibility bus', 30)
        # The desktop hands its mask on only to programs that it knew before they were asked.
        self.root.set_cache_mask(Atspi.Cache.NONE)
        self.root.clear_cache()

    def assert_alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f'it ended with {self.process.returncode}: {self.errors()}')

    def _find_root(self):
        for root in children(Atspi.get_desktop(0)):
            if root.get_process_id() == self.process.pid and root.get_child_count() > 0:
                return root
        return None

    def windows(self):
        return list(children(self.root))

    def errors(self):
        with open(self.log, encoding='utf-8', errors='replace') as said:
            return said.read()

    def wait_for_end(self, timeout_s=15):
        """The exit status; a crash is negative."""
        running.remove(self)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise AssertionError('it did not end') from None

    def kill(self):
        """Ends it, whatever it is doing."""
        if self in running:
            running.remove(self)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on a display and a session bus of its own: headless.sh COMMAND [ARGUMENT...]
#
# SCREEN sets the size of the display (1366x768x24). Exit status: that of the command; where there is
# no Xvfb or no dbus-run-session SKIP_STATUS, or 77, and a TAP line that says so.
set -u

if [ $# -eq 0 ]; then
  echo "usage: headless.sh COMMAND [ARGUMENT...]" >&2
  exit 2
fi
for tool in Xvfb dbus-run-session setsid; do
  if ! command -v "$tool" >/dev/null; then
    echo "1..0 # SKIP $tool is not installed"
    exit "${SKIP_STATUS:-77}"
  fi
done

home=$(mktemp -d) || exit 1
server=
session=

# Only what was started here is ended, each by its own number.
clean_up() {
  [ -n "$session" ] && kill -KILL -- "-$session" 2>/dev/null
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  rm -rf "$home"
}
trap 'clean_up; exit 143' INT TERM HUP

# The server chooses a free number and says which. On a busy machine it would take a key that is
# pressed and let go for one that is held down, so it repeats none by itself (-r).
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1366x768x24}" -nolisten tcp -noreset -r \
  3>"$home/display" >/dev/null 2>&1 &
server=$!
tries=0
while [ ! -s "$home/display" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 500 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "headless.sh: Xvfb did not start" >&2
    clean_up
    exit 1
  fi
  sleep 0.02
done

# Nothing of the person's own session is seen or changed.
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
DISPLAY=:$(cat "$home/display")
XDG_RUNTIME_DIR=$home/run
XDG_DATA_HOME=$home/data
XDG_CONFIG_HOME=$home/config
XDG_CACHE_HOME=$home/cache
GDK_BACKEND=x11
GSK_RENDERER=${GSK_RENDERER-cairo}
GDK_DEBUG=${GDK_DEBUG-gl-disable}
GSETTINGS_BACKEND=${GSETTINGS_BACKEND-memory}
NO_AT_BRIDGE=0
export DISPLAY XDG_RUNTIME_DIR XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
export GDK_BACKEND GSK_RENDERER GDK_DEBUG GSETTINGS_BACKEND NO_AT_BRIDGE
mkdir -m 700 "$XDG_RUNTIME_DIR"

# Services that the bus starts may talk, but not into the output of the command.
setsid dbus-run-session -- sh -c 'exec "$@" >&3 3>&-' sh "$@" 3>&1 >&2 &
session=$!
wait "$session"
status=$?
clean_up
exit "$status"

# SPDX-License-Identifier: GPL-3.0-or-later
# What Danbi needs from Debian 12 or Ubuntu, and how it is installed. Sourced by ./run and ./test.

# To build and to run.
build_packages='
  gcc g++ libc6-dev meson ninja-build pkg-config gettext python3-minimal
  libgtk-4-dev libadwaita-1-dev libglib2.0-dev adwaita-icon-theme desktop-file-utils
  libdcmtk-dev libdcmtk17 libjpeg62-turbo-dev libopenjp2-7-dev libseccomp-dev
  libpng-dev libtiff-dev libturbojpeg0-dev libwebp-dev
  libarchive-dev libgcab-dev libsqlite3-dev libcurl4-openssl-dev libsoup-3.0-dev libjansson-dev
  libsecret-1-dev
  ca-certificates
'

# To test: a display, a bus, a screen reader's view, a CJK font, a Chinese locale, validators,
# other people's readers of what we write, and clang for the fuzz targets.
test_packages='
  xvfb xauth dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi fonts-droid-fallback locales
  imagemagick xdotool appstream libxml2-utils libgtk-4-bin libglib2.0-bin flatpak-builder
  glib-networking openssl procps
  dcmtk python3-pydicom 7zip cabextract sqlite3 clang libclang-rt-14-dev llvm-14
'

missing_packages () {
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

# install_packages NAME…: installs those that are missing. Asks before it takes root rights, unless
# it has them already or CI=true.
install_packages () {
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0

  command -v apt-get >/dev/null || {
    echo "These packages are missing, and only apt-get is known here: $missing" >&2
    return 1
  }
  echo "Missing packages: $missing"

  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    if [ "${CI:-}" != true ]; then
      printf 'Install them with sudo apt-get? [y/N] '
      read -r answer
      case "$answer" in [yY]*) ;; *) echo 'Nothing was installed.' >&2; return 1 ;; esac
    fi
  fi

  # shellcheck disable=SC2086  # the list is words on purpose
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends $missing >/dev/null || {
    echo 'The packages could not be installed.' >&2
    return 1
  }
}

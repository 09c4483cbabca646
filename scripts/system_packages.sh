#!/bin/sh
# What cannot come with Python or npm: Pango for PDF (`pdf`), a browser for its tests (`browser`).
# Installed by Debian's apt as root; otherwise the command to run is printed.
set -eu

case "${1:?pdf or browser}" in
  pdf)
    packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    there() { ldconfig -p 2>/dev/null | grep -q 'libpangoft2-1\.0\.so\.0'; }
    what="the library that sets PDF documents (Pango)" ;;
  browser)
    packages="chromium"
    there() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
    what="the browser that the tests drive (Chromium)" ;;
  *) echo "expected pdf or browser, but got $1" >&2; exit 2 ;;
esac

there && exit 0
if [ "$(uname)" = Darwin ]; then
  [ "$1" = pdf ] && echo "Install $what: brew install pango" >&2 || echo "Install $what: brew install --cask chromium" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing $what ..."
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
  exit 0
fi
echo "Install $what, then start again: sudo apt-get install $packages" >&2
exit 1

#!/bin/sh
# What the tests need beside Python: LibreOffice, poppler, Chromium and plain fonts.
# Installs them where that is allowed; otherwise says in one line how to get them.
set -eu
for browser in chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null 2>&1 && found=yes
done
command -v soffice >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 && [ "${found:-}" ] && exit 0
packages="libreoffice-writer-nogui poppler-utils chromium fonts-liberation2 fonts-dejavu-core"
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
else
    echo "Please install LibreOffice, poppler and Chromium (Debian: apt-get install $packages; macOS: brew install --cask libreoffice chromium, brew install poppler), then run this again."
    exit 1
fi

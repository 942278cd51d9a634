#!/bin/sh
# What the tests need beside Python: LibreOffice, poppler, Chromium and plain fonts; and,
# where they can be had, what makes drives of other kinds and shows each call (strace).
# Installs them where that is allowed; otherwise says in one line how to get them.
set -eu
for browser in chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null 2>&1 && found=yes
done
has() { for program; do command -v "$program" >/dev/null 2>&1 || return 1; done; }
may_install() { has apt-get && [ "$(id -u)" = 0 ]; }
get() {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}
packages="libreoffice-writer-nogui poppler-utils chromium fonts-liberation2 fonts-dejavu-core"
if ! { has soffice pdftoppm && [ "${found:-}" ]; }; then
    if may_install; then
        get $packages
    else
        echo "Please install LibreOffice, poppler and Chromium (Debian: apt-get install $packages; macOS: brew install --cask libreoffice chromium, brew install poppler), then run this again."
        exit 1
    fi
fi
# A few megabytes. Without them nothing fails: each test that is skipped says what it lacks.
drives="xfsprogs dosfstools exfatprogs fuse3 exfat-fuse fusefat strace"
has mkfs.xfs mkfs.vfat mkfs.exfat fusermount3 mount.exfat-fuse fusefat strace && exit 0
if may_install; then
    (get $drives) >/dev/null 2>&1 || echo "Some drives cannot be tried here (apt-get install $drives did not work)."
fi

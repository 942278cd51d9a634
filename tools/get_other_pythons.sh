#!/bin/sh
# What the test of several versions of Python needs (T28): an environment of its own with
# what the program needs for each Python that is found here, or named (`PYTHONS`). They are
# kept in ~/.cache/alongside/pythons; the test uses those that are there.
set -eu
here="$(cd "$(dirname "$0")/.." && pwd)"
kept="${XDG_CACHE_HOME:-$HOME/.cache}/alongside/pythons"
for python in ${PYTHONS:-python3.11 python3.12 python3.13 python3.14}; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    "$python" -m venv "$kept/$version"
    "$kept/$version/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.lock"
    echo "Python $version is ready in $kept/$version."
done

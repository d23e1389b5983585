#!/bin/sh
# Get Chromium from the distribution for the browser tests, where this user may install it.
# Where it cannot be had, say so loudly; the browser tests then skip with the same reason.
if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium from the distribution …"
    apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1 && exit 0
fi
echo "****************************************************************************"
echo "* NO CHROMIUM: the browser tests will be SKIPPED.                          *"
echo "* Install it (Debian: apt-get install chromium) and run make test again.   *"
echo "****************************************************************************"
exit 0

#!/bin/sh
# Installs what the tests need and the machine does not have: javac and the class
# library of OpenJDK 17, binutils, and for code of 32-bit PowerPC its binutils and
# qemu. Debian and its kin; needs root to install.
set -e
need=""
want() { command -v "$1" >/dev/null 2>&1 || need="$need $2"; }
want javac openjdk-17-jdk-headless
want objdump binutils
want powerpc-linux-gnu-objdump binutils-powerpc-linux-gnu
want qemu-ppc qemu-user
[ -n "$need" ] || exit 0
SUDO=""
[ "$(id -u)" = 0 ] || SUDO=sudo
echo "installing$need"
$SUDO apt-get update -q >/dev/null
# shellcheck disable=SC2086
$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $need >/dev/null

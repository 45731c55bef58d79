#!/bin/sh
# Installs what the tests need and the machine does not have: javac, the class
# library and the sources of OpenJDK 17, binutils (those of PowerPC, too), qemu, gdb, and the applications of
# test/apps that CI runs. Debian and its kin; needs root to install.
set -e
cd "$(dirname "$0")"
need=""
want() { command -v "$1" >/dev/null 2>&1 || need="$need $2"; }
want javac openjdk-17-jdk-headless
want objdump binutils
want qemu-ppc qemu-user
want powerpc-linux-gnu-objdump binutils-powerpc-linux-gnu
want gdb-multiarch gdb-multiarch
want xz xz-utils
java=$(command -v java) && [ -e "$(dirname "$(readlink -f "$java")")/../lib/src.zip" ] || need="$need openjdk-17-source"
if [ -n "$need" ]; then
	SUDO=""
	[ "$(id -u)" = 0 ] || SUDO=sudo
	echo "installing$need"
	$SUDO apt-get update -q >/dev/null
	# shellcheck disable=SC2086
	$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $need >/dev/null
fi
# shellcheck disable=SC2046
./apps/setup.sh $(cat apps/ci)

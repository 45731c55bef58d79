#!/bin/sh
# Builds gojvm, finds the class library of OpenJDK 17 or installs Debian's package
# of it, and runs the Java program given as `java` would. With the one argument
# HelloWorld (or none) it runs the source file test/run/HelloWorld.java, for which
# it installs the compiler too.
set -e
here=$(cd "$(dirname "$0")" && pwd)
(cd "$here" && CGO_ENABLED=0 go build -o bin/gojvm ./cmd/gojvm)
install() {
	SUDO=""
	[ "$(id -u)" = 0 ] || SUDO=sudo
	echo "installing $1" >&2
	$SUDO apt-get update -q >/dev/null
	$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1" >/dev/null
}
"$here/bin/gojvm" --version >/dev/null 2>&1 || install openjdk-17-jre-headless
if [ $# = 0 ] || [ "$*" = HelloWorld ]; then
	"$here/bin/gojvm" --list-modules | grep -q '^jdk.compiler' || install openjdk-17-jdk-headless
	exec "$here/bin/gojvm" "$here/test/run/HelloWorld.java"
fi
exec "$here/bin/gojvm" "$@"

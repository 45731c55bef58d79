#!/bin/sh
# Runs the benchmark runner from the top of the tree; see main.go for its flags.
set -e
cd "$(dirname "$0")/../.."
exec go run ./test/bench "$@"

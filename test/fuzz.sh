#!/bin/sh
# Runs every fuzz target of the tree for the time given (default 20s) each.
set -e
cd "$(dirname "$0")/.."
for f in $(git ls-files '*_test.go' | xargs grep -l '^func Fuzz'); do
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$f"); do
		echo "$target ($(dirname "$f"))"
		go test "./$(dirname "$f")" -run '^$' -fuzz "^$target\$" -fuzztime "${1:-20s}"
	done
done

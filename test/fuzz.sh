#!/bin/sh
# Runs every fuzz target of the tree for the time given (default 20s) each, then random functions and random Java
# programs from a seed of its own, and threads that race each other for half a second a test.
set -e
cd "$(dirname "$0")/.."
for f in $(git ls-files '*_test.go' | xargs grep -l '^func Fuzz'); do
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$f"); do
		echo "$target ($(dirname "$f"))"
		go test "./$(dirname "$f")" -run '^$' -fuzz "^$target\$" -fuzztime "${1:-20s}"
	done
done
seed=$(date +%s)
echo "random functions and Java programs from seed $seed"
go test ./x86/host -run '^TestRandom$' -random 1000 -seed "$seed" -timeout 0
go test ./test/javagen -run '^TestRandom$' -programs 300 -batch 300 -seed "$seed" -timeout 0
go test ./test/litmus -millis 500 -timeout 0

#!/bin/sh
# Checks the tree: formatting, vet on every supported host, the import graph,
# and that nothing strays in the tree.
set -e
cd "$(dirname "$0")/.."
bad=$(gofmt -l $(git ls-files '*.go'))
[ -z "$bad" ] || { echo "not gofmt-ed: $bad"; exit 1; }
for host in linux/amd64 linux/386 linux/arm64 darwin/arm64; do
	echo "vet $host"
	GOOS=${host%/*} GOARCH=${host#*/} CGO_ENABLED=0 go vet ./...
done
go test ./test -run 'TestImports|TestTree'
stray=$(git status --porcelain)
[ -z "$stray" ] || { echo "stray files:"; echo "$stray"; exit 1; }

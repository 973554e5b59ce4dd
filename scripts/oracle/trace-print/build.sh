#!/bin/sh
# build.sh OUT: builds trace-print with the one unstable sort of Go's reader made stable. With more
# than 12 threads Go's own order of events with equal times is arbitrary; stable, it can be compared.
set -e
out=$(realpath -m "$1")
cd "$(dirname "$0")"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go mod download golang.org/x/exp
cp -r "$(go list -m -f '{{.Dir}}' golang.org/x/exp)" "$dir/exp"
chmod -R u+w "$dir/exp"
sed -i 's/slices\.SortFunc(/slices.SortStableFunc(/' "$dir/exp/trace/reader.go"
cp go.mod go.sum "$dir"
go mod edit -replace "golang.org/x/exp=$dir/exp" "$dir/go.mod"
go build -modfile "$dir/go.mod" -o "$out" .

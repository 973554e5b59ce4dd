#!/bin/sh
# convert.sh OUTDIR: writes the golden trace tests of the Go that is in use as binary traces.
# Prefix with GOTOOLCHAIN=go1.27.4 for those of another Go.
set -e
out=$(realpath -m "$1")
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
cd "$out"
root=$(go env GOROOT)
printf '{"Replace":{"%s/src/internal/trace/zzconvert/main.go":"%s/convert.go"}}' "$root" "$here" > overlay.json
go build -overlay overlay.json -o convert internal/trace/zzconvert
./convert "$root/src/internal/trace/testdata/tests" "$out"

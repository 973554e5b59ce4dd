#!/bin/sh
# build.sh OUT [stock]: builds trace-mmu over the internal/trace of the Go in use. Go's function counts a mark
# worker at its start and again at its label from its second run on, and takes away one of the two: its P looks
# busy ever after. Unless "stock" is asked for, that is mended: a worker is one from its label to its stop.
set -e
out=$(realpath -m "$1")
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
root=$(go env GOROOT)
cp "$root/src/internal/trace/gc.go" "$dir/gc.go"
if [ "$2" != stock ]; then
  sed -i '/Stopped running while doing GC things/,/gc--/ s/\(ps\[ev.Proc()\].gc--\)/\1; delete(bgMark, g)/' "$dir/gc.go"
  grep -q 'gc--; delete(bgMark, g)' "$dir/gc.go"
fi
printf '{"Replace":{"%s/src/internal/trace/zzmmu/main.go":"%s/main.go","%s/src/internal/trace/gc.go":"%s/gc.go"}}' \
  "$root" "$here" "$root" "$dir" > "$dir/overlay.json"
cd "$dir"
go build -overlay overlay.json -o "$out" internal/trace/zzmmu

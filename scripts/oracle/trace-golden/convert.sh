#!/bin/sh
# convert.sh OUTDIR: writes the golden trace tests of the Go that is in use as binary traces.
# Prefix with GOTOOLCHAIN=go1.27.4 for those of another Go.
set -e
out=$(realpath -m "$1")
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
cd "$out"
root=$(go env GOROOT)
package=internal/trace
if [ -d "$root/src/internal/trace/v2" ]; then package=internal/trace/v2; fi # Go 1.22
sed "s#internal/trace/testtrace#$package/testtrace#" "$here/convert.go" > main.go
# Before Go 1.25 the parser does not tell the format's version.
if ! grep -q '^func ParseFile.*version' "$root/src/$package/testtrace/format.go"; then
  sed -i 's/reader, _, expectation, err/reader, expectation, err/' main.go
fi
# Until Go 1.25 a package that exists by an overlay alone is found through the index of packages only, and
# files younger than two seconds are not indexed.
touch -t 200101010000 main.go
printf '{"Replace":{"%s/src/%s/zzconvert/main.go":"%s/main.go"}}' "$root" "$package" "$out" > overlay.json
# Nothing below the module cache may be replaced, and a downloaded Go lies there: name another cache.
GOMODCACHE="$out/none" GOTOOLCHAIN=local "$root/bin/go" build -overlay overlay.json -o convert "$package/zzconvert"
./convert "$root/src/$package/testdata/tests" "$out"

#!/bin/sh
# Records the transcripts of this folder anew: sh record.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/fixture.go" "$work/main.go"
printf 'module fixture\n\ngo 1.22\n' > "$work/go.mod"
(cd "$work" && go build -trimpath -gcflags='all=-N -l' -o fixture .)

# Thread ids, addresses and the folder are those of one run: nothing depends on them.
record() {
  (cd "$work" && LC_ALL=C timeout 60 gdb -nx -q --interpreter="$2" -iex 'set debuginfod enabled off' \
    -iex 'set auto-load no' -iex 'set startup-with-shell off' -iex 'set disable-randomization on' fixture 2>&1) |
    sed "s#$work#/work#g" > "$here/$1.mi"
}

record stop-at-breakpoint mi3 << 'MI'
1-list-features
2-break-insert main.greet
3-exec-run
4-stack-list-frames
5-stack-list-variables --all-values
6-thread-info
7-exec-finish
8-gdb-exit
MI
for version in mi2 mi3; do
  record several-locations-$version $version << 'MI'
1-break-insert main.go:11
2-break-insert "main.largest[go.shape.int]"
3-break-list
4-gdb-exit
MI
done
record errors mi3 << 'MI'
1-no-such-command
2-data-evaluate-expression nosuch
3-target-attach 999999999
4-break-insert -f nowhere.go:12
5-break-commands 1 "silent" "print \"a b\""
6-break-list
7-thread-list-ids
8-interpreter-exec console "echo tab\\there \\303\\274\\n"
9-gdb-exit
MI

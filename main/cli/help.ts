const general = `Trivet vets a fault in a Go program by three legs, pprof, the execution trace and GDB,
and says what all three agree on.

  trivet investigate DIR [options] [-- ARGS…]   record a program and judge it
  trivet doctor [--json]                        what works on this machine, and what to do
  trivet open BUNDLE                            show a recorded investigation in the window
  trivet verify BUNDLE [--json]                 recompute its hashes and its verdict
  trivet trace stats FILE [--json]              what an execution trace holds
  trivet profile top FILE… [options]            functions by value, as go tool pprof -top
  trivet profile tree|peek|lines FILE…          callers and callees; of what --match names; source lines
  trivet profile flame FILE -o OUT.html|.svg    a flame graph in one file

Options of investigate:
  --package P       the command to run, when the project has several (or the tested package)
  --test REGEX      run the tests that match instead of a command
  --attach PID      look at a running process instead of building one
  --build PROFILE   released (default), readable, no-inlining, race
  --duration 30s    length of the recording (default 24s)
  --warm-up 8s      wait before it (default: until the program is steady, at most 8s)
  --load 'CMD'      a command that puts the program under load, ended with it
  --out DIR         where the evidence bundle is written
  --json            print the findings as one JSON document on standard output

Options of profile:
  --sample-type T   inuse_space, cpu, …; a name or a number (default: the profile's own)
  --base F, --diff-base F, --normalize
                    subtract a profile; compare with one; scale to it first
  --focus, --ignore, --hide, --show, --show-from, --prune-from RE
  --tagfocus, --tagignore RE|RANGE
  --granularity G   functions, filefunctions, files, lines, addresses, packages; --noinlines
  --match RE        of peek and lines: which functions
  --cum, --nodecount N, --nodefraction F, --edgefraction F, --relative-percentages,
  --drop-negative, --showcolumns, --json
  --inflate-limit S how far a compressed file may inflate (default 32 times its size)

Exit status: 0 nothing confirmed · 3 a finding confirmed · 1 could not complete
             2 bad usage · 4 verify found a difference
`;

/** The one page of help. */
export const formatHelp = () => general;

const general = `Trivet vets a fault in a Go program by three legs, pprof, the execution trace and GDB,
and says what all three agree on.

  trivet investigate DIR [options] [-- ARGS…]   record a program and judge it
  trivet doctor [--json]                        what works on this machine, and what to do
  trivet open BUNDLE                            show a recorded investigation in the window
  trivet verify BUNDLE [--json]                 recompute its hashes and its verdict
  trivet trace stats FILE [--json]              what an execution trace holds
  trivet trace print FILE                       its events as text, as go tool trace -d=parsed has them
  trivet trace goroutines FILE [--alive] [--json]
                                                goroutines by where they were started
  trivet trace diff A B [options]               what changed between two traces, or two sets of runs
  trivet trace export FILE --format F [--lanes L] [-o OUT]
                                                F: perfetto, chrome, pprof:sched, pprof:sync,
                                                pprof:syscall, pprof:net, pprof:chan, pprof:select
                                                L: procs, goroutines, all (default)
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
  --keep-last 10s   how far back the flight recorder goes (Go 1.25 or newer; 0s: off): what it
                    holds is kept at kill -USR2, and when a busy program stops working
  --load 'CMD'      a command that puts the program under load, ended with it
  --out DIR         where the evidence bundle is written
  --json            print the findings as one JSON document on standard output

Options of trace diff (A and B: a trace, a folder of traces, a bundle, or several with commas between):
  --fail-on GATE    exit with 5 when it holds; may be repeated. METRIC>LIMIT or METRIC<LIMIT:
                    'sched.p99>+20%' 'gc.pause.max>5ms' 'goroutines.alive>+100' 'heap.floor>64MiB'
                    'goroutines.alive[main.serve]>+10' rows of one function, stack or file.go:line; [*] any
  --any             a change fails a gate by its size, also where 5 runs a side do not show it
  --json            print the comparison as one JSON document on standard output
  --junit FILE      write the gates as JUnit XML; --sarif FILE: as SARIF 2.1.0
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
  --inflate-limit S how far a compressed file may inflate (default 100 times its size)

Exit status: 0 nothing confirmed · 3 a finding confirmed · 1 could not complete
             2 bad usage · 4 verify found a difference · 5 a gate of trace diff failed
`;

/** The one page of help. */
export const formatHelp = () => general;

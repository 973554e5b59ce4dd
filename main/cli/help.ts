const general = `Trivet vets a fault in a Go program by three legs, pprof, the execution trace and GDB,
and says what all three agree on.

  trivet investigate DIR [options] [-- ARGS…]   record a program and judge it
  trivet doctor [PID] [--json]                  what works on this machine (with this process)
  trivet open BUNDLE                            show a recorded investigation in the window
  trivet verify BUNDLE [--json]                 recompute its hashes and its verdict
  trivet profile VERB …                         profiles: top, tree, peek, lines, disasm, flame, fetch, watch, growth
  trivet trace VERB …                           execution traces: record, stats, goroutines, print, export, path, diff
  trivet heap VERB …                            memory: snapshot, top, why, roots, diff, leaks, profile

trivet help investigate, help profile, help trace and help heap have the options.

Exit status: 0 nothing confirmed · 3 a finding confirmed · 1 could not complete
             2 bad usage · 4 verify found a difference · 5 a gate of trace diff failed
`;

const investigate = `trivet investigate DIR [options] [-- ARGS…]: record a program and judge it

  --package P       the command to run, when the project has several (or the tested package)
  --test REGEX      run the tests that match instead of a command
  --attach PID      look at a running process instead of building one
  --build PROFILE   released (default), readable, no-inlining, race
  --duration 30s    length of the recording (default 24s)
  --warm-up 8s      wait before it (default: until the program is steady, at most 8s)
  --keep-last 10s   how far back the flight recorder goes (Go 1.25 or newer; 0s: off): what it
                    holds is kept at kill -USR2, and when a busy program stops working
  --profiles A,B    besides heap and goroutine: allocs, cpu, threadcreate, goroutineleak (Go 1.27), and
                    block and mutex, which cost the program a little at every wait
  --load 'CMD'      a command that puts the program under load, ended with it
  --out DIR         where the evidence bundle is written
  --json            print the findings as one JSON document on standard output
`;

const profile = `trivet profile: profiles without an investigation

  trivet profile top FILE… [options]            functions by value, as go tool pprof -top
  trivet profile tree|peek|lines FILE…          callers and callees; of what --match names; source lines
  trivet profile disasm FILE FUNCTION-RE [--binary PROGRAM]
                                                its machine code with the samples of each instruction
  trivet profile flame FILE -o OUT.html|.svg    a flame graph in one file
  trivet profile fetch SOURCE -o FILE           take one profile of an address, a process or a bundle
  trivet profile watch SOURCE --every 10s       take one every so often, as a series to compare
  trivet profile growth DIR|FILES… [--json]     the call stacks that grow, with interval and error

Options of top, tree, peek, lines, disasm and flame (FILE may be -, standard input, or a pipe):
  --sample-type T   inuse_space, cpu, …; a name or a number (default: the profile's own)
  --base F, --diff-base F, --normalize
                    subtract a profile; compare with one; scale to it first
  --focus, --ignore, --hide, --show, --show-from, --prune-from RE
  --tagfocus, --tagignore RE|RANGE
  --granularity G   functions, filefunctions, files, lines, addresses, packages; --noinlines
  --match RE        of peek and lines: which functions
  --hints           of lines: what escapes to the heap and why, what is inlined (go build -gcflags=-m=2),
                    compiled as the program of the session was, or --binary PROGRAM, or the profiled one
  --cum, --nodecount N, --nodefraction F, --edgefraction F, --relative-percentages,
  --drop-negative, --showcolumns, --json
  --inflate-limit S how far a compressed file may inflate (default 32 times its size)

Options of fetch and watch (SOURCE: URL, PID, file, bundle; watch: URL, PID or a project's folder):
  --kind K          heap (default), allocs, cpu, goroutine, goroutineleak, block, mutex, threadcreate,
                    a name of the program's own; memory: the heap profile in a bundle's snapshot
  --seconds N       a CPU profile of that length; of other kinds the change over it
  --header 'K: V'   sent with the request; its value is shown nowhere
  --token-file F    its content is sent as Authorization: Bearer
  --ca F            certification authority to trust (PEM)
  --gc              fetch: collect first (heap); watch does, but for --no-gc
  --count N         watch: end after so many; --keep K: the newest K are all kept, older ones thinned out
  --out DIR         watch: where the series is written
`;

const trace = `trivet trace: execution traces without an investigation

  trivet trace stats FILE [--json]              latency, blocking, collector, who woke whom
  trivet trace stats --follow FILE|-|URL [--json]
                                                the same while the trace is written, generation by generation;
                                                URL: http://HOST/debug/pprof/trace?seconds=N (--header,
                                                --token-file, --ca as of profile fetch); Ctrl+C ends it
  trivet trace goroutines FILE [--alive] [--limit N] [--json]
                                                goroutines by where they were started; N shown of each group
  trivet trace print FILE                       its events as text, as go tool trace -d=parsed has them
  trivet trace export FILE --format F [--lanes L] [--open] [-o OUT]
                                                F: perfetto, chrome, pprof:sched, pprof:sync,
                                                pprof:syscall, pprof:net, pprof:chan, pprof:select
                                                L: procs, goroutines, all (default)
                                                --open: in pprof also waits that never ended, up to the end
                                                of the trace (go tool trace leaves them out)
  trivet trace path FILE --task N | --goid N [--from T] [--to T] [--json]
                                                the critical path: what the end waited for, back to the begin
  trivet trace record DIR|PID|URL -o FILE [--duration 5s] [options] [-- ARGS…]
                                                a trace of a project that is built and launched, or of a program
                                                with net/http/pprof
  trivet trace record DIR -o FILE --keep-last 10s [--max-mib 32] [options] [-- ARGS…]
                                                run it with the flight recorder (Go 1.25 or newer): each kill -USR2
                                                (or Enter) writes the last seconds, to FILE, then FILE-2, …;
                                                Ctrl+C writes them a last time and ends it
  trivet trace diff A B [options]               what changed between two traces, or two sets of runs

FILE may be - (standard input), a pipe, or gzip. Of a trace that is cut off or damaged, everything up to
the last complete generation is an answer (status 0, with a warning); without one the status is 1.

Options of record:
  --package P       the command to run, when the project has several
  --build PROFILE   released (default), readable, no-inlining, race
  --load 'CMD'      a command that puts the program under load, ended with it
  --header, --token-file, --ca
                    of an address, as of profile fetch
  --json            one document a line for each trace that was written

Options of diff (A and B: a trace, a folder of traces or of folders with one, a bundle, or several with commas
between):
  --fail-on GATE    exit with 5 when it holds; may be repeated. METRIC>LIMIT or METRIC<LIMIT:
                    'sched.p99>+20%' 'gc.pause.max>5ms' 'goroutines.alive>+100' 'heap.floor>64MiB'
                    'goroutines.alive[main.serve]>+10' rows of one function, stack or file.go:line; [*] any
                    METRIC: trace.duration procs.busy
                      sched.count sched.p50 sched.p90 sched.p99 sched.max sched.total
                      gc.count gc.cpu gc.assist mmu.1ms mmu.10ms
                      gc.pause.count gc.pause.p50 gc.pause.p99 gc.pause.max gc.pause.total
                      stw.count stw.p50 stw.p99 stw.max stw.total
                      blocked.waits blocked.time blocked.max blocked.chan blocked.select blocked.sync
                      blocked.network blocked.syscall blocked.sleep blocked.gc blocked.other
                      goroutines.created goroutines.ended goroutines.alive heap.floor heap.slope heap.peak
  --strict          a gate that has nothing to judge, as no row matches, fails too
  --any             a change fails a gate by its size, also where 5 runs a side do not show it
  --json            print the comparison as one JSON document on standard output
  --junit FILE      write the gates as JUnit XML; --sarif FILE: as SARIF 2.1.0
`;

const heap = `trivet heap: memory snapshots (F: a snapshot file, a bundle that holds one, or the PID of a program:
then it is stopped for milliseconds and looked at as it stands; nothing is kept)

  trivet heap snapshot PID|CORE -o FILE [options]
                                                copy what the object graph needs; the program is stopped meanwhile,
                                                for milliseconds, and goes on
  trivet heap top F [--sort shallow|retained|objects]
                                                what the memory consists of, and who keeps most of it
  trivet heap top F --type T                    the objects of one type, with their values
  trivet heap why F ADDR|TYPE|ROOT              who keeps it, by which ways, and who allocated it
  trivet heap roots F [--kind K] [--match TEXT] [--sort named|retained|label]
                                                what the collector starts from, by name
                                                K: global, stack, special, other
  trivet heap diff A B                          what grew under which root between two snapshots of a process
  trivet heap leaks F                           goroutines that can never wake, and why the others may
  trivet heap profile F -o OUT                  the profile that the process would have written itself

Options of snapshot (CORE: of the kernel, of gcore, or of "dump" in dlv):
  --binary B        the executable with its debugging information (default: the one that runs, or that the core names)
  --contents        also the contents of objects without pointers: all strings and buffers in full
  --json            print the figures as one JSON document on standard output

Options of all but snapshot, and of one where it is named:
  --binary FILE     the executable that ran, for a snapshot outside of a bundle
  --limit N         rows of a table
  --json            one JSON document on standard output
  --binary-a FILE   diff: the executable of A, where it is another than that of B
  --base EARLIER    leaks: an earlier snapshot of the same process: what grew since is suspected
  --all             leaks: also the goroutines that may still run
  --kind K          profile: heap (default), goroutine or goroutineleak
  --force           diff: compare also what does not seem to be one process, earlier first
`;

const pages: Readonly<Record<string, string>> = { investigate, profile, trace, heap };

/** The page about a command, or the general one. */
export const formatHelp = (about?: string): string =>
  (about !== undefined && Object.hasOwn(pages, about) ? pages[about] : undefined) ?? general;

const general = `Trivet vets a fault in a Go program by three legs, pprof, the execution trace and GDB,
and says what all three agree on.

  trivet investigate DIR [options] [-- ARGS…]   record a program and judge it
  trivet doctor [--json]                        what works on this machine, and what to do
  trivet open BUNDLE                            show a recorded investigation in the window
  trivet verify BUNDLE [--json]                 recompute its hashes and its verdict
  trivet trace stats FILE [--json]              what an execution trace holds
  trivet profile fetch SOURCE -o FILE           take one profile of an address, a process or a bundle
  trivet profile watch SOURCE --every 10s       take one every so often, as a series to compare
  trivet profile growth DIR|FILES… [--json]     the call stacks that grow, with interval and error

Options of investigate:
  --package P       the command to run, when the project has several (or the tested package)
  --test REGEX      run the tests that match instead of a command
  --attach PID      look at a running process instead of building one
  --build PROFILE   released (default), readable, no-inlining, race
  --duration 30s    length of the recording (default 24s)
  --warm-up 8s      wait before it (default: until the program is steady, at most 8s)
  --profiles A,B    besides heap and goroutine: allocs, cpu, threadcreate, goroutineleak (Go 1.27), and
                    block and mutex, which cost the program a little at every wait
  --load 'CMD'      a command that puts the program under load, ended with it
  --out DIR         where the evidence bundle is written
  --json            print the findings as one JSON document on standard output

Options of profile fetch and watch (SOURCE: URL, PID, file, bundle; watch: URL, PID or a project's folder):
  --kind K          heap (default), allocs, cpu, goroutine, goroutineleak, block, mutex, threadcreate,
                    a name of the program's own; memory: the heap profile in a bundle's snapshot
  --seconds N       a CPU profile of that length; of other kinds the change over it
  --header 'K: V'   sent with the request; its value is shown nowhere
  --token-file F    its content is sent as Authorization: Bearer
  --ca F            certification authority to trust (PEM)
  --gc              fetch: collect first (heap); watch does, but for --no-gc
  --count N         watch: end after so many; --keep K: the newest K are all kept, older ones thinned out
  --out DIR         watch: where the series is written

Exit status: 0 nothing confirmed · 3 a finding confirmed · 1 could not complete
             2 bad usage · 4 verify found a difference
`;

/** The one page of help. */
export const formatHelp = () => general;

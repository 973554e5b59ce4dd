import { expect, test } from 'vitest';
import type { TraceStats } from '../../../../app/contract/trace-stats';
import { formatStats } from './format-stats';

const none = { count: 0, totalNs: 0, p50Ns: 0, p90Ns: 0, p99Ns: 0, maxNs: 0 };
const some = { count: 3, totalNs: 6e6, p50Ns: 1e6, p90Ns: 2e6, p99Ns: 3e6, maxNs: 3e6 };
const leak = { function: 'main.leak', file: '/src/leak.go', line: 81 };
const wait = { function: 'main.wait', file: '/src/leak.go', line: 85 };
const receive = { function: 'runtime.chanrecv1', file: '/go/src/runtime/chan.go', line: 509 };

const stats: TraceStats = {
  format: 1,
  traceVersion: '1.26',
  generations: 1,
  durationNs: 28e6,
  events: 1234,
  kinds: { GoBlock: 234, GoStart: 1000 },
  procs: 4,
  threads: 7,
  cpuSamples: 0,
  buckets: { count: 1, widthNs: 1 << 25 },
  goroutines: {
    existing: 2,
    created: 30,
    ended: 5,
    alive: 27,
    neverEnded: [
      {
        startFunction: 'main.wait',
        creationStack: [leak],
        existing: 0,
        created: 25,
        ended: 0,
        alive: 25,
        system: false,
        places: [{ state: 'waiting', reason: 'chan receive', stack: [receive, wait], count: 25 }],
        overTime: { created: [25], ended: [0], alive: [25] },
      },
    ],
  },
  schedulingLatency: {
    ...some,
    buckets: [],
    byFunction: [{ function: 'main.wait', ...some, buckets: [] }],
  },
  blocking: [
    {
      kind: 'chan',
      waits: 25,
      totalNs: 687e6,
      maxNs: 27e6,
      openWaits: 25,
      top: [
        {
          reason: 'chan receive',
          stack: [receive, wait],
          waits: 25,
          totalNs: 687e6,
          maxNs: 27e6,
          openWaits: 25,
        },
      ],
    },
  ],
  wakes: [
    { waker: [], woken: [receive, wait], reason: 'sleep', wakes: 2, totalNs: 5e6, maxNs: 3e6 },
  ],
  gc: {
    cycles: 0,
    cpuShare: 0,
    dedicatedNs: 0,
    fractionalNs: 0,
    idleNs: 0,
    assists: none,
    sweeps: 0,
    sweepNs: 0,
    sweptBytes: 0,
    reclaimedBytes: 0,
    stops: { ...none, byKind: [] },
  },
  heap: { floor: [], goal: [], inUse: [] },
  utilisation: { capacityNs: 112e6, runningNs: 56e6, share: 0.5, stoppedNs: 0 },
  mmu: [{ windowNs: 1e6, utilisation: 0.25 }],
  tasks: { begun: 0, ended: 0, byName: [] },
  regions: { begun: 0, ended: 0, byName: [] },
  logs: 0,
  warnings: [],
};

test('a summary is aligned, and shows places of the program with what they called', () => {
  const pick = (frames: readonly (typeof leak)[]) =>
    frames.find((frame) => frame.function.startsWith('main.')) ?? frames[0];
  expect(formatStats(stats, pick)).toMatchInlineSnapshot(`
    "Go 1.26 trace · 28.0 ms · 1,234 events · 1 generation · 4 Ps · 7 threads

    Goroutines  existing  created  ended  alive
                       2       30      5     27

    Started and not ended  alive  created  mostly        started at
      main.wait               25       25  chan receive  leak.go:81

    Scheduling latency  starts     p50     p90     p99     max   total
      all                    3  1.0 ms  2.0 ms  3.0 ms  3.0 ms  6.0 ms
      main.wait              3  1.0 ms  2.0 ms  3.0 ms  3.0 ms  6.0 ms

    Blocking          waits   total      max  open  where
      chan               25  687 ms  27.0 ms    25
        chan receive     25  687 ms  27.0 ms    25  main.wait  leak.go:85 → runtime.chanrecv1

    Who woke whom               from   wakes  waited     max
      –            → main.wait  sleep      2  5.0 ms  3.0 ms

    Garbage collection
      cycles              0
      processor time      0 %: dedicated 0, fractional 0, idle 0, assists 0
      assists             –
      stops of the world  –
      sweeping            –
      live heap after GC  –
      heap peak           –

    Utilisation
      Ps running                   50 % of 4 × the time
      world stopped                0 %
      least for the program (MMU)  25 % in 1 ms

    Events
      GoStart  1,000
      GoBlock    234
    "
  `);
});

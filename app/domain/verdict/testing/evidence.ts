import type { Frame } from '../../../contract/frame';
import type { Failure } from '../../../contract/failure';
import type {
  AllocationEvidence,
  AllocationSite,
  Evidence,
  GoroutineGroup,
  HolderEvidence,
  LegEvidence,
  MemoryEvidence,
  MemoryGoroutine,
  Series,
  TimeEvidence,
  TraceGroup,
} from '../evidence';

const MiB = 1 << 20;
/** Six profiles, four seconds apart. */
export const series = (...values: number[]): Series => ({
  atSeconds: values.map((_, i) => i * 4),
  values,
});
export const mebibytes = (...values: number[]) => series(...values.map((value) => value * MiB));

export const store: Frame = { function: 'main.store', file: '/src/app/store.go', line: 41 };
const grow: Frame = { function: 'bytes.growSlice', file: '/go/src/bytes/buffer.go', line: 249 };
const spawn: Frame = { function: 'main.run', file: '/src/app/run.go', line: 12 };
const wait: Frame = { function: 'main.work', file: '/src/app/work.go', line: 30 };

export const site = (inUse: Series, allocated = inUse): AllocationSite => ({
  key: 'main.store store.go:41',
  frame: store,
  isUser: true,
  stack: [grow, store],
  inUse,
  allocated,
});

export const holder = (retainedMiB: number, share: number, sampled = 100): HolderEvidence => ({
  holder: {
    root: 'main.cache',
    rootKind: 'global',
    path: [{ via: '', type: 'map[string][]uint8', count: 1 }],
    retainedBytes: retainedMiB * MiB,
    objects: 1000,
    share,
    exclusive: true,
  },
  sampled: [{ frames: [grow, store], objects: sampled, bytes: retainedMiB * MiB }],
  aliasing: undefined,
});

export const group = (counts: number[], survival = 1): GoroutineGroup => ({
  key: 'work',
  function: 'main.work',
  createdBy: spawn,
  blockedAt: wait,
  reason: 'chan receive',
  counts: series(...counts),
  goids: Array.from({ length: counts[counts.length - 1]! }, (_, i) => i + 10),
  survival,
});

export const traced = (created: number, ended: number, alive: number): TraceGroup => ({
  function: 'main.work',
  createdBy: spawn,
  blockedAt: wait,
  reason: 'chan receive',
  created,
  ended,
  alive,
  goids: Array.from({ length: alive }, (_, i) => i + 10),
});

export const inMemory = (count: number, provenStuck: boolean): MemoryGoroutine[] =>
  Array.from({ length: count }, (_, i) => ({
    goid: i + 10,
    function: 'main.work',
    reason: 'chan receive',
    waiting: true,
    blockedAt: wait,
    createdBy: spawn,
    waitsOn: 'chan 0xc000010000',
    provenStuck,
  }));

export const gone = (message: string): { present: false; failure: Failure } => ({
  present: false,
  failure: { code: 'ptrace-refused', message, remedy: 'Run as the same user.' },
});

/** Evidence of a healthy program; each test replaces what it is about. */
export function evidence(parts: {
  allocation?: Partial<AllocationEvidence> | ReturnType<typeof gone>;
  time?: Partial<TimeEvidence> | ReturnType<typeof gone>;
  memory?: Partial<MemoryEvidence> | ReturnType<typeof gone>;
}): Evidence {
  const leg = <T>(
    path: string,
    defaults: T,
    part: Partial<T> | ReturnType<typeof gone> | undefined,
  ): LegEvidence<T> =>
    part && 'failure' in part && 'present' in part
      ? part
      : { present: true, artefacts: [path], ...defaults, ...(part as Partial<T>) };
  return {
    allocation: leg<AllocationEvidence>(
      'profiles/heap-01.pb.gz',
      { sites: [], groups: [], total: mebibytes(10, 10, 10, 10, 10, 10) },
      parts.allocation,
    ),
    time: leg<TimeEvidence>(
      'trace/trace-01.trace',
      { seconds: 5, groups: [], floor: series(), live: series(), warnings: [] },
      parts.time,
    ),
    memory: leg<MemoryEvidence>(
      'heap/snapshot.trvsnap.gz',
      {
        trusted: true,
        selfCheckError: 0,
        reachableBytes: 100 * MiB,
        objects: 10_000,
        holders: [],
        sampled: [],
        goroutines: [],
        pauseMs: 100,
      },
      parts.memory,
    ),
    isUserFunction: (name) => name.startsWith('main.'),
  };
}

import type { Finding, Findings } from '../../app/contract/findings';
import type { Artefact } from '../../app/contract/manifest';

/** A finished investigation of a synchronisation service: one memory leak, one goroutine leak. */
export const sourceFile = '/src/datasync/sync.go';

const frame = (name: string, line: number, file = sourceFile) => ({ function: name, file, line });
const goroot = '/usr/local/go/src/bytes/buffer.go';

const stack = [
  frame('bytes.growSlice', 249, goroot),
  frame('bytes.(*Buffer).grow', 151, goroot),
  frame('bytes.(*Buffer).Write', 179, goroot),
  frame('main.syncBatch', 11),
];

const heapProfiles = [1, 2, 3, 4, 5].map((index): Artefact => ({
  path: `heap-${index}.pb.gz`,
  kind: 'heap-profile',
  sizeBytes: 4096,
  sha256: 'a'.repeat(64),
  startedAtMs: 0,
  endedAtMs: 10,
  command: 'curl --unix-socket agent.sock http://agent/heap?gc=1',
  facts: {},
}));

const legs = {
  allocation: {
    stance: 'supports' as const,
    says: 'main.syncBatch → bytes.growSlice grew by 58.2 MiB over five profiles after a collection.',
    artefacts: ['heap-1.pb.gz', 'heap-5.pb.gz'],
  },
  time: {
    stance: 'supports' as const,
    says: 'The heap floor rises after each of 7 collections. 46 goroutines of main.syncBatch started, none ended; all wait at sync.go:16.',
    artefacts: ['trace.out'],
  },
  memory: {
    stance: 'supports' as const,
    says: '31,402 arrays, 61.4 MiB, dominated by one map under main.cache; no other path holds them.',
    artefacts: ['heap.snapshot'],
  },
};

export const memoryLeak: Finding = {
  id: 'memory-leak-1',
  kind: 'memory-leak',
  verdict: 'confirmed',
  sentence: 'main.cache keeps 61.4 MiB alive and grows 3.1 MiB/s. Nothing removes its entries.',
  detail:
    'They are byte slices made by bytes.growSlice under main.syncBatch (sync.go:11), stored at sync.go:13 after the pooled buffer is handed back; 212 of them share an array with another entry: their contents are overwritten.',
  holder: {
    root: 'main.cache',
    rootKind: 'global',
    path: [
      { via: '', type: 'map[string][]uint8', address: '0xc000012340', count: 1 },
      { via: '["batch-17"]', type: 'map[string][]uint8 group', count: 31_402 },
      { via: '.ptr', type: '[2048]uint8', address: '0xc0041a2000', count: 31_402 },
    ],
    retainedBytes: 64_382_566,
    objects: 31_402,
    share: 0.83,
    exclusive: true,
  },
  allocation: { ...frame('main.syncBatch', 11), stack, bytes: 61_027_123 },
  growth: {
    perSecond: 3.1 * 2 ** 20,
    low: 2.9 * 2 ** 20,
    high: 3.3 * 2 ** 20,
    unit: 'bytes',
    p: 0.0001,
    samples: [0, 4, 8, 12, 16, 20].map((atSeconds) => ({
      atSeconds,
      value: (2 + 3.1 * atSeconds + (atSeconds % 3) * 0.4) * 2 ** 20,
    })),
  },
  aliasing: {
    arrays: 106,
    headers: 212,
    says: '212 cached slices share 106 arrays, so a later batch overwrote an earlier one.',
    example: ['cache["batch-17"]', 'cache["batch-31"]'],
  },
  legs,
  joins: [
    {
      between: ['allocation', 'memory'],
      matched: 1024,
      of: 1024,
      says: '1,024 of 1,024 sampled objects under main.cache carry the stack of main.syncBatch.',
    },
    {
      between: ['time', 'memory'],
      matched: 46,
      of: 46,
      says: 'waiting goroutines: their channel can be reached by nobody who still runs',
    },
  ],
  contradictions: [],
  missing: [],
  remedy:
    'Copy before storing: the pooled buffer’s array must not outlive Put. Remove entries when a batch is acknowledged.',
};

export const goroutineLeak: Finding = {
  id: 'goroutine-leak-1',
  kind: 'goroutine-leak',
  verdict: 'confirmed',
  sentence:
    '46 goroutines of main.syncBatch wait for ever at sync.go:16 and 2 more come every second.',
  detail:
    'They were created by main.(*Syncer).run (sync.go:24) and wait on a channel nobody closes.',
  goroutines: {
    count: 46,
    createdBy: frame('main.(*Syncer).run', 24),
    function: 'main.syncBatch',
    blockedOn: 'chan receive',
    blockedAt: frame('main.syncBatch', 16),
    provenStuck: 46,
    goids: Array.from({ length: 46 }, (_, i) => 20 + i),
  },
  growth: {
    perSecond: 2,
    low: 1.9,
    high: 2.1,
    unit: 'goroutines',
    p: 0.0003,
    samples: [0, 4, 8, 12, 16, 20].map((atSeconds) => ({ atSeconds, value: 6 + 2 * atSeconds })),
  },
  legs,
  joins: [],
  contradictions: [],
  missing: ['No goroutineleak profile: that needs Go 1.27 in the target.'],
};

export const findingsFixture: Findings = {
  format: 1,
  language: 'en',
  verdict: 'confirmed',
  summary: 'Two leaks confirmed by three legs, one suspect refuted.',
  findings: [memoryLeak, goroutineLeak],
  refuted: [
    {
      kind: 'memory-leak',
      subject: 'main.index',
      reason: 'levelled off at 9.8 MiB after 6 s.',
      legs: ['allocation', 'memory'],
    },
  ],
  legs: {
    allocation: { state: 'complete', says: '5 profiles' },
    time: { state: 'complete', says: 'trace of 4.2 s' },
    memory: { state: 'complete', says: 'snapshot' },
  },
  measures: {
    recordedSeconds: 22.4,
    snapshotPauseMs: 118,
    snapshotMs: 912,
    copiedBytes: 6_500_000,
    liveHeapBytes: 77_500_000,
    graphObjects: 71_204,
    selfCheckError: 0.0001,
    traceSeconds: 4.2,
    forcedCollections: 5,
  },
  session: {
    format: 1,
    trivet: '0.1.0',
    id: 's1',
    createdAtMs: 1_795_400_000_000,
    target: {
      mode: 'launch',
      module: 'example.com/datasync',
      package: 'example.com/datasync',
      projectDir: '/src/datasync',
      args: [],
      pid: 48_121,
      buildProfile: 'released',
      pathMap: [],
    },
    tools: { go: 'go1.26.8', gdb: '13.1', os: 'linux', cpus: 2, node: 'v20.19.0' },
    forcedCollections: 5,
    steps: [
      {
        name: 'build',
        startedAtMs: 0,
        elapsedMs: 2100,
        command: 'go build -overlay overlay.json -o program .',
      },
      { name: 'launch', startedAtMs: 0, elapsedMs: 100, note: 'agent on a private socket' },
      { name: 'warm-up', startedAtMs: 0, elapsedMs: 8000, note: 'change point at 6.2 s' },
      {
        name: 'record',
        startedAtMs: 0,
        elapsedMs: 22_400,
        note: '5 profiles · 22 samples · trace',
      },
      { name: 'snapshot', startedAtMs: 0, elapsedMs: 900, note: 'stopped for 118 ms' },
      { name: 'analyse', startedAtMs: 0, elapsedMs: 1300, note: '71,204 objects' },
      { name: 'verdict', startedAtMs: 0, elapsedMs: 40, note: '2 confirmed · 1 refuted' },
    ],
    artefacts: heapProfiles,
  },
};

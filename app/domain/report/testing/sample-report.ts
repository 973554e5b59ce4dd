import type { Finding, Findings } from '../../../contract/findings';
import type { Artefact } from '../../../contract/manifest';
import type { FlameNode, ReportPictures, StripPicture } from '../report-pictures';

const MiB = 2 ** 20;
const src = '/home/li/src/datasync';
const startMs = Date.UTC(2026, 10, 23, 14, 5, 9);

const frame = (name: string, file: string, line: number) => ({ function: name, file, line });
const go = (file: string): string => `/usr/local/go/src/${file}`;

const memoryLeak: Finding = {
  id: 'memory-leak-1',
  kind: 'memory-leak',
  verdict: 'confirmed',
  sentence: 'main.cache keeps 61.4 MiB alive and grows 3.1 MiB/s. Nothing removes its entries.',
  detail:
    'They are byte slices made by bytes.growSlice under main.syncBatch (sync.go:41), stored at sync.go:43 after the pooled buffer’s Bytes(); 212 of them share an array with another entry.',
  holder: {
    root: 'main.cache',
    rootKind: 'global',
    path: [
      { via: '', type: 'map[string][]uint8', count: 1 },
      { via: '["batch-…"]', type: '[]uint8', count: 31402 },
      { via: '.ptr', type: '[2048]uint8', address: '0xc0041a2000', count: 31190 },
    ],
    retainedBytes: 61.4 * MiB,
    objects: 31402,
    share: 0.83,
    exclusive: true,
  },
  allocation: {
    function: 'main.syncBatch',
    file: `${src}/sync.go`,
    line: 41,
    stack: [
      frame('bytes.growSlice', go('bytes/buffer.go'), 249),
      frame('bytes.(*Buffer).grow', go('bytes/buffer.go'), 151),
      frame('bytes.(*Buffer).Write', go('bytes/buffer.go'), 179),
      frame('main.Batch.WriteTo', `${src}/batch.go`, 22),
      frame('main.syncBatch', `${src}/sync.go`, 41),
      frame('main.(*Syncer).run.gowrap1', `${src}/sync.go`, 30),
    ],
    bytes: 58.2 * MiB,
  },
  growth: {
    perSecond: 3.1 * MiB,
    low: 2.9 * MiB,
    high: 3.3 * MiB,
    unit: 'bytes',
    samples: [0, 5, 10, 15, 20].map((atSeconds) => ({
      atSeconds,
      value: (3.1 * atSeconds + 2 + (atSeconds % 3) * 0.6) * MiB,
    })),
    p: 0.0083,
  },
  aliasing: {
    arrays: 103,
    headers: 212,
    says: 'The pool hands the same array out again while main.cache still holds it: contents are overwritten.',
    example: ['main.cache["batch-118-3"]', 'main.cache["batch-121-0"]'],
  },
  legs: {
    allocation: {
      stance: 'supports',
      says: 'main.syncBatch → bytes.growSlice grew by 58.2 MiB over 5 profiles.',
      artefacts: [1, 2, 3, 4, 5].map((n) => `profiles/heap-0${n}.pb.gz`),
    },
    time: {
      stance: 'supports',
      says: 'The heap floor rises after each of 7 collections. 46 main.syncBatch goroutines started, none ended.',
      artefacts: ['trace/trace-01.trace'],
    },
    memory: {
      stance: 'supports',
      says: '31,190 arrays, 61.4 MiB, are dominated by one map; no other path holds them.',
      artefacts: ['heap/snapshot.trvsnap.gz'],
    },
  },
  joins: [
    {
      between: ['allocation', 'memory'],
      matched: 1024,
      of: 1024,
      says: 'sampled objects under main.cache carry the stack main.syncBatch → bytes.growSlice',
    },
    {
      between: ['time', 'memory'],
      matched: 46,
      of: 46,
      says: 'waiting goroutines: nobody who can still run reaches their channel done',
    },
  ],
  contradictions: [],
  missing: [
    'A second snapshot would show which keys are never read again; record with `--snapshots 2`.',
  ],
  remedy:
    'Copy before storing: the pooled buffer’s array must not outlive Put. Remove entries when a batch is acknowledged.',
};

const goroutineLeak: Finding = {
  id: 'goroutine-leak-1',
  kind: 'goroutine-leak',
  verdict: 'confirmed',
  sentence: '1,212 goroutines started at sync.go:30 wait for ever on a channel nobody closes.',
  detail:
    'Every second main.(*Syncer).run starts 46 of them; each ends its work in 2 ms and then waits at sync.go:47.',
  growth: {
    perSecond: 46,
    low: 45.8,
    high: 46.1,
    unit: 'goroutines',
    samples: [0, 5, 10, 15, 20].map((atSeconds) => ({ atSeconds, value: 280 + 46 * atSeconds })),
    p: 0.0083,
  },
  goroutines: {
    count: 1212,
    createdBy: frame('main.(*Syncer).run', `${src}/sync.go`, 30),
    function: 'main.syncBatch',
    blockedOn: 'chan receive',
    blockedAt: frame('main.syncBatch', `${src}/sync.go`, 47),
    provenStuck: 1212,
    goids: Array.from({ length: 40 }, (_, i) => 51 + i * 3),
  },
  legs: {
    allocation: {
      stance: 'silent',
      says: 'Goroutine stacks are not in the heap profile.',
      artefacts: [],
    },
    time: {
      stance: 'supports',
      says: '193 were created inside the trace window and none ended.',
      artefacts: ['trace/trace-01.trace'],
    },
    memory: {
      stance: 'supports',
      says: 'All 1,212 wait on channels that no running goroutine, global or timer reaches.',
      artefacts: ['heap/snapshot.trvsnap.gz'],
    },
  },
  joins: [
    {
      between: ['time', 'memory'],
      matched: 193,
      of: 193,
      says: 'goroutines of the trace are found in the snapshot by goid, waiting at the same line',
    },
  ],
  contradictions: ['The trace shows one main.syncBatch goroutine that ended after 3.2 s.'],
  missing: [],
  remedy: 'Close done when the batch is acknowledged, or select on a context.',
};

function artefact(path: string, kind: Artefact['kind'], sizeBytes: number, atMs: number): Artefact {
  const digits = [...path].map((char) => (char.charCodeAt(0) * 7919).toString(16)).join('');
  return {
    path,
    kind,
    sizeBytes,
    sha256: digits.padEnd(64, '0').slice(0, 64),
    startedAtMs: startMs + atMs,
    endedAtMs: startMs + atMs + 40,
    command: `trivet capture ${kind} --pid 48121 -o ${path}`,
    facts: {},
  };
}

/** Findings as a run on the pool-leak program words them, for tests and screenshots. */
export const sampleFindings: Findings = {
  format: 1,
  language: 'en',
  verdict: 'confirmed',
  summary: '2 confirmed · 0 inconclusive · 2 refuted',
  findings: [memoryLeak, goroutineLeak],
  refuted: [
    {
      kind: 'memory-leak',
      subject: 'main.index',
      reason: 'levelled off at 9.8 MiB after 6 s; the second half of the recording adds 0.2 %.',
      legs: ['allocation', 'memory'],
    },
    {
      kind: 'goroutine-leak',
      subject: 'net/http.(*persistConn).readLoop',
      reason: '8 of them come and go; each is woken at least once a second.',
      legs: ['time'],
    },
  ],
  legs: {
    allocation: {
      state: 'complete',
      says: '5 heap and 5 goroutine profiles, each after a collection.',
    },
    time: { state: 'complete', says: '4.2 s of execution trace, go1.26.8, 412,066 events.' },
    memory: {
      state: 'complete',
      says: '71,204 objects read by gdb 13.1, the program stopped for 118 ms.',
    },
  },
  measures: {
    recordedSeconds: 22.4,
    snapshotPauseMs: 118.2,
    snapshotMs: 912,
    copiedBytes: 6.2 * MiB,
    liveHeapBytes: 74 * MiB,
    graphObjects: 71204,
    selfCheckError: 0.0001,
    traceSeconds: 4.2,
    forcedCollections: 5,
  },
  session: {
    format: 1,
    trivet: '0.1.0',
    id: '2026-11-23T14-05-09',
    createdAtMs: startMs,
    target: {
      mode: 'launch',
      module: 'example.com/datasync',
      package: 'example.com/datasync/cmd/datasync',
      projectDir: src,
      args: ['-rate', '46', '-name', 'it’s a test'],
      pid: 48121,
      buildProfile: 'released',
      pathMap: [],
    },
    tools: {
      go: 'go1.26.8',
      gdb: '13.1',
      os: 'Debian 12',
      kernel: '6.1.0-28-amd64',
      cpus: 8,
      node: '20.20.2',
    },
    forcedCollections: 5,
    memProfileRate: 65536,
    steps: [
      {
        name: 'build',
        startedAtMs: startMs,
        elapsedMs: 2110,
        command:
          'go build -overlay /tmp/trivet-4711/overlay.json -o program/datasync ./cmd/datasync',
      },
      {
        name: 'launch',
        startedAtMs: startMs,
        elapsedMs: 96,
        command: 'GODEBUG=memprofilerate=65536 program/datasync -rate 46',
      },
      {
        name: 'warm-up',
        startedAtMs: startMs,
        elapsedMs: 8000,
        note: 'The heap levelled into a steady slope after 6.2 s.',
      },
      {
        name: 'record',
        startedAtMs: startMs,
        elapsedMs: 22400,
        note: '5 profiles, 22 metrics samples, one trace.',
      },
      {
        name: 'snapshot',
        startedAtMs: startMs,
        elapsedMs: 912,
        command: 'gdb -nx -batch -p 48121 -x resources/gdb/snapshot.py',
      },
      { name: 'analyse', startedAtMs: startMs, elapsedMs: 1310 },
      { name: 'verdict', startedAtMs: startMs, elapsedMs: 12 },
    ],
    artefacts: [
      artefact('program/datasync', 'program', 3_412_664, 2110),
      ...[1, 2, 3, 4, 5].flatMap((n) => [
        artefact(`profiles/heap-0${n}.pb.gz`, 'heap-profile', 8_000 + n * 311, 10_000 + n * 4_400),
        artefact(
          `profiles/goroutine-0${n}.pb.gz`,
          'goroutine-profile',
          1_200 + n * 57,
          10_100 + n * 4_400,
        ),
      ]),
      artefact('metrics.jsonl', 'metrics', 5_420, 10_000),
      artefact('trace/trace-01.trace', 'trace', 4_301_122, 19_000),
      artefact('heap/snapshot.trvsnap.gz', 'heap-snapshot', 2_102_345, 31_800),
      artefact('logs/target.log', 'target-log', 812, 2_200),
    ],
  },
  bundle: '/home/li/.local/share/trivet/sessions/2026-11-23T14-05-09',
};

const node = (
  name: string,
  before: number,
  after: number,
  children: readonly FlameNode[] = [],
  place?: string,
): FlameNode => ({ name, before: before * MiB, after: after * MiB, children, place });

const flameRoot = node('root', 5.4, 66.2, [
  node(
    'main.(*Syncer).run.gowrap1',
    2.1,
    60.3,
    [
      node(
        'main.syncBatch',
        2.1,
        60.3,
        [
          node(
            'main.Batch.WriteTo',
            1.9,
            60.1,
            [
              node('bytes.(*Buffer).Write', 1.9, 60.1, [
                node('bytes.(*Buffer).grow', 1.9, 60.1, [node('bytes.growSlice', 1.9, 60.1)]),
              ]),
            ],
            'batch.go:22',
          ),
          node('fmt.Sprintf', 0.2, 0.2),
        ],
        'sync.go:41',
      ),
    ],
    'sync.go:30',
  ),
  node('runtime.main', 3.3, 5.9, [
    node(
      'main.main',
      3.3,
      5.9,
      [
        node('main.loadIndex', 1.2, 4.6, [node('strings.Fields', 1.2, 4.6)], 'index.go:18'),
        node('main.warm', 2.1, 0.4, [], 'main.go:31'),
      ],
      'main.go:24',
    ),
  ]),
]);

function strip(): StripPicture {
  const heap: [number, number][] = [];
  const floor: [number, number][] = [];
  const gcsMs: number[] = [];
  for (let cycle = 0; cycle < 8; cycle++) {
    const begin = cycle * 540;
    for (let i = 0; i <= 20; i++) {
      heap.push([begin + i * 25, (38 + cycle * 2.2 + i * 0.42) * MiB]);
    }
    gcsMs.push(begin + 520);
    floor.push([begin + 530, (40.2 + cycle * 2.2) * MiB]);
  }
  return {
    spanMs: 4200,
    heap: heap.filter(([at]) => at <= 4200),
    floor: floor.filter(([at]) => at <= 4200),
    gcsMs,
    lanes: Array.from({ length: 9 }, (_, i) => ({
      label: `G${4711 + i * 13} main.syncBatch`,
      createdAtMs: i < 2 ? undefined : i * 430,
      endedAtMs: i === 4 ? 3600 : undefined,
      running:
        i < 2
          ? [
              [900, 930],
              [2100, 2115],
            ]
          : [
              [i * 430, i * 430 + 70],
              [i * 430 + 90, i * 430 + 120],
            ],
    })),
    goroutines: 193,
    caption: 'trace-01, 4.2 s, floor +4.1 MiB/s',
  };
}

export const samplePictures: ReportPictures = {
  'memory-leak-1': {
    flame: { unit: 'bytes', caption: 'difference heap-05 − heap-01, inuse_space', root: flameRoot },
    diff: {
      unit: 'bytes',
      sites: 23,
      rows: [
        {
          site: frame('main.syncBatch', `${src}/sync.go`, 41),
          leaf: 'bytes.growSlice',
          before: 1.9 * MiB,
          after: 60.1 * MiB,
        },
        {
          site: frame('main.loadIndex', `${src}/index.go`, 18),
          leaf: 'strings.Fields',
          before: 1.2 * MiB,
          after: 4.6 * MiB,
        },
        {
          site: frame(
            'main.(*Registry[go.shape.string]).Register',
            `${src}/internal/registry/registry.go`,
            118,
          ),
          leaf: 'main.(*Registry[go.shape.string]).Register',
          before: 0,
          after: 0.21 * MiB,
        },
        {
          site: frame('main.warm', `${src}/main.go`, 31),
          leaf: 'main.warm',
          before: 2.1 * MiB,
          after: 0.4 * MiB,
        },
      ],
    },
    strip: strip(),
  },
  'goroutine-leak-1': { strip: { ...strip(), heap: [], floor: [], caption: 'trace-01, 4.2 s' } },
};

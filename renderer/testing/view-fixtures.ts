import type { GrowthTable } from '../../app/contract/profile-growth';
import type { Project } from '../../app/contract/project';
import type { Flame, ProfileRow } from '../../app/contract/profile-views';
import type { HeapNode } from '../../app/contract/views';
import { sourceFile } from './findings-fixture';

const mib = 2 ** 20;
const goroot = '/usr/local/go/src/bytes/buffer.go';

export const projectFixture: Project = {
  dir: '/src/datasync',
  name: 'datasync',
  modules: [{ path: 'example.com/datasync', dir: '/src/datasync', goVersion: '1.26' }],
  packages: [
    {
      importPath: 'example.com/datasync',
      dir: '/src/datasync',
      name: 'main',
      isCommand: true,
      hasTests: true,
    },
    {
      importPath: 'example.com/datasync/queue',
      dir: '/src/datasync/queue',
      name: 'queue',
      isCommand: false,
      hasTests: true,
    },
  ],
  defaultCommand: 'example.com/datasync',
  warnings: [],
};

export const sourceText = `package main

import (
	"bytes"
	"sync"
)

// syncBatch stores one record and waits for its acknowledgement.
func syncBatch(b Batch, done chan struct{}) {
	buf := pool.Get().(*bytes.Buffer)
	b.WriteTo(buf)
	mu.Lock()
	cache[b.Key] = buf.Bytes()
	mu.Unlock()
	pool.Put(buf)
	<-done
}

// run starts two batches a second.
func (s *Syncer) run() {
	for range s.tick {
		done := make(chan struct{})
		for _, b := range s.next() {
			go syncBatch(b, done)
		}
	}
}
`;

interface FlameNode {
  readonly name: string;
  readonly flat: number;
  readonly delta: number;
  readonly line?: number;
  readonly file?: string;
  readonly children?: readonly FlameNode[];
}

/** Columns from a nested picture. cum is flat plus the children's. */
export function flameOf(root: FlameNode, unit = 'bytes'): Flame {
  const rows: { node: FlameNode; parent: number; depth: number; cum: number }[] = [];
  const add = (node: FlameNode, parent: number, depth: number): number => {
    const row = { node, parent, depth, cum: node.flat };
    const index = rows.push(row) - 1;
    for (const child of node.children ?? []) row.cum += add(child, index, depth + 1);
    return row.cum;
  };
  add(root, -1, 0);
  const names = [...new Set(rows.map(({ node }) => node.name))];
  const files = [...new Set(rows.flatMap(({ node }) => node.file ?? []))];
  return {
    unit,
    names,
    files,
    name: Int32Array.from(rows, ({ node }) => names.indexOf(node.name)),
    file: Int32Array.from(rows, ({ node }) => files.indexOf(node.file ?? '')),
    line: Int32Array.from(rows, ({ node }) => node.line ?? 0),
    parent: Int32Array.from(rows, ({ parent }) => parent),
    depth: Int32Array.from(rows, ({ depth }) => depth),
    flat: Float64Array.from(rows, ({ node }) => node.flat),
    cum: Float64Array.from(rows, ({ cum }) => cum),
    delta: Float64Array.from(rows, ({ node }) => node.delta),
    key: Int32Array.from(rows, ({ node }) => names.indexOf(node.name) + 1),
    isCut: new Uint8Array(rows.length),
  };
}

const at = { file: sourceFile };
export const flameFixture: Flame = flameOf({
  name: '',
  flat: 0,
  delta: 58.2 * mib,
  children: [
    {
      name: 'main.syncBatch',
      flat: 0.6 * mib,
      delta: 58.1 * mib,
      line: 11,
      ...at,
      children: [
        {
          name: 'bytes.(*Buffer).Write',
          flat: 0,
          delta: 57.9 * mib,
          line: 179,
          file: goroot,
          children: [
            {
              name: 'bytes.(*Buffer).grow',
              flat: 0.4 * mib,
              delta: 57.6 * mib,
              line: 151,
              file: goroot,
              children: [
                {
                  name: 'bytes.growSlice',
                  flat: 60 * mib,
                  delta: 57.2 * mib,
                  line: 249,
                  file: goroot,
                },
              ],
            },
          ],
        },
      ],
    },
    {
      name: 'main.(*Syncer).run',
      flat: 0.4 * mib,
      delta: 0.2 * mib,
      line: 24,
      ...at,
      children: [
        { name: 'main.(*Syncer).next', flat: 6 * mib, delta: -1.4 * mib, line: 31, ...at },
      ],
    },
    {
      name: 'runtime.allocm',
      flat: 4 * mib,
      delta: 0,
      line: 2130,
      file: '/usr/local/go/src/runtime/proc.go',
    },
  ],
});

const growingStack = [
  { function: 'bytes.growSlice', file: goroot, line: 249 },
  { function: 'bytes.(*Buffer).Write', file: goroot, line: 179 },
  { function: 'main.syncBatch', file: sourceFile, line: 11 },
];

/** Five heap profiles: one stack that grows, one that swings, one that never moved. */
export const growthFixture: GrowthTable = {
  profile: 'heap',
  type: 'inuse_space',
  unit: 'bytes',
  nature: 'gauge',
  isRate: false,
  atSeconds: [0, 4.4, 8.8, 13.2, 17.6],
  total: {
    values: [12.1 * mib, 27.2 * mib, 42 * mib, 56.4 * mib, 70.3 * mib],
    standardErrors: [0.9 * mib, 1.3 * mib, 1.7 * mib, 1.9 * mib, 2.2 * mib],
  },
  samplingPeriod: 65_536,
  tested: 2,
  beforeRestart: 0,
  stacks: 214,
  sampleTypes: [{ type: 'inuse_space', unit: 'bytes' }],
  rows: [
    {
      site: growingStack[2]!,
      isUser: true,
      frames: growingStack,
      values: [2.8 * mib, 17.4 * mib, 32 * mib, 46.8 * mib, 60 * mib],
      standardError: 2 * mib,
      slope: { perSecond: 3.31 * mib, low: 3 * mib, high: 3.36 * mib },
      p: 0.0083,
      q: 0.0167,
      grows: true,
    },
    {
      site: { function: 'main.(*Syncer).next', file: sourceFile, line: 31 },
      isUser: true,
      frames: [{ function: 'main.(*Syncer).next', file: sourceFile, line: 31 }],
      values: [7.3 * mib, 7.8 * mib, 8 * mib, 7.6 * mib, 8.3 * mib],
      standardError: 0.7 * mib,
      slope: { perSecond: 0.05 * mib, low: -0.09 * mib, high: 0.16 * mib },
      p: 0.117,
      q: 0.117,
      grows: false,
    },
    {
      site: { function: 'runtime.malg', file: '/usr/local/go/src/runtime/proc.go', line: 5058 },
      isUser: false,
      frames: [{ function: 'runtime.malg', file: '/usr/local/go/src/runtime/proc.go', line: 5058 }],
      values: [2 * mib, 2 * mib, 2 * mib, 2 * mib, 2 * mib],
      standardError: 0.3 * mib,
      slope: { perSecond: 0, low: 0, high: 0 },
      p: 1,
      grows: false,
    },
  ],
};

export const topRows: readonly ProfileRow[] = [
  {
    function: 'bytes.growSlice',
    file: goroot,
    line: 249,
    flat: 60 * mib,
    cum: 60 * mib,
    flatDelta: 57.2 * mib,
    cumDelta: 57.2 * mib,
  },
  {
    function: 'main.(*Syncer).next',
    file: sourceFile,
    line: 31,
    flat: 6 * mib,
    cum: 6 * mib,
    flatDelta: -1.4 * mib,
    cumDelta: -1.4 * mib,
  },
  {
    function: 'main.syncBatch',
    file: sourceFile,
    line: 11,
    flat: 0.6 * mib,
    cum: 61 * mib,
    flatDelta: 0.5 * mib,
    cumDelta: 58.1 * mib,
  },
];

const heapNode = (node: number, label: string, type: string, retainedMib: number): HeapNode => ({
  node,
  label,
  type,
  address: `0xc0000${(0x12340 + node * 64).toString(16)}`,
  shallowBytes: 48,
  retainedBytes: retainedMib * mib,
  retainedObjects: Math.round(retainedMib * 512),
  children: retainedMib > 0.5 ? 3 : 0,
  root: node < 10,
});

export const heapRoots: readonly HeapNode[] = [
  heapNode(1, 'main.cache', 'map[string][]uint8', 61.4),
  heapNode(2, 'main.index', 'map[uint64]main.entry', 9.8),
  heapNode(3, 'local b of main.syncBatch in goroutine 20', '*bytes.Buffer', 0.1),
];

export const heapChildren = (parent: number): readonly HeapNode[] =>
  [20, 21, 22].map((node) =>
    heapNode(parent * 100 + node, `["batch-${node}"]`, '[2048]uint8', node === 20 ? 1 : 0.2),
  );

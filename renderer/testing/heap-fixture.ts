import { ok } from '../../app/contract/result';
import type { Answers } from './fake-bridge';
import { sourceFile } from './findings-fixture';
import { heapChildren, heapRoots } from './view-fixtures';

const mib = 2 ** 20;
const total = 74 * mib;
const frames = [
  { function: 'bytes.growSlice', file: '/usr/local/go/src/bytes/buffer.go', line: 249 },
  { function: 'main.syncBatch', file: sourceFile, line: 11 },
];
const allocations = [{ frames, objects: 1024, bytes: 58.2 * mib }];
const path = [
  { via: '', type: 'main.cache map[string][]uint8', address: '0xc000012340', count: 1 },
  { via: '["batch-20"]', type: '[]uint8', count: 1 },
  { via: '.ptr', type: '[2048]uint8', address: '0xc0041a2000', count: 1 },
];

/** Answers of an engine about one snapshot: a map that keeps 61 MiB. */
export const heapAnswers: Answers = {
  'heap.children': ({ node }) =>
    ok({
      total: node === -1 ? heapRoots.length : 2003,
      reachableBytes: total,
      rows: [...(node === -1 ? heapRoots : heapChildren(node))],
    }),
  'heap.overview': () =>
    ok({
      reachableBytes: total,
      cells: heapRoots.map((root) => ({ ...root, parent: -1 })),
    }),
  'heap.suspects': () =>
    ok({
      reachableBytes: total,
      rows: [
        {
          node: 1,
          allocations,
          holder: {
            root: 'main.cache',
            rootKind: 'global',
            path,
            retainedBytes: 61.4 * mib,
            objects: 31_402,
            share: 0.83,
            exclusive: true,
          },
        },
      ],
    }),
  'heap.leaks': () =>
    ok({
      trusted: true,
      groups: [
        {
          verdict: 'proven',
          function: 'main.(*Syncer).fetch',
          createdBy: { function: 'main.(*Syncer).run', file: '/src/datasync/sync.go', line: 24 },
          blockedAt: { function: 'main.(*Syncer).fetch', file: '/src/datasync/sync.go', line: 61 },
          ...{ reason: 'chan send', count: 46, proven: 46, goids: [19, 20], distinctTargets: 46 },
          targets: [{ kind: 'chan', address: 0xc000102000, name: 'chan error' }],
          stack: [],
        },
      ],
    }),
  'heap.types': () =>
    ok({
      coverage: 0.998,
      rows: [
        { type: '[2048]uint8', objects: 31_402, bytes: 61.3 * mib, retainedBytes: 61.3 * mib },
        { type: 'string', objects: 31_402, bytes: 0.5 * mib, retainedBytes: 0.5 * mib },
      ],
    }),
  'heap.objects': ({ type, offset, limit }) =>
    ok({
      total: 31_402,
      rows: Array.from({ length: limit }, (_, index) => ({
        node: 5000 + offset + index,
        label: `${type ?? '[2048]uint8'} #${offset + index}`,
        type: type ?? '[2048]uint8',
        address: `0xc0041a${(offset + index).toString(16).padStart(4, '0')}`,
        shallowBytes: 2048,
        retainedBytes: 2048,
        retainedObjects: 1,
        children: 0,
        root: false,
        preview: '[1 2 3 …]',
      })),
    }),
  'heap.ways': ({ of }) =>
    ok({
      why: {
        subject: 'node' in of ? '[2048]uint8' : of.type,
        objects: 'node' in of ? 1 : 31_402,
        path,
        expression: 'main.cache["batch-20"]',
        groups: [
          {
            pattern: 'main.cache[*]',
            root: 'main.cache',
            rootKind: 'global',
            objects: 31_402,
            shallowBytes: 61.3 * mib,
            retainedBytes: 61.3 * mib,
            example: { node: 120, expression: 'main.cache["batch-20"]' },
          },
        ],
        moreGroups: 0,
        unreachable: 0,
        allocations,
      },
    }),
  'heap.find': ({ text }) =>
    ok({ nodes: heapRoots.filter(({ label }) => label === text), types: [] }),
  'heap.value': () =>
    ok({
      value: {
        text: 'map[batch-20:[…] …]',
        type: 'map[string][]uint8',
        address: '0xc000012340',
        ref: 'r1',
        notes: ['3 of its slices share an array'],
      },
    }),
  'heap.parts': ({ ref }) =>
    ok({
      parts:
        ref === 'r1'
          ? [
              {
                name: '["batch-20"]',
                text: '[1 2 3]',
                type: '[]uint8',
                address: '0xc1',
                notes: [],
                node: 120,
              },
            ]
          : [],
      more: false,
      notes: [],
    }),
  'heap.referrers': () => ok({ total: 1, rows: [{ ...heapRoots[0]!, via: '["batch-20"]' }] }),
  'heap.referents': () => ok({ total: 0, rows: [] }),
  'heap.strings': () =>
    ok({
      total: 1,
      wastedBytes: 4 * mib,
      strings: 31_402,
      read: 31_402,
      rows: [
        {
          text: 'eu-west-1',
          lengthBytes: 9,
          copies: 20_000,
          wastedBytes: 4 * mib,
          node: 77,
          example: 'main.index[3].region',
        },
      ],
    }),
  'heap.why': () => ok({ path: path.map(({ via, type }) => ({ via, type })), allocation: frames }),
};

import { ok } from '../../app/contract/result';
import { sourceFile } from './findings-fixture';
import type { Answers } from './fake-bridge';

const mib = 2 ** 20;

/** Answers of an engine about one heap profile. */
export const profileAnswers: Answers = {
  'profile.search': () => ok({ matched: 60 * mib, total: 71 * mib, functions: 2 }),
  'profile.peek': () =>
    ok({
      unit: 'bytes',
      total: 71 * mib,
      row: { flat: 0.6 * mib, cum: 61 * mib },
      callers: [{ name: 'main.(*Syncer).run', weight: 61 * mib, before: 3 * mib, inline: false }],
      callees: [
        { name: 'bytes.(*Buffer).Write', weight: 60.4 * mib, before: 2 * mib, inline: false },
      ],
    }),
  'profile.lines': ({ function: name = 'main.syncBatch' }) =>
    ok({
      unit: 'bytes',
      total: 71 * mib,
      lines: [
        { line: 11, function: name, file: sourceFile, flat: 0.6 * mib, cum: 60.4 * mib },
        { line: 13, function: name, file: sourceFile, flat: 0, cum: 0.6 * mib },
      ],
    }),
  'profile.tags': () =>
    ok({
      unit: 'bytes',
      total: 71 * mib,
      samples: 12,
      keys: [
        {
          key: 'bytes',
          total: 71 * mib,
          before: 6 * mib,
          samples: 12,
          valueCount: 2,
          values: [
            { value: '2048 bytes', total: 60 * mib, before: 2 * mib, samples: 9 },
            { value: '64 bytes', total: 11 * mib, before: 4 * mib, samples: 3 },
          ],
        },
      ],
    }),
  'profile.graph': () =>
    ok({
      unit: 'bytes',
      total: 71 * mib,
      nodes: [
        { name: 'main.(*Syncer).run', flat: 9 * mib, cum: 71 * mib },
        { name: 'main.syncBatch', flat: 0.6 * mib, cum: 61 * mib },
        { name: 'bytes.growSlice', flat: 60 * mib, cum: 60 * mib },
      ],
      edges: [
        { source: 0, target: 1, weight: 61 * mib, residual: false },
        { source: 1, target: 2, weight: 60 * mib, residual: true },
      ],
      hiddenNodes: 4,
      hiddenFlat: 1.4 * mib,
      hiddenEdges: 2,
    }),
};

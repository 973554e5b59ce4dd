import type {
  Bridge,
  EventBody,
  EventName,
  Input,
  RawInput,
  Reply,
  RequestName,
} from '../../app/contract/ipc';
import { ok } from '../../app/contract/result';
import { findingsFixture } from './findings-fixture';
import { traceDiffFixture } from './trace-diff-fixture';
import { goroutineAnswers, goroutineTable } from './goroutine-fixture';
import { heapAnswers } from './heap-fixture';
import { profileAnswers } from './profile-fixture';
import { timelineAnswers } from './timeline-fixture';
import { traceSummaryAnswers } from './trace-summary-fixture';
import { flameFixture, growthFixture, projectFixture, sourceText, topRows } from './view-fixtures';

/** What the fake engine answers, by request. */
export type Answers = { [N in RequestName]?: (input: Input<N>) => Reply<N> };

/** An engine made of fixtures, for tests and for looking at the window without one. */
export interface FakeBridge extends Bridge {
  /** Requests in the order they came. */
  readonly asked: { readonly name: RequestName; readonly input: unknown }[];
  emit<N extends EventName>(name: N, body: EventBody<N>): void;
  /** Overrides one answer. */
  answer<N extends RequestName>(name: N, reply: (input: Input<N>) => Reply<N>): void;
}

const mib = 2 ** 20;

const defaults: Answers = {
  'app.info': () =>
    ok({
      version: '0.1.0',
      electron: '45.4.1',
      locale: 'en',
      recent: [{ dir: '/src/datasync', name: 'datasync' }],
    }),
  'doctor.run': () =>
    ok({
      format: 1,
      trivet: '0.1.0',
      summary: 'go 1.26.8 · gdb 13.1 · attach allowed',
      checks: [
        {
          id: 'go',
          title: 'go',
          state: 'ok',
          says: 'go1.26.8 linux/amd64 at /usr/local/go/bin/go',
        },
        { id: 'gdb', title: 'gdb', state: 'ok', says: 'GNU gdb (Debian 13.1-3) 13.1' },
        { id: 'ptrace', title: 'attach', state: 'ok', says: 'kernel.yama.ptrace_scope = 1' },
      ],
    }),
  'case.list': () =>
    ok([
      {
        id: 'pool-leak',
        title: 'The pool that leaks',
        titleZh: '泄漏的对象池',
        summary: 'A synchronisation service keeps every record, and some of them are wrong.',
        summaryZh: '一个同步服务保留了所有记录，其中有些内容是错的。',
        dir: '/cases/pool-leak',
      },
    ]),
  'project.open': () => ok(projectFixture),
  'project.choose': () => ok(projectFixture),
  'project.children': ({ dir }) =>
    ok(
      dir === projectFixture.dir
        ? [
            { name: 'queue', path: '/src/datasync/queue', kind: 'folder' },
            { name: 'go.mod', path: '/src/datasync/go.mod', kind: 'file' },
            { name: 'sync.go', path: '/src/datasync/sync.go', kind: 'file' },
          ]
        : [{ name: 'queue.go', path: `${dir}/queue.go`, kind: 'file' }],
    ),
  'source.read': ({ path }) => ok({ path, text: sourceText }),
  'source.evidence': () =>
    ok([
      { line: 11, allocatedBytes: 58.2 * mib, grownBytes: 57 * mib, says: 'Allocated 58.2 MiB.' },
      { line: 16, blocked: 46, says: '46 goroutines wait here.' },
      { line: 24, created: 46, says: '46 goroutines made here still live.' },
    ]),
  'investigation.start': () => ok({ investigation: 'i1' }),
  'investigation.cancel': () => ok({}),
  'bundle.open': () => ok({ bundle: 'b1', findings: findingsFixture }),
  'bundle.choose': () => ok({ bundle: 'b1', findings: findingsFixture }),
  'bundle.verify': () => ok({ hashes: true, verdict: true, says: ['14 artefacts, SHA-256'] }),
  'gdb.open': () => ok({ session: 'gdb-1' }),
  'gdb.end': () => ok({}),
  'gdb.resume': () => ok({}),
  'report.export': ({ format }) => ok({ path: `/home/me/report.${format}` }),
  'profile.list': () =>
    ok(
      [1, 2, 3, 4, 5].map((index) => ({
        path: `heap-${index}.pb.gz`,
        kind: 'heap-profile' as const,
        profile: 'heap',
        atSeconds: index * 4.4,
        sampleTypes: [
          { type: 'alloc_objects', unit: 'count', nature: 'counter' as const },
          { type: 'alloc_space', unit: 'bytes', nature: 'counter' as const },
          { type: 'inuse_objects', unit: 'count', nature: 'gauge' as const },
          { type: 'inuse_space', unit: 'bytes', nature: 'gauge' as const },
        ],
      })),
    ),
  'profile.growth': () => ok(growthFixture),
  'profile.top': () => ok({ unit: 'bytes', total: 71 * mib, rows: [...topRows] }),
  'profile.flame': () => ok(flameFixture),
  ...profileAnswers,
  ...goroutineAnswers(goroutineTable),
  ...heapAnswers,
  'trace.choose-runs': () => ok({ paths: ['/runs/before'] }),
  'trace.find-runs': ({ paths }) =>
    ok({ files: paths.flatMap((path) => [1, 2, 3, 4, 5, 6].map((i) => `${path}/run-${i}.trace`)) }),
  'trace.read-run': ({ file }) => ok({ file, durationNs: 1e8, events: 4000, warnings: [] }),
  'trace.diff': () => ok(traceDiffFixture),
  ...timelineAnswers,
  ...traceSummaryAnswers,
  'profile.open': () => ok({ bundle: 'opened', path: 'profiles/heap-0001.pb.gz', profile: 'heap' }),
  'profile.watch': () => ok({ watch: 'watch-1', bundle: 'watched' }),
  'profile.unwatch': () => ok({}),
  'terminal.open': () => ok({ terminal: 't1', shell: '/bin/bash' }),
  'terminal.write': () => ok({}),
  'terminal.resize': () => ok({}),
  'terminal.close': () => ok({}),
};

export function createFakeBridge(): FakeBridge {
  const answers: Answers = { ...defaults };
  const listeners = new Map<EventName, Set<(body: never) => void>>();
  const asked: { name: RequestName; input: unknown }[] = [];
  return {
    asked,
    request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Reply<N>> {
      asked.push({ name, input });
      const handle = answers[name];
      if (handle === undefined) throw new Error(`the fake engine does not serve ${name}`);
      return Promise.resolve(handle(input as unknown as Input<N>));
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    emit(name, body) {
      listeners.get(name)?.forEach((listener) => listener(body as never));
    },
    answer(name, reply) {
      (answers as Record<string, unknown>)[name] = reply;
    },
  };
}

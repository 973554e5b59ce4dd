import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseGoroutineText } from '../../app/domain/pprof/goroutine-text';
import { needsBase, recogniseProfile } from '../../app/domain/pprof/profile-kind';
import type { ProfileName } from '../../app/contract/session';
import { launchTarget, type LaunchedTarget } from '../target/launch-target';
import { buildFixture, makeScratch, must } from '../target/testing/build-fixture';
import { createProfileSession } from './profile-series/profile-session';
import { ClientSource } from './profile-sources/client-source';
import { inspectProfile } from './profile-sources/inspect-profile';
import { recordTarget } from './record-target';

const source = path.resolve('main/capture/profile-sources/testdata/served');
let scratch: string;
beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe.each(['go1.22.12', 'go1.27.4'])('a program built by %s', (toolchain) => {
  let target: LaunchedTarget;
  beforeAll(async () => {
    const outDir = path.join(scratch, toolchain);
    const { binaryPath } = await buildFixture(source, outDir, { toolchain });
    const logPath = path.join(outDir, 'target.log');
    target = must(await launchTarget({ binaryPath, cwd: source, args: [], logPath }));
  });
  afterAll(() => target?.stop());

  async function record(further: readonly ProfileName[] | undefined) {
    const place = { parentDir: path.join(scratch, toolchain), trivet: '0' };
    const session = must(await createProfileSession({ name: 'served' }, place));
    const plan = { session, durationMs: 1500, profiles: 4, further };
    const { failures } = must(await recordTarget(target.client, plan));
    const added = session.manifest.artefacts.filter(({ kind }) => /^profile$|leak/.test(kind));
    return { session, failures, added };
  }

  test('gives every further profile that was asked for, and says what its Go has not', async () => {
    const { session, failures, added } = await record([
      'allocs',
      'cpu',
      'block',
      'mutex',
      'threadcreate',
      'goroutineleak',
    ]);
    const counters = ['allocs', 'block', 'mutex', 'threadcreate'];
    const hasLeaks = toolchain === 'go1.27.4';
    expect(added.map((each) => path.basename(each.path)).sort()).toEqual(
      [
        ...counters.flatMap((name) => [`${name}-01.pb.gz`, `${name}-02.pb.gz`]),
        'cpu-01.pb.gz',
        ...(hasLeaks
          ? ['goroutineleak-01.pb.gz', 'goroutineleak-01.txt', 'goroutineleak-02.txt']
          : []),
      ].sort(),
    );
    expect(failures).toEqual(
      hasLeaks
        ? []
        : [
            {
              code: 'unsupported',
              message: expect.stringContaining('has no goroutineleak profile: Go 1.27 has it'),
            },
          ],
    );
    for (const { path: relative, facts, kind } of added) {
      const bytes = await readFile(path.join(session.dir, ...relative.split('/')));
      if (kind === 'goroutineleak-text') {
        const { goroutines } = must(parseGoroutineText(bytes.toString()));
        const leaked = goroutines.filter((each) => each.leaked);
        expect(leaked.map(({ frames }) => frames[0]?.function)).toEqual(['main.leak.func1']);
        continue;
      }
      const profile = must(await inspectProfile(bytes, relative));
      // Nobody may have waited yet: only how it was asked for tells block from mutex then.
      const found = recogniseProfile(profile, String(facts['profile']));
      expect(found.name).toBe(facts['profile']);
      // What only counts up was taken twice.
      const twice = found.natures.some(needsBase);
      const same = added.filter((each) => each.facts['profile'] === found.name);
      expect(same.filter((each) => each.kind === 'profile')).toHaveLength(twice ? 2 : 1);
    }
  });

  test('is asked for its leak profile by itself, where it has one', async () => {
    const { added, failures } = await record(undefined);
    expect(failures).toEqual([]);
    expect(added).toHaveLength(toolchain === 'go1.27.4' ? 3 : 0);
    expect((await record(['heap'])).added).toEqual([]);
  });

  test('is a source of a change over time through its agent', async () => {
    const agent = new ClientSource(target.client, 'served');
    const heap = must(await agent.fetch({ kind: 'heap', seconds: 0.1, forceGc: true }));
    const change = recogniseProfile(must(await inspectProfile(heap.bytes, 'heap')));
    expect(change).toMatchObject({ name: 'heap', hasDuration: true });
    expect(change.natures).toEqual(['window', 'window', 'change', 'change']);
    const cpu = must(await agent.fetch({ kind: 'cpu', seconds: 0.2 }));
    expect(recogniseProfile(must(await inspectProfile(cpu.bytes, 'cpu'))).name).toBe('cpu');
    const leaks = await agent.fetch({ kind: 'goroutineleak' });
    if (toolchain === 'go1.27.4') {
      const { strings } = must(await inspectProfile(must(leaks).bytes, 'leaks'));
      expect(strings).toContain('main.leak.func1');
    } else {
      expect(leaks).toMatchObject({ error: { remedy: expect.stringContaining('Go 1.27 has') } });
    }
    expect(await agent.fetch({ kind: 'connections' })).toMatchObject({
      error: { code: 'unsupported', message: expect.stringContaining('connections') },
    });
    expect(await agent.fetch({ kind: 'two words' })).toMatchObject({
      error: { code: 'unsupported' },
    });
  });
});

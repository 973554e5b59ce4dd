import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metricsSampleSchema } from '../../app/contract/manifest';
import type { InvestigationEvent } from '../../app/contract/session';
import { runProcess } from '../process/run-process';
import { launchTarget, type LaunchedTarget } from '../target/launch-target';
import { buildFixture, caseDir, makeScratch, must } from '../target/testing/build-fixture';
import { readManifest, verifyArtefacts } from './open-session';
import { recordTarget } from './record-target';
import { scheduleRecording } from './recording-schedule';
import { SessionFolder } from './session-folder';

let scratch: string;
let binaryPath: string;
const started: LaunchedTarget[] = [];

beforeAll(async () => {
  scratch = await makeScratch();
  ({ binaryPath } = await buildFixture(caseDir, scratch));
});
afterAll(async () => {
  await Promise.all(started.map((target) => target.stop()));
  await rm(scratch, { recursive: true, force: true });
});

async function begin(label: string) {
  const session = must(
    await SessionFolder.create({
      parentDir: path.join(scratch, 'sessions'),
      label,
      trivet: '0.0.0',
      target: {
        mode: 'launch',
        module: 'example.com/datasync',
        package: 'example.com/datasync',
        projectDir: caseDir,
        args: [],
        pid: 0,
        pathMap: [],
      },
    }),
  );
  const logPath = path.join(session.dir, 'logs', 'target.log');
  const target = must(await launchTarget({ binaryPath, cwd: caseDir, args: [], logPath }));
  started.push(target);
  return { session, target };
}

test('a recording leaves every artefact, readable by go tool pprof and go tool trace', async () => {
  const { session, target } = await begin('whole');
  const events: InvestigationEvent[] = [];
  const onEvent = (event: InvestigationEvent) => events.push(event);
  const recording = must(await recordTarget(target.client, { session, durationMs: 4000, onEvent }));
  await target.stop();
  expect(recording).toMatchObject({ heapProfiles: 4, forcedCollections: 4, failures: [] });

  const manifest = must(await readManifest(session.dir));
  expect(manifest.artefacts.map((artefact) => artefact.path).sort()).toEqual([
    'metrics.jsonl',
    ...[1, 2, 3, 4].flatMap((n) => [
      `profiles/goroutine-0${n}.pb.gz`,
      `profiles/goroutine-0${n}.txt`,
    ]),
    ...[1, 2, 3, 4].map((n) => `profiles/heap-0${n}.pb.gz`),
    'trace/trace-01.trace',
  ]);
  const checks = await verifyArtefacts(session.dir, manifest.artefacts);
  expect(checks.every((check) => check.state === 'same')).toBe(true);

  const at = (relative: string) => path.join(session.dir, relative);
  for (const artefact of manifest.artefacts.filter(({ path }) => path.endsWith('.pb.gz'))) {
    const top = must(await runProcess('go', ['tool', 'pprof', '-top', at(artefact.path)]));
    expect(top.status).toBe(0);
  }
  const trace = await runProcess('go', ['tool', 'trace', '-d=parsed', at('trace/trace-01.trace')]);
  expect(must(trace).stdout).toContain('main.(*Syncer).syncBatch');

  const lines = (await readFile(at('metrics.jsonl'), 'utf8')).trim().split('\n');
  const samples = lines.map((line) => metricsSampleSchema.parse(JSON.parse(line)));
  expect(samples.length).toBeGreaterThanOrEqual(4);
  expect(events.filter((event) => event.kind === 'metrics')).toHaveLength(samples.length);
  expect(events.filter((event) => event.kind === 'profile')).toHaveLength(4);
  expect(events.filter((event) => event.kind === 'trace-window')).toHaveLength(1);

  const floors = manifest.artefacts
    .filter(({ kind }) => kind === 'heap-profile')
    .map(({ facts }) => Number(facts['heapLiveBytes']));
  expect(floors[3]! - floors[0]!).toBeGreaterThan(4 << 20);

  await appendFile(at('metrics.jsonl'), '{}\n');
  await rm(at('trace/trace-01.trace'));
  const after = await verifyArtefacts(session.dir, manifest.artefacts);
  expect(after.filter((check) => check.state !== 'same')).toEqual([
    { path: 'trace/trace-01.trace', state: 'missing' },
    { path: 'metrics.jsonl', state: 'changed' },
  ]);
});

test('a target that ends in the middle is one failure, and what was recorded stays', async () => {
  const { session, target } = await begin('cut');
  const recording = recordTarget(target.client, {
    session,
    durationMs: 60_000,
    onEvent: (event) => event.kind === 'profile' && process.kill(target.pid, 'SIGKILL'),
  });
  expect(must(await recording).failures).toMatchObject([{ code: 'target-exited' }]);
  const { artefacts } = must(await readManifest(session.dir));
  expect(artefacts.map(({ path }) => path)).toContain('profiles/heap-01.pb.gz');
});

test('a cancelled recording ends as cancelled', async () => {
  const { session, target } = await begin('cancelled');
  const controller = new AbortController();
  const recording = recordTarget(target.client, {
    session,
    durationMs: 60_000,
    signal: controller.signal,
    onEvent: () => controller.abort(),
  });
  expect(await recording).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('the schedule has profiles at both ends and the trace in the middle', () => {
  expect(scheduleRecording(24_000)).toEqual({
    profilesAtMs: [0, 4800, 9600, 14_400, 19_200, 24_000],
    traceStartMs: 8000,
    traceDurationMs: 8000,
  });
  expect(scheduleRecording(4000).profilesAtMs).toHaveLength(4);
  expect(scheduleRecording(3_600_000)).toMatchObject({ traceDurationMs: 8000 });
});

test('a manifest that leads out of its folder is refused', async () => {
  const { session } = await begin('foreign');
  const artefact = {
    path: '../../etc/passwd',
    kind: 'metrics',
    sizeBytes: 1,
    sha256: '0'.repeat(64),
    startedAtMs: 0,
    endedAtMs: 0,
    command: '',
  };
  const file = path.join(session.dir, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, artefacts: [artefact] }));
  expect(await readManifest(session.dir)).toMatchObject({
    ok: false,
    error: { code: 'not-a-bundle', message: expect.stringContaining('../../etc/passwd') },
  });
  await writeFile(file, '{');
  expect(await readManifest(session.dir)).toMatchObject({ ok: false });
  await writeFile(file, JSON.stringify({ ...manifest, format: 2 }));
  expect(await readManifest(session.dir)).toMatchObject({
    error: { message: expect.stringContaining('newer Trivet') },
  });
});

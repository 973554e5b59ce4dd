import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvestigationEvent } from '../../app/contract/session';
import { artefactsOf } from '../analysis/bundle-files';
import { FollowedTraces } from '../analysis/follow-trace';
import { analyzeTraceFile } from '../analysis/trace-file';
import { runProcess } from '../process/run-process';
import { launchTarget, type LaunchedTarget } from '../target/launch-target';
import { buildFixture, caseDir, makeScratch, must } from '../target/testing/build-fixture';
import { FlightTrigger } from './flight-recorder';
import { readManifest } from './open-session';
import { recordTarget } from './record-target';
import { SessionFolder } from './session-folder';

let scratch: string;
beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function begin(
  toolchain: string,
): Promise<{ session: SessionFolder; target: LaunchedTarget }> {
  const dir = path.join(scratch, toolchain);
  const { binaryPath } = await buildFixture(caseDir, dir, { toolchain });
  const session = must(
    await SessionFolder.create({
      parentDir: path.join(dir, 'sessions'),
      label: 'flight',
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
  return {
    session,
    target: must(await launchTarget({ binaryPath, cwd: caseDir, args: [], logPath })),
  };
}

describe.each(['go1.25.5', 'go1.27.4'])('a recording of a program of %s', (toolchain) => {
  const events: InvestigationEvent[] = [];
  let session: SessionFolder;

  beforeAll(async () => {
    const started = await begin(toolchain);
    session = started.session;
    const flightTrigger = new FlightTrigger();
    const followed = new FollowedTraces(Infinity);
    let kept: Promise<unknown> | undefined;
    const recording = await recordTarget(started.target.client, {
      session,
      durationMs: 7000,
      flightSeconds: 5,
      flightTrigger,
      followTrace: (file, startedAtMs, last) =>
        Promise.resolve(followed.follow(file, startedAtMs, last)),
      onEvent: (event) => {
        events.push(event);
        // While the trace runs too: both have to work side by side.
        if (event.kind === 'trace-window') kept = flightTrigger.keep();
      },
    });
    must((await kept) as Awaited<ReturnType<FlightTrigger['keep']>>);
    expect(must(recording).failures).toEqual([]);
    await started.target.stop();
    expect(await flightTrigger.keep()).toMatchObject({ error: { code: 'unsupported' } });
  }, 300_000);

  test('keeps the last seconds as a further trace that Go’s own tool reads', async () => {
    const kept = events.find((event) => event.kind === 'kept');
    expect(kept).toMatchObject({ kept: { trigger: 'asked' } });
    const manifest = must(await readManifest(session.dir));
    const traces = artefactsOf(manifest, 'trace');
    expect(traces.map((artefact) => artefact.path)).toEqual([
      'trace/trace-01.trace',
      'trace/flight-01.trace',
    ]);
    expect(traces[1]?.facts).toMatchObject({ recorder: 'flight', trigger: 'asked' });
    for (const { path: file } of traces) {
      const parsed = must(
        await runProcess('go', ['tool', 'trace', '-d=parsed', path.join(session.dir, file)]),
      );
      expect(parsed.status).toBe(0);
      expect(parsed.stdout).toContain('main.(*Syncer)');
      const analysis = must(analyzeTraceFile(path.join(session.dir, file)));
      expect(analysis.warnings).toEqual([]);
    }
  }, 60_000);

  test('shows the trace second by second, the same as what was written', () => {
    const seconds = events.flatMap((event) => (event.kind === 'trace' ? [event.second] : []));
    const trace = must(analyzeTraceFile(path.join(session.dir, 'trace/trace-01.trace')));
    expect(seconds.length).toBe(Math.ceil(trace.duration / 1e9));
    expect(seconds.reduce((sum, second) => sum + second.events, 0)).toBe(trace.events);
    expect(seconds.reduce((sum, second) => sum + second.created, 0)).toBeGreaterThan(0);
  });
});

test('a program of Go 1.24 is recorded without, and the person reads what to do', async () => {
  const { session, target } = await begin('go1.24.10');
  const events: InvestigationEvent[] = [];
  const flightTrigger = new FlightTrigger();
  let kept: Promise<unknown> | undefined;
  const recording = await recordTarget(target.client, {
    session,
    durationMs: 1000,
    flightSeconds: 5,
    flightTrigger,
    onEvent: (event) => {
      events.push(event);
      kept ??= flightTrigger.keep();
    },
  });
  await target.stop();
  expect(must(recording).failures).toEqual([]);
  expect(events.find(({ kind }) => kind === 'flight')).toMatchObject({
    state: 'unsupported',
    failure: {
      message: expect.stringContaining('built with go1.24.10'),
      remedy: expect.stringContaining('newer Go'),
    },
  });
  expect(await kept).toMatchObject({ ok: false, error: { code: 'unsupported' } });
}, 300_000);

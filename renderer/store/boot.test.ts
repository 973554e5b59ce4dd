// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InvestigationEvent } from '../../app/contract/session';
import { err, ok } from '../../app/contract/result';
import type { FakeBridge } from '../testing/fake-bridge';
import { findingsFixture } from '../testing/findings-fixture';
import { projectFixture } from '../testing/view-fixtures';
import { openWindow } from '../testing/mount';
import { cancelInvestigation, chooseProject, startInvestigation } from './actions';
import { boot, connectEvents } from './boot';
import { getElapsedMs } from './investigation';
import { useSelection } from './selection';
import { getLegCount, useSession } from './session';
import { useView } from './view';

let engine: FakeBridge;
let disconnect: () => void;
beforeEach(async () => {
  engine = await openWindow();
  disconnect = connectEvents(() => 1000);
});
afterEach(() => disconnect());

const session = () => useSession.getState();
const emit = (event: InvestigationEvent) =>
  engine.emit('investigation.advanced', { investigation: 'i1', event });

describe('an investigation', () => {
  test('is running once the engine has taken it, and follows its events', async () => {
    await startInvestigation({ projectDir: '/src/datasync' });
    emit({ kind: 'step', progress: { step: 'build', state: 'running', elapsedMs: 50 } });
    emit({ kind: 'output', source: 'target', text: 'hello\n' });
    expect(session().investigation).toMatchObject({ phase: 'running', targetOutput: 'hello\n' });
    expect(getElapsedMs(session().investigation.steps.build, 1200)).toBe(250);
  });

  test('that ends with findings opens its bundle at the suspect’s line', async () => {
    await startInvestigation({ projectDir: '/src/datasync' });
    const outcome = {
      kind: 'findings' as const,
      bundle: 'b9',
      dir: '/s',
      findings: findingsFixture,
    };
    engine.emit('investigation.ended', { investigation: 'i1', outcome });
    expect(session()).toMatchObject({ activeBundle: 'b9', suspect: 0 });
    expect(session().investigation.phase).toBe('done');
    expect(useView.getState().wanted).toBe('verdict');
    expect(useSelection.getState().selection.source?.line).toBe(11);
    expect(getLegCount(session())).toBe(3);
  });

  test('that fails keeps its failure for the form', async () => {
    await startInvestigation({ projectDir: '/src/datasync' });
    const failure = { code: 'build-failed' as const, message: 'go build failed.' };
    engine.emit('investigation.ended', {
      investigation: 'i1',
      outcome: { kind: 'failed', failure },
    });
    expect(session().investigation).toMatchObject({ phase: 'failed', failure });
  });

  test('of someone else is not ours', async () => {
    await startInvestigation({ projectDir: '/src/datasync' });
    engine.emit('investigation.ended', { investigation: 'i2', outcome: { kind: 'cancelled' } });
    expect(session().investigation.phase).toBe('running');
  });

  test('is cancelled by its id', async () => {
    await startInvestigation({ projectDir: '/src/datasync' });
    await cancelInvestigation();
    expect(engine.asked.at(-1)).toEqual({
      name: 'investigation.cancel',
      input: { investigation: 'i1' },
    });
  });
});

test('what the command line named is opened at start', async () => {
  engine.answer('app.info', () =>
    ok({
      version: '0.1.0',
      electron: '45',
      locale: 'en',
      recent: [],
      open: { kind: 'project', path: '/src/datasync' },
    }),
  );
  await boot();
  expect(session().project).toEqual(projectFixture);
  expect(useView.getState().screen).toBe('work');
});

test('a dialog that was closed says nothing; a failure is kept to read', async () => {
  engine.answer('project.choose', () => err({ code: 'cancelled', message: 'closed' }));
  await chooseProject();
  expect(session().notice).toBeUndefined();
  engine.answer('project.choose', () => err({ code: 'project-not-found', message: 'no go.mod' }));
  await chooseProject();
  expect(session().notice).toMatchObject({ kind: 'failure', failure: { message: 'no go.mod' } });
});

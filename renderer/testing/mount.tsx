import { cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach } from 'vitest';
import { setupI18n } from '../i18n/setup';
import { noInvestigation } from '../store/investigation';
import { emptySelection, useSelection } from '../store/selection';
import { noDebugging, useDebugger } from '../store/debugger';
import { useSession } from '../store/session';
import { emptyTraceDiff, useTraceDiff } from '../store/trace-diff';
import { useView } from '../store/view';
import { createFakeBridge, type FakeBridge } from './fake-bridge';
import { findingsFixture } from './findings-fixture';

/** The real one, also for tests with timers of their own. */
const nextTurn = (
  (real) => () =>
    new Promise((done) => real(done))
)(setImmediate);

// What was drawn goes, and what React has scheduled for it happens, before the window itself goes.
afterEach(async () => {
  cleanup();
  await nextTurn();
});

/** What jsdom lacks of a browser. */
function completeBrowser(): void {
  globalThis.ResizeObserver ??= class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  // Without a layout every list would seem to have no room for a row.
  Object.defineProperties(Element.prototype, {
    clientHeight: { configurable: true, get: () => 400 },
    clientWidth: { configurable: true, get: () => 800 },
  });
  Element.prototype.scrollIntoView = () => undefined;
  HTMLCanvasElement.prototype.getContext = () => null;
}

/** A fresh window: its own engine, empty stores, English. */
export async function openWindow(): Promise<FakeBridge> {
  cleanup();
  completeBrowser();
  const engine = createFakeBridge();
  Object.assign(window, { workbench: engine });
  await setupI18n('en');
  useSelection.setState({ selection: emptySelection, history: [] });
  useTraceDiff.setState(emptyTraceDiff);
  useDebugger.setState(noDebugging);
  useView.setState({ screen: 'start', dock: undefined, wanted: undefined });
  useSession.setState({
    info: undefined,
    doctor: undefined,
    cases: [],
    project: undefined,
    bundles: [],
    activeBundle: undefined,
    suspect: 0,
    investigation: noInvestigation,
    pending: [],
    notice: undefined,
  });
  return engine;
}

/** The fixture's investigation as the one all panels show. */
export function showFixture(): void {
  useSession.setState({
    bundles: [{ bundle: 'b1', dir: '/sessions/1', findings: findingsFixture }],
    activeBundle: 'b1',
  });
}

export const mount = (panel: ReactElement) => render(panel);

// @vitest-environment jsdom
import { createDockview, type DockviewApi } from 'dockview-react';
import { beforeEach, expect, test } from 'vitest';
import { layoutNames, panelNames, useView, type PanelName } from '../../store/view';
import { createDock, type OwnedDock } from './dock';
import { readLayouts } from './layout-memory';

let api: DockviewApi;
let dock: OwnedDock;
/** Panels that were made, and those that were thrown away. */
const made: string[] = [];
const gone: string[] = [];

beforeEach(() => {
  globalThis.ResizeObserver ??= class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  localStorage.clear();
  made.length = gone.length = 0;
  useView.setState({ layout: 'investigate', maximised: undefined, sidebarOpen: true });
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  api = createDockview(element, {
    createComponent: ({ id }) => {
      made.push(id);
      return {
        element: document.createElement('section'),
        init: () => undefined,
        dispose: () => gone.push(id),
      };
    },
  });
  api.layout(1144, 836);
  dock = createDock(api, '/a');
});

const groupOf = (name: PanelName) => api.getPanel(name)!.group;
const front = () => api.groups.map((group) => group.activePanel?.id).sort();
/** Layouts are saved once a change has come to rest. */
const settle = () => new Promise((done) => setTimeout(done));

test('a new workspace shows the verdict over source and terminal', () => {
  expect(api.panels.map(({ id }) => id).sort()).toEqual([...panelNames].sort());
  expect(front()).toEqual(['source', 'terminal', 'verdict']);
  expect(groupOf('profile')).toBe(groupOf('verdict'));
});

test('a change of layout moves the panels and makes none anew', () => {
  for (const name of [...layoutNames, 'investigate'] as const) dock.arrange(name);
  expect([...made].sort()).toEqual([...panelNames].sort());
  expect(gone).toEqual([]);
  expect(useView.getState().layout).toBe('investigate');
});

test('each layout comes back as it was left, with its side bar; a reset undoes that', async () => {
  dock.arrange('trace');
  expect(useView.getState().sidebarOpen).toBe(false);
  useView.setState({ sidebarOpen: true });
  api.getPanel('heap')!.api.moveTo({ group: groupOf('goroutines') });
  await settle();
  dock.arrange('profile');
  expect(useView.getState().sidebarOpen).toBe(false);
  expect(groupOf('heap')).toBe(groupOf('profile'));
  dock.arrange('trace');
  expect(useView.getState().sidebarOpen).toBe(true);
  expect(groupOf('heap')).toBe(groupOf('goroutines'));
  // In front is what was in front.
  expect(front()).toEqual(['heap', 'source', 'timeline']);
  expect(api.activePanel?.id).toBe('heap');
  dock.reset();
  expect(groupOf('heap')).toBe(groupOf('timeline'));
});

test('a panel that was closed comes back to its place, also in another layout', () => {
  dock.arrange('trace');
  api.getPanel('goroutines')!.api.close();
  dock.reveal('goroutines');
  expect(front()).toContain('goroutines');
  dock.arrange('profile');
  expect(groupOf('goroutines')).toBe(groupOf('profile'));
});

test('another workspace has its own, and going back finds the first as it was', async () => {
  dock.arrange('debug');
  await settle();
  dock.turnTo('/b');
  expect(useView.getState().layout).toBe('investigate');
  expect(front()).toContain('verdict');
  dock.turnTo('/a');
  expect(useView.getState().layout).toBe('debug');
  expect(gone).toEqual([]);
});

test('a panel fills the dock and is restored; what is shown beside it ends it too', () => {
  dock.toggleMaximised('verdict');
  expect(useView.getState().maximised).toBe('verdict');
  dock.restoreMaximised();
  expect(useView.getState().maximised).toBeUndefined();
  dock.toggleMaximised('source');
  expect(useView.getState().maximised).toBe('source');
  // A tab of the same group fills the dock in its place.
  dock.toggleMaximised();
  dock.reveal('heap');
  dock.toggleMaximised();
  dock.reveal('timeline');
  expect(useView.getState().maximised).toBe('timeline');
  dock.reveal('source');
  expect(useView.getState().maximised).toBeUndefined();
  expect(front()).toContain('source');
});

test('what is remembered is never the filled dock', async () => {
  await settle();
  const before = readLayouts(localStorage, '/a');
  dock.toggleMaximised('source');
  await settle();
  expect(readLayouts(localStorage, '/a')).toEqual(before);
});

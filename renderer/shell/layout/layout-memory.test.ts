// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { panelNames } from '../../store/view';
import { panelsOf } from './arrangement';
import { readLayouts, writeLayout } from './layout-memory';
import { createLayout } from './layouts';

const key = 'trivet.layouts';
const kept = (name: 'trace' | 'profile') => ({
  arrangement: createLayout(name),
  hasSidebar: true,
});
const stored = () => JSON.parse(localStorage.getItem(key) ?? '') as { workspaces: Workspace[] };
interface Workspace {
  workspace: string;
  current: string;
  layouts: Record<string, { known: string[]; arrangement: unknown }>;
}
/** Changes what is stored, as an older version or a bad disk may have left it. */
const change = (edit: (workspace: Workspace) => void) => {
  const document = stored();
  document.workspaces.forEach(edit);
  localStorage.setItem(key, JSON.stringify(document));
};

beforeEach(() => localStorage.clear());

test('each workspace has its own layouts, and the one in use last', () => {
  writeLayout(localStorage, '/a', 'trace', kept('trace'));
  writeLayout(localStorage, '/a', 'profile', kept('profile'));
  writeLayout(localStorage, '/b', 'trace', kept('trace'));
  expect(readLayouts(localStorage, '/a')).toEqual({
    current: 'profile',
    layouts: { trace: kept('trace'), profile: kept('profile') },
  });
  expect(Object.keys(readLayouts(localStorage, '/b').layouts)).toEqual(['trace']);
  expect(readLayouts(localStorage, '/c')).toEqual({ current: 'investigate', layouts: {} });
});

test('the oldest workspaces are forgotten, the latest comes first', () => {
  for (let i = 0; i < 40; i++) writeLayout(localStorage, `/${i}`, 'trace', kept('trace'));
  writeLayout(localStorage, '/30', 'trace', kept('trace'));
  const names = stored().workspaces.map(({ workspace }) => workspace);
  expect(names).toHaveLength(24);
  expect(names.slice(0, 2)).toEqual(['/30', '/39']);
});

test.each([
  'not JSON',
  'null',
  '[]',
  '{"version":2,"workspaces":[]}',
  '{"version":1,"workspaces":[{"workspace":"/a"}]}',
  '{"version":1,"workspaces":[{"workspace":"/a","current":"hologram","layouts":{"trace":7}}]}',
  `{"version":1,"workspaces":[{"workspace":"/a","layouts":{"trace":{"known":[],"hasSidebar":true,"arrangement":{"direction":"row","floats":[],"parts":${'[{"share":1,"parts":'.repeat(20_000)}[]${'}]'.repeat(20_000)}}}}]}`,
])('what cannot be read is as good as never written: %.60s', (text) => {
  localStorage.setItem(key, text);
  expect(readLayouts(localStorage, '/a')).toEqual({ current: 'investigate', layouts: {} });
  writeLayout(localStorage, '/a', 'trace', kept('trace'));
  expect(readLayouts(localStorage, '/a').layouts.trace).toEqual(kept('trace'));
});

test('a bad layout costs no good one', () => {
  writeLayout(localStorage, '/a', 'trace', kept('trace'));
  writeLayout(localStorage, '/a', 'profile', kept('profile'));
  change(({ layouts }) => (layouts['trace']!.arrangement = { parts: 'many' }));
  expect(readLayouts(localStorage, '/a').layouts).toEqual({ profile: kept('profile') });
});

test('a panel that came with a newer version is there; one that was closed stays closed', () => {
  const { arrangement } = kept('trace');
  const withoutBelow = { ...arrangement, parts: arrangement.parts.slice(0, 1) };
  writeLayout(localStorage, '/a', 'trace', { arrangement: withoutBelow, hasSidebar: false });
  change(({ layouts }) => {
    const { trace } = layouts;
    trace!.known = panelNames.filter((name) => name !== 'goroutines');
  });
  const panels = panelsOf(readLayouts(localStorage, '/a').layouts.trace!.arrangement);
  expect(panels).toContain('goroutines');
  expect(panels).not.toContain('source');
});

test('panels of a newer version are left out', () => {
  writeLayout(localStorage, '/a', 'trace', kept('trace'));
  const text = localStorage.getItem(key)!.replace('"heap"', '"hologram"');
  localStorage.setItem(key, text);
  const { arrangement } = readLayouts(localStorage, '/a').layouts.trace!;
  expect(panelsOf(arrangement)).not.toContain('hologram');
  expect(panelsOf(arrangement)).toHaveLength(panelNames.length - 1);
});

test('the layouts of the first version make way', () => {
  localStorage.setItem('trivet.layout.v1', '{"grid":{}}');
  writeLayout(localStorage, '', 'trace', kept('trace'));
  expect(localStorage.getItem('trivet.layout.v1')).toBeNull();
});

import { expect, test } from 'vitest';
import { addTab, clean, fromDockview, panelsOf, toDockview, type Arrangement } from './arrangement';

/** Verdict over source and terminal, the heap in a window of its own. */
const arrangement: Arrangement = {
  direction: 'column',
  parts: [
    { share: 70, tabs: ['investigate', 'verdict'], front: 'verdict' },
    {
      share: 30,
      parts: [
        { share: 60, tabs: ['source'], front: 'source' },
        { share: 40, tabs: ['terminal', 'output'], front: 'output' },
      ],
    },
  ],
  floats: [{ tabs: ['heap'], front: 'heap', box: { left: 10, top: 20, width: 300, height: 200 } }],
  focus: 'verdict',
};
const size = { width: 1000, height: 800 };
const serialize = (each: Arrangement) => toDockview(each, size, (panel) => `<${panel}>`);

test('shares become lengths of the dock, each in the direction of its parent', () => {
  const { grid, panels, activeGroup } = serialize(arrangement);
  expect(grid).toMatchObject({ ...size, orientation: 'VERTICAL' });
  expect(grid.root).toMatchObject({
    type: 'branch',
    data: [
      { type: 'leaf', size: 560, data: { id: activeGroup, activeView: 'verdict' } },
      { type: 'branch', size: 240, data: [{ size: 600 }, { size: 400 }] },
    ],
  });
  expect(panels['output']).toEqual({
    ...{ id: 'output', contentComponent: 'output', title: '<output>' },
  });
});

test('what the library writes is read as it was', () => {
  const read = fromDockview(serialize(arrangement));
  expect(read.parts[0]).toEqual({ ...arrangement.parts[0], share: 560 });
  expect({ ...read, parts: [] }).toEqual({ ...arrangement, parts: [] });
  // The same picture, whatever the shares are counted in.
  expect(serialize(read)).toEqual(serialize(arrangement));
});

test('unknown panels, second copies and empty groups go; the rest stays', () => {
  const cleaned = clean({
    ...arrangement,
    parts: [
      { share: 1, tabs: ['verdict', 'hologram', 'verdict'], front: 'hologram' },
      { share: 1, parts: [{ share: 1, tabs: ['gone'], front: 'gone' }] },
      { share: 1, tabs: ['source', 'heap'], front: 'source' },
    ],
  });
  expect(cleaned.parts.map((part) => 'tabs' in part && part.tabs)).toEqual([
    ['verdict'],
    ['source', 'heap'],
  ]);
  expect(cleaned.floats).toEqual([]);
  // A front panel that is not there any more leaves it to the first one.
  expect(serialize(cleaned).grid.root.data).toMatchObject([
    { data: { activeView: 'verdict' } },
    { data: { activeView: 'source' } },
  ]);
});

test('a panel comes beside its neighbours, and without them into the first group', () => {
  const beside = addTab(arrangement, 'gdb', ['output']);
  expect(beside.parts[1]).toMatchObject({
    parts: [{ tabs: ['source'] }, { tabs: ['terminal', 'output', 'gdb'] }],
  });
  const anywhere = addTab(arrangement, 'gdb', ['timeline']);
  expect(anywhere.parts[0]).toMatchObject({ tabs: ['investigate', 'verdict', 'gdb'] });
  expect(panelsOf(anywhere)).toHaveLength(panelsOf(arrangement).length + 1);
});

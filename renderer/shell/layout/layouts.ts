import { panelNames, type LayoutName, type PanelName } from '../../store/view';
import { addTab, panelsOf, type Arrangement, type Direction, type Part } from './arrangement';

/** Where a panel stands: in the group that the task is about, or beside it. */
type Place = 'main' | 'below' | 'beside' | 'output';
type Places = Readonly<Record<LayoutName, Place>>;

const everywhere = (place: Place): Places => ({
  investigate: place,
  profile: place,
  trace: place,
  debug: place,
});

/**
 * Every panel has its place in every layout, so that changing the layout loses nothing: not a
 * terminal's shell, not a zoom. The order is that of the tabs. **A new panel is one line here.**
 */
const places: Readonly<Record<PanelName, Places>> = {
  source: { investigate: 'below', profile: 'beside', trace: 'beside', debug: 'main' },
  investigate: everywhere('main'),
  verdict: everywhere('main'),
  timeline: everywhere('main'),
  profile: everywhere('main'),
  goroutines: { ...everywhere('main'), trace: 'below' },
  heap: everywhere('main'),
  'trace-summary': everywhere('main'),
  'trace-diff': everywhere('main'),
  gdb: { ...everywhere('main'), debug: 'below' },
  terminal: { ...everywhere('output'), trace: 'beside' },
  output: { ...everywhere('output'), trace: 'beside' },
};

type Pane = { readonly share: number } & (
  { readonly place: Place; readonly front: PanelName } | { readonly parts: readonly Pane[] }
);
interface Layout {
  readonly direction: Direction;
  readonly parts: readonly Pane[];
  /** A side bar costs a timeline or a flame graph a quarter of its width. */
  readonly hasSidebar: boolean;
}

const pane = (share: number, place: Place, front: PanelName): Pane => ({ share, place, front });
const split = (share: number, ...parts: readonly Pane[]): Pane => ({ share, parts });

const layouts: Readonly<Record<LayoutName, Layout>> = {
  // The verdict and its evidence above, the line of code below.
  investigate: {
    direction: 'column',
    parts: [
      pane(70, 'main', 'verdict'),
      split(30, pane(62, 'below', 'source'), pane(38, 'output', 'terminal')),
    ],
    hasSidebar: true,
  },
  // The flame graph over the full height, the code with its figures beside it.
  profile: {
    direction: 'row',
    parts: [
      pane(60, 'main', 'profile'),
      split(40, pane(68, 'beside', 'source'), pane(32, 'output', 'terminal')),
    ],
    hasSidebar: false,
  },
  // The timeline over the full width, goroutines and code below move with it.
  trace: {
    direction: 'column',
    parts: [
      pane(62, 'main', 'timeline'),
      split(38, pane(54, 'below', 'goroutines'), pane(46, 'beside', 'source')),
    ],
    hasSidebar: false,
  },
  // The code above, below it goroutines, stack and variables in their three columns.
  debug: {
    direction: 'column',
    parts: [
      split(51, pane(66, 'main', 'source'), pane(34, 'output', 'output')),
      pane(49, 'below', 'gdb'),
    ],
    hasSidebar: true,
  },
};

/** Panels at one place of a layout, in the order of their tabs. */
const panelsAt = (layout: LayoutName, place: Place): readonly PanelName[] =>
  (Object.keys(places) as PanelName[]).filter((name) => places[name][layout] === place);

/** Those a panel stands with in a layout: it comes back beside them. */
export const neighboursOf = (layout: LayoutName, name: PanelName): readonly PanelName[] =>
  panelsAt(layout, places[name][layout]);

export const hasSidebar = (layout: LayoutName): boolean => layouts[layout].hasSidebar;

/** The panel a layout is about. */
export const mainPanelOf = (layout: LayoutName): PanelName =>
  (({ investigate: 'verdict', profile: 'profile', trace: 'timeline', debug: 'gdb' }) as const)[
    layout
  ];

/** A layout as it is before anybody moves a panel. */
export function createLayout(layout: LayoutName): Arrangement {
  const { direction, parts } = layouts[layout];
  const partOf = (each: Pane): Part =>
    'place' in each
      ? { share: each.share, tabs: panelsAt(layout, each.place), front: each.front }
      : { share: each.share, parts: each.parts.map(partOf) };
  return { direction, parts: parts.map(partOf), floats: [], focus: mainPanelOf(layout) };
}

/** With these panels too, each at its place: what is open stays open when the layout changes. */
export function complete(
  layout: LayoutName,
  arrangement: Arrangement,
  open: readonly string[],
): Arrangement {
  const has = panelsOf(arrangement);
  return panelNames
    .filter((name) => open.includes(name) && !has.includes(name))
    .reduce((sum, name) => addTab(sum, name, neighboursOf(layout, name)), arrangement);
}

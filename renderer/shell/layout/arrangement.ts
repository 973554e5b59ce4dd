import type { DockviewApi } from 'dockview-react';
import { z } from 'zod';
import { panelNames, type PanelName } from '../../store/view';

/**
 * How panels stand, in words of our own: shares instead of pixels, so that it fits any window, and
 * nothing of the docking library, so that a stored one outlives its versions.
 */
export interface Arrangement {
  /** Of the outermost parts; inside of each the other one, and so on. */
  readonly direction: Direction;
  readonly parts: readonly Part[];
  readonly floats: readonly Float[];
  /** Front panel of the group that has the keyboard. */
  readonly focus?: string | undefined;
}
export type Direction = 'row' | 'column';
export interface Tabs {
  readonly tabs: readonly string[];
  readonly front?: string | undefined;
}
/** `share` is of the length of its parent, beside those of its neighbours. */
export type Part = { readonly share: number } & (Tabs | { readonly parts: readonly Part[] });
/** CSS pixels, from whichever edges the window was bound to. */
export interface Float extends Tabs {
  readonly box: Readonly<Record<string, number>>;
}

const tabs = { tabs: z.array(z.string()), front: z.string().optional() };
const share = z.number().positive();
const partSchema: z.ZodType<Part> = z.lazy(() =>
  z.union([z.object({ share, ...tabs }), z.object({ share, parts: z.array(partSchema) })]),
);
export const arrangementSchema = z.object({
  direction: z.enum(['row', 'column']),
  parts: z.array(partSchema),
  floats: z.array(z.object({ ...tabs, box: z.record(z.string(), z.number()) })),
  focus: z.string().optional(),
});

export const tabsOf = (part: Part): readonly string[] =>
  'tabs' in part ? part.tabs : part.parts.flatMap(tabsOf);

/** Every panel, whether docked or floating. */
export const panelsOf = ({ parts, floats }: Arrangement): readonly string[] => [
  ...parts.flatMap(tabsOf),
  ...floats.flatMap((float) => float.tabs),
];

/** Without panels that this version does not have, none twice, and without groups left empty. */
export function clean(arrangement: Arrangement): Arrangement {
  const left = new Set<string>(panelNames);
  const keep = (names: readonly string[]) => names.filter((name) => left.delete(name));
  const cleanPart = (part: Part): readonly Part[] => {
    if ('tabs' in part) {
      const kept = keep(part.tabs);
      return kept.length === 0 ? [] : [{ ...part, tabs: kept }];
    }
    const parts = part.parts.flatMap(cleanPart);
    return parts.length === 0 ? [] : [{ ...part, parts }];
  };
  return {
    ...arrangement,
    parts: arrangement.parts.flatMap(cleanPart),
    floats: arrangement.floats.flatMap((float) => {
      const kept = keep(float.tabs);
      return kept.length === 0 ? [] : [{ ...float, tabs: kept }];
    }),
  };
}

/** With a panel as one more tab of the first group that has one of these neighbours, or of the first. */
export function addTab(
  arrangement: Arrangement,
  name: PanelName,
  neighbours: readonly string[],
): Arrangement {
  const isHome = (part: Part) => tabsOf(part).some((each) => neighbours.includes(each));
  const add = (parts: readonly Part[]): readonly Part[] => {
    const at = Math.max(0, parts.findIndex(isHome));
    return parts.map((part, index) => {
      if (index !== at) return part;
      return 'tabs' in part
        ? { ...part, tabs: [...part.tabs, name] }
        : { ...part, parts: add(part.parts) };
    });
  };
  return { ...arrangement, parts: add(arrangement.parts) };
}

type Serialized = ReturnType<DockviewApi['toJSON']>;
type SerializedNode = Serialized['grid']['root'];
type Group = Extract<SerializedNode['data'], { views: string[] }>;

/** As the library reads it, for a dock of this size in CSS pixels. A title is what a tab is called. */
export function toDockview(
  arrangement: Arrangement,
  size: { readonly width: number; readonly height: number },
  titleOf: (panel: string) => string,
): Serialized {
  let groups = 0;
  let active: string | undefined;
  const groupOf = ({ tabs: views, front }: Tabs): Group => {
    const id = `group-${++groups}`;
    const activeView = front !== undefined && views.includes(front) ? front : views[0]!;
    if (activeView === arrangement.focus) active = id;
    return { id, views: [...views], activeView };
  };
  /** @param along length in the direction of its parent, @param across in the other one. */
  const nodeOf = (part: Part, along: number, across: number): SerializedNode => {
    if ('tabs' in part) return { type: 'leaf', size: along, data: groupOf(part) };
    const sum = part.parts.reduce((total, child) => total + child.share, 0);
    const data = part.parts.map((child) => nodeOf(child, (child.share / sum) * across, along));
    return { type: 'branch', size: along, data };
  };
  const isRow = arrangement.direction === 'row';
  const [length, across] = isRow ? [size.width, size.height] : [size.height, size.width];
  const root = nodeOf({ share: 1, parts: arrangement.parts }, across, length);
  const floatingGroups = arrangement.floats.map((float) => ({
    data: groupOf(float),
    position: float.box as never,
  }));
  const orientation = (isRow ? 'HORIZONTAL' : 'VERTICAL') as Serialized['grid']['orientation'];
  return {
    grid: { root, ...size, orientation },
    panels: Object.fromEntries(
      panelsOf(arrangement).map((id) => [id, { id, contentComponent: id, title: titleOf(id) }]),
    ),
    ...(active !== undefined && { activeGroup: active }),
    ...(floatingGroups.length > 0 && { floatingGroups }),
  };
}

/** The other way round. What the library knows beyond it (windows of their own) is left out. */
export function fromDockview({ grid, activeGroup, floatingGroups = [] }: Serialized): Arrangement {
  let focus: string | undefined;
  const tabsOfGroup = ({ id, views, activeView }: Group): Tabs => {
    if (id === activeGroup) focus = activeView;
    return { tabs: [...views], front: activeView };
  };
  const partOf = (node: SerializedNode): Part => {
    const length = Math.max(1, node.size ?? 1);
    return Array.isArray(node.data)
      ? { share: length, parts: node.data.map(partOf) }
      : { share: length, ...tabsOfGroup(node.data) };
  };
  const root = partOf(grid.root);
  return {
    direction: String(grid.orientation) === 'HORIZONTAL' ? 'row' : 'column',
    parts: 'parts' in root ? root.parts : [root],
    floats: floatingGroups.flatMap(({ data, position }) =>
      data === undefined ? [] : [{ ...tabsOfGroup(data), box: { ...position } as never }],
    ),
    focus,
  };
}

import type { RefObject } from 'react';
import { useOfferedActions, type Offer } from '../../store/panel-actions';
import type { FlameColoring } from '../../widgets/flame-palette';
import type { NodeAction } from './flame-detail';
import type { Attention } from './flame-pane';
import type { FlameShape } from './flame-tools';

export interface FlameParts {
  /** Holds the tools and the picture. */
  readonly host: RefObject<HTMLElement | null>;
  readonly attention: Attention | undefined;
  readonly shape: FlameShape;
  readonly setShape: (shape: FlameShape) => void;
  readonly canSandwich: boolean;
  readonly turn: () => void;
  readonly setColoring: (coloring: FlameColoring) => void;
  readonly hasBase: boolean;
  readonly act: (action: NodeAction) => void;
}

type Actions = Offer<'flame'>;

/** Keys of the picture beside those that walk the tree; the palette names them too. */
const keyActions: Readonly<Record<string, keyof Actions | undefined>> = {
  '/': 'search',
  0: 'resetZoom',
  i: 'callers',
  s: 'sandwich',
};

/** What the palette can do here. @returns what does it for a key of the picture; true: it was used. */
export function useFlameActions(parts: FlameParts): (key: string) => boolean {
  const { host, attention, shape, setShape, setColoring, act } = parts;
  const focus = (selector: string) => host.current?.querySelector<HTMLElement>(selector)?.focus();
  const inPicture = (run: () => void) => () => {
    focus('[role=application]');
    run();
  };
  // The root is no function.
  const hasNode = attention !== undefined && attention.facts.name !== 'root';
  const ofNode = (action: NodeAction) => (hasNode ? () => act(action) : undefined);
  const actions: Actions = {
    search: () => focus('input[type=search]'),
    zoomIn: hasNode ? inPicture(attention.zoom) : undefined,
    zoomOut: attention?.zoomOut && inPicture(attention.zoomOut),
    resetZoom: attention?.resetZoom && inPicture(attention.resetZoom),
    callees: inPicture(() => setShape('callees')),
    // Asked for again, it is turned back.
    callers: inPicture(() => setShape(shape === 'callers' ? 'callees' : 'callers')),
    sandwich: parts.canSandwich ? inPicture(() => setShape('sandwich')) : undefined,
    turn: shape === 'sandwich' ? undefined : inPicture(parts.turn),
    byPackage: inPicture(() => setColoring('group')),
    byDifference: parts.hasBase ? inPicture(() => setColoring('difference')) : undefined,
    oneColor: inPicture(() => setColoring('plain')),
    focus: ofNode('focus'),
    ignore: ofNode('ignore'),
    source: ofNode('source'),
    svg: attention?.exportSvg,
  };
  useOfferedActions('flame', actions);
  return (key) => {
    const action = keyActions[key.toLowerCase()];
    if (action === undefined) return false;
    actions[action]?.();
    return true;
  };
}

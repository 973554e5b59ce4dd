import type { FlameColumns } from './flame-layout';
import { createTokenReader } from './tokens';

type Rgb = readonly [red: number, green: number, blue: number];

/** Colours resolved from the theme, since a canvas knows no CSS variable. */
export interface FlamePalette {
  readonly text: string;
  readonly background: string;
  readonly same: string;
  readonly grow: Rgb;
  readonly shrink: Rgb;
  readonly plain: Rgb;
  readonly accent: string;
  readonly font: string;
  readonly isLight: boolean;
}

export function readFlamePalette(): FlamePalette {
  const token = createTokenReader();
  const background = token('--panel');
  const [red, green, blue] = parseHex(background);
  return {
    text: token('--text'),
    background,
    same: token('--line-strong'),
    grow: parseHex(token('--grow')),
    shrink: parseHex(token('--shrink')),
    plain: parseHex(token('--alloc')),
    accent: token('--accent'),
    font: `11px ${token('--mono')}`,
    isLight: red + green + blue > 384,
  };
}

/** `#rrggbb`, as all tokens are written; grey for anything else. */
export function parseHex(color: string): Rgb {
  const value = /^#[0-9a-f]{6}$/i.test(color) ? Number.parseInt(color.slice(1), 16) : 0x808080;
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export type FlameColoring = 'group' | 'difference' | 'plain';

/** The fill of each node. */
export type NodeColor = (node: number) => string;

/**
 * One colour a group (a group is what `groupOf` makes of a name), or one hue, a shade a name. The same for every tree, and
 * remembered: zooming draws a new tree of the same names.
 */
export function createNameColors(
  coloring: FlameColoring,
  palette: FlamePalette,
  groupOf: (name: string) => string,
): (name: string) => string {
  const known = new Map([
    ['', palette.same],
    ['root', palette.same],
  ]);
  return (name) => {
    let color = known.get(name);
    if (color === undefined) {
      color =
        coloring === 'plain'
          ? rgba(palette.plain, 0.34 + (0.3 * (hashOf(name) % 64)) / 64)
          : groupColor(groupOf(name), palette.isLight);
      known.set(name, color);
    }
    return color;
  };
}

/** By name, or by difference: warm grew, cold shrank, as deep as its part. */
export function createColors(
  { names, name, delta, cum }: FlameColumns,
  coloring: FlameColoring,
  palette: FlamePalette,
  colorOfName: (name: string) => string,
): NodeColor {
  if (coloring !== 'difference') return (node) => colorOfName(names[name[node]!] ?? '');
  const steps = [palette.grow, palette.shrink].map((color) =>
    Array.from({ length: 17 }, (_, step) => rgba(color, 0.22 + (0.6 * step) / 16)),
  );
  return (node) => {
    const change = delta[node]!;
    const largest = Math.max(1, Math.abs(cum[node]!), Math.abs(cum[node]! - change));
    const part = Math.min(1, Math.abs(change) / largest);
    if (part < 0.01) return palette.same;
    return steps[change > 0 ? 0 : 1]![Math.round(part * 16)]!;
  };
}

/** The same group has the same colour in every profile and session. */
export function groupColor(group: string, isLight: boolean): string {
  const spread = hashOf(group);
  const hue = spread % 360;
  const depth = (spread >>> 10) % 3;
  return isLight ? `hsl(${hue}, 52%, ${82 - depth * 4}%)` : `hsl(${hue}, 30%, ${26 + depth * 4}%)`;
}

/** FNV-1a, its upper bits mixed into the lower. */
function hashOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

const rgba = ([r, g, b]: Rgb, alpha: number) => `rgba(${r}, ${g}, ${b}, ${alpha})`;

import type { FlamePalette } from './flame-paint';
import { createTokenReader } from './tokens';

/** Reads the theme's tokens where the canvas stands. */
export function readFlamePalette(element: Element): FlamePalette {
  const token = createTokenReader(element);
  return {
    text: token('--text'),
    background: token('--panel'),
    same: token('--line-strong'),
    grow: parseHex(token('--grow')),
    shrink: parseHex(token('--shrink')),
    plain: parseHex(token('--alloc')),
    match: token('--accent-soft'),
    accent: token('--accent'),
    font: `11px ${token('--mono')}`,
  };
}

/** `#rrggbb`, as all tokens are written; grey for anything else. */
export function parseHex(color: string): readonly [number, number, number] {
  const value = /^#[0-9a-f]{6}$/i.test(color) ? Number.parseInt(color.slice(1), 16) : 0x808080;
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

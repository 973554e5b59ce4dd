/**
 * Design tokens for what knows no CSS variable: canvas, Monaco, xterm. Hexadecimal colours come
 * with six or eight digits, since the minifier shortens them and Monaco refuses the short form.
 */
export function createTokenReader(): (name: `--${string}`) => string {
  // Of the page, not of an element: one that is out of the document, as in a panel behind another, has no style.
  const style = getComputedStyle(document.documentElement);
  return (name) => expandHex(style.getPropertyValue(name).trim());
}

export function expandHex(color: string): string {
  return /^#[0-9a-f]{3,4}$/i.test(color) ? color.replace(/[0-9a-f]/gi, '$&$&') : color;
}

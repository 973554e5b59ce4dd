/** A codicon. Always beside a word or under a label: never the only name of a thing. */
export function Icon({ name, spin = false }: { name: string; spin?: boolean }) {
  const turning = spin ? ' codicon-modifier-spin' : '';
  return <span className={`codicon codicon-${name}${turning}`} aria-hidden="true" />;
}

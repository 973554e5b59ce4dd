/** Three legs, three hues, one point. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      <path
        d="M9 2v7M9 9L2.5 15.5M9 9l6.5 6.5"
        stroke="var(--text-3)"
        strokeWidth="1.6"
        fill="none"
      />
      <circle cx="9" cy="2.5" r="2.2" fill="var(--alloc)" />
      <circle cx="2.8" cy="15" r="2.2" fill="var(--time)" />
      <circle cx="15.2" cy="15" r="2.2" fill="var(--mem)" />
    </svg>
  );
}

/** A bar to the right for more, to the left for less; the figure stands beside it. */
export function SignedBar({ share }: { share: number }) {
  const width = `${Math.min(1, Math.abs(share)) * 50}%`;
  return (
    <span className="signed-bar" aria-hidden="true">
      <i
        className={share < 0 ? 'less' : 'more'}
        style={share < 0 ? { right: '50%', width } : { left: '50%', width }}
      />
    </span>
  );
}

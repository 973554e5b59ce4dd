import { useEffect, useState } from 'react';

/** A wait shorter than this would only flicker. */
const quietMs = 300;

/** Work of unknown length. Shows itself after 300 ms. */
export function Busy({ label }: { label: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div className="busy-note">
      <div className="progress indeterminate" role="progressbar" aria-label={label}>
        <div />
      </div>
      <span className="dim">{label}</span>
    </div>
  );
}

/** Work of an expected length; held at 97 % when it takes longer than that. */
export function Progress({ label, part }: { label: string; part: number }) {
  const percent = Math.round(Math.min(0.97, Math.max(0, part)) * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}

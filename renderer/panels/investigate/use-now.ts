import { useEffect, useState } from 'react';

/** The page's clock, ticking five times a second while something runs. */
export function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNow(performance.now()), 200);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}

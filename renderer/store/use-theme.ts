import { useEffect, useState } from 'react';

/** The theme now shown, for what cannot read CSS variables: canvas, Monaco, xterm. */
export function useTheme(): string {
  const [theme, setTheme] = useState(getShownTheme);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(getShownTheme()));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}

const getShownTheme = () => document.documentElement.dataset['theme'] ?? 'dark';

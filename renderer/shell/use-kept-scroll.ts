import { useEffect, useRef, type RefObject } from 'react';

/**
 * Keeps how far the parts of a panel are scrolled while it is behind another: the dock takes its
 * element out of the page, where every part falls back to its top without telling.
 */
export function useKeptScroll<E extends HTMLElement>(): RefObject<E | null> {
  const panel = useRef<E>(null);
  useEffect(() => {
    const host = panel.current;
    if (host === null) return;
    const kept = new Map<Element, { readonly top: number; readonly left: number }>();
    const keep = ({ target }: Event) => {
      if (target instanceof Element && host.offsetParent !== null) {
        kept.set(target, { top: target.scrollTop, left: target.scrollLeft });
      }
    };
    let isOut = false;
    const observer = new ResizeObserver(([entry]) => {
      const isIn = (entry?.contentRect.height ?? 0) > 0;
      if (isIn && isOut) {
        for (const [element, { top, left }] of kept) {
          if (host.contains(element)) element.scrollTo({ top, left, behavior: 'instant' });
          else kept.delete(element);
        }
      }
      isOut = !isIn;
    });
    observer.observe(host);
    host.addEventListener('scroll', keep, true);
    return () => {
      observer.disconnect();
      host.removeEventListener('scroll', keep, true);
    };
  }, []);
  return panel;
}

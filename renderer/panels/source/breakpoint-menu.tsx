import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { canRun, useDebugger } from '../../store/debugger';
import { newBreakpoint, removeBreakpoint, runToLine, setBreakpoint } from '../../store/debugging';
import { formatPosition } from '../../store/selection';
import { BreakpointFields } from '../../widgets/breakpoint-fields';
import { Icon } from '../../widgets/icon';

/** Where the menu was asked for, in pixels of the window. */
export interface MenuPlace {
  readonly line: number;
  readonly x: number;
  readonly y: number;
}

interface Props {
  readonly file: string;
  readonly at: MenuPlace;
  readonly onClose: () => void;
}

/** What can be done with a line of the source while it is debugged: run to it, and all there is to say of its breakpoint. */
export function BreakpointMenu({ file, at, onClose }: Props) {
  const { t } = useTranslation();
  const { line, x, y } = at;
  const host = useRef<HTMLDivElement>(null);
  const breakpoint = useDebugger(({ breakpoints }) =>
    breakpoints.find((each) => each.file === file && (each.placed?.line ?? each.line) === line),
  );
  const canMove = useDebugger(canRun);
  useEffect(() => {
    const before = document.activeElement;
    host.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
    const leave = (event: PointerEvent) => {
      if (!host.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener('pointerdown', leave, true);
    return () => {
      window.removeEventListener('pointerdown', leave, true);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [onClose]);
  const place = formatPosition({ path: file, line });
  const act = (act: () => Promise<void>) => () => {
    void act();
    onClose();
  };
  return (
    <div
      ref={host}
      className="breakpoint-menu"
      role="dialog"
      aria-label={t('debug.lineMenu', { place })}
      style={{
        left: Math.min(x, window.innerWidth - 300),
        top: Math.min(y, window.innerHeight - 260),
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <button className="menu-item" disabled={!canMove} onClick={act(() => runToLine(file, line))}>
        <Icon name="debug-line-by-line" /> {t('debug.runToLine', { line })}
      </button>
      {breakpoint === undefined ? (
        <button className="menu-item" onClick={() => void setBreakpoint(newBreakpoint(file, line))}>
          <Icon name="circle-filled" /> {t('debug.addBreakpoint')}
        </button>
      ) : (
        <>
          <button className="menu-item" onClick={act(() => removeBreakpoint(breakpoint.id))}>
            <Icon name="close" /> {t('debug.removeThis')}
          </button>
          <BreakpointFields
            place={place}
            terms={breakpoint}
            onChange={(changed) => void setBreakpoint(changed)}
          />
          {breakpoint.placed?.problem !== undefined && (
            <p className="gdb-problem">{breakpoint.placed.problem}</p>
          )}
        </>
      )}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useDebugger, type LineBreakpoint } from '../../store/debugger';
import { removeBreakpoint, setBreakpoint } from '../../store/debugging';
import { formatPosition, useSelection } from '../../store/selection';
import { revealPanel } from '../../store/view';
import { BreakpointFields } from '../../widgets/breakpoint-fields';
import { Icon } from '../../widgets/icon';

/** Where the program is to stop, under which condition, and what became of it. */
export function BreakpointList() {
  const { t } = useTranslation();
  const breakpoints = useDebugger((state) => state.breakpoints);
  if (breakpoints.length === 0) return <p className="dim pad">{t('debug.noBreakpoints')}</p>;
  return (
    <ul className="gdb-breakpoints" aria-label={t('debug.breakpoints')}>
      {breakpoints.map((each) => (
        <Breakpoint key={each.id} breakpoint={each} />
      ))}
    </ul>
  );
}

function Breakpoint({ breakpoint }: { breakpoint: LineBreakpoint }) {
  const { t } = useTranslation();
  const { file, line, placed } = breakpoint;
  const place = formatPosition({ path: file, line });
  const isMoved = placed?.line !== undefined && placed.line !== line;
  return (
    <li>
      <div className="gdb-watch-head">
        <button
          className="link mono"
          title={t('debug.goTo', { place: file })}
          onClick={() => {
            useSelection.getState().select({ source: { path: file, line: placed?.line ?? line } });
            revealPanel('source');
          }}
        >
          {place}
        </button>
        <span className="dim">
          {isMoved && t('debug.movedTo', { line: placed.line })}{' '}
          {placed !== undefined && placed.hits > 0 && t('debug.hits', { n: placed.hits })}
        </span>
        <button
          className="icon-button"
          aria-label={t('debug.removeBreakpoint', { place })}
          title={t('debug.removeBreakpoint', { place })}
          onClick={() => void removeBreakpoint(breakpoint.id)}
        >
          <Icon name="close" />
        </button>
      </div>
      <BreakpointFields
        place={place}
        terms={breakpoint}
        onChange={(changed) => void setBreakpoint(changed)}
      />
      {placed?.problem !== undefined && <p className="gdb-problem">{placed.problem}</p>}
    </li>
  );
}

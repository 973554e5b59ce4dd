import { useTranslation } from 'react-i18next';
import { canRun, useDebugger } from '../../store/debugger';
import { endDebugging, moveOn, pauseProgram, type Move } from '../../store/debugging';
import { formatPosition } from '../../store/selection';
import { Icon } from '../../widgets/icon';

const moves: readonly (readonly [Move, icon: string, key: string])[] = [
  ['continue', 'debug-continue', 'F5'],
  ['next', 'debug-step-over', 'F10'],
  ['step', 'debug-step-into', 'F11'],
  ['finish', 'debug-step-out', 'Shift+F11'],
];

/** What the program does now, and the buttons that move it. */
export function SessionBar() {
  const { t } = useTranslation();
  const state = useDebugger();
  const { phase, session } = state;
  const canMove = canRun(state);
  const button = (name: Move | 'pause' | 'end', icon: string, key: string, run: () => void) => {
    const label = t(`debug.move.${name}`);
    const isEnabled =
      name === 'end' ? session !== undefined : name === 'pause' ? phase === 'running' : canMove;
    return (
      <button
        key={name}
        className="icon-button"
        aria-label={label}
        title={`${label} (${key})`}
        disabled={!isEnabled}
        onClick={run}
      >
        <Icon name={icon} />
      </button>
    );
  };
  return (
    <div className="table-tools gdb-bar">
      <div role="toolbar" aria-label={t('debug.controls')}>
        {moves.map(([how, icon, key]) => button(how, icon, key, () => void moveOn(how)))}
        {button('pause', 'debug-pause', 'F6', () => void pauseProgram())}
        {button('end', 'debug-stop', 'Shift+F5', () => void endDebugging())}
      </div>
      <Status />
    </div>
  );
}

function Status() {
  const { t } = useTranslation();
  const phase = useDebugger((state) => state.phase);
  const stop = useDebugger((state) => state.stop);
  const frame = stop?.frame;
  const place =
    frame?.file === undefined
      ? frame?.function
      : formatPosition({ path: frame.file, line: frame.line ?? 0 });
  return (
    <p role="status" aria-label={t('debug.title')} className="gdb-status">
      <i className={phase === 'stopped' ? 'dot warn' : 'dot busy'} />
      {stop === undefined || place === undefined ? (
        t(`debug.phase.${phase}`)
      ) : (
        <b>{t('debug.stoppedAt', { place })}</b>
      )}
      {stop !== undefined && (
        <span className="dim">
          {t(`debug.reason.${stop.reason}`)}
          {stop.reason === 'signal' && ` ${stop.detail ?? ''}`}
          {' · '}
          {stop.goid > 0 ? t('debug.ofGoroutine', { goid: stop.goid }) : t('debug.noGoroutine')}
        </span>
      )}
      {stop?.watch !== undefined && <code>{t('debug.changed', stop.watch)}</code>}
    </p>
  );
}

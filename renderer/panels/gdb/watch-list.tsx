import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebugger } from '../../store/debugger';
import { removeBreakpoint, watchWrites } from '../../store/debugging';
import { Icon } from '../../widgets/icon';
import { useAtStop } from './use-at-stop';
import { Variables } from './variable-tree';

/** Expressions that are read anew at every stop; any can stop the program when it is written. */
export function WatchList() {
  const { t } = useTranslation();
  const watches = useDebugger((state) => state.watches);
  const [text, setText] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    const expression = text.trim();
    if (expression === '') return;
    setText('');
    useDebugger.setState({
      watches: [...watches.filter((each) => each !== expression), expression],
    });
  };
  return (
    <div className="gdb-watches">
      <form onSubmit={add}>
        <input
          className="input small mono"
          aria-label={t('debug.watchInput')}
          placeholder={t('debug.watchHint')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button className="button small" type="submit">
          {t('debug.addWatch')}
        </button>
      </form>
      {watches.length === 0 && <p className="dim pad">{t('debug.noWatch')}</p>}
      <ul aria-label={t('debug.watchLabel')}>
        {watches.map((expression) => (
          <Watch key={expression} expression={expression} />
        ))}
      </ul>
    </div>
  );
}

function Watch({ expression }: { expression: string }) {
  const { t } = useTranslation();
  const goid = useDebugger((state) => state.goid);
  const level = useDebugger((state) => state.level);
  const watchpoint = useDebugger(({ watchpoints }) =>
    watchpoints.find((each) => each.expression === expression),
  );
  const { value, failure } = useAtStop('gdb.evaluate', { goid, level, expression });
  const remove = () => {
    useDebugger.setState(({ watches }) => ({
      watches: watches.filter((each) => each !== expression),
    }));
    if (watchpoint !== undefined) void removeBreakpoint(watchpoint.id);
  };
  const label = t('debug.stopOnWrite', { expression });
  return (
    <li className="gdb-watch">
      <div className="gdb-watch-head">
        <code className="truncate">{expression}</code>
        {watchpoint !== undefined && <span className="chip">{t('debug.stopsOnWrite')}</span>}
        <button
          className="icon-button"
          aria-label={label}
          aria-pressed={watchpoint !== undefined}
          title={label}
          onClick={() =>
            watchpoint === undefined
              ? void watchWrites(expression)
              : void removeBreakpoint(watchpoint.id)
          }
        >
          <Icon name="eye-watch" />
        </button>
        <button
          className="icon-button"
          aria-label={t('debug.removeWatch', { expression })}
          title={t('debug.removeWatch', { expression })}
          onClick={remove}
        >
          <Icon name="close" />
        </button>
      </div>
      {failure !== undefined && <p className="dim">{failure.message}</p>}
      {value !== undefined && (
        <div className={`gdb-watch-value${value.variable.children === 0 ? ' single' : ''}`}>
          <Variables label={expression} variables={[value.variable]} />
        </div>
      )}
    </li>
  );
}

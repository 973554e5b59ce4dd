import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GdbFrame } from '../../../app/contract/gdb-views';
import { useDebugger } from '../../store/debugger';
import { lookAt } from '../../store/debugging';
import { formatPosition } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { Icon } from '../../widgets/icon';
import { walkList } from './goroutine-list';
import { useAtStop } from './use-at-stop';

/** The stack of the goroutine that is looked at; what Go's runtime does above is folded. */
export function StackList() {
  const { t } = useTranslation();
  const goid = useDebugger((state) => state.goid);
  const level = useDebugger((state) => state.level);
  const { value, failure } = useAtStop('gdb.stack', { goid });
  const [unfolded, setUnfolded] = useState(false);
  const stack = value?.goid === goid || goid === 0 ? value : undefined;
  const hidden = unfolded || level < (stack?.user ?? 0) ? 0 : (stack?.user ?? 0);
  const frames = stack?.frames.slice(hidden) ?? [];
  return (
    <section className="gdb-stack">
      <h3 className="section-title">
        {t('debug.stack')} <span className="dim">{t('debug.ofGoroutine', { goid })}</span>
      </h3>
      {failure !== undefined && <FailureNote failure={failure} />}
      {hidden > 0 && (
        <button className="gdb-fold" onClick={() => setUnfolded(true)}>
          <Icon name="chevron-right" /> {t('debug.runtimeFrames', { n: hidden })}
        </button>
      )}
      <ol className="gdb-list" role="listbox" aria-label={t('debug.stack')} onKeyDown={walkList}>
        {frames.map((frame) => (
          <FrameItem
            key={frame.level}
            frame={frame}
            isSelected={frame.level === level}
            onChoose={() => lookAt(goid, frame.level, frame)}
          />
        ))}
      </ol>
    </section>
  );
}

function FrameItem(props: { frame: GdbFrame; isSelected: boolean; onChoose: () => void }) {
  const { frame, isSelected } = props;
  const { t } = useTranslation();
  return (
    <li
      role="option"
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className={isSelected ? 'selected' : ''}
      title={`${frame.file ?? ''} ${frame.pc}`}
      onClick={props.onChoose}
    >
      <GoName className="truncate" name={frame.function} />
      {frame.inlined && <span className="chip">{t('debug.inlined')}</span>}
      <span className="dim">
        {frame.file === undefined
          ? frame.pc
          : formatPosition({ path: frame.file, line: frame.line ?? 0 })}
      </span>
    </li>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapDiff } from '../../../app/contract/heap-diff';
import { useFormats } from '../../i18n/setup';
import { ask } from '../../store/actions';
import { useReply } from '../../store/replies';
import { useSession } from '../../store/session';
import { FailureNote } from '../../widgets/failure-note';
import { Icon } from '../../widgets/icon';
import { Busy } from '../../widgets/progress';
import { ChangeTable, type Grouping } from './change-table';

/** What is compared with, and how it is shown: kept while another view of the heap is looked at. */
export interface ComparisonState {
  readonly base: string | undefined;
  readonly by: Grouping;
}
export const firstComparison: ComparisonState = { base: undefined, by: 'paths' };

/** What grew since an earlier snapshot of the same process, by path, root and type. */
export function Comparison(props: {
  bundle: string;
  state: ComparisonState;
  onState: (state: ComparisonState) => void;
  onType: (type: string) => void;
}) {
  const { bundle, state, onState } = props;
  const { t } = useTranslation();
  const { base } = state;
  const reply = useReply('heap.diff', base === undefined ? undefined : { bundle, base });
  return (
    <div className="table-panel">
      <BaseForm
        key={base}
        bundle={bundle}
        base={base}
        onBase={(chosen) => onState({ ...state, base: chosen })}
      />
      {reply.state === 'idle' && <p className="dim pad">{t('heap.compareText')}</p>}
      {reply.state === 'loading' && <Busy label={t('heap.comparing')} />}
      {reply.state === 'failed' && (
        <div className="pad">
          <FailureNote failure={reply.failure} />
        </div>
      )}
      {reply.state === 'ready' && (
        <>
          <Summary diff={reply.value} />
          <ChangeTable
            key={state.by}
            diff={reply.value}
            by={state.by}
            onBy={(by) => onState({ ...state, by })}
            onType={props.onType}
          />
        </>
      )}
    </div>
  );
}

/** Names the earlier snapshot: one of the bundles that are open, a path, or a file chosen by a dialog. */
function BaseForm(props: {
  bundle: string;
  base: string | undefined;
  onBase: (base: string) => void;
}) {
  const { t } = useTranslation();
  const bundles = useSession((state) => state.bundles);
  const others = bundles.filter((open) => open.bundle !== props.bundle);
  const [text, setText] = useState(props.base ?? '');
  const choose = async () => {
    const chosen = await ask('heap.choose', {});
    if (chosen !== undefined) props.onBase(chosen.path);
  };
  return (
    <form
      className="table-tools"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') props.onBase(text.trim());
      }}
    >
      <input
        className="input small mono heap-base"
        aria-label={t('heap.base')}
        placeholder={t('heap.baseHint')}
        list="heap-bases"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id="heap-bases">
        {others.map(({ bundle: handle, dir }) => (
          <option key={handle} value={dir ?? handle} />
        ))}
      </datalist>
      <button
        className="icon-button"
        type="button"
        aria-label={t('heap.chooseBase')}
        title={t('heap.chooseBase')}
        onClick={() => void choose()}
      >
        <Icon name="folder-opened" />
      </button>
      <button className="button small" type="submit" disabled={text.trim() === ''}>
        {t('heap.compare')}
      </button>
    </form>
  );
}

function Summary({ diff: { total, fate, secondsBetween, doubts } }: { diff: HeapDiff }) {
  const { t } = useTranslation();
  const f = useFormats();
  return (
    <p className="growth-summary">
      <span>
        <b>{f.delta(total.delta.bytes, 'bytes')}</b>{' '}
        {t('heap.between', { time: f.seconds(secondsBetween) })}
      </span>
      <span>
        {t('heap.fate', {
          new: f.bytes(fate.new.bytes),
          gone: f.bytes(fate.gone.bytes),
          kept: f.bytes(fate.kept.bytes),
        })}
      </span>
      {doubts.map((doubt) => (
        <span key={doubt}>{doubt}</span>
      ))}
    </p>
  );
}

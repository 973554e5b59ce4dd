import { useTranslation } from 'react-i18next';
import type { Frame } from '../../../app/contract/frame';
import type { HeapSuspect } from '../../../app/contract/heap-views';
import { isStandardLibrary } from '../../../app/domain/correlate/standard-library';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { formatPosition, useSelection } from '../../store/selection';
import { showFrame } from '../../store/show-frame';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { Busy } from '../../widgets/progress';
import { LeakedGoroutines } from './leaked-goroutines';

/** What keeps much of the heap alive, and goroutines that can never wake. */
export function Suspects({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const reply = useReply('heap.suspects', { bundle });
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('heap.building')} />;
  return (
    <div className="heap-suspects">
      <LeakedGoroutines bundle={bundle} />
      {reply.value.rows.length === 0 ? (
        <EmptyState icon="pass" title={t('heap.noSuspect')} text={t('heap.noSuspectText')} />
      ) : (
        <ol aria-label={t('heap.suspects')}>
          {reply.value.rows.map((suspect) => (
            <Suspect key={suspect.node} suspect={suspect} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Suspect({ suspect: { node, holder, allocations, aliasing } }: { suspect: HeapSuspect }) {
  const { t } = useTranslation();
  const f = useFormats();
  const object = useSelection((state) => state.selection.object);
  const select = useSelection((state) => state.select);
  const largest = allocations[0];
  const leaf = largest && ownFrame(largest.frames);
  return (
    <li className={object?.node === node ? 'selected' : ''}>
      <button
        className="heap-suspect"
        aria-pressed={object?.node === node}
        onClick={() => select({ object: { node, label: holder.root } })}
      >
        <b>
          <GoName name={holder.root} />
        </b>
        <span className="num">
          {f.bytes(holder.retainedBytes)} <span className="dim">{f.percent(holder.share)}</span>
        </span>
        <span className="dim">{t('heap.holds', { n: f.count(holder.objects) })}</span>
        {!holder.exclusive && <span className="dim">{t('heap.shared')}</span>}
      </button>
      {largest !== undefined && leaf !== undefined && (
        <p className="dim">
          {t('heap.madeBy', { objects: f.count(largest.objects) })}{' '}
          <button
            className="link mono"
            onClick={() => showFrame(leaf, { object: { node, label: holder.root } })}
          >
            {leaf.function} {formatPosition({ path: leaf.file, line: leaf.line })}
          </button>
        </p>
      )}
      {aliasing !== undefined && <p className="dim">{aliasing.says}</p>}
    </li>
  );
}

/** Innermost frame outside of Go's own libraries. */
const ownFrame = (frames: readonly Frame[]): Frame | undefined =>
  frames.find((frame) => !isStandardLibrary(frame.function)) ?? frames[0];

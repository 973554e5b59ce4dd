import { useTranslation } from 'react-i18next';
import { useReply } from '../../store/replies';
import { formatPosition, useSelection } from '../../store/selection';
import { getFinding, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';

interface Step {
  readonly via: string;
  readonly type: string;
  readonly address?: string | undefined;
}

/** The shortest way from a named root to the chosen object, and who allocated it. */
export function WhyAlive({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const object = useSelection((state) => state.selection.object);
  const holder = useSession((state) => getFinding(state)?.holder);
  const select = useSelection((state) => state.select);
  const isNamed = object !== undefined && object.node < 0;
  const why = useReply(
    'heap.why',
    object === undefined || isNamed ? undefined : { bundle, node: object.node },
  );
  const path: readonly Step[] | undefined =
    why.state === 'ready'
      ? why.value.path
      : isNamed && holder?.root === object.label
        ? holder.path.map((step, index) => (index === 0 ? { ...step, via: holder.root } : step))
        : undefined;
  const isRoot = path !== undefined && path[path.length - 1]?.address === undefined;
  return (
    <aside className="stack-detail" aria-label={t('heap.why')}>
      <h3 className="section-title">{t('heap.why')}</h3>
      {object === undefined && <p className="dim">{t('heap.choose')}</p>}
      {why.state === 'loading' && <Busy label={t('common.loading')} />}
      {why.state === 'failed' && <FailureNote failure={why.failure} />}
      {path !== undefined && (
        <ol className="why-path" aria-label={t('verdict.path')}>
          {path.map((step, index) => (
            <li key={index} style={{ marginLeft: Math.min(index, 8) * 10 }}>
              {step.via !== '' && <code className="via">{step.via}</code>} <code>{step.type}</code>{' '}
              <span className="dim">{step.address ?? ''}</span>
            </li>
          ))}
        </ol>
      )}
      {why.state === 'ready' && why.value.allocation.length > 0 && (
        <>
          <h3 className="section-title">{t('heap.allocatedBy')}</h3>
          <ol aria-label={t('heap.allocatedBy')}>
            {why.value.allocation.map((frame, index) => (
              <li key={index}>
                <button
                  onClick={() => {
                    const source = { path: frame.file, line: frame.line };
                    select({ ...(object && { object }), function: frame.function, source });
                    revealPanel('source');
                  }}
                >
                  <code className="truncate">{frame.function}</code>
                  <span className="dim">
                    {formatPosition({ path: frame.file, line: frame.line })}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
      {why.state === 'ready' && !isRoot && why.value.allocation.length === 0 && (
        <p className="dim">{t('heap.notSampled')}</p>
      )}
    </aside>
  );
}

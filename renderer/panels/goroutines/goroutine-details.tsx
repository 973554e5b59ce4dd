import { useTranslation } from 'react-i18next';
import type { Frame } from '../../../app/contract/frame';
import type { GoroutineDetail } from '../../../app/contract/goroutines';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { placesOf, showFrame } from '../../store/show-frame';
import { CopyButton } from '../../widgets/copy-button';
import { PlaceList } from '../../widgets/place-list';
import { LegMarks } from './leg-marks';

/** The chosen goroutine: where it stands, where the trace saw it last, who made it; frames lead to their lines. */
export function GoroutineDetails(props: {
  bundle: string;
  withGraph: boolean;
  /** What only the object graph tells is still to come. */
  awaitsGraph: boolean;
}) {
  const { bundle, withGraph, awaitsGraph } = props;
  const { t } = useTranslation();
  const goid = useSelection((state) => state.selection.goroutine);
  const reply = useReply(
    'goroutine.detail',
    goid === undefined ? undefined : { bundle, withGraph, goid },
  );
  const detail = reply.state === 'ready' ? reply.value.detail : undefined;
  if (detail === undefined) {
    const text = reply.state === 'ready' ? t('goroutines.gone', { goid }) : t('goroutines.choose');
    return (
      <aside className="stack-detail" aria-label={t('goroutines.details')}>
        <p className="dim">{reply.state === 'loading' ? t('common.loading') : text}</p>
      </aside>
    );
  }
  return <Details detail={detail} awaitsGraph={awaitsGraph} />;
}

function Details(props: { detail: GoroutineDetail; awaitsGraph: boolean }) {
  const { detail, awaitsGraph } = props;
  const { t } = useTranslation();
  const { row, stack, traceStack, creationStack, waitsOn } = detail;
  const isOther = !isSameStack(stack, traceStack);
  return (
    <aside className="stack-detail" aria-label={t('goroutines.details')}>
      <header>
        <b>G{row.goid}</b>
        <span className="truncate">{row.waitReason || row.state}</span>
        <LegMarks sources={row.sources} />
        <CopyButton label={t('goroutines.copyStack')} getText={() => printStacks(detail)} />
      </header>
      {row.provenStuck && (
        <p className="proven">
          {t('goroutines.provenLong')}
          {waitsOn !== undefined && <code> {waitsOn}</code>}
        </p>
      )}
      {awaitsGraph && <p className="dim">{t('goroutines.wakerAwaited')}</p>}
      <Life detail={detail} />
      <Stack
        title={
          detail.stackSource === undefined
            ? t('goroutines.stack')
            : t(`goroutines.stackBy.${detail.stackSource}`)
        }
        goid={row.goid}
        frames={stack}
      />
      {isOther && (
        <Stack title={t('goroutines.stackBy.trace')} goid={row.goid} frames={traceStack} />
      )}
      <Stack title={t('goroutines.createdBy')} goid={row.goid} frames={creationStack} />
    </aside>
  );
}

/** When it was born and what it did with its time. */
function Life({ detail: { row, waitsOn } }: { detail: GoroutineDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const times = (['running', 'runnable', 'waiting', 'syscall'] as const).flatMap((state) => {
    const ns = row[`${state}Ns`];
    return ns === undefined || ns === 0 ? [] : [{ state, ns }];
  });
  const all = times.reduce((sum, { ns }) => sum + ns, 0);
  const facts = [
    row.createdAtSeconds === undefined
      ? t('goroutines.bornBefore')
      : t('goroutines.bornAt', { at: f.seconds(row.createdAtSeconds) }),
    row.parent !== undefined && t('goroutines.bornOf', { goid: row.parent }),
    row.endedAtSeconds !== undefined &&
      t('goroutines.diedAt', { at: f.seconds(row.endedAtSeconds) }),
    row.waitingSinceSeconds !== undefined &&
      t(row.waitingLonger ? 'goroutines.waitsLonger' : 'goroutines.waitsSince', {
        at: f.seconds(row.waitingSinceSeconds),
      }),
    !row.provenStuck && waitsOn !== undefined && t('goroutines.waitsOn', { what: waitsOn }),
  ].filter((fact) => fact !== false);
  return (
    <>
      <p className="dim">{facts.join(' · ')}</p>
      {all > 0 && (
        <div
          className="life"
          role="img"
          aria-label={times
            .map(({ state, ns }) => `${t(`goroutines.${state}`)} ${f.milliseconds(ns / 1e6)}`)
            .join(', ')}
        >
          <div className="life-bar">
            {times.map(({ state, ns }) => (
              <i key={state} className={state} style={{ flexGrow: Math.max(ns / all, 0.005) }} />
            ))}
          </div>
          <ul>
            {times.map(({ state, ns }) => (
              <li key={state}>
                <i className={state} /> {t(`goroutines.${state}`)} <b>{f.milliseconds(ns / 1e6)}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Stack(props: { title: string; goid: number; frames: readonly Frame[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3 className="section-title">{props.title}</h3>
      {props.frames.length === 0 ? (
        <p className="dim">{t('goroutines.noStack')}</p>
      ) : (
        <PlaceList
          label={props.title}
          places={placesOf(props.frames)}
          onChoose={(index) => showFrame(props.frames[index]!, { goroutine: props.goid })}
        />
      )}
    </section>
  );
}

const isSameStack = (a: readonly Frame[], b: readonly Frame[]) =>
  b.length === 0 ||
  (a.length === b.length &&
    a.every((frame, i) => frame.function === b[i]?.function && frame.line === b[i]?.line));

/** As Go prints a goroutine. */
function printStacks({ row, stack, creationStack }: GoroutineDetail): string {
  const [creator] = creationStack;
  return [
    `goroutine ${row.goid} [${row.waitReason || row.state}]:`,
    ...stack.map((frame) => `${frame.function}\n\t${frame.file}:${frame.line}`),
    ...(creator ? [`created by ${creator.function}\n\t${creator.file}:${creator.line}`] : []),
  ].join('\n');
}

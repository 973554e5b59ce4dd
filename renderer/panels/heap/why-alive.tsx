import { useTranslation } from 'react-i18next';
import type { HeapWhy } from '../../../app/contract/heap-views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { placesOf, showFrame } from '../../store/show-frame';
import { CopyButton } from '../../widgets/copy-button';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { Busy } from '../../widgets/progress';
import { PlaceList } from '../../widgets/place-list';

/** The shortest way from a named root to an object, all ways by pattern, and who allocated it. */
export function WhyAlive(props: {
  bundle: string;
  of: { node: number } | { type: string };
  /** What stands above: it is not said twice. */
  heading: string | undefined;
}) {
  const { bundle, of } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const reply = useReply('heap.ways', { bundle, of, limit: 50 });
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  const { why } = reply.value;
  if (why === undefined) return <p className="dim">{t('heap.noWay')}</p>;
  return (
    <>
      {why.objects > 1 && (
        <p className="dim">
          {t('heap.aboutMany', { n: f.count(why.objects), subject: why.subject })}
        </p>
      )}
      <PathPicture why={why} heading={props.heading} />
      {why.unreachable > 0 && (
        <p className="dim">{t('heap.garbage', { n: f.count(why.unreachable) })}</p>
      )}
      <Groups why={why} />
      <Allocations why={why} />
    </>
  );
}

/** Boxes from the root to the object, with the words by which each refers to the next. */
function PathPicture(props: { why: HeapWhy; heading: string | undefined }) {
  const { path, expression } = props.why;
  const { t } = useTranslation();
  if (expression === '' && path.length === 0) return null;
  return (
    <>
      {expression !== '' && expression !== props.heading && (
        <p className="heap-expression">
          <GoName name={expression} />
          <CopyButton label={t('heap.copyExpression')} getText={() => expression} />
        </p>
      )}
      <ol className="path-picture" aria-label={t('verdict.path')}>
        {path.map((step, index) => (
          <li key={index} style={{ marginLeft: Math.min(index, 6) * 14 }}>
            {step.via !== '' && <GoName className="via" name={step.via} />}
            <span className="box">
              <GoName className="truncate" name={step.type} />
              <span className="dim">{step.address ?? ''}</span>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Ways that differ only in key or index are one. */
function Groups({ why: { groups, moreGroups } }: { why: HeapWhy }) {
  const { t } = useTranslation();
  const f = useFormats();
  const select = useSelection((state) => state.select);
  if (groups.length === 0) return null;
  return (
    <>
      <h3 className="section-title">{t('heap.ways')}</h3>
      <ul aria-label={t('heap.ways')}>
        {groups.map(({ pattern, objects, retainedBytes, example }) => (
          <li key={pattern}>
            <button
              title={example.expression}
              onClick={() => select({ object: { node: example.node, label: example.expression } })}
            >
              <GoName className="truncate" name={pattern} />
              <span className="dim">
                {t('heap.groupSays', { n: f.count(objects), bytes: f.bytes(retainedBytes) })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {moreGroups > 0 && <p className="dim">{t('heap.rest', { n: f.count(moreGroups) })}</p>}
    </>
  );
}

function Allocations({ why: { allocations } }: { why: HeapWhy }) {
  const { t } = useTranslation();
  const object = useSelection((state) => state.selection.object);
  const frames = allocations[0]?.frames ?? [];
  if (frames.length === 0) return <p className="dim">{t('heap.notSampled')}</p>;
  return (
    <>
      <h3 className="section-title">{t('heap.allocatedBy')}</h3>
      <PlaceList
        label={t('heap.allocatedBy')}
        places={placesOf(frames)}
        onChoose={(index) => showFrame(frames[index]!, object && { object })}
      />
    </>
  );
}

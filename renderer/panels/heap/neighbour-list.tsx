import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { Busy } from '../../widgets/progress';

const limit = 200;

/** Who refers to a node, or whom it refers to, and by which field. Each can be gone to. */
export function NeighbourList(props: {
  bundle: string;
  node: number;
  side: 'referrers' | 'referents';
}) {
  const { bundle, node, side } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const select = useSelection((state) => state.select);
  const reply = useReply(`heap.${side}`, { bundle, node, limit });
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  const { rows, total } = reply.value;
  return (
    <>
      <p className="dim">{t('heap.neighbours', { n: f.count(total) })}</p>
      <ul aria-label={t(`heap.part.${side}`)}>
        {rows.map((row, index) => (
          <li key={index}>
            <button onClick={() => select({ object: { node: row.node, label: row.label } })}>
              <span className="truncate">
                <GoName className="via" name={row.via} /> <GoName name={row.label} />
              </span>
              <span className="dim">{f.bytes(row.retainedBytes)}</span>
            </button>
          </li>
        ))}
      </ul>
      {total > rows.length && (
        <p className="dim">{t('heap.rest', { n: f.count(total - rows.length) })}</p>
      )}
    </>
  );
}

import { useTranslation } from 'react-i18next';
import type { WaitGroup } from '../../../app/contract/heap-leaks';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { formatPosition, useSelection } from '../../store/selection';
import { revealPanel } from '../../store/view';

/** Whoever can never wake keeps all that its stack holds: the groups of `trivet heap leaks`, each with its verdict. */
export function LeakedGoroutines({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const reply = useReply('heap.leaks', { bundle });
  const groups = reply.state === 'ready' ? reply.value.groups : [];
  if (groups.length === 0) return null;
  return (
    <section className="heap-stuck">
      <h3 className="section-title">{t('heap.stuck')}</h3>
      <ul aria-label={t('heap.stuck')}>
        {groups.map((group) => (
          <Group key={`${group.function} ${group.reason} ${group.goids[0]}`} group={group} />
        ))}
      </ul>
    </section>
  );
}

function Group({ group }: { group: WaitGroup }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { verdict, function: name, blockedAt, createdBy, reason, targets, goids, heldBy } = group;
  const select = useSelection((state) => state.select);
  const show = () => {
    const place = blockedAt ?? createdBy;
    const [goroutine] = goids;
    select({
      ...(goroutine !== undefined && { goroutine }),
      ...(place && { function: place.function, source: { path: place.file, line: place.line } }),
    });
    revealPanel('goroutines');
  };
  const target = targets[0]?.name;
  return (
    <li>
      <button className="link" onClick={show}>
        {f.count(verdict === 'proven' ? group.proven : group.count)} <code>{name}</code>
      </button>{' '}
      <span className="chip">{t(`heap.leakVerdict.${verdict}`)}</span>{' '}
      <span className="dim">
        {t('heap.waitsIn', { reason })}
        {blockedAt && ` ${formatPosition({ path: blockedAt.file, line: blockedAt.line })}`}
        {target !== undefined && target !== '' && ` · ${target}`}
        {heldBy !== undefined && ` · ${t('heap.heldBy', { holder: heldBy })}`}
      </span>
    </li>
  );
}

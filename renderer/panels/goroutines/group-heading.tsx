import { useTranslation } from 'react-i18next';
import type { GoroutineGroup } from '../../../app/contract/goroutines';
import { useFormats } from '../../i18n/setup';
import { formatPosition } from '../../store/selection';

/** What a group has in common: the go statement with its callers, or what they wait for. */
export function GroupHeading({ group }: { group: GoroutineGroup }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [place, ...callers] = group.stack;
  return (
    <>
      <b className="group-count">{f.count(group.count)}</b>
      {place === undefined ? (
        <span>
          {group.label || t(group.key === 'others' ? 'goroutines.others' : 'goroutines.unknown')}
        </span>
      ) : (
        <span
          title={group.stack
            .map((frame) => `${frame.function}\n  ${frame.file}:${frame.line}`)
            .join('\n')}
        >
          <code>{place.function}</code>{' '}
          <span className="dim">{formatPosition({ path: place.file, line: place.line })}</span>
          {callers[0] !== undefined && (
            <span className="dim">
              {' ← '}
              <code>{callers[0].function}</code>
            </span>
          )}
        </span>
      )}
      {group.label === '' && group.mostly !== '' && <span className="chip">{group.mostly}</span>}
      {group.stuck > 0 && (
        <span className="chip stuck" title={t('goroutines.stuckHelp')}>
          {t('goroutines.stuckCount', { n: f.count(group.stuck) })}
        </span>
      )}
      {group.ended > 0 && (
        <span className="chip">{t('goroutines.endedCount', { n: f.count(group.ended) })}</span>
      )}
    </>
  );
}

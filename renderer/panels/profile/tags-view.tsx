import { useTranslation } from 'react-i18next';
import type { ProfileQuery } from '../../../app/contract/profile-views';
import type { Formats } from '../../i18n/format';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { Change } from './change';
import { exactly } from './filter-row';

interface TagsViewProps {
  readonly query: ProfileQuery;
  /** An expression of `-tagfocus`. */
  readonly onFocus: (expression: string) => void;
}

/** What the samples are labelled with: `go tool pprof -tags`. */
export function TagsView({ query, onFocus }: TagsViewProps) {
  const { t } = useTranslation();
  const f = useFormats();
  const reply = useReply('profile.tags', query);
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  const { unit, total, samples, keys } = reply.value;
  const hasBase = query.base !== undefined;
  if (keys.length === 0) {
    return (
      <EmptyState
        icon="tag"
        title={t('profile.noTagsTitle')}
        text={t('profile.noTags', { count: samples })}
      />
    );
  }
  return (
    <div className="tags pad" role="region" aria-label={t('profile.tags')} tabIndex={0}>
      {keys.map((key) => (
        <section key={key.key}>
          <h3>
            <code>{key.key}</code>
            <span className="dim">
              {t('profile.tagTotal', {
                value: f.value(key.total, unit),
                part: f.percent(total === 0 ? 0 : key.total / total),
              })}
              {hasBase && ` · Δ ${f.delta(key.total - key.before, unit)}`}
              {' · '}
              {t('table.shownOf', {
                shown: f.count(key.values.length),
                total: f.count(key.valueCount),
              })}
            </span>
          </h3>
          <ul>
            {key.values.map((row) => {
              const share = key.total === 0 ? 0 : row.total / key.total;
              return (
                <li key={row.value}>
                  <i style={{ width: `${Math.abs(share) * 100}%` }} aria-hidden="true" />
                  <span className="figure">{f.value(row.total, unit)}</span>
                  <span className="figure dim">{f.percent(share)}</span>
                  {hasBase && <Change value={row.total - row.before} unit={unit} />}
                  <button
                    className="link mono"
                    title={`${key.key}: ${row.value}\n${t('profile.tagFocusHelp')}`}
                    onClick={() => onFocus(tagExpression(key.key, row.value))}
                  >
                    {row.value === '' ? '""' : shownValue(row.value, f)}
                  </button>
                  <span className="dim">{t('profile.samples', { count: row.samples })}</span>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** A number in the unit that the reader's locale gives it, other than in an expression. */
function shownValue(value: string, f: Formats): string {
  const [, number, unit] = /^(-?\d+) (bytes|nanoseconds)$/.exec(value) ?? [];
  return unit === undefined ? value : f.value(Number(number), unit);
}

/** A number is written with its unit; pprof wants them together, and no expression. */
function tagExpression(key: string, value: string): string {
  const number = /^(-?\d+) (\S+)$/.exec(value);
  if (number) return `${key}=${number[1]}${number[2]}`;
  return `${key}=${/^-?\d+$/.test(value) ? value : exactly(value)}`;
}

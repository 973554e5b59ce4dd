import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../app/domain/format/format';
import type { TraceSummaryDocument } from '../../../app/contract/trace-summary';
import { useSelection } from '../../store/selection';
import { formatNs } from './format-time';

/** What goroutines waited for, by kind, and the place where most of it was; the place can be chosen. */
export function BlockedBars({ summary }: { summary: TraceSummaryDocument }) {
  const { t } = useTranslation();
  const selected = useSelection(({ selection }) => selection.function);
  const select = useSelection((state) => state.select);
  const { blocking } = summary.stats;
  const most = blocking[0]?.totalNs ?? 0;
  if (most === 0) return <p className="dim plot-none">{t('traceSummary.nothingBlocked')}</p>;
  let row = 0;
  return (
    <ol className="blocked-bars">
      {blocking.map((kind) => {
        const place = summary.waitPlaces[row]?.place;
        row += kind.top.length;
        return (
          <li key={kind.kind}>
            <span>{t(`traceSummary.kinds.${kind.kind}`)}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${(100 * kind.totalNs) / most}%` }} />
            </span>
            <span
              className="figure"
              title={t('traceSummary.waits', {
                n: formatCount(kind.waits),
                max: formatNs(kind.maxNs),
                open: formatCount(kind.openWaits),
              })}
            >
              {formatNs(kind.totalNs)}
            </span>
            {place !== undefined && (
              <button
                className={place.function === selected ? 'link place chosen' : 'link place'}
                title={`${place.function}\n${place.file}:${place.line}`}
                onClick={() =>
                  select({
                    function: place.function,
                    source: { path: place.file, line: place.line },
                  })
                }
              >
                <code className="truncate">{place.function}</code>
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

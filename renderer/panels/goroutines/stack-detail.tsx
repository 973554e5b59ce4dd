import { useTranslation } from 'react-i18next';
import type { GoroutineRow } from '../../../app/contract/views';
import { useFormats } from '../../i18n/setup';
import { formatPosition, useSelection } from '../../store/selection';
import { revealPanel } from '../../store/view';
import { CopyButton } from '../../widgets/copy-button';

/** Stack of the chosen goroutine, its birth and its wait; frames lead to their lines. */
export function StackDetail({ rows }: { rows: readonly GoroutineRow[] }) {
  const { t } = useTranslation();
  const f = useFormats();
  const goid = useSelection((state) => state.selection.goroutine);
  const select = useSelection((state) => state.select);
  const row = rows.find((each) => each.goid === goid);
  if (row === undefined) {
    return (
      <aside className="stack-detail" aria-label={t('goroutines.stack')}>
        <p className="dim">{t('goroutines.choose')}</p>
      </aside>
    );
  }
  const stackText = () =>
    row.stack.map((frame) => `${frame.function}\n\t${frame.file}:${frame.line}`).join('\n');
  return (
    <aside className="stack-detail" aria-label={t('goroutines.stack')}>
      <header>
        <b>G{row.goid}</b> {row.waitReason || row.state}
        <CopyButton label={t('goroutines.copyStack')} getText={stackText} />
      </header>
      {row.provenStuck && <p className="proven">{t('goroutines.provenLong')}</p>}
      <p className="dim">
        {row.createdAtSeconds === undefined
          ? t('goroutines.bornBefore')
          : t('goroutines.bornAt', { at: f.seconds(row.createdAtSeconds) })}
        {' · '}
        {t('goroutines.knownBy', {
          sources: row.sources.map((source) => t(`sources.${source}`)).join(', '),
        })}
      </p>
      <ol aria-label={t('goroutines.stack')}>
        {row.stack.map((frame, index) => (
          <li key={index}>
            <button
              onClick={() => {
                const source = { path: frame.file, line: frame.line };
                select({ goroutine: row.goid, function: frame.function, source });
                revealPanel('source');
              }}
            >
              <code className="truncate">{frame.function}</code>
              <span className="dim">{formatPosition({ path: frame.file, line: frame.line })}</span>
            </button>
          </li>
        ))}
      </ol>
      {row.createdBy !== undefined && (
        <p className="dim">
          {t('goroutines.createdBy')} <code>{row.createdBy.function}</code>{' '}
          {formatPosition({ path: row.createdBy.file, line: row.createdBy.line })}
        </p>
      )}
    </aside>
  );
}

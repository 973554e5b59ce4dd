import { useTranslation } from 'react-i18next';
import type { TraceDiffRow } from '../../../app/contract/trace-diff';
import { formatPosition, useSelection } from '../../store/selection';
import { revealPanel } from '../../store/view';
import { CopyButton } from '../../widgets/copy-button';

/** Stack of the chosen row, as the heavier side has it; frames lead to their lines. */
export function RowStack({ row }: { row: TraceDiffRow }) {
  const { t } = useTranslation();
  const select = useSelection((state) => state.select);
  const stack = row.stack ?? [];
  const text = () =>
    stack.map((frame) => `${frame.function}\n\t${frame.file}:${frame.line}`).join('\n');
  return (
    <aside className="stack-detail" aria-label={t('goroutines.stack')}>
      <header>
        <b className="truncate">{row.about ?? row.key}</b>
        <CopyButton label={t('goroutines.copyStack')} getText={text} />
      </header>
      <ol aria-label={t('goroutines.stack')}>
        {stack.map((frame, index) => (
          <li key={index}>
            <button
              onClick={() => {
                const source = { path: frame.file, line: frame.line };
                select({ function: frame.function, source });
                revealPanel('source');
              }}
            >
              <code className="truncate">{frame.function}</code>
              <span className="dim">{formatPosition({ path: frame.file, line: frame.line })}</span>
            </button>
          </li>
        ))}
      </ol>
    </aside>
  );
}

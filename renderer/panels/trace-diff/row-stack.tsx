import { useTranslation } from 'react-i18next';
import type { TraceDiffRow } from '../../../app/contract/trace-diff';
import { placesOf, showFrame } from '../../store/show-frame';
import { CopyButton } from '../../widgets/copy-button';
import { PlaceList } from '../../widgets/place-list';

/** Stack of the chosen row, as the heavier side has it; frames lead to their lines. */
export function RowStack({ row }: { row: TraceDiffRow }) {
  const { t } = useTranslation();
  const stack = row.stack ?? [];
  const text = () =>
    stack.map((frame) => `${frame.function}\n\t${frame.file}:${frame.line}`).join('\n');
  return (
    <aside className="stack-detail" aria-label={t('goroutines.stack')}>
      <header>
        <b className="truncate">{row.about ?? row.key}</b>
        <CopyButton label={t('goroutines.copyStack')} getText={text} />
      </header>
      <PlaceList
        label={t('goroutines.stack')}
        places={placesOf(stack)}
        onChoose={(index) => showFrame(stack[index]!)}
      />
    </aside>
  );
}

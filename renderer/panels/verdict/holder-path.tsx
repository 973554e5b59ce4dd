import { useTranslation } from 'react-i18next';
import type { Holder, PathStep } from '../../../app/contract/findings';
import { useFormats } from '../../i18n/setup';

const maxBoxes = 4;

/** Boxes from the root down, each with the word that leads to the next. */
export function HolderPath({ holder }: { holder: Holder }) {
  const { t } = useTranslation();
  const f = useFormats();
  const steps = shorten(holder.path);
  return (
    <div className="holder">
      <ol aria-label={t('verdict.path')}>
        {steps.map((step, index) => (
          <li key={index} style={{ marginLeft: index * 22 }}>
            {step === 'gap' ? (
              <span className="dim">…</span>
            ) : (
              <>
                {index > 0 && step.via !== '' && <span className="via">{step.via}</span>}
                <span className="box">
                  <code className="truncate" title={index === 0 ? holder.root : step.type}>
                    {index === 0 ? holder.root : step.type}
                  </code>
                  <span className="dim">{noteOf(step, index)}</span>
                </span>
              </>
            )}
          </li>
        ))}
      </ol>
      <div className="retains">
        <span className="dim">{t('verdict.retains')}</span>
        <b>{f.bytes(holder.retainedBytes)}</b>
        <span className="dim">
          {t('verdict.objects', { count: holder.objects, n: f.shortCount(holder.objects) })}
        </span>
      </div>
    </div>
  );

  function noteOf(step: PathStep, index: number): string {
    if (index === 0) return t(`rootKinds.${holder.rootKind}`);
    return step.count > 1 ? `× ${f.shortCount(step.count)}` : (step.address ?? '');
  }
}

/** Keeps the root and the end; the middle of a long way is said to be there. */
function shorten(path: readonly PathStep[]): readonly (PathStep | 'gap')[] {
  const [root] = path;
  if (path.length <= maxBoxes || root === undefined) return path;
  return [root, 'gap', ...path.slice(path.length - (maxBoxes - 2))];
}

import { useTranslation } from 'react-i18next';
import type { Finding, Refuted } from '../../../app/contract/findings';
import { useFormats } from '../../i18n/setup';
import type { OpenBundle } from '../../store/session';
import type { Mentions } from './mentions';
import { RichText } from './rich-text';

/** What to do, what speaks against it, what is missing, what turned out innocent. */
export function Notes(props: { open: OpenBundle; finding: Finding; mentions: Mentions }) {
  const { finding, mentions, open } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const { measures, refuted, session } = open.findings;
  const list = (lines: readonly string[]) => (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <RichText text={line} mentions={mentions} />
        </li>
      ))}
    </ul>
  );
  const commands = session.steps.flatMap(({ command }) => (command === undefined ? [] : [command]));
  return (
    <div className="notes">
      {finding.remedy !== undefined && (
        <section>
          <h2 className="section-title">{t('verdict.remedy')}</h2>
          <p>
            <RichText text={finding.remedy} mentions={mentions} />
          </p>
        </section>
      )}
      <section>
        <h2 className="section-title">{t('verdict.contradictions')}</h2>
        {finding.contradictions.length > 0 ? (
          list(finding.contradictions)
        ) : (
          <p>{t('verdict.none')}</p>
        )}
        <p className="dim">{t('verdict.forced', { n: f.count(measures.forcedCollections) })}</p>
      </section>
      {finding.missing.length > 0 && (
        <section>
          <h2 className="section-title">{t('verdict.missing')}</h2>
          {list(finding.missing)}
        </section>
      )}
      <RefutedList refuted={refuted} />
      {commands.length > 0 && (
        <section className="reproduce">
          <details>
            <summary className="section-title">{t('verdict.reproduce')}</summary>
            <pre tabIndex={0}>{commands.join('\n')}</pre>
          </details>
        </section>
      )}
    </div>
  );
}

/** Suspicious at first, innocent on evidence. */
export function RefutedList({ refuted }: { refuted: readonly Refuted[] }) {
  const { t } = useTranslation();
  if (refuted.length === 0) return null;
  return (
    <section>
      <h2 className="section-title">{t('verdict.refuted')}</h2>
      <ul>
        {refuted.map(({ subject, reason, kind }) => (
          <li key={`${kind} ${subject}`}>
            <span className="refuted-mark" aria-hidden="true">
              □
            </span>{' '}
            <code>{subject}</code> {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}

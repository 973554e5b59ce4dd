import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../app/contract/findings';
import { useFormats } from '../../i18n/setup';
import { showSuspect } from '../../store/actions';
import { useSession, type OpenBundle } from '../../store/session';
import { Icon } from '../../widgets/icon';
import { VerdictBadge } from '../../widgets/verdict-badge';
import type { Mentions } from './mentions';
import { RichText } from './rich-text';

/** Verdict word, sentence and the two numbers that matter. */
export function Headline(props: { open: OpenBundle; finding: Finding; mentions: Mentions }) {
  const { finding, mentions, open } = props;
  const { t } = useTranslation();
  return (
    <header className="head">
      <div className="head-text">
        <div className="head-line">
          <VerdictBadge verdict={finding.verdict} />
          <span className="dim">{t(`kinds.${finding.kind}`)}</span>
          <SuspectSwitch count={open.findings.findings.length} />
        </div>
        <h1>
          <RichText text={finding.sentence} mentions={mentions} />
        </h1>
        <p className="sub">
          <RichText text={finding.detail} mentions={mentions} />
        </p>
      </div>
      <Numbers finding={finding} />
    </header>
  );
}

function SuspectSwitch({ count }: { count: number }) {
  const { t } = useTranslation();
  const suspect = useSession((state) => state.suspect);
  const show = (index: number) => showSuspect((index + count) % count);
  return (
    <span className="suspects" role="group" aria-label={t('verdict.suspects')}>
      <span className="dim" role="status">
        {t('verdict.suspectOf', { index: suspect + 1, count })}
      </span>
      {count > 1 && (
        <>
          <button
            className="icon-button"
            aria-label={t('verdict.previous')}
            onClick={() => show(suspect - 1)}
          >
            <Icon name="chevron-left" />
          </button>
          <button
            className="icon-button"
            aria-label={t('verdict.next')}
            onClick={() => show(suspect + 1)}
          >
            <Icon name="chevron-right" />
          </button>
        </>
      )}
    </span>
  );
}

function Numbers({ finding }: { finding: Finding }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { holder, growth, goroutines } = finding;
  const rate = (value: number) =>
    growth?.unit === 'goroutines' ? f.number(value, 1) : f.bytesPerSecond(value);
  return (
    <dl className="nums">
      {holder !== undefined && (
        <div>
          <dd>{f.percent(holder.share)}</dd>
          <dt>{t('verdict.ofLiveHeap')}</dt>
        </div>
      )}
      {holder === undefined && goroutines !== undefined && (
        <div>
          <dd>{f.count(goroutines.count)}</dd>
          <dt>{t('verdict.goroutines')}</dt>
        </div>
      )}
      {growth !== undefined && (
        <div>
          <dd>
            +{rate(growth.perSecond)}
            {growth.unit === 'goroutines' && t('verdict.perSecond')}
          </dd>
          <dt>{t('verdict.interval', { low: rate(growth.low), high: rate(growth.high) })}</dt>
        </div>
      )}
    </dl>
  );
}

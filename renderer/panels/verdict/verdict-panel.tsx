import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../app/contract/findings';
import { chooseBundle, chooseProject } from '../../store/actions';
import { getActiveBundle, getFinding, useSession, type OpenBundle } from '../../store/session';
import { EmptyState } from '../../widgets/empty-state';
import { VerdictBadge } from '../../widgets/verdict-badge';
import { AllocationCard } from './allocation-card';
import { Headline } from './headline';
import { Joins } from './joins';
import { MemoryCard } from './memory-card';
import { collectMentions } from './mentions';
import { Notes, RefutedList } from './notes';
import { TimeCard } from './time-card';

/** The answer: one sentence, three kinds of proof, what joins them, what is missing. */
export function VerdictPanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
  const finding = useSession(getFinding);
  if (open === undefined) {
    return (
      <EmptyState icon="law" title={t('verdict.emptyTitle')} text={t('verdict.empty')}>
        <div className="row">
          <button className="button primary" onClick={() => void chooseProject()}>
            {t('start.open')}
          </button>
          <button className="button" onClick={() => void chooseBundle()}>
            {t('start.bundle')}
          </button>
        </div>
      </EmptyState>
    );
  }
  return finding === undefined ? (
    <NothingFound open={open} />
  ) : (
    <Board open={open} finding={finding} />
  );
}

function Board({ open, finding }: { open: OpenBundle; finding: Finding }) {
  const mentions = useMemo(() => collectMentions(finding, open.findings), [finding, open]);
  const shared = { open, finding, mentions };
  return (
    <article className="board">
      <Headline {...shared} />
      <div className="legs">
        <AllocationCard {...shared} />
        <TimeCard {...shared} />
        <MemoryCard {...shared} />
      </div>
      <Joins finding={finding} mentions={mentions} />
      <Notes {...shared} />
    </article>
  );
}

/** No suspect is a finding too: what was looked at and why it is innocent. */
function NothingFound({ open }: { open: OpenBundle }) {
  const { t } = useTranslation();
  const { findings } = open;
  return (
    <article className="board">
      <header className="head">
        <div>
          <VerdictBadge verdict={findings.verdict} />
          <h1>{findings.summary}</h1>
        </div>
      </header>
      <ul className="leg-states">
        {(['allocation', 'time', 'memory'] as const).map((leg) => (
          <li key={leg} className={`leg-${leg}`}>
            <b>{t(`legs.${leg}`)}</b> {findings.legs[leg].says}
          </li>
        ))}
      </ul>
      <RefutedList refuted={findings.refuted} />
    </article>
  );
}

import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../app/contract/findings';
import { useFormats } from '../../i18n/setup';
import { useSelection } from '../../store/selection';
import type { OpenBundle } from '../../store/session';
import { revealPanel } from '../../store/view';
import { HolderPath } from './holder-path';
import { LegCard } from './leg-card';
import type { Mentions } from './mentions';

/** Who keeps it: the way from a named root to the objects. */
export function MemoryCard(props: { open: OpenBundle; finding: Finding; mentions: Mentions }) {
  const { open, finding, mentions } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const { measures, session } = open.findings;
  const openHeap = () => {
    if (finding.holder !== undefined) {
      useSelection.getState().select({ object: { node: -1, label: finding.holder.root } });
    }
    revealPanel('heap');
  };
  const source = [
    session.tools.gdb &&
      (/^gdb/i.test(session.tools.gdb) ? session.tools.gdb : `gdb ${session.tools.gdb}`),
    measures.snapshotPauseMs !== undefined &&
      t('verdict.stopped', { pause: f.milliseconds(measures.snapshotPauseMs) }),
  ].filter(Boolean);
  return (
    <LegCard
      name="memory"
      leg={finding.legs.memory}
      source={source.join(' · ')}
      mentions={mentions}
      footnote={
        measures.selfCheckError === undefined
          ? ''
          : t('verdict.selfCheck', { error: `${f.number(measures.selfCheckError * 100, 2)} %` })
      }
      openLabel={t('verdict.whyAlive')}
      onOpen={openHeap}
    >
      {finding.holder !== undefined && <HolderPath holder={finding.holder} />}
      {finding.holder === undefined && finding.goroutines !== undefined && (
        <p className="proof">
          <b>{f.count(finding.goroutines.provenStuck)}</b>{' '}
          {t('verdict.provenStuck', { count: finding.goroutines.count })}
        </p>
      )}
    </LegCard>
  );
}

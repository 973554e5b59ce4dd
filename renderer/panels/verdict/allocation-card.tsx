import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../app/contract/findings';
import { useReply } from '../../store/replies';
import type { OpenBundle } from '../../store/session';
import { revealPanel } from '../../store/view';
import { useSelection } from '../../store/selection';
import { Busy } from '../../widgets/progress';
import { LegCard } from './leg-card';
import type { Mentions } from './mentions';
import { MiniFlame } from './mini-flame';

/** Who made it, and did it grow: the difference of the first and last profile. */
export function AllocationCard(props: { open: OpenBundle; finding: Finding; mentions: Mentions }) {
  const { open, finding, mentions } = props;
  const { t } = useTranslation();
  const profiles = open.findings.session.artefacts.filter(({ kind }) => kind === 'heap-profile');
  const first = profiles[0];
  const last = profiles.at(-1);
  const isGoroutines = finding.kind === 'goroutine-leak';
  const flame = useReply(
    'profile.flame',
    last && {
      bundle: open.bundle,
      path: last.path,
      ...(first !== last && first !== undefined && { base: first.path }),
      sampleType: 'inuse_space',
      // A picture of this size shows nothing smaller.
      minShare: 0.001,
    },
  );
  const openProfile = () => {
    if (finding.allocation !== undefined) {
      const { function: name, file: path, line } = finding.allocation;
      useSelection.getState().select({ function: name, source: { path, line } });
    }
    revealPanel('profile');
  };
  const footnote =
    profiles.length < 2
      ? t('verdict.oneProfile')
      : t('verdict.difference', { last: profiles.length });
  return (
    <LegCard
      name="allocation"
      leg={finding.legs.allocation}
      source={t('verdict.profiles', { count: profiles.length })}
      mentions={mentions}
      footnote={footnote}
      openLabel={t('verdict.open')}
      onOpen={openProfile}
    >
      {flame.state === 'loading' && <Busy label={t('common.loading')} />}
      {flame.state === 'ready' && (
        <MiniFlame
          flame={flame.value}
          prefer={isGoroutines ? undefined : finding.allocation?.function}
        />
      )}
      {flame.state === 'failed' && <p className="dim">{flame.failure.message}</p>}
      {flame.state === 'idle' && <p className="dim">{t('verdict.noProfile')}</p>}
    </LegCard>
  );
}

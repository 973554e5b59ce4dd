import { useTranslation } from 'react-i18next';
import type { GoroutineViewInput } from '../../../app/contract/goroutines';
import type { Finding } from '../../../app/contract/findings';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import type { OpenBundle } from '../../store/session';
import { revealPanel } from '../../store/view';
import { LegCard } from './leg-card';
import type { Mentions } from './mentions';
import { TimeStrip } from './time-strip';

/** More than a strip has room for; of more goroutines a part that is spread evenly. */
const maxLanes = 200;

/** What the goroutines did while the heap floor rose. */
export function TimeCard(props: { open: OpenBundle; finding: Finding; mentions: Mentions }) {
  const { open, finding, mentions } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const { measures, session } = open.findings;
  const { growth, goroutines: stuck } = finding;
  const functionName = stuck?.function ?? finding.allocation?.function;
  const view: GoroutineViewInput = {
    of: { function: functionName, createdBy: stuck?.createdBy.function },
    ended: true,
    sorting: { column: 'createdAt', direction: 'ascending' },
  };
  const { bundle } = open;
  const all = useReply('goroutine.open', { bundle, view });
  const lanes = useReply(
    'goroutine.rows',
    all.state !== 'ready'
      ? undefined
      : {
          bundle,
          view,
          offset: 0,
          limit: maxLanes,
          step: Math.ceil((all.value.shown + 1) / maxLanes),
        },
  );
  const mine = lanes.state === 'ready' ? lanes.value : [];
  const openGoroutines = () => {
    if (stuck !== undefined) {
      const { function: name, file: path, line } = stuck.blockedAt;
      useSelection.getState().select({ function: stuck.function || name, source: { path, line } });
    }
    revealPanel('goroutines');
  };
  const rate =
    growth && (growth.unit === 'bytes' ? f.bytesPerSecond : (v: number) => `${f.number(v, 1)}/s`);
  const footnote = [
    growth && rate && t('verdict.floor', { rate: rate(growth.perSecond) }),
    stuck?.blockedOn,
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <LegCard
      name="time"
      leg={finding.legs.time}
      source={[
        t('verdict.trace', {
          seconds: measures.traceSeconds === undefined ? '–' : f.seconds(measures.traceSeconds),
        }),
        session.tools.go,
      ]
        .filter(Boolean)
        .join(' · ')}
      mentions={mentions}
      footnote={footnote}
      openLabel={t('verdict.open')}
      onOpen={openGoroutines}
    >
      <TimeStrip growth={growth} lanes={mine} endSeconds={measures.recordedSeconds} />
    </LegCard>
  );
}

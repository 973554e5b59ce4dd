import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../app/contract/ipc';
import { useFormats } from '../../i18n/setup';
import { ask, chooseBundle, showBundle } from '../../store/actions';
import { getActiveBundle, useSession } from '../../store/session';
import { Busy } from '../../widgets/progress';
import { VerdictBadge } from '../../widgets/verdict-badge';

/** Sessions open in this window: switch, verify, or open one from disk. */
export function CapturesPanel() {
  const { t } = useTranslation();
  const f = useFormats();
  const bundles = useSession((state) => state.bundles);
  const active = useSession(getActiveBundle);
  return (
    <div className="side-panel">
      <h2 className="section-title">{t('activity.captures')}</h2>
      {bundles.length === 0 && <p className="dim">{t('captures.empty')}</p>}
      <ul className="card-list">
        {bundles.map((open) => (
          <li key={open.bundle}>
            <button
              className={open === active ? 'side-card on' : 'side-card'}
              aria-pressed={open === active}
              onClick={() => showBundle(open)}
            >
              <b className="truncate">{open.findings.session.target.package}</b>
              <VerdictBadge verdict={open.findings.verdict} />
              <span className="dim">{f.dateTime(open.findings.session.createdAtMs)}</span>
              <span className="dim truncate">{open.dir}</span>
            </button>
          </li>
        ))}
      </ul>
      <button className="button" onClick={() => void chooseBundle()}>
        {t('start.bundle')}
      </button>
      {active !== undefined && <Verify key={active.bundle} bundle={active.bundle} />}
    </div>
  );
}

function Verify({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Output<'bundle.verify'>>();
  const isRunning = useSession((state) => state.pending.includes('bundle.verify'));
  const verify = () => void ask('bundle.verify', { bundle }).then(setOutcome);
  return (
    <section aria-label={t('captures.verify')}>
      <button className="button wide" disabled={isRunning} onClick={verify}>
        {t('captures.verify')}
      </button>
      {isRunning && <Busy label={t('captures.verifying')} />}
      {outcome !== undefined && (
        <div role="status" className="verify-outcome">
          <p>
            <i className={outcome.hashes ? 'dot ok' : 'dot fail'} />{' '}
            {t(outcome.hashes ? 'captures.hashesOk' : 'captures.hashesWrong')}
          </p>
          <p>
            <i className={outcome.verdict ? 'dot ok' : 'dot fail'} />{' '}
            {t(outcome.verdict ? 'captures.verdictOk' : 'captures.verdictWrong')}
          </p>
          {outcome.says.map((line) => (
            <p key={line} className="dim">
              {line}
            </p>
          ))}
        </div>
      )}
    </section>
  );
}

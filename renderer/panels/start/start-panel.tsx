import { useTranslation } from 'react-i18next';
import { chooseBundle, chooseProject, openProject, runDoctor } from '../../store/actions';
import { useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { Busy } from '../../widgets/progress';
import { Icon } from '../../widgets/icon';
import { DoctorLine } from './doctor-line';

/** The first minute: open a project or the sample, one click away from Investigate. */
export function StartPanel() {
  const { t, i18n } = useTranslation();
  const recent = useSession((state) => state.info?.recent) ?? [];
  const cases = useSession((state) => state.cases);
  const isOpening = useSession(({ pending }) =>
    pending.some((name) => name.startsWith('project.')),
  );
  const sample = cases[0];
  const isChinese = i18n.language === 'zh';
  return (
    <div className="start">
      <div className="start-inner">
        <h1>{t('start.title')}</h1>
        <p className="lead">{t('start.lead')}</p>
        <LegLine />
        <div className="start-actions">
          <button className="button primary" onClick={() => void chooseProject()}>
            <Icon name="folder-opened" /> {t('start.open')}
          </button>
          <button
            className="button"
            disabled={sample === undefined}
            onClick={() => sample && void openProject(sample.dir)}
          >
            <Icon name="beaker" /> {t('start.sample')}
          </button>
          <button className="button" onClick={() => void chooseBundle()}>
            <Icon name="archive" /> {t('start.bundle')}
          </button>
          <button className="button" onClick={() => revealPanel('profile')}>
            <Icon name="flame" /> {t('start.profile')}
          </button>
        </div>
        {isOpening && <Busy label={t('start.opening')} />}
        <div className="start-columns">
          <section aria-labelledby="start-recent">
            <h2 id="start-recent" className="section-title">
              {t('start.recent')}
            </h2>
            {recent.length === 0 && <p className="dim">{t('start.noRecent')}</p>}
            <ul>
              {recent.map(({ dir, name }) => (
                <li key={dir}>
                  <button className="start-entry" onClick={() => void openProject(dir)}>
                    <span>{name}</span>
                    <span className="dim truncate">{dir}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <section aria-labelledby="start-cases">
            <h2 id="start-cases" className="section-title">
              {t('activity.cases')}
            </h2>
            <ul>
              {cases.map((each) => (
                <li key={each.id}>
                  <button className="start-entry" onClick={() => void openProject(each.dir)}>
                    <span>{isChinese ? each.titleZh : each.title}</span>
                    <span className="dim">{isChinese ? each.summaryZh : each.summary}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        </div>
        <DoctorLine onRetry={() => void runDoctor()} />
      </div>
    </div>
  );
}

/** The three kinds of evidence, in the hues they keep everywhere. */
function LegLine() {
  const { t } = useTranslation();
  return (
    <ul className="start-legs">
      {(['allocation', 'time', 'memory'] as const).map((leg) => (
        <li key={leg} className={`leg-${leg}`}>
          <b>{t(`legs.${leg}`)}</b> {t(`legs.${leg}Question`)}
        </li>
      ))}
    </ul>
  );
}

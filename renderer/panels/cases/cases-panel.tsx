import { useTranslation } from 'react-i18next';
import { openProject } from '../../store/actions';
import { useSession } from '../../store/session';

/** Programs with a known fault, to learn on. */
export function CasesPanel() {
  const { t, i18n } = useTranslation();
  const cases = useSession((state) => state.cases);
  const isChinese = i18n.language === 'zh';
  return (
    <div className="side-panel">
      <h2 className="section-title">{t('activity.cases')}</h2>
      <p className="dim">{t('cases.about')}</p>
      <ul className="card-list">
        {cases.map((each) => (
          <li key={each.id}>
            <button className="side-card" onClick={() => void openProject(each.dir)}>
              <b>{isChinese ? each.titleZh : each.title}</b>
              <span className="dim">{isChinese ? each.summaryZh : each.summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

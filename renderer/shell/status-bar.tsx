import { useTranslation } from 'react-i18next';
import { getActiveBundle, getLegCount, useSession } from '../store/session';
import { resolveLanguage, type ThemeChoice } from '../store/preferences';
import { showActivity, useView } from '../store/view';
import { choosePreference } from './preferences';

const themes: readonly ThemeChoice[] = ['system', 'dark', 'light', 'contrast'];

/** Tools, build and legs at a glance; language and theme to choose. */
export function StatusBar() {
  const { t } = useTranslation();
  const doctor = useSession((state) => state.doctor);
  const build = useSession((state) => getActiveBundle(state)?.findings.session.target.buildProfile);
  const legs = useSession(getLegCount);
  const notice = useSession((state) => state.info?.notice);
  const preferences = useView((state) => state.preferences);
  const language = resolveLanguage(preferences.language, navigator.language);
  return (
    <footer className="status-bar">
      <button onClick={() => showActivity('doctor')} aria-label={t('shell.openDoctor')}>
        {doctor?.summary ?? t('shell.checking')}
      </button>
      {build !== undefined && (
        <span>{t('shell.build', { profile: t(`profiles.${build}.name`) })}</span>
      )}
      {notice !== undefined && (
        <span className="notice truncate" title={notice}>
          {notice}
        </span>
      )}
      <span className="right">
        {legs !== undefined && <span>{t('shell.legs', { count: legs })}</span>}
        <select
          aria-label={t('shell.language')}
          value={language}
          onChange={(event) => choosePreference({ language: event.target.value as 'en' | 'zh' })}
        >
          <option value="en">English</option>
          <option value="zh">中文</option>
        </select>
        <select
          aria-label={t('shell.theme')}
          value={preferences.theme}
          onChange={(event) => choosePreference({ theme: event.target.value as ThemeChoice })}
        >
          {themes.map((theme) => (
            <option key={theme} value={theme}>
              {t(`themes.${theme}`)}
            </option>
          ))}
        </select>
      </span>
    </footer>
  );
}

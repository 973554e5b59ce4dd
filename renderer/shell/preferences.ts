import { changeLanguage } from '../i18n/setup';
import { translateBundle } from '../store/actions';
import {
  resolveLanguage,
  resolveTheme,
  writePreferences,
  type Preferences,
  type Theme,
} from '../store/preferences';
import { useView } from '../store/view';

const lightQuery = '(prefers-color-scheme: light)';
const contrastQuery = '(prefers-contrast: more)';

/** Changes a preference, shows it at once and remembers it. */
export function choosePreference(change: Partial<Omit<Preferences, 'version'>>): void {
  const preferences = { ...useView.getState().preferences, ...change };
  useView.setState({ preferences });
  writePreferences(localStorage, preferences);
  applyPreferences();
  if (change.language !== undefined) void translateBundle();
}

export function getTheme(preferences: Preferences): Theme {
  return resolveTheme(preferences.theme, {
    light: matchMedia(lightQuery).matches,
    contrast: matchMedia(contrastQuery).matches,
  });
}

export function applyPreferences(): void {
  const { preferences } = useView.getState();
  document.documentElement.dataset['theme'] = getTheme(preferences);
  void changeLanguage(resolveLanguage(preferences.language, navigator.language));
}

/** Follows the system while the choice is `system`. @returns what stops following. */
export function followSystem(): () => void {
  const queries = [matchMedia(lightQuery), matchMedia(contrastQuery)];
  queries.forEach((query) => query.addEventListener('change', applyPreferences));
  return () => queries.forEach((query) => query.removeEventListener('change', applyPreferences));
}

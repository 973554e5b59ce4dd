import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@vscode/codicons/dist/codicon.css';
import 'dockview-react/dist/styles/dockview.css';
import './styles/index.css';
import { App } from './app';
import { setupI18n } from './i18n/setup';
import { applyPreferences } from './shell/preferences';
import { readPreferences, resolveLanguage } from './store/preferences';
import { useView } from './store/view';

async function start(): Promise<void> {
  const preferences = readPreferences(localStorage);
  useView.setState({ preferences });
  await setupI18n(resolveLanguage(preferences.language, navigator.language));
  applyPreferences();
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();

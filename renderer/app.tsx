import { useEffect, useState } from 'react';
import { StartPanel } from './panels/start/start-panel';
import { ActivityBar } from './shell/activity-bar';
import { runCommand } from './shell/commands';
import { DockArea } from './shell/dock-area';
import { ErrorBoundary } from './shell/error-boundary';
import { setupKeys } from './shell/keys';
import { KeysSheet } from './shell/keys-sheet';
import { NoticeBar } from './shell/notice-bar';
import { Palette } from './shell/palette';
import { followSystem } from './shell/preferences';
import { Sidebar } from './shell/sidebar';
import { StatusBar } from './shell/status-bar';
import { TitleBar } from './shell/title-bar';
import { boot, connectEvents } from './store/boot';
import { subscribe } from './store/bridge';
import { useView } from './store/view';

/** The window: title, activities, side bar, panels, status. */
export function App() {
  const screen = useView((state) => state.screen);
  const hasSidebar = useView((state) => state.sidebarOpen) && screen === 'work';
  const [hasWorked, setHasWorked] = useState(screen === 'work');
  useEffect(() => {
    if (screen === 'work') setHasWorked(true);
  }, [screen]);
  useEffect(() => {
    const stops = [
      connectEvents(),
      setupKeys(),
      followSystem(),
      subscribe('menu.chosen', ({ command }) => void runCommand(command)),
    ];
    void boot();
    return () => stops.forEach((stop) => stop());
  }, []);
  return (
    <div className={hasSidebar ? 'shell' : 'shell no-sidebar'}>
      <TitleBar />
      <ActivityBar />
      {hasSidebar && <Sidebar />}
      <main className="main">
        <NoticeBar />
        <ErrorBoundary>
          {screen === 'start' && <StartPanel />}
          {/* Kept while the start page shows: a terminal must not lose its shell. */}
          <div className="work" hidden={screen === 'start'}>
            {hasWorked && <DockArea />}
          </div>
        </ErrorBoundary>
      </main>
      <StatusBar />
      <Palette />
      <KeysSheet />
    </div>
  );
}

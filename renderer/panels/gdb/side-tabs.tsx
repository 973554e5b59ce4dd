import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BreakpointList } from './breakpoint-list';
import { Console } from './console';
import { DisassemblyView } from './disassembly-view';
import { RegisterList } from './register-list';
import { WatchList } from './watch-list';

const sections = {
  console: Console,
  watch: WatchList,
  breakpoints: BreakpointList,
  registers: RegisterList,
  disassembly: DisassemblyView,
};
type Section = keyof typeof sections;

/** What is not always looked at, one at a time. */
export function SideTabs() {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Section>('console');
  const Body = sections[shown];
  return (
    <section className="gdb-side" aria-label={t('debug.sections')}>
      <div className="table-tools">
        <div className="segmented" role="group" aria-label={t('debug.sections')}>
          {(Object.keys(sections) as Section[]).map((each) => (
            <button
              key={each}
              aria-pressed={shown === each}
              className={shown === each ? 'on' : ''}
              onClick={() => setShown(each)}
            >
              {t(`debug.section.${each}`)}
            </button>
          ))}
        </div>
      </div>
      <Body />
    </section>
  );
}

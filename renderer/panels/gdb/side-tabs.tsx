import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../widgets/segmented';
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
        <Segmented
          label={t('debug.sections')}
          options={Object.keys(sections) as Section[]}
          value={shown}
          textOf={(each) => t(`debug.section.${each}`)}
          onChoose={setShown}
        />
      </div>
      <Body />
    </section>
  );
}

import { useTranslation } from 'react-i18next';
import { isStopped, useDebugger } from '../../store/debugger';
import { EmptyState } from '../../widgets/empty-state';
import { GoroutineList } from './goroutine-list';
import { SessionBar } from './session-bar';
import { SideTabs } from './side-tabs';
import { StackList } from './stack-list';
import { StartForm } from './start-form';
import { VariableTree } from './variable-tree';

/** A program under GDB: its goroutines and their stacks, its variables, and the moves. */
export function GdbPanel() {
  const phase = useDebugger((state) => state.phase);
  return phase === 'idle' ? <StartForm /> : <Session />;
}

function Session() {
  const { t } = useTranslation();
  const stopped = useDebugger(isStopped);
  return (
    <div className="gdb">
      <SessionBar />
      <div className="gdb-body">
        {stopped ? (
          <>
            <GoroutineList />
            <div className="gdb-frame">
              <StackList />
              <VariableTree />
            </div>
          </>
        ) : (
          <div className="gdb-waiting">
            <EmptyState icon="debug-alt" title={t('debug.title')} text={t('debug.whileRunning')} />
          </div>
        )}
        <SideTabs />
      </div>
    </div>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../app/contract/ipc';
import { useDebugger } from '../../store/debugger';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { useAtStop } from './use-at-stop';

/**
 * General registers of the frame that is looked at: of a caller, as it will find them again. Those that changed since the
 * same goroutine's frame was last shown, at another stop, are marked.
 */
export function RegisterList() {
  const { t } = useTranslation();
  const goid = useDebugger((state) => state.goid);
  const level = useDebugger((state) => state.level);
  const { value, failure } = useAtStop('gdb.registers', { goid, level });
  const changed = useChanged(value?.registers, `${goid} ${level}`);
  if (failure !== undefined) return <FailureNote failure={failure} />;
  return (
    <div className="gdb-registers" role="region" tabIndex={0} aria-label={t('debug.registers')}>
      <dl>
        {(value?.registers ?? []).map(({ name, value: number, symbol }) => (
          <div key={name} className={changed.has(name) ? 'changed' : ''}>
            <dt>{name}</dt>
            <dd>
              <code>{number}</code> <GoName className="dim" name={symbol} />
              {changed.has(name) && <span className="chip">{t('debug.changedRegister')}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Registers = Output<'gdb.registers'>['registers'];
const none: ReadonlySet<string> = new Set();

/** Names of registers whose value is another than in the reading before. @param frame whose they are. */
function useChanged(registers: Registers | undefined, frame: string): ReadonlySet<string> {
  const [seen, setSeen] = useState<{
    of: Registers;
    frame: string;
    changed: ReadonlySet<string>;
  }>();
  if (registers !== undefined && seen?.of !== registers) {
    const before = new Map(
      seen?.frame === frame ? seen.of.map(({ name, value }) => [name, value]) : [],
    );
    const changed = registers.filter(
      ({ name, value }) => before.has(name) && before.get(name) !== value,
    );
    setSeen({ of: registers, frame, changed: new Set(changed.map(({ name }) => name)) });
  }
  return seen?.changed ?? none;
}

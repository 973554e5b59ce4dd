import { useTranslation } from 'react-i18next';
import { useDebugger } from '../../store/debugger';
import { FailureNote } from '../../widgets/failure-note';
import { useAtStop } from './use-at-stop';

/** General registers of the frame that is looked at: of a caller, as it will find them again. */
export function RegisterList() {
  const { t } = useTranslation();
  const goid = useDebugger((state) => state.goid);
  const level = useDebugger((state) => state.level);
  const { value, failure } = useAtStop('gdb.registers', { goid, level });
  if (failure !== undefined) return <FailureNote failure={failure} />;
  return (
    <div className="gdb-registers" role="region" tabIndex={0} aria-label={t('debug.registers')}>
      <dl>
        {(value?.registers ?? []).map(({ name, value: number, symbol }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{number}</code> <code className="dim">{symbol}</code>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

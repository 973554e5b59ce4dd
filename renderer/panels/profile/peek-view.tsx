import { useTranslation } from 'react-i18next';
import type { ProfileCall, ProfileQuery } from '../../../app/contract/profile-views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { FailureNote } from '../../widgets/failure-note';
import { FunctionName } from '../../widgets/function-name';
import { Busy } from '../../widgets/progress';
import { Change } from './change';
import { selectFunction } from './select-function';

const shownCalls = 50;

/** `go tool pprof -peek`: who calls the chosen function and whom it calls, with the share of each. */
export function PeekView({ query, name }: { query: ProfileQuery; name: string | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  const reply = useReply(
    'profile.peek',
    name === undefined ? undefined : { ...query, granularity: 'functions', function: name },
  );
  if (name === undefined) return <p className="peek dim pad">{t('profile.peekEmpty')}</p>;
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  const { unit, row, callers, callees } = reply.value;
  const cum = row?.cum ?? 0;
  return (
    <section className="peek" aria-label={t('profile.peek')}>
      <h3>
        <code title={name}>{name}</code>
        <span className="dim">
          {row === undefined
            ? t('profile.notInProfile')
            : `flat ${f.value(row.flat, unit)} · cum ${f.value(cum, unit)}`}
        </span>
      </h3>
      <div className="peek-sides">
        {(
          [
            ['callers', callers],
            ['callees', callees],
          ] as const
        ).map(([side, calls]) => (
          <Calls
            key={side}
            title={t(`profile.${side}`)}
            calls={calls}
            cum={cum}
            unit={unit}
            hasBase={query.base !== undefined}
            onSelect={(other) => void selectFunction(query, other)}
          />
        ))}
      </div>
    </section>
  );
}

function Calls(props: {
  title: string;
  calls: readonly ProfileCall[];
  cum: number;
  unit: string;
  hasBase: boolean;
  onSelect: (name: string) => void;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const { calls, cum, unit, hasBase } = props;
  return (
    <div>
      <h4>
        {props.title}{' '}
        <span className="dim">
          {t('table.shownOf', {
            shown: f.count(Math.min(shownCalls, calls.length)),
            total: f.count(calls.length),
          })}
        </span>
      </h4>
      <ul>
        {calls.slice(0, shownCalls).map((call) => {
          const share = cum === 0 ? 0 : call.weight / cum;
          return (
            <li key={call.name}>
              <i style={{ width: `${Math.min(100, Math.abs(share) * 100)}%` }} aria-hidden="true" />
              <span className="figure">{f.value(call.weight, unit)}</span>
              <span className="figure dim">{f.percent(share)}</span>
              {hasBase && <Change value={call.weight - call.before} unit={unit} />}
              <button className="link mono" onClick={() => props.onSelect(call.name)}>
                <FunctionName name={call.name} />
              </button>
              {call.inline && <span className="dim">{t('profile.inlined')}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

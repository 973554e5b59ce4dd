import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RawInput } from '../../../app/contract/ipc';
import type { Flame } from '../../../app/contract/profile-views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { useTheme } from '../../store/use-theme';
import { FailureNote } from '../../widgets/failure-note';
import { FlameCanvas } from '../../widgets/flame-canvas';
import { Busy } from '../../widgets/progress';

/** The call tree; choosing a function moves every other panel to it. */
export function FlameView({ query }: { query: RawInput<'profile.flame'> }) {
  const { t } = useTranslation();
  const reply = useReply('profile.flame', query);
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  return <LoadedFlame flame={reply.value} />;
}

function LoadedFlame({ flame }: { flame: Flame }) {
  const { t } = useTranslation();
  const f = useFormats();
  const theme = useTheme();
  const selected = useSelection((state) => state.selection.function);
  const select = useSelection((state) => state.select);
  const [search, setSearch] = useState('');
  const [matched, setMatched] = useState<number>();
  const total = flame.cum[0] ?? 0;

  const describe = useCallback(
    (node: number) => {
      const name = flame.names[flame.name[node] ?? 0] ?? '';
      const file = flame.files[flame.file[node] ?? -1] ?? '';
      const line = flame.line[node] ?? 0;
      const delta = flame.delta[node] ?? 0;
      const cum = flame.cum[node] ?? 0;
      return [
        name === '' ? 'root' : name,
        ...(file === '' ? [] : [`${file.slice(file.lastIndexOf('/') + 1)}:${line}`]),
        `cum ${f.value(cum, flame.unit)} · ${t('profile.ofTotal', { part: f.percent(total > 0 ? cum / total : 0) })}`,
        `flat ${f.value(flame.flat[node] ?? 0, flame.unit)}`,
        ...(delta === 0 ? [] : [t('profile.sinceBase', { delta: f.delta(delta, flame.unit) })]),
      ].join('\n');
    },
    [flame, f, t, total],
  );
  const onSelect = (node: number) => {
    const name = flame.names[flame.name[node] ?? 0];
    const path = flame.files[flame.file[node] ?? -1];
    const line = flame.line[node] ?? 0;
    if (node === 0 || name === undefined) return;
    select({
      function: name,
      ...(path !== undefined && path !== '' && { source: { path, line } }),
    });
  };
  return (
    <div className="flame-view">
      <div className="table-tools">
        <input
          className="input small"
          type="search"
          value={search}
          placeholder={t('profile.search')}
          aria-label={t('profile.search')}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className="dim count" role="status">
          {matched !== undefined
            ? t('profile.matched', {
                value: f.value(matched, flame.unit),
                part: f.percent(total > 0 ? matched / total : 0),
              })
            : t('profile.total', { value: f.value(total, flame.unit) })}
        </span>
      </div>
      <FlameCanvas
        label={t('profile.flame')}
        flame={flame}
        query={search}
        selectedName={selected}
        theme={theme}
        describe={describe}
        onSelect={onSelect}
        onMatch={setMatched}
      />
    </div>
  );
}

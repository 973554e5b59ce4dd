import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileQuery } from '../../../app/contract/profile-views';
import { compileNameMatcher } from '../../../app/domain/pprof/name-matcher';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { revealPanel } from '../../store/view';
import type { FlameColoring } from '../../widgets/flame-palette';
import { FlameDetail, type NodeAction } from './flame-detail';
import { FlamePane, type Attention } from './flame-pane';
import { FlameTools, type FlameShape } from './flame-tools';
import { selectFunction } from './select-function';
import { useFlameActions } from './use-flame-actions';

interface FlameViewProps {
  readonly query: ProfileQuery;
  /** Always the same function: the picture is drawn again with another one. */
  readonly onFilter: (name: 'focus' | 'ignore', function_: string) => void;
}

/** The call tree: from the root, from the leaves, or around one function; choosing one moves every other panel to it. */
export function FlameView({ query, onFilter }: FlameViewProps) {
  const { t } = useTranslation();
  const f = useFormats();
  const [search, setSearch] = useState('');
  const [shape, setShape] = useState<FlameShape>('callees');
  const [center, setCenter] = useState<string>();
  const [isUpright, setUpright] = useState(false);
  const [wanted, setColoring] = useState<FlameColoring>();
  const [attention, setAttention] = useState<Attention>();
  const coloring = wanted ?? (query.base === undefined ? 'group' : 'difference');
  const matches = useMemo(() => compileNameMatcher(search), [search]);
  const found = useReply('profile.search', matches && { ...query, search: search.trim() });

  const onSelect = useCallback((name: string) => void selectFunction(query, name), [query]);
  const onAction = useCallback(
    (action: NodeAction, name: string) => {
      if (name === '') return;
      if (action === 'focus' || action === 'ignore') onFilter(action, name);
      else if (action === 'source') {
        onSelect(name);
        revealPanel('source');
      } else if (action === 'sandwich') {
        setCenter(name);
        setShape('sandwich');
      }
    },
    [onSelect, onFilter],
  );
  const chosen = attention?.facts.name;
  const middle = center ?? (chosen === 'root' ? undefined : chosen);
  const host = useRef<HTMLDivElement>(null);
  const chooseShape = (next: FlameShape) => {
    if (next === 'sandwich') setCenter(middle);
    setShape(next);
  };
  const actOnNode = (action: NodeAction) => {
    if (attention === undefined) return;
    if (action === 'zoom') attention.zoom();
    else onAction(action, rootless(attention.facts.name));
  };
  const runKey = useFlameActions({
    ...{ host, attention, shape, setShape: chooseShape, canSandwich: middle !== undefined },
    ...{ turn: () => setUpright(!isUpright), setColoring, act: actOnNode },
    hasBase: query.base !== undefined,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isPicture = (event.target as HTMLElement).getAttribute('role') === 'application';
    if (isPicture && runKey(event.key)) event.preventDefault();
  };
  const callers = useMemo(() => ({ ...query, direction: 'callers' as const }), [query]);
  const around = useMemo(
    () => ({ callers: { ...callers, center }, callees: { ...query, center } }),
    [callers, query, center],
  );
  const pane = { coloring, matches, onAttention: setAttention, onAction, onSelect };
  return (
    <div className="flame-view" ref={host} onKeyDown={onKeyDown}>
      <FlameTools
        search={search}
        onSearch={setSearch}
        found={
          found.state === 'ready'
            ? t('profile.matchedIn', {
                value: f.value(found.value.matched, attention?.unit ?? ''),
                part: f.percent(
                  found.value.total === 0 ? 0 : found.value.matched / found.value.total,
                ),
                count: found.value.functions,
              }) +
              (found.value.before === undefined
                ? ''
                : ` · ${t('profile.sinceBase', {
                    delta: f.delta(
                      found.value.matched - found.value.before.matched,
                      attention?.unit ?? '',
                    ),
                  })}`)
            : attention === undefined
              ? ''
              : t('profile.total', { value: f.value(attention.total, attention.unit) })
        }
        shape={shape}
        onShape={chooseShape}
        canSandwich={middle !== undefined}
        isUpright={isUpright}
        onUpright={setUpright}
        coloring={coloring}
        onColoring={setColoring}
        hasBase={query.base !== undefined}
      />
      {shape === 'sandwich' && center !== undefined ? (
        <>
          <FlamePane
            {...pane}
            label={t('profile.callersOf', { name: center })}
            query={around.callers}
            isUpright
          />
          <FlamePane
            {...pane}
            label={t('profile.calleesOf', { name: center })}
            query={around.callees}
            isUpright={false}
          />
        </>
      ) : (
        <FlamePane
          {...pane}
          label={t(shape === 'callers' ? 'profile.inverted' : 'profile.flame')}
          query={shape === 'callers' ? callers : query}
          isUpright={isUpright}
        />
      )}
      {attention !== undefined && (
        <FlameDetail facts={attention.facts} unit={attention.unit} onAction={actOnNode} />
      )}
    </div>
  );
}

const rootless = (name: string): string => (name === 'root' ? '' : name);

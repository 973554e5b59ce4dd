import { memo, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RawInput } from '../../../app/contract/ipc';
import type { Flame } from '../../../app/contract/profile-views';
import { packageOf } from '../../../app/domain/format/go-name';
import { useFormats } from '../../i18n/setup';
import { useSelection } from '../../store/selection';
import { useTheme } from '../../store/use-theme';
import { FailureNote } from '../../widgets/failure-note';
import { FlameCanvas } from '../../widgets/flame-canvas';
import { computeFlameLayout, pathTo } from '../../widgets/flame-layout';
import {
  createColors,
  createNameColors,
  readFlamePalette,
  type FlameColoring,
} from '../../widgets/flame-palette';
import { drawFlameSvg } from '../../widgets/flame-svg';
import { saveText } from '../../widgets/save-text';
import { Icon } from '../../widgets/icon';
import { Busy } from '../../widgets/progress';
import { FlameMenu, type NodeAction } from './flame-detail';
import { FlameLegend } from './flame-legend';
import { describeNode, formatNode, type FlameNodeFacts } from './flame-node';
import { useFlame, type ZoomStep } from './use-flame';
import { ZoomPath } from './zoom-path';

/** The node with attention, and what zooms to it. */
export interface Attention {
  readonly facts: FlameNodeFacts;
  readonly unit: string;
  /** Of the whole tree. */
  readonly total: number;
  /** The tree on screen. */
  readonly flame: Flame;
  readonly zoom: () => void;
  /** One level, and all of it; undefined where nothing is zoomed. */
  readonly zoomOut: (() => void) | undefined;
  readonly resetZoom: (() => void) | undefined;
  readonly exportSvg: () => void;
}

export interface FlamePaneProps {
  readonly label: string;
  readonly query: RawInput<'profile.flame'>;
  readonly coloring: FlameColoring;
  readonly matches: ((name: string) => boolean) | undefined;
  readonly isUpright: boolean;
  readonly onAttention: (attention: Attention | undefined) => void;
  /** All but zooming, which is done here. */
  readonly onAction: (action: NodeAction, name: string) => void;
  readonly onSelect: (name: string) => void;
}

const noSteps: readonly ZoomStep[] = [];

/**
 * One call tree with its way down, zoomed by the engine where the picture is too coarse. Told around: what it tells of the
 * node with attention must not draw it again.
 */
export const FlamePane = memo(function FlamePane(props: FlamePaneProps) {
  const { query, onAttention, onAction, onSelect, coloring } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const theme = useTheme();
  const selected = useSelection((state) => state.selection.function);
  const key = JSON.stringify(query);
  const [zoomed, setZoomed] = useState<{ key: string; steps: readonly ZoomStep[] }>();
  const steps = zoomed?.key === key ? zoomed.steps : noSteps;
  const [cursor, setCursor] = useState<{ flame: unknown; node: number }>();
  const [menu, setMenu] = useState<{ node: number; x: number; y: number }>();
  const { whole, shown } = useFlame(query, steps);
  const flame = shown?.flame;
  const total = whole.state === 'ready' ? (whole.value.cum[0] ?? 0) : 0;
  const unit = whole.state === 'ready' ? whole.value.unit : '';
  const node = cursor?.flame === flame ? cursor?.node : undefined;

  const factsOf = useCallback(
    (at: number): FlameNodeFacts | undefined => {
      if (shown === undefined) return undefined;
      const above = shown.prefix.length - 2;
      const parent = shown.prefix.length === 0 ? undefined : (steps[above]?.cum ?? total);
      return describeNode(shown.flame, at, { total, parent });
    },
    [shown, steps, total],
  );
  const describe = useCallback(
    (at: number) => {
      const facts = factsOf(at);
      return facts === undefined ? '' : formatNode(facts, unit, f, t);
    },
    [factsOf, unit, f, t],
  );
  const zoomTo = useCallback(
    (at: number) => {
      if (shown === undefined) return;
      const inside = pathTo(shown.flame, at).map((each) => ({
        key: shown.flame.key[each]!,
        name: shown.flame.names[shown.flame.name[each]!] ?? '',
        cum: shown.flame.cum[each]!,
      }));
      setZoomed({ key, steps: [...steps.slice(0, shown.prefix.length), ...inside] });
    },
    [shown, steps, key],
  );
  const exportSvg = useMemo(() => {
    if (shown === undefined) return undefined;
    return () => {
      const palette = readFlamePalette();
      const colorOfName = createNameColors(coloring, palette, packageOf);
      const colorOf = createColors(shown.flame, coloring, palette, colorOfName);
      const layout = computeFlameLayout(shown.flame, coloring === 'difference');
      const scene = { flame: shown.flame, layout, zoom: shown.zoom, colorOf, palette };
      const more = { isUpright: props.isUpright, describe, title: props.label };
      saveText('flame.svg', 'image/svg+xml', drawFlameSvg({ ...scene, ...more }));
    };
  }, [shown, coloring, describe, props.isUpright, props.label]);
  useEffect(() => {
    const at = node ?? shown?.zoom;
    const facts = at === undefined ? undefined : factsOf(at);
    if (shown === undefined || facts === undefined || at === undefined) return;
    const goUp = (levels: number) =>
      steps.length === 0 ? undefined : () => setZoomed({ key, steps: steps.slice(0, levels) });
    onAttention({
      ...{ facts, unit, total, flame: shown.flame, zoom: () => zoomTo(at) },
      ...{ zoomOut: goUp(-1), resetZoom: goUp(0), exportSvg: () => exportSvg?.() },
    });
  }, [node, shown, factsOf, unit, total, zoomTo, onAttention, steps, key, exportSvg]);

  if (whole.state === 'failed') return <FailureNote failure={whole.failure} />;
  if (shown === undefined || flame === undefined) return <Busy label={t('profile.building')} />;
  const nameAt = (at: number) => flame.names[flame.name[at] ?? 0] ?? '';
  return (
    <div className="flame-pane">
      <div className="flame-bar">
        <ZoomPath steps={steps} onChange={(next) => setZoomed({ key, steps: next })} />
        <FlameLegend flame={flame} coloring={coloring} theme={theme} />
        {shown.isRefining && <span className="dim">{t('profile.refining')}</span>}
        <button className="button small" title={t('profile.svgHelp')} onClick={exportSvg}>
          <Icon name="save" />
          SVG
        </button>
      </div>
      <div className="flame-host">
        <FlameCanvas
          label={props.label}
          flame={flame}
          zoom={shown.zoom}
          matches={props.matches}
          selectedName={selected}
          theme={theme}
          coloring={coloring}
          groupOf={packageOf}
          isUpright={props.isUpright}
          cursor={node}
          describe={describe}
          describeRest={(at) =>
            t('profile.rest', {
              value: f.value(computeRest(flame, at), unit),
              name: nameAt(at) === '' ? 'root' : nameAt(at),
            })
          }
          onCursor={(at) => setCursor({ flame, node: at })}
          onSelect={(at) => {
            setCursor({ flame, node: at });
            if (at > 0 || shown.prefix.length > 0) onSelect(nameAt(at));
          }}
          onZoom={zoomTo}
          onZoomOut={() => setZoomed({ key, steps: steps.slice(0, -1) })}
          onMenu={(at, point) => {
            setCursor({ flame, node: at });
            setMenu({ node: at, ...point });
          }}
        />
        {menu !== undefined && (
          <FlameMenu
            at={menu}
            onClose={() => setMenu(undefined)}
            onAction={(action) =>
              action === 'zoom' ? zoomTo(menu.node) : onAction(action, nameAt(menu.node))
            }
          />
        )}
      </div>
    </div>
  );
});

/** What the children of a node that were not sent add up to. */
function computeRest(
  flame: { readonly parent: Int32Array; readonly cum: Float64Array; readonly flat: Float64Array },
  node: number,
): number {
  let rest = (flame.cum[node] ?? 0) - (flame.flat[node] ?? 0);
  for (let at = node + 1; at < flame.parent.length; at++) {
    if (flame.parent[at] === node) rest -= flame.cum[at]!;
  }
  return rest;
}

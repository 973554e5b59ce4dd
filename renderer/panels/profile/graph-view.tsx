import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileGraph, ProfileQuery } from '../../../app/contract/profile-views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GraphPicture, type GraphPictureNode } from '../../widgets/graph-picture';
import { Busy } from '../../widgets/progress';
import { selectFunction } from './select-function';

const sizes = [20, 40, 80, 160] as const;

/** The heaviest functions as boxes, the calls between them as arrows, and what is left out in figures. */
export function GraphView({ query }: { query: ProfileQuery }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [nodeCount, setNodeCount] = useState<number>(40);
  const reply = useReply('profile.graph', { ...query, nodeCount });
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  const graph = reply.value;
  return (
    <div className="graph-view">
      <div className="table-tools">
        <label className="dim">
          {t('profile.graphNodes')}{' '}
          <select
            className="input small"
            value={nodeCount}
            onChange={(event) => setNodeCount(Number(event.target.value))}
          >
            {sizes.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
        <span className="dim count" role="status">
          {t('table.shownOf', {
            shown: f.count(graph.nodes.length),
            total: f.count(graph.nodes.length + graph.hiddenNodes),
          })}
          {' · '}
          {t('profile.graphHidden', {
            nodes: f.count(graph.hiddenNodes),
            flat: f.value(graph.hiddenFlat, graph.unit),
            edges: f.count(graph.hiddenEdges),
          })}
        </span>
      </div>
      <Picture graph={graph} query={query} />
    </div>
  );
}

function Picture({ graph, query }: { graph: ProfileGraph; query: ProfileQuery }) {
  const { t } = useTranslation();
  const f = useFormats();
  const selected = useSelection((state) => state.selection.function);
  const { unit, total } = graph;
  const hasBase = query.base !== undefined;
  // A change may be many times the base's total: the largest change is what others are measured by.
  const whole = hasBase
    ? graph.nodes.reduce((most, { cum }) => Math.max(most, Math.abs(cum)), 0)
    : total;
  const nodes = useMemo(() => {
    const say = (value: number) => {
      if (!hasBase) return `${f.value(value, unit)} (${f.percent(part(value, total))})`;
      // The total is that of the base, and nothing in another view is a part of it: it is named.
      const ofBase = t('profile.ofBase', { part: f.percent(part(value, total)) });
      return `${f.delta(value, unit)} (${ofBase})`;
    };
    return graph.nodes.map((node): GraphPictureNode => {
      const short = node.name.slice(node.name.lastIndexOf('/') + 1);
      return {
        title: short.length > 40 ? `${short.slice(0, 39)}…` : short,
        figures: hasBase
          ? `${f.delta(node.flat, unit)} · cum ${f.delta(node.cum, unit)}`
          : `${f.value(node.flat, unit)} · cum ${say(node.cum)}`,
        says: `${node.name}\nflat ${say(node.flat)}\ncum ${say(node.cum)}`,
        share: part(node.flat, whole),
        change: changeOf(hasBase, node.flat || node.cum),
      };
    });
  }, [graph, unit, total, whole, hasBase, f, t]);
  const edges = useMemo(
    () =>
      graph.edges.map((edge) => ({
        ...{ source: edge.source, target: edge.target, weight: edge.weight },
        isDashed: edge.residual,
        share: part(edge.weight, whole),
        change: changeOf(hasBase, edge.weight),
        says: `${graph.nodes[edge.source]?.name} → ${graph.nodes[edge.target]?.name}\n${(hasBase ? f.delta : f.value)(edge.weight, unit)}`,
      })),
    [graph, unit, whole, hasBase, f],
  );
  return (
    <GraphPicture
      label={t('profile.graph')}
      help={t('profile.graphHelp')}
      texts={{
        zoomIn: t('profile.zoomIn'),
        zoomOut: t('profile.zoomOut'),
        whole: t('profile.zoomWhole'),
        readable: t('profile.zoomReadable'),
      }}
      nodes={nodes}
      edges={edges}
      selected={graph.nodes.findIndex(({ name }) => name === selected)}
      onSelect={(index) => {
        const name = graph.nodes[index]?.name;
        if (name !== undefined) void selectFunction(query, name);
      }}
    />
  );
}

const part = (value: number, whole: number): number => (whole === 0 ? 0 : Math.abs(value) / whole);

const changeOf = (hasBase: boolean, value: number): 'grow' | 'shrink' | undefined =>
  !hasBase || value === 0 ? undefined : value > 0 ? 'grow' : 'shrink';

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { useTheme } from '../../store/use-theme';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { shortenPackages } from '../../../app/domain/format/go-name';
import { Treemap } from '../../widgets/treemap';
import type { TreemapCell } from '../../widgets/treemap-layout';
import { Dominators } from './dominators';

/** What keeps the heap alive: as areas, and as the tree that the areas are of. */
export function Overview({ bundle }: { bundle: string }) {
  return (
    <div className="heap-overview">
      <HeapMap bundle={bundle} />
      <Dominators key={bundle} bundle={bundle} />
    </div>
  );
}

function HeapMap({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const theme = useTheme();
  const reply = useReply('heap.overview', { bundle, depth: 6, leastShare: 0.0005 });
  const object = useSelection((state) => state.selection.object);
  const select = useSelection((state) => state.select);
  const cells = useMemo(
    () => (reply.state === 'ready' ? reply.value.cells : []),
    // A reply is kept: the same value comes again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [reply.state],
  );
  const shapes = useMemo(
    () =>
      cells.map((cell): TreemapCell => ({
        parent: cell.parent,
        label:
          cell.node < 0
            ? t('heap.smaller', { n: f.count(cell.children) })
            : shortenPackages(cell.label),
        value: cell.retainedBytes,
        note: f.bytes(cell.retainedBytes),
        isRest: cell.node < 0,
      })),
    [cells, t, f],
  );
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('heap.building')} />;
  const whole = reply.value.reachableBytes;
  return (
    <Treemap
      label={t('heap.map')}
      cells={shapes}
      theme={theme}
      selected={
        object === undefined ? -1 : cells.findIndex(({ node }) => node >= 0 && node === object.node)
      }
      onSelect={(index) => {
        const cell = cells[index];
        if (cell !== undefined) select({ object: { node: cell.node, label: cell.label } });
      }}
      describe={(index) => {
        const cell = cells[index];
        if (cell === undefined) return '';
        const share = f.percent(whole > 0 ? cell.retainedBytes / whole : 0);
        return `${shapes[index]?.label ?? ''} ${cell.type} · ${f.bytes(cell.retainedBytes)} (${share})`;
      }}
    />
  );
}

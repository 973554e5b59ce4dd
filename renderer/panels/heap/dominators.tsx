import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapNode } from '../../../app/contract/views';
import { useFormats } from '../../i18n/setup';
import { ask } from '../../store/actions';
import { useSelection } from '../../store/selection';
import { GoName } from '../../widgets/go-name';
import { useLazyTree, type TreeNode, type TreeRow } from '../../widgets/lazy-tree';
import { Busy } from '../../widgets/progress';
import { VirtualTree } from '../../widgets/virtual-tree';

/** Children asked for at once; the rest are said to be there. */
const pageSize = 200;

type Entry = HeapNode | { readonly rest: number };

/** Dominator tree: below each thing, what would go with it. Largest first. */
export function Dominators({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const object = useSelection((state) => state.selection.object);
  const select = useSelection((state) => state.select);
  const [reachable, setReachable] = useState(0);
  const load = useCallback(
    async (parent: Entry | undefined): Promise<readonly TreeNode<Entry>[]> => {
      const node = parent === undefined ? -1 : 'rest' in parent ? undefined : parent.node;
      if (node === undefined) return [];
      const page = await ask('heap.children', { bundle, node, offset: 0, limit: pageSize });
      if (page === undefined) return [];
      setReachable(page.reachableBytes);
      const nodes = page.rows.map((value): TreeNode<Entry> => ({
        id: `${node}/${value.node}`,
        value,
        isBranch: value.children > 0,
      }));
      const rest = page.total - page.rows.length;
      return rest > 0
        ? [...nodes, { id: `${node}/rest`, value: { rest }, isBranch: false }]
        : nodes;
    },
    [bundle],
  );
  const tree = useLazyTree(load);

  // A holder is selected by name elsewhere; here its node becomes known.
  const resolved = useRef<string>(undefined);
  useEffect(() => {
    if (object === undefined || object.node >= 0 || resolved.current === object.label) return;
    const row = tree.rows.find(({ value }) => 'label' in value && value.label === object.label);
    if (row === undefined || !('node' in row.value)) return;
    resolved.current = object.label;
    if (row.isBranch && !row.isOpen) tree.setOpen(row, true);
  }, [object, tree]);

  const isSelected = ({ value }: TreeRow<Entry>) =>
    'node' in value &&
    object !== undefined &&
    (object.node >= 0 ? value.node === object.node : value.label === object.label);

  if (!tree.isReady) return <Busy label={t('heap.building')} />;
  return (
    <div className="dominators">
      <div className="tree-head" aria-hidden="true">
        <span>{t('heap.object')}</span>
        <span>{t('heap.objects')}</span>
        <span>{t('heap.shallow')}</span>
        <span>{t('heap.retained')}</span>
        <span>%</span>
      </div>
      <VirtualTree
        label={t('heap.tree')}
        tree={tree}
        branchesSelect
        isSelected={isSelected}
        onSelect={({ value }) => {
          if ('node' in value) select({ object: { node: value.node, label: value.label } });
        }}
        render={({ value }) =>
          'rest' in value ? (
            <span className="dim">{t('heap.rest', { n: f.count(value.rest) })}</span>
          ) : (
            <HeapRow node={value} reachable={reachable} />
          )
        }
      />
    </div>
  );
}

function HeapRow({ node, reachable }: { node: HeapNode; reachable: number }) {
  const f = useFormats();
  const share = reachable > 0 ? node.retainedBytes / reachable : 0;
  return (
    <>
      <span
        className="heap-label truncate"
        title={`${node.label} ${node.type} ${node.address ?? ''}`}
      >
        <GoName className={node.root ? 'root' : ''} name={node.label} />{' '}
        {!node.label.startsWith(node.type) && <GoName className="dim" name={node.type} />}
      </span>
      <span className="num">{f.count(node.retainedObjects)}</span>
      <span className="num">{f.bytes(node.shallowBytes)}</span>
      <span className="num">{f.bytes(node.retainedBytes)}</span>
      <span className="num share">
        <i style={{ width: `${Math.min(100, share * 100)}%` }} />
        {f.percent(share)}
      </span>
    </>
  );
}

import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapPart } from '../../../app/contract/heap-views';
import { request } from '../../store/bridge';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { useLazyTree, type TreeNode } from '../../widgets/lazy-tree';
import { Busy } from '../../widgets/progress';
import { VirtualTree } from '../../widgets/virtual-tree';

const pageSize = 100;

/** A part of the value, or the place where more are to be had. */
type Entry = HeapPart | { readonly ref: string; readonly offset: number };

/** What an object holds, as Go would print it, opened part by part. A part on the heap can be gone to. */
export function ValueTree({ bundle, node }: { bundle: string; node: number }) {
  const { t } = useTranslation();
  const reply = useReply('heap.value', { bundle, node });
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  const { value } = reply.value;
  if (value === undefined) return <p className="dim">{t('heap.noValue')}</p>;
  return (
    <>
      <p className="heap-value" title={value.text}>
        <GoName name={value.text} /> <GoName className="dim" name={value.type} />
      </p>
      {value.notes.map((note) => (
        <p key={note} className="dim">
          {note}
        </p>
      ))}
      {value.ref !== undefined && <Parts bundle={bundle} root={value.ref} />}
    </>
  );
}

function Parts({ bundle, root }: { bundle: string; root: string }) {
  const { t } = useTranslation();
  const select = useSelection((state) => state.select);
  const object = useSelection((state) => state.selection.object);
  const load = useCallback(
    async (parent: Entry | undefined): Promise<readonly TreeNode<Entry>[]> => {
      const offset = parent !== undefined && 'offset' in parent ? parent.offset : 0;
      const ref = parent === undefined ? root : parent.ref;
      if (ref === undefined) return [];
      const reply = await request('heap.parts', { bundle, ref, offset, limit: pageSize });
      if (!reply.ok) return [];
      const nodes = reply.value.parts.map((value, index): TreeNode<Entry> => ({
        id: `${ref}/${offset + index}/${value.name}`,
        value,
        isBranch: value.ref !== undefined,
      }));
      if (!reply.value.more) return nodes;
      const next = offset + nodes.length;
      return [...nodes, { id: `${ref}/${next}`, value: { ref, offset: next }, isBranch: true }];
    },
    [bundle, root],
  );
  const tree = useLazyTree(load);
  return (
    <div className="heap-parts">
      <VirtualTree
        label={t('heap.value')}
        tree={tree}
        isSelected={({ value }) => !('offset' in value) && value.node === object?.node}
        onSelect={({ value }) => {
          if (!('offset' in value) && value.node !== undefined) {
            select({ object: { node: value.node, label: value.text } });
          }
        }}
        render={({ value }) =>
          'offset' in value ? (
            <span className="dim">{t('heap.more')}</span>
          ) : (
            <span className="gdb-variable truncate" title={[value.type, ...value.notes].join('\n')}>
              <code className="name">{value.name}</code>
              <GoName name={value.text} />
              <GoName className="dim" name={value.type} />
            </span>
          )
        }
      />
    </div>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { CopyButton } from '../../widgets/copy-button';
import { GoName } from '../../widgets/go-name';
import { Segmented } from '../../widgets/segmented';
import { NeighbourList } from './neighbour-list';
import { ValueTree } from './value-tree';
import { WhyAlive } from './why-alive';

const parts = ['why', 'value', 'referrers', 'referents'] as const;

/** The chosen object: why it is alive, what it holds, who refers to it and to whom it refers. */
export function ObjectDetail({ bundle, type }: { bundle: string; type: string | undefined }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<(typeof parts)[number]>('why');
  const object = useSelection((state) => state.selection.object);
  // Other panels know a holder by its name only.
  const isNamed = object !== undefined && object.node < 0;
  const found = useReply(
    'heap.find',
    isNamed ? { bundle, text: object.label, limit: 1 } : undefined,
  );
  const node = isNamed
    ? found.state === 'ready'
      ? found.value.nodes[0]?.node
      : undefined
    : object?.node;
  return (
    <aside className="stack-detail heap-detail" aria-label={t('heap.why')}>
      <Segmented
        label={t('heap.detail')}
        options={parts}
        value={part}
        textOf={(each) => t(`heap.part.${each}`)}
        onChoose={setPart}
      />
      {object !== undefined && (
        <p className="heap-expression">
          <GoName name={object.label} />
          <CopyButton label={t('heap.copyExpression')} getText={() => object.label} />
        </p>
      )}
      {node === undefined && type === undefined && <p className="dim">{t('heap.choose')}</p>}
      {part === 'why' && (node !== undefined || type !== undefined) && (
        <WhyAlive
          bundle={bundle}
          of={node === undefined ? { type: type! } : { node }}
          heading={object?.label}
        />
      )}
      {part === 'value' && node !== undefined && (
        <ValueTree key={node} bundle={bundle} node={node} />
      )}
      {(part === 'referrers' || part === 'referents') && node !== undefined && (
        <NeighbourList key={`${part} ${node}`} bundle={bundle} node={node} side={part} />
      )}
    </aside>
  );
}

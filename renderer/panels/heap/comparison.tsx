import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeapChange, HeapDiff } from '../../../app/contract/heap-diff';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { useSession } from '../../store/session';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { Segmented } from '../../widgets/segmented';

interface Row extends HeapChange {
  readonly name: string;
  readonly type: string;
  readonly example: { readonly node: number; readonly label: string } | undefined;
}
const groupings = ['paths', 'roots', 'types'] as const;
type By = (typeof groupings)[number];

/** What grew since an earlier snapshot of the same process, by path, root and type. */
export function Comparison({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const bundles = useSession((state) => state.bundles);
  const others = bundles.filter((open) => open.bundle !== bundle);
  const [text, setText] = useState('');
  const [base, setBase] = useState<string>();
  const reply = useReply('heap.diff', base === undefined ? undefined : { bundle, base });
  return (
    <div className="table-panel">
      <form
        className="table-tools"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') setBase(text.trim());
        }}
      >
        <input
          className="input small mono heap-base"
          aria-label={t('heap.base')}
          placeholder={t('heap.baseHint')}
          list="heap-bases"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id="heap-bases">
          {others.map(({ bundle: handle, dir }) => (
            <option key={handle} value={dir ?? handle} />
          ))}
        </datalist>
        <button className="button small" type="submit">
          {t('heap.compare')}
        </button>
      </form>
      {reply.state === 'idle' && <p className="dim pad">{t('heap.compareText')}</p>}
      {reply.state === 'loading' && <Busy label={t('heap.comparing')} />}
      {reply.state === 'failed' && <FailureNote failure={reply.failure} />}
      {reply.state === 'ready' && <Changes diff={reply.value} />}
    </div>
  );
}

function Changes({ diff }: { diff: HeapDiff }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [by, setBy] = useState<By>('paths');
  const object = useSelection((state) => state.selection.object);
  const select = useSelection((state) => state.select);
  const rows = useMemo(() => rowsOf(diff, by), [diff, by]);
  const columns = useMemo((): readonly TableColumn<Row>[] => {
    const figure = (id: string, title: string, value: (row: Row) => number, unit: string) => ({
      id,
      title,
      width: 96,
      align: 'right' as const,
      value,
      render: (row: Row) => f.delta(value(row), unit),
    });
    return [
      figure('grown', t('heap.grown'), ({ delta }) => delta.bytes, 'bytes'),
      figure('more', t('heap.moreObjects'), ({ delta }) => delta.objects, 'count'),
      {
        id: 'name',
        title: t(`heap.by.${by}`),
        value: (row) => row.name,
        render: (row) => <code>{row.name}</code>,
      },
      {
        id: 'type',
        title: t('heap.type'),
        width: 160,
        value: (row) => row.type,
        render: (row) => <code className="dim">{row.type}</code>,
      },
    ];
  }, [t, f, by]);
  const { total, fate, secondsBetween, doubts } = diff;
  return (
    <>
      <p className="growth-summary">
        <span>
          <b>{f.delta(total.delta.bytes, 'bytes')}</b>{' '}
          {t('heap.between', { time: f.seconds(secondsBetween) })}
        </span>
        <span>
          {t('heap.fate', {
            new: f.bytes(fate.new.bytes),
            gone: f.bytes(fate.gone.bytes),
            kept: f.bytes(fate.kept.bytes),
          })}
        </span>
        {doubts.map((doubt) => (
          <span key={doubt}>{doubt}</span>
        ))}
      </p>
      <VirtualTable
        key={by}
        label={t('heap.changes')}
        columns={columns}
        rows={rows}
        isSelected={({ example }) => example !== undefined && example.node === object?.node}
        onSelect={({ example }) => {
          if (example !== undefined) select({ object: example });
        }}
        initialSorting={{ column: 'grown', direction: 'descending' }}
        tools={
          <Segmented
            label={t('heap.groupedBy')}
            options={groupings}
            value={by}
            textOf={(each) => t(`heap.by.${each}`)}
            onChoose={setBy}
          />
        }
      />
    </>
  );
}

function rowsOf(diff: HeapDiff, by: By): readonly Row[] {
  if (by === 'roots') {
    return diff.roots.map((row) => ({
      ...row,
      name: row.root,
      type: row.kind,
      example: { node: -1, label: row.root },
    }));
  }
  if (by === 'types') {
    return diff.types.map((row) => ({ ...row, name: row.type, type: '', example: undefined }));
  }
  return diff.paths.map((row) => ({
    ...row,
    name: row.pattern,
    example: row.example && { node: row.example.node, label: row.example.expression },
  }));
}

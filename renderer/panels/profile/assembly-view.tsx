import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../app/contract/ipc';
import type { ProfileQuery } from '../../../app/contract/profile-views';
import type { Formats } from '../../i18n/format';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { TableGrid, type TableColumn } from '../../widgets/table-grid';
import { assemblyLines, placeOf, type AssemblyLine } from './assembly-lines';

const linesBehind = 4;

/** `go tool pprof -disasm` of the chosen function: its machine code by source line, with what was sampled in each instruction. */
export function AssemblyView({ query }: { query: ProfileQuery }) {
  const { t } = useTranslation();
  const name = useSelection((state) => state.selection.function);
  const { base: _base, ...plain } = query;
  const reply = useReply(
    'profile.disassembly',
    name === undefined ? undefined : { ...plain, function: name },
  );
  if (name === undefined) {
    return (
      <EmptyState
        icon="file-binary"
        title={t('profile.assembly')}
        text={t('profile.assemblyEmpty')}
      />
    );
  }
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('profile.disassembling', { name })} />;
  if (reply.value.routines.length === 0) {
    const text = t('profile.assemblyNone', { name });
    return <EmptyState icon="file-binary" title={t('profile.assembly')} text={text} />;
  }
  return <Assembly code={reply.value} />;
}

function Assembly({ code }: { code: Output<'profile.disassembly'> }) {
  const { t } = useTranslation();
  const f = useFormats();
  const selected = useSelection((state) => state.selection.source);
  const select = useSelection((state) => state.select);
  const lines = useMemo(() => assemblyLines(code.routines), [code]);
  const heats = lines.map((each) => Math.abs(each.flat || each.cum));
  const hottest = heats.reduce((most, each) => Math.max(most, each), 0);
  const heaviest = heats.indexOf(hottest);
  const columns = useMemo(() => columnsOf(code.unit, hottest, f), [code.unit, hottest, f]);
  const [routine] = code.routines;
  const share = code.total === 0 ? 0 : (routine?.cum ?? 0) / code.total;
  return (
    <div className="assembly table-panel">
      <div className="table-tools">
        <code title={routine?.file}>{code.routines.map(({ name }) => name).join(', ')}</code>
        <span className="dim">
          flat {f.value(routine?.flat ?? 0, code.unit)} · cum{' '}
          {f.value(routine?.cum ?? 0, code.unit)} ({f.percent(share)})
        </span>
        <span className="dim count" title={code.binary}>
          {code.binary.slice(code.binary.lastIndexOf('/') + 1)}
        </span>
      </div>
      <TableGrid
        label={t('profile.assembly')}
        columns={columns}
        count={lines.length}
        lineAt={(index) => {
          const row = lines[index];
          return row && { kind: 'row', row, heading: undefined };
        }}
        isSelected={(line) =>
          line.path !== '' && line.line === selected?.line && line.path === selected.path
        }
        onSelect={(line) => {
          if (line.path !== '' && line.line > 0) {
            select({ function: line.routine, source: { path: line.path, line: line.line } });
          }
        }}
        sorting={undefined}
        onSort={() => undefined}
        // What takes most is what was looked for; some lines behind it tell where one is.
        inSight={{ key: heaviest, line: Math.min(heaviest + linesBehind, lines.length - 1) }}
      />
    </div>
  );
}

const columnsOf = (
  unit: string,
  hottest: number,
  f: Formats,
): readonly TableColumn<AssemblyLine>[] => {
  const figure = (id: 'flat' | 'cum'): TableColumn<AssemblyLine> => ({
    ...{ id, title: id, width: 84, align: 'right' },
    value: (line) => line[id],
    render: (line) => (line[id] === 0 ? <span className="dim">·</span> : f.value(line[id], unit)),
  });
  return [
    figure('flat'),
    figure('cum'),
    {
      ...{ id: 'place', title: 'line', width: 132 },
      value: placeOf,
      render: (line) => line.isFirst && <span className="dim">{placeOf(line)}</span>,
    },
    {
      ...{ id: 'address', title: 'address', width: 84, align: 'right' },
      value: (line) => line.address,
      render: (line) => <code className="dim">{line.address}</code>,
    },
    {
      ...{ id: 'instruction', title: 'instruction' },
      value: (line) => line.text,
      render: (line) => (
        <code
          className="instruction"
          style={
            { '--heat': hottest === 0 ? 0 : Math.abs(line.flat || line.cum) / hottest } as object
          }
          title={line.text}
        >
          {line.text}
        </code>
      ),
    },
  ];
};

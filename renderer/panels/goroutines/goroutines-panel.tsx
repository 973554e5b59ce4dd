import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoroutineRow } from '../../../app/contract/views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { formatPosition, useSelection } from '../../store/selection';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { groupGoroutines, isInGroup, type GoroutineGroup, type Grouping } from './groups';
import { StackDetail } from './stack-detail';

/** Every goroutine as the three legs know it, grouped by who made it. */
export function GoroutinesPanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
  const reply = useReply('goroutine.list', open && { bundle: open.bundle });
  if (open === undefined || reply.state === 'idle') {
    return (
      <EmptyState icon="layers" title={t('goroutines.emptyTitle')} text={t('goroutines.empty')}>
        <button className="button" onClick={() => revealPanel('investigate')}>
          {t('investigate.setUp')}
        </button>
      </EmptyState>
    );
  }
  if (reply.state === 'failed') return <FailureNote failure={reply.failure} />;
  if (reply.state !== 'ready') return <Busy label={t('common.loading')} />;
  return <Goroutines key={open.bundle} rows={reply.value} />;
}

function Goroutines({ rows }: { rows: readonly GoroutineRow[] }) {
  const { t } = useTranslation();
  const [grouping, setGrouping] = useState<Grouping>('created');
  const [group, setGroup] = useState<GoroutineGroup>();
  const hasChoice = useSelection(({ selection }) => selection.goroutine !== undefined);
  const groups = useMemo(() => groupGoroutines(rows, grouping), [rows, grouping]);
  const members = useMemo(
    () => (group === undefined ? rows : rows.filter((row) => isInGroup(row, group, grouping))),
    [rows, group, grouping],
  );
  const choice = (
    <select
      className="input small"
      aria-label={t('goroutines.groupBy')}
      value={grouping}
      onChange={(event) => {
        setGrouping(event.target.value as Grouping);
        setGroup(undefined);
      }}
    >
      <option value="created">{t('goroutines.byCreation')}</option>
      <option value="state">{t('goroutines.byState')}</option>
    </select>
  );
  return (
    <div className={hasChoice ? 'goroutines has-choice' : 'goroutines'}>
      <GroupTable groups={groups} group={group} onSelect={setGroup} tools={choice} />
      <MemberTable rows={members} />
      <StackDetail rows={rows} />
    </div>
  );
}

function GroupTable(props: {
  groups: readonly GoroutineGroup[];
  group: GoroutineGroup | undefined;
  onSelect: (group: GoroutineGroup | undefined) => void;
  tools: React.ReactNode;
}) {
  const { group, onSelect } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const columns = useMemo(
    (): readonly TableColumn<GoroutineGroup>[] => [
      {
        id: 'count',
        title: t('goroutines.count'),
        width: 64,
        align: 'right',
        value: (row) => row.count,
        render: (row) => f.count(row.count),
      },
      {
        id: 'stuck',
        title: t('goroutines.stuck'),
        help: t('goroutines.stuckHelp'),
        width: 64,
        align: 'right',
        value: (row) => row.stuck,
        render: (row) => (row.stuck === 0 ? '' : f.count(row.stuck)),
      },
      {
        id: 'label',
        title: t('goroutines.group'),
        value: (row) => row.label,
        render: (row) => <code>{row.label === '' ? t('goroutines.unknown') : row.label}</code>,
      },
    ],
    [t, f],
  );
  const isSelected = useCallback((row: GoroutineGroup) => row.key === group?.key, [group]);
  return (
    <VirtualTable
      label={t('goroutines.groups')}
      columns={columns}
      rows={props.groups}
      rowKey={(row) => row.key}
      isSelected={isSelected}
      onSelect={(row) => onSelect(row.key === group?.key ? undefined : row)}
      tools={props.tools}
    />
  );
}

function MemberTable({ rows }: { rows: readonly GoroutineRow[] }) {
  const { t } = useTranslation();
  const selection = useSelection((state) => state.selection);
  const select = useSelection((state) => state.select);
  const columns = useMemo(
    (): readonly TableColumn<GoroutineRow>[] => [
      { id: 'goid', title: 'G', width: 64, align: 'right', value: (row) => row.goid },
      {
        id: 'function',
        title: t('table.function'),
        value: (row) => row.function,
        render: (row) => <code>{row.function}</code>,
      },
      {
        id: 'wait',
        title: t('goroutines.waitsFor'),
        width: 130,
        value: (row) => row.waitReason || row.state,
      },
      {
        id: 'place',
        title: t('goroutines.blockedAt'),
        width: 120,
        value: ({ blockedAt }) =>
          blockedAt && formatPosition({ path: blockedAt.file, line: blockedAt.line }),
      },
      {
        id: 'proof',
        title: t('goroutines.stuck'),
        help: t('goroutines.stuckHelp'),
        width: 70,
        value: (row) => (row.provenStuck ? t('goroutines.proven') : ''),
      },
    ],
    [t],
  );
  const isSelected = useCallback(
    (row: GoroutineRow) =>
      selection.goroutine === undefined
        ? selection.function !== undefined && row.function === selection.function
        : row.goid === selection.goroutine,
    [selection.goroutine, selection.function],
  );
  return (
    <VirtualTable
      label={t('panels.goroutines')}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.goid}
      isSelected={isSelected}
      onSelect={(row) => {
        const place = row.blockedAt ?? row.stack[0];
        select({
          goroutine: row.goid,
          function: row.function,
          ...(place !== undefined && { source: { path: place.file, line: place.line } }),
        });
      }}
    />
  );
}

import type { TFunction } from 'i18next';
import type { Frame } from '../../../app/contract/frame';
import type { GoroutineColumn, GoroutineRow } from '../../../app/contract/goroutines';
import type { Formats } from '../../i18n/format';
import { formatPosition } from '../../store/selection';
import type { TableColumn } from '../../widgets/table-grid';
import { LegMarks } from './leg-marks';

type Columns = readonly (TableColumn<GoroutineRow> & { readonly id: GoroutineColumn })[];

/** What the table says of a goroutine; the ids are those the engine sorts by. */
export function goroutineTableColumns(t: TFunction, f: Formats, awaitsGraph: boolean): Columns {
  const place = (frame: Frame | undefined) =>
    frame && formatPosition({ path: frame.file, line: frame.line });
  const seconds = (value: number | undefined) => (value === undefined ? '' : f.seconds(value));
  const time = (value: number | undefined) =>
    value === undefined ? '' : value === 0 ? '–' : f.milliseconds(value / 1e6);
  const duration = (id: 'running' | 'runnable' | 'waiting' | 'syscall') => ({
    id,
    title: t(`goroutines.${id}`),
    help: t('goroutines.timeHelp'),
    width: 84,
    align: 'right' as const,
    value: (row: GoroutineRow) => time(row[`${id}Ns`]),
  });
  return [
    { id: 'goid', title: 'G', width: 72, align: 'right', value: (row) => row.goid },
    {
      id: 'function',
      title: t('table.function'),
      value: (row) => row.function,
      render: (row) => <code>{row.function}</code>,
    },
    { id: 'state', title: t('goroutines.state'), width: 76, value: (row) => row.state },
    {
      id: 'waitReason',
      title: t('goroutines.waitsFor'),
      width: 124,
      value: (row) => row.waitReason,
    },
    {
      id: 'blockedAt',
      title: t('goroutines.blockedAt'),
      width: 116,
      value: (row) => place(row.blockedAt),
    },
    {
      id: 'stuck',
      title: t('goroutines.stuck'),
      help: t('goroutines.stuckHelp'),
      width: 70,
      value: (row) => (row.provenStuck ? t('goroutines.proven') : awaitsGraph ? '…' : ''),
      render: (row) =>
        row.provenStuck ? (
          <span className="proven">{t('goroutines.proven')}</span>
        ) : (
          awaitsGraph && <span className="dim">…</span>
        ),
    },
    {
      id: 'waitingSince',
      title: t('goroutines.since'),
      help: t('goroutines.sinceHelp'),
      width: 84,
      align: 'right',
      value: (row) =>
        row.waitingSinceSeconds === undefined
          ? ''
          : `${row.waitingLonger ? '≤ ' : ''}${f.seconds(row.waitingSinceSeconds)}`,
    },
    {
      id: 'createdBy',
      title: t('goroutines.createdBy'),
      width: 116,
      value: (row) => place(row.createdBy),
    },
    {
      id: 'createdAt',
      title: t('goroutines.createdAt'),
      help: t('goroutines.createdAtHelp'),
      width: 76,
      align: 'right',
      value: (row) => seconds(row.createdAtSeconds),
    },
    duration('running'),
    duration('runnable'),
    duration('waiting'),
    duration('syscall'),
    {
      id: 'endedAt',
      title: t('goroutines.endedAt'),
      width: 76,
      align: 'right',
      value: (row) => seconds(row.endedAtSeconds),
    },
    {
      id: 'sources',
      title: t('goroutines.legs'),
      help: t('goroutines.legsHelp'),
      width: 60,
      value: (row) => row.sources.join(' '),
      render: (row) => <LegMarks sources={row.sources} />,
    },
  ];
}

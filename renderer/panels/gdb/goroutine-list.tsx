import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { GdbGoroutine } from '../../../app/contract/gdb-views';
import { useFormats } from '../../i18n/setup';
import { useDebugger } from '../../store/debugger';
import { lookAt } from '../../store/debugging';
import { formatPosition, useSelection } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { useAtStop } from './use-at-stop';

const pageSize = 50;

/** Every goroutine of the stopped program and where it is, running or not. */
export function GoroutineList() {
  const { t } = useTranslation();
  const f = useFormats();
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const goid = useDebugger((state) => state.goid);
  const { value, failure } = useAtStop('gdb.goroutines', {
    filter,
    offset: 0,
    limit: Math.min(200, limit),
  });
  const selected = useSelection(({ selection }) => selection.goroutine);
  const rows = value?.rows ?? [];
  // Chosen in another panel: looked at here, where it is known.
  useEffect(() => {
    const state = useDebugger.getState();
    const row = value?.rows.find((each) => each.goid === selected);
    if (row !== undefined && selected !== undefined && selected !== state.goid) {
      lookAt(row.goid, row.at?.level ?? 0, row.at);
    }
  }, [selected, value]);
  const rest = (value?.shown ?? 0) - rows.length;
  return (
    <section className="gdb-goroutines" aria-label={t('panels.goroutines')}>
      <div className="table-tools">
        <input
          className="input small"
          type="search"
          value={filter}
          placeholder={t('table.filter')}
          aria-label={t('debug.filterGoroutines')}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className="dim count" role="status">
          {value !== undefined &&
            t('table.shownOf', { shown: f.count(value.shown), total: f.count(value.total) })}
        </span>
      </div>
      {failure !== undefined && <FailureNote failure={failure} />}
      <ul
        className="gdb-list"
        role="listbox"
        aria-label={t('debug.goroutines')}
        onKeyDown={walkList}
      >
        {rows.map((row) => (
          <GoroutineItem key={row.goid} row={row} isSelected={row.goid === goid} />
        ))}
      </ul>
      {rest > 0 && limit < 200 && (
        <button
          className="button small"
          aria-label={t('debug.moreGoroutines')}
          onClick={() => setLimit(limit + pageSize)}
        >
          {t('debug.more', { n: f.count(rest) })}
        </button>
      )}
    </section>
  );
}

function GoroutineItem({ row, isSelected }: { row: GdbGoroutine; isSelected: boolean }) {
  const { t } = useTranslation();
  const place = row.at ?? row.started;
  const where =
    place.file === undefined ? '' : formatPosition({ path: place.file, line: place.line ?? 0 });
  const created =
    row.created?.file === undefined
      ? ''
      : t('debug.createdBy', {
          place: formatPosition({ path: row.created.file, line: row.created.line ?? 0 }),
        });
  return (
    <li
      role="option"
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className={isSelected ? 'selected' : ''}
      title={`${place.function} ${created}`}
      onClick={() => lookAt(row.goid, row.at?.level ?? 0, row.at)}
    >
      <b className="num">G{row.goid}</b>
      <GoName className="truncate" name={place.function} />
      <span className="dim truncate">{where}</span>
      <span className={row.thread > 0 ? 'state on' : 'state dim'}>
        {row.thread > 0 ? t('debug.thread', { n: row.thread }) : row.reason || row.state}
      </span>
    </li>
  );
}

/** Arrows go from item to item and choose it, as in any list box. */
export function walkList(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=option]')];
  const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
  const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
  next?.click();
  next?.focus();
  event.preventDefault();
}

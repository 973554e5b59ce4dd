import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebugger } from '../../store/debugger';
import { formatPosition } from '../../store/selection';
import { FailureNote } from '../../widgets/failure-note';
import { GoName } from '../../widgets/go-name';
import { layOutDisassembly, type DisassemblyRow } from './disassembly-rows';
import { useAtStop } from './use-at-stop';

const rowHeight = 20;

/** The function that is looked at as the processor sees it, beneath its source lines and the calls inlined into it. */
export function DisassemblyView() {
  const { t } = useTranslation();
  const goid = useDebugger((state) => state.goid);
  const level = useDebugger((state) => state.level);
  const stack = useAtStop('gdb.stack', { goid });
  const frame = stack.value?.frames.find((each) => each.level === level);
  const { value, failure } = useAtStop('gdb.disassembly', frame && { address: frame.pc });
  const rows = useMemo(() => layOutDisassembly(value?.instructions ?? []), [value]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
    initialRect: { width: 400, height: 400 },
  });
  const pc = frame === undefined ? -1 : Number(frame.pc);
  const current = rows.findIndex(
    (row) => row.kind === 'instruction' && Number(row.instruction.address) === pc,
  );
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'center' });
  }, [current, virtual]);
  if (failure !== undefined) return <FailureNote failure={failure} />;
  return (
    <div
      className="gdb-disassembly"
      ref={scroller}
      role="region"
      tabIndex={0}
      aria-label={t('debug.disassembly', { name: value?.function ?? '' })}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={index}
                className={`gdb-asm ${row.kind}${index === current ? ' current' : ''}`}
                style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + row.depth * 16 }}
              >
                <Line row={row} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function Line({ row }: { row: DisassemblyRow }) {
  if (row.kind === 'instruction') {
    const { address, offset, text } = row.instruction;
    return (
      <>
        <code className="dim" title={address}>
          +{offset}
        </code>{' '}
        <GoName name={text} />
      </>
    );
  }
  const place = formatPosition({ path: row.file, line: row.line });
  return row.kind === 'inlined' ? (
    <>
      <GoName className="name" name={row.function} /> <span className="dim">{place}</span>
    </>
  ) : (
    <span className="dim">{place}</span>
  );
}

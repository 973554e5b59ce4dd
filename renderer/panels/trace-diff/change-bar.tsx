import type { TraceDiffRow } from '../../../app/contract/trace-diff';
import { barOf } from './diff-rows';

/** A bar to the right for more, to the left for less; its words stand in the columns beside it. */
export function ChangeBar({ row }: { row: TraceDiffRow }) {
  const bar = barOf(row);
  const width = `${Math.abs(bar) * 50}%`;
  return (
    <span className="change-bar" aria-hidden="true">
      <i
        className={row.verdict}
        style={bar < 0 ? { right: '50%', width } : { left: '50%', width }}
      />
    </span>
  );
}

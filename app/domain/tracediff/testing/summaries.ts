import type { Frame } from '../../../contract/frame';
import type { TableName } from '../metrics';
import type { SummaryRow, TraceSummary } from '../trace-summary';

export const frame = (name: string, line: number, file = '/src/shop/main.go'): Frame => ({
  function: name,
  file,
  line,
});

/** A row of a table by its function: its stack is that function alone. */
export const row = (
  name: string,
  line: number,
  values: Readonly<Record<string, number>>,
  about = '',
  kind?: string,
): SummaryRow => ({
  key: about === '' ? name : `${about} at ${name}`,
  about,
  ...(kind !== undefined && { kind }),
  stack: line === 0 ? [] : [frame(name, line)],
  values,
});

/** A run of a second with these values and nothing else. */
export const run = (
  metrics: Readonly<Record<string, number>>,
  tables: Partial<Record<TableName, readonly SummaryRow[]>> = {},
): TraceSummary => ({
  name: '/runs/one.trace',
  durationNs: 1e9,
  events: 1000,
  warnings: [],
  metrics,
  tables: { pauses: [], functions: [], blocked: [], goroutines: [], ...tables },
});

/** One run for each value. */
export const runsOf = (metric: string, values: readonly number[]): TraceSummary[] =>
  values.map((value) => run({ [metric]: value }));
